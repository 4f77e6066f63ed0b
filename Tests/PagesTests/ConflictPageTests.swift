// 1. A conflict shows both values with author, office, time, reason and what each had seen; taking
//    one settles it, and the page then tells who settled it and from what.
// 2. Another value may be typed; one that cannot be read is refused with the typing kept.
// 3. A settlement that had not seen a third value is refused, and the third is shown.
// 4. The list narrows by kind, and today counts what is open. A record without a name is listed by
//    what it is, what it belongs to and its period.
// 5. A violation is told with its parts and its ways out.
// 6. Of two who settle the same conflict the second is told what stands and by whom, and that its
//    own choice was not recorded; choice and reason stay in sight, and taking back is one press
//    away. The same form sent again is no such case.
// 8. A month reported twice is told with links to both reports; the one put aside does not come
//    back.

import Causality
import Foundation
import LedgerStore
import Projects
import TestSupport
import Testing

struct ConflictPageTests {
  /// A project whose investment the county and the hub changed without seeing each other.
  private func collided() async throws -> (desk: Desk, id: RecordID, path: String) {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "产业园", "total_investment": "100"])
    _ = try desk.city.hub.pull(desk.ledger, from: desk.store)
    try desk.add("project", ["total_investment": "200"], id: id, reason: "县里调整")
    try desk.add("project", ["total_investment": "300"], to: desk.city.hub, id: id, reason: "市里核定")
    _ = try desk.store.pull(desk.ledger, from: desk.city.hub)
    let list = try await desk.browser.get("/conflicts")
    let link = try #require(list.body.firstMatch(of: /href="(\/conflicts\/[0-9a-z]+)"/))
    return (desk, id, String(link.output.1))
  }

  @Test func sideBySide() async throws {
    let (desk, id, path) = try await collided()
    let page = try await desk.browser.get(path)
    for part in ["200万元", "300万元", "100万元", "县里调整", "市里核定", "驿城区发改委", "hub", "没有看到其他值"] {
      #expect(page.text.contains(part), "\(part)")
    }
    #expect(try await desk.browser.get("/r/\(id)").text.contains("有未决冲突"))
    #expect(try await desk.browser.get("/").text.contains("产业园 · 总投资"))
    #expect(try await desk.browser.get("/projects?conflicts=1").text.contains("找到 1 个"))
    let before = page.text.components(separatedBy: "300万元")[0].components(separatedBy: "200万元")
    let take = before.count > 1 ? "1" : "2"
    let done = try await desk.browser.submit(page, ["take": take, "reason": "以县为准"])
    #expect(done.status == 303)
    #expect(try desk.shown(id, "total_investment") == "200万元")
    let settled = try await desk.browser.get(path)
    #expect(settled.status == 200 && settled.text.contains("已裁定"))
    #expect(settled.text.contains("以县为准") && settled.text.contains("300万元"))
    #expect(try await desk.browser.get("/conflicts").text.contains("没有未决冲突"))
  }

  @Test func recordsWithoutNames() async throws {
    let desk = try await Desk()
    let project = try desk.add("project", ["name": "产业园"])
    let id = try desk.add(
      "progress_report",
      [
        "project": "\(project)", "period": "2021-09", "month_investment": "10",
        "progress_done": "基础",
      ])
    _ = try desk.city.hub.pull(desk.ledger, from: desk.store)
    try desk.add("progress_report", ["month_investment": "20"], id: id)
    try desk.add("progress_report", ["month_investment": "30"], to: desk.city.hub, id: id)
    _ = try desk.store.pull(desk.ledger, from: desk.city.hub)
    let list = try await desk.browser.get("/conflicts")
    #expect(list.text.contains("进度报告 · 产业园 · 2021-09"), "\(list.text)")
  }

  @Test func anotherValue() async throws {
    let (desk, id, path) = try await collided()
    let page = try await desk.browser.get(path)
    let bad = try await desk.browser.submit(page, ["take": "value", "value": "大约二亿五"])
    #expect(bad.status == 409 && bad.text.contains("大约二亿五"))
    #expect(bad.form.fields.first { $0.name == "value" }?.value == "大约二亿五")
    #expect(try await desk.browser.submit(page, [:]).status == 400)
    #expect(try await desk.browser.submit(bad, ["take": "value", "value": "2.5亿"]).status == 303)
    #expect(try desk.shown(id, "total_investment") == "25000万元")
  }

  @Test func thirdValueUnseen() async throws {
    let (desk, id, path) = try await collided()
    let page = try await desk.browser.get(path)
    try desk.add("project", ["total_investment": "400"], to: desk.city.hub, id: id)
    _ = try desk.store.pull(desk.ledger, from: desk.city.hub)
    let late = try await desk.browser.submit(page, ["take": "1"])
    #expect(late.status == 409)
    #expect(late.text.contains("没有裁定") && late.text.contains("400万元"))
    #expect(try await desk.browser.submit(late, ["take": "2"]).status == 303)
  }

  @Test func kinds() async throws {
    let (desk, _, _) = try await collided()
    #expect(try await desk.browser.get("/conflicts?kind=concurrent-edit").text.contains("产业园"))
    #expect(try await desk.browser.get("/conflicts?kind=violation").text.contains("没有未决冲突"))
    let code = "2109-411702-04-01-123456"
    try desk.add("project", ["name": "东线", "project_code": code])
    try desk.add("project", ["name": "西线", "project_code": code])
    let list = try await desk.browser.get("/conflicts?kind=violation")
    let link = try #require(list.body.firstMatch(of: /href="(\/conflicts\/[0-9a-z]+)"/))
    let page = try await desk.browser.get(String(link.output.1))
    #expect(page.text.contains("东线") && page.text.contains("西线"))
    #expect(page.body.contains("name=\"take\" value=\"1\""))
    #expect(try await desk.browser.submit(page, ["take": "1"]).status == 303)
    #expect(try await desk.browser.get("/conflicts?kind=violation").text.contains("没有未决冲突"))
  }

  @Test func reportedTwice() async throws {
    let desk = try await Desk()
    let project = try desk.add("project", ["name": "产业园"])
    let fields = [
      "project": project.description, "period": "2021-09", "month_investment": "50",
      "progress_done": "封顶",
    ]
    let reports = try (1...2).map { _ in try desk.add("progress_report", fields) }.sorted()
    let list = try await desk.browser.get("/conflicts?kind=violation")
    let link = try #require(list.body.firstMatch(of: /href="(\/conflicts\/[0-9a-z]+)"/))
    #expect(list.text.contains("同一项目这一期还有报告"))
    let page = try await desk.browser.get(String(link.output.1))
    for report in reports { #expect(page.body.contains("\"/r/\(report)\""), "\(report)") }
    #expect(try await desk.browser.submit(page, ["take": "1"]).status == 303)
    #expect(try await desk.browser.get("/conflicts?kind=violation").text.contains("没有未决冲突"))
    // What was put aside does not come back beside the one that stays.
    let aside = try await desk.browser.get("/r/\(project)")
    let back = try await desk.browser.post(
      "/r/\(reports[1])/restore", [("form-token", aside.form.fields[0].value)])
    #expect(back.status == 409)
    #expect(back.text.contains("\(reports[0])") && back.text.contains("更正"))
    #expect(try await desk.browser.get("/conflicts?kind=violation").text.contains("没有未决冲突"))
  }

  @Test func secondIsTold() async throws {
    let (desk, id, path) = try await collided()
    let first = try await desk.browser.get(path)
    let means = first.form.fields.filter { $0.name.hasPrefix("means.") }
    let county = try #require(means.first { $0.value == "200万元" }).name.dropFirst(6)
    let hub = try #require(means.first { $0.value == "300万元" }).name.dropFirst(6)
    let typed = ["take": String(county), "reason": "以县为准"]
    #expect(try await desk.browser.submit(first, typed).status == 303)
    let commit = try desk.store.lastCommit()
    let late = try await desk.browser.submit(
      first, ["take": String(hub), "reason": "以市为准"])
    #expect(late.status == 409)
    for part in ["没有裁定", "录入岗", "裁定为“200万元”", "您选的“300万元”没有写入", "以市为准"] {
      #expect(late.text.contains(part), "\(part)")
    }
    #expect(try desk.store.lastCommit() == commit)
    #expect(try desk.shown(id, "total_investment") == "200万元")
    let own = try await desk.browser.submit(first, ["take": "value", "value": "2.5亿"])
    #expect(own.status == 409 && own.text.contains("您选的“25,000万元”没有写入"))
    #expect(try await desk.browser.submit(first, typed).status == 200)
    #expect(late.form.action == "\(path)/take-back")
    #expect(late.form.fields.first { $0.name == "reason" }?.value == "以市为准")
    #expect(try await desk.browser.submit(late, [:]).status == 303)
    #expect(try desk.shown(id, "total_investment") == "300万元")
  }
}
