// Refusals of the workflows, in both languages. Each names the rule, the record, the field and the
// next step:
// 1. A correction without its reason.
// 2. Closing one's own issue.
// 3. A day of closing without the status.
// 4. A stage step without evidence.
// 5. A report of a closed period.
// 6. A period that is not closed.
// 7. Rule sets with an unknown kind, a missing clause, a reading that is none, a cycle of
//    deadlines.
// 8. A day beyond the calendar.

import Foundation
import Testing

@Suite struct RefusalLanguageTests {
  /// Runs a command in both languages and expects a refusal whose sentences hold what they should.
  private func expect(
    _ ground: ScenarioGround, _ arguments: [String], _ status: Int32, _ code: String,
    zh: [String], en: [String], location: SourceLocation = #_sourceLocation
  ) throws {
    for (language, parts) in [("zh", zh), ("en", en)] {
      let outcome = try ground.scratch.run(arguments + ["--json", "--lang", language])
      #expect(outcome.status == status, "\(outcome.errors)", sourceLocation: location)
      let failure = try #require(outcome.failure, sourceLocation: location)
      #expect(failure.code == code, sourceLocation: location)
      #expect(!failure.hint.isEmpty, sourceLocation: location)
      let said = failure.message + " " + failure.hint
      for part in parts {
        #expect(said.contains(part), "\(said)", sourceLocation: location)
      }
      #expect(!said.contains("{"), "every gap is filled: \(said)", sourceLocation: location)
    }
  }

  @Test func corrections() throws {
    let ground = try ScenarioGround.zhumadian()
    let project = try ground.add(
      "project", "name=甲", "region_code=411702", "annual_plan=1000", "annual_plan_year=2021")
    let report = try ground.add(
      "progress_report", "project=\(project)", "period=2021-10", "month_investment=120",
      "progress_done=主体", "report_state=submitted")
    try ground.scratch.must("close", "--month", "2021-10")
    try expect(
      ground, ["correct", report, "month_investment=150"], 1, "correction-needs-reason",
      zh: ["通知七", "更正原因(correction_reason)"], en: ["part 7", "correction_reason"])
    let new = ["add", "progress_report", "project=\(project)", "period=2021-10", "funds_in=3"]
    try expect(
      ground, new, 1, "period-closed",
      zh: ["报告期(period) 2021-10", "通知七", "correction_reason"],
      en: ["2021-10", "part 7", "correction_reason"])
    let done = try ground.scratch.must(
      "correct", report, "month_investment=150", "--reason", "发票迟到", "--json"
    ).object
    #expect(done.text("corrects") == report)
    let asked = try #require((done["corrections"] as? [String])?.first)
    let correction = try ground.scratch.fields(asked)
    #expect(correction.text("field") == "month_investment")
    #expect(correction.text("reason") == "发票迟到" && correction.text("status") == "proposed")
    #expect(correction.text("before")?.contains("120") == true)
    #expect(correction.text("after")?.contains("150") == true)
    // The old version stays and counts no longer; the closed month prints as before.
    #expect(try ground.indicator("A3", "2021-10-31").text("numerator") == "150")
    #expect(
      try ground.scratch.must("close", "--month", "2021-10", "--reprint").output.contains("\t120\t")
    )
    let again = try ground.scratch.must(
      "close", "--month", "2021-10", "--reason", "更正甲一项", "--json"
    ).object
    #expect(again.number("version") == 2)
    #expect(
      try ground.scratch.must("close", "--month", "2021-10", "--reprint").output.contains("\t150\t")
    )
    #expect(try ground.refusal("correct", project, "name=乙", "--reason", "x") == "not-a-report")
    try ground.scratch.sound()
  }

  @Test func closings() throws {
    let county = try ScenarioGround("zhumadian-2021", ledger: "411702", role: "county")
    let issue = try county.add("issue", "name=用地未批", "status=办理中")
    try expect(
      county, ["set", issue, "status=申请销号", "submitted_by=甲"], 1, "closing-needs-evidence",
      zh: ["用地未批", "第23条", "状态(status)", "add evidence"],
      en: ["用地未批", "article 23", "status", "add evidence"])
    try expect(
      county, ["set", issue, "closed_on=2021-11-02"], 1, "closing-unsaid",
      zh: ["用地未批", "第23条", "销号日(closed_on)", "status=closed"],
      en: ["用地未批", "article 23", "closed_on", "status=closed"])
    try county.add("evidence", "issue=\(issue)", "kind=closing_proof")
    try county.set(issue, "status=申请销号", "submitted_by=甲")
    try expect(
      county, ["set", issue, "status=销号", "verified_by=甲"], 77, "own-request",
      zh: ["用地未批", "第23条", "核验人(verified_by)"], en: ["用地未批", "article 23", "verified_by"])
  }

  @Test func stagesAndPeriods() throws {
    let ground = try ScenarioGround.zhumadian()
    let id = try ground.add("project", "name=甲项目", "region_code=411702", "stage=储备")
    try expect(
      ground, ["set", id, "stage=签约", "signed_on=2021-09-28"], 1, "stage-needs-evidence",
      zh: ["甲项目", "第30条", "阶段(stage)", "add evidence"],
      en: ["甲项目", "article 30", "stage", "add evidence"])
    try expect(
      ground, ["set", id, "stage=达效"], 1, "illegal-stage", zh: ["甲项目", "阶段(stage)", "下一步"],
      en: ["甲项目", "stage", "Next"])
    try expect(
      ground, ["close", "--month", "2021-09", "--reprint"], 66, "not-closed",
      zh: ["2021-09", "还没有月结", "close --month 2021-09"], en: ["2021-09", "close --month 2021-09"])
  }

  @Test func ruleSets() throws {
    let rule = "rule_set: own\nrules:\n  - id: a\n"
    let deadline =
      "    kind: deadline\n    clause: x\n    of: project\n    due: 1 days\n    done: signed_on\n"
    for (text, zh, en) in [
      (
        rule + "    kind: guess\n    clause: x\n", ["类型不认识", "guess", "deadline"],
        ["unknown kind", "guess"]
      ),
      (rule + "    kind: deadline\n", ["clause", "补上"], ["clause", "Add"]),
      (
        rule + "    reading: none\n    readings: {b: {zh: 甲, en: b}}\n" + deadline,
        ["none", "readings"], ["none", "readings"]
      ),
      (
        rule + "    after: b\n" + deadline + "  - id: b\n    after: a\n" + deadline,
        ["互相等待", "after"], ["wait for each other", "after"]
      ),
    ] {
      let ground = try ScenarioGround.zhumadian()
      try expect(
        ground, ["add", "rule_set", "name=自定", "code=own", "text=\(text)"], 1,
        "rule-set-unreadable", zh: zh, en: en)
    }
  }

  @Test func beyondTheCalendar() throws {
    let ground = try ScenarioGround.zhumadian()
    try expect(
      ground, ["calendar", "add", "2026-12-31", "1"], 1, "calendar",
      zh: ["无日历数据", "2027", "国务院"], en: ["2027", "announced"])
  }
}
