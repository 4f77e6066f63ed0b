// Scenarios of deadlines in Zhumadian, on facts. What is verified:
// 1. S01: handing over within 3 days rolls over National Day; a day late is red, with both dates.
// 2. S02: ledger and contact run from the act before, on make-up days; a contact without list is
//    not complete.
// 3. S04: 90 days are the target (yellow), 90 working days the duty (red), and the sentence counts
//    both.
// 4. S07, S08: approval limits over make-up days; pauses stand still.
// 5. S11: what approvals take together counts parallel days once.
// 6. S26: two years of construction, to the day.
// 7. S22: who is responsible changes on the day of production.
// 8. A rule judges the acts of its time only; the notice's own from its day on, a quarter by its
//    last.
// 9. A matter taken up again after its closing is late again, by the day it had.
// 10. What is open of a removed project is not asked for; what was decided late stays told.
// 11. A contact runs from the day the task letter was issued, where the project names one.
// 12. Utilities are asked for from the 30th day before production, in every month.

import Catalogue
import Causality
import Policy
import Testing

@Suite struct ZhumadianDeadlineTests {
  @Test func s01Handover() throws {
    var ledger = TestBook()
    let id = try ledger.project(["signed_on": "2021-09-28"])
    #expect(try ledger.warnings("2021-10-08", rule: "zmd-m-handover3").isEmpty)
    let late = try #require(try ledger.warnings("2021-10-09", rule: "zmd-m-handover3").first)
    #expect(late.level == .red)
    #expect(try late.due == day("2021-10-08"))
    #expect(try late.nominalDue == day("2021-10-01"))
    #expect(late.record == id)
    #expect(late.reading == "calendar-days")
    try ledger.add(
      "project", ["signed_on": "2021-09-28", "handed_over_on": "2021-10-09", "name": "a"], id: id)
    let done = try #require(try ledger.warnings("2021-10-11", rule: "zmd-m-handover3").first)
    #expect(done.level == .red)
    #expect(done.reason.text(.zh).contains("迟 1 个工作日"))
    try ledger.add(
      "project", ["signed_on": "2021-09-28", "handed_over_on": "2021-10-08", "name": "a"], id: id)
    #expect(try ledger.warnings("2021-10-11", rule: "zmd-m-handover3").isEmpty)
  }

  @Test func s02LedgerAndContact() throws {
    var ledger = TestBook()
    let id = try ledger.project(["signed_on": "2021-09-28", "handed_over_on": "2021-10-08"])
    #expect(try ledger.warnings("2021-10-09", rule: "zmd-m-ledger1").isEmpty)
    let late = try #require(try ledger.warnings("2021-10-10", rule: "zmd-m-ledger1").first)
    #expect(try late.due == day("2021-10-09"))
    try ledger.add(
      "project",
      [
        "name": "a", "signed_on": "2021-09-28", "handed_over_on": "2021-10-08",
        "ledger_opened_on": "2021-10-09",
      ], id: id)
    let item = try ledger.add("approval", ["project": id.description, "name": "环评"])
    #expect(try ledger.warnings("2021-10-11", rule: "zmd-m-contact1").isEmpty)
    #expect(
      try ledger.warnings("2021-10-12", rule: "zmd-m-contact1").first?.due == day("2021-10-11"))
    try ledger.add(
      "approval", ["project": id.description, "name": "环评", "contact_on": "2021-10-11"], id: item)
    let without = try #require(try ledger.warnings("2021-10-12", rule: "zmd-m-contact1").first)
    #expect(without.reason.text(.zh).contains("不完整"))
    try ledger.add(
      "approval",
      [
        "project": id.description, "name": "环评", "contact_on": "2021-10-11",
        "materials_list_given_on": "2021-10-11",
      ], id: item)
    #expect(try ledger.warnings("2021-10-12", rule: "zmd-m-contact1").isEmpty)
  }

  @Test func contactRunsFromTheTaskLetter() throws {
    var ledger = TestBook()
    let opened = [
      "name": "a", "signed_on": "2021-09-28", "handed_over_on": "2021-10-08",
      "ledger_opened_on": "2021-10-09",
    ]
    let id = try ledger.project(opened)
    try ledger.add("approval", ["project": id.description, "name": "环评"])
    func due() throws -> CivilDate? {
      try ledger.warnings("2021-10-20", rule: "zmd-m-contact1").first?.due
    }
    #expect(try due() == day("2021-10-11"))
    try ledger.add(
      "project", opened.merging(["task_issued_on": "2021-10-12"]) { $1 }, id: id)
    #expect(try due() == day("2021-10-13"))
    #expect(try ledger.warnings("2021-10-13", rule: "zmd-m-contact1").isEmpty)
    // A letter alone is enough: the ledger need not have been opened.
    try ledger.add(
      "project", ["name": "a", "signed_on": "2021-09-28", "task_issued_on": "2021-10-12"], id: id)
    #expect(try due() == day("2021-10-13"))
  }

  @Test func s04NinetyDays() throws {
    var ledger = TestBook()
    try ledger.project(["signed_on": "2021-09-28"])
    func start(_ asOf: String) throws -> [Policy.Warning] {
      try ledger.warnings(asOf).filter { $0.rule == "zmd-m-90d" || $0.rule == "zmd-m-90wd" }
    }
    #expect(try start("2021-12-27").allSatisfy { $0.rule != "zmd-m-90d" })
    let soft = try #require(try start("2022-01-05").first { $0.rule == "zmd-m-90d" })
    #expect(soft.level == .yellow)
    #expect(soft.reason.text(.zh).contains("超原则期限 9 日，距工作日期限余 24 个工作日"))
    #expect(try soft.due == day("2021-12-27"))
    #expect(try soft.next == day("2022-02-11"))
    #expect(try start("2022-02-11").allSatisfy { $0.level == .yellow })
    let hard = try start("2022-02-14")
    #expect(hard.map(\.rule) == ["zmd-m-90wd"])
    #expect(hard.first?.level == .red)
    #expect(try hard.first?.due == day("2022-02-11"))
    #expect(try start("2022-02-12").first?.level == .red)
  }

  @Test func s07AndS08Approvals() throws {
    var ledger = TestBook()
    let id = try ledger.project([:])
    try ledger.add(
      "approval",
      [
        "project": id.description, "name": "环评", "eia_kind": "form", "accepted_on": "2021-09-26",
        "decided_on": "2021-10-15",
      ])
    try ledger.add(
      "approval",
      [
        "project": id.description, "name": "环评", "eia_kind": "report",
        "accepted_on": "2021-09-24",
      ])
    try ledger.add(
      "approval",
      ["project": id.description, "name": "建筑工程施工许可证核发", "accepted_on": "2021-09-30"])
    try ledger.add(
      "approval",
      [
        "project": id.description, "name": "节能审查", "accepted_on": "2021-09-30",
        "pauses": "2021-10-09/2021-10-12 补正",
      ])
    let at = try ledger.warnings("2021-10-15")
    let form = try #require(at.first { $0.rule == "zmd-m-sla-eia" })
    #expect(form.level == .red)
    #expect(try form.due == day("2021-10-14"))
    #expect(try form.numerator == number("11"))
    #expect(try form.denominator == number("10"))
    #expect(form.reason.text(.en).contains("1 working day (1 day) late"))
    #expect(try at.first { $0.rule == "zmd-m-sla-permit" }?.due == day("2021-10-08"))
    #expect(try ledger.warnings("2021-10-08", rule: "zmd-m-sla-permit").isEmpty)
    #expect(try ledger.warnings("2021-10-27", rule: "zmd-m-sla-eia").count == 1)
    let report = try ledger.warnings("2021-10-28", rule: "zmd-m-sla-eia")
    #expect(try report.contains { try $0.due == day("2021-10-27") })
    // 6 working days: 8 Oct, then 13, 14, 15, 18, 19, since 9, 11 and 12 were paused.
    #expect(try ledger.warnings("2021-10-19", rule: "zmd-m-sla-energy").isEmpty)
    #expect(
      try ledger.warnings("2021-10-20", rule: "zmd-m-sla-energy").first?.due == day("2021-10-19"))
  }

  @Test func s11Together() throws {
    var ledger = TestBook()
    let serial = try ledger.project([:])
    try ledger.add(
      "approval",
      [
        "project": serial.description, "name": "一", "accepted_on": "2021-10-08",
        "decided_on": "2021-11-05",
      ])
    try ledger.add(
      "approval",
      [
        "project": serial.description, "name": "二", "accepted_on": "2021-10-20",
        "decided_on": "2021-12-03",
      ])
    let calendar = WorkCalendar.standard
    let union = try calendar.workdays(from: day("2021-10-08"), to: day("2021-12-03"))
    #expect(union == 41)
    let over = try #require(try ledger.warnings("2021-12-05", rule: "zmd-m-40wd").first)
    #expect(over.level == .red)
    #expect(try over.numerator == number("41"))
    #expect(over.recordCount == 2)
    #expect(over.record == serial)
  }

  @Test func s26TwoYears() throws {
    var ledger = TestBook()
    try ledger.project([
      "substantive_start_on": "2021-11-15", "planned_production_on": "2023-11-15",
    ])
    #expect(try ledger.warnings("2021-11-15", rule: "zmd-n-duration-2y").isEmpty)
    let long = try ledger.project([
      "substantive_start_on": "2021-11-15", "planned_production_on": "2023-11-16",
    ])
    let found = try ledger.warnings("2021-11-15", rule: "zmd-n-duration-2y")
    #expect(found.map(\.record) == [long])
    #expect(found.first?.level == .yellow)
  }

  @Test func s22WhoIsResponsible() throws {
    var ledger = TestBook()
    let id = try ledger.project(["production_on": "2021-12-20"])
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    func unit(_ raised: String, _ kind: String) throws -> String? {
      let issue = try ledger.add(
        "issue",
        ["project": id.description, "name": "q", "kind": kind, "raised_on": raised])
      return Evaluation.responsible(
        "zmd-m-role-prod", for: issue, in: ledger.book, rules, asOf: try day("2022-01-05"))?.zh
    }
    #expect(try unit("2021-12-15", "funds") == "市发展和改革委员会")
    #expect(try unit("2021-12-20", "funds") == "市工业和信息化局")
    #expect(try unit("2021-12-21", "funds") == "市工业和信息化局")
    #expect(try unit("2021-12-15", "utilities") == "市城市管理局")
    #expect(try unit("2021-12-21", "utilities") == "市城市管理局")
  }

  @Test func utilitiesThirtyDaysBefore() throws {
    var ledger = TestBook()
    // 30 days before are 29 January, 2 March and 1 December; a calendar month counts otherwise.
    for (planned, last) in [
      ("2022-02-28", "2022-01-29"), ("2022-04-01", "2022-03-02"), ("2021-12-31", "2021-12-01"),
    ] {
      let id = try ledger.project(["planned_production_on": planned])
      let before = try #require(day(last).adding(days: -1))
      func asked(_ date: String) throws -> Bool {
        try ledger.warnings(date, rule: "zmd-n-utilities").contains { $0.record == id }
      }
      #expect(try asked(last), "\(planned)")
      #expect(try !asked(before.description), "\(planned)")
    }
  }

  @Test func actsBeforeTheRule() throws {
    var ledger = TestBook()
    try ledger.project(["signed_on": "2021-09-17"])
    let on = try ledger.project(["signed_on": "2021-09-18"])
    let found = try ledger.warnings("2022-03-01", rule: "zmd-m-90wd")
    #expect(found.map(\.record) == [on])
  }

  @Test func theNoticeFromItsDay() throws {
    var ledger = TestBook()
    try ledger.project(["planned_start_on": "2021-07-09"])
    let due = try ledger.project(["planned_start_on": "2021-08-15"])
    let found = try ledger.warnings("2021-12-31", rule: "zmd-n-a14-criticise")
    #expect(found.map(\.record) == [due])
    for (quarter, isJudged) in [("2021-Q2", false), ("2021-Q3", true)] {
      var ledger = TestBook()
      let batch = try ledger.add(
        "batch", ["name": "b", "kind": "starting", "quarter": quarter])
      let id = try ledger.project([:])
      try ledger.add("batch_member", ["batch": batch.description, "project": id.description])
      let late = try ledger.warnings("2021-10-20", rule: "zmd-n-start-same-quarter")
      #expect(late.map(\.level) == (isJudged ? [.red] : []), "\(quarter)")
    }
  }

  @Test func takenUpAgain() throws {
    var ledger = TestBook()
    let fields = [
      "name": "用地", "due_on": "2021-10-12", "closed_on": "2021-10-11",
      "responsible_person": "经办岗",
    ]
    for (status, levels) in [("closed", []), ("in_progress", [.red])] as [(String, [Level?])] {
      let issue = fields.merging(["status": status]) { $1 }
      let id = try ledger.add("issue", issue)
      #expect(
        try ledger.warnings("2021-10-20", rule: "zmd-m-notify").map(\.level) == levels,
        "\(status)")
      ledger.book.remove(id, from: "issue")
    }
    let lists = ["name": "用地", "due_on": "2021-10-12", "closed_on": "2021-10-11"]
    try ledger.add("issue", lists.merging(["status": "in_progress"]) { $1 })
    #expect(try ledger.warnings("2021-10-20", rule: "zmd-m-three-lists").count == 1)
    try ledger.add("issue", lists.merging(["status": "closed"]) { $1 })
    #expect(try ledger.warnings("2021-10-20", rule: "zmd-m-three-lists").count == 1)
  }

  @Test func partsOfARemovedProject() throws {
    for (removed, open) in [(nil, 3), ("2021-10-18", 1)] as [(String?, Int)] {
      var ledger = TestBook()
      let id = try ledger.project(removed.map { ["removed_on": $0] } ?? [:])
      let of = ["project": id.description]
      let review = of.merging(["name": "节能审查", "accepted_on": "2021-09-18"]) { $1 }
      try ledger.add("approval", review)
      try ledger.add("approval", review.merging(["decided_on": "2021-10-15"]) { $1 })
      try ledger.add("issue", of.merging(["name": "用地", "due_on": "2021-10-12"]) { $1 })
      let found = try ledger.warnings("2021-10-20").map(\.rule)
        .filter { $0 == "zmd-m-sla-energy" || $0 == "zmd-m-notify" }
      #expect(found.count == open, "\(removed ?? "")：\(found)")
    }
  }
}
