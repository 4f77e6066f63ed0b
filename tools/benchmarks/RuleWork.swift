// The ledger that the rules are measured on: projects in ten counties in every stage of life, and
// two years of monthly reports of each; every fifth project is late with most of what the rules
// ask, and so is lit in the bulletin and listed in its annexes. The same numbers for the same
// count.

import Causality
import Foundation
import LedgerStore
import Projects
import Wire

struct RuleWork {
  let count: Int

  static let months = 24
  /// The nine counties and the city's own district of Zhumadian.
  static let counties = (0..<10).map { "4117" + ($0 == 0 ? "02" : "2\($0)") }

  /// The months of 2022, those not reported yet included.
  private static let year = 15..<27

  private static let project = RuleFields("project")
  private static let report = RuleFields("progress_report")
  private static let visit = RuleFields("visit")
  private static let firstDay: Int32 = CivilDate(year: 2020, month: 7, day: 1)?.days ?? 0

  /// What is known of project `i`; days since 1970, money in 万元.
  struct Line {
    let county: String
    let signed: Int32
    let plannedStart: Int32
    let started: Int32?
    let produced: Int32?
    let met: Int32?
    let total: Int64
    let plan: Int64
    let isLate: Bool
  }

  func line(_ i: Int) -> Line {
    let spread = Int32(truncatingIfNeeded: (i &* 7_919) % 800)
    let signed = Self.firstDay + spread
    let isLate = i % 5 == 0
    let started = isLate ? i % 10 == 0 ? nil : signed + 150 : signed + 20 + Int32(i % 37)
    let produced = i % 10 < 3 ? signed + 300 + Int32(i % 71) : nil
    let total = Int64(5_000 + (i &* 104_729) % 200_000)
    let inYear = Self.year.reduce(Int64(0)) { $0 + invested(i, $1) }
    return Line(
      county: Self.counties[i % Self.counties.count], signed: signed, plannedStart: signed + 60,
      started: started, produced: produced, met: i % 20 == 0 ? signed + 500 : nil, total: total,
      plan: inYear * (isLate ? 140 : 50 + Int64((i &* 37) % 40)) / 100, isLate: isLate)
  }

  /// What project `i` invested in month `m` of the two years, in 万元.
  func invested(_ i: Int, _ m: Int) -> Int64 { Int64(10 + (i &* 31 + m &* 17) % 400) }

  /// Month `m`: 2020-10 and those after it.
  static func period(_ m: Int) -> String {
    let number = 2020 * 12 + 9 + m
    let month = number % 12 + 1
    return "\(number / 12)-" + (month < 10 ? "0" : "") + "\(month)"
  }

  private static func reportID(_ i: Int, _ m: Int) -> RecordID {
    .v7(
      milliseconds: 1_710_000_000_000 + UInt64(i),
      random: (UInt64(m), UInt64(i) &* 0x9E37_79B9 &+ UInt64(m)))
  }

  /// Records of a whole ledger.
  var records: Int { count * (1 + Self.months) + count / 5 * 8 }

  /// Puts the projects in, with the reports of the first months and visits.
  func fill(_ store: Store, ledger: String, months: Int = RuleWork.months) throws {
    for start in stride(from: 0, to: count, by: 400) {
      let range = start..<min(start + 400, count)
      var drafts = [draft(range.flatMap(projectOperations))]
      for m in 0..<months {
        drafts.append(draft(range.flatMap { reportOperations($0, m) }))
      }
      drafts.append(draft(range.flatMap(visitOperations)))
      _ = try store.commit(ledger, drafts)
    }
  }

  /// One project of the fourth county starts a day later than was written.
  func edit(_ store: Store, ledger: String, round: Int) throws {
    let day = Self.firstDay + 700 + Int32(round)
    _ = try store.commit(
      ledger, [draft([Self.project.write(Bench.id(3), "substantive_start_on", Self.date(day))])])
  }

  private func draft(_ operations: [Wire.Operation]) -> Draft {
    Draft(author: "bench", operations: operations)
  }

  private static func date(_ days: Int32?) -> Value {
    days.flatMap { CivilDate(days: $0) }.map(Value.date) ?? .empty
  }

  private static func money(_ amount: Int64) -> Value { .decimal(ExactDecimal(amount)) }

  private func projectOperations(_ i: Int) -> [Wire.Operation] {
    let line = line(i)
    let kept: [(String, Value)] = [
      ("handed_over_on", Self.date(line.signed + 2)),
      ("ledger_opened_on", Self.date(line.signed + 2)),
      ("group_formed_on", Self.date(line.signed + 5)), ("leader", .text("县级领导")),
      ("project_head", .text("项目负责人")), ("landing_deadline", Self.date(line.signed + 60)),
    ]
    let fields: [(String, Value)] = [
      ("name", .text("项目\(i)")), ("region_code", .text(line.county)),
      ("signed_on", Self.date(line.signed)), ("planned_start_on", Self.date(line.plannedStart)),
      ("landed_on", Self.date(line.signed + 10)),
      ("substantive_start_on", Self.date(line.started)),
      ("production_on", Self.date(line.produced)), ("standard_met_on", Self.date(line.met)),
      ("total_investment", Self.money(line.total)), ("annual_plan", Self.money(line.plan)),
      ("annual_plan_year", .integer(2022)),
    ]
    return (line.isLate ? fields : fields + kept).compactMap { code, value in
      value == .empty ? nil : Self.project.write(Bench.id(i), code, value)
    }.sorted { $0.field < $1.field }
  }

  private func reportOperations(_ i: Int, _ m: Int) -> [Wire.Operation] {
    let id = Self.reportID(i, m)
    let fields: [(String, Value)] = [
      ("project", .reference(Bench.id(i))), ("period", .text(Self.period(m))),
      ("month_investment", Self.money(invested(i, m))),
      ("funds_in", Self.money(invested(i, m) / 2)),
      ("progress_done", .text("主体施工")),
    ]
    return fields.map { Self.report.write(id, $0, $1) }.sorted { $0.field < $1.field }
  }

  /// The leader's visits of August and September 2022, to those that are not late.
  private func visitOperations(_ i: Int) -> [Wire.Operation] {
    if line(i).isLate { return [] }
    return [8, 9].flatMap { month -> [Wire.Operation] in
      let id = RecordID.v7(
        milliseconds: 1_720_000_000_000 + UInt64(i), random: (UInt64(month), UInt64(i)))
      let day = CivilDate(year: 2022, month: month, day: 20)?.days
      let fields: [(String, Value)] = [
        ("project", .reference(Bench.id(i))), ("on", Self.date(day)), ("leader", .text("县级领导")),
      ]
      return fields.map { Self.visit.write(id, $0, $1) }.sorted { $0.field < $1.field }
    }
  }

  // MARK: The same rows for SQL

  func writeRows(projects: String, reports: String) throws {
    var lines = ""
    for i in 0..<count {
      let line = line(i)
      let days = [line.started, line.produced, line.met].map { $0.map(String.init) ?? "" }
      lines += "\(i),\(line.county),\(line.signed),\(line.plannedStart),"
      lines += "\(days.joined(separator: ",")),\(line.total),\(line.plan),\(line.isLate ? 0 : 1)\n"
    }
    try lines.write(toFile: projects, atomically: true, encoding: .utf8)
    lines = ""
    for i in 0..<count {
      for m in 0..<Self.months { lines += "\(i),\(m),\(invested(i, m))\n" }
    }
    try lines.write(toFile: reports, atomically: true, encoding: .utf8)
  }

  /// Loads the rows untimed and asks, timed, for A3, A4 and A6 by county, then how many warnings
  /// three of the rules give.
  static func script(projects: String, reports: String) -> String {
    let asOf = CivilDate(year: 2022, month: 9, day: 30)?.days ?? 0
    let inForce = CivilDate(year: 2021, month: 7, day: 10)?.days ?? 0
    let year = 15...23
    return """
      CREATE TABLE p(id INTEGER PRIMARY KEY, county TEXT, signed INT, planned INT, started INT,
        produced INT, met INT, total INT, plan INT, led INT);
      CREATE TABLE r(project INT, month INT, invested INT);
      .mode csv
      .import \(projects) p
      .import \(reports) r
      UPDATE p SET started = NULL WHERE started = '' OR started > \(asOf);
      UPDATE p SET produced = NULL WHERE produced = '' OR produced > \(asOf);
      UPDATE p SET met = NULL WHERE met = '' OR met > \(asOf);
      ANALYZE;
      .mode list
      .separator |
      .timer on
      SELECT 'A3', county, sum(done), sum(plan) FROM p JOIN (SELECT project, sum(invested) AS done
        FROM r WHERE month BETWEEN \(year.lowerBound) AND \(year.upperBound) GROUP BY project)
        ON project = p.id GROUP BY county;
      SELECT 'A4', county, count(started), count(*) FROM p WHERE signed + 10 <= \(asOf)
        GROUP BY county;
      SELECT 'A6', county, count(met), count(*) FROM p WHERE produced IS NOT NULL GROUP BY county;
      SELECT 'zmd-n-a14-criticise', county, count(*) FROM p
        WHERE planned >= \(inForce) AND planned < \(asOf)
          AND (started IS NULL OR started > planned AND started >= \(asOf) - 180) GROUP BY county;
      SELECT 'zmd-n-leader-duty', county, count(*) FROM p
        WHERE signed BETWEEN \(inForce) AND \(asOf) AND led = 0 GROUP BY county;
      SELECT 'zmd-n-hang-board', county, count(*) FROM p JOIN (SELECT project, sum(invested) AS done
        FROM r WHERE month BETWEEN \(year.lowerBound) AND \(year.upperBound) GROUP BY project)
        ON project = p.id WHERE 100 * done < 65 * plan GROUP BY county;
      """
  }
}

/// Writes fields of one collection by their codes.
struct RuleFields {
  private let collection: CollectionID
  private let fields: [String: FieldID]

  init(_ code: String) {
    let definition = Schema.standard.collection(code)
    collection = definition?.id ?? CollectionID(rawValue: 0)
    fields = Dictionary(
      (definition?.fields ?? []).map { ($0.code, $0.id) }, uniquingKeysWith: { one, _ in one })
  }

  func write(_ record: RecordID, _ code: String, _ value: Value) -> Wire.Operation {
    guard let field = fields[code] else { preconditionFailure("no field \(code)") }
    return Wire.Operation(collection: collection, record: record, field: field, value: value)
  }
}
