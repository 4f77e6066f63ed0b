// The lengths of time that rules set, as they are written: `90 workdays`, `3 days`, `24 months`,
// `end of quarter`, `end of month + 2`. Working days start on the day after; calendar days that end
// on a day off are judged on the next working day, and both dates are kept.

public import Causality

/// A length of time set by a rule.
public struct Term: Hashable, Sendable {
  /// What is counted.
  public enum Unit: Hashable, Sendable {
    /// Working days, the first day not counted.
    case workdays
    /// Calendar days, the first day not counted.
    case days
    /// Calendar months, to the same day or the month's last.
    case months
    /// To the last day of the period so many after the one the first day lies in.
    case endOf(Period.Kind)
  }

  /// How many.
  public let amount: Int
  /// Of what.
  public let unit: Unit

  /// The most that may be counted.
  public static var amountMax: Int { 10_000 }

  /// A term; nil beyond ±``amountMax``.
  public init?(_ amount: Int, _ unit: Unit) {
    guard abs(amount) <= Term.amountMax else { return nil }
    self.amount = amount
    self.unit = unit
  }

  /// Reads the written form; nil for anything else.
  public init?(_ text: String) {
    let words = text.split(separator: " ").map(String.init)
    if words.count >= 3, words[0] == "end", words[1] == "of",
      let kind = Period.Kind(rawValue: words[2])
    {
      if words.count == 3 {
        self.init(0, .endOf(kind))
      } else if words.count == 5, words[3] == "+" || words[3] == "-", let number = Int(words[4]),
        number >= 0
      {
        self.init(words[3] == "+" ? number : -number, .endOf(kind))
      } else {
        return nil
      }
      return
    }
    guard words.count == 2, let number = Int(words[0]) else { return nil }
    switch words[1] {
    case "workday", "workdays": self.init(number, .workdays)
    case "day", "days": self.init(number, .days)
    case "month", "months": self.init(number, .months)
    default: return nil
    }
  }

  /// The last day of the term that begins after a day.
  ///
  /// - Throws: where working days are needed beyond the calendar's years.
  public func due(
    from start: CivilDate, in calendar: WorkCalendar, isRolled: Bool = true
  ) throws(CalendarFault) -> Due {
    switch unit {
    case .workdays:
      let date = try calendar.adding(amount, to: start)
      return Due(nominal: date, rolled: date)
    case .endOf(let kind):
      let end = Period(kind, containing: start)?.advanced(by: amount)?.end ?? CivilDate.latest
      return Due(nominal: end, rolled: end)
    case .days, .months:
      let date =
        (unit == .days ? start.adding(days: amount) : start.adding(months: amount))
        ?? CivilDate.latest
      return Due(nominal: date, rolled: isRolled ? try calendar.rolled(date) : date)
    }
  }
}

/// The last day for something.
public struct Due: Hashable, Sendable {
  /// As counted.
  public let nominal: CivilDate
  /// As judged: the next working day where the counted one is a day off.
  public let rolled: CivilDate

  /// Both dates.
  public init(nominal: CivilDate, rolled: CivilDate) {
    self.nominal = nominal
    self.rolled = rolled
  }
}
