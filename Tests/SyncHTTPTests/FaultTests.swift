// Verifies, with a relay between an agent and a hub
// 1. A connection cut after any number of bytes of the answer: what was whole is kept, the next
//    sync goes on from there, and all converge.
// 2. The same for a push cut after any number of bytes of the request.
// 3. An answer that is lost after the hub committed, five times in a row: nothing is applied twice.
// 4. A flipped bit anywhere in the answer applies nothing wrong, and the next sync repairs it.
// 5. A single sync goes on by itself after a broken connection; a hub that is not there is told at
//    once (69).
// 6. A hub that lost its newest changes, and even the membership of the office, gets them back.
// 7. A held exchange answers when something is new; a running agent sends local edits and fetches
//    others' within seconds, and stops when told.
// 8. Every connection cut after so many bytes, far fewer than there are to send: one sync brings
//    them all, in smaller pushes.
// 9. On a line that holds, pushes grow: 10 MB go up in a handful of requests.
// 10. A hub from a backup older than what an office has compacted: the office is told so, whatever
//     it tries again; an office that has not compacted, or a newer backup, brings all of it back.

import Causality
import LedgerStore
import SyncHTTP
import Synchronization
import TestSupport
import Testing

@Suite struct FaultTests {
  @Test func answersCutAnywhere() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: live.address.port)
    let east = try await live.office("east", at: relay.url)
    try live.hub.addWorks(12)
    relay.reset()
    try await live.sync(east)
    let whole = relay.counts.toClient
    for limit in stride(from: 1, to: whole, by: max(1, whole / 60)) {
      try live.hub.addWorks(12)
      relay.inject([.cutAnswer(afterBytes: limit)])
      let error = await hubError { try await live.sync(east) { $0.retries = 0 } }
      #expect(error?.kind == .broken, "\(limit) of \(whole): \(String(describing: error))")
      #expect(try await live.sync(east).refused.isEmpty)
      #expect(try east.vector() == live.hub.vector())
    }
    try expectConverged(live.hub, east)
    relay.stop()
    try await live.finish(east)
  }

  @Test func pushesCutAnywhere() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: live.address.port)
    let east = try await live.office("east", at: relay.url)
    try east.addWorks(12)
    relay.reset()
    try await live.sync(east)
    let whole = relay.counts.toHub
    for limit in stride(from: 1, to: whole, by: max(1, whole / 60)) {
      try east.addWorks(12)
      relay.inject([.cutRequest(afterBytes: limit)])
      let error = await hubError { try await live.sync(east) { $0.retries = 0 } }
      #expect(error?.kind == .broken, "\(limit) of \(whole): \(String(describing: error))")
      #expect(try await live.sync(east).refused.isEmpty)
      #expect(try east.vector() == live.hub.vector())
    }
    try expectConverged(live.hub, east)
    relay.stop()
    try await live.finish(east)
  }

  @Test func answersLostAfterTheCommit() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: live.address.port)
    let east = try await live.office("east", at: relay.url)
    try east.addWorks(3)
    try await live.sync(east)
    relay.reset()
    _ = try await live.sync(east)
    let quiet = relay.counts.toClient
    try east.addWorks(25)
    // The answer to the exchange passes, little longer than a quiet one; that to the push does not.
    for attempt in 0..<5 {
      relay.inject([.cutAnswer(afterBytes: quiet + 100)])
      let error = await hubError { try await live.sync(east) { $0.retries = 0 } }
      if attempt == 0 { #expect(error?.kind == .broken) }
      #expect(try live.hub.vector() == east.vector())
    }
    relay.inject([.none])
    _ = try? await live.sync(east)
    let status = try live.hub.read { snapshot throws(StoreError) in try snapshot.status("411702") }
    #expect(status.changes == 28)
    try expectConverged(live.hub, east)
    relay.stop()
    try await live.finish(east)
  }

  @Test func flippedBits() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: live.address.port)
    let east = try await live.office("east", at: relay.url)
    try live.hub.addWorks(12)
    relay.reset()
    try await live.sync(east)
    let whole = relay.counts.toClient
    for place in stride(from: 0, to: whole, by: max(1, whole / 60)) {
      try live.hub.addWorks(12)
      relay.inject([.flipAnswer(atByte: place)])
      _ = try? await live.sync(east) {
        $0.retries = 0; $0.idleTimeoutSeconds = 1
      }
      let report = try await live.sync(east)
      #expect(report.refused.isEmpty, "bit at \(place) of \(whole)")
      #expect(try east.vector() == live.hub.vector())
    }
    try expectConverged(live.hub, east)
    relay.stop()
    try await live.finish(east)
  }

  @Test func aSingleSyncGoesOnAfterABreak() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: live.address.port)
    let east = try await live.office("east", at: relay.url)
    try live.hub.addBulk(20, bytes: 20_000)
    relay.inject([.cutAnswer(afterBytes: 150_000), .cutAnswer(afterBytes: 150_000)])
    let report = try await live.sync(east)
    #expect(report.received == 20)
    #expect(report.requests == 3)
    relay.stop()
    await live.stop()

    let error = await hubError { try await live.sync(east) }
    #expect([.unreachable, .broken].contains(error?.kind))
    #expect(error?.exitCode == 69)
    try await live.finish(east)
  }

  @Test func aLineThatCutsEveryPush() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: live.address.port)
    let east = try await live.office("east", at: relay.url)
    for _ in 0..<300 { try east.addBulk(1, bytes: 1_000) }
    relay.inject(Array(repeating: .cutRequest(afterBytes: 60_000), count: 100))
    let report = try await live.sync(east)
    #expect(report.sent == 300)
    try expectConverged(live.hub, east)
    // A single run cannot be made smaller: the tries end, and all is still here.
    relay.heal()
    try east.addBulk(1, bytes: 100_000)
    relay.inject(Array(repeating: .cutRequest(afterBytes: 60_000), count: 10))
    let error = await hubError { try await live.sync(east) { $0.retries = 1 } }
    #expect(error?.kind == .broken)
    relay.heal()
    #expect(try await live.sync(east).sent == 1)
    try expectConverged(live.hub, east)
    relay.stop()
    try await live.finish(east)
  }

  @Test func pushesGrowOnALineThatHolds() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    for _ in 0..<100 { try east.addBulk(1, bytes: 100_000) }
    let report = try await live.sync(east)
    #expect(report.sent == 100)
    // 256 KiB, 512 KiB, 1, 2, 4 MiB and the rest, after one exchange.
    #expect((5...8).contains(report.requests), "\(report.requests)")
    #expect(try await live.sync(east).requests == 1)
    try expectConverged(live.hub, east)
    try await live.finish(east)
  }

  @Test func aRestoredHubGetsEverythingBack() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: live.address.port)
    let east = try await live.office("east", at: relay.url)
    try east.addWorks(5)
    try live.hub.addWorks(5)
    try await live.sync(east)
    let older = try TwinStore(of: live.hub)

    // Joined, written and confirmed after the copy was made.
    let west = try await live.office("west", at: relay.url)
    try west.addWorks(6)
    try east.addWorks(7)
    try live.hub.addWorks(8)
    try await live.sync(west)
    try await live.sync(east)
    try expectConverged(live.hub, east)
    await live.stop()

    let second = try await LiveHub(city: live.city, hub: older.store)
    relay.lead(to: second.address.port)
    // West is unknown to the copy; the member list that it brings back makes it known again.
    let report = try await second.sync(west)
    #expect(report.hubWasRestored)
    #expect(report.sent >= 13)
    #expect(report.refused.isEmpty)
    let after = try await second.sync(east)
    #expect(after.refused.isEmpty)
    try await second.sync(west)
    try expectConverged(older.store, east, west)
    try expectConverged(older.store, live.hub)
    relay.stop()
    try await second.finish(east, west)
  }

  @Test func aHubOlderThanWhatWasCompacted() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: live.address.port)
    let east = try await live.office("east", at: relay.url)
    let west = try await live.office("west", at: relay.url)
    try east.addWorks(5)
    for store in [east, west] { try await live.sync(store) }
    let older = try TwinStore(of: live.hub)
    try east.addWorks(6)
    for store in [east, west] { try await live.sync(store) }
    let newer = try TwinStore(of: live.hub)
    for store in [east, west] {
      try live.hub.noteAcknowledged(
        store.identity.replica, ledger: "411702", try store.vector())
    }
    _ = try live.hub.compact("411702", requireBackup: false)
    try await live.sync(east)
    #expect(try east.compact("411702").first?.changes == 11)
    try east.addWorks(1, note: "typed since")
    await live.stop()

    let second = try await LiveHub(city: live.city, hub: older.store)
    relay.lead(to: second.address.port)
    for _ in 0..<2 {
      let error = await hubError { try await second.sync(east) }
      #expect(error?.kind == .hubBehind)
      #expect(error?.arguments == ["411702"])
      #expect(error?.exitCode == 1)
    }
    #expect(try older.store.vector()[east.identity.replica] == 5)
    // West has every change: the hub, and through it east, go on from there.
    #expect(try await second.sync(west).sent == 6)
    #expect(try await second.sync(east).sent == 1)
    try await second.sync(west)
    try expectConverged(older.store, east, west)
    await second.stop()

    // The backup made when the hub compacted needs nobody else.
    let third = try await LiveHub(city: live.city, hub: newer.store)
    relay.lead(to: third.address.port)
    #expect(try await third.sync(east).sent == 1)
    try expectConverged(newer.store, east, west)
    relay.stop()
    try await third.finish(east, west, older.store)
  }

  @Test(.timeLimit(.minutes(10))) func anAgentKeepsOn() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    let west = try await live.office("west")
    let news = Mutex<[String]>([])
    let agent = live.agent(east) { $0.waitSeconds = 20 }
    let running = Task {
      try await agent.run(everySeconds: 3_600) { report in
        news.withLock { $0.append("\(report)") }
      }
    }
    #expect(try await live.holds(1))
    try west.addWorks(2)
    try await live.sync(west)
    var arrived = try await eventually { try east.vector() == live.hub.vector() }
    #expect(arrived)
    try east.addWorks(3)
    arrived = try await eventually { try east.vector() == live.hub.vector() }
    #expect(arrived)
    #expect(try live.hub.vector()[east.identity.replica] == 3)
    // The hub holds a push a moment before its sender has told of it.
    #expect(try await eventually { news.withLock { $0.count } >= 2 })
    running.cancel()
    try await running.value
    try await live.finish(east, west)
  }
}
