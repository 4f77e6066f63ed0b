// Text made fit for XML and for cells: what XML cannot hold is shown as U+FFFD, nothing else
// changes.

/// Text as files can hold it.
public enum PlainText {
  /// The text without what XML 1.0 forbids: controls other than tab and line ends, U+FFFE and
  /// U+FFFF become U+FFFD; CR and CR LF become LF. O(length), without a copy when nothing changes.
  public static func cleaned(_ text: String) -> String {
    var text = text
    guard text.withUTF8(holdsForbidden) else { return text }
    var result = String.UnicodeScalarView()
    var wasReturn = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0D: result.append("\n")
      case 0x0A: if !wasReturn { result.append("\n") }
      case 0x09: result.append(scalar)
      case 0..<0x20, 0xFFFE, 0xFFFF: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
      wasReturn = scalar.value == 0x0D
    }
    return String(result)
  }

  /// Whether some bytes of UTF-8 hold a control that XML forbids, CR, U+FFFE or U+FFFF.
  private static func holdsForbidden(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for (place, byte) in bytes.enumerated() {
      if byte < 0x20, byte != 0x09, byte != 0x0A { return true }
      // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
      if byte == 0xEF, bytes[place + 1] == 0xBF, bytes[place + 2] >= 0xBE { return true }
    }
    return false
  }

  /// Appends text as XML character data, or between double quotes: cleaned, with `& < > "` as
  /// entities and `'` as `&#39;`. O(length).
  public static func escape(_ text: String, into bytes: inout [UInt8]) {
    for byte in cleaned(text).utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
      case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
      case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
      case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
      case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
      default: bytes.append(byte)
      }
    }
  }

  /// How wide a text is on paper, in halves of a Chinese character; the widest of its lines. It
  /// stops counting at `limit`. O(length).
  public static func width(_ text: String, limit: Int = Int.max) -> Int {
    var widest = 0
    var line = 0
    for scalar in text.unicodeScalars {
      if scalar == "\n" {
        line = 0
        continue
      }
      line += scalar.value < 0x1100 ? 1 : 2
      widest = max(widest, line)
      if widest >= limit { return limit }
    }
    return widest
  }
}
