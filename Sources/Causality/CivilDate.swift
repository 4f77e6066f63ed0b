// A date of the Gregorian calendar, without time or zone: what people write into a business date.
// The calendar is extended backwards without a gap; years 1 to 9999.

/// A calendar day, counted from 1970-01-01.
@frozen
public struct CivilDate: Hashable, Sendable {
  /// Days since 1970-01-01, negative before it.
  public let days: Int32

  /// 0001-01-01.
  public static var earliest: CivilDate { CivilDate(unchecked: -719_162) }
  /// 9999-12-31.
  public static var latest: CivilDate { CivilDate(unchecked: 2_932_896) }

  private init(unchecked days: Int32) {
    self.days = days
  }

  /// Nil outside of 0001-01-01...9999-12-31.
  public init?(days: Int32) {
    guard (CivilDate.earliest.days...CivilDate.latest.days).contains(days) else { return nil }
    self.days = days
  }

  /// Nil when there is no such day or the year is not within 1...9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDate.dayCount(year: year, month: month)
    else { return nil }
    days = Int32(
      CivilDate.daysBefore(year: year)
        + CivilDate.daysBefore(month: month, isLeap: CivilDate.isLeap(year: year))
        + day - 1 + Int(CivilDate.earliest.days))
  }

  /// Reads "2021-09-28": exactly four, two and two ASCII digits. Nil otherwise, and for no such
  /// day.
  public init?(iso text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = CivilDate.number(bytes[0..<4]), let month = CivilDate.number(bytes[5..<7]),
      let day = CivilDate.number(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var result = 0
    for byte in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      result = result * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return result
  }

  /// Whether a year has a 29 February.
  public static func isLeap(year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// How many days a month (1...12) has in a year.
  public static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 2: isLeap(year: year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 0001-01-01 to the first day of a year.
  private static func daysBefore(year: Int) -> Int {
    let past = year - 1
    return past * 365 + past / 4 - past / 100 + past / 400
  }

  /// Days from 1 January to the first day of a month.
  private static func daysBefore(month: Int, isLeap: Bool) -> Int {
    // Months from March on: 153 days in every five, 31 30 31 30 31.
    month <= 2 ? (month - 1) * 31 : (153 * (month - 3) + 2) / 5 + (isLeap ? 60 : 59)
  }

  /// Year (1...9999), month (1...12) and day of the month (1...31).
  public var components: (year: Int, month: Int, day: Int) {
    let count = Int(days) - Int(CivilDate.earliest.days)
    // Blocks of 400, 100, 4 and 1 years; the last day of a block of 400 or of 4 belongs to it.
    let (centuries4, inCenturies4) = count.quotientAndRemainder(dividingBy: 146_097)
    let century = min(inCenturies4 / 36_524, 3)
    let inCentury = inCenturies4 - century * 36_524
    let (years4, inYears4) = inCentury.quotientAndRemainder(dividingBy: 1_461)
    let yearOfFour = min(inYears4 / 365, 3)
    let year = centuries4 * 400 + century * 100 + years4 * 4 + yearOfFour + 1
    let dayOfYear = inYears4 - yearOfFour * 365
    let isLeap = CivilDate.isLeap(year: year)
    var month = min(dayOfYear / 31 + 1, 12)
    if month < 12, dayOfYear >= CivilDate.daysBefore(month: month + 1, isLeap: isLeap) {
      month += 1
    }
    return (year, month, dayOfYear - CivilDate.daysBefore(month: month, isLeap: isLeap) + 1)
  }

  /// 1...9999.
  public var year: Int { components.year }
  /// 1...12.
  public var month: Int { components.month }
  /// The day of the month, 1...31.
  public var day: Int { components.day }

  /// 1 for Monday to 7 for Sunday.
  public var weekday: Int {
    // 0001-01-01 is a Monday.
    (Int(days) - Int(CivilDate.earliest.days)) % 7 + 1
  }

  /// The day so many days later, earlier for a negative count; nil outside of the years 1 to 9999.
  public func adding(days count: Int) -> CivilDate? {
    let (sum, overflow) = Int(days).addingReportingOverflow(count)
    guard !overflow, let days = Int32(exactly: sum) else { return nil }
    return CivilDate(days: days)
  }
}

extension CivilDate: Comparable {
  @inlinable
  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    left.days < right.days
  }
}

extension CivilDate: CustomStringConvertible {
  /// "2021-09-28".
  public var description: String {
    let (year, month, day) = components
    let digits = String(year * 10_000 + month * 100 + day + 100_000_000)
      .dropFirst()
    return "\(digits.prefix(4))-\(digits.dropFirst(4).prefix(2))-\(digits.suffix(2))"
  }
}
