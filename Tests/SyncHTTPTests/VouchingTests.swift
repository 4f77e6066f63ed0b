// Verifies, with a province's hub served over HTTP and a city's hub as its agent
// 1. What a county wrote goes up under its own signature, what the province wrote comes down, and
//    the shared ledger is the same, byte for byte; each hub's member list stays its own.
// 2. A vouched member counts in the ledgers shared alone, whatever its role; nobody who is listed
//    already is changed by another hub's word.
// 3. A revocation at the city voids at the province what it voids at the city; one made at the
//    province is not undone by the city's telling.
// 4. A member who enrolled at the city between the telling and the push is told of at once.
// 5. A hub joins as `city` only, and members that are no hubs tell nothing.
// 6. A revocation at the province reaches the city in the shared ledger alone, voids there what it
//    voids above, is told, and leaves the next sync quiet; of two the lower counts, and each hub
//    takes back its own only.
// 7. A revocation at the province of a county that both enrolled reaches the city and its members
//    in the shared ledger alone, is told by the sync that brings it, at the city and at its
//    members, and so is its end.
// 8. Either hub renewed: members vouched for before go with it, and revocations still reach them.
// 9. A revocation at the city of a county that the province enrolled itself changes nothing at the
//    province; both hubs tell of it until the province follows, or the city takes it back.
// 10. A county that the province revoked is told by its hub that the province did; a reinstatement
//    at the city leaves the province's word standing until the province takes it back.
// 11. A file that comes to the city after the change that names it goes up all the same, at once,
//    and is what the county added.

import Catalogue
import Causality
import LedgerStore
import SyncHTTP
import TestSupport
import Testing

@Suite struct VouchingTests {
  /// A city's hub below a province's.
  private func below(
    _ province: LiveHub, ledgers: [String] = ["411702", "411721"]
  ) async throws -> TestCity {
    let city = try TestCity(ledgers: ledgers, seed: 77)
    _ = try await Agent.join(
      city.hub, url: province.url, token: try province.invite(role: .city).token,
      options: province.options(), logger: silent)
    return city
  }

  private func member(_ store: Store, _ replica: ReplicaID) throws -> Member? {
    try store.members().first { $0.replica == replica }
  }

  @Test func upAndDown() async throws {
    let province = try await LiveHub()
    let city = try await below(province)
    let east = try city.office("east")
    try east.addWorks(3)
    _ = try city.hub.pull("411702", from: east)
    try await province.sync(city.hub)
    try province.hub.addWorks(2)
    try await province.sync(city.hub)
    _ = try east.pull(Store.memberLedger, from: city.hub)
    _ = try east.pull("411702", from: city.hub)
    try expectConverged(province.hub, city.hub, east)
    let vouched = try #require(try member(province.hub, east.identity.replica))
    #expect(vouched.under == city.hub.identity.replica)
    #expect(vouched.ledgers == ["411702"])
    let above = try #require(try member(city.hub, province.hub.identity.replica))
    #expect(above.under == province.hub.identity.replica)
    #expect(above.role == .city)
    #expect(try province.hub.vector("city") != city.hub.vector("city"))
    // Quiet: one request.
    let quiet = try await province.sync(city.hub)
    #expect(quiet.requests == 1)
    #expect(quiet.sent + quiet.received == 0)
    try await province.finish(city.hub, east)
  }

  @Test func vouchedInTheSharedLedgerAlone() async throws {
    let province = try await LiveHub(ledgers: ["411702", "411721"])
    let city = try await below(province)
    let auditor = try city.office("auditor", role: .city, ledgers: ["411702", "411721"])
    try auditor.addWorks(1)
    _ = try city.hub.pull("411702", from: auditor)
    try await province.sync(city.hub)
    let vouched = try #require(try member(province.hub, auditor.identity.replica))
    #expect(vouched.role == .city)
    #expect(vouched.ledgers == ["411702"])
    #expect(vouched.takesPart(in: "411702"))
    #expect(!vouched.takesPart(in: "411721"))
    let child = try #require(try member(province.hub, city.hub.identity.replica))
    #expect(!child.takesPart(in: "411721"))
    // A county that the province enrolled itself, told of by the city too.
    let own = try await province.office("own")
    try city.join(own)
    try city.hub.addWorks(1)
    try await province.sync(city.hub)
    #expect(try member(province.hub, own.identity.replica)?.under == nil)
    try await province.finish(city.hub, auditor)
  }

  @Test func revocationsTravelAndStay() async throws {
    let province = try await LiveHub()
    let city = try await below(province)
    let east = try city.office("east")
    let west = try city.office("west")
    for store in [east, west] {
      try store.addWorks(4)
      _ = try city.hub.pull("411702", from: store)
    }
    try await province.sync(city.hub)
    try city.hub.revoke(east.identity.replica, after: ["411702": 2])
    try province.hub.revoke(west.identity.replica, after: ["411702": 3])
    try city.hub.addWorks(1)
    for _ in 0..<2 { try await province.sync(city.hub) }
    #expect(try member(province.hub, east.identity.replica)?.revocations["411702"] == 2)
    #expect(try member(province.hub, west.identity.replica)?.revocations["411702"] == 3)
    try city.hub.revoke(west.identity.replica, after: ["411702": 3])
    for _ in 0..<2 { try await province.sync(city.hub) }
    try expectConverged(province.hub, city.hub)
    try await province.finish(city.hub)
  }

  @Test func revocationsComeDown() async throws {
    let province = try await LiveHub()
    let city = try await below(province)
    let east = try city.office("east", ledgers: ["411702", "411721"])
    let replica = east.identity.replica
    try east.addWorks(4)
    _ = try city.hub.pull("411702", from: east)
    try await province.sync(city.hub)
    try province.hub.revoke(replica, after: ["411702": 2])
    try await province.sync(city.hub)
    let listed = try #require(try member(city.hub, replica))
    #expect(listed.revocations == ["411702": 2])
    #expect(!listed.takesPart(in: "411702"))
    #expect(listed.takesPart(in: "411721"))
    let void = try city.hub.read { snapshot throws(StoreError) in
      try snapshot.refusals("411702").filter { $0.code == .revoked }.map(\.dot.seq)
    }
    #expect(Set(void) == [3, 4])
    try expectConverged(province.hub, city.hub)
    #expect(try await province.sync(city.hub).requests == 1)
    // The city's own, lower: it counts at both, and stays when the province takes back its word.
    try city.hub.revoke(replica, after: ["411702": 1])
    for _ in 0..<2 { try await province.sync(city.hub) }
    #expect(try member(province.hub, replica)?.revocations["411702"] == 1)
    try province.hub.reinstate(replica)
    for _ in 0..<2 { try await province.sync(city.hub) }
    for hub in [province.hub, city.hub] {
      #expect(try member(hub, replica)?.revocations["411702"] == 1)
    }
    try expectConverged(province.hub, city.hub)
    try city.hub.reinstate(replica)
    for _ in 0..<2 { try await province.sync(city.hub) }
    for hub in [province.hub, city.hub] {
      #expect(try member(hub, replica)?.revocations.isEmpty == true)
    }
    // Made and taken back above alone.
    try province.hub.revoke(replica)
    try await province.sync(city.hub)
    #expect(try member(city.hub, replica)?.revocations == ["411702": 4])
    try province.hub.reinstate(replica)
    try await province.sync(city.hub)
    #expect(try member(city.hub, replica)?.revocations.isEmpty == true)
    #expect(try city.hub.peerKeys(prefix: "vouch/").isEmpty)
    try expectConverged(province.hub, city.hub)
    try await province.finish(city.hub, east)
  }

  @Test func revokedThoughBothEnrolledIt() async throws {
    let province = try await LiveHub()
    let city = try await below(province)
    let cityLive = try await LiveHub(city: city)
    let east = try await cityLive.office("east")
    let own = try await province.office("own")
    let replica = own.identity.replica
    try city.hub.enrol(
      Member(
        replica: replica, publicKey: own.identity.publicKey, office: "own", role: .county,
        ledgers: ["411702", "411721"], enrolledMilliseconds: city.clock.now))
    try own.addWorks(3)
    for store in [own, city.hub] { try await province.sync(store) }
    try await cityLive.sync(east)
    try province.hub.revoke(replica, after: ["411702": 1])
    let told = try await province.sync(city.hub).revocations
    #expect(told.map(\.replica) == [replica])
    #expect(told.first?.revocations == ["411702": 1])
    let listed = try #require(try member(city.hub, replica))
    #expect(listed.revocations == ["411702": 1])
    #expect(listed.takesPart(in: "411721"))
    #expect(try await cityLive.sync(east).revocations == told)
    try expectConverged(province.hub, city.hub, east)
    let quiet = try await province.sync(city.hub)
    #expect(quiet.requests == 1 && quiet.revocations.isEmpty)
    try province.hub.reinstate(replica)
    #expect(try await province.sync(city.hub).revocations.map(\.revocations) == [[:]])
    #expect(try await cityLive.sync(east).revocations.map(\.replica) == [replica])
    #expect(try member(city.hub, replica)?.revocations.isEmpty == true)
    try expectConverged(province.hub, city.hub, east)
    await cityLive.stop()
    try await province.finish(city.hub, east, own)
  }

  @Test(arguments: [false, true])
  func revokedBelowThoughEnrolledAbove(isEnrolledBelowToo: Bool) async throws {
    let province = try await LiveHub()
    let city = try await below(province)
    let own = try await province.office("own")
    let replica = own.identity.replica
    if isEnrolledBelowToo {
      try city.hub.enrol(
        Member(
          replica: replica, publicKey: own.identity.publicKey, office: "own", role: .county,
          ledgers: ["411702", "411721"], enrolledMilliseconds: city.clock.now))
    }
    try own.addWorks(3)
    for store in [own, city.hub] { try await province.sync(store) }
    #expect(try Hub.unfollowed(city.hub).isEmpty && Hub.unfollowed(province.hub).isEmpty)

    try city.hub.revoke(replica, after: ["411702": 1])
    try await province.sync(city.hub)
    #expect(try member(province.hub, replica)?.revocations.isEmpty == true)
    #expect(try member(city.hub, replica)?.revocations["411702"] == 1)
    let above = try Hub.unfollowed(province.hub)
    #expect(above.map(\.replica) == [replica])
    #expect(above.first?.isAbove == false && above.first?.hub == "hub")
    #expect(above.first?.revocations == ["411702": 1])
    let below = try Hub.unfollowed(city.hub)
    #expect(below.map(\.revocations) == [["411702": 1]])
    #expect(below.first?.isAbove == true)
    #expect(try await province.sync(city.hub).requests == 1)

    // Taken back below: neither tells of it any more.
    try city.hub.reinstate(replica)
    try await province.sync(city.hub)
    #expect(try Hub.unfollowed(city.hub).isEmpty && Hub.unfollowed(province.hub).isEmpty)
    for hub in [city.hub, province.hub] {
      #expect(try hub.peerKeys(prefix: "unfollowed/").isEmpty)
    }

    // Followed above: it holds on both, and is told at once.
    try city.hub.revoke(replica, after: ["411702": 1])
    try await province.sync(city.hub)
    try province.hub.revoke(replica, after: ["411702": 1])
    #expect(try Hub.unfollowed(province.hub).isEmpty)
    try await province.sync(city.hub)
    #expect(try Hub.unfollowed(city.hub).isEmpty)
    try expectConverged(province.hub, city.hub)
    try await province.finish(city.hub, own)
  }

  @Test func whoRevokedIsTold() async throws {
    let province = try await LiveHub()
    let city = try await below(province)
    let cityLive = try await LiveHub(city: city)
    let east = try await cityLive.office("east")
    let replica = east.identity.replica
    try east.addWorks(1)
    try await cityLive.sync(east)
    try await province.sync(city.hub)
    #expect(try Hub.revokedAbove(replica, in: city.hub) == nil)
    try province.hub.revoke(replica)
    try await province.sync(city.hub)
    try east.addWorks(1)
    let told = await hubError { try await cityLive.sync(east) }
    #expect(told?.kind == .wrongLedger)
    #expect(told?.arguments == [replica.description, "411702", "hub"])
    #expect(told?.message.key == "sync.wrong-ledger-above")
    #expect(try Agent.state(east, ledger: "411702").turnedAway?.error == told)
    // Not what the city itself keeps it from.
    var foreign = Asked(path: "/v1/ledgers/411721/exchange")
    try foreign.sign(east, at: cityLive)
    let other = try await foreign.send(to: cityLive)
    #expect(other.status == 403)
    #expect(other.json["arguments"] as? [String] == [replica.description, "411721"])

    try city.hub.reinstate(replica)
    let stands = try #require(try Hub.revokedAbove(replica, in: city.hub))
    #expect(stands.hub == "hub" && stands.ledgers == ["411702"])
    try await province.sync(city.hub)
    #expect(try member(city.hub, replica)?.takesPart(in: "411702") == false)
    try province.hub.reinstate(replica)
    try await province.sync(city.hub)
    #expect(try Hub.revokedAbove(replica, in: city.hub) == nil)
    try await cityLive.sync(east)
    await cityLive.stop()
    try await province.finish(city.hub, east)
  }

  @Test func aFileThatComesLaterGoesUp() async throws {
    let province = try await LiveHub()
    let city = try await below(province)
    let east = try city.office("east")
    let files = FilingOffice()
    let bytes = files.noise(300_000)
    let ref = try files.attach(bytes, to: east)
    _ = try city.hub.pull("411702", from: east)
    let agent = province.agent(city.hub)
    let running = Task { try await agent.run(everySeconds: 3_600) }
    #expect(
      try await eventually(seconds: 60) {
        try province.hub.vector().covers(city.hub.vector())
      })
    // Meanwhile the agent finds that it has no file to offer, and rests.
    try await Task.sleep(for: .seconds(3))
    #expect(!province.hub.blobs.has(ref.sha256))
    for start in stride(from: 0, to: bytes.count, by: 100_000) {
      _ = try city.hub.blobs.append(
        Array(bytes[start..<start + 100_000]), to: ref.sha256, at: start, of: bytes.count,
        from: "east")
    }
    #expect(try await eventually(seconds: 120) { province.hub.blobs.has(ref.sha256) })
    #expect(try province.hub.blobs.verify(ref.sha256) == .here)
    running.cancel()
    _ = try? await running.value
    try await province.finish(city.hub, east)
  }

  @Test func eitherHubRenewed() async throws {
    let province = try await LiveHub()
    let city = try await below(province)
    let east = try city.office("east")
    let own = try await province.office("own")
    try east.addWorks(2)
    _ = try city.hub.pull("411702", from: east)
    try own.addWorks(2)
    try await province.sync(own)
    try await province.sync(city.hub)
    _ = try city.hub.renewIdentity()
    for _ in 0..<2 { _ = try province.hub.renewIdentity() }
    try city.hub.addWorks(1)
    for _ in 0..<2 { try await province.sync(city.hub) }
    #expect(
      try member(province.hub, east.identity.replica)?.under == city.hub.identity.replica)
    #expect(try member(city.hub, own.identity.replica)?.under == province.hub.identity.replica)
    try province.hub.revoke(own.identity.replica, after: ["411702": 1])
    try city.hub.revoke(east.identity.replica, after: ["411702": 1])
    try city.hub.addWorks(1)
    for _ in 0..<2 { try await province.sync(city.hub) }
    #expect(try member(city.hub, own.identity.replica)?.revocations["411702"] == 1)
    #expect(try member(province.hub, east.identity.replica)?.revocations["411702"] == 1)
    try expectConverged(province.hub, city.hub)
    try await province.finish(city.hub, east, own)
  }

  @Test func enrolledBetweenTheTellingAndThePush() async throws {
    let province = try await LiveHub()
    let city = try await below(province)
    try await province.sync(city.hub)
    let late = try city.office("late")
    try late.addWorks(2)
    _ = try city.hub.pull("411702", from: late)
    let report = try await province.sync(city.hub)
    #expect(report.refused.isEmpty)
    #expect(try province.hub.vector()[late.identity.replica] == 2)
    try expectConverged(province.hub, city.hub)
    try await province.finish(city.hub, late)
  }

  @Test func onlyHubsAndOnlyAsCity() async throws {
    let province = try await LiveHub()
    let city = try TestCity(seed: 78)
    let error = await hubError {
      _ = try await Agent.join(
        city.hub, url: province.url, token: try province.invite(role: .county).token,
        options: province.options(), logger: silent)
    }
    #expect(error?.kind == .hubNeedsCity)
    #expect(try Agent.knownHub(city.hub) == nil)
    let county = try await province.office("county")
    var asked = Asked(path: "/v1/members", body: Array(#"{"members":[]}"#.utf8))
    try asked.sign(county, at: province)
    #expect(try await asked.send(to: province).status == 403)
    let child = try await below(province)
    for body in ["[]", "{}", #"{"members":[{"role":"hub"}]}"#, #"{"members":"all"}"#] {
      var asked = Asked(path: "/v1/members", body: Array(body.utf8))
      try asked.sign(child.hub, at: province)
      #expect(try await asked.send(to: province).status == 400, "\(body)")
    }
    try await province.finish(county)
  }
}
