// 1. Today's page goes out without what is not worked out within its patience, says so, listens for
//    all news from the beginning, and offers a way to wait.
// 2. Asked again by the page itself, or to wait, it answers with what is due.
// 3. A county's node begins with what its own county owes; all of it is a click away, its own
//    first.

import Foundation
import TestSupport
import Testing

struct TodayTests {
  @Test func somethingAtOnce() async throws {
    let desk = try await Desk(patience: .zero)
    desk.city.clock.set(1_633_924_800_000)
    _ = try await desk.browser.get("/projects")
    try desk.add(
      "project",
      [
        "name": "驿城区产业园", "region_code": "411702", "stage": "signed",
        "signed_on": "2021-09-28", "total_investment": "50000",
      ])
    let page = try await desk.browser.get("/")
    #expect(page.status == 200 && page.text.contains("正在通读台账"))
    #expect(page.body.contains("data-commit=\"0\"") && page.body.contains("href=\"/?wait=1\""))
    for path in ["/?wait=1", "/?live=1"] {
      let whole = try await desk.browser.get(path)
      #expect(whole.status == 200 && whole.text.contains("驿城区产业园"), "\(path)")
      #expect(!whole.text.contains("正在通读台账") && !whole.body.contains("data-commit=\"0\""))
    }
  }

  @Test func ownCountyFirst() async throws {
    let desk = try await Desk()
    desk.city.clock.set(1_633_924_800_000)
    _ = try await desk.browser.get("/projects")
    for (name, county) in [("确山县产业园", "411725"), ("驿城区产业园", "411702")] {
      try desk.add(
        "project",
        [
          "name": name, "region_code": county, "stage": "signed", "signed_on": "2021-09-28",
          "total_investment": "50000",
        ])
    }
    let own = try await desk.browser.get("/?wait=1")
    #expect(own.text.contains("驿城区产业园") && !own.text.contains("确山县产业园"))
    let all = try await desk.browser.get("/?of=all&wait=1")
    let first = try #require(all.body.range(of: "驿城区产业园"))
    let other = try #require(all.body.range(of: "确山县产业园"))
    #expect(first.lowerBound < other.lowerBound)
    #expect(own.body.contains("href=\"/?of=all\""))
  }
}
