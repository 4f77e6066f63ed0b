// So many long bodies at once and no more: each holds a few megabytes, and a hub's memory is
// bounded by their number. Of them one member has a quarter at most, and so have all callers
// together that are on no list: whoever reads or sends slowly does not keep the others out. Whoever
// comes above it is asked to come back (429).

internal import Causality
internal import LedgerStore
internal import Synchronization

/// Counts the streams under way.
final class StreamGate: Sendable {
  /// A place among the streams, given back when the last reference goes.
  final class Slot: Sendable {
    private let gate: StreamGate
    private let holder: ReplicaID?

    fileprivate init(_ gate: StreamGate, _ holder: ReplicaID?) {
      self.gate = gate
      self.holder = holder
    }

    deinit { gate.leave(holder) }
  }

  private let limit: Int
  private let limitOfOne: Int
  /// By member; nil stands for all callers on no list.
  private let taken = Mutex<[ReplicaID?: Int]>([:])

  init(limit: Int) {
    self.limit = max(1, limit)
    limitOfOne = max(1, limit / 4)
  }

  /// Seconds after which a caller may find a place.
  static let retryAfterSeconds = 3

  /// A place, held as long as it is kept. Throws `busy` as 429.
  func enter(_ caller: Caller?) throws(Problem) -> Slot {
    let holder = caller?.member?.replica
    let isIn = taken.withLock { taken in
      let own = taken[holder, default: 0]
      guard own < limitOfOne, taken.values.reduce(0, +) < limit else { return false }
      taken[holder] = own + 1
      return true
    }
    guard isIn else {
      var problem = Problem(
        HubError(.busy, "\(limit)", retryAfterSeconds: Self.retryAfterSeconds))
      problem.status = 429
      throw problem
    }
    return Slot(self, holder)
  }

  private func leave(_ holder: ReplicaID?) {
    taken.withLock { taken in
      let left = taken[holder, default: 1] - 1
      taken[holder] = left > 0 ? left : nil
    }
  }
}
