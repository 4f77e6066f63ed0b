// The environments this process has open, by device and inode of their files. liblmdb would open
// one twice without a word, and closing either would then clear the other's reader slots and drop
// its locks.

internal import Glibc
internal import Synchronization

/// A file, whatever path leads to it.
struct FileIdentity: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64

  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
  }

  /// The files of the environment in a directory, those that exist.
  static func ofEnvironment(_ path: String) -> Set<FileIdentity> {
    Set(["data.mdb", "lock.mdb"].compactMap { FileIdentity(path: "\(path)/\($0)") })
  }
}

enum OpenEnvironments {
  private static let registry = Mutex<Set<FileIdentity>>([])
  private static let lastTag = Atomic<UInt32>(0)

  /// Runs `body` while no other environment of this process opens or closes.
  static func withRegistry<Result: Sendable>(
    _ body: (inout Set<FileIdentity>) throws(LMDBError) -> Result
  ) throws(LMDBError) -> Result {
    try registry.withLock { (registry) throws(LMDBError) in try body(&registry) }
  }

  /// Runs a `body` that cannot fail.
  static func withRegistry(_ body: (inout Set<FileIdentity>) -> Void) {
    registry.withLock { body(&$0) }
  }

  /// A number no other environment of this process has had.
  static func nextTag() -> UInt32 {
    lastTag.wrappingAdd(1, ordering: .relaxed).newValue
  }
}
