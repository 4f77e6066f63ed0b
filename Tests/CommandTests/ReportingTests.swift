// The month's reports through the program. Verified:
// 1. carry: drafts begun from last month's reports, with the plan and who reports, without figures;
//    what is there is left alone, and a draft counts for nothing.
// 2. Weekly reports of the dispatch library: a week without one is warned of, a week of holidays is
//    not.
// 3. Ten-day reports: the last ten days and the month to date in the bulletin.
// 4. Reporting discipline: who has handed in all, who is late, who lacks how many, and the message
//    ready to be sent. A report that names no day is handed in on a day that is not known: not on
//    the month's last.
// 5. rank --since a day before the sheet's force says so and gives the places without a change.
// 6. Typed figures reach the rules and indicators that ask for them; one in a unit that is not
//    known is told beside the answer, with its record and the next step.
// 7. An issue that was taken up again is in work in the bulletin, whatever day it was once closed
//    on, as it is to the rules.

import Foundation
import Testing

@Suite struct ReportingTests {
  @Test func carriedForward() throws {
    let ground = try ScenarioGround.zhumadian()
    let plan = ["annual_plan_year=2021", "annual_plan=1200", "monthly_plan_11=1100"]
    let one = try ground.add("project", ["name=甲", "region_code=411702"] + plan)
    let two = try ground.add("project", "name=乙", "region_code=411721")
    let report = ["period=2021-10", "month_investment=100", "progress_done=五层"]
    try ground.add(
      "progress_report", ["project=\(one)", "progress_planned=主体封顶", "reporter=台账员"] + report)
    try ground.add("progress_report", ["project=\(two)"] + report)
    try ground.add("progress_report", "project=\(two)", "period=2021-11", "month_investment=7")
    let dry = try ground.scratch.must("carry", "--month", "2021-11", "--dry-run", "--json").object
    #expect(dry.number("carried") == 1 && dry.number("present") == 1)
    #expect(try ground.scratch.must("list", "progress_report", "--json").lines.count == 3)
    try ground.scratch.must("carry", "--month", "2021-11")
    let begun = try #require(
      try ground.scratch.must("list", "progress_report", "--json").lines
        .compactMap { $0["fields"] as? [String: Any] }
        .first { $0.text("period") == "2021-11" && $0.text("project") == one })
    #expect(begun.text("planned") == "1100" && begun.text("progress_planned") == "主体封顶")
    #expect(begun.text("reporter") == "台账员" && begun.text("report_state") == "draft")
    #expect(begun["month_investment"] == nil && begun["progress_done"] == nil)
    let again = try ground.scratch.must("carry", "--month", "2021-11", "--json").object
    #expect(again.number("carried") == 0 && again.number("present") == 2)
    let wrong = try ground.scratch.run("carry", "--month", "2021", "--json")
    #expect(wrong.status == 64 && wrong.failure?.code == "bad-month")
    try ground.scratch.sound()
  }

  @Test func weeklyReports() throws {
    let ground = try ScenarioGround.zhumadian()
    let id = try ground.add(
      "project", "name=甲", "region_code=411702", "stage=在建", "signed_on=2021-09-20",
      "dispatch_flags=专项债")
    func missing(_ asOf: String) throws -> Bool {
      try !ground.warnings(asOf, "zmd-m-dispatch-lib").isEmpty
    }
    // 2021-W39 is 27 September to 3 October.
    #expect(try missing("2021-10-04"))
    try ground.add(
      "progress_report", "project=\(id)", "period=2021-W39", "report_state=submitted")
    #expect(try !missing("2021-10-03") && !missing("2021-10-09"))
    #expect(try missing("2021-10-10"), "W40 has two working days")
    try ground.add(
      "progress_report", "project=\(id)", "period=2022-W04", "report_state=submitted")
    #expect(try missing("2022-01-29") && !missing("2022-01-30"))
    #expect(try !missing("2022-02-07"), "the week of the Spring Festival asks for nothing")
    #expect(try missing("2022-02-13"))
  }

  @Test func tenDaysAndDiscipline() throws {
    let ground = try ScenarioGround.zhumadian()
    let started = ["signed_on=2021-09-20", "substantive_start_on=2021-09-25", "annual_plan=1000"]
    func project(_ name: String, _ region: String) throws -> String {
      try ground.add(
        "project",
        ["name=\(name)", "region_code=\(region)", "annual_plan_year=2021", "level=市"] + started)
    }
    let on = try project("准时", "411702")
    let late = try project("迟报", "411721")
    let half = try project("一半", "411722")
    _ = try project("缺报", "411722")
    func report(_ id: String, _ period: String, _ amount: String, _ day: String) throws {
      try ground.add(
        "progress_report", "project=\(id)", "period=\(period)", "month_investment=\(amount)",
        "progress_done=在建", "submitted_on=\(day)", "report_state=submitted")
    }
    try report(on, "2021年10月上旬", "10", "2021-10-11")
    try report(on, "2021-10-T3", "33.5", "2021-11-01")
    try report(on, "2021-10", "77", "2021-11-05")
    try report(late, "2021-10", "80", "2021-11-08")
    try report(half, "2021-10", "90", "2021-11-03")
    let page = ground.scratch.directory + "/b.html"
    let written = try ground.scratch.must(
      "bulletin", "--month", "2021-10", "--out", page, "--rule-set", "zhumadian-2021", "--lang",
      "zh")
    let text = try String(contentsOfFile: page, encoding: .utf8)
    #expect(text.contains("33.5"), "the last ten days")
    #expect(text.contains("（2 项缺 1 项）"))
    #expect(text.contains("应报单位") && text.contains("2021-11-05"))
    #expect(written.output.contains("迟报的1个单位") && written.output.contains("尚未报送的1个单位"))
    // Another last day: everyone who reported was in time.
    let later = try ground.scratch.must(
      "bulletin", "--month", "2021-10", "--out", page, "--rule-set", "zhumadian-2021",
      "--reports-due", "2021-11-08", "--lang", "zh")
    #expect(later.output.contains("尚未报送的1个单位") && !later.output.contains("迟报的1个单位"))
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("2021-11-08"))
  }

  @Test func aDayNobodySaid() throws {
    let ground = try ScenarioGround.zhumadian()
    for region in ["411702", "411721"] {
      let id = try ground.add("project", "name=\(region)", "region_code=\(region)", "level=市")
      try ground.add(
        "progress_report",
        ["project=\(id)", "period=2021-10", "month_investment=7", "progress_done=在建"]
          + (region == "411702" ? ["submitted_on=2021-11-04"] : []) + ["report_state=submitted"])
    }
    let page = ground.scratch.directory + "/b.html"
    let told = try ground.scratch.must(
      "bulletin", "--month", "2021-10", "--out", page, "--rule-set", "zhumadian-2021",
      "--issued-on", "2021-11-09", "--lang", "zh")
    let text = try String(contentsOfFile: page, encoding: .utf8)
    #expect(text.contains("日期不详") && text.contains("按时") && text.contains("2021-11-04"))
    #expect(!text.contains("2021-10-31"), "nothing was handed in on the month's last day")
    #expect(!told.output.contains("尚未报送") && !told.output.contains("迟报"))
  }

  @Test func anIssueTakenUpAgain() throws {
    let ground = try ScenarioGround.zhumadian()
    let project = try ground.add("project", "name=甲", "region_code=411702", "level=市")
    let dates = ["raised_on=2021-10-01", "due_on=2021-10-12", "closed_on=2021-10-11"]
    try ground.add(
      "issue", ["project=\(project)", "name=用地未批", "status=办理中"] + dates)
    let page = ground.scratch.directory + "/b.html"
    try ground.scratch.must(
      "bulletin", "--month", "2021-10", "--out", page, "--rule-set", "zhumadian-2021")
    let text = try String(contentsOfFile: page, encoding: .utf8)
    #expect(text.contains("用地未批") && text.contains("办理中") && !text.contains("2021-10-11"))
    #expect(try ground.warnings("2021-11-01", "zmd-m-notify").count == 1)
  }

  @Test func theYearsLineAndStatedNumbers() throws {
    let ground = try ScenarioGround.zhumadian()
    for (name, amounts) in [("甲", ["08": "100", "09": "200", "10": "300"]), ("乙", ["10": "37"])] {
      let id = try ground.add(
        "project", "name=\(name)", "region_code=411702", "annual_plan=1000",
        "annual_plan_year=2021", "level=市", "signed_on=2021-03-20",
        "substantive_start_on=2021-04-25")
      for (month, amount) in amounts {
        try ground.add(
          "progress_report", "project=\(id)", "period=2021-\(month)",
          "month_investment=\(amount)", "progress_done=在建", "report_state=submitted")
      }
    }
    let page = ground.scratch.directory + "/b.html"
    let asked = ["bulletin", "--month", "2021-10", "--rule-set", "zhumadian-2021", "--out", page]
    func run(_ more: String...) throws -> Outcome {
      try ground.scratch.run(asked + more + ["--json"])
    }
    #expect(try run().status == 0)
    let text = try String(contentsOfFile: page, encoding: .utf8)
    // 637/2000 in the text and at the line's end; 100/2000 and 300/2000 on the way; nothing before.
    for point in ["5.0", "15.0", "31.9"] {
      #expect(text.contains(">\(point)</text>"), "\(point)")
    }
    #expect(text.split(separator: "<circle").count == 4)

    let stated = try run("--stated", "city.investment=31.8=上级通报原数")
    #expect(stated.status == 0, "\(stated.errors)")
    let printed = try String(contentsOfFile: page, encoding: .utf8)
    #expect(printed.contains("31.8") && printed.contains("上级通报原数"))
    let unexplained = try run("--stated", "city.investment=31.8")
    #expect(unexplained.status == 1 && unexplained.errors.contains("31.8"))
    let unknown = try run("--stated", "city.rate=31.8=上级通报原数")
    #expect(unknown.failure?.hint.contains("city.investment") == true, "\(unknown.errors)")
    for bad in ["31.8", "city.investment=31.8= ", "city.investment==31.8=上级通报原数"] {
      #expect(try run("--stated", bad).failure?.code == "bad-stated", "\(bad)")
    }
    #expect(try run("--county", "驿城区").failure?.code == "idle-option")
    let twice = try run("--stated", "city.investment=31.8=甲", "--stated", "city.investment=31.7=乙")
    #expect(twice.failure?.code == "idle-option" && twice.status == 64)
    #expect(try run("--number", "0").failure?.code == "bad-issue-number")
    for option in ["--issued-on", "--reports-due"] {
      #expect(try run(option, "2021-09-30").failure?.code == "before-month")
      #expect(try run(option, "2021-10-01").status == 0)
    }
    #expect(try run("--out", page).failure?.code == "same-output")
    // A place that cannot be written leaves nothing half made, and what was there.
    let taken = ground.scratch.directory + "/taken.xlsx"
    try FileManager.default.createDirectory(
      atPath: taken + "/kept", withIntermediateDirectories: true)
    let refused = try run("--out", taken)
    #expect(refused.failure?.code == "cannot-create" && refused.status == 73)
    let left = try FileManager.default.contentsOfDirectory(atPath: ground.scratch.directory)
    #expect(left.contains("taken.xlsx") && !left.contains { $0.contains(".part-") }, "\(left)")
    let kept = ground.scratch.directory + "/facts"
    #expect(try run("--freeze", kept).status == 0)
    let reprint = try ground.scratch.run(
      "bulletin", "--from", kept, "--number", "7", "--out", page, "--json")
    #expect(reprint.failure?.code == "idle-option")
  }

  @Test func ranksBeforeTheirForce() throws {
    let ground = try ScenarioGround.zhumadian()
    try ground.add(
      "project", "name=甲", "region_code=411721", "signed_on=2021-09-28", "total_investment=9000")
    let outcome = try ground.scratch.run(
      "rank", "--as-of", "2021-10-31", "--since", "2021-09-01", "--rule-set", "zhumadian-2021",
      "--json")
    #expect(outcome.status == 0 && outcome.errors.contains("not-in-force"))
    #expect(outcome.errors.contains("2021-09-18"))
    #expect(outcome.lines.first?["change"] == nil && outcome.lines.first?.number("place") == 1)
    let since = try ground.scratch.run(
      "rank", "--as-of", "2021-10-31", "--since", "2021-09-30", "--rule-set", "zhumadian-2021",
      "--json")
    #expect(since.errors.isEmpty && since.lines.first?.number("change") == 0)
  }

  @Test func typedFigures() throws {
    let ground = try ScenarioGround("pingdingshan-2022", ledger: "410400")
    #expect(try ground.lines(["indicators", "--only", "D9.fai", "--as-of", "2022-12-31"]).isEmpty)
    let typed = try ground.add("figure", "name=fai_growth", "value=9.9")
    #expect(try ground.indicator("D9.fai", "2022-12-31").text("numerator") == "9.9")
    #expect(try ground.warnings("2022-12-31", "pds-fai").count == 1)
    try ground.set(typed, "value=10")
    #expect(try ground.warnings("2022-12-31", "pds-fai").isEmpty)
    try ground.add("figure", "name=gdp_growth_h2", "value=7")
    #expect(try ground.warnings("2022-12-31", "pds-gdp").count == 1, "超过7% is strict")
    try ground.scratch.must("archive", typed, "--reason", "口径有误")
    #expect(try ground.lines(["indicators", "--only", "D9.fai", "--as-of", "2022-12-31"]).isEmpty)
    let odd = try ground.add("figure", "name=fai_growth", "value=3", "measure=百亿元")
    for command in ["warnings", "due", "indicators", "rank"] {
      let outcome = try ground.scratch.run(
        command, "--as-of", "2022-12-31", "--rule-set", "pingdingshan-2022", "--json")
      #expect(outcome.errors.contains("\"code\":\"figure-unit\""), "\(command)")
      #expect(outcome.errors.contains(odd) && outcome.errors.contains("百亿元"), "\(command)")
    }
    try ground.set(odd, "measure=亿元")
    let mended = try ground.scratch.run("warnings", "--as-of", "2022-12-31", "--json")
    #expect(mended.status == 0 && !mended.errors.contains("figure-unit"), "\(mended.errors)")
  }
}
