// `calendar workdays FROM TO` and `calendar add FROM N`: working days with the days counted, so
// that anyone can check the count against the wall calendar. Years not announced are refused.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Policy
internal import ProjectLedger

/// `taizhang calendar`.
struct CalendarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calendar", abstract: "工作日历 · working days, holidays and make-up days counted",
    subcommands: [
      CalendarWorkdaysCommand.self, CalendarAddCommand.self, CalendarMeetingsCommand.self,
    ])
}

/// `taizhang calendar workdays FROM TO`.
struct CalendarWorkdaysCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "workdays", abstract: "两日之间的工作日 · working days after FROM up to TO",
    discussion: """
      The first day is not counted, the last one is: 2021-09-28 to 2021-10-08 are 3, and back are -3.
      """)

  @Argument(help: "起 · the day before the first counted")
  var from: String
  @Argument(help: "止 · the last day counted")
  var to: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let (first, last) = (try DayOption.date(from), try DayOption.date(to))
    let calendar = try CalendarAnswer.calendar(context)
    let count = try calendar.workdays(from: first, to: last)
    let days = try calendar.days(from: first, to: last)
    CalendarAnswer(date: last, nominal: last, count: count, days: days).show(calendar, context)
  }
}

/// `taizhang calendar add FROM N`.
struct CalendarAddCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "加 N 个工作日 · the N-th working day after FROM",
    discussion: """
      taizhang calendar add 2021-09-28 3          the third working day: 2021-10-08
      taizhang calendar add 2021-09-28 3 --days   3 calendar days, rolled off holidays
      taizhang calendar add 2021-10-08 -3         the third working day before: 2021-09-28
      """)

  @Argument(help: "起 · the day before the first counted")
  var from: String
  @Argument(help: "几天 · how many")
  var count: Int
  @Flag(name: .customLong("days"), help: "自然日，遇节假日顺延 · calendar days, rolled to a working day")
  var isCalendarDays = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let start = try DayOption.date(from)
    let calendar = try CalendarAnswer.calendar(context)
    try answer(from: start, calendar).show(calendar, context)
  }

  private func answer(
    from start: CivilDate, _ calendar: WorkCalendar
  ) throws(CalendarFault) -> CalendarAnswer {
    guard isCalendarDays else {
      let date = try calendar.adding(count, to: start)
      return CalendarAnswer(
        date: date, nominal: date, count: count, days: try calendar.days(from: start, to: date))
    }
    guard let nominal = start.adding(days: count) else {
      throw .beyondCoverage(date: start, first: calendar.first, last: calendar.last)
    }
    let date = try calendar.rolled(nominal)
    return CalendarAnswer(
      date: date, nominal: nominal, count: try calendar.workdays(from: start, to: date),
      days: try calendar.days(from: start, to: date))
  }
}

/// What the calendar says, and how it was counted.
struct CalendarAnswer {
  let date: CivilDate
  let nominal: CivilDate
  let count: Int
  let days: [CivilDate]

  /// The store's calendar where there is a store, else the one built in.
  static func calendar(_ context: CommandContext) throws -> WorkCalendar {
    guard Surroundings.exists(context.storePath + "/data.mdb") else { return .standard }
    let store = try context.openStore(readOnly: true)
    return try store.reading { snapshot in try CityBooks.calendar(snapshot) }
  }

  func show(_ calendar: WorkCalendar, _ context: CommandContext) {
    context.result(
      json: { writer in
        writer.member("workdays", count)
        writer.member("date", date.description)
        writer.member("nominal", nominal.description)
        writer.key("working")
        writer.array { list in for day in days { list.string(day.description) } }
      },
      human: {
        context.say("calendar.answer", date.description, String(count))
        if nominal != date { context.say("calendar.nominal", nominal.description) }
        let shown = days.map { day in
          calendar.name(of: day).map { "\(day) (\($0))" } ?? day.description
        }
        if !shown.isEmpty { context.say("calendar.working", shown.joined(separator: " ")) }
      })
  }
}
