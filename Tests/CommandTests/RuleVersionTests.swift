// Rule sets that change, through the program and a real store:
// 1. A new version of a set judges acts from its first day on; what was done before stays judged by
//    the set built in; `rules list` shows both with their days.
// 2. A version of the same first day, or without one, stands for the one before it; where the
//    record names no day, that of its text holds.
// 3. A version ends on its last day.
// 4. A text that cannot be read is not kept, by `add`, `set` or `put`: rule, key and next step are
//    said.
// 5. A score sheet that is not in force says from when it is, not that there is none.
// 6. A duty of a record is said with the unit that has it, and with no other.
// 7. A kept set that cannot be used hides no other from `rules list` and `rules explain`, and is
//    said with its record; `check` finds it.

import Foundation
import Testing

@Suite struct RuleVersionTests {
  private let ground: ScenarioGround

  init() throws { ground = try ScenarioGround.zhumadian() }

  /// A set with one deadline of so many days after signing.
  private func text(days: Int, code: String = "zhumadian-2021", from: String = "") -> String {
    """
    rule_set: \(code)
    title: {zh: 新版, en: new}
    \(from.isEmpty ? "" : "effective: {from: \(from)}")
    rules:
      - {id: zmd-m-handover3, kind: deadline, clause: 新文第\(days)条, of: project, from: signed_on, due: \(days) days, done: handed_over_on}
    """
  }

  private func clauses(_ asOf: String = "2022-06-01") throws -> [String] {
    try ground.warnings(asOf, "zmd-m-handover3").map {
      "\($0.text("record_name") ?? "") \($0.text("clause") ?? "")"
    }.sorted()
  }

  private func sign(_ days: String...) throws {
    for day in days {
      try ground.add("project", "name=\(day)", "region_code=411721", "signed_on=\(day)")
    }
  }

  @Test func actsBeforeANewVersion() throws {
    try sign("2021-12-01", "2021-12-31", "2022-01-01")
    try ground.add(
      "rule_set", "name=新版", "code=zhumadian-2021", "effective_from=2022-01-01",
      "text=\(text(days: 5, from: "2022-01-01"))")
    let old = "驻政办〔2021〕37号 第9条"
    #expect(
      try clauses() == ["2021-12-01 \(old)", "2021-12-31 \(old)", "2022-01-01 新文第5条"])
    // What only the earlier version asks is asked of earlier acts alone.
    let group = try ground.warnings("2022-06-01", "zmd-m-group7")
    #expect(group.compactMap { $0.text("record_name") }.sorted() == ["2021-12-01", "2021-12-31"])
    let listed = try ground.lines(["rules", "list"]).filter { $0.text("rule") == "zmd-m-handover3" }
    #expect(listed.map { $0.text("effective_from") } == ["2021-09-18", "2022-01-01"])
    #expect(listed.map { $0.text("effective_to") } == ["2021-12-31", nil])
    let table = try ground.scratch.must("rules", "list", "--rule-set", "zhumadian-2021").output
    #expect(table.contains("2021-09-18—2021-12-31") && table.contains("2022-01-01—"))
  }

  @Test func versionsInPlaceOfOthers() throws {
    try sign("2021-12-01", "2022-01-10")
    try ground.add(
      "rule_set", "name=一", "code=zhumadian-2021", "effective_from=2022-01-01",
      "text=\(text(days: 5))")
    try ground.add(
      "rule_set", "name=二", "code=zhumadian-2021", "effective_from=2022-01-01",
      "text=\(text(days: 6))")
    #expect(try clauses() == ["2021-12-01 驻政办〔2021〕37号 第9条", "2022-01-10 新文第6条"])
    try ground.add(
      "rule_set", "name=三", "code=zhumadian-2021", "effective_from=2021-09-18",
      "text=\(text(days: 7))")
    #expect(try clauses() == ["2021-12-01 新文第7条", "2022-01-10 新文第6条"])
    try ground.add("rule_set", "name=四", "code=zhumadian-2021", "text=\(text(days: 8))")
    #expect(try clauses() == ["2021-12-01 新文第8条", "2022-01-10 新文第8条"])
  }

  @Test func theFirstDayThatATextNames() throws {
    try sign("2021-12-01", "2022-01-10", "2023-01-10")
    for (days, from) in [(5, "2022-01-01"), (6, "2023-01-01")] {
      try ground.add(
        "rule_set", "name=\(from)", "code=zhumadian-2021", "text=\(text(days: days, from: from))")
    }
    #expect(
      try clauses("2023-06-01")
        == ["2021-12-01 驻政办〔2021〕37号 第9条", "2022-01-10 新文第5条", "2023-01-10 新文第6条"])
  }

  @Test func aVersionEnds() throws {
    try sign("2022-03-31", "2022-04-01")
    try ground.add(
      "rule_set", "name=试行", "code=zhumadian-2021", "effective_from=2022-01-01",
      "effective_to=2022-03-31", "text=\(text(days: 5))")
    #expect(try clauses() == ["2022-03-31 新文第5条"])
  }

  @Test func unreadableTexts() throws {
    let broken = text(days: 5).replacing("kind: deadline", with: "kind: wobble")
    let id = try ground.add("rule_set", "name=好", "code=own", "text=\(text(days: 5, code: "own"))")
    let line = try JSONSerialization.data(withJSONObject: [
      "collection": "rule_set", "fields": ["name": "坏", "code": "zhumadian-2021", "text": broken],
    ])
    for (arguments, input) in [
      (["add", "rule_set", "name=坏", "code=zhumadian-2021", "text=\(broken)"], ""),
      (["set", id, "text=\(broken)"], ""),
      (["put"], String(decoding: line, as: UTF8.self) + "\n"),
    ] as [([String], String)] {
      let outcome = try ground.scratch.run(arguments + ["--json", "--lang", "zh"], input: input)
      #expect(outcome.status != 0, "\(arguments[0])")
      for part in ["rule-set-unreadable", "zmd-m-handover3", "wobble", "用列出的类型之一"] {
        #expect(outcome.errors.contains(part), "\(arguments[0]): \(outcome.errors)")
      }
    }
    #expect(try ground.scratch.must("list", "rule_set", "--json").lines.count == 1)
    #expect(try ground.scratch.run("warnings", "--rule-set", "own", "--json").status == 0)
  }

  @Test func aSheetNotYetInForce() throws {
    for language in ["zh", "en"] {
      let outcome = try ground.scratch.run(
        "rank", "--as-of", "2021-09-01", "--rule-set", "zhumadian-2021", "--json", "--lang",
        language)
      #expect(outcome.status == 66 && outcome.failure?.code == "sheet-not-in-force")
      #expect(outcome.failure?.message.contains("2021-09-18—") == true)
    }
  }

  @Test func theUnitOfADuty() throws {
    let issue = try ground.add("issue", "name=停水", "kind=utilities", "raised_on=2021-10-08")
    let said = try ground.scratch.must(
      "rules", "explain", "zmd-m-role-prod", issue, "--as-of", "2021-10-31", "--rule-set",
      "zhumadian-2021", "--lang", "zh"
    ).output
    #expect(said.contains("责任：市城市管理局") && !said.contains("各县区"))
  }

  @Test func anUnusableSetHidesNoOther() throws {
    let step = "kind: deadline, clause: x, of: project, due: 1 days, done: landed_on"
    func text(_ first: String, _ second: String) -> String {
      "rule_set: luohe-2024\nrules:\n  - {id: a, \(step), \(first)}\n  - {id: b, \(step), \(second)}\n"
    }
    let scratch = ground.scratch
    try ground.add(
      "rule_set", "name=一", "code=luohe-2024", "effective_from=2021-01-01",
      "text=\(text("from: signed_on", "after: a"))")
    #expect(try scratch.run("check", "--json").status == 0)
    // Each text is readable; only together do their deadlines wait for each other.
    let second = try ground.add(
      "rule_set", "name=二", "code=luohe-2024", "effective_from=2022-01-01",
      "text=\(text("after: b", "from: signed_on"))")

    let listed = try scratch.run("rules", "list", "--json")
    #expect(listed.status == 65 && listed.failure?.code == "cycle")
    #expect(listed.failure?.message.contains(second) == true)
    #expect(listed.failure?.hint.isEmpty == false)
    let sets = Set(listed.lines.compactMap { $0.text("rule_set") })
    #expect(sets.isSuperset(of: ["dancheng-2021", "pingdingshan-2022", "zhumadian-2021"]))
    #expect(!sets.contains("luohe-2024"))
    let table = try scratch.run("rules", "list", "--lang", "zh")
    #expect(table.output.contains("zmd-m-handover3") && table.errors.contains(second))

    #expect(try scratch.run("rules", "explain", "zmd-m-handover3", "--json").status == 0)
    // The rule is in no set that can be read; it is not said that there is none.
    let explained = try scratch.run("rules", "explain", "b", "--json")
    #expect(explained.status == 65 && explained.failure?.message.contains(second) == true)

    let checked = try scratch.run("check", "--json")
    #expect(checked.status == 1 && checked.object["ok"] as? Bool == false)
    let problem = (checked.object["problems"] as? [[String: String]])?.first ?? [:]
    #expect(problem["code"] == "rule-set-unreadable" && problem["table"] == "rule_set")
    #expect(problem["key"] == second && problem["hint"]?.contains(second) == true)
    #expect(problem["message"]?.contains("luohe-2024") == true)
    try scratch.must("archive", second, "--reason", "误报")
    #expect(try scratch.run("check", "--json").status == 0)
  }
}
