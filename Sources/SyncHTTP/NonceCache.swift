// Guarantees: within the time that a signature is good for, no nonce of a caller counts twice; what
// is remembered is bounded, in all and a caller, and when it is full nothing is forgotten early:
// whoever comes then is asked to wait.

package import Causality
internal import Synchronization
internal import Wire

/// The nonces of requests whose signatures were good.
package final class NonceCache: Sendable {
  /// Not seen before; seen within the time a signature is good for; or not to be told, for want of
  /// room.
  package enum Outcome: Hashable, Sendable { case fresh, replayed, full }

  private struct State {
    /// Slot of `created`, caller, and the first 8 bytes of the nonce's hash.
    var slots: [Int64: [ReplicaID: Set<UInt64>]] = [:]
    var count = 0
  }

  /// Seconds of `created` that are forgotten together.
  private static let slotSeconds: Int64 = 60

  private let toleranceSeconds: Int64
  private let limit: Int
  private let limitOfOne: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - limit: nonces in all, about 20 bytes each.
  ///   - limitOfOne: nonces of one caller.
  package init(toleranceSeconds: Int64, limit: Int = 400_000, limitOfOne: Int = 20_000) {
    self.toleranceSeconds = toleranceSeconds
    self.limit = limit
    self.limitOfOne = limitOfOne
  }

  /// Nonces remembered now.
  package var count: Int { state.withLock { $0.count } }

  /// Takes note of a nonce.
  ///
  /// - Parameters:
  ///   - created: seconds since 1970, within the tolerance of `now`.
  package func insert(_ nonce: String, of caller: ReplicaID, created: Int64, now: Int64) -> Outcome
  {
    let mark = Digest(hashing: Array(nonce.utf8)).words.0
    let slot = created / Self.slotSeconds
    return state.withLock { state in
      forget(before: now - toleranceSeconds, &state)
      var ofCaller = 0
      for callers in state.slots.values {
        guard let marks = callers[caller] else { continue }
        if marks.contains(mark) { return .replayed }
        ofCaller += marks.count
      }
      guard state.count < limit, ofCaller < limitOfOne else { return .full }
      state.slots[slot, default: [:]][caller, default: []].insert(mark)
      state.count += 1
      return .fresh
    }
  }

  private func forget(before oldest: Int64, _ state: inout State) {
    for slot in state.slots.keys where (slot + 1) * Self.slotSeconds <= oldest {
      let gone = state.slots.removeValue(forKey: slot) ?? [:]
      state.count -= gone.values.reduce(0) { $0 + $1.count }
    }
  }
}
