// Notices that this store writes under another identity since: `identity renew`, or the first write
// of a copied store, puts another key file in place. A running agent opens the store anew then.

internal import Glibc
internal import LedgerStore

/// The key file of a store as it was at one moment.
struct IdentityWatch: Sendable {
  private let path: String
  private let inode: UInt
  private let changed: Int
  private let changedNanoseconds: Int

  init(_ store: Store) {
    path = store.path + "/identity.key"
    (inode, changed, changedNanoseconds) = Self.look(path)
  }

  /// Whether the key file is another now.
  var hasChanged: Bool { Self.look(path) != (inode, changed, changedNanoseconds) }

  /// Returns when the key file is another. Throws `CancellationError`.
  func waitForChange() async throws {
    while !hasChanged { try await Task.sleep(for: .milliseconds(500)) }
  }

  private static func look(_ path: String) -> (UInt, Int, Int) {
    var status = stat()
    guard stat(path, &status) == 0 else { return (0, 0, 0) }
    return (status.st_ino, status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
  }
}
