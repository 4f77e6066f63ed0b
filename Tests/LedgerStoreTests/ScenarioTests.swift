// Verifies the scenarios of the replication design that no other file has by name:
//  1. one field from three offices, in every order of delivery; two fields of one record
//  2. a superseding change that arrives first; ten stale edits against one new
//  3. equal clocks: every store shows the same sibling
//  4. a directory cloned to a second machine, both edited: the second history is proof, not data
//  5. a relay with an older schema between two stores with a newer one: equal dumps on all three
//  6. 2,000 siblings of one register are kept, listed, and settled by one change
//  7. a conflict that the same change set also settles is not reported as new
//  8. a change whose deps fall back is applied, rebuilt and checked alike

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct ScenarioTests {
  let city: TestCity
  let id = workID(1)

  init() throws { city = try TestCity() }

  private func offices(_ count: Int) throws -> [Store] {
    let stores = try (0..<count).map { try city.office("office \($0)") }
    for store in stores { _ = try store.pull(Store.memberLedger, from: city.hub) }
    return stores
  }

  private func openConflicts(_ store: Store) throws -> [Conflict] {
    var found: [Conflict] = []
    try store.read { snapshot throws(StoreError) in
      try snapshot.conflicts {
        found.append($0)
        return true
      }
    }
    return found
  }

  @Test func everyOrderOfDelivery() throws {
    let writers = try offices(3)
    for (index, store) in writers.enumerated() {
      let note = index == 0 ? Guest.Field.note : Guest.Field.amount
      try store.edit(
        ledger,
        [
          Guest.write(id, Guest.Field.name, .text("office \(index)")),
          Guest.write(id, note, .integer(Int64(index % 2))), Guest.add(id, "\(index)"),
        ])
    }
    let runs = try writers.map { try $0.runs(ledger) }
    var dumps: Set<String> = []
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      let reader = try city.office("reader \(order)")
      for index in order { #expect(try reader.apply(ledger, runs[index]).applied == 1) }
      dumps.insert(try reader.dump(ledger))
      let record = try #require(try reader.record(ledger, id))
      #expect(record.state(Guest.Field.name)?.siblings.count == 3)
      #expect(record.state(Guest.Field.note)?.siblings.count == 1)
      #expect(record.elements(Guest.Field.tags).count == 3)
      #expect(try openConflicts(reader).count == 2)
      try expectSound(reader)
    }
    #expect(dumps.count == 1)
  }

  @Test func staleEditsAgainstANewOne() throws {
    let stores = try offices(11)
    try stores[0].edit(ledger, [Guest.write(id, Guest.Field.name, .text("base"))])
    try city.settle(stores)
    for store in stores.dropFirst() {
      try store.edit(ledger, [Guest.write(id, Guest.Field.name, .text(store.identity.office))])
    }
    // The first sees all ten and supersedes them; what it wrote reaches others before they do.
    for store in stores.dropFirst() { _ = try stores[0].pull(ledger, from: store) }
    #expect(try stores[0].record(ledger, id)?.state(Guest.Field.name)?.siblings.count == 10)
    let before = try stores[0].vector(ledger)
    try stores[0].edit(ledger, [Guest.write(id, Guest.Field.name, .text("settled"))])
    let late = try city.office("late")
    #expect(try late.apply(ledger, try stores[0].runs(ledger, after: before)).gap != nil)
    try city.settle(stores + [late])
    try expectConverged(ledger, stores + [late])
    #expect(try openConflicts(late).isEmpty)
    #expect(try late.record(ledger, id)?[Guest.Field.name] == .text("settled"))
    for store in stores + [late] { try expectSound(store) }
  }

  @Test func equalClocks() throws {
    let stores = try offices(4)
    for store in stores {
      try store.edit(ledger, [Guest.write(id, Guest.Field.name, .text(store.identity.office))])
    }
    try city.settle(stores)
    let greatest = try #require(stores.max { $0.identity.replica < $1.identity.replica })
    for store in stores {
      let state = try #require(try store.record(ledger, id)?.state(Guest.Field.name))
      #expect(Set(state.siblings.map(\.clock)).count == 1)
      #expect(state.siblings[state.shown].dot.replica == greatest.identity.replica)
    }
    try expectConverged(ledger, stores)
    for store in stores { try expectSound(store) }
  }

  @Test func clonedDirectory() throws {
    let stores = try offices(2)
    let (hub, other) = (city.hub, stores[1])
    let copy = city.directory.path("clone")
    try stores[0].edit(ledger, [Guest.write(id, Guest.Field.name, .text("base"))])
    _ = try hub.pull(ledger, from: stores[0])
    try FileManager.default.copyItem(atPath: stores[0].path, toPath: copy)
    // As a disk image that machine and file do not give away.
    var options = StoreOptions(mapSizeBytes: 256 << 20, sync: .none)
    options.livesAnywhere = true
    let clone = try Store.open(at: copy, schema: Guest.schema, options: options)
    try stores[0].edit(ledger, [Guest.write(id, Guest.Field.name, .text("original"))])
    try clone.edit(ledger, [Guest.write(id, Guest.Field.name, .text("clone"))])
    _ = try hub.pull(ledger, from: stores[0])
    _ = try other.pull(ledger, from: hub)
    for store in [hub, other] {
      let report = try store.apply(ledger, try clone.runs(ledger))
      #expect(report.applied == 0)
      #expect(Set(report.refused.map(\.code)) == [.equivocation])
      let frozen = try store.read { snapshot throws(StoreError) in try snapshot.frozen() }
      #expect(frozen == [clone.identity.replica])
      #expect(try store.record(ledger, id)?[Guest.Field.name] == .text("original"))
    }
    // The others go on, and nothing of the fork reaches their records.
    try other.edit(ledger, [Guest.write(id, Guest.Field.note, .text("on"))])
    #expect(try hub.pull(ledger, from: other).applied == 1)
    try expectConverged(ledger, [hub, other])
    // The machine that learns of its double stops writing.
    #expect(
      try stores[0].apply(ledger, try clone.runs(ledger)).refused.first?.code == .equivocation)
    #expect(refusal { try stores[0].edit(ledger, [Guest.add(id, "x")]) } == .frozen)
    try expectSound(hub, other, stores[0], clone)
  }

  @Test func anOlderSchemaRelays() throws {
    var old = Guest.schema.collections
    let works = try #require(old.first)
    old[0] = CollectionTraits(
      id: works.id, code: works.code, nameField: works.nameField,
      fields: works.fields.filter { $0.id != Guest.Field.stage && $0.id != Guest.Field.tags })
    let stores = try offices(2)
    let relay: Store
    let path: String
    do {
      let office = try city.office("relay", role: .observer)
      path = office.path
      _ = try office.pull(Store.memberLedger, from: city.hub)
    }
    let moved = city.directory.path("old-schema")
    try FileManager.default.copyItem(atPath: path, toPath: moved)
    relay = try Store.open(
      at: moved, schema: SchemaTraits(version: 0, collections: [old[0]]),
      options: StoreOptions(mapSizeBytes: 256 << 20, sync: .none))
    for (index, store) in stores.enumerated() {
      try store.edit(
        ledger,
        [
          Guest.write(id, Guest.Field.stage, .code(UInt32(3 - index))), Guest.add(id, "\(index)"),
        ] + Guest.visit(workID(2), to: id, title: "visit \(index)"))
    }
    for _ in 0..<2 {
      for store in stores {
        _ = try relay.pull(ledger, from: store)
        _ = try store.pull(ledger, from: relay)
      }
    }
    try expectConverged(ledger, stores)
    #expect(try openConflicts(stores[0]).count == 2)
    #expect(try relay.vector(ledger) == stores[0].vector(ledger))
    #expect(try relay.dump(ledger) == stores[0].dump(ledger))
    let seen = try #require(try relay.record(ledger, id))
    #expect(seen.state(Guest.Field.stage)?.siblings.count == 2)
    #expect(seen.elements(Guest.Field.tags) == [.text("0"), .text("1")])
    #expect(try stores[1].record(ledger, id)?[Guest.Field.stage] == .code(2))
    try expectSound(stores[0], stores[1], relay)
  }

  @Test func thousandsOfSiblings() throws {
    let count = 2_000
    var random = SeededGenerator(seed: 5)
    var scripts = try (0..<count).map { _ in
      try ScriptedReplica(seed: random.keySeed(), ledger: ledger)
    }
    let members = CollectionID(rawValue: 60_000)
    let drafts = scripts.map { script in
      let record = RecordID(high: script.replica.high, low: UInt64(script.replica.low) << 48)
      let values: [(UInt16, Value)] = [
        (1, .text(script.replica.description)), (2, .bytes(script.publicKey)),
        (3, .text("script")), (4, .text("county")),
      ]
      var operations = values.map { field, value in
        Operation(
          collection: members, record: record, field: FieldID(rawValue: field), value: value)
      }
      operations.append(
        Operation(
          collection: members, record: record, field: FieldID(rawValue: 5), kind: .add,
          value: .text(ledger)))
      return Draft(author: "hub", operations: operations)
    }
    _ = try city.hub.commit(Store.memberLedger, drafts)
    #expect(try city.hub.members().count == count + 1)
    let store = try offices(1)[0]
    let runs = try scripts.indices.map { index in
      try scripts[index].run([
        try scripts[index].change([Guest.write(id, Guest.Field.name, .text("\(index)"))])
      ])
    }
    let clock = ContinuousClock()
    let started = clock.now
    #expect(try store.apply(ledger, runs).applied == count)
    let taken = clock.now - started
    let conflict = try #require(try openConflicts(store).first)
    #expect(conflict.siblings.count == count)
    print("\(count) siblings applied in \(taken)")
    let draft = Draft(
      author: "editor", operations: [Guest.write(id, Guest.Field.name, .text("one"))])
    _ = try store.commit(
      ledger, [draft],
      expecting: [
        Expectation(
          collection: Guest.work, record: id, field: Guest.Field.name,
          dots: conflict.siblings.map(\.dot))
      ])
    #expect(try openConflicts(store).isEmpty)
    let settlements = try store.read { snapshot throws(StoreError) in try snapshot.settlements() }
    #expect(settlements.first?.siblings.count == count)
    try expectSound(store)
  }

  @Test func settledOnTheWay() throws {
    let stores = try offices(3)
    for store in stores.prefix(2) {
      try store.edit(ledger, [Guest.write(id, Guest.Field.name, .text(store.identity.office))])
    }
    #expect(try stores[0].pull(ledger, from: stores[1]).newConflicts.count == 1)
    try stores[0].edit(ledger, [Guest.write(id, Guest.Field.name, .text("settled"))])
    let report = try stores[2].pull(ledger, from: stores[0])
    #expect(report.applied == 3)
    #expect(report.newConflicts.isEmpty)
    #expect(try openConflicts(stores[2]).isEmpty)
    try expectSound(stores[0], stores[1], stores[2])
  }

  @Test func depsThatFallBack() throws {
    let stores = try offices(2)
    var script = try ScriptedReplica(seed: [UInt8](repeating: 9, count: 32), ledger: ledger)
    try city.hub.enrol(
      Member(
        replica: script.replica, publicKey: script.publicKey, office: "script", role: .county,
        ledgers: [ledger], enrolledMilliseconds: 0))
    for store in stores { _ = try store.pull(Store.memberLedger, from: city.hub) }
    let other = stores[0].identity.replica
    for text in ["one", "two", "three"] {
      try stores[0].edit(ledger, [Guest.write(id, Guest.Field.name, .text(text))])
    }
    func deps(_ seq: UInt64) -> [VersionVector.Entry] { [.init(replica: other, seq: seq)] }
    let name = Guest.Field.name
    let run = try script.run([
      try script.change([Guest.write(id, name, .text("seen"))], deps: deps(3)),
      try script.change([Guest.write(id, name, .text("fallen"))], deps: deps(1)),
    ])
    for store in stores {
      _ = try store.pull(ledger, from: stores[0])
      let report = try store.apply(ledger, [run])
      #expect(report.applied + report.duplicates == 2)
      let dot = Dot(replica: script.replica, seq: 2)
      let seen = try store.read { snapshot throws(StoreError) in
        try snapshot.deps(of: dot, ledger: ledger)
      }
      #expect(seen?[other] == 3)
      #expect(try store.record(ledger, id)?.state(name)?.siblings.map(\.dot) == [dot])
    }
    try expectConverged(ledger, stores)
    try expectSound(stores[0], stores[1])
  }
}
