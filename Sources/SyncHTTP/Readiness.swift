// Guarantees: a hub calls itself ready only while its store can be read, its directory written, its
// disk has room, and no write failed for want of space within the last minute.

internal import Glibc
internal import Hummingbird
internal import LedgerStore
internal import NIOCore
internal import Synchronization

/// What a hub remembers of writes that failed.
final class Readiness: Sendable {
  private static let forgetsAfter: Duration = .seconds(60)
  private let failed = Mutex<(code: String, at: ContinuousClock.Instant)?>(nil)

  /// Takes note of an error of a route.
  func note(_ error: any Error) {
    guard let error = error as? StoreError, [.diskFull, .mapFull, .io].contains(error.code) else {
      return
    }
    failed.withLock { $0 = (error.code.rawValue, .now) }
  }

  /// Why a write failed within the last minute; nil when none did.
  var recentFailure: String? {
    failed.withLock { failed in
      guard let (code, at) = failed, .now - at < Self.forgetsAfter else { return nil }
      return code
    }
  }

  /// Bytes free for the owner of a directory; nil when it cannot be told.
  static func freeBytes(_ path: String) -> Int? {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
  }
}

extension HubServer {
  /// GET /healthz
  func health(_ request: Request, _ context: NodeContext) async throws -> Response {
    let ledgers = try await threads.read { [store] in try store.ledgers().count }
    let free = Readiness.freeBytes(store.path) ?? 0
    let isWritable = access(store.path, W_OK) == 0
    var reasons: [String] = []
    if free < configuration.limits.freeBytesMin { reasons.append("disk-space") }
    if !isWritable { reasons.append("not-writable") }
    if let failure = readiness.recentFailure { reasons.append(failure) }
    let body = JSONValue.object([
      "ok": .bool(reasons.isEmpty), "ledgers": .integer(Int64(ledgers)),
      "free_bytes": .integer(Int64(free)), "reasons": .array(reasons.map { .string($0) }),
    ])
    return try respond(body, status: reasons.isEmpty ? .ok : .serviceUnavailable)
  }
}
