// Guarantees: a file is answered as it is, whole or the one range asked for (RFC 9110, 14), under
// an entity tag that names its content, with bounded memory and the pace of a slow reader.

internal import Glibc
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// A file that is open, and stays what it was when another takes its name.
final class OpenFile: Sendable {
  private let descriptor: Int32

  /// nil when it cannot be opened.
  init?(_ path: String) {
    let opened = open(path, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { return nil }
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// Up to `count` bytes from `offset`; empty at the end. Blocks.
  func read(at offset: Int, count: Int) throws -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, taken in
      let result = pread(descriptor, buffer.baseAddress, count, off_t(offset))
      if result < 0 { failure = errno }
      taken = max(0, result)
    }
    guard failure == 0 else {
      throw HubError(.internal, String(cString: strerror(failure)))
    }
    return bytes
  }
}

extension HubServer {
  /// Bytes of a file that are read at once.
  private static var fileChunkBytes: Int { 256 << 10 }

  /// 200, 206 or 416 for a file of `bytes` bytes.
  func answer(
    file: OpenFile, bytes: Int, tag: String, type: String, _ request: Request,
    _ context: NodeContext
  ) throws -> Response {
    var headers: HTTPFields = [.contentType: type, .eTag: tag, .acceptRanges: "bytes"]
    let condition = request.headers[.ifRange]?.trimmed
    // Of another entity than the caller began with, it gets the whole.
    let range = ByteRange(
      condition == nil || condition == tag ? request.headers[.range] : nil, of: bytes)
    var status = HTTPResponse.Status.ok
    var part = 0..<bytes
    switch range {
    case .whole: break
    case .part(let wanted):
      status = .partialContent
      part = wanted
      headers[.contentRange] = "bytes \(wanted.lowerBound)-\(wanted.upperBound - 1)/\(bytes)"
    case .unsatisfiable:
      headers[.contentRange] = "bytes */\(bytes)"
      return Response(status: .rangeNotSatisfiable, headers: headers)
    }
    let slot = try streams.enter(context.caller)
    return Response(
      status: status, headers: headers, body: stream(file, part, slot, context))
  }

  private func stream(
    _ file: OpenFile, _ part: Range<Int>, _ slot: StreamGate.Slot, _ context: NodeContext
  ) -> ResponseBody {
    ResponseBody(contentLength: part.count) { [counters, rates, threads] writer in
      defer { withExtendedLifetime(slot) {} }
      var offset = part.lowerBound
      var written = 0
      while offset < part.upperBound {
        let (from, count) = (offset, min(Self.fileChunkBytes, part.upperBound - offset))
        let bytes = try await threads.read { try file.read(at: from, count: count) }
        guard !bytes.isEmpty else { throw HubError(.internal, "short file") }
        offset += bytes.count
        counters.sent(changes: 0, bytes: bytes.count)
        if let caller = context.caller { rates.charge(caller.replica, bytes: bytes.count) }
        try await writer.write(ByteBuffer(bytes: bytes))
        written += 1
        if written.isMultiple(of: 4) { try await context.channel.eventLoop.submit {}.get() }
      }
      try await writer.finish(nil)
    }
  }
}
