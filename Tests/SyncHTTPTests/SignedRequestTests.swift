// Verifies, against a hub on a port of its own
// 1. A request without a signature, under an unknown key, signed too long ago or ahead of time,
//    seen before, or altered on the way (method, path, query, body, digest) is refused with 401 or
//    400, its code, and the hub's time; a signature that covers too little is no signature.
// 2. A revoked member and a member of another ledger get 403.
// 3. An office whose clock is hours off syncs all the same: it is told the time once.
// 4. What was signed before the hub started does not count: its nonces are not known any more. That
//    is what is told, and not that a clock is wrong.
// 5. The figures for operators are open to this machine.
// 6. A body that is not what its signed digest says is refused before any of it is applied.

import AsyncHTTPClient
import Causality
import Foundation
import LedgerStore
import NIOCore
import NIOHTTP1
import SyncHTTP
import TestSupport
import Testing
import Wire

/// One request, and what came of it.
struct Asked {
  var method = "POST"
  var path = "/v1/ledgers/411702/exchange"
  var body: [UInt8]? = Array("{}".utf8)
  var fields: [(name: String, value: String)] = [("Content-Type", "application/json")]

  mutating func sign(_ store: Store, at live: LiveHub, ageSeconds: Int64 = 0) throws {
    fields += try RequestSigner(store).fields(
      method: method, url: live.url + path, body: body,
      createdSeconds: Int64(live.city.clock.now / 1_000) - ageSeconds)
  }

  mutating func replace(_ name: String, _ change: (String) -> String) {
    fields = fields.map { $0.name == name ? (name, change($0.value)) : $0 }
  }

  /// Status, and the problem's members or the answer's.
  func send(to live: LiveHub) async throws -> (status: Int, json: [String: Any]) {
    var request = HTTPClientRequest(url: live.url + path)
    request.method = HTTPMethod(rawValue: method)
    for field in fields { request.headers.add(name: field.name, value: field.value) }
    request.headers.add(name: "Accept", value: "application/json")
    if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    let bytes = try await response.body.collect(upTo: 1 << 24)
    let json = try? JSONSerialization.jsonObject(with: Data(bytes.readableBytesView))
    return (Int(response.status.code), json as? [String: Any] ?? [:])
  }
}

@Suite struct SignedRequestTests {
  func expect(
    _ asked: Asked, at live: LiveHub, _ status: Int, _ code: String?,
    location: SourceLocation = #_sourceLocation
  ) async throws {
    let answer = try await asked.send(to: live)
    #expect(answer.status == status, "\(answer.json)", sourceLocation: location)
    #expect(answer.json["code"] as? String == code, sourceLocation: location)
    if status == 401 {
      #expect(
        answer.json["server_time_ms"] as? UInt64 == live.city.clock.now, sourceLocation: location)
    }
  }

  @Test func whatIsNotProvenIsRefused() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    let stranger = try live.city.stranger("stranger")
    live.city.clock.advance(by: 3_600_000)
    var good = Asked()
    try good.sign(east, at: live)
    try await expect(good, at: live, 200, nil)
    try await expect(good, at: live, 401, "replayed")
    try await expect(Asked(), at: live, 401, "unsigned")
    var strange = Asked()
    try strange.sign(stranger, at: live)
    try await expect(strange, at: live, 401, "unknown-key")
    for (age, code) in [(299, nil), (301, "stale"), (-299, nil), (-301, "stale")] {
      var aged = Asked()
      try aged.sign(east, at: live, ageSeconds: Int64(age))
      try await expect(aged, at: live, code == nil ? 200 : 401, code)
    }
    await live.stop()
  }

  @Test func whatIsAlteredIsRefused() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    func altered(_ change: (inout Asked) -> Void) throws -> Asked {
      var asked = Asked()
      try asked.sign(east, at: live)
      change(&asked)
      return asked
    }
    let signature = "bad-signature"
    let input = "Signature-Input"
    try await expect(
      try altered { $0.path = "/v1/ledgers/city/exchange" }, at: live, 401, signature)
    try await expect(try altered { $0.path += "?format=json" }, at: live, 401, signature)
    try await expect(try altered { $0.body = Array("{ }".utf8) }, at: live, 400, "wrong-digest")
    try await expect(
      try altered {
        $0.body = Array("{ }".utf8)
        $0.replace("Content-Digest") { _ in ContentDigest.field(Digest(hashing: [1])) }
      }, at: live, 401, signature)
    try await expect(
      try altered {
        $0.replace(input) { $0.replacingOccurrences(of: "nonce=\"", with: "nonce=\"A") }
      },
      at: live, 401, signature)
    for covered in ["\"@target-uri\" ", "\"@method\" ", " \"content-digest\""] {
      try await expect(
        try altered { $0.replace(input) { $0.replacingOccurrences(of: covered, with: "") } },
        at: live, 401, signature)
    }
    for missing in ["created=[0-9]*;", "nonce=\"[^\"]*\";", ";keyid=\"[^\"]*\""] {
      try await expect(
        try altered {
          $0.replace(input) {
            $0.replacingOccurrences(of: missing, with: "", options: .regularExpression)
          }
        }, at: live, 401, signature)
    }
    try await expect(
      try altered { $0.replace("Signature") { _ in "sig=:AAAA:" } }, at: live, 401, signature)
    try await expect(
      try altered { $0.fields.removeAll { $0.name == "Signature" } }, at: live, 401, "unsigned")
    try await live.finish(east)
  }

  @Test func membersOfOtherLedgersAndRevokedOnes() async throws {
    let live = try await LiveHub(ledgers: ["411702", "411721"])
    let east = try await live.office("east")
    var other = Asked(path: "/v1/ledgers/411721/exchange")
    try other.sign(east, at: live)
    try await expect(other, at: live, 403, "wrong-ledger")
    try live.hub.revoke(east.identity.replica)
    var late = Asked()
    try late.sign(east, at: live)
    try await expect(late, at: live, 403, "revoked")
    let error = await hubError { try await live.sync(east) }
    #expect(error?.kind == .revoked)
    #expect(error?.exitCode == 77)
    await live.stop()
  }

  @Test func aWrongClockIsToldTheTimeOnce() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    try live.hub.addWorks(2)
    try east.addWorks(2)
    let wrong = live.city.clock.now + 7_200_000
    let report = try await live.sync(east) { $0.wallMilliseconds = { wrong } }
    #expect(report.received == 2)
    #expect(report.sent == 2)
    #expect(report.requests == 3)
    #expect(report.clockOffsetMilliseconds == -7_200_000)
    try await live.finish(east)
  }

  @Test func aNewHubKnowsNoOldNonces() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    live.city.clock.advance(by: 10_000)
    var good = Asked()
    try good.sign(east, at: live)
    try await expect(good, at: live, 200, nil)
    await live.stop()
    live.city.clock.advance(by: 2_000)
    let second = try await LiveHub(city: live.city, hub: live.hub)
    var again = Asked()
    again.fields = good.fields
    // Signed for another port, too; an attacker would keep the name that was signed.
    again.fields.append(("Host", "127.0.0.1:\(live.address.port)"))
    try await expect(again, at: second, 401, "stale")
    let told = try await again.send(to: second).json
    #expect((told["detail"] as? String)?.contains("before the hub started") == true, "\(told)")
    #expect((told["detail"] as? String)?.contains("clock") == false)
    try await second.finish(east)
  }

  @Test func figuresForOperators() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    var open = Asked(method: "GET", path: "/metrics", body: nil, fields: [])
    #expect(try await open.send(to: live).status == 200)
    try open.sign(east, at: live)
    #expect(try await open.send(to: live).status == 200)
    let described = Asked(method: "GET", path: "/v1/openapi.json", body: nil, fields: [])
    #expect(try await described.send(to: live).status == 200)
    try await live.finish(east)
  }

  @Test func nothingIsAppliedBeforeTheDigest() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    try east.addWorks(3)
    var from = VersionVector()
    var frames = try east.nextChangeSet("411702", from: &from, maxBytes: .max).frames
    try FrameWriter.appendEnd(more: false, to: &frames)
    var asked = Asked(path: "/v1/ledgers/411702/changes", body: frames)
    asked.fields = [("Content-Type", "application/vnd.taizhang.frames")]
    try asked.sign(east, at: live)
    asked.body = frames + [0]
    try await expect(asked, at: live, 400, "wrong-digest")
    #expect(try live.hub.vector().isEmpty)
    try await live.finish(east)
  }
}
