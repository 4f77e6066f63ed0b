// The agent's side of an exchange as a state machine without I/O: event in, actions out.
//
// Guarantees:
// - What is sent follows from version vectors told in this session alone; nothing remembered about
//   the hub decides it. The last receipt only serves to notice that a hub was restored.
// - Broken connections, 429 and 503 are retried with jittered back-off; nothing else is.
// - Every round makes progress or the session rests until its period: it cannot spin.
// - Every event is defined in every state; one that belongs to a request given up is ignored.

public import Causality
internal import Wire

/// The agent's side of the exchange of one ledger with its hub.
///
/// A value: copy it, and the copy goes its own way. Times are milliseconds of any clock that does
/// not step back; randomness comes in as numbers.
public struct SyncSession: Sendable {
  /// Where a session stands. `stop` leads from every state but `frozen` to `idle`.
  public enum State: String, Hashable, Sendable, CaseIterable {
    /// No request under way. Becomes `exchanging` at a local edit or the timer.
    case idle
    /// An exchange is sent, its answer has not begun. Becomes `pulling` when the hub's vector
    /// arrives, `backingOff` when the connection fails or the hub is busy, `idle` when it refuses,
    /// `frozen` when it has frozen this replica.
    case exchanging
    /// Changes arrive and are applied. Becomes `exchanging` when the hub has more, `pushing` when
    /// it lacks something, `idle` when both are in step or the store fails; `backingOff` and
    /// `frozen` as before.
    case pulling
    /// What the hub lacks is being sent. Becomes `pushing` again when there is more to send,
    /// `exchanging` when the hub has learnt something new meanwhile, else `idle`; `backingOff` and
    /// `frozen` as before.
    case pushing
    /// Waiting to try again. Becomes `exchanging` at the timer and then only: edits made meanwhile
    /// travel with that attempt.
    case backingOff
    /// A person must act. Becomes `exchanging` when released, and nothing else.
    case frozen
  }

  /// How a session paces itself.
  public struct Pace: Hashable, Sendable {
    /// From the end of one quiet sync to the next, before the spread of a tenth.
    public var periodMilliseconds: UInt64
    /// Delays between failures.
    public var retry: RetryDelay
    /// Whether a resting session keeps an exchange held at the hub instead of sleeping.
    public var holdsExchange: Bool

    /// A pace; the period defaults to 15 minutes.
    public init(
      periodMilliseconds: UInt64 = 900_000, retry: RetryDelay = RetryDelay(),
      holdsExchange: Bool = false
    ) {
      self.periodMilliseconds = periodMilliseconds
      self.retry = retry
      self.holdsExchange = holdsExchange
    }
  }

  /// A held exchange that is answered sooner, with nothing new, was not held.
  static let heldMillisecondsMin: UInt64 = 1_000

  /// Where the session stands.
  public private(set) var state: State = .idle
  /// This store's version vector, as last told.
  public private(set) var own: VersionVector
  /// What the hub holds, as told in this session; nil while nothing is known of it.
  public private(set) var hub: VersionVector?
  /// What the hub has refused for good and is not offered again: as if it held it. Set before an
  /// event; it never counts as confirmed.
  public var setAside = VersionVector()
  /// Failures in a row.
  public private(set) var failures = 0

  private let pace: Pace
  private var confirmed: VersionVector
  private var isHeld = false
  /// When the request that is held, or was answered last, was sent.
  private var heldAt: UInt64 = 0
  /// Batches given to the store and not yet reported applied.
  private var applying = 0
  /// Set when the answer is complete: whether the hub has more.
  private var ended: Bool?
  private var sawGap = false
  private var ownAtStart: VersionVector
  /// What was held here when a push was last followed by an exchange for what the hub had learnt
  /// meanwhile. With the same once more that exchange brought nothing.
  private var ownAtFollowUp: VersionVector?

  /// A session at rest.
  ///
  /// - Parameters:
  ///   - own: this store's version vector.
  ///   - confirmed: the version vector of the hub's last receipt; empty before the first.
  public init(own: VersionVector, confirmed: VersionVector = VersionVector(), pace: Pace = Pace()) {
    self.own = own
    self.confirmed = confirmed
    self.pace = pace
    ownAtStart = own
  }

  /// Takes one event and says what to do, in order. Costs as the version vectors are long.
  public mutating func handle(_ event: SyncEvent, now: UInt64, random: UInt64) -> [SyncAction] {
    switch event {
    case .localEdit(let vector), .applied(let vector, _): own.merge(vector)
    case .stop: return stop()
    default: break
    }
    switch state {
    case .idle: return whileIdle(event)
    case .exchanging: return whileExchanging(event, now: now, random: random)
    case .pulling: return whilePulling(event, now: now, random: random)
    case .pushing: return whilePushing(event, now: now, random: random)
    case .backingOff:
      if case .timer = event { return exchange() }
      return []
    case .frozen:
      if case .released = event { return exchange() }
      return []
    }
  }

  // MARK: - One function a state

  private mutating func whileIdle(_ event: SyncEvent) -> [SyncAction] {
    switch event {
    case .localEdit, .timer: exchange()
    default: []
    }
  }

  private mutating func whileExchanging(
    _ event: SyncEvent, now: UInt64, random: UInt64
  ) -> [SyncAction] {
    switch event {
    case .localEdit: return isHeld ? [.cancelRequest] + exchange() : []
    case .timer: return []
    case .startOver: return exchange()
    case .hubVector(let vector):
      state = .pulling
      return learn(vector)
    default: return broken(event, now: now, random: random)
    }
  }

  private mutating func whilePulling(
    _ event: SyncEvent, now: UInt64, random: UInt64
  ) -> [SyncAction] {
    switch event {
    case .runs(let runs):
      guard !runs.isEmpty else { return [] }
      applying += 1
      noteHeld(by: runs)
      return [.apply(runs)]
    case .applied(_, let hasGap):
      applying = max(0, applying - 1)
      sawGap = sawGap || hasGap
      if own != ownAtStart { failures = 0 }
      return finishPull(now: now, random: random)
    case .answerEnded(let more):
      ended = more
      return finishPull(now: now, random: random)
    case .startOver: return exchange()
    default: return broken(event, now: now, random: random)
    }
  }

  private mutating func whilePushing(
    _ event: SyncEvent, now: UInt64, random: UInt64
  ) -> [SyncAction] {
    if case .startOver = event { return exchange() }
    guard case .pushAnswered(let vector) = event else {
      return broken(event, now: now, random: random)
    }
    let before = hub ?? VersionVector()
    failures = 0
    var actions = learn(vector)
    let lacks = !offered(vector).covers(own)
    if lacks, vector.covers(before), left(at: vector) < left(at: before) {
      return actions + [.push(from: offered(vector))]
    }
    if !lacks, !own.covers(vector), ownAtFollowUp != own {
      ownAtFollowUp = own
      return actions + exchange()
    }
    let isInStep = !lacks && own.covers(vector)
    if !isInStep { actions.append(.report(.noProgress)) }
    return actions + rest(now: now, random: random, news: isInStep ? .inStep : nil)
  }

  /// Changes held here that a hub of this vector lacks, of those it is offered. What else a vector
  /// says is no progress: a hub could say more for ever.
  private func left(at vector: VersionVector) -> UInt64 {
    own.missing(from: offered(vector)).reduce(0) {
      $0 &+ ($1.seqs.upperBound - $1.seqs.lowerBound + 1)
    }
  }

  /// What ends a request in any of the three states that have one under way.
  private mutating func broken(
    _ event: SyncEvent, now: UInt64, random: UInt64
  ) -> [SyncAction] {
    switch event {
    case .connectionFailed: return backOff(now: now, random: random, retryAfter: nil)
    case .refused(.busy(let retryAfter)):
      return backOff(now: now, random: random, retryAfter: retryAfter)
    case .refused(.final): return rest(now: now, random: random, news: .refused, mayHold: false)
    case .refused(.frozen):
      forgetHub()
      state = .frozen
      return [.report(.frozen)]
    case .storeFailed:
      return [.cancelRequest] + rest(now: now, random: random, news: nil, mayHold: false)
    case .budgetSpent:
      return [.cancelRequest] + rest(now: now, random: random, news: .budgetSpent, mayHold: false)
    default: return []
    }
  }

  // MARK: - Steps

  private mutating func exchange(isHeld: Bool = false) -> [SyncAction] {
    forgetHub()
    state = .exchanging
    self.isHeld = isHeld
    ownAtStart = own
    return [.exchange(from: own, isHeld: isHeld)]
  }

  /// Takes the hub's word for what it holds.
  private mutating func learn(_ vector: VersionVector) -> [SyncAction] {
    hub = vector
    #if TAIZHANG_PLANTED_FAULTS
      if PlantedFault.makes(.oldReceiptBelieved) {
        confirmed = vector.merging(confirmed)
        hub = confirmed
        return []
      }
    #endif
    defer { confirmed = vector }
    if vector.covers(confirmed) {
      // A push that broke half way still brought something.
      if vector != confirmed { failures = 0 }
      return []
    }
    return [.report(.hubRestored(hub: vector, confirmed: confirmed))]
  }

  /// What need not be sent to a hub that holds `vector`.
  private func offered(_ vector: VersionVector) -> VersionVector {
    var offered = vector
    offered.merge(setAside)
    return offered
  }

  /// What the hub sends, the hub holds, even where its vector was told earlier.
  private mutating func noteHeld(by runs: [Run]) {
    for run in runs {
      guard let dot = run.changes.last?.header.dot else { continue }
      if var hub, hub[dot.replica] < dot.seq {
        hub[dot.replica] = dot.seq
        self.hub = hub
      }
    }
  }

  /// Goes on once the answer is complete and all of it applied.
  private mutating func finishPull(now: UInt64, random: UInt64) -> [SyncAction] {
    guard let more = ended, applying == 0, let hub else { return [] }
    let lacks = !offered(hub).covers(own)
    if own != ownAtStart || !lacks { failures = 0 }
    var actions: [SyncAction] = sawGap ? [.report(.gap)] : []
    if more, own != ownAtStart { return actions + exchange() }
    if more { actions.append(.report(.noProgress)) }
    if lacks {
      state = .pushing
      return actions + [.push(from: offered(hub))]
    }
    let isInStep = !more && !sawGap && own.covers(hub)
    return actions + rest(now: now, random: random, news: isInStep ? .inStep : nil)
  }

  private mutating func rest(
    now: UInt64, random: UInt64, news: SyncNews?, mayHold: Bool = true
  ) -> [SyncAction] {
    let reports = news.map { [SyncAction.report($0)] } ?? []
    // A hub that answers a held exchange at once, with nothing new, does not hold: sleep instead.
    let wasLetGoEarly = isHeld && own == ownAtStart && now < heldAt + Self.heldMillisecondsMin
    forgetHub()
    if pace.holdsExchange, mayHold, news == .inStep, !wasLetGoEarly {
      heldAt = now
      return reports + exchange(isHeld: true)
    }
    state = .idle
    let period = RetryDelay.spread(periodMilliseconds: pace.periodMilliseconds, random: random)
    return reports + [.sleep(untilMilliseconds: now + period)]
  }

  private mutating func backOff(
    now: UInt64, random: UInt64, retryAfter: UInt64?
  ) -> [SyncAction] {
    forgetHub()
    failures += 1
    state = .backingOff
    let delay = pace.retry.milliseconds(
      afterFailures: failures, random: random, retryAfterMilliseconds: retryAfter)
    return [
      .report(.failed(attempt: failures, retryAtMilliseconds: now + delay)),
      .sleep(untilMilliseconds: now + delay),
    ]
  }

  private mutating func stop() -> [SyncAction] {
    switch state {
    case .frozen: return []
    case .idle, .backingOff:
      state = .idle
      return []
    case .exchanging, .pulling, .pushing:
      forgetHub()
      state = .idle
      return [.cancelRequest]
    }
  }

  /// A request's knowledge dies with it.
  private mutating func forgetHub() {
    hub = nil
    isHeld = false
    applying = 0
    ended = nil
    sawGap = false
  }
}
