// Guarantees: a file is answered as it is, whole or the one range asked for (RFC 9110, 14), under an
// entity tag that names its content, with bounded memory and the pace of a slow reader.

internal import Glibc
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The part of a file that a request asks for.
enum ByteRange: Hashable, Sendable {
  case whole
  case part(Range<Int>)
  /// A range that begins behind the end.
  case unsatisfiable

  /// - Parameters:
  ///   - field: `Range`; several ranges, other units and malformed ones ask for the whole.
  ///   - condition: `If-Range`; another entity than `tag` asks for the whole.
  init(_ field: String?, condition: String?, tag: String, bytes: Int) {
    self = .whole
    guard let text = field?.trimmed, text.lowercased().hasPrefix("bytes="),
      condition == nil || condition?.trimmed == tag
    else { return }
    let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
      .map(\.trimmed)
    guard ends.count == 2, ends.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }) else {
      return
    }
    if ends[0].isEmpty {
      guard let last = Int(ends[1]) else { return }
      self = last == 0 || bytes == 0 ? .unsatisfiable : .part(max(0, bytes - last)..<bytes)
      return
    }
    guard let first = Int(ends[0]), ends[1].isEmpty || Int(ends[1]) != nil else { return }
    let last = Int(ends[1]) ?? .max
    guard last >= first else { return }
    self = first >= bytes ? .unsatisfiable : .part(first..<(min(last, bytes - 1) + 1))
  }
}

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
    let range = ByteRange(
      request.headers[.range], condition: request.headers[.ifRange], tag: tag, bytes: bytes)
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
    let slot = try streams.enter()
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
