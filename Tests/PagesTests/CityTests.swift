// 1. What the rules find is told with light, day, reason and clause, and opens its project; after
//    the act is done and saved, it is gone from the next page.
// 2. The city's page counts projects by stage and county, and every number opens what it was
//    counted from: sums and scores too; amounts from 1 亿 on are in 亿元.
// 3. Lights by county and rule open the duties behind them; indicators open their projects, and
//    those not counted. A denominator opens both. A score says how many of its items have data, in
//    words beside the ranks and item by item on its page. What is no county's, and projects without
//    one, open as lists of just these. Rates have their sign, differences of rates are in points,
//    and one that nothing can be counted for is not applicable. Plans of a county are summed for
//    the year of the day asked about, not those of other years.
// 4. Where no rules are made for the ledger the pages say so and go on; a bad date or number is
//    refused; of a list that grew shorter the last page is shown.

import Causality
import Foundation
import LedgerStore
import Projects
import TestSupport
import Testing

struct CityTests {
  private func signed() async throws -> (desk: Desk, id: RecordID) {
    let desk = try await Desk()
    // 2021-10-11 12:00 in China.
    desk.city.clock.set(1_633_924_800_000)
    _ = try await desk.browser.get("/projects")
    let id = try desk.add(
      "project",
      [
        "name": "驿城区产业园", "region_code": "411702", "stage": "signed",
        "signed_on": "2021-09-28", "total_investment": "50000",
      ])
    try desk.add(
      "project",
      ["name": "确山县水厂", "region_code": "411725", "stage": "building", "total_investment": "800"])
    return (desk, id)
  }

  @Test func dutiesComeAndGo() async throws {
    let (desk, id) = try await signed()
    let page = try await desk.browser.get("/duties?rule=zmd-m-handover3&as-of=2021-10-11")
    #expect(page.status == 200)
    #expect(page.text.contains("驿城区产业园") && page.text.contains("2021-10-08"))
    #expect(page.body.contains("class=\"light red\"") && page.body.contains("href=\"/r/\(id)\""))
    #expect(page.text.contains("第"))
    let edit = try await desk.browser.get("/r/\(id)/edit?group=progress")
    let saved = try await desk.browser.submit(edit, ["f.handed_over_on": "2021-10-08"])
    #expect(saved.status == 303)
    let after = try await desk.browser.get("/duties?rule=zmd-m-handover3&as-of=2021-10-11")
    #expect(!after.text.contains("驿城区产业园") && after.text.contains("没有到期或逾期的事项"))
  }

  @Test func countsOpenTheirProjects() async throws {
    let (desk, _) = try await signed()
    let page = try await desk.browser.get("/city?as-of=2021-10-11")
    #expect(page.status == 200)
    #expect(page.body.contains("href=\"/projects?stage=signed\""))
    #expect(page.body.contains("href=\"/projects?region_code=411702\""))
    #expect(page.text.contains("驿城区") && page.text.contains("5亿元"))
    #expect(page.text.contains("800万元"))
    let county = try await desk.browser.get("/projects?region_code=411702")
    #expect(county.text.contains("驿城区产业园") && !county.text.contains("确山县水厂"))
    let light = try #require(
      page.body.firstMatch(of: /href="(\/duties\?county=411702[^"]*)"/)?.output.1)
    let duties = try await desk.browser.get(Page.plain(light))
    #expect(duties.status == 200 && duties.text.contains("驿城区产业园"))
    #expect(!duties.text.contains("确山县水厂"))
    let number = try #require(page.body.firstMatch(of: /href="(\/city\/records[^"]*)"/)?.output.1)
    let behind = try await desk.browser.get(Page.plain(number))
    #expect(behind.status == 200 && behind.body.contains("href=\"/r/"))
    let other = try #require(
      behind.body.firstMatch(of: /href="(\/city\/records[^"]*missing=1[^"]*)"/)?.output.1)
    #expect(try await desk.browser.get(Page.plain(other)).status == 200)
  }

  @Test func whatIsNoCountysOpens() async throws {
    let (desk, _) = try await signed()
    _ = try desk.add("project", ["name": "未填县区的桥", "stage": "signed", "signed_on": "2021-09-28"])
    let page = try await desk.browser.get("/city?as-of=2021-10-11")
    let unsaid = "/projects?region_code=-"
    for path in [unsaid, unsaid + "&amp;sort=annual_plan&amp;dir=desc"] {
      #expect(page.body.contains("href=\"\(path)\""), "\(path)")
      let list = try await desk.browser.get(Page.plain(path))
      #expect(list.text.contains("未填县区的桥") && !list.text.contains("确山县水厂"), "\(path)")
      #expect(list.body.contains("<option value=\"-\" selected>未填</option>"))
    }
    let light = try #require(
      page.body.firstMatch(of: /href="(\/duties\?county=-[^"]*)"[^>]*>[^0-9]*([0-9]+)/)?.output)
    let duties = try await desk.browser.get(Page.plain(light.1))
    #expect(duties.body.matches(of: /<b class="light [a-z]+"/).count == Int(light.2), "\(light.1)")
  }

  @Test func sumsAndScoresOpen() async throws {
    let (desk, _) = try await signed()
    let page = try await desk.browser.get("/city?as-of=2021-10-11")
    for sort in ["total_investment", "annual_plan"] {
      let path = "/projects?region_code=411702&amp;sort=\(sort)&amp;dir=desc"
      #expect(page.body.contains("href=\"\(path)\""), "\(sort)")
      #expect(try await desk.browser.get(Page.plain(path)).text.contains("驿城区产业园"), "\(sort)")
    }
    #expect(page.text.contains("得分多数没有数据") && page.text.contains("得分由 9 项组成"))
    let score = try #require(
      page.body.firstMatch(of: /href="(\/city\/score\?county=411702[^"]*)"/)?.output.1)
    let items = try await desk.browser.get(Page.plain(score))
    #expect(items.status == 200 && items.text.contains("驿城区 得分"))
    #expect(items.text.contains("没有数据") && items.text.contains("投资规模"))
    let all = try #require(items.body.firstMatch(of: /href="(\/city\/records[^"]*all=1[^"]*)"/))
    #expect(try await desk.browser.get(Page.plain(all.output.1)).status == 200)
    #expect(try await desk.browser.get("/city/score?county=411799").status == 404)
  }

  @Test func figuresHaveUnits() async throws {
    let (desk, _) = try await signed()
    try desk.add(
      "project",
      [
        "name": "驿城区大道", "region_code": "411702", "stage": "building", "total_investment": "5000",
        "annual_plan": "1200", "annual_plan_year": "2021", "substantive_start_on": "2021-01-05",
      ])
    let page = try await desk.browser.get("/city?as-of=2021-10-11")
    func rate(_ title: Substring) throws -> Substring {
      let row = try #require(
        page.body.firstRange(of: ">\(title)</th>").map { page.body[$0.upperBound...] })
      return try #require(
        row.firstMatch(of: /(?:<td.*?<\/td>){2}<td class="number">([^<]*)<\/td>/)?.output.1)
    }
    #expect(try rate("投资完成率") == "0.0%")
    #expect(try rate("超序时进度（百分点）").hasSuffix(" 个百分点"))
    #expect(try rate("投产项目达标率") == "不适用")
    // A sum is no rate.
    #expect(try rate("本年新签约").isEmpty)
    #expect(page.text.contains("金额为万元，面积为亩"))
    let score = try await desk.browser.get("/city/score?county=411702&as-of=2021-10-11")
    #expect(score.text.contains("金额为万元，面积为亩"))
  }

  @Test func plansAreOfTheYear() async throws {
    let (desk, _) = try await signed()
    for (name, plan, year) in [
      ("今年的", "600", "2021"), ("去年的", "70", "2020"), ("没有说年份的", "11", ""),
    ] {
      var fields = ["name": name, "region_code": "411702", "annual_plan": plan]
      if !year.isEmpty { fields["annual_plan_year"] = year }
      try desk.add("project", fields)
    }
    func planned(_ asOf: String) async throws -> String {
      let page = try await desk.browser.get("/city?as-of=\(asOf)")
      let found = page.body.firstMatch(
        of: /region_code=411702&amp;sort=annual_plan&amp;dir=desc">([^<]*)</)
      return try #require(found).output.1.description
    }
    #expect(try await planned("2021-10-11") == "611万元")
    #expect(try await planned("2020-10-11") == "81万元")
  }

  @Test func badQuestions() async throws {
    let (desk, _) = try await signed()
    #expect(try await desk.browser.get("/city?as-of=yesterday").status == 400)
    #expect(try await desk.browser.get("/duties?rules=nowhere").status == 404)
    #expect(try await desk.browser.get("/city/records?indicator=nothing").status == 404)
    let unruled = try await desk.browser.get("/city?rules=nowhere").text
    #expect(unruled.contains("各县区") && unruled.contains("没有可用的规则集"))
    #expect(try await !desk.browser.get("/city").text.contains("没有可用的规则集"))
    for number in ["第三期", "0", "10000"] {
      let page = try await desk.browser.get("/city/bulletin?month=2021-09&number=\(number)")
      #expect(page.status == 400 && page.text.contains("不是期号：“\(number)”"), "\(number)")
    }
    // A page of duties that is there no longer is the last one.
    let beyond = try await desk.browser.get(
      "/duties?rule=zmd-m-handover3&as-of=2021-10-11&page=99")
    #expect(beyond.text.contains("驿城区产业园"), "\(beyond.text)")
  }
}
