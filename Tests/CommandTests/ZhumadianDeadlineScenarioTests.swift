// Scenarios of Zhumadian on records of a real store, by their numbers in scenarios.md: S01 handing
// over over National Day · S02 ledger and contacts on make-up days · S04 90 days and 90 working
// days · S07, S08 approval limits · S11 plans of approvals against 40 working days · S18 a holiday
// week · S20 refused closing, closed late and listed · S21 a leader's visits · S22 who answers
// after production · S23 no start on a ceremony's photo · S26 two years.

import Foundation
import Testing

@Suite struct ZhumadianDeadlineScenarioTests {
  @Test func s01Handover() throws {
    let ground = try ScenarioGround.zhumadian()
    let id = try ground.add("project", "name=甲", "region_code=411702", "signed_on=2021-09-28")
    let coming = try #require(try ground.due("2021-09-28", "zmd-m-handover3").first)
    #expect(coming.text("due") == "2021-10-08" && coming.text("nominal_due") == "2021-10-01")
    #expect(try ground.warnings("2021-10-08", "zmd-m-handover3").isEmpty)
    let open = try #require(try ground.warnings("2021-10-09", "zmd-m-handover3").first)
    #expect(open.text("level") == "red" && open.text("due") == "2021-10-08")
    try ground.set(id, "handed_over_on=2021-10-08")
    #expect(try ground.warnings("2021-10-15", "zmd-m-handover3").isEmpty)
    try ground.set(id, "handed_over_on=2021-10-09")
    let late = try #require(try ground.warnings("2021-10-15", "zmd-m-handover3").first)
    #expect(late.text("level") == "red" && late.text("nominal_due") == "2021-10-01")
    #expect(late.text("reason")?.contains("迟 1 个工作日") == true)
    // The other reading, 3 working days, gives the same day.
    try ground.set(id, "handed_over_on=")
    try ground.replaceRules(("reading: calendar-days", "reading: workdays"))
    let workdays = try #require(try ground.due("2021-09-28", "zmd-m-handover3").first)
    #expect(workdays.text("due") == "2021-10-08")
    #expect(workdays.text("reading") == "workdays")
    try ground.scratch.sound()
  }

  @Test func s02LedgerAndContact() throws {
    let ground = try ScenarioGround.zhumadian()
    let id = try ground.add(
      "project", "name=甲", "region_code=411702", "signed_on=2021-09-28",
      "handed_over_on=2021-10-08")
    #expect(try ground.due("2021-10-08", "zmd-m-ledger1").first?.text("due") == "2021-10-09")
    #expect(try ground.warnings("2021-10-09", "zmd-m-ledger1").isEmpty)
    #expect(try ground.warnings("2021-10-10", "zmd-m-ledger1").first?.text("level") == "red")
    try ground.set(id, "ledger_opened_on=2021-10-09")
    #expect(try ground.warnings("2021-10-12", "zmd-m-ledger1").isEmpty)
    let item = try ground.add("approval", "project=\(id)", "name=环评", "unit=市生态环境局")
    #expect(try ground.due("2021-10-09", "zmd-m-contact1").first?.text("due") == "2021-10-11")
    try ground.set(item, "contact_on=2021-10-11")
    let bare = try #require(try ground.warnings("2021-10-12", "zmd-m-contact1").first)
    #expect(bare.text("reason")?.contains("不完整") == true)
    #expect(try ground.warnings("2021-10-11", "zmd-m-materials").first?.text("level") == "yellow")
    try ground.set(item, "materials_list_given_on=2021-10-11")
    #expect(try ground.warnings("2021-10-12", "zmd-m-contact1").isEmpty)
    #expect(try ground.warnings("2021-10-12", "zmd-m-materials").isEmpty)
    // The clock of the departments is the task letter's, where one was issued.
    try ground.set(id, "task_issued_on=2021-10-12")
    let other = try ground.add("approval", "project=\(id)", "name=能评", "unit=市发改委")
    let due = try ground.due("2021-10-12", "zmd-m-contact1").filter { $0.text("record") == other }
    #expect(due.first?.text("due") == "2021-10-13")
  }

  @Test func s04NinetyDays() throws {
    let ground = try ScenarioGround.zhumadian()
    try ground.add("project", "name=甲", "region_code=411702", "signed_on=2021-09-28")
    let days = try ground.scratch.must(
      "calendar", "add", "2021-09-28", "90", "--days", "--json"
    ).object
    #expect(days.text("date") == "2021-12-27")
    let workdays = try ground.scratch.must("calendar", "add", "2021-09-28", "90", "--json").object
    #expect(workdays.text("date") == "2022-02-11")
    #expect((workdays["working"] as? [String])?.count == 90)
    #expect(try ground.warnings("2021-12-27", "zmd-m-90d").isEmpty)
    let soft = try #require(try ground.warnings("2022-01-05", "zmd-m-90d").first)
    #expect(soft.text("level") == "yellow" && soft.text("due") == "2021-12-27")
    #expect(soft.text("reason")?.contains("超原则期限 9 日，距工作日期限余 24 个工作日") == true)
    #expect(soft.text("next") == "2022-02-11")
    let all = try ground.lines(["warnings", "--as-of", "2022-01-05"])
    #expect(!all.contains { $0.text("rule") == "zmd-m-90wd" && $0.text("level") == "red" })
    let hard = try #require(try ground.warnings("2022-02-14", "zmd-m-90wd").first)
    #expect(hard.text("level") == "red" && hard.text("due") == "2022-02-11")
    #expect(try ground.warnings("2022-02-14", "zmd-m-90d").isEmpty)
  }

  @Test func s07AndS08ApprovalLimits() throws {
    let ground = try ScenarioGround.zhumadian()
    let id = try ground.add("project", "name=甲", "region_code=411702")
    func approval(_ fields: String...) throws -> String {
      try ground.add("approval", ["project=\(id)"] + fields)
    }
    let form = try approval("name=环评报告表", "eia_kind=form", "accepted_on=2021-09-26")
    let report = try approval("name=环评报告书", "eia_kind=report", "accepted_on=2021-09-24")
    let permit = try approval("name=施工许可证", "accepted_on=2021-09-30")
    func due(_ record: String) throws -> String? {
      try ground.lines(["due", "--as-of", "2021-09-30", "--within", "60d"])
        .first { $0.text("record") == record && $0.text("rule")?.contains("-sla-") == true }?
        .text("due")
    }
    #expect(try due(form) == "2021-10-14")
    #expect(try due(report) == "2021-10-27")
    #expect(try due(permit) == "2021-10-08")
    try ground.set(form, "decided_on=2021-10-15")
    let late = try ground.warnings("2021-10-15", "zmd-m-sla-eia")
    #expect(late.map { $0.text("level") } == ["red"] && late.first?.text("record") == form)
    #expect(late.first?.number("numerator") == 11 && late.first?.number("denominator") == 10)
    #expect(late.first?.text("reason")?.contains("迟 1 个工作日") == true)
    try ground.set(form, "decided_on=2021-10-14")
    #expect(try ground.warnings("2021-10-27", "zmd-m-sla-eia").isEmpty)
    #expect(try ground.warnings("2021-10-28", "zmd-m-sla-eia").first?.text("record") == report)
    #expect(try ground.warnings("2021-10-09", "zmd-m-sla-permit").first?.text("record") == permit)
  }

  @Test func s11Plans() throws {
    let items = [
      "项目建议书", "可行性研究报告", "初步设计", "节能审查", "用地预审", "排污口审核", "环评报告书",
      "施工许可证", "涉绿地树木审批", "市政设施建设类审批", "迁改供排水设施审核",
    ]
    let government = ["水土保持", "联合审图", "选址意见书"]
    // The step of each item, in the order above; 0 for one that the plan does without.
    let plans: [(name: String, steps: [Int], workdays: Int)] = [
      ("serial", Array(1...11), 87), ("A", [1, 2, 3, 2, 2, 2, 2, 5, 4, 4, 4], 45),
      ("B", [1, 2, 3, 2, 2, 2, 2, 5, 3, 3, 3], 38),
      ("enterprise", [1, 0, 0, 2, 2, 2, 2, 4, 3, 3, 3], 32),
    ]
    let ground = try ScenarioGround.zhumadian()
    for plan in plans {
      let id = try ground.add("project", "name=\(plan.name)", "region_code=411702")
      var records: [(String, [String: Any])] = []
      for (place, step) in plan.steps.enumerated() where step > 0 {
        let isVerified = plan.name == "enterprise" && place == 0
        let name = isVerified ? "企业投资项目核准" : items[place]
        records.append(
          ("approval", ["project": id, "name": name, "parallel_group": "第\(step)步"]))
      }
      for name in government { records.append(("approval", ["project": id, "name": name])) }
      try ground.put(records)
    }
    let found = try ground.warnings("2021-11-01", "zmd-m-40wd.plan")
    let used = Dictionary(
      uniqueKeysWithValues: found.map { ($0.text("record_name") ?? "", $0.number("numerator")) })
    #expect(used == ["serial": 87, "A": 45])
    #expect(found.allSatisfy { $0.number("denominator") == 40 && $0.text("level") == "yellow" })
    try ground.replaceRules(
      ("    workdays: 40\n    level: yellow", "    workdays: 31\n    level: yellow"))
    let all = try ground.warnings("2021-11-01", "zmd-m-40wd.plan")
    for plan in plans {
      let line = all.first { $0.text("record_name") == plan.name }
      #expect(line?.number("numerator") == plan.workdays, "\(plan.name)")
    }
  }

  @Test func s18HolidayWeek() throws {
    let ground = try ScenarioGround.zhumadian()
    let week = try ground.scratch.must("calendar", "meetings", "2021-10-06", "--json").object
    #expect(week.text("coordination") == "2021-10-08" && week.text("weekly") == "2021-10-09")
    let waived = try ground.scratch.must("calendar", "meetings", "2022-02-02", "--json").object
    #expect(waived["waived"] as? Bool == true && waived["weekly"] == nil)
    let missed = try #require(try ground.warnings("2021-10-10", "zmd-m-weekly-dispatch").first)
    #expect(missed.text("level") == "yellow")
    #expect(missed.text("reason")?.contains("本周未调度") == true)
    #expect(try ground.warnings("2022-02-06", "zmd-m-weekly-dispatch").isEmpty)
    try ground.add("meeting", "name=周例会", "kind=weekly", "held_on=2021-10-09")
    #expect(try ground.warnings("2021-10-10", "zmd-m-weekly-dispatch").isEmpty)
  }

  @Test func s20RefusedClosing() throws {
    let county = try ScenarioGround("zhumadian-2021", ledger: "411702", role: "county")
    let own = try county.add(
      "issue", "name=用地未批", "status=办理中", "due_on=2021-11-02", "responsible_unit=自然资源局")
    #expect(
      try county.refusal("set", own, "status=申请销号", "submitted_by=县区甲")
        == "closing-needs-evidence")
    #expect(
      try county.refusal("set", own, "closed_on=2021-11-02") == "closing-unsaid",
      "no way around the status")
    try county.add("evidence", "issue=\(own)", "kind=closing_proof")
    try county.set(own, "status=申请销号", "submitted_by=县区甲")
    let verify = ["set", own, "status=销号", "verified_by=县区甲", "--author", "县区甲", "--json"]
    let verified = try county.scratch.run(verify)
    #expect(verified.status == 77 && verified.failure?.code == "own-request")

    let city = try ScenarioGround.zhumadian()
    let project = try city.add("project", "name=食品加工", "region_code=411702")
    let issue = try city.add(
      "issue", "project=\(project)", "name=用地未批", "status=办理中", "raised_on=2021-10-20",
      "due_on=2021-11-02", "responsible_unit=自然资源局")
    try city.add("evidence", "issue=\(issue)", "kind=closing_proof")
    try city.set(issue, "status=申请销号", "submitted_by=县区甲")
    let notice = try city.add(
      "notice", "issue=\(issue)", "no=督1号", "issued_on=2021-10-20", "unit=自然资源局")
    let closing = ["status=销号", "verified_by=市办乙", "closed_on=2021-11-03"]
    #expect(
      try city.scratch.run(["set", issue] + closing + ["--json"]).failure?.code == "notice-open")
    try city.set(notice, "rectified_on=2021-10-30", "rectified_by=县区甲")
    try city.set(notice, "verified_on=2021-11-01", "verified_by=市办乙")
    let closed = try city.scratch.run(["set", issue] + closing + ["--json", "--lang", "zh"])
    #expect(closed.status == 0 && closed.errors.contains("closed-late"))
    #expect(closed.errors.contains("迟 1 日") && closed.errors.contains("自然资源局"))
    #expect(try city.warnings("2021-11-04", "zmd-m-notify").first?.text("due") == "2021-11-02")
    // The unit is on the bulletin's list, one day late.
    let file = city.scratch.directory + "/b.html"
    try city.scratch.must(
      "bulletin", "--month", "2021-11", "--out", file, "--rule-set", "zhumadian-2021")
    let page = try String(contentsOfFile: file, encoding: .utf8)
    #expect(page.contains("自然资源局") && page.contains("用地未批"))
    try city.scratch.sound()
  }

  @Test func s21LeaderVisits() throws {
    let ground = try ScenarioGround.zhumadian()
    let projects = try (1...3).map {
      try ground.add("project", "name=P\($0)", "region_code=411702", "leader=某领导")
    }
    for (place, day) in ["2021-10-12", "2021-10-28"].enumerated() {
      try ground.add(
        "visit", "project=\(projects[place])", "on=\(day)", "kind=research", "leader=某领导")
    }
    func missed(_ asOf: String) throws -> [String] {
      try ground.warnings(asOf, "zmd-m-leader-monthly").filter { $0.text("level") == "yellow" }
        .compactMap { $0.text("record_name") }.sorted()
    }
    #expect(try missed("2021-11-01") == ["P3"])
    try ground.add(
      "visit", "project=\(projects[2])", "on=2021-11-01", "kind=research", "leader=某领导")
    #expect(try missed("2021-11-01") == ["P3"], "a visit of November is not October's")
    try ground.add(
      "visit", "project=\(projects[0])", "other_projects=\(projects[1])", "on=2021-11-09",
      "kind=research", "leader=某领导")
    #expect(try missed("2021-11-30") == [], "one visit counts for both")
  }

  @Test func s22WhoAnswers() throws {
    let ground = try ScenarioGround.zhumadian()
    let id = try ground.add(
      "project", "name=甲", "region_code=411702", "production_on=2021-12-20")
    for (raised, kind, unit) in [
      ("2021-12-15", "资金", "市发展和改革委员会"), ("2021-12-21", "资金", "市工业和信息化局"),
      ("2021-12-15", "水电气暖路", "市城市管理局"), ("2021-12-21", "水电气暖路", "市城市管理局"),
    ] {
      let issue = try ground.add(
        "issue", "project=\(id)", "name=问题", "kind=\(kind)", "raised_on=\(raised)")
      let line = try ground.lines(
        ["rules", "explain", "zmd-m-role-prod", issue, "--as-of", "2022-01-05"]
      ).first
      #expect(line?.text("responsible") == unit, "\(raised) \(kind)")
    }
  }

  @Test func s23FakeStart() throws {
    let ground = try ScenarioGround.zhumadian(role: "county")
    let id = try ground.add("project", "name=甲", "region_code=411702", "stage=储备")
    try ground.add("evidence", "project=\(id)", "kind=仪式照片", "date=2021-09-28")
    let start = ["set", id, "stage=开工", "substantive_start_on=2021-09-28"]
    let refused = try ground.scratch.run(start + ["--json", "--lang", "zh"])
    #expect(refused.status == 1)
    #expect(refused.failure?.message.contains("实质性开工") == true)
    #expect(refused.failure?.message.contains("甲") == true)
    try ground.add("evidence", "project=\(id)", "kind=施工许可证", "document_no=411702202109280101")
    try ground.add("evidence", "project=\(id)", "kind=现场照片", "date=2021-09-29")
    #expect(try ground.scratch.run(start + ["--json"]).status == 0)
    #expect(try ground.scratch.fields(id)["stage"] as? String == "started")
  }

  @Test func s26TwoYears() throws {
    let ground = try ScenarioGround.zhumadian()
    func enter(_ name: String, _ day: String) throws -> Outcome {
      try ground.scratch.run(
        "add", "project", "name=\(name)", "region_code=411702", "planned_start_on=2021-11-15",
        "substantive_start_on=2021-11-15", "planned_production_on=\(day)", "--json")
    }
    #expect(try !enter("甲", "2023-11-15").errors.contains("production-too-far"))
    let long = try enter("乙", "2023-11-16")
    #expect(long.status == 0 && long.errors.contains("production-too-far"))
    let found = try ground.warnings("2021-11-15", "zmd-n-duration-2y")
    #expect(found.map { $0.text("record_name") } == ["乙"])
    #expect(found.first?.text("level") == "yellow")
  }
}
