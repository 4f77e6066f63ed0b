// Books for tests, filled as people type: codes and texts, parsed by the schema.

import Causality
import Policy
import Projects
import Testing

/// A book that hands out ids in order.
struct TestBook {
  var book = Book()
  private var count: UInt64 = 0

  /// Adds a record of typed fields; sets are separated by `;`.
  @discardableResult
  mutating func add(
    _ collection: String, _ fields: [String: String], id: RecordID? = nil
  ) throws -> RecordID {
    count += 1
    let id = id ?? RecordID(high: 0x0190_0000_0000_7000, low: 1 << 63 | count)
    book.put(id, in: collection, try facts(collection, fields))
    return id
  }

  func facts(_ collection: String, _ fields: [String: String]) throws -> [(String, Fact)] {
    let definition = try #require(Schema.standard.collection(collection))
    return try fields.map { name, text in
      let field = try definition.require(name)
      if case .reference = field.type {
        let ids = text.split(separator: ";").compactMap { RecordID($0) }
        let values = ids.map(Value.reference)
        return (field.code, field.isSet ? .set(values) : .value(try #require(values.first)))
      }
      if field.isSet { return (field.code, .set(try field.parseElements(text))) }
      return (field.code, .value(try field.parse(text)))
    }
  }

  @discardableResult
  mutating func project(_ fields: [String: String]) throws -> RecordID {
    try add("project", ["name": "p\(count)", "region_code": "411702"].merging(fields) { $1 })
  }

  func warnings(
    _ asOf: String, set: String = "zhumadian-2021", rule: String? = nil, county: String? = nil
  ) throws -> [Policy.Warning] {
    let rules = try #require(RuleSet.standard(set))
    let evaluation = Evaluation(book, rules, asOf: try day(asOf), county: county)
    #expect(evaluation.unjudged.isEmpty)
    return evaluation.warnings.filter { rule == nil || $0.rule == rule }
  }
}

func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso: text)) }

func number(_ text: String) throws -> ExactDecimal { try #require(ExactDecimal(text)) }

func table(
  _ ledger: TestBook, _ asOf: String, _ set: String = "zhumadian-2021"
) throws -> IndicatorTable {
  IndicatorTable(ledger.book, try #require(RuleSet.standard(set)), asOf: try day(asOf))
}
