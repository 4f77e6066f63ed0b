// `calendar` around every holiday of 2021–2026, through the program, against the announcements
// walked day by day:
// 1. From the eve of every stretch of days off, and from every make-up day: the next working day,
//    the third, 3 days rolled, and the working days counted one by one.
// 2. Between the eve and the day after a stretch.

import Foundation
import Testing

@Suite struct HolidayCommandTests {
  /// Marks by day: true for a make-up working day, false for a holiday.
  private let marks: [String: Bool]
  private let format: DateFormatter
  private let calendar: Calendar

  init() throws {
    let file = Program.root.appendingPathComponent("Fixtures/policy/holidays.csv")
    var marks: [String: Bool] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline) {
      let cells = line.split(separator: ",").map(String.init)
      if cells[0] != "date" { marks[cells[0]] = cells[1] == "workday" }
    }
    self.marks = marks
    var calendar = Calendar(identifier: .gregorian)
    let utc = try #require(TimeZone(identifier: "UTC"))
    calendar.timeZone = utc
    self.calendar = calendar
    format = DateFormatter()
    format.calendar = calendar
    format.timeZone = utc
    format.locale = Locale(identifier: "en_US_POSIX")
    format.dateFormat = "yyyy-MM-dd"
  }

  private func moved(_ day: String, _ count: Int) throws -> String {
    let date = try #require(format.date(from: day))
    return format.string(from: date.addingTimeInterval(Double(count) * 86_400))
  }

  private func isWorkday(_ day: String) throws -> Bool {
    if let mark = marks[day] { return mark }
    let date = try #require(format.date(from: day))
    return ![1, 7].contains(calendar.component(.weekday, from: date))
  }

  private func working(after start: String, _ count: Int) throws -> [String] {
    var days: [String] = []
    var day = start
    while days.count < count {
      day = try moved(day, 1)
      if try isWorkday(day) { days.append(day) }
    }
    return days
  }

  private func rolled(_ start: String) throws -> String {
    var day = start
    while try !isWorkday(day) { day = try moved(day, 1) }
    return day
  }

  @Test func aroundEveryHoliday() throws {
    let scratch = try Scratch(ledgers: nil)
    func ask(_ arguments: String...) throws -> [String: Any] {
      try scratch.must("calendar", arguments[0], arguments[1], arguments[2], "--json").object
    }
    var starts: Set<String> = []
    for (day, isMadeUp) in marks {
      let eve = try moved(day, -1)
      if isMadeUp || marks[eve] != false { starts.insert(isMadeUp ? day : eve) }
    }
    let asked = starts.sorted().filter { $0 >= "2021-01-01" && $0 < "2026-12-20" }
    #expect(asked.count > 60)
    for start in asked {
      let expected = try working(after: start, 3)
      let third = try ask("add", start, "3")
      #expect(third["working"] as? [String] == expected, "\(start)")
      #expect(third.text("date") == expected[2], "\(start)")
      let days = try scratch.must("calendar", "add", start, "3", "--days", "--json").object
      #expect(try days.text("nominal") == moved(start, 3), "\(start)")
      #expect(try days.text("date") == rolled(moved(start, 3)), "\(start)")
      let span = try ask("workdays", start, expected[2])
      #expect(span.number("workdays") == 3, "\(start)")
    }
  }
}
