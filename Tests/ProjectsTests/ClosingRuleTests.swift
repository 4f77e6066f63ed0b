// 1. Closing rules 4 and 6: no batch closing without each item's evidence; a common issue waits for
//    each of its projects, listed as the reader's language lists. Levels rise one by one.
// 2. Financing closes when all is disbursed, or the need is withdrawn.
// 3. Every refusal named by the workflows says rule, record and next step in both languages.

import Catalogue
import Causality
import Projects
import Testing

@Suite struct ClosingRuleTests {
  private let ledger = TestLedger()

  private func project(_ name: String = "甲") throws -> RecordID {
    try ledger.add("project", ["name": name])
  }

  private func requested(_ name: String, _ more: [String: String] = [:]) throws -> RecordID {
    try ledger.add(
      "issue", ["name": name, "status": "申请销号", "submitted_by": "县区甲"].merging(more) { $1 })
  }

  private let closing = ["status": "销号", "verified_by": "市办乙"]

  @Test func eachIsClosedOnItsOwnEvidence() throws {
    let issues = try (1...3).map { try requested("问题\($0)") }
    try ledger.add("evidence", ["issue": issues[1].description, "kind": "closing_proof"])
    let found = try issues.map {
      try ledger.problems($0, closing, isBulk: true).map(\.code)
    }
    #expect(found == [[.batchClosing], [], [.batchClosing]])
  }

  @Test func aCommonIssueWaitsForEachProject() throws {
    let issue = try requested("环评积压", ["scope": "共性"])
    try ledger.add("evidence", ["issue": issue.description, "kind": "closing_proof"])
    #expect(try ledger.check(issue, closing) == ["(common-issue-bare)"])
    let links = try ["甲", "乙", "丙"].map { name in
      try ledger.add(
        "issue_project",
        ["issue": issue.description, "project": try project(name).description])
    }
    try ledger.set(links[0], ["settled_on": "2021-10-08"])
    let open = try ledger.problems(issue, closing)
    #expect(open.map(\.code) == [.commonIssueOpen])
    #expect(open[0].arguments == ["问题“环评积压”", Message.list(["丙", "乙"]), "2"])
    #expect(Catalogue.text(open[0].message, in: .zh).hasSuffix("未解决：丙、乙"))
    #expect(Catalogue.text(open[0].message, in: .en).hasSuffix("unsettled: 丙, 乙"))
    try ledger.set(links[1], ["settled_on": "2021-10-09"])
    #expect(try ledger.check(issue, closing) == ["common-issue-open"])
    try ledger.set(links[2], ["settled_on": "2021-10-09"])
    #expect(try ledger.check(issue, closing) == [])
    let single = try requested("用地", ["scope": "个性"])
    try ledger.add("evidence", ["issue": single.description, "kind": "closing_proof"])
    #expect(try ledger.check(single, closing) == [])
  }

  @Test func levelsRiseOneByOne() throws {
    let issue = try ledger.add("issue", ["name": "用电", "level": "1"])
    #expect(try ledger.check(issue, ["level": "3"], role: .county) == ["level-skipped"])
    #expect(try ledger.check(issue, ["level": "3"], reason: "市长批示") == [])
    #expect(try ledger.check(issue, ["level": "2"], role: .county) == [])
  }

  @Test func financingClosesWhenAllIsDisbursed() throws {
    let need = try ledger.add(
      "financing_need",
      ["project": project().description, "name": "流动资金", "amount": "1亿", "disbursed": "8208"])
    let open = try ledger.problems(need, ["status": "销号"])
    #expect(open.map(\.code) == [.financingNotDone])
    #expect(open[0].arguments == ["8208", "10000", "融资需求“流动资金”"])
    #expect(try ledger.check(need, ["status": "销号", "disbursed": "10000"]) == [])
    #expect(try ledger.check(need, ["status": "销号", "withdrawn": "是"]) == [])
  }

  @Test(
    arguments: [
      "stage-needs-evidence", "ceremony-only", "batch-closing", "closing-needs-evidence",
      "own-request", "notice-open",
      "correction-needs-reason", "unauthorised-inspection", "task-force-missing",
      "standard-land-reason", "verb-not-enabled", "verb-out-of-order", "row-not-claimed",
      "preparatory-purpose", "financing-not-done", "common-issue-open",
    ])
  func refusalsSayRecordAndNextStep(_ code: String) throws {
    let kind = try #require(ProblemCode(rawValue: code))
    #expect(kind.severity != .warning)
    let problem = ValidationProblem(kind, ["«0»", "«1»", "«2»", "«3»"])
    for language in Language.allCases {
      let sentence = Catalogue.text(problem.message, in: language)
      let hint = Catalogue.text(problem.hint, in: language)
      #expect(sentence.contains("«"), "\(code) names no record: \(sentence)")
      #expect(!hint.isEmpty && hint != sentence)
    }
  }
}
