// Verifies scenarios of the replication design about conflicts that no other file has by name:
//  1. the same field from three offices, each order of delivery, settled by one of them on the way
//  2. a settlement racing an unseen third sibling; two settlements that race: each is listed on
//     every store, whichever came first, and there is exactly one new conflict
//  3. the same value typed twice, and a value typed again after it was settled away
//  4. edit against archive, archive against archive, and both settled twice
//  5. -0 and 2^63-1, composed against decomposed names, empty against absent, 1 MB texts side by
//     side
//  6. a store that starts from a snapshot lists the conflicts and settlements that the others list

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct ConflictScenarioTests {
  let city: TestCity
  let stores: [Store]
  let id = workID(1)
  let name = Guest.Field.name

  init() throws {
    let city = try TestCity()
    self.city = city
    stores = try (1...3).map { try city.office("office \($0)") } + [city.hub]
    try stores[0].edit(ledger, [Guest.write(id, name, .text("base"))])
    try city.settle(stores)
  }

  @discardableResult
  private func step(_ store: Int, _ operations: Operation...) throws -> Dot {
    city.clock.advance(by: 1_000)
    return try stores[store].edit(ledger, operations)
  }

  private func say(_ text: String) -> Operation { Guest.write(id, name, .text(text)) }

  /// Settles all, and expects the same of every store and of every order.
  private func expectAgreement() throws -> ConflictView {
    try city.settle(stores)
    try expectConverged(ledger, stores)
    for store in stores {
      #expect(try ConflictView(store) == ConflictView(stores[0]))
      try expectSound(store)
    }
    return try expectEveryOrder(of: stores[0], in: city, limit: 8)
  }

  @Test func sameFieldFromThreeOfficesInEveryOrder() throws {
    for store in 0..<3 { try step(store, say("office \(store)")) }
    try stores[0].pull(ledger, from: stores[1])
    try step(0, say("two of three"))
    let view = try expectAgreement()
    #expect(view.open.first?.siblings.count == 2)
    #expect(view.settled.count == 1)
    #expect(view.settled.first?.siblings.count == 2)
  }

  @Test func settlementRacingAnUnseenThird() throws {
    try step(0, say("a"))
    try step(1, say("b"))
    let third = try step(2, say("c"))
    try stores[0].pull(ledger, from: stores[1])
    let settled = try step(0, say("ab"))
    let view = try expectAgreement()
    #expect(view.open.map { $0.siblings.map(\.dot) } == [[settled, third].sorted()])
    #expect(view.settled.map(\.dot) == [settled])
  }

  @Test func twoSettlementsAreListedEverywhere() throws {
    try step(0, say("a"))
    try step(1, say("b"))
    try city.settle(stores)
    let left = try step(0, say("left"))
    let right = try step(1, say("right"))
    // Superseded in part before the other settlement arrives: it had seen both all the same.
    let third = try step(2, say("third"))
    let view = try expectAgreement()
    #expect(view.open.map { $0.siblings.map(\.dot) } == [[left, right, third].sorted()])
    #expect(Set(view.settled.map(\.dot)) == [left, right, third])
    for settlement in view.settled {
      #expect(Set(settlement.siblings.map(\.value)) == [.text("a"), .text("b")])
    }
    try step(2, say("end"))
    let end = try expectAgreement()
    #expect(end.open.isEmpty)
    #expect(end.settled.count == 4)
  }

  @Test func theSameValueTypedTwice() throws {
    for store in 0..<3 { try step(store, say("same")) }
    let same = try expectAgreement()
    #expect(same.open.isEmpty && same.settled.isEmpty)
    try step(0, say("other"))
    try step(1, say("same"))
    #expect(try expectAgreement().open.count == 1)
    try step(2, say("same"))
    let view = try expectAgreement()
    #expect(view.open.isEmpty)
    #expect(view.settled.count == 1)
  }

  @Test func editAgainstArchiveAgainstArchive() throws {
    try step(0, Guest.archive(id))
    try step(1, Guest.archive(id))
    #expect(try expectAgreement().open.isEmpty)
    try step(2, Guest.restore(id))
    try city.settle(stores)
    try step(0, Guest.archive(id))
    try step(1, say("edited"))
    #expect(try expectAgreement().open.map(\.kind) == [.archivedWhileEdited])
    try step(0, Guest.archive(id))
    try step(1, Guest.restore(id))
    let view = try expectAgreement()
    #expect(view.open.map(\.kind) == [.archivedWhileEdited])
    #expect(view.settled.count == 2)
    #expect(view.settled.allSatisfy { $0.field == Existence.field })
  }

  @Test func valuesAtTheEdges() throws {
    let long = [String(repeating: "长", count: 349_525), String(repeating: "x", count: 1 << 20)]
    let pairs: [(FieldID, Value, Value)] = [
      (Guest.Field.amount, .integer(.max), .integer(.min)),
      (Guest.Field.note, .text("\u{E9}"), .text("e\u{301}")),
      (Guest.Field.begun, .empty, .text("")),
      (Guest.Field.link, .decimal(try #require(ExactDecimal("-0.0"))), .integer(0)),
      (Guest.Field.name, .text(long[0]), .text(long[1])),
      (Guest.Field.seenAt, .text("NaN"), .decimal(try #require(ExactDecimal("0.000000001")))),
    ]
    for (field, left, right) in pairs {
      try step(0, Guest.write(id, field, left))
      try step(1, Guest.write(id, field, right))
    }
    let view = try expectAgreement()
    #expect(view.open.map(\.field) == pairs.map(\.0).sorted())
    for (field, left, right) in pairs {
      let conflict = try #require(view.open.first { $0.field == field })
      #expect(Set(conflict.siblings.map(\.value)) == [left, right])
    }
    #expect(ExactDecimal("-0.0") == ExactDecimal("0"))
    #expect(ExactDecimal("NaN") == nil)
    // Emptied and never written are one to a reader.
    try step(2, Guest.write(id, Guest.Field.begun, .empty))
    #expect(try stores[2].record(ledger, id)?[Guest.Field.begun] == nil)
    #expect(try expectAgreement().open.count == pairs.count - 1)
  }

  @Test func aStoreFromASnapshot() throws {
    let report = workID(5)
    try stores[0].edit(ledger, Guest.report(report, of: id, 5))
    try city.settle(stores)
    try step(3, Guest.lock(report))
    try step(0, Guest.write(report, report: Guest.Report.amount, .integer(7)), say("a"))
    try step(1, say("b"))
    try city.settle(stores)
    let left = try step(0, say("left"))
    try step(1, say("right"))
    try step(2, Guest.write(workID(2), Guest.Field.code, .text("x")))
    try step(2, Guest.write(workID(3), Guest.Field.code, .text("x")))
    try city.settle(stores)
    let file = try city.hub.writeSnapshot(ledger)
    let late = try city.office("late", ledgers: [])
    _ = try late.bootstrap(ledger, from: file.path)
    let (here, there) = (try openConflicts(stores[0]), try openConflicts(late))
    #expect(there.map(\.id) == here.map(\.id))
    #expect(there.map(\.kind) == here.map(\.kind))
    #expect(Set(here.map(\.kind)) == [.concurrentEdit, .lateEdit, .violation])
    let settled = try late.read { snapshot throws(StoreError) in try snapshot.settlements() }
    #expect(settled.contains { $0.dot == left })
    try expectSound(late)
  }
}
