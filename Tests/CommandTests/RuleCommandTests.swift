// Verifies, through the program and a real store:
// 1. calendar: holidays and make-up days counted one by one; backwards as forwards, a negative
//    number behind an option refused with the way to write it; rolled dates; years unknown refused,
//    and known once the city has entered them.
// 2. warnings, due and rules explain: scenarios S01 and S04 of the domain, red and yellow on their
//    days; the same bytes twice; exit status 3 where it was asked for; rule sets by name.
// 3. indicators: S12's rates, the projects that a number lacks; each by its own id.
// 4. close: snapshot and locked reports in one go, reprinted identically; a second one needs its
//    reason.
// 5. bulletin: three files and kept facts that print the same bytes again; what cannot be written
//    is refused before anything is.
// 6. ledger-op: verbs by code and name, refused where the place has them off.
// 7. rank: equal scores share a place, nine items each; a sheet that is not there is refused.
// 8. An archived project takes what belongs to it out of rates and warnings, and brings it back.
// 9. Figures typed for counties reach the score sheet; an explanation says where its rule was not
//    in force.
// 10. Bad input: dates, months, sheets, rule sets, YAML with its line.

import Foundation
import Testing

@Suite struct RuleCommandTests {
  private func add(_ scratch: Scratch, _ arguments: String...) throws -> String {
    let outcome = try scratch.run(["add"] + arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(outcome.lines.first?["id"] as? String)
  }

  private func lines(_ scratch: Scratch, _ arguments: String...) throws -> [[String: Any]] {
    let outcome = try scratch.run(arguments + ["--json"])
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)")
    return outcome.lines
  }

  @Test func calendar() throws {
    let scratch = try Scratch(role: "city")
    let add = try lines(scratch, "calendar", "add", "2021-09-28", "3")[0]
    #expect(add["date"] as? String == "2021-10-08")
    #expect(add["working"] as? [String] == ["2021-09-29", "2021-09-30", "2021-10-08"])
    let rolled = try lines(scratch, "calendar", "add", "2021年9月28日", "3", "--days")[0]
    #expect(rolled["nominal"] as? String == "2021-10-01")
    #expect(rolled["date"] as? String == "2021-10-08")
    let span = try lines(scratch, "calendar", "workdays", "2021-09-28", "2022-02-11")[0]
    #expect(span["workdays"] as? Int == 90)
    let back = try lines(scratch, "calendar", "workdays", "2021-10-08", "2021-09-29")[0]
    #expect(back["workdays"] as? Int == -2)
    #expect(back["working"] as? [String] == ["2021-09-29", "2021-09-30"])
    let plain = try scratch.must("calendar", "add", "2021-10-08", "-2", "--json").object
    #expect(plain["date"] as? String == "2021-09-29")
    let bare = try scratch.run("calendar", "add", "2021-10-08", "--days", "-2", "--json")
    #expect(bare.status == 64 && bare.failure?.hint.contains("-- -2") == true)
    let before = try scratch.must("calendar", "add", "2021-10-08", "--json", "--", "-2").object
    #expect(before["date"] as? String == "2021-09-29")
    #expect(before["working"] as? [String] == back["working"] as? [String])
    let beyond = try scratch.run("calendar", "add", "2026-12-30", "5", "--json")
    #expect(beyond.status == 1 && beyond.failure?.hint.isEmpty == false)
    _ = try self.add(
      scratch, "calendar_day", "date=2027-01-01", "kind=holiday", "name=元旦\n2027-01-05,holiday")
    let half = try scratch.run("calendar", "add", "2027-01-04", "1", "--json")
    #expect(half.status == 1 && half.failure?.message.contains("2027-05-01") == true)
    for date in ["2027-05-01", "2027-10-01"] {
      _ = try self.add(scratch, "calendar_day", "date=\(date)", "kind=holiday")
    }
    // A line break in a name makes no day of its own.
    let after = try lines(scratch, "calendar", "add", "2027-01-04", "1")[0]
    #expect(after["date"] as? String == "2027-01-05")
    let next = try lines(scratch, "calendar", "add", "2026-12-30", "2")[0]
    #expect(next["date"] as? String == "2027-01-04")
    // A day more leaves the others of its year as they are announced.
    _ = try self.add(scratch, "calendar_day", "date=2021-12-25", "kind=workday", "name=某日")
    let third = try lines(scratch, "calendar", "add", "2021-09-28", "3")[0]
    #expect(third["date"] as? String == "2021-10-08")
    let christmas = try lines(scratch, "calendar", "workdays", "2021-12-24", "2021-12-25")[0]
    #expect(christmas["workdays"] as? Int == 1)
  }

  @Test func warningsOfADay() throws {
    let scratch = try Scratch(role: "city")
    let project = try add(
      scratch, "project", "name=甲", "region_code=411702", "signed_on=2021-09-28", "stage=签约")
    func handover(_ day: String) throws -> [String: Any]? {
      try lines(scratch, "warnings", "--as-of", day, "--rule-set", "zhumadian-2021").first {
        $0["rule"] as? String == "zmd-m-handover3"
      }
    }
    #expect(try handover("2021-10-09")?["level"] as? String == "red")
    #expect(try handover("2021-10-08")?["level"] as? String != "red")
    let due = try lines(
      scratch, "due", "--as-of", "2021-10-02", "--within", "7d", "--rule-set", "zhumadian-2021")
    let line = try #require(due.first { $0["rule"] as? String == "zmd-m-handover3" })
    #expect(line["due"] as? String == "2021-10-08")
    #expect(line["nominal_due"] as? String == "2021-10-01")
    #expect(line["record"] as? String == project)
    let explained = try lines(
      scratch, "rules", "explain", "zmd-m-handover3", String(project.prefix(20)), "--as-of",
      "2021-10-09")
    #expect((explained[0]["clause"] as? String)?.contains("第9条") == true)
    #expect(explained.count == 2)
    let twice = try (1...2).map { _ in
      try scratch.must(
        "warnings", "--as-of", "2022-01-05", "--rule-set", "zhumadian-2021", "--json"
      ).output
    }
    #expect(twice[0] == twice[1])
    let wanted = try scratch.run(
      "warnings", "--as-of", "2021-10-09", "--rule-set", "zhumadian-2021", "--exit-code", "--json")
    #expect(wanted.status == 3)
    try scratch.must("set", project, "handed_over_on=2021-10-08")
    #expect(try handover("2021-10-09") == nil)
  }

  @Test func ratesAndWhoIsBehind() throws {
    let scratch = try Scratch(role: "city")
    let batch = try add(
      scratch, "batch", "name=三季度开工", "kind=开工", "quarter=2021-Q3", "held_on=2021-09-01")
    var unstarted: Set<String> = []
    for number in 1...46 {
      var words = ["name=项目\(number)", "region_code=411702"]
      if number <= 43 { words.append("substantive_start_on=2021-09-10") }
      let outcome = try scratch.run(["add", "project"] + words + ["--json"])
      let id = try #require(outcome.lines.first?["id"] as? String, "\(outcome.errors)")
      if number > 43 { unstarted.insert(id) }
      _ = try add(scratch, "batch_member", "batch=\(batch)", "project=\(id)", "due_on=2021-09-30")
    }
    let shown = try lines(
      scratch, "indicators", "--only", "A2", "--as-of", "2021-09-30", "--rule-set",
      "zhumadian-2021")
    #expect(shown.first?["numerator"] as? Int == 43)
    #expect(shown.first?["denominator"] as? Int == 46)
    #expect(shown.first?["percent"] as? String == "93.5")
    #expect(shown.first?["met"] as? Bool == false)
    let lacking = try lines(
      scratch, "indicators", "--only", "A2", "--missing", "--as-of", "2021-09-30", "--rule-set",
      "zhumadian-2021")
    #expect(Set(lacking.compactMap { $0["project"] as? String }) == unstarted)
  }

  @Test func monthsCloseAndPrint() throws {
    let scratch = try Scratch(role: "city")
    let project = try add(
      scratch, "project", "name=甲", "region_code=411702", "level=市", "annual_plan=1000",
      "total_investment=5000")
    let report = try add(
      scratch, "progress_report", "project=\(project)", "period=2021-10", "month_investment=120.5",
      "progress_done=主体封顶", "report_state=submitted")
    let closed = try lines(scratch, "close", "--month", "2021-10")[0]
    #expect(closed["version"] as? Int == 1 && closed["locked"] as? Int == 1)
    #expect(try scratch.fields(report)["report_state"] as? String == "locked")
    let first = try scratch.must("close", "--month", "2021-10", "--reprint").output
    #expect(first.contains("120.5"))
    let again = try scratch.run("close", "--month", "2021-10", "--json")
    #expect(again.status != 0 && again.failure?.hint.isEmpty == false)
    try scratch.must("close", "--month", "2021-10", "--reason", "更正")
    #expect(try scratch.run("close", "--month", "2021-11", "--reprint", "--json").status == 66)

    let files = ["a.docx", "a.xlsx", "a.html"].map { scratch.directory + "/" + $0 }
    let kept = scratch.directory + "/facts"
    try scratch.must(
      "bulletin", "--month", "2021-10", "--out", files[0], "--out", files[1], "--out", files[2],
      "--freeze", kept, "--rule-set", "zhumadian-2021")
    let reprinted = scratch.directory + "/b.docx"
    try scratch.must("bulletin", "--from", kept, "--out", reprinted)
    #expect(
      try Data(contentsOf: URL(fileURLWithPath: files[0]))
        == Data(contentsOf: URL(fileURLWithPath: reprinted)))
    let page = try String(contentsOfFile: files[2], encoding: .utf8)
    #expect(page.contains("120.5") && page.contains("甲"))
    try Data("damaged".utf8).write(to: URL(fileURLWithPath: kept))
    let damaged = try scratch.run("bulletin", "--from", kept, "--out", files[0], "--json")
    #expect(damaged.status == 65)
  }

  @Test func placesShareAndRise() throws {
    let scratch = try Scratch(role: "city")
    for (county, total) in [("411721", "9000"), ("411722", "5000"), ("411723", "5000")] {
      _ = try add(
        scratch, "project", "name=\(county)", "region_code=\(county)", "stage=签约",
        "signed_on=2021-09-28", "total_investment=\(total)")
    }
    let rows = try lines(scratch, "rank", "--as-of", "2021-10-31", "--rule-set", "zhumadian-2021")
    #expect(rows.map { $0["place"] as? Int } == [1, 2, 2])
    #expect(rows.first?["county"] as? String == "411721")
    #expect((rows.first?["items"] as? [[String: Any]])?.count == 9)
    let none = try scratch.run("rank", "--rule-set", "luohe-2024", "--sheet", "no-such", "--json")
    #expect(none.status == 66)
  }

  @Test func verbsByName() throws {
    let scratch = try Scratch(role: "city")
    let project = try add(scratch, "project", "name=甲", "region_code=410402", "stage=谋划")
    _ = try add(scratch, "place", "code=pingdingshan", "effective_from=2021-01-01")
    try scratch.must("ledger-op", "open", project, "person=台账员")
    let off = try scratch.run("ledger-op", "补账", project, "--period", "2022-01", "--json")
    #expect(off.failure?.code == "verb-not-enabled")
    #expect(try scratch.must("list", "ledger_op", "--json").lines.count == 1)
  }

  @Test func theCityKeepsItsBooks() throws {
    let scratch = try Scratch(ledgers: "411700", role: "hub")
    let text = """
      rule_set: own
      title: {zh: 自定, en: own}
      rules: []
      """
    _ = try add(
      scratch, "rule_set", "name=自定", "code=own", "text=\(text)", "--ledger", "city")
    let listed = try lines(scratch, "list", "rule_set")
    #expect(listed.map { $0["ledger"] as? String } == ["city"])
    let unknown = try scratch.run("warnings", "--rule-set", "none", "--json")
    #expect(unknown.failure?.hint.contains("own") == true)
    // A day that two records call differently is refused by name, and answers again once one is
    // gone.
    let holiday = try add(
      scratch, "calendar_day", "date=2026-12-26", "kind=holiday", "--ledger", "city")
    _ = try add(scratch, "calendar_day", "date=2026-12-26", "kind=workday", "--ledger", "city")
    let twice = try scratch.run("calendar", "add", "2026-12-25", "1", "--json")
    #expect(twice.status == 1)
    #expect(twice.failure?.message.contains("2026-12-26") == true)
    _ = try scratch.run("archive", holiday, "--reason", "typed by mistake")
    let next = try lines(scratch, "calendar", "add", "2026-12-25", "1")[0]
    #expect(next["date"] as? String == "2026-12-26")
  }

  @Test func archivedProjects() throws {
    let scratch = try Scratch(role: "city")
    let gone = try add(scratch, "project", "name=甲", "region_code=411721")
    let stays = try add(
      scratch, "project", "name=乙", "region_code=411721", "substantive_start_on=2021-09-20")
    let batch = try add(scratch, "batch", "name=三季度", "kind=starting", "quarter=2021-Q3")
    for id in [gone, stays] {
      _ = try add(scratch, "batch_member", "batch=\(batch)", "project=\(id)")
    }
    _ = try add(
      scratch, "approval", "project=\(gone)", "name=节能审查", "accepted_on=2021-09-26")
    func listed() throws -> [Int?] {
      let rate = try lines(
        scratch, "indicators", "--only", "A2", "--as-of", "2021-09-30", "--rule-set",
        "zhumadian-2021")
      let late = try lines(
        scratch, "warnings", "--as-of", "2021-10-20", "--rule-set", "zhumadian-2021")
      return [
        rate.first?["numerator"] as? Int, rate.first?["denominator"] as? Int,
        late.count { $0["rule"] as? String == "zmd-m-sla-energy" },
      ]
    }
    #expect(try listed() == [1, 2, 1])
    try scratch.must("archive", gone, "--reason", "误录")
    #expect(try listed() == [1, 1, 0])
    try scratch.must("restore", gone, "--reason", "核实")
    #expect(try listed() == [1, 2, 1])
  }

  @Test func figuresAndForce() throws {
    let scratch = try Scratch(role: "city")
    let old = try add(
      scratch, "project", "name=甲", "region_code=411721", "signed_on=2021-07-20")
    _ = try add(scratch, "figure", "name=service_support", "region_code=411721", "value=80")
    let rank = try scratch.must(
      "rank", "--as-of", "2021-10-31", "--rule-set", "lights", "--json")
    #expect(rank.lines.first?["score"] as? String == "8")
    let told = try scratch.must(
      "rules", "explain", "zmd-m-90wd", old, "--as-of", "2022-12-30", "--rule-set",
      "zhumadian-2021", "--lang", "zh")
    #expect(told.output.contains("2021-07-20 时此规则不施行（施行期：2021-09-18—）"))
  }

  @Test func indicatorsByTheirIds() throws {
    let scratch = try Scratch(role: "city")
    _ = try add(scratch, "project", "name=甲", "region_code=411625")
    for id in ["A8", "B5", "B6", "B15", "E3", "E4", "E7"] {
      let told = try lines(
        scratch, "indicators", "--only", id, "--as-of", "2021-10-31", "--rule-set",
        "dancheng-2021")
      let ids = told.compactMap { $0["indicator"] as? String }
      #expect(!ids.isEmpty && ids.allSatisfy { $0 == id || $0.hasPrefix(id + ".") }, "\(id)")
    }
    let several = try scratch.run(
      "indicators", "--only", "A8", "--records", "--rule-set", "dancheng-2021", "--json")
    #expect(several.failure?.code == "indicator-needed")
  }

  @Test func badInput() throws {
    let scratch = try Scratch(role: "city")
    _ = try add(scratch, "project", "name=甲")
    for (arguments, status) in [
      (["warnings", "--as-of", "2021-02-30"], 64), (["calendar", "add", "10月", "3"], 64),
      (["warnings", "--rule-set", "nowhere"], 66), (["due", "--within", "-3d"], 64),
      (["indicators", "--only", "Z9", "--rule-set", "luohe-2024"], 66),
      (["indicators", "--missing", "--rule-set", "luohe-2024"], 64),
      (["rules", "explain", "no-such", "--rule-set", "luohe-2024"], 66),
      (["bulletin", "--month", "2021-10"], 64),
      (["bulletin", "--month", "十月", "--out", "x.docx"], 64),
      (["bulletin", "--month", "2021-10", "--out", "x.pdf"], 64),
      (["close", "--month", "2021"], 64),
    ] as [([String], Int32)] {
      let outcome = try scratch.run(arguments + ["--json"])
      #expect(outcome.status == status, "\(arguments): \(outcome.status) \(outcome.errors)")
      #expect(outcome.failure?.message.isEmpty == false, "\(arguments)")
    }
    let broken = "text=rule_set: own\nrules:\n  - id: a\n    kind: guess\n    clause: x\n"
    let outcome = try scratch.run("add", "rule_set", "name=自定", "code=own", broken, "--json")
    #expect(outcome.status == 1 && outcome.failure?.code == "rule-set-unreadable")
    #expect(outcome.failure?.message.contains("guess") == true)
  }
}
