// Verifies:
//  1. a change may name any number of heads of the member ledger: what it names of replicas that
//     have written nothing there is not kept with its author's head; what it names of the hub is

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct MemberPinTests {
  private static func bytes(_ replica: ReplicaID) -> [UInt8] {
    var bytes: [UInt8] = []
    replica.appendBytes(to: &bytes)
    return bytes
  }

  /// Applies a change that names five hundred heads, and gives the path of the store, closed.
  private func applyPins(of author: ScriptedReplica, in city: TestCity) throws -> String {
    let store = try city.office("office")
    let hub = city.hub.identity.replica
    let names = (1...500).map { ReplicaID(high: $0, low: 0) } + [hub]
    let header = ChangeHeader(
      ledger: ledger, dot: Dot(replica: author.replica, seq: 1), previous: .zero, depsDelta: [],
      clock: HybridTimestamp(milliseconds: VirtualClock.start), memberVersion: 0,
      memberPins: names.sorted().map { Pin(dot: Dot(replica: $0, seq: 1), hash: .none) },
      author: "script", schemaVersion: 1)
    let change = try ChangeCoding.decode(
      try ChangeCoding.encode(header: header, operations: [Guest.add(workID(1), "x")]))
    let run = try Frames.run([change], signature: author.key.sign(change: change.hash))
    #expect(try store.apply(ledger, [run]).applied == 1)
    try expectSound(store)
    return store.path
  }

  @Test func headsOfNobodyAreNotKept() throws {
    let city = try TestCity()
    let author = try ScriptedReplica(seed: [UInt8](repeating: 4, count: 32), ledger: ledger)
    try city.hub.enrol(
      Member(
        replica: author.replica, publicKey: author.publicKey, office: "script", role: .county,
        ledgers: [ledger], enrolledMilliseconds: 0))
    let heads = try RawStore(try applyPins(of: author, in: city)).entries("heads")
    let head = try #require(
      heads.first {
        $0.key.starts(with: Array(ledger.utf8))
          && $0.key.suffix(ReplicaID.byteCount).elementsEqual(Self.bytes(author.replica))
      }?.value)
    #expect(head.count < 100)
    let hub = Self.bytes(city.hub.identity.replica)
    #expect(head.suffix(hub.count + 1).prefix(hub.count).elementsEqual(hub))
  }
}
