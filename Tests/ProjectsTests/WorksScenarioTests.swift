// The acceptance scenarios of workflows, with the figures of the texts.
// 1. S20 refused closing; closed in the end, one day late, the unit named.
// 2. S23 no start on a ceremony's photo.
// 3. S25 standard land.
// 4. S26 two years.
// 5. S29 inspection without authorisation, by the unit that inspects.
// 6. S32 no project without a task force.
// 7. S43 a plan changed after the city locked.
// 8. S44 closed here and refused there.
// 9. S35 the roll of a meeting.

import Catalogue
import Causality
import Projects
import Testing

@Suite struct WorksScenarioTests {
  private let ledger = TestLedger()

  @Test("S20: refused closing, model 2.2 and measures article 23")
  func refusedClosing() throws {
    let project = try ledger.add("project", ["name": "食品加工项目"])
    let issue = try ledger.add(
      "issue",
      [
        "project": project.description, "name": "用地未批", "status": "申请销号",
        "submitted_by": "县区甲", "responsible_unit": "县自然资源局", "due_on": "2021-11-02",
      ])
    let closing = ["status": "销号", "verified_by": "市办乙", "closed_on": "2021-11-03"]
    // (a) a county closes without evidence
    let bare = try ledger.check(issue, ["status": "销号"], role: .county)
    #expect(bare == ["closing-needs-evidence", "status-needs-field"])
    try ledger.add("evidence", ["issue": issue.description, "kind": "closing_proof"])
    // (b) a county's user verifies the own request
    let own = ["status": "销号", "verified_by": "县区甲"]
    #expect(try ledger.check(issue, own, role: .county, author: "县区甲") == ["own-request"])
    #expect(try ledger.check(issue, closing, role: .county).contains("own-request"))
    // (c) a notice that is open stops even the city
    let notice = try ledger.add(
      "notice", ["issue": issue.description, "no": "督1号", "issued_on": "2021-10-20"])
    #expect(try ledger.check(issue, closing) == ["(closed-late)", "notice-open"])
    let verifying = ["verified_on": "2021-11-01", "verified_by": "市办乙"]
    #expect(try ledger.check(notice, verifying) == ["notice-not-rectified"])
    try ledger.set(notice, ["rectified_on": "2021-10-30", "rectified_by": "市办乙"])
    #expect(try ledger.check(issue, closing).contains("notice-open"), "rectified, not verified")
    #expect(try ledger.check(notice, verifying) == ["own-request"])
    #expect(try ledger.check(notice, verifying, role: .county).contains("not-permitted"))
    try ledger.set(notice, ["rectified_by": "县区甲", "verified_on": "2021-11-01"])
    // (d) all there: closed, one day late, and the unit is named
    let late = try ledger.problems(issue, closing)
    #expect(late.map(\.code) == [.closedLate])
    #expect(late[0].arguments == ["2021-11-03", "2021-11-02", "1", "县自然资源局"])
  }

  @Test("S23: no start on a photo of a ceremony, measures article 30")
  func fakeStart() throws {
    let project = try ledger.add("project", ["name": "农机装备项目", "stage": "储备"])
    let start = ["stage": "开工", "substantive_start_on": "2021-09-28"]
    let link = project.description
    try ledger.add("evidence", ["project": link, "kind": "仪式照片", "date": "2021-09-28"])
    let refused = try ledger.problems(project, start, role: .county)
    #expect(refused.contains { $0.code == .ceremonyOnly && $0.isRefusal })
    let hint = Catalogue.text(
      try #require(refused.first { $0.code == .ceremonyOnly }).hint, in: .zh)
    #expect(hint.contains("施工许可证"))
    try ledger.add(
      "evidence", ["project": link, "kind": "施工许可证", "document_no": "411700202109280101"])
    try ledger.add("evidence", ["project": link, "kind": "现场照片", "date": "2021-09-29"])
    #expect(try ledger.check(project, start, role: .county) == [])
  }

  @Test("S25: industrial land of 2022 is standard land or says why not")
  func standardLand() throws {
    try ledger.add("place", ["code": "驻马店", "effective_from": "2021-01-01"])
    let parcel = ["name": "2022-07号", "use": "工业", "granted_on": "2022-03-01"]
    func with(_ more: [String: String]) -> [String: String] { parcel.merging(more) { $1 } }
    let refused = try ledger.problems("land_parcel", parcel, role: .county)
    #expect(refused.map(\.code) == [.standardLandReason])
    #expect(refused[0].field == "non_standard_reason")
    #expect(refused[0].arguments == ["地块“2022-07号”", "2022-03-01"])
    for language in Language.allCases {
      #expect(Catalogue.text(refused[0].message, in: language).contains("2022-07号"))
      #expect(Catalogue.text(refused[0].hint, in: language).contains("non_standard_reason"))
    }
    #expect(try ledger.check("land_parcel", with(["non_standard_reason": "存量厂房扩建"])) == [])
    #expect(try ledger.check("land_parcel", with(["is_standard": "是"])) == [])
    #expect(try ledger.check("land_parcel", with(["granted_on": "2021-12-31"])) == [])
    #expect(try ledger.check("land_parcel", with(["use": "仓储"])) == [])
  }

  @Test("S26: two years from start to production, yellow at entry")
  func twoYears() throws {
    let fields = ["name": "甲", "planned_start_on": "2021-11-15"]
    func check(_ day: String) throws -> [ValidationProblem] {
      try ledger.problems("project", fields.merging(["planned_production_on": day]) { $1 })
    }
    #expect(try check("2023-11-15") == [])
    let late = try check("2023-11-16")
    #expect(late.map(\.code) == [.productionTooFar])
    #expect(!late[0].isRefusal && late[0].arguments[1] == "2023-11-15")
  }

  @Test("S29: a department inspects with the city's authorisation only")
  func inspection() throws {
    try ledger.add("place", ["code": "平顶山", "effective_from": "2022-09-01"])
    let inspection = ["kind": "督查", "on": "2022-10-12", "leader": "某科长"]
    #expect(
      try ledger.check("visit", inspection, role: .department) == ["unauthorised-inspection"])
    let authorised = inspection.merging(["auth_doc_no": "平政办〔2022〕1号"]) { $1 }
    #expect(try ledger.check("visit", authorised, role: .department) == [])
    let onSite = inspection.merging(["kind": "现场办公"]) { $1 }
    #expect(try ledger.check("visit", onSite, role: .department) == [])
    #expect(try ledger.check("visit", inspection, role: .city) == [])
  }

  @Test("S29: the unit that inspects decides, whoever writes it down")
  func inspectingUnit() throws {
    try ledger.add("place", ["code": "平顶山", "effective_from": "2022-09-01"])
    func check(
      _ unit: String, _ role: OfficeRole, _ kind: String = "督查", reason: String? = nil
    ) throws -> [String] {
      try ledger.check(
        "visit", ["kind": kind, "on": "2022-10-12", "leader": "某科长", "unit": unit], role: role,
        reason: reason)
    }
    #expect(try check("市审计局", .city) == ["unauthorised-inspection"])
    #expect(try check("平顶山市审计局", .county) == ["unauthorised-inspection"])
    #expect(try check("市委组织部", .city) == ["unauthorised-inspection"])
    #expect(try check("市审计局", .city, "现场办公") == [])
    #expect(try check("市审计局", .city, reason: "安全生产隐患") == [], "an emergency is no inspection tour")
    for unit in ["市政府", "市政府督查室", "市委督查室", "督导服务专班", "市督导服务专班"] {
      #expect(try check(unit, .city) == [], "\(unit)")
    }
    #expect(try check("市政府督查室", .department) == [])
    // A name that says nothing leaves it to the writer, the ledger's units go before the name.
    #expect(try check("投资科", .city) == [])
    #expect(try check("投资科", .department) == ["unauthorised-inspection"])
    try ledger.add("unit", ["name": "投资科", "type": "市直部门"])
    #expect(try check("投资科", .city) == ["unauthorised-inspection"])
    try ledger.add("unit", ["name": "市重点办", "type": "专班"])
    #expect(try check("市重点办", .department) == [])
  }

  @Test("S29: where no place is set, a city notes down the inspections of its departments")
  func inspectionElsewhere() throws {
    let visit = ["kind": "督查", "on": "2022-10-12", "leader": "某科长", "unit": "市审计局"]
    #expect(try ledger.check("visit", visit, role: .city) == [])
    #expect(try ledger.check("visit", visit, role: .department) == ["unauthorised-inspection"])
  }

  @Test("S32: no project without a task force")
  func taskForces() throws {
    try ledger.add("place", ["code": "pingdingshan", "effective_from": "2022-09-01"])
    let project = ["name": "尼龙新材料项目", "total_investment": "5亿", "fund_kinds": "三个一批、年度省市重点"]
    let refused = try ledger.problems("project", project, role: .county, today: "2022-10-12")
    #expect(refused.map(\.code) == [.taskForceMissing])
    #expect(refused[0].field == "project_task_force")
    #expect(try ledger.check("project", project, today: "2022-08-31") == [], "not yet in force")
    let named = project.merging(["project_task_force": "工业信创专班"]) { $1 }
    #expect(try ledger.check("project", named, today: "2022-10-12") == [])
    #expect(TaskForce.standard.map(\.group).filter { $0 == "project" }.count == 8)
    #expect(TaskForce.standard.map(\.group).filter { $0 == "support" }.count == 3)
    #expect(TaskForce.standard.count == 12)
  }

  private let city = ReplicaID(high: 1, low: 1)
  private let county = ReplicaID(high: 2, low: 1)

  private func stamp(_ milliseconds: UInt64) -> HybridTimestamp {
    HybridTimestamp(milliseconds: milliseconds)
  }

  private func seen(_ dot: Dot) -> VersionVector {
    VersionVector([VersionVector.Entry(replica: dot.replica, seq: dot.seq)])
  }

  @Test("S43: the county's plan, changed after the city locked: a conflict, the city's stands")
  func latePlan() throws {
    let project = try ledger.add(
      "project", ["name": "甲", "annual_plan": "19.24亿", "annual_plan_year": "2021"])
    let field = try #require(Schema.standard.collection("project")?.field("annual_plan"))
    let writes = PeriodLock.writes(onPlanOf: try #require(ledger.record(project)))
    let locked = try #require(writes.first { $0.field == field.id }?.value)
    let first = Dot(replica: city, seq: 1)
    let seen = seen(first)
    var register = Register<Value>()
    register.write(locked, dot: first, clock: stamp(1_000), deps: VersionVector())
    // The city locks by saying the plan again; the county, offline, had seen the first word only.
    register.write(
      locked, dot: Dot(replica: city, seq: 2), clock: stamp(2_000), deps: seen)
    let proposal = try field.parse("20亿")
    register.write(
      proposal, dot: Dot(replica: county, seq: 1), clock: stamp(3_000), deps: seen)
    #expect(register.isConflict)
    let shown = try #require(
      register.shown(by: field.rule, isAuthority: { $0 == city }, rank: { _ in 0 }))
    #expect(register.siblings[shown].payload == locked, "the city's value stands")
    #expect((0..<register.siblings.count).map { register.siblings[$0].payload }.contains(proposal))
  }

  @Test("S44: refused by the city, closed by the county offline: open, the conflict listed")
  func closedAndRefused() throws {
    let field = try #require(Schema.standard.collection("issue")?.field("status"))
    let requested = Dot(replica: county, seq: 1)
    let seen = seen(requested)
    for isCountyLater in [true, false] {
      var register = Register<Value>()
      register.write(
        try field.parse("申请销号"), dot: requested, clock: stamp(1), deps: VersionVector())
      register.write(
        try field.parse("不予销号"), dot: Dot(replica: city, seq: 1),
        clock: stamp(isCountyLater ? 2_000 : 4_000), deps: seen)
      register.write(
        try field.parse("销号"), dot: Dot(replica: county, seq: 2), clock: stamp(3_000),
        deps: seen)
      #expect(register.isConflict && register.siblings.count == 2)
      let shown = try #require(
        register.shown(by: field.rule, isAuthority: { $0 == city }) { payload in
          guard case .code(let number) = payload else { return -1 }
          return field.rule.rank(ofCode: number)
        })
      #expect(field.display(register.siblings[shown].payload, .zh) == "不予销号")
    }
    // What the county sent as evidence is a record of its own, and stays.
    let evidence = try #require(Schema.standard.collection("evidence"))
    #expect(evidence.field("issue")?.isIndexed == true)
  }

  @Test("S35: 16 fixed units, 14 in person, a substitute, one absent")
  func attendance() throws {
    let units = (1...16).map { "单位\($0)" }
    let meeting = try ledger.add(
      "meeting",
      ["name": "调度例会", "held_on": "2021-10-11", "required": units.joined(separator: "；")])
    for unit in units.prefix(14) {
      try ledger.add("attendance", ["meeting": meeting.description, "unit": unit, "status": "本人"])
    }
    try ledger.add(
      "attendance", ["meeting": meeting.description, "unit": "单位15", "status": "替会"])
    func roll() throws -> AttendanceRoll {
      let records = ledger.surroundings.records(
        try #require(Schema.standard.collection("attendance")), [])
      return AttendanceRoll(meeting: try #require(ledger.record(meeting)), attendance: records)
    }
    #expect(try roll().inPerson == 14 && roll().required == 16)
    #expect(try roll().substitutes == ["单位15"] && roll().criticised == ["单位16"])
    let leave = ["meeting": meeting.description, "unit": "单位16", "status": "请假"]
    #expect(try ledger.check("attendance", leave, role: .county) == ["leave-unapproved"])
    let given = leave.merging(["leave_approved_by": "常务副县长", "leave_approved_on": "2021-10-12"]) {
      $1
    }
    #expect(try ledger.check("attendance", given, role: .county) == ["(leave-after-meeting)"])
    let record = try ledger.add("attendance", given)
    #expect(try roll().criticised == ["单位16"], "leave after the meeting is none")
    try ledger.set(record, ["leave_approved_on": "2021-10-10"])
    #expect(try roll().criticised == [] && roll().onLeave == ["单位16"])
    #expect(try roll().inPerson == 14)
    try ledger.set(record, ["leave_approved_on": ""])
    #expect(try roll().onLeave == ["单位16"], "the day of approval is not known")
    try ledger.set(record, ["status": "缺席", "leave_approved_on": "2021-10-11"])
    #expect(try roll().onLeave == ["单位16"], "absent, with leave")
    try ledger.set(record, ["leave_approved_by": ""])
    #expect(try roll().criticised == ["单位16"])
  }
}
