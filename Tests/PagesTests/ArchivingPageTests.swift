// 1. A form whose record was archived while it stood open comes back whole, with who archived it,
//    the way to bring it back, and a draft; brought back, the same form is saved.
// 2. Who archives what another archived already is told who did, when and why, and that the own
//    reason was not recorded; so who brings back what is there.
// 3. A record that changed since its page was made is not archived: each change is told with its
//    author, the reason stays, and a second press archives it. So is a set that lost an element,
//    and a form that says nothing of what it showed.
// 4. What the rules keep from being archived comes back with the reason typed; so does a form
//    without a reason, to be given one.

import Causality
import Foundation
import HTTPTypes
import LedgerStore
import Projects
import TestSupport
import Testing
import Wire

struct ArchivingPageTests {
  private func archive(
    _ desk: Desk, _ page: Page, _ id: RecordID, _ reason: String
  ) async throws -> Page {
    let (action, fields) = page.form(to: "/r/\(id)/archive")
    return try await desk.browser.post(
      action, fields.map { $0.name == "reason" ? (name: "reason", value: reason) : $0 })
  }

  private func archived(_ desk: Desk, _ id: RecordID, _ reason: String) throws {
    let project = try #require(Schema.standard.collection("project"))
    _ = try desk.store.commit(
      desk.ledger, [Draft(author: "外岗", reason: reason, operations: [.archive(project.id, id)])])
  }

  private func isArchived(_ desk: Desk, _ id: RecordID) throws -> Bool {
    try #require(try desk.store.record(desk.ledger, id)).isArchived
  }

  @Test func typingSurvives() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "leader": "市长岗"])
    let form = try await desk.browser.get("/r/\(id)/edit")
    try archived(desk, id, "重复建档")
    let typed = ["f.leader": "副市长岗", "f.year_goal": "封顶<目标>", "reason": "分工调整"]
    let kept = try await desk.browser.submit(form, typed)
    #expect(kept.status == 409 && kept.text.contains("已被归档"))
    #expect(kept.text.contains("外岗") && kept.text.contains("重复建档"))
    #expect(kept.body.contains("href=\"/r/\(id)#archive\""))
    for (name, value) in typed {
      #expect(kept.form.fields.first { $0.name == name }?.value == value, "\(name)")
    }
    #expect(try desk.shown(id, "leader") == "市长岗")
    let there = try await desk.browser.get("/r/\(id)")
    let back = there.form(to: "/r/\(id)/restore")
    #expect(try await desk.browser.post(back.action, back.fields).status == 303)
    let edit = try await desk.browser.get("/r/\(id)/edit")
    #expect(edit.form.fields.first { $0.name == "f.leader" }?.value == "副市长岗")
    #expect(try await desk.browser.submit(kept, [:]).status == 303)
    #expect(try desk.shown(id, "leader") == "副市长岗")
    #expect(try desk.shown(id, "year_goal") == "封顶<目标>")
  }

  @Test func tooLate() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲"])
    let page = try await desk.browser.get("/r/\(id)")
    try archived(desk, id, "重复建档")
    let late = try await archive(desk, page, id, "并入乙项目")
    #expect(late.status == 409 && late.text.contains("此前已经归档"))
    #expect(late.text.contains("外岗") && late.text.contains("重复建档"))
    #expect(late.text.contains("没有记入：并入乙项目"))
    let (action, fields) = late.form(to: "/r/\(id)/restore")
    #expect(try await desk.browser.post(action, fields).status == 303)
    let twice = try await desk.browser.post(
      action, fields.map { $0.name == "reason" ? (name: "reason", value: "误归档") : $0 })
    #expect(twice.status == 409 && twice.text.contains("不在归档中"))
    #expect(twice.text.contains("录入岗") && twice.text.contains("没有记入：误归档"))
    #expect(try !isArchived(desk, id))
  }

  @Test func changedMeanwhile() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "total_investment": "100", "leader": "市长岗"])
    let page = try await desk.browser.get("/r/\(id)")
    try desk.add("project", ["total_investment": "250"], id: id, reason: "复核")
    let moved = try await archive(desk, page, id, "重复建档")
    #expect(moved.status == 409 && moved.text.contains("没有归档"))
    // News come to it, and the other language, by the address of the page that it is.
    #expect(moved.body.contains("data-path=\"/r/\(id)\""))
    #expect(moved.body.contains("href=\"/r/\(id)?lang=en"))
    #expect(moved.text.contains("现为 250万元（外岗") && moved.text.contains("复核"))
    #expect(!moved.text.contains("现为 市长岗"))
    let form = moved.form(to: "/r/\(id)/archive")
    #expect(form.fields.first { $0.name == "reason" }?.value == "重复建档")
    #expect(try !isArchived(desk, id))
    #expect(try await desk.browser.post(form.action, form.fields).status == 303)
    #expect(try isArchived(desk, id))
    #expect(try await desk.browser.get("/r/\(id)/history").text.contains("重复建档"))
  }

  @Test func changedSetAndNothingShown() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "fund_kinds": "special_bond"])
    let page = try await desk.browser.get("/r/\(id)")
    let project = try #require(Schema.standard.collection("project"))
    let kinds = try #require(project.field("fund_kinds"))
    let element = try #require(try kinds.parseElements("special_bond").first)
    _ = try desk.store.commit(
      desk.ledger,
      [
        Draft(
          author: "外岗",
          operations: [
            Wire.Operation(
              collection: project.id, record: id, field: kinds.id, kind: .remove, value: element)
          ])
      ])
    let moved = try await archive(desk, page, id, "重复建档")
    #expect(moved.status == 409 && moved.text.contains("没有归档"))
    let bare = moved.form(to: "/r/\(id)/archive").fields.filter { $0.name != "seen" }
    let blind = try await desk.browser.post("/r/\(id)/archive", bare)
    #expect(blind.status == 409 && blind.text.contains("现为 甲"))
    #expect(try !isArchived(desk, id))
  }

  @Test func keptByTheRules() async throws {
    let desk = try await Desk()
    let project = try desk.add("project", ["name": "甲"])
    let id = try desk.add(
      "issue",
      [
        "project": project.description, "name": "供电线路未到", "status": "registered",
        "kind": "utilities", "scope": "individual",
      ])
    let refused = try await archive(desk, try await desk.browser.get("/r/\(id)"), id, "报错了")
    #expect(refused.status == 409)
    let form = refused.form(to: "/r/\(id)/archive")
    #expect(form.fields.first { $0.name == "reason" }?.value == "报错了")
    #expect(try !isArchived(desk, id))
  }

  @Test func withoutReason() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲"])
    let unsaid = try await archive(desk, try await desk.browser.get("/r/\(id)"), id, "　")
    #expect(unsaid.status == 400 && unsaid.text.contains("请写明原因"))
    #expect(try !isArchived(desk, id))
    #expect(try await archive(desk, unsaid, id, "重复建档").status == 303)
    #expect(try isArchived(desk, id))
  }
}
