// Scenarios of Pingdingshan, Dancheng and Luohe on records of a real store, by their numbers in
// scenarios.md: S29 inspections need authorisation · S32 two kinds of funds and the task force ·
// S34 weekly site work · S35 attendance · S37 half-months · S39 stated totals stay as they are ·
// S40 rates · S41 the reserve library.

import Foundation
import Testing

@Suite struct PingdingshanScenarioTests {
  @Test func s29UnauthorisedInspection() throws {
    let ground = try ScenarioGround(
      "pingdingshan-2022", ledger: "410400", role: "department")
    let visit = ["add", "visit", "kind=督查", "on=2022-10-12", "leader=某科长"]
    let refused = try ground.scratch.run(visit + ["--json"])
    #expect(refused.status == 1 && refused.failure?.code == "unauthorised-inspection")
    #expect(refused.failure?.message.contains("2022-10-12") == true)
    #expect(try ground.scratch.run(visit + ["auth_doc_no=平政办〔2022〕1号", "--json"]).status == 0)
  }

  /// With the place set by a record, and by the ledger's region alone.
  @Test(arguments: [true, false]) func s32TwoKinds(isPlaceSet: Bool) throws {
    let ground = try ScenarioGround("pingdingshan-2022", ledger: "410400")
    if isPlaceSet { try ground.add("place", "code=平顶山", "effective_from=2022-09-01") }
    let project = [
      "add", "project", "name=尼龙新材料", "region_code=410402", "total_investment=5亿",
      "fund_kinds=三个一批,年度省市重点",
    ]
    let refused = try ground.scratch.run(project + ["--json"])
    #expect(refused.status == 1 && refused.failure?.code == "task-force-missing")
    #expect(try ground.scratch.run(project + ["project_task_force=工业信创专班", "--json"]).status == 0)
    let kinds = try ground.lines(
      ["indicators", "--only", "S2", "--by", "fund_kind", "--as-of", "2022-10-12"])
    let sums = Dictionary(
      kinds.map { ($0.text("scope") ?? "", $0.text("numerator") ?? "") }, uniquingKeysWith: { $1 })
    #expect(sums["three_batches"] == "50000" && sums["annual_key"] == "50000")
    #expect(try ground.indicator("S2", "2022-10-12").text("numerator") == "50000")
    #expect(try ground.indicator("S2", "2022-10-12").number("records") == 1)
  }
}

@Suite struct DanchengScenarioTests {
  private func ground() throws -> ScenarioGround {
    try ScenarioGround("dancheng-2021", ledger: "411625")
  }

  @Test func s34WeeklySiteWork() throws {
    let ground = try ground()
    let id = try ground.add("project", "name=甲", "region_code=411625", "is_key=是")
    try ground.add("visit", "project=\(id)", "on=2021-09-29", "kind=现场办公", "leader=某领导")
    #expect(try ground.warnings("2021-10-03", "dc-weekly-site").isEmpty)
    #expect(try ground.warnings("2021-10-10", "dc-weekly-site").first?.text("level") == "yellow")
    try ground.add("visit", "project=\(id)", "on=2021-10-09", "kind=现场办公", "leader=某领导")
    #expect(try ground.warnings("2021-10-10", "dc-weekly-site").isEmpty)
    #expect(try ground.warnings("2022-02-06", "dc-weekly-site").isEmpty, "no working day: waived")
    #expect(try ground.warnings("2022-01-30", "dc-weekly-site").count == 1)
  }

  @Test func s35Attendance() throws {
    let ground = try ground()
    let units = (1...16).map { "单位\($0)" }
    let meeting = try ground.add(
      "meeting", "name=调度例会", "kind=dispatch", "held_on=2021-11-01",
      "required=\(units.joined(separator: ";"))")
    var absent = ""
    for (place, unit) in units.enumerated() {
      let status = place < 14 ? "本人" : place == 14 ? "替会" : "缺席"
      absent = try ground.add(
        "attendance", "meeting=\(meeting)", "unit=\(unit)", "status=\(status)")
    }
    let rate = try ground.indicator("E6", "2021-11-30")
    #expect(rate.number("numerator") == 14 && rate.number("denominator") == 16)
    #expect(rate.text("percent") == "87.5")
    #expect(try ground.warnings("2021-11-02", "dc-no-sub").count == 1)
    let listed = try ground.warnings("2021-11-02", "dc-absent-crit")
    #expect(listed.map { $0.text("record") } == [absent])
    #expect(listed.first?.text("action") == "criticise")
    try ground.set(
      absent, "status=请假", "leave_approved_by=召集人", "leave_approved_on=2021-10-31")
    #expect(try ground.warnings("2021-11-02", "dc-absent-crit").isEmpty)
    #expect(try ground.indicator("E6", "2021-11-30").text("percent") == "87.5", "still 14 of 16")
  }

  @Test func s37HalfMonth() throws {
    let ground = try ground()
    try ground.add("visit", "on=2021-10-12", "kind=督查", "leader=某主任")
    #expect(try ground.warnings("2021-10-15", "dc-half-month").isEmpty)
    #expect(try ground.warnings("2021-10-30", "dc-half-month").isEmpty)
    let missed = try #require(try ground.warnings("2021-11-01", "dc-half-month").first)
    #expect(missed.text("level") == "yellow")
    #expect(missed.text("reason")?.contains("下半月缺督查") == true)
    try ground.add("visit", "on=2021-10-31", "kind=督查", "leader=某主任")
    #expect(try ground.warnings("2021-11-01", "dc-half-month").isEmpty)
  }
}

@Suite struct LuoheScenarioTests {
  private func ground() throws -> ScenarioGround {
    try ScenarioGround("luohe-2024", ledger: "411100")
  }

  @Test func s39StatedTotals() throws {
    let ground = try ground()
    let totals = try [("三个一批项目数", "367"), ("三个一批总投资", "3884.7")].map {
      try ground.add("figure", "name=\($0.0)", "value=\($0.1)", "source=漯河报告")
    }
    for (total, parts) in [(totals[0], ["225", "143"]), (totals[1], ["1638.7", "2246"])] {
      for (name, part) in zip(["新增签约一批", "新增开工一批"], parts) {
        try ground.add("figure", "name=\(name)", "value=\(part)", "part_of=\(total)")
      }
    }
    let found = try ground.warnings("2024-07-01", "lh-batches")
    #expect(found.map { $0.text("record") } == [totals[0]], "the money adds up to 0.0")
    #expect(found.first?.text("level") == "info")
    #expect(found.first?.text("numerator") == "367")
    #expect(found.first?.text("denominator") == "368")
    #expect(found.first?.text("reason")?.contains("相差 +1") == true)
    // Nothing was changed.
    #expect(try ground.scratch.fields(totals[0])["value"] as? String == "367")
    let all = try ground.scratch.must("list", "figure", "--json").lines
      .compactMap { ($0["fields"] as? [String: Any])?.text("value") }
    #expect(all.sorted() == ["143", "1638.7", "2246", "225", "367", "3884.7"])
  }

  @Test func s40EffectRates() throws {
    let ground = try ground()
    let batch = try ground.add("batch", "name=投产", "kind=投产", "quarter=2024-Q2")
    var records: [(String, [String: Any])] = []
    for number in 0..<303 {
      // 230 with 1551.7亿 are effective, 73 with 1346.9亿 are not.
      let isEffective = number < 230
      let first = isEffective ? "1322.7亿" : "1274.9亿"
      let isFirst = number == 0 || number == 230
      let id = String(format: "01j0000000000000000000%04d", number)
      var fields: [String: Any] = [
        "id": id, "name": "投产\(number)", "region_code": "411102",
        "total_investment": isFirst ? first : "1亿", "production_on": "2024-03-01",
      ]
      if isEffective { fields["effect_on"] = "2024-05-01" }
      records.append(("project", fields))
      records.append(("batch_member", ["batch": batch, "project": id]))
    }
    try ground.put(records)
    let count = try ground.indicator("F2", "2024-06-30")
    #expect(count.number("numerator") == 230 && count.number("denominator") == 303)
    #expect(count.text("percent") == "75.9")
    let money = try ground.indicator("F2.money", "2024-06-30")
    #expect(money.text("numerator") == "15517000" && money.text("denominator") == "28986000")
    #expect(money.text("percent") == "53.5")
  }

  @Test func s40SignedAndFinanced() throws {
    let ground = try ground()
    var records: [(String, [String: Any])] = []
    for number in 0..<93 {
      var fields: [String: Any] = [
        "name": "招商\(number)", "region_code": "411102", "signed_on": "2024-02-01",
      ]
      if number < 82 { fields["performed_on"] = "2024-03-01" }
      if number < 60 { fields["substantive_start_on"] = "2024-05-01" }
      records.append(("project", fields))
    }
    try ground.put(records)
    let id = try #require(
      try ground.scratch.must("list", "project", "--json").lines.first?.text("id"))
    try ground.add(
      "financing_need", "project=\(id)", "amount=100亿", "credit=100亿", "disbursed=60亿")
    try ground.add(
      "financing_need", "project=\(id)", "amount=56.27亿", "credit=30.47亿", "disbursed=22.08亿")
    for (indicator, percent) in [
      ("F5", "83.5"), ("F6", "52.5"), ("F6.credit", "62.9"), ("F3", "88.2"), ("F4", "64.5"),
      ("F4.performed", "73.2"),
    ] {
      #expect(
        try ground.indicator(indicator, "2024-06-30").text("percent") == percent, "\(indicator)")
    }
    #expect(try ground.indicator("F6", "2024-06-30").text("numerator") == "820800")
    #expect(try ground.indicator("F6", "2024-06-30").text("denominator") == "1562700")
  }

  @Test func s41Library() throws {
    let ground = try ground()
    func project(_ name: String, _ more: String...) throws -> String {
      try ground.add("project", ["name=\(name)", "region_code=411102", "stage=储备"] + more)
    }
    _ = try project("产业", "total_investment=12000亿", "is_industry=是")
    _ = try project("其他", "total_investment=9950亿")
    let leaving = try project("拟调出", "total_investment=100亿")
    #expect(try ground.indicator("F9", "2024-07-01").text("numerator") == "220500000")
    #expect(try ground.warnings("2024-07-01", "lh-lib-2.2").isEmpty)
    try ground.set(leaving, "stage=拟调出", "removal_reason=长期不推进")
    let short = try #require(try ground.warnings("2024-07-01", "lh-lib-2.2").first)
    #expect(short.text("level") == "red")
    #expect(short.text("numerator") == "219500000" && short.text("denominator") == "220000000")
    #expect(try ground.warnings("2024-07-01", "lh-lib-2.2.industry").isEmpty, "12000亿 are enough")
  }
}
