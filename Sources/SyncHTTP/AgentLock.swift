// One agent a store, and one server: a lock that the system lets go of with its process, however
// that ends.

internal import Glibc
public import LedgerStore

/// Held as long as the value lives.
public final class AgentLock: Sendable {
  static let fileName = "agent.lock"
  private static let servingFileName = "serve.lock"

  private let descriptor: Int32

  /// Takes the lock of a store's agent.
  ///
  /// - Throws: `HubError.agentRunning` with the process that has it; `StoreError` `io`, `readOnly`.
  public convenience init(_ store: Store) throws {
    try self.init(store.path, Self.fileName, .agentRunning)
  }

  /// Takes the lock of whoever serves a store.
  ///
  /// - Throws: `HubError.serveRunning` with the process that has it; `StoreError` `io`, `readOnly`.
  public convenience init(serving store: Store) throws {
    try self.init(store.path, Self.servingFileName, .serveRunning)
  }

  private init(_ directory: String, _ name: String, _ refusal: HubError.Kind) throws {
    let path = directory + "/" + name
    let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else {
      if errno == EROFS || errno == EACCES { throw StoreError(.readOnly, path) }
      throw StoreError(.io, path, String(cString: strerror(errno)))
    }
    guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.pid(in: opened)
      close(opened)
      throw HubError(refusal, holder.map(String.init) ?? "?", directory)
    }
    let text = Array("\(getpid())\n".utf8)
    _ = ftruncate(opened, 0)
    _ = pwrite(opened, text, text.count, 0)
    descriptor = opened
  }

  deinit { close(descriptor) }

  /// The process whose agent serves the store at `path`; nil when there is none.
  public static func holder(at path: String) -> Int32? {
    let opened = open(path + "/" + fileName, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { return nil }
    defer { close(opened) }
    guard flock(opened, LOCK_SH | LOCK_NB) != 0 else { return nil }
    return pid(in: opened)
  }

  private static func pid(in descriptor: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: bytes[..<count], as: UTF8.self).trimmed.filter(\.isNumber))
  }
}
