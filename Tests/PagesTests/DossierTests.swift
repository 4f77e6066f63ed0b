// 1. A project's page shows its road, and for each next step what the rules would refuse it for;
//    once that is there, the step is ready. Sentences carry no codes, and in English no Chinese
//    words.
// 2. Milestones stand backwards from the end with the days left to it, late and overdue ones say by
//    how many days, one planned after the end too, and each column of the numbers is headed; a
//    chart without dates is not drawn.
// 3. Approvals show the working days used and the last day in time, stops taken off, each with
//    its unit; a day that the calendar does not know is said.
// 4. What nobody types is worked out: who came to a meeting of those who had to, and the class of
//    an entry in the reserve library, on its page and on its project's.
// 5. Money by month is drawn and told in numbers, corrected reports counting once.

import Causality
import Foundation
import HTTPTypes
import LedgerStore
import Projects
import TestSupport
import Testing
import Wire

struct DossierTests {
  private func desk() async throws -> Desk {
    let desk = try await Desk()
    // 2021-10-11 12:00 in China.
    desk.city.clock.set(1_633_924_800_000)
    _ = try await desk.browser.get("/projects")
    return desk
  }

  @Test func stepsSayWhatLacks() async throws {
    let desk = try await desk()
    let id = try desk.add(
      "project",
      [
        "name": "产业园", "stage": "reserve", "region_code": "411702",
        "expected_sign_on": "2021-11-01",
      ])
    let page = try await desk.browser.get("/r/\(id)")
    #expect(page.body.contains("id=\"stages\"") && page.text.contains("签约协议"))
    #expect(page.body.contains("class=\"past here\"") || page.body.contains(" here\""))
    #expect(!page.text.contains("(stage)") && page.text.contains("阶段不能进入"))
    let english = try await desk.browser.get("/r/\(id)?lang=en")
    #expect(english.text.contains("Project “产业园”: its stage cannot be"))
    #expect(!english.text.contains("项目“") && !english.text.contains("(stage)"))
    _ = try await desk.browser.get("/r/\(id)?lang=zh")
    try desk.add(
      "evidence",
      [
        "project": id.description, "kind": "signed_agreement", "name": "投资协议",
        "date": "2021-10-08",
      ])
    let after = try await desk.browser.get("/r/\(id)")
    let signed = try #require(after.body.range(of: "下一步： 签约"))
    let step = after.body[signed.lowerBound...].prefix(400)
    #expect(step.contains("可以进入"))
    #expect(after.text.contains("投资协议"))
  }

  @Test func backwardsFromTheEnd() async throws {
    let desk = try await desk()
    let id = try desk.add("project", ["name": "产业园", "planned_production_on": "2021-12-31"])
    #expect(try await !desk.browser.get("/r/\(id)").body.contains("id=\"gantt\""))
    for (name, planned, actual) in [
      ("基础完工", "2021-06-30", "2021-07-05"), ("主体封顶", "2021-09-30", ""),
      ("设备安装", "2021-11-30", ""),
    ] {
      var fields = ["project": id.description, "name": name, "planned_on": planned]
      if !actual.isEmpty { fields["actual_on"] = actual }
      try desk.add("milestone", fields)
    }
    let page = try await desk.browser.get("/r/\(id)")
    #expect(page.body.contains("id=\"gantt\""))
    for part in ["迟 5 天", "超 11 天", "未到", "31 天", "2021-12-31"] {
      #expect(page.text.contains(part), "\(part)")
    }
    try desk.add(
      "milestone",
      ["project": id.description, "name": "竣工验收", "planned_on": "2022-01-05"])
    let beyond = try await desk.browser.get("/r/\(id)")
    #expect(beyond.body.contains(/class="small beyond"[^>]*>晚于终点 5 天</))
    #expect(page.body.firstMatch(of: /<th[^>]*>\s*<\/th>/) == nil)
    let last = try #require(page.body.range(of: "设备安装"))
    let first = try #require(page.body.range(of: "基础完工"))
    #expect(last.lowerBound < first.lowerBound)
  }

  @Test func workedOut() async throws {
    let desk = try await desk()
    let meeting = try desk.add(
      "meeting",
      ["name": "周例会", "held_on": "2021-10-12", "required": "市发改委;市财政局;市环境局;市住建局"])
    // It is tomorrow: nobody is absent yet.
    #expect(try await !desk.browser.get("/r/\(meeting)?lang=en").text.contains("0/4"))
    try desk.add("meeting", ["held_on": "2021-10-11"], id: meeting)
    #expect(try await desk.browser.get("/r/\(meeting)?lang=en").text.contains("0/4"))
    for (unit, fields) in [
      ("市发改委", ["status": "in_person"]), ("市财政局", ["status": "substitute"]),
      (
        "市环境局",
        ["status": "leave", "leave_approved_by": "召集人", "leave_approved_on": "2021-10-11"]
      ), ("来客", ["status": "in_person"]),
    ] {
      try desk.add(
        "attendance", ["meeting": meeting.description, "unit": unit].merging(fields) { $1 })
    }
    let page = try await desk.browser.get("/r/\(meeting)?lang=zh")
    for (label, text) in [
      ("本人到会 / 应到", "1/4"), ("替会", "市财政局"), ("会前准假", "市环境局"), ("未到，拟通报", "市住建局"),
    ] {
      #expect(page.body.contains("<dt>\(label)</dt><dd>\(text)</dd>"), "\(label)")
    }
    let project = try desk.add("project", ["name": "产业园", "stage": "building"])
    #expect(try await !desk.browser.get("/r/\(project)").body.contains("id=\"computed\""))
    let entry = try desk.add(
      "reserve_entry",
      ["project": project.description, "name": "市级库", "status": "in_library"])
    for id in [project, entry] {
      let body = try await desk.browser.get("/r/\(id)").body
      #expect(body.contains("<dt>储备分类（市级库）</dt><dd>在建</dd>"))
    }
  }

  @Test func clocks() async throws {
    let desk = try await desk()
    let id = try desk.add("project", ["name": "产业园"])
    func approval(_ name: String, _ fields: [String: String]) throws {
      try desk.add(
        "approval",
        ["project": id.description, "name": name, "sla_workdays": "5"]
          .merging(fields) { $1 })
    }
    try approval("用地预审", ["accepted_on": "2021-09-22"])
    try approval("环评", ["accepted_on": "2021-09-22", "pauses": "2021-09-24/2021-10-09 补正"])
    try approval("规划许可", ["accepted_on": "2021-09-22", "decided_on": "2021-09-28"])
    try approval("施工许可", ["accepted_on": "2009-01-05"])
    try approval("水土保持", ["accepted_on": "2021-09-22", "pauses": "2021-09-24/ 补正"])
    let page = try await desk.browser.get("/r/\(id)")
    // 23, 24, 26 (made up for), 27, 28 September are the five working days.
    #expect(page.text.contains("2021-09-28"))
    for part in ["按时办结", "没有 2009-01-06 的工作日历", "已用（工作日）", "暂停（工作日）"] {
      #expect(page.text.contains(part), "\(part)")
    }
    #expect(page.text.contains(/暂停中，还剩 [0-9] 个工作日/), "\(page.text)")
    #expect(page.body.contains("clock-overdue") && page.body.contains("clock-running"))
  }

  @Test func moneyByMonth() async throws {
    let desk = try await desk()
    let id = try desk.add(
      "project",
      [
        "name": "产业园", "annual_plan_year": "2021", "annual_plan": "600",
        "monthly_plan_08": "300", "monthly_plan_09": "450",
      ])
    try desk.add(
      "progress_report",
      ["project": id.description, "period": "2021-08", "month_investment": "300"])
    let wrong = try desk.add(
      "progress_report",
      ["project": id.description, "period": "2021-09", "month_investment": "999"])
    try desk.add(
      "progress_report",
      [
        "project": id.description, "period": "2021-09", "month_investment": "100",
        "corrects": wrong.description,
      ])
    let page = try await desk.browser.get("/r/\(id)")
    let chart = try #require(page.body.range(of: "id=\"money\""))
    let part = try #require(
      page.body[chart.lowerBound...].split(separator: "</section>", maxSplits: 1).first)
    #expect(part.contains("<polyline class=\"line-plan\"") && part.contains("class=\"bar-month\""))
    #expect(part.contains(">400<") && !part.contains("999"))
  }
}
