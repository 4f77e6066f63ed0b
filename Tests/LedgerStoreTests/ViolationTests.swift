// Verifies:
//  1. a duplicate code stands on the later record by id, names the others, and ends when mended;
//     three of a kind; a code that is shown no more; archived holders do not count
//  2. dates out of order after a merge stand on the later date and end when either is mended; a
//     store that saw it tells which change ended it
//  3. what reports add up to beyond the total is a violation unless a reason is given; archived and
//     corrected reports, and those before the carried figure's year, do not count, and of originals
//     that say the same only the first does, with its corrections
//  4. a reference is a violation only when the record was archived by somebody who had not seen it
//  5. all of them at once, in every order of delivery; a rebuild derives the same; none blocks a
//     sync
//  6. two originals of one work that say the same stand on the later by id and name each other;
//     archiving one, correcting, another value or another work ends it; what another work or a
//     correction says is no second saying; a store of a schema without the rule finds them at its
//     first write under it
//  7. `newConflicts` tells violations that arose; a mended one is found no more

import Causality
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct ViolationTests {
  let city: TestCity
  let a: Store
  let b: Store
  typealias Field = Guest.Field

  init() throws {
    city = try TestCity()
    a = try city.office("office a")
    b = try city.office("office b")
    for number in 1...3 {
      try a.edit(ledger, [Guest.write(workID(UInt64(number)), Field.name, .text("w\(number)"))])
    }
    try city.settle(all)
  }

  private var all: [Store] { [a, b, city.hub] }

  @discardableResult
  private func step(_ store: Store, _ operations: Operation...) throws -> Dot {
    city.clock.advance(by: 1_000)
    return try store.edit(ledger, operations)
  }

  private func code(_ number: UInt64, _ text: String?) -> Operation {
    Guest.write(workID(number), Field.code, text.map { .text($0) } ?? .empty)
  }

  private func expectAgreement(_ limit: Int = 6) throws -> [Conflict] {
    try city.settle(all)
    try expectConverged(ledger, all)
    for store in all {
      #expect(try ConflictView(store) == ConflictView(a))
      try expectSound(store)
    }
    return try expectEveryOrder(of: a, in: city, limit: limit).open
  }

  @Test func duplicateCodes() throws {
    try step(a, code(2, "x"))
    try step(b, code(3, "x"))
    let two = try expectAgreement()
    #expect(two.map(\.kind) == [.violation])
    #expect(two.map(\.record) == [workID(3)])
    #expect(two.first?.field == Field.code)
    #expect(two.first?.violation?.constraint.number == Guest.Rule.code)
    #expect(two.first?.violation?.parts.map(\.record) == [workID(2)])
    #expect(two.first?.violation?.parts.first?.recordName == "w2")
    try step(a, code(1, "x"))
    #expect(try expectAgreement().map(\.record) == [workID(2), workID(3)])
    try step(a, Guest.archive(workID(1)))
    #expect(try expectAgreement().map(\.record) == [workID(3)])
    try step(b, Guest.restore(workID(1)))
    #expect(try expectAgreement().map(\.record) == [workID(2), workID(3)])
    try step(a, code(1, "y"))
    try step(b, code(2, nil))
    #expect(try expectAgreement().isEmpty)
    // Only what is shown counts: the older of two concurrent codes does not.
    try step(a, code(2, "x"))
    try step(b, code(2, "z"))
    #expect(try expectAgreement().map(\.kind) == [.concurrentEdit])
    try step(a, code(2, "x"))
    #expect(try expectAgreement().map(\.record) == [workID(3)])
  }

  @Test func manyOfOneCode() throws {
    let ids = (10..<40).map { workID(UInt64($0)) }.sorted()
    for (index, id) in ids.shuffled().enumerated() {
      let store = index.isMultiple(of: 2) ? a : b
      try step(store, Guest.write(id, Field.code, .text("same")))
    }
    #expect(try expectAgreement(3).map(\.record) == ids.dropFirst().map { $0 })
    let parts = try openConflicts(a).first?.violation?.parts
    #expect(parts?.count == 29)
    for id in ids.prefix(2) { try step(a, Guest.write(id, Field.code, .empty)) }
    #expect(try expectAgreement(3).map(\.record) == ids.dropFirst(3).map { $0 })
  }

  @Test func datesOutOfOrder() throws {
    func day(_ text: String) throws -> Value { .date(try #require(CivilDate(iso: text))) }
    try step(a, Guest.write(workID(1), Field.opened, try day("2021-10-01")))
    try step(b, Guest.write(workID(1), Field.closed, try day("2021-09-01")))
    let open = try expectAgreement()
    #expect(open.map(\.field) == [Field.closed])
    #expect(open.first?.violation?.parts.map(\.field) == [Field.opened])
    #expect(try open.first?.violation?.parts.first?.value == day("2021-10-01"))
    #expect(try open.first?.siblings.map(\.value) == [day("2021-09-01")])
    let id = try #require(open.first?.id)
    let mending = try step(b, Guest.write(workID(1), Field.opened, try day("2021-09-01")))
    #expect(try expectAgreement().isEmpty)
    // Who saw it violated saw it end, by the same change; nobody twice.
    for store in [a, b] {
      let ended = try store.read { snapshot throws(StoreError) in
        try snapshot.mendings(withIDPrefix: id.text)
      }
      #expect(ended.map(\.dot) == [mending])
      #expect(ended.first?.constraint == open.first?.violation?.constraint)
      #expect(ended.first?.author == "editor" && ended.first?.siblings.isEmpty == true)
    }
    try step(a, Guest.write(workID(1), Field.closed, try day("2020-09-01")))
    #expect(try expectAgreement().count == 1)
    try step(a, Guest.archive(workID(1)))
    #expect(try expectAgreement().isEmpty)
  }

  @Test func sumsAboveTheTotal() throws {
    let work = workID(1)
    let reports = (20..<24).map { workID(UInt64($0)) }
    try step(a, Guest.write(work, Field.total, .integer(100)))
    try city.settle(all)
    city.clock.advance(by: 1_000)
    try a.edit(ledger, Guest.report(reports[0], of: work, 60))
    try b.edit(ledger, Guest.report(reports[1], of: work, 50))
    let open = try expectAgreement()
    #expect(open.map(\.field) == [Field.total])
    #expect(open.first?.violation?.total == ExactDecimal(110))
    #expect(open.first?.violation?.parts.map(\.record) == [reports[0], reports[1]])
    try step(a, Guest.write(work, Field.reason, .text("prices")))
    #expect(try expectAgreement().isEmpty)
    try step(a, Guest.write(work, Field.reason, .text(" ")))
    #expect(try expectAgreement().count == 1)
    try step(b, .archive(Guest.report, reports[1]))
    #expect(try expectAgreement().isEmpty)
    try step(b, .restore(Guest.report, reports[1]))
    #expect(try expectAgreement().count == 1)
    // A correction takes the place of what it corrects.
    city.clock.advance(by: 1_000)
    try a.edit(
      ledger,
      Guest.report(reports[2], of: work, 40) + [
        Guest.write(reports[2], report: Guest.Report.corrects, .reference(reports[1]))
      ])
    #expect(try expectAgreement().isEmpty)
    // 30 from before the year, and only reports from the year on.
    try step(
      a, Guest.write(work, Field.carried, .integer(30)),
      Guest.write(work, Field.year, .integer(2022)))
    #expect(try expectAgreement().isEmpty)
    city.clock.advance(by: 1_000)
    try b.edit(ledger, Guest.report(reports[3], of: work, 71, period: "2022-01"))
    #expect(try expectAgreement().first?.violation?.total == ExactDecimal(101))
    // A report that goes to another work takes its figure along.
    try step(b, Guest.write(reports[3], report: Guest.Report.work, .reference(workID(2))))
    #expect(try expectAgreement().isEmpty)
  }

  @Test func referencesToTheArchived() throws {
    let (work, report) = (workID(1), workID(20))
    city.clock.advance(by: 1_000)
    try a.edit(ledger, Guest.report(report, of: work, 1))
    try step(b, Guest.archive(work))
    let open = try expectAgreement()
    #expect(open.map(\.record) == [report])
    #expect(open.first?.field == Guest.Report.work)
    #expect(open.first?.violation?.parts.map(\.record) == [work])
    #expect(open.first?.violation?.parts.map(\.value) == [.boolean(true)])
    try step(a, Guest.restore(work))
    #expect(try expectAgreement().isEmpty)
    // Archived by somebody who had seen the reference: on purpose.
    try step(a, Guest.archive(work))
    #expect(try expectAgreement().isEmpty)
    // Referred to after the archiving: the archiver had not seen it.
    try step(b, Guest.write(report, report: Guest.Report.work, .reference(work)))
    #expect(try expectAgreement().map(\.record) == [report])
    try step(b, Guest.write(report, report: Guest.Report.work, .reference(workID(2))))
    #expect(try expectAgreement().isEmpty)
  }

  private func say(_ report: RecordID, _ round: String, of work: RecordID) -> [Operation] {
    Guest.report(report, of: work, 1) + [
      Guest.write(report, report: Guest.Report.round, .text(round))
    ]
  }

  private func edit(_ store: Store, _ operations: [Operation]) throws {
    city.clock.advance(by: 1_000)
    try store.edit(ledger, operations)
  }

  @Test func oneOriginalOfAWork() throws {
    let (early, first, second) = (workID(20), workID(21), workID(22))
    func write(_ record: RecordID, _ field: FieldID, _ value: Value) -> Operation {
      Guest.write(record, report: field, value)
    }
    try edit(a, say(first, "9", of: workID(1)))
    try edit(b, say(second, "9", of: workID(1)))
    try edit(b, say(workID(30), "9", of: workID(2)) + say(workID(31), "10", of: workID(1)))
    let two = try expectAgreement()
    #expect(two.map(\.kind) == [.violation])
    #expect(two.map(\.record) == [second])
    #expect(two.first?.field == Guest.Report.round)
    #expect(two.first?.violation?.constraint.number == Guest.Rule.once)
    #expect(two.first?.violation?.parts.map(\.record) == [first])
    // A third, first by id, whose author knew of neither.
    try edit(b, say(early, "9", of: workID(1)))
    #expect(try expectAgreement().map(\.record) == [first, second])
    try step(a, .archive(Guest.report, early))
    #expect(try expectAgreement().map(\.record) == [second])
    // A correction is no second original, whatever it corrects.
    try step(a, write(second, Guest.Report.corrects, .reference(first)))
    #expect(try expectAgreement().isEmpty)
    try step(b, write(second, Guest.Report.corrects, .empty))
    #expect(try expectAgreement().map(\.record) == [second])
    try step(b, .archive(Guest.report, first))
    #expect(try expectAgreement().isEmpty)
    try step(a, .restore(Guest.report, first))
    #expect(try expectAgreement().map(\.record) == [second])
    try step(a, write(first, Guest.Report.round, .text("8")))
    #expect(try expectAgreement().isEmpty)
    try step(a, write(first, Guest.Report.round, .text("10")))
    #expect(try expectAgreement().map(\.record) == [workID(31)])
    try step(b, write(first, Guest.Report.work, .reference(workID(3))))
    #expect(try expectAgreement().isEmpty)
    // To another work, which has one: it stands there.
    try step(b, write(second, Guest.Report.work, .reference(workID(2))))
    #expect(try expectAgreement().map(\.record) == [workID(30)])
  }

  @Test func oneOriginalIsSummed() throws {
    let work = workID(1)
    func say(_ report: RecordID, _ amount: Int64) -> [Operation] {
      Guest.report(report, of: work, amount) + [
        Guest.write(report, report: Guest.Report.round, .text("9"))
      ]
    }
    try step(a, Guest.write(work, Field.total, .integer(100)))
    try edit(a, say(workID(21), 60))
    try edit(b, say(workID(22), 70))
    // Said twice, and not above the total for it.
    #expect(try expectAgreement().map(\.record) == [workID(22)])
    try edit(b, Guest.report(workID(23), of: work, 41))
    let over = try expectAgreement()
    #expect(over.map(\.record) == [work, workID(22)])
    #expect(over.first?.violation?.total == ExactDecimal(101))
    // A correction of the first takes its place, whatever its own id; one of the other counts as
    // little.
    try edit(
      a,
      say(workID(31), 10) + [
        Guest.write(workID(31), report: Guest.Report.corrects, .reference(workID(21)))
      ])
    #expect(try expectAgreement().map(\.record) == [workID(22)])
    try step(b, .archive(Guest.report, workID(31)))
    #expect(try expectAgreement().count == 2)
    try step(b, .archive(Guest.report, workID(21)))
    let other = try expectAgreement()
    #expect(other.map(\.record) == [work])
    #expect(other.first?.violation?.total == ExactDecimal(111))
  }

  @Test func rulesThatAreNew() throws {
    let path = city.directory.path("elder")
    var options = StoreOptions(mapSizeBytes: 256 << 20, sync: .none)
    options.livesAnywhere = true
    do {
      let elder = try Store.create(
        at: path, ledgers: [ledger], office: "elder", role: .hub,
        schema: SchemaTraits(
          version: 1,
          collections: Guest.schema.collections.map { collection in
            CollectionTraits(
              id: collection.id, code: collection.code, nameField: collection.nameField,
              parentField: collection.parentField, fields: collection.fields,
              lock: collection.lock)
          }), options: options)
      try edit(elder, say(workID(21), "9", of: workID(1)) + say(workID(22), "9", of: workID(1)))
      #expect(try openConflicts(elder).isEmpty)
    }
    let store = try Store.open(at: path, schema: Guest.schema, options: options)
    try step(store, Guest.write(workID(1), Field.name, .text("w")))
    #expect(try openConflicts(store).map(\.record) == [workID(22)])
    try expectSound(store)
  }

  @Test func allAtOnceInEveryOrder() throws {
    let day = try #require(CivilDate(iso: "2021-09-01"))
    for (index, store) in [a, b].enumerated() {
      let number = UInt64(index + 1)
      try step(
        store, code(number, "x"), Guest.write(workID(3), Field.total, .integer(10)),
        Guest.write(
          workID(3), index == 0 ? Field.opened : Field.closed,
          .date(try #require(CivilDate(days: day.days - Int32(index))))))
      city.clock.advance(by: 1_000)
      try store.edit(ledger, Guest.report(workID(20 + number), of: workID(3), 9))
    }
    try step(city.hub, Guest.archive(workID(3)))
    try city.settle(all)
    try step(city.hub, Guest.restore(workID(3)))
    let open = try expectAgreement(12)
    #expect(open.map(\.kind) == [.violation, .violation, .violation])
    try a.rebuildDerived()
    #expect(try openConflicts(a) == open)
    try expectSound(a)
  }

  @Test func newOnesAreReported() throws {
    try step(a, code(1, "x"))
    try step(b, code(2, "x"))
    let report = try a.pull(ledger, from: b)
    #expect(try report.newConflicts == openConflicts(a).map(\.id))
    let id = try #require(report.newConflicts.first)
    let found = try a.read { snapshot throws(StoreError) in
      try snapshot.conflicts(withIDPrefix: String(id.text.prefix(10)))
    }
    #expect(found.map(\.id) == [id])
    let record = try #require(try a.record(ledger, workID(2)))
    let ofRecord = try a.read { snapshot throws(StoreError) in try snapshot.conflicts(of: record) }
    #expect(ofRecord == found)
    #expect(try openConflicts(a, ConflictFilter(kind: .violation)).count == 1)
    #expect(try openConflicts(a, ConflictFilter(kind: .concurrentEdit)).isEmpty)
    try step(a, code(2, nil))
    #expect(try openConflicts(a).isEmpty)
    try expectSound(a, b)
  }
}
