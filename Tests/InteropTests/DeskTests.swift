// Verifies, with the program as a process and its pages over a real socket
// 1. `serve --json` tells the address and the start link in one line; the link opens the pages
//    once.
// 2. A project made on the page is there for the commands, and what a command writes is on the
//    page.
// 3. On a hub the pages and the protocol share the address: members sync, the page shows what came,
//    and the protocol's answers are what they were.
// 4. "Sync now" on a county's page exchanges with the hub, and says so when the hub is gone.
// 5. A page that stands open and listens does not keep the program from stopping in good order.

import Foundation
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// A browser over a real socket, with cookies of its own.
private final class Visitor: NSObject, URLSessionTaskDelegate, @unchecked Sendable {
  private let origin: String
  private lazy var session = URLSession(
    configuration: .ephemeral, delegate: self, delegateQueue: nil)

  init(_ origin: String) { self.origin = origin }

  func get(_ path: String) async throws -> (status: Int, body: String) {
    let address = path.hasPrefix("http") ? path : origin + path
    return try await send(URLRequest(url: try #require(URL(string: address))))
  }

  func post(_ path: String, _ fields: [String: String]) async throws -> (status: Int, body: String)
  {
    var request = URLRequest(url: try #require(URL(string: origin + path)))
    request.httpMethod = "POST"
    request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
    request.setValue(origin, forHTTPHeaderField: "Origin")
    request.httpBody = Data(
      fields.map { name, value in
        "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
      }.joined(separator: "&").utf8)
    return try await send(request)
  }

  /// The token that the forms of a page carry.
  func token(_ path: String) async throws -> String {
    let body = try await get(path).body
    let match = try #require(body.firstMatch(of: /name="form-token" value="([0-9a-f]{64})"/))
    return String(match.output.1)
  }

  private func send(_ request: URLRequest) async throws -> (status: Int, body: String) {
    let (data, response) = try await session.data(for: request)
    let status = (response as? HTTPURLResponse)?.statusCode ?? 0
    return (status, String(decoding: data, as: UTF8.self))
  }
}

@Suite(.serialized) struct DeskTests {
  private func served(
    _ city: City, _ store: String, _ arguments: String...
  ) throws -> (process: Process, url: String, start: String) {
    let process: Process
    let line: String
    if arguments.contains("--hub") {
      (process, line) = try city.start(
        store, "serve", "--hub", "--json", "--listen", "127.0.0.1:0")
    } else {
      (process, line) = try city.start(store, "serve", "--json", "--listen", "127.0.0.1:0")
    }
    let said = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return (
      process, try #require(said?["listening"] as? String), try #require(said?["start"] as? String)
    )
  }

  @Test(.timeLimit(.minutes(10))) func aNode() async throws {
    let city = try City()
    try city.make("office")
    let (process, url, start) = try served(city, "office")
    defer { _ = city.stop(process) }
    #expect(start.hasPrefix(url + "/start?token="))
    let visitor = Visitor(url)
    #expect(try await visitor.get("/projects").status == 403)
    // Foundation's client follows the redirect without the cookie that came with it.
    _ = try await visitor.get(start)
    #expect(try await visitor.get("/").status == 200)
    #expect(try await Visitor(url).get(start).status == 403)
    let token = try await visitor.token("/new/project")
    let made = try await visitor.post(
      "/new/project", ["form-token": token, "was.name": "", "f.name": "页面上建的产业园"])
    #expect(made.status == 200 && made.body.contains("页面上建的产业园"))
    let found = try city.must("office", "search", "产业园")
    #expect(found.output.contains("页面上建的产业园"))
    try city.must("office", "add", "project", "name=命令行建的水厂")
    #expect(try await visitor.get("/projects").body.contains("命令行建的水厂"))
    #expect(try await visitor.get("/healthz").body == "ok\n")
    #expect(city.stop(process) == 0)
  }

  @Test(.timeLimit(.minutes(10))) func aHubAndAnOffice() async throws {
    let city = try City()
    try city.makeHub()
    let (hub, url, start) = try served(city, "hub", "--hub")
    try city.join("office", at: url)
    let (node, nodeURL, nodeStart) = try served(city, "office")
    defer { _ = city.stop(node) }
    let clerk = Visitor(nodeURL)
    _ = try await clerk.get(nodeStart)
    try city.must("office", "add", "project", "name=县里的项目")
    let synced = try await clerk.post("/sync", ["form-token": try await clerk.token("/")])
    #expect(synced.status == 200 && synced.body.contains("同步完成"))
    let desk = Visitor(url)
    _ = try await desk.get(start)
    #expect(try await desk.get("/projects").body.contains("县里的项目"))
    let described = try await desk.get("/v1/hub")
    #expect(described.status == 200 && described.body.first == "{")
    #expect(city.stop(hub) == 0)
    let alone = try await clerk.post("/sync", ["form-token": try await clerk.token("/")])
    #expect(alone.status == 200 && !alone.body.contains("同步完成"))
    #expect(alone.body.contains("class=\"remark refusal\""))
  }

  @Test(.timeLimit(.minutes(10))) func stoppedWhileAPageListens() throws {
    let city = try City()
    try city.make("office")
    let (process, url, start) = try served(city, "office")
    let (cookies, heard) = (city.path("cookies"), city.path("events"))
    func curl(_ arguments: String...) throws -> Process {
      let curl = Process()
      curl.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
      curl.arguments = ["-s", "-S", "-b", cookies, "-c", cookies] + arguments
      try curl.run()
      return curl
    }
    City.end(try curl("-o", city.path("start"), start))
    let listening = try curl("-N", "-o", heard, url + "/events")
    defer { if listening.isRunning { listening.terminate() } }
    City.wait {
      let text = try? String(contentsOfFile: heard, encoding: .utf8)
      return text?.contains("retry:") == true || !listening.isRunning
    }
    #expect(listening.isRunning && FileManager.default.fileExists(atPath: heard))
    #expect(city.stop(process) == 0)
    City.end(listening)
  }
}
