// Guarantees: RFC 4180 with what real files do: CRLF or LF, a BOM or none, quotation marks doubled,
// line ends inside quotation marks, a last line without a line end. Bytes that are not UTF-8 are
// refused with what they most likely are. Rows keep the number of the line they begin on.

/// Comma-separated values.
struct CSVReader {
  /// A row of a file.
  struct Row: Sendable {
    /// The line the row begins on, from 1.
    let line: Int
    let cells: [String]

    /// True where no cell holds anything but space.
    var isBlank: Bool { cells.allSatisfy { $0.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } } }
  }

  /// Why a file cannot be read.
  enum Flaw: Error, Hashable {
    /// Not UTF-8; every byte pair fits GBK.
    case looksLikeGBK
    case notUTF8(line: Int)
    /// A quotation mark that is never closed, opened on this line.
    case openQuote(line: Int)
    /// Something other than a comma or a line end after a closing quotation mark.
    case strayQuote(line: Int)
    /// An .xlsx or .xls file by its first bytes.
    case workbook
  }

  private let bytes: [UInt8]
  private var at = 0
  private var line = 1

  /// Checks what the bytes are.
  init(_ bytes: [UInt8]) throws(Flaw) {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
    {
      throw .workbook
    }
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    guard let flaw = Self.firstFlaw(in: bytes) else { return }
    if Self.fitsGBK(bytes) { throw .looksLikeGBK }
    throw .notUTF8(line: bytes[..<flaw].count { $0 == 0x0A } + 1)
  }

  /// The next row; nil at the end.
  mutating func next() throws(Flaw) -> Row? {
    guard at < bytes.count else { return nil }
    let first = line
    var cells: [String] = []
    while true {
      cells.append(try cell())
      guard at < bytes.count else { break }
      let byte = bytes[at]
      at += 1
      if byte == 0x2C {
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
  private mutating func cell() throws(Flaw) -> String {
    guard at < bytes.count, bytes[at] == 0x22 else {
      let start = at
      while at < bytes.count, bytes[at] != 0x2C, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
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
          guard at == bytes.count || bytes[at] == 0x2C || bytes[at] == 0x0A || bytes[at] == 0x0D
          else { throw .strayQuote(line: line) }
          return String(decoding: text, as: UTF8.self)
        }
        at += 1
      } else if byte == 0x0A {
        line += 1
      }
      text.append(byte)
    }
    throw .openQuote(line: opened)
  }

  /// The offset of the first byte that is not UTF-8; nil if all are.
  private static func firstFlaw(in bytes: [UInt8]) -> Int? {
    do {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  private static func fitsGBK(_ bytes: [UInt8]) -> Bool {
    var index = 0
    while index < bytes.count {
      if bytes[index] < 0x80 {
        index += 1
        continue
      }
      guard bytes[index] >= 0x81, bytes[index] <= 0xFE, index + 1 < bytes.count,
        bytes[index + 1] >= 0x40, bytes[index + 1] <= 0xFE, bytes[index + 1] != 0x7F
      else { return false }
      index += 2
    }
    return true
  }
}

/// Writes comma-separated values: quotation marks only where needed, CRLF line ends.
struct CSVWriter {
  private(set) var bytes: [UInt8] = []

  /// A row.
  mutating func row(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      append(cell)
    }
    bytes.append(0x0D)
    bytes.append(0x0A)
  }

  /// Forgets what was written and keeps the buffer.
  mutating func reset() { bytes.removeAll(keepingCapacity: true) }

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
