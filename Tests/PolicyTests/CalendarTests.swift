// What is verified:
// 1. Every holiday and make-up day of 2021–2026 is judged as announced, and so are the days around.
// 2. The worked examples of the scenarios come out to the day.
// 3. Counting and adding are each other's inverse, forward and backward, over all years.
// 4. Beyond the years known every question is refused.
// 5. Data of the calendar is read strictly: bad lines, repeated days and missing years are refused.
// 6. A term in days rolls to the next working day and keeps the day as counted.
// 7. A day that is added changes that day alone; an added year is known once its holidays are
//    there.
// 8. Signings on the 28th of even months say when they need another day.

import Causality
import Policy
import Testing

@Suite struct CalendarTests {
  let calendar = WorkCalendar.standard

  @Test func daysOff() throws {
    for text in [
      "2021-02-11", "2021-10-07", "2022-01-31", "2023-10-06", "2024-02-17", "2025-10-08",
      "2026-02-23",
    ] {
      #expect(try !calendar.isWorkday(day(text)), "\(text)")
    }
    for text in [
      "2021-09-18", "2021-09-26", "2021-10-09", "2022-01-29", "2023-06-25", "2024-09-29",
      "2025-02-08", "2026-01-04", "2026-10-10",
    ] {
      #expect(try calendar.isWorkday(day(text)), "\(text)")
    }
    let yearly = [2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248]
    for (year, count) in yearly {
      let eve = try #require(CivilDate(year: year, month: 1, day: 1)?.adding(days: -1))
      let end = try #require(CivilDate(year: year, month: 12, day: 31))
      #expect(try calendar.workdays(from: eve, to: end) == count, "\(year)")
    }
  }

  @Test func workedExamples() throws {
    #expect(try calendar.adding(90, to: day("2021-09-28")) == day("2022-02-11"))
    #expect(try calendar.workdays(from: day("2022-01-05"), to: day("2022-02-11")) == 24)
    #expect(try calendar.adding(10, to: day("2021-09-26")) == day("2021-10-14"))
    #expect(try calendar.adding(20, to: day("2021-09-24")) == day("2021-10-27"))
    #expect(try calendar.adding(1, to: day("2021-09-30")) == day("2021-10-08"))
    #expect(try calendar.adding(1, to: day("2021-10-08")) == day("2021-10-09"))
    #expect(try calendar.adding(3, to: day("2021-09-28")) == day("2021-10-08"))
    let days = try calendar.days(from: day("2021-09-26"), to: day("2021-10-14"))
    #expect(days.count == 10)
    #expect(try days.first == day("2021-09-27"))
    #expect(try calendar.adding(0, to: day("2021-10-01")) == day("2021-10-01"))
    #expect(try calendar.adding(-1, to: day("2021-10-08")) == day("2021-09-30"))
    #expect(try calendar.rolledBack(day("2022-08-28")) == day("2022-08-26"))
    #expect(try calendar.rolled(day("2021-10-01")) == day("2021-10-08"))
  }

  @Test func addingInvertsCounting() throws {
    var start = try day("2021-06-01")
    while start < (try day("2026-06-30")) {
      for count in [1, 2, 5, 40, 90] {
        let end = try calendar.adding(count, to: start)
        #expect(try calendar.isWorkday(end))
        #expect(try calendar.workdays(from: start, to: end) == count)
        let back = try calendar.adding(-count, to: end)
        #expect(try calendar.workdays(from: back, to: end) == count)
        // From any day, a day off as well.
        let before = try calendar.adding(-count, to: start)
        #expect(try calendar.workdays(from: start, to: before) == -count)
        let days = try calendar.days(from: start, to: before)
        #expect(days.count == count && days.first == before)
      }
      start = try #require(start.adding(days: 1))
    }
  }

  @Test func beyondTheYearsKnown() throws {
    for text in ["2020-12-31", "2027-01-01"] {
      #expect(throws: CalendarFault.self) { try calendar.isWorkday(day(text)) }
    }
    #expect(throws: CalendarFault.self) { try calendar.adding(1, to: day("2026-12-31")) }
    #expect(throws: CalendarFault.self) { try calendar.adding(-1, to: day("2021-01-01")) }
    #expect(throws: CalendarFault.self) { try calendar.adding(.max, to: day("2021-05-06")) }
    #expect(throws: CalendarFault.self) {
      try calendar.workdays(from: day("2026-12-01"), to: day("2027-01-04"))
    }
    #expect(try calendar.workdays(from: day("2020-12-31"), to: day("2021-01-04")) == 1)
  }

  @Test func strictData() throws {
    #expect(throws: CalendarFault.empty) { try WorkCalendar(csv: "date,kind,name\n") }
    #expect(throws: CalendarFault.badLine(number: 1, text: "2021-13-01,holiday,x")) {
      try WorkCalendar(csv: "2021-13-01,holiday,x")
    }
    #expect(throws: CalendarFault.missingYear(2022)) {
      try WorkCalendar(csv: "2021-01-01,holiday,x\n2023-01-01,holiday,x")
    }
    #expect(throws: CalendarFault.self) {
      try WorkCalendar(csv: "2021-01-01,holiday,x\n2021-01-01,workday,x")
    }
    let own = try WorkCalendar(csv: "2027-01-01,holiday,元旦\r\n2027-01-02,workday,元旦\r\n")
    #expect(try own.isWorkday(day("2027-01-02")))
    #expect(try own.name(of: day("2027-01-02")) == "元旦")
    #expect(try !own.isWorkday(day("2027-01-03")))
  }

  @Test func addedDays() throws {
    // One day changes that day: the others of its year stay as announced.
    let one = try calendar.adding([
      day("2021-12-25"): .init(isWorkday: true, name: "某日"),
      day("2021-01-04"): .init(isWorkday: false, name: ""),
    ])
    #expect(try one.isWorkday(day("2021-12-25")))
    #expect(try !one.isWorkday(day("2021-01-04")))
    for year in 2021...2026 {
      for text in ["01-01", "05-01", "10-01", "10-02", "10-03"] {
        #expect(try !one.isWorkday(day("\(year)-\(text)")), "\(year)-\(text)")
      }
    }
    #expect(try one.isWorkday(day("2021-10-09")))
    #expect(try one.name(of: day("2021-10-09")) == "国庆节")
    #expect(try one.adding(3, to: day("2021-09-28")) == day("2021-10-08"))
    // What was called otherwise can be called back.
    let back = try one.adding([day("2021-12-25"): .init(isWorkday: false, name: "")])
    #expect(try !back.isWorkday(day("2021-12-25")))
    #expect(try back.name(of: day("2021-12-25")) == nil)
  }

  @Test func addedYears() throws {
    func holidays(_ texts: String...) throws -> [CivilDate: WorkCalendar.Day] {
      var days: [CivilDate: WorkCalendar.Day] = [:]
      for text in texts { days[try day(text)] = WorkCalendar.Day(isWorkday: false, name: "") }
      return days
    }
    // Some days of a year are not the year, nor are days between it and the years known.
    let some = try calendar.adding(holidays("2027-01-01", "2027-05-01"))
    let lack = CalendarFault.incompleteYear(2027, missing: try day("2027-10-01"))
    #expect(throws: lack) { try some.isWorkday(day("2027-01-01")) }
    #expect(throws: lack) { try some.adding(1, to: day("2026-12-31")) }
    var odd = try holidays("2027-01-01", "2027-05-01")
    odd[try day("2027-10-01")] = WorkCalendar.Day(isWorkday: true, name: "")
    let made = try calendar.adding(odd)
    #expect(throws: lack) { try made.isWorkday(day("2027-03-01")) }
    let far = try calendar.adding(holidays("2028-01-01", "2028-05-01", "2028-10-01"))
    #expect(throws: CalendarFault.missingYear(2027)) { try far.isWorkday(day("2028-03-01")) }
    #expect(try far.isWorkday(day("2026-10-10")))
    let all = try calendar.adding(
      holidays(
        "2027-01-01", "2027-05-01", "2027-10-01", "2028-01-01", "2028-05-01", "2028-10-01",
        "2020-01-01", "2020-05-01", "2020-10-01"))
    #expect(try all.adding(1, to: day("2026-12-31")) == day("2027-01-04"))
    #expect(try all.isWorkday(day("2028-03-01")))
    #expect(try all.isWorkday(day("2020-12-31")))
    #expect(throws: CalendarFault.self) { try all.isWorkday(day("2029-01-01")) }
  }

  @Test func rolledTerms() throws {
    let due = try #require(Term("3 days")).due(from: day("2021-09-28"), in: calendar)
    #expect(try due == Due(nominal: day("2021-10-01"), rolled: day("2021-10-08")))
    let months = try #require(Term("24 months")).due(
      from: day("2021-11-15"), in: calendar, isRolled: false)
    #expect(try months.rolled == day("2023-11-15"))
    let quarter = try #require(Term("end of quarter + 1")).due(
      from: day("2021-08-31"), in: calendar)
    #expect(try quarter.rolled == day("2021-12-31"))
    #expect(Term("90 weeks") == nil)
    #expect(Term("10001 days") == nil)
  }
}
