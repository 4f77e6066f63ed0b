// The stretches of the calendar that offices count by: week, ten days, half-month, month, two
// months, quarter, half-year, year. A period knows its first and last day, its neighbours and its
// written form.

public import Causality

/// A stretch of the calendar.
public struct Period: Hashable, Sendable {
  /// How long, and where it begins.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case day
    /// Monday to Sunday.
    case week
    /// The 1st to the 10th, the 11th to the 20th, or the 21st to the month's end.
    case tenDays = "ten-days"
    /// The 1st to the 15th, or the 16th to the month's end.
    case halfMonth = "half-month"
    case month
    /// January and February, March and April, and so on.
    case twoMonths = "two-months"
    case quarter
    case halfYear = "half-year"
    case year

    /// Months in a period of this kind; 0 for those shorter than a month.
    var months: Int {
      switch self {
      case .month: 1
      case .twoMonths: 2
      case .quarter: 3
      case .halfYear: 6
      case .year: 12
      default: 0
      }
    }

    /// The number in the encoded form.
    var number: Int64 { Int64(Kind.allCases.firstIndex(of: self) ?? 0) }
  }

  /// Its kind.
  public let kind: Kind
  /// The first day.
  public let start: CivilDate
  /// The last day.
  public let end: CivilDate

  /// The period of a kind that a day lies in. Nil only at the ends of the calendar.
  public init?(_ kind: Kind, containing date: CivilDate) {
    let (year, month, day) = date.components
    var start: CivilDate?
    var end: CivilDate?
    switch kind {
    case .day: (start, end) = (date, date)
    case .week:
      start = date.adding(days: 1 - date.weekday)
      end = start?.adding(days: 6)
    case .tenDays:
      let third = min(2, (day - 1) / 10)
      start = CivilDate(year: year, month: month, day: third * 10 + 1)
      end = CivilDate(
        year: year, month: month,
        day: third < 2 ? third * 10 + 10 : CivilDate.dayCount(year: year, month: month))
    case .halfMonth:
      start = CivilDate(year: year, month: month, day: day <= 15 ? 1 : 16)
      end = CivilDate(
        year: year, month: month,
        day: day <= 15 ? 15 : CivilDate.dayCount(year: year, month: month))
    default:
      let from = (month - 1) / kind.months * kind.months + 1
      let to = from + kind.months - 1
      start = CivilDate(year: year, month: from, day: 1)
      end = CivilDate(year: year, month: to, day: CivilDate.dayCount(year: year, month: to))
    }
    guard let start, let end else { return nil }
    self.kind = kind
    self.start = start
    self.end = end
  }

  /// The period so many later, earlier for a negative count. O(count).
  public func advanced(by count: Int) -> Period? {
    var period = self
    for _ in 0..<min(count.magnitude, 10_000) {
      let neighbour = count > 0 ? period.end.adding(days: 1) : period.start.adding(days: -1)
      guard let neighbour, let next = Period(kind, containing: neighbour) else { return nil }
      period = next
    }
    return period
  }

  /// Whether a day lies in it.
  public func contains(_ date: CivilDate) -> Bool { date >= start && date <= end }

  /// Reads `2021`, `2021-H1`, `2021-Q3`, `2021-09`, `2021-09-T1`, `2021-W39`, as the schema stores
  /// periods.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 4, let year = Int(text.prefix(4)), (1...9998).contains(year) else {
      return nil
    }
    if bytes.count == 4, let date = CivilDate(year: year, month: 1, day: 1) {
      self.init(.year, containing: date)
      return
    }
    guard bytes.count >= 7, bytes[4] == UInt8(ascii: "-") else { return nil }
    if bytes.count == 10, bytes[7] == UInt8(ascii: "-"), bytes[8] == UInt8(ascii: "T"),
      let month = Int(text.dropFirst(5).prefix(2)), (1...12).contains(month),
      let third = Int(text.suffix(1)), (1...3).contains(third),
      let date = CivilDate(year: year, month: month, day: third * 10 - 9)
    {
      self.init(.tenDays, containing: date)
      return
    }
    let isLetter = bytes[5] > UInt8(ascii: "9")
    guard let number = Int(text.dropFirst(isLetter ? 6 : 5)), number >= 1 else { return nil }
    switch (bytes[5], number) {
    case (UInt8(ascii: "Q"), 1...4): self.init(.quarter, year: year, month: number * 3)
    case (UInt8(ascii: "H"), 1...2): self.init(.halfYear, year: year, month: number * 6)
    case (UInt8(ascii: "W"), 1...53):
      guard let anchor = CivilDate(year: year, month: 1, day: 4),
        let date = anchor.adding(days: (number - 1) * 7)
      else { return nil }
      self.init(.week, containing: date)
    case (_, 1...12) where !isLetter: self.init(.month, year: year, month: number)
    default: return nil
    }
  }

  private init?(_ kind: Kind, year: Int, month: Int) {
    guard let date = CivilDate(year: year, month: month, day: 1) else { return nil }
    self.init(kind, containing: date)
  }

  /// Kind and first day in one number; periods of one kind sort by time.
  var encoded: Int64 { Int64(start.days) * 16 + kind.number }

  /// The period of an encoded form.
  init?(encoded: Int64) {
    let kinds = Kind.allCases
    guard let start = CivilDate(days: Int32(clamping: encoded >> 4)),
      kinds.indices.contains(Int(encoded & 15))
    else { return nil }
    self.init(kinds[Int(encoded & 15)], containing: start)
  }

  /// The written form, such as `2021-Q3`, `2021-W39`, `2021-10-T1`, `2021-10-H2` or `2021-09/10`.
  public var label: String {
    let (year, month, day) = start.components
    switch kind {
    case .day: return start.description
    case .week:
      // The week belongs to the year of its Thursday.
      let thursday = start.adding(days: 3) ?? start
      let newYear = CivilDate(year: thursday.year, month: 1, day: 1) ?? thursday
      return "\(thursday.year)-W\(Period.two(Int(thursday.days - newYear.days) / 7 + 1))"
    case .tenDays: return "\(year)-\(Period.two(month))-T\(day / 10 + 1)"
    case .halfMonth: return "\(year)-\(Period.two(month))-H\(day == 1 ? 1 : 2)"
    case .month: return "\(year)-\(Period.two(month))"
    case .twoMonths: return "\(year)-\(Period.two(month))/\(Period.two(month + 1))"
    case .quarter: return "\(year)-Q\((month + 2) / 3)"
    case .halfYear: return "\(year)-H\(month == 1 ? 1 : 2)"
    case .year: return "\(year)"
    }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension CivilDate {
  /// The same day so many months later; the month's last day where it has no such day.
  public func adding(months count: Int) -> CivilDate? {
    let (year, month, day) = components
    let (total, overflow) = (year * 12 + month - 1).addingReportingOverflow(count)
    guard !overflow, total >= 12 else { return nil }
    let (newYear, newMonth) = (total / 12, total % 12 + 1)
    guard newYear <= 9999 else { return nil }
    return CivilDate(
      year: newYear, month: newMonth,
      day: min(day, CivilDate.dayCount(year: newYear, month: newMonth)))
  }
}
