// The commands on one record. Verified:
// 1. The JSON of init, add, set, show, list, search, history, archive, restore: snapshots.
// 2. The same for people, in both languages: snapshots.
// 3. set: one change, sets by +=, -= and =, emptying, nothing written where nothing differs.
// 4. Money, dates and enumerations as people type them.
// 5. Any unique beginning of an id serves, also in references.
// 6. show --at a dot and a time gives the record as it was.
// 7. list: every operator, typed by the schema; sorting, limit, columns, CSV that runs no formula.
// 8. search: substrings, codes, owners, letter case, pinyin initials.
// 9. Archived records leave lists, refuse edits, and come back.
// 10. A store with several ledgers: add asks which, reading looks in all.

import Foundation
import Testing

@Suite struct RecordTests {
  @Test func jsonShapes() throws {
    let scratch = try Scratch(ledgers: nil)
    var seen = ""
    func note(_ arguments: String...) throws {
      let outcome = try scratch.run(arguments + ["--json"])
      seen += "$ " + arguments.joined(separator: " ") + "\n" + outcome.output
      if outcome.status != 0 { seen += "exit \(outcome.status)\n" + outcome.errors }
    }
    try note("init", "--ledger", "411702", "--name", "驿城区项目办")
    try note(
      "add", "project", "name=驿城区产业园", "total_investment=5亿", "fund_kinds=专项债,贴息",
      "planned_start_on=2021年9月28日", "is_key=是", "annual_plan_year=2021", "--reason", "建账")
    let id = try scratch.run("list", "project", "--json").object["id"] as? String ?? ""
    try note("set", id, "owner=驿城区产业公司", "total_investment=1.5")
    try note("add", "milestone", "project=\(id)", "name=主体完工")
    try note("show", id)
    try note("list", "project")
    try note("search", "产业园")
    try note("history", id)
    try note("history", id, "--field", "total_investment")
    try note("archive", id, "--reason", "撤项")
    try note("list", "project")
    try note("restore", id)
    try note("identity", "show")
    try Snapshot.expect(seen, is: "record-json")
    try scratch.sound()
  }

  @Test(arguments: ["zh", "en"]) func forPeople(language: String) throws {
    let scratch = try Scratch()
    let id = try scratch.add(
      "project", "name=驿城区产业园", "total_investment=5亿", "stage=储备", "region_code=411702")
    _ = try scratch.add("milestone", "project=\(id)", "name=主体完工")
    try scratch.must("set", id, "owner=产业公司", "--reason", "更正")
    var seen = ""
    for arguments in [
      ["show", id], ["list", "project"], ["history", id], ["search", "产业"],
      ["set", id, "owner=产业公司"],
    ] {
      seen += try scratch.run(arguments + ["--lang", language]).output
    }
    try Snapshot.expect(seen, is: "record-\(language)")
  }

  @Test func setsAreChangedByElement() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲", "fund_kinds=专项债,贴息", "owner=乙")
    try scratch.must("set", id, "fund_kinds+=招商引资", "fund_kinds-=贴息")
    let kinds = try scratch.fields(id)["fund_kinds"] as? [String] ?? []
    #expect(kinds.count == 2 && kinds == kinds.sorted())
    try scratch.must("set", id, "fund_kinds=贴息", "owner=")
    #expect(try (scratch.fields(id)["fund_kinds"] as? [String])?.count == 1)
    #expect(try scratch.fields(id)["owner"] == nil)
    try scratch.must("set", id, "fund_kinds=")
    #expect(try scratch.fields(id)["fund_kinds"] == nil)
    let before = try scratch.must("history", id, "--json").lines.count
    let idle = try scratch.must("set", id, "name=甲", "fund_kinds=", "--json")
    #expect(idle.object["id"] as? String == id)
    #expect((idle.object["dot"] as? String)?.contains("#") == true)
    #expect(try scratch.must("history", id, "--json").lines.count == before)
    try scratch.sound()
  }

  @Test(arguments: [
    ("total_investment=5亿", "50000"), ("total_investment=5亿元", "50000"),
    ("total_investment=32000万元", "32000"), ("total_investment=32000", "32000"),
    ("total_investment=1.50", "1.5"), ("total_investment=５０００", "5000"),
    ("planned_start_on=2021-09-28", "2021-09-28"), ("planned_start_on=2021.9.28", "2021-09-28"),
    ("planned_start_on=2021年9月28日", "2021-09-28"), ("stage=储备", "reserve"),
    ("stage=reserve", "reserve"), ("项目名称=按标签", "按标签"),
  ])
  func valuesAsTyped(assignment: String, shown: String) throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲")
    try scratch.must("set", id, assignment)
    #expect(try scratch.fields(id).values.contains { $0 as? String == shown })
  }

  @Test func beginningsOfIdsServe() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲")
    #expect(try scratch.must("show", String(id.prefix(20)), "--json").object["id"] as? String == id)
    #expect(try scratch.must("show", id.uppercased(), "--json").object["id"] as? String == id)
    let child = try scratch.add("milestone", "project=" + id.prefix(20), "name=开工")
    #expect(try scratch.fields(child)["project"] as? String == id)
    let children = try scratch.must("show", id, "--json").object["children"] as? [[String: Any]]
    #expect(children?.first?["id"] as? String == child)
  }

  @Test func thePastCanBeShown() throws {
    let scratch = try Scratch()
    let made = try scratch.must("add", "project", "name=甲", "owner=旧", "--json").object
    let id = made["id"] as? String ?? ""
    let dot = made["dot"] as? String ?? ""
    // Clocks count milliseconds: the moment asked about lies apart from both changes.
    Thread.sleep(forTimeInterval: 0.02)
    let clock = try scratch.must("history", id, "--json").lines.first?["clock"] as? String ?? ""
    Thread.sleep(forTimeInterval: 0.02)
    try scratch.must("set", id, "owner=新")
    for moment in [dot, clock] {
      let past = try scratch.must("show", id, "--at", moment, "--json").object
      #expect((past["fields"] as? [String: Any])?["owner"] as? String == "旧")
    }
    #expect(try scratch.fields(id)["owner"] as? String == "新")
    let early = try scratch.run("show", id, "--at", "2001-01-01", "--json")
    #expect(early.status == 66 && early.failure?.code == "not-there-yet")
    #expect(try scratch.run("show", id, "--at", "yesterday").status == 64)
  }

  @Test(arguments: [
    ("total_investment = 2亿", ["乙"]), ("total_investment != 2亿", ["甲", "丙", "丁"]),
    ("total_investment < 2亿", ["甲"]), ("total_investment <= 20000万元", ["甲", "乙"]),
    ("total_investment > 2亿", ["丙"]), ("total_investment >= 2亿", ["乙", "丙"]),
    ("name ~ 丙", ["丙"]), ("owner =", ["丁"]), ("owner !=", ["甲", "乙", "丙"]),
    ("stage = 储备", ["丙"]), ("planned_start_on < 2022年1月1日", ["甲"]),
    ("fund_kinds = 专项债", ["乙"]), ("is_key = 是", ["甲"]),
  ])
  func listFilters(condition: String, names: [String]) throws {
    let scratch = try Scratch()
    _ = try scratch.add(
      "project", "name=甲", "total_investment=1亿", "owner=某", "planned_start_on=2021.12.31",
      "is_key=是")
    _ = try scratch.add("project", "name=乙", "total_investment=2亿", "owner=某", "fund_kinds=专项债")
    _ = try scratch.add("project", "name=丙", "total_investment=3亿", "owner=某", "stage=储备")
    _ = try scratch.add("project", "name=丁")
    let found = try scratch.must("list", "project", "--where", condition, "--json").lines
    #expect(found.compactMap { ($0["fields"] as? [String: Any])?["name"] as? String } == names)
  }

  @Test func listSortsLimitsAndPrints() throws {
    let scratch = try Scratch()
    for (name, amount) in [("甲", "2亿"), ("乙", "3亿"), ("丙", "1亿")] {
      _ = try scratch.add("project", "name=\(name)", "total_investment=\(amount)")
    }
    let csv = try scratch.must(
      "list", "project", "--sort", "total_investment:desc", "--limit", "2", "--columns",
      "name,total_investment", "--format", "csv")
    #expect(csv.output == "name,total_investment\r\n乙,30000\r\n甲,20000\r\n")
    _ = try scratch.add("project", "name==1+1", "owner=－某局")
    let risky = try scratch.must(
      "list", "project", "--where", "name ~ 1+1", "--columns", "name,owner", "--format", "csv")
    #expect(risky.output == "name,owner\r\n'=1+1,'－某局\r\n")
    let both = try scratch.must(
      "list", "project", "--where", "total_investment > 1亿", "--where", "name ~ 甲", "--json")
    #expect(both.lines.count == 1)
    let narrow = try scratch.must("list", "project", "--columns", "name", "--json").lines
    #expect((narrow[0]["fields"] as? [String: Any])?.keys.sorted() == ["name"])
    #expect(try scratch.must("list", "project", "--where", "name = 无", "--json").output.isEmpty)
  }

  @Test(arguments: [
    ("产业园", 1), ("YCQ", 1), ("cyy", 1), ("zzqh", 0), ("411702-04", 1), ("河南某", 1), ("abc", 1),
    ("ＡＢＣ", 1),
    ("没有的", 0), ("城市更新", 1), ("csgx", 1),
  ])
  func search(text: String, count: Int) throws {
    let scratch = try Scratch()
    _ = try scratch.add(
      "project", "name=驿城区产业园 ABC", "owner=河南某公司",
      "project_code=2109-411702-04-01-123456")
    _ = try scratch.add("project", "name=老城城市更新")
    #expect(try scratch.must("search", text, "--json").lines.count == count)
  }

  @Test func archivedRecordsLeaveAndReturn() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲")
    #expect(try scratch.run("archive", id).status == 64)
    let archived = try scratch.must("archive", id, "--reason", "撤项", "--json").object
    #expect(archived["id"] as? String == id && archived["dot"] is String)
    #expect(try scratch.must("list", "project", "--json").lines.isEmpty)
    #expect(try scratch.must("list", "project", "--archived", "--json").lines.count == 1)
    #expect(try scratch.must("show", id, "--json").object["archived"] as? Bool == true)
    let edit = try scratch.run("set", id, "owner=乙", "--json")
    #expect(edit.status == 1 && edit.failure?.code == "record-archived")
    #expect(try scratch.run("archive", id, "--reason", "再").status == 1)
    try scratch.must("restore", id)
    #expect(try scratch.run("restore", id, "--json").failure?.code == "not-archived")
    #expect(try scratch.must("list", "project", "--json").lines.count == 1)
    try scratch.sound()
  }

  @Test func severalLedgersInOneStore() throws {
    let scratch = try Scratch(ledgers: "411702,411721", role: "hub")
    let vague = try scratch.run("add", "project", "name=甲", "--json")
    #expect(vague.status == 64 && vague.failure?.code == "ledger-needed")
    #expect(vague.failure?.hint.contains("411721") == true)
    let id =
      try scratch.must("add", "project", "name=甲", "--ledger", "411721", "--json")
      .object["id"] as? String ?? ""
    #expect(try scratch.must("show", id, "--json").object["ledger"] as? String == "411721")
    #expect(try scratch.must("list", "project", "--json").lines.count == 1)
    #expect(try scratch.must("list", "project", "--ledger", "411702", "--json").lines.isEmpty)
    #expect(try scratch.run("list", "project", "--ledger", "999999").status == 66)
  }
}
