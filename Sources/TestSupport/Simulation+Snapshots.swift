// Guarantees: a machine that starts again from the hub's snapshot holds what it held and what the
// snapshot holds, its own unsent edits on top; and nothing else about it changes.

internal import Causality
internal import Foundation
internal import LedgerStore
internal import SyncSession
internal import Wire

extension Simulation {
  /// An office takes a ledger anew from the hub's snapshot: it was away too long, or somebody
  /// thought it quicker. Its member list is brought up to date first, as agents do.
  func bootstrap(_ office: SimulatedOffice, _ ledger: String) throws {
    guard office.index > 0, office.hasJoined, try hubIsWhole(), try !isRevoked(office) else {
      return
    }
    try tellMembers(office)
    office.sessions[ledger] = nil
    guard try takeSnapshot(office, ledger) else { return }
    try inspect(office, ledger)
  }

  /// What an agent does whose hub no longer has as changes what the office lacks.
  func startFromSnapshot(_ office: SimulatedOffice, _ ledger: String) throws {
    office.sessions[ledger]?.request = nil
    guard try hubIsWhole() else { return try handle(.connectionFailed, office, ledger) }
    if ledger != Store.memberLedger { try tellMembers(office) }
    _ = try takeSnapshot(office, ledger)
    summary.belowBase += 1
    try handle(.applied(try office.vector(ledger), hasGap: false), office, ledger)
    try handle(.startOver, office, ledger)
  }

  /// Brings the hub's snapshot and puts it in place; false when it is older than what is there.
  @discardableResult
  func takeSnapshot(_ office: SimulatedOffice, _ ledger: String) throws -> Bool {
    // A snapshot serves for a while; sometimes the while is over.
    if random.chance(50) {
      try? FileManager.default.removeItem(atPath: hub.path + "/snapshots")
    }
    let file = try hub.store.writeSnapshot(ledger)
    guard file.vector.covers(office.bases[ledger] ?? VersionVector()) else {
      try expectRefusal(office, ledger, of: file)
      return false
    }
    let before = office.vectors[ledger] ?? VersionVector()
    let report = try office.store.bootstrap(ledger, from: file.path)
    office.vectors[ledger] = before.merging(file.vector)
    office.bases[ledger] = file.vector
    office.baseLists[ledger] = memberVector(office)
    let own = try office.replica
    if ledger != Store.memberLedger {
      office.committed[ledger] = max(office.committed[ledger] ?? 0, file.vector[own])
    }
    summary.bootstraps += 1
    trace("bootstrap \(office.index) \(report.reapplied)")
    try require(
      report.vector == office.vectors[ledger], "1 convergence",
      "\(office.name) stands at [\(report.vector)] after a snapshot of [\(file.vector)]")
    let kept = before.changeCount(beyond: file.vector)
    try require(
      UInt64(report.reapplied) == kept, "2 nothing acknowledged is lost",
      "\(office.name) had \(kept) changes of its own, \(report.reapplied) were applied again")
    return true
  }

  /// Whether the base of a ledger still says what the member list says; when it does not, the store
  /// must know. It may be more careful than need be.
  func isStale(_ office: SimulatedOffice, _ ledger: String) throws -> Bool {
    guard let base = office.bases[ledger], let then = office.baseLists[ledger] else { return false }
    let now = memberVector(office)
    let flipped = try references[ledger]?.changes.values.contains { change in
      guard base.covers(change.dot) else { return false }
      let pinned = try pinnedRole(change.dot.replica, at: office)
      return members.counts(change, in: ledger, asOf: then, pinned: pinned)
        != members.counts(change, in: ledger, asOf: now, pinned: pinned)
    }
    let isKnown = try office.store.staleLedgers().contains(ledger)
    try require(
      isKnown || flipped != true, "1 convergence",
      "\(office.name) does not know that its base of \(ledger) is stale")
    if isKnown { summary.staleBases += 1 }
    return isKnown
  }

  private func expectRefusal(
    _ office: SimulatedOffice, _ ledger: String, of file: SnapshotFile
  ) throws {
    do {
      _ = try office.store.bootstrap(ledger, from: file.path)
      throw failure("1 convergence", "\(office.name) took a snapshot older than its base")
    } catch let error as StoreError where error.code == .badSnapshot {
      try expectVector(office, ledger, "5 atomicity")
    }
  }

  /// What a machine can hand on of a ledger to somebody who has `vector`: nothing below its base.
  func reachable(
    _ vector: VersionVector, from office: SimulatedOffice, _ ledger: String
  ) -> VersionVector {
    guard let base = office.bases[ledger], !vector.covers(base) else { return vector }
    return vector.merging(base)
  }
}

extension VersionVector {
  /// How many changes it covers that `other` does not.
  func changeCount(beyond other: VersionVector) -> UInt64 {
    entries.reduce(0) { $0 + $1.seq - min($1.seq, other[$1.replica]) }
  }
}
