// The agent's smaller questions: what the hub is, the hash of one change, the members of each side.

internal import AsyncHTTPClient
internal import Causality
internal import LedgerStore
internal import NIOCore
internal import NIOHTTP1
internal import Wire

extension HubClient {
  /// GET /v1/hub, unsigned.
  func describeHub() async throws -> JSONValue {
    let response = try await send(request("/v1/hub", .GET))
    try await expect(Media.json, response)
    return try await json(response)
  }

  /// The hash of a change that the hub holds; nil when it holds none.
  func hash(of dot: Dot, in ledger: String) async throws -> Digest? {
    let path = "/v1/ledgers/\(ledger)/changes/\(dot.replica)/\(dot.seq)"
    let response = try await sendSigned(request(path, .GET))
    if response.status == .notFound, isProblem(response) {
      _ = try await collect(response)
      return nil
    }
    try await expect(Media.json, response)
    return try await json(response)["hash"]?.string.flatMap { Digest($0) }
  }

  /// POST /v1/members: this hub's members and revocations for the one above, and that one's for
  /// this.
  func exchangeMembers(_ members: JSONValue, revoked: JSONValue) async throws -> JSONValue {
    var request = request("/v1/members", .POST)
    request.headers.add(name: "Content-Type", value: Media.json)
    let body = try JSONValue.object(["members": members, "revoked": revoked]).text()
    let response = try await sendSigned(request, body: body)
    try await expect(Media.json, response)
    return try await json(response)
  }

  private func json(_ response: HTTPClientResponse) async throws -> JSONValue {
    guard let json = JSONValue(parsing: try await collect(response)) else {
      throw HubError(.notAHub, url.base, "JSON")
    }
    return json
  }
}
