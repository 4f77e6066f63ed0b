// Verifies:
//  1. applying again changes no byte of the file and counts duplicates
//  2. what is missing is named: of the chain, of the deps; it is applied once the rest has come
//  3. without effect, and kept: refused are an unknown member, a foreign ledger, a bad signature;
//     logged and void a county's write to the member ledger or another's, an observer's write
//  4. two histories under one identity: the proof is kept, the replica frozen, the rest goes on
//  5. changes travel through a third store byte for byte, the writer never meeting the reader
//  6. a peer that holds part of a run gets the rest, whatever runs it is cut into
//  7. 600 changes of one commit, changes of 600 KiB, and both, travel and converge
//  8. bundles applied as 3, 1, 1, 2, truncated 4, then 4
//  9. one bad run does not keep the others of its batch from their effect

import Causality
import Foundation
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct ApplyTests {
  let city: TestCity
  let a: Store
  let b: Store
  let id = workID(1)

  init() throws {
    city = try TestCity()
    a = try city.office("office a")
    b = try city.office("office b")
    _ = try a.pull(Store.memberLedger, from: city.hub)
  }

  private func bytes(of store: Store) throws -> Data {
    try Data(contentsOf: URL(fileURLWithPath: store.path + "/data.mdb"))
  }

  private func script(_ seed: UInt8, role: Role = .county, ledgers: [String] = [ledger]) throws
    -> ScriptedReplica
  {
    let script = try ScriptedReplica(seed: [UInt8](repeating: seed, count: 32), ledger: ledger)
    try city.hub.enrol(
      Member(
        replica: script.replica, publicKey: script.publicKey, office: "script \(seed)", role: role,
        ledgers: ledgers, enrolledMilliseconds: 0))
    for store in [a, b] { _ = try store.pull(Store.memberLedger, from: city.hub) }
    return script
  }

  private func refusals(_ store: Store) throws -> [RefusalCode] {
    try store.read { snapshot throws(StoreError) in try snapshot.refusals(ledger).map(\.code) }
  }

  @Test func againChangesNoByte() throws {
    for number in 0..<20 { try a.edit(ledger, [Guest.add(workID(UInt64(number)), "x")]) }
    let runs = try a.runs(ledger)
    let first = try b.apply(ledger, runs)
    #expect(first.applied == 20)
    #expect(first.duplicates == 0)
    let before = try bytes(of: b)
    for _ in 0..<3 {
      let report = try b.apply(ledger, runs)
      #expect(report.applied == 0)
      #expect(report.duplicates == 20)
      #expect(report.gap == nil)
      #expect(report.newConflicts.isEmpty)
    }
    #expect(try bytes(of: b) == before)
    try expectSound(a, b)
  }

  @Test func gapsAreNamed() throws {
    var chain: [Run] = []
    for number in 1...4 {
      let before = try a.vector(ledger)
      try a.edit(ledger, [Guest.write(id, Guest.Field.amount, .integer(Int64(number)))])
      chain += try a.runs(ledger, after: before)
    }
    var report = try b.apply(ledger, [chain[2]])
    #expect(report.gap == Gap(replica: a.identity.replica, from: 1, to: 2))
    #expect(report.gap?.description == "needs \(a.identity.replica)#1–2")
    #expect(report.applied == 0)
    report = try b.apply(ledger, [chain[0], chain[3]])
    #expect(report.applied == 1)
    #expect(report.gap == Gap(replica: a.identity.replica, from: 2, to: 3))
    #expect(try b.apply(ledger, Array(chain[1...])).applied == 3)
    let c = try city.office("office c")
    let before = try b.vector(ledger)
    try b.edit(ledger, [Guest.add(id, "after a")])
    let dependent = try b.runs(ledger, after: before)
    report = try c.apply(ledger, dependent)
    #expect(report.gap == Gap(replica: a.identity.replica, from: 1, to: 4))
    #expect(report.applied == 0)
    #expect(try c.apply(ledger, dependent + chain + dependent).applied == 5)
    try city.settle([a, b, c])
    try expectConverged(ledger, [a, b, c])
    try expectSound(a, b, c)
  }

  @Test func refusedAndKept() throws {
    let before = try b.records(ledger)
    var unknown = try ScriptedReplica(seed: [UInt8](repeating: 1, count: 32), ledger: ledger)
    let stranger = try unknown.run([try unknown.change([Guest.add(id, "stranger")])])
    var foreign = try script(2)
    let elsewhere = try foreign.run([
      try foreign.change([Guest.add(id, "foreign")], ledger: "411799")
    ])
    var signed = try script(3)
    let change = try signed.change([Guest.add(id, "forged")])
    let wrong = try Frames.run([change], signature: foreign.key.sign(change: change.hash))
    var watcher = try script(4, role: .observer)
    let watched = try watcher.run([try watcher.change([Guest.add(id, "observer")])])
    var outsider = try script(5, ledgers: ["411799"])
    let outside = try outsider.run([try outsider.change([Guest.add(id, "outsider")])])
    let runs = [stranger, elsewhere, wrong, watched, outside]
    let report = try b.apply(ledger, runs)
    #expect(report.applied == 2)
    #expect(report.refused.map(\.code) == [.unknownMember, .foreignLedger, .badSignature])
    #expect(report.voided.map(\.code) == [.notPermitted, .foreignLedger])
    #expect(
      Set(try refusals(b)) == [.unknownMember, .foreignLedger, .badSignature, .notPermitted])
    #expect(try b.records(ledger) == before)
    let file = try bytes(of: b)
    let again = try b.apply(ledger, runs)
    #expect(again.refused.count == 3)
    #expect(again.applied == 0)
    #expect(try bytes(of: b) == file)
    #expect(try refusals(b).count == 5)
    var writer = try ScriptedReplica(
      seed: [UInt8](repeating: 6, count: 32), ledger: Store.memberLedger)
    let member = Member(
      replica: writer.replica, publicKey: writer.publicKey, office: "script 6", role: .county,
      ledgers: [ledger, Store.memberLedger], enrolledMilliseconds: 0)
    try city.hub.enrol(member)
    _ = try b.pull(Store.memberLedger, from: city.hub)
    let coup = try writer.run([try writer.change([Guest.add(id, "coup")])])
    #expect(try b.apply(Store.memberLedger, [coup]).voided.map(\.code) == [.foreignLedger])
    #expect(
      refusal { try b.edit(Store.memberLedger, [Guest.add(id, "coup")]) } == .notPermitted)
    try expectSound(a, b, city.hub)
  }

  @Test func twoHistoriesFreezeAReplica() throws {
    var left = try script(7)
    let base = try left.run([try left.change([Guest.write(id, Guest.Field.name, .text("base"))])])
    var right = left
    let one = try left.run([try left.change([Guest.write(id, Guest.Field.name, .text("left"))])])
    let two = try right.run([try right.change([Guest.write(id, Guest.Field.name, .text("right"))])])
    #expect(try a.apply(ledger, [base, one]).applied == 2)
    let report = try a.apply(ledger, [two])
    #expect(report.refused.map(\.code) == [.equivocation])
    #expect(report.refused.first?.detail.contains("#2") == true)
    let frozen = try a.read { snapshot throws(StoreError) in try snapshot.frozen() }
    #expect(frozen == [left.replica])
    #expect(try a.record(ledger, id)?[Guest.Field.name] == .text("left"))
    let next = try left.run([try left.change([Guest.add(id, "next")])])
    #expect(try a.apply(ledger, [next]).refused.map(\.code) == [.frozen])
    // A fork further on shows in the chain: the change names a predecessor that is not here.
    let third = try right.run([try right.change([Guest.add(id, "fork")])])
    #expect(try b.apply(ledger, [base, one]).applied == 2)
    #expect(try b.apply(ledger, [third]).refused.map(\.code) == [.equivocation])
    try a.edit(ledger, [Guest.write(id, Guest.Field.name, .text("goes on"))])
    #expect(try b.pull(ledger, from: a).applied == 1)
    try expectConverged(ledger, [a, b])
    try expectSound(a, b)
  }

  @Test func changesTravelThroughAThird() throws {
    let relay = try city.office("relay", role: .observer)
    for number in 0..<30 {
      _ = try a.commit(
        ledger,
        (0...number % 3).map {
          Draft(author: "editor", operations: [Guest.add(workID(UInt64(number)), "\($0)")])
        })
    }
    try relay.pull(ledger, from: a)
    try b.pull(ledger, from: relay)
    try expectConverged(ledger, [a, relay, b])
    let dots = try a.vector(ledger)[a.identity.replica]
    #expect(dots == 60)
    for seq in 1...dots {
      let dot = Dot(replica: a.identity.replica, seq: seq)
      let payloads = try [a, relay, b].map { store in
        try store.read { snapshot throws(StoreError) in
          try snapshot.change(ledger, dot)?.payload
        }
      }
      #expect(payloads[0] != nil && payloads.allSatisfy { $0 == payloads[0] })
    }
    try expectSound(a, relay, b)
  }

  @Test(arguments: 0..<12) func partOfARunIsHeld(_ held: Int) throws {
    func drafts(_ count: Int, _ tag: String) -> [Draft] {
      (0..<count).map { Draft(author: "editor", operations: [Guest.add(id, "\(tag)\($0)")]) }
    }
    let c = try city.office("office c")
    for (index, count) in [1, 4, 1, 1, 5].enumerated() {
      _ = try a.commit(ledger, drafts(count, "\(index)-"))
      if held % 5 == index { try b.pull(ledger, from: a) }
      if held / 5 == index { try c.pull(ledger, from: a) }
    }
    // b passes on what a joined into other runs than those that b and c hold parts of.
    try b.pull(ledger, from: a, maxBytes: 1 + held * 100)
    try c.pull(ledger, from: b, maxBytes: 1)
    #expect(try c.apply(ledger, try a.runs(ledger)).duplicates == 12)
    try expectConverged(ledger, [a, b, c])
    try expectSound(a, b, c)
  }

  @Test func manyAndLargeChanges() throws {
    _ = try a.commit(
      ledger,
      (0..<600).map {
        Draft(author: "editor", operations: [Guest.add(workID(UInt64($0)), "\($0)")])
      })
    let large = [UInt8](repeating: 9, count: 600 << 10)
    func photo(_ number: UInt64) -> Draft {
      Draft(
        author: "editor",
        operations: [Guest.write(workID(number), Guest.Field.photo, .bytes(large))])
    }
    _ = try a.commit(ledger, (0..<5).map { photo($0) })
    let full = [UInt8](repeating: 8, count: 1 << 20)
    let three = Draft(
      author: "editor",
      operations: (0..<3).map { Guest.write(workID($0), Guest.Field.photo, .bytes(full)) })
    _ = try a.commit(ledger, [photo(7), three, photo(8)])
    let runs = try a.runs(ledger)
    #expect(runs.allSatisfy { $0.changes.count <= 256 })
    #expect(runs.map(\.changes.count).reduce(0, +) == 608)
    try b.pull(ledger, from: a)
    try city.hub.pull(ledger, from: b)
    try expectConverged(ledger, [a, b, city.hub])
    try expectSound(a, b, city.hub)
  }

  @Test func bundlesInAnyOrder() throws {
    var bundles: [[UInt8]] = []
    for number in 1...4 {
      let before = try a.vector(ledger)
      for part in 0..<5 {
        try a.edit(
          ledger, [Guest.write(workID(UInt64(part)), Guest.Field.amount, .integer(Int64(number)))])
      }
      bundles.append(try a.frames(ledger, after: before))
    }
    #expect(try b.apply(ledger, Frames.wholeRuns(in: bundles[2])).gap != nil)
    for index in [0, 0, 1] {
      #expect(try b.apply(ledger, Frames.wholeRuns(in: bundles[index])).gap == nil)
    }
    // Cut behind every byte: nothing but whole runs has effect, nothing breaks.
    let cut = bundles[2] + bundles[3].prefix(bundles[3].count / 2)
    #expect(throws: WireError.self) { _ = try Frames.runs(in: Array(cut)) }
    _ = try b.apply(ledger, Frames.wholeRuns(in: bundles[2]))
    for length in stride(from: 0, to: bundles[3].count, by: 7) {
      let copy = try city.office("copy \(length)")
      _ = try copy.apply(ledger, Frames.wholeRuns(in: Array(bundles[0].prefix(length))))
      #expect(try copy.check(deep: true).isOK)
      if length > 70 { break }
    }
    for length in stride(from: 0, to: bundles[3].count, by: 3) {
      _ = try b.apply(ledger, Frames.wholeRuns(in: Array(bundles[3].prefix(length))))
    }
    #expect(try b.apply(ledger, try Frames.runs(in: bundles[3])).gap == nil)
    try expectConverged(ledger, [a, b])
    try expectSound(a, b)
  }

  @Test func oneBadRunStopsNoOther() throws {
    var bad = try ScriptedReplica(seed: [UInt8](repeating: 1, count: 32), ledger: ledger)
    var good = try script(8)
    let refused = try bad.run([try bad.change([Guest.add(id, "bad")])])
    let fine = try good.run([try good.change([Guest.add(id, "good")])])
    let lonely = try good.change([Guest.add(id, "2")])
    let skipped = try good.run([try good.change([Guest.add(id, "3")])])
    try a.edit(ledger, [Guest.add(id, "a")])
    let report = try b.apply(ledger, [refused, skipped, fine] + (try a.runs(ledger)))
    #expect(report.applied == 2)
    #expect(report.refused.count == 1)
    #expect(report.gap == Gap(replica: good.replica, from: 1, to: 2))
    #expect(try b.apply(ledger, [try good.run([lonely]), skipped]).applied == 2)
    try expectSound(a, b)
  }
}
