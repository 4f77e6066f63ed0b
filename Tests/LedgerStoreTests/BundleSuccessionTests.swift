// Verifies, with bundles and nothing else between a hub and its members:
//  1. a member that was renewed is taken for who it was, its unsent edits with it; once the hub's
//     list has come back, bundles tell of it no longer
//  2. a member follows a hub that was renewed twice, also out of a bundle sealed to it
//  3. a member that was revoked stays a stranger, and so does who succeeds a stranger
//  4. a dry run says what would be taken, and takes nothing

import Causality
import Foundation
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct BundleSuccessionTests {
  let city: TestCity
  let member: Store

  init() throws {
    city = try TestCity()
    member = try city.office("office")
    try edit(member, 1)
    try city.settle([member, city.hub])
  }

  private func edit(_ store: Store, _ number: Int64) throws {
    try store.edit(ledger, [Guest.write(workID(1), Guest.Field.amount, .integer(number))])
  }

  private func bundle(
    _ store: Store, _ name: String, to recipient: Member? = nil
  ) throws -> String {
    let path = city.directory.path(name)
    _ = try store.createBundle(at: path, BundleRequest(ledger: ledger, recipient: recipient))
    return path
  }

  /// The successions that stand in a bundle.
  private func told(_ path: String) throws -> [Succession] {
    var reader = BundleReader()
    reader.feed(Array(try Data(contentsOf: URL(fileURLWithPath: path))))
    var found: [Succession] = []
    while let item = try reader.next() {
      if case .succession(let succession) = item { found.append(succession) }
    }
    return found
  }

  @Test func aRenewedMember() throws {
    let old = member.identity.replica
    try edit(member, 2)
    _ = try member.renewIdentity()
    _ = try member.renewIdentity()
    try edit(member, 3)
    let there = try bundle(member, "there.tzb")
    #expect(try told(there).map(\.new).last == member.identity.replica)
    let planned = try city.hub.applyBundle(from: there, dryRun: true)
    #expect(planned.applied > 0)
    #expect(try city.hub.members().allSatisfy { $0.replica != member.identity.replica })
    let report = try city.hub.applyBundle(from: there)
    #expect(report.refused.isEmpty && report.gap == nil)
    let listed = try city.hub.members()
    #expect(listed.first { $0.replica == old }?.retiredMilliseconds != nil)
    #expect(listed.first { $0.replica == member.identity.replica }?.office == "office")
    _ = try member.applyBundle(from: try bundle(city.hub, "back.tzb"))
    #expect(try told(try bundle(member, "again.tzb")).isEmpty)
    #expect(
      try city.hub.record(ledger, workID(1))?[Guest.Field.amount] == .integer(3))
    try expectConverged(ledger, [member, city.hub])
    try expectSound(member, city.hub)
  }

  @Test func aRenewedHub() throws {
    _ = try city.hub.renewIdentity()
    try edit(city.hub, 7)
    _ = try city.hub.renewIdentity()
    try edit(city.hub, 8)
    let recipient = try #require(
      try city.hub.members().first { $0.replica == member.identity.replica })
    let path = try bundle(city.hub, "sealed.tzb", to: recipient)
    #expect(try told(path).count == 2)
    let report = try member.applyBundle(from: path)
    #expect(report.refused.isEmpty && report.gap == nil)
    #expect(try member.hub?.replica == city.hub.identity.replica)
    #expect(try member.record(ledger, workID(1))?[Guest.Field.amount] == .integer(8))
    try edit(member, 9)
    #expect(try city.hub.applyBundle(from: try bundle(member, "back.tzb")).applied == 1)
    try expectConverged(ledger, [member, city.hub])
    try expectSound(member, city.hub)
  }

  @Test func strangersStayStrangers() throws {
    try edit(member, 2)
    let old = member.identity
    _ = try member.renewIdentity()
    let renewed = try bundle(member, "renewed.tzb")
    try city.hub.revoke(old.replica, after: [Member.everyLedger: 1])
    let vector = try city.hub.vector(ledger)
    #expect(throws: StoreError.self) { try city.hub.applyBundle(from: renewed) }
    #expect(try city.hub.vector(ledger) == vector)
    #expect(try city.hub.members().allSatisfy { $0.replica != member.identity.replica })

    // Its old key is known to nobody.
    let stranger = try city.stranger("stranger", ledgers: [ledger])
    try edit(stranger, 5)
    _ = try stranger.renewIdentity()
    try edit(stranger, 6)
    let path = try bundle(stranger, "stranger.tzb")
    #expect(try told(path).count == 1)
    do {
      _ = try city.hub.applyBundle(from: path)
      Issue.record("a stranger's bundle was taken")
    } catch {
      #expect(error.code == .strangerBundle)
    }
    #expect(try city.hub.vector(ledger) == vector)
    try expectSound(city.hub)
  }
}
