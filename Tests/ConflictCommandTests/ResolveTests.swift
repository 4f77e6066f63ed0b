// What is verified here, with the real program as processes and a real hub:
// 1. Two offices that write one field make one conflict, the same on every store, with every key of
//    `cli.md`; different fields make none; `--exit-code` gives 3.
// 2. `--take`, `--value` and `--merge-text` settle it with one change; every store converges.
// 3. `--if-seen` is refused with status 1, and nothing is written, when another value has arrived.
// 4. Two people who settle one conflict differently make exactly one new conflict, and no loop.
// 5. `--all --dry-run` writes nothing; `--all --take newest|city|county|mine` takes what it says.
// 6. What was settled elsewhere is status 1, an unknown id 66, a wrong use 64.
// 7. `history` lists what was settled; its command takes a value back.
// 8. A county may take the city's value of a field that the city decides, never overrule it (77);
//    a new value is judged as `set` judges it; `--all` settles the others and gives 1.

import Foundation
import Testing

@Suite("conflicts resolve", .serialized)
struct ResolveTests {
  @Test("one conflict, the same everywhere, with every key")
  func list() throws {
    let city = try City(2)
    let (first, second) = (city.offices[0], city.offices[1])
    let record = try city.disagree(["5亿", "80000"])
    try first.must("set", record, "owner=甲公司")
    try second.must("set", record, "remark=乙")
    try city.sync()
    let lines = try first.conflicts()
    #expect(lines.count == 1)
    let line = try #require(lines.first)
    #expect(
      Set(line.keys) == [
        "id", "kind", "ledger", "collection", "record", "record_name", "field", "shown", "rule",
        "siblings", "base",
      ])
    #expect(line["kind"] as? String == "concurrent-edit")
    #expect(line["ledger"] as? String == "411700")
    #expect(line["collection"] as? String == "project")
    #expect(line["record"] as? String == record)
    #expect(line["record_name"] as? String == "演示项目")
    #expect(line["field"] as? String == "total_investment")
    #expect(line["rule"] as? String == "newest")
    #expect(line["base"] as? String == "10000")
    #expect(line["shown"] as? String == "80000")
    let siblings = try #require(line["siblings"] as? [[String: Any]])
    #expect(Set(siblings.compactMap { $0["value"] as? String }) == ["50000", "80000"])
    let dots = siblings.compactMap { $0["dot"] as? String }
    #expect(dots == dots.sorted())
    for sibling in siblings {
      #expect(
        Set(sibling.keys) == ["dot", "value", "author", "replica", "office", "clock", "reason"])
      #expect((sibling["reason"] as? String)?.hasPrefix("because ") == true)
      #expect((sibling["office"] as? String)?.hasPrefix("County ") == true)
    }
    for office in [second, city.hub] {
      let same = try office.run("conflicts", "--json").output
      #expect(same == (try first.run("conflicts", "list", "--json").output))
    }
    #expect(try first.run("conflicts", "--exit-code").status == 3)
    #expect(try first.run("conflicts", "--exit-code", "--kind", "violation").status == 0)
    try city.expectConverged()
  }

  @Test("take, value and merged text settle with one change")
  func settle() throws {
    let city = try City(2)
    let (first, second) = (city.offices[0], city.offices[1])
    let record = try city.disagree(["50000", "80000"])
    let id = try first.conflict("total_investment")
    let siblings = try first.conflicts()[0]["siblings"] as? [[String: Any]] ?? []
    let taken = try first.must("conflicts", "resolve", id, "--take", "2", "--json").lines[0]
    #expect(taken["id"] as? String == id)
    #expect((taken["dot"] as? String)?.contains("#") == true)
    #expect(
      try first.field(record, "total_investment") as? String == siblings[1]["value"] as? String)
    try city.sync()
    #expect(try second.run("conflicts", "--exit-code").status == 0)

    for (office, text) in [(first, "一\n二"), (second, "二\n三")] {
      try office.must("set", record, "remark=\(text)")
    }
    try city.sync()
    let remark = try second.conflict("remark")
    try second.must("conflicts", "resolve", remark.uppercased(), "--merge-text")
    let merged = try #require(try second.field(record, "remark") as? String)
    #expect(merged.split(separator: "\n").sorted() == ["一", "三", "二"].sorted())

    try first.must("set", record, "total_investment=1")
    try second.must("set", record, "total_investment=2")
    try city.sync()
    let wrong = try first.run(
      "conflicts", "resolve", id, "--value", "many", "--json")
    #expect(wrong.status == 65)
    let text = try first.run("conflicts", "resolve", id, "--merge-text", "--json")
    #expect(text.status == 65)
    #expect(text.errorCode == "not-text")
    try first.must("conflicts", "resolve", id, "--value", "1.5亿", "--reason", "核对")
    try city.sync()
    #expect(try second.field(record, "total_investment") as? String == "15000")
    try city.expectConverged()
  }

  @Test("a value that has arrived since is never overwritten")
  func ifSeen() throws {
    let city = try City(3)
    let (first, third) = (city.offices[0], city.offices[2])
    let record = try city.hub.add("name=演示项目", "total_investment=1")
    try city.sync()
    for (index, office) in city.offices.enumerated() {
      try office.must("set", record, "total_investment=\(100 + index)")
    }
    for office in [first, city.offices[1], first] { try office.must("sync") }
    let seen = try #require(try first.conflicts().first?["siblings"] as? [[String: Any]])
    #expect(seen.count == 2)
    let dots = seen.compactMap { $0["dot"] as? String }.joined(separator: ",")
    let id = try first.conflict("total_investment")
    try third.must("sync")
    try first.must("sync")
    let before = try first.dump()
    let refused = try first.run(
      "conflicts", "resolve", id, "--take", "1", "--if-seen", dots, "--json")
    #expect(refused.status == 1)
    #expect(refused.errorCode == "siblings-changed")
    #expect(try first.dump() == before)
    let nonsense = try first.run("conflicts", "resolve", id, "--take", "1", "--if-seen", "x#y")
    #expect(nonsense.status == 64)
    let all = try #require(try first.conflicts().first?["siblings"] as? [[String: Any]])
    let allDots = all.compactMap { $0["dot"] as? String }.joined(separator: " ")
    try first.must("conflicts", "resolve", id, "--take", "3", "--if-seen", allDots)
    try city.sync()
    try city.expectConverged()
  }

  @Test("two settlements make exactly one new conflict, and no loop")
  func settledTwice() throws {
    let city = try City(2)
    let (first, second) = (city.offices[0], city.offices[1])
    let record = try city.disagree(["50000", "80000"])
    let id = try first.conflict("total_investment")
    try first.must("conflicts", "resolve", id, "--value", "60000")
    try second.must("conflicts", "resolve", id, "--value", "70000")
    try first.must("sync")
    let report = try second.must("sync", "--json").lines
    #expect(report.count == 1)
    #expect(report[0]["new_conflicts"] as? [String] == [id])
    try city.sync()
    for office in city.offices + [city.hub] {
      let open = try office.conflicts()
      #expect(open.count == 1)
      let values = (open[0]["siblings"] as? [[String: Any]])?.compactMap { $0["value"] as? String }
      #expect(Set(values ?? []) == ["60000", "70000"])
    }
    try city.hub.must("conflicts", "resolve", id, "--value", "65000")
    try city.sync()
    for office in city.offices {
      #expect(try office.conflicts().isEmpty)
      let quiet = try office.must("sync", "--json").lines[0]
      #expect(quiet["sent"] as? Int == 0 && quiet["received"] as? Int == 0)
    }
    #expect(try first.field(record, "total_investment") as? String == "65000")
    try city.expectConverged()
  }

  @Test("the same value twice is no conflict")
  func sameValue() throws {
    let city = try City(2)
    _ = try city.disagree(["5亿", "50000"])
    #expect(try city.offices[0].conflicts().isEmpty)
    try city.expectConverged()
  }

  @Test("many at once: previewed, then each side as named")
  func all() throws {
    let city = try City(2)
    let (first, second) = (city.offices[0], city.offices[1])
    var records: [String] = []
    for index in 0..<4 {
      records.append(try city.hub.add("name=演示\(index)", "total_investment=1", "remark=\(index)"))
    }
    try city.sync()
    for record in records {
      try first.must("set", record, "total_investment=100")
      try second.must("set", record, "total_investment=200")
      try city.hub.must("set", record, "total_investment=300")
    }
    try city.sync()
    let before = try first.dump()
    let preview = try first.must(
      "conflicts", "resolve", "--all", "--take", "city", "--dry-run", "--json")
    #expect(preview.lines.count == 4)
    #expect(preview.lines.allSatisfy { $0["value"] as? String == "300" && $0["dot"] == nil })
    #expect(try first.dump() == before)
    for (index, side) in ["newest", "city", "county", "mine"].enumerated() {
      let done = try first.must(
        "conflicts", "resolve", "--all", "--take", side, "--where", "remark = \(index)", "--json")
      #expect(done.lines.count == 1)
      #expect(done.lines[0]["record"] as? String == records[index])
    }
    let values = try records.map { try first.field($0, "total_investment") as? String }
    #expect(values == ["300", "300", "200", "100"])
    try city.sync()
    #expect(try second.conflicts().isEmpty)
    try city.expectConverged()
  }

  @Test("settled elsewhere, unknown, wrongly used")
  func refusals() throws {
    let city = try City(2)
    let (first, second) = (city.offices[0], city.offices[1])
    _ = try city.disagree(["50000", "80000"])
    let id = try first.conflict("total_investment")
    let shown = try first.must("conflicts", "show", String(id.prefix(6)), "--json").lines[0]
    let siblings = try #require(shown["siblings"] as? [[String: Any]])
    #expect(siblings.allSatisfy { ($0["seen"] as? [String: Any])?.isEmpty == false })
    #expect((shown["history"] as? [[String: Any]])?.isEmpty == false)
    try second.must("conflicts", "resolve", id, "--take", "1")
    try city.sync()
    let late = try first.run("conflicts", "resolve", id, "--take", "2", "--json")
    #expect(late.status == 1)
    #expect(late.errorCode == "settled-already")
    #expect(try first.run("conflicts", "resolve", "0000zzzz", "--take", "1").status == 66)
    #expect(try first.run("conflicts", "resolve", id).status == 64)
    #expect(try first.run("conflicts", "resolve", id, "--take", "1", "--value", "2").status == 64)
    #expect(try first.run("conflicts", "resolve", "--all", "--take", "best").status == 64)
    #expect(try first.run("conflicts", "--kind", "quarrel").status == 64)
    #expect(try first.run("conflicts", "--since", "yesterday").status == 64)
    #expect(try first.run("conflicts", "review").status == 0)
  }

  @Test("history lists what was settled and takes a value back with one command")
  func history() throws {
    let city = try City(2)
    let (first, second) = (city.offices[0], city.offices[1])
    let record = try city.disagree(["it's 'quoted'; $(x)\n二", "乙"], field: "remark")
    let id = try first.conflict("remark")
    let siblings = try #require(try first.conflicts()[0]["siblings"] as? [[String: Any]])
    let lost = try #require(siblings.first { $0["value"] as? String != "乙" })
    let kept = try #require(siblings.firstIndex { $0["value"] as? String == "乙" }) + 1
    try first.must("conflicts", "resolve", id, "--take", "\(kept)", "--reason", "核对过")
    try city.sync()
    let settled = try second.must("conflicts", "history", id, "--json").lines
    #expect(settled.count == 1)
    #expect(settled[0]["chosen"] as? String == "乙")
    #expect(settled[0]["reason"] as? String == "核对过")
    #expect(settled[0]["author"] as? String == "clerk1")
    let past = try #require(settled[0]["siblings"] as? [[String: Any]])
    let command = try #require(
      past.first { $0["dot"] as? String == lost["dot"] as? String }?["take_back"] as? String)
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = [
      "-c",
      command.replacingOccurrences(
        of: "taizhang ", with: "\(Program.path) --store \(second.store) "),
    ]
    shell.standardOutput = FileHandle.nullDevice
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
    #expect(try second.field(record, "remark") as? String == lost["value"] as? String)
    #expect(try second.conflicts().isEmpty)
    #expect(try second.run("conflicts", "history", "0000zzzz").status == 66)
  }

  @Test("what the city decides a county does not overrule")
  func roles() throws {
    let city = try City(1)
    let office = city.offices[0]
    let record = try city.hub.add("name=演示项目", "total_investment=1")
    try city.sync()
    try office.must("set", record, "annual_plan=100", "annual_plan_year=2021", "remark=县")
    try city.hub.must("set", record, "annual_plan=200", "annual_plan_year=2021", "remark=市")
    try city.sync()
    let id = try office.conflict("annual_plan")
    let line = try #require(try office.conflicts().first { $0["id"] as? String == id })
    #expect(line["rule"] as? String == "authority")
    #expect(line["shown"] as? String == "200")
    let siblings = try #require(line["siblings"] as? [[String: Any]])
    let own = try #require(siblings.firstIndex { $0["value"] as? String == "100" }) + 1
    for arguments in [["--take", "\(own)"], ["--value", "150"]] {
      let refused = try office.run(["conflicts", "resolve", id] + arguments + ["--json"])
      #expect(refused.status == 77, "\(arguments) \(refused.errors)")
    }
    let mine = try office.run("conflicts", "resolve", "--all", "--take", "mine", "--json")
    #expect(mine.status == 1)
    #expect(mine.lines.compactMap { $0["field"] as? String } == ["remark"])
    try office.must("conflicts", "resolve", "--all", "--take", "city")
    try city.sync()
    #expect(try city.hub.conflicts().isEmpty)
    #expect(try city.hub.field(record, "annual_plan") as? String == "200")
    #expect(try city.hub.field(record, "remark") as? String == "县")
    try city.expectConverged()
  }
}
