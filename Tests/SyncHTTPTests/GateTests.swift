// Verifies
// 1. Above the hub's number of long answers the next caller gets 429 with a time to come back, and
//    its single sync succeeds once a place is free.

import LedgerStore
import NIOCore
import NIOPosix
import SyncHTTP
import TestSupport
import Testing

@Suite struct GateTests {
  @Test(.timeLimit(.minutes(1))) func oneStreamAtATime() async throws {
    var limits = HubLimits()
    limits.streamsMax = 1
    let live = try await LiveHub(limits: limits)
    let east = try await live.office("east")
    let west = try await live.office("west")
    for _ in 0..<16 { try live.hub.addBulk(10, bytes: 100_000) }
    // A reader that takes the only place and does not read.
    let reader = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.autoRead, value: false)
      .connect(host: "127.0.0.1", port: live.address.port).get()
    let head =
      "POST /v1/ledgers/411702/exchange HTTP/1.1\r\nHost: hub\r\n"
      + "Content-Type: application/json\r\n" + (try signature(of: east, at: live))
      + "Content-Length: 2\r\n\r\n{}"
    try await reader.writeAndFlush(ByteBuffer(string: head))
    try await Task.sleep(for: .milliseconds(300))
    let error = await hubError { try await live.sync(west) { $0.retries = 0 } }
    #expect(error?.kind == .busy)
    #expect(error?.retryAfterSeconds == 3)
    let leaving = Task {
      try await Task.sleep(for: .milliseconds(500))
      try await reader.close()
    }
    #expect(try await live.sync(west).received == 160)
    try await leaving.value
    try await live.finish(east, west)
  }

  /// Header lines that sign the request above.
  private func signature(of store: Store, at live: LiveHub) throws -> String {
    try RequestSigner(store).fields(
      method: "POST", url: "http://hub/v1/ledgers/411702/exchange", body: Array("{}".utf8),
      createdSeconds: Int64(live.city.clock.now / 1_000)
    ).map { "\($0.name): \($0.value)\r\n" }.joined()
  }
}
