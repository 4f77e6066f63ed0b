// Drives one SyncSession over HTTP until it rests: turns its actions into requests and store work,
// and what comes of them into events. The session decides; nothing here does. The answer is decoded
// on one thread while the batch before it is applied on another.

internal import AsyncHTTPClient
internal import Causality
internal import LedgerStore
internal import Logging
internal import NIOHTTP1
internal import SyncSession
internal import Wire

/// One ledger's exchange with the hub. Used by one task.
final class LedgerSync {
  let ledger: String
  let store: Store
  let notes: PeerNotes
  let client: HubClient
  let threads: StoreThreads
  let watch: CommitWatch
  let options: AgentOptions
  var hubKey: VerifyingKey
  let logger: Logger

  var session: SyncSession
  var report: SyncReport
  /// What went wrong in the last round, if it went wrong.
  var failure: (any Error)?
  /// When to go on, on the session's clock; nil when frozen.
  var wakeMilliseconds: UInt64?

  /// Told the figures of each sync that ended in step while the session goes on.
  var inStep: ((SyncReport) -> Void)?

  var receipt: Receipt?
  var receiptNoted: Receipt?
  /// How much the next push carries: kept from one round to the next.
  var pushSize = PushSize()
  /// A push whose answer never came: whether it arrived, the hub's next word tells.
  var doubt: DoubtfulPush?
  /// The members were exchanged in this round.
  var membersAreFresh = false
  /// The hub's successions were asked for in this round.
  var hasFollowed = false
  /// No snapshot is asked for: there is none, or one was fetched in this round.
  var hasNoSnapshot = false
  var applying: Task<ApplyReport, any Error>?
  var started = ContinuousClock.now
  var trafficAtStart: Traffic.Totals

  init(
    _ ledger: String, store: Store, client: HubClient, threads: StoreThreads, watch: CommitWatch,
    options: AgentOptions, pace: SyncSession.Pace, logger: Logger
  ) throws {
    guard let hub = try PeerNotes(store: store).pinned() else { throw HubError(.notJoined) }
    hubKey = try VerifyingKey(bytes: hub.publicKey)
    self.ledger = ledger
    self.store = store
    self.client = client
    self.threads = threads
    self.watch = watch
    self.options = options
    self.logger = logger
    notes = PeerNotes(store: store)
    receiptNoted = try notes.receipt(ledger)
    session = SyncSession(
      own: try store.vector(ledger), confirmed: receiptNoted?.vector ?? VersionVector(), pace: pace)
    session.setAside = try notes.setAside(ledger)
    report = SyncReport(ledger: ledger)
    trafficAtStart = client.traffic.totals
  }

  /// Goes from one event until the session rests. Throws `CancellationError` only; what failed
  /// otherwise stands in ``failure``.
  func run(_ event: SyncEvent) async throws {
    failure = nil
    session.setAside = try notes.setAside(ledger)
    wakeMilliseconds = nil
    membersAreFresh = false
    hasNoSnapshot = false
    hasFollowed = false
    if try isOwnIdentityFrozen() {
      // Nothing is asked of the hub until a person has acted.
      _ = handle(event)
      _ = try fail(HubError(.equivocation, store.identity.replica.description))
      return
    }
    let before = ledger == Store.memberLedger ? try await members() : []
    var actions = handle(event)
    while !actions.isEmpty {
      let action = actions.removeFirst()
      if case .exchange = action, budgetLeft == 0 {
        actions = handle(.budgetSpent)
        continue
      }
      switch action {
      case .exchange(let from, let isHeld):
        if isHeld {
          // In step: this sync is over, and the next one begins with a request that the hub holds.
          inStep?(try await finish())
          membersAreFresh = false
          hasNoSnapshot = false
          hasFollowed = false
        }
        actions += try await exchange(from: from, isHeld: isHeld)
      case .push(let from): actions += try await push(from: from)
      case .sleep(let until): wakeMilliseconds = until
      case .report(let news): note(news)
      // Batches are applied as they arrive, and requests end before their task goes on.
      case .apply, .cancelRequest: break
      }
    }
    if !before.isEmpty {
      let after = try await members()
      report.revocations += RevocationNews.between(before, after)
    }
  }

  /// Says once more what is held here, where the round moved something and ended in step: else the
  /// hub learns of it at the next sync only. That it fails is no failure of the round.
  func acknowledge() async throws {
    guard options.acknowledges, failure == nil, session.state == .idle, budgetLeft != 0,
      report.sent + report.received + report.bootstrapped > 0, receipt?.vector == session.own
    else { return }
    try await run(.timer)
    failure = nil
  }

  private func members() async throws -> [Member] {
    try await threads.read { [store] in try store.members() }
  }

  // MARK: - Waiting

  /// Seconds until the session goes on by itself; nil when it does not.
  var secondsToWake: Double? {
    wakeMilliseconds.map { Double($0 - min($0, now())) / 1_000 }
  }

  /// Waits for a local edit, the time to go on, or the machine's waking up, whichever is first.
  func waitForNews() async throws -> SyncEvent {
    var sleep = sleepWatch()
    while true {
      try Task.checkCancellation()
      if let wakeMilliseconds, now() >= wakeMilliseconds { return .timer }
      let commit = watch.now()
      let own = try await vector()
      if own != session.own, session.state == .idle { return .localEdit(own) }
      let left = (wakeMilliseconds ?? .max) - min(wakeMilliseconds ?? .max, now())
      if left < Self.shortWaitMilliseconds {
        try await Task.sleep(for: .milliseconds(Int64(left)))
      } else {
        await watch.turn(after: commit)
      }
      if slept(&sleep) { return .timer }
    }
  }

  /// Waits shorter than this are slept through, longer ones watch for commits.
  private static let shortWaitMilliseconds: UInt64 = 500

  private func sleepWatch() -> SleepWatch {
    SleepWatch(wall: options.wallMilliseconds(), steady: SleepWatch.steadyMilliseconds())
  }

  private func slept(_ watch: inout SleepWatch) -> Bool {
    let jumped = watch.jumped(
      wall: options.wallMilliseconds(), steady: SleepWatch.steadyMilliseconds())
    if jumped { logger.info("\(ledger): the clock jumped; syncing at once") }
    return jumped
  }

  // MARK: - Metered lines

  /// Bytes that this sync may still move; nil where there is no bound.
  var budgetLeft: Int? {
    guard options.syncBytesMax > 0 else { return nil }
    return max(0, options.syncBytesMax - bytesMoved)
  }

  /// Bytes that this sync has moved.
  var bytesMoved: Int {
    let spent = client.traffic.totals - trafficAtStart
    return spent.sent + spent.received
  }

  /// Bytes of frames to ask for in one request.
  var requestBytesMax: Int { max(1, min(options.maxBytes, budgetLeft ?? .max)) }

  /// Closes the books of this sync: writes the notes and gives its figures.
  func finish() async throws -> SyncReport {
    let traffic = client.traffic.totals - trafficAtStart
    report.bytesSent = traffic.sent
    report.bytesReceived = traffic.received
    report.requests = traffic.requests
    if let receipt {
      // At equal vectors the hub's checkpoint must be ours.
      let alarm = try await threads.write { [store] in try store.compare(receipt) }
      if let alarm, !report.alarms.contains(alarm) { report.alarms.append(alarm) }
      let isDoubtful =
        try alarm != nil
        || report.refused.contains {
          try $0.code == .equivocation && mustRenew($0.dot.replica)
        }
      if isDoubtful, failure == nil { failure = try await explained(receipt.vector) }
    }
    if let receipt {
      let own = try await vector()
      report.leftToSend = PeerNotes.count(own.missing(from: receipt.vector))
      report.leftToReceive = PeerNotes.count(receipt.vector.missing(from: own))
    }
    report.seconds = (ContinuousClock.now - started) / .seconds(1)
    let done = report
    report = SyncReport(ledger: ledger)
    report.clockOffsetMilliseconds = done.clockOffsetMilliseconds
    trafficAtStart = client.traffic.totals
    started = .now
    let isQuiet = done.sent + done.received + done.refused.count == 0
    let isNews = receipt.map { $0.vector != receiptNoted?.vector || $0.hub != receiptNoted?.hub }
    let receipt = receipt
    let succeeded = failure == nil && receipt != nil
    let turnedAway = (failure as? HubError).flatMap {
      TurnedAway($0, sinceMilliseconds: options.wallMilliseconds())
    }
    try await threads.write { [notes, options, ledger] in
      if let receipt, isNews == true { try notes.remember(receipt) }
      if turnedAway != nil || succeeded { try notes.remember(turnedAway, ledger) }
      if succeeded {
        try notes.rememberSync(
          ledger, at: options.wallMilliseconds(), offset: done.clockOffsetMilliseconds,
          movedSomething: !isQuiet || isNews == true)
      }
    }
    if isNews == true { receiptNoted = receipt }
    return done
  }

  // MARK: - Events

  /// Turns an error into what the session understands. Throws on cancellation.
  func fail(_ error: any Error) throws -> [SyncAction] {
    let error = client.classified(error)
    if error is CancellationError { throw error }
    failure = error
    guard let hub = error as? HubError else { return handle(.storeFailed) }
    switch hub.kind {
    case .unreachable, .broken, .dnsFailed, .proxyFailed, .notAHub:
      return handle(.connectionFailed)
    case .busy:
      let after = hub.retryAfterSeconds.map { UInt64($0) * 1_000 }
      return handle(.refused(.busy(retryAfterMilliseconds: after)))
    case .equivocation: return handle(.refused(.frozen))
    default: return handle(.refused(.final))
    }
  }

  func handle(_ event: SyncEvent) -> [SyncAction] {
    session.handle(event, now: now(), random: UInt64.random(in: .min ... .max))
  }

  private func note(_ news: SyncNews) {
    logger.debug("\(ledger): \(news)")
    switch news {
    case .hubRestored: report.hubWasRestored = true
    case .budgetSpent: report.stoppedByBudget = true
    default: break
    }
  }

  func count(_ applied: ApplyReport) {
    report.received += applied.applied
    report.newConflicts += applied.newConflicts
    report.refused += applied.refused
    report.gap = report.gap ?? applied.gap
    report.alarms += applied.alarms
    let traffic = client.traffic.totals
    options.progress?(
      SyncProgress(
        ledger: ledger, received: report.received, sent: report.sent,
        bytesReceived: traffic.received, bytesSent: traffic.sent))
  }

  func vector() async throws -> VersionVector {
    try await threads.read { [store, ledger] in try store.vector(ledger) }
  }

  private static let origin = ContinuousClock.now

  /// Milliseconds on a clock that does not step.
  func now() -> UInt64 {
    UInt64(max(0, (ContinuousClock.now - Self.origin) / .milliseconds(1)))
  }
}
