// Verifies what an agent does on the lines of the field
// 1. Proxies: by hand, by the environment, excepted hosts and domains; a proxy that is none.
// 2. A name that nobody knows is told apart from a machine that refuses, and both from a login
//    page, a redirect and a proxy that fails; none of them is applied or followed, and all are
//    tried again.
// 3. A bound on bytes: a sync stops at it, says what is left, and further ones bring the rest. What
//    it sends stays below the bound; a run that alone is larger is not begun, and the sync says
//    what it needs.
// 4. Edits on either side arrive within seconds while an agent holds a request; others' edits too.
// 5. One agent a store; a sync beside it still works.
// 6. A laptop that slept syncs at once: the wall clock jumped against the steady one.
// 7. What the agent is about stands in its note: the next try, failures, their reason.

import Causality
import Glibc
import LedgerStore
import NIOCore
import NIOPosix
import SyncHTTP
import Synchronization
import TestSupport
import Testing

@Suite struct FieldTests {
  @Test func proxiesAreChosen() throws {
    let rules = ProxyRules(
      environment: [
        "http_proxy": "http://plain.example:8080/", "https_proxy": "user:p%40ss@secure.example",
        "no_proxy": "city.example, .gov.example,*.lan,10.0.0.5,odd.example:8420",
      ])
    #expect(try rules.proxy(for: "http://hub.example:8420") == "plain.example:8080")
    #expect(try rules.proxy(for: "https://hub.example") == "secure.example:3128")
    for direct in [
      "http://city.example:8420", "https://hub.city.example", "http://a.gov.example:1",
      "http://gov.example:1", "http://pc.lan:80", "http://10.0.0.5:8420", "http://127.0.0.1:8420",
      "http://localhost:8420", "http://odd.example:8420",
    ] {
      #expect(try rules.proxy(for: direct) == nil, "\(direct)")
    }
    #expect(try rules.proxy(for: "http://odd.example:8421") != nil)
    #expect(try rules.proxy(for: "http://mycity.example:8421") != nil)
    var explicit = rules
    explicit.explicit = "other.example:3129"
    #expect(try explicit.proxy(for: "http://127.0.0.1:8420") == "other.example:3129")
    explicit.explicit = ""
    #expect(try explicit.proxy(for: "http://hub.example:8420") == nil)
    #expect(try ProxyRules(environment: ["no_proxy": "*"]).proxy(for: "http://h:1") == nil)
    for bad in ["socks5://p:1", "http://", "http://p:0", "p:99999", "http://p/path"] {
      #expect(throws: HubError(.badProxy, bad)) {
        try ProxyRules(explicit: bad).proxy(for: "http://h:1")
      }
    }
  }

  @Test func waysNotToReachAHub() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    func kind(_ url: String, _ change: @escaping (inout AgentOptions) -> Void = { _ in }) async
      -> HubError.Kind?
    {
      await hubError {
        _ = try await Agent.join(
          try live.city.stranger("new", ledgers: []), url: url, token: try live.invite().token,
          options: live.options {
            $0.allowsPlainHTTPBeyondLoopback = true
            change(&$0)
          }, logger: silent)
      }?.kind
    }
    #expect(await kind("http://hub.invalid:8420") == .dnsFailed)
    #expect(await kind("http://127.0.0.1:1") == .unreachable)
    #expect(await kind(live.url) { $0.proxy.explicit = "127.0.0.1:1" } == .proxyFailed)
    #expect(await kind(live.url) { $0.proxy.explicit = "name.invalid:1" } == .proxyFailed)
    let login = "<html><title>login</title></html>"
    for head in [
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: \(login.count)\r\n\r\n",
      "HTTP/1.1 302 Found\r\nLocation: \(live.url)/v1/enrol\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 307 Temporary Redirect\r\nLocation: \(live.url)/\r\nContent-Length: 0\r\n\r\n",
      "HTTP/1.1 511 Network Authentication Required\r\nContent-Type: text/html\r\n"
        + "Content-Length: \(login.count)\r\n\r\n",
      "SSH-2.0-OpenSSH_9.6\r\n",
    ] {
      let portal = try await Portal(says: head + (head.contains("Length: 0") ? "" : login))
      #expect(await kind(portal.url) == .notAHub, "\(head)")
      let state = try Agent.state(east, ledger: "411702")
      #expect(state.unsent == 0)
      portal.stop()
    }
    try await live.finish(east)
  }

  @Test func meteredLinesStopAndGoOn() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    for _ in 0..<10 {
      try live.hub.addBulk(4, bytes: 20_000)
      try east.addBulk(4, bytes: 20_000)
    }
    var syncs = 0
    var report: SyncReport
    repeat {
      report = try await live.sync(east) { $0.syncBytesMax = 300_000 }
      syncs += 1
      // An answer may go beyond by a run of 80 kB.
      #expect(report.bytesSent + report.bytesReceived < 390_000)
      #expect(report.bytesNeeded == nil)
      #expect(report.stoppedByBudget == (report.leftToSend + report.leftToReceive > 0))
    } while report.stoppedByBudget && syncs < 20
    #expect(syncs >= 2)
    try expectConverged(live.hub, east)
    try await live.finish(east)
  }

  @Test func aBoundBelowASingleRun() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    try east.addBulk(20, bytes: 8_000)
    for bound in [1_000, 20_000] {
      let report = try await live.sync(east) { $0.syncBytesMax = bound }
      #expect(report.sent == 0)
      #expect(report.stoppedByBudget)
      #expect(report.bytesSent + report.bytesReceived < 20_000)
      #expect(report.bytesNeeded.map { $0 > 160_000 } == true)
    }
    let needed = try #require(
      try await live.sync(east) { $0.syncBytesMax = 20_000 }.bytesNeeded)
    let enough = try await live.sync(east) { $0.syncBytesMax = needed + 100 }
    #expect(enough.sent == 20)
    #expect(enough.bytesSent + enough.bytesReceived <= needed + 100)
    #expect(enough.bytesNeeded == nil)
    try expectConverged(live.hub, east)
    try await live.finish(east)
  }

  @Test(.timeLimit(.minutes(10))) func editsTravelInSeconds() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    let west = try await live.office("west")
    let agents = [east, west].map { store in
      Task { try await live.agent(store) { $0.waitSeconds = 20 }.run(everySeconds: 3_600) }
    }
    #expect(try await live.holds(2))
    var slowest = Duration.zero
    for _ in 0..<3 {
      let began = ContinuousClock.now
      try east.addWorks(1)
      #expect(try await eventually { try west.vector() == east.vector() })
      slowest = max(slowest, .now - began)
      #expect(try live.hub.vector() == east.vector())
    }
    // Two hops. The promise is two seconds each; loaded test machines get more.
    #expect(slowest < .seconds(8), "\(slowest)")
    for agent in agents { agent.cancel() }
    for agent in agents { try await agent.value }
    try expectConverged(live.hub, east, west)
    try await live.finish(east, west)
  }

  @Test func oneAgentAStore() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    let lock = try AgentLock(east)
    #expect(AgentLock.holder(at: east.path) == getpid())
    let error = await hubError { try await live.agent(east).run() }
    #expect(error == HubError(.agentRunning, "\(getpid())", east.path))
    #expect(error?.exitCode == 75)
    try east.addWorks(1)
    #expect(try await live.sync(east).sent == 1)
    withExtendedLifetime(lock) {}
    try await live.finish(east)
  }

  @Test(.timeLimit(.minutes(10))) func aLaptopThatSlept() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    let slept = Atomic<UInt64>(0)
    let clock = live.city.clock.reading
    let wall: @Sendable () -> UInt64 = { clock() + slept.load(ordering: .relaxed) }
    let running = Task {
      // No request is held: nothing but the period or the jump makes it sync.
      try await live.agent(east) { $0.wallMilliseconds = wall }.run(everySeconds: 3_600)
    }
    #expect(
      try await eventually { try Agent.state(east, ledger: "411702").agent != nil })
    try live.hub.addWorks(1)
    // Time itself: that nothing happens while the clocks agree.
    try await Task.sleep(for: .seconds(1))
    #expect(try east.vector() != live.hub.vector())
    slept.store(600_000, ordering: .relaxed)
    #expect(try await eventually { try east.vector() == live.hub.vector() })
    running.cancel()
    try await running.value
    try await live.finish(east)
  }

  @Test(.timeLimit(.minutes(10))) func theAgentSaysWhatItIsAbout() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: 1)
    let east = try await live.office("east")
    let noted = try #require(try Agent.knownHub(east))
    relay.lead(to: live.address.port)
    _ = try await Agent.join(
      east, url: relay.url, token: try live.invite().token, options: live.options(),
      logger: silent)
    #expect(noted.url != relay.url)
    relay.lead(to: 1)
    let running = Task { try await live.agent(east).run(everySeconds: 3_600) }
    #expect(
      try await eventually { (try Agent.state(east, ledger: "411702").agent?.failures ?? 0) > 1 })
    let note = try #require(try Agent.state(east, ledger: "411702").agent)
    #expect(note.failureCode == "sync.broken" || note.failureCode == "sync.unreachable")
    #expect(note.nextTryMilliseconds ?? 0 > 0)
    relay.lead(to: live.address.port)
    #expect(
      try await eventually(seconds: 30) {
        try Agent.state(east, ledger: "411702").agent?.failures == 0
      })
    running.cancel()
    try await running.value
    relay.stop()
    try await live.finish(east)
  }
}

/// Something that answers every connection with the same words, whatever it is asked.
final class Portal: Sendable {
  let port: Int
  private let channel: any Channel

  init(says words: String) async throws {
    let answer = words
    channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(Answer(answer))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    port = channel.localAddress?.port ?? 0
  }

  var url: String { "http://127.0.0.1:\(port)" }

  func stop() { channel.close(promise: nil) }

  private final class Answer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let words: String

    init(_ words: String) { self.words = words }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: words)), promise: nil)
    }
  }
}
