// What is verified:
// 1. Putting, replacing and removing records one at a time ends where filling a new book ends.
// 2. The order in which facts come, children before parents among it, changes nothing.
// 3. Reports sum by month; corrections count instead of what they correct, and drafts not at all.
// 4. One county's warnings are those of the whole that concern it and its records.
// 5. Facts after the day asked about have not happened.
// 6. Beyond the calendar nothing is judged, and the refusal is listed.
// 7. What falls due is listed by day, overdue included.

import Causality
import Policy
import Testing

@Suite struct BookTests {
  private typealias Line = (id: RecordID, collection: String, fields: [(String, Fact)])

  private func lines() throws -> [Line] {
    let maker = TestBook()
    var lines: [Line] = []
    func id(_ low: UInt64) -> RecordID { RecordID(high: 0x0190_0000_0000_7000, low: low) }
    func add(_ low: UInt64, _ collection: String, _ fields: [String: String]) throws {
      lines.append((id(low), collection, try maker.facts(collection, fields)))
    }
    try add(1, "batch", ["name": "b", "kind": "starting", "quarter": "2021-Q4"])
    for index in 0..<40 {
      let low = UInt64(100 + index)
      try add(
        low, "project",
        [
          "name": "项目\(index)", "region_code": index % 3 == 0 ? "411702" : "411721",
          "signed_on": "2021-09-\(18 + index % 12)", "annual_plan": "\(1000 + index)",
          "annual_plan_year": "2021", "fund_kinds": "three_batches;special_bond",
          "substantive_start_on": index % 4 == 0 ? "2021-12-0\(1 + index % 9)" : "",
        ])
      try add(
        low + 100, "batch_member",
        ["batch": id(1).description, "project": id(low).description])
      try add(
        low + 200, "progress_report",
        [
          "project": id(low).description, "period": "2021-10", "month_investment": "\(index)",
        ])
      try add(
        low + 300, "approval",
        [
          "project": id(low).description, "name": "节能审查", "accepted_on": "2021-10-08",
          "pauses": index % 2 == 0 ? "2021-10-11/2021-10-12 补正" : "",
        ])
    }
    return lines
  }

  private func findings(_ book: Book) throws -> [Policy.Warning] {
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    return Evaluation(book, rules, asOf: try day("2022-01-05")).warnings
  }

  @Test func orderOfComing() throws {
    let lines = try lines()
    var seed: UInt64 = 7
    var expected: [Policy.Warning]?
    for _ in 0..<5 {
      var book = Book()
      for line in lines.map({ line in (Self.random(&seed), line) }).sorted(by: { $0.0 < $1.0 }) {
        book.put(line.1.id, in: line.1.collection, line.1.fields)
      }
      let found = try findings(book)
      #expect(found.count > 60)
      #expect(expected == nil || expected == found)
      expected = found
    }
  }

  private static func random(_ seed: inout UInt64) -> UInt64 {
    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return seed >> 20
  }

  @Test func oneAtATime() throws {
    let lines = try lines()
    var whole = Book()
    for line in lines { whole.put(line.id, in: line.collection, line.fields) }
    var edited = Book()
    var seed: UInt64 = 11
    for line in lines {
      // Something else first, then nothing, then the record.
      let other = lines[Int(Self.random(&seed)) % lines.count]
      if other.collection == line.collection {
        edited.put(line.id, in: line.collection, other.fields)
      }
      if Self.random(&seed) % 2 == 0 { edited.remove(line.id, from: line.collection) }
      edited.put(line.id, in: line.collection, line.fields)
    }
    #expect(try findings(edited) == findings(whole))
    #expect(edited.count(of: "project") == 40)
    for line in lines { edited.remove(line.id, from: line.collection) }
    #expect(edited.count(of: "project") == 0)
    #expect(try findings(edited).allSatisfy { $0.record == nil })
  }

  @Test func corrections() throws {
    var ledger = TestBook()
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    let id = try ledger.project(["annual_plan": "1000", "annual_plan_year": "2021"])
    func done() throws -> ExactDecimal? {
      IndicatorTable(ledger.book, rules, asOf: try day("2021-10-31")).values("A3").first?
        .numerator
    }
    let base = ["project": id.description, "period": "2021-09"]
    let first = try ledger.add(
      "progress_report", base.merging(["month_investment": "100"]) { $1 })
    #expect(try done() == number("100"))
    let better = ["month_investment": "80", "corrects": first.description]
    let second = try ledger.add("progress_report", base.merging(better) { $1 })
    #expect(try done() == number("80"))
    try ledger.add(
      "progress_report", base.merging(["month_investment": "110"]) { $1 }, id: first)
    #expect(try done() == number("80"))
    ledger.book.remove(second, from: "progress_report")
    #expect(try done() == number("110"))
    try ledger.add(
      "progress_report",
      base.merging(["month_investment": "5", "report_state": "draft"]) { $1 })
    #expect(try done() == number("110"))
    let meant = ["month_investment": "5", "report_state": "draft", "corrects": first.description]
    try ledger.add("progress_report", base.merging(meant) { $1 })
    #expect(try done() == number("110"))
    try ledger.add(
      "progress_report",
      ["project": id.description, "period": "2021-11", "month_investment": "7"])
    #expect(try done() == number("110"))
    try ledger.add(
      "progress_report",
      ["project": id.description, "period": "2020-12", "month_investment": "7"])
    #expect(try done() == number("110"))
  }

  @Test func oneCounty() throws {
    var book = Book()
    for line in try lines() { book.put(line.id, in: line.collection, line.fields) }
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    let whole = try findings(book)
    for county in ["411702", "411721"] {
      let part = Evaluation(book, rules, asOf: try day("2022-01-05"), county: county).warnings
      #expect(!part.isEmpty)
      #expect(part == whole.filter { $0.county == county })
    }
    #expect(
      Evaluation(book, rules, asOf: try day("2022-01-05"), county: "411728").warnings
        .allSatisfy { $0.record == nil })
  }

  @Test func whatHasNotHappened() throws {
    var ledger = TestBook()
    try ledger.project(["signed_on": "2021-09-28", "substantive_start_on": "2022-02-14"])
    #expect(try ledger.warnings("2022-02-13", rule: "zmd-m-90wd").first?.level == .red)
    let late = try #require(try ledger.warnings("2022-02-14", rule: "zmd-m-90wd").first)
    #expect(late.reason.key == "warning.deadline.late")
    #expect(try ledger.warnings("2021-09-27", rule: "zmd-m-90wd").isEmpty)
    // A breach made good stays listed for 180 days.
    #expect(try ledger.warnings("2022-08-13", rule: "zmd-m-90wd").count == 1)
    #expect(try ledger.warnings("2022-08-14", rule: "zmd-m-90wd").isEmpty)
  }

  @Test func beyondTheCalendar() throws {
    var ledger = TestBook()
    try ledger.project(["signed_on": "2026-12-01"])
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    let found = Evaluation(ledger.book, rules, asOf: try day("2026-12-20"))
    let refused = found.unjudged.filter { $0.rule == "zmd-m-90wd" }
    #expect(refused.count == 1)
    #expect(!found.warnings.contains { $0.rule == "zmd-m-90wd" })
    #expect(found.warnings.contains { $0.rule == "zmd-m-handover3" })
    // Two years to the same day need no calendar.
    let other = try ledger.project(["substantive_start_on": "2026-01-10"])
    let open = Evaluation(
      ledger.book, rules, asOf: try day("2026-12-20"), listsOpen: true)
    #expect(!open.unjudged.contains { $0.rule == "zmd-n-duration-2y.actual" })
    let coming = open.open.first { $0.record == other && $0.rule == "zmd-n-duration-2y.actual" }
    #expect(try coming?.due == day("2027-10-10"))
    #expect(coming?.level == nil)
  }

  @Test func whatFallsDue() throws {
    var ledger = TestBook()
    try ledger.project(["signed_on": "2021-10-25"])
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    let asOf = try day("2021-10-29")
    let due = Evaluation(ledger.book, rules, asOf: asOf, listsOpen: true).due(within: 7, of: asOf)
      .filter { $0.collection == "project" }
    #expect(due.map(\.rule) == ["zmd-m-handover3", "zmd-m-group7"])
    #expect(try due.map(\.due) == [day("2021-10-28"), day("2021-11-01")])
    #expect(due.map(\.level) == [.red, nil])
  }
}
