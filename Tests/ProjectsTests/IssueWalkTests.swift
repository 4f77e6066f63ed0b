// Random lives of issues and assignments, judged step by step as an office's own store does.
// 1. Whatever is tried in whatever order: nothing gets closed without evidence of its own, by its
//    requester or by a county, nor past an open notice or an unsettled project.
// 2. The walks do reach closing, by a city and by a department, and reopening keeps the limit.
// A failing walk prints its seed; running it alone repeats it.

import Causality
import Projects
import Testing

@Suite struct IssueWalkTests {
  private static let statuses = [
    "登记", "派发", "办理中", "申请销号", "核验", "销号", "不予销号", "整改", "上报",
  ]
  private static let people = ["县区甲", "县区乙", "市办丙", "市办丁"]

  /// What the walk knows of the issue beside the ledger under test.
  private struct Life {
    var evidence = 0
    var openNotices = 0
    var openProjects = 0
    var isClosed = false
    var closings = 0
  }

  @Test func noPathClosesWithoutEvidenceAndAnother() throws {
    var closings = 0
    for seed in 1...60 { closings += try walk(seed: UInt64(seed)) }
    #expect(closings > 40, "the walks close too seldom to prove anything")
  }

  /// One life of 300 moments; how often it was closed.
  private func walk(seed: UInt64) throws -> Int {
    let collection = seed % 4 == 0 ? "assignment" : "issue"
    var random = Seeded(state: seed)
    let ledger = TestLedger()
    let name = collection == "issue" ? "name" : "content"
    let scope = collection == "issue" ? ["scope": "共性"] : [:]
    let assigner = ["县区", "市直部门", "市重点项目办", ""].randomElement(using: &random) ?? ""
    let issue = try ledger.add(
      collection, [name: "问题", "status": "登记", "assigner": assigner].merging(scope) { $1 })
    var life = Life()
    var notices: [RecordID] = []
    var links: [RecordID] = []
    for _ in 0..<300 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0 where Bool.random(using: &random):
        let kind = Bool.random(using: &random) ? "销号佐证" : "仪式照片"
        try ledger.add("evidence", [collection: issue.description, "kind": kind])
        if kind == "销号佐证" { life.evidence += 1 }
      case 1 where collection == "issue" && notices.count < 2:
        notices.append(try ledger.add("notice", ["issue": issue.description, "no": "督"]))
        life.openNotices += 1
      case 2:
        guard let notice = notices.popLast() else { continue }
        try ledger.set(notice, ["rectified_on": "2021-10-30", "verified_on": "2021-10-31"])
        life.openNotices -= 1
      case 3 where collection == "issue" && links.count < 2:
        let project = try ledger.add("project", ["name": "项目"])
        links.append(
          try ledger.add(
            "issue_project", ["issue": issue.description, "project": project.description]))
        life.openProjects += 1
      case 4:
        guard let link = links.popLast() else { continue }
        try ledger.set(link, ["settled_on": "2021-10-30"])
        life.openProjects -= 1
      default: try attempt(issue, ledger, &life, seed, &random)
      }
    }
    return life.closings
  }

  private func attempt(
    _ issue: RecordID, _ ledger: TestLedger, _ life: inout Life, _ seed: UInt64,
    _ random: inout Seeded
  ) throws {
    let role = [OfficeRole.county, .department, .city].randomElement(using: &random) ?? .county
    let author = Self.people.randomElement(using: &random) ?? ""
    let before = try #require(ledger.record(issue))
    // Half of the steps are of the road, the others anything.
    let next = IssueLifecycle.next(after: before.choice("status") ?? "")
    let statuses = Bool.random(using: &random) ? next : Self.statuses
    var change = ["status": statuses.randomElement(using: &random) ?? ""]
    for (field, chance) in [("submitted_by", 2), ("verified_by", 2)]
    where Int.random(in: 0..<chance, using: &random) == 0 {
      change[field] = Self.people.randomElement(using: &random)
    }
    if Int.random(in: 0..<3, using: &random) > 0 {
      change["due_on"] = "2021-11-02"
      change[before.collection.code == "issue" ? "responsible_person" : "person"] = "责任人"
      if before.collection.code == "assignment" { change["unit"] = "县供电公司" }
    }
    let isReopening = before.choice("status") == "closed" && change["status"] == "办理中"
    let reason = Bool.random(using: &random) ? "问题反复" : nil
    let isBulk = Int.random(in: 0..<5, using: &random) == 0
    let problems = try ledger.problems(
      issue, change, role: role, author: author, reason: reason, isBulk: isBulk)
    guard !problems.contains(where: \.isRefusal) else { return }
    try ledger.set(issue, change)
    let after = try #require(ledger.record(issue))
    if isReopening {
      #expect(reason != nil, "seed \(seed): reopened without a reason")
      #expect(before.value("due_on") == after.value("due_on"), "seed \(seed): the limit moved")
    }
    let isClosed = after.choice("status") == "closed"
    defer { life.isClosed = isClosed }
    guard isClosed, !life.isClosed else { return }
    life.closings += 1
    #expect(life.evidence > 0, "seed \(seed): closed without evidence")
    #expect(role != .county, "seed \(seed): closed by a county")
    #expect(life.openNotices == 0, "seed \(seed): closed past a notice")
    #expect(life.openProjects == 0, "seed \(seed): closed before its projects")
    #expect(
      role == .city || after.choice("assigner") == "department",
      "seed \(seed): closed by a department that did not assign it")
    let requester = try #require(after.text("submitted_by"), "seed \(seed): closed unrequested")
    #expect(requester != after.text("verified_by") ?? author, "seed \(seed): closed by itself")
    #expect(requester != author, "seed \(seed): the requester wrote the closing")
  }

  /// That the walks close at all is proved by one walk that is sure to.
  @Test(arguments: [OfficeRole.city, .department])
  func closingIsReached(by role: OfficeRole) throws {
    let ledger = TestLedger()
    let issue = try ledger.add("issue", ["name": "问题", "status": "登记", "assigner": "市直部门"])
    let steps: [([String: String], OfficeRole)] = [
      (["status": "派发", "responsible_person": "责任人", "due_on": "2021-11-02"], role),
      (["status": "办理中"], .county), (["status": "申请销号", "submitted_by": "县区甲"], .county),
      (["status": "核验"], role), (["status": "不予销号", "refusal_reason": "照片不清"], role),
      (["status": "整改"], .county), (["status": "申请销号", "submitted_by": "县区乙"], .county),
      (["status": "销号", "verified_by": "核验人"], role),
    ]
    for (place, (change, role)) in steps.enumerated() {
      if place == 2 {
        try ledger.add("evidence", ["issue": issue.description, "kind": "销号佐证"])
      }
      #expect(try ledger.check(issue, change, role: role, author: "核验人") == [], "step \(place)")
      try ledger.set(issue, change)
    }
    #expect(ledger.record(issue)?.choice("status") == "closed")
  }
}
