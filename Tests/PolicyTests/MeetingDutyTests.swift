// What Dancheng asks around its meetings, on facts. What is verified:
// 1. A unit that had to come and of which nothing is noted is criticised with the meeting; leave
//    and absence that are noted are the roll's, and a meeting without required units asks nothing.
// 2. A dispatch meeting follows an observation within its month, on the same day at the earliest;
//    one held before it does not count, nor one that is still to come.

import Causality
import Policy
import Testing

@Suite struct MeetingDutyTests {
  private func warnings(
    _ ledger: TestBook, _ asOf: String, _ rule: String
  ) throws -> [Policy.Warning] {
    try ledger.warnings(asOf, set: "dancheng-2021", rule: rule)
  }

  @Test func unitsOfWhichNothingIsNoted() throws {
    let rule = "dc-absent-crit.unnoted"
    var ledger = TestBook()
    let fields = ["name": "调度例会", "kind": "dispatch", "held_on": "2021-10-11"]
    let meeting = try ledger.add("meeting", fields.merging(["required": "甲局;乙局"]) { $1 })
    try ledger.add("meeting", fields.merging(["name": "未列单位"]) { $1 })
    let none = try #require(try warnings(ledger, "2021-10-31", rule).first)
    #expect(none.record == meeting && none.level == .red && none.action == .criticise)
    #expect(try warnings(ledger, "2021-10-31", rule).count == 1)
    #expect(try warnings(ledger, "2021-10-10", rule).isEmpty, "not held yet")
    func note(_ unit: String, _ status: String) throws {
      try ledger.add(
        "attendance", ["meeting": meeting.description, "unit": unit, "status": status])
    }
    try note("甲局", "in_person")
    try note("丙局", "in_person")
    #expect(try warnings(ledger, "2021-10-31", rule).map(\.record) == [meeting])
    try note("乙局", "absent")
    #expect(try warnings(ledger, "2021-10-31", rule).isEmpty)
    #expect(try warnings(ledger, "2021-10-31", "dc-absent-crit").map(\.recordName) == ["乙局"])
  }

  @Test func dispatchFollowsTheObservation() throws {
    let rule = "dc-observe-then-meet"
    var ledger = TestBook()
    let observation = try ledger.add(
      "meeting", ["name": "观摩", "kind": "observation", "held_on": "2021-10-20"])
    try ledger.add("meeting", ["name": "前", "kind": "dispatch", "held_on": "2021-10-19"])
    #expect(try warnings(ledger, "2021-10-31", rule).isEmpty)
    let missing = try #require(try warnings(ledger, "2021-11-01", rule).first)
    #expect(missing.record == observation && missing.level == .yellow)
    #expect(try missing.due == day("2021-10-31"))
    let next = try ledger.add(
      "meeting", ["name": "后", "kind": "dispatch", "held_on": "2021-11-02"])
    #expect(try warnings(ledger, "2021-11-01", rule).count == 1, "not held yet on the day")
    #expect(try warnings(ledger, "2021-11-30", rule).map(\.level) == [.yellow], "late")
    try ledger.add(
      "meeting", ["name": "后", "kind": "dispatch", "held_on": "2021-10-20"], id: next)
    #expect(try warnings(ledger, "2021-11-30", rule).isEmpty)
  }
}
