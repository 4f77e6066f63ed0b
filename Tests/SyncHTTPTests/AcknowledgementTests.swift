// Verifies, over real HTTP on loopback
// 1. A sync that asks for it has what it brought noted before it ends: with every office synced,
//    the hub compacts all of it at once. It takes one request more; repeated, it is one request
//    again, and the hub writes nothing.
// 2. A quiet sync that asks for it brings the note up to date where another sync had left it
//    behind.
// 3. Unasked, a hub notes once an hour and no more.

import Causality
import LedgerStore
import SyncHTTP
import TestSupport
import Testing

@Suite struct AcknowledgementTests {
  private func noted(_ live: LiveHub, _ store: Store) throws -> Acknowledgement? {
    try live.hub.acknowledgements("411702").first { $0.replica == store.identity.replica }
  }

  @Test func whatASyncBroughtIsNoted() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    let west = try await live.office("west")
    try east.addWorks(4)
    try west.addWorks(3)
    try await live.sync(east)
    // An exchange and a push; then what both sides hold is said once more.
    let plain = try await live.sync(west)
    try west.addWorks(1)
    let asking = try await live.sync(west) { $0.acknowledges = true }
    #expect(plain.requests == 2 && asking.requests == 3)
    #expect(asking.sent == 1)
    #expect(try noted(live, west)?.vector == west.vector())
    try await live.sync(east) { $0.acknowledges = true }
    #expect(try noted(live, east)?.vector == east.vector())
    #expect(try live.hub.horizon("411702") == live.hub.vector())

    let before = try live.hub.statistics().lastTransaction
    let quiet = try await live.sync(east) { $0.acknowledges = true }
    #expect(quiet.requests == 1)
    #expect(quiet.bytesSent + quiet.bytesReceived < 1_000)
    #expect(try live.hub.statistics().lastTransaction == before)

    #expect(try live.hub.compact("411702", requireBackup: false).first?.changes == 8)
    try expectConverged(live.hub, east, west)
    try await live.finish(east, west)
  }

  @Test func theHourlyNoteIsBroughtUpToDate() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    try east.addWorks(2)
    for _ in 0..<2 { try await live.sync(east) }
    #expect(try noted(live, east)?.vector != east.vector())
    live.city.clock.advance(by: 3_600_000)
    try await live.sync(east)
    // The answer does not wait for the note.
    let arrived = try await eventually { try noted(live, east)?.vector == east.vector() }
    #expect(arrived)

    try east.addWorks(1)
    for _ in 0..<2 { try await live.sync(east) }
    #expect(try noted(live, east)?.vector != east.vector())
    #expect(try await live.sync(east) { $0.acknowledges = true }.requests == 1)
    #expect(try noted(live, east)?.vector == east.vector())
    try await live.finish(east)
  }
}
