// What the judge reads of other records reaches the guards, through the program and a real store:
// 1. A place switches its verbs on: one that is off is refused, progress of an unclaimed row too,
//    typed or loaded in bulk; once claimed it is taken.
// 2. An open notice and an unsettled project of a common issue keep the city from closing; settled,
//    it closes.
// 3. A closed period takes a report with its reason only; an operation is never written again.

import Foundation
import Testing

@Suite struct WorkflowTests {
  private func add(_ scratch: Scratch, _ arguments: String...) throws -> String {
    let outcome = try scratch.run(["add"] + arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try #require(outcome.lines.first?["id"] as? String)
  }

  private func refusal(_ scratch: Scratch, _ arguments: String...) throws -> String? {
    let outcome = try scratch.run(arguments + ["--json"])
    #expect(outcome.status != 0)
    #expect(outcome.failure?.hint.isEmpty == false)
    return outcome.failure?.code
  }

  @Test func verbsAndClaims() throws {
    let scratch = try Scratch(role: "city")
    let project = try add(scratch, "project", "name=甲", "region_code=411702", "stage=谋划")
    let parent = "project=\(project)"
    _ = try add(scratch, "place", "code=驻马店", "effective_from=2021-01-01")
    let operation = ["add", "ledger_op", parent, "on=2021-10-08", "person=台账员"]
    func operate(_ more: String...) throws -> String? {
      try scratch.run(operation + more + ["--json"]).failure?.code
    }
    #expect(try operate("verb=理账", "period=2021-09", "findings=无") == "verb-not-enabled")
    #expect(try operate("verb=领账") == "verb-out-of-order")
    #expect(
      try refusal(scratch, "add", "progress_report", parent, "period=2021-09") == "row-not-claimed")
    let line =
      #"{"collection":"progress_report","fields":{"project":"\#(project)","period":"2021-09"}}"#
    #expect(try scratch.run("put", "--json", input: line).status != 0)
    #expect(try operate("verb=建账") == nil)
    #expect(try operate("verb=领账") == nil)
    #expect(try scratch.run("put", "--json", input: line).status == 0)
    #expect(try operate("verb=交账", "period=2021-09") == "verb-out-of-order")
    let listed = try scratch.must("list", "ledger_op", "--json").lines
    #expect(listed.count == 2)
    let id = try #require(listed.first?["id"] as? String)
    #expect(try refusal(scratch, "set", id, "remark=改") == "sealed-record")
  }

  @Test func closingWaits() throws {
    let scratch = try Scratch(role: "city")
    let project = try add(scratch, "project", "name=甲")
    let issue = try add(scratch, "issue", "name=环评积压", "scope=共性", "status=办理中")
    _ = try add(scratch, "evidence", "issue=\(issue)", "kind=closing_proof")
    try scratch.must("set", issue, "status=申请销号", "submitted_by=县区甲")
    let link = try add(scratch, "issue_project", "issue=\(issue)", "project=\(project)")
    let notice = try add(scratch, "notice", "issue=\(issue)", "no=督1号", "issued_on=2021-10-08")
    let closing = ["set", issue, "status=销号", "verified_by=市办乙"]
    let both = try scratch.run(closing + ["--json"])
    #expect(both.status == 1)
    #expect(both.failure?.message.contains("督1号") == true)
    #expect(both.failure?.message.contains("甲") == true)
    try scratch.must("set", notice, "rectified_on=2021-10-20", "rectified_by=县区甲")
    try scratch.must("set", notice, "verified_on=2021-10-21", "verified_by=市办乙")
    #expect(try scratch.run(closing + ["--json"]).failure?.code == "common-issue-open")
    try scratch.must("set", link, "settled_on=2021-10-22")
    try scratch.must("set", issue, "status=销号", "verified_by=市办乙")
    #expect(try scratch.fields(issue)["status"] as? String == "closed")
  }

  @Test func closedPeriods() throws {
    let scratch = try Scratch(role: "city")
    let project = try add(scratch, "project", "name=甲", "region_code=411702")
    let digest = String(repeating: "0", count: 64)
    _ = try add(
      scratch, "period_close", "period=2021-09", "version=1", "snapshot=…", "digest=\(digest)",
      "closed_on=2021-10-09")
    let report = ["add", "progress_report", "project=\(project)", "period=2021-09", "funds_in=3"]
    #expect(try scratch.run(report + ["--json"]).failure?.code == "period-closed")
    #expect(try scratch.run(report + ["correction_reason=漏报", "--json"]).status == 0)
    #expect(
      try refusal(
        scratch, "add", "period_close", "period=2021-09", "snapshot=…", "digest=\(digest)")
        == "period-closed-before")
  }
}
