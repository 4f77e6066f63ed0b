// 1. The life of an approval item: every step listed, every other refused with what may follow.
// 2. A pause is recorded before and ended after; a decision has its day and result.
// 3. Tolerance lists what is missing, commitment its document, an agreement with gaps is
//    conditional.
// 4. A promise is neither moved nor dropped without a reason.
// 5. Outside the list in force there is no approval, where the place keeps a list.
// 6. The clock: S07 and S08 by the calendar of 2021, stops taken off, no calendar no answer.

import Causality
import Projects
import Testing

@Suite struct ApprovalTests {
  private func item(_ fields: [String: String]) throws -> Bench {
    try Bench(
      "approval", role: .department, existing: ["project": id, "name": "环评"].merging(fields) { $1 })
  }
  private let id = "01fgq8r2sv0000000000000000"

  @Test func stepsAndWhatTheyNeed() throws {
    let fresh = try item(["status": "未受理"])
    #expect(try fresh.check(["status": "审批中"]) == ["illegal-status"])
    #expect(try fresh.check(["status": "受理"]) == ["status-needs-field"])
    #expect(try fresh.check(["status": "受理", "accepted_on": "2021-09-26"]) == [])
    let accepted = try item(["status": "受理", "accepted_on": "2021-09-26"])
    #expect(try accepted.check(["status": "未受理"]) == ["illegal-status"])
    #expect(try accepted.check(["status": "暂停"]) == ["status-needs-field"])
    #expect(try accepted.check(["status": "暂停", "pauses": "2021-09-28/ 补正"]) == [])
    let paused = try item(
      ["status": "暂停", "accepted_on": "2021-09-26", "pauses": "2021-09-28/ 补正"])
    #expect(try paused.check(["status": "审批中"]) == ["status-needs-field"])
    #expect(
      try paused.check(["status": "审批中", "pauses": "2021-09-28/2021-10-08 补正"]) == [])
    #expect(try paused.check(["status": "办结"]) == ["illegal-status"])
    #expect(try accepted.check(["status": "办结"]) == ["status-needs-field", "status-needs-field"])
    #expect(
      try accepted.check(["status": "办结", "decided_on": "2021-10-14", "result": "同意"]) == [])
    var decided = try item(["status": "办结", "accepted_on": "2021-09-26", "result": "同意"])
    #expect(try decided.check(["status": "审批中"]) == ["reopening-needs-reason"])
    decided.context.reason = "行政复议"
    #expect(try decided.check(["status": "审批中"]) == [])
  }

  @Test func toleranceAndCommitment() throws {
    let decision = ["status": "办结", "decided_on": "2021-10-14", "result": "同意"]
    func check(_ handling: [String: String], _ change: [String: String] = [:]) throws -> [String] {
      try item(["status": "受理", "accepted_on": "2021-09-26"].merging(handling) { $1 })
        .check(decision.merging(change) { $1 })
    }
    #expect(try check(["handling": "容缺"]) == ["status-needs-field"])
    let missing = ["handling": "容缺", "missing_items": "消防设计/2021-11-30"]
    #expect(try check(missing) == ["approval-conditional"])
    #expect(try check(missing, ["result": "容缺同意"]) == [])
    #expect(try check(missing, ["missing_items": "消防设计/2021-11-30/2021-10-12"]) == [])
    #expect(try check(["handling": "告知承诺"]) == ["status-needs-field"])
    #expect(try check(["handling": "告知承诺", "commitment_doc": "承诺书1号"]) == [])
  }

  @Test func promisesStand() throws {
    var bench = try item(["missing_items": "消防设计/2021-11-30"])
    for moved in ["消防设计/2021-12-31", "", "图审/2021-11-30"] {
      #expect(try bench.check(["missing_items": moved]) == ["promise-moved"], "\(moved)")
    }
    #expect(try bench.check(["missing_items": "消防设计/2021-11-15"]) == [])
    #expect(try bench.check(["missing_items": "消防设计/2021-11-30/2021-12-02"]) == [])
    bench.context.reason = "设计单位更换"
    #expect(try bench.check(["missing_items": "消防设计/2021-12-31"]) == [])
  }

  @Test func outsideTheList() throws {
    let ledger = TestLedger()
    let project = try ledger.add("project", ["name": "甲"]).description
    let outside = [
      "project": project, "name": "论证", "item_code": "X-9", "requested_on": "2022-10-08",
    ]
    try ledger.add("place", ["code": "平顶山"])
    #expect(try ledger.check("approval", outside) == [], "no list is kept yet")
    try ledger.add(
      "approval_item", ["item_code": "A-1", "list_version": "2022", "effective_to": "2022-12-31"])
    #expect(try ledger.check("approval", outside) == ["approval-not-listed"])
    #expect(try ledger.check("approval", outside.merging(["item_code": "A-1"]) { $1 }) == [])
    let later = outside.merging(["requested_on": "2023-01-04"]) { $1 }
    #expect(try ledger.check("approval", later) == [], "the list has run out")
    try ledger.add("place", ["code": "驻马店", "effective_from": "2022-01-01"])
    #expect(try ledger.check("approval", outside) == [], "a place that keeps none")
  }

  /// The State Council's calendar of autumn 2021; nothing is known of other times.
  private func isWorkday(_ day: CivilDate) -> Bool? {
    let text = day.description
    guard ("2021-09-01"..."2021-11-30").contains(text) else { return nil }
    if ["2021-09-18", "2021-09-26", "2021-10-09"].contains(text) { return true }
    if ("2021-09-19"..."2021-09-21").contains(text) { return false }
    if ("2021-10-01"..."2021-10-07").contains(text) { return false }
    return (Int(day.days) + 3) % 7 < 5
  }

  private func clock(
    _ accepted: String, _ allowed: Int, _ on: String, pauses: [String] = []
  ) throws -> ApprovalClock {
    let acceptedOn = try #require(CivilDate(iso: accepted))
    let day = try #require(CivilDate(iso: on))
    return try ApprovalClock(
      acceptedOn: acceptedOn, allowed: allowed, pauses: pauses.compactMap { ApprovalPause($0) },
      decidedOn: nil, on: day, isWorkday: isWorkday)
  }

  @Test("S07 and S08: the clock over National Day and a made-up Sunday")
  func clockOfScenarios() throws {
    let form = try clock("2021-09-26", 10, "2021-10-15")
    #expect(form.dueOn?.description == "2021-10-14")
    #expect(form.used == 11 && form.overdue == 1)
    #expect(try clock("2021-09-26", 10, "2021-10-14").overdue == 0)
    #expect(try clock("2021-09-24", 20, "2021-09-24").dueOn?.description == "2021-10-27")
    #expect(try clock("2021-09-30", 1, "2021-09-30").dueOn?.description == "2021-10-08")
  }

  @Test func stopsAreTakenOff() throws {
    let ended = try clock("2021-09-26", 10, "2021-10-15", pauses: ["2021-10-11/2021-10-12 补正"])
    #expect(ended.used == 9 && ended.stopped == 2 && ended.overdue == 0 && !ended.isStopped)
    #expect(ended.dueOn?.description == "2021-10-18")
    let open = try clock("2021-09-26", 10, "2021-10-15", pauses: ["2021-10-11/ 公示"])
    #expect(open.used == 6 && open.stopped == 5 && open.isStopped && open.dueOn == nil)
    #expect(throws: ApprovalClock.Failure.beforeAcceptance) {
      try clock("2021-10-15", 10, "2021-10-14")
    }
    #expect(throws: ApprovalClock.Failure.self) { try clock("2021-11-26", 10, "2021-12-03") }
    #expect(try clock("2021-11-26", 10, "2021-11-30").dueOn == nil, "behind the calendar")
  }
}
