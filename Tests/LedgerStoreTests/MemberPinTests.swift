// Verifies:
//  1. a change may name any number of heads of the member ledger: what it names of replicas that
//     have written nothing there is not kept with its author's head; what it names of the hub is
//  2. a change that says falsely upon which history of the hub it was made does not stop the hub:
//     where others have built upon that history it is an alarm and has effect; upon what nobody has
//     built it waits, and the hub goes on

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

  /// The first change of an author, signed.
  private func run(
    by author: ScriptedReplica, upon deps: [Dot] = [], memberPins: [Pin] = []
  ) throws -> Run {
    let wrong = DigestPrefix(high: 1, low: 1)
    let header = ChangeHeader(
      ledger: ledger, dot: Dot(replica: author.replica, seq: 1), previous: .zero,
      depsDelta: deps.map { VersionVector.Entry(replica: $0.replica, seq: $0.seq) },
      depsPins: deps.map { _ in wrong },
      clock: HybridTimestamp(milliseconds: VirtualClock.start), memberVersion: 0,
      memberPins: memberPins, author: "script", schemaVersion: 1)
    let change = try ChangeCoding.decode(
      try ChangeCoding.encode(header: header, operations: [Guest.add(workID(1), "x")]))
    return try Frames.run([change], signature: author.key.sign(change: change.hash))
  }

  /// An author whom the hub has listed.
  private func author(_ seed: UInt8, in city: TestCity) throws -> ScriptedReplica {
    let author = try ScriptedReplica(seed: [UInt8](repeating: seed, count: 32), ledger: ledger)
    try city.hub.enrol(
      Member(
        replica: author.replica, publicKey: author.publicKey, office: "script", role: .county,
        ledgers: [ledger], enrolledMilliseconds: 0))
    return author
  }

  /// Applies a change that names five hundred heads, and gives the path of the store, closed.
  private func applyPins(of author: ScriptedReplica, in city: TestCity) throws -> String {
    let store = try city.office("office")
    let hub = city.hub.identity.replica
    let names = (UInt64(1)...500).map { ReplicaID(high: $0, low: 0) } + [hub]
    let pins = names.sorted().map { Pin(dot: Dot(replica: $0, seq: 1), hash: .none) }
    let run = try run(by: author, memberPins: pins)
    #expect(try store.apply(ledger, [run]).applied == 1)
    try expectSound(store)
    return store.path
  }

  @Test func headsOfNobodyAreNotKept() throws {
    let city = try TestCity()
    let author = try author(4, in: city)
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

  @Test func aFalseWordStopsNoHub() throws {
    let city = try TestCity()
    let office = try city.office("office")
    try office.edit(ledger, [Guest.add(workID(2), "one")])
    try city.settle([office, city.hub])
    // The hub has written, and the office has built upon it.
    try city.hub.edit(ledger, [Guest.add(workID(2), "two")])
    _ = try office.pull(ledger, from: city.hub)
    try office.edit(ledger, [Guest.add(workID(2), "three")])
    _ = try city.hub.pull(ledger, from: office)
    let built = Dot(replica: city.hub.identity.replica, seq: 1)
    let first = try author(5, in: city)
    let alarmed = try city.hub.apply(ledger, [try run(by: first, upon: [built])])
    #expect(alarmed.applied == 1 && alarmed.gap == nil)
    #expect(alarmed.alarms.map(\.code) == [.divergentHistory])
    try city.hub.edit(ledger, [Guest.add(workID(3), "goes on")])
    let newest = Dot(replica: built.replica, seq: 2)
    let second = try author(6, in: city)
    let waiting = try city.hub.apply(ledger, [try run(by: second, upon: [newest])])
    #expect(waiting.applied == 0 && waiting.gap?.replica == newest.replica)
    #expect(waiting.alarms.map(\.dot) == [newest])
    try city.hub.edit(ledger, [Guest.add(workID(4), "goes on")])
    #expect(
      try city.hub.read { snapshot throws(StoreError) in try snapshot.frozen() }.isEmpty)
    #expect(try city.hub.check(deep: true).problems == [])
  }
}
