// Verifies:
//  1. an edit that had not seen the lock, nor the lock it, is a late edit on its field, flagged,
//     with the lock and what stood when it was made; in every order of delivery the same
//  2. an edit that the lock had seen, or that had seen the lock, is none; the lock's own field is
//     none
//  3. accepting the late value, or putting back what stood, is one ordinary change that ends it and
//     is listed as a settlement
//  4. of figures the city's sibling shows; a late value that it agrees with is no conflict
//  5. lifting the lock ends late edits, locking again anew having seen them makes none
//  6. two locks, two late edits and a settlement that race agree in every order; rebuilding derives
//     the same
//  7. another late edit reopens what was settled: exactly one conflict

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct LateEditTests {
  let city: TestCity
  let a: Store
  let b: Store
  let work = workID(1)
  let report = workID(2)
  typealias Field = Guest.Report

  init() throws {
    city = try TestCity()
    a = try city.office("office a")
    b = try city.office("office b")
    try a.edit(ledger, [Guest.write(work, Guest.Field.name, .text("work"))])
    try a.edit(ledger, Guest.report(report, of: work, 10))
    try city.settle(all)
  }

  private var all: [Store] { [a, b, city.hub] }

  @discardableResult
  private func step(_ store: Store, _ operations: Operation...) throws -> Dot {
    city.clock.advance(by: 1_000)
    return try store.edit(ledger, operations)
  }

  private func amount(_ value: Int64) -> Operation {
    Guest.write(report, report: Field.amount, .integer(value))
  }

  private func remark(_ text: String) -> Operation {
    Guest.write(report, report: Field.remark, .text(text))
  }

  private func expectAgreement() throws -> ConflictView {
    try city.settle(all)
    try expectConverged(ledger, all)
    for store in all {
      #expect(try ConflictView(store) == ConflictView(a))
      try expectSound(store)
    }
    return try expectEveryOrder(of: a, in: city)
  }

  @Test func lateEditsInEveryOrder() throws {
    let lock = try step(city.hub, Guest.lock(report))
    let late = try step(a, amount(20), remark("late"))
    try city.settle(all)
    let view = try expectAgreement()
    #expect(view.open.map(\.kind) == [.lateEdit, .lateEdit])
    let figure = try #require(view.open.first { $0.field == Field.amount })
    #expect(figure.siblings.map(\.dot) == [late])
    #expect(figure.siblings[figure.shown].value == .integer(20))
    #expect(figure.late?.siblings == [late])
    #expect(figure.late?.locks.map(\.dot) == [lock])
    #expect(figure.late?.atLock?.map(\.value) == [.integer(10)])
    #expect(view.open.first { $0.field == Field.remark }?.late?.atLock == [])
    let record = try #require(try a.record(ledger, report))
    #expect(record.hasConflict)
    #expect(record.conflictKind(Field.amount) == .lateEdit)
    #expect(record.conflictKind(Field.state) == nil)
    let listed = try openConflicts(a, ConflictFilter(kind: .lateEdit))
    #expect(listed == view.open)
    let ofRecord = try a.read { snapshot throws(StoreError) in try snapshot.conflicts(of: record) }
    #expect(ofRecord == view.open)
  }

  @Test func editsThatSawTheLockAreNotLate() throws {
    try step(a, amount(11))
    try city.settle(all)
    try step(city.hub, Guest.lock(report))
    try city.settle(all)
    try step(a, amount(12))
    #expect(try expectAgreement().open.isEmpty)
    // The lock's field itself is an ordinary register.
    try step(city.hub, Guest.unlock(report))
    try city.settle(all)
    try step(city.hub, Guest.lock(report))
    try step(b, Guest.write(report, report: Field.state, .code(0)))
    #expect(try expectAgreement().open.map(\.kind) == [.concurrentEdit])
  }

  @Test func newConflictsAreReported() throws {
    try step(city.hub, Guest.lock(report))
    try step(a, amount(20))
    let arrived = try city.hub.pull(ledger, from: a)
    #expect(arrived.newConflicts.count == 1)
    #expect(try arrived.newConflicts == openConflicts(city.hub).map(\.id))
    #expect(try a.pull(ledger, from: city.hub).newConflicts == arrived.newConflicts)
    #expect(try a.pull(ledger, from: city.hub).newConflicts == [])
    try expectSound(a, city.hub)
  }

  @Test(arguments: [Int64(20), 10]) func settlingIsOneChange(_ chosen: Int64) throws {
    try step(city.hub, Guest.lock(report))
    let late = try step(a, amount(20))
    try city.settle(all)
    let settling = try step(city.hub, amount(chosen))
    let view = try expectAgreement()
    #expect(view.open.isEmpty)
    let settled = try #require(view.settled.first)
    #expect(view.settled.count == 1)
    #expect(settled.dot == settling)
    #expect(settled.chosen == .integer(chosen))
    #expect(Set(settled.siblings.map(\.value)) == [.integer(10), .integer(20)])
    #expect(settled.siblings.contains { $0.dot == late })
  }

  @Test func theCitysFigureShows() throws {
    let decided = try step(city.hub, Guest.lock(report), amount(15))
    try step(a, amount(20))
    let figure = try #require(try expectAgreement().open.first)
    #expect(figure.kind == .lateEdit)
    #expect(figure.siblings.count == 2)
    #expect(figure.siblings[figure.shown].dot == decided)
    #expect(figure.rule == .authority)
    try step(b, amount(15))
    try city.settle(all)
    // Typed again as the city has it: that office has seen both, and settles.
    #expect(try expectAgreement().open.isEmpty)
  }

  @Test func theSameValueIsNoConflict() throws {
    try step(city.hub, Guest.lock(report), amount(15))
    try step(a, amount(15))
    #expect(try expectAgreement().open.isEmpty)
    try step(b, amount(15))
    #expect(try expectAgreement().open.isEmpty)
  }

  @Test func liftingTheLock() throws {
    try step(city.hub, Guest.lock(report))
    try step(a, amount(20))
    try city.settle(all)
    #expect(try openConflicts(b).count == 1)
    try step(city.hub, Guest.unlock(report))
    #expect(try expectAgreement().open.isEmpty)
    try step(city.hub, Guest.lock(report))
    #expect(try expectAgreement().open.isEmpty)
  }

  @Test func everythingRaces() throws {
    let other = try city.office("second city", role: .city)
    try city.settle(all + [other])
    try step(city.hub, Guest.lock(report))
    try step(other, Guest.lock(report), remark("from the other"))
    try step(a, amount(20))
    try step(b, amount(30), remark("late too"))
    try city.hub.pull(ledger, from: a)
    try step(city.hub, amount(10))
    try other.pull(ledger, from: b)
    try step(other, amount(30))
    try city.settle(all + [other])
    let view = try expectAgreement()
    #expect(!view.open.isEmpty)
    let before = try ConflictView(a)
    try a.rebuildDerived()
    #expect(try ConflictView(a) == before)
    for conflict in view.open {
      let value = conflict.siblings[conflict.shown].value
      try step(city.hub, Guest.write(report, report: conflict.field, value))
    }
    #expect(try expectAgreement().open.isEmpty)
  }

  @Test func anotherLateEdit() throws {
    try step(city.hub, Guest.lock(report))
    try step(a, amount(20))
    try city.hub.pull(ledger, from: a)
    try step(city.hub, amount(10))
    try step(b, amount(30))
    let view = try expectAgreement()
    #expect(view.open.map(\.field) == [Field.amount])
    #expect(view.settled.count == 1)
    #expect(view.open.first?.kind == .lateEdit)
  }
}
