// What is verified:
// 1. Every indicator built in is read, its rules exist, and an empty book gives 不适用, never 0
//    or 100.
// 2. S40: rates of promotion and financing come out as worked by hand, by count and by money.
// 3. S35: attendance in person is 14 of 16 whatever leave was given.
// 4. A project in several kinds of funds counts in each and once in the total (S32).
// 5. A2, A3, C1 and C2 of the worked quarter; rounding is a setting and never touches comparisons.
// 6. The records behind a number, and those missing from it, can be listed.
// 7. Breaking down by county, category and batch adds up; groups come in the order of their codes.
// 8. Approvals within their limits, by item and by project.
// 9. Typed figures: the indicator is left out until somebody types them.
// 10. Shares of the year's line are added exactly; a plan of some months stands until its next
//     month, and asks for nothing before its first.
// 11. Funds count from the day they were issued; those without a day count.
// 12. What was in reserve, or in the library, on a past day counts on that day, whatever its stage
//     is now.
// 13. Approvals within their limits by whatever projects are grouped by.

import Catalogue
import Causality
import Policy
import Testing

@Suite struct IndicatorTests {
  @Test func emptyBook() throws {
    #expect(Indicator.standard.count > 60)
    let rules = Set(RuleSet.standard.flatMap(\.rules).map(\.id))
    for indicator in Indicator.standard {
      for rule in indicator.rules { #expect(rules.contains(rule), "\(indicator.id) \(rule)") }
    }
    for value in try table(TestBook(), "2021-09-30").values() where value.denominator != nil {
      #expect(value.percent == nil, "\(value.indicator)")
      #expect(value.met == nil, "\(value.indicator)")
    }
  }

  @Test func s40Rates() throws {
    var ledger = TestBook()
    let batch = try ledger.add(
      "batch", ["name": "第十三期投产", "kind": "producing", "no": "13"])
    // 230 of 303 in effect, 1551.7 of 2898.6 亿元.
    for index in 0..<303 {
      let isEffective = index < 230
      let money =
        index == 0
        ? "15288000" : isEffective ? "1000" : index == 230 ? "13397000" : "1000"
      let id = try ledger.project([
        "region_code": "411102", "total_investment": money,
        "effect_on": isEffective ? "2024-05-01" : "",
      ])
      try ledger.add("batch_member", ["batch": batch.description, "project": id.description])
    }
    for index in 0..<93 {
      try ledger.project([
        "region_code": "411102", "signed_on": "2024-02-01",
        "performed_on": index < 82 ? "2024-03-01" : "",
        "substantive_start_on": index < 60 ? "2024-04-01" : "",
      ])
    }
    let need = try ledger.project(["region_code": "411102"])
    try ledger.add(
      "financing_need",
      [
        "project": need.description, "amount": "156.27亿", "credit": "130.47亿",
        "disbursed": "82.08亿",
      ])
    let table = try table(ledger, "2024-06-30", "luohe-2024")
    func percent(_ id: String) -> String? { table.values(id).first?.percent }
    #expect(percent("F2") == "75.9")
    #expect(percent("F2.money") == "53.5")
    #expect(percent("F3") == "88.2")
    #expect(percent("F4") == "64.5")
    #expect(percent("F4.performed") == "73.2")
    #expect(percent("F5") == "83.5")
    #expect(percent("F6") == "52.5")
    #expect(percent("F6.credit") == "62.9")
    let value = try #require(table.values("F5").first)
    #expect(try value.numerator == number("1304700"))
    #expect(try value.denominator == number("1562700"))
  }

  @Test func s35InPerson() throws {
    var ledger = TestBook()
    let meeting = try ledger.add(
      "meeting", ["name": "调度例会", "kind": "dispatch", "held_on": "2021-11-01"])
    for index in 0..<16 {
      let status = index < 14 ? "in_person" : index == 14 ? "substitute" : "leave"
      try ledger.add(
        "attendance",
        [
          "meeting": meeting.description, "unit": "单位\(index)", "status": status,
          "leave_approved_by": index == 15 ? "召集人" : "",
        ])
    }
    let value = try #require(
      try table(ledger, "2021-11-30", "dancheng-2021").values("E6").first)
    #expect(value.percent == "87.5")
    #expect(try value.numerator == number("14"))
  }

  @Test func severalKindsOfFunds() throws {
    var ledger = TestBook()
    let id = try ledger.project([
      "region_code": "410402", "fund_kinds": "three_batches;annual_key",
      "annual_plan": "5亿", "annual_plan_year": "2022",
    ])
    try ledger.add(
      "progress_report",
      ["project": id.description, "period": "2022-10", "month_investment": "5亿"])
    let table = try table(ledger, "2022-10-31", "pingdingshan-2022")
    let kinds = table.values("A3", by: .fundKind)
    #expect(kinds.map(\.scope) == ["annual_key", "three_batches"])
    for kind in kinds { #expect(try kind.numerator == number("50000")) }
    #expect(try table.values("A3").first?.numerator == number("50000"))
  }

  @Test func workedQuarter() throws {
    var ledger = TestBook()
    let batch = try ledger.add(
      "batch",
      ["name": "b", "kind": "starting", "quarter": "2021-Q3", "level": "provincial"])
    var late: [RecordID] = []
    for index in 0..<46 {
      let id = try ledger.project([
        "annual_plan": index == 0 ? "192.4亿" : "", "annual_plan_year": "2021",
        "substantive_start_on": index < 43 ? "2021-09-01" : "",
      ])
      if index >= 43 { late.append(id) }
      try ledger.add("batch_member", ["batch": batch.description, "project": id.description])
      if index == 0 {
        try ledger.add(
          "progress_report",
          ["project": id.description, "period": "2021-08", "month_investment": "48.2亿"])
      }
    }
    let asOf = "2021-09-30"
    let here = try table(ledger, asOf)
    let started = try #require(here.values("A2").first)
    #expect(started.percent == "93.5")
    #expect(started.met == false)
    #expect(started.target == ">= 100%")
    #expect(started.period == "2021-Q3")
    #expect(here.values("A3").first?.percent == "25.1")
    #expect(here.values("C1").first?.percent == "75.0")
    #expect(here.values("C2").first?.percent == "-49.9")
    #expect(here.records(of: "A2", missing: true).count == 3)
    let cut = Embedded.ruleSets[0].1.replacing("half-up", with: "truncate")
    let truncated = IndicatorTable(ledger.book, try RuleSet(yaml: cut), asOf: try day(asOf))
    #expect(truncated.values("A2").first?.percent == "93.4")
    #expect(truncated.values("A3").first?.percent == "25.0")
    #expect(truncated.values("A2").first?.met == false)
  }

  @Test func byCountyCategoryAndBatch() throws {
    var ledger = TestBook()
    let one = try ledger.add("batch", ["name": "第一", "kind": "signing", "no": "1"])
    let two = try ledger.add("batch", ["name": "第二", "kind": "signing", "no": "2"])
    for (index, county) in ["411728", "411702", "411702"].enumerated() {
      let id = try ledger.project([
        "region_code": county, "category": index == 1 ? "industry" : "ppp",
        "signed_on": "2021-10-01", "landed_on": index == 2 ? "2021-10-20" : "",
      ])
      for batch in index == 0 ? [one, two] : [one] {
        try ledger.add("batch_member", ["batch": batch.description, "project": id.description])
      }
    }
    let table = try table(ledger, "2021-10-31")
    let counties = table.values("A1", by: .county)
    #expect(counties.map(\.scope) == ["411702", "411728"])
    #expect(counties.map(\.label) == ["驿城区", "遂平县"])
    #expect(counties.map(\.percent) == ["50.0", "0.0"])
    #expect(table.values("A1", by: .category).map(\.scope) == ["industry", "ppp"])
    let batches = table.values("A1", by: .batch)
    #expect(batches.map(\.label) == ["第一", "第二"])
    #expect(try batches.map(\.denominator) == [number("3"), number("1")])
    #expect(try table.values("A1").first?.denominator == number("3"))
    #expect(table.records(of: "A1", by: .county, scope: "411702").count == 1)
  }

  @Test func approvalsWithinLimits() throws {
    var ledger = TestBook()
    let id = try ledger.project([:])
    for (name, decided) in [("节能审查", "2021-10-15"), ("施工许可", "2021-10-11"), ("用地预审", "")] {
      try ledger.add(
        "approval",
        [
          "project": id.description, "name": name, "accepted_on": "2021-10-08",
          "decided_on": decided,
        ])
    }
    let table = try table(ledger, "2021-10-15")
    // Energy review: 6 working days to 15 October, kept; the permit was due on the 9th; land is
    // open.
    #expect(table.values("B14").first?.percent == "50.0")
    #expect(table.values("B13").first?.percent == "100.0")
  }

  @Test func typedFigures() throws {
    var ledger = TestBook()
    let id = try ledger.project([
      "is_tech_renewal": "true", "annual_plan": "1275.2亿", "annual_plan_year": "2021",
    ])
    try ledger.add(
      "progress_report",
      ["project": id.description, "period": "2021-06", "month_investment": "896.1亿"])
    #expect(try table(ledger, "2021-06-30").values("B11").isEmpty)
    #expect(try table(ledger, "2021-06-30").values("B12").first?.percent == "70.3")
    ledger.book.setFigure(FigureName("industrial_investment"), try number("17922000"))
    #expect(try table(ledger, "2021-06-30").values("B11").first?.percent == "50.0")
  }

  @Test func theLineIsExact() throws {
    var ledger = TestBook()
    for plan in ["1000", "2000"] {
      try ledger.project(["annual_plan": plan, "annual_plan_year": "2021"])
    }
    let november = try table(ledger, "2021-11-30")
    for breakdown in [Breakdown.total, .county] {
      #expect(try november.values("C1", by: breakdown).map(\.numerator) == [number("2750")])
      #expect(try november.values("C2", by: breakdown).map(\.numerator) == [number("-2750")])
    }
    // A third of 1 元 is rounded once, in the sum.
    try ledger.project(["annual_plan": "0.0001", "annual_plan_year": "2021"])
    let april = try table(ledger, "2021-04-30")
    #expect(try april.values("C1").map(\.numerator) == [number("1000")])
  }

  @Test func aPlanOfSomeMonths() throws {
    var ledger = TestBook()
    try ledger.project([
      "annual_plan": "1200", "annual_plan_year": "2021", "monthly_plan_08": "100",
      "monthly_plan_10": "200",
    ])
    for (asOf, due) in [
      ("2021-07-31", "0"), ("2021-08-31", "100"), ("2021-09-30", "100"), ("2021-10-31", "200"),
      ("2021-12-31", "200"),
    ] {
      let values = try table(ledger, asOf).values("C1")
      #expect(try values.map(\.numerator) == [number(due)], "\(asOf)")
    }
    #expect(try ledger.warnings("2021-09-30", rule: "zmd-n-hang-board").isEmpty)
    #expect(try ledger.warnings("2021-07-31", rule: "zmd-n-hang-board").isEmpty)
  }

  @Test func fundsFromTheirDay() throws {
    var ledger = TestBook()
    let id = try ledger.project([:])
    let of = ["project": id.description, "kind": "special_bond"]
    try ledger.add(
      "funding",
      of.merging([
        "planned": "100", "arrived": "80", "issued": "90", "disbursed": "40",
        "issued_on": "2022-03-01",
      ]) { $1 })
    try ledger.add("funding", of.merging(["planned": "10", "issued": "10"]) { $1 })
    for (asOf, planned, issued) in [("2022-02-28", "10", "10"), ("2022-03-01", "110", "100")] {
      let table = try table(ledger, asOf, "pingdingshan-2022")
      #expect(try table.values("D1").map(\.denominator) == [number(planned)], "\(asOf)")
      #expect(try table.values("D2").map(\.denominator) == [number(issued)], "\(asOf)")
    }
  }

  @Test func reserveOnAPastDay() throws {
    var ledger = TestBook()
    try ledger.project([
      "stage": "signed", "entered_reserve_on": "2021-08-01", "signed_on": "2021-10-15",
      "total_investment": "5亿",
    ])
    try ledger.project(["stage": "reserve", "entered_reserve_on": "2021-10-08"])
    for (asOf, reserve) in [
      ("2021-07-31", "0"), ("2021-09-30", "1"), ("2021-10-14", "2"), ("2021-10-15", "1"),
    ] {
      let values = try table(ledger, asOf).values("B1")
      #expect(try values.map(\.numerator) == [number(reserve)], "\(asOf)")
    }
    #expect(
      try table(ledger, "2021-09-30").values("F10.planning").map(\.numerator) == [number("2")])
    #expect(
      try table(ledger, "2021-10-15").values("F10.planning").map(\.numerator) == [number("1")])
    try ledger.project([
      "stage": "producing", "production_on": "2021-12-01", "total_investment": "1亿",
    ])
    for (asOf, money) in [("2021-11-30", "60000"), ("2021-12-01", "50000")] {
      let values = try table(ledger, asOf).values("F9")
      #expect(try values.map(\.numerator) == [number(money)], "\(asOf)")
    }
  }

  @Test func approvalsByDepartment() throws {
    var ledger = TestBook()
    for (unit, decided) in [("市发改委", "2021-10-15"), ("市工信局", "2021-10-18")] {
      let id = try ledger.project(["supervising_unit": unit, "category": "industry"])
      try ledger.add(
        "approval",
        [
          "project": id.description, "name": "节能审查", "accepted_on": "2021-10-08",
          "decided_on": decided,
        ])
    }
    let table = try table(ledger, "2021-10-20")
    let units = table.values("B14", by: .department)
    #expect(units.map(\.scope) == ["市发改委", "市工信局"])
    #expect(units.map(\.percent) == ["100.0", "0.0"])
    #expect(table.values("B13", by: .department).map(\.percent) == ["100.0", "100.0"])
    #expect(table.values("B14", by: .category).map(\.percent) == ["50.0"])
    #expect(table.values("B14", by: .county).map(\.percent) == ["50.0"])
  }
}
