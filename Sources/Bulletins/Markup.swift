// Bytes of XML and HTML as they are written: markup as given, everything else escaped.

internal import Workbooks

/// A growing text of markup.
struct Markup {
  private(set) var bytes: [UInt8] = []

  /// Appends markup, which may hold no text from outside.
  mutating func raw(_ markup: StaticString) {
    markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Appends text from anywhere, escaped for content and for attributes in double quotes.
  mutating func text(_ text: String) { PlainText.escape(text, into: &bytes) }

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Appends a number.
  mutating func number(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

  /// Appends markup of another document of the same kind.
  mutating func append(_ other: Markup) { bytes.append(contentsOf: other.bytes) }
}

extension Markup {
  /// Appends bytes in base 64, as data addresses hold them.
  mutating func base64(_ data: [UInt8]) {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var place = 0
    while place < data.count {
      let group = data[place..<min(place + 3, data.count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for digit in 0..<4 {
        append(
          digit <= group.count ? digits[bits >> (18 - 6 * digit) & 63] : UInt8(ascii: "="))
      }
      place += 3
    }
  }
}
