// Scenarios of Zhumadian's figures on records of a real store, by their numbers in scenarios.md:
// S06 two readings of 60% · S12 the third quarter's 43 of 46 · S13 behind the line, the line shown
// · S15 quotas of counties, zones and the provincial list · S25 standard land of two years.

import Foundation
import Testing

@Suite struct ZhumadianFigureScenarioTests {
  @Test func s06TwoReadings() throws {
    let ground = try ScenarioGround.zhumadian()
    let batch = try ground.add("batch", "name=四季度开工", "kind=开工", "quarter=2021-Q4")
    for number in 0..<13 {
      var fields = ["name=项目\(number)", "region_code=411702"]
      if number < 10 { fields.append("signed_on=2021-09-10") }
      let isListed = number < 5 || number >= 10
      if isListed { fields.append("substantive_start_on=2021-12-31") }
      let id = try ground.add("project", fields)
      if isListed { try ground.add("batch_member", "batch=\(batch)", "project=\(id)") }
    }
    let judged = try #require(try ground.warnings("2021-12-31", "zmd-m-next60").first)
    #expect(judged.text("level") == "red" && judged.text("reading") == "conversion")
    #expect(judged.number("numerator") == 5 && judged.number("denominator") == 10)
    #expect(judged.text("reason")?.contains("5/10 = 50.0%") == true)
    let conversion = try ground.indicator("A8.conversion", "2021-12-31")
    #expect(conversion.text("percent") == "50.0" && conversion["met"] as? Bool == false)
    let share = try ground.indicator("B4", "2021-12-31")
    #expect(share.number("numerator") == 5 && share.number("denominator") == 8)
    #expect(share.text("percent") == "62.5" && share["met"] == nil)
  }

  /// The quarter's 46 listed projects, 43 of them started; 192.4亿 planned and 48.2亿 done.
  private func thirdQuarter() throws -> (ScenarioGround, unstarted: Set<String>) {
    let ground = try ScenarioGround.zhumadian()
    let batch = try ground.add("batch", "name=三季度开工", "kind=开工", "quarter=2021-Q3")
    var unstarted: Set<String> = []
    for number in 1...46 {
      var fields = ["name=项目\(number)", "region_code=411702", "planned_start_on=2021-09-30"]
      if number > 3 { fields.append("substantive_start_on=2021-09-10") }
      if number == 10 { fields += ["annual_plan=100亿", "annual_plan_year=2021"] }
      if number == 20 { fields += ["annual_plan=92.4亿", "annual_plan_year=2021"] }
      let id = try ground.add("project", fields)
      if number <= 3 { unstarted.insert(id) }
      if number == 10 || number == 20 {
        let done = number == 10 ? "30亿" : "18.2亿"
        try ground.add(
          "progress_report", "project=\(id)", "period=2021-09", "month_investment=\(done)",
          "progress_done=在建", "report_state=submitted")
      }
      try ground.add("batch_member", "batch=\(batch)", "project=\(id)")
    }
    return (ground, unstarted)
  }

  @Test func s12ThirdQuarter() throws {
    let (ground, unstarted) = try thirdQuarter()
    let started = try ground.indicator("A2", "2021-09-30")
    #expect(started.number("numerator") == 43 && started.number("denominator") == 46)
    #expect(started.text("percent") == "93.5" && started["met"] as? Bool == false)
    let done = try ground.indicator("A3", "2021-09-30")
    #expect(done.text("numerator") == "482000" && done.text("denominator") == "1924000")
    #expect(done.text("percent") == "25.1")
    #expect(try ground.warnings("2021-09-30", "zmd-m-start100").first?.text("level") == "red")
    let late = try ground.warnings("2021-10-01", "zmd-n-a14-criticise")
    #expect(Set(late.compactMap { $0.text("record") }) == unstarted)
    #expect(late.first?.text("reason")?.contains("应开未开") == true)
    let lacking = try ground.lines([
      "indicators", "--only", "A2", "--missing", "--as-of", "2021-09-30",
    ])
    #expect(Set(lacking.compactMap { $0.text("project") }) == unstarted)
    // The year's line for the same figures: S13's first number as an indicator.
    #expect(try ground.indicator("C1", "2021-09-30").text("percent") == "75.0")
    #expect(try ground.indicator("C2", "2021-09-30").text("percent") == "-49.9")
    try ground.replaceRules(("rounding: half-up", "rounding: truncate"))
    #expect(try ground.indicator("A2", "2021-09-30").text("percent") == "93.4")
  }

  @Test func s13BehindTheLine() throws {
    let ground = try ScenarioGround.zhumadian()
    let id = try ground.add(
      "project", "name=甲", "region_code=411702", "annual_plan=192.4亿", "annual_plan_year=2021",
      "planned_start_on=2021-07-01")
    try ground.add(
      "progress_report", "project=\(id)", "period=2021-09", "month_investment=48.2亿",
      "progress_done=在建", "report_state=submitted")
    func behind() throws -> [String: Any]? {
      try ground.warnings("2021-09-30", "zmd-n-hang-board").first
    }
    let year = try #require(try behind())
    #expect(year.text("level") == "yellow" && year.text("action") == "board")
    #expect(year.text("reason")?.contains("落后序时进度 49.9 个百分点") == true)
    #expect(year.text("reason")?.contains("序时线 9/12") == true)
    #expect(year.text("reading") == "calendar-year")
    for reading in ["half-year", "own-start"] {
      let other = try ScenarioGround.zhumadian()
      try other.replaceRules(("reading: calendar-year", "reading: \(reading)"))
      let project = try other.add(
        "project", "name=甲", "region_code=411702", "annual_plan=192.4亿",
        "annual_plan_year=2021", "planned_start_on=2021-07-01")
      try other.add(
        "progress_report", "project=\(project)", "period=2021-09", "month_investment=48.2亿",
        "progress_done=在建", "report_state=submitted")
      let line = try #require(try other.warnings("2021-09-30", "zmd-n-hang-board").first)
      #expect(line.text("reason")?.contains("落后序时进度 24.9 个百分点") == true, "\(reading)")
      #expect(line.text("reason")?.contains("序时线 3/6") == true, "\(reading)")
      #expect(line.text("action") == "board" && line.text("reading") == reading)
    }
    #expect(try ground.indicator("C2.start", "2021-09-30").text("percent") == "-24.9")
    // A plan by month goes before the line: 70亿 due, 21.8亿 behind.
    try ground.set(id, "monthly_plan_09=70亿")
    #expect(try behind()?.text("reason")?.contains("落后月度计划 11.3 个百分点") == true)
    try ground.set(id, "monthly_plan_09=50亿")
    #expect(try behind() == nil)
  }

  @Test func s15Quotas() throws {
    let ground = try ScenarioGround.zhumadian()
    var records: [(String, [String: Any])] = []
    for number in 0..<5 {
      records.append(
        (
          "project",
          [
            "name": "县\(number)", "region_code": "411702", "is_industry": true,
            "is_manufacturing": number < 3, "substantive_start_on": "2021-11-10",
          ]
        ))
    }
    for number in 0..<3 {
      records.append(
        (
          "project",
          [
            "name": "区\(number)", "region_code": "411702-gx", "is_industry": true,
            "substantive_start_on": "2021-11-10",
          ]
        ))
    }
    try ground.put(records)
    func rules(_ county: String) throws -> Set<String> {
      Set(
        try ground.lines(["warnings", "--as-of", "2021-12-31", "--county", county])
          .compactMap { $0.text("rule") })
    }
    let county = try rules("411702")
    #expect(county.contains("zmd-m-start4") && !county.contains("zmd-m-start5"))
    #expect(
      try rules("411702-gx").isDisjoint(with: ["zmd-m-start3", "zmd-m-start4", "zmd-m-start5"]))
    let short = try #require(
      try ground.warnings("2021-12-31", "zmd-m-start4", county: "411702").first)
    #expect(short.number("numerator") == 3 && short.number("denominator") == 4)
    #expect(short.text("level") == "red")
  }

  @Test func s15ProvincialList() throws {
    let ground = try ScenarioGround.zhumadian()
    let batch = try ground.add(
      "batch", "name=省集中开工", "kind=开工", "quarter=2021-Q4", "level=省")
    var last = ""
    for (number, money) in ["5.00亿", "5.00亿", "5.00亿", "5.00亿", "4.99亿"].enumerated() {
      last = try ground.add(
        "project", "name=先进\(number)", "region_code=411702", "is_adv_mfg=是",
        "total_investment=\(money)")
      try ground.add("batch_member", "batch=\(batch)", "project=\(last)")
    }
    let short = try #require(try ground.warnings("2021-12-31", "zmd-n-a08-county-5x5").first)
    #expect(short.number("numerator") == 4 && short.text("level") == "red")
    try ground.set(last, "total_investment=5.00亿")
    #expect(try ground.warnings("2021-12-31", "zmd-n-a08-county-5x5").isEmpty)
  }

  @Test func s25StandardLand() throws {
    let ground = try ScenarioGround.zhumadian()
    for number in 1...9 {
      let isStandard = number <= 5
      try ground.add(
        "land_parcel", "name=\(number)号", "use=工业", "granted_on=2021-05-0\(number)",
        "area=\(isStandard ? "6" : "17.5")", "is_standard=\(isStandard ? "是" : "否")")
    }
    let rate = try ground.indicator("B7", "2021-12-31")
    #expect(rate.number("numerator") == 5 && rate.number("denominator") == 9)
    #expect(rate.text("percent") == "55.6" && rate["met"] as? Bool == true)
    #expect(try ground.warnings("2021-12-31", "zmd-n-a10-std50").isEmpty)
    let parcel = ["land_parcel", "name=2022-1号", "use=工业", "granted_on=2022-03-01"]
    let refused = try ground.scratch.run(["add"] + parcel + ["is_standard=否", "--json"])
    #expect(refused.status == 1 && refused.failure?.code == "standard-land-reason")
    try ground.add(parcel[0], Array(parcel.dropFirst()) + ["non_standard_reason=存量厂房扩建"])
    #expect(try ground.warnings("2022-12-31", "zmd-n-a10-std100").first?.text("level") == "red")
  }
}
