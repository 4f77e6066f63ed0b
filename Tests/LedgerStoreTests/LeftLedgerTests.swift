// Verifies:
//  1. a ledger dropped with unsent edits in a bundle, held again and written before anything came
//     back: the write goes out under a new identity, never under a sequence number used before; the
//     bundle is taken at the hub afterwards, nothing typed is lost, nobody is frozen
//  2. the same written after the sync that brought what had been sent, the bundle applied here too
//  3. where all own history came back first, the identity stays and its chain goes on
//  4. dropping again before anything came back forgets nothing; `check` finds an end that is not
//     the one that came back, and a note that cannot be read

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct LeftLedgerTests {
  let city: TestCity
  let directory = TemporaryDirectory("left")

  init() throws { city = try TestCity() }

  /// An office with two changes that the hub has and two that went into a bundle when it dropped
  /// the ledger, which it holds again.
  private func returned() throws -> (store: Store, bundle: String, old: ReplicaID) {
    let store = try city.office("office a")
    for number in 1...2 as ClosedRange<UInt64> {
      try store.edit(ledger, [Guest.add(workID(number), "sent")])
    }
    try city.settle([store, city.hub])
    for number in 3...4 as ClosedRange<UInt64> {
      try store.edit(ledger, [Guest.add(workID(number), "unsent")])
    }
    let bundle = directory.path("unsent.tzb")
    try store.dropLedger(ledger, exportingTo: bundle)
    try store.addLedger(ledger)
    #expect(try store.isBehindItself(ledger))
    return (store, bundle, store.identity.replica)
  }

  private func admit(_ store: Store) throws {
    while let succession = try store.pendingSuccession() {
      _ = try city.hub.admit(succession)
      try store.settleSuccession()
    }
  }

  /// The works that carry a tag.
  private func tagged(_ store: Store) throws -> [UInt64] {
    try (1...9 as ClosedRange<UInt64>).filter { number in
      let record = try store.record(ledger, workID(number))
      return !(record?.elements(Guest.Field.tags) ?? []).isEmpty
    }
  }

  private func expectNothingLost(_ store: Store) throws {
    try city.settle([store, city.hub])
    #expect(try tagged(city.hub) == [1, 2, 3, 4, 9])
    try expectConverged(ledger, [city.hub, store])
    for each in [store, city.hub] {
      #expect(try each.read { snapshot throws(StoreError) in try snapshot.frozen() } == [])
      #expect(try each.read { snapshot throws(StoreError) in try snapshot.alarms() }.isEmpty)
    }
    try expectSound(store, city.hub)
  }

  @Test func writtenBeforeTheSync() throws {
    let (store, bundle, old) = try returned()
    let dot = try store.edit(ledger, [Guest.add(workID(9), "before the sync")])
    #expect(dot == Dot(replica: store.identity.replica, seq: 1))
    #expect(store.identity.replica != old)
    #expect(store.renewal?.old == old)
    #expect(try !store.isBehindItself(ledger))
    try admit(store)
    try city.settle([store, city.hub])
    #expect(try city.hub.vector(ledger)[old] == 2)
    #expect(try city.hub.applyBundle(from: bundle).applied == 2)
    try expectNothingLost(store)
  }

  @Test func writtenAfterTheSync() throws {
    let (store, bundle, old) = try returned()
    _ = try store.pull(ledger, from: city.hub)
    #expect(try store.vector(ledger)[old] == 2)
    #expect(try store.isBehindItself(ledger))
    let dot = try store.edit(ledger, [Guest.add(workID(9), "after the sync")])
    #expect(dot == Dot(replica: store.identity.replica, seq: 1))
    #expect(store.identity.replica != old)
    try store.edit(ledger, [Guest.add(workID(9), "and again")])
    #expect(try store.vector(ledger)[store.identity.replica] == 2)
    try admit(store)
    try city.settle([store, city.hub])
    #expect(try store.applyBundle(from: bundle).applied == 2)
    try expectNothingLost(store)
    #expect(try city.hub.applyBundle(from: bundle).applied == 0)
  }

  @Test func allCameBack() throws {
    let (store, bundle, old) = try returned()
    #expect(try city.hub.applyBundle(from: bundle).applied == 2)
    _ = try store.pull(ledger, from: city.hub)
    #expect(try !store.isBehindItself(ledger))
    let dot = try store.edit(ledger, [Guest.add(workID(9), "goes on")])
    #expect(dot == Dot(replica: old, seq: 5))
    #expect(store.renewal == nil)
    try expectNothingLost(store)
  }

  @Test func whatIsRememberedAndChecked() throws {
    let (store, bundle, old) = try returned()
    try store.dropLedger(ledger, exportingTo: nil)
    try store.addLedger(ledger)
    let key = "left/\(ledger)/\(old)"
    #expect(try store.peerKeys(prefix: "left/") == [key])
    #expect(try store.isBehindItself(ledger))
    _ = try store.pull(ledger, from: city.hub)
    _ = try store.applyBundle(from: bundle)
    #expect(try !store.isBehindItself(ledger))
    try expectSound(store)
    let noted = try #require(try store.peerValue(key))
    #expect(noted.count == 41)
    try store.setPeerValue(key, Array(noted.prefix(9)) + [UInt8](repeating: 0, count: 32))
    #expect(try store.check(deep: false).problems.map(\.code) == ["divergent-past"])
    try store.setPeerValue(key, Array(noted.prefix(9)))
    #expect(try store.check(deep: false).problems.map(\.code) == ["left-note"])
    try store.setPeerValue(key, noted)
    try expectSound(store)
  }
}
