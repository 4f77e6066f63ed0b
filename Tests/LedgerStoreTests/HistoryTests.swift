// Verifies:
//  1. history tells every write with who, where, when, from, to and why, oldest first
//  2. one field's history leaves the others out; archive and restore have lines
//  3. a record as its author saw it at a change, and as it stood at a time
//  4. deps of any change are those its author had, however long the chain
//  5. a concurrent write that arrives late keeps its place in what it says it saw

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct HistoryTests {
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

  private func history(_ store: Store, _ field: FieldID? = nil) throws -> [HistoryLine] {
    try store.read { snapshot throws(StoreError) in try snapshot.history(ledger, id, field: field) }
  }

  private func past(_ store: Store, _ moment: Snapshot.Moment) throws -> Record? {
    try store.read { snapshot throws(StoreError) in try snapshot.record(ledger, id, at: moment) }
  }

  private func step(_ store: Store, _ operations: [Operation], _ reason: String? = nil) throws
    -> Dot
  {
    city.clock.advance(by: 1_000)
    return try store.edit(ledger, operations, reason: reason)
  }

  @Test func linesTellEverything() throws {
    let name = Guest.Field.name
    _ = try step(a, [Guest.write(id, name, .text("one")), Guest.add(id, "t")], "begin")
    _ = try step(a, [Guest.write(id, name, .text("two"))])
    try city.settle([a, b, city.hub])
    let third = try step(b, [Guest.write(id, name, .text("three"))], "better")
    _ = try step(b, [Guest.archive(id)])
    _ = try step(b, [Guest.restore(id)])
    _ = try step(b, [Guest.write(id, name, .empty), Guest.remove(id, "t")])
    try city.settle([a, b, city.hub])
    for store in [a, b, city.hub] {
      let lines = try history(store, name)
      #expect(lines.map(\.from) == [nil, .text("one"), .text("two"), .text("three")])
      #expect(lines.map(\.to) == [.text("one"), .text("two"), .text("three"), .empty])
      #expect(lines.map(\.office) == ["office a", "office a", "office b", "office b"])
      #expect(lines.map(\.reason) == ["begin", nil, "better", nil])
      #expect(lines[2].dot == third)
      #expect(lines.map(\.clock) == lines.map(\.clock).sorted())
      let existence = try history(store, Existence.field)
      #expect(existence.map(\.kind) == [.archive, .restore])
      #expect(existence.map(\.to) == [.boolean(true), .boolean(false)])
      #expect(existence.map(\.from) == [.boolean(false), .boolean(true)])
      #expect(try history(store, Guest.Field.tags).map(\.kind) == [.add, .remove])
      #expect(try history(store).count == 8)
    }
    let nothing = try a.read { snapshot throws(StoreError) in
      try snapshot.history(ledger, workID(99))
    }
    #expect(nothing.isEmpty)
    try expectSound(a, b, city.hub)
  }

  @Test func recordsOfThePast() throws {
    let name = Guest.Field.name
    let first = try step(a, [Guest.write(id, name, .text("one"))])
    let atFirst = city.clock.now
    try city.settle([a, b])
    let left = try step(a, [Guest.write(id, name, .text("left")), Guest.add(id, "x")])
    let right = try step(b, [Guest.write(id, name, .text("right"))])
    try city.settle([a, b])
    let settled = try step(b, [Guest.write(id, name, .text("settled")), Guest.archive(id)])
    try city.settle([a, b])
    for store in [a, b] {
      #expect(try past(store, .dot(first))?[name] == .text("one"))
      #expect(try past(store, .dot(left))?[name] == .text("left"))
      #expect(try past(store, .dot(left))?.elements(Guest.Field.tags) == [.text("x")])
      #expect(try past(store, .dot(right))?[name] == .text("right"))
      #expect(try past(store, .dot(right))?.elements(Guest.Field.tags) == [])
      #expect(try past(store, .dot(settled))?.isArchived == true)
      #expect(try past(store, .dot(settled)) == store.record(ledger, id))
      #expect(try past(store, .time(atFirst - 1)) == nil)
      #expect(try past(store, .time(atFirst))?[name] == .text("one"))
      let both = try #require(try past(store, .time(atFirst + 2_000)))
      #expect(both.state(name)?.siblings.map(\.dot) == [left, right].sorted())
      #expect(try past(store, .time(.max)) == store.record(ledger, id))
    }
    let unknown = Dot(replica: a.identity.replica, seq: 99)
    #expect(try past(a, .dot(unknown)) == nil)
    try expectSound(a, b)
  }

  @Test func depsOfLongChains() throws {
    var expected: [VersionVector] = []
    for round in 0..<150 {
      if round.isMultiple(of: 40) {
        _ = try step(b, [Guest.write(id, Guest.Field.note, .integer(Int64(round)))])
        try a.pull(ledger, from: b)
      }
      var seen = try a.vector(ledger)
      seen[a.identity.replica] = 0
      expected.append(seen)
      _ = try step(a, [Guest.write(id, Guest.Field.amount, .integer(Int64(round)))])
    }
    try city.settle([a, b, city.hub])
    for store in [a, b, city.hub] {
      for (index, deps) in expected.enumerated() {
        let dot = Dot(replica: a.identity.replica, seq: UInt64(index + 1))
        let found = try store.read { snapshot throws(StoreError) in
          try snapshot.deps(of: dot, ledger: ledger)
        }
        #expect(found == deps)
      }
    }
    try expectSound(a, b, city.hub)
  }

  @Test func lateWritesKeepWhatTheySaw() throws {
    let name = Guest.Field.name
    _ = try step(a, [Guest.write(id, name, .text("one"))])
    try b.pull(ledger, from: a)
    let late = try step(b, [Guest.write(id, name, .text("late"))])
    let two = try step(a, [Guest.write(id, name, .text("two"))])
    try a.pull(ledger, from: b)
    try b.pull(ledger, from: a)
    let lines = try history(a, name)
    #expect(lines.map(\.to) == [.text("one"), .text("late"), .text("two")])
    #expect(lines.map(\.from) == [nil, .text("one"), .text("one")])
    #expect(try history(b, name) == lines)
    #expect(try past(a, .dot(late))?[name] == .text("late"))
    #expect(try past(a, .dot(two))?.state(name)?.siblings.count == 1)
    try expectSound(a, b)
  }
}
