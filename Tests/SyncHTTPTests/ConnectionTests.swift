// Verifies, on a hub with short patience
// 1. A head of 1 MB is 431, a head that does not end and a body that all but stops are cut off,
//    what is no HTTP is 400; the hub serves on. Each is counted and kept as what a route refuses.
// 2. Above the number of connections the next is told 503, and is served once there is room.
// 3. A body that unpacks to half a gigabyte is refused (413) without the memory for it, and told
//    the limit in bytes.
// 4. A member above its share gets 429 with a time to come back, and its sync goes on by itself; a
//    member above its bytes waits for them; an address that proves nothing is bounded as well.
// 5. Of 20 enrolments at once with one token exactly one counts.
// 6. A member revoked while its request is held is told so.
// 7. What is refused is kept, with who and why, in a file for its owner alone, a thousand at most.
// 8. A hub without room on its disk says that it is not ready; the figures for operators are there.
// 9. An answer in flight is delivered whole when the hub is told to stop.
// 10. Connections that come while the hub stops end nothing but themselves.
// 11. A request whose body is no HTTP gets one answer and no second; what is told before any route
//     sees it has a next step.

import AsyncHTTPClient
import Causality
import Foundation
import Glibc
import HTTPTypes
import LedgerStore
import NIOCore
import NIOPosix
import SyncHTTP
import TestSupport
import Testing
import Wire

@Suite struct ConnectionTests {
  func impatient(_ change: (inout HubLimits) -> Void = { _ in }) async throws -> LiveHub {
    var limits = HubLimits()
    limits.connections.headSeconds = 1
    limits.connections.bodySeconds = 1
    change(&limits)
    return try await LiveHub(limits: limits)
  }

  func ask(_ live: LiveHub, _ pieces: String..., pause: Int = 0) async throws -> (
    text: String, isClosed: Bool
  ) {
    try await RawConnection(port: live.address.port).exchange(
      pieces, pauseMilliseconds: pause)
  }

  @Test(.timeLimit(.minutes(10))) func headsAndBodiesWithoutManners() async throws {
    let live = try await impatient()
    let long = String(repeating: "a", count: 1 << 20)
    let large = try await ask(live, "GET /v1/hub HTTP/1.1\r\nHost: hub\r\nX-Long: \(long)\r\n\r\n")
    #expect(large.text.hasPrefix("HTTP/1.1 431 "), "\(large.text.prefix(100))")
    #expect(large.text.contains("too-large"))
    #expect(large.isClosed)
    let many = (0..<200).map { "X-\($0): 1\r\n" }.joined()
    let fields = try await ask(live, "GET /v1/hub HTTP/1.1\r\nHost: hub\r\n\(many)\r\n")
    #expect(fields.text.hasPrefix("HTTP/1.1 431 "))
    let slow = try await ask(live, "GET /v1/hub HTTP/1.1\r\n", "Host: hub\r\n", pause: 2_000)
    #expect(slow.text.isEmpty)
    #expect(slow.isClosed)
    let head = "POST /v1/enrol HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
    let body = try await ask(live, head + "Content-Length: 1000\r\n\r\n{")
    #expect(body.text.hasPrefix("HTTP/1.1 408 ") || body.text.isEmpty, "\(body.text)")
    #expect(body.isClosed)
    let noise = try await ask(live, "\u{1}\u{2}\u{3} no HTTP at all\r\n\r\n")
    #expect(noise.text.hasPrefix("HTTP/1.1 400 "))
    #expect(noise.isClosed)
    let well = try await ask(
      live, "GET /healthz HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n")
    #expect(well.text.hasPrefix("HTTP/1.1 200 "))
    let figures = try await ask(
      live, "GET /metrics HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n")
    #expect(
      figures.text.contains("taizhang_requests_total{route=\"connection\",status=\"431\"} 2"),
      "\(figures.text)")
    try await live.finish()
    let kept = Hub.refusedRequests(storePath: live.hub.path).filter { $0.route == "connection" }
    #expect(kept.map(\.status) == [431, 431, 400, 408, 400])
    #expect(kept.map(\.code) == kept.map { $0.status == 431 ? "too-large" : "bad-request" })
    #expect(kept.first?.arguments == ["\(16 << 10)"])
    #expect(kept.allSatisfy { $0.address == "127.0.0.1" })
  }

  @Test(.timeLimit(.minutes(10)), arguments: [0, 200])
  func oneAnswerToABrokenBody(pause: Int) async throws {
    let live = try await LiveHub()
    let head = "POST /v1/enrol HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\n"
    let broken = try await ask(live, head, "no length\r\n", pause: pause)
    #expect(broken.text.components(separatedBy: "HTTP/1.1 ").count == 2, "\(broken.text)")
    #expect(broken.isClosed)
    let noise = try await ask(live, "\u{1} no HTTP at all\r\n\r\n")
    #expect(noise.text.hasPrefix("HTTP/1.1 400 "))
    #expect(noise.text.contains("openapi.json"), "\(noise.text)")
    try await live.finish()
  }

  @Test(.timeLimit(.minutes(10))) func noRoomForConnections() async throws {
    let live = try await impatient { $0.connections.connectionsMax = 4 }
    var idle: [RawConnection] = []
    for _ in 0..<4 { idle.append(try await RawConnection(port: live.address.port)) }
    // Connected here is not yet counted there, and the count is told only to who gets in.
    try await Task.sleep(for: .milliseconds(100))
    let refused = try await ask(live, "GET /healthz HTTP/1.1\r\nHost: hub\r\n\r\n")
    #expect(refused.text.hasPrefix("HTTP/1.1 503 "), "\(refused.text)")
    #expect(refused.text.contains("Retry-After"))
    #expect(refused.isClosed)
    for connection in idle {
      let text = "GET /healthz HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n"
      #expect(try await connection.exchange([text]).text.hasPrefix("HTTP/1.1 200 "))
    }
    let again = try await ask(
      live, "GET /healthz HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n")
    #expect(again.text.hasPrefix("HTTP/1.1 200 "))
    try await live.finish()
  }

  @Test(.timeLimit(.minutes(10))) func aBomb() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    let compressor = ZstdCompressor()
    let zeros = [UInt8](repeating: 0, count: 16 << 20)
    var bomb: [UInt8] = []
    for number in 0..<32 { try compressor.compress(zeros, end: number == 31, into: &bomb) }
    #expect(bomb.count < 1 << 20)
    for path in ["changes", "exchange"] {
      var asked = Asked(path: "/v1/ledgers/411702/\(path)", body: bomb)
      asked.fields = [
        ("Content-Type", "application/vnd.taizhang.frames"), ("Content-Encoding", "zstd"),
      ]
      try asked.sign(east, at: live)
      let answer = try await asked.send(to: live)
      #expect([400, 413].contains(answer.status), "\(path): \(answer)")
      guard path == "exchange" else { continue }
      #expect(answer.status == 413)
      // As much as a hello may have on the wire.
      #expect(answer.json["arguments"] as? [String] == ["\(1 << 20)"])
    }
    try await live.finish(east)
  }

  @Test(.timeLimit(.minutes(10))) func shares() async throws {
    let live = try await impatient {
      $0.memberRequestsPerSecond = 2
      $0.memberBurst = 12
    }
    let east = try await live.office("east")
    let west = try await live.office("west")
    var told: [String: Any] = [:]
    for _ in 0..<30 where told.isEmpty {
      var asked = Asked()
      try asked.sign(east, at: live)
      let answer = try await asked.send(to: live)
      if answer.status == 429 { told = answer.json } else { #expect(answer.status == 200) }
    }
    #expect(told["code"] as? String == "busy")
    // Another member is not concerned, and this one's own sync waits and succeeds.
    #expect(await hubError { try await live.sync(west) } == nil)
    try east.addWorks(1)
    let report = try await live.sync(east)
    #expect(try live.hub.vector()[east.identity.replica] == 1, "\(report)")
    try await live.finish(east, west)
  }

  @Test(.timeLimit(.minutes(10))) func sharesOfBytesAndOfStrangers() async throws {
    let live = try await impatient {
      $0.memberBytesPerMinute = 60_000
      $0.strangerBurst = 10
      $0.strangerRequestsPerSecond = 0.1
    }
    let east = try await live.office("east")
    try live.hub.addBulk(4, bytes: 40_000)
    var first = Asked()
    try first.sign(east, at: live)
    _ = try await first.send(to: live)
    let after = await hubError { try await live.sync(east) { $0.retries = 0 } }
    #expect(after?.kind == .busy)
    #expect((after?.retryAfterSeconds ?? 0) >= 1)
    var statuses: Set<Int> = []
    for _ in 0..<15 { statuses.insert(try await Asked().send(to: live).status) }
    #expect(statuses == [401, 429])
    let hub = Asked(method: "GET", path: "/v1/hub", body: nil, fields: [])
    #expect(try await hub.send(to: live).status == 429)
    await live.stop()
  }

  @Test(.timeLimit(.minutes(10))) func oneTokenTwentyOffices() async throws {
    let live = try await LiveHub()
    let token = try live.invite().token
    let stores = try (0..<20).map { try live.city.stranger("office \($0)", ledgers: []) }
    let kinds = await withTaskGroup(of: HubError.Kind?.self) { group in
      for store in stores {
        group.addTask {
          await hubError {
            _ = try await Agent.join(
              store, url: live.url, token: token, options: live.options(), logger: silent)
          }?.kind
        }
      }
      var kinds: [HubError.Kind?] = []
      for await kind in group { kinds.append(kind) }
      return kinds
    }
    #expect(kinds.filter { $0 == nil }.count == 1)
    #expect(kinds.filter { $0 == .tokenUsed }.count == 19)
    #expect(try live.hub.members().count == 2)
    try await live.finish()
  }

  @Test(.timeLimit(.minutes(10))) func revokedWhileWaiting() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    var held = Asked(body: Array(#"{"vector":{}}"#.utf8))
    held.fields.append(("Prefer", "wait=20"))
    try held.sign(east, at: live)
    let (asked, began) = (held, ContinuousClock.now)
    let waiting = Task { try await asked.send(to: live).status }
    #expect(try await live.holds(1))
    try live.hub.revoke(east.identity.replica)
    try live.hub.addWorks(1)
    #expect(try await waiting.value == 403)
    #expect(.now - began < .seconds(15))
    await live.stop()
  }

  @Test func whatIsRefusedIsKept() async throws {
    let live = try await LiveHub(ledgers: ["411702", "411721"])
    let east = try await live.office("east")
    let stranger = try live.city.stranger("stranger")
    var foreign = Asked(path: "/v1/ledgers/411721/exchange")
    try foreign.sign(east, at: live)
    _ = try await foreign.send(to: live)
    var strange = Asked()
    try strange.sign(stranger, at: live)
    _ = try await strange.send(to: live)
    _ = try await Asked().send(to: live)
    await live.stop()
    let kept = Hub.refusedRequests(storePath: live.hub.path)
    #expect(kept.map(\.code) == ["wrong-ledger", "unknown-key", "unsigned"])
    #expect(kept.map(\.status) == [403, 401, 401])
    #expect(
      kept.map(\.replica) == [
        east.identity.replica.description, stranger.identity.replica.description, "",
      ])
    #expect(kept.allSatisfy { $0.address == "127.0.0.1" && $0.route == "exchange" })
    var status = stat()
    #expect(stat(live.hub.path + "/refused-requests", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    // The next run of the hub goes on with the same list, and it does not grow for ever.
    var limits = HubLimits()
    limits.strangerBurst = 10_000
    let second = try await LiveHub(limits: limits, city: live.city, hub: live.hub)
    for _ in 0..<1_010 { _ = try await Asked().send(to: second) }
    await second.stop()
    let all = Hub.refusedRequests(storePath: live.hub.path)
    #expect(all.count == 1_000)
    #expect(all.allSatisfy { $0.code == "unsigned" })
  }

  @Test func readinessAndFigures() async throws {
    let live = try await impatient { $0.freeBytesMin = .max }
    let east = try await live.office("east")
    try east.addWorks(3)
    try await live.sync(east)
    let health = try await Asked(method: "GET", path: "/healthz", body: nil, fields: [])
      .send(to: live)
    #expect(health.status == 503)
    #expect(health.json["ok"] as? Bool == false)
    #expect(health.json["reasons"] as? [String] == ["disk-space"])
    let response = try await HTTPClient.shared.get(url: live.url + "/metrics").get()
    let text = String(buffer: try #require(response.body))
    for line in [
      "taizhang_members{state=\"active\"} 2", "taizhang_changes_received_total 3",
      "taizhang_conflicts_open{ledger=\"411702\"} 0",
      "taizhang_member_sync_age_seconds{replica=\"\(east.identity.replica)\"} 0",
      "taizhang_request_seconds_bucket{route=\"exchange\",le=\"+Inf\"}",
      "taizhang_requests_total{route=\"healthz\",status=\"503\"} 1", "taizhang_connections ",
      "taizhang_store_bytes ", "taizhang_resident_bytes ",
    ] {
      #expect(text.contains(line), "\(line) in \(text)")
    }
    #expect(!text.contains("east"))
    try await live.finish(east)
  }

  /// A connection that the hub has accepted and not taken when it stops ended the process.
  @Test(.timeLimit(.minutes(10))) func stoppingAmidConnections() async throws {
    for round in 0..<8 {
      let live = try await LiveHub()
      let port = live.address.port
      let knocking = (0..<16).map { _ in
        Task {
          let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
          var open: [any Channel] = []
          while !Task.isCancelled, open.count < 200,
            let next = try? await bootstrap.connect(host: "127.0.0.1", port: port).get()
          { open.append(next) }
          for channel in open { channel.close(promise: nil) }
        }
      }
      try await Task.sleep(for: .milliseconds(20 + 10 * round))
      await live.stop()
      for task in knocking { task.cancel() }
      for task in knocking { await task.value }
      try await live.finish()
    }
  }

  @Test(.timeLimit(.minutes(10))) func stoppingDeliversAnswers() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    for _ in 0..<20 { try live.hub.addBulk(10, bytes: 100_000) }
    let syncing = Task { try await live.sync(east) { $0.retries = 0 } }
    // In the middle of it, wherever that is on this machine.
    try await Task.sleep(for: .milliseconds(150))
    await live.stop()
    let report = try? await syncing.value
    // Whole, or not begun: never a piece.
    #expect([nil, 200].contains(report?.received))
    try await live.finish(east)
  }
}
