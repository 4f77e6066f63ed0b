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
  private let store: Store
  private let notes: PeerNotes
  private let client: HubClient
  private let threads: StoreThreads
  private let watch: CommitWatch
  private let options: AgentOptions
  private let hubKey: VerifyingKey
  private let logger: Logger

  private(set) var session: SyncSession
  private(set) var report: SyncReport
  /// What went wrong in the last round, if it went wrong.
  private(set) var failure: (any Error)?
  /// When to go on, on the session's clock; nil when frozen.
  private(set) var wakeMilliseconds: UInt64?

  /// Told the figures of each sync that ended in step while the session goes on.
  var inStep: ((SyncReport) -> Void)?

  private var receipt: Receipt?
  private var receiptNoted: Receipt?
  private var membersAreFresh = false
  private var applying: Task<ApplyReport, any Error>?
  private var started = ContinuousClock.now
  private var trafficAtStart: Traffic.Totals

  init(
    _ ledger: String, store: Store, client: HubClient, threads: StoreThreads, watch: CommitWatch,
    options: AgentOptions, pace: SyncSession.Pace, logger: Logger
  ) throws {
    guard let hub = try store.hub else { throw HubError(.notJoined) }
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
    report = SyncReport(ledger: ledger)
    trafficAtStart = client.traffic.totals
  }

  /// Goes from one event until the session rests. Throws `CancellationError` only; what failed
  /// otherwise stands in ``failure``.
  func run(_ event: SyncEvent) async throws {
    failure = nil
    wakeMilliseconds = nil
    membersAreFresh = false
    var actions = handle(event)
    while !actions.isEmpty {
      let action = actions.removeFirst()
      if Self.moves(action), isBudgetSpent {
        actions = handle(.budgetSpent)
        continue
      }
      switch action {
      case .exchange(let from, let isHeld):
        if isHeld {
          // In step: this sync is over, and the next one begins with a request that the hub holds.
          inStep?(try await finish())
          membersAreFresh = false
        }
        actions += try await exchange(from: from, isHeld: isHeld)
      case .push(let from): actions += try await push(from: from)
      case .sleep(let until): wakeMilliseconds = until
      case .report(let news): note(news)
      // Batches are applied as they arrive, and requests end before their task goes on.
      case .apply, .cancelRequest: break
      }
    }
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
  private var budgetLeft: Int? {
    guard options.syncBytesMax > 0 else { return nil }
    let spent = client.traffic.totals - trafficAtStart
    return max(0, options.syncBytesMax - spent.sent - spent.received)
  }

  private var isBudgetSpent: Bool { budgetLeft == 0 }

  /// Bytes of frames to ask for or to send in one request.
  private var requestBytesMax: Int { max(1, min(options.maxBytes, budgetLeft ?? .max)) }

  /// Whether an action puts something on the line.
  private static func moves(_ action: SyncAction) -> Bool {
    switch action {
    case .exchange, .push: true
    default: false
    }
  }

  /// Closes the books of this sync: writes the notes and gives its figures.
  func finish() async throws -> SyncReport {
    let traffic = client.traffic.totals - trafficAtStart
    report.bytesSent = traffic.sent
    report.bytesReceived = traffic.received
    report.requests = traffic.requests
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
    try await threads.write { [notes, options, ledger] in
      if let receipt, isNews == true { try notes.remember(receipt) }
      if succeeded {
        try notes.rememberSync(
          ledger, at: options.wallMilliseconds(), offset: done.clockOffsetMilliseconds,
          movedSomething: !isQuiet || isNews == true)
      }
    }
    if isNews == true { receiptNoted = receipt }
    return done
  }

  // MARK: - Exchange

  private func exchange(from: VersionVector, isHeld: Bool) async throws -> [SyncAction] {
    var actions: [SyncAction] = []
    var failed: (any Error)?
    do {
      let asked = options.wallMilliseconds()
      guard let response = try await answer(from: from, isHeld: isHeld) else {
        return handle(.localEdit(try await vector()))
      }
      var intake = try client.intake(of: response)
      while let part = try await intake.next() {
        actions += try await take(part, askedAt: isHeld ? nil : asked)
      }
    } catch {
      failed = error
    }
    // What was whole before a break is applied and counted; then the break is dealt with.
    do { actions += try await settle() } catch { failed = error }
    if let failed { actions += try fail(failed) }
    return actions
  }

  private func take(
    _ part: ChangeIntake<HTTPClientResponse.Body>.Part, askedAt: UInt64?
  ) async throws -> [SyncAction] {
    switch part {
    case .receipt(let receipt):
      try accept(receipt, askedAt: askedAt)
      return handle(.hubVector(receipt.vector))
    case .batch(let runs):
      guard session.state == .pulling else { throw WireError(.unexpectedFrame, at: 0) }
      var actions: [SyncAction] = []
      for case .apply(let runs) in handle(.runs(runs)) {
        actions += try await settle()
        applying = Task { [threads, store, ledger] in
          try await threads.write { try store.apply(ledger, runs) }
        }
      }
      return actions
    case .end(let more):
      guard session.state == .pulling else { throw WireError(.unexpectedFrame, at: 0) }
      let actions = try await settle()
      return actions + handle(.answerEnded(more: more))
    }
  }

  /// Waits for the batch being applied, if there is one.
  private func settle() async throws -> [SyncAction] {
    guard let task = applying else { return [] }
    applying = nil
    let applied = try await task.value
    count(applied)
    return handle(.applied(applied.vector, hasGap: applied.gap != nil))
  }

  /// Sends the exchange and waits for the head of its answer. When the hub's member list is
  /// another, that is exchanged first. Nil when a held request was overtaken by a local edit.
  private func answer(from: VersionVector, isHeld: Bool) async throws -> HTTPClientResponse? {
    let hello = try await hello(from: from)
    var response: HTTPClientResponse
    if isHeld {
      guard let held = try await heldAnswer(hello, from: from) else { return nil }
      response = held
    } else {
      do {
        response = try await client.exchange(ledger, hello: hello, waitSeconds: 0)
      } catch let error as HubError where isUnknownThere(error) && wasConfirmed {
        try await bringMembersBack()
        response = try await client.exchange(ledger, hello: hello, waitSeconds: 0)
      }
    }
    if response.headers.contains(name: "Taizhang-Members"), ledger != Store.memberLedger {
      for try await _ in response.body {}
      try await syncMembers()
      response = try await client.exchange(
        ledger, hello: try await self.hello(from: from), waitSeconds: 0)
    }
    return response
  }

  /// Nil when a local edit, or the machine's waking up, came first.
  private func heldAnswer(
    _ hello: [UInt8], from: VersionVector
  ) async throws -> HTTPClientResponse? {
    let (client, store, threads, ledger) = (client, store, threads, ledger)
    let (watch, wall) = (watch, options.wallMilliseconds)
    let wait = options.waitSeconds
    return try await withThrowingTaskGroup(of: HTTPClientResponse?.self) { group in
      group.addTask {
        try await client.exchange(
          ledger, hello: hello, waitSeconds: wait)
      }
      group.addTask {
        var sleep = SleepWatch(wall: wall(), steady: SleepWatch.steadyMilliseconds())
        while true {
          try Task.checkCancellation()
          let commit = watch.now()
          if try await threads.read({ try store.vector(ledger) }) != from { return nil }
          await watch.turn(after: commit)
          if sleep.jumped(wall: wall(), steady: SleepWatch.steadyMilliseconds()) { return nil }
        }
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }

  private func hello(from: VersionVector) async throws -> [UInt8] {
    let (store, ledger) = (store, ledger)
    let skipsMembers = membersAreFresh
    let maxBytes = UInt64(requestBytesMax)
    return try await threads.read {
      let replica = store.identity.replica
      let own = from[replica]
      var heads: [ChainHead] = []
      if own > 0 {
        let dot = Dot(replica: replica, seq: own)
        let hash = try store.read { snapshot throws(StoreError) in
          try snapshot.change(ledger, dot)?.hash
        }
        if let hash { heads = [ChainHead(dot: dot, hash: hash)] }
      }
      let hello = Hello(
        ledger: ledger, vector: from, heads: heads,
        memberDigest: skipsMembers ? .zero : try store.memberDigest(), maxBytes: maxBytes)
      var bytes: [UInt8] = []
      try FrameWriter.append(.hello, try hello.encode(), to: &bytes)
      return bytes
    }
  }

  /// Exchanges the member ledger, once a round, over the same connection.
  private func syncMembers() async throws {
    membersAreFresh = true
    let members = try LedgerSync(
      Store.memberLedger, store: store, client: client, threads: threads, watch: watch,
      options: options, pace: SyncSession.Pace(), logger: logger)
    try await members.run(.timer)
    let failure = members.failure
    report.refused += try await members.finish().refused
    if let failure { throw failure }
  }

  /// Whether this hub has confirmed changes of this store: then it knew the store once.
  private var wasConfirmed: Bool { receiptNoted?.hub == ReplicaID(publicKey: hubKey) }

  private func isUnknownThere(_ error: HubError) -> Bool {
    error.kind == .notMember || error.kind == .unknownKey
  }

  /// Sends the whole member list to a hub that no longer knows this store: restored from an older
  /// copy, it takes back what it signed itself.
  private func bringMembersBack() async throws {
    let flow = ChangeOutflow(
      store, Store.memberLedger, from: VersionVector(), maxBytes: HubClient.pushBytesMax,
      coding: .zstd, threads: threads)
    _ = try await client.push(Store.memberLedger, flow, tellsKey: true) { _ in }
  }

  /// Checks a receipt's signature against the pinned key and reads the hub's clock off it.
  private func accept(_ receipt: Receipt, askedAt: UInt64?) throws {
    guard receipt.ledger == ledger else { throw WireError(.otherLedger, at: 0) }
    guard receipt.hub == ReplicaID(publicKey: hubKey) else {
      throw HubError(
        .hubKeyChanged, ReplicaID(publicKey: hubKey).description, receipt.hub.description)
    }
    guard receipt.verify(with: hubKey) else {
      throw HubError(.badFrames, "receipt", "0")
    }
    self.receipt = receipt
    let now = options.wallMilliseconds()
    let here = askedAt.map { $0 / 2 + now / 2 } ?? now
    report.clockOffsetMilliseconds =
      Int64(clamping: receipt.issuedMilliseconds) - Int64(clamping: here)
  }

  // MARK: - Push

  private func push(from: VersionVector) async throws -> [SyncAction] {
    let flow = ChangeOutflow(
      store, ledger, from: from, maxBytes: min(requestBytesMax, HubClient.pushBytesMax),
      coding: .zstd, threads: threads)
    let sent = SentCount()
    defer { report.sent += sent.value }
    do {
      let answer = try await client.push(ledger, flow) {
        [options, ledger, client, report] changes in
        let total = sent.add(changes)
        let traffic = client.traffic.totals
        options.progress?(
          SyncProgress(
            ledger: ledger, received: report.received, sent: report.sent + total,
            bytesReceived: traffic.received, bytesSent: traffic.sent))
      }
      if let receipt = answer.receipt {
        let offset = report.clockOffsetMilliseconds
        try accept(receipt, askedAt: nil)
        report.clockOffsetMilliseconds = offset
      }
      report.refused += answer.refused
      if let own = answer.refused.first(where: { isFatal($0) }) {
        return try fail(HubError(.equivocation, own.dot.replica.description))
      }
      return handle(.pushAnswered(answer.vector))
    } catch {
      return try fail(error)
    }
  }

  private func isFatal(_ refusal: Refusal) -> Bool {
    refusal.dot.replica == store.identity.replica
      && (refusal.code == .equivocation || refusal.code == .frozen)
  }

  // MARK: - Events

  /// Turns an error into what the session understands. Throws on cancellation.
  private func fail(_ error: any Error) throws -> [SyncAction] {
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
    case .equivocation, .revoked: return handle(.refused(.frozen))
    default: return handle(.refused(.final))
    }
  }

  private func handle(_ event: SyncEvent) -> [SyncAction] {
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

  private func count(_ applied: ApplyReport) {
    report.received += applied.applied
    report.newConflicts += applied.newConflicts
    report.refused += applied.refused
    report.gap = report.gap ?? applied.gap
    let traffic = client.traffic.totals
    options.progress?(
      SyncProgress(
        ledger: ledger, received: report.received, sent: report.sent,
        bytesReceived: traffic.received, bytesSent: traffic.sent))
  }

  private func vector() async throws -> VersionVector {
    try await threads.read { [store, ledger] in try store.vector(ledger) }
  }

  private static let origin = ContinuousClock.now

  /// Milliseconds on a clock that does not step.
  private func now() -> UInt64 {
    UInt64(max(0, (ContinuousClock.now - Self.origin) / .milliseconds(1)))
  }
}
