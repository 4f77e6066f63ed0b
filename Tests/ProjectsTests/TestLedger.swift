// A ledger in memory for tests of what guards ask around a record: records by id, found by the
// values of their registers. It keeps no history and merges nothing.

import Causality
import Projects
import Testing

final class TestLedger {
  private struct Row {
    let collection: CollectionDefinition
    var values: [FieldID: Value]
    var sets: [FieldID: [Value]]
  }

  private var rows: [RecordID: Row] = [:]
  private var count: UInt64 = 0

  /// Adds a record as typed; its id is returned.
  @discardableResult
  func add(_ code: String, _ fields: [String: String]) throws -> RecordID {
    let collection = try #require(Schema.standard.collection(code))
    let (values, sets) = try Bench.read(fields, collection)
    count += 1
    let digits = String(count)
    let text = "01fgq8r2sv" + String(repeating: "0", count: 16 - digits.count) + digits
    let id = try #require(RecordID(text))
    rows[id] = Row(collection: collection, values: values, sets: sets)
    return id
  }

  /// Writes fields of a record, judged by nobody.
  func set(_ id: RecordID, _ fields: [String: String]) throws {
    let row = try #require(rows[id])
    let (values, sets) = try Bench.read(fields, row.collection)
    rows[id]?.values.merge(values) { $1 }
    rows[id]?.sets.merge(sets) { $1 }
  }

  func record(_ id: RecordID) -> RelatedRecord? {
    rows[id].map { row in
      RelatedRecord(
        id: id, collection: row.collection, value: { row.values[$0] ?? .empty },
        elements: { row.sets[$0] ?? [] })
    }
  }

  var surroundings: RelatedRecords {
    RelatedRecords(
      record: { self.record($0) },
      records: { collection, pairs in
        self.rows.compactMap { id, row in
          guard row.collection.id == collection.id,
            pairs.allSatisfy({ row.values[$0.0] ?? .empty == $0.1 })
          else { return nil }
          return self.record(id)
        }
      })
  }

  /// The codes of what is wrong with adding a record, warnings in brackets.
  func check(
    _ code: String, _ fields: [String: String], role: OfficeRole = .city, today: String? = nil,
    reason: String? = nil
  ) throws -> [String] {
    try problems(code, fields, role: role, today: today, reason: reason).map(Self.shown).sorted()
  }

  func problems(
    _ code: String, _ fields: [String: String], role: OfficeRole = .city, today: String? = nil,
    reason: String? = nil
  ) throws -> [ValidationProblem] {
    var bench = try Bench(code, role: role)
    bench.context.surroundings = surroundings
    bench.context.reason = reason
    if let today { bench.context.today = CivilDate(iso: today) }
    return try bench.problems(fields)
  }

  /// The codes of what is wrong with a change of a record that is here.
  func check(
    _ id: RecordID, _ fields: [String: String], role: OfficeRole = .city, today: String? = nil,
    author: String? = nil, reason: String? = nil
  ) throws -> [String] {
    try problems(id, fields, role: role, today: today, author: author, reason: reason)
      .map(Self.shown).sorted()
  }

  func problems(
    _ id: RecordID, _ fields: [String: String], role: OfficeRole = .city, today: String? = nil,
    author: String? = nil, reason: String? = nil, isBulk: Bool = false
  ) throws -> [ValidationProblem] {
    let row = try #require(rows[id])
    var bench = try Bench(row.collection.code, role: role, existing: [:])
    bench.context.existing = { row.values[$0] ?? .empty }
    bench.context.existingElements = { row.sets[$0] ?? [] }
    bench.context.surroundings = surroundings
    bench.context.record = id
    bench.context.author = author
    bench.context.reason = reason
    bench.context.isBulk = isBulk
    bench.context.evidence = { self.evidence(of: id) }
    if let today { bench.context.today = CivilDate(iso: today) }
    return try bench.problems(fields)
  }

  private func evidence(of id: RecordID) -> [EvidenceFact] {
    ["project", "issue", "assignment"].flatMap { link in
      rows.values.filter { row in
        row.collection.code == "evidence"
          && row.collection.field(link).map { row.values[$0.id] == .reference(id) } == true
      }
    }.map { row in EvidenceFact { row.values[$0] ?? .empty } }
  }

  private static func shown(_ problem: ValidationProblem) -> String {
    problem.isRefusal ? problem.code.rawValue : "(\(problem.code.rawValue))"
  }
}

/// A small generator: a failure repeats with the seed that the test prints.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
