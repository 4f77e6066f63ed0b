// 1. A calendar of two minds, and a rule set that cannot be read, are told with the place and the next
//    step, not as something unexpected.
// 2. A closing whose kept bulletin cannot be read is told with its record and the next step wherever its
//    figures are asked for; other pages, and other months, are as before.
// 3. A store that takes nothing any more gives back what was typed, of a new record, of a record's fields,
//    of the month and the reason of an archiving, with what is in the way and the next step; once there is
//    room it is sent from there. A form without typing is stopped in words.

import Causality
import Foundation
import LedgerStore
import Logging
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

  /// A store of one project with little room, and pages over it.
  private func small(
    _ directory: TemporaryDirectory
  ) async throws -> (store: Store, browser: Browser, id: RecordID) {
    var random = SeededGenerator(seed: 7)
    var options = TestCity.options({ 1_633_924_800_000 }, &random)
    options.mapSizeBytes = 4 << 20
    let store = try Store.create(
      at: directory.path("store"), ledgers: ["411702"], office: "县项目办", role: .county,
      schema: Schema.standard.traits, options: options)
    let pages = try Pages(
      store: store,
      settings: PagesSettings(
        author: "录入岗", language: .zh, wallMilliseconds: { 1_633_924_800_000 }),
      logger: Logger(label: "test"))
    let browser = Browser(pages)
    _ = try await browser.get(pages.startPath)
    let id = try SharedNode.write(
      to: store, "411702", "project",
      ["name": "水厂", "region_code": "411702", "stage": "building", "leader": "市长岗"])
    return (store, browser, id)
  }

  /// Writes until nothing more goes in.
  private func fill(_ store: Store) throws {
    var failures = 0
    while failures < 3 {
      do {
        try SharedNode.write(to: store, "411702", "project", ["name": "占位"])
        failures = 0
      } catch let error as StoreError {
        #expect(error.code == .mapFull)
        failures += 1
      }
    }
  }

  @Test func fullStoreKeepsTyping() async throws {
    let directory = TemporaryDirectory("full-forms")
    let (store, browser, id) = try await small(directory)
    let new = try await browser.get("/new/project")
    let edit = try await browser.get("/r/\(id)/edit")
    let month = try await browser.get("/month?period=2021-09")
    let page = try await browser.get("/r/\(id)")
    let cell = try #require(
      month.form.fields.first { $0.name.hasSuffix(".f.month_investment") }?.name)
    try fill(store)
    let before = try store.lastCommit()
    let long = String(repeating: "长", count: 300)
    var archiving = page.form(to: "/r/\(id)/archive")
    for place in archiving.fields.indices where archiving.fields[place].name == "reason" {
      archiving.fields[place].value = "重复建档" + long
    }
    for (answer, action, name, value) in [
      (
        try await browser.submit(new, ["f.name": "新厂<一期>", "f.scale": long]), "/new/project",
        "f.name", "新厂<一期>"
      ),
      (
        try await browser.submit(edit, ["f.leader": "副市长岗", "f.scale": long]), "/r/\(id)",
        "f.leader", "副市长岗"
      ),
      (
        try await browser.submit(month, [cell: "321", "act": "save", "reason": long]), "/month",
        cell, "321"
      ),
      (
        try await browser.post(archiving.action, archiving.fields), "/r/\(id)/archive", "reason",
        "重复建档" + long
      ),
    ] {
      #expect(answer.status == 500, "\(action): \(answer.status)")
      #expect(answer.text.contains("已满") && answer.text.contains("填写的都在下面"), "\(action)")
      #expect(answer.text.contains(value), "\(action)")
      #expect(answer.form.action == action)
      #expect(answer.form.fields.first { $0.name == name }?.value == value, "\(action)")
      // From there it is sent as it was: still full, still kept.
      let again = try await browser.submit(answer, [:])
      #expect(again.status == 500 && again.text.contains(value), "\(action)")
    }
    #expect(try store.lastCommit() == before)
    let bare = try await browser.submit(try await browser.get("/new/project"), [:])
    #expect(bare.status == 422)
    #expect(try store.check(deep: true).isOK)
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
