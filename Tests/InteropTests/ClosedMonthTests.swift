// Verifies, through processes and a hub (scenario S43):
// 1. A county edits a report offline after the city has closed its month: at the sync the city's
//    figure stands, the county's is listed as a late edit on both sides, and the closed month
//    prints the same bytes as before.

import Foundation
import Testing

@Suite struct ClosedMonthTests {
  @Test func anEditAfterTheCloseIsListed() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.make("east")
    try city.join("east", at: url)
    let project = try #require(
      city.must("hub", "add", "project", "name=甲", "annual_plan=1000").object["id"] as? String)
    let report = try #require(
      city.must(
        "hub", "add", "progress_report", "project=\(project)", "period=2021-10",
        "month_investment=120", "progress_done=主体", "report_state=submitted"
      ).object["id"] as? String)
    try city.must("east", "sync")
    try city.must("east", "set", report, "month_investment=150", "--reason", "漏报")
    try city.must("hub", "close", "--month", "2021-10")
    let before = try city.must("hub", "close", "--month", "2021-10", "--reprint").output
    try city.must("east", "sync")
    for store in ["hub", "east"] {
      let conflicts = try city.must(store, "conflicts", "list").objects
      #expect(conflicts.map { $0["kind"] as? String } == ["late-edit"])
      #expect(conflicts.first?["shown"] as? String == "120")
      #expect((conflicts.first?["siblings"] as? [[String: Any]])?.count == 2)
    }
    #expect(try city.must("hub", "close", "--month", "2021-10", "--reprint").output == before)
    #expect(before.contains("120"))
    #expect(city.stop(hub) == 0)
  }
}
