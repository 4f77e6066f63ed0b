// Verifies:
//  1. who joins a hub that was renewed twice takes what it wrote of the members under its former keys,
//     by that hub's signed word, and holds what the others hold; without that word nothing is taken
//  2. a word that the hub did not sign, names no key or too many is refused, and nothing is trusted
//  3. the same for a hub restored without its key, and where the member ledger was compacted and comes
//     as a snapshot, changes of others than the hub in it

import Causality
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct FormerHubTests {
  let city: TestCity
  let directory = TemporaryDirectory("former")

  init() throws { city = try TestCity() }

  private func trust(_ hub: Store, by store: Store, former: FormerHubs?) throws {
    try store.trustHub(
      replica: hub.identity.replica, publicKey: hub.identity.publicKey, office: "hub",
      former: former)
  }

  private func enrol(_ store: Store, at hub: Store) throws {
    try hub.enrol(
      Member(
        replica: store.identity.replica, publicKey: store.identity.publicKey,
        office: store.identity.office, role: store.identity.role, ledgers: [ledger],
        enrolledMilliseconds: city.clock.now))
  }

  @Test func aHubRenewedTwice() throws {
    let hub = city.hub
    let a = try city.office("office a")
    try a.edit(ledger, [Guest.add(workID(1), "a")])
    _ = try hub.pull(ledger, from: a)
    #expect(try hub.formerHubs() == nil)
    let first = hub.identity.publicKey
    _ = try hub.renewIdentity()
    _ = try hub.renewIdentity()
    let former = try #require(try hub.formerHubs())
    #expect(former.publicKeys.count == 2)
    #expect(former.publicKeys.contains(first))
    #expect(former.verify(by: hub.identity.publicKey))
    let late = try city.stranger("late")
    try enrol(late, at: hub)
    try trust(hub, by: late, former: nil)
    let refused = try late.pull(Store.memberLedger, from: hub)
    #expect(refused.applied == 0)
    #expect(refused.refused.contains { $0.code == .unknownMember })
    try trust(hub, by: late, former: former)
    #expect(try late.pull(Store.memberLedger, from: hub).refused.isEmpty)
    _ = try late.pull(ledger, from: hub)
    try late.edit(ledger, [Guest.add(workID(1), "late")])
    _ = try hub.pull(ledger, from: late)
    try expectConverged(ledger, [hub, late])
    try expectConverged(Store.memberLedger, [hub, late])
    #expect(try late.members() == hub.members())
    try expectSound(hub, late, a)
  }

  @Test func whatTheHubDidNotSign() throws {
    let hub = city.hub
    _ = try hub.renewIdentity()
    let former = try #require(try hub.formerHubs())
    let stranger = try city.stranger("stranger")
    let other = try #require(
      FormerHubs(
        publicKeys: former.publicKeys + [stranger.identity.publicKey],
        signature: former.signature))
    let unsigned = try #require(
      FormerHubs(publicKeys: former.publicKeys, signature: Signature64.zero))
    for forged in [other, unsigned] {
      #expect(!forged.verify(by: hub.identity.publicKey))
      #expect(refusal { try trust(hub, by: stranger, former: forged) } == .badIdentity)
    }
    #expect(try stranger.hub == nil)
    #expect(try stranger.peerKeys(prefix: "hub/").isEmpty)
    let key = hub.identity.publicKey
    let many = [[UInt8]](repeating: key, count: FormerHubs.keysMax + 1)
    for keys in [[], [[1, 2, 3]], many] {
      #expect(FormerHubs(publicKeys: keys, signature: former.signature) == nil)
    }
    #expect(refusal { _ = try stranger.formerHubs() } == .notPermitted)
  }

  @Test func restoredWithoutTheKey() throws {
    let a = try city.office("office a")
    try a.edit(ledger, [Guest.add(workID(1), "a")])
    _ = try city.hub.pull(ledger, from: a)
    try city.hub.backup(to: directory.path("backup"))
    let hub = try Store.restore(
      from: directory.path("backup"), to: directory.path("hub"), office: "hub", role: .hub,
      schema: Guest.schema,
      options: StoreOptions(
        mapSizeBytes: 256 << 20, sync: .none, wallMilliseconds: city.clock.reading))
    #expect(try hub.formerHubs()?.publicKeys == [city.hub.identity.publicKey])
    let late = try city.stranger("late")
    try enrol(late, at: hub)
    try trust(hub, by: late, former: try hub.formerHubs())
    #expect(try late.pull(Store.memberLedger, from: hub).refused.isEmpty)
    _ = try late.pull(ledger, from: hub)
    try expectConverged(ledger, [hub, late])
    try expectConverged(Store.memberLedger, [hub, late])
    try expectSound(hub, late)
  }

  @Test func aCompactedMemberLedger() throws {
    let hub = city.hub
    let a = try city.office("office a")
    let town = try city.office("town", role: .city, ledgers: [])
    try a.edit(ledger, [Guest.add(workID(1), "a")])
    _ = try hub.pull(ledger, from: a)
    try town.edit(Store.memberLedger, [Guest.add(workID(2), "of the city")])
    _ = try hub.pull(Store.memberLedger, from: town)
    _ = try hub.renewIdentity()
    for store in [a, town] {
      try hub.noteAcknowledged(
        store.identity.replica, ledger: Store.memberLedger, try hub.vector(Store.memberLedger))
    }
    let done = try hub.compact(Store.memberLedger, requireBackup: false).first
    #expect(done?.changes ?? 0 > 0)
    let late = try city.stranger("late")
    try enrol(late, at: hub)
    try trust(hub, by: late, former: try hub.formerHubs())
    let file = try hub.writeSnapshot(Store.memberLedger)
    _ = try late.bootstrap(Store.memberLedger, from: file.path)
    #expect(try late.pull(Store.memberLedger, from: hub).refused.isEmpty)
    #expect(try late.members() == hub.members())
    #expect(try late.staleLedgers().isEmpty)
    _ = try late.pull(ledger, from: hub)
    try expectConverged(ledger, [hub, late])
    try expectConverged(Store.memberLedger, [hub, late])
    try expectSound(hub, late)
  }
}
