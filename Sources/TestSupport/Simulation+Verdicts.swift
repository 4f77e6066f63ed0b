// Guarantees: what becomes of a change set is known before a store is asked: which changes are new,
// which wait, which are refused, which are logged without effect.

internal import Causality
internal import LedgerStore
internal import Wire

extension Simulation {
  // MARK: - Apply, and what must come of it

  /// What must become of runs.
  struct Expected {
    var vector: VersionVector
    var applied = 0
    var duplicates = 0
    var refused = 0
    var voided = 0
    var hasGap = false
  }

  /// Applies runs, having worked out from the reference which of them must have effect.
  @discardableResult
  func apply(
    _ runs: [Run], to office: SimulatedOffice, _ ledger: String, areForged: Bool = false
  ) throws -> ApplyReport {
    let expected = try expect(runs, of: ledger, at: office, areForged: areForged)
    let report = try office.store.apply(ledger, runs)
    office.vectors[ledger] = expected.vector
    try compare(report, expected, office, ledger)
    return report
  }

  /// Works out from the reference what must become of runs at a machine as it stands.
  func expect(
    _ runs: [Run], of ledger: String, at office: SimulatedOffice, areForged: Bool = false
  ) throws -> Expected {
    var expected = Expected(vector: office.vectors[ledger] ?? VersionVector())
    let members = memberVector(office)
    for run in runs {
      switch areForged ? .refused : try verdict(run, office, ledger, expected.vector, members) {
      case .refused: expected.refused += run.changes.count
      case .gap(let known):
        expected.hasGap = true
        expected.duplicates += known
      case .ahead(let known):
        expected.hasGap = true
        expected.duplicates += known
        if office.index == 0 { expected.refused += run.changes.count - known }
      case .fresh(let known):
        expected.duplicates += known
        for change in run.changes.dropFirst(known) {
          guard let made = references[ledger]?.changes[change.header.dot] else { continue }
          expected.voided += try counts(made, ledger, at: office) ? 0 : 1
        }
        expected.applied += run.changes.count - known
        expected.vector[run.replica] = max(expected.vector[run.replica], run.seqs.upperBound)
      }
    }
    return expected
  }

  func compare(
    _ report: ApplyReport, _ expected: Expected, _ office: SimulatedOffice, _ ledger: String
  ) throws {
    summary.gaps += report.gap == nil ? 0 : 1
    summary.duplicates += report.duplicates
    trace("apply \(office.index) \(report.applied) \(report.duplicates)")
    try require(
      report.applied == expected.applied && report.vector == expected.vector, "6 causality",
      "\(office.name) applied \(report.applied) changes, not \(expected.applied): \(report)")
    try require(
      report.duplicates == expected.duplicates && (report.gap != nil) == expected.hasGap
        && report.refused.count == expected.refused, "6 causality",
      "\(office.name): expected \(expected), not \(report)")
    try require(
      report.voided.count == expected.voided, "9 verified before applied",
      "\(office.name): \(expected.voided) changes should be void; \(report)")
    summary.voided += expected.voided
    if expected.refused > 0 { try expectKept(report.refused, office, ledger) }
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
