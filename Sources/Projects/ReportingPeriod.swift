// A period of reporting: ten days of a month, a month, a quarter, a week from Monday to Sunday, or
// a year, with its days, its neighbours and what it lies in. Read from the text that fields of the
// format `period` hold.

public import Causality

/// Ten days of a month (上旬, 中旬, 下旬), a month, quarter, week or year of the civil calendar.
public struct ReportingPeriod: Sendable, Hashable {
  /// The length of a period.
  public enum Kind: Sendable, Hashable {
    case tenDays, week, month, quarter, year
  }

  /// The length.
  public let kind: Kind
  /// The year; of a week the ISO week's year.
  public let year: Int
  /// The number within the year, from 1; 1 for a year.
  public let number: Int

  /// Reads a period as it is stored or typed: `2021-09`, `2021-09-T1`, `2021-Q3`, `2021-W39`,
  /// `2021`. Nil for other text, and for a week 53 that the year does not have.
  public init?(_ text: String) {
    guard let normal = DateParsing.period(text) else { return nil }
    let parts = normal.split(separator: "-")
    guard let year = Int(parts[0]) else { return nil }
    self.year = year
    if parts.count == 3, let month = Int(parts[1]), let third = Int(parts[2].dropFirst()) {
      (kind, number) = (.tenDays, month * 3 - 3 + third)
      return
    }
    switch parts.count > 1 ? parts[1].first : nil {
    case nil: (kind, number) = (.year, 1)
    case "Q": (kind, number) = (.quarter, Int(parts[1].dropFirst()) ?? 1)
    case "W": (kind, number) = (.week, Int(parts[1].dropFirst()) ?? 1)
    default: (kind, number) = (.month, Int(parts[1]) ?? 1)
    }
    if kind == .week, number > Self.weeks(in: year) { return nil }
  }

  private init(_ kind: Kind, _ year: Int, _ number: Int) {
    self.kind = kind
    self.year = year
    self.number = number
  }

  /// The month of a day.
  public static func month(of day: CivilDate) -> ReportingPeriod {
    let parts = day.components
    return ReportingPeriod(.month, parts.year, parts.month)
  }

  /// The quarter of a day.
  public static func quarter(of day: CivilDate) -> ReportingPeriod {
    let parts = day.components
    return ReportingPeriod(.quarter, parts.year, (parts.month + 2) / 3)
  }

  /// The month of the year that ten days lie in.
  private var monthOfTenDays: Int { (number + 2) / 3 }
  /// Which ten days of their month, 0 to 2.
  private var third: Int { (number - 1) % 3 }

  /// The text as it is stored.
  public var text: String {
    let number = kind == .tenDays ? monthOfTenDays : number
    let padded = number < 10 ? "0\(number)" : "\(number)"
    return switch kind {
    case .tenDays: "\(year)-\(padded)-T\(third + 1)"
    case .year: "\(year)"
    case .quarter: "\(year)-Q\(number)"
    case .month: "\(year)-\(padded)"
    case .week: "\(year)-W\(padded)"
    }
  }

  /// The first day; nil outside the calendar's years.
  public var firstDay: CivilDate? {
    switch kind {
    case .tenDays: CivilDate(year: year, month: monthOfTenDays, day: third * 10 + 1)
    case .year: CivilDate(year: year, month: 1, day: 1)
    case .quarter: CivilDate(year: year, month: number * 3 - 2, day: 1)
    case .month: CivilDate(year: year, month: number, day: 1)
    case .week: Self.firstMonday(year)?.adding(days: (number - 1) * 7)
    }
  }

  /// The last day, inclusive; nil outside the calendar's years.
  public var lastDay: CivilDate? {
    if kind == .week { return firstDay?.adding(days: 6) }
    if kind == .tenDays {
      let day = third == 2 ? CivilDate.dayCount(year: year, month: monthOfTenDays) : third * 10 + 10
      return CivilDate(year: year, month: monthOfTenDays, day: day)
    }
    let month = kind == .year ? 12 : kind == .quarter ? number * 3 : number
    return CivilDate(
      year: year, month: month, day: CivilDate.dayCount(year: year, month: month))
  }

  /// Whether a day lies in the period.
  public func contains(_ day: CivilDate) -> Bool {
    guard let first = firstDay, let last = lastDay else { return false }
    return first <= day && day <= last
  }

  /// The period before, of the same length.
  public var previous: ReportingPeriod {
    if number > 1 { return ReportingPeriod(kind, year, number - 1) }
    return ReportingPeriod(kind, year - 1, Self.count(kind, in: year - 1))
  }

  /// The period after, of the same length.
  public var next: ReportingPeriod {
    if number < Self.count(kind, in: year) { return ReportingPeriod(kind, year, number + 1) }
    return ReportingPeriod(kind, year + 1, 1)
  }

  private static func count(_ kind: Kind, in year: Int) -> Int {
    switch kind {
    case .year: 1
    case .quarter: 4
    case .month: 12
    case .tenDays: 36
    case .week: weeks(in: year)
    }
  }

  /// The Monday of the week that holds 4 January.
  private static func firstMonday(_ year: Int) -> CivilDate? {
    guard let fourth = CivilDate(year: year, month: 1, day: 4) else { return nil }
    return fourth.adding(days: -Self.weekday(fourth))
  }

  /// 0 for Monday. 1970-01-01 was a Thursday.
  private static func weekday(_ day: CivilDate) -> Int { ((Int(day.days) + 3) % 7 + 7) % 7 }

  private static func weeks(in year: Int) -> Int {
    guard let first = firstMonday(year), let next = firstMonday(year + 1) else { return 52 }
    return Int(next.days - first.days) / 7
  }
}
