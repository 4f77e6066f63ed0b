// 1. Each place enables its own verbs: six in Zhumadian, five in Pingdingshan; a city may list
//    others.
// 2. A verb not enabled is refused with those that are; the setting in force on the date is asked.
// 3. The order of the verbs: opened with all that the stage asks for, claimed with leader and
//    deadline, reconciled with differences explained, handed in with a submitted report, which
//    locks its figures until the city returns it, settled by the city once the month is closed,
//    made up.
// 4. Where rows are claimed, progress of an unclaimed one is refused.
// 5. Operations are never written again.

import Catalogue
import Causality
import Projects
import Testing

@Suite struct LedgerOperationTests {
  private let ledger = TestLedger()

  private func project(_ more: [String: String] = [:]) throws -> String {
    let fields = [
      "name": "甲", "region_code": "411702", "stage": "谋划",
    ]
    return try ledger.add("project", fields.merging(more) { $1 }).description
  }

  private func operation(
    _ verb: String, _ project: String, _ more: [String: String] = [:]
  ) -> [String: String] {
    ["project": project, "verb": verb, "on": "2021-10-08", "person": "台账员"]
      .merging(verb == "建账" || verb == "领账" ? [:] : ["period": "2021-09"]) { $1 }
      .merging(more) { $1 }
  }

  @Test(
    arguments: [
      ("驻马店", "建领对交算补"), ("平顶山", "建理对交算"), ("郸城", "建对交算"), ("漯河", "建对交算"),
      ("", "建领理对交算补"),
    ])
  func verbsOfPlaces(_ place: String, _ expected: String) throws {
    if !place.isEmpty { try ledger.add("place", ["code": place]) }
    let project = try project()
    let verbs = try #require(
      Schema.standard.collection("ledger_op")?.field("verb")?.enumeration
    ).cases
    let enabled = try verbs.filter { verb in
      let found = try ledger.check("ledger_op", operation(verb.zh, project))
      return !found.contains("verb-not-enabled")
    }
    #expect(enabled.map { String($0.zh.prefix(1)) }.joined() == expected)
  }

  @Test func aVerbThatIsOffNamesThoseThatAreOn() throws {
    try ledger.add("place", ["code": "平顶山", "effective_from": "2022-09-01"])
    let project = try project()
    let off = try ledger.problems(
      "ledger_op", operation("领账", project, ["on": "2022-10-08"]), role: .county)
    #expect(off.map(\.code) == [.verbNotEnabled] && off[0].field == "verb")
    for language in Language.allCases {
      let sentence = Catalogue.text(off[0].message, in: language)
      #expect(sentence.contains("领账(claim)") && sentence.contains("平顶山(pingdingshan)"))
      let hint = Catalogue.text(off[0].hint, in: language)
      #expect(hint.contains("理账(sort)") && !hint.contains("补账"))
    }
    // Before the setting began, and once the city lists the verb, it is on.
    let early = try ledger.check("ledger_op", operation("领账", project, ["on": "2022-08-31"]))
    #expect(early == ["verb-out-of-order"])
    try ledger.add(
      "place", ["code": "平顶山", "effective_from": "2022-10-01", "verbs": "建账、领账"])
    let listed = try ledger.check("ledger_op", operation("领账", project, ["on": "2022-10-08"]))
    #expect(listed == ["verb-out-of-order"])
  }

  @Test func rowsAreOpenedWithWhatTheirStageAsksFor() throws {
    try ledger.add("place", ["code": "驻马店"])
    let bare = try project(["region_code": ""])
    let open = try ledger.problems("ledger_op", operation("建账", bare), role: .county)
    #expect(open.map(\.code) == [.rowIncomplete])
    #expect(open[0].arguments[2] == "所属县区(region_code)")
    let direct = try project(["stage": "开工"])
    let started = try ledger.problems("ledger_op", operation("建账", direct), role: .county)
    let lacked = started.first?.arguments[2] ?? ""
    #expect(lacked.contains("substantive_start_on"), "\(lacked)")
    #expect(!lacked.contains("entered_reserve_on") && !lacked.contains("expected_sign_on"))
  }

  @Test func theOrderOfTheVerbs() throws {
    try ledger.add("place", ["code": "驻马店"])
    let row = try project()
    func check(_ verb: String, _ more: [String: String] = [:], role: OfficeRole = .county) throws
      -> [String]
    { try ledger.check("ledger_op", operation(verb, row, more), role: role) }
    func add(_ verb: String, _ more: [String: String] = [:]) throws {
      try ledger.add("ledger_op", operation(verb, row, more))
    }
    #expect(try check("领账") == ["verb-out-of-order"])
    #expect(try check("建账") == [])
    try add("建账")
    #expect(try check("建账") == ["verb-repeated"])
    #expect(try check("领账", ["person": ""]) == ["verb-needs-field"])
    #expect(try check("领账") == [])
    try add("领账")
    #expect(try check("交账") == ["hand-in-without-report", "verb-out-of-order"])
    let figures = [
      "source": "县区", "figure": "482", "other_source": "统计", "other_figure": "480",
    ]
    #expect(try check("对账", ["period": ""]) == ["verb-needs-field", "verb-needs-field"])
    #expect(try check("对账", figures) == ["difference-unexplained"])
    let difference = try ledger.problems("ledger_op", operation("对账", row, figures))
    #expect(difference.first?.arguments[2] == "2")
    #expect(try check("对账", figures.merging(["other_figure": "482"]) { $1 }) == [])
    try add("对账", figures.merging(["explanation": "统计滞后一旬"]) { $1 })
    #expect(try check("交账") == ["hand-in-without-report"])
    let draft = ["project": row, "period": "2021-09", "report_state": "草稿"]
    let report = try ledger.add("progress_report", draft)
    #expect(try check("交账") == ["(hand-in-without-evidence)", "hand-in-draft"])
    try ledger.set(report, ["report_state": "上报"])
    #expect(try check("交账") == ["(hand-in-without-evidence)"])
    try ledger.add("evidence", ["project": row, "kind": "现场照片", "date": "2021-10-01"])
    #expect(try check("交账") == ["(hand-in-without-evidence)"])
    try ledger.add("evidence", ["project": row, "kind": "现场照片", "date": "2021-09-30"])
    #expect(try check("交账") == [])
    #expect(try check("交账", ["period": "2021-10"]).contains("verb-out-of-order"))
    let unready = ["settle-before-close", "verb-out-of-order"]
    #expect(try check("算账", role: .city) == unready)
    try add("交账")
    #expect(try check("交账") == ["verb-repeated"])
    let figure = ["funds_in": "500"]
    #expect(try ledger.check(report, figure, role: .county) == ["report-handed-in"])
    #expect(try ledger.check(report, figure, role: .city) == [])
    #expect(try ledger.check(report, ["remark": "附说明"], role: .county) == [])
    try ledger.set(report, ["report_state": "退回"])
    #expect(try ledger.check(report, figure, role: .county) == [])
    try ledger.set(report, ["report_state": "上报"])
    #expect(try check("算账", role: .county) == ["reserved-case", "settle-before-close"])
    #expect(try check("算账", role: .city) == ["settle-before-close"])
    try ledger.add("period_close", ["period": "2021-09", "region_code": "411721"])
    #expect(try check("算账", role: .city) == ["settle-before-close"])
    try ledger.add("period_close", ["period": "2021-09"])
    #expect(try check("算账", role: .city) == [])
    try add("算账")
    #expect(try check("补账") == ["verb-needs-field"])
    let plan = ["catch_up": "1442", "catch_up_period": "2021-10", "catch_up_plan": "倒排工期"]
    #expect(try check("补账", plan) == [])
    for early in ["2021-08", "2021-09", "2020"] {
      #expect(
        try check("补账", plan.merging(["catch_up_period": early]) { $1 }) == ["catch-up-before"])
    }
  }

  @Test func claimingNeedsLeaderHeadAndDeadline() throws {
    try ledger.add("place", ["code": "驻马店"])
    let signed = try project(["stage": "签约", "leader": "分包领导", "project_head": "负责人"])
    try ledger.add("ledger_op", operation("建账", signed))
    let claim = try ledger.problems("ledger_op", operation("领账", signed), role: .county)
    #expect(claim.map(\.code) == [.rowIncomplete])
    #expect(claim[0].arguments[2] == "落地时限(landing_deadline)")
  }

  @Test func progressOfAnUnclaimedRow() throws {
    try ledger.add("place", ["code": "驻马店"])
    let row = try project()
    let report = ["project": row, "period": "2021-09", "month_investment": "0"]
    let refused = try ledger.problems("progress_report", report, role: .county)
    #expect(refused.map(\.code) == [.rowNotClaimed] && refused[0].arguments == ["甲"])
    try ledger.add("ledger_op", operation("领账", row))
    #expect(try ledger.check("progress_report", report, role: .county) == [])
    // Where no place claims, nothing is asked.
    let elsewhere = TestLedger()
    let free = try elsewhere.add("project", ["name": "乙"]).description
    try elsewhere.add("place", ["code": "平顶山"])
    #expect(try elsewhere.check("progress_report", ["project": free, "period": "2021-09"]) == [])
  }

  @Test func operationsAreSealed() throws {
    let row = try project()
    let id = try ledger.add("ledger_op", operation("建账", row))
    for role in [OfficeRole.county, .city] {
      let refused = try ledger.problems(id, ["remark": "改"], role: role, reason: "笔误")
      #expect(refused.map(\.code) == [.sealedRecord] && refused[0].field == "remark")
    }
  }
}
