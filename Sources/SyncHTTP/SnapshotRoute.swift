// GET /v1/ledgers/{ledger}/snapshot: the ledger as of one moment, a file that the hub signed. A
// download that broke goes on where it broke (Range, If-Range) as long as the hub keeps that file;
// several callers at once are given the same one.

internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import NIOCore
internal import Synchronization
internal import Wire

/// One snapshot of a ledger at a time is being made.
final class SnapshotMaking: Sendable {
  private let making = Mutex<[String: Task<SnapshotFile, any Error>]>([:])

  func snapshot(
    of ledger: String, _ store: Store, _ threads: StoreThreads
  ) async throws -> SnapshotFile {
    let task = making.withLock { making in
      if let task = making[ledger] { return task }
      let task = Task { [self] in
        defer { self.making.withLock { $0[ledger] = nil } }
        return try await threads.read { try store.writeSnapshot(ledger) }
      }
      making[ledger] = task
      return task
    }
    return try await task.value
  }
}

extension HubServer {
  func sendSnapshot(_ request: Request, _ context: NodeContext) async throws -> Response {
    let ledger = try ledger(of: context)
    try await authorise(try caller(of: context), ledger)
    let wanted = Self.digest(ofTag: request.headers[.ifRange])
    let kept = try await threads.read { [store] in
      try wanted.flatMap { try store.snapshotFile(ledger, digest: $0) }
    }
    let file: SnapshotFile
    if let kept {
      file = kept
    } else {
      file = try await snapshots.snapshot(of: ledger, store, threads)
    }
    if wantsJSON(request) { return try respond(describe(file, ledger)) }
    guard let open = OpenFile(file.path) else { throw HubError(.internal, "snapshot") }
    return try answer(
      file: open, bytes: file.bytes, tag: "\"\(file.digest)\"", type: Media.snapshot, request,
      context)
  }

  private static func digest(ofTag tag: String?) -> Digest? {
    guard let tag = tag?.trimmed, tag.hasPrefix("\""), tag.hasSuffix("\"") else { return nil }
    return Digest(tag.dropFirst().dropLast())
  }

  private func describe(_ file: SnapshotFile, _ ledger: String) -> JSONValue {
    .object([
      "ledger": .string(ledger), "digest": .string(file.digest.description),
      "bytes": .integer(Int64(file.bytes)), "records": .integer(Int64(file.records)),
      "vector": JSONValue(file.vector),
      "made": .string(InstantText.format(milliseconds: file.madeMilliseconds)),
    ])
  }
}
