// Verifies, by killing a process at random moments while it takes care of a store:
//  1. a bootstrap from a snapshot leaves the ledger as it was, or out of sight with a note from
//     which the next one goes on; edits acknowledged before and in between are there afterwards
//  2. a revocation and a reinstatement with their rebuilds are there as a whole or not at all
//  3. a compaction leaves the base as it was or the new one, a log that goes with it, and no
//     rebuilt rows among the temporary files
//  4. a store that was being made can be opened, or made again in the same place

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite(.serialized) struct CareCrashTests {
  let options = StoreOptions(mapSizeBytes: 256 << 20, sync: .none)

  private func open(_ path: String) throws -> Store {
    try Store.open(at: path, schema: Guest.schema, options: options)
  }

  /// So many changes that a child has something to do: on few records, so that they meet.
  private func write(_ count: Int, by store: Store) throws {
    for number in 0..<count {
      try store.edit(
        ledger,
        [
          Guest.write(
            RecordID(high: 3, low: UInt64(number % 40)), Guest.Field.name, .text("\(number)")),
          Guest.write(
            RecordID(high: 3, low: UInt64(number % 40)), Guest.Field.note,
            .text(String(repeating: "n", count: 2_000))),
          Guest.add(RecordID(high: 3, low: UInt64(number % 7)), "tag \(number % 5)"),
        ])
    }
  }

  @Test func killedWhileTakingASnapshot() throws {
    let city = try TestCity()
    let source = try city.office("source")
    try write(400, by: source)
    _ = try city.hub.pull(ledger, from: source)
    let snapshot = try city.hub.writeSnapshot(ledger)
    let path: String
    do {
      let office = try city.office("late")
      try office.edit(ledger, [Guest.add(CrashRecord.counter, "before")])
      path = office.path
    }
    var random = SeededGenerator(seed: Seeds.asked ?? 1)
    var (unfinished, taken) = (0, 0)
    for kill in 0..<60 {
      let (said, wasKilled) = try Child.run(
        ["bootstrap", path, ledger, snapshot.path, String(random.next())],
        killAfter: random.below(4), microseconds: UInt32(random.below(30_000)))
      #expect(wasKilled)
      taken += said.count("B")
      let store = try open(path)
      let comment = Comment(
        rawValue: Seeds.replay(Seeds.asked ?? 1, "CareCrash") + ", kill \(kill)")
      if try store.unfinishedBootstraps() == [ledger] {
        unfinished += 1
        #expect(try !store.holds(ledger), comment)
        #expect(try store.check(deep: true).problems == [], comment)
        _ = try store.bootstrap(ledger, from: snapshot.path)
      }
      let vector = try store.vector(ledger)
      #expect(vector[store.identity.replica] >= max(1, said.committed), comment)
      #expect(try store.check(deep: true).problems == [], comment)
      #expect(try store.verify().problems == [], comment)
    }
    print("crash: \(taken) snapshots taken, \(unfinished) cut off")
    #expect(taken > 10 && unfinished > 5)
    let store = try open(path)
    _ = try city.hub.pull(ledger, from: store)
    _ = try store.pull(ledger, from: city.hub)
    #expect(try store.dump(ledger) == city.hub.dump(ledger))
    #expect(try city.hub.check(deep: true).isOK)
  }

  @Test func killedWhileRevoking() throws {
    let directory = TemporaryDirectory("crash")
    let path = directory.path("hub")
    let member: ReplicaID
    var dumps: [Bool: String] = [:]
    do {
      let city = try TestCity()
      let office = try city.office("office")
      member = office.identity.replica
      let hub = try Store.create(
        at: path, ledgers: [ledger], office: "hub", role: .hub, schema: Guest.schema,
        options: options)
      try hub.enrol(
        Member(
          replica: member, publicKey: office.identity.publicKey, office: "office", role: .county,
          ledgers: [ledger], enrolledMilliseconds: 1))
      try write(20, by: hub)
      try office.trustHub(
        replica: hub.identity.replica, publicKey: hub.identity.publicKey, office: "hub")
      _ = try office.pull(ledger, from: hub)
      try write(120, by: office)
      try write(20, by: hub)
      _ = try hub.pull(ledger, from: office)
      dumps[false] = try hub.dump(ledger)
      try hub.revoke(member, after: [ledger: CrashRecord.lastThatCounts])
      dumps[true] = try hub.dump(ledger)
    }
    #expect(dumps[true] != dumps[false])
    var random = SeededGenerator(seed: Seeds.asked ?? 1)
    var said = 0
    for kill in 0..<60 {
      let (acknowledged, wasKilled) = try Child.run(
        ["members", path, ledger, member.description, String(random.next())],
        killAfter: random.below(4), microseconds: UInt32(random.below(8_000)))
      #expect(wasKilled)
      said += acknowledged.lines.count
      let hub = try open(path)
      let comment = Comment(
        rawValue: Seeds.replay(Seeds.asked ?? 1, "CareCrash") + ", kill \(kill)")
      let isRevoked = try hub.members().first { $0.replica == member }?.isRevoked ?? false
      #expect(try hub.dump(ledger) == dumps[isRevoked], comment)
      #expect(try hub.check(deep: true).problems == [], comment)
      #expect(try hub.verify().problems == [], comment)
    }
    print("crash: \(said) words about a member")
    #expect(said > 30)
  }

  @Test func killedWhileCompacting() throws {
    let city = try TestCity()
    let member = try city.office("office").identity
    let path = city.directory.path("compacting")
    let scratch = TemporaryDirectory("scratch")
    do {
      let hub = try Store.create(
        at: path, ledgers: [ledger], office: "hub", role: .hub, schema: Guest.schema,
        options: options)
      try hub.enrol(
        Member(
          replica: member.replica, publicKey: member.publicKey, office: "office", role: .county,
          ledgers: [ledger], enrolledMilliseconds: 1))
    }
    var random = SeededGenerator(seed: Seeds.asked ?? 1)
    var (compactions, committed) = (0, UInt64(0))
    for kill in 0..<60 {
      let (said, wasKilled) = try Child.run(
        ["compact", path, ledger, member.replica.description, String(random.next())],
        killAfter: random.below(10), microseconds: UInt32(random.below(30_000)),
        scratch: scratch.path)
      #expect(wasKilled)
      compactions += said.count("K")
      let hub = try open(path)
      let comment = Comment(
        rawValue: Seeds.replay(Seeds.asked ?? 1, "CareCrash") + ", kill \(kill)")
      let own = try hub.vector(ledger)[hub.identity.replica]
      #expect(own >= max(committed, said.committed), comment)
      committed = own
      let counter = try hub.record(ledger, CrashRecord.counter)
      if own > 0 { #expect(counter?[Guest.Field.amount] == .integer(Int64(own)), comment) }
      #expect(try hub.check(deep: true).problems == [], comment)
      #expect(try hub.verify().problems == [], comment)
    }
    print("crash: \(compactions) compactions")
    #expect(compactions > 20)
    // Killed between making its files and taking their names away, a child leaves two empty pages.
    for left in try FileManager.default.subpathsOfDirectory(atPath: scratch.path) {
      let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path(left))
      let isFile = attributes[.type] as? FileAttributeType == .typeRegular
      #expect(!isFile || (attributes[.size] as? Int ?? .max) <= 8_192, "\(left) is left behind")
    }
  }

  @Test func killedWhileMakingAStore() throws {
    let directory = TemporaryDirectory("crash")
    var random = SeededGenerator(seed: Seeds.asked ?? 1)
    var (made, again) = (0, 0)
    for _ in 0..<40 {
      let (said, wasKilled) = try Child.run(
        ["create", directory.path, ledger, "-", String(random.next())],
        killAfter: random.below(3), microseconds: UInt32(random.below(20_000)))
      #expect(wasKilled)
      made += said.count("M")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    for name in names.sorted() {
      let path = directory.path(name)
      var store = try? open(path)
      if store == nil {
        again += 1
        store = try Store.create(
          at: path, ledgers: [ledger], office: "again", role: .hub, schema: Guest.schema,
          options: options)
      }
      guard let store else { continue }
      if try !store.holds(ledger) { try store.addLedger(ledger) }
      try store.edit(ledger, [Guest.add(CrashRecord.counter, "on")])
      #expect(try store.check(deep: true).isOK, "store \(name)")
    }
    print("crash: \(made) stores made, \(names.count - made) cut off, \(again) made again")
  }
}
