// Text as a cell of a spreadsheet holds it: at most 32,767 units of UTF-16, and never an escape
// that a reader would decode. What is cut is said in the cell.

internal import Catalogue

enum CellText {
  /// What Excel, WPS and LibreOffice hold in a cell, in units of UTF-16.
  static let unitsMax = 32_767
  /// Room for the sentence that says what was cut.
  private static let noteUnitsMax = 80

  /// The text for a cell: cleaned, cut with a note when it is too long, and with a literal
  /// `_x000D_` written so that it is shown as it is. O(length).
  static func prepared(_ text: String, in language: Language) -> String {
    var cleaned = PlainText.cleaned(text)
    if cleaned.utf8.count > unitsMax, cleaned.utf16.count > unitsMax {
      var units = 0
      var kept = String.UnicodeScalarView()
      for scalar in cleaned.unicodeScalars {
        units += scalar.value > 0xFFFF ? 2 : 1
        if units > unitsMax - noteUnitsMax { break }
        kept.append(scalar)
      }
      let note = Catalogue.text(
        Message("workbook.cut", [String(cleaned.unicodeScalars.count)]), in: language)
      cleaned = String(kept) + note
    }
    return cleaned.utf8.contains(UInt8(ascii: "_")) ? escaped(cleaned) : cleaned
  }

  /// `_x` with four hexadecimal digits and `_` is an escape of the format: its first sign is
  /// escaped.
  private static func escaped(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for (place, byte) in bytes.enumerated() {
      result.append(byte)
      guard byte == UInt8(ascii: "_"), place + 6 < bytes.count,
        bytes[place + 1] == UInt8(ascii: "x"), bytes[place + 6] == UInt8(ascii: "_"),
        bytes[(place + 2)...(place + 5)].allSatisfy(isHexadecimal)
      else { continue }
      result.append(contentsOf: "x005F_".utf8)
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }
}

/// Whether a text was cut when it was put into a cell.
package enum CellLimit {
  /// Whether a text is longer than a cell holds.
  package static func isCut(_ text: String) -> Bool {
    text.utf8.count > CellText.unitsMax && PlainText.cleaned(text).utf16.count > CellText.unitsMax
  }

  /// Whether `shown` is what a cell shows of a longer text, in either language.
  package static func isCut(_ text: String, to shown: String) -> Bool {
    [Language.zh, .en].contains { CellText.prepared(text, in: $0) == shown }
  }
}
