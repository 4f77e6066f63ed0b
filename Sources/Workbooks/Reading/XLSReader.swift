// Workbooks of Excel 97–2003 (BIFF8), as WPS still saves them. Guarantees: memory-safe whatever the
// bytes; every record lies within its stream; cells, rows and merged ranges within the limits.

internal import Glibc

/// Reads .xls files.
struct XLSReader {
  private let stream: [UInt8]
  private let limits: ReadLimits
  private var strings: [String] = []
  private var formats: [Int: Bool] = [:]
  private var areDays: [Bool] = []
  private var from1904 = false
  private var cellCount = 0

  static func read(_ bytes: [UInt8], _ limits: ReadLimits) throws(BookFault) -> SheetBook {
    let file = try CompoundFile(bytes)
    let names = Set(file.names)
    if names.contains("EncryptedPackage") { throw BookFault(.password) }
    if names.contains("WordDocument") { throw BookFault(.notASheet, "Word") }
    if names.contains("PowerPoint Document") { throw BookFault(.notASheet, "PowerPoint") }
    guard let stream = try file.stream("Workbook") else {
      throw names.contains("Book")
        ? BookFault(.otherFormat, "Excel 5/95") : BookFault(.notASheet, "OLE")
    }
    var reader = XLSReader(stream: stream, limits)
    var book = try reader.book()
    book.hasMacros = names.contains("_VBA_PROJECT") || names.contains("dir")
    return book
  }

  private init(stream: [UInt8], _ limits: ReadLimits) {
    self.stream = stream
    self.limits = limits
  }

  private struct Piece {
    let kind: UInt16
    let start: Int
    let count: Int
  }

  /// The record at a place; nil at the end of the stream.
  private func record(_ at: Int) -> Piece? {
    guard at >= 0, at + 4 <= stream.count else { return nil }
    let count = Int(stream.u16(at + 2))
    guard at + 4 + count <= stream.count else { return nil }
    return Piece(kind: stream.u16(at), start: at + 4, count: count)
  }

  private mutating func book() throws(BookFault) -> SheetBook {
    var places: [(at: Int, sheet: BookSheet)] = []
    var at = 0
    guard let begin = record(0), begin.kind == 0x0809 else { throw BookFault(.damaged, "BIFF") }
    guard stream.u16(begin.start) == 0x0600 else { throw BookFault(.otherFormat, "Excel 5/95") }
    globals: while let piece = record(at) {
      at = piece.start + piece.count
      switch piece.kind {
      case 0x002F: throw BookFault(.password)
      case 0x0022: from1904 = stream.u16(piece.start) == 1
      case 0x041E:
        let format = Int(stream.u16(piece.start))
        formats[format] = NumberFormat.isDay(text(at: piece.start + 2, in: piece))
      case 0x00E0: if areDays.count < 70_000 { areDays.append(isDay(piece)) }
      case 0x0085:
        guard places.count < limits.sheetsMax else {
          throw BookFault(.tooManyCells, "> \(limits.sheetsMax)")
        }
        // Kind 0 is a sheet of cells; charts and macros are others.
        guard stream.u16(piece.start + 4) >> 8 == 0 else { continue }
        let units = Int(stream.u16(piece.start + 6) & 0xFF)
        let name = text(
          units, isWide: stream.u16(piece.start + 7) & 1 == 1, at: piece.start + 8, in: piece)
        places.append(
          (
            Int(stream.u32(piece.start)),
            BookSheet(name: name, isHidden: stream.u16(piece.start + 4) & 3 != 0)
          ))
      case 0x00FC:
        var pieces = [Array(stream[piece.start..<at])]
        while let more = record(at), more.kind == 0x003C {
          pieces.append(Array(stream[more.start..<(more.start + more.count)]))
          at = more.start + more.count
        }
        strings = try XLSStrings.read(pieces, limits)
      case 0x000A: break globals
      default: break
      }
    }
    var book = SheetBook(format: .xls, sheets: [])
    for (at, named) in places {
      var sheet = named
      sheet.daysFrom1904 = from1904
      book.sheets.append(try cells(of: sheet, at: at))
    }
    return book
  }

  private func isDay(_ piece: Piece) -> Bool {
    let format = Int(stream.u16(piece.start + 2))
    return formats[format] ?? NumberFormat.isDay(format)
  }

  /// A text with its count of two bytes and its flags.
  private func text(at: Int, in piece: Piece) -> String {
    text(Int(stream.u16(at)), isWide: stream.u16(at + 2) & 1 == 1, at: at + 3, in: piece)
  }

  private func text(_ units: Int, isWide: Bool, at: Int, in piece: Piece) -> String {
    let room = max(0, piece.start + piece.count - at)
    let count = min(units, isWide ? room / 2 : room)
    guard count > 0 else { return "" }
    return String(
      decoding: (0..<count).map { isWide ? stream.u16(at + $0 * 2) : UInt16(stream[at + $0]) },
      as: UTF16.self)
  }

  // MARK: One sheet

  private mutating func cells(of sheet: BookSheet, at start: Int) throws(BookFault) -> BookSheet {
    var sheet = sheet
    var rows: [Int: [(column: Int, cell: SheetCell)]] = [:]
    var hidden: Set<Int> = []
    var waiting: (row: Int, column: Int)?
    var depth = 0
    var at = start
    guard let begin = record(at), begin.kind == 0x0809 else {
      throw BookFault(.damaged, place: sheet.name, "BIFF")
    }
    sheetRecords: while let piece = record(at) {
      at = piece.start + piece.count
      let row = Int(stream.u16(piece.start))
      let column = Int(stream.u16(piece.start + 2))
      var found: [(Int, SheetCell)] = []
      switch piece.kind {
      case 0x0809: depth += 1
      case 0x000A:
        depth -= 1
        if depth <= 0 { break sheetRecords }
      case 0x00E5: try merge(piece, &sheet)
      // The row itself; bit 5 of its options hides it.
      case 0x0208 where piece.count >= 14 && depth == 1:
        if stream.u16(piece.start + 12) & 0x20 != 0 { hidden.insert(row) }
      case 0x00FD where piece.count >= 10:
        let index = Int(stream.u32(piece.start + 6))
        guard index < strings.count else { throw BookFault(.damaged, place: sheet.name, "SST") }
        found = [(column, .text(strings[index]))]
      case 0x0204: found = [(column, .text(text(at: piece.start + 6, in: piece)))]
      case 0x0203 where piece.count >= 14:
        found = [(column, number(stream.double(piece.start + 6), piece.start + 4))]
      case 0x027E where piece.count >= 10:
        found = [(column, number(Self.rk(stream.u32(piece.start + 6)), piece.start + 4))]
      case 0x00BD where piece.count >= 6:
        for index in 0..<((piece.count - 6) / 6) {
          let place = piece.start + 4 + index * 6
          found.append((column + index, number(Self.rk(stream.u32(place + 2)), place)))
        }
      case 0x0205 where piece.count >= 8: found = [(column, boolean(piece.start + 6))]
      case 0x0006 where piece.count >= 14:
        if let value = formula(piece) { found = [(column, value)] } else { waiting = (row, column) }
      case 0x0207:
        if let place = waiting {
          rows[place.row, default: []].append(
            (place.column, .text(text(at: piece.start, in: piece))))
          waiting = nil
          cellCount += 1
        }
      default: break
      }
      guard depth == 1, !found.isEmpty else { continue }
      cellCount += found.count
      guard cellCount <= limits.cellsMax else {
        throw BookFault(.tooManyCells, place: sheet.name, "> \(limits.cellsMax)")
      }
      rows[row, default: []] += found
    }
    for (row, cells) in rows.sorted(by: { $0.key < $1.key }) {
      guard sheet.rows.count < limits.rowsMax else {
        throw BookFault(.tooManyRows, place: sheet.name, "\(limits.rowsMax)")
      }
      var line = [SheetCell](
        repeating: .empty, count: (cells.map(\.column).max() ?? 0) + 1)
      for (column, cell) in cells { line[column] = cell }
      var shown = SheetRow(number: row + 1, cells: line)
      shown.isHidden = hidden.contains(row)
      sheet.rows.append(shown)
    }
    return sheet
  }

  private func merge(_ piece: Piece, _ sheet: inout BookSheet) throws(BookFault) {
    let count = min(Int(stream.u16(piece.start)), (piece.count - 2) / 8)
    for index in 0..<max(0, count) {
      let at = piece.start + 2 + index * 8
      let rows = (Int(stream.u16(at)), Int(stream.u16(at + 2)))
      let columns = (Int(stream.u16(at + 4)), Int(stream.u16(at + 6)))
      guard rows.0 <= rows.1, columns.0 <= columns.1 else { continue }
      guard sheet.merged.count < limits.mergedMax else {
        throw BookFault(.tooManyCells, place: sheet.name, "> \(limits.mergedMax)")
      }
      sheet.merged.append(
        MergedRange(rows: (rows.0 + 1)...(rows.1 + 1), columns: columns.0...columns.1))
    }
  }

  private func number(_ value: Double, _ format: Int) -> SheetCell {
    let style = Int(stream.u16(format))
    if areDays.indices.contains(style), areDays[style],
      let day = NumberText.day(serial: value, from1904: from1904)
    {
      return .date(day)
    }
    return value.isFinite ? .number(value) : .error("#NUM!")
  }

  private func boolean(_ at: Int) -> SheetCell {
    let value = stream.u16(at)
    return value >> 8 == 0 ? .boolean(value & 0xFF != 0) : .error(Self.error(UInt8(value & 0xFF)))
  }

  /// The value a formula had; nil where it is a text, which the next record holds.
  private func formula(_ piece: Piece) -> SheetCell? {
    let at = piece.start + 6
    guard stream.u16(at + 6) == 0xFFFF else { return number(stream.double(at), piece.start + 4) }
    switch stream.u16(at) & 0xFF {
    case 0: return nil
    case 1: return .boolean(stream.u16(at + 2) & 0xFF != 0)
    case 2: return .error(Self.error(UInt8(stream.u16(at + 2) & 0xFF)))
    default: return .empty
    }
  }

  private static func rk(_ bits: UInt32) -> Double {
    let value =
      bits & 2 != 0
      ? Double(Int32(bitPattern: bits) >> 2)
      : Double(bitPattern: UInt64(bits & 0xFFFF_FFFC) << 32)
    return bits & 1 != 0 ? value / 100 : value
  }

  private static func error(_ code: UInt8) -> String {
    switch code {
    case 0x00: "#NULL!"
    case 0x07: "#DIV/0!"
    case 0x0F: "#VALUE!"
    case 0x17: "#REF!"
    case 0x1D: "#NAME?"
    case 0x24: "#NUM!"
    default: "#N/A"
    }
  }
}
