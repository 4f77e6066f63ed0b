// Numbers of spreadsheets as decimal text. A sheet keeps fifteen digits: what a sum in binary left
// behind the fifteenth is noise and is not told.

internal import Causality
internal import Glibc

/// Binary numbers of sheets as decimal text.
package enum NumberText {
  /// A whole number from here on may have lost digits when it was typed.
  package static let exactBelow = 1e15

  /// The number with at most fifteen significant digits, without an exponent where it is below
  /// 10^15.
  package static func plain(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    if value == value.rounded(), abs(value) < exactBelow { return Int64(value).description }
    let shortest = value.description
    if shortest.utf8.count <= 16, !shortest.utf8.contains(0x65) { return shortest }
    let rounded = formatted(value, "%.15g")
    guard rounded.utf8.contains(0x65), abs(value) < 1 else { return rounded }
    return trimmed(formatted(value, "%.20f"))
  }

  /// A whole number with the noughts before it that its format shows; nil where it shows none.
  static func padded(_ value: Double, to width: Int) -> String? {
    guard value == value.rounded(), (0..<exactBelow).contains(value) else { return nil }
    let digits = plain(value)
    let missing = width - digits.utf8.count
    return missing > 0 ? String(repeating: "0", count: missing) + digits : nil
  }

  /// What a sheet still knows of a number of more than fifteen digits: the first fifteen, and a
  /// sign that there were more.
  package static func knownDigits(_ value: Double) -> String {
    guard value.isFinite, abs(value) >= exactBelow else { return plain(value) }
    return (value < 0 ? "-" : "") + formatted(abs(value), "%.0f").prefix(15) + "…"
  }

  /// So many days lie between the first days of the two ways to count them.
  static let daysTo1904 = 1_462.0

  /// The day of a serial number of spreadsheets; nil outside the years 1900…2199.
  static func day(serial: Double, from1904: Bool) -> CivilDate? {
    let whole = serial.rounded(.down) + (from1904 ? daysTo1904 : 0)
    guard whole >= 1, whole < 110_000 else { return nil }
    // 29 February 1900 never was: the days before it are one off.
    let days = Int32(whole) - 25_569 + (whole < 60 ? 1 : 0)
    return CivilDate(days: days)
  }

  private static func formatted(_ value: Double, _ format: String) -> String {
    var buffer = [CChar](repeating: 0, count: 400)
    let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    let bytes = buffer.prefix(max(0, min(Int(count), buffer.count - 1)))
    return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return String(text)
  }
}

/// The number formats of cells.
enum NumberFormat {
  /// Whether a built-in format shows a day.
  static func isDay(_ number: Int) -> Bool {
    switch number {
    case 14...17, 22, 27...31, 34...36, 50...54, 57, 58: true
    default: false
    }
  }

  /// How many digits a format shows at least that is nothing but noughts, as codes and telephone
  /// numbers have it; nil for any other.
  static func noughts(_ code: String) -> Int? {
    let count = code.utf8.count
    return (2...20).contains(count) && code.utf8.allSatisfy { $0 == 0x30 } ? count : nil
  }

  /// Whether a format's code shows a number so many times smaller: a comma behind its last digit,
  /// as in `0!.0,`, with which sheets show 元 as 万元.
  static func scales(_ code: String) -> Bool {
    var (inQuotes, inBrackets, isEscaped) = (false, false, false)
    var (isDigit, isComma) = (false, false)
    for scalar in code.unicodeScalars {
      if isEscaped || inQuotes && scalar != "\"" || inBrackets && scalar != "]" {
        isEscaped = false
        continue
      }
      switch scalar {
      case "\\", "!", "_", "*": isEscaped = true
      case "\"": inQuotes.toggle()
      case "[": inBrackets = true
      case "]": inBrackets = false
      case "0", "#", "?": (isDigit, isComma) = (true, false)
      case ",": isComma = isDigit
      case ";":
        if isComma { return true }
        isDigit = false
      case ".": if isComma { return true }
      default: break
      }
    }
    return isComma
  }

  /// Whether a format's code shows a day: year or day signs, or a month without hours and seconds,
  /// outside quotation marks, brackets and escapes.
  static func isDay(_ code: String) -> Bool {
    var (year, month, day, time) = (false, false, false, false)
    var (inQuotes, inBrackets, isEscaped) = (false, false, false)
    for scalar in code.unicodeScalars {
      if isEscaped {
        isEscaped = false
        continue
      }
      switch scalar {
      case "\\", "_", "*": if !inQuotes { isEscaped = true }
      case "\"": inQuotes.toggle()
      case "[": if !inQuotes { inBrackets = true }
      case "]": if !inQuotes { inBrackets = false }
      case "y", "Y": year = year || !(inQuotes || inBrackets)
      case "m", "M": month = month || !(inQuotes || inBrackets)
      case "d", "D": day = day || !(inQuotes || inBrackets)
      case "h", "H", "s", "S": time = time || !(inQuotes || inBrackets)
      case "0", "#", "?", "@": if !inQuotes, !inBrackets { return false }
      case ";": return year || day || (month && !time)
      default: break
      }
    }
    return year || day || (month && !time)
  }
}
