// The push: what the hub lacks, as much a request as the line carries, and what it says to it.

internal import Causality
internal import LedgerStore
internal import SyncSession
internal import Wire

extension LedgerSync {
  func push(from: VersionVector) async throws -> [SyncAction] {
    var offer = Offer()
    do {
      offer = try await changesToOffer(from: from)
      if exceedsBudget(offer) { return handle(.budgetSpent) }
      tellProgress(sending: offer.changes)
      let answer = try await client.push(ledger, offer.body)
      pushSize.arrived()
      // Counted once the hub has answered: what it was too busy for goes out again.
      report.sent += offer.changes
      if let receipt = answer.receipt {
        let offset = report.clockOffsetMilliseconds
        try accept(receipt, askedAt: nil)
        report.clockOffsetMilliseconds = offset
      }
      report.refused += answer.refused
      if try await lacksNewMembers(answer) {
        try await exchangeMembers()
        return handle(.startOver)
      }
      try await setAside(answer)
      if let fatal = try answer.refused.first(where: { try isFatal($0) }) {
        return try fail(try await proveFrom(fatal, answer.vector))
      }
      if let needs = answer.needs, try await isHub(needs),
        let other = try await difference(of: needs, answer.vector)
      {
        return try fail(try await prove(other))
      }
      return handle(.pushAnswered(answer.vector))
    } catch {
      if (client.classified(error) as? HubError)?.kind == .broken, offer.changes > 0 {
        doubt = DoubtfulPush(from: from, reached: offer.reached)
        let isSmaller = pushSize.broke(frameBytes: offer.frameBytes, runs: offer.runs)
        // At once, with what the hub then says it holds; what cannot be made smaller waits.
        if isSmaller, options.retries > 0 { return handle(.startOver) }
      }
      if (error as? HubError)?.kind == .hubKeyChanged, try await followHub() {
        return handle(.startOver)
      }
      return try fail(error)
    }
  }

  /// What is to be sent to a hub that holds `from`. A hub that lacks what is kept here no longer
  /// change by change was restored from a backup older than that.
  private func changesToOffer(from: VersionVector) async throws -> Offer {
    do {
      return try await ChangeOutflow(
        store, ledger, from: from, maxBytes: pushBytesMax, coding: .zstd, threads: threads
      ).whole()
    } catch let error as StoreError where error.code == .belowBase {
      throw HubError(.hubBehind, ledger)
    }
  }

  /// Bytes of frames that the next push may carry.
  private var pushBytesMax: Int {
    let room = budgetLeft.map { $0 - Self.pushHeadBytes } ?? .max
    return max(1, min(options.maxBytes, pushSize.bytes, room))
  }

  /// What a push moves besides its body, at most: both heads, and the hub's receipt.
  private static let pushHeadBytes = 2 << 10

  /// Whether a push would go beyond what this sync may still move. When nothing else was moved, the
  /// next sync would stand here too: what it needs is noted.
  private func exceedsBudget(_ offer: Offer) -> Bool {
    guard let left = budgetLeft else { return false }
    let needed = offer.body.count + Self.pushHeadBytes
    guard needed > left else { return false }
    if report.sent + report.received == 0 { report.bytesNeeded = bytesMoved + needed }
    return true
  }

  private func tellProgress(sending changes: Int) {
    let traffic = client.traffic.totals
    options.progress?(
      SyncProgress(
        ledger: ledger, received: report.received, sent: report.sent + changes,
        bytesReceived: traffic.received, bytesSent: traffic.sent))
  }

  /// Counts what arrived of a push that broke.
  func settleDoubt(by receipt: Receipt) {
    guard let doubt else { return }
    self.doubt = nil
    report.sent += doubt.arrived(at: receipt.vector)
  }

  private func isFatal(_ refusal: Refusal) throws -> Bool {
    guard refusal.code == .equivocation || refusal.code == .frozen else { return false }
    return try mustRenew(refusal.dot.replica)
  }

  /// The hub refused an identity's changes for another history: its head tells where to look. Where
  /// it holds this very history, it has met the other one, and takes nothing more of either: what
  /// it lacks is to be made again under another name.
  private func proveFrom(_ refusal: Refusal, _ hub: VersionVector) async throws -> HubError {
    let replica = refusal.dot.replica
    if let other = try await difference(of: replica, hub) { return try await prove(other) }
    let shared = min(hub[replica], try await vector()[replica])
    if refusal.code == .frozen, try await vector()[replica] > shared, try store.isOwn(replica) {
      try await threads.write { [store, ledger] in
        try store.noteUnaccepted(ledger, from: shared + 1, of: replica)
      }
    }
    return HubError(.equivocation, replica.description)
  }

  /// Whether a hub above refused members whom it has not been told of yet.
  private func lacksNewMembers(_ answer: HubClient.PushAnswer) async throws -> Bool {
    guard isBelowParent, answer.refused.contains(where: { $0.code == .unknownMember }) else {
      return false
    }
    return try await threads.read { [store] in try store.memberDigest() }
      != notes.parentTelling()?.here
  }

  /// Remembers what the hub refused of others for good, so that it is not sent at every sync.
  private func setAside(_ answer: HubClient.PushAnswer) async throws {
    let others = try Set(answer.refused.filter { Self.isForGood($0.code) }.map(\.dot.replica))
      .filter { try !mustRenew($0) }
    guard !others.isEmpty else { return }
    let held = try await vector()
    for replica in others { session.setAside[replica] = held[replica] }
    let aside = session.setAside
    try await threads.write { [notes, ledger] in try notes.setAside(ledger, aside) }
  }

  /// Refusals that sending again does not change until the member list changes.
  private static func isForGood(_ code: RefusalCode) -> Bool {
    switch code {
    case .equivocation, .frozen, .unknownMember, .badSignature: true
    default: false
    }
  }
}
