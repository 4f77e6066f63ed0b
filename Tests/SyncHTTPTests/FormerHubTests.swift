// Verifies, over real HTTP on loopback
// 1. Whoever joins a hub after its identity was renewed, or after it was restored from a backup
//    with or without its old key, gets member list and ledgers whole at the first sync, and writes.
// 2. An office that joined such a hub before it told of its former keys is mended by joining again.
// 3. Offices that missed three renewals in a row go on without anybody's help; a hub in the same
//    place that cannot prove where its key comes from is refused, and the pin stays.

import Causality
import LMDB
import LedgerStore
import SyncHTTP
import TestSupport
import Testing

@Suite struct FormerHubTests {
  /// A city whose hub has served and taken something.
  private func used() async throws -> TestCity {
    let city = try TestCity()
    let live = try await LiveHub(city: city)
    let east = try await live.office("east")
    try east.addWorks(2)
    try await live.sync(east)
    await live.stop()
    return city
  }

  private func expectJoins(_ live: LiveHub) async throws {
    let late = try live.city.stranger("late", ledgers: [])
    let report = try await Agent.join(
      late, url: live.url, token: try live.invite().token, options: live.options(),
      logger: silent)
    #expect(report.syncs.map(\.ledger) == ["411702"])
    #expect(report.syncs.allSatisfy { $0.refused.isEmpty && $0.gap == nil })
    #expect(report.syncs.first?.received == 2)
    try late.addWorks(1)
    #expect(try await live.sync(late).sent == 1)
    try expectConverged(live.hub, late)
    try expectConverged(live.hub, late, ledger: "city")
    try await live.finish(late)
  }

  @Test func afterARenewal() async throws {
    let city = try await used()
    _ = try city.hub.renewIdentity()
    try await expectJoins(try await LiveHub(city: city))
  }

  @Test(arguments: [true, false]) func afterARestore(withTheKey: Bool) async throws {
    let city = try await used()
    try city.hub.backup(to: city.directory.path("backup"))
    let hub = try Store.restore(
      from: city.directory.path("backup"), to: city.directory.path("restored"), office: "hub",
      role: .hub, succeeding: withTheKey ? city.hub.path + "/identity.key" : nil,
      schema: Guest.schema,
      options: StoreOptions(
        mapSizeBytes: 256 << 20, sync: .none, wallMilliseconds: city.clock.reading))
    try await expectJoins(try await LiveHub(city: city, hub: hub))
  }

  @Test func threeRenewalsMissed() async throws {
    let city = try TestCity()
    let first = try await LiveHub(city: city)
    let offices = [try await first.office("east"), try await first.office("west")]
    for office in offices {
      try office.addWorks(1)
      try await first.sync(office)
    }
    await first.stop()
    for _ in 0..<3 { _ = try city.hub.renewIdentity() }
    let live = try await LiveHub(city: city, port: first.address.port)
    for office in offices {
      try office.addWorks(1)
      let report = try await live.sync(office)
      #expect(report.sent == 1)
      #expect(report.refused.isEmpty && report.gap == nil)
      #expect(try Agent.knownHub(office)?.replica == city.hub.identity.replica)
    }
    for office in offices {
      try await live.sync(office)
      try expectConverged(live.hub, office)
      try expectConverged(live.hub, office, ledger: "city")
    }
    await live.stop()
    let other = try TestCity(seed: 78)
    let foreign = try await LiveHub(city: other, port: first.address.port)
    try other.hub.enrol(
      Member(
        replica: offices[0].identity.replica, publicKey: offices[0].identity.publicKey,
        office: "east", role: .county, ledgers: ["411702"],
        enrolledMilliseconds: other.clock.now))
    let error = await hubError { try await foreign.sync(offices[0]) }
    #expect(error?.kind == .hubKeyChanged)
    #expect(try Agent.knownHub(offices[0])?.replica == city.hub.identity.replica)
    await foreign.stop()
    for store in offices + [city.hub] { #expect(try store.check(deep: true).isOK) }
  }

  @Test func joiningAgainMends() async throws {
    let city = try await used()
    _ = try city.hub.renewIdentity()
    let live = try await LiveHub(city: city)
    // As a hub's older program left it: the present key alone is trusted.
    let late = try city.stranger("late", ledgers: ["411702"])
    try late.trustHub(
      replica: city.hub.identity.replica, publicKey: city.hub.identity.publicKey, office: "hub")
    #expect(try late.pull(Store.memberLedger, from: city.hub).refused.isEmpty == false)
    let report = try await Agent.join(
      late, url: live.url, token: try live.invite().token, options: live.options(),
      logger: silent)
    #expect(report.syncs.allSatisfy { $0.refused.isEmpty && $0.gap == nil })
    try expectConverged(live.hub, late)
    try expectConverged(live.hub, late, ledger: "city")
    try await live.finish(late)
  }
}
