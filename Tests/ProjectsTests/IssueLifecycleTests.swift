// 1. The life of an issue follows the steps of the documents; other steps name what may follow.
// 2. No closing without evidence, by the requester, or while a rectification notice is open.
// 3. The assigner closes: the city, a department what it assigned; a county never.
// 4. Closing late is listed; reopening needs a reason and keeps the limit, which moves with a
//    reason only.
// 5. Assignments live by the same rules, with their own fields.
// 6. What is not closed is archived by the city, or the department that assigned it.

import Causality
import Projects
import Testing

@Suite struct IssueLifecycleTests {
  private func issue(
    _ status: String, _ more: [String: String] = [:], role: OfficeRole = .county
  ) throws -> Bench {
    let existing = [
      "name": "用地未批", "status": status, "responsible_person": "责任人", "due_on": "2021-11-02",
    ].merging(more) { $1 }
    return try Bench("issue", role: role, existing: existing)
  }

  @Test func stepsFollowTheDocuments() throws {
    #expect(!IssueLifecycle.next(after: "in_progress").contains("closed"))
    #expect(IssueLifecycle.next(after: "closing_requested").contains("refused_closing"))
    #expect(IssueLifecycle.next(after: "no such") == [])
    #expect(try issue("登记").check(["status": "派发"]) == [])
    #expect(try issue("登记").check(["status": "销号"]) == ["illegal-status"])
    #expect(try issue("整改").check(["status": "销号"]) == ["illegal-status"])
    #expect(try issue("整改").check(["status": ""]) == ["status-unsaid"])
    let bare = try Bench("issue", existing: ["name": "用地未批"])
    #expect(try bare.check(["status": "派发"]) == ["status-needs-field", "status-needs-field"])
    #expect(
      try bare.check(["status": "派发", "due_on": "2021-11-02", "responsible_person": "某"]) == [])
    let codes = try #require(bare.collection.field("status")?.enumeration).cases.map(\.code)
    for code in codes {
      #expect(!IssueLifecycle.next(after: code).isEmpty, "\(code)")
      #expect(IssueLifecycle.next(after: code).allSatisfy(codes.contains))
    }
  }

  @Test func closingNeedsEvidenceAndAnotherPair() throws {
    var county = try issue("办理中")
    #expect(try county.check(["status": "销号"]) == ["illegal-status"])
    let request = ["status": "申请销号", "submitted_by": "某人"]
    #expect(try county.check(request) == ["closing-needs-evidence"])
    county.evidence("ceremony_photo")
    #expect(try county.check(request) == ["closing-needs-evidence"])
    county.evidence("closing_proof")
    #expect(try county.check(["status": "申请销号"]) == ["status-needs-field"])
    #expect(try county.check(request) == [])
    var requested = try issue("申请销号")
    requested.evidence("closing_proof")
    #expect(try requested.check(["status": "销号"]) == ["own-request"])
    requested = try issue("申请销号", ["submitted_by": "某人"], role: .city)
    #expect(
      try requested.check(["status": "销号", "verified_by": "另一人"]) == ["closing-needs-evidence"])
    requested.evidence("closing_proof")
    #expect(try requested.check(["status": "销号", "verified_by": "某人"]) == ["own-request"])
    #expect(try requested.check(["status": "销号"]) == ["status-needs-field"])
    #expect(try requested.check(["status": "销号", "verified_by": "另一人"]) == [])
    requested.context.author = "某人"
    #expect(try requested.check(["status": "销号"]) == ["own-request"])
    #expect(try requested.check(["status": "销号", "verified_by": "另一人"]) == ["own-request"])
  }

  @Test func anOpenNoticeBlocksEvenTheCity() throws {
    let notice = ["rectify_notice_no": "督办1号", "rectify_notice_issued_on": "2021-10-20"]
    var city = try issue("核验", notice, role: .city)
    city.evidence("closing_proof")
    #expect(try city.check(["status": "销号"]) == ["notice-open"])
    #expect(try city.check(["status": "销号", "rectified_on": "2021-10-30"]) == ["notice-open"])
    let settled = [
      "status": "销号", "rectified_on": "2021-10-30", "rectification_verified_on": "2021-11-01",
    ]
    #expect(try city.check(settled) == [])
    let late = settled.merging(["closed_on": "2021-11-03"]) { $1 }
    #expect(try city.check(late) == ["(closed-late)"])
  }

  @Test func theAssignerCloses() throws {
    for (assigner, expected) in [
      ("县区", ["own-request"]), ("市重点项目办", ["not-the-assigner"]), ("督查室", ["not-the-assigner"]),
      ("市直部门", ["not-the-assigner"]),
    ] {
      var county = try issue("申请销号", ["assigner": assigner])
      #expect(
        try county.check(["closed_on": "2021-11-02"]) == ["closing-unsaid"],
        "a day alone closes nothing")
      county.evidence("closing_proof")
      #expect(try county.check(["status": "销号"]) == expected, "\(assigner)")
    }
    var unsaid = try issue("申请销号")
    unsaid.evidence("closing_proof")
    #expect(try unsaid.check(["status": "销号"]) == ["own-request"])
    var department = try issue("申请销号", ["assigner": "市直部门"], role: .department)
    department.evidence("closing_proof")
    #expect(try department.check(["status": "销号"]) == [])
    department = try issue("申请销号", ["assigner": "市重点项目办"], role: .department)
    department.evidence("closing_proof")
    #expect(try department.check(["status": "销号"]) == ["not-the-assigner"])
    #expect(try issue("申请销号").check(["status": "不予销号"]) == ["reserved-case"])
    #expect(try issue("申请销号", role: .city).check(["status": "不予销号"]) == [])
  }

  @Test func reopeningKeepsTheLimit() throws {
    var closed = try issue("销号")
    #expect(try closed.check(["status": "办理中"]) == ["reopening-needs-reason"])
    closed.context.reason = "问题反复"
    #expect(try closed.check(["status": "办理中"]) == [])
    #expect(try closed.check(["status": "办理中", "due_on": "2022-01-01"]) == ["due-date-kept"])
  }

  @Test func theLimitMovesWithAReason() throws {
    for status in ["办理中", "销号"] {
      var open = try issue(status)
      #expect(try open.check(["due_on": "2021-12-31"]) == ["due-date-needs-reason"])
      #expect(try open.check(["due_on": ""]) == ["due-date-needs-reason"])
      #expect(try open.check(["due_on": "2021-11-02"]) == [])
      open.context.reason = "分管领导同意延期"
      #expect(try open.check(["due_on": "2021-12-31"]) == [])
    }
    let bare = try Bench("issue", existing: ["name": "用地未批"])
    #expect(try bare.check(["due_on": "2021-12-31"]) == [])
  }

  @Test func whoMayArchive() throws {
    let collection = try #require(Schema.standard.collection("issue"))
    func roles(_ texts: [String: String]) throws -> [OfficeRole] {
      var values: [FieldID: Value] = [:]
      for (code, text) in texts {
        let field = try #require(collection.field(code))
        values[field.id] = try field.parse(text)
      }
      let shown = values
      let record = RelatedRecord(
        id: RecordID(high: 0, low: 1), collection: collection, value: { shown[$0] ?? .empty })
      return OfficeRole.allCases.filter { IssueLifecycle.mayArchive(record, as: $0) }
    }
    for status in ["登记", "申请销号", "不予销号"] {
      #expect(try roles(["status": status]) == [.city])
      #expect(try roles(["status": status, "assigner": "department"]) == [.department, .city])
    }
    #expect(try roles([:]) == [.city])
    #expect(try roles(["status": "销号"]) == OfficeRole.allCases)
  }

  @Test func closedIssuesMayBeLoaded() throws {
    #expect(
      try Bench("issue", role: .city).check(["name": "旧问题", "status": "销号"])
        == ["(closing-needs-evidence)"])
    #expect(
      try Bench("issue").check(["name": "旧问题", "status": "销号", "assigner": "督查室"])
        == ["(closing-needs-evidence)", "not-the-assigner"])
    for role in [OfficeRole.city, .county] {
      var many = try Bench("issue", role: role)
      many.context.isBulk = true
      let closed = ["name": "旧问题", "status": "销号", "assigner": "督查室"]
      #expect(try many.check(closed) == (role == .city ? [] : ["not-the-assigner"]))
      #expect(try many.check(["name": "旧问题", "status": "办理中"]) == [])
    }
  }

  @Test func assignmentsLiveAlike() throws {
    var assignment = try Bench("assignment", existing: ["content": "协调用电", "status": "登记"])
    let lacking = try assignment.check(["status": "派发"])
    #expect(lacking == Array(repeating: "status-needs-field", count: 3))
    #expect(
      try assignment.check([
        "status": "派发", "unit": "县供电公司", "person": "某", "due_on": "2021-11-02",
      ]) == [])
    assignment = try Bench("assignment", role: .city, existing: ["status": "申请销号"])
    #expect(try assignment.check(["status": "销号"]) == ["closing-needs-evidence"])
    assignment.evidence("decision")
    #expect(try assignment.check(["status": "销号"]) == [])
  }
}
