// Verifies:
//  1. compaction drops operations that every active member acknowledged, and nothing people see:
//     dumps, conflicts, settlements' places, vectors and chains are as before, derived rows
//     derivable
//  2. a member that has not acknowledged holds the horizon back; one silent for 180 days does not
//  3. a hub without a newer backup refuses; the horizon is published, and counties compact to it
//  4. compaction, then an office away 400 days with edits on both sides: it starts from a snapshot,
//     its edits stand on top, all converge
//  5. compacting again, after a bootstrap, after more edits; an interrupted one goes on
//  6. a duplicate of a compacted change is known by its hash; another history of it is
//     equivocation, and the proof names both hashes
//  7. changes without effect are compacted too: why they have none stays known, and derivable
//  8. a record as it was, asked of a store that compacted, is what one that did not compact tells,
//     or it is said to be compacted; never a part of it
//  9. what a hub publishes for the offices to compact is never more than its last backup holds,
//     though there is nothing for the hub itself to compact
// 10. after a backup a hub compacts all its ledgers at once, the member ledger too, and again; a
//     refusal of one comes before any is compacted

import Causality
import Foundation
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct CompactionTests {
  /// Exchanges everything and tells the hub what each member then holds.
  private func sync(_ city: TestCity, _ stores: [Store]) throws {
    try city.settle(stores + [city.hub])
    for store in stores {
      for name in [ledger, Store.memberLedger] {
        try city.hub.noteAcknowledged(
          store.identity.replica, ledger: name, try store.vector(name))
      }
    }
  }

  private func work(_ stores: [Store], rounds: Range<Int>) throws {
    for round in rounds {
      for store in stores {
        let id = workID(UInt64(round % 6))
        try store.edit(
          ledger,
          [
            Guest.write(id, Guest.Field.name, .text("\(store.identity.office) \(round)")),
            Guest.add(id, "t\(round % 3)"), Guest.remove(id, "t\(round % 2)"),
          ], reason: "round \(round)")
      }
      if round.isMultiple(of: 5) { try stores[0].edit(ledger, [Guest.archive(workID(2))]) }
    }
  }

  @Test func whatPeopleSeeStays() throws {
    let city = try TestCity()
    let (a, b) = (try city.office("office a"), try city.office("office b"))
    for start in [0, 10, 20] {
      try work([a, b], rounds: start..<start + 10)
      try sync(city, [a, b])
    }
    try work([a], rounds: 30..<34)
    try city.settle([a, city.hub])
    let hub = city.hub
    let (dump, open) = (try hub.dump(ledger), try hub.conflictLines())
    let planned = try #require(
      try hub.compact(ledger, dryRun: true, requireBackup: false).first)
    #expect(planned.changes > 60)
    #expect(planned.freedBytes > 0)
    #expect(planned.holdingBack.contains(b.identity.replica))
    #expect(try hub.base(ledger).isEmpty)
    let done = try #require(try hub.compact(ledger, requireBackup: false).first)
    #expect(done.changes == planned.changes)
    #expect(try hub.base(ledger) == done.base)
    #expect(try hub.dump(ledger) == dump)
    #expect(try hub.conflictLines() == open)
    try expectSound(hub)
    try hub.rebuildDerived()
    #expect(try hub.dump(ledger) == dump)
    try expectSound(hub)
    // The members go on from what they hold; a stub still tells who, when and why.
    try sync(city, [a, b])
    try expectConverged(ledger, [hub, a, b])
    let dot = Dot(replica: a.identity.replica, seq: 3)
    #expect(try hub.read { snapshot throws(StoreError) in try snapshot.change(ledger, dot) } == nil)
    let seen = try hub.read { snapshot throws(StoreError) in
      try snapshot.deps(of: dot, ledger: ledger)
    }
    #expect(
      try seen
        == a.read { snapshot throws(StoreError) in try snapshot.deps(of: dot, ledger: ledger) })
    #expect(try hub.compact(ledger, requireBackup: false).first?.changes ?? 0 > 0)
    #expect(try hub.compact(ledger, requireBackup: false).first?.changes == 0)
    try expectSound(hub, a, b)
  }

  @Test func thePastIsToldWholeOrSaidToBeCompacted() throws {
    let city = try TestCity()
    let (a, b) = (try city.office("office a"), try city.office("office b"))
    try work([a, b], rounds: 0..<12)
    try sync(city, [a, b])
    _ = try city.hub.compact(ledger, requireBackup: false)
    let base = try city.hub.base(ledger)
    try work([a, b], rounds: 12..<20)
    try sync(city, [a, b])
    let whole = try a.vector(ledger)
    func past(_ store: Store, _ id: RecordID, _ moment: Snapshot.Moment) throws -> PastState {
      try store.read { snapshot throws(StoreError) in try snapshot.state(ledger, id, at: moment) }
    }
    var compacted = 0
    for id in (0..<6).map({ workID(UInt64($0)) }) {
      for replica in [a.identity.replica, b.identity.replica] {
        for seq in 1...whole[replica] {
          let moment = Snapshot.Moment.dot(Dot(replica: replica, seq: seq))
          let found = try past(city.hub, id, moment)
          if case .compacted = found {
            compacted += 1
            #expect(seq <= base[replica])
          } else {
            #expect(try found == past(a, id, moment))
          }
        }
      }
      #expect(try past(city.hub, id, .time(.max)) == past(a, id, .time(.max)))
      #expect(try past(city.hub, id, .time(0)) == .absent)
      let noted = try city.hub.read { snapshot throws(StoreError) in
        try snapshot.baseMilliseconds(ledger, id)
      }
      #expect(noted != nil)
      let unnoted = try a.read { snapshot throws(StoreError) in
        try snapshot.baseMilliseconds(ledger, id)
      }
      #expect(unnoted == nil)
    }
    #expect(compacted > 0)
    try expectSound(city.hub, a, b)
  }

  @Test func whoHoldsTheHorizonBack() throws {
    let city = try TestCity()
    let (a, b) = (try city.office("office a"), try city.office("office b"))
    try work([a, b], rounds: 0..<5)
    try city.settle([a, b, city.hub])
    #expect(try city.hub.horizon(ledger).isEmpty)
    try sync(city, [a])
    #expect(try city.hub.horizon(ledger).isEmpty)
    #expect(try city.hub.compact(ledger, dryRun: true).first?.changes == 0)
    try sync(city, [b])
    #expect(try city.hub.horizon(ledger) == city.hub.vector(ledger))
    try work([a], rounds: 5..<9)
    city.clock.advance(by: 200 * 86_400_000)
    try sync(city, [a])
    // b is silent for 200 days: it no longer counts.
    #expect(try city.hub.horizon(ledger) == city.hub.vector(ledger))
    try expectSound(city.hub, a, b)
  }

  @Test func aHubNeedsABackupAndPublishes() throws {
    let city = try TestCity()
    let a = try city.office("office a")
    try work([a], rounds: 0..<8)
    try sync(city, [a])
    #expect(refusal { _ = try city.hub.compact(ledger) } == .backupNeeded)
    #expect(try city.hub.base(ledger).isEmpty)
    try city.hub.backup(to: city.directory.path("backup"))
    _ = try city.hub.compact(ledger)
    #expect(try city.hub.base(ledger) == city.hub.vector(ledger))
    #expect(try a.horizon(ledger).isEmpty)
    _ = try a.pull(Store.memberLedger, from: city.hub)
    #expect(try a.horizon(ledger) == a.vector(ledger))
    let dump = try a.dump(ledger)
    #expect(try a.compact(ledger).first?.changes ?? 0 >= 8)
    #expect(try a.dump(ledger) == dump)
    try work([a], rounds: 8..<10)
    try sync(city, [a])
    try expectConverged(ledger, [city.hub, a])
    // A revived backup is a store of its own kind: whole, and with the changes that went.
    try expectSound(city.hub, a)
  }

  @Test func aBackupAllowsAllLedgersAtOnce() throws {
    let city = try TestCity()
    let a = try city.office("office a")
    try work([a], rounds: 0..<8)
    try sync(city, [a])
    // The office has left: nobody holds any ledger back.
    try city.hub.retire(a.identity.replica)
    #expect(refusal { _ = try city.hub.compact() } == .backupNeeded)
    #expect(try city.hub.base(ledger).isEmpty)
    try city.hub.backup(to: city.directory.path("backup"))
    let reports = try city.hub.compact()
    #expect(reports.map(\.ledger).contains(Store.memberLedger))
    #expect(reports.allSatisfy { $0.changes > 0 })
    #expect(try !city.hub.base(ledger).isEmpty)
    #expect(try !city.hub.base(Store.memberLedger).isEmpty)
    #expect(try city.hub.compact().allSatisfy { $0.changes == 0 })
    // What is not in the backup is refused, and nothing is done.
    try work([city.hub], rounds: 8..<9)
    let base = try city.hub.base(ledger)
    #expect(refusal { _ = try city.hub.compact() } == .backupNeeded)
    #expect(try city.hub.base(ledger) == base)
    try expectSound(city.hub)
  }

  @Test func noMoreIsPublishedThanABackupHolds() throws {
    let city = try TestCity()
    let a = try city.office("office a")
    // First in the hub's order of arrival, and not known to be held by the office: the hub keeps
    // all.
    try work([city.hub], rounds: 0..<1)
    try work([a], rounds: 0..<4)
    _ = try city.hub.pull(ledger, from: a)
    let held = try a.vector(ledger)
    try city.hub.noteAcknowledged(a.identity.replica, ledger: ledger, held)
    #expect(try city.hub.horizon(ledger) == held)
    func compactBoth() throws -> VersionVector {
      #expect(try city.hub.compact(ledger).first?.changes == 0)
      _ = try a.pull(Store.memberLedger, from: city.hub)
      return try a.horizon(ledger)
    }
    #expect(try compactBoth().isEmpty)
    try city.hub.backup(to: city.directory.path("backup"))
    #expect(try compactBoth() == held)
    try expectSound(city.hub, a)
  }

  @Test func awayFourHundredDays() throws {
    let city = try TestCity()
    let (a, b) = (try city.office("office a"), try city.office("office b"))
    try work([a, b], rounds: 0..<10)
    try sync(city, [a, b])
    try work([b], rounds: 10..<16)
    for _ in 0..<8 {
      city.clock.advance(by: 50 * 86_400_000)
      try work([a], rounds: 20..<24)
      try sync(city, [a])
    }
    _ = try city.hub.compact(ledger, requireBackup: false)
    #expect(try city.hub.base(ledger) == city.hub.vector(ledger))
    #expect(refusal { _ = try city.hub.frames(ledger, after: try b.vector(ledger)) } == .belowBase)
    let file = try city.hub.writeSnapshot(ledger)
    let report = try b.bootstrap(ledger, from: file.path)
    #expect(report.reapplied >= 6)
    try expectSound(b)
    try sync(city, [a, b])
    try expectConverged(ledger, [city.hub, a, b])
    #expect(try b.conflictLines() == city.hub.conflictLines())
    #expect(try b.conflictLines() == a.conflictLines())
    #expect(try !b.conflictLines().isEmpty)
    // And everyone may compact again, the one from the snapshot too.
    _ = try city.hub.compact(nil, requireBackup: false)
    _ = try b.pull(Store.memberLedger, from: city.hub)
    _ = try b.compact(ledger)
    try expectConverged(ledger, [city.hub, b])
    try expectSound(city.hub, a, b)
  }

  @Test func compactedChangesAreKnownByHash() throws {
    let city = try TestCity()
    let a = try city.office("office a")
    try work([a], rounds: 0..<6)
    let runs = try a.runs(ledger)
    try sync(city, [a])
    _ = try city.hub.compact(ledger, requireBackup: false)
    let again = try city.hub.apply(ledger, runs)
    #expect(again.applied == 0)
    #expect(again.duplicates > 0)
    #expect(again.refused.isEmpty)
    try expectSound(city.hub, a)
  }

  @Test func anotherHistoryOfACompactedChange() throws {
    let city = try TestCity()
    let b = try city.office("office b")
    var author = try ScriptedReplica(seed: [UInt8](repeating: 7, count: 32), ledger: ledger)
    try city.hub.enrol(
      Member(
        replica: author.replica, publicKey: author.publicKey, office: "script", role: .county,
        ledgers: [ledger], enrolledMilliseconds: 0))
    var other = author
    let one = try author.change([Guest.add(workID(1), "one")])
    let two = try other.change([Guest.add(workID(1), "two")])
    #expect(try city.hub.apply(ledger, [author.run([one])]).applied == 1)
    try sync(city, [b])
    #expect(try city.hub.compact(ledger, requireBackup: false).first?.changes == 1)
    let report = try city.hub.apply(ledger, [other.run([two])])
    #expect(report.refused.map(\.code) == [.equivocation])
    let proofs = try city.hub.read { snapshot throws(StoreError) in try snapshot.proofs() }
    #expect(Set(proofs.map(\.hash)) == [one.hash, two.hash])
    try expectSound(city.hub, b)
  }

  @Test func whatHasNoEffectIsCompactedToo() throws {
    let city = try TestCity()
    let (a, b) = (try city.office("office a"), try city.office("office b"))
    try work([a, b], rounds: 0..<6)
    try city.settle([a, b, city.hub])
    try city.hub.revoke(a.identity.replica, after: [ledger: 2])
    try sync(city, [b])
    let before = try city.hub.dump(ledger)
    for store in [city.hub, b] {
      #expect(try store.compact(ledger, requireBackup: false).first?.changes ?? 0 > 0)
      _ = try b.pull(Store.memberLedger, from: city.hub)
      try expectSound(store)
      try store.rebuildDerived()
      try expectSound(store)
      #expect(try store.dump(ledger) == before)
    }
  }
}
