// 1. Periods: their days, neighbours and text, ten days among them; a week 53 only where the year
//    has one.
// 2. A month's line: cumulatives derived, what a correction replaces left out, prior years once; of
//    two reports of a month the first with its correction counts, and a draft after those handed
//    in. The cumulative since the start goes on in January: what is carried is from before the
//    plan's year, and the plan of a year is none of another.
// 3. The next month begins with what the last one said, and without its figures.
// 4. A closed period's text is the same bytes whatever the order of rows, and reprints only with
//    its digest.
// 5. Closing twice needs a new version with its reason; sealed; reports of a closed period and
//    corrections need theirs. No period is closed before its last day has passed.

import Catalogue
import Causality
import Projects
import Testing

@Suite struct PeriodTests {
  private let ledger = TestLedger()

  private func period(_ text: String) throws -> ReportingPeriod {
    try #require(ReportingPeriod(text))
  }

  @Test(
    arguments: [
      ("2021-09", "2021-09-01", "2021-09-30", "2021-08", "2021-10"),
      ("2021-12", "2021-12-01", "2021-12-31", "2021-11", "2022-01"),
      ("2021-Q3", "2021-07-01", "2021-09-30", "2021-Q2", "2021-Q4"),
      ("2022-Q1", "2022-01-01", "2022-03-31", "2021-Q4", "2022-Q2"),
      ("2021-W39", "2021-09-27", "2021-10-03", "2021-W38", "2021-W40"),
      ("2020-W53", "2020-12-28", "2021-01-03", "2020-W52", "2021-W01"),
      ("2021-W01", "2021-01-04", "2021-01-10", "2020-W53", "2021-W02"),
      ("2024", "2024-01-01", "2024-12-31", "2023", "2025"),
      ("2024-02", "2024-02-01", "2024-02-29", "2024-01", "2024-03"),
      ("2021-10-T1", "2021-10-01", "2021-10-10", "2021-09-T3", "2021-10-T2"),
      ("2021-10-T2", "2021-10-11", "2021-10-20", "2021-10-T1", "2021-10-T3"),
      ("2021-12-T3", "2021-12-21", "2021-12-31", "2021-12-T2", "2022-01-T1"),
      ("2024-02-T3", "2024-02-21", "2024-02-29", "2024-02-T2", "2024-03-T1"),
    ])
  func days(_ text: String, _ first: String, _ last: String, _ before: String, _ next: String)
    throws
  {
    let period = try period(text)
    #expect(period.text == text)
    #expect(period.firstDay?.description == first && period.lastDay?.description == last)
    #expect(period.previous.text == before && period.next.text == next)
    #expect(period.next.previous == period && period.previous.next == period)
    let day = try #require(period.lastDay)
    #expect(period.contains(day))
    let after = try #require(day.adding(days: 1))
    #expect(!period.contains(after))
  }

  @Test func periodsOfDaysAndWrongOnes() throws {
    let day = try #require(CivilDate(iso: "2021-09-28"))
    #expect(ReportingPeriod.month(of: day).text == "2021-09")
    #expect(ReportingPeriod.quarter(of: day).text == "2021-Q3")
    for (typed, text) in [
      ("2021年9月上旬", "2021-09-T1"), ("2021年9月份中旬", "2021-09-T2"), ("2021.9下旬", "2021-09-T3"),
      ("2021-09-t3", "2021-09-T3"),
    ] {
      #expect(ReportingPeriod(typed)?.text == text, "\(typed)")
    }
    for text in [
      "2021-W53", "2021-09-T4", "2021-09-T", "2021年9月上", "2021-13", "2021-Q5", "2021-00", "", "九月",
    ] {
      #expect(ReportingPeriod(text) == nil, "\(text)")
    }
  }

  private func report(
    _ project: RecordID, _ period: String, _ amount: String, _ more: [String: String] = [:]
  ) throws -> RecordID {
    try ledger.add(
      "progress_report",
      ["project": project.description, "period": period, "month_investment": amount]
        .merging(more) { $1 })
  }

  private func figures(of project: RecordID) throws -> [MonthFigure] {
    let collection = try #require(Schema.standard.collection("progress_report"))
    let parent = try #require(collection.parentField?.id)
    return ledger.surroundings.records(collection, [(parent, .reference(project))])
      .compactMap { MonthFigure($0) }
  }

  @Test func cumulativesAreDerived() throws {
    let project = try ledger.add("project", ["name": "甲"])
    let wrong = try report(project, "2021-08", "200")
    _ = try report(project, "2020-12", "1000")
    _ = try report(project, "2021-07", "100.5")
    _ = try report(
      project, "2021-08", "180", ["corrects": wrong.description, "correction_reason": "多报"])
    _ = try report(project, "2021-10", "7")
    _ = try report(project, "2021-W39", "55")
    let figures = try figures(of: project)
    func line(_ text: String, _ prior: Int64?) throws -> [String] {
      let month = try period(text)
      let line = try #require(
        MonthLine(of: month, figures, prior: prior.map { ExactDecimal($0) }, planYear: nil))
      return [
        line.month?.description ?? "", line.yearToDate.description, line.cumulative.description,
      ]
    }
    #expect(try line("2021-08", 5_000) == ["180", "280.5", "5280.5"])
    #expect(try line("2021-08", nil) == ["180", "280.5", "1280.5"])
    #expect(try line("2021-09", 5_000) == ["", "280.5", "5280.5"], "a month without a report")
    #expect(try line("2021-10", 5_000) == ["7", "287.5", "5287.5"])
    #expect(try line("2020-12", nil) == ["1000", "1000", "1000"])
  }

  @Test func theCumulativeGoesOnInJanuary() throws {
    let project = try ledger.add(
      "project",
      [
        "name": "甲", "prior_cumulative": "5000", "annual_plan_year": "2021", "annual_plan": "900",
        "monthly_plan_01": "30",
      ])
    for (month, amount) in [("2020-12", "1000"), ("2021-11", "100"), ("2021-12", "80")] {
      _ = try report(project, month, amount)
    }
    _ = try report(project, "2022-01", "7")
    let figures = try figures(of: project)
    func line(_ text: String) throws -> String {
      let related = try #require(ledger.record(project))
      let line = try #require(MonthLine(of: try period(text), figures, project: related))
      return "\(line.yearToDate) \(line.cumulative)"
    }
    #expect(try line("2021-12") == "180 5180")
    #expect(try line("2022-01") == "7 5187", "the year begins anew, the project does not")
    #expect(try line("2022-02") == "7 5187")
    // December 2020 is in what is carried; at its beginning it was not.
    #expect(try line("2020-12") == "1000 5000" && line("2020-11") == "0 4000")
    let related = try #require(ledger.record(project))
    #expect(related.annualPlan(of: 2021) == ExactDecimal(900))
    #expect(related.annualPlan(of: 2022) == nil)
    #expect(try related.planned(through: period("2021-01")) == ExactDecimal(30))
    #expect(try related.planned(through: period("2022-01")) == nil)
    // With the next year's plan what is carried is brought forward; nothing else changes.
    try ledger.set(project, ["prior_cumulative": "5180", "annual_plan_year": "2022"])
    #expect(try line("2021-12") == "180 5180" && line("2022-01") == "7 5187")
    #expect(try line("2021-11") == "100 5100")
    // What was not brought forward leaves no less than the reports themselves.
    try ledger.set(project, ["prior_cumulative": "60"])
    #expect(try line("2021-11") == "100 1100")
  }

  @Test func oneOfTwoReportsCounts() throws {
    let month = try period("2021-09")
    func figure(
      _ low: UInt64, _ amount: Int64, corrects: UInt64? = nil, isHandedIn: Bool = true
    ) -> MonthFigure {
      MonthFigure(
        id: RecordID(high: 1, low: low), period: month, invested: ExactDecimal(amount),
        corrects: corrects.map { RecordID(high: 1, low: $0) }, isHandedIn: isHandedIn)
    }
    func sum(_ figures: [MonthFigure]) throws -> String? {
      let line = try #require(MonthLine(of: month, figures, prior: ExactDecimal(0), planYear: nil))
      #expect(line.month == line.yearToDate && line.cumulative == line.yearToDate)
      return line.month?.description
    }
    for figures in [[figure(1, 60), figure(2, 50)], [figure(2, 50), figure(1, 60)]] {
      #expect(try sum(figures) == "60")
    }
    #expect(try sum([figure(1, 60), figure(2, 50), figure(3, 70, corrects: 1)]) == "70")
    #expect(try sum([figure(1, 60), figure(2, 50), figure(3, 70, corrects: 2)]) == "60")
    #expect(try sum([figure(1, 60, isHandedIn: false), figure(2, 50)]) == "50")
    #expect(try sum([figure(1, 60, isHandedIn: false)]) == "60")
    let draft = figure(3, 70, corrects: 1, isHandedIn: false)
    #expect(try sum([figure(1, 60), draft]) == "60", "a draft corrects nothing")
  }

  @Test func lastMonthIsCarriedForward() throws {
    let project = try ledger.add(
      "project", ["name": "甲", "annual_plan_year": "2022", "monthly_plan_01": "300"])
    let last = try report(
      project, "2021-12", "200",
      ["planned": "2400", "progress_planned": "主体封顶", "progress_done": "五层", "reporter": "台账员"])
    let report = try #require(ledger.record(last))
    let fields = try #require(
      MonthLine.carriedForward(from: report, project: ledger.record(project)))
    let values = Dictionary(uniqueKeysWithValues: fields.map { ($0.code, $0.value) })
    #expect(values["period"] == .text("2022-01"))
    #expect(values["planned"] == .decimal(ExactDecimal(300)))
    #expect(values["progress_planned"] == .text("主体封顶") && values["reporter"] == .text("台账员"))
    #expect(values["month_investment"] == nil && values["progress_done"] == nil)
    // The plan of another year is not this year's.
    try ledger.set(project, ["annual_plan_year": "2021"])
    let other = try #require(
      MonthLine.carriedForward(from: report, project: ledger.record(project)))
    #expect(!other.contains { $0.code == "planned" })
  }

  private func row(_ project: RecordID, _ name: String, _ month: String) throws -> ClosedRow {
    let figure = MonthFigure(
      id: project, period: try period("2021-09"), invested: ExactDecimal(month))
    let line = try #require(
      MonthLine(of: figure.period, [figure], prior: ExactDecimal("100.5"), planYear: nil))
    return ClosedRow(project: project, name: name, annualPlan: ExactDecimal(1_924), line: line)
  }

  /// Not a digest: a text that differs where the input does, for tests without cryptography.
  private func digest(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let part = String(hash, radix: 16)
    return String(repeating: "0", count: 64 - part.count) + part
  }

  @Test func closedPeriodsReprintTheSame() throws {
    let ids = try (1...3).map { try ledger.add("project", ["name": "项目\($0)"]) }
    let rows = try ids.enumerated().map { try row($1, "项目\t\($0)", "\(10 * $0).25") }
    let september = try period("2021-09")
    let snapshot = PeriodSnapshot(period: september, region: "411702", version: 1, rows: rows)
    let text = try snapshot.text()
    let shuffled = PeriodSnapshot(
      period: september, region: "411702", version: 1, rows: rows.reversed())
    #expect(try shuffled.text() == text)
    #expect(text.hasSuffix("total\t3\t5772\t30.75\t30.75\t332.25\n"))
    let close = try ledger.add(
      "period_close",
      ["period": "2021-09", "version": "1", "digest": digest(text), "snapshot": text])
    let record = try #require(ledger.record(close))
    #expect(try PeriodSnapshot.reprint(record, digest: digest) == text)
    try ledger.set(close, ["snapshot": text + " "])
    let spoilt = try #require(ledger.record(close))
    #expect(throws: SnapshotFailure.digestDiffers) {
      try PeriodSnapshot.reprint(spoilt, digest: digest)
    }
  }

  @Test func aSnapshotBeyondAFieldIsRefused() throws {
    let id = try ledger.add("project", ["name": "甲"])
    let long = ClosedRow(
      project: id, name: String(repeating: "长", count: 400_000), annualPlan: nil,
      line: try row(id, "", "1").line)
    let snapshot = PeriodSnapshot(
      period: try period("2021-09"), region: "", version: 1, rows: [long])
    #expect(throws: SnapshotFailure.self) { try snapshot.text() }
  }

  @Test func lockingSaysTheFiguresAgain() throws {
    let project = try ledger.add("project", ["name": "甲"])
    let id = try report(project, "2021-09", "10", ["funds_in": "3"])
    let record = try #require(ledger.record(id))
    let writes = PeriodLock.writes(on: record).map { write in
      let field = record.collection.field(write.field)
      return "\(field?.code ?? "")=\(field?.display(write.value, .zh) ?? "")"
    }
    #expect(writes == ["report_state=锁定", "month_investment=10万元", "funds_in=3万元"])
  }

  @Test func aPeriodIsClosedWhenItIsOver() throws {
    let fields = ["period": "2021-09", "snapshot": "…", "digest": digest("…"), "version": "1"]
    for (today, problems) in [
      ("2021-08-31", ["period-not-begun"]), ("2021-09-01", ["period-not-over"]),
      ("2021-09-30", ["period-not-over"]), ("2021-10-01", []),
    ] as [(String, [String])] {
      #expect(try ledger.check("period_close", fields, today: today) == problems, "\(today)")
    }
  }

  @Test func closedPeriodsChangeByCorrectionOnly() throws {
    let here = try ledger.add("project", ["name": "甲", "region_code": "411702"]).description
    let there = try ledger.add("project", ["name": "乙", "region_code": "411721"]).description
    let fields = ["period": "2021-09", "snapshot": "…", "digest": digest("…")]
    let first = fields.merging(["version": "1", "region_code": "411702"]) { $1 }
    #expect(try ledger.check("period_close", first, role: .county).contains("may-not-create"))
    #expect(try ledger.check("period_close", first) == [])
    let close = try ledger.add("period_close", first.merging(["closed_on": "2021-10-09"]) { $1 })
    #expect(try ledger.check("period_close", first) == ["period-closed-before"])
    let second = first.merging(["version": "2", "supersedes": close.description]) { $1 }
    #expect(try ledger.check("period_close", second) == ["correction-needs-reason"])
    #expect(try ledger.check("period_close", second.merging(["reason": "漏报"]) { $1 }) == [])
    let same = first.merging(["supersedes": close.description, "reason": "漏报"]) { $1 }
    #expect(try ledger.check("period_close", same) == ["period-closed-before"])
    #expect(try ledger.check(close, ["snapshot": "改"], reason: "改") == ["sealed-record"])
    func report(_ project: String, _ more: [String: String] = [:]) throws -> [String] {
      try ledger.check(
        "progress_report",
        ["project": project, "period": "2021-09", "month_investment": "0"].merging(more) { $1 },
        role: .county)
    }
    #expect(try report(here) == ["period-closed"])
    #expect(try report(there) == [], "another county's book is open")
    #expect(try report(here, ["period": "2021-10"]) == [])
    #expect(try report(here, ["correction_reason": "漏报一笔"]) == [])
    let old = try ledger.add("progress_report", ["project": here, "period": "2021-08"])
    let corrects = ["corrects": old.description, "period": "2021-08"]
    #expect(try report(here, corrects) == ["correction-needs-reason"])
    #expect(try report(here, corrects.merging(["correction_reason": "多报"]) { $1 }) == [])
    let correction = [
      "period_close": close.description, "field": "month_investment", "before": "48",
      "after": "50", "requested_by": "县区甲",
    ]
    let bare = try ledger.problems("correction", correction, role: .county)
    #expect(bare.map(\.code) == [.correctionNeedsReason] && bare[0].field == "reason")
    let said = correction.merging(["reason": "发票迟到"]) { $1 }
    #expect(try ledger.check("correction", said, role: .county) == [])
    let record = try ledger.add("correction", said)
    #expect(try ledger.check(record, ["status": "采纳"], role: .county) == ["reserved-case"])
    #expect(
      try ledger.check(record, ["status": "采纳", "decided_by": "县区甲"]) == ["own-request"])
    #expect(try ledger.check(record, ["status": "采纳", "decided_by": "市办乙"]) == [])
    #expect(try ledger.check(record, ["reason": ""]) == ["correction-needs-reason"])
  }
}
