// Two pieces of work that do not touch each other's data, on two threads where the machine has
// them.

internal import Dispatch
internal import Synchronization

/// The results of both, when both have ended; the error of the first that failed.
package func sideBySide<First: Sendable, Second: Sendable>(
  _ first: @Sendable () throws -> First, _ second: @Sendable () throws -> Second
) throws -> (First, Second) {
  let firstEnd = Mutex<Result<First, any Error>?>(nil)
  let secondEnd = Mutex<Result<Second, any Error>?>(nil)
  DispatchQueue.concurrentPerform(iterations: 2) { half in
    if half == 0 {
      firstEnd.withLock { $0 = Result(catching: first) }
    } else {
      secondEnd.withLock { $0 = Result(catching: second) }
    }
  }
  guard let one = firstEnd.withLock({ $0 }), let other = secondEnd.withLock({ $0 }) else {
    preconditionFailure("both have ended")
  }
  return (try one.get(), try other.get())
}
