// 1. A calendar of two minds, and a rule set that cannot be read, are told with the place and the
//    next step, not as something unexpected.
// 2. A closing whose kept bulletin cannot be read is told with its record and the next step
//    wherever its figures are asked for; other pages, and other months, are as before.
// 3. A store that takes nothing any more gives back what was typed, of a new record, of a record's
//    fields, and of the month, with what is in the way and the next step, to be sent from there; so
//    does a store that refuses a reason.

import Catalogue
import Causality
import Foundation
import LedgerStore
import Pages
import Projects
import TestSupport
import Testing

struct FaultTests {
  private func desk() async throws -> Desk {
    let desk = try await Desk(role: .city)
    desk.city.clock.set(1_633_924_800_000)
    _ = try await desk.browser.get("/projects")
    return desk
  }

  @Test func calendarOfTwoMinds() async throws {
    let desk = try await desk()
    try desk.add("calendar_day", ["date": "2021-10-08", "kind": "workday"])
    let kinds = try #require(Schema.standard.collection("calendar_day")?.field("kind")?.enumeration)
    let other = try #require(kinds.cases.first { $0.code != "workday" })
    try desk.add("calendar_day", ["date": "2021-10-08", "kind": other.code])
    for path in ["/city", "/duties", "/"] {
      let page = try await desk.browser.get(path)
      #expect(page.status == 409 && page.text.contains("2021-10-08"), "\(path)")
      #expect(!page.text.contains("没有料到"))
    }
  }

  @Test func fullStoreKeepsTyping() async throws {
    let desk = try await SmallDesk(role: .county)
    let (store, browser) = (desk.store, desk.browser)
    let id = try SharedNode.write(
      to: store, "411702", "project",
      ["name": "水厂", "region_code": "411702", "stage": "building", "leader": "市长岗"])
    let new = try await browser.get("/new/project")
    let edit = try await browser.get("/r/\(id)/edit")
    let month = try await browser.get("/month?period=2021-09")
    let cell = try #require(
      month.form.fields.first { $0.name.hasSuffix(".f.month_investment") }?.name)
    let head = String(cell.dropLast("month_investment".count))
    var isFull = false
    while !isFull {
      do {
        try SharedNode.write(
          to: store, "411702", "project",
          ["name": "占位", "scale": String(repeating: "满", count: 20_000)])
      } catch let error as StoreError {
        #expect(error.code == .mapFull)
        isFull = true
      }
    }
    let before = try store.lastCommit()
    let long = String(repeating: "长", count: 100_000)
    let sent: [(page: Page, typed: [String: String])] = [
      (new, ["f.name": "新厂<一期>", "f.scale": long]),
      (edit, ["f.leader": "副市长岗", "f.scale": long]),
      (month, ["act": "save", head + "month_investment": "321", head + "progress_done": long]),
    ]
    for (page, typed) in sent {
      let action = page.form.action
      var answer = try await browser.submit(page, typed)
      // From the answer it is sent as it was: still full, still kept.
      for _ in 0..<2 {
        #expect(answer.status == 500, "\(action): \(answer.status)")
        #expect(answer.text.contains("已满") && answer.text.contains("填写的都在下面"), "\(action)")
        #expect(answer.form.action == action)
        for (name, value) in typed {
          #expect(answer.form.fields.first { $0.name == name }?.value == value, "\(name)")
          if name != "act" { #expect(answer.text.contains(value), "\(name)") }
        }
        answer = try await browser.submit(answer, [:])
      }
    }
    #expect(try store.lastCommit() == before)
    // What needs no room is refused by the form itself, as ever.
    #expect(try await browser.submit(new, ["f.owner": "某公司"]).status == 422)
    #expect(try store.check(deep: true).isOK)
  }

  @Test func refusedByTheStore() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "水厂"])
    let page = try await desk.browser.get("/r/\(id)")
    let (action, fields) = page.form(to: "/r/\(id)/archive")
    // Longer than a change can carry.
    let reason = String(repeating: "长", count: 1_500)
    let refused = try await desk.browser.post(
      action, fields.map { $0.name == "reason" ? (name: "reason", value: reason) : $0 })
    #expect(refused.status == 400 && refused.text.contains("填写的都在下面"))
    #expect(refused.form.action == action && refused.text.contains(reason))
    let shorter = try await desk.browser.submit(refused, ["reason": "重复建档"])
    #expect(shorter.status == 303)
    #expect(try #require(try desk.store.record(desk.ledger, id)).isArchived)
  }

  @Test func unreadableRules() async throws {
    let desk = try await desk()
    try desk.add(
      "rule_set", ["name": "自定", "code": "zmd-own", "text": "rules: [", "status": "in_force"])
    let page = try await desk.browser.get("/duties?rules=zmd-own")
    #expect(page.status == 409 && !page.text.contains("没有料到"))
  }

  @Test func unreadableBulletin() async throws {
    let desk = try await desk()
    try desk.add(
      "project",
      ["name": "甲路", "region_code": "411702", "annual_plan": "1000", "total_investment": "5000"])
    let close = try desk.add(
      "period_close",
      [
        "period": "2021-09", "version": "1", "snapshot": "x", "row_count": "0",
        "digest": String(repeating: "0", count: 64), "bulletin": "x",
      ])
    let rules = "rules=zhumadian-2021"
    for path in ["/city/bulletin?month=2021-09", "/exports/progress.xlsx?month=2021-09&\(rules)"] {
      let page = try await desk.browser.get(path)
      #expect(page.status == 409 && page.text.contains(close.description), "\(path) \(page.text)")
      #expect(page.text.contains("close --month 2021-09") && !page.text.contains("没有料到"))
    }
    for path in [
      "/", "/city", "/projects", "/month?period=2021-09", "/city/bulletin?month=2021-08&\(rules)",
      "/exports/progress.xlsx?month=2021-08&\(rules)",
    ] {
      #expect(try await desk.browser.get(path).status == 200, "\(path)")
    }
  }
}
