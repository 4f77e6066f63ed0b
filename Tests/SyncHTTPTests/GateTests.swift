// Verifies
// 1. Above the hub's number of long answers the next caller gets 429 with a time to come back, and
//    its single sync succeeds once a place is free.
// 2. A push that was told 429 and goes out again is counted as sent once; so is one whose answer
//    was lost after the hub had taken it.
// 3. A member whose long answers stand still has no more places than its share: the others sync.

import LedgerStore
import NIOCore
import NIOPosix
import SyncHTTP
import TestSupport
import Testing

@Suite struct GateTests {
  /// A hub with so many places for long bodies, and two offices that lack much of it.
  private func crowded(places: Int) async throws -> (LiveHub, Store, Store) {
    var limits = HubLimits()
    limits.streamsMax = places
    let live = try await LiveHub(limits: limits)
    let (east, west) = (try await live.office("east"), try await live.office("west"))
    for _ in 0..<16 { try live.hub.addBulk(10, bytes: 100_000) }
    return (live, east, west)
  }

  @Test(.timeLimit(.minutes(10))) func oneStreamAtATime() async throws {
    let (live, east, west) = try await crowded(places: 1)
    let reader = try await slowReader(east, at: live)
    let error = await hubError { try await live.sync(west) { $0.retries = 0 } }
    #expect(error?.kind == .busy)
    #expect(error?.retryAfterSeconds == 3)
    let leaving = Task {
      // Time for the sync to be told to come back.
      try await Task.sleep(for: .milliseconds(1_500))
      try await reader.close()
    }
    #expect(try await live.sync(west).received == 160)
    try await leaving.value
    try await live.finish(east, west)
  }

  @Test(.timeLimit(.minutes(10))) func whatGoesTwiceIsCountedOnce() async throws {
    var limits = HubLimits()
    limits.streamsMax = 1
    let live = try await LiveHub(limits: limits)
    let east = try await live.office("east")
    for _ in 0..<16 { try live.hub.addBulk(10, bytes: 100_000) }
    let west = try await live.office("west")
    let reader = try await slowReader(east, at: live)
    try west.addWorks(5)
    let leaving = Task {
      // Time for the sync to be told to come back.
      try await Task.sleep(for: .milliseconds(1_500))
      try await reader.close()
    }
    let report = try await live.sync(west)
    try await leaving.value
    // An exchange and a push that were told to come back, then both again.
    #expect(report.requests >= 4)
    #expect(report.sent == 5)
    #expect(try live.hub.vector() == west.vector())
    // Through a line that breaks after the hub has taken the push, before its answer came.
    let relay = try await Relay(to: live.address.port)
    let far = try await live.office("far", at: relay.url)
    relay.reset()
    try await live.sync(far)
    let quiet = relay.counts.toClient
    try far.addWorks(7)
    relay.inject([.cutAnswer(afterBytes: quiet + 1)])
    let again = try await live.sync(far)
    #expect(again.requests >= 3)
    #expect(again.sent == 7)
    #expect(try live.hub.vector() == far.vector())
    relay.stop()
    try await live.finish(east, west, far)
  }

  @Test(.timeLimit(.minutes(10))) func slowReadersLeavePlacesToOthers() async throws {
    let (live, east, west) = try await crowded(places: 4)
    let reader = try await slowReader(east, at: live)
    let error = await hubError { try await live.sync(east) { $0.retries = 0 } }
    #expect(error?.kind == .busy)
    #expect(try await live.sync(west).received == 160)
    try await reader.close()
    try await live.finish(east, west)
  }

  /// A reader that takes a place and does not read.
  private func slowReader(_ east: Store, at live: LiveHub) async throws -> any Channel {
    let reader = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.autoRead, value: false)
      .connect(host: "127.0.0.1", port: live.address.port).get()
    let head =
      "POST /v1/ledgers/411702/exchange HTTP/1.1\r\nHost: hub\r\n"
      + "Content-Type: application/json\r\n" + (try signature(of: east, at: live))
      + "Content-Length: 2\r\n\r\n{}"
    try await reader.writeAndFlush(ByteBuffer(string: head))
    // The place is taken once the hub has read the request; it answers only when nobody reads.
    try await Task.sleep(for: .milliseconds(300))
    return reader
  }

  /// Header lines that sign the request above.
  private func signature(of store: Store, at live: LiveHub) throws -> String {
    try RequestSigner(store).fields(
      method: "POST", url: "http://hub/v1/ledgers/411702/exchange", body: Array("{}".utf8),
      createdSeconds: Int64(live.city.clock.now / 1_000)
    ).map { "\($0.name): \($0.value)\r\n" }.joined()
  }
}
