// GET, HEAD and PUT /v1/blobs/{sha256}: the files of attachments, in ranges both ways. Only members
// who may read a ledger whose records name the file see that it exists; a file arrives in parts of
// at most 4 MiB and counts when all of it is here and its hash is right.

internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import NIOCore
internal import Wire

extension HTTPField.Name {
  /// Where the next part of an upload begins.
  static let uploadOffset = HTTPField.Name("Upload-Offset").unsafelyUnwrapped
}

extension HubServer {
  /// A file that the caller may see.
  private struct BlobQuestion: Sendable {
    let sha256: Digest
    let caller: ReplicaID

    /// Parts of different members never mix.
    var sender: String { caller.description }
  }

  private func blobQuestion(
    _ request: Request, _ context: NodeContext
  ) async throws -> BlobQuestion {
    let caller = try caller(of: context)
    let text = context.parameters.get("sha256") ?? ""
    guard let sha256 = Digest(text), sha256.description == text else {
      throw HubError(.badRequest, "sha256")
    }
    try await authorise(caller, toRead: sha256)
    return BlobQuestion(sha256: sha256, caller: caller)
  }

  /// Lets members pass who may read a ledger that names the file. Throws `notMember`, `revoked`,
  /// `noSuchBlob`: to all others the file does not exist.
  private func authorise(_ replica: ReplicaID, toRead sha256: Digest) async throws {
    let store = store
    let ledgers = try await threads.read {
      try store.read { snapshot throws(StoreError) in try snapshot.ledgers(referringTo: sha256) }
    }
    for ledger in ledgers where await mayRead(replica, ledger) { return }
    // A stranger and a revoked member hear what they are, not that there is nothing: asked last, so
    // that it holds for one revoked in this moment.
    try await authorise(replica)
    throw HubError(.noSuchBlob, sha256.description)
  }

  private func mayRead(_ replica: ReplicaID, _ ledger: String) async -> Bool {
    do {
      try await authorise(replica, ledger)
      return true
    } catch {
      return false
    }
  }

  // MARK: - Out

  /// HEAD /v1/blobs/{sha256}: its size, or 404 with where an upload goes on.
  func describeBlob(_ request: Request, _ context: NodeContext) async throws -> Response {
    let question = try await blobQuestion(request, context)
    let blobs = store.blobs
    let (size, offset) = try await threads.read {
      (
        blobs.size(of: question.sha256),
        blobs.partialBytes(question.sha256, from: question.sender)
      )
    }
    guard let size else {
      return Response(status: .notFound, headers: [.uploadOffset: String(offset)])
    }
    var headers = blobHeaders(question.sha256)
    headers[.contentLength] = String(size)
    headers[.uploadOffset] = String(size)
    return Response(status: .ok, headers: headers)
  }

  /// GET /v1/blobs/{sha256}, with `Range` and `If-Range`.
  func sendBlob(_ request: Request, _ context: NodeContext) async throws -> Response {
    let question = try await blobQuestion(request, context)
    let slot = try streams.enter(context.caller)
    let reader = try await openBlob(question.sha256)
    guard let reader else { throw HubError(.noSuchBlob, question.sha256.description) }
    let total = reader.ref.bytes
    var headers = blobHeaders(question.sha256)
    let condition = request.headers[.ifRange]
    let asked = condition == nil || condition == headers[.eTag] ? request.headers[.range] : nil
    switch ByteRange(asked, of: total) {
    case .whole:
      headers[.contentLength] = String(total)
      return Response(
        status: .ok, headers: headers, body: stream(reader, 0..<total, slot, context.channel))
    case .part(let range):
      headers[.contentLength] = String(range.count)
      headers[.contentRange] = ContentRange(range, of: total).text
      return Response(
        status: .partialContent, headers: headers,
        body: stream(reader, range, slot, context.channel))
    case .unsatisfiable:
      headers[.contentRange] = "bytes */\(total)"
      return Response(status: .rangeNotSatisfiable, headers: headers)
    }
  }

  /// The file, verified; nil when it is not here or was found damaged, and is no longer.
  private func openBlob(_ sha256: Digest) async throws -> BlobReader? {
    let blobs = store.blobs
    return try await threads.read { () throws -> BlobReader? in
      do throws(StoreError) {
        return try blobs.open(sha256)
      } catch {
        guard error.code == .blobDamaged else { throw error }
        return nil
      }
    }
  }

  private func blobHeaders(_ sha256: Digest) -> HTTPFields {
    [
      .contentType: Media.bytes, .eTag: "\"\(sha256.description)\"", .acceptRanges: "bytes",
      .cacheControl: "private, immutable",
    ]
  }

  private func stream(
    _ reader: BlobReader, _ range: Range<Int>, _ slot: StreamGate.Slot, _ channel: any Channel
  ) -> ResponseBody {
    ResponseBody(contentLength: range.count) { [threads, counters] writer in
      defer { withExtendedLifetime(slot) {} }
      var offset = range.lowerBound
      var written = 0
      while offset < range.upperBound {
        let (start, count) = (offset, min(Self.blobChunkBytes, range.upperBound - offset))
        let piece = try await threads.read { try reader.read(at: start, count: count) }
        guard !piece.isEmpty else { break }
        try await writer.write(ByteBuffer(bytes: piece))
        counters.sent(changes: 0, bytes: piece.count)
        offset += piece.count
        written += 1
        if written.isMultiple(of: 4) { try await channel.eventLoop.submit {}.get() }
      }
      try await writer.finish(nil)
    }
  }

  private static let blobChunkBytes = 256 << 10

  // MARK: - In

  /// PUT /v1/blobs/{sha256}: one part, named by `Content-Range`; without it the body is the whole.
  func takeBlob(_ request: Request, _ context: NodeContext) async throws -> Response {
    let question = try await blobQuestion(request, context)
    let named = try contentRange(of: request)
    if let named, named.total > BlobStore.sizeBytesMax {
      throw HubError(.tooLarge, String(BlobStore.sizeBytesMax))
    }
    let slot = try context.slot ?? streams.enter(context.caller)
    defer { withExtendedLifetime(slot) {} }
    let bytes = try await collect(request, limit: configuration.limits.blobPartBytes)
    let part = named ?? ContentRange(0..<bytes.count, of: bytes.count)
    guard part.range.count == bytes.count else { throw HubError(.badRequest, "Content-Range") }
    let blobs = store.blobs
    let progress = try await threads.read { () throws -> BlobProgress in
      do throws(StoreError) {
        return try blobs.append(
          bytes, to: question.sha256, at: part.range.lowerBound, of: part.total,
          from: question.sender)
      } catch {
        throw Self.refusal(error)
      }
    }
    counters.received(bytes: bytes.count)
    let offset = if case .partial(let offset) = progress { offset } else { part.total }
    var response = try respond(
      .object([
        "sha256": .string(question.sha256.description), "offset": .integer(Int64(offset)),
        "complete": .bool(progress == .complete),
      ]))
    response.headers[.uploadOffset] = String(offset)
    return response
  }

  private func contentRange(of request: Request) throws(HubError) -> ContentRange? {
    guard let text = request.headers[.contentRange] else { return nil }
    guard let range = ContentRange(text) else { throw HubError(.badRequest, "Content-Range") }
    return range
  }

  /// What a part was refused for, as a hub says it.
  private static func refusal(_ error: StoreError) -> any Error {
    switch error.code {
    case .blobOffset:
      let offset = error.arguments.last.flatMap { Int64($0) } ?? 0
      return Problem(
        HubError(.blobOffset, "\(offset)"), members: ["upload_offset": .integer(offset)])
    case .blobMismatch: return HubError(.blobMismatch, error.arguments.first ?? "")
    case .blobTooLarge: return HubError(.tooLarge, String(BlobStore.sizeBytesMax))
    default: return error
    }
  }
}
