// Scenarios of rates, quotas and regular duties in Zhumadian, on facts. What is verified:
// 1. S06: conversion is judged, the share is the other reading, and both come out as worked by
//    hand.
// 2. S12: the starting batch's 43 of 46 fail, and the three not started are listed; starts count by
//    the day entered, which is said as the reading.
// 3. S13: behind the line by 49.9 points over the year, by 24.9 from July; a monthly plan goes
//    before.
// 4. S15: quotas of counties and zones, at the threshold and just below.
// 5. S18: a holiday week's days are proposed, a missed week is yellow, a week without work is
//    waived.
// 6. S21: a leader's visits count by month and project; one visit may count for several projects.
// 7. S25: standard land by count, each year by its own rule.
// 8. The 28th of even months: proposed, reminded of from the 14th, missing from the 29th on.
// 9. Periods missed in a row are all counted, back to the rule's first day.
// 10. What a record lacks of several things asked is named.
// 11. A project started without a signing is reported every month, one of the weekly library every
//     week.
// 12. The annual letters are due on the 31st of January.
// 13. The bulletin of a month is missing from the 11th of the next on; a correction is no bulletin.

import Catalogue
import Causality
import Policy
import Testing

@Suite struct ZhumadianFigureTests {
  @Test func s06TwoReadings() throws {
    var ledger = TestBook()
    let batch = try ledger.add(
      "batch", ["name": "四季度开工", "kind": "starting", "quarter": "2021-Q4"])
    for index in 0..<10 {
      let fields = ["signed_on": "2021-09-28", "substantive_start_on": "2021-12-31"]
      let id = try ledger.project(index < 5 ? fields : ["signed_on": "2021-09-28"])
      if index < 5 {
        try ledger.add("batch_member", ["batch": batch.description, "project": id.description])
      }
    }
    for _ in 0..<3 {
      let id = try ledger.project(["substantive_start_on": "2021-12-31"])
      try ledger.add("batch_member", ["batch": batch.description, "project": id.description])
    }
    let judged = try ledger.warnings("2021-12-31").filter {
      $0.rule == "zmd-m-next60" || $0.rule == "zmd-m-signed60"
    }
    #expect(judged.count == 2)
    for warning in judged {
      #expect(warning.level == .red)
      #expect(try warning.numerator == number("5"))
      #expect(try warning.denominator == number("10"))
      #expect(warning.reason.text(.zh).contains("5/10 = 50.0%"))
      #expect(warning.county == "411702")
    }
    let text = Embedded.ruleSets[0].1.replacing("reading: conversion", with: "reading: share")
    let share = Evaluation(ledger.book, try RuleSet(yaml: text), asOf: try day("2021-12-31"))
    #expect(!share.warnings.contains { $0.rule == "zmd-m-next60" })
  }

  @Test func monthlyBulletin() throws {
    var ledger = TestBook()
    func levels(_ asOf: String) throws -> [Level?] {
      try ledger.warnings(asOf, rule: "zmd-n-monthly-3rates").map(\.level)
    }
    #expect(try levels("2021-07-31").isEmpty, "before the first month of the notice was over")
    #expect(try levels("2021-08-06").isEmpty)
    #expect(try levels("2021-08-07") == [.info])
    #expect(try levels("2021-08-10") == [.info])
    #expect(try levels("2021-08-11") == [.yellow])
    let fields = ["period": "2021-07", "version": "1", "snapshot": "s", "closed_on": "2021-08-10"]
    let close = try ledger.add("period_close", fields)
    #expect(try levels("2021-08-09") == [.info], "not closed yet on the day")
    #expect(try levels("2021-08-11").isEmpty)
    let correction = ["supersedes": close.description, "closed_on": "2021-09-03", "version": "2"]
    try ledger.add("period_close", fields.merging(correction) { $1 })
    #expect(try levels("2021-09-11") == [.yellow])
  }

  @Test func s12StartingBatch() throws {
    var ledger = TestBook()
    let batch = try ledger.add(
      "batch",
      ["name": "三季度开工", "kind": "starting", "quarter": "2021-Q3", "level": "provincial"])
    var unstarted: [RecordID] = []
    for index in 0..<46 {
      let started = index >= 3
      let id = try ledger.project(started ? ["substantive_start_on": "2021-09-20"] : [:])
      if !started { unstarted.append(id) }
      try ledger.add("batch_member", ["batch": batch.description, "project": id.description])
    }
    let found = try #require(try ledger.warnings("2021-09-30", rule: "zmd-m-start100").first)
    #expect(try found.numerator == number("43"))
    #expect(try found.denominator == number("46"))
    #expect(found.recordCount == 3)
    #expect(found.records == unstarted)
    #expect(found.reading == "entered-day")
    #expect(found.reason.text(.zh).contains("43/46 = 93.5%"))
    #expect(found.level == .red)
    #expect(found.action == .deduct)
    #expect(try ledger.warnings("2021-09-29", rule: "zmd-m-start100").isEmpty)
    #expect(Fraction(43, 46).percent() == "93.5")
    #expect(Fraction(43, 46).percent(.truncate) == "93.4")
  }

  @Test func s13BehindTheLine() throws {
    var ledger = TestBook()
    let id = try ledger.project(["annual_plan": "192.4亿", "annual_plan_year": "2021"])
    try ledger.add(
      "progress_report",
      ["project": id.description, "period": "2021-09", "month_investment": "48.2亿"])
    let year = try #require(try ledger.warnings("2021-09-30", rule: "zmd-n-hang-board").first)
    #expect(year.level == .yellow)
    #expect(year.action == .board)
    #expect(year.reason.text(.zh).contains("落后序时进度 49.9 个百分点"))
    #expect(try year.numerator == number("482000"))
    #expect(try year.denominator == number("1924000"))
    let text = Embedded.ruleSets[0].1
      .replacing("reading: calendar-year", with: "reading: half-year")
    let half = Evaluation(ledger.book, try RuleSet(yaml: text), asOf: try day("2021-09-30"))
    #expect(
      half.warnings.contains { $0.reason.text(.zh).contains("落后序时进度 24.9 个百分点") })
    try ledger.add(
      "project",
      [
        "name": "p", "region_code": "411702", "annual_plan": "192.4亿",
        "annual_plan_year": "2021", "monthly_plan_09": "50亿",
      ], id: id)
    #expect(try ledger.warnings("2021-09-30", rule: "zmd-n-hang-board").isEmpty)
  }

  @Test func s15Quotas() throws {
    var ledger = TestBook()
    let started = ["substantive_start_on": "2021-11-10", "is_industry": "true"]
    for index in 0..<5 {
      try ledger.project(started.merging(["is_manufacturing": index < 3 ? "true" : "false"]) { $1 })
    }
    for _ in 0..<3 { try ledger.project(started.merging(["region_code": "411702-gx"]) { $1 }) }
    let rules = Set(try ledger.warnings("2021-12-31", county: "411702").map(\.rule))
    #expect(rules.contains("zmd-m-start4"))
    #expect(!rules.contains("zmd-m-start5"))
    let zone = Set(try ledger.warnings("2021-12-31", county: "411702-gx").map(\.rule))
    #expect(zone.isDisjoint(with: ["zmd-m-start3", "zmd-m-start4", "zmd-m-start5"]))
  }

  @Test func s15ProvincialList() throws {
    for (last, isShort) in [("4.99亿", true), ("5.00亿", false)] {
      var ledger = TestBook()
      let batch = try ledger.add(
        "batch",
        ["name": "b", "kind": "starting", "quarter": "2021-Q4", "level": "provincial"])
      for money in ["5.00亿", "5.00亿", "5.00亿", "5.00亿", last] {
        let id = try ledger.project(["is_adv_mfg": "true", "total_investment": money])
        try ledger.add("batch_member", ["batch": batch.description, "project": id.description])
      }
      let found = try ledger.warnings("2021-12-31", rule: "zmd-n-a08-county-5x5")
      #expect(found.isEmpty != isShort)
      if isShort { #expect(try found.first?.numerator == number("4")) }
    }
  }

  @Test func s18HolidayWeek() throws {
    let schedule = Schedule()
    let week = try #require(try schedule.week(of: day("2021-10-06")))
    #expect(try week.coordination == day("2021-10-08"))
    #expect(try week.meeting == day("2021-10-09"))
    #expect(try schedule.week(of: day("2022-02-02")) == nil)
    let usual = try #require(try schedule.week(of: day("2021-11-12")))
    #expect(try usual.coordination == day("2021-11-08"))
    #expect(try usual.meeting == day("2021-11-09"))
    var ledger = TestBook()
    let missed = try ledger.warnings("2021-10-10", rule: "zmd-m-weekly-dispatch")
    #expect(missed.map(\.level) == [.yellow])
    #expect(try ledger.warnings("2022-02-06", rule: "zmd-m-weekly-dispatch").isEmpty)
    try ledger.add("meeting", ["name": "m", "kind": "weekly", "held_on": "2021-10-09"])
    #expect(try ledger.warnings("2021-10-10", rule: "zmd-m-weekly-dispatch").isEmpty)
  }

  @Test func s21LeaderVisits() throws {
    var ledger = TestBook()
    var ids: [RecordID] = []
    for _ in 0..<3 { ids.append(try ledger.project(["leader": "某领导"])) }
    let visit = ["leader": "某领导", "kind": "research"]
    try ledger.add(
      "visit", visit.merging(["project": ids[0].description, "on": "2021-10-12"]) { $1 })
    try ledger.add(
      "visit", visit.merging(["project": ids[1].description, "on": "2021-10-28"]) { $1 })
    try ledger.add(
      "visit", visit.merging(["project": ids[2].description, "on": "2021-11-01"]) { $1 })
    let found = try ledger.warnings("2021-11-01", rule: "zmd-m-leader-monthly")
    #expect(found.map(\.record) == [ids[2]])
    #expect(found.first?.level == .yellow)
    #expect(found.first?.reason.text(.zh).contains("2021-10") == true)
    let november = try ledger.warnings("2021-11-30", rule: "zmd-m-leader-monthly")
    #expect(Set(november.compactMap(\.record)) == [ids[0], ids[1]])
    try ledger.add(
      "visit",
      visit.merging([
        "project": ids[0].description, "on": "2021-11-20", "other_projects": ids[1].description,
      ]) { $1 })
    #expect(try ledger.warnings("2021-11-30", rule: "zmd-m-leader-monthly").isEmpty)
    // The same where the visit's own project is another county's.
    let far = try ledger.project(["leader": "某领导", "region_code": "411721"])
    try ledger.add(
      "visit",
      visit.merging([
        "project": ids[0].description, "on": "2021-11-21", "other_projects": far.description,
      ]) { $1 })
    #expect(
      try ledger.warnings("2021-11-30", rule: "zmd-m-leader-monthly", county: "411721").isEmpty)
  }

  @Test func s25StandardLand() throws {
    var ledger = TestBook()
    for index in 0..<9 {
      try ledger.add(
        "land_parcel",
        [
          "name": "地块\(index)", "use": "industrial", "is_standard": index < 5 ? "true" : "false",
          "granted_on": "2021-11-01", "area": index < 5 ? "6" : "17.5",
        ])
    }
    #expect(try ledger.warnings("2021-12-31", rule: "zmd-n-a10-std50").isEmpty)
    try ledger.add(
      "land_parcel",
      ["name": "十", "use": "industrial", "is_standard": "false", "granted_on": "2021-12-01"])
    #expect(try ledger.warnings("2021-12-31", rule: "zmd-n-a10-std50").isEmpty)
    try ledger.add(
      "land_parcel",
      ["name": "十一", "use": "industrial", "is_standard": "false", "granted_on": "2021-12-01"])
    let short = try #require(try ledger.warnings("2021-12-31", rule: "zmd-n-a10-std50").first)
    #expect(short.level == .yellow)
    #expect(try short.numerator == number("5"))
    try ledger.add(
      "land_parcel",
      ["name": "明年", "use": "industrial", "is_standard": "false", "granted_on": "2022-01-05"])
    #expect(try ledger.warnings("2022-01-05", rule: "zmd-n-a10-std50").isEmpty)
    #expect(try ledger.warnings("2022-01-05", rule: "zmd-n-a10-std100").first?.level == .red)
  }

  @Test func signingDays() throws {
    let schedule = Schedule()
    #expect(try schedule.signing(year: 2021, month: 9) == nil)
    let october = try #require(try schedule.signing(year: 2021, month: 10))
    #expect(!october.isMoved)
    let august = try #require(try schedule.signing(year: 2022, month: 8))
    #expect(august.isMoved)
    #expect(try august.proposed == day("2022-08-26"))
    let april = try #require(try schedule.signing(year: 2024, month: 4))
    #expect(!april.isMoved)
  }

  @Test func signingMissed() throws {
    var ledger = TestBook()
    func level(_ asOf: String) throws -> [Level?] {
      try ledger.warnings(asOf, rule: "zmd-m-bimonthly-sign").map(\.level)
    }
    for (asOf, levels) in [
      ("2021-10-13", []), ("2021-10-14", [.info]), ("2021-10-28", [.info]),
      ("2021-10-29", [.yellow]), ("2021-11-29", [.yellow]),
    ] as [(String, [Level?])] {
      #expect(try level(asOf) == levels, "\(asOf)")
    }
    let missed = try #require(
      try ledger.warnings("2021-10-29", rule: "zmd-m-bimonthly-sign").first)
    #expect(try missed.due == day("2021-10-28"))
    try ledger.add("meeting", ["name": "m", "kind": "signing", "held_on": "2021-10-30"])
    #expect(try level("2021-10-29") == [.yellow])
    #expect(try level("2021-10-30").isEmpty)
  }

  @Test func missedInARow() throws {
    let ledger = TestBook()
    for (asOf, count) in [("2021-09-30", 1), ("2021-11-30", 3), ("2022-08-31", 12)] {
      let found = try #require(try ledger.warnings(asOf, rule: "zmd-m-fin-consult").first)
      #expect(found.reason.text(.zh).contains("连续 \(count) 期未做到"), "\(asOf)")
    }
    // Of signings in even months the odd ones ask for nothing.
    let signing = try #require(
      try ledger.warnings("2022-03-31", rule: "zmd-m-bimonthly-sign").first)
    #expect(signing.reason.text(.zh).contains("连续 3 期未做到"))
  }

  @Test func whatIsLacking() throws {
    var ledger = TestBook()
    try ledger.project(["signed_on": "2021-09-28", "leader": "某领导"])
    let found = try #require(try ledger.warnings("2021-10-20", rule: "zmd-n-leader-duty").first)
    #expect(found.reason.text(.zh).contains("（缺：项目负责人、落地时限）"))
    #expect(found.reason.text(.zh).contains("同县区要求 1 条，已做到 0 条"))
    #expect(found.reason.text(.en).contains("(lacking: Head of the project, To land by)"))
    #expect(found.reason.text(.en).contains("of 1 asked in the same county 0 are so"))
  }

  @Test func startedWithoutSigning() throws {
    var ledger = TestBook()
    let started = try ledger.project([
      "stage": "started", "substantive_start_on": "2021-09-28", "dispatch_flags": "watched",
    ])
    try ledger.project(["stage": "started", "dispatch_flags": "watched"])
    for rule in ["zmd-n-county-progress-report", "zmd-m-dispatch-lib"] {
      #expect(try ledger.warnings("2021-11-10", rule: rule).map(\.record) == [started], "\(rule)")
    }
  }

  @Test func annualLetters() throws {
    var ledger = TestBook()
    func found(_ asOf: String) throws -> [Policy.Warning] {
      try ledger.warnings(asOf, rule: "zmd-m-annual-letter")
    }
    #expect(try found("2022-01-31").isEmpty)
    let late = try #require(try found("2022-02-01").first)
    #expect(late.level == .yellow)
    #expect(try late.due == day("2022-01-31"))
    try ledger.add(
      "responsibility_letter", ["name": "责任书", "kind": "annual", "issued_on": "2022-02-10"])
    #expect(try found("2022-02-11").isEmpty)
  }
}
