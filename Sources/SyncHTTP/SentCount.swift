// A count that a request body adds to while its request runs elsewhere.

internal import Synchronization

final class SentCount: Sendable {
  private let count = Mutex(0)

  var value: Int { count.withLock { $0 } }

  /// Adds and gives the new total.
  func add(_ changes: Int) -> Int {
    count.withLock {
      $0 += changes
      return $0
    }
  }
}
