// Moments as offices read them: China Standard Time, eight hours east, without summer time
// since 1991.

package import Causality

/// Moments in China Standard Time.
package enum LocalTime {
  private static let dayMilliseconds: Int64 = 86_400_000
  private static let eastMilliseconds: Int64 = 28_800_000

  /// The day of a moment, milliseconds since 1970; nil beyond the calendar's years.
  package static func day(_ milliseconds: Int64) -> CivilDate? {
    let (local, overflow) = milliseconds.addingReportingOverflow(eastMilliseconds)
    let day =
      local >= 0 ? local / dayMilliseconds : -((dayMilliseconds - 1 - local) / dayMilliseconds)
    return overflow ? nil : Int32(exactly: day).flatMap { CivilDate(days: $0) }
  }

  /// `2021-09-28 16:30`; empty beyond the calendar's years.
  package static func minute(_ milliseconds: UInt64) -> String {
    let milliseconds = Int64(clamping: milliseconds)
    guard let day = day(milliseconds) else { return "" }
    let minutes = (milliseconds + eastMilliseconds) / 60_000 % 1_440
    return "\(day) \(two(minutes / 60)):\(two(minutes % 60))"
  }

  /// `16:30`; empty beyond the calendar's years.
  package static func clock(_ milliseconds: UInt64) -> String {
    String(minute(milliseconds).suffix(5))
  }

  private static func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
