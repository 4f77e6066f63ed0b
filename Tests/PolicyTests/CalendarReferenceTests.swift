// The calendar held against a plain reference that walks day by day over the announced holidays.
// What is verified:
// 1. Every day of 2021–2026 is a working day or not as the announcements say.
// 2. From every day, 1 to 10, 20, 40 and 90 working days, forward and backward, and the count
//    between.
// 3. From every day near a holiday, 1 to 10 calendar days roll to the reference's day.
// 4. Every rule with a term judges its last day as in time and the day after as late, from every
//    day near a holiday.
// 5. The meetings' days are working days of their week, the coordination first.

import Causality
import Foundation
import Policy
import Testing

/// The announcements and nothing else.
private struct PlainCalendar {
  private var marked: [String: Bool] = [:]

  init() throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/policy/holidays.csv")
    for line in try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline) {
      let cells = line.split(separator: ",").map(String.init)
      if cells[0] != "date" { marked[cells[0]] = cells[1] == "workday" }
    }
  }

  /// Zeller's congruence: 0 for Saturday, 1 for Sunday.
  private func isWeekend(_ day: CivilDate) -> Bool {
    var (year, month) = (day.year, day.month)
    if month < 3 { (year, month) = (year - 1, month + 12) }
    let weekday =
      (day.day + 13 * (month + 1) / 5 + year + year / 4 - year / 100 + year / 400) % 7
    return weekday < 2
  }

  func isWorkday(_ day: CivilDate) -> Bool { marked[day.description] ?? !isWeekend(day) }

  var marks: [String] { marked.keys.sorted() }

  func adding(_ count: Int, to start: CivilDate) throws -> CivilDate {
    var day = start
    var left = abs(count)
    while left > 0 {
      day = try #require(day.adding(days: count > 0 ? 1 : -1))
      if isWorkday(day) { left -= 1 }
    }
    return day
  }

  func rolled(_ start: CivilDate) throws -> CivilDate {
    var day = start
    while !isWorkday(day) { day = try #require(day.adding(days: 1)) }
    return day
  }

  /// The days within three of a holiday or make-up day, from a day to another.
  func near(_ first: String, _ last: String) throws -> [CivilDate] {
    var days: Set<CivilDate> = []
    for mark in marks {
      for offset in -3...3 { days.insert(try #require(try day(mark).adding(days: offset))) }
    }
    let (from, to) = (try day(first), try day(last))
    return days.filter { $0 >= from && $0 <= to }.sorted()
  }
}

@Suite struct CalendarReferenceTests {
  private let calendar = WorkCalendar.standard

  private func each(
    _ first: String, _ last: String, _ body: (CivilDate) throws -> Void
  ) throws {
    var date = try day(first)
    let end = try day(last)
    while date <= end {
      try body(date)
      date = try #require(date.adding(days: 1))
    }
  }

  @Test func everyDay() throws {
    let plain = try PlainCalendar()
    var counts: [Int: Int] = [:]
    try each("2021-01-01", "2026-12-31") { (date: CivilDate) throws -> Void in
      let isWorkday = plain.isWorkday(date)
      #expect(try calendar.isWorkday(date) == isWorkday, "\(date)")
      if isWorkday { counts[date.year, default: 0] += 1 }
    }
    #expect(counts == [2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248])
  }

  @Test func workingDaysFromEveryDay() throws {
    let plain = try PlainCalendar()
    try each("2021-06-01", "2026-07-31") { (date: CivilDate) throws -> Void in
      for count in Array(1...10) + [20, 40, 90] {
        let end = try plain.adding(count, to: date)
        #expect(try calendar.adding(count, to: date) == end, "\(date) + \(count)")
        #expect(try calendar.workdays(from: date, to: end) == count, "\(date) … \(end)")
        if count <= 10 {
          let before = try plain.adding(-count, to: date)
          #expect(try calendar.adding(-count, to: date) == before, "\(date) − \(count)")
        }
      }
    }
  }

  @Test func daysRollOffHolidays() throws {
    let plain = try PlainCalendar()
    for date in try plain.near("2021-01-01", "2026-12-10") {
      for count in 0...10 {
        let nominal = try #require(date.adding(days: count))
        let due = try #require(Term("\(count) days")).due(from: date, in: calendar)
        #expect(due.nominal == nominal)
        #expect(try due.rolled == plain.rolled(nominal), "\(date) + \(count)")
      }
    }
  }

  @Test(
    arguments: [
      ("zmd-m-handover3", "signed_on", 3, false), ("zmd-m-group7", "signed_on", 7, false),
      ("zmd-m-90wd", "signed_on", 90, true), ("zmd-m-every-reply", "raised_on", 5, true),
      ("zmd-m-sla-permit", "施工许可证", 1, true), ("zmd-m-sla-green", "涉绿地树木", 3, true),
      ("zmd-m-sla-muni", "市政设施建设", 5, true), ("zmd-m-sla-energy", "节能审查", 6, true),
      ("zmd-m-sla-gov", "初步设计", 7, true), ("zmd-m-sla-land", "用地预审", 10, true),
      ("zmd-m-sla-outlet", "排污口", 11, true), ("zmd-m-sla-eia", "环评报告书", 20, true),
    ])
  func lastDaysNearHolidays(_ rule: String, _ from: String, _ count: Int, _ isWorkdays: Bool) throws
  {
    let plain = try PlainCalendar()
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    var ledger = TestBook()
    var dues: [RecordID: CivilDate] = [:]
    for start in try plain.near("2021-09-18", "2026-06-30") {
      let due =
        isWorkdays
        ? try plain.adding(count, to: start)
        : try plain.rolled(try #require(start.adding(days: count)))
      dues[try record(&ledger, rule, from, start)] = due
    }
    func found(_ asOf: CivilDate) -> [Policy.Warning] {
      Evaluation(ledger.book, rules, asOf: asOf).warnings.filter { $0.rule == rule }
    }
    let late = found(try day("2026-12-31"))
    #expect(late.count == dues.count)
    for warning in late {
      #expect(warning.due == warning.record.flatMap { dues[$0] }, "\(rule)")
    }
    // Judged on its own day, and on the day after.
    for (id, due) in dues.sorted(by: { $0.key < $1.key }).prefix(40) {
      let after = try #require(due.adding(days: 1))
      let breach: Level = rule == "zmd-m-every-reply" ? .yellow : .red
      #expect(!found(due).contains { $0.record == id && $0.level == breach }, "\(rule) \(due)")
      #expect(found(after).contains { $0.record == id && $0.level == breach }, "\(rule) \(due)")
    }
  }

  private func record(
    _ ledger: inout TestBook, _ rule: String, _ from: String, _ start: CivilDate
  ) throws -> RecordID {
    if from == "signed_on" { return try ledger.project([from: start.description]) }
    let project = try ledger.project([:])
    if from == "raised_on" {
      return try ledger.add(
        "issue", ["project": project.description, "name": "q", from: start.description])
    }
    return try ledger.add(
      "approval",
      ["project": project.description, "name": from, "accepted_on": start.description])
  }

  @Test func meetingsOfEveryWeek() throws {
    let plain = try PlainCalendar()
    let schedule = Schedule()
    var waived: [String] = []
    try each("2021-01-04", "2026-12-20") { (date: CivilDate) throws -> Void in
      guard date.weekday == 1 else { return }
      let days = try (0..<7).compactMap { offset -> CivilDate? in
        let day = try #require(date.adding(days: offset))
        return plain.isWorkday(day) ? day : nil
      }
      guard let week = try schedule.week(of: date) else {
        #expect(days.isEmpty)
        waived.append(date.description)
        return
      }
      #expect(week.coordination == days.first)
      #expect(days.contains(week.meeting))
      #expect(days.count == 1 || week.meeting > week.coordination)
    }
    #expect(waived.contains("2022-01-31"))
  }
}
