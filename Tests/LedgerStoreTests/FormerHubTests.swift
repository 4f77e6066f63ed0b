// Verifies:
//  1. who joins a hub that was renewed twice takes what it wrote of the members under its former
//     keys, by that hub's signed word, and holds what the others hold; without that word nothing is
//     taken
//  2. a word that the hub did not sign, names no key or too many is refused, and nothing is trusted
//  3. where one statement does not hold them all there are several, each refused when it is forged
//  4. an office that missed three renewals follows the whole line, and no line that lacks a step or
//     that another signed; one that was left with the last key alone is mended by the same line
//  5. the same for a hub restored without its key, and where the member ledger was compacted and
//     comes as a snapshot, changes of others than the hub in it

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

  private func trust(_ hub: Store, by store: Store, former: [FormerHubs]) throws {
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
    #expect(try hub.formerHubs().isEmpty)
    let first = hub.identity.publicKey
    _ = try hub.renewIdentity()
    _ = try hub.renewIdentity()
    let former = try #require(try hub.formerHubs().first)
    #expect(former.publicKeys.count == 2)
    #expect(former.publicKeys.contains(first))
    #expect(former.verify(by: hub.identity.publicKey))
    let late = try city.stranger("late")
    try enrol(late, at: hub)
    try trust(hub, by: late, former: [])
    let refused = try late.pull(Store.memberLedger, from: hub)
    #expect(refused.applied == 0)
    #expect(refused.refused.contains { $0.code == .unknownMember })
    try trust(hub, by: late, former: [former])
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
    let former = try #require(try hub.formerHubs().first)
    let stranger = try city.stranger("stranger")
    let other = try #require(
      FormerHubs(
        publicKeys: former.publicKeys + [stranger.identity.publicKey],
        signature: former.signature))
    let unsigned = try #require(
      FormerHubs(publicKeys: former.publicKeys, signature: Signature64.zero))
    for forged in [other, unsigned] {
      #expect(!forged.verify(by: hub.identity.publicKey))
      #expect(refusal { try trust(hub, by: stranger, former: [forged]) } == .badIdentity)
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

  @Test func moreThanOneStatementHolds() throws {
    let hub = city.hub
    for _ in 0..<3 { _ = try hub.renewIdentity() }
    let former = try hub.formerHubs(keysMax: 2)
    #expect(former.map(\.publicKeys.count) == [2, 1])
    let late = try city.stranger("late")
    try enrol(late, at: hub)
    let forged = try #require(
      FormerHubs(publicKeys: former[0].publicKeys, signature: former[1].signature))
    #expect(
      refusal { try trust(hub, by: late, former: [former[1], forged]) } == .badIdentity)
    #expect(try late.peerKeys(prefix: "hub/").isEmpty)
    try trust(hub, by: late, former: former)
    #expect(try late.pull(Store.memberLedger, from: hub).refused.isEmpty)
    try expectConverged(Store.memberLedger, [hub, late])
  }

  @Test func followedOverThreeRenewals() throws {
    let hub = city.hub
    let first = hub.identity.publicKey
    let a = try city.office("office a")
    let b = try city.office("office b")
    for _ in 0..<3 { _ = try hub.renewIdentity() }
    let (line, present) = (try hub.successions(), hub.identity.publicKey)
    #expect(line.count == 3)
    for missing in line.indices {
      var cut = line
      cut.remove(at: missing)
      #expect(try !a.follow(cut, to: present), "without step \(missing)")
    }
    #expect(try !a.follow([Succession(old: SigningKey(), new: present)], to: present))
    #expect(try a.hub?.publicKey == first)
    #expect(try a.follow(line, to: present))
    // As an older program left it: the last key, and none between.
    try b.trustHub(replica: hub.identity.replica, publicKey: present, office: "hub")
    #expect(try !b.pull(Store.memberLedger, from: hub).refused.isEmpty)
    #expect(try b.follow(line, to: present))
    for store in [a, b] {
      #expect(try store.hub?.publicKey == present)
      #expect(try !store.follow(line, to: present))
      #expect(try store.pull(Store.memberLedger, from: hub).refused.isEmpty)
      try store.edit(ledger, [Guest.add(workID(1), store.identity.office)])
      #expect(try hub.pull(ledger, from: store).refused.isEmpty)
    }
    for store in [a, b] { _ = try store.pull(ledger, from: hub) }
    try expectConverged(ledger, [hub, a, b])
    try expectConverged(Store.memberLedger, [hub, a, b])
    try expectSound(hub, a, b)
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
    #expect(try hub.formerHubs().map(\.publicKeys) == [[city.hub.identity.publicKey]])
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
