// Guarantees: what becomes of a change set is known before a store is asked: which changes are new,
// which wait, which are refused, which are logged without effect.

internal import Causality
internal import LedgerStore
internal import Wire

extension Simulation {
  // MARK: - Apply, and what must come of it

  /// Applies runs, having worked out from the reference which of them must have effect.
  @discardableResult
  func apply(
    _ runs: [Run], to office: SimulatedOffice, _ ledger: String, areForged: Bool = false
  ) throws -> ApplyReport {
    var expected = office.vectors[ledger] ?? VersionVector()
    let members = office.vectors[Store.memberLedger] ?? VersionVector()
    var applied = 0
    var duplicates = 0
    var refused = 0
    var voided = 0
    var hasGap = false
    for run in runs {
      switch areForged ? .refused : try verdict(run, office, ledger, expected, members) {
      case .refused: refused += run.changes.count
      case .gap(let known):
        hasGap = true
        duplicates += known
      case .ahead(let known):
        hasGap = true
        duplicates += known
        if office.index == 0 { refused += run.changes.count - known }
      case .fresh(let known):
        duplicates += known
        for change in run.changes.dropFirst(known) {
          guard let made = references[ledger]?.changes[change.header.dot] else { continue }
          voided += try counts(made, ledger, at: office) ? 0 : 1
        }
        applied += run.changes.count - known
        expected[run.replica] = max(expected[run.replica], run.seqs.upperBound)
      }
    }
    let report = try office.store.apply(ledger, runs)
    office.vectors[ledger] = expected
    summary.gaps += report.gap == nil ? 0 : 1
    summary.duplicates += report.duplicates
    trace("apply \(office.index) \(report.applied) \(report.duplicates)")
    try require(
      report.applied == applied && report.vector == expected, "6 causality",
      "\(office.name) applied \(report.applied) changes, not \(applied): \(report)")
    try require(
      report.duplicates == duplicates && (report.gap != nil) == hasGap
        && report.refused.count == refused, "6 causality",
      "\(office.name): \(duplicates) duplicates, gap \(hasGap), \(refused) refused; not \(report)")
    try require(
      report.voided.count == voided, "9 verified before applied",
      "\(office.name): \(voided) changes should be void; \(report)")
    summary.voided += voided
    if refused > 0 { try expectKept(report.refused, office, ledger) }
    return report
  }

  private enum Verdict {
    case refused
    case gap(known: Int)
    /// Made under a later member list than is held here.
    case ahead(known: Int)
    case fresh(known: Int)
  }

  private func verdict(
    _ run: Run, _ office: SimulatedOffice, _ ledger: String, _ held: VersionVector,
    _ members: VersionVector
  ) throws -> Verdict {
    let replica = run.replica
    let isPinned = try pinnedRole(replica, at: office) != nil
    guard isPinned || self.members.member(replica, asOf: members) != nil else { return .refused }
    let known = run.changes.count { $0.header.dot.seq <= held[replica] }
    if known == run.changes.count { return .fresh(known: known) }
    guard run.seqs.lowerBound <= held[replica] + 1 else { return .gap(known: known) }
    if ledger == Store.memberLedger { return .fresh(known: known) }
    for change in run.changes.dropFirst(known) {
      guard let reference = references[ledger]?.changes[change.header.dot] else {
        throw failure("9 verified", "\(change.header.dot) was never committed")
      }
      var others = reference.seen
      others[replica] = 0
      guard held.covers(others) else { return .gap(known: known) }
    }
    let isAhead = run.changes.dropFirst(known).contains {
      references[ledger]?.changes[$0.header.dot]?.memberVersion ?? 0 > members.changeCount
    }
    return isAhead ? .ahead(known: known) : .fresh(known: known)
  }

  /// The role of a writer that a machine knows without a list: itself, its hub.
  func pinnedRole(_ replica: ReplicaID, at office: SimulatedOffice) throws -> Role? {
    if try replica == office.replica || office.wasOwn(replica) { return office.role }
    return try replica == hub.replica ? .hub : nil
  }

  /// Whether a change has effect where so much of the member ledger is held.
  func counts(
    _ change: ReferenceChange, _ ledger: String, at office: SimulatedOffice
  ) throws -> Bool {
    members.counts(
      change, in: ledger, asOf: memberVector(office),
      pinned: try pinnedRole(change.dot.replica, at: office))
  }
}
