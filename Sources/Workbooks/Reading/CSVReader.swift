// Guarantees: RFC 4180 with what real files do: CRLF or LF, commas (wide ones too), semicolons or
// tabs, quotation marks doubled, line ends inside quotation marks (each read as LF), a last line
// without a line end. Rows keep the number of the line they begin on.

/// Comma-separated values in UTF-8.
package struct CSVReader {
  /// A row of a file.
  package struct Row: Sendable {
    /// The line the row begins on, from 1.
    package let line: Int
    /// From the left, quotation marks taken off.
    package let cells: [String]

    /// True where no cell holds anything but space.
    package var isBlank: Bool {
      cells.allSatisfy { $0.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
    }
  }

  private let bytes: [UInt8]
  private var at = 0
  private var line = 1

  private let mark: UInt8
  /// What stands between the cells.
  package let separator: CellSeparator

  /// Bytes of a text file in UTF-8, UTF-16 with a mark, or GB18030.
  package init(_ bytes: [UInt8]) throws(BookFault) {
    let text = try TextDecoding.utf8(bytes)
    self.init(text: text, CellSeparator(of: text))
  }

  /// Bytes in UTF-8 whose separator is known.
  init(text: [UInt8], _ separator: CellSeparator) {
    self.separator = separator
    mark = separator.byte
    bytes = separator == .wideComma ? CellSeparator.narrowed(text) : text
  }

  /// The next row; nil at the end.
  package mutating func next() throws(BookFault) -> Row? {
    guard at < bytes.count else { return nil }
    let first = line
    var cells: [String] = []
    while true {
      cells.append(try cell())
      guard at < bytes.count else { break }
      let byte = bytes[at]
      at += 1
      if byte == mark {
        if at == bytes.count { cells.append("") }
        if at < bytes.count { continue }
        break
      }
      if byte == 0x0D, at < bytes.count, bytes[at] == 0x0A { at += 1 }
      line += 1
      break
    }
    return Row(line: first, cells: cells)
  }

  /// One cell; leaves `at` on the comma or line end behind it.
  private mutating func cell() throws(BookFault) -> String {
    guard at < bytes.count, bytes[at] == 0x22 else {
      let start = at
      while at < bytes.count, bytes[at] != mark, bytes[at] != 0x0A, bytes[at] != 0x0D {
        at += 1
      }
      return String(decoding: bytes[start..<at], as: UTF8.self)
    }
    let opened = line
    at += 1
    var text: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if byte == 0x22 {
        guard at < bytes.count, bytes[at] == 0x22 else {
          guard
            at == bytes.count || bytes[at] == mark || bytes[at] == 0x0A || bytes[at] == 0x0D
          else { throw BookFault(.openQuote, place: "\(line)") }
          return String(decoding: text, as: UTF8.self)
        }
        at += 1
      } else if byte == 0x0A {
        line += 1
      } else if byte == 0x0D {
        // A line end within a cell is one sign, as programs of other systems write it or not.
        if at < bytes.count, bytes[at] == 0x0A { continue }
        line += 1
        text.append(0x0A)
        continue
      }
      text.append(byte)
    }
    throw BookFault(.openQuote, place: "\(opened)")
  }
}

/// Writes comma-separated values: quotation marks only where needed, CRLF line ends.
package struct CSVWriter {
  /// What was written so far, in UTF-8.
  package private(set) var bytes: [UInt8] = []

  /// A file without rows.
  package init() {}

  /// A row.
  package mutating func row(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      append(cell)
    }
    bytes.append(0x0D)
    bytes.append(0x0A)
  }

  /// Forgets what was written and keeps the buffer.
  package mutating func reset() { bytes.removeAll(keepingCapacity: true) }

  private mutating func append(_ cell: String) {
    let needsQuotes =
      cell.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
      || cell.utf8.first == 0x20 || cell.utf8.last == 0x20
    guard needsQuotes else {
      bytes.append(contentsOf: cell.utf8)
      return
    }
    bytes.append(0x22)
    for byte in cell.utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }
}

/// Cells of CSV that a spreadsheet would run as a formula.
package enum FormulaGuard {
  /// The text with an apostrophe before it where it begins as a formula does; ``opened(_:)`` takes
  /// it off.
  package static func closed(_ text: String) -> String {
    isRisky(text.utf8[...]) ? "'" + text : text
  }

  /// The text without the apostrophe that ``closed(_:)`` put before it.
  package static func opened(_ text: String) -> String {
    text.utf8.first == 0x27 && isRisky(text.utf8.dropFirst()) ? String(text.dropFirst()) : text
  }

  /// Whether, behind apostrophes and spaces, a sign stands with which formulas begin; of `=+-@` the
  /// full-width ones too, which programs in Chinese take for them.
  private static func isRisky(_ bytes: Substring.UTF8View) -> Bool {
    let rest = bytes.drop { $0 == 0x27 || $0 == 0x20 }
    switch rest.first {
    case 0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0A, 0x0D: return true
    case 0xEF: return ["＝", "＋", "－", "＠"].contains { rest.starts(with: $0.utf8) }
    default: return false
    }
  }

  /// The text of a formula that is nothing but one text, as programs write codes into text files so
  /// that no digit is lost: `="0123"` is `0123`; any other text as it stands.
  static func bare(_ text: String) -> String {
    guard text.utf8.count >= 3, text.hasPrefix("=\""), text.hasSuffix("\"") else { return text }
    let inside = text.dropFirst(2).dropLast()
    let single = inside.replacing("\"\"", with: "")
    return single.contains("\"") ? text : String(inside.replacing("\"\"", with: "\""))
  }
}
