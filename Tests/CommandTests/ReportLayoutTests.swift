// The reports of a month as sheets, through the program and read back with it. Verified:
// 1. progress: 合计, 其中在建 and 前期, counties and their projects, in that order; every sum is of the
//    rows below it, and the import's own reading of headings finds no difference.
// 2. county: counts, plans and investment in 亿元; ten-days, not-started and behind have the rows
//    they are about and no others.
// 3. `--where` narrows, and sums follow; imported back, a report changes nothing that the ledger
//    has.
// 4. A report without a month, of a month that is none, of other records, as CSV, or without rows
//    is refused in both languages, and no file is written.
// 5. A closed month is reported from what was kept with its closing, whatever is corrected or
//    archived since; the sheet says where its figures are from, and so does the command where they
//    may change.
// 6. Every column of every layout is known to an import, or told of as computed, and reading the
//    file back changes nothing; the table of counties is refused as one of sums.

import Foundation
import Testing

@Suite struct ReportLayoutTests {
  private let ground: ScenarioGround

  init() throws {
    ground = try ScenarioGround.zhumadian()
    func project(_ name: String, _ region: String, _ fields: [String]) throws -> String {
      try ground.add(
        "project",
        ["name=\(name)", "region_code=\(region)", "annual_plan_year=2021", "level=市"] + fields)
    }
    let started = ["signed_on=2021-02-20", "substantive_start_on=2021-03-25"]
    let road = try project(
      "甲路", "411702", started + ["annual_plan=1000", "total_investment=30000", "leader=分包岗"])
    let bridge = try project(
      "乙桥", "411721", started + ["annual_plan=2000.5", "total_investment=5亿"])
    _ = try project(
      "丙站", "411721",
      [
        "annual_plan=500", "total_investment=800", "year_nature=前期", "planned_start_on=2021-06-01",
      ])
    for (id, period, amount) in [
      (road, "2021-09", "400"), (road, "2021-10", "150.25"), (road, "2021-10-T3", "33.5"),
      (bridge, "2021-10", "1800"),
    ] {
      try ground.add(
        "progress_report", "project=\(id)", "period=\(period)", "month_investment=\(amount)",
        "progress_done=主体施工", "submitted_on=2021-11-02", "report_state=submitted")
    }
  }

  private func export(
    _ layout: String, _ more: String..., name: String = "out.xlsx", month: String? = "2021-10"
  ) throws -> Outcome {
    try ground.scratch.run(
      [
        "export", "project", ground.scratch.directory + "/" + name, "--layout", layout,
        "--rule-set", "zhumadian-2021", "--json",
      ] + (month.map { ["--month", $0] } ?? []) + more)
  }

  /// The rows of the first sheet of a file, as LibreOffice reads them.
  private func rows(_ name: String = "out.xlsx") throws -> [[String]] {
    let scratch = ground.scratch
    let office = "/usr/bin/soffice"
    try #require(FileManager.default.isExecutableFile(atPath: office))
    let saved = try Program.run(
      [
        "-env:UserInstallation=file://\(scratch.directory)/lo", "--headless", "--convert-to",
        "csv:Text - txt - csv (StarCalc):9,34,76,1", "--outdir", scratch.directory + "/read",
        scratch.directory + "/" + name,
      ], executable: office)
    #expect(saved.status == 0, "\(saved.errors)")
    let path = scratch.directory + "/read/" + name.replacingOccurrences(of: ".xlsx", with: ".csv")
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      .map { line in
        line.split(separator: "\t", omittingEmptySubsequences: false).map {
          $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"\r"))
        }
      }
  }

  private func row(_ rows: [[String]], _ label: String) throws -> [String] {
    try #require(rows.first { $0.contains { $0.contains(label) } }, "\(label): \(rows)")
  }

  @Test func monthlyProgress() throws {
    #expect(try export("progress").status == 0)
    let rows = try rows()
    #expect(rows[0].joined().contains("2021年10月重点项目月进度表"))
    let head = try row(rows, "项目名称")
    #expect(head.contains("1—10月完成") && head.contains("占年计划%") && head.contains("分包领导"))
    let labels = rows.map { $0.count > 1 ? $0[1] : "" }.filter { !$0.isEmpty && $0 != "项目名称" }
    #expect(labels.count == 11, "\(labels)")
    for (label, words) in zip(
      labels, ["合计", "在建", "前期", "驿城区", "在建", "甲路", "西平县", "在建", "乙桥", "前期", "丙站"])
    {
      #expect(label.contains(words), "\(labels)")
    }
    let total = try row(rows, "合计")
    #expect(total[4] == "3,500.50" && total[5] == "2,350.25", "\(total)")
    #expect(total[6] == "67.1")
    let road = try row(rows, "甲路")
    #expect(road[5] == "550.25" && road[6] == "55.0" && road[9] == "分包岗", "\(road)")
    // The heading's counts and sums hold, as an import sees them, and nothing would change.
    let back = try ground.scratch.run(
      "import", ground.scratch.directory + "/out.xlsx", "--dry-run", "--json")
    let found = (back.lines.last?["findings"] as? [[String: String]] ?? []).compactMap {
      $0["code"]
    }
    #expect(!found.contains("declared-count") && !found.contains("declared-sum"), "\(found)")
    #expect(back.lines.last?["unchanged"] as? Int == 3, "\(back.output)")
  }

  @Test func theOtherReports() throws {
    #expect(try export("county", name: "county.xlsx").status == 0)
    let counties = try rows("county.xlsx")
    #expect(try row(counties, "隶属").prefix(5) == ["隶属", "项目个数", "年计划投资", "完成投资", "完成率%"])
    #expect(try row(counties, "西平县")[1] == "2")
    #expect(try row(counties, "合计").last == "67.1")
    #expect(counties.joined().contains { $0.contains("亿元") })

    #expect(try export("ten-days", name: "ten.xlsx").status == 0)
    let ten = try rows("ten.xlsx")
    // 400 of the months before, and the ten days; the month's own report is another figure.
    #expect(try row(ten, "甲路").contains("33.50") && row(ten, "甲路").contains("433.50"))
    #expect(!ten.joined().contains("乙桥") && ten.joined().contains("旬完成"))

    #expect(try export("not-started", name: "not.xlsx").status == 0)
    let not = try rows("not.xlsx")
    #expect(try row(not, "丙站").contains { $0.contains("2021-06-01") })
    #expect(!not.joined().contains("甲路") && not[0].joined().contains("未开工"))
  }

  @Test func everyLayoutIsReadBack() throws {
    let scratch = ground.scratch
    for layout in ["ledger", "plan", "progress", "ten-days", "not-started", "behind", "county"] {
      let file = scratch.directory + "/\(layout).xlsx"
      let ofMonth =
        ["ledger", "plan"].contains(layout)
        ? [] : ["--month", "2021-10", "--rule-set", "zhumadian-2021"]
      let told = try scratch.run(
        ["export", "project", file, "--layout", layout, "--json", "--lang", "zh"] + ofMonth)
      #expect(told.status == 0, "\(layout): \(told.errors)")
      let back = try scratch.run("import", file, "--dry-run", "--json")
      if layout == "county" {
        #expect(back.failure?.code == "only-sums" && back.status == 65, "\(back.errors)")
        continue
      }
      let sum = try #require(back.lines.last, "\(layout): \(back.errors)")
      #expect(sum["ignored_columns"] as? [String] == [], "\(layout)")
      let rows = try #require(sum["rows"] as? Int)
      #expect(rows > 0 && sum["unchanged"] as? Int == rows, "\(layout): \(back.output)")
      let codes = (sum["findings"] as? [[String: String]] ?? []).compactMap { $0["code"] }
      #expect(
        codes.contains("computed-columns") == !["ledger", "plan"].contains(layout), "\(layout)")
    }
  }

  @Test func narrowed() throws {
    #expect(try export("progress", "--where", "region_code = 411721").status == 0)
    let rows = try rows()
    #expect(!rows.joined().contains("甲路"))
    #expect(try row(rows, "合计")[5].contains("1,800.00"))
    #expect(try export("county", "--county", "驿城区", name: "c.xlsx").status == 0)
    #expect(try !self.rows("c.xlsx").joined().contains("西平县"))
    let told = try export("not-started", name: "n.xlsx")
    #expect(told.object.number("records") == 1, "\(told.output)")
  }

  @Test func tenDaysOfTwoProjects() throws {
    func report(_ project: String, _ period: String, _ amount: String) throws {
      let id = try #require(
        try ground.scratch.must("list", "project", "--where", "name = \(project)", "--json")
          .object.text("id"))
      try ground.add(
        "progress_report", "project=\(id)", "period=\(period)", "month_investment=\(amount)",
        "progress_done=主体施工", "submitted_on=2021-11-12", "report_state=submitted")
    }
    try report("甲路", "2021-11-T1", "7")
    try report("乙桥", "2021-11-T1", "5")
    try report("甲路", "2021-11-T2", "9")
    #expect(try export("ten-days", month: "2021-11").status == 0)
    let rows = try rows()
    #expect(rows.joined().contains { $0.contains("11月中旬") })
    let (road, bridge) = (try row(rows, "甲路"), try row(rows, "乙桥"))
    #expect(road.contains("9.00") && road.contains("566.25"), "\(road)")
    // Nothing of the last ten days, and still what the first brought.
    #expect(!bridge.contains("5.00") && bridge.contains("1,805.00"), "\(bridge)")
  }

  @Test func aClosedMonthStands() throws {
    let scratch = ground.scratch
    func told(_ outcome: Outcome, _ code: String) -> Bool {
      outcome.errors.contains("\"code\":\"\(code)\"")
    }
    let open = try export("progress")
    #expect(told(open, "not-closed"), "\(open.errors)")
    #expect(try rows()[1].joined().contains("草稿"))
    try scratch.must("close", "--month", "2021-10")
    #expect(try export("progress").errors.isEmpty)
    let first = try rows()
    #expect(first[1].joined().contains("关账时留存"), "\(first)")
    #expect(try row(first, "合计")[5] == "2,350.25")

    let report = try scratch.must(
      "list", "progress_report", "--where", "month_investment = 150.25", "--json")
    try scratch.must(
      "correct", try #require(report.object.text("id")), "month_investment=777", "--reason", "发票迟到")
    let station = try scratch.must("list", "project", "--where", "name = 丙站", "--json")
    try scratch.must(
      "archive", try #require(station.object.text("id")), "--reason", "撤项")
    let later = try export("progress")
    #expect(told(later, "corrected-since"), "\(later.errors)")
    #expect(try rows() == first)
    #expect(try export("county", "--county", "驿城区", name: "c.xlsx").status == 0)
    #expect(try row(rows("c.xlsx"), "合计").last == "55.0")

    // Other rules than it was closed by are judged on the records.
    let other = try ground.scratch.run(
      "export", "project", scratch.directory + "/o.xlsx", "--layout", "progress", "--month",
      "2021-10", "--rule-set", "lights", "--json")
    #expect(other.status == 0 && told(other, "not-kept"), "\(other.errors)")
    let now = try rows("o.xlsx")
    #expect(now[1].joined().contains("按现有记录") && !now.joined().contains("丙站"))
    #expect(try row(now, "合计")[5] == "2,977.00")
  }

  @Test func anotherYearsPlan() throws {
    #expect(try export("county", month: "2022-03").status == 0)
    let total = try row(try rows(), "合计")
    #expect(total[2] == "0.00" || total[2].isEmpty, "\(total)")
  }

  @Test func refused() throws {
    for language in ["zh", "en"] {
      let cases: [(Outcome, String, Int32)] = [
        (try export("progress", "--lang", language, month: nil), "export-month", 64),
        (try export("progress", "--lang", language, month: "2021-Q3"), "bad-month", 64),
        (try export("behind", "--lang", language, name: "a.csv"), "export-layout", 64),
        (try export("ten-days", "--lang", language, month: "2021-02"), "no-report-rows", 1),
        (try export("county", "--county", "火星", "--lang", language), "no-such-county", 64),
        (try export("county", "--columns", "name", "--lang", language), "idle-option", 64),
        (try export("ledger", "--lang", language), "idle-option", 64),
      ]
      for (outcome, code, status) in cases {
        #expect(outcome.failure?.code == code && outcome.status == status, "\(outcome.errors)")
        #expect(outcome.failure?.hint.isEmpty == false)
      }
    }
    let other = try ground.scratch.run(
      "export", "issue", ground.scratch.directory + "/i.xlsx", "--layout", "progress", "--month",
      "2021-10", "--json")
    #expect(other.failure?.code == "export-layout")
    let left = try FileManager.default.contentsOfDirectory(atPath: ground.scratch.directory)
    #expect(left.allSatisfy { !$0.hasSuffix(".xlsx") && !$0.hasSuffix(".csv") }, "\(left)")
  }
}
