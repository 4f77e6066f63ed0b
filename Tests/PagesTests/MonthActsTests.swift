// 1. The city returns reports with a reason and approves them; what was typed beside is kept as a
//    draft; a report whose state another changed since the page was made is left as it is, and so
//    are all chosen with it. They are named in a list of the reader's language, also one without a
//    name. A county may not return.
// 2. The page of the late names projects without a report county by county, with a message to send.
// 3. A month is locked as it was shown: a report that changed meanwhile makes it look again; the
//    lock closes the reports, and a second lock asks for a reason. A locked month has no open
//    cells, not even of projects that reported nothing.
// 4. A locked report is corrected by a new version with a reason; the old one stays. The same form
//    sent again leads to that version and makes no other; one that says something else stays as it
//    was typed, with the way to the newer version.
// 5. A month that is not over is not locked; the one offered is the last that is. What is not
//    handed in, missing or contradicted is listed, and the rest locked only with the tick; a draft
//    stays one.
// 6. Where no report can be chosen nothing is offered for those chosen; a chosen row whose project
//    was archived meanwhile is not passed over in silence.

import Causality
import Foundation
import HTTPTypes
import LedgerStore
import Projects
import TestSupport
import Testing
import Wire

struct MonthActsTests {
  private func submitted(_ role: Role = .city) async throws
    -> (desk: Desk, first: RecordID, second: RecordID, report: RecordID)
  {
    let desk = try await Desk(role: role)
    desk.city.clock.set(1_633_924_800_000)
    let first = try desk.add(
      "project", ["name": "产业园", "stage": "building", "region_code": "411702"])
    let second = try desk.add(
      "project", ["name": "水厂", "stage": "started", "region_code": "411725"])
    let report = try desk.add(
      "progress_report",
      [
        "project": first.description, "period": "2021-09", "month_investment": "50",
        "progress_done": "封顶", "report_state": "submitted",
      ])
    return (desk, first, second, report)
  }

  private func state(_ desk: Desk, _ id: RecordID) throws -> String {
    try desk.shown(id, "report_state", of: "progress_report")
  }

  @Test func returnAndApprove() async throws {
    let (desk, first, second, report) = try await submitted()
    let page = try await desk.browser.get("/month?period=2021-09")
    let bare = try await desk.browser.submit(page, ["m.\(first).on": "1", "act": "return"])
    #expect(bare.status == 303)
    #expect(try await desk.browser.follow(bare).text.contains("退回要写明原因"))
    let none = try await desk.browser.submit(page, ["act": "approve"])
    #expect(try await desk.browser.follow(none).text.contains("没有选中项目"))
    let back = try await desk.browser.submit(
      page,
      [
        "m.\(first).on": "1", "act": "return", "reason": "数字与统计不符",
        "m.\(second).f.progress_done": "沟槽",
      ])
    let after = try await desk.browser.follow(back)
    #expect(after.text.contains("已退回 1 个项目"))
    #expect(try state(desk, report) == "退回")
    #expect(
      after.form.fields.first { $0.name == "m.\(second).f.progress_done" }?.value == "沟槽")
    try desk.add("progress_report", ["report_state": "submitted"], id: report)
    let again = try await desk.browser.get("/month?period=2021-09")
    let stale = again
    let done = try await desk.browser.submit(again, ["m.\(first).on": "1", "act": "approve"])
    #expect(try await desk.browser.follow(done).text.contains("已审定 1 个项目"))
    #expect(try state(desk, report) == "审定")
    let late = try await desk.browser.submit(
      stale, ["m.\(first).on": "1", "act": "return", "reason": "再看"])
    #expect(try await desk.browser.follow(late).text.contains("状态已被别人改过"))
    #expect(try state(desk, report) == "审定")
  }

  @Test func movedAreNamed() async throws {
    let (desk, first, _, report) = try await submitted()
    let bare = try desk.add("project", ["stage": "building", "region_code": "411702"])
    let other = try desk.add(
      "progress_report",
      [
        "project": bare.description, "period": "2021-09", "month_investment": "20",
        "progress_done": "基础", "report_state": "submitted",
      ])
    _ = try await desk.browser.get("/?lang=en")
    let page = try await desk.browser.get("/month?period=2021-09")
    for id in [report, other] {
      try desk.add("progress_report", ["report_state": "returned"], id: id)
    }
    let sent = try await desk.browser.submit(
      page, ["m.\(first).on": "1", "m.\(bare).on": "1", "act": "approve"])
    let told = try await desk.browser.follow(sent).text
    #expect(told.contains("产业园, (unnamed)") || told.contains("(unnamed), 产业园"), "\(told)")
    #expect(try state(desk, report) == "退回")
  }

  @Test func countyDoesNotReturn() async throws {
    let (desk, first, _, report) = try await submitted(.county)
    let page = try await desk.browser.get("/month?period=2021-09")
    #expect(!page.body.contains("value=\"return\"") && !page.body.contains("/month/close"))
    let sent = try await desk.browser.submit(
      page, ["m.\(first).on": "1", "act": "return", "reason": "试试"])
    _ = try await desk.browser.follow(sent)
    #expect(try state(desk, report) == "上报")
  }

  @Test func whoIsLate() async throws {
    let (desk, _, second, _) = try await submitted()
    let page = try await desk.browser.get("/month/late?period=2021-09")
    #expect(page.status == 200)
    #expect(page.body.contains("href=\"/r/\(second)\"") && page.text.contains("确山县"))
    #expect(page.text.contains("应报 1 个") && page.text.contains("还有 1 个未报：水厂"))
    // The 5th of October 2021 is a holiday: reports are due on the first working day after.
    #expect(page.text.contains("2021-10-08"))
    let county = try await desk.browser.get("/month/late?period=2021-09&region_code=411702")
    #expect(!county.text.contains("水厂"))
  }

  @Test func locked() async throws {
    let (desk, first, _, report) = try await submitted()
    let page = try await desk.browser.get("/month/close?period=2021-09")
    #expect(page.status == 200 && page.text.contains("上报 1"))
    #expect(page.text.contains("2021-09 · 驿城区"))
    try desk.add("progress_report", ["month_investment": "60"], id: report)
    let moved = try await desk.browser.submit(page, [:])
    #expect(moved.status == 409 && moved.text.contains("没有锁定"))
    #expect(try state(desk, report) == "上报")
    let unsure = try await desk.browser.submit(moved, [:])
    #expect(unsure.status == 409 && unsure.text.contains("请看过并勾选"))
    let done = try await desk.browser.submit(unsure, ["sure": "1"])
    #expect(done.status == 303)
    #expect(try await desk.browser.follow(done).text.contains("已锁定，第 1 版，1 份报告"))
    #expect(try state(desk, report) == "锁定")
    let month = try await desk.browser.get("/month?period=2021-09")
    #expect(!month.body.contains("m.\(first).f.month_investment"))
    #expect(month.text.contains("本月已锁定") && !month.body.contains(".f.month_investment"))
    let second = try await desk.browser.submit(
      try await desk.browser.get("/month/close?period=2021-09"), ["sure": "1"])
    #expect(second.status == 409 && !second.text.contains("请看过并勾选"))
  }

  @Test func notBeforeItIsOver() async throws {
    let (desk, _, _, report) = try await submitted()
    let usual = try await desk.browser.get("/month/close")
    #expect(usual.form.fields.first { $0.name == "period" }?.value == "2021-09")
    let running = try await desk.browser.get("/month/close?period=2021-10")
    #expect(running.status == 200 && running.text.contains("2021-11-01 起才能锁定"))
    #expect(running.form.fields.isEmpty)
    let forced = try await desk.browser.submit(usual, ["period": "2021-10", "sure": "1"])
    #expect(forced.status == 409 && forced.text.contains("还没有结束"))
    #expect(try state(desk, report) == "上报")
  }

  @Test func doubtsAreListed() async throws {
    let (desk, first, second, report) = try await submitted()
    let draft = try desk.add(
      "progress_report",
      [
        "project": second.description, "period": "2021-09", "month_investment": "900",
        "report_state": "draft",
      ])
    try desk.add("project", ["total_investment": "100"], id: second)
    let third = try desk.add("project", ["name": "没有报的桥", "stage": "building"])
    let page = try await desk.browser.get("/month/close?period=2021-09")
    #expect(page.text.contains("未上报的月报 1 份") && page.text.contains("没有月报的项目 1 个"))
    #expect(page.text.contains("未处理的矛盾 1 处"))
    #expect(page.body.contains("href=\"/r/\(third)\"") && !page.body.contains("/r/\(first)\""))
    #expect(try await desk.browser.submit(page, [:]).status == 409)
    #expect(try state(desk, report) == "上报")
    let closed = try await desk.browser.submit(page, ["sure": "1"])
    #expect(closed.status == 303)
    #expect(try await desk.browser.follow(closed).text.contains("1 个项目的月报没有上报"))
    #expect(try state(desk, report) == "锁定" && state(desk, draft) == "草稿")
  }

  @Test func nothingToChoose() async throws {
    let (desk, first, _, report) = try await submitted()
    let stale = try await desk.browser.get("/month?period=2021-09")
    #expect(stale.body.contains("value=\"approve\""))
    let collection = try #require(Schema.standard.collection("project"))
    _ = try desk.store.edit(desk.ledger, [.archive(collection.id, first)])
    let page = try await desk.browser.get("/month?period=2021-09")
    #expect(!page.body.contains("value=\"approve\"") && !page.text.contains("选中的："))
    let late = try await desk.browser.submit(stale, ["m.\(first).on": "1", "act": "approve"])
    #expect(try await desk.browser.follow(late).text.contains("没有办理：产业园"))
    #expect(try state(desk, report) == "上报")
  }

  @Test func corrected() async throws {
    let (desk, first, _, report) = try await submitted()
    _ = try await desk.browser.submit(
      try await desk.browser.get("/month/close?period=2021-09"), ["sure": "1"])
    let form = try await desk.browser.get("/r/\(report)/correct")
    #expect(form.status == 200)
    let bare = try await desk.browser.submit(form, ["f.month_investment": "80"])
    #expect(bare.status == 422)
    let done = try await desk.browser.submit(
      form, ["f.month_investment": "80", "reason": "发票迟到"])
    #expect(done.status == 303)
    #expect(try await desk.browser.follow(done).text.contains("另立更正版本"))
    #expect(try desk.shown(report, "month_investment", of: "progress_report") == "50万元")
    let month = try await desk.browser.get("/month?period=2021-09")
    #expect(month.text.contains("80") && month.body.contains("href=\"/r/\(first)\""))
    #expect(try await desk.browser.get("/r/\(first)/correct").status == 404)
  }

  @Test func correctedOnce() async throws {
    let (desk, first, _, report) = try await submitted()
    _ = try await desk.browser.submit(
      try await desk.browser.get("/month/close?period=2021-09"), ["sure": "1"])
    let form = try await desk.browser.get("/r/\(report)/correct")
    let typed = ["f.month_investment": "80", "reason": "发票迟到"]
    let done = try await desk.browser.submit(form, typed)
    let version = try #require(done.headers[.location])
    let commit = try desk.store.lastCommit()
    let again = try await desk.browser.submit(form, typed)
    #expect(again.status == 303 && again.headers[.location] == version)
    #expect(try await desk.browser.follow(again).text.contains("没有另立一版"))
    let other = try await desk.browser.submit(
      form, ["f.month_investment": "95", "reason": "又有发票"])
    #expect(other.status == 422 && other.text.contains("已经更正过"))
    #expect(other.body.contains("href=\"\(version)\""))
    let fields = other.form.fields
    #expect(fields.first { $0.name == "f.month_investment" }?.value == "95")
    #expect(fields.first { $0.name == "reason" }?.value == "又有发票")
    #expect(try desk.store.lastCommit() == commit)
    let reports = try desk.store.read { snapshot throws(StoreError) in
      try snapshot.children(of: first, ledger: desk.ledger)
    }
    #expect(reports.count == 2)
    #expect(
      try await desk.browser.get("/r/\(report)/correct").body.contains("href=\"\(version)\""))
  }
}
