// What is verified:
// 1. A rule is explained on a record by its clause, the facts it looked at and what it found.
// 2. A chain's steps run from the act before, or are projected from its last day.
// 3. Where no version of the rule was in force on the day that it judges a record by, that day is
//    given.

import Catalogue
import Causality
import Policy
import Testing

@Suite struct ExplanationTests {
  @Test func workingOnARecord() throws {
    var ledger = TestBook()
    let id = try ledger.project(["name": "甲", "signed_on": "2021-09-28"])
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    let asOf = try day("2022-01-05")
    let explained = try #require(
      Explanation("zmd-m-90wd", id, in: ledger.book, rules, asOf: asOf))
    #expect(explained.rule.clause == "驻政办〔2021〕37号 第3条")
    #expect(explained.facts.map(\.field) == ["signed_on", "substantive_start_on", "removed_on"])
    #expect(explained.facts.map(\.value) == ["2021-09-28", nil, nil])
    #expect(explained.facts.first?.label.zh == "签约日")
    #expect(explained.findings.map(\.level) == [.yellow])
    #expect(explained.findings.first?.reason.text(.zh).contains("（24 个工作日）") == true)
    #expect(Explanation("no-such", id, in: ledger.book, rules, asOf: asOf) == nil)
  }

  @Test func chainOfDates() throws {
    var ledger = TestBook()
    let id = try ledger.project(["signed_on": "2021-09-28"])
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    func steps() throws -> [ChainStep] {
      try Evaluation.chain(
        "zmd-m-handover-chain", for: id, in: ledger.book, rules, asOf: day("2021-10-12"))
    }
    #expect(try steps().map(\.rule) == ["zmd-m-handover3", "zmd-m-ledger1"])
    #expect(try steps().map(\.due.rolled) == [day("2021-10-08"), day("2021-10-09")])
    #expect(try steps().map(\.isProjected) == [false, true])
    try ledger.add(
      "project", ["name": "a", "signed_on": "2021-09-28", "handed_over_on": "2021-09-29"],
      id: id)
    #expect(try steps().map(\.due.rolled) == [day("2021-10-08"), day("2021-09-30")])
    #expect(try steps().map(\.isProjected) == [false, false])
    #expect(try steps().map(\.done) == [day("2021-09-29"), nil])
  }

  @Test func outOfForce() throws {
    var ledger = TestBook()
    let before = try ledger.project(["signed_on": "2021-07-20"])
    let after = try ledger.project(["signed_on": "2021-09-28"])
    let neither = try ledger.project([:])
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    func explained(_ rule: String, _ id: RecordID, _ asOf: String) throws -> Explanation {
      try #require(Explanation(rule, id, in: ledger.book, rules, asOf: try day(asOf)))
    }
    let old = try explained("zmd-m-90wd", before, "2022-12-30")
    #expect(try old.outOfForce == day("2021-07-20"))
    #expect(old.findings.isEmpty)
    #expect(try explained("zmd-m-90wd", after, "2022-03-01").outOfForce == nil)
    #expect(try explained("zmd-m-90wd", neither, "2022-03-01").outOfForce == nil)
    #expect(
      try explained("zmd-m-start5", after, "2021-09-01").outOfForce == day("2021-09-01"))
  }
}
