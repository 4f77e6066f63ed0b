// 1. The funnel counts projects by the date of each step within the period asked for; each number
//    opens just those projects. Those that came as far without a date are named beside it, and open
//    too.
// 2. Counties stand as tiles whose words say what their colour says; a city as a whole is not
//    judged. Where no rules are, or none yet in force, tiles and wall say so, nothing is green, and
//    nothing leads to pages that need rules.
// 3. The wall shows projects under way with their next milestone and the days left to it.
// 4. A bulletin is previewed, downloaded in each format and published by the city; a number that
//    was published stays, and is published again only as a further edition; of two who publish it
//    at once one is told; a month that is not locked is published by those alone who say that they
//    know; a backup takes bulletins along; a county may not publish; a month that is none is
//    refused; what was published comes again byte for byte.
// 5. An issue is assigned and asked to be written off; closing without evidence is refused with the
//    reason, and a status that another changed is not written over. One without a name says so,
//    shows its status and opens; so in its project's page and in English.
// 6. The preview of a bulletin shows the charts as the HTML edition draws them, each with its
//    title, and numbers as they are printed, under the same strict policy as any page.
// 7. A typed figure that counts nowhere is told on the bulletin's page with the next step; once the
//    month is closed and its facts are kept, no more.
// 8. A step that is refused, for what it lacks, for a date that is none or for a status that
//    another changed, comes back with its person, its limit and its reason, also where the issue is
//    closed by now.

import Catalogue
import Causality
import Foundation
import HTTPTypes
import LedgerStore
import Logging
import Pages
import Projects
import TestSupport
import Testing

struct WallTests {
  private func desk(_ role: Role = .city) async throws -> Desk {
    let desk = try await Desk(role: role)
    desk.city.clock.set(1_633_924_800_000)
    _ = try await desk.browser.get("/projects")
    return desk
  }

  @Test func funnelOpens() async throws {
    let desk = try await desk()
    try desk.add(
      "project",
      ["name": "今年签约", "signed_on": "2021-03-01", "stage": "signed", "region_code": "411702"])
    try desk.add(
      "project",
      [
        "name": "去年签约今年开工", "signed_on": "2020-03-01", "substantive_start_on": "2021-05-01",
        "stage": "building", "region_code": "411725",
      ])
    let all = try await desk.browser.get("/city")
    #expect(all.body.contains("funnel-count\">2<"))
    let page = try await desk.browser.get("/city?during=2021")
    let path = try #require(
      page.body.firstMatch(of: /href="(\/city\/funnel\?step=signed[^"]*)"/)?.output.1)
    let list = try await desk.browser.get(Page.plain(path))
    #expect(list.text.contains("今年签约") && !list.text.contains("去年签约今年开工"))
    let started = try await desk.browser.get("/city/funnel?step=started&during=2021-Q2")
    #expect(started.text.contains("去年签约今年开工"))
    #expect(try await desk.browser.get("/city/funnel?step=nothing").status == 404)
    try desk.add(
      "project", ["name": "开工没有日期", "stage": "started", "region_code": "411702"])
    let again = try await desk.browser.get("/city")
    #expect(again.text.contains("开工：另有 1 个没有日期"))
    let undated = try await desk.browser.get("/city/funnel?step=started&undated=1")
    #expect(undated.text.contains("开工没有日期") && !undated.text.contains("今年"))
  }

  @Test func tilesSayTheirColour() async throws {
    let desk = try await desk()
    try desk.add(
      "project",
      [
        "name": "驿城区产业园", "region_code": "411702", "stage": "signed",
        "signed_on": "2021-09-28", "total_investment": "50000",
      ])
    let page = try await desk.browser.get("/city?as-of=2021-10-11")
    let tile = try #require(page.body.firstMatch(of: /<li class="tile red[^>]*>.*?<\/li>/))
    #expect(tile.output.contains("驿城区") && tile.output.contains("红灯"))
    try desk.add("project", ["name": "市级项目", "region_code": "411700"])
    let both = try await desk.browser.get("/city?as-of=2021-10-11")
    let city = try #require(both.body.firstMatch(of: /<li class="tile unjudged[^>]*>.*?<\/li>/))
    #expect(city.output.contains("驻马店市") && city.output.contains("不考核"))
  }

  @Test func withoutRules() async throws {
    // No document that the rules are made of is of this place.
    let city = try TestCity(ledgers: ["411622"], schema: Schema.standard.traits)
    let clock = city.clock
    clock.set(1_633_924_800_000)
    let pages = try Pages(
      store: city.hub,
      settings: PagesSettings(author: "录入岗", language: .zh, wallMilliseconds: { clock.now }),
      logger: Logger(label: "test"))
    let browser = Browser(pages)
    _ = try await browser.get(pages.startPath)
    try SharedNode.write(
      to: city.hub, "411622", "project",
      ["name": "水厂", "region_code": "411622", "stage": "building"])
    func expectNothingJudged(_ browser: Browser, _ query: String) async throws {
      let tiles = try await browser.get("/city" + query)
      #expect(tiles.body.contains("class=\"tile unjudged"), "\(query)")
      #expect(!tiles.body.contains("class=\"tile green") && tiles.text.contains("不适用"))
      let wall = try await browser.get("/city/wall" + query)
      #expect(wall.body.contains("<b class=\"light unjudged\">不适用</b>"), "\(query)")
      #expect(!wall.body.contains("light green") && !wall.text.contains("无灯"))
    }
    try await expectNothingJudged(browser, "")
    // What rules alone can answer is not led to, until some are asked for.
    for query in ["", "?rules=zhumadian-2021"] {
      let page = try await browser.get("/city" + query)
      let paths = page.body.matches(of: /href="(\/(?:duties|city\/)[^"]*)"/)
        .map { Page.plain($0.output.1) }
      #expect(paths.contains { $0.hasPrefix("/city/bulletin") } == !query.isEmpty, "\(paths)")
      #expect(paths.contains { $0.hasPrefix("/duties") } == !query.isEmpty, "\(paths)")
      for path in paths { #expect(try await browser.get(path).status == 200, "\(path)") }
    }

    // The first of these documents is of July 2021.
    let desk = try await desk()
    try desk.add("project", ["name": "水厂", "region_code": "411702", "stage": "building"])
    try await expectNothingJudged(desk.browser, "?as-of=2021-06-30&rules=zhumadian-2021")
    let judged = try await desk.browser.get("/city/wall?as-of=2021-07-31&rules=zhumadian-2021")
    #expect(!judged.text.contains("不适用"))
  }

  @Test func wall() async throws {
    let desk = try await desk()
    let id = try desk.add(
      "project", ["name": "产业园", "stage": "building", "region_code": "411702", "leader": "市长岗"])
    try desk.add("project", ["name": "谋划中的桥", "stage": "planning"])
    try desk.add(
      "milestone", ["project": id.description, "name": "主体封顶", "planned_on": "2021-10-21"])
    try desk.add(
      "milestone",
      [
        "project": id.description, "name": "基础完工", "planned_on": "2021-06-30",
        "actual_on": "2021-07-01",
      ])
    let page = try await desk.browser.get("/city/wall")
    for part in ["产业园", "主体封顶", "2021-10-21", ">10 天<", "市长岗"] {
      #expect(page.body.contains(part), "\(part)")
    }
    #expect(!page.text.contains("谋划中的桥") && !page.text.contains("基础完工"))
  }

  @Test func bulletinSeenAndPublished() async throws {
    let desk = try await desk()
    try desk.add(
      "project",
      [
        "name": "产业园", "stage": "building", "region_code": "411702", "annual_plan": "600",
        "annual_plan_year": "2021", "total_investment": "5000", "signed_on": "2021-01-05",
        "substantive_start_on": "2021-03-01",
      ])
    let page = try await desk.browser.get("/city/bulletin?month=2021-09")
    #expect(page.status == 200 && page.text.contains("数字全部对得上"))
    for (kind, head) in [("docx", "PK"), ("xlsx", "PK"), ("html", "<!DOCTYPE")] {
      let file = try await desk.browser.get("/city/bulletin/\(kind)?month=2021-09&number=1")
      #expect(file.status == 200 && file.body.hasPrefix(head), "\(kind)")
      #expect(file.headers[.contentDisposition]?.contains("attachment") == true)
    }
    #expect(try await desk.browser.get("/city/bulletin/exe?month=2021-09").status == 404)
    #expect(try await desk.browser.get("/city/bulletin?month=soon").status == 400)
    let unsure = try await desk.browser.submit(page, [:])
    #expect(unsure.status == 409 && unsure.text.contains("本月还没有锁定，没有发布"))
    #expect(try await desk.browser.get("/city/bulletin").text.contains("还没有发布过"))
    let published = try await desk.browser.submit(page, ["unlocked": "1"])
    #expect(published.status == 303)
    let list = try await desk.browser.follow(published)
    #expect(list.text.contains("2021年9月 第1期") && list.body.contains("kept=2021-09-1.facts"))
    let first = try await desk.browser.get("/city/bulletin/html?kept=2021-09-1.facts")
    try desk.add("project", ["name": "后来的", "stage": "building", "region_code": "411725"])
    let again = try await desk.browser.get("/city/bulletin/html?kept=2021-09-1.facts")
    #expect(first.status == 200 && first.body == again.body)
    // What changed since the preview is seen again before it is published.
    let stale = try await desk.browser.submit(page, ["number": "2", "unlocked": "1"])
    #expect(stale.status == 409)
    // The same number again is asked for, and is an edition beside the first.
    let moved = try await desk.browser.get("/city/bulletin?month=2021-09")
    let refused = try await desk.browser.submit(moved, ["edition": "", "unlocked": "1"])
    #expect(refused.status == 409 && refused.text.contains("没有再发布"))
    let second = try await desk.browser.submit(moved, ["edition": "2", "unlocked": "1"])
    #expect(second.status == 303)
    #expect(try await desk.browser.follow(second).text.contains("2021年9月 第1期（第2版）"))
    #expect(
      try await desk.browser.get("/city/bulletin/html?kept=2021-09-1.facts").body == first.body)
    let third = try await desk.browser.get("/city/bulletin?month=2021-09")
    let same = try await desk.browser.submit(third, ["edition": "3", "unlocked": "1"])
    #expect(same.status == 409 && same.text.contains("完全相同"))
    try Data("半份".utf8).write(
      to: URL(fileURLWithPath: desk.store.path + "/bulletins/2021-08-1.facts"))
    let damaged = try await desk.browser.get("/city/bulletin/html?kept=2021-08-1.facts")
    #expect(damaged.status == 500 && damaged.text.contains("已损坏"))
    #expect(try await desk.browser.get("/city/bulletin/html?kept=..%2Fx.facts").status == 404)
  }

  @Test func chartsInThePreview() async throws {
    let desk = try await desk()
    try desk.add(
      "project",
      [
        "name": "产业园", "stage": "building", "region_code": "411702", "level": "municipal",
        "annual_plan": "600", "annual_plan_year": "2021", "total_investment": "5000",
      ])
    let page = try await desk.browser.get("/city/bulletin?month=2021-09")
    let file = try await desk.browser.get("/city/bulletin/html?month=2021-09")
    let drawn = file.body.matches(of: /<svg [\s\S]*?<\/svg>/).map { String($0.output) }
    #expect(!drawn.isEmpty)
    for svg in drawn {
      #expect(page.body.contains(svg) && svg.contains("role=\"img\""))
      #expect(svg.contains("<title>各县区") && svg.contains(">驿城区</text>"))
    }
    // Numbers are rounded as they are printed.
    let numbers = page.body.matches(of: /<td class="number">([^<]+)</).map { String($0.output.1) }
    #expect(numbers.contains("1.00") && !numbers.contains("1"), "\(numbers)")
    for number in numbers { #expect(file.body.contains(">\(number)</td>"), "\(number)") }
    let policy = page.headers[.contentSecurityPolicy] ?? ""
    #expect(policy.contains("default-src 'self'") && !policy.contains("unsafe"))
    #expect(page.body.firstMatch(of: /\s(?:on[a-z]+|style)=/) == nil)
    #expect(page.body.firstMatch(of: /<style|<script(?![^>]*src=)/) == nil)
  }

  @Test func figuresLeftOut() async throws {
    let desk = try await desk()
    try desk.add("project", ["name": "产业园", "stage": "building", "region_code": "411702"])
    let path = "/city/bulletin?month=2021-09"
    #expect(try await !desk.browser.get(path).text.contains("不认识"))
    let id = try desk.add(
      "figure", ["name": "industrial_investment", "value": "3", "measure": "百亿元"])
    let page = try await desk.browser.get(path)
    #expect(page.status == 200)
    #expect(page.text.contains("统计数“industrial_investment”（记录 \(id)）的计量单位“百亿元”不认识"))
    #expect(page.text.contains("taizhang set \(id) measure=万元"))
    let closing = try await desk.browser.get("/month/close?period=2021-09")
    let closed = try await desk.browser.submit(closing, ["sure": "1"])
    #expect(closed.status == 303)
    _ = try await desk.browser.follow(closed)
    #expect(try await !desk.browser.get(path).text.contains("不认识"))
    let other = "/city/bulletin?month=2021-08"
    #expect(try await desk.browser.get(other).text.contains("不认识"))
    try desk.add("figure", ["measure": "亿元"], id: id)
    #expect(try await !desk.browser.get(other).text.contains("不认识"))
  }

  @Test func publishedTwiceAtOnce() async throws {
    let desk = try await desk()
    try desk.add("project", ["name": "产业园", "stage": "building", "region_code": "411702"])
    nonisolated(unsafe) let one = desk.browser
    nonisolated(unsafe) let two = Browser(desk.pages, cookiesOf: desk.browser)
    let path = "/city/bulletin?month=2021-09&addressee="
    let (a, b) = (try await one.get(path + "JIA"), try await two.get(path + "YI"))
    async let first = one.submit(a, ["unlocked": "1"])
    async let second = two.submit(b, ["unlocked": "1"])
    let statuses = try await [first.status, second.status]
    #expect(statuses.sorted() == [303, 409])
    let kept = try await one.get("/city/bulletin/facts?kept=2021-09-1.facts").body
    #expect(kept.contains(statuses[0] == 303 ? "JIA" : "YI"))
    #expect(!kept.contains(statuses[0] == 303 ? "YI" : "JIA"))
    // A backup takes it along, and leaves what is there.
    let copy = desk.store.path + "/copy"
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    for _ in 0..<2 { try PublishedBulletins.copy(from: desk.store.path, to: copy) }
    #expect(
      try String(contentsOfFile: copy + "/bulletins/2021-09-1.facts", encoding: .utf8) == kept)
  }

  @Test func countyDoesNotPublish() async throws {
    let desk = try await desk(.county)
    try desk.add("project", ["name": "产业园", "stage": "building", "region_code": "411702"])
    let page = try await desk.browser.get("/city/bulletin?month=2021-09")
    #expect(page.status == 200 && !page.body.contains("method=\"post\" action=\"/city/bulletin\""))
  }

  /// An issue of one project, registered.
  private func issue(_ desk: Desk) throws -> RecordID {
    let project = try desk.add("project", ["name": "产业园"])
    return try desk.add(
      "issue",
      [
        "project": project.description, "name": "供电线路未到", "status": "registered",
        "kind": "utilities", "scope": "individual", "assigner": "city_office",
      ])
  }

  @Test func issuesStepByStep() async throws {
    let desk = try await desk()
    let id = try issue(desk)
    let page = try await desk.browser.get("/city/issues")
    #expect(page.text.contains("供电线路未到"))
    let bare = try await desk.browser.submit(page, ["status": "assigned"])
    #expect(bare.status == 409)
    let done = try await desk.browser.submit(
      page, ["status": "assigned", "person": "供电公司岗", "due": "2021-10-20"])
    #expect(done.status == 303)
    #expect(try desk.shown(id, "status", of: "issue") == "派发")
    let stale = try await desk.browser.submit(page, ["status": "escalated"])
    #expect(stale.status == 409 && stale.text.contains("状态已被别人改过"))
    let next = try await desk.browser.get("/city/issues")
    let early = try await desk.browser.submit(next, ["status": "closing_requested"])
    #expect(early.status == 409)
    #expect(try desk.shown(id, "status", of: "issue") == "派发")
    try desk.add(
      "evidence",
      ["issue": id.description, "kind": "closing_proof", "name": "通电证明", "date": "2021-10-10"])
    let asked = try await desk.browser.submit(next, ["status": "closing_requested"])
    #expect(asked.status == 303)
    #expect(try desk.shown(id, "status", of: "issue") == "申请销号")
    #expect(try await desk.browser.get("/city/issues?show=overdue").status == 200)
  }

  @Test func refusedStepKeepsTyping() async throws {
    let desk = try await desk()
    let id = try issue(desk)
    let page = try await desk.browser.get("/city/issues?show=open")
    #expect(page.body.contains("action=\"/city/issues/\(id)\" autocomplete=\"off\" data-keep="))
    func value(_ page: Page, _ name: String) -> String? {
      page.form.fields.first { $0.name == name }?.value
    }
    for typed in [
      ["person": "", "due": "2021-10-20"], ["person": "供电公司岗", "due": ""],
      ["person": "供电公司岗", "due": "十月下旬"],
    ] {
      let sent = typed.merging(["status": "assigned", "reason": "专班<会议>"]) { $1 }
      let refused = try await desk.browser.submit(page, sent)
      #expect(refused.status == 409, "\(typed)")
      for (name, text) in sent { #expect(value(refused, name) == text, "\(name) of \(typed)") }
    }
    let sent = [
      "status": "assigned", "person": "供电公司岗", "due": "2021-10-20", "reason": "专班会议",
    ]
    // Another assigned it, to someone else: none of the typing is what stands.
    #expect(
      try await desk.browser.submit(
        page, ["status": "assigned", "person": "住建局岗", "due": "2021-11-01"]
      ).status == 303)
    let moved = try await desk.browser.submit(page, sent)
    #expect(moved.status == 409 && moved.text.contains("状态已被别人改过"))
    #expect(moved.text.contains("没有写入的填写：派发 · 供电公司岗 · 2021-10-20 · 专班会议"))
    #expect(value(moved, "person") == "供电公司岗" && value(moved, "due") == "2021-10-20")
    #expect(value(moved, "reason") == "专班会议")
    #expect(try desk.shown(id, "responsible_person", of: "issue") == "住建局岗")
    // Closed meanwhile, it is on another tab; what was typed for it is still told.
    try desk.add("issue", ["status": "closed"], id: id)
    let closed = try await desk.browser.submit(moved, ["status": "escalated"])
    #expect(closed.status == 409 && closed.text.contains("供电公司岗 · 2021-10-20 · 专班会议"))
  }

  @Test func issueWithoutName() async throws {
    let desk = try await desk()
    let project = try desk.add("project", ["name": "产业园"])
    let id = try desk.add(
      "issue", ["project": project.description, "responsible_unit": "供电公司"])
    for path in ["/city/issues", "/r/\(project)"] {
      let page = try await desk.browser.get(path)
      #expect(page.body.contains("<a href=\"/r/\(id)\">（未命名）</a>"), "\(path)")
    }
    let issues = try await desk.browser.get("/city/issues")
    #expect(!issues.body.contains("<span class=\"stage\"></span>"))
    #expect(try await desk.browser.get("/city/issues?lang=en").text.contains("(unnamed)"))
  }
}
