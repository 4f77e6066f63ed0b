// Scenarios of Dancheng and Luohe, the draft of Pingdingshan and the warning lights, on facts. What
// is verified:
// 1. S34: work on site every week; two weeks missed in a row are red; a week without work is
//    waived.
// 2. S35: a deputy in place is a violation, said as the text demands it; absence without leave is
//    criticised, leave takes it off.
// 3. S37: supervision every half-month.
// 4. S41: the library is short by what is to be removed, to the 万元.
// 5. The draft's targets are judged at their comparators, as advice of which no more than a
//    reminder follows but where its text names the step; the plan's line has 11 months.
// 6. Lights turn at 10 and above 30 points, with the planned month and by months after the start.
// 7. Weeks missed in a row are counted back to the project's first dated act; weeks without work
//    neither count nor end the row.
// 8. Before its last day a target is said to be under its line, of the day judged, money with its
//    unit.
// 9. Notice of a dispatch meeting is reminded of from the 18th and missing from the 23rd on, in a
//    month of any length; a decision taken up again is late again.
// 10. A project under way without a step that has its day and its person is asked for its plan, in
//    Pingdingshan and Luohe.

import Catalogue
import Causality
import Policy
import Testing

@Suite struct OtherPlacesTests {
  @Test func s34WeeklySiteWork() throws {
    var ledger = TestBook()
    let id = try ledger.project(["region_code": "411625"])
    func found(_ asOf: String) throws -> [Policy.Warning] {
      try ledger.warnings(asOf, set: "dancheng-2021", rule: "dc-weekly-site")
    }
    try ledger.add("visit", ["project": id.description, "on": "2021-09-29", "kind": "site_work"])
    #expect(try found("2021-10-03").isEmpty)
    #expect(try found("2021-10-10").map(\.level) == [.yellow])
    #expect(try found("2021-10-17").map(\.level) == [.red])
    try ledger.add("visit", ["project": id.description, "on": "2021-10-09", "kind": "site_work"])
    #expect(try found("2021-10-10").isEmpty)
    #expect(try found("2021-10-17").map(\.level) == [.yellow])
    #expect(try found("2022-02-06").isEmpty)
  }

  @Test func s35Attendance() throws {
    var ledger = TestBook()
    let meeting = try ledger.add(
      "meeting", ["name": "调度例会", "kind": "dispatch", "held_on": "2021-11-01"])
    var absent: RecordID?
    for index in 0..<16 {
      let status = index < 14 ? "in_person" : index == 14 ? "substitute" : "absent"
      absent = try ledger.add(
        "attendance",
        ["meeting": meeting.description, "unit": "单位\(index)", "status": status])
    }
    func found(_ rule: String) throws -> [Policy.Warning] {
      try ledger.warnings("2021-11-02", set: "dancheng-2021", rule: rule)
    }
    #expect(try found("dc-no-sub").count == 1)
    // It says what is demanded; nothing is lacking in what is noted.
    let substitute = try #require(try found("dc-no-sub").first).reason
    #expect(substitute.text(.zh).hasPrefix("坚持一把手参会，不得缺席，不得替会（替会即违反）："))
    #expect(!substitute.text(.en).contains("lacking"))
    let listed = try found("dc-absent-crit")
    #expect(listed.map(\.record) == [absent])
    #expect(listed.first?.action == .criticise)
    try ledger.add(
      "attendance",
      [
        "meeting": meeting.description, "unit": "单位15", "status": "leave",
        "leave_approved_by": "召集人", "leave_approved_on": "2021-10-31",
      ], id: absent)
    #expect(try found("dc-absent-crit").isEmpty)
    try ledger.add(
      "attendance",
      [
        "meeting": meeting.description, "unit": "单位15", "status": "leave",
        "leave_approved_by": "召集人", "leave_approved_on": "2021-11-02",
      ], id: absent)
    #expect(try found("dc-absent-crit").count == 1)
  }

  @Test func s37HalfMonth() throws {
    var ledger = TestBook()
    try ledger.add("visit", ["on": "2021-10-12", "kind": "inspection"])
    func found(_ asOf: String) throws -> [Policy.Warning] {
      try ledger.warnings(asOf, set: "dancheng-2021", rule: "dc-half-month")
    }
    #expect(try found("2021-10-15").isEmpty)
    #expect(try found("2021-10-31").count == 1)
    let november = try #require(try found("2021-11-01").first)
    #expect(november.level == .yellow)
    #expect(november.reason.text(.zh).contains("2021-10-H2"))
    try ledger.add("visit", ["on": "2021-10-31", "kind": "inspection"])
    #expect(try found("2021-11-01").isEmpty)
  }

  @Test func s41Library() throws {
    var ledger = TestBook()
    let fields = ["region_code": "411102", "stage": "reserve"]
    try ledger.project(
      fields.merging(["total_investment": "12000亿", "is_industry": "true"]) { $1 })
    try ledger.project(fields.merging(["total_investment": "9950亿"]) { $1 })
    let id = try ledger.project(fields.merging(["total_investment": "100亿"]) { $1 })
    func rules() throws -> [String] {
      try ledger.warnings("2024-07-01", set: "luohe-2024").map(\.rule)
        .filter { $0.hasPrefix("lh-lib") }
    }
    #expect(try rules().isEmpty)
    try ledger.add(
      "project", ["name": "p", "stage": "to_remove", "total_investment": "100亿"], id: id)
    #expect(try rules() == ["lh-lib-2.2"])
    let found = try #require(
      try ledger.warnings("2024-07-01", set: "luohe-2024", rule: "lh-lib-2.2").first)
    #expect(found.level == .red)
    #expect(try found.numerator == number("219500000"))
    #expect(try found.denominator == number("220000000"))
  }

  @Test func pingdingshanTargets() throws {
    var ledger = TestBook()
    let fields = ["region_code": "410402", "fund_kinds": "policy_tool;annual_key"]
    let id = try ledger.project(
      fields.merging(["annual_plan": "11亿", "annual_plan_year": "2022"]) { $1 })
    func found(_ rule: String, _ asOf: String) throws -> [Policy.Warning] {
      try ledger.warnings(asOf, set: "pingdingshan-2022", rule: rule)
    }
    let report = try ledger.add(
      "progress_report",
      ["project": id.description, "period": "2022-10", "month_investment": "10亿"])
    let even = try #require(try found("pds-tool-invest", "2022-12-31").first)
    #expect(even.isAdvice && even.level == .red && even.action == .remind)
    #expect(try found("pds-hang", "2022-09-30").first?.action == .board)
    #expect(try even.numerator == number("100000"))
    try ledger.add(
      "progress_report",
      ["project": id.description, "period": "2022-10", "month_investment": "10.0001亿"],
      id: report)
    #expect(try found("pds-tool-invest", "2022-12-31").isEmpty)
    #expect(try found("pds-key-nov100", "2022-11-30").first?.level == .red)
    // Judged as it stood on the day, however much later it is asked.
    #expect(try found("pds-key-nov100", "2023-01-31").first?.level == .red)
    #expect(try found("pds-key-nov100", "2022-10-31").isEmpty)
    #expect(try found("pds-key-nov100.project", "2022-10-31").isEmpty)
    ledger.book.setFigure(FigureName("gdp_growth_h2"), try number("7"))
    #expect(try found("pds-gdp", "2022-12-31").count == 1)
    ledger.book.setFigure(FigureName("gdp_growth_h2"), try number("7.1"))
    #expect(try found("pds-gdp", "2022-12-31").isEmpty)
    ledger.book.setFigure(FigureName("fai_growth"), try number("10"))
    #expect(try found("pds-fai", "2022-12-31").isEmpty)
  }

  @Test func lights() throws {
    var ledger = TestBook()
    let plan = ["annual_plan": "1000", "annual_plan_year": "2021"]
    for (done, level) in [("401", nil), ("400", .yellow), ("200", .yellow), ("199", .red)]
      as [(String, Level?)]
    {
      var ledger = TestBook()
      let id = try ledger.project(plan)
      try ledger.add(
        "progress_report",
        ["project": id.description, "period": "2021-06", "month_investment": done])
      let found = try ledger.warnings("2021-06-30", set: "lights", rule: "lights-behind")
      #expect(found.first?.level == level, "\(done)")
    }
    try ledger.project(["planned_start_on": "2021-06-10"])
    func start(_ asOf: String) throws -> Level? {
      try ledger.warnings(asOf, set: "lights", rule: "lights-start").first?.level
    }
    #expect(try start("2021-06-30") == nil)
    #expect(try start("2021-07-01") == .yellow)
    #expect(try start("2021-08-31") == .yellow)
    #expect(try start("2021-09-01") == .red)
    try ledger.project(["substantive_start_on": "2021-06-10"])
    func statistics(_ asOf: String) throws -> Level? {
      try ledger.warnings(asOf, set: "lights", rule: "lights-statistics").first?.level
    }
    #expect(try statistics("2021-07-09") == nil)
    #expect(try statistics("2021-07-10") == .yellow)
    #expect(try statistics("2021-08-10") == .yellow)
    #expect(try statistics("2021-08-11") == .red)
  }

  @Test func weeksMissedInARow() throws {
    var ledger = TestBook()
    let id = try ledger.project([
      "region_code": "411625", "substantive_start_on": "2021-09-13",
    ])
    func missed(_ asOf: String, _ count: Int) throws -> Bool {
      let found = try ledger.warnings(asOf, set: "dancheng-2021", rule: "dc-weekly-site")
      return found.first?.reason.text(.zh).contains("连续 \(count) 期未做到") == true
    }
    #expect(try missed("2021-10-24", 6))
    try ledger.add("visit", ["project": id.description, "on": "2021-09-29", "kind": "site_work"])
    #expect(try missed("2021-10-24", 3))
    try ledger.add("visit", ["project": id.description, "on": "2022-01-21", "kind": "site_work"])
    #expect(try missed("2022-01-30", 1))
    #expect(try missed("2022-02-13", 2))
  }

  @Test func theLineInWords() throws {
    var ledger = TestBook()
    let id = try ledger.project([
      "region_code": "410402", "fund_kinds": "annual_key", "annual_plan": "2400",
      "annual_plan_year": "2022",
    ])
    try ledger.add(
      "progress_report",
      ["project": id.description, "period": "2022-09", "month_investment": "1963.6"])
    func reason(_ rule: String, _ asOf: String) throws -> Reason {
      try #require(
        try ledger.warnings(asOf, set: "pingdingshan-2022", rule: rule).first
      ).reason
    }
    let share = try reason("pds-key-nov100", "2022-09-30")
    #expect(
      share.text(.zh).contains(
        "截至 2022-09-30 为 1963.6/2400 万元 = 81.8%，序时线 9/11 = 81.8%，2022-11-30 前要求 >= 100%"))
    #expect(
      share.text(.en).contains(
        "as of 2022-09-30 has 1963.6/2400 万元 = 81.8%, the line is at 9/11 = 81.8%, asked >= 100%"))
    let money = try reason("pds-key-1100", "2022-09-30")
    #expect(
      money.text(.en).contains(
        "1963.6 万元, the line is at 9/12 = 8250000 万元, asked >= 11000000 万元 by 2022-12-31"))
    let over = try reason("pds-key-nov100", "2022-12-31")
    #expect(over.text(.zh).contains("2022-11-30 为 1963.6/2400 万元 = 81.8%，要求 >= 100%"))
    let count = try reason("pds-three-sign", "2022-12-15")
    #expect(count.text(.zh).contains("截至 2022-12-15 为 0，2022-12-31 前要求 >= 30"))
  }

  @Test func noticeAboutThe20th() throws {
    var ledger = TestBook()
    func levels(_ asOf: String) throws -> [Level?] {
      try ledger.warnings(asOf, set: "dancheng-2021", rule: "dc-notice20").map(\.level)
    }
    try ledger.add(
      "meeting", ["name": "调度", "kind": "dispatch", "notice_on": "2022-01-20"])
    for month in ["2022-02", "2022-03"] {
      #expect(try levels("\(month)-17").isEmpty, "\(month)")
      #expect(try levels("\(month)-18") == [.info], "\(month)")
      #expect(try levels("\(month)-22") == [.info], "\(month)")
      #expect(try levels("\(month)-23") == [.yellow], "\(month)")
      try ledger.add(
        "meeting", ["name": "调度", "kind": "dispatch", "notice_on": "\(month)-21"])
      #expect(try levels("\(month)-23").isEmpty, "\(month)")
    }
  }

  @Test func decisionTakenUpAgain() throws {
    for (set, rule, asOf) in [
      ("dancheng-2021", "dc-decisions", "2021-10-20"),
      ("luohe-2024", "lh-zhoujiaoban", "2024-10-20"),
      ("pingdingshan-2022", "pds-cycle", "2022-10-20"),
    ] {
      let year = asOf.prefix(4)
      for (status, isLate) in [("closed", false), ("in_progress", true)] {
        var ledger = TestBook()
        try ledger.add(
          "assignment",
          [
            "content": "议定事项", "due_on": "\(year)-10-10", "closed_on": "\(year)-10-09",
            "status": status,
          ])
        #expect(
          try ledger.warnings(asOf, set: set, rule: rule).isEmpty != isLate, "\(rule) \(status)")
      }
    }
  }

  @Test(arguments: [("pingdingshan-2022", "pds-prelim-plan"), ("luohe-2024", "lh-loop")])
  func plansHaveDaysAndPersons(set: String, rule: String) throws {
    var ledger = TestBook()
    let facts = ["fund_kinds": "annual_key", "entered_reserve_on": "2024-03-01"]
    let (bare, planned) = (try ledger.project(facts), try ledger.project(facts))
    try ledger.project(facts.merging(["removed_on": "2024-05-01"]) { $1 })
    try ledger.add(
      "milestone", ["project": bare.description, "name": "开工", "planned_on": "2024-09-01"])
    try ledger.add(
      "milestone",
      [
        "project": planned.description, "name": "开工", "planned_on": "2024-09-01",
        "owner": "项目单位",
      ])
    let found = try ledger.warnings("2024-06-01", set: set, rule: rule)
    #expect(found.map(\.record) == [bare])
    #expect(found.map(\.level) == [.yellow])
  }
}
