// Dates. Verifies:
// 1. Every day from 1900 to 2100, and the first and last days of every year from 1 to 9999, goes to
//    year, month and day, to text, and back, in step with a calendar that only counts.
// 2. Known days, leap years, weekdays, and the ends of the range.
// 3. What is no date is refused.
// 4. A moment as text in UTC: to the millisecond, before 1970, at both ends of the calendar, and
//    beyond them none.

import Causality
import Testing

@Suite struct CivilDateTests {
  /// The day after, by counting alone.
  private func next(_ date: (year: Int, month: Int, day: Int)) -> (year: Int, month: Int, day: Int)
  {
    let isLeap =
      date.year % 400 == 0 || date.year % 4 == 0 && date.year % 100 != 0
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if date.day < lengths[date.month - 1] { return (date.year, date.month, date.day + 1) }
    return date.month < 12 ? (date.year, date.month + 1, 1) : (date.year + 1, 1, 1)
  }

  @Test func everyDayOfTwoCenturies() throws {
    var expected = (year: 1900, month: 1, day: 1)
    var date = try #require(CivilDate(iso: "1900-01-01"))
    var weekday = 1
    var count = 0
    while expected.year <= 2100 {
      let (year, month, day) = date.components
      #expect((year, month, day) == expected)
      #expect((date.year, date.month, date.day) == expected)
      #expect(date.weekday == weekday)
      #expect(CivilDate(year: year, month: month, day: day) == date)
      #expect(CivilDate(iso: date.description) == date)
      expected = next(expected)
      weekday = weekday % 7 + 1
      count += 1
      date = try #require(date.adding(days: 1))
    }
    #expect(count == 73_414)
  }

  @Test func everyYear() throws {
    var date = CivilDate.earliest
    for year in 1...9999 {
      #expect(date.components == (year, 1, 1))
      #expect(CivilDate(year: year, month: 1, day: 1) == date)
      let isLeap = CivilDate.isLeap(year: year)
      let last = try #require(date.adding(days: isLeap ? 365 : 364))
      #expect(last.components == (year, 12, 31))
      let leapDay = try #require(date.adding(days: 59))
      #expect(leapDay.components == (isLeap ? (year, 2, 29) : (year, 3, 1)))
      if year < 9999 { date = try #require(last.adding(days: 1)) }
    }
  }

  @Test func knownDays() throws {
    #expect(CivilDate(iso: "1970-01-01")?.days == 0)
    #expect(CivilDate(iso: "1969-12-31")?.days == -1)
    #expect(CivilDate(iso: "2000-03-01")?.days == 11_017)
    #expect(CivilDate(iso: "2021-09-28")?.days == 18_898)
    #expect(CivilDate(iso: "2021-09-28")?.weekday == 2)
    #expect(CivilDate(days: 0)?.weekday == 4)
    #expect(CivilDate.earliest.description == "0001-01-01")
    #expect(CivilDate.latest.description == "9999-12-31")
    #expect(CivilDate(iso: "0001-01-01") == .earliest)
    #expect(CivilDate(iso: "9999-12-31") == .latest)
    #expect(CivilDate(days: CivilDate.earliest.days - 1) == nil)
    #expect(CivilDate(days: CivilDate.latest.days + 1) == nil)
    #expect(CivilDate(days: .min) == nil && CivilDate(days: .max) == nil)
    #expect(CivilDate.latest.adding(days: 1) == nil)
    #expect(CivilDate.latest.adding(days: .max) == nil)
    #expect(CivilDate.earliest.adding(days: .min) == nil)
    #expect(CivilDate.earliest < CivilDate.latest)
    for (year, isLeap) in [(1900, false), (2000, true), (2023, false), (2024, true), (2100, false)]
    {
      #expect(CivilDate.isLeap(year: year) == isLeap)
      #expect((CivilDate(year: year, month: 2, day: 29) != nil) == isLeap)
      #expect(CivilDate.dayCount(year: year, month: 2) == (isLeap ? 29 : 28))
    }
  }

  @Test(arguments: [
    "", "2021-9-28", "2021-09-8", "2021-09-28 ", " 2021-09-28", "2021/09/28", "20210928",
    "2021-00-10",
    "2021-13-01", "2021-04-31", "2021-02-29", "2021-01-00", "2021-01-32", "0000-12-31",
    "-001-01-01",
    "+021-01-01", "2021-0a-01", "２０２１-09-28", "10000-01-01", "2021-09-281",
  ])
  func refused(text: String) {
    #expect(CivilDate(iso: text) == nil)
  }

  @Test func refusedNumbers() {
    for (year, month, day) in [
      (0, 1, 1), (10_000, 1, 1), (-1, 1, 1), (2021, 0, 1), (2021, 13, 1), (2021, 1, 0),
      (2021, 1, -1),
      (2021, 6, 31), (.max, 1, 1), (.min, 1, 1), (2021, .max, 1), (2021, 1, .max),
    ] {
      #expect(CivilDate(year: year, month: month, day: day) == nil)
    }
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
      (1_632_817_800_045, "2021-09-28T08:30:00.045Z"),
      (86_399_999, "1970-01-01T23:59:59.999Z"), (-86_400_000, "1969-12-31T00:00:00.000Z"),
      (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
      (253_402_300_799_999, "9999-12-31T23:59:59.999Z"), (253_402_300_800_000, nil),
      (-62_135_596_800_001, nil), (.max, nil), (.min, nil),
    ] as [(Int64, String?)])
  func momentsInUTC(milliseconds: Int64, text: String?) {
    #expect(UTCText.of(milliseconds: milliseconds) == text)
  }
}
