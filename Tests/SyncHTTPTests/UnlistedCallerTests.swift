// Verifies
// 1. What a caller on no list brings and no member is known to have signed is refused and listed in
//    the answer, and leaves nothing in the hub's store; of a member it is kept.
// 2. However many keys they make, callers on no list have the share of their address alone (429).

import Causality
import HTTPTypes
import HummingbirdTesting
import LedgerStore
import SyncHTTP
import TestSupport
import Testing
import Wire

@Suite struct UnlistedCallerTests {
  private static let path = "/v1/ledgers/\(Store.memberLedger)/changes"

  /// A change of the member ledger that nobody on the list has signed, as a body.
  private static func forged() throws -> [UInt8] {
    var script = try ScriptedReplica(
      seed: [UInt8](repeating: 9, count: 32), ledger: Store.memberLedger)
    let change = try script.change([
      Guest.write(RecordID(high: 1, low: 1), Guest.Field.name, .text("forged"))
    ])
    var writer = ChangeSetWriter()
    try writer.append(
      payload: change.payload.span.bytes, hash: change.hash, dot: change.header.dot)
    try writer.endRun(change.header.dot, signature: script.key.sign(change: change.hash))
    try writer.finish(more: false)
    return writer.bytes
  }

  private static func kept(by hub: Store) throws -> [RefusalCode] {
    try hub.read { snapshot throws(StoreError) in
      try snapshot.refusals(Store.memberLedger).map(\.code)
    }
  }

  @Test(arguments: RouteTests.ways) func whatNobodySignedIsNotKept(way: TestingSetup) async throws {
    try await RouteTests().run(way) { setting in
      let body = try Self.forged()
      let headers: HTTPFields = [.contentType: RouteTests.frames]
      let answer = try await setting.send(
        .post, Self.path, headers, as: setting.stranger, body: body, tellsKey: true)
      try RouteTests.expectProblem(answer, 422, "changes-refused")
      let listed = try #require(try RouteTests.json(answer)["refused"] as? [[String: Any]])
      #expect(listed.compactMap { $0["code"] as? String } == ["unknown-member"])
      #expect(try Self.kept(by: setting.hub) == [])
      let again = try await setting.send(.post, Self.path, headers, body: body)
      try RouteTests.expectProblem(again, 422, "changes-refused")
      #expect(try Self.kept(by: setting.hub) == [.unknownMember])
    }
  }

  @Test func keysAreOfOneAddress() async throws {
    var limits = HubLimits()
    limits.strangerBurst = 2
    limits.strangerRequestsPerSecond = 0.001
    try await RouteTests().run(.router, limits: limits) { setting in
      let body = try Self.forged()
      var statuses: [Int] = []
      for _ in 0..<4 {
        let answer = try await setting.send(
          .post, Self.path, [.contentType: RouteTests.frames], as: setting.stranger, body: body,
          tellsKey: true)
        statuses.append(answer.status.code)
      }
      #expect(statuses == [422, 422, 429, 429])
      let ofMember = try await setting.send(
        .post, Self.path, [.contentType: RouteTests.frames], body: body)
      #expect(ofMember.status.code == 422)
    }
  }
}
