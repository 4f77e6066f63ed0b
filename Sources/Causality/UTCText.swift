// A moment as text, without a calendar library: what JSON, logs and errors say of milliseconds
// since 1970, in every room alike.

/// Moments as RFC 3339 in UTC.
public enum UTCText {
  private static let dayMilliseconds: Int64 = 86_400_000

  /// `2021-09-28T08:30:00.000Z`; nil outside of the years 1 to 9999.
  public static func of(milliseconds: Int64) -> String? {
    var (days, rest) = milliseconds.quotientAndRemainder(dividingBy: dayMilliseconds)
    if rest < 0 { (days, rest) = (days - 1, rest + dayMilliseconds) }
    guard let date = Int32(exactly: days).flatMap({ CivilDate(days: $0) }) else { return nil }
    // Nine digits behind a one that keeps the zeros: hours, minutes, seconds, milliseconds.
    let minutes = rest / 60_000
    let time = String(
      1_000_000_000 + minutes / 60 * 10_000_000 + minutes % 60 * 100_000 + rest % 60_000
    ).dropFirst()
    let (hour, minute) = (time.prefix(2), time.dropFirst(2).prefix(2))
    return "\(date)T\(hour):\(minute):\(time.dropFirst(4).prefix(2)).\(time.suffix(3))Z"
  }
}
