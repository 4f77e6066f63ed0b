// What a closed month holds, through the program and a real store:
// 1. Its bulletin prints the same bytes after a correction, and says how many reports came since,
//    to people and to scripts; closing again with a reason takes them in. Number, addressee and
//    last day of reports are the order's own.
// 2. Other rules than it was closed by are judged on the records, which is said.
// 3. The bulletin of an open month is marked in the page and in the facts kept, and a note says so.
// 4. A month beyond the calendar is refused as such.
// 5. The plan of a project behind the even line is the line's.
// 6. A bulletin is Chinese whatever the language of the command.
// 7. A locked report is neither archived nor written over, with a reason or without, by the city
//    neither; the correction named leaves before and after. The city may unlock it.
// 8. An issue that is not closed is archived by the city alone.
// 9. Closing a month while an earlier one with reports is open is said.
// 10. Kept facts that cannot be read are refused with the closing's record; closing again is the
//     way out.
// 11. The plan of another year is none of the closed month's.
//     What was completed since the start goes on in January, in the snapshot and in the bulletin.
// 12. A draft is neither counted nor locked by a closing, which names its project; handed in
//     afterwards it says why, is told beside the bulletin, and counts once the month is closed
//     again.
// 13. A bulletin over several ledgers is a draft until the month is closed in each that has
//     projects; those that are open are named.

import Foundation
import Testing

@Suite struct ClosedMonthTests {
  private let ground: ScenarioGround
  private var page: String { ground.scratch.directory + "/b.html" }

  init() throws { ground = try ScenarioGround.zhumadian() }

  /// A project that is behind, with its report of a month; the report's id.
  private func report(_ month: String = "2021-10", _ amount: String = "120.5") throws -> String {
    let project = try ground.add(
      "project", "name=甲", "region_code=411702", "level=市", "annual_plan=1200",
      "annual_plan_year=2021", "total_investment=5000")
    return try ground.add(
      "progress_report", "project=\(project)", "period=\(month)", "month_investment=\(amount)",
      "progress_done=主体封顶", "report_state=submitted")
  }

  private func print(
    _ more: String..., month: String = "2021-10"
  ) throws -> (page: String, run: Outcome) {
    let run = try ground.scratch.run(["bulletin", "--month", month, "--out", page] + more)
    #expect(run.status == 0, "\(run.errors)")
    return (try String(contentsOfFile: page, encoding: .utf8), run)
  }

  @Test func theBulletinStands() throws {
    let report = try report()
    try ground.scratch.must("close", "--month", "2021-10")
    let first = try print("--json")
    #expect(first.page.contains("120.50") && !first.page.contains("草稿"))
    #expect(first.run.errors.isEmpty)
    try ground.scratch.must("correct", report, "month_investment=777", "--reason", "发票迟到")
    let second = try print("--json")
    #expect(second.page == first.page)
    #expect(second.run.errors.contains("\"code\":\"corrected-since\""), "\(second.run.errors)")
    let told = try print("--lang", "zh").run.errors
    #expect(told.contains("更正 1 份") && told.contains("--reason"))
    let own = try print("--number", "7", "--addressee", "各县区", "--reports-due", "2021-11-09")
    #expect(own.page.contains("第7期") && own.page.contains("各县区"))
    #expect(own.page.contains("2021-11-09") && own.page.contains("120.50"))
    try ground.scratch.must("close", "--month", "2021-10", "--reason", "更正甲一项")
    let third = try print("--json")
    #expect(third.page.contains("777.00") && third.run.errors.isEmpty)
  }

  @Test func otherRules() throws {
    let report = try report()
    try ground.scratch.must("close", "--month", "2021-10")
    try ground.scratch.must("correct", report, "month_investment=777", "--reason", "发票迟到")
    let other = try print("--rule-set", "lights", "--json")
    #expect(other.page.contains("777.00") && other.run.errors.contains("\"code\":\"not-kept\""))
    #expect(try print("--rule-set", "zhumadian-2021").page.contains("120.50"))
  }

  @Test func anOpenMonth() throws {
    _ = try report()
    let kept = ground.scratch.directory + "/facts"
    let open = try print("--freeze", kept, "--json")
    #expect(open.page.contains("草稿：本月尚未关账，数字可能变动"))
    #expect(open.run.errors.contains("\"code\":\"not-closed\""))
    let again = ground.scratch.directory + "/again.html"
    try ground.scratch.must("bulletin", "--from", kept, "--out", again)
    #expect(try String(contentsOfFile: again, encoding: .utf8) == open.page)
  }

  @Test func beyondTheCalendar() throws {
    _ = try report()
    let beyond = try ground.scratch.run(
      "bulletin", "--month", "2030-01", "--out", page, "--json")
    #expect(beyond.status == 1 && beyond.failure?.code == "calendar")
    #expect(beyond.failure?.hint.contains("2030") == true)
    #expect(!FileManager.default.fileExists(atPath: page))
  }

  @Test func theLineIsThePlan() throws {
    _ = try report()
    let text = try print().page
    // 1200 over ten months of twelve.
    #expect(text.contains(">1000.00<"))
  }

  @Test func anotherYearsPlan() throws {
    _ = try report("2022-01", "7")
    try ground.scratch.must("close", "--month", "2022-01")
    let kept = try ground.scratch.must("close", "--month", "2022-01", "--reprint").output
    #expect(kept.contains("甲\t\t7\t7\t7\n"), "\(kept)")
  }

  @Test func januaryGoesOn() throws {
    let project = try ground.add(
      "project", "name=甲", "region_code=411702", "level=市", "annual_plan=1200",
      "annual_plan_year=2021", "prior_cumulative=50", "total_investment=5000")
    for (month, amount) in [("2021-12", "120.5"), ("2022-01", "7")] {
      try ground.add(
        "progress_report", "project=\(project)", "period=\(month)", "month_investment=\(amount)",
        "progress_done=主体封顶", "report_state=submitted")
    }
    try ground.scratch.must("close", "--month", "2022-01")
    let kept = try ground.scratch.must("close", "--month", "2022-01", "--reprint").output
    #expect(kept.contains("甲\t\t7\t7\t177.5\n"), "\(kept)")
    // 开工至上年底累计 of the bulletin is what December left.
    #expect(try print(month: "2022-01").page.contains(">170.50<"))
    #expect(try print(month: "2021-12").page.contains(">50.00<"))
  }

  @Test func draftsAreLeftOut() throws {
    let counted = try report()
    let other = try ground.add("project", "name=乙", "region_code=411721")
    let draft = try ground.add(
      "progress_report", "project=\(other)", "period=2021-10", "month_investment=900",
      "progress_done=基础", "report_state=draft")
    let closed = try ground.scratch.must("close", "--month", "2021-10", "--json", "--lang", "zh")
    #expect(closed.object.number("not_handed_in") == 1)
    #expect(closed.object.number("locked") == 1 && closed.object.number("projects") == 2)
    #expect(closed.errors.contains("reports-not-handed-in") && closed.errors.contains("乙"))
    #expect(try ground.scratch.fields(draft)["report_state"] as? String == "draft")
    #expect(try ground.scratch.fields(counted)["report_state"] as? String == "locked")
    let first = try ground.scratch.must("close", "--month", "2021-10", "--reprint").output
    #expect(first.contains("\t120.5\t") && !first.contains("\t900\t"), "\(first)")
    // Not handed in is not late either: the bulletin says nothing came since.
    #expect(try print("--json").run.errors.isEmpty)
    #expect(try ground.refusal("set", draft, "report_state=submitted") == "period-closed")
    try ground.scratch.must("set", draft, "report_state=submitted", "--reason", "补报")
    #expect(try print("--json").run.errors.contains("\"code\":\"corrected-since\""))
    let again = try ground.scratch.must(
      "close", "--month", "2021-10", "--reason", "补报一项", "--json")
    #expect(again.object.number("locked") == 2 && again.object.number("not_handed_in") == 0)
    let second = try ground.scratch.must("close", "--month", "2021-10", "--reprint").output
    #expect(second.contains("\t900\t"))
  }

  @Test func severalLedgers() throws {
    let scratch = try Scratch(ledgers: "411702,411721,411723", role: "city")
    let counties = ["411702", "411723"]
    for county in counties {
      try scratch.must(
        "add", "project", "name=\(county)项目", "region_code=\(county)", "level=市",
        "annual_plan=1000", "annual_plan_year=2021", "--ledger", county)
    }
    let page = scratch.directory + "/several.html"
    func told() throws -> (isDraft: Bool, errors: String) {
      let run = try scratch.run(
        "bulletin", "--month", "2021-10", "--rule-set", "zhumadian-2021", "--out", page, "--json")
      #expect(run.status == 0, "\(run.errors)")
      let text = try String(contentsOfFile: page, encoding: .utf8)
      return (text.contains("草稿：本月尚未关账"), run.errors)
    }
    let open = try told()
    #expect(open.isDraft && counties.allSatisfy { open.errors.contains($0) }, "\(open.errors)")
    try scratch.must("close", "--month", "2021-10", "--ledger", "411702")
    let half = try told()
    #expect(half.isDraft && half.errors.contains("\"code\":\"not-closed\""))
    #expect(half.errors.contains("411723") && !half.errors.contains("411702"), "\(half.errors)")
    try scratch.must("close", "--month", "2021-10", "--ledger", "411723")
    let closed = try told()
    #expect(!closed.isDraft && !closed.errors.contains("not-closed"), "\(closed.errors)")
  }

  @Test func oneLanguage() throws {
    _ = try report()
    let pages = try ["zh", "en"].map { try print("--lang", $0).page }
    #expect(pages[0] == pages[1] && pages[0].contains("建设进展情况通报"))
  }

  @Test func aLockedReportStays() throws {
    let report = try report()
    try ground.scratch.must("close", "--month", "2021-10")
    for (language, part) in [("zh", "已锁定"), ("en", "locked")] {
      let outcome = try ground.scratch.run(
        "archive", report, "--reason", "误", "--json", "--lang", language)
      #expect(outcome.status == 1 && outcome.failure?.code == "locked-report-archived")
      #expect(outcome.failure?.message.contains(part) == true)
      #expect(outcome.failure?.hint.contains("taizhang correct") == true)
    }
    #expect(try ground.indicator("A3", "2021-10-31").text("numerator") == "120.5")
  }

  @Test func aLockedReportIsCorrected() throws {
    let report = try report()
    try ground.scratch.must("close", "--month", "2021-10")
    for (language, part) in [("zh", "已锁定"), ("en", "locked")] {
      let outcome = try ground.scratch.run(
        "set", report, "month_investment=777", "--reason", "发票迟到", "--json", "--lang", language)
      #expect(outcome.status == 1 && outcome.failure?.code == "report-locked")
      #expect(outcome.failure?.message.contains(part) == true)
      #expect(outcome.failure?.hint.contains("taizhang correct \(report)") == true)
    }
    #expect(try ground.scratch.fields(report)["month_investment"] as? String == "120.5")
    let done = try ground.scratch.must(
      "correct", report, "month_investment=777", "--reason", "发票迟到", "--json"
    ).object
    let asked = try #require((done["corrections"] as? [String])?.first)
    let correction = try ground.scratch.fields(asked)
    #expect((correction["before"] as? String)?.contains("120.5") == true)
    #expect((correction["after"] as? String)?.contains("777") == true)
    #expect(try ground.scratch.fields(report)["month_investment"] as? String == "120.5")
    try ground.set(report, "report_state=退回")
    #expect(try ground.scratch.fields(report)["report_state"] as? String == "returned")
  }

  @Test func whoArchivesAnIssue() throws {
    for (role, status) in [("county", 77), ("city", 0)] as [(String, Int32)] {
      let office = try ScenarioGround.zhumadian(role: role)
      let issue = try office.add("issue", "name=停水", "due_on=2021-10-08")
      #expect(try office.warnings("2021-12-01", "zmd-m-notify").count == 1)
      let outcome = try office.scratch.run("archive", issue, "--reason", "误录", "--json")
      #expect(outcome.status == status, "\(role): \(outcome.errors)")
      #expect(role == "city" || outcome.failure?.code == "open-issue-archived")
      let left = try office.warnings("2021-12-01", "zmd-m-notify").count
      #expect(left == (role == "city" ? 0 : 1), "the overdue issue stays on the list")
    }
  }

  @Test func anEarlierMonthIsOpen() throws {
    _ = try report("2021-09")
    _ = try report("2021-10")
    let later = try ground.scratch.must("close", "--month", "2021-10", "--json", "--lang", "zh")
    #expect(later.errors.contains("earlier-month-open") && later.errors.contains("2021-09"))
    let earlier = try ground.scratch.must("close", "--month", "2021-09", "--json")
    #expect(!earlier.errors.contains("earlier-month-open"))
  }

  @Test func damagedFacts() throws {
    _ = try report()
    let digest = String(repeating: "0", count: 64)
    let close = try ground.add(
      "period_close", "period=2021-10", "version=1", "closed_by=x", "snapshot=x",
      "digest=\(digest)", "row_count=0", "bulletin=x")
    let sheet = ground.scratch.directory + "/p.xlsx"
    for arguments in [
      ["bulletin", "--month", "2021-10", "--out", page],
      ["export", "project", sheet, "--layout", "progress", "--month", "2021-10"],
    ] {
      let refused = try ground.scratch.run(arguments + ["--json"])
      #expect(refused.status == 1 && refused.failure?.code == "snapshot-damaged", "\(arguments)")
      #expect(refused.failure?.message.contains(close) == true)
      #expect(refused.failure?.hint.contains("close --month 2021-10 --reason") == true)
    }
    try ground.scratch.must("close", "--month", "2021-10", "--reason", "留存的数读不懂")
    #expect(try print().page.contains("120.50"))
  }
}
