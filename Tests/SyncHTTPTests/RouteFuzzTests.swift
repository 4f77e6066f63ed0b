// Verifies, through the router of a hub with a store behind it
// 1. Whatever a request is, well signed or not, with a body of any bytes: the answer is one that
//    the description names for the route, never a 5xx but 503, and a problem says code, detail and
//    hint.
// 2. After thousands of them the hub is sound, holds nothing that no member wrote, and goes on.
//
// TAIZHANG_ROUTE_FUZZ_SECONDS says how long (5), TAIZHANG_ROUTE_FUZZ_SEED where it begins; a
// failure prints the seed.

import Causality
import Foundation
import HTTPTypes
import HummingbirdTesting
import LedgerStore
import NIOCore
import SyncHTTP
import TestSupport
import Testing
import Wire

@Suite(.serialized) struct RouteFuzzTests {
  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  /// What is asked; made from a seed, then changed.
  struct Asked {
    var method: HTTPRequest.Method
    var path: String
    var headers: HTTPFields = [:]
    var body: [UInt8]?
    /// The path as the description has it.
    var route: String
  }

  private static let words = [
    "bytes=0-", "bytes=-5", "bytes=5-1", "bytes=18446744073709551615-", "bytes 0-9/10",
    "bytes 0-18446744073709551614/18446744073709551615", "bytes */5", "bytes 5-4/9", "wait=0",
    "wait=-1", "wait=99999999999999999999", "zstd", "identity", "gzip, zstd;q=0",
    "application/json",
    "application/vnd.taizhang.frames", "application/vnd.taizhang.frames; a=b", "text/html", "",
    "\"x\"", "W/\"x\"", "zh-CN,zh;q=0.9", "en", "*/*", "sha-256=:AAAA:", "sha-512=:AAAA:", "-1",
    "0",
  ]

  private static let names: [HTTPField.Name] = [
    .range, .ifRange, .contentRange, .contentType, .contentEncoding, .accept, .acceptEncoding,
    .acceptLanguage, HTTPField.Name("Prefer")!, HTTPField.Name("Content-Digest")!,
    HTTPField.Name("Signature-Input")!, HTTPField.Name("Signature")!,
    HTTPField.Name("Taizhang-Key")!,
  ]

  private func seeds(_ setting: RouteTests.Setting) throws -> [Asked] {
    let frames: HTTPFields = [.contentType: RouteTests.frames]
    let json: HTTPFields = [.contentType: "application/json"]
    let replica = setting.hub.identity.replica
    let key = setting.member.identity.publicKey.map { String(format: "%02x", $0) }.joined()
    let blob = Digest(hashing: [1, 2, 3])
    var packed: [UInt8] = []
    try ZstdCompressor().compress(try setting.changes(), end: true, into: &packed)
    var zstd = frames
    zstd[.contentEncoding] = "zstd"
    let ledger = "/v1/ledgers/411702"
    let template = "/v1/ledgers/{ledger}"
    func asked(
      _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields = [:],
      _ body: [UInt8]? = nil, _ route: String? = nil
    ) -> Asked {
      Asked(method: method, path: path, headers: headers, body: body, route: route ?? path)
    }
    let enrolment =
      #"{"token":"AAAAAAAAAAAAAAAAAAAAAAAAAA-\#(replica)","public_key":"\#(key)","office":"x","signature":"00"}"#
    let members =
      #"{"members":[{"public_key":"\#(key)","office":"x","role":"county","ledgers":["411702"]}]}"#
    return [
      asked(.get, "/v1/hub"), asked(.get, "/healthz"), asked(.get, "/metrics"),
      asked(.post, "/v1/enrol", json, Array(enrolment.utf8)),
      asked(.post, "/v1/members", json, Array(members.utf8)),
      asked(.post, ledger + "/exchange", frames, try RouteTests.hello(), template + "/exchange"),
      asked(
        .post, ledger + "/exchange", json, Array(#"{"vector":{"\#(replica)":1}}"#.utf8),
        template + "/exchange"),
      asked(.post, ledger + "/changes", frames, try setting.changes(), template + "/changes"),
      asked(.post, ledger + "/changes", zstd, packed, template + "/changes"),
      asked(
        .post, ledger + "/changes", frames, try setting.changes(of: setting.stranger),
        template + "/changes"),
      asked(.get, ledger + "/snapshot", [.range: "bytes=10-"], nil, template + "/snapshot"),
      asked(.get, ledger + "/snapshot?format=json", [:], nil, template + "/snapshot"),
      asked(
        .get, ledger + "/changes/\(replica)/1", [:], nil, template + "/changes/{replica}/{seq}"),
      asked(.get, "/v1/blobs/\(blob)", [.range: "bytes=1-"], nil, "/v1/blobs/{sha256}"),
      asked(.head, "/v1/blobs/\(blob)", [:], nil, "/v1/blobs/{sha256}"),
      asked(
        .put, "/v1/blobs/\(blob)", [.contentRange: "bytes 0-1/3"], [1, 2], "/v1/blobs/{sha256}"),
    ]
  }

  /// Changes a request here and there; the route stays what it was unless the path is another.
  private func change(_ asked: inout Asked, _ random: inout SeededGenerator) {
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      switch Int.random(in: 0..<10, using: &random) {
      case 0...4:
        guard var body = asked.body else { continue }
        damage(&body, &random)
        asked.body = body
      case 5, 6:
        let name = Self.names.randomElement(using: &random)!
        asked.headers[name] = Self.words.randomElement(using: &random)!
      case 7:
        // Another ledger, replica, number or hash in its place.
        var parts = asked.path.split(separator: "/", omittingEmptySubsequences: false).map(
          String.init)
        let place = Int.random(in: 2..<max(3, parts.count), using: &random)
        guard place < parts.count, parts.count > 3 else { continue }
        let other = [
          "city", "411703", "..", "%00", "桥", "0", "-1", "18446744073709551616", "x%2Fy",
        ]
        let word = other.randomElement(using: &random)!
        let isFixed = ["ledgers", "blobs", "changes", "exchange", "snapshot"].contains(parts[place])
        if isFixed { asked.route = "" }
        parts[place] = word.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? word
        asked.path = parts.joined(separator: "/")
      case 8:
        asked.path += ["?format=json", "?format=", "?", "?wait=5&wait=6", "?%"]
          .randomElement(using: &random)!
      default:
        asked.body = asked.body == nil ? [0] : nil
      }
    }
  }

  private func damage(_ body: inout [UInt8], _ random: inout SeededGenerator) {
    if body.isEmpty { body = [0] }
    let at = Int.random(in: 0..<body.count, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: body[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: body.removeSubrange(at...)
    case 2: body.insert(contentsOf: body[..<at], at: at)
    case 3: body[at] = [0, 1, 0x7f, 0x80, 0xff].randomElement(using: &random)!
    case 4: body.removeSubrange(at..<min(body.count, at + Int.random(in: 1...40, using: &random)))
    default:
      // Behind the checksum: a byte of a frame's body, and the checksum that goes with it.
      var reader = FrameReader()
      reader.feed(body)
      var again: [UInt8] = []
      while let frame = try? reader.next() {
        var inside = frame.body
        if !inside.isEmpty, Bool.random(using: &random) {
          let place = Int.random(in: 0..<inside.count, using: &random)
          inside[place] = UInt8.random(in: 0...255, using: &random)
        }
        if (try? FrameWriter.append(frame.kind, inside, to: &again)) == nil { return }
      }
      if !again.isEmpty { body = again }
    }
  }

  /// The statuses that the description names, by path and method.
  private func described(_ setting: RouteTests.Setting) async throws -> [String: Set<Int>] {
    let response = try await setting.send(.get, "/v1/openapi.json")
    let paths = try #require(try RouteTests.json(response)["paths"] as? [String: [String: Any]])
    var statuses: [String: Set<Int>] = [:]
    for (path, methods) in paths {
      for (method, about) in methods {
        let answers = (about as? [String: Any])?["responses"] as? [String: Any] ?? [:]
        statuses["\(method.uppercased()) \(path)"] = Set(answers.keys.compactMap { Int($0) })
      }
    }
    return statuses
  }

  /// Sends `count` requests to a hub of their own; how many were answered with which status.
  private func round(_ seed: UInt64, _ count: Int) async throws -> [Int: Int] {
    var limits = HubLimits()
    limits.waitSecondsMax = 0
    (limits.memberRequestsPerSecond, limits.memberBurst) = (1_000_000, 1_000_000)
    (limits.strangerRequestsPerSecond, limits.strangerBurst) = (1_000_000, 1_000_000)
    (limits.enrolmentsPerMinute, limits.enrolmentBurst) = (1_000_000, 1_000_000)
    let found = Found()
    try await RouteTests().run(.router, limits: limits) { setting in
      var random = SeededGenerator(seed: seed)
      let seeds = try seeds(setting)
      let described = try await described(setting)
      let before = try setting.hub.vector()
      for number in 0..<count {
        var asked = seeds.randomElement(using: &random)!
        if number % 16 != 0 { change(&asked, &random) }
        let response =
          Bool.random(using: &random) || Bool.random(using: &random)
          ? try await setting.send(asked.method, asked.path, asked.headers, body: asked.body)
          : try await setting.client.execute(
            uri: asked.path, method: asked.method, headers: asked.headers,
            body: asked.body.map { .init(bytes: $0) })
        let status = response.status.code
        found.count(status)
        let what = "seed \(seed), request \(number): \(asked.method) \(asked.path), \(status)"
        #expect(status < 500 || status == 503, "\(what)")
        if !asked.route.isEmpty, let names = described["\(asked.method) \(asked.route)"] {
          #expect(names.contains(status), "\(what): \(String(buffer: response.body).prefix(300))")
        }
        if response.headers[.contentType] == "application/problem+json", asked.method != .head {
          let problem = try RouteTests.json(response)
          for key in ["code", "detail", "hint"] {
            #expect((problem[key] as? String)?.isEmpty == false, "\(what)")
          }
        }
      }
      // Of what the member has, some may have come; of anybody else nothing.
      let after = try setting.hub.vector()
      let own = try setting.member.vector()
      for entry in after.entries where entry.seq > before[entry.replica] {
        #expect(entry.seq <= own[entry.replica], "\(entry)")
      }
      let whole = try await setting.push(try setting.changes())
      #expect(whole.status == .ok)
    }
    return found.counts
  }

  /// Counts answers. `@unchecked Sendable`: one statement after another adds to it.
  private final class Found: @unchecked Sendable {
    private(set) var counts: [Int: Int] = [:]
    func count(_ status: Int) { counts[status, default: 0] += 1 }
  }

  @Test(.timeLimit(.minutes(60))) func anyRequestIsAnsweredAsDescribed() async throws {
    let seconds = Self.number("TAIZHANG_ROUTE_FUZZ_SECONDS") ?? 5
    var seed = Self.number("TAIZHANG_ROUTE_FUZZ_SEED") ?? 1
    let started = ContinuousClock.now
    var counts: [Int: Int] = [:]
    repeat {
      counts.merge(try await round(seed, 4_000)) { $0 + $1 }
      seed += 1
    } while ContinuousClock.now - started < .seconds(Int64(clamping: seconds))
    let all = counts.values.reduce(0, +)
    print("hub routes: \(all) requests, by status \(counts.sorted { $0.key < $1.key })")
    #expect(counts[200] ?? 0 > all / 20)
    #expect(counts[400] ?? 0 > 0 && counts[401] ?? 0 > 0)
  }
}
