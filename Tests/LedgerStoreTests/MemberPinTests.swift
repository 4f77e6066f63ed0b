// Verifies:
//  1. a change may name any number of heads of the member ledger: what it names of replicas that
//     have written nothing there is not kept with its author's head; what it names of the hub is
//  2. a change that says falsely what it was made upon is an alarm, has effect, and stops nobody:
//     neither an office whose change the hub has confirmed, nor a hub whose change others have
//     built upon; upon what nobody has built it waits, and the hub goes on

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

  private func expectOnlyAnAlarm(
    _ store: Store, _ run: Run, at location: SourceLocation = #_sourceLocation
  ) throws {
    let report = try store.apply(ledger, [run])
    #expect(report.applied == 1 && report.gap == nil, sourceLocation: location)
    #expect(report.alarms.map(\.code) == [.divergentHistory], sourceLocation: location)
    try store.edit(ledger, [Guest.add(workID(3), "goes on")])
    #expect(
      try store.read { snapshot throws(StoreError) in try snapshot.frozen() }.isEmpty,
      sourceLocation: location)
    #expect(try store.check(deep: true).problems == [], sourceLocation: location)
  }

  @Test func aFalseWordStopsNobody() throws {
    let city = try TestCity()
    let office = try city.office("office")
    try office.edit(ledger, [Guest.add(workID(2), "one")])
    try city.settle([office, city.hub])
    let dot = Dot(replica: office.identity.replica, seq: 1)
    let path = city.directory.path("receipt")
    _ = try city.hub.writeReceipt(to: path)
    _ = try office.applyReceipt(from: path)
    let first = try author(5, in: city)
    _ = try office.pull(Store.memberLedger, from: city.hub)
    try expectOnlyAnAlarm(office, try run(by: first, upon: [dot]))
    // The hub has written, and the office has built upon it.
    try city.hub.edit(ledger, [Guest.add(workID(2), "two")])
    _ = try office.pull(ledger, from: city.hub)
    try office.edit(ledger, [Guest.add(workID(2), "three")])
    let second = try author(6, in: city)
    _ = try city.hub.apply(ledger, [try run(by: first, upon: [dot])])
    _ = try city.hub.pull(ledger, from: office)
    let ofHub = Dot(replica: city.hub.identity.replica, seq: 1)
    try expectOnlyAnAlarm(city.hub, try run(by: second, upon: [ofHub]))
    let newest = Dot(replica: ofHub.replica, seq: 2)
    let third = try author(7, in: city)
    let report = try city.hub.apply(ledger, [try run(by: third, upon: [newest])])
    #expect(report.applied == 0 && report.gap?.replica == newest.replica)
    #expect(report.alarms.map(\.dot) == [newest])
    try city.hub.edit(ledger, [Guest.add(workID(4), "goes on")])
    #expect(
      try city.hub.read { snapshot throws(StoreError) in try snapshot.frozen() }.isEmpty)
  }
}
