// 1. A calendar of two minds, and a rule set that cannot be read, are told with the place and the next
//    step, not as something unexpected.
// 2. A closing whose kept bulletin cannot be read is told with its record and the next step wherever its
//    figures are asked for; other pages, and other months, are as before.

import Causality
import Foundation
import LedgerStore
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
