// Guarantees: one member, or one address that has proven nothing, takes no more of the hub than its
// share; whoever is over it is told when to come back. What is remembered is bounded.

internal import Causality
internal import Synchronization

/// So much a second, and so much at once. Time comes in as milliseconds of any steady clock.
struct TokenBucket: Sendable {
  let perSecond: Double
  let burst: Double
  private var level: Double
  private var atMilliseconds: UInt64

  init(perSecond: Double, burst: Double, now: UInt64) {
    self.perSecond = perSecond
    self.burst = burst
    level = burst
    atMilliseconds = now
  }

  private mutating func fill(_ now: UInt64) {
    let passed = Double(now - min(now, atMilliseconds)) / 1_000
    level = min(burst, level + passed * perSecond)
    atMilliseconds = max(now, atMilliseconds)
  }

  /// Takes `amount` if anything is left; nil when taken, else the seconds until there is.
  mutating func take(_ amount: Double, now: UInt64) -> Double? {
    fill(now)
    guard level > 0, level >= min(amount, burst) || amount > burst else {
      return max(0, min(amount, burst) - level) / perSecond
    }
    level -= amount
    return nil
  }

  /// Takes `amount` although it may not be there: it was used already.
  mutating func charge(_ amount: Double, now: UInt64) {
    fill(now)
    level -= amount
  }

  /// Seconds until something is left; 0 when there is.
  mutating func wait(now: UInt64) -> Double {
    fill(now)
    return level > 0 ? 0 : (1 - level) / perSecond
  }

  mutating func isFull(now: UInt64) -> Bool {
    fill(now)
    return level >= burst
  }
}

/// The shares of members and addresses.
final class RateLimits: Sendable {
  private struct Share {
    var requests: TokenBucket
    var bytes: TokenBucket
  }

  private struct State {
    var members: [ReplicaID: Share] = [:]
    var addresses: [String: TokenBucket] = [:]
    var enrolments: [String: TokenBucket] = [:]
  }

  /// Addresses remembered at once; beyond it those that took nothing lately are forgotten.
  private static let addressesMax = 10_000

  private let limits: HubLimits
  private let state = Mutex(State())
  private let origin = ContinuousClock.now

  init(_ limits: HubLimits) { self.limits = limits }

  private var now: UInt64 { UInt64(max(0, (ContinuousClock.now - origin) / .milliseconds(1))) }

  /// A request of a member. Throws `busy` as 429 when the member is over its share.
  func admit(_ member: ReplicaID) throws(Problem) {
    let now = now
    let wait = state.withLock { state -> Double? in
      var share = state.members[member] ?? fresh(now)
      defer { state.members[member] = share }
      let bytesWait = share.bytes.wait(now: now)
      if bytesWait > 0 { return bytesWait }
      return share.requests.take(1, now: now)
    }
    try refuse(after: wait, member.description)
  }

  /// Bytes of a member's requests and answers.
  func charge(_ member: ReplicaID, bytes: Int) {
    let now = now
    state.withLock { state in
      var share = state.members[member] ?? fresh(now)
      share.bytes.charge(Double(bytes), now: now)
      state.members[member] = share
    }
  }

  /// A request from an address that has proven nothing. Throws `busy` as 429.
  func admit(address: String, enrols: Bool) throws(Problem) {
    let now = now
    let wait = state.withLock { state -> Double? in
      if state.addresses.count >= Self.addressesMax { forget(&state, now) }
      let rate = limits.strangerRequestsPerSecond
      if let wait = state.addresses[
        address, default: TokenBucket(perSecond: rate, burst: limits.strangerBurst, now: now)
      ].take(1, now: now) {
        return wait
      }
      guard enrols else { return nil }
      return state.enrolments[
        address,
        default: TokenBucket(
          perSecond: limits.enrolmentsPerMinute / 60, burst: limits.enrolmentBurst, now: now)
      ].take(1, now: now)
    }
    try refuse(after: wait, address)
  }

  private func fresh(_ now: UInt64) -> Share {
    Share(
      requests: TokenBucket(
        perSecond: limits.memberRequestsPerSecond, burst: limits.memberBurst, now: now),
      bytes: TokenBucket(
        perSecond: Double(limits.memberBytesPerMinute) / 60,
        burst: Double(limits.memberBytesPerMinute), now: now))
  }

  private func forget(_ state: inout State, _ now: UInt64) {
    for (address, bucket) in state.addresses {
      var bucket = bucket
      if bucket.isFull(now: now) { state.addresses[address] = nil }
    }
    for (address, bucket) in state.enrolments {
      var bucket = bucket
      if bucket.isFull(now: now) { state.enrolments[address] = nil }
    }
    // All of them busy: an attack from ten thousand places; the oldest shares start anew.
    if state.addresses.count >= Self.addressesMax {
      state.addresses = [:]
    }
  }

  private func refuse(after seconds: Double?, _ who: String) throws(Problem) {
    guard let seconds else { return }
    let whole = max(1, Int(min(3_600, seconds.rounded(.up))))
    var problem = Problem(HubError(.busy, who, retryAfterSeconds: whole))
    problem.status = 429
    throw problem
  }
}
