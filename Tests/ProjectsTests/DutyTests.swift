// 1. Completion waits for every part; a part for all four checks.
// 2. Preliminary-work money has its three purposes.
// 3. Two doors into the batches; producing ones need a plan where the place says so.
// 4. Boards come down with evidence; letters follow a plan and stand once signed.
// 5. The reserve: its road, and its four classes read from project and entry.
// 6. The 31 items are typed by the labels of the office's list; silent ones and a chain's gaps are
//    found.
// 7. Reports wait for the leader where the place says so; land cases name their first handler.

import Causality
import Projects
import Testing

@Suite struct DutyTests {
  private let ledger = TestLedger()

  private func project(_ name: String = "甲", _ more: [String: String] = [:]) throws -> RecordID {
    try ledger.add("project", ["name": name].merging(more) { $1 })
  }

  @Test func completionWaitsForEveryPart() throws {
    let project = try project("甲", ["stage": "在建"])
    let done = ["stage": "竣工", "completion_on": "2021-12-01"]
    #expect(try ledger.check(project, done) == ["stage-needs-evidence"])
    let unit = ["project": project.description, "name": "1号厂房"]
    let passed = ["plan_ok": "是", "quality_ok": "是", "safety_ok": "是", "fire_ok": "是"]
    let early = unit.merging(["accepted_on": "2021-11-20", "plan_ok": "是", "fire_ok": "否"]) { $1 }
    let refused = try ledger.problems("acceptance_unit", early)
    #expect(refused.map(\.code) == [.acceptanceIncomplete])
    #expect(refused[0].arguments[1] == "质量合格(quality_ok) 安全合格(safety_ok) 消防合格(fire_ok)")
    let first = try ledger.add("acceptance_unit", unit.merging(passed) { $1 })
    #expect(try ledger.check(first, ["accepted_on": "2021-11-20"]) == [])
    #expect(try ledger.check(first, ["accepted_on": "2021-11-20", "fire_ok": "否"]).count == 1)
    try ledger.set(first, ["accepted_on": "2021-11-20"])
    let second = try ledger.add(
      "acceptance_unit", ["project": project.description, "name": "2号厂房"])
    try ledger.add("evidence", ["project": project.description, "kind": "竣工验收"])
    let open = try ledger.problems(project, done)
    #expect(open.map(\.code) == [.unitsNotAccepted] && open[0].arguments[1] == "2号厂房")
    try ledger.set(second, passed.merging(["accepted_on": "2021-11-28"]) { $1 })
    #expect(try ledger.check(project, done) == [])
  }

  @Test func moneyOfPreliminaryWork() throws {
    let id = try project().description
    func check(_ more: [String: String]) throws -> [String] {
      try ledger.check("funding", ["project": id, "kind": "前期经费"].merging(more) { $1 })
    }
    #expect(try check(["purpose": "工程建设"]) == ["preparatory-purpose"])
    #expect(try check(["spent": "12"]) == ["preparatory-purpose"], "spent on nothing said")
    #expect(try check(["planned": "12"]) == [])
    for purpose in ["规划设计", "评估论证", "手续报批"] {
      #expect(try check(["purpose": purpose, "spent": "12"]) == [])
    }
    #expect(try check(["kind": "财政", "purpose": "工程建设"]) == [])
  }

  @Test func twoDoorsIntoTheBatches() throws {
    try ledger.add("place", ["code": "驻马店"])
    let project = try project().description
    func batch(_ kind: String, _ name: String) throws -> String {
      try ledger.add("batch", ["name": name, "kind": kind, "quarter": "2021-Q3"]).description
    }
    let signing = try batch("签约", "第六期签约")
    let member = ["batch": signing, "project": project, "origin": "新增"]
    #expect(try ledger.check("batch_member", member) == [])
    let first = try ledger.add("batch_member", member)
    #expect(try ledger.check(first, ["origin": "新增"]) == [], "itself is no second door")
    let starting = member.merging(["batch": try batch("开工", "第七期开工")]) { $1 }
    let again = try ledger.problems("batch_member", starting)
    #expect(again.map(\.code) == [.secondDoor] && again[0].arguments == ["甲", "第六期签约"])
    #expect(try ledger.check("batch_member", starting.merging(["origin": "转化"]) { $1 }) == [])
    let producing = ["batch": try batch("投产", "第八期投产"), "project": project, "origin": "转化"]
    #expect(try ledger.check("batch_member", producing) == ["batch-needs-plan"])
    let plan = try ledger.add(
      "milestone", ["project": project, "name": "设备安装", "planned_on": "2021-12-20"])
    #expect(try ledger.check("batch_member", producing) == ["batch-needs-plan"], "nobody owns it")
    try ledger.set(plan, ["owner": "项目负责人"])
    #expect(try ledger.check("batch_member", producing) == [])
    let wrong = try ledger.check("batch_member", producing.merging(["origin": "新增"]) { $1 })
    #expect(wrong == ["(producing-is-no-door)", "(second-door)"])
  }

  @Test func boardsAndLetters() throws {
    let project = try project().description
    let board = try ledger.add(
      "board", ["project": project, "reason": "进度滞后", "raised_on": "2021-10-08"])
    #expect(try ledger.check(board, ["cleared_on": "2021-11-08"]) == ["board-needs-evidence"])
    #expect(try ledger.check(board, ["cleared_on": "2021-11-08"], role: .county) != [])
    try ledger.add("evidence", ["board": board.description, "kind": "摘牌材料"])
    #expect(try ledger.check(board, ["cleared_on": "2021-11-08"]) == [])
    let task = ["name": "目标任务书", "kind": "目标任务书", "project": project]
    #expect(try ledger.check("responsibility_letter", task) == ["letter-needs-plan"])
    try ledger.add(
      "milestone",
      ["project": project, "name": "立项", "planned_on": "2021-10-20", "owner": "项目负责人"])
    #expect(try ledger.check("responsibility_letter", task) == [])
    let letter = try ledger.add("responsibility_letter", task)
    let target = try ledger.add(
      "letter_target",
      ["responsibility_letter": letter.description, "indicator": "年度投资", "amount": "1000"])
    #expect(try ledger.check(target, ["amount": "900"], role: .county) == [])
    try ledger.set(letter, ["signed_on": "2021-10-25"])
    #expect(try ledger.check(target, ["amount": "900"], role: .county) == ["letter-signed"])
    #expect(try ledger.check(target, ["amount": "900"]) == ["letter-signed"])
    #expect(try ledger.check(target, ["amount": "900"], reason: "市政府常务会议") == [])
    #expect(try ledger.check(target, ["remark": "已公示"], role: .county) == [])
  }

  @Test func theReserveLibrary() throws {
    let entry = try ledger.add(
      "reserve_entry", ["project": project().description, "name": "甲", "status": "申报"])
    #expect(try ledger.check(entry, ["status": "退库"]) == ["illegal-status"])
    #expect(try ledger.check(entry, ["status": "在库"]) == ["status-needs-field"])
    #expect(try ledger.check(entry, ["status": "在库", "expert_opinion_result": "同意"]) == [])
    let against = ["status": "在库", "expert_opinion_result": "不同意入库"]
    #expect(try ledger.check(entry, against) == ["opinion-against"])
    try ledger.set(entry, ["status": "在库"])
    #expect(try ledger.check(entry, ["status": "拟调出"]) == ["status-needs-field"])
    try ledger.set(entry, ["status": "拟调出", "removal_reason": "投资方退出"])
    #expect(
      try ledger.check(entry, ["status": "退库"]) == ["status-needs-field", "status-needs-field"])
    #expect(
      try ledger.check(
        entry, ["status": "退库", "removal_approver": "领导小组", "removed_on": "2021-12-01"]) == [])
    let classes: [(Stage?, String, ReserveClass?)] = [
      (.reserve, "in_library", .kept), (nil, "in_library", .kept), (.landed, "in_library", .kept),
      (.started, "in_library", .building), (.stopped, "in_library", .building),
      (.completed, "in_library", .built), (.effective, "in_library", .built),
      (.building, "to_remove", .leaving), (.toRemove, "in_library", .leaving),
      (.removed, "in_library", nil), (.reserve, "applied", nil), (.reserve, "removed", nil),
    ]
    for (stage, status, expected) in classes {
      #expect(ReserveClass(stage: stage, status: status) == expected, "\(status)")
    }
  }

  @Test func thirtyOneItemsAsAnOfficeListsThem() throws {
    let collection = try #require(Schema.standard.collection("责任清单"))
    for number in 1...31 {
      let row = [
        "序号": "\(number)", "省定目标任务": "任务\(number)", "市定推进方案": "方案",
        "牵头单位": "市工信局;市发改委", "配合单位": "各县区政府", "备注": "",
      ]
      #expect(try ledger.check("responsibility_item", row) == [])
      try ledger.add("responsibility_item", row)
    }
    func items() -> [RelatedRecord] { ledger.surroundings.records(collection, []) }
    #expect(items().allSatisfy { $0.elements("lead_units").count == 2 })
    for (number, note) in [(3, "2021-09-30 已设立"), (31, "2021-10-01 起草"), (4, "2021-08-31 调研")] {
      let item = try #require(items().first { $0.value("no") == .integer(Int64(number)) })
      try ledger.set(item.id, ["updates": note])
    }
    let september = try #require(ReportingPeriod("2021-09"))
    let silent = ResponsibilityList.silent(items(), in: september).map { $0.value("no") }
    #expect(silent == (1...31).filter { $0 != 3 }.map { .integer($0) })
    let quarter = try #require(ReportingPeriod("2021-Q3"))
    #expect(ResponsibilityList.silent(items(), in: quarter).count == 29)
  }

  @Test func chainsAndTheirFourLists() throws {
    let chain = try ledger.add("chain", ["name": "食品加工", "plan": "提升方案", "charts": "产业链图"])
    for list in ["重点事项", "重点园区", "重点企业"] {
      try ledger.add("chain_item", ["chain": chain.description, "list": list, "content": "一项"])
    }
    func gaps() throws -> ChainGaps {
      let items = ledger.surroundings.records(
        try #require(Schema.standard.collection("chain_item")), [])
      return ChainGaps(of: try #require(ledger.record(chain)), items: items)
    }
    #expect(try gaps().fields == ["city_head", "team"])
    #expect(try gaps().charts == ["technology", "application", "regions"])
    #expect(try gaps().lists == ["projects"])
    try ledger.set(
      chain,
      ["city_head": "市级领导", "team": "食品专班", "charts": "产业链图、技术路线图、应用领域图、区域分布图"])
    let other = try ledger.add("chain", ["name": "现代化工"])
    try ledger.add(
      "chain_item", ["chain": other.description, "list": "重点项目", "content": "别的链"])
    #expect(try gaps().lists == ["projects"])
    try ledger.add("chain_item", ["chain": chain.description, "list": "重点项目", "content": "一项"])
    #expect(try gaps().isEmpty)
  }

  @Test func dutiesOfOtherPlaces() throws {
    let project = try project().description
    let parcel = ["name": "1号", "granted_on": "2023-01-01", "use": "仓储"]
    #expect(try ledger.check("land_parcel", parcel) == [])
    try ledger.add("place", ["code": "漯河", "effective_from": "2021-01-01"])
    #expect(try ledger.check("land_parcel", parcel) == ["first-handler-missing"])
    #expect(try ledger.check("land_parcel", parcel.merging(["first_handler": "某科"]) { $1 }) == [])
    let report = try ledger.add("progress_report", ["project": project, "period": "2021-09"])
    let submitted = ["report_state": "上报", "submitted_on": "2021-09-25"]
    #expect(try ledger.check(report, submitted, role: .county) == [])
    try ledger.add("place", ["code": "郸城", "effective_from": "2021-09-01"])
    #expect(try ledger.check(report, submitted, role: .county) == ["leader-approval-missing"])
    for (day, expected) in [("2021-09-25", []), ("2021-09-26", ["leader-approval-missing"])] {
      let approved = submitted.merging(["leader_approved_on": day]) { $1 }
      #expect(try ledger.check(report, approved, role: .county) == expected)
    }
  }
}
