// A year's working days as the city gives them in its own ledger, instead of those built in.

public import Causality

extension WorkCalendar {
  /// A day off on a weekday, or a working day on a weekend.
  public struct MarkedDay: Sendable, Hashable {
    public var date: CivilDate
    public var isWorkday: Bool
    public var name: String

    public init(_ date: CivilDate, isWorkday: Bool, name: String = "") {
      self.date = date
      self.isWorkday = isWorkday
      self.name = name
    }
  }

  /// This calendar with other days for every year that `days` names; other years stay.
  ///
  /// - Throws: `missingYear` when a year would be left out between two known, `tooLong`.
  /// - Complexity: O(days known).
  public func replacing(_ days: [MarkedDay]) throws(CalendarFault) -> WorkCalendar {
    guard days.count <= Self.linesMax else { throw .tooLong(lines: Self.linesMax) }
    let years = Set(days.map(\.date.year))
    var marked: [CivilDate: Bool] = [:]
    var names: [CivilDate: String] = [:]
    for number in first.days...last.days {
      guard let date = CivilDate(days: number), !years.contains(date.year) else { continue }
      let works = try isWorkday(date)
      if works != (date.weekday <= 5) || name(of: date) != nil { marked[date] = works }
      if let name = name(of: date) { names[date] = name }
    }
    for day in days {
      marked[day.date] = day.isWorkday
      if !day.name.isEmpty { names[day.date] = day.name }
    }
    return try WorkCalendar(marked: marked, names: names)
  }
}
