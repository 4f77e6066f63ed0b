// 1. A row of a form is written where its project stands by now: a boundary of pages that moved
//    while one typed loses nothing, and submits no line that the form did not show.
// 2. A row whose project was archived, or owes no report any more, stops the save: it is listed
//    with name, reason and typing; the other rows are saved by the next press; the typing stays in
//    the draft until it is taken away by itself.
// 3. A row of another account's county is refused the same way, and nothing is told of its project.
// 4. Nothing written is no success.
// 5. A draft of a report that was approved meanwhile is told, with the way to its correction.
// 6. A sum over the total investment is told with the save, and stands in the cell.

import Causality
import Foundation
import HTTPTypes
import LedgerStore
import Projects
import TestSupport
import Testing
import Wire

struct MonthStrandedTests {
  private let path = "/month?period=2021-09"

  private func month() async throws -> (desk: Desk, first: RecordID, second: RecordID) {
    let desk = try await Desk()
    let first = try desk.add(
      "project", ["name": "产业园", "stage": "building", "total_investment": "5000"])
    let second = try desk.add("project", ["name": "水厂", "stage": "started"])
    return (desk, first, second)
  }

  private func archive(_ desk: Desk, _ id: RecordID) throws {
    let collection = try #require(Schema.standard.collection("project"))
    _ = try desk.store.edit(desk.ledger, [.archive(collection.id, id)])
  }

  private func reports(_ desk: Desk, _ project: RecordID) throws -> Int {
    try desk.store.read { snapshot throws(StoreError) in
      try snapshot.children(of: project, ledger: desk.ledger).count
    }
  }

  private func cell(_ id: RecordID) -> String { "m.\(id).f.month_investment" }

  private func value(_ page: Page, _ name: String) -> String? {
    page.form.fields.first { $0.name == name }?.value
  }

  @Test func movedBoundary() async throws {
    let desk = try await Desk()
    var ids: [RecordID] = []
    for number in 100..<162 {
      ids.append(try desk.add("project", ["name": "项目\(number)号", "stage": "building"]))
    }
    let shown = Array(ids.suffix(2))
    let draft = try desk.add(
      "progress_report",
      [
        "project": shown[0].description, "period": "2021-09", "month_investment": "1",
        "report_state": "draft",
      ])
    let one = try await desk.browser.get(path)
    let two = try await desk.browser.get(path + "&page=2")
    #expect(!one.body.contains(cell(shown[0])) && shown.allSatisfy { two.body.contains(cell($0)) })
    try archive(desk, ids[0])
    // The first page has come to hold a line that its form did not show: it is left alone.
    let first = try await desk.browser.submit(
      one, [cell(ids[1]): "5", "m.\(ids[1]).f.progress_done": "主体", "act": "submit"])
    #expect(first.status == 303)
    #expect(try await desk.browser.follow(first).text.contains("已上报 1 个项目"))
    #expect(try desk.shown(draft, "report_state", of: "progress_report") == "草稿")
    let saved = try await desk.browser.submit(
      two,
      [
        cell(shown[0]): "12.5", "m.\(shown[0]).f.progress_done": "主体",
        cell(shown[1]): "12.5", "m.\(shown[1]).f.progress_done": "主体", "act": "submit",
      ])
    #expect(saved.status == 303)
    #expect(try await desk.browser.follow(saved).text.contains("已上报 2 个项目"))
    #expect(try desk.shown(draft, "month_investment", of: "progress_report") == "12.5万元")
    #expect(try reports(desk, shown[1]) == 1)
  }

  @Test func archivedUnderTheTyping() async throws {
    let (desk, first, second) = try await month()
    let page = try await desk.browser.get(path)
    try archive(desk, first)
    let typed = [cell(first): "120.5", cell(second): "80", "act": "save"]
    let stopped = try await desk.browser.submit(page, typed)
    #expect(stopped.status == 409)
    for part in ["没有保存", "产业园（已归档）", "120.5"] {
      #expect(stopped.text.contains(part), "\(part)")
    }
    #expect(!stopped.text.contains("已保存"))
    #expect(try reports(desk, first) == 0 && reports(desk, second) == 0)
    #expect(value(stopped, cell(second)) == "80")
    let saved = try await desk.browser.submit(stopped, ["act": "save"])
    #expect(saved.status == 303)
    let after = try await desk.browser.follow(saved)
    #expect(after.text.contains("已保存 1 个项目") && after.text.contains("120.5"))
    #expect(try reports(desk, second) == 1)
    // Taken away by itself.
    let token = value(after, "form-token") ?? ""
    _ = try await desk.browser.post(
      "/drafts/discard",
      [("form-token", token), ("draft-of", "month 2021-09"), ("row.\(first)", "1")])
    #expect(try await !desk.browser.get(path).text.contains("120.5"))
  }

  @Test func owesNothingAnyMore() async throws {
    let (desk, first, _) = try await month()
    let page = try await desk.browser.get(path)
    try desk.add("project", ["stage": "planning"], id: first)
    let stopped = try await desk.browser.submit(page, [cell(first): "120.5", "act": "save"])
    #expect(stopped.status == 409 && stopped.text.contains("产业园（已不应报）"))
    #expect(try await desk.browser.get(path).text.contains("120.5"))
    // A row that was left alone is no reason to stop.
    let other = try await desk.browser.submit(page, ["act": "save"])
    #expect(other.status == 303)
    let told = try await desk.browser.follow(other)
    #expect(told.text.contains("没有改动") && !told.body.contains("remark done"))
  }

  @Test func anotherCounty() async throws {
    let node = try SharedNode()
    try node.account("本县", .county, county: "411702")
    let browser = try await node.signedIn("本县")
    let page = try await browser.get(path)
    let row = "m.\(node.foreign)"
    let stopped = try await browser.post(
      "/month",
      page.form.fields + [
        ("\(row).was.month_investment", ""), ("\(row).seen.month_investment", ""),
        ("\(row).f.month_investment", "33.25"), ("act", "save"),
      ])
    #expect(stopped.status == 409)
    #expect(stopped.text.contains("不属本账号") && stopped.text.contains("33.25"))
    #expect(!stopped.text.contains(SharedNode.secret))
  }

  @Test func closedUnderTheDraft() async throws {
    let (desk, first, _) = try await month()
    let page = try await desk.browser.get(path)
    var fields = page.form.fields
    for place in fields.indices where fields[place].name == cell(first) {
      fields[place].value = "25.75"
    }
    #expect(try await desk.browser.post("/drafts", fields).status == 200)
    _ = try desk.city.hub.pull(desk.ledger, from: desk.store)
    let report = try desk.add(
      "progress_report",
      [
        "project": first.description, "period": "2021-09", "month_investment": "20",
        "report_state": "approved",
      ], to: desk.city.hub)
    _ = try desk.store.pull(desk.ledger, from: desk.city.hub)
    let back = try await desk.browser.get(path)
    #expect(back.status == 200)
    #expect(back.text.contains("产业园（已审定或锁定）") && back.text.contains("25.75"))
    #expect(back.body.contains("href=\"/r/\(report)/correct\""))
    #expect(!back.body.contains("name=\"\(cell(first))\""))
  }

  @Test func overTheTotal() async throws {
    let (desk, first, _) = try await month()
    let page = try await desk.browser.get(path)
    let saved = try await desk.browser.submit(page, [cell(first): "60000", "act": "save"])
    #expect(saved.status == 303)
    let after = try await desk.browser.follow(saved)
    #expect(after.text.contains("产业园：累计完成 60,000 万元，超过总投资 5,000 万元"))
    #expect(after.body.contains("class=\"problem over\""))
    #expect(try await desk.browser.get(path).text.contains("累计 60,000 万元超过总投资 5,000 万元"))
    let right = try await desk.browser.submit(after, [cell(first): "600", "act": "save"])
    #expect(try await !desk.browser.follow(right).text.contains("超过总投资"))
  }
}
