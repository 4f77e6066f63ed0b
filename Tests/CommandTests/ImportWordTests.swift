// Words and days of a workbook that a list does not know, through the program. Verified:
// 1. A date that names no day leaves its cell out and nothing else of its row; each such cell is
//    told, a row that nothing else would change too. `--read-as` says the day.
// 2. A word that is none of a field's is told once with how often it stands there and what comes
//    nearest; `--read-as` reads it, or leaves its cells out, alone and in sets; what the sheet
//    has not is refused.
// 3. A county that is not known is answered with those of the city, by name.
// 4. A case with the sign of a heading is read without it; where it is none it leaves its cell
//    out, told, and nothing else of its row.

import Foundation
import Testing

@Suite struct ImportWordTests {
  @Test func datesWithoutADay() throws {
    let scratch = try Scratch()
    let file = try scratch.file(
      "a.csv",
      "项目名称,业主,开工时间,竣工时间\n甲,某局,2024年6月,2025年底\n乙,某局,2024-06-01,6月底\n")
    for _ in 0..<2 {
      let told = try scratch.must("import", file, "--json")
      let problems = told.lines.flatMap { $0["problems"] as? [[String: String]] ?? [] }
      #expect(problems.map { $0["cell"] } == ["C2", "D2", "D3"])
      #expect(problems.allSatisfy { $0["code"] == "month-only" && $0["hint"]?.isEmpty == false })
    }
    let human = try scratch.must("import", file, "--dry-run").output
    #expect(human.contains("C2") && human.contains("D2") && human.contains("D3"))
    func fields() throws -> [[String: Any]] {
      try scratch.must("list", "project", "--json").lines
        .compactMap { $0["fields"] as? [String: Any] }
        .sorted { ($0["name"] as? String ?? "") > ($1["name"] as? String ?? "") }
    }
    #expect(try fields().map { $0["owner"] as? String } == ["某局", "某局"])
    #expect(try fields().map { $0["planned_start_on"] as? String } == [nil, "2024-06-01"])
    #expect(try fields().allSatisfy { $0["planned_completion_on"] == nil })
    let said = try scratch.must(
      "import", file, "--json", "--read-as", "planned_start_on:2024年6月=2024年6月30日",
      "--read-as", "planned_completion_on:6月底=2025-06-30")
    #expect(said.lines.last?["changed"] as? Int == 2)
    #expect(try fields().map { $0["planned_start_on"] as? String } == ["2024-06-30", "2024-06-01"])
    #expect(try fields().map { $0["planned_completion_on"] as? String } == [nil, "2025-06-30"])
    try scratch.sound()
  }

  @Test func wordsThatAreNoCases() throws {
    let scratch = try Scratch()
    let rows = (1...9).map { "厂房\($0)号,现代产业类,债券钱、贴息" }
    let file = try scratch.file(
      "a.csv", "项目名称,项目类别,资金类型\n" + rows.joined(separator: "\n") + "\n")
    let told = try scratch.run("import", file, "--lang", "zh")
    #expect(told.status == 65)
    let lines = told.output.split(separator: "\n").filter { $0.contains("9 格") }
    #expect(lines.count == 2 && lines[0].contains("B2") && lines[0].contains("最接近：工业类"))
    #expect(told.output.components(separatedBy: "可填：").count == 3, "\(told.output)")
    let json = try scratch.run("import", file, "--json")
    let unread = json.lines.last?["unread"] as? [[String: Any]] ?? []
    #expect(unread.map { $0["cells"] as? Int } == [9, 9])
    #expect(unread.map { $0["value"] as? String } == ["现代产业类", "债券钱"])
    #expect((unread.first?["nearest"] as? [String])?.first == "industry")
    let done = try scratch.must(
      "import", file, "--json", "--read-as", "category:现代产业类=工业类", "--read-as",
      "资金类型:债券钱=-")
    #expect(done.lines.last?["new"] as? Int == 9)
    let fields = try scratch.must("list", "project", "--json").lines
      .compactMap { $0["fields"] as? [String: Any] }
    #expect(fields.allSatisfy { $0["category"] as? String == "industry" })
    #expect(fields.allSatisfy { $0["fund_kinds"] as? [String] == ["interest_subsidy"] })
    for (choice, code) in [
      ("category", "bad-read-as"), ("owner:甲=乙", "bad-read-as"),
      ("category:没有的词=工业类", "idle-read-as"),
    ] {
      let refused = try scratch.run("import", file, "--dry-run", "--json", "--read-as", choice)
      #expect(refused.failure?.code == code && refused.status == 64, "\(refused.errors)")
    }
  }

  @Test func headingsForCases() throws {
    let scratch = try Scratch()
    let file = try scratch.file(
      "a.csv",
      "项目类别,项目名称,总投资,所属县区\n（一）交通,甲,5,（一）驿城区\n二、工业类（3个）,乙,6,\n")
    for language in ["zh", "en"] {
      let told = try scratch.must("import", file, "--dry-run", "--lang", language)
      #expect(told.output.contains("A2") && told.output.contains("category:交通"), "\(told.output)")
    }
    let done = try scratch.must("import", file, "--json")
    let fields = try scratch.must("list", "project", "--json").lines
      .compactMap { $0["fields"] as? [String: Any] }
    #expect(fields.map { $0["category"] as? String } == [nil, "industry"])
    #expect(fields.first?["region_code"] as? String == "411702")
    let unread = done.lines.last?["unread"] as? [[String: Any]] ?? []
    #expect(unread.map { $0["rejects"] as? Bool } == [false])
    let read = try scratch.must("import", file, "--json", "--read-as", "category:交通=商贸物流")
    #expect(read.lines.last?["changed"] as? Int == 1, "\(read.output)")
    // Without the sign it is a word that someone filled in.
    let plain = try scratch.file("b.csv", "项目类别,项目名称\n交通,丙\n")
    #expect(try scratch.run("import", plain, "--json").status == 65)
  }

  @Test func countiesByName() throws {
    let scratch = try Scratch()
    let file = try scratch.file("a.csv", "项目名称,所属县区\n甲,西平\n乙,西平\n丙,驿城区\n")
    let told = try scratch.run("import", file, "--lang", "zh")
    #expect(told.status == 65 && told.output.contains("驿城区 / 西平县"), "\(told.output)")
    #expect(!told.output.contains("宝丰县"))
    let done = try scratch.must("import", file, "--json", "--read-as", "region_code:西平=西平县")
    #expect(done.lines.last?["new"] as? Int == 3)
    let counties = try scratch.must("list", "project", "--json").lines
      .compactMap { ($0["fields"] as? [String: Any])?["region_code"] as? String }
    #expect(counties.sorted() == ["411702", "411721", "411721"])
  }
}
