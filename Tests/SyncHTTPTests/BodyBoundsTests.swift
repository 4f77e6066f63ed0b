// Verifies
// 1. What comes as JSON is bounded in its values: an enrolment of thousands is none, nor is a
//    question of tens of thousands (400).
// 2. A question that is small on the wire and large unpacked is refused (413).

import HTTPTypes
import HummingbirdTesting
import SyncHTTP
import Testing
import Wire

@Suite struct BodyBoundsTests {
  @Test func valuesAreBounded() async throws {
    try await RouteTests().run(.router) { setting in
      let json: HTTPFields = [.contentType: "application/json"]
      func body(_ start: String, _ values: Int) -> [UInt8] {
        Array((start + String(repeating: "0,", count: values) + "0]}").utf8)
      }
      let enrolment = try await setting.send(
        .post, "/v1/enrol", json, body: body(#"{"token":"x","x":["#, 2_000))
      try RouteTests.expectProblem(enrolment, 400, "bad-request")
      let exchange = "/v1/ledgers/411702/exchange"
      let long = try await setting.send(
        .post, exchange, json, body: body(#"{"vector":{},"x":["#, 30_000))
      try RouteTests.expectProblem(long, 400, "bad-request")
      let short = try await setting.send(
        .post, exchange, json, body: body(#"{"vector":{},"x":["#, 100))
      #expect(short.status == .ok)
    }
  }

  @Test func bodiesAreBoundedUnpacked() async throws {
    try await RouteTests().run(.router) { setting in
      let headers: HTTPFields = [.contentType: "application/json", .contentEncoding: "zstd"]
      func packed(_ spaces: Int) throws -> [UInt8] {
        var packed: [UInt8] = []
        let text = "{}" + String(repeating: " ", count: spaces)
        try ZstdCompressor().compress(Array(text.utf8), end: true, into: &packed)
        return packed
      }
      let path = "/v1/ledgers/411702/exchange"
      let small = try await setting.send(.post, path, headers, body: try packed(1_000))
      #expect(small.status == .ok)
      let large = try await setting.send(.post, path, headers, body: try packed(2 << 20))
      try RouteTests.expectProblem(large, 413, "too-large")
    }
  }
}
