// Verifies
// 1. A login page, a redirect, a JSON API of someone else: each is told apart from a hub (69).
// 2. Nobody there is "unreachable"; 429 and 503 are "busy" with the time to come back.
// 3. Addresses that are none, or plain HTTP to another machine, are refused before anything is
//    sent.
// 4. A node serves plain HTTP beyond loopback only when told so; a store that is no hub is not
//    served.

import HTTPTypes
import Hummingbird
import LedgerStore
import SyncHTTP
import TestSupport
import Testing

@Suite struct StrangerTests {
  /// Serves one answer to everything.
  func serve(
    _ status: HTTPResponse.Status, _ headers: HTTPFields, _ text: String,
    _ body: (String) async throws -> Void
  ) async throws {
    let router = Router(context: NodeContext.self)
    for method in [HTTPRequest.Method.get, .post] {
      router.on("/**", method: method) { _, _ in
        Response(status: status, headers: headers, body: .init(byteBuffer: .init(string: text)))
      }
    }
    let (ready, announce) = AsyncStream.makeStream(of: ListenAddress.self)
    let serving = Task {
      try await NodeServer.run(
        router: router, address: ListenAddress(host: "127.0.0.1", port: 0), logger: silent,
        onReady: { address in announce.yield(address) })
    }
    for await address in ready {
      try await body(address.url)
      break
    }
    serving.cancel()
    _ = try? await serving.value
  }

  func join(_ url: String) async throws -> HubError? {
    let city = try TestCity()
    let store = try city.stranger("office", ledgers: [])
    let token = try Hub.invite(city.hub, ledger: "411702", role: .county).token
    return await hubError {
      _ = try await Agent.join(
        store, url: url, token: token, options: AgentOptions(connectTimeoutSeconds: 2),
        logger: silent)
    }
  }

  @Test func loginPages() async throws {
    try await serve(.ok, [.contentType: "text/html; charset=utf-8"], "<html>login</html>") {
      let error = try await join($0)
      #expect(error?.kind == .notAHub)
      #expect(error?.exitCode == 69)
    }
    try await serve(.found, [.location: "http://login.example/"], "") {
      let error = try await join($0)
      #expect(error?.kind == .notAHub)
      #expect(error?.arguments.last?.contains("login.example") == true)
    }
    try await serve(.ok, [.contentType: "application/json"], #"{"hello":1}"#) {
      let error = try await join($0)
      #expect(error?.kind == .notAHub)
    }
    try await serve(.notFound, [.contentType: "text/plain"], "no") {
      let error = try await join($0)
      #expect(error?.kind == .notAHub)
    }
  }

  @Test func busyAndAbsent() async throws {
    for status in [HTTPResponse.Status.tooManyRequests, .serviceUnavailable] {
      try await serve(status, [.contentType: "text/plain", .retryAfter: "7"], "later") {
        let error = try await join($0)
        #expect(error?.kind == .busy)
        #expect(error?.retryAfterSeconds == 7)
      }
    }
    let absent = try await join("http://127.0.0.1:9")
    #expect(absent?.kind == .unreachable, "\(String(describing: absent))")
  }

  @Test(arguments: [
    "", "ftp://x", "http://", "http://a b:1", "http://user@127.0.0.1:1", "nonsense",
  ])
  func addressesThatAreNone(url: String) async throws {
    #expect(try await join(url)?.kind == .badURL)
  }

  @Test func plainHTTPStaysHere() async throws {
    #expect(try await join("http://192.0.2.1:8420")?.kind == .insecure)
    let city = try TestCity()
    let open = HubConfiguration(address: ListenAddress(host: "0.0.0.0", port: 0))
    #expect(throws: HubError(.insecure, "0.0.0.0")) {
      try HubServer(store: city.hub, configuration: open, logger: silent)
    }
    let office = try city.office("east")
    #expect(throws: HubError(.notAHubStore, "county")) {
      try HubServer(store: office, logger: silent)
    }
    #expect(throws: HubError(.notAHubStore, "county")) {
      try Hub.invite(office, ledger: "411702", role: .county)
    }
  }
}
