// Verifies, through the router alone and through a live server alike
// 1. The routes that people read: hub, health, metrics, OpenAPI; the description covers the routes.
// 2. An exchange answers in frames, and with the same content as JSON; a question in JSON that is
//    not what is described is 400 with the place.
// 3. One change is readable, to members only; unknown ones are 404. Of very many operations the
//    first are told, and how many are left off, whichever route tells them.
// 4. Every refusal is problem details with code, detail and hint in the caller's language: no
//    signature, unknown key, other ledger, wrong type (and which is taken), wrong coding, too
//    large, too old.
// 5. Damage in a push is 400 with its place: garbage, also in a good frame, a flipped byte, a
//    truncated body, a length of 2 GB, bytes after the end; the valid prefix before it is applied.
//    A change of a later format is 426.
// 6. A change of another ledger, or of a stranger, is refused and listed (422).
// 7. A push of what is known already changes nothing and answers 200.
// 8. zstd and identity bodies are taken; a body that unpacks beyond its limit is 413.
// 9. A method that a path has not is 405 and names those it has, HEAD without a body; what no route
//    has below /v1 and /v2 is 404, as problem details.

import Catalogue
import Causality
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import LedgerStore
import NIOCore
import SyncHTTP
import TestSupport
import Testing
import Wire

@Suite struct RouteTests {
  static let frames = "application/vnd.taizhang.frames"
  static let ways: [TestingSetup] = [.router, .live]

  /// A hub with three changes, a member, and a client of its routes.
  ///
  /// `@unchecked Sendable`: its test alone uses it, one statement after another.
  struct Setting: @unchecked Sendable {
    let hub: Store
    let member: Store
    /// A store with two ledgers that no hub knows.
    let stranger: Store
    let client: any TestClientProtocol
    let now: @Sendable () -> UInt64

    /// Sends a request that `store`, or the member, has signed.
    func send(
      _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields = [:],
      as store: Store? = nil, body: [UInt8]? = nil, tellsKey: Bool = false
    ) async throws -> TestResponse {
      var headers = headers
      let fields = try RequestSigner(store ?? member).fields(
        method: method.rawValue, url: "http://localhost" + path, body: body,
        createdSeconds: Int64(now() / 1_000), tellsKey: tellsKey)
      for field in fields { headers[HTTPField.Name(field.name)!] = field.value }
      return try await client.execute(
        uri: path, method: method, headers: headers, body: body.map { ByteBuffer(bytes: $0) })
    }

    func push(_ body: [UInt8], coding: String? = nil, to ledger: String = "411702") async throws
      -> TestResponse
    {
      var headers: HTTPFields = [.contentType: RouteTests.frames]
      headers[.contentEncoding] = coding
      return try await send(.post, "/v1/ledgers/\(ledger)/changes", headers, body: body)
    }

    /// All that the member has, as a body.
    func changes(of store: Store? = nil, ledger: String = "411702") throws -> [UInt8] {
      var from = VersionVector()
      var bytes = try (store ?? member).nextChangeSet(ledger, from: &from, maxBytes: .max).frames
      try FrameWriter.appendEnd(more: false, to: &bytes)
      return bytes
    }
  }

  func run(
    _ way: TestingSetup, limits: HubLimits = .default,
    _ body: @Sendable @escaping (Setting) async throws -> Void
  ) async throws {
    let city = try TestCity()
    let member = try city.office("east")
    try city.hub.addWorks(3)
    let server = try HubServer(
      store: city.hub,
      configuration: HubConfiguration(
        limits: limits, language: .en, wallMilliseconds: city.clock.reading),
      logger: silent)
    let router = Router(context: NodeContext.self)
    server.addRoutes(to: router)
    let application = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)), logger: silent
    )
    let stranger = try city.stranger("stranger", ledgers: ["411702", "411721"])
    let (hub, clock) = (city.hub, city.clock)
    try await application.test(way) { client in
      try await body(
        Setting(
          hub: hub, member: member, stranger: stranger, client: client, now: clock.reading))
    }
    #expect(try city.hub.check(deep: true).isOK)
    #expect(try member.check(deep: true).isOK)
  }

  static func json(_ response: TestResponse) throws -> [String: Any] {
    let data = Data(response.body.readableBytesView)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  static func expectProblem(
    _ response: TestResponse, _ status: Int, _ code: String,
    location: SourceLocation = #_sourceLocation
  ) throws {
    #expect(response.status.code == status, sourceLocation: location)
    #expect(response.headers[.contentType] == "application/problem+json", sourceLocation: location)
    let problem = try json(response)
    #expect(problem["code"] as? String == code, sourceLocation: location)
    #expect((problem["detail"] as? String)?.isEmpty == false, sourceLocation: location)
    #expect((problem["hint"] as? String)?.isEmpty == false, sourceLocation: location)
    #expect(problem["status"] as? Int == status, sourceLocation: location)
  }

  static func hello(
    _ ledger: String = "411702", vector: VersionVector = VersionVector(), members: Digest = .zero
  ) throws -> [UInt8] {
    let hello = Hello(ledger: ledger, vector: vector, memberDigest: members, maxBytes: 1 << 20)
    var bytes: [UInt8] = []
    try FrameWriter.append(.hello, try hello.encode(), to: &bytes)
    return bytes
  }

  @Test(arguments: ways) func readingRoutes(way: TestingSetup) async throws {
    try await run(way) { setting in
      let hub = try Self.json(try await setting.send(.get, "/v1/hub"))
      #expect(hub["replica"] as? String == setting.hub.identity.replica.description)
      #expect(hub["name"] as? String == "hub")
      #expect(hub["time"] as? String == "2024-01-01T00:00:00.000Z")
      let health = try Self.json(try await setting.send(.get, "/healthz"))
      #expect(health["ok"] as? Bool == true)
      let metrics = String(buffer: try await setting.send(.get, "/metrics").body)
      #expect(metrics.contains("taizhang_requests_total{route=\"hub\",status=\"200\"} 1\n"))
      let description = try Self.json(try await setting.send(.get, "/v1/openapi.json"))
      let paths = try #require(description["paths"] as? [String: Any])
      #expect(
        paths.keys.sorted() == [
          "/healthz", "/metrics", "/v1/blobs/{sha256}", "/v1/enrol", "/v1/hub",
          "/v1/ledgers/{ledger}/changes",
          "/v1/ledgers/{ledger}/changes/{replica}/{seq}", "/v1/ledgers/{ledger}/exchange",
          "/v1/ledgers/{ledger}/snapshot", "/v1/members", "/v1/openapi.json",
        ])
    }
  }

  @Test(arguments: ways) func otherMethods(way: TestingSetup) async throws {
    try await run(way) { setting in
      for (path, allowed) in [
        ("/v1/hub", "GET"), ("/healthz", "GET"), ("/v1/ledgers/411702/changes", "POST"),
        ("/v1/blobs/\(Digest.zero)", "GET, HEAD, PUT"),
      ] {
        for method in [HTTPRequest.Method.trace, .delete, .patch] {
          let response = try await setting.send(method, path)
          try Self.expectProblem(response, 405, "method-not-allowed")
          #expect(response.headers[.allow] == allowed)
        }
      }
      for path in ["/v1", "/v1/nothing", "/v1/ledgers/411702/nothing", "/v2/hub"] {
        for method in [HTTPRequest.Method.get, .delete] {
          try Self.expectProblem(
            try await setting.send(method, path), 404, "no-such-address")
        }
      }
      let head = try await setting.send(.head, "/v1/hub")
      #expect(head.status == .methodNotAllowed)
      #expect(head.body.readableBytes == 0)
      #expect(try await setting.send(.get, "/elsewhere").status == .notFound)
    }
  }

  @Test(arguments: ways) func exchangeInFramesAndJSON(way: TestingSetup) async throws {
    try await run(way) { setting in
      let path = "/v1/ledgers/411702/exchange"
      let response = try await setting.send(
        .post, path, [.contentType: Self.frames], body: try Self.hello())
      #expect(response.status == .ok)
      #expect(response.headers[.contentType] == Self.frames)
      var reader = ChangeSetReader()
      reader.feed(Array(response.body.readableBytesView))
      var changes = 0
      while let run = try reader.nextRun() { changes += run.changes.count }
      try reader.requireFinished()
      #expect(changes == 3)
      #expect(try reader.receipt?.vector == setting.hub.vector())
      let key = try VerifyingKey(bytes: setting.hub.identity.publicKey)
      #expect(reader.receipt?.verify(with: key) == true)

      let readable = try await setting.send(
        .post, path, [.contentType: "application/json", .accept: "application/json"],
        body: Array(#"{"vector":{}}"#.utf8))
      let json = try Self.json(readable)
      let listed = try #require(json["changes"] as? [[String: Any]])
      #expect(listed.count == 3)
      let ops = try #require(listed[0]["ops"] as? [[String: Any]])
      #expect(
        ops.contains { $0["field"] as? String == "name" && $0["collection"] as? String == "work" })

      for (question, place) in [
        ("[]", "JSON object"), (#"{"vector":[]}"#, "vector"), (#"{"max_bytes":"x"}"#, "max_bytes"),
        (#"{"max_bytes":-1}"#, "max_bytes"), (#"{"ledger":"411721"}"#, "ledger"),
      ] {
        let refused = try await setting.send(
          .post, path, [.contentType: "application/json"], body: Array(question.utf8))
        try Self.expectProblem(refused, 400, "bad-request")
        #expect(try Self.json(refused)["arguments"] as? [String] == [place])
      }

      let dot = try #require(listed[0]["dot"] as? String).split(separator: "#")
      let one = try await setting.send(.get, "/v1/ledgers/411702/changes/\(dot[0])/\(dot[1])")
      #expect(try Self.json(one)["office"] as? String == "hub")
      try Self.expectProblem(
        try await setting.send(.get, "/v1/ledgers/411702/changes/\(dot[0])/99"), 404,
        "no-such-change")
      try Self.expectProblem(
        try await setting.send(
          .get, "/v1/ledgers/411702/changes/\(dot[0])/1", as: setting.stranger), 401,
        "unknown-key")
    }
  }

  @Test(arguments: ways) func membersDigestAsksForTheListFirst(way: TestingSetup) async throws {
    try await run(way) { setting in
      let response = try await setting.send(
        .post, "/v1/ledgers/411702/exchange", [.contentType: Self.frames],
        body: try Self.hello(members: Digest(hashing: [1])))
      #expect(response.headers[HTTPField.Name("Taizhang-Members")!] == "changed")
      var reader = ChangeSetReader()
      reader.feed(Array(response.body.readableBytesView))
      #expect(try reader.nextRun() == nil)
      #expect(reader.isFinished)
    }
  }

  @Test func veryManyOperations() async throws {
    try await run(.router) { setting in
      let id = RecordID(high: 7, low: 7)
      try setting.hub.edit(
        "411702", (0..<10_300).map { Guest.add(id, "tag \($0)") })
      let replica = setting.hub.identity.replica
      let dot = Dot(replica: replica, seq: try setting.hub.vector()[replica])
      let one = try Self.json(
        try await setting.send(.get, "/v1/ledgers/411702/changes/\(replica)/\(dot.seq)"))
      #expect((one["ops"] as? [Any])?.count == 10_000)
      #expect(one["ops_left_off"] as? Int == 300)
      let answer = try Self.json(
        try await setting.send(
          .post, "/v1/ledgers/411702/exchange",
          [.contentType: "application/json", .accept: "application/json"],
          body: Array("{}".utf8)))
      let changes = try #require(answer["changes"] as? [[String: Any]])
      #expect(changes.count == 4)
      let told = changes.reduce(0) { $0 + (($1["ops"] as? [Any])?.count ?? 0) }
      let leftOff = changes.reduce(0) { $0 + ($1["ops_left_off"] as? Int ?? 0) }
      #expect(told == 10_000 && leftOff == 306)
    }
  }

  @Test(arguments: ways) func refusals(way: TestingSetup) async throws {
    var limits = HubLimits()
    limits.exchangeBodyBytes = 1_000
    limits.changesBodyBytes = 4_000
    limits.changesDecodedBytes = 100_000
    try await run(way, limits: limits) { setting in
      let path = "/v1/ledgers/411702/exchange"
      let type: HTTPFields = [.contentType: Self.frames]
      let hello = try Self.hello()
      try Self.expectProblem(
        try await setting.client.execute(
          uri: path, method: .post, headers: type, body: ByteBuffer(bytes: hello)), 401,
        "unsigned")
      try Self.expectProblem(
        try await setting.send(.post, path, type, as: setting.stranger, body: hello), 401,
        "unknown-key")
      try Self.expectProblem(
        try await setting.send(
          .post, "/v1/ledgers/411702/changes", type, as: setting.stranger, body: hello,
          tellsKey: true), 403, "not-member")
      try Self.expectProblem(
        try await setting.send(.post, "/v1/ledgers/411799/exchange", type, body: hello), 403,
        "wrong-ledger")
      try Self.expectProblem(
        try await setting.send(.post, "/v1/ledgers/UPPER/exchange", type, body: hello), 404,
        "no-such-ledger")
      try Self.expectProblem(
        try await setting.send(.post, path, [.contentType: "text/plain"], body: hello), 415,
        "unsupported-coding")
      let untyped = try await setting.send(.post, "/v1/enrol", [:], body: Array("{}".utf8))
      try Self.expectProblem(untyped, 415, "unsupported-coding")
      #expect((try Self.json(untyped)["hint"] as? String)?.contains("application/json") == true)
      try Self.expectProblem(
        try await setting.send(
          .post, path, [.contentType: Self.frames, .contentEncoding: "br"], body: hello), 415,
        "unsupported-coding")
      try Self.expectProblem(
        try await setting.send(.post, path, type, body: Array(repeating: 0, count: 1_001)), 413,
        "too-large")
      var old: [UInt8] = []
      try FrameWriter.append(.hello, [99], to: &old)
      try Self.expectProblem(
        try await setting.send(.post, path, type, body: old), 426, "protocol-too-old")
      try Self.expectProblem(
        try await setting.push(Array(repeating: 0, count: 4_001)), 413, "too-large")
      var bomb: [UInt8] = []
      try ZstdCompressor().compress(
        Array(repeating: 0, count: 1 << 20), end: true, into: &bomb)
      let unpacked = try await setting.push(bomb, coding: "zstd")
      #expect([400, 413].contains(unpacked.status.code))

      var chinese = type
      chinese[.acceptLanguage] = "zh-CN,zh;q=0.9,en;q=0.8"
      let told = try Self.json(
        try await setting.send(.post, path, chinese, as: setting.stranger, body: hello))
      #expect((told["detail"] as? String)?.contains("不认识签名") == true)
    }
  }

  @Test(arguments: ways) func damage(way: TestingSetup) async throws {
    try await run(way) { setting in
      try setting.member.addWorks(4)
      let whole = try setting.changes()
      try Self.expectProblem(
        try await setting.push([0xff, 0xff, 0xff, 0xff, 0x07, 2]), 400, "bad-frames")
      try Self.expectProblem(try await setting.push(Array("GARBAGE".utf8)), 400, "bad-frames")
      try Self.expectProblem(try await setting.push([]), 400, "bad-frames")
      var junk: [UInt8] = []
      try FrameWriter.append(.change, Array("junk".utf8), to: &junk)
      try FrameWriter.appendEnd(more: false, to: &junk)
      let noChange = try await setting.push(junk)
      try Self.expectProblem(noChange, 400, "bad-frames")
      #expect(try Self.json(noChange)["offset"] as? Int == 6)
      var later: [UInt8] = []
      let ledger = Array("411702".utf8)
      try FrameWriter.append(
        .change, [2] + [UInt8](repeating: 0, count: 32) + [UInt8(ledger.count)] + ledger,
        to: &later)
      try Self.expectProblem(try await setting.push(later), 426, "protocol-too-old")
      try Self.expectProblem(try await setting.push(whole + [0]), 400, "bad-frames")
      #expect(try setting.hub.vector()[setting.member.identity.replica] == 4)

      try setting.member.addWorks(1)
      let more = try setting.changes()
      var flipped = more
      flipped[more.count - 40] ^= 1
      let response = try await setting.push(flipped)
      try Self.expectProblem(response, 400, "bad-frames")
      #expect(try Self.json(response)["offset"] as? Int != nil)
      try Self.expectProblem(try await setting.push(Array(more.dropLast(30))), 400, "bad-frames")
      #expect(try setting.hub.vector()[setting.member.identity.replica] == 4)
      #expect(try await setting.push(more).status == .ok)
      #expect(try setting.hub.vector()[setting.member.identity.replica] == 5)
    }
  }

  @Test(arguments: ways) func refusedChangesAreListed(way: TestingSetup) async throws {
    try await run(way) { setting in
      let stranger = setting.stranger
      try stranger.addWorks(2)
      let strange = try await setting.push(try setting.changes(of: stranger))
      try Self.expectProblem(strange, 422, "changes-refused")
      let listed = try #require(try Self.json(strange)["refused"] as? [[String: Any]])
      #expect(listed.count == 2)
      #expect(listed[0]["code"] as? String == "unknown-member")

      try stranger.addWorks(1, ledger: "411721")
      let foreign = try await setting.push(
        try setting.changes(of: stranger, ledger: "411721"), to: "411702")
      try Self.expectProblem(foreign, 422, "changes-refused")
      let codes = try #require(try Self.json(foreign)["refused"] as? [[String: Any]])
      #expect(codes[0]["code"] as? String == "foreign-ledger")
    }
  }

  @Test(arguments: ways) func repeatedAndCompressedPushes(way: TestingSetup) async throws {
    try await run(way) { setting in
      try setting.member.addWorks(4)
      let whole = try setting.changes()
      var compressed: [UInt8] = []
      try ZstdCompressor().compress(whole, end: true, into: &compressed)
      #expect(try await setting.push(compressed, coding: "zstd").status == .ok)
      let vector = try setting.hub.vector()
      let dump = try setting.hub.canonicalBytes()
      for _ in 0..<3 {
        let response = try await setting.push(whole)
        #expect(response.status == .ok)
        var reader = ChangeSetReader()
        reader.feed(Array(response.body.readableBytesView))
        #expect(try reader.nextRun() == nil)
        #expect(reader.receipt?.vector == vector)
      }
      #expect(try setting.hub.canonicalBytes() == dump)
    }
  }
}
