// Verifies:
//  1. members are what the hub wrote, on every store that holds the member ledger
//  2. only a hub enrols and revokes; a stranger's changes count nowhere until it is enrolled
//  3. a renewed member has exactly the ledgers it was renewed with, and its role for good
//  4. a revoked member's later changes are void, its earlier ones stand; it cannot commit
//  5. a county that joined writes to the ledgers it was invited to and to no other
//  6. a key that does not belong to its replica is not taken for a hub or a member
//  7. member digests are equal exactly when the member ledgers are
//  8. what was refused before its writer was known is applied afterwards
//  9. what a store wrote before it joined, under this name or one given up since, is hidden by a
//     hub that lists it for other ledgers; what a list tells of a former name is that list's

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct MembershipTests {
  let city: TestCity
  let id = workID(1)

  init() throws { city = try TestCity(ledgers: [ledger, "411703"]) }

  private func member(_ store: Store, _ ledgers: [String], role: Role = .county) -> Member {
    Member(
      replica: store.identity.replica, publicKey: store.identity.publicKey, office: "renewed",
      role: role, ledgers: ledgers, enrolledMilliseconds: 5)
  }

  @Test func membersAreWhatTheHubWrote() throws {
    let a = try city.office("office a")
    let b = try city.office("office b", role: .department, ledgers: [ledger, "411703"])
    _ = try a.pull(Store.memberLedger, from: city.hub)
    for store in [a, b, city.hub] {
      let members = try store.members()
      #expect(members.map(\.office).sorted() == ["hub", "office a", "office b"])
      let department = try #require(members.first { $0.office == "office b" })
      #expect(department.role == .department)
      #expect(department.ledgers == [ledger, "411703"])
      #expect(department.publicKey == b.identity.publicKey)
      #expect(!department.isRevoked)
    }
    #expect(try a.hub?.replica == city.hub.identity.replica)
    #expect(try city.hub.hub == nil)
    #expect(try a.ledgers() == [ledger])
    #expect(try city.hub.ledgers() == [ledger, "411703"])
    try expectSound(a, b, city.hub)
  }

  @Test func whatWasTypedUnderAFormerNameIsHiddenToo() throws {
    let store = try city.stranger("office")
    try store.edit(ledger, [Guest.add(id, "typed")])
    #expect(try store.ledgersHidden(as: .county, in: ["411703"]) == [ledger])
    _ = try store.renewIdentity()
    #expect(try store.ledgersHidden(as: .county, in: ["411703"]) == [ledger])
    #expect(try store.ledgersHidden(as: .observer, in: [ledger]) == [ledger])
    #expect(try store.ledgersHidden(as: .county, in: [ledger]) == [])
    let listed = try city.office("listed")
    try listed.edit(ledger, [Guest.add(id, "typed")])
    try city.settle([listed, city.hub])
    _ = try listed.renewIdentity()
    #expect(try listed.ledgersHidden(as: .county, in: ["411703"]) == [])
    for store in [store, listed] { #expect(try store.check(deep: true).problems == []) }
  }

  @Test func onlyAHubEnrols() throws {
    let a = try city.office("office a")
    let stranger = try city.stranger("stranger")
    #expect(refusal { try a.enrol(member(stranger, [ledger])) } == .notPermitted)
    #expect(refusal { try a.revoke(stranger.identity.replica) } == .notPermitted)
    #expect(refusal { try city.hub.revoke(stranger.identity.replica) } == .noSuchRecord)
    try stranger.edit(ledger, [Guest.add(id, "offline")])
    #expect(try a.pull(ledger, from: stranger).refused.map(\.code) == [.unknownMember])
    try city.join(stranger)
    _ = try a.pull(Store.memberLedger, from: city.hub)
    #expect(try a.pull(ledger, from: stranger).applied == 1)
    // Nobody has to deal any more with what counts now.
    let waiting = try a.read { snapshot throws(StoreError) in try snapshot.refusals(ledger) }
    #expect(waiting.isEmpty)
    try expectConverged(ledger, [a, stranger])
    try expectSound(a, stranger, city.hub)
  }

  @Test func renewalReplaces() throws {
    let a = try city.office("office a", ledgers: [ledger, "411703"])
    #expect(
      refusal { try city.hub.enrol(member(a, ["411703"], role: .department)) } == .roleFixed)
    var expected = member(a, ["411703"])
    expected.revocations = [ledger: 0]
    try city.hub.enrol(member(a, ["411703"]))
    #expect(try city.hub.members().first { $0.replica == a.identity.replica } == expected)
    try city.hub.revoke(a.identity.replica)
    #expect(try city.hub.members().first { $0.replica == a.identity.replica }?.isRevoked == true)
    try city.hub.enrol(member(a, ["411703"]))
    #expect(try city.hub.members().first { $0.replica == a.identity.replica } == expected)
    _ = try a.pull(Store.memberLedger, from: city.hub)
    #expect(refusal { try a.edit(ledger, [Guest.add(id, "x")]) } == .notPermitted)
    try a.edit("411703", [Guest.add(id, "x")])
    try expectSound(a, city.hub)
  }

  @Test func revokedMembers() throws {
    let a = try city.office("office a")
    let b = try city.office("office b")
    _ = try a.pull(Store.memberLedger, from: city.hub)
    for number in 0..<3 { try a.edit(ledger, [Guest.add(id, "\(number)")]) }
    _ = try city.hub.pull(ledger, from: a)
    try a.edit(ledger, [Guest.add(id, "too late")])
    try city.hub.revoke(a.identity.replica)
    #expect(
      try city.hub.members().first { $0.replica == a.identity.replica }?.revocations
        == [ledger: 3, "*": 0])
    _ = try b.pull(Store.memberLedger, from: city.hub)
    #expect(try b.pull(ledger, from: city.hub).applied == 3)
    #expect(try b.pull(ledger, from: a).voided.map(\.code) == [.revoked])
    #expect(try city.hub.pull(ledger, from: a).voided.map(\.code) == [.revoked])
    try expectConverged(ledger, [b, city.hub])
    _ = try a.pull(Store.memberLedger, from: city.hub)
    #expect(refusal { try a.edit(ledger, [Guest.add(id, "on")]) } == .notPermitted)
    try expectSound(a, b, city.hub)
  }

  @Test func countiesWriteWhereInvited() throws {
    let a = try city.office("office a", ledgers: [ledger])
    try a.edit(ledger, [Guest.add(id, "own")])
    try a.addLedger("411703")
    #expect(refusal { try a.edit("411703", [Guest.add(id, "other")]) } == .notPermitted)
    let observer = try city.office("observer", role: .observer)
    #expect(refusal { try observer.edit(ledger, [Guest.add(id, "x")]) } == .notPermitted)
    let town = try city.office("city office", role: .city, ledgers: [])
    try town.addLedger("411703")
    try town.edit("411703", [Guest.add(id, "city")])
    try expectSound(a, observer, town, city.hub)
  }

  @Test func keysBelongToTheirReplica() throws {
    let stranger = try city.stranger("stranger")
    let other = try city.stranger("other")
    #expect(
      refusal {
        try stranger.trustHub(
          replica: other.identity.replica, publicKey: city.hub.identity.publicKey, office: "hub")
      } == .badIdentity)
    #expect(try stranger.hub == nil)
    var forged = member(stranger, [ledger])
    forged.publicKey = other.identity.publicKey
    #expect(refusal { try city.hub.enrol(forged) } == .badIdentity)
    #expect(try city.hub.members().count == 1)
    try expectSound(stranger, other, city.hub)
  }

  @Test func digestsFollowTheLedger() throws {
    let a = try city.office("office a")
    #expect(try a.memberDigest() == city.hub.memberDigest())
    let b = try city.office("office b")
    #expect(try a.memberDigest() != b.memberDigest())
    _ = try a.pull(Store.memberLedger, from: city.hub)
    #expect(try a.memberDigest() == b.memberDigest())
    let alone = try city.stranger("alone")
    #expect(try alone.memberDigest() == VectorCoding.digest(of: VersionVector()))
    try expectSound(a, b, alone, city.hub)
  }
}
