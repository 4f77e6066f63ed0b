// Days proposed for the regular meetings, moved where the day of the rule is a day off. A proposal
// never moves what has been announced; it only says which day the rule's own words come to.

public import Causality

/// Proposals of days for regular meetings.
public struct Schedule: Sendable {
  /// What is proposed, each by the function of its name.
  package enum Proposal: String, Sendable, CaseIterable {
    case week
    case signing
    case firstMonday
  }

  private let calendar: WorkCalendar

  /// Proposals by a calendar.
  public init(_ calendar: WorkCalendar = .standard) {
    self.calendar = calendar
  }

  /// The days of a week's coordination (Monday, 驻政办〔2021〕37号 第20条) and weekly meeting (Tuesday),
  /// moved to the next working days of the same week; both on the one working day where there is
  /// only one. Nil for a week without a working day: nothing is asked then.
  public func week(of date: CivilDate) throws(CalendarFault) -> (
    coordination: CivilDate, meeting: CivilDate
  )? {
    guard let week = Period(.week, containing: date), let sunday = week.start.adding(days: -1)
    else {
      return nil
    }
    let days = try calendar.days(from: sunday, to: week.end)
    guard let coordination = days.first, let last = days.last else { return nil }
    let tuesday = week.start.adding(days: 1) ?? week.start
    let meeting = days.first { $0 > coordination && $0 >= tuesday } ?? last
    return (coordination, meeting)
  }

  /// The collective signing of an even month: the 28th, and the working day before it where the
  /// 28th is a day off (第9条: `isMoved` then asks for a decision). Nil for odd months.
  public func signing(
    year: Int, month: Int
  ) throws(CalendarFault) -> (nominal: CivilDate, proposed: CivilDate, isMoved: Bool)? {
    guard month % 2 == 0, let day = CivilDate(year: year, month: month, day: 28) else { return nil }
    let proposed = try calendar.rolledBack(day)
    return (day, proposed, proposed != day)
  }

  /// The first Monday of a month (郸办〔2021〕4号 二（二）), and the next working day where it is a day off.
  public func firstMonday(
    year: Int, month: Int
  ) throws(CalendarFault) -> (nominal: CivilDate, proposed: CivilDate)? {
    guard let first = CivilDate(year: year, month: month, day: 1),
      let monday = first.adding(days: (8 - first.weekday) % 7)
    else { return nil }
    return (monday, try calendar.rolled(monday))
  }
}
