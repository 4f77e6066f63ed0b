// Workbooks through the program. Verified:
// 1. The real sheet of Guilin, as .xlsx and .xls: 52 new projects with amounts, the headings'
//    differences and the stray error told with their cells; a second import changes nothing.
// 2. Each message has the cell, a sentence in the language asked for, labels included, and the
//    next step.
// 3. Near names and equal codes are offered, not merged; `--same-as` takes the offer; 东线 and
//    西线 are two.
// 4. All or nothing: one rejected row stops all rows, and nothing is noted as an import. A record
//    of another ledger is not made a second time.
// 5. Undo takes back what nobody edited since, archives what it made, names what it keeps; once
//    only.
// 6. What export writes as .xlsx, import reads as unchanged in both languages; an edited cell is
//    the only change; the plan layout adds up.
// 7. An empty cell changes nothing unless it is to clear; long codes as numbers are refused.
// 8. Files that cannot be read: protected, damaged, no sheet, too large, a sheet that is not
//    there.
// 9. A list of withdrawals makes no new project: what the ledger does not have is refused, row by
//    row, with the next step; what it has is matched.
// 10. Of several records of one name each is offered with its county; `--same-as` takes one of
//     them.
// 11. A name in another county is another project: the record of that name is offered, and not
//     written over.
// 12. One file imported by two processes at once is written once.
// 13. An import of which nothing can be taken back stands, and the undo is refused.
// 14. Rows that say what they belong to mean records below it: two projects report one month in
//     one file.
// 15. A code that two records share is told on the sheet, and tells them apart by their names.
// 16. A table that is left out is told of after preview and import, with the command that imports
//     it; 3 with `--exit-code`, else 0. `--header-row` reads it, however far down.
// 17. A workbook that LibreOffice saved again still says what it had seen: what was written since
//     the export stays. Of a file that cannot say so, who wrote the values that would leave, and
//     when, is told.
// 18. A name that goes on with 工程, 项目, a number or a remark where another ends is offered;
//     another line, phase or place is not.
// 19. A cell beyond a mebibyte is refused in time linear in its length, as a name and as a note
//     of a row.

import Foundation
import Testing

@Suite struct ImportTests {
  private static func fixture(_ name: String) -> String {
    Program.root.appendingPathComponent("Fixtures/workbooks/\(name)").path
  }

  private func findings(_ outcome: Outcome, _ code: String) -> [String] {
    (outcome.lines.last?["findings"] as? [[String: String]] ?? [])
      .filter { $0["code"] == code }.compactMap { $0["place"] }
  }

  @Test(.timeLimit(.minutes(1))) func veryLongCells() throws {
    let scratch = try Scratch()
    // Long enough that what copies the cell once a character does not end within the limit.
    let long = String(repeating: "桥", count: 1 << 20)
    let file = scratch.directory + "/long.csv"
    try Data("项目名称,建设地点\n\(long),\n甲,\(long)\n".utf8).write(to: URL(fileURLWithPath: file))
    let outcome = try scratch.run("import", file, "--as", "project", "--dry-run", "--json")
    #expect(outcome.status == 65, "\(outcome.errors.prefix(500))")
    let problems = outcome.lines.flatMap { $0["problems"] as? [[String: String]] ?? [] }
    #expect(problems.map { $0["code"] } == ["too-long", "too-long"], "\(problems)")
  }

  @Test(arguments: ["xlsx", "xls"]) func guilin(ending: String) throws {
    let scratch = try Scratch()
    let file = Self.fixture("guilin_2022_rows1_75.\(ending)")
    let dry = try scratch.must("import", file, "--dry-run", "--json")
    #expect(dry.lines.last?["new"] as? Int == 52 && dry.lines.last?["written"] as? Bool == false)
    #expect(try scratch.must("list", "project", "--json").lines.isEmpty)
    let done = try scratch.must("import", file, "--json")
    #expect(done.lines.last?["new"] as? Int == 52)
    #expect(done.lines.last?["header_row"] as? Int == 4)
    #expect(findings(done, "stray-error") == ["Sheet1!J5"])
    #expect(findings(done, "declared-count").contains("Sheet1!5"))
    let listed = try scratch.must("list", "project", "--json").lines
    let fields = listed.compactMap { $0["fields"] as? [String: Any] }
    let first = fields.first { $0["name"] as? String == "恭城县通用机场" }
    #expect(first?["total_investment"] as? String == "35000")
    #expect(first?["owner"] as? String == "待定")
    let again = try scratch.must("import", file, "--json")
    #expect(again.lines.last?["unchanged"] as? Int == 52)
    #expect(again.lines.last?["import"] == nil)
    try scratch.sound()
  }

  @Test func sentencesWithCells() throws {
    let scratch = try Scratch()
    let file = try scratch.file(
      "a.csv", "序号,项目名称,总投资,开工时间\n1,甲,很多,2024年10月\n2,乙,#5,2024-10-01\n")
    for (language, word) in [("zh", "不收"), ("en", "rejected")] {
      let told = try scratch.run("import", file, "--lang", language)
      #expect(told.status == 65 && told.output.contains(word))
      #expect(
        told.output.contains("C2") && told.output.contains("D2") && told.output.contains("C3"))
    }
    let long = try scratch.file("b.csv", "项目名称,总投资\n甲,5\n单位：千元,\n乙,6\n")
    let told = try scratch.run("import", long, "--dry-run", "--lang", "en")
    #expect(told.output.contains("Total investment (total_investment)"), "\(told.output)")
    #expect(told.output.contains("千元"))
    let json = try scratch.run("import", file, "--json")
    let problems = json.lines[0]["problems"] as? [[String: String]] ?? []
    #expect(problems.map { $0["cell"] } == ["C2", "D2"])
    #expect(problems.map { $0["code"] } == ["not-a-number", "month-only"])
    #expect(problems.allSatisfy { $0["hint"]?.isEmpty == false })
    #expect(try scratch.must("import", "--list", "--json").lines.isEmpty)
  }

  @Test func recordsOfAnotherLedger() throws {
    let scratch = try Scratch(ledgers: "411702,411723")
    let here = try scratch.must(
      "add", "project", "name=本县水厂", "--ledger", "411702", "--json")
    let there = try scratch.must(
      "add", "project", "name=邻县水厂", "--ledger", "411723", "--json")
    let ids = [here, there].compactMap { $0.lines.first?["id"] as? String }
    let file = try scratch.file(
      "a.csv", "id,项目名称\n\(ids[0]),本县水厂二期\n\(ids[1]),邻县水厂\n")
    let told = try scratch.run("import", file, "--ledger", "411702", "--json")
    #expect(told.status == 65)
    let problems = told.lines.flatMap { $0["problems"] as? [[String: String]] ?? [] }
    #expect(problems.map { $0["code"] } == ["no-such-record"], "\(told.output)")
    #expect(try scratch.must("list", "project", "--json").lines.count == 2)
  }

  @Test func duplicatesAreOffered() throws {
    let scratch = try Scratch()
    let held = try scratch.add("project", "name=城区供水管网改造工程（东线）")
    _ = try scratch.add(
      "project", "name=冷链物流园建设项目", "project_code=2109-411702-04-01-123456")
    let file = try scratch.file(
      "a.csv",
      """
      项目代码,项目名称,业主
      ,城区供水管网改造工程（西线）,一
      ,城区供水管网改造工程(东线),二
      2109-411702-04-01-123456,完全不同的名称,三
      ,某某乡镇敬老院改扩建项目,四
      ,某某乡镇敬老院改扩建项目★,五
      ,某某乡镇敬老院扩建项目,六

      """)
    let preview = try scratch.run("import", file, "--dry-run", "--json")
    func offers(_ row: Int) -> [String] {
      (preview.lines[row]["offers"] as? [[String: String]] ?? []).compactMap { $0["kind"] }
    }
    #expect(offers(0) == [] && preview.lines[0]["outcome"] as? String == "new")
    #expect(offers(1) == ["near-name"] && preview.lines[1]["outcome"] as? String == "new")
    #expect(offers(2) == ["same-code"])
    #expect(preview.lines[4]["outcome"] as? String == "rejected")
    #expect(offers(5) == ["near-row"])
    let taken = try scratch.run(
      "import", file, "--same-as", "3=\(held)", "--skip-rejected", "--json")
    #expect(taken.lines[1]["outcome"] as? String == "changed")
    #expect(taken.lines[1]["id"] as? String == held)
    #expect(try scratch.fields(held)["owner"] as? String == "二")
    #expect(
      try scratch.run("import", file, "--same-as", "x", "--json").failure?.code == "bad-same-as")
    let idle = try scratch.run("import", file, "--same-as", "99=\(held)", "--json")
    #expect(idle.failure?.code == "idle-same-as" && idle.status == 64)
  }

  @Test func namesThatGoOn() throws {
    let scratch = try Scratch()
    _ = try scratch.add("project", "name=东线供水")
    _ = try scratch.add("project", "name=驿城学校（一期）")
    let near = ["东线供水工程", "东线供水建设项目", "东线供水二", "东线供水工程2", "东线供水（改名）"]
    let other = ["西线供水", "西线供水工程", "东线供水（二期）", "驿城学校（二期）", "东线供水十二", "东线"]
    for (names, isNear) in [(near, true), (other, false)] {
      for name in names {
        let file = try scratch.file("a.csv", "项目名称,业主\n\(name),某局\n")
        let row = try #require(try scratch.run("import", file, "--dry-run", "--json").lines.first)
        #expect(row["outcome"] as? String == "new", "\(name)")
        let kinds = (row["offers"] as? [[String: String]] ?? []).compactMap { $0["kind"] }
        #expect(kinds == (isNear ? ["near-name"] : []), "\(name): \(kinds)")
      }
    }
  }

  @Test func oneCodeOfTwoProjects() throws {
    let scratch = try Scratch()
    let file = scratch.directory + "/list.csv"
    let lines = ["项目代码,项目名称,总投资", "2109-411702-04-01-123456,甲厂,1", "2109-411702-04-01-123456,乙桥,2"]
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: file))
    let first = try scratch.run("import", file, "--json")
    #expect(first.status == 0 && first.lines.last?["new"] as? Int == 2, "\(first.errors)")
    let offers = first.lines[1]["offers"] as? [[String: Any]] ?? []
    #expect(offers.contains { $0["kind"] as? String == "same-code-row" }, "\(first.output)")
    let again = try scratch.run("import", file, "--json")
    #expect(again.status == 0 && again.lines.last?["unchanged"] as? Int == 2, "\(again.output)")
    try Data((lines[0] + "\n" + lines[1].replacingOccurrences(of: "甲厂", with: "丙站") + "\n").utf8)
      .write(to: URL(fileURLWithPath: file))
    let neither = try scratch.run("import", file, "--json")
    #expect(neither.status == 65 && neither.output.contains("ambiguous-row"), "\(neither.output)")
  }

  @Test func tablesLeftOut() throws {
    let scratch = try Scratch()
    let rows = (1...40).map { "\($0),厂房\($0)号,\($0),某局\n" }
    let file = try scratch.file(
      "两 表.csv",
      "序号,项目名称,总投资（万元）,业主\n" + rows.joined()
        + "二、前期,,,\n序号,项目名称,总投资（亿元）,业主\n1,泵站,5,某局\n")
    let command = "taizhang import '\(file)' --header-row 43"
    for arguments in [["--dry-run"], []] {
      let told = try scratch.run(["import", file, "--lang", "zh"] + arguments)
      #expect(told.status == 0 && told.output.contains(command), "\(told.output)")
    }
    let coded = try scratch.run("import", file, "--dry-run", "--exit-code", "--json")
    #expect(coded.status == 3)
    let left = coded.lines.last?["left_out"] as? [[String: Any]] ?? []
    #expect(left.count == 1 && left.first?["header_row"] as? Int == 43)
    let second = try scratch.must("import", file, "--header-row", "43", "--exit-code", "--json")
    #expect(second.lines.last?["new"] as? Int == 1)
    #expect((second.lines.last?["left_out"] as? [Any])?.isEmpty == true)
    let id = try #require(second.lines.first?["id"] as? String)
    #expect(try scratch.fields(id)["total_investment"] as? String == "50000")
    #expect(try scratch.run("import", file, "--header-row", "42", "--json").status == 65)
    try scratch.sound()
  }

  @Test func recordsBelowTwoProjects() throws {
    let scratch = try Scratch()
    let ids = try ["甲", "乙"].map { name in
      try #require(
        scratch.must("add", "project", "name=\(name)", "--json").object["id"] as? String)
    }
    for (collection, head, line) in [
      ("progress_report", "项目,报告期,本月完成投资,形象进度完成", "2021-09,100,基础"),
      ("milestone", "项目,节点名称,计划日期", "立项备案,2021-09-01"),
    ] {
      let file = scratch.directory + "/\(collection).csv"
      for (count, some) in [(1, [ids[0]]), (1, [ids[1]]), (0, ids)] {
        let lines = [head] + some.map { "\($0),\(line)" }
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: file))
        let taken = try scratch.run("import", file, "--as", collection, "--json")
        #expect(taken.status == 0, "\(taken.errors)")
        #expect(taken.lines.last?["new"] as? Int == count, "\(collection) \(taken.output)")
        #expect(taken.lines.last?["changed"] as? Int == 0)
      }
    }
    try scratch.sound()
  }

  @Test(arguments: ["2022年上半年统筹推进重大项目退出项目清单.csv", "名单.csv"])
  func withdrawals(name: String) throws {
    let scratch = try Scratch()
    let held = try scratch.add("project", "name=驿城区冷链物流园建设项目", "owner=旧")
    let title = name.hasPrefix("名单") ? "拟退出项目名单,,\n" : ""
    let file = try scratch.file(
      name, title + "序号,项目名称,业主\n1,驿城区冷链物流园建设项目,新\n2,没见过的工程,甲\n3,驿城区冷链物流园区建设项目,乙\n")
    let told = try scratch.run("import", file, "--json")
    #expect(told.status == 65 && told.failure?.code == "rejected-rows")
    #expect(findings(told, "withdrawals").count == 1)
    #expect(
      told.lines.prefix(3).map { $0["outcome"] as? String } == ["changed", "rejected", "rejected"])
    let problems = told.lines[1]["problems"] as? [[String: String]]
    #expect(problems?.first?["code"] == "withdrawn-unknown")
    #expect(problems?.first?["hint"]?.isEmpty == false)
    // A name that is nearly one of the ledger's is offered, and may be chosen.
    let offers = told.lines[2]["offers"] as? [[String: String]]
    #expect(offers?.map { $0["id"] } == [held])
    let taken = try scratch.run("import", file, "--skip-rejected", "--json")
    #expect(taken.lines.last?["changed"] as? Int == 1 && taken.lines.last?["new"] as? Int == 0)
    #expect(try scratch.must("list", "project", "--json").lines.count == 1)
    try scratch.sound()
  }

  @Test func severalOfOneName() throws {
    let scratch = try Scratch()
    let ids = try ["411702", "411721"].map {
      try scratch.add("project", "name=污水处理厂", "region_code=\($0)", "owner=旧")
    }
    let file = try scratch.file("a.csv", "项目名称,业主\n污水处理厂,新\n")
    let told = try scratch.run("import", file, "--json")
    #expect(told.status == 65)
    let offers = told.lines[0]["offers"] as? [[String: String]] ?? []
    #expect(offers.map { $0["kind"] } == ["same-name", "same-name"])
    #expect(offers.map { $0["id"] }.sorted { ($0 ?? "") < ($1 ?? "") } == ids.sorted())
    #expect(offers.map { $0["county"] ?? "" }.sorted() == ["西平县", "驿城区"])
    let human = try scratch.run("import", file, "--lang", "zh")
    #expect(human.output.contains("西平县") && human.output.contains("--same-as"))
    try scratch.must("import", file, "--same-as", "2=\(ids[1])")
    #expect(try scratch.fields(ids[1])["owner"] as? String == "新")
    #expect(try scratch.fields(ids[0])["owner"] as? String == "旧")
    try scratch.sound()
  }

  @Test func oneNameInSeveralCounties() throws {
    let scratch = try Scratch()
    let held = try scratch.add("project", "name=同名园", "region_code=411702", "owner=旧")
    let file = try scratch.file(
      "a.csv", "项目名称,县区,业主\n同名园,遂平县,新\n同名园,驿城区,本县的\n同名园,西平县,另一\n")
    let told = try scratch.must("import", file, "--dry-run", "--json")
    #expect(told.lines.prefix(3).map { $0["outcome"] as? String } == ["new", "changed", "new"])
    let offers = told.lines[0]["offers"] as? [[String: String]] ?? []
    #expect(offers.map { $0["id"] } == [held] && offers.map { $0["county"] } == ["驿城区"])
    let chosen = try scratch.run("import", file, "--dry-run", "--same-as", "2=\(held)", "--json")
    #expect(chosen.lines[0]["id"] as? String == held)
    let done = try scratch.must("import", file, "--json")
    #expect(done.lines.last?["new"] as? Int == 2 && done.lines.last?["changed"] as? Int == 1)
    let fields = try scratch.fields(held)
    #expect(fields["owner"] as? String == "本县的")
    // Now each county has its own, and each row means that one.
    let again = try scratch.must("import", file, "--json")
    #expect(again.lines.last?["unchanged"] as? Int == 3, "\(again.output)")
    try scratch.sound()
  }

  @Test func twoAtOnce() throws {
    let scratch = try Scratch()
    let rows = (1...300).map { "厂房\($0)号,某局\n" }
    let file = try scratch.file("a.csv", "项目名称,业主\n" + rows.joined())
    var imports: [Process] = []
    for _ in 0..<3 {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Program.path)
      process.arguments = ["import", file, "--json"]
      var environment = ProcessInfo.processInfo.environment
      environment["TAIZHANG_STORE"] = scratch.store
      environment["TAIZHANG_AUTHOR"] = "clerk"
      process.environment = environment
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      imports.append(process)
    }
    for process in imports {
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
    let notes = try scratch.must("import", "--list", "--json").lines
    #expect(notes.map { $0["new"] as? Int } == [300])
    let again = try scratch.must("import", file, "--json")
    #expect(again.lines.last?["unchanged"] as? Int == 300)
    try scratch.sound()
  }

  @Test func nothingToTakeBack() throws {
    let scratch = try Scratch()
    let file = try scratch.file("a.csv", "项目名称,业主\n甲厂,某局\n")
    let done = try scratch.must("import", file, "--json").lines
    let id = try #require(done.last?["import"] as? String)
    let record = try #require(done.first?["id"] as? String)
    try scratch.must("set", record, "owner=更新")
    #expect(try scratch.must("import", "--undo", id, "--dry-run").status == 0)
    for language in ["zh", "en"] {
      let refused = try scratch.run("import", "--undo", id, "--json", "--lang", language)
      #expect(refused.status == 65 && refused.failure?.code == "nothing-to-undo")
      #expect(refused.failure?.hint.isEmpty == false)
    }
    let note = try scratch.must("import", "--list", "--json").lines.first
    #expect(note?["undone"] as? Bool == false)
    #expect(try scratch.fields(record)["owner"] as? String == "更新")
    try scratch.sound()
  }

  @Test func undo() throws {
    let scratch = try Scratch()
    let kept = try scratch.add("project", "name=甲", "owner=旧", "total_investment=100")
    let edited = try scratch.add("project", "name=乙", "owner=旧", "fund_kinds=专项债")
    let file = try scratch.file(
      "a.csv", "项目名称,业主,总投资,资金类型\n甲,新,200,贴息\n乙,新,300,贴息\n丙,新,400,\n丁,新,500,\n")
    let done = try scratch.must("import", file, "--json").lines.last
    let id = try #require(done?["import"] as? String)
    #expect(try scratch.must("import", "--list", "--json").lines.first?["import"] as? String == id)
    try scratch.must("set", edited, "owner=更新")
    let listed = try scratch.must("list", "project", "--json").lines
    let made = listed.filter {
      ["丙", "丁"].contains(($0["fields"] as? [String: Any])?["name"] as? String)
    }.compactMap { $0["id"] as? String }
    let touched = try #require(made.last)
    try scratch.must("set", touched, "owner=更新")
    let preview = try scratch.must("import", "--undo", id, "--dry-run", "--json").object
    #expect(preview["written"] as? Bool == false)
    let undone = try scratch.must("import", "--undo", id, "--json").object
    #expect(undone["restored"] as? Int == 2 && undone["archived"] as? Int == 1)
    let reasons = (undone["kept"] as? [[String: String]] ?? []).map { $0["reason"] }
    #expect(reasons == ["edited-since", "edited-since"])
    let first = try scratch.fields(kept)
    #expect(first["owner"] as? String == "旧" && first["total_investment"] as? String == "100")
    #expect(first["fund_kinds"] == nil)
    let second = try scratch.fields(edited)
    #expect(second["owner"] as? String == "更新" && second["total_investment"] == nil)
    #expect(second["fund_kinds"] as? [String] == ["special_bond"] || second["fund_kinds"] != nil)
    #expect(try scratch.must("list", "project", "--json").lines.count == 3)
    #expect(
      try scratch.run("import", "--undo", id, "--json").failure?.code == "import-undone")
    #expect(
      try scratch.run("import", "--undo", "x", "--json").failure?.code == "no-such-import")
    try scratch.sound()
  }

  @Test(arguments: ["zh", "en"]) func exportedWorkbooksComeBack(language: String) throws {
    let scratch = try Scratch()
    _ = try scratch.add(
      "project", "name=甲, \"一期\"\n二行", "total_investment=1.5亿", "fund_kinds=专项债,贴息",
      "is_key=是", "stage=储备", "planned_start_on=2021-09-28", "remark= =1+1 ",
      "region_code=411702", "project_code=2109-411702-04-01-123456", "land_area=12.5")
    _ = try scratch.add("project", "name=一、乙★", "remark=—", "scale=_x000D_")
    let file = scratch.directory + "/out.xlsx"
    let told = try scratch.must("export", "project", file, "--lang", language, "--json")
    #expect(told.object["records"] as? Int == 2)
    let back = try scratch.run("import", file, "--json", "--empty-clears")
    #expect(back.status == 0, "\(back.output)")
    #expect(back.lines.last?["unchanged"] as? Int == 2, "\(back.output)")
    #expect(back.lines.last?["ignored_columns"] as? [String] == [])
    let plan = scratch.directory + "/plan.xlsx"
    try scratch.must("export", "project", plan, "--layout", "plan", "--lang", language)
    let read = try scratch.run("import", plan, "--dry-run", "--json")
    #expect(findings(read, "declared-count").isEmpty && findings(read, "declared-sum").isEmpty)
    #expect(read.lines.last?["unchanged"] as? Int == 2, "\(read.output)")
    #expect(
      try scratch.run("export", "project", "x.csv", "--layout", "plan", "--json").failure?.code
        == "export-layout")
  }

  @Test func editedInLibreOffice() throws {
    let scratch = try Scratch()
    let id = try scratch.add(
      "project", "name=甲\n乙", "total_investment=0.69", "planned_start_on=2021-09-28",
      "project_code=2109-411702-04-01-123456", "category=工业类", "remark= 1 ")
    let other = try scratch.add("project", "name=丙", "total_investment=123456789.1234")
    let file = scratch.directory + "/out.xlsx"
    try scratch.must("export", "project", file, "--lang", "zh")
    let office = "/usr/bin/soffice"
    try #require(FileManager.default.isExecutableFile(atPath: office))
    let saved = try Program.run(
      [
        "-env:UserInstallation=file://\(scratch.directory)/lo", "--headless", "--convert-to",
        "xlsx:Calc MS Excel 2007 XML", "--outdir", scratch.directory + "/saved", file,
      ], executable: office)
    #expect(saved.status == 0, "\(saved.errors)")
    // Written since the export: no cell of the sheet was edited, and it stays.
    try scratch.must("set", other, "total_investment=5")
    let back = try scratch.run("import", scratch.directory + "/saved/out.xlsx", "--json")
    #expect(back.lines.last?["unchanged"] as? Int == 2, "\(back.output)\(back.errors)")
    #expect((back.lines.last?["left_out"] as? [Any])?.isEmpty == true)
    #expect(try scratch.fields(other)["total_investment"] as? String == "5")
    try scratch.must("set", other, "total_investment=123456789.1234")
    // The same file as CSV, one cell edited.
    _ = try Program.run(
      [
        "-env:UserInstallation=file://\(scratch.directory)/lo", "--headless", "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", scratch.directory + "/saved",
        file,
      ], executable: office)
    let path = scratch.directory + "/saved/out.csv"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("丙"))
    let edited = try scratch.file("edited.csv", text.replacingOccurrences(of: "丙", with: "丙二"))
    let changed = try scratch.run("import", edited, "--json")
    #expect(changed.lines.last?["changed"] as? Int == 1, "\(changed.output)\(changed.errors)")
    let row = changed.lines.first { $0["outcome"] as? String == "changed" }
    #expect(row?["id"] as? String == other)
    #expect((row?["changes"] as? [String: Any])?.keys.sorted() == ["name"])
    let written = (row?["written_by"] as? [[String: Any]])?.first
    #expect(written?["author"] as? String == "clerk")
    #expect(written?["fields"] as? [String] == ["name"])
    for (choice, code) in [("4=theirs", "bad-collided"), ("999=sheet", "idle-collided")] {
      let outcome = try scratch.run("import", edited, "--collided", choice, "--json")
      #expect(outcome.failure?.code == code && outcome.status == 64, "\(outcome.errors)")
    }
    #expect(try scratch.fields(id)["name"] as? String == "甲\n乙")
  }

  @Test func emptyCellsAndLongCodes() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲", "owner=某局", "remark=话")
    let sheet = "id,项目名称,业主,备注\n\(id),甲,,话\n"
    let file = try scratch.file("a.csv", sheet)
    #expect(try scratch.must("import", file, "--json").lines.last?["unchanged"] as? Int == 1)
    #expect(
      try scratch.must("import", file, "--empty-clears", "--json").lines.last?["changed"] as? Int
        == 1)
    #expect(try scratch.fields(id)["owner"] == nil)
    let guarded = scratch.directory + "/g.csv"
    try scratch.must("set", id, "remark==cmd|' /C calc'!A0")
    try scratch.must("export", "project", guarded)
    let text = try String(contentsOfFile: guarded, encoding: .utf8)
    #expect(text.contains("'=cmd") && !text.contains(",=cmd"))
    #expect(try scratch.must("import", guarded, "--json").lines.last?["unchanged"] as? Int == 1)
  }

  @Test func filesThatCannotBeRead() throws {
    let scratch = try Scratch()
    let cases: [(String, Data, String)] = [
      ("a.xlsx", Data("%PDF-1.4".utf8), "not-a-sheet"),
      ("b.xls", Data("<html>".utf8), "other-format"),
      ("c.xlsx", Data([0x50, 0x4B, 3, 4, 9]), "damaged-workbook"),
      ("d.xlsx", Data(repeating: 0x41, count: 65 << 20), "file-too-large"),
      ("e.csv", Data(), "empty-file"),
    ]
    for (name, bytes, code) in cases {
      for language in ["zh", "en"] {
        let outcome = try scratch.run(
          "import", try scratch.file(name, bytes), "--json", "--lang", language)
        #expect(outcome.status == 65 && outcome.failure?.code == code, "\(name) \(outcome.errors)")
        #expect(outcome.failure?.hint.isEmpty == false)
      }
    }
    let sheet = Self.fixture("guilin_2022_rows1_75.xlsx")
    #expect(
      try scratch.run("import", sheet, "--sheet", "没有", "--json").failure?.code == "no-such-sheet")
    #expect(try scratch.run("import", "--json").status == 64)
  }
}
