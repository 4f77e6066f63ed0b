// Verifies, with processes of the program
// 1. `hub certificate`, `serve --tls-cert --tls-key`, join and sync over TLS; a certificate
//    replaced is followed by itself; a key that others can read keeps the hub from starting (78).
// 2. What a hub refuses, both sides tell: wrong, expired and reused tokens, a key that is on no
//    list, a ledger that is another's, a revoked member: a code for the caller, a line of `hub
//    refused` for the hub's office. A revoked member sees it in `status` and `refused` until it is
//    let in again.
// 3. Ten thousand idle connections leave a hub answering; when they are gone it has them back.
// 4. The log as JSON is one object a line, and nothing typed stands in it.
// 5. Plain HTTP beyond this machine is refused on both sides unless allowed.
// 6. A hub told to stop waits for no body that has stalled: its sender is told (503), the hub ends.

import Foundation
import Glibc
import Testing

@Suite(.serialized) struct HubOperationTests {
  @Test func overTLS() throws {
    let city = try City()
    try city.makeHub()
    func certificate(_ more: String...) throws -> [String] {
      let made = try city.must(
        "hub", "hub", "certificate", "--days", "30", "--host", "localhost", "127.0.0.1"
      ).object
      return try ["certificate", "key"].map { try #require(made[$0] as? String) }
    }
    func serve(_ files: [String], port: Int) throws -> (Process, url: String) {
      let (process, line) = try city.start(
        "hub", "serve", "--hub", "--listen", "127.0.0.1:\(port)", "--tls-cert", files[0],
        "--tls-key", files[1], "--json")
      let said = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return (process, try #require(said?["listening"] as? String))
    }
    let files = try certificate()
    let (hub, url) = try serve(files, port: 0)
    #expect(url.hasPrefix("https://"))
    try city.join("east", at: url)
    try city.must("east", "add", "project", "name=桥")
    #expect(try city.must("east", "sync").object["sent"] as? Int == 1)
    let quiet = try city.must("east", "sync").object
    #expect(quiet["requests"] as? Int == 1)
    #expect(city.stop(hub) == 0)
    for file in files { try FileManager.default.removeItem(atPath: file) }
    let again = try certificate()
    let port = Int(url.split(separator: ":").last ?? "") ?? 0
    let (second, _) = try serve(again, port: port)
    try city.must("hub", "add", "project", "name=路")
    #expect(try city.must("east", "sync").object["received"] as? Int == 1)
    #expect(city.stop(second) == 0)
    chmod(again[1], 0o644)
    let exposed = try city.run(
      "hub", "serve", "--hub", "--listen", "127.0.0.1:0", "--tls-cert", again[0], "--tls-key",
      again[1])
    #expect(exposed.status == 78)
    #expect(exposed.code == "secret-exposed")
    try city.expectConverged("hub", "east")
  }

  @Test(.timeLimit(.minutes(10))) func stoppingWaitsForNoStalledBody() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = try #require(UInt16(url.split(separator: ":").last ?? "")).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(result == 0)
    let request = Array(
      ("POST /v1/enrol HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
        + "Content-Length: 100\r\n\r\n{").utf8)
    #expect(send(descriptor, request, request.count, 0) == request.count)
    // Until the hub has read it.
    Thread.sleep(forTimeInterval: 1)
    #expect(city.stop(hub) == 0)
    var told: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 {
      told += buffer[..<count]
    }
    let text = String(decoding: told, as: UTF8.self)
    #expect(text.hasPrefix("HTTP/1.1 503 "), "\(text)")
    #expect(text.contains("stopping"))
  }

  @Test func bothSidesTell() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    let good = try city.token()
    let wrong = "00000000000000000000000000" + good.dropFirst(26)
    let short =
      try city.must(
        "hub", "hub", "invite", "--ledger", "411702", "--expires", "1s"
      ).object["token"] as? String
    func join(_ store: String, _ token: String) throws -> String? {
      let outcome = try city.run(store, "join", url, "--name", store, "--token", token)
      #expect(outcome.status == (outcome.code == nil ? 0 : 77), "\(outcome.errors)")
      return outcome.code
    }
    #expect(try join("east", good) == nil)
    #expect(try join("west", wrong) == "token-unknown")
    #expect(try join("west", good) == "token-used")
    // Time itself: the second for which the short token is good.
    usleep(1_200_000)
    #expect(try join("west", try #require(short)) == "token-expired")
    // A copy of east's that joined another hub knows a key that this hub does not.
    try city.must("hub", "hub", "invite", "--ledger", "411721")
    try city.join("west", at: url)
    let west = try #require(
      try city.must("west", "identity", "show").object["replica"] as? String)
    try city.must("hub", "hub", "revoke", west)
    let revoked = try city.run("west", "sync")
    #expect(revoked.status == 77)
    #expect(revoked.code == "revoked")
    try expectTurnedAway(city, "west", west)
    #expect(city.stop(hub) == 0)
    let kept = try city.must("hub", "hub", "refused").objects
    let codes = kept.compactMap { $0["code"] as? String }
    #expect(codes == ["token-unknown", "token-used", "token-expired", "revoked"], "\(kept)")
    #expect(kept.last?["replica"] as? String == west)
    #expect(kept.allSatisfy { ($0["detail"] as? String)?.isEmpty == false })
    try city.expectConverged("hub", "east")
  }

  /// What stands at a revoked office, and that it is gone once the office is let in again; revokes
  /// it anew.
  private func expectTurnedAway(_ city: City, _ store: String, _ replica: String) throws {
    func alarms() throws -> [[String: Any]] {
      let status = try city.must(store, "status").object
      return status["alarms"] as? [[String: Any]] ?? []
    }
    #expect(try alarms().map { $0["alarm"] as? String } == ["revoked"])
    #expect(try city.must(store, "refused").object["alarm"] as? String == "revoked")
    for command in ["status", "refused"] {
      let said = try city.process([command, "--store", city.path(store)])
      #expect(said.contains("the hub takes nothing of this store"), "\(said)")
    }
    try city.must("hub", "hub", "reinstate", replica)
    try city.must(store, "sync")
    #expect(try alarms().isEmpty)
    let said = try city.process(["refused", "--store", city.path(store)])
    #expect(!said.contains("the hub takes nothing"), "\(said)")
    try city.must("hub", "hub", "revoke", replica)
  }

  @Test func idleConnections() throws {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    let count = min(10_000, Int(limit.rlim_max) - 512)
    if count < 10_000 { print("the limit of open files allows \(count) connections, not 10,000") }
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.join("east", at: url)
    let port = try #require(url.split(separator: ":").last.flatMap { UInt16($0) })
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var idle: [Int32] = []
    defer { for descriptor in idle { close(descriptor) } }
    for _ in 0..<count {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      let result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      idle.append(descriptor)
      guard result == 0 else { break }
    }
    #expect(idle.count == count)
    func descriptors() throws -> Int {
      try FileManager.default.contentsOfDirectory(atPath: "/proc/\(hub.processIdentifier)/fd").count
    }
    try City.eventually("\(count) connections at the hub") { try descriptors() > count }
    try city.must("east", "add", "project", "name=桥")
    #expect(try city.must("east", "sync").object["sent"] as? Int == 1)
    let resident = MemoryTests.status(hub, "VmRSS") ?? 0
    print("\(count) idle connections: hub \(resident >> 20) MiB resident")
    #expect(resident < 600 << 20)
    for descriptor in idle { close(descriptor) }
    idle = []
    try City.eventually("all of them let go") { try descriptors() < count }
    #expect(try city.must("east", "sync").object["requests"] as? Int == 1)
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "east")
  }

  @Test func theLogAsJSON() throws {
    let city = try City()
    try city.makeHub()
    setenv("TAIZHANG_LOG", "info", 1)
    defer { unsetenv("TAIZHANG_LOG") }
    let (hub, line) = try city.start(
      "hub", "serve", "--hub", "--listen", "127.0.0.1:0", "--json")
    let said = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    let url = try #require(said?["listening"] as? String)
    try city.join("east", at: url)
    try city.must("east", "add", "project", "name=绝密工程", "--author", "填报岗")
    try city.must("east", "sync")
    #expect(city.stop(hub) == 0)
    let log = try Self.log(in: city)
    let events = log.split(separator: "\n").compactMap {
      (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
    }
    #expect(events.count == log.split(separator: "\n").count)
    let requests = events.filter { $0["message"] as? String == "request" }
    #expect(requests.count >= 4)
    #expect(
      requests.contains { $0["route"] as? String == "changes" && $0["status"] as? String == "200" })
    for word in ["绝密", "填报岗", "east"] { #expect(!log.contains(word), "\(word)") }
  }

  /// What processes wrote to standard error that is a log.
  private static func log(in city: City) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: city.directory)
    return try names.filter { $0.hasSuffix(".err") }
      .map { try String(contentsOfFile: city.path($0), encoding: .utf8) }
      .filter { $0.contains("\"log\":\"taizhang\"") }.joined()
  }

  @Test func plainHTTPBeyondThisMachine() throws {
    let city = try City()
    try city.makeHub()
    let refused = try city.run("hub", "serve", "--hub", "--listen", "0.0.0.0:0")
    #expect(refused.status == 77)
    #expect(refused.code == "insecure")
    let (hub, line) = try city.start(
      "hub", "serve", "--hub", "--listen", "0.0.0.0:0", "--insecure-http", "--json")
    #expect(line.contains("http://0.0.0.0:"))
    let joining = try city.run(
      "east", "join", "http://192.0.2.1:1", "--name", "east", "--token", try city.token())
    #expect(joining.status == 77)
    #expect(joining.code == "insecure")
    #expect(city.stop(hub) == 0)
  }
}
