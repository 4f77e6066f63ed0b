// CSV in and out. Verified:
// 1. Headers by label, code, wording; line breaks, spaces, brackets, units and years in them; a
//    title and a unit cell above; with and without a byte order mark.
// 2. New, changed, unchanged and rejected rows are told; one rejected row stops all unless the
//    others are asked for; a dry run writes nothing.
// 3. A row means the record with its id, project code or name; repeated and ambiguous rows are
//    refused.
// 4. Damaged workbooks, other bytes, open quotation marks, files without a header: what to do is
//    said. GBK is read.
// 5. What export writes, import reads as unchanged, in both languages. Its headers are of the
//    language, its choices and counties are codes in any.
// 6. A map file names further headers.
// 7. Text longer than a cell of a workbook goes out and comes in whole, changed where it was
//    edited.
// 8. A pipe stays one, and a symbolic link: an export goes where the link leads.

import Foundation
import Testing

@Suite struct SheetTests {
  private static let sheet = #"""
    2022年重点项目表,,,,
    单位：亿元,,,,
    序号,项目名称,"项目
    总投资",2022年计划投资（万元）,建设单位,开工时间
    1,驿城区甲,1.5,3000,某公司,2022年3月1日
    2,"驿城区乙, ""二期""",2亿元,1000,某公司,2022.5.1

    """#

  private func importing(
    _ scratch: Scratch, _ text: String, _ more: String...
  ) throws -> Outcome {
    let file = try scratch.file("sheet-\(UUID().uuidString).csv", text)
    return try scratch.run(["import", file, "--json"] + more)
  }

  @Test func headersAndUnits() throws {
    for mark in ["", "\u{FEFF}"] {
      let scratch = try Scratch()
      let outcome = try importing(scratch, mark + Self.sheet)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.lines.last?["new"] as? Int == 2)
      let records = try scratch.must("list", "project", "--json").lines
      let fields = records.compactMap { $0["fields"] as? [String: Any] }
      #expect(fields.map { $0["name"] as? String } == ["驿城区甲", "驿城区乙, \"二期\""])
      #expect(fields.map { $0["total_investment"] as? String } == ["15000", "20000"])
      #expect(fields.map { $0["annual_plan"] as? String } == ["3000", "1000"])
      #expect(fields.map { $0["annual_plan_year"] as? Int } == [2022, 2022])
      #expect(fields.map { $0["planned_start_on"] as? String } == ["2022-03-01", "2022-05-01"])
      #expect(fields.map { $0["owner"] as? String } == ["某公司", "某公司"])
      try scratch.sound()
    }
  }

  @Test func outcomesOfRows() throws {
    let scratch = try Scratch()
    #expect(try importing(scratch, "项目名称,总投资\n甲,100\n乙,200\n").status == 0)
    let mixed = "项目名称,总投资\n甲,100\n乙,250\n丙,300\n丁,很多\n甲,400\n"
    let dry = try importing(scratch, mixed, "--dry-run")
    #expect(dry.status == 65)
    #expect(
      dry.lines.dropLast().map { $0["outcome"] as? String } == [
        "unchanged", "changed", "new", "rejected", "rejected",
      ])
    let change = dry.lines[1]["changes"] as? [String: [String: String]]
    #expect(change == ["total_investment": ["from": "200", "to": "250"]])
    let problems = dry.lines[3]["problems"] as? [[String: String]]
    #expect(problems?.first?["code"] == "not-a-number")
    #expect(dry.lines.last?["written"] as? Bool == false)
    let all = try importing(scratch, mixed)
    #expect(all.status == 65 && all.failure?.code == "rejected-rows")
    #expect(try scratch.must("list", "project", "--json").lines.count == 2)
    let rest = try importing(scratch, mixed, "--skip-rejected")
    #expect(rest.status == 65 && rest.lines.last?["written"] as? Bool == true)
    #expect(try scratch.must("list", "project", "--json").lines.count == 3)
    try scratch.sound()
  }

  @Test func whichRecordARowMeans() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲", "project_code=2109-411702-04-01-123456")
    #expect(
      try importing(scratch, "id,owner\n\(id),一\n").lines.last?["changed"] as? Int == 1)
    #expect(
      try importing(scratch, "项目代码,项目名称,业主\n2109-411702-04-01-123456,改名,二\n")
        .lines.last?["changed"] as? Int == 1)
    #expect(try scratch.fields(id)["name"] as? String == "改名")
    #expect(
      try importing(scratch, "项目名称,业主\n改名,三\n").lines.last?["changed"] as? Int == 1)
    _ = try scratch.add("project", "name=改名")
    let two = try importing(scratch, "项目名称,业主\n改名,四\n")
    #expect(two.status == 65)
    #expect(((two.lines[0]["problems"] as? [[String: String]])?[0]["code"]) == "ambiguous-row")
    let unknown = try importing(scratch, "id,业主\n00000000000000000000000000,五\n")
    #expect(unknown.status == 65)
  }

  @Test func filesThatCannotBeRead() throws {
    let scratch = try Scratch()
    let cases: [(String, Data, String)] = [
      ("odd.csv", Data([0x61, 0x2C, 0xFF, 0xFF, 0xFF, 0x0A]), "not-utf8"),
      ("book.xlsx", Data([0x50, 0x4B, 3, 4, 0, 0]), "damaged-workbook"),
      ("book.xls", Data([0xD0, 0xCF, 0x11, 0xE0, 0, 0]), "damaged-workbook"),
      ("quote.csv", Data("项目名称\n\"甲\n".utf8), "open-quote"),
      ("empty.csv", Data(), "empty-file"), ("other.csv", Data("a,b\n1,2\n".utf8), "no-header"),
    ]
    for (name, bytes, code) in cases {
      let outcome = try scratch.run("import", try scratch.file(name, bytes), "--json")
      #expect(outcome.status == 65, "\(name): \(outcome.errors)")
      #expect(outcome.failure?.code == code, "\(name): \(outcome.errors)")
      #expect(outcome.failure?.hint.isEmpty == false)
    }
    let gbk = Data([0xCF, 0xEE, 0xC4, 0xBF, 0xC3, 0xFB, 0xB3, 0xC6, 0x0A, 0xBC, 0xD7, 0x0A])
    let read = try scratch.must("import", scratch.file("gbk.csv", gbk), "--dry-run", "--json")
    #expect(read.lines.first?["name"] as? String == "甲")
    let missing = try scratch.run("import", scratch.directory + "/none.csv", "--json")
    #expect(missing.status == 66 && missing.failure?.code == "no-such-file")
    #expect(
      try scratch.run("export", "project", "a.ods", "--json").failure?.code == "export-format")
    let nowhere = try scratch.run("export", "project", "/proc/none/a.csv", "--json")
    #expect(nowhere.status == 73 && nowhere.failure?.code == "cannot-write")
  }

  @Test(arguments: ["zh", "en"]) func whatExportWritesImportReads(language: String) throws {
    let scratch = try Scratch()
    _ = try scratch.add(
      "project", "name=甲, \"一期\"\n二行", "total_investment=1.5亿", "fund_kinds=专项债,贴息",
      "is_key=是", "stage=储备", "planned_start_on=2021-09-28", "remark= 空格 ",
      "region_code=411702")
    _ = try scratch.add("project", "name=乙")
    let file = scratch.directory + "/out.csv"
    let told = try scratch.run("export", "project", file, "--lang", language, "--json")
    #expect(told.object["records"] as? Int == 2)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
    let back = try scratch.run("import", file, "--json")
    #expect(back.status == 0, "\(back.output)")
    #expect(back.lines.last?["unchanged"] as? Int == 2, "\(back.output)")
    let chosen = try scratch.must(
      "export", "project", "-", "--where", "name = 乙", "--columns", "name,owner", "--lang", "zh")
    #expect(chosen.output == "项目名称,业主单位\r\n乙,\r\n")
    let coded = try scratch.must(
      "export", "project", "-", "--where", "stage = 储备", "--columns",
      "stage,region_code,is_key,fund_kinds", "--lang", language)
    let cells = coded.output.split(separator: "\r\n")
    #expect(cells.last == "reserve,411702,true,interest_subsidy;special_bond", "\(coded.output)")
  }

  @Test func aMapNamesFurtherHeaders() throws {
    let scratch = try Scratch()
    let map = try scratch.file("map.csv", "叫什么,name\n多少钱,total_investment\n")
    let outcome = try importing(scratch, "叫什么,多少钱\n甲,5亿\n", "--map", map)
    #expect(outcome.lines.last?["new"] as? Int == 1, "\(outcome.errors)")
    let bad = try scratch.file("bad.csv", "叫什么,nonsense\n")
    #expect(try importing(scratch, "叫什么\n甲\n", "--map", bad).failure?.code == "unknown-field")
  }

  @Test func longTextStaysWhole() throws {
    let scratch = try Scratch()
    let long = String(repeating: "长", count: 40_000)
    let line = #"{"collection":"project","fields":{"name":"甲","remark":"\#(long)"}}"#
    try scratch.must("put", input: line)
    let file = scratch.directory + "/long.csv"
    try scratch.must("export", "project", file)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains(long))
    let same = try scratch.must("import", file, "--json")
    #expect(same.lines.last?["unchanged"] as? Int == 1, "\(same.output.prefix(500))")
    let edited = try importing(scratch, text.replacingOccurrences(of: long, with: long + "尾"))
    #expect(edited.status == 0, "\(edited.errors)")
    let fields = try scratch.must("list", "project", "--json").object["fields"] as? [String: Any]
    #expect(fields?["remark"] as? String == long + "尾")
  }

  @Test func linksAndPipesStay() throws {
    let scratch = try Scratch()
    _ = try scratch.add("project", "name=甲")
    for name in ["sheet.csv", "sheet.xlsx"] {
      let pipe = scratch.directory + "/pipe-" + name
      #expect(mkfifo(pipe, 0o600) == 0)
      let refused = try scratch.run("export", "project", pipe, "--json")
      #expect(refused.status == 73 && refused.failure?.code == "cannot-create")
      #expect(refused.failure?.message.contains(pipe) == true)
      let link = scratch.directory + "/link-" + name
      let files = FileManager.default
      try files.createSymbolicLink(atPath: link, withDestinationPath: name)
      try scratch.must("export", "project", link)
      #expect(try files.destinationOfSymbolicLink(atPath: link) == name)
      #expect(files.fileExists(atPath: scratch.directory + "/" + name))
    }
  }
}
