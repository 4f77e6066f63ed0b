// RFC 3339 in UTC with milliseconds, to and from milliseconds since 1970, without a calendar
// library: exact for the years 0001 to 9999. For people, China Standard Time, which has no summer
// time since 1991: what is shown or typed without a zone means the same on every computer.

internal import Causality

/// Instants as text.
enum InstantText {
  private static let dayMilliseconds: Int64 = 86_400_000
  /// China Standard Time lies eight hours east.
  fileprivate static let localMilliseconds: Int64 = 28_800_000

  /// `2021-09-28T08:30:00.000Z`; beyond the calendar its last moment.
  static func format(_ milliseconds: Int64) -> String {
    UTCText.of(milliseconds: milliseconds) ?? "\(CivilDate.latest)T23:59:59.999Z"
  }

  /// The instant of a hybrid timestamp.
  static func format(_ clock: HybridTimestamp) -> String {
    format(Int64(clamping: clock.milliseconds))
  }

  /// `2021-09-28 16:30` in China Standard Time, for people.
  static func formatLocal(_ milliseconds: Int64) -> String {
    let (local, overflow) = milliseconds.addingReportingOverflow(localMilliseconds)
    let text = format(overflow ? .max : local)
    return text.prefix(10) + " " + text.dropFirst(11).prefix(5)
  }

  /// The same of milliseconds as stores note them.
  static func formatLocal(_ milliseconds: UInt64) -> String {
    formatLocal(Int64(clamping: milliseconds))
  }

  /// Reads `2021-09-28`, `2021-09-28T16:30`, `…:00`, `….123`, with `Z` or an offset; without
  /// one it is China Standard Time. A date alone is its first millisecond. Nil if it is not a time.
  static func parse(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10,
      let date = CivilDate(iso: String(decoding: bytes[..<10], as: UTF8.self))
    else { return nil }
    var total = Int64(date.days) * dayMilliseconds
    guard bytes.count > 10 else { return total - localMilliseconds }
    guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
    var scanner = DigitScanner(bytes: bytes, index: 11)
    guard let hours = scanner.two(), hours < 24, scanner.skip(":"), let minutes = scanner.two(),
      minutes < 60
    else { return nil }
    total += Int64(hours) * 3_600_000 + Int64(minutes) * 60_000
    if scanner.skip(":") {
      guard let seconds = scanner.two(), seconds < 60 else { return nil }
      total += Int64(seconds) * 1000
      if scanner.skip(".") {
        guard let fraction = scanner.fraction() else { return nil }
        total += Int64(fraction)
      }
    }
    return scanner.offset(of: total)
  }
}

/// Reads the digits of a time of day.
private struct DigitScanner {
  let bytes: [UInt8]
  var index: Int

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard index < bytes.count, bytes[index] == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  mutating func two() -> Int? {
    guard index + 2 <= bytes.count, let tens = digit(index), let units = digit(index + 1) else {
      return nil
    }
    index += 2
    return tens * 10 + units
  }

  /// Up to nine digits of a second's fraction, as milliseconds; what is finer is dropped.
  mutating func fraction() -> Int? {
    var value = 0
    var count = 0
    while index < bytes.count, let next = digit(index), count < 9 {
      if count < 3 { value = value * 10 + next }
      count += 1
      index += 1
    }
    guard count > 0 else { return nil }
    for _ in min(count, 3)..<3 { value *= 10 }
    return value
  }

  /// The instant of a local total, by the `Z`, offset or nothing that follows; nil on anything
  /// else.
  mutating func offset(of total: Int64) -> Int64? {
    if index == bytes.count { return total - InstantText.localMilliseconds }
    if skip("Z") { return index == bytes.count ? total : nil }
    let isEast = skip("+")
    guard isEast || skip("-"), let hours = two(), hours < 15 else { return nil }
    _ = skip(":")
    guard let minutes = two(), minutes < 60, index == bytes.count else { return nil }
    let offset = Int64(hours * 60 + minutes) * 60_000
    return isEast ? total - offset : total + offset
  }

  private func digit(_ index: Int) -> Int? {
    let byte = bytes[index]
    return byte >= 0x30 && byte <= 0x39 ? Int(byte - 0x30) : nil
  }
}
