// The exact thresholds of rules and their versions by date. What is verified:
// 1. Quotas one below, at and above the number asked; amounts one 万元 below and at theirs, strict
//    and inclusive as the text says; reminders from their day on.
// 2. Rates just below, at and just above the share asked, exactly, where rounding would hide it.
// 3. A rule judges the acts of its time: on the eve, the first and the last day and the day after,
//    for the sets built in and for two versions of one rule.
// 4. The ladder of actions rises with the working days late, each step on its day, a soft rule to
//    the board at most, and says when the next one comes.

import Causality
import Policy
import Testing

@Suite struct ThresholdTests {
  private func has(
    _ ledger: TestBook, _ rule: String, _ asOf: String, set: String = "zhumadian-2021",
    county: String? = nil
  ) throws -> Bool {
    let rules = try #require(RuleSet.standard(set))
    let found = Evaluation(ledger.book, rules, asOf: try day(asOf), county: county).warnings
    return found.contains { $0.rule == rule && $0.due != nil && $0.due == (try? day(asOf)) }
      || found.contains { $0.rule == rule && $0.due == nil }
  }

  @Test(
    arguments: [
      ("zmd-m-start5", 5, ["is_industry": "true", "substantive_start_on": "2021-11-10"]),
      ("zmd-m-start4", 4, ["is_manufacturing": "true", "substantive_start_on": "2021-11-10"]),
      (
        "zmd-m-start3", 3,
        [
          "is_industry": "true", "substantive_start_on": "2021-11-10",
          "region_code": "411702-gx",
        ]
      ), ("zmd-m-reserve15", 15, ["entered_reserve_on": "2021-12-31"]),
      ("zmd-n-a14-4prod", 4, ["is_adv_mfg": "true", "production_on": "2021-10-01"]),
      (
        "zmd-m-reserve-5bn", 1,
        ["is_industry": "true", "total_investment": "50亿", "entered_reserve_on": "2021-03-01"]
      ),
      (
        "zmd-m-reserve-5bn.2bn", 3,
        ["is_industry": "true", "total_investment": "20亿", "entered_reserve_on": "2021-03-01"]
      ),
      ("zmd-m-tech300", 300, ["is_tech_renewal": "true"]),
    ])
  func quotas(_ rule: String, _ target: Int, _ fields: [String: String]) throws {
    for count in [target - 1, target, target + 1] {
      var ledger = TestBook()
      try ledger.project(["region_code": fields["region_code"] ?? "411702"])
      for _ in 0..<count {
        let id = try ledger.project(fields)
        if rule == "zmd-m-tech300" {
          try ledger.add(
            "progress_report",
            ["project": id.description, "period": "2021-12", "month_investment": "1"])
        }
      }
      #expect(try has(ledger, rule, "2021-12-31") == (count < target), "\(rule) \(count)")
    }
  }

  @Test func reminders() throws {
    // 15 days before the quarter's end, and not 16; on the last day it is judged.
    for (asOf, level) in [
      ("2021-12-15", nil), ("2021-12-16", .yellow), ("2021-12-30", .yellow), ("2021-12-31", .red),
    ] as [(String, Level?)] {
      var ledger = TestBook()
      try ledger.project([:])
      let found = try ledger.warnings(asOf, rule: "zmd-m-start5").filter {
        $0.due?.description == "2021-12-31"
      }
      #expect(found.first?.level == level, "\(asOf)")
    }
    // 30 working days before the 90th, and not 31.
    let calendar = WorkCalendar.standard
    let due = try day("2022-02-11")
    var ledger = TestBook()
    try ledger.project(["signed_on": "2021-09-28"])
    for (left, isWarned) in [(31, false), (30, true), (1, true)] {
      let asOf = try calendar.adding(-left, to: due)
      let found = try ledger.warnings(asOf.description, rule: "zmd-m-90wd")
      #expect(found.map(\.level) == (isWarned ? [.yellow] : []), "\(left)")
    }
  }

  @Test func amounts() throws {
    // 办法 says 50亿元以上 (at it counts), the notice before it 超50亿 (at it does not).
    for (money, signed, rule, isShort) in [
      ("499999.9999", "2021-10-01", "zmd-m-reserve-5bn", true),
      ("500000", "2021-10-01", "zmd-m-reserve-5bn", false),
      ("199999.9999", "2021-10-01", "zmd-m-reserve-5bn.2bn", true),
    ] {
      var ledger = TestBook()
      for _ in 0..<(rule.hasSuffix("2bn") ? 3 : 1) {
        try ledger.project([
          "is_industry": "true", "total_investment": money, "entered_reserve_on": signed,
        ])
      }
      #expect(try has(ledger, rule, "2021-12-31") == isShort, "\(money)")
    }
    for (money, isListed) in [("499999.9999", false), ("500000", true)] {
      var ledger = TestBook()
      try ledger.project(["signed_on": "2021-10-01", "total_investment": money])
      #expect(try has(ledger, "zmd-n-5bn-provincial", "2021-12-01") == isListed, "\(money)")
    }
    for (money, isShort) in [("100000", true), ("100000.0001", false)] {
      var ledger = TestBook()
      let id = try ledger.project(["region_code": "410402", "fund_kinds": "policy_tool"])
      try ledger.add(
        "progress_report",
        ["project": id.description, "period": "2022-12", "month_investment": money])
      let short = try has(ledger, "pds-tool-invest", "2022-12-31", set: "pingdingshan-2022")
      #expect(short == isShort, "超过10亿元 is strict: \(money)")
    }
  }

  /// Of so many signed in the third quarter, so many started by the end of the fourth.
  @Test func sharesAreExact() throws {
    for (started, signed, isShort) in [
      (599, 1_000, true), (600, 1_000, false), (601, 1_000, false), (2, 3, false),
      (5_999, 10_000, true),
    ] {
      var ledger = TestBook()
      for index in 0..<signed {
        try ledger.project(
          index < started
            ? ["signed_on": "2021-09-28", "substantive_start_on": "2021-12-31"]
            : ["signed_on": "2021-09-28"])
      }
      // 59.99% prints as 60.0% and is short all the same.
      #expect(try has(ledger, "zmd-m-signed60", "2021-12-31") == isShort, "\(started)/\(signed)")
    }
    for (standard, isShort) in [(499, true), (500, false), (501, false)] {
      var ledger = TestBook()
      for index in 0..<1_000 {
        try ledger.add(
          "land_parcel",
          [
            "name": "p", "use": "industrial", "granted_on": "2021-11-01",
            "is_standard": index < standard ? "true" : "false",
          ])
      }
      #expect(try has(ledger, "zmd-n-a10-std50", "2021-12-31") == isShort, "\(standard)")
      #expect(try !has(ledger, "zmd-n-a10-std100", "2021-12-31"), "not before 2022")
    }
  }

  @Test func setsByTheDayOfTheAct() throws {
    for (set, rule, field, region, before, first) in [
      ("zhumadian-2021", "zmd-m-90wd", "signed_on", "411702", "2021-09-17", "2021-09-18"),
      (
        "pingdingshan-2022", "pds-64", "planned_completion_on", "410402", "2022-09-18", "2022-09-19"
      ),
      (
        "dancheng-2021", "dc-cancel-favour", "agreement_due_on", "411625", "2021-03-15",
        "2021-03-16"
      ),
    ] {
      var ledger = TestBook()
      let more = rule == "dc-cancel-favour" ? ["preferential_status": "granted"] : [:]
      _ = try ledger.project([field: before, "region_code": region].merging(more) { $1 })
      let judged = try ledger.project([field: first, "region_code": region].merging(more) { $1 })
      let rules = try #require(RuleSet.standard(set))
      let found = Evaluation(ledger.book, rules, asOf: try day("2023-06-01")).warnings
        .filter { $0.rule == rule }
      #expect(found.map(\.record) == [judged], "\(rule)")
    }
  }

  @Test func approvalsBeforeTheMeasures() throws {
    // The notice counts filed enterprise projects only; from 2021-09-18 on the measures count all.
    for (accepted, route, rule) in [
      ("2021-07-09", "filing", nil), ("2021-07-12", "filing", "zmd-n-approval-40wd"),
      ("2021-07-12", "approval", nil), ("2021-09-17", "filing", "zmd-n-approval-40wd"),
      ("2021-09-18", "filing", "zmd-m-40wd"), ("2021-09-18", "approval", "zmd-m-40wd"),
    ] as [(String, String, String?)] {
      var ledger = TestBook()
      let id = try ledger.project(["approval_route": route])
      try ledger.add(
        "approval", ["project": id.description, "name": "一", "accepted_on": accepted])
      let found = try ledger.warnings("2021-12-31").filter {
        $0.rule.hasSuffix("40wd") && $0.level == .red
      }
      #expect(found.map(\.rule) == (rule.map { [$0] } ?? []), "\(accepted) \(route)")
    }
  }

  @Test func twoVersionsOfARule() throws {
    func version(_ from: String, _ to: String?, _ days: Int) -> String {
      """
        - id: own
          kind: deadline
          clause: 第\(days)条
          effective: {from: \(from)\(to.map { ", to: \($0)" } ?? "")}
          of: project
          from: signed_on
          due: \(days) days
          roll: false
          done: handed_over_on

      """
    }
    let rules = try RuleSet(
      yaml: "rule_set: own\nrules:\n" + version("2021-05-10", "2021-06-30", 3)
        + version("2021-07-01", "2021-12-31", 5))
    for (signed, due, clause) in [
      ("2021-05-09", nil, nil), ("2021-05-10", "2021-05-13", "第3条"),
      ("2021-06-30", "2021-07-03", "第3条"), ("2021-07-01", "2021-07-06", "第5条"),
      ("2021-12-31", "2022-01-05", "第5条"), ("2022-01-01", nil, nil),
    ] as [(String, String?, String?)] {
      var ledger = TestBook()
      try ledger.project(["signed_on": signed])
      let found = Evaluation(ledger.book, rules, asOf: try day("2022-06-01")).warnings
      #expect(found.map { $0.due?.description } == (due.map { [$0] } ?? []), "\(signed)")
      #expect(found.first?.clause == clause, "\(signed)")
    }
  }

  @Test func theLadderRises() throws {
    var ledger = TestBook()
    // Due 2021-11-02, a Tuesday; without an action of its own in the text.
    try ledger.add("issue", ["name": "q", "due_on": "2021-11-02"])
    let calendar = WorkCalendar.standard
    for (late, action, next) in [
      (1, LadderStep.remind, 5), (4, .remind, 5), (5, .board, 10), (9, .board, 10),
      (10, .rectify, 15), (15, .supervise, 20), (20, .criticise, 30), (29, .criticise, 30),
      (30, .deduct, 40), (40, .talk, 60), (59, .talk, 60), (60, .account, nil), (90, .account, nil),
    ] as [(Int, LadderStep, Int?)] {
      let asOf = try calendar.adding(late, to: day("2021-11-02"))
      let rules = try #require(RuleSet.standard("zhumadian-2021"))
      let found = try #require(
        Evaluation(ledger.book, rules, asOf: asOf).warnings.first { $0.rule == "zmd-m-notify" })
      #expect(found.level == .red && found.action == action, "\(late)")
      #expect(
        try found.next == next.map { try calendar.adding($0, to: day("2021-11-02")) }, "\(late)")
    }
    // A soft rule goes on the board at most; a rule with its own step does not begin below it.
    try ledger.add("issue", ["name": "r", "raised_on": "2021-10-11", "due_on": "2022-12-30"])
    let soft = try #require(try ledger.warnings("2022-03-01", rule: "zmd-m-every-reply").first)
    #expect(soft.level == .yellow && soft.action == .board && soft.next == nil)
    try ledger.project(["signed_on": "2021-09-28"])
    let own = try #require(try ledger.warnings("2021-10-09", rule: "zmd-m-handover3").first)
    #expect(own.action == .rectify)
    try ledger.project(["planned_start_on": "2021-10-08"])
    let unstarted = try ledger.warnings("2021-10-09", rule: "zmd-n-a14-criticise")
    #expect(unstarted.map(\.action) == [.criticise])
  }
}
