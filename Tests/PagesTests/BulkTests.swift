// 1. Many conflicts are shown with what would be taken and then settled as shown; one that got
//    another value meanwhile, or was not ticked, stays open; one that another settled meanwhile is
//    said to be.
// 2. Conflicts without a value of the side asked for are left alone and counted.
// 3. A settled value is taken back by an ordinary change; not where the value changed since the
//    page was made.
// 4. Texts of two sides can be joined line by line.

import Causality
import Foundation
import HTTPTypes
import LedgerStore
import Projects
import TestSupport
import Testing

struct BulkTests {
  /// Projects whose investment the county and the hub changed without seeing each other.
  private func collided(_ count: Int) async throws -> (desk: Desk, ids: [RecordID]) {
    let desk = try await Desk()
    let ids = try (0..<count).map { number in
      try desk.add("project", ["name": "项目\(number)", "total_investment": "100"])
    }
    _ = try desk.city.hub.pull(desk.ledger, from: desk.store)
    for id in ids {
      try desk.add("project", ["total_investment": "200", "scale": "厂房\n三栋"], id: id)
      try desk.add("project", ["total_investment": "300"], to: desk.city.hub, id: id)
    }
    _ = try desk.store.pull(desk.ledger, from: desk.city.hub)
    return (desk, ids)
  }

  @Test func settledAsShown() async throws {
    let (desk, ids) = try await collided(3)
    let page = try await desk.browser.get("/settle-many?side=mine")
    #expect(page.text.contains("将裁定 3 个"))
    // Another value for the first, and the second is not ticked.
    try desk.add("project", ["total_investment": "400"], to: desk.city.hub, id: ids[0])
    _ = try desk.store.pull(desk.ledger, from: desk.city.hub)
    let second = try #require(
      page.form.fields.filter { $0.name.hasPrefix("c.") }.count == 3
        ? page.body.ranges(of: "项目1").first : nil)
    #expect(!second.isEmpty)
    let token = page.form.fields.first { $0.name == "form-token" }?.value ?? ""
    let ticked = page.form.fields.filter { $0.name.hasPrefix("c.") }
    let done = try await desk.browser.post(
      "/settle-many",
      [("form-token", token), ("side", "mine"), ("reason", "以县为准")] + ticked)
    #expect(done.status == 303)
    #expect(try await desk.browser.follow(done).text.contains("已裁定 2 个"))
    #expect(try desk.shown(ids[1], "total_investment") == "200万元")
    #expect(try desk.shown(ids[2], "total_investment") == "200万元")
    #expect(try await desk.browser.get("/conflicts").text.contains("未决 1 个"))
    let untouched = try await desk.browser.get("/settle-many?side=newest")
    let none = try await desk.browser.post(
      "/settle-many",
      [
        ("form-token", token), ("side", "newest"),
      ])
    #expect(none.status == 303 && untouched.text.contains("将裁定 1 个"))
    #expect(try await desk.browser.get("/conflicts").text.contains("未决 1 个"))
  }

  @Test func settledMeanwhile() async throws {
    let (desk, ids) = try await collided(2)
    let page = try await desk.browser.get("/settle-many?side=mine")
    let token = try #require(page.form.fields.first { $0.name == "form-token" })
    let ticked = page.form.fields.filter { $0.name.hasPrefix("c.") }
    #expect(ticked.count == 2)
    let record = try #require(try desk.store.record(desk.ledger, ids[0]))
    let conflicts = try desk.store.read { snapshot throws(StoreError) in
      try snapshot.conflicts(of: record)
    }
    let conflict = try #require(conflicts.first)
    let single = try await desk.browser.get("/conflicts/\(conflict.id.text)")
    #expect(try await desk.browser.submit(single, ["take": "1", "reason": "先定"]).status == 303)
    _ = try await desk.browser.get("/conflicts")
    let sent = [token, (name: "side", value: "mine"), (name: "reason", value: "以县为准")] + ticked
    let done = try await desk.browser.follow(try await desk.browser.post("/settle-many", sent))
    #expect(done.text.contains("已裁定 1 个。") && !done.text.contains("期间又有新值"))
    #expect(done.text.contains("1 个在这之前已经有人裁定") && done.text.contains("项目0"))
    #expect(done.body.contains("href=\"/settlements\""))
    // All of them: nothing is said to be done.
    let none = try await desk.browser.follow(try await desk.browser.post("/settle-many", sent))
    #expect(none.text.contains("2 个在这之前已经有人裁定") && !none.text.contains("已裁定 0 个"))
  }

  @Test func leftAlone() async throws {
    let (desk, _) = try await collided(1)
    let code = "2109-411702-04-01-123456"
    try desk.add("project", ["name": "东线", "project_code": code])
    try desk.add("project", ["name": "西线", "project_code": code])
    let page = try await desk.browser.get("/settle-many?side=mine")
    #expect(page.text.contains("将裁定 1 个，另有"))
    #expect(!page.text.contains("东线"))
  }

  @Test func takenBack() async throws {
    let (desk, ids) = try await collided(1)
    let list = try await desk.browser.get("/conflicts")
    let link = String(
      try #require(list.body.firstMatch(of: /href="(\/conflicts\/[0-9a-z]{8,})"/)).output.1)
    let page = try await desk.browser.get(link)
    _ = try await desk.browser.submit(page, ["take": "1", "reason": "先定"])
    let chosen = try desk.shown(ids[0], "total_investment")
    let settled = try await desk.browser.get(link)
    #expect(settled.text.contains("取回这个值"))
    #expect(try await desk.browser.get("/settlements").text.contains("项目0"))
    try desk.add("project", ["total_investment": "900"], id: ids[0])
    let moved = try await desk.browser.submit(settled, [:])
    #expect(moved.status == 409 && moved.text.contains("现值已变"))
    #expect(try desk.shown(ids[0], "total_investment") == "900万元")
    let back = try await desk.browser.submit(moved, ["reason": "核对后取回"])
    #expect(back.status == 303)
    let now = try desk.shown(ids[0], "total_investment")
    #expect(now != "900万元" && ["200万元", "300万元"].contains(now) && !chosen.isEmpty)
    #expect(try await desk.browser.follow(back).text.contains("核对后取回"))
  }

  @Test func joinedTexts() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "甲", "scale": "原"])
    _ = try desk.city.hub.pull(desk.ledger, from: desk.store)
    try desk.add("project", ["scale": "厂房三栋"], id: id)
    try desk.add("project", ["scale": "道路两条"], to: desk.city.hub, id: id)
    _ = try desk.store.pull(desk.ledger, from: desk.city.hub)
    let list = try await desk.browser.get("/conflicts")
    let link = String(
      try #require(list.body.firstMatch(of: /href="(\/conflicts\/[0-9a-z]{8,})"/)).output.1)
    let page = try await desk.browser.get(link)
    #expect(page.text.contains("逐行合并"))
    #expect(try await desk.browser.submit(page, ["take": "merged"]).status == 303)
    let shown = try desk.shown(id, "scale")
    #expect(shown.contains("厂房三栋") && shown.contains("道路两条"))
  }
}
