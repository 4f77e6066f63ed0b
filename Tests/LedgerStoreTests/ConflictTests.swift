// Verifies:
//  1. concurrent edits stand side by side with authors, what each had seen, and the common base
//  2. three siblings; a new sibling is reported, a duplicate is not; equal values are no conflict
//  3. archived while edited: the record stays visible; archive against archive agrees
//  4. each display rule shows its sibling, on every store the same: newest, cautious, authority
//  5. settling names what was seen, is listed as a settlement, and leaves no conflict anywhere
//  6. a settlement that races an unseen third sibling is refused here and a conflict there
//  7. two different settlements give exactly one new conflict
//  8. conflicts are listed by ledger, collection, kind and time, and found by the prefix of their
//     id
//  9. concurrent sets merge without a conflict: add wins

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct ConflictTests {
  let city: TestCity
  let a: Store
  let b: Store
  let c: Store
  let id = workID(1)

  init() throws {
    city = try TestCity()
    a = try city.office("office a")
    b = try city.office("office b")
    c = try city.office("office c")
    try a.edit(ledger, [Guest.write(id, Guest.Field.name, .text("base"))])
    try city.settle([a, b, c, city.hub])
  }

  private var all: [Store] { [a, b, c, city.hub] }

  private func conflicts(_ store: Store, _ filter: ConflictFilter = ConflictFilter()) throws
    -> [Conflict]
  {
    var found: [Conflict] = []
    try store.read { snapshot throws(StoreError) in
      try snapshot.conflicts(filter) {
        found.append($0)
        return true
      }
    }
    return found
  }

  private func name(_ store: Store, _ text: String) throws -> Dot {
    city.clock.advance(by: 1_000)
    return try store.edit(
      ledger, [Guest.write(id, Guest.Field.name, .text(text))], reason: "says \(text)")
  }

  private func expectAgreement() throws {
    try city.settle(all)
    try expectConverged(ledger, all)
    let listed = try conflicts(a)
    for store in all { #expect(try conflicts(store) == listed) }
    for store in all { try expectSound(store) }
  }

  @Test func siblingsAreExplained() throws {
    let base = try a.vector(ledger)
    let first = try name(a, "a")
    let second = try name(b, "b")
    let report = try a.pull(ledger, from: b)
    #expect(report.newConflicts.count == 1)
    let conflict = try #require(try conflicts(a).first)
    #expect(report.newConflicts == [conflict.id])
    #expect(conflict.kind == .concurrentEdit)
    #expect(conflict.base == .text("base"))
    #expect(conflict.recordName == "b")
    #expect(conflict.siblings.map(\.dot) == [first, second].sorted())
    for sibling in conflict.siblings {
      var seen = base
      seen[sibling.dot.replica] = sibling.dot.seq
      #expect(sibling.seen == seen)
      #expect(sibling.author == "editor")
      #expect(sibling.office == (sibling.dot == first ? "office a" : "office b"))
      #expect(sibling.reason == (sibling.dot == first ? "says a" : "says b"))
      #expect(sibling.value == (sibling.dot == first ? .text("a") : .text("b")))
    }
    #expect(conflict.siblings[conflict.shown].value == .text("b"))
    try expectAgreement()
  }

  @Test func threeSiblingsAndEqualValues() throws {
    for (store, text) in [(a, "a"), (b, "b"), (c, "c")] { _ = try name(store, text) }
    #expect(try a.pull(ledger, from: b).newConflicts.count == 1)
    #expect(try a.pull(ledger, from: c).newConflicts.count == 1)
    #expect(try a.apply(ledger, try c.runs(ledger)).newConflicts.isEmpty)
    #expect(try conflicts(a).first?.siblings.count == 3)
    try expectAgreement()
    _ = try name(a, "same")
    try city.settle(all)
    for store in all { #expect(try conflicts(store).isEmpty) }
    _ = try name(a, "again")
    _ = try name(b, "again")
    #expect(try a.pull(ledger, from: b).newConflicts.isEmpty)
    try expectAgreement()
    #expect(try a.record(ledger, id)?.state(Guest.Field.name)?.siblings.count == 2)
    #expect(try conflicts(a).isEmpty)
  }

  @Test func archivedWhileEdited() throws {
    try a.edit(ledger, [Guest.archive(id)])
    _ = try name(b, "edited")
    #expect(try a.pull(ledger, from: b).newConflicts.count == 1)
    try city.settle(all)
    let conflict = try #require(try conflicts(a).first)
    #expect(conflict.kind == .archivedWhileEdited)
    #expect(conflict.field == Existence.field)
    #expect(Set(conflict.siblings.map(\.value)) == [.boolean(true), .boolean(false)])
    #expect(conflict.siblings[conflict.shown].value == .boolean(false))
    for store in all {
      let record = try #require(try store.record(ledger, id))
      #expect(!record.isArchived)
      #expect(record.hasConflict)
    }
    try expectAgreement()
    let dots = conflict.siblings.map(\.dot)
    let settle = Draft(author: "editor", operations: [Guest.archive(id)])
    _ = try c.commit(
      ledger, [settle],
      expecting: [
        Expectation(
          collection: Guest.work, record: id, field: Existence.field, dots: dots)
      ])
    try expectAgreement()
    #expect(try a.record(ledger, id)?.isArchived == true)
    #expect(try conflicts(b).isEmpty)
  }

  @Test func archiveAgainstArchiveAgrees() throws {
    for store in [a, b] { try store.edit(ledger, [Guest.archive(id)]) }
    try expectAgreement()
    #expect(try conflicts(a).isEmpty)
    #expect(try c.record(ledger, id)?.isArchived == true)
  }

  @Test func displayRules() throws {
    let stage = Guest.Field.stage
    let plan = Guest.Field.plan
    func figures(_ store: Store, _ number: Int64, _ code: UInt32) throws {
      city.clock.advance(by: 1_000)
      try store.edit(
        ledger, [Guest.write(id, plan, .integer(number)), Guest.write(id, stage, .code(code))])
    }
    try figures(city.hub, 1, 3)
    try figures(a, 2, 1)
    try figures(b, 3, 2)
    try city.settle(all)
    for store in all {
      let record = try #require(try store.record(ledger, id))
      #expect(record[plan] == .integer(1))
      #expect(record[stage] == .code(1))
      #expect(record.state(stage)?.siblings.count == 3)
    }
    try expectAgreement()
    #expect(try conflicts(a).map(\.rule) == [.cautious(order: Guest.stageOrder), .authority])
  }

  @Test func settling() throws {
    let first = try name(a, "a")
    let second = try name(b, "b")
    try city.settle(all)
    let conflict = try #require(try conflicts(c).first)
    let draft = Draft(
      author: "editor", reason: "asked both",
      operations: [Guest.write(id, Guest.Field.name, .text("ab"))])
    let expectation = Expectation(
      collection: Guest.work, record: id, field: Guest.Field.name,
      dots: conflict.siblings.map(\.dot))
    let receipt = try c.commit(ledger, [draft], expecting: [expectation])
    #expect(
      refusal { _ = try c.commit(ledger, [draft], expecting: [expectation]) }
        == .siblingsChanged)
    try expectAgreement()
    for store in all {
      #expect(try conflicts(store).isEmpty)
      let settlements = try store.read { snapshot throws(StoreError) in
        try snapshot.settlements(withIDPrefix: String(conflict.id.text.prefix(6)))
      }
      let settlement = try #require(settlements.first)
      #expect(settlements.count == 1)
      #expect(settlement.dot == receipt.dots[0])
      #expect(settlement.chosen == .text("ab"))
      #expect(settlement.reason == "asked both")
      #expect(settlement.office == "office c")
      #expect(settlement.siblings.map(\.dot) == [first, second].sorted())
    }
  }

  @Test func settlementRacesAThirdSibling() throws {
    _ = try name(a, "a")
    _ = try name(b, "b")
    try a.pull(ledger, from: b)
    let seen = try #require(try conflicts(a).first).siblings.map(\.dot)
    let third = try name(c, "c")
    let draft = Draft(
      author: "editor", operations: [Guest.write(id, Guest.Field.name, .text("ab"))])
    let expectation = Expectation(
      collection: Guest.work, record: id, field: Guest.Field.name, dots: seen)
    // Unseen here: it goes through, and the third stands beside it.
    let settled = try a.commit(ledger, [draft], expecting: [expectation]).dots[0]
    try city.settle(all)
    #expect(try conflicts(b).first?.siblings.map(\.dot) == [third, settled].sorted())
    try expectAgreement()
    // Seen: it is refused.
    #expect(
      refusal { _ = try a.commit(ledger, [draft], expecting: [expectation]) }
        == .siblingsChanged)
  }

  @Test func twoSettlementsAreOneConflict() throws {
    _ = try name(a, "a")
    _ = try name(b, "b")
    try city.settle(all)
    let left = try name(a, "left")
    let right = try name(b, "right")
    try city.settle(all)
    for store in all {
      #expect(try conflicts(store).map { $0.siblings.map(\.dot) } == [[left, right].sorted()])
    }
    try expectAgreement()
  }

  @Test func listingAndFinding() throws {
    let child = workID(50)
    try a.edit(ledger, Guest.visit(child, to: id, title: "one"))
    try b.edit(ledger, Guest.visit(child, to: id, title: "two"))
    try a.edit(ledger, [Guest.archive(id)])
    city.clock.advance(by: 60_000)
    let later = city.clock.now
    _ = try name(b, "edited")
    try city.settle(all)
    #expect(try conflicts(a).count == 2)
    #expect(try conflicts(a, ConflictFilter(collection: Guest.visit)).map(\.record) == [child])
    #expect(try conflicts(a, ConflictFilter(kind: .archivedWhileEdited)).map(\.record) == [id])
    #expect(try conflicts(a, ConflictFilter(sinceMilliseconds: later)).map(\.record) == [id])
    #expect(try conflicts(a, ConflictFilter(ledger: Store.memberLedger)).isEmpty)
    for conflict in try conflicts(a) {
      let found = try a.read { snapshot throws(StoreError) in
        try snapshot.conflicts(withIDPrefix: String(conflict.id.text.prefix(8)))
      }
      #expect(found == [conflict])
    }
    let status = try a.read { snapshot throws(StoreError) in try snapshot.status(ledger) }
    #expect(status.conflicts == 2)
    try expectAgreement()
  }

  @Test func addWins() throws {
    try a.edit(ledger, [Guest.add(id, "x"), Guest.add(id, "y")])
    try city.settle(all)
    try a.edit(ledger, [Guest.remove(id, "x"), Guest.remove(id, "y")])
    try b.edit(ledger, [Guest.add(id, "x")])
    try c.edit(ledger, [Guest.add(id, "z")])
    try city.settle(all)
    for store in all {
      let record = try #require(try store.record(ledger, id))
      #expect(record.elements(Guest.Field.tags) == [.text("x"), .text("z")])
      #expect(!record.hasConflict)
    }
    try expectAgreement()
  }
}
