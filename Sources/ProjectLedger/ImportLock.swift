// One import at a time for all processes of a store: what is planned is what is written, so that
// two imports of one file at once make its records once. Plans that nobody writes take no lock.

internal import Glibc
package import LedgerStore

/// The right to plan an import and write it.
package enum ImportLock {
  private static let fileName = "import.lock"
  /// How long another import is waited for.
  private static let waitedSecondsMax = 120
  private static let stepMicroseconds: UInt32 = 10_000

  /// Runs `body` while no other import of the store is planned and written, in this process or
  /// another one. Must not be nested: it would wait for itself.
  ///
  /// - Throws: `StoreError` with `busy` when another import goes on for more than 120 seconds, with
  ///   `readOnly` or `io` where the lock's file cannot be made; what `body` throws.
  package static func held<Result>(_ store: Store, _ body: () throws -> Result) throws -> Result {
    let path = store.path + "/" + fileName
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EROFS || errno == EACCES { throw StoreError(.readOnly, path) }
      throw StoreError(.io, path, String(cString: strerror(errno)))
    }
    // Closing lets go of the lock; so does the end of the process.
    defer { close(descriptor) }
    try wait(for: descriptor, path)
    return try body()
  }

  private static func wait(for descriptor: Int32, _ path: String) throws(StoreError) {
    let stepsMax = waitedSecondsMax * 1_000_000 / Int(stepMicroseconds)
    var steps = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw StoreError(.io, path, String(cString: strerror(errno)))
      }
      guard steps < stepsMax else { throw StoreError(.busy, path, "\(waitedSecondsMax)") }
      usleep(stepMicroseconds)
      steps += 1
    }
  }
}
