// So many long bodies at once and no more: each holds a few megabytes, and a hub's memory is
// bounded by their number. Whoever comes above it is asked to come back (429).

internal import Synchronization

/// Counts the streams under way.
final class StreamGate: Sendable {
  /// A place among the streams, given back when the last reference goes.
  final class Slot: Sendable {
    private let gate: StreamGate

    fileprivate init(_ gate: StreamGate) { self.gate = gate }

    deinit { gate.taken.withLock { $0 -= 1 } }
  }

  private let limit: Int
  private let taken = Mutex(0)

  init(limit: Int) { self.limit = max(1, limit) }

  /// Seconds after which a caller may find a place.
  static let retryAfterSeconds = 3

  /// A place, held as long as it is kept. Throws `busy` as 429.
  func enter() throws(Problem) -> Slot {
    let isIn = taken.withLock { count in
      guard count < limit else { return false }
      count += 1
      return true
    }
    guard isIn else {
      var problem = Problem(
        HubError(.busy, "\(limit)", retryAfterSeconds: Self.retryAfterSeconds))
      problem.status = 429
      throw problem
    }
    return Slot(self)
  }
}
