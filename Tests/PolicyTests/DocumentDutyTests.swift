// Papers that Zhumadian's texts ask for, on facts. What is verified:
// 1. A task letter follows the plan of milestones: its day on the project or a letter of its kind
//    is enough, from its day on; without a plan none is asked for.
// 2. A zone without its leader in charge is told of.

import Causality
import Policy
import Testing

@Suite struct DocumentDutyTests {
  @Test func taskLetterAfterThePlan() throws {
    var ledger = TestBook()
    let fields = ["name": "甲", "signed_on": "2021-10-01"]
    let id = try ledger.project(fields)
    func found(_ asOf: String) throws -> [RecordID?] {
      try ledger.warnings(asOf, rule: "zmd-m-task-letter").map(\.record)
    }
    #expect(try found("2021-10-31").isEmpty, "no plan yet")
    try ledger.add(
      "milestone",
      [
        "project": id.description, "name": "用地", "phase": "before_landing",
        "planned_on": "2021-11-30", "owner": "甲公司",
      ])
    #expect(try found("2021-10-31") == [id])
    let letter = ["name": "年度", "project": id.description, "issued_on": "2021-10-31"]
    let record = try ledger.add(
      "responsibility_letter", letter.merging(["kind": "annual"]) { $1 })
    #expect(try found("2021-10-31") == [id], "an annual letter is another document")
    try ledger.add(
      "responsibility_letter", letter.merging(["kind": "task"]) { $1 }, id: record)
    #expect(try found("2021-10-30") == [id])
    #expect(try found("2021-10-31").isEmpty)
    try ledger.add("responsibility_letter", letter.merging(["kind": "annual"]) { $1 }, id: record)
    try ledger.add(
      "project", fields.merging(["task_issued_on": "2021-10-20"]) { $1 }, id: id)
    #expect(try found("2021-10-31").isEmpty)
  }

  @Test func leaderOfAZone() throws {
    var ledger = TestBook()
    let id = try ledger.add("zone", ["name": "经开区"])
    func found() throws -> [RecordID?] {
      try ledger.warnings("2021-10-31", rule: "zmd-n-a21-head-duty").map(\.record)
    }
    #expect(try found() == [id])
    try ledger.add("zone", ["name": "经开区", "top_leader": "管委会主任"], id: id)
    #expect(try found().isEmpty)
  }
}
