// Verifies:
//  1. a value of every kind, at its limits, is read back as it was typed: NFC and NFD, empty and
//     absent, 2^63-1, -0, a megabyte of text
//  2. sets hold each element once, in order, whatever the order of adding and removing
//  3. archive hides and keeps; restore brings back; an edit of an archived record restores it
//  4. the drafts of one commit are consecutive changes, all or none, each with its reason
//  5. what cannot be a change is refused and changes nothing
//  6. a settlement that expects other siblings than those that stand is refused
//  7. a field of a newer schema is kept and shown by its number
//  8. expectations of several fields and records in one commit are all held against what stands
//  9. a note of a commit is written with it or not at all

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct CommitTests {
  let city: TestCity
  let store: Store

  init() throws {
    city = try TestCity()
    store = try city.office("county")
  }

  private func value(_ record: RecordID, _ field: FieldID) throws -> Value? {
    try store.record(ledger, record)?[field]
  }

  @Test func everyValueKindComesBack() throws {
    let id = workID(1)
    let composed = "\u{00e9}"
    let decomposed = "e\u{0301}"
    let values: [(FieldID, [Value])] = [
      (
        Guest.Field.name,
        [
          .text(composed), .text(decomposed), .text(""), .text("漯河市\n\u{0}🏗"),
          .text(String(repeating: "字", count: (1 << 20) / 3)),
        ]
      ),
      (Guest.Field.amount, [.integer(.max), .integer(.min), .integer(0), .integer(-1)]),
      (
        Guest.Field.plan,
        ["0", "-0", "1.5", "-0.000000001", "9223372036854775807", "-9223372036854775808"]
          .compactMap { ExactDecimal($0).map(Value.decimal) }
      ),
      (Guest.Field.begun, [.date(.earliest), .date(.latest)]),
      (Guest.Field.seenAt, [.instant(.min), .instant(.max), .instant(1_700_000_000_000)]),
      (Guest.Field.urgent, [.boolean(true), .boolean(false)]),
      (Guest.Field.stage, [.code(0), .code(.max)]),
      (
        Guest.Field.photo,
        [.bytes([]), .bytes([0, 255]), .bytes([UInt8](repeating: 7, count: 1 << 20))]
      ),
      (Guest.Field.link, [.reference(workID(9))]),
    ]
    for (field, samples) in values {
      for sample in samples {
        try store.edit(ledger, [Guest.write(id, field, sample)])
        #expect(try value(id, field) == sample)
      }
    }
    let kept = values.flatMap { $0.1 }.count
    #expect(kept == 28)
    let name = try #require(try store.record(ledger, id)?.state(Guest.Field.name))
    #expect(name.siblings.count == 1)
    // An emptied field is not filled in; one never written is not there.
    try store.edit(ledger, [Guest.write(id, Guest.Field.note, .empty)])
    #expect(try value(id, Guest.Field.note) == nil)
    #expect(try store.record(ledger, id)?.state(Guest.Field.note)?.siblings.count == 1)
    try expectSound(store)
  }

  @Test func composedAndDecomposedTextsDiffer() throws {
    let (a, b) = (workID(1), workID(2))
    try store.edit(ledger, [Guest.write(a, Guest.Field.name, .text("\u{00e9}"))])
    try store.edit(ledger, [Guest.write(b, Guest.Field.name, .text("e\u{0301}"))])
    var found: [RecordID] = []
    let filter = Filter(field: Guest.Field.name, op: .equal, value: .text("e\u{0301}"))
    try store.read { snapshot throws(StoreError) in
      try snapshot.query(Query(ledger: ledger, collection: Guest.work, filters: [filter])) {
        found.append($0.id)
        return true
      }
    }
    #expect(found == [b])
    #expect(try store.record(ledger, a)?[Guest.Field.name] != .text("e\u{0301}"))
    try expectSound(store)
  }

  @Test func setsHoldEachElementOnce() throws {
    let id = workID(1)
    try store.edit(ledger, [Guest.add(id, "b"), Guest.add(id, "a"), Guest.add(id, "c")])
    try store.edit(ledger, [Guest.add(id, "a"), Guest.remove(id, "c"), Guest.remove(id, "z")])
    let record = try #require(try store.record(ledger, id))
    #expect(record.elements(Guest.Field.tags) == [.text("a"), .text("b")])
    try store.edit(ledger, [Guest.remove(id, "a"), Guest.remove(id, "b")])
    #expect(try store.record(ledger, id)?.elements(Guest.Field.tags) == [])
    try store.edit(ledger, [Guest.remove(workID(2), "never")])
    #expect(try store.record(ledger, workID(2))?.fields.isEmpty == true)
    try expectSound(store)
  }

  @Test func archiveAndRestore() throws {
    let id = workID(1)
    try store.edit(ledger, [Guest.write(id, Guest.Field.name, .text("a"))])
    try store.edit(ledger, [Guest.archive(id)])
    #expect(try store.record(ledger, id)?.isArchived == true)
    #expect(try value(id, Guest.Field.name) == .text("a"))
    try store.edit(ledger, [Guest.restore(id)])
    #expect(try store.record(ledger, id)?.isArchived == false)
    try store.edit(ledger, [Guest.archive(id), Guest.write(id, Guest.Field.note, .text("why"))])
    #expect(try store.record(ledger, id)?.isArchived == true)
    try store.edit(ledger, [Guest.add(id, "edited")])
    let record = try #require(try store.record(ledger, id))
    #expect(!record.isArchived)
    #expect(!record.hasConflict)
    try store.edit(ledger, [Guest.archive(workID(5))])
    #expect(try store.record(ledger, workID(5))?.isArchived == true)
    try expectSound(store)
  }

  @Test func draftsAreAllOrNone() throws {
    let drafts = (1...3).map {
      Draft(
        author: "editor \($0)", reason: "reason \($0)",
        operations: [Guest.write(workID(UInt64($0)), Guest.Field.name, .text("\($0)"))])
    }
    let receipt = try store.commit(ledger, drafts)
    #expect(receipt.dots.map(\.seq) == [1, 2, 3])
    #expect(receipt.newConflicts.isEmpty)
    for (index, dot) in receipt.dots.enumerated() {
      let header = try #require(
        try store.read { snapshot throws(StoreError) in try snapshot.change(ledger, dot)?.header })
      #expect(header.author == "editor \(index + 1)")
      #expect(header.reason == "reason \(index + 1)")
    }
    let before = try store.dump()
    let bad = Draft(author: "editor", operations: [])
    #expect(refusal { _ = try store.commit(ledger, drafts + [bad]) } == .invalidChange)
    #expect(try store.dump() == before)
    #expect(try store.commit(ledger, []).dots.isEmpty)
    #expect(try store.edit(ledger, [Guest.add(workID(1), "x")]).seq == 4)
    try expectSound(store)
  }

  @Test func whatCannotBeAChangeIsRefused() throws {
    try store.edit(ledger, [Guest.add(workID(1), "x")])
    let before = try store.dump()
    let long = String(repeating: "a", count: (1 << 20) + 1)
    let name = Guest.write(workID(1), Guest.Field.name, .text("a"))
    let wrong: [[Operation]] = [
      [], [name, name], [Guest.archive(workID(1)), Guest.restore(workID(1))],
      [Guest.write(workID(1), Guest.Field.name, .text(long))],
      [Guest.write(workID(1), FieldID(rawValue: 0), .boolean(true))],
      (0..<513).map { Guest.write(workID(1), FieldID(rawValue: $0 + 1), .integer(1)) },
      (0..<5).map {
        Guest.write(workID($0), Guest.Field.photo, .bytes([UInt8](repeating: 1, count: 1 << 20)))
      },
    ]
    for operations in wrong {
      #expect(refusal { try store.edit(ledger, operations) } == .invalidChange)
    }
    #expect(
      refusal { try store.edit(ledger, [name], reason: String(repeating: "r", count: 4_097)) }
        == .invalidChange)
    #expect(try store.dump() == before)
    try expectSound(store)
  }

  @Test func expectedSiblingsMustStand() throws {
    let id = workID(1)
    func expects(_ dots: [Dot]) -> Expectation {
      Expectation(collection: Guest.work, record: id, field: Guest.Field.name, dots: dots)
    }
    func commit(_ text: String, _ dots: [Dot]) throws -> Dot {
      let draft = Draft(
        author: "editor", operations: [Guest.write(id, Guest.Field.name, .text(text))])
      return try store.commit(ledger, [draft], expecting: [expects(dots)]).dots[0]
    }
    let first = try commit("a", [])
    #expect(refusal { _ = try commit("b", []) } == .siblingsChanged)
    let second = try commit("b", [first])
    #expect(refusal { _ = try commit("c", [first]) } == .siblingsChanged)
    #expect(refusal { _ = try commit("c", [first, second]) } == .siblingsChanged)
    #expect(try value(id, Guest.Field.name) == .text("b"))
    #expect(try store.vector(ledger)[store.identity.replica] == 2)
    try expectSound(store)
  }

  @Test func everyExpectationIsLookedAt() throws {
    let (a, b) = (workID(1), workID(2))
    let dot = try store.edit(
      ledger,
      [a, b].flatMap {
        [
          Guest.write($0, Guest.Field.name, .text("a")),
          Guest.write($0, Guest.Field.note, .text("n")),
        ]
      })
    let newer = try store.edit(ledger, [Guest.write(b, Guest.Field.note, .text("m"))])
    func expects(_ id: RecordID, _ field: FieldID, _ dots: [Dot]) -> Expectation {
      Expectation(collection: Guest.work, record: id, field: field, dots: dots)
    }
    let standing = [
      expects(a, Guest.Field.name, [dot]), expects(a, Guest.Field.note, [dot]),
      expects(b, Guest.Field.name, [dot]), expects(b, Guest.Field.note, [newer]),
      expects(workID(3), Guest.Field.name, []), expects(a, Guest.Field.plan, []),
    ]
    let draft = Draft(
      author: "editor", operations: [Guest.write(a, Guest.Field.amount, .integer(1))])
    for place in standing.indices {
      var moved = standing
      let old = moved[place]
      moved[place] = expects(old.record, old.field, old.dots.isEmpty ? [dot] : [])
      #expect(
        refusal { _ = try store.commit(ledger, [draft], expecting: moved) } == .siblingsChanged)
    }
    #expect(try value(a, Guest.Field.amount) == nil)
    _ = try store.commit(ledger, [draft], expecting: standing)
    #expect(try value(a, Guest.Field.amount) == .integer(1))
    try expectSound(store)
  }

  @Test func notesAreWrittenWithTheChangesOrNotAtAll() throws {
    let id = workID(1)
    let draft = Draft(
      author: "editor", operations: [Guest.write(id, Guest.Field.name, .text("a"))])
    let receipt = try store.commit(ledger, [draft, draft]) { dots in
      [CommitNote(key: "note/a", value: dots.map { UInt8($0.seq) })]
    }
    #expect(receipt.dots.map(\.seq) == [1, 2])
    #expect(try store.peerValue("note/a") == [1, 2])
    let gone = Expectation(
      collection: Guest.work, record: id, field: Guest.Field.name, dots: [])
    for drafts in [[draft], [draft, Draft(author: "editor", operations: [])]] {
      let refused = refusal {
        _ = try store.commit(ledger, drafts, expecting: drafts.count == 1 ? [gone] : []) { _ in
          [CommitNote(key: "note/b", value: [1]), CommitNote(key: "note/a", value: nil)]
        }
      }
      #expect(refused == (drafts.count == 1 ? .siblingsChanged : .invalidChange))
    }
    #expect(try store.peerKeys(prefix: "note/") == ["note/a"])
    _ = try store.commit(ledger, [draft]) { _ in [CommitNote(key: "note/a", value: nil)] }
    #expect(try store.peerKeys(prefix: "note/").isEmpty)
    try expectSound(store)
  }

  @Test func fieldsOfANewerSchemaAreKept() throws {
    let id = workID(1)
    let unknown = FieldID(rawValue: 900)
    let elsewhere = CollectionID(rawValue: 77)
    try store.edit(
      ledger,
      [
        Guest.write(id, unknown, .text("new")),
        Operation(
          collection: elsewhere, record: workID(2), field: unknown, kind: .add, value: .code(3)),
      ])
    #expect(try value(id, unknown) == .text("new"))
    let other = try #require(try store.record(ledger, workID(2)))
    #expect(other.collection == elsewhere)
    #expect(other.elements(unknown) == [.code(3)])
    #expect(try store.dump(ledger).contains("\"900\":["))
    let hub = city.hub
    _ = try hub.pull(ledger, from: store)
    try expectConverged(ledger, [store, hub])
    try expectSound(store, hub)
  }
}
