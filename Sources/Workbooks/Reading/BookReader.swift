// A file of spreadsheets from its bytes: what it is follows from its bytes and never from its name.
// Guarantees: bounded by the limits in memory and time; a fault names part, sheet or line.

/// Reads the bytes of a file, whatever its format.
package enum BookReader {
  /// Reads a file. O(bytes unpacked).
  ///
  /// - Throws: a fault with code, place and next step; nothing of the file is taken then.
  package static func read(
    _ bytes: [UInt8], limits: ReadLimits = ReadLimits()
  ) throws(BookFault) -> SheetBook {
    guard !bytes.isEmpty else { throw BookFault(.empty) }
    guard bytes.count <= limits.fileBytesMax else {
      throw BookFault(.tooLarge, "\(limits.fileBytesMax >> 20) MiB")
    }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      return try XLSXReader.read(bytes, limits).stamped()
    }
    if bytes.starts(with: CompoundFile.magic) {
      return try XLSReader.read(bytes, limits).stamped()
    }
    if let other = otherKind(bytes) { throw other }
    return try csv(bytes, limits)
  }

  /// Kinds of files that are met under the names of spreadsheets.
  private static func otherKind(_ bytes: [UInt8]) -> BookFault? {
    let signatures: [([UInt8], String)] = [
      (Array("%PDF".utf8), "PDF"), ([0x89, 0x50, 0x4E, 0x47], "PNG"), ([0xFF, 0xD8, 0xFF], "JPEG"),
      (Array("GIF8".utf8), "GIF"), (Array("Rar!".utf8), "RAR"), ([0x37, 0x7A, 0xBC, 0xAF], "7z"),
      ([0x1F, 0x8B], "gzip"), (Array("{\\rtf".utf8), "RTF"),
    ]
    if let found = signatures.first(where: { bytes.starts(with: $0.0) }) {
      return BookFault(.notASheet, found.1)
    }
    // .xls files that are web pages or XML, as many old systems write them; Excel 2–4 files.
    let begin = String(decoding: bytes.prefix(512).filter { $0 != 0 }, as: UTF8.self).lowercased()
    let text = begin.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
    if ["<html", "<!doctype html", "<table", "<meta", "<style"].contains(where: text.hasPrefix) {
      return BookFault(.otherFormat, "HTML")
    }
    if text.hasPrefix("<?xml") { return BookFault(.otherFormat, "XML") }
    if bytes.count > 4, bytes[0] == 0x09, [0x00, 0x02, 0x04].contains(bytes[1]), bytes[3] == 0 {
      return BookFault(.otherFormat, "Excel 2–4")
    }
    return nil
  }

  private static func csv(_ bytes: [UInt8], _ limits: ReadLimits) throws(BookFault) -> SheetBook {
    var sheet = BookSheet(name: "")
    var reader = try CSVReader(bytes)
    sheet.commasMayBeDecimal = reader.separator == .semicolon
    var cellCount = 0
    while let row = try reader.next() {
      guard !row.isBlank else { continue }
      cellCount += row.cells.count
      guard sheet.rows.count < limits.rowsMax else {
        throw BookFault(.tooManyRows, place: "\(row.line)", "\(limits.rowsMax)")
      }
      guard cellCount <= limits.cellsMax, row.cells.count <= limits.columnsMax else {
        throw BookFault(.tooManyCells, place: "\(row.line)", "> \(limits.cellsMax)")
      }
      sheet.rows.append(
        SheetRow(
          number: row.line,
          cells: row.cells.map {
            $0.isEmpty ? .empty : .text(FormulaGuard.opened(FormulaGuard.bare($0)))
          }))
    }
    return SheetBook(format: .csv, sheets: [sheet])
  }
}
