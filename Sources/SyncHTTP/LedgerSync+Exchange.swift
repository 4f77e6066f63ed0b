// The exchange: the question, the answer applied batch by batch while the next is decoded, and what
// comes first: the member list, and a hub's new key.

internal import AsyncHTTPClient
internal import Causality
internal import LedgerStore
internal import NIOHTTP1
internal import SyncSession
internal import Wire

/// Thrown out of an answer when what stood in its way has been brought.
struct StartOver: Error {}

extension LedgerSync {
  func exchange(from: VersionVector, isHeld: Bool) async throws -> [SyncAction] {
    var actions: [SyncAction] = []
    var failed: (any Error)?
    do {
      let asked = options.wallMilliseconds()
      guard let response = try await answer(from: from, isHeld: isHeld) else {
        return handle(.localEdit(try await vector()))
      }
      var intake = try client.intake(of: response, told: from)
      while let part = try await intake.next() {
        actions += try await take(part, askedAt: isHeld ? nil : asked)
      }
    } catch {
      failed = error
    }
    // What was whole before a break is applied and counted; then the break is dealt with.
    do {
      actions += try await settle()
    } catch {
      failed = error
    }
    do {
      if let other = failed as? OtherHistory {
        failed = try await prove(other)
      } else if (failed as? HubError)?.kind == .hubKeyChanged, try await followHub() {
        failed = nil
        actions += handle(.startOver)
      } else if failed is StartOver {
        failed = nil
        actions += handle(.startOver)
      } else if failed is SnapshotIsShorter || needsSnapshot(failed) {
        failed = nil
        actions += try await startFromSnapshot()
      }
    } catch {
      failed = error
    }
    if let failed { actions += try fail(failed) }
    return actions
  }

  private func take(
    _ part: ChangeIntake<HTTPClientResponse.Body>.Part, askedAt: UInt64?
  ) async throws -> [SyncAction] {
    switch part {
    case .receipt(let receipt):
      try accept(receipt, askedAt: askedAt)
      settleDoubt(by: receipt)
      if try prefersSnapshot(to: receipt) { throw SnapshotIsShorter() }
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
  func settle() async throws -> [SyncAction] {
    guard let task = applying else { return [] }
    applying = nil
    let applied = try await task.value
    if lacksFormerHubs(applied), try await followHub() {
      _ = handle(.applied(applied.vector, hasGap: false))
      throw StartOver()
    }
    count(applied)
    if let gap = applied.gap, gap.ledger == Store.memberLedger, ledger != Store.memberLedger,
      !membersAreFresh
    {
      // The change was made under a member list that is not here yet.
      try await syncMembers()
      report.gap = nil
      _ = handle(.applied(applied.vector, hasGap: false))
      throw StartOver()
    }
    return handle(.applied(applied.vector, hasGap: applied.gap != nil))
  }

  /// Sends the exchange and waits for the head of its answer. When the hub's member list is
  /// another, that is exchanged first. Nil when a held request was overtaken by a local edit.
  private func answer(from: VersionVector, isHeld: Bool) async throws -> HTTPClientResponse? {
    try await presentSuccessions()
    do {
      try await tellMembersWhenNew()
    } catch let error as HubError where isUnknownThere(error) && wasConfirmed {
      // This hub has a new identity, which its list told of before it was presented above.
      try await presentOwnSuccessions()
      membersAreFresh = false
      try await tellMembersWhenNew()
    }
    let hello = try await hello(from: from)
    var response: HTTPClientResponse
    if isHeld {
      guard let held = try await heldAnswer(hello, from: from) else { return nil }
      response = held
    } else {
      do {
        response = try await client.exchange(ledger, hello, waitSeconds: 0)
      } catch let error as HubError where isUnknownThere(error) && wasConfirmed {
        if isBelowParent {
          try await presentOwnSuccessions()
        } else {
          try await bringMembersBack()
        }
        response = try await client.exchange(ledger, hello, waitSeconds: 0)
      }
    }
    if response.headers.contains(name: "Taizhang-Members"), ledger != Store.memberLedger {
      for try await _ in response.body {}
      try await syncMembers()
      response = try await client.exchange(
        ledger, try await self.hello(from: from), waitSeconds: 0)
    }
    return response
  }

  /// Nil when a local edit, or the machine's waking up, came first.
  private func heldAnswer(
    _ hello: HubClient.Question, from: VersionVector
  ) async throws -> HTTPClientResponse? {
    let (client, store, threads, ledger) = (client, store, threads, ledger)
    let (watch, wall) = (watch, options.wallMilliseconds)
    let wait = options.waitSeconds
    return try await withThrowingTaskGroup(of: HTTPClientResponse?.self) { group in
      group.addTask {
        try await client.exchange(
          ledger, hello, waitSeconds: wait)
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

  func hello(from: VersionVector) async throws -> HubClient.Question {
    let (store, ledger) = (store, ledger)
    let skipsMembers = membersAreFresh
    let named = try memberDigestToName()
    // Both sides hold the roster where both hold the member list that is named.
    let packs = !skipsMembers && !isBelowParent && ledger != Store.memberLedger
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
        memberDigest: skipsMembers ? .zero : named, maxBytes: maxBytes)
      var whole: [UInt8] = []
      try FrameWriter.append(.hello, try hello.encode(), to: &whole)
      var packed: [UInt8] = []
      if packs {
        let roster = try store.members().map(\.replica)
        try FrameWriter.append(
          .hello, try PackedHello.encode(hello, roster: roster), to: &packed)
      }
      let isShorter = packs && packed.count < whole.count
      return HubClient.Question(whole: whole, packed: isShorter ? packed : nil)
    }
  }

  /// Exchanges the member ledger, once a round, over the same connection.
  func syncMembers() async throws {
    if isBelowParent { return try await exchangeMembers() }
    membersAreFresh = true
    let members = try LedgerSync(
      Store.memberLedger, store: store, client: client, threads: threads, watch: watch,
      options: options, pace: SyncSession.Pace(), logger: logger)
    try await members.run(.timer)
    var failure = members.failure
    try await members.acknowledge()
    let told = try await members.finish()
    failure = failure ?? members.failure
    report.refused += told.refused
    report.revocations += told.revocations
    if let failure { throw failure }
  }

  /// Whether this hub has confirmed changes of this store: then it knew the store once.
  private var wasConfirmed: Bool { receiptNoted?.hub == ReplicaID(publicKey: hubKey) }

  private func isUnknownThere(_ error: HubError) -> Bool {
    error.kind == .notMember || error.kind == .unknownKey
  }

  /// Sends the member list, as far as it is kept change by change, to a hub that no longer knows
  /// this store: restored from an older copy, it takes back what it signed itself.
  private func bringMembersBack() async throws {
    let base = try await threads.read { [store] in try store.base(Store.memberLedger) }
    let offer = try await ChangeOutflow(
      store, Store.memberLedger, from: base, maxBytes: PushSize.most, coding: .zstd,
      threads: threads
    ).whole()
    let answer = try await client.push(Store.memberLedger, offer.body, tellsKey: true)
    guard answer.vector.covers(base) else { throw HubError(.hubBehind, Store.memberLedger) }
  }

  /// Checks a receipt's signature against the pinned key and reads the hub's clock off it.
  func accept(_ receipt: Receipt, askedAt: UInt64?) throws {
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
}
