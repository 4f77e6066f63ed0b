// Verifies:
//  1. a revoked key: what came before counts, what came after is void everywhere, the records it
//     touched are made again; reinstated, everything counts again; all stores are equal throughout
//  2. a county that writes a record of the member list is void on every store, and refused at home
//  3. a member list from the future: a county waits and names the member ledger, a hub records it
//  4. a history shown to one and not to another is found out by the next change of either
//  5. what was refused is dismissed once, and stays dismissed when the same change comes again

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct AuthorityTests {
  let city: TestCity
  let a: Store
  let b: Store
  let id = workID(1)

  init() throws {
    city = try TestCity()
    a = try city.office("office a")
    b = try city.office("office b")
    _ = try a.pull(Store.memberLedger, from: city.hub)
  }

  private func script(_ seed: UInt8) throws -> ScriptedReplica {
    let script = try ScriptedReplica(seed: [UInt8](repeating: seed, count: 32), ledger: ledger)
    try city.hub.enrol(
      Member(
        replica: script.replica, publicKey: script.publicKey, office: "script \(seed)",
        role: .county, ledgers: [ledger], enrolledMilliseconds: 0))
    for store in [a, b] { _ = try store.pull(Store.memberLedger, from: city.hub) }
    return script
  }

  private func name(_ store: Store, _ id: RecordID) throws -> [Value] {
    try store.record(ledger, id)?.state(Guest.Field.name)?.siblings.map(\.payload) ?? []
  }

  @Test func aRevokedKey() throws {
    let other = workID(2)
    try a.edit(ledger, [Guest.write(id, Guest.Field.name, .text("before"))])
    try city.settle([a, b, city.hub])
    try a.edit(ledger, [Guest.write(id, Guest.Field.name, .text("after"))])
    try a.edit(ledger, [Guest.write(other, Guest.Field.name, .text("new"))])
    try b.edit(ledger, [Guest.write(id, Guest.Field.amount, .integer(7))])
    try city.settle([a, b, city.hub])
    #expect(try name(b, id) == [.text("after")])
    try city.hub.revoke(a.identity.replica, after: [ledger: 1])
    try city.settle([a, b, city.hub])
    for store in [a, b, city.hub] {
      #expect(try name(store, id) == [.text("before")])
      #expect(try store.record(ledger, other) == nil)
      let waiting = try store.read { snapshot throws(StoreError) in
        try snapshot.refusals(ledger)
      }
      #expect(waiting.map(\.code) == [.revoked, .revoked])
      #expect(waiting.allSatisfy { $0.isVoid })
    }
    try expectConverged(ledger, [a, b, city.hub])
    try expectSound(a, b, city.hub)
    #expect(refusal { try a.edit(ledger, [Guest.add(id, "x")]) } == .notPermitted)
    try city.hub.reinstate(a.identity.replica)
    try city.settle([a, b, city.hub])
    for store in [a, b, city.hub] {
      #expect(try name(store, id) == [.text("after")])
      #expect(try name(store, other) == [.text("new")])
      let waiting = try store.read { snapshot throws(StoreError) in
        try snapshot.refusals(ledger)
      }
      #expect(waiting.isEmpty)
    }
    try a.edit(ledger, [Guest.write(id, Guest.Field.name, .text("again"))])
    try city.settle([a, b, city.hub])
    try expectConverged(ledger, [a, b, city.hub])
    try expectSound(a, b, city.hub)
  }

  @Test func aCountyWritesTheMemberList() throws {
    let members = CollectionID(rawValue: 60_000)
    let coup = Operation(
      collection: members, record: id, field: FieldID(rawValue: 4), value: .text("hub"))
    #expect(refusal { try a.edit(ledger, [coup]) } == .notPermitted)
    var writer = try script(1)
    let run = try writer.run([try writer.change([coup])])
    for store in [a, b, city.hub] {
      #expect(try store.apply(ledger, [run]).voided.map(\.detail) == ["60000.4"])
      #expect(try store.record(ledger, members, id) == nil)
    }
    try expectConverged(ledger, [a, b, city.hub])
    try expectSound(a, b, city.hub)
  }

  @Test func aMemberListFromTheFuture() throws {
    var writer = try script(2)
    let run = try writer.run([try writer.change([Guest.add(id, "early")], memberVersion: 99)])
    let report = try a.apply(ledger, [run])
    #expect(report.applied == 0)
    #expect(report.gap?.ledger == Store.memberLedger)
    #expect(report.gap?.replica == city.hub.identity.replica)
    #expect(report.refused.isEmpty)
    #expect(try city.hub.apply(ledger, [run]).refused.map(\.code) == [.memberListAhead])
    try expectSound(a, city.hub)
  }

  @Test func aSplitHistoryIsFoundOut() throws {
    var one = try script(3)
    var two = one
    let shownToA = try one.run([try one.change([Guest.add(id, "for a")])])
    let shownToB = try two.run([try two.change([Guest.add(id, "for b")])])
    _ = try a.apply(ledger, [shownToA])
    _ = try b.apply(ledger, [shownToB])
    let before = try b.vector(ledger)
    try b.edit(ledger, [Guest.add(id, "b")])
    let report = try a.apply(ledger, try b.runs(ledger, after: before))
    #expect(report.applied == 1)
    #expect(report.alarms.map(\.dot) == [Dot(replica: one.replica, seq: 1)])
    let alarms = try a.read { snapshot throws(StoreError) in try snapshot.alarms() }
    #expect(alarms.map(\.code) == [.divergentHistory])
    #expect(try a.verify().problems.map(\.code) == ["divergent-history", "divergent-history"])
    let dot = try #require(alarms.first?.dot)
    #expect(try a.dismissAlarms(about: dot) == 1)
    #expect(try a.read { snapshot throws(StoreError) in try snapshot.alarms() }.isEmpty)
    // The proof is complete as soon as the two meet.
    #expect(try a.apply(ledger, [shownToB]).refused.map(\.code) == [.equivocation])
    let proofs = try a.read { snapshot throws(StoreError) in try snapshot.proofs() }
    #expect(proofs.count == 2)
    #expect(try a.check(deep: true).problems == [])
  }

  @Test func dismissedOnce() throws {
    var unknown = try ScriptedReplica(seed: [UInt8](repeating: 9, count: 32), ledger: ledger)
    let run = try unknown.run([try unknown.change([Guest.add(id, "stranger")])])
    _ = try a.apply(ledger, [run])
    #expect(try a.dismiss(ledger, Dot(replica: unknown.replica, seq: 1)) == 1)
    _ = try a.apply(ledger, [run])
    let waiting = try a.read { snapshot throws(StoreError) in try snapshot.refusals(ledger) }
    #expect(waiting.isEmpty)
    try expectSound(a)
  }
}

extension Store {
  func record(
    _ ledger: String, _ collection: CollectionID, _ id: RecordID
  ) throws(StoreError) -> Record? {
    try read { snapshot throws(StoreError) in try snapshot.record(ledger, collection, id) }
  }
}
