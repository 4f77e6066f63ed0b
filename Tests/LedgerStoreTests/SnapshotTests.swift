// Verifies:
//  1. a store made from a snapshot and the tail has the canonical dump, conflicts and vector of one
//     that applied every change: open conflicts, archived records, sets with removals, large values
//  2. a snapshot that was made not long ago serves again; its digest finds it
//  3. a bootstrap that dies after any transaction is out of sight, and the next one goes on from
//     there
//  4. edits that the hub never saw stand on top afterwards, with their dots and deps, and reach the
//     hub
//  5. a snapshot that is damaged anywhere, cut, of another ledger, from a stranger, or of another
//     history is refused and changes nothing
//  6. a peer below the base is told so, one at or above it is served
//  7. rebuilding from base and log gives every derived byte
//  8. what a person can do goes on: edits, settlements, history above the base
//  9. the past of a record that came within a snapshot is said to stand in the base; it is told
//     whole at a moment that has seen all of it, and a record made since has its own
// 10. the pages of what came within a snapshot are full though another ledger stands behind it, and
//     that one is as it was

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct SnapshotTests {
  /// A city with history worth a snapshot: the hub, two offices, open and settled conflicts.
  func busy(_ city: TestCity) throws -> (a: Store, b: Store) {
    let (a, b) = (try city.office("office a"), try city.office("office b"))
    try city.settle([a, b, city.hub])
    for round in 0..<40 {
      for store in [a, b] {
        let id = workID(UInt64(round % 9))
        try store.edit(
          ledger,
          [
            Guest.write(id, Guest.Field.name, .text("\(store.identity.office) \(round)")),
            Guest.write(id, Guest.Field.amount, .integer(Int64(round))),
            Guest.add(id, "t\(round % 3)"), Guest.remove(id, "t\(round % 2)"),
          ])
      }
      if round.isMultiple(of: 5) { try city.settle([a, b, city.hub]) }
      if round.isMultiple(of: 7) { try b.edit(ledger, [Guest.archive(workID(UInt64(round % 5)))]) }
    }
    let long = String(repeating: "桥梁", count: 150_000)
    try a.edit(
      ledger,
      [
        Guest.write(workID(90), Guest.Field.note, .text(long)),
        Guest.write(workID(90), Guest.Field.name, .text(long + "1")),
        Guest.write(workID(90), Guest.Field.begun, .text(long + "2")),
      ])
    try city.settle([a, b, city.hub])
    return (a, b)
  }

  @Test func snapshotAndTailAreTheLog() throws {
    let city = try TestCity()
    let (a, _) = try busy(city)
    let file = try city.hub.writeSnapshot(ledger)
    #expect(try file.vector == city.hub.vector(ledger))
    let fresh = try city.office("fresh", ledgers: [])
    let report = try fresh.bootstrap(ledger, from: file.path)
    #expect(report.records == file.records)
    #expect(report.vector == file.vector)
    #expect(try fresh.dump(ledger) == city.hub.dump(ledger))
    #expect(try fresh.conflictLines() == city.hub.conflictLines())
    #expect(try fresh.conflictLines().count > 2)
    try a.edit(ledger, [Guest.write(workID(1), Guest.Field.note, .text("tail"))])
    try city.settle([a, city.hub, fresh])
    try expectConverged(ledger, [city.hub, fresh, a])
    #expect(try fresh.conflictLines() == city.hub.conflictLines())
    try expectSound(city.hub, fresh, a)
  }

  @Test func thePastThatCameWithinIt() throws {
    let city = try TestCity()
    let (a, _) = try busy(city)
    let file = try city.hub.writeSnapshot(ledger)
    let fresh = try city.office("fresh", ledgers: [])
    _ = try fresh.bootstrap(ledger, from: file.path)
    func past(_ id: RecordID, _ moment: Snapshot.Moment) throws -> PastState {
      try fresh.read { snapshot throws(StoreError) in try snapshot.state(ledger, id, at: moment) }
    }
    func base(_ id: RecordID) throws -> UInt64? {
      try fresh.read { snapshot throws(StoreError) in try snapshot.baseMilliseconds(ledger, id) }
    }
    let made = try #require(try base(workID(1)))
    #expect(try past(workID(1), .time(0)) == .compacted(baseMilliseconds: made))
    guard case .record(let whole) = try past(workID(1), .time(.max)) else {
      Issue.record("what stands now is known")
      return
    }
    #expect(whole[Guest.Field.name] != nil)
    #expect(try past(workID(1), .seen(VersionVector())) == .absent)
    try expectSound(fresh, a)
  }

  @Test func pagesAreFull() throws {
    let city = try TestCity()
    let a = try city.office("office a")
    let long = String(repeating: "x", count: 1_500)
    for number in 0..<300 {
      try a.edit(ledger, [Guest.write(workID(UInt64(number)), Guest.Field.note, .text(long))])
    }
    try city.settle([a, city.hub])
    let fresh = try city.office("fresh", ledgers: [])
    let members = try fresh.dump(Store.memberLedger)
    _ = try fresh.bootstrap(ledger, from: try city.hub.writeSnapshot(ledger).path)
    #expect(!members.isEmpty && ledger < Store.memberLedger)
    #expect(try fresh.dump(Store.memberLedger) == members)
    // Two of these records fill a page.
    let records = try #require(fresh.statistics().tables.first { $0.name == "record" })
    #expect(records.pages < records.entries * 11 / 20)
    try expectSound(fresh)
  }

  @Test func aFreshSnapshotServesAgain() throws {
    let city = try TestCity()
    let (a, _) = try busy(city)
    let first = try city.hub.writeSnapshot(ledger)
    try a.edit(ledger, [Guest.write(workID(1), Guest.Field.note, .text("later"))])
    try city.settle([a, city.hub])
    #expect(try city.hub.writeSnapshot(ledger) == first)
    city.clock.advance(by: 2 * 86_400_000)
    let second = try city.hub.writeSnapshot(ledger)
    #expect(second != first)
    #expect(try city.hub.snapshotFile(ledger, digest: first.digest) == first)
    #expect(try city.hub.snapshotFile(ledger, digest: second.digest) == second)
    #expect(try city.hub.snapshotFile(ledger, digest: .zero) == nil)
    try expectSound(city.hub)
  }

  @Test func anInterruptedBootstrapGoesOn() throws {
    let city = try TestCity()
    _ = try busy(city)
    // Many records, so that one transaction does not hold them.
    for block in 0..<12 {
      let long = String(repeating: "x", count: 1_000_000)
      try city.hub.edit(
        ledger,
        [Guest.write(workID(UInt64(1_000 + block)), Guest.Field.note, .text(long + "\(block)"))])
    }
    let file = try city.hub.writeSnapshot(ledger)
    let path: String
    do { path = try city.office("fresh", ledgers: []).path }
    // A full map stops it after some transactions.
    func open(_ megabytes: Int) throws -> Store {
      try Store.open(
        at: path, schema: Guest.schema,
        options: StoreOptions(mapSizeBytes: megabytes << 20, sync: .none))
    }
    do {
      let small = try open(14)
      #expect(refusal { _ = try small.bootstrap(ledger, from: file.path) } == .mapFull)
      #expect(try small.unfinishedBootstraps() == [ledger])
      #expect(try !small.holds(ledger))
      #expect(refusal { _ = try small.vector(ledger) } == .bootstrapUnfinished)
      #expect(refusal { try small.addLedger(ledger) } == .bootstrapUnfinished)
      #expect(try small.dump(nil).contains("\"city\""))
      try expectSound(small)
    }
    let store = try open(256)
    let report = try store.bootstrap(ledger, from: file.path)
    #expect(report.resumedAt > 0)
    #expect(try store.unfinishedBootstraps().isEmpty)
    #expect(try store.dump(ledger) == city.hub.dump(ledger))
    try expectSound(store)
  }

  @Test func unsentEditsStandOnTop() throws {
    let city = try TestCity()
    let (a, b) = try busy(city)
    // b goes away with edits of its own, some on what the city then changes.
    let unsent = try (0..<5).map { round in
      try b.edit(
        ledger,
        [
          Guest.write(workID(UInt64(round)), Guest.Field.name, .text("from b \(round)")),
          Guest.add(workID(3), "b\(round)"),
        ], reason: "away")
    }
    let deps = try unsent.map { dot in
      try b.read { snapshot throws(StoreError) in try snapshot.deps(of: dot, ledger: ledger) }
    }
    for round in 0..<30 {
      let id = workID(UInt64(round % 4))
      try a.edit(ledger, [Guest.write(id, Guest.Field.name, .text("a\(round)"))])
    }
    try city.settle([a, city.hub])
    city.clock.advance(by: 400 * 86_400_000)
    let file = try city.hub.writeSnapshot(ledger)
    let report = try b.bootstrap(ledger, from: file.path)
    #expect(report.reapplied == unsent.count)
    for (dot, seen) in zip(unsent, deps) {
      #expect(
        try b.read { snapshot throws(StoreError) in try snapshot.deps(of: dot, ledger: ledger) }
          == seen)
    }
    #expect(try b.base(ledger) == file.vector)
    try expectSound(b)
    _ = try city.hub.pull(ledger, from: b)
    try city.settle([a, city.hub])
    try expectConverged(ledger, [city.hub, a, b])
    #expect(try b.conflictLines() == city.hub.conflictLines())
    #expect(try b.conflictLines() == a.conflictLines())
    try expectSound(city.hub, a, b)
  }

  @Test func whatIsNotTheHubsWordIsRefused() throws {
    let city = try TestCity()
    let (a, _) = try busy(city)
    let file = try city.hub.writeSnapshot(ledger)
    let good = Array(try Data(contentsOf: URL(fileURLWithPath: file.path)))
    let fresh = try city.office("fresh", ledgers: [])
    let path = city.directory.path("damaged.tzs")
    func refused(_ bytes: [UInt8], _ ledger: String = ledger) throws -> StoreErrorCode? {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      return refusal { _ = try fresh.bootstrap(ledger, from: path) }
    }
    var random = SeededGenerator(seed: 7)
    for _ in 0..<60 {
      var bytes = good
      bytes[Int.random(in: 0..<bytes.count, using: &random)] ^=
        1
        << UInt8.random(
          in: 0..<8, using: &random)
      #expect(try refused(bytes) == .badSnapshot)
    }
    for _ in 0..<20 {
      let end = Int.random(in: 0..<good.count, using: &random)
      #expect(try refused(Array(good[..<end])) == .badSnapshot)
    }
    #expect(try refused(good + [0]) == .badSnapshot)
    #expect(try refused(good, "411703") == .badSnapshot)
    #expect(
      refusal { _ = try fresh.bootstrap(ledger, from: city.directory.path("none")) } == .noSuchFile)
    let foreign = try a.writeSnapshot(ledger)
    #expect(refusal { _ = try fresh.bootstrap(ledger, from: foreign.path) } == .badSnapshot)
    #expect(try fresh.unfinishedBootstraps().isEmpty)
    _ = try fresh.bootstrap(ledger, from: file.path)
    try a.edit(ledger, [Guest.write(workID(1), Guest.Field.note, .text("newer"))])
    try expectSound(fresh, city.hub)
  }

  @Test func aPeerBelowTheBaseIsTold() throws {
    let city = try TestCity()
    let (a, _) = try busy(city)
    let file = try city.hub.writeSnapshot(ledger)
    let fresh = try city.office("fresh")
    _ = try fresh.bootstrap(ledger, from: file.path)
    #expect(refusal { _ = try fresh.frames(ledger) } == .belowBase)
    try fresh.edit(ledger, [Guest.write(workID(1), Guest.Field.note, .text("from fresh"))])
    _ = try a.pull(Store.memberLedger, from: city.hub)
    #expect(try a.pull(ledger, from: fresh).applied == 1)
    try expectSound(a, fresh)
  }

  @Test func rebuildingStartsFromTheBase() throws {
    let city = try TestCity()
    let (a, _) = try busy(city)
    let file = try city.hub.writeSnapshot(ledger)
    let path: String
    do {
      let fresh = try city.office("fresh")
      _ = try fresh.bootstrap(ledger, from: file.path)
      try a.edit(ledger, [Guest.write(workID(1), Guest.Field.note, .text("tail"))])
      try fresh.edit(ledger, [Guest.write(workID(1), Guest.Field.note, .text("own"))])
      try city.settle([a, fresh, city.hub])
      path = fresh.path
    }
    var before: [String: [[UInt8]: [UInt8]]] = [:]
    for table in RawStore.derived { before[table] = try RawStore(path).entries(table) }
    do {
      let store = try Store.open(
        at: path, schema: Guest.schema, options: StoreOptions(mapSizeBytes: 256 << 20, sync: .none))
      try store.rebuildDerived()
      try expectSound(store)
    }
    for table in RawStore.derived {
      #expect(try RawStore(path).entries(table) == before[table], "\(table)")
    }
  }

  @Test func lifeGoesOnAboveTheBase() throws {
    let city = try TestCity()
    let (a, _) = try busy(city)
    let fresh = try city.office("fresh")
    try city.settle([a, city.hub])
    let file = try city.hub.writeSnapshot(ledger)
    _ = try fresh.bootstrap(ledger, from: file.path)
    let open = try fresh.read { snapshot throws(StoreError) in
      var first: Conflict?
      try snapshot.conflicts { conflict throws(StoreError) in
        first = conflict
        return false
      }
      return first
    }
    let conflict = try #require(open)
    try fresh.edit(
      ledger,
      [
        Operation(
          collection: conflict.collection, record: conflict.record, field: conflict.field,
          value: .text("settled here"))
      ], reason: "agreed")
    try city.settle([a, fresh, city.hub])
    try expectConverged(ledger, [city.hub, fresh, a])
    let lines = try fresh.read { snapshot throws(StoreError) in
      try snapshot.history(ledger, conflict.record, field: conflict.field)
    }
    #expect(lines.last?.to == .text("settled here"))
    // Those of before the snapshot came with it.
    func settled(_ store: Store) throws -> [Dot] {
      try store.read { snapshot throws(StoreError) in try snapshot.settlements() }.map(\.dot)
    }
    #expect(try settled(fresh) == settled(a))
    #expect(try settled(fresh).contains { $0.replica == fresh.identity.replica })
    try expectSound(fresh, a, city.hub)
  }
}
