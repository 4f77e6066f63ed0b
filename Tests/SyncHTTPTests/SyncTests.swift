// Verifies, over real HTTP on loopback
// 1. Joining enrols, pins the hub's key, brings member list and ledger; the same store may repeat
//    it.
// 2. Tokens that are unknown, used by another, expired, or another hub's are refused by name; what
//    is no token is told as such.
// 3. Two offices and the hub converge byte for byte, whoever edits; conflicts are reported once.
// 4. A quiet sync is one request of less than 1 kB in all, fifty replicas having written, and
//    neither side's store is written.
// 5. A figure of the report is what the relay counted: requests and bytes.
// 6. A new member is known to the others before its changes arrive (the member list goes first).
// 7. What one office may not write is refused, recorded on both sides, and reported.
// 8. A large ledger goes in parts of the size asked for, in both directions.
// 9. The clock's offset is measured; the notes tell unsent, unreceived and the last sync.
// 10. A replica that wrote two histories is told so (409), both sides freeze it, and it sends
//     nothing more; where the histories part is found by bisection and the proof is left at the
//     hub.
// 11. What an office pushes whose name the hub has frozen is refused, kept with its reason on both
//     sides, and comes out whole under a new name.

import Causality
import LedgerStore
import SyncHTTP
import TestSupport
import Testing
import Wire

@Suite struct SyncTests {
  @Test func joiningBringsEverything() async throws {
    let live = try await LiveHub()
    try live.hub.addWorks(3)
    let store = try live.city.stranger("office", ledgers: [])
    let token = try live.invite().token
    let report = try await Agent.join(
      store, url: live.url + "/", token: token, options: live.options(), logger: silent)
    #expect(report.hub.replica == live.hub.identity.replica)
    #expect(report.hub.name == "hub")
    #expect(report.hub.ledgers == ["411702"])
    #expect(report.hub.role == .county)
    #expect(report.syncs.map(\.ledger) == ["411702"])
    #expect(report.syncs.first?.received == 3)
    #expect(try Agent.knownHub(store) == report.hub)
    #expect(try store.members().map(\.replica).contains(store.identity.replica))
    try expectConverged(live.hub, store)
    try expectConverged(live.hub, store, ledger: "city")

    let again = try await Agent.join(
      store, url: live.url, token: token, options: live.options(), logger: silent)
    #expect(again.hub == report.hub)
    #expect(again.syncs.first?.received == 0)

    _ = try await Agent.join(
      store, url: live.url, token: try live.invite("411721").token, options: live.options(),
      logger: silent)
    #expect(try Agent.knownHub(store)?.ledgers == ["411702", "411721"])
    try await live.finish(store)
  }

  @Test func tokensAreRefusedByName() async throws {
    let live = try await LiveHub()
    let store = try live.city.stranger("office", ledgers: [])
    let other = try live.city.stranger("other", ledgers: [])
    func join(_ store: Store, _ token: String) async -> HubError? {
      await hubError {
        _ = try await Agent.join(
          store, url: live.url, token: token, options: live.options(), logger: silent)
      }
    }
    let unknown = RecordID(high: 1, low: 2).description
    #expect(await join(store, unknown)?.kind == .tokenUnknown)
    let malformed = await join(store, "no token at all")
    #expect(malformed?.kind == .tokenMalformed)
    #expect(malformed?.exitCode == 77)

    let token = try live.invite().token
    #expect(await join(store, token) == nil)
    #expect(await join(other, token)?.kind == .tokenUsed)

    let late = try live.invite().token
    live.city.clock.advance(by: 604_800_000)
    #expect(await join(other, late)?.kind == .tokenExpired)

    let secret = try live.invite().token.split(separator: "-")[0]
    let foreign = "\(secret)-\(other.identity.replica)"
    #expect(await join(other, foreign)?.kind == .hubKeyChanged)
    #expect(await join(other, String(secret)) == nil)
    try await live.finish(store, other)
  }

  @Test func threeStoresConverge() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    let west = try await live.office("west")
    let id = live.hub.newRecordID()
    try live.hub.edit("411702", [Guest.write(id, Guest.Field.name, .text("bridge"))])
    try await live.sync(east)
    try await live.sync(west)
    try east.edit("411702", [Guest.write(id, Guest.Field.amount, .integer(1))])
    try west.edit("411702", [Guest.write(id, Guest.Field.amount, .integer(2))])
    try east.addWorks(40)
    #expect(try await live.sync(east).sent == 41)
    let report = try await live.sync(west)
    #expect(report.received == 41)
    #expect(report.sent == 1)
    #expect(report.newConflicts.count == 1)
    #expect(report.refused.isEmpty)
    let back = try await live.sync(east)
    #expect(back.received == 1)
    #expect(back.newConflicts == report.newConflicts)
    try expectConverged(live.hub, east, west)
    for store in [east, west] {
      let quiet = try await live.sync(store)
      #expect(quiet.sent + quiet.received == 0)
      #expect(quiet.newConflicts.isEmpty)
    }
    try await live.finish(east, west)
  }

  @Test func aQuietSyncIsOneSmallRequest() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: live.address.port)
    let east = try await live.office("east", at: relay.url)
    try east.addWorks(5)
    for number in 2...50 {
      let store = try await live.office("office \(number)")
      try store.addWorks(1)
      try await live.sync(store)
    }
    try await live.sync(east)
    #expect(try east.vector().entries.count == 50)
    relay.reset()
    let before = (try live.hub.statistics().lastTransaction, try east.statistics().lastTransaction)
    live.city.clock.advance(by: 60_000)
    let report = try await live.sync(east)
    #expect(report.requests == 1)
    #expect(relay.counts.requests == 1)
    #expect(relay.counts.all < 1_000, "\(relay.counts)")
    #expect(report.bytesSent == relay.counts.toHub)
    #expect(report.bytesReceived == relay.counts.toClient)
    #expect(try live.hub.statistics().lastTransaction == before.0)
    #expect(try east.statistics().lastTransaction == before.1)
    #expect(try Agent.state(east, ledger: "411702").lastSyncMilliseconds == live.city.clock.now)
    relay.stop()
    try await live.finish(east)
  }

  @Test func figuresAreWhatWasOnTheWire() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: live.address.port)
    let east = try await live.office("east", at: relay.url)
    try live.hub.addBulk(20, bytes: 40_000)
    try east.addBulk(30, bytes: 40_000)
    relay.reset()
    let report = try await live.sync(east)
    #expect(report.received == 20)
    #expect(report.sent == 30)
    // An exchange, and two pushes: the first is small, and one run at the least.
    #expect(report.requests == 3)
    #expect(relay.counts.requests == 3)
    #expect(report.bytesSent == relay.counts.toHub)
    #expect(report.bytesReceived == relay.counts.toClient)
    #expect(report.bytesSent > 1_200_000)
    try expectConverged(live.hub, east)
    relay.stop()
    try await live.finish(east)
  }

  @Test func newMembersAreKnownFirst() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    let west = try await live.office("west")
    try west.addWorks(7)
    try await live.sync(west)
    // East has not heard of west yet.
    #expect(try east.memberDigest() != live.hub.memberDigest())
    let report = try await live.sync(east)
    #expect(report.received == 7)
    #expect(report.refused.isEmpty)
    #expect(report.requests == 3)
    try expectConverged(live.hub, east, west)
    try expectConverged(live.hub, east, ledger: "city")
    try await live.finish(east, west)
  }

  @Test func whatMayNotBeWrittenIsRefused() async throws {
    let live = try await LiveHub()
    let observer = try await live.office("observer", role: .observer)
    // It typed before it knew that it was invited to read only: nothing of that may be hidden.
    let county = try live.city.stranger("county")
    try county.addWorks(2)
    let token = try live.invite(role: .observer).token
    let error = await hubError {
      _ = try await Agent.join(
        county, url: live.url, token: token, options: live.options(), logger: silent)
    }
    #expect(error?.kind == .ledgerNotGranted)
    #expect(try county.vector()[county.identity.replica] == 2)
    let own = try county.read { snapshot throws(StoreError) in try snapshot.refusals("411702") }
    #expect(own.isEmpty)
    #expect(try live.hub.vector()[county.identity.replica] == 0)
    try live.hub.addWorks(1)
    #expect(try await live.sync(observer).received == 1)
    await #expect(throws: StoreError.self) {
      try await live.agent(observer).sync(ledger: "411799")
    }
    await live.stop()
  }

  @Test func largeLedgersGoInParts() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    for _ in 0..<60 { try live.hub.addBulk(1, bytes: 30_000) }
    let pulled = try await live.sync(east) { $0.maxBytes = 400_000 }
    #expect(pulled.received == 60)
    #expect((4...8).contains(pulled.requests))
    for _ in 0..<60 { try east.addBulk(1, bytes: 30_000) }
    let pushed = try await live.sync(east) { $0.maxBytes = 400_000 }
    #expect(pushed.sent == 60)
    #expect((5...8).contains(pushed.requests))
    try expectConverged(live.hub, east)
    try await live.finish(east)
  }

  @Test func clocksAndNotes() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    try east.addWorks(4)
    try live.hub.addWorks(2)
    var state = try Agent.state(east, ledger: "411702")
    #expect(state.unsent == 4)
    let fast = live.city.clock.now + 300_000
    let report = try await live.sync(east) { $0.wallMilliseconds = { fast } }
    #expect(report.clockOffsetMilliseconds == -300_000)
    #expect(report.isClockOff)
    state = try Agent.state(east, ledger: "411702")
    #expect(state.unsent == 0)
    #expect(state.unreceived == 0)
    #expect(state.lastSyncMilliseconds == fast)
    #expect(state.clockOffsetMilliseconds == -300_000)
    #expect(try state.hubVector == live.hub.vector())
    #expect(try await !live.sync(east).isClockOff)
    await #expect(throws: HubError.self) {
      _ = try await live.agent(try live.city.stranger("stranger")).sync()
    }
    try await live.finish(east)
  }

  @Test func twoHistoriesAreTold() async throws {
    let live = try await LiveHub()
    let seed = try live.city.stranger("office", ledgers: [])
    _ = try await Agent.join(
      seed, url: live.url, token: try live.invite().token, options: live.options(), logger: silent)
    let twin = try TwinStore(of: seed)
    try seed.addWorks(1)
    try await live.sync(seed)
    try twin.store.addWorks(1)
    let error = await hubError { _ = try await live.agent(twin.store).sync(ledger: "411702") }
    #expect(error?.kind == .equivocation)
    #expect(error?.exitCode == 77)
    #expect(try live.hub.vector()[seed.identity.replica] == 1)
    // Both sides know, and nothing is asked of the hub again until a person has acted.
    let replica = seed.identity.replica
    for store in [live.hub, twin.store] {
      #expect(
        try store.read { snapshot throws(StoreError) in try snapshot.frozen() } == [replica])
    }
    let again = await hubError { _ = try await live.agent(twin.store).sync(ledger: "411702") }
    #expect(again?.kind == .equivocation)
    try await live.finish(seed)
  }

  @Test func whatAFrozenOfficePushesIsRefusedOnBothSides() async throws {
    let live = try await LiveHub()
    let office = try live.city.stranger("office", ledgers: [])
    _ = try await Agent.join(
      office, url: live.url, token: try live.invite().token, options: live.options(), logger: silent
    )
    let replica = office.identity.replica
    try office.addWorks(2)
    try await live.sync(office)
    // A copy of it writes too: the hub sees two histories of one name and freezes the name.
    let twin = try TwinStore(of: office)
    try office.addWorks(1)
    try await live.sync(office)
    try twin.store.addWorks(1)
    _ = await hubError { _ = try await live.agent(twin.store).sync(ledger: "411702") }
    // The honest original goes on offline and pushes: nothing of it is taken any more.
    try office.addWorks(4, note: "typed before anybody knew")
    let error = await hubError { try await live.sync(office) }
    #expect(error?.kind == .equivocation)
    #expect(error?.exitCode == 77)
    #expect(try live.hub.vector()[replica] == 3)
    #expect(try office.vector()[replica] == 7)
    let kept = try live.hub.read { snapshot throws(StoreError) in
      try snapshot.refusals("411702").filter { $0.code == .frozen }.map(\.dot.seq)
    }
    #expect(kept == [4, 5, 6, 7])
    // Here nothing is pushed in vain again: the office is told what to run before it asks.
    let again = await hubError { try await live.sync(office) }
    #expect(again?.kind == .equivocation)
    // What it typed comes out under a new name, and nothing is lost.
    #expect(try office.renewIdentity().reissued["411702"] == 4)
    try await live.sync(office)
    #expect(try live.hub.vector()[office.identity.replica] == 4)
    #expect(try live.hub.vector() == office.vector())
    try expectConverged(live.hub, office)
    try await live.finish(office)
  }

  @Test(arguments: [(1, 1), (5, 3), (3, 9), (40, 40)])
  func whereHistoriesPartIsFound(here: Int, there: Int) async throws {
    let live = try await LiveHub()
    let seed = try live.city.stranger("office", ledgers: [])
    _ = try await Agent.join(
      seed, url: live.url, token: try live.invite().token, options: live.options(), logger: silent)
    try seed.addWorks(6)
    try await live.sync(seed)
    let twin = try TwinStore(of: seed)
    try seed.addWorks(there)
    try await live.sync(seed)
    try twin.store.addWorks(here)
    let error = await hubError { _ = try await live.agent(twin.store).sync(ledger: "411702") }
    #expect(error?.kind == .equivocation)
    // The hub was given the run that it refused, from the fork on.
    let refused = try live.hub.read { snapshot throws(StoreError) in
      try snapshot.refusals("411702").filter { $0.code == .equivocation }.map(\.dot.seq)
    }
    #expect(refused.contains(7), "\(refused)")
    #expect(try twin.store.vector()[seed.identity.replica] == UInt64(6 + here))
    try await live.finish(seed)
  }
}
