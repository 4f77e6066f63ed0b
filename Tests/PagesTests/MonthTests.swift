// 1. The month asks for projects under construction or with a plan, shows last month beside empty
//    cells, and computes the cumulatives from all reports. What is only read has its thousands
//    parted; what is typed keeps the plain number. A plan of any size that a ledger takes has its
//    share. In January the cumulative goes on, and the plan of the year before is none.
// 2. It is saved in one go: a report a project with something typed, as draft or submitted; a
//    second sending changes those reports and makes no others.
// 3. One wrong cell stops all, keeps all typing and says where, and what to write.
// 4. A form that had not seen another's report neither overwrites it nor makes a second one.
// 5. Approved reports are not typed over.
// 6. A form that was open while a report was approved writes nothing: the page names the project
//    and its state, shows what stands beside what was typed, leads to the correction, and keeps the
//    other rows, which the next sending saves.
// 7. A report is owed by projects signed or started, by day or by stage, or with a plan of the
//    year, that have not ended before the month: by the same answer on the month's page and on
//    today's page.
// 8. Of two reports of a month made apart the first is in the line and the sums, and the other is
//    named as not counted.

import Causality
import Foundation
import LedgerStore
import Projects
import TestSupport
import Testing

struct MonthTests {
  private func month() async throws -> (desk: Desk, first: RecordID, second: RecordID) {
    let desk = try await Desk()
    let first = try desk.add(
      "project",
      [
        "name": "产业园", "stage": "building", "annual_plan": "1200", "annual_plan_year": "2021",
        "monthly_plan_09": "900", "prior_cumulative": "50", "total_investment": "5000",
      ])
    let second = try desk.add("project", ["name": "水厂", "stage": "started"])
    try desk.add("project", ["name": "谋划中的桥", "stage": "planning"])
    try desk.add(
      "progress_report",
      [
        "project": first.description, "period": "2021-08", "month_investment": "300",
        "progress_done": "基础完成",
      ])
    return (desk, first, second)
  }

  private func reports(_ desk: Desk, _ project: RecordID) throws -> [Record] {
    try desk.store.read { snapshot throws(StoreError) in
      try snapshot.children(of: project, ledger: desk.ledger)
    }
  }

  @Test func asksAndComputes() async throws {
    let (desk, first, _) = try await month()
    let page = try await desk.browser.get("/month?period=2021-09")
    #expect(page.status == 200)
    for part in ["产业园", "水厂", "基础完成", "应报 2 个项目", "900", "300", "350", "25.0%"] {
      #expect(page.text.contains(part), "\(part)")
    }
    #expect(!page.text.contains("谋划中的桥"))
    #expect(page.form.fields.first { $0.name == "m.\(first).f.month_investment" }?.value == "")
    #expect(try await desk.browser.get("/month?period=2021").status == 400)
  }

  @Test func anotherYear() async throws {
    let (desk, first, _) = try await month()
    try desk.add(
      "progress_report",
      ["project": first.description, "period": "2022-01", "month_investment": "100"])
    try desk.add("project", ["monthly_plan_01": "777"], id: first)
    let page = try await desk.browser.get("/month?period=2022-01")
    // 50 carried into 2021, 300 in that year and 100 in this one; the plan of 2021 is none of 2022.
    #expect(page.body.contains(">450</td>") && page.body.contains(">100</td>"))
    #expect(!page.text.contains("8.3%") && !page.body.contains(">777</td>"))
  }

  @Test func thousandsParted() async throws {
    let desk = try await Desk()
    let id = try desk.add(
      "project",
      [
        "name": "产业园", "stage": "building", "annual_plan": "100000", "annual_plan_year": "2021",
        "monthly_plan_09": "90000.5", "prior_cumulative": "5000", "total_investment": "500000",
      ])
    for (period, amount) in [("2021-08", "3000"), ("2021-09", "4000")] {
      try desk.add(
        "progress_report",
        ["project": id.description, "period": period, "month_investment": amount])
    }
    let page = try await desk.browser.get("/month?period=2021-09")
    for number in ["90,000.5", "3,000", "12,000"] {
      #expect(page.body.contains(">\(number)</td>"), "\(number)")
    }
    #expect(page.body.contains("<small>7.0%</small> 7,000</td>"))
    #expect(page.form.fields.first { $0.name == "m.\(id).f.month_investment" }?.value == "4000")
  }

  @Test func hugePlan() async throws {
    let desk = try await Desk()
    let id = try desk.add(
      "project",
      [
        "name": "产业园", "stage": "building", "annual_plan": "500000000000000",
        "annual_plan_year": "2021",
      ])
    try desk.add(
      "progress_report",
      ["project": id.description, "period": "2021-09", "month_investment": "250000000000000"])
    let page = try await desk.browser.get("/month?period=2021-09")
    #expect(page.status == 200 && page.text.contains("50.0%"))
  }

  @Test func oneOfTwoIsCounted() async throws {
    let (desk, first, _) = try await month()
    var amounts: [RecordID: String] = [:]
    for amount in ["100", "70"] {
      let report = try desk.add(
        "progress_report",
        [
          "project": first.description, "period": "2021-09", "month_investment": amount,
          "progress_done": "封顶", "report_state": "submitted",
        ])
      amounts[report] = amount
    }
    let reports = amounts.keys.sorted()
    let page = try await desk.browser.get("/month?period=2021-09")
    let row = page.form.fields.first { $0.name == "m.\(first).f.month_investment" }
    let counted = try #require(amounts[reports[0]])
    #expect(row?.value == counted)
    #expect(page.text.contains(counted == "100" ? "400" : "370"))
    #expect(page.text.contains("本期另有一份报告 \(reports[1]) 没有计入"))
  }

  @Test func savedInOneGo() async throws {
    let (desk, first, second) = try await month()
    let page = try await desk.browser.get("/month?period=2021-09")
    let saved = try await desk.browser.submit(
      page,
      [
        "m.\(first).f.month_investment": "120.5", "m.\(first).f.progress_done": "主体三层",
        "act": "save",
      ])
    #expect(saved.status == 303)
    #expect(try reports(desk, first).count == 2 && reports(desk, second).isEmpty)
    let again = try await desk.browser.follow(saved)
    #expect(again.text.contains("草稿") && again.text.contains("420.5"))
    let sent = try await desk.browser.submit(
      again,
      [
        "m.\(first).f.month_investment": "130", "m.\(second).f.month_investment": "80",
        "m.\(second).f.progress_done": "沟槽开挖", "act": "submit",
      ])
    #expect(sent.status == 303)
    #expect(try reports(desk, first).count == 2 && reports(desk, second).count == 1)
    let after = try await desk.browser.follow(sent)
    #expect(after.text.contains("已上报 2 个项目") && after.text.contains("430"))
  }

  @Test func oneWrongStopsAll() async throws {
    let (desk, first, second) = try await month()
    let page = try await desk.browser.get("/month?period=2021-09")
    let refused = try await desk.browser.submit(
      page,
      [
        "m.\(first).f.month_investment": "120", "m.\(first).f.progress_done": "主体",
        "m.\(second).f.month_investment": "八十吧", "act": "submit",
      ])
    #expect(refused.status == 422)
    #expect(refused.text.contains("“八十吧”不是数") && refused.text.contains("写成确切的数"))
    #expect(try reports(desk, first).count == 1 && reports(desk, second).isEmpty)
    let fields = refused.form.fields
    #expect(fields.first { $0.name == "m.\(first).f.month_investment" }?.value == "120")
    #expect(fields.first { $0.name == "m.\(second).f.month_investment" }?.value == "八十吧")
    let right = try await desk.browser.submit(
      refused,
      [
        "m.\(second).f.month_investment": "80", "m.\(second).f.progress_done": "开挖",
        "act": "submit",
      ])
    #expect(right.status == 303)
    #expect(try reports(desk, first).count == 2 && reports(desk, second).count == 1)
  }

  @Test func staleMonth() async throws {
    let (desk, first, _) = try await month()
    let stale = try await desk.browser.get("/month?period=2021-09")
    let other = try desk.add(
      "progress_report",
      [
        "project": first.description, "period": "2021-09", "month_investment": "500",
        "progress_done": "另一人填的",
      ])
    let page = try await desk.browser.submit(
      stale, ["m.\(first).f.month_investment": "120", "act": "save"])
    #expect(page.status == 422)
    #expect(page.text.contains("500万元") && page.text.contains("外岗"))
    #expect(try desk.shown(other, "month_investment", of: "progress_report") == "500万元")
    let settled = try await desk.browser.submit(
      page, ["m.\(first).pick.month_investment": "mine", "act": "save"])
    #expect(settled.status == 303)
    #expect(try desk.shown(other, "month_investment", of: "progress_report") == "120万元")
    #expect(try reports(desk, first).count == 2)
  }

  @Test func approvedIsClosed() async throws {
    let (desk, first, _) = try await month()
    try desk.add(
      "progress_report",
      [
        "project": first.description, "period": "2021-09", "month_investment": "500",
        "progress_done": "封顶", "report_state": "approved",
      ], to: desk.city.hub)
    _ = try desk.city.hub.pull(desk.ledger, from: desk.store)
    _ = try desk.store.pull(desk.ledger, from: desk.city.hub)
    let page = try await desk.browser.get("/month?period=2021-09")
    #expect(page.text.contains("审定"))
    #expect(!page.body.contains("m.\(first).f.month_investment"))
    #expect(page.text.contains("500万元"))
  }

  @Test func approvedMeanwhile() async throws {
    let (desk, first, second) = try await month()
    let report = try desk.add(
      "progress_report",
      [
        "project": first.description, "period": "2021-09", "month_investment": "20",
        "progress_done": "封顶", "report_state": "submitted",
      ])
    let stale = try await desk.browser.get("/month?period=2021-09")
    #expect(
      stale.form.fields.first { $0.name == "m.\(first).f.month_investment" }?.value == "20")
    _ = try desk.city.hub.pull(desk.ledger, from: desk.store)
    try desk.add("progress_report", ["report_state": "approved"], to: desk.city.hub, id: report)
    _ = try desk.store.pull(desk.ledger, from: desk.city.hub)
    let before = try desk.store.lastCommit()
    let late = try await desk.browser.submit(
      stale,
      [
        "m.\(first).f.month_investment": "25", "m.\(second).f.month_investment": "80",
        "m.\(second).f.progress_done": "沟槽开挖", "act": "save",
      ])
    #expect(late.status == 409)
    #expect(try desk.store.lastCommit() == before)
    for part in ["没有保存", "产业园（审定）", "20万元"] {
      #expect(late.text.contains(part), "\(part)")
    }
    #expect(late.body.contains("<b>25</b>"))
    #expect(late.body.contains("href=\"/r/\(report)/correct\""))
    #expect(!late.body.contains("name=\"m.\(first).f.month_investment\""))
    #expect(
      late.form.fields.first { $0.name == "m.\(second).f.month_investment" }?.value == "80")
    let saved = try await desk.browser.submit(late, ["act": "save"])
    #expect(saved.status == 303)
    #expect(try await desk.browser.follow(saved).text.contains("已保存 1 个项目"))
    #expect(try reports(desk, second).count == 1)
    #expect(try desk.shown(report, "month_investment", of: "progress_report") == "20万元")
    // What was not touched is no reason to stop.
    let other = try await desk.browser.submit(
      stale, ["m.\(second).f.progress_done": "管道到场", "act": "save"])
    #expect(other.status != 409)
  }

  @Test func owed() async throws {
    let desk = try await Desk()
    desk.city.clock.set(1_633_924_800_000)
    let projects: [([String: String], isOwed: Bool)] = [
      (["name": "签约的", "stage": "signed"], true),
      (["name": "按日签约的", "signed_on": "2021-09-10"], true),
      (["name": "下月才签约的", "signed_on": "2021-10-10"], false),
      (["name": "有计划的", "stage": "reserve", "annual_plan": "300"], true),
      (["name": "谋划的", "stage": "planning"], false),
      (
        ["name": "上年有计划的", "stage": "reserve", "annual_plan": "300", "annual_plan_year": "2020"],
        false
      ),
      (["name": "投产的", "stage": "producing"], false),
      (["name": "当月完工的", "stage": "completed", "completion_on": "2021-09-15"], true),
      (["name": "早已完工的", "signed_on": "2020-01-10", "completion_on": "2021-06-30"], false),
    ]
    for (fields, _) in projects { try desk.add("project", fields) }
    let page = try await desk.browser.get("/month?period=2021-09")
    #expect(page.text.contains("应报 4 个项目"))
    for (fields, isOwed) in projects {
      #expect(page.body.contains(">\(fields["name"] ?? "")</a>") == isOwed, "\(fields)")
    }
    // In October: the one signed then in place of the one completed in September.
    #expect(try await desk.browser.get("/?wait=1").body.contains("<b>4</b>"))
  }
}
