// 1. The history page of a record whose changes stand in a base says so above its table, in the
//    language of the page, also when it is narrowed to one field, and where the older ones may be;
//    one that came since, and any before compaction, has no such remark.

import Catalogue
import Causality
import LedgerStore
import Logging
import Pages
import ProjectLedger
import Projects
import TestSupport
import Testing

struct CompactedHistoryTests {
  @Test func saysWhatItLacks() async throws {
    let desk = try await Desk()
    let hub = desk.city.hub
    // The county has left: nobody holds the horizon back.
    try hub.retire(desk.store.identity.replica)
    let clock = desk.city.clock
    var settings = PagesSettings(
      author: "市办", language: .zh, wallMilliseconds: { clock.now })
    settings.line = nil
    let pages = try Pages(store: hub, settings: settings, logger: Logger(label: "test"))
    let browser = Browser(pages)
    _ = try await browser.get(pages.startPath)
    let old = try desk.add("project", ["name": "旧桥", "total_investment": "100"], to: hub)
    let path = "/r/\(old)/history"
    let before = try await browser.get(path)
    #expect(before.text.contains("旧桥") && !before.text.contains("基准"))
    let done = try hub.compact(desk.ledger, requireBackup: false)
    #expect(done.first?.changes ?? 0 > 0)
    let found = try hub.read { snapshot throws(StoreError) in
      try snapshot.baseMilliseconds(desk.ledger, old)
    }
    let base = try #require(found)
    for query in ["", "?field=total_investment"] {
      let page = try await browser.get(path + query)
      #expect(page.status == 200)
      #expect(page.text.contains("已并入") && page.text.contains("备份"), "\(query)")
      #expect(page.text.contains(LocalTime.minute(base)), "\(query)")
    }
    let new = try desk.add("project", ["name": "新桥"], to: hub)
    #expect(try await !browser.get("/r/\(new)/history").text.contains("已并入"))
    let english = try await browser.get(path + "?lang=en")
    #expect(english.text.contains("stand in the base") && english.text.contains("A backup"))
  }
}
