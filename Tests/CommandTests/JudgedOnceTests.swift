// What is judged once, and by what: through the program, on records in a store. Verified:
// 1. An assignment that is closed late is closed, with a warning that names the limit as counted
//    and as judged; so is one closed in time, without.
// 2. Of a report corrected twice, apart or one after the other, one figure counts; a second
//    correction of the same report and a second report of the same month are refused with what to
//    do instead; so is one that would come back from the archive.
// 3. An approval whose clock stands still again after an earlier stop is not late.
// 4. Approval limits go by the code of the list where there is one, and by names only without; the
//    total before the start leaves out what was asked for after it.
// 5. A step that follows another, or hands over to it, goes by the version in force on the act's
//    day.
// 6. Rule sets that could never work are refused as they are written.
// 7. Beyond the calendar the rules that could not be judged are said to scripts too.
// 8. Approved removals leave both sides of a rate; a visit counts for all projects that it names,
//    and a week without a working day is not applicable; leave is the convener's to give; a
//    leader's visit is his own.
// 9. A day of start without the stage is warned of.
// 10. Where the counties' ledgers come together, one without a project is judged too.
// 11. A county of none, a breakdown that a county leaves no room for, and a month not begun are
//    refused; of a ranking a county's own line is shown.
// 12. A warning about a member of a batch has the project's name, one about an approval both.

import Foundation
import Testing

@Suite struct JudgedOnceTests {
  private let ground: ScenarioGround

  init() throws { ground = try ScenarioGround.zhumadian() }

  @Test func whoseMemberAndApproval() throws {
    let project = try ground.add("project", "name=甲", "region_code=411721")
    let batch = try ground.add("batch", "name=四季度", "kind=starting", "quarter=2021-Q4")
    try ground.add("batch_member", "batch=\(batch)", "project=\(project)", "remark=补报")
    try ground.add("approval", "project=\(project)", "name=节能审查", "accepted_on=2021-09-26")
    func names(_ rule: String) throws -> [String?] {
      try ground.warnings("2022-01-04", rule, county: "411721").map { $0.text("record_name") }
    }
    #expect(try names("zmd-n-start-same-quarter") == ["甲"])
    #expect(try names("zmd-m-sla-energy") == ["甲：节能审查"])
  }

  @Test func assignmentsClosedLate() throws {
    // The limit is a holiday: the 8th is the next working day.
    for (closed, isLate) in [("2024-10-09", true), ("2024-10-08", false), ("2024-10-03", false)] {
      let id = try ground.add(
        "assignment", "content=补办手续", "unit=住建局", "person=经办岗", "due_on=2024-10-03")
      try ground.add(
        "evidence", "assignment=\(id)", "kind=closing_proof", "name=办结材料", "on=2024-10-02")
      for status in ["assigned", "in_progress", "closing_requested", "verifying"] {
        try ground.set(id, "status=\(status)", "submitted_by=经办岗")
      }
      let outcome = try ground.scratch.run(
        "set", id, "status=closed", "closed_on=\(closed)", "verified_by=督查岗", "--json")
      #expect(outcome.status == 0, "\(outcome.status) \(outcome.errors)")
      #expect(outcome.errors.contains("closed-late") == isLate, "\(outcome.errors)")
      #expect(outcome.errors.contains("2024-10-03→2024-10-08") == isLate, "\(outcome.errors)")
    }
  }

  @Test func whatIsAskedOfIsKnown() throws {
    try ground.add("project", "name=甲", "region_code=411702", "signed_on=2021-09-28")
    for command in ["warnings", "due", "indicators", "rank"] {
      for county in ["火星", "999999"] {
        let asked = try ground.scratch.run(
          command, "--as-of", "2021-10-31", "--county", county, "--rule-set", "zhumadian-2021",
          "--json")
        #expect(asked.status == 64 && asked.failure?.code == "no-such-county", "\(command)")
      }
    }
    let by = try ground.scratch.run(
      "indicators", "--county", "驿城区", "--by", "category", "--rule-set", "zhumadian-2021", "--json")
    #expect(by.failure?.code == "idle-option")
    try ground.add("project", "name=乙", "region_code=411721", "signed_on=2021-09-28")
    let ranked = try ground.lines(["rank", "--as-of", "2021-10-31", "--county", "驿城区"])
    #expect(ranked.map { $0.text("county") } == ["411702"])
    #expect(try ground.refusal("close", "--month", "2199-01") == "period-not-begun")
  }

  @Test func oneFigureOfAMonth() throws {
    let project = try ground.add(
      "project", "name=甲", "region_code=411702", "annual_plan=1000", "annual_plan_year=2021")
    let report = ["project=\(project)", "period=2021-10", "progress_done=基础"]
    let first = try ground.add("progress_report", report + ["month_investment=100"])
    func completed() throws -> String? {
      try ground.indicator("A3", "2021-10-31").text("numerator")
    }
    let second = try ground.scratch.run(
      ["add", "progress_report"] + report + ["month_investment=100", "--json"])
    #expect(second.status == 1 && second.failure?.code == "reported-already")
    #expect(second.errors.contains(first))
    try ground.scratch.must("correct", first, "month_investment=150", "--reason", "核减")
    #expect(try completed() == "150")
    let again = try ground.scratch.run(
      "correct", first, "month_investment=160", "--reason", "再核", "--json")
    #expect(again.status == 1 && again.failure?.code == "corrected-already", "\(again.errors)")
    #expect(try completed() == "150")
    let corrections = try ground.scratch.must("list", "progress_report", "--json").lines
      .compactMap { $0["id"] as? String }.filter { $0 != first }
    let last = try #require(corrections.first)
    try ground.scratch.must("correct", last, "month_investment=160", "--reason", "再核")
    #expect(try completed() == "160")
    // Another month's report does not become a second one of this month, nor does a new one where
    // only the original is gone; and what is corrected is of the same project.
    let next = try ground.add(
      "progress_report", "project=\(project)", "period=2021-09", "month_investment=40",
      "progress_done=基础")
    #expect(
      try ground.refusal("correct", next, "period=2021-10", "--reason", "改") == "reported-already")
    try ground.scratch.must("archive", first, "--reason", "误")
    let beside = try ground.scratch.run(
      ["add", "progress_report"] + report + ["month_investment=70", "--json"])
    #expect(beside.failure?.code == "reported-already", "\(beside.errors)")
    // Nor does the original come back beside what took its place; what nothing took the place of
    // does.
    #expect(try ground.refusal("restore", first, "--reason", "误") == "reported-already")
    try ground.scratch.must("archive", next, "--reason", "误")
    #expect(try ground.refusal("restore", next) == nil)
    let other = try ground.add("project", "name=乙", "region_code=411702")
    for target in [next, "self"] {
      let fields = [
        "project=\(other)", "period=2021-0\(target == next ? 7 : 6)", "month_investment=1",
        "progress_done=基础",
      ]
      let id = try ground.add("progress_report", fields)
      #expect(
        try ground.refusal(
          "set", id, "corrects=\(target == next ? next : id)", "correction_reason=x")
          == "corrects-other")
    }
    try ground.scratch.sound()
  }

  @Test(arguments: ["2024-02-26/ 补正", "2024-02-26/2024-02-27 补正"])
  func clocksThatStandStill(pause: String) throws {
    let project = try ground.add("project", "name=甲", "region_code=411702")
    try ground.put([
      (
        "approval",
        [
          "project": project, "name": "建筑工程施工许可证核发", "item_code": "sla-08",
          "accepted_on": "2024-02-11", "pauses": ["2024-02-18/2024-02-23 补正", pause],
        ]
      )
    ])
    // The first working day after the holiday is within the first stop, the next within the second.
    let due = try ground.warnings("2025-02-05", "zmd-m-sla-permit").compactMap { $0.text("due") }
    #expect(due == (pause.contains("27") ? ["2024-02-28"] : []))
  }

  @Test func limitsByCodeThenByName() throws {
    let project = try ground.add("project", "name=甲", "region_code=411702")
    for fields in [
      ["name=水土保持方案报告书审批", "item_code=sla-none-1"], ["name=节能报告书审查", "item_code=sla-03"],
      ["name=招标方案核准"], ["name=城镇污水排入排水管网许可"], ["name=环境影响报告书审批"], ["name=企业投资项目核准"],
      ["name=环评", "item_code=000117", "eia_kind=form"],
    ] {
      try ground.add(
        "approval", ["project=\(project)", "accepted_on=2021-09-26"] + fields)
    }
    let late = try ground.lines(["warnings", "--as-of", "2021-12-31"])
      .filter { ($0.text("rule") ?? "").hasPrefix("zmd-m-sla-") }
      .map { "\($0.text("rule") ?? "") \($0.text("record_name") ?? "")" }
    #expect(
      late.sorted() == [
        "zmd-m-sla-eia 甲：环境影响报告书审批", "zmd-m-sla-eia 甲：环评", "zmd-m-sla-energy 甲：节能报告书审查",
        "zmd-m-sla-hz 甲：企业投资项目核准",
      ])
  }

  @Test func totalBeforeTheStart() throws {
    let project = try ground.add(
      "project", "name=甲", "region_code=411702", "substantive_start_on=2021-10-20")
    try ground.add(
      "approval", "project=\(project)", "name=用地预审", "accepted_on=2021-09-22",
      "decided_on=2021-09-30")
    try ground.add(
      "approval", "project=\(project)", "name=竣工规划核实", "accepted_on=2021-12-01")
    #expect(try ground.warnings("2022-03-01", "zmd-m-40wd").isEmpty)
    let other = try ground.add("project", "name=乙", "region_code=411702")
    try ground.add(
      "approval", "project=\(other)", "name=用地预审", "accepted_on=2021-09-22")
    #expect(try ground.warnings("2022-03-01", "zmd-m-40wd").map { $0.text("record_name") } == ["乙"])
  }

  @Test func versionsOfStepsBefore() throws {
    let text = """
      rule_set: test-steps
      title: {zh: 步骤, en: steps}
      rules:
        - {id: one, kind: deadline, clause: 一, of: project, from: signed_on, due: 3 days, done: handed_over_on, effective: {from: 2021-01-01, to: 2021-12-31}}
        - {id: one, kind: deadline, clause: 一, of: project, from: signed_on, due: 3 days, done: ledger_opened_on, effective: {from: 2022-01-01}}
        - {id: two, kind: deadline, clause: 二, of: project, after: one, due: 3 days, done: group_formed_on}
        - {id: soft, kind: deadline, clause: 三, of: project, from: signed_on, due: 5 days, done: landed_on, then: hard, level: yellow}
        - {id: hard, kind: deadline, clause: 四, of: project, from: signed_on, due: 90 days, done: landed_on, effective: {from: 2021-01-01, to: 2021-12-31}}
        - {id: hard, kind: deadline, clause: 四, of: project, from: signed_on, due: 10 days, done: landed_on, effective: {from: 2022-01-01}}
      """
    try ground.put([("rule_set", ["name": "步骤", "code": "test-steps", "text": text])])
    try ground.add(
      "project", "name=新", "region_code=411702", "signed_on=2022-01-04",
      "ledger_opened_on=2022-01-06")
    try ground.add(
      "project", "name=旧", "region_code=411702", "signed_on=2021-12-07",
      "handed_over_on=2021-12-08")
    let found = try ground.scratch.must(
      "warnings", "--as-of", "2022-03-01", "--rule-set", "test-steps", "--json"
    ).lines.map {
      "\($0.text("rule") ?? "") \($0.text("record_name") ?? "") \($0.text("due") ?? "")"
    }
    #expect(
      found.sorted() == [
        "hard 新 2022-01-14", "soft 旧 2021-12-13", "two 新 2022-01-10", "two 旧 2021-12-13",
      ])
  }

  @Test(arguments: [
    "from: name, due: 3 days, done: signed_on",
    "from: signed_on, due: 3 days, done: owner",
    "after: many, due: 3 days, done: landed_on",
    "from: signed_on, due: 3 days, done: landed_on, then: many",
    "from: signed_on, stages: [{due: 30 days, level: red}, {due: 3 days, level: yellow}], done: landed_on",
  ]) func rulesThatCouldNeverWork(keys: String) throws {
    let text = """
      rule_set: test-odd
      title: {zh: 怪, en: odd}
      rules:
        - {id: many, kind: quota, clause: 一, measure: {count: project}, target: '>= 1'}
        - {id: odd, kind: deadline, clause: 二, of: project, \(keys)}
      """
    for language in ["zh", "en"] {
      let written = try ground.scratch.run(
        "add", "rule_set", "name=怪", "code=test-odd", "text=\(text)", "--lang", language, "--json")
      #expect(written.status == 1 && written.failure?.code == "rule-set-unreadable")
      #expect(written.errors.contains("odd"), "\(written.errors)")
      #expect(written.failure?.hint.isEmpty == false)
    }
  }

  @Test func saidBeyondTheCalendar() throws {
    let id = try ground.add(
      "project", "name=甲", "region_code=411702", "signed_on=2021-09-28")
    let outcome = try ground.scratch.run(
      "warnings", "--as-of", "2027-01-05", "--rule-set", "zhumadian-2021", "--json")
    #expect(outcome.status == 0 && outcome.errors.contains("not-judged"), "\(outcome.errors)")
    #expect(outcome.errors.contains("zmd-m-handover3"))
    let explained = try ground.scratch.run(
      "rules", "explain", "zmd-m-handover3", id, "--as-of", "2027-01-05", "--lang", "en")
    #expect(explained.errors.contains("not judged"), "\(explained.errors)")
    #expect(!explained.output.contains("Nothing is to be done"))
  }

  @Test func removalsOnBothSides() throws {
    let signed = ["region_code=411702", "signed_on=2021-10-01"]
    try ground.add(
      "project",
      ["name=甲", "landed_on=2021-10-20", "removed_on=2021-11-01", "removal_approver=市重点项目办"]
        + signed)
    try ground.add("project", ["name=乙"] + signed)
    try ground.add("project", ["name=丙", "landed_on=2021-10-20"] + signed)
    let rate = try ground.indicator("A1", "2021-12-31")
    #expect(rate.number("numerator") == 1 && rate.number("denominator") == 2)
  }

  @Test func visitsAndLeave() throws {
    let ground = try ScenarioGround("dancheng-2021", ledger: "411625")
    let one = try ground.add("project", "name=甲", "region_code=411625")
    let two = try ground.add("project", "name=乙", "region_code=411625")
    try ground.add(
      "visit", "project=\(one)", "other_projects=\(two)", "on=2021-10-09", "leader=包联领导")
    let week = try ground.indicator("E5", "2021-10-10")
    #expect(week.number("numerator") == 2 && week.number("denominator") == 2)
    #expect(try ground.indicator("E5", "2022-02-06").number("denominator") == 0)
    let meeting = try ground.add(
      "meeting", "name=调度例会", "kind=dispatch", "held_on=2021-10-11", "convener=常务副县长")
    for (unit, approver, day) in [
      ("甲局", "常务副县长", "2021-10-10"), ("乙局", "传达室", "2021-10-10"),
      ("丙局", "常务副县长", "2021-10-15"), ("丁局", "常务副县长", ""),
    ] {
      try ground.add(
        "attendance", "meeting=\(meeting)", "unit=\(unit)", "status=absent",
        "leave_approved_by=\(approver)", "leave_approved_on=\(day)")
    }
    for asOf in ["2021-10-12", "2021-10-16"] {
      let listed = try ground.warnings(asOf, "dc-absent-crit").compactMap { $0.text("record_name") }
      #expect(listed.sorted() == ["丙局", "乙局"], "\(asOf)")
    }
  }

  @Test func visitsOfAnotherLeader() throws {
    let id = try ground.add("project", "name=甲", "region_code=411702", "leader=包联领导甲")
    try ground.add("visit", "project=\(id)", "on=2021-10-20", "leader=包联领导乙")
    #expect(try ground.warnings("2021-11-01", "zmd-m-leader-monthly").count == 1)
    try ground.add("visit", "project=\(id)", "on=2021-10-21", "leader=包联领导甲")
    #expect(try ground.warnings("2021-11-01", "zmd-m-leader-monthly").isEmpty)
  }

  @Test func countiesWithoutProjects() throws {
    let ground = try ScenarioGround("zhumadian-2021", ledger: "411702,411721")
    try ground.add("project", "name=甲", "region_code=411702", "--ledger", "411702")
    let short = try ground.warnings("2021-12-31", "zmd-m-reserve15").compactMap {
      $0.text("county")
    }
    #expect(short.sorted() == ["411702", "411721"])
  }

  @Test func startsWithoutTheStage() throws {
    let id = try ground.add(
      "project", "name=甲", "region_code=411702", "stage=signed", "signed_on=2021-09-28")
    let outcome = try ground.scratch.run("set", id, "substantive_start_on=2021-10-12", "--json")
    #expect(outcome.status == 0 && outcome.errors.contains("start-unproven"))
  }
}
