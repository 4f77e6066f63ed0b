// One sheet of an .xlsx file, cell by cell as it streams by. Guarantees: no more rows, empty ones
// too, columns, cells and merged ranges than the limits; formulas give the value they had when the
// file was saved.

internal import Glibc

/// `xl/worksheets/sheetN.xml`.
final class SheetPart: XMLPart {
  private(set) var sheet: BookSheet
  private(set) var cellCount: Int
  private(set) var emptyRows: Int
  private let strings: [String]
  private let areDays: [Bool]
  private let scaled: Set<Int>
  private let noughts: [Int: Int]
  private let from1904: Bool
  private let limits: ReadLimits

  private enum Kind {
    case number, shared, text, boolean, error, iso
  }

  private var cells: [SheetCell] = []
  private var row = 0
  private var column = -1
  private var kind = Kind.number
  private var style = 0
  private var bytes: [UInt8] = []
  private var inValue = false
  private var hasFormula = false
  private var hasValue = false
  private var inRow = false
  private var isHidden = false
  private var phonetics = 0

  /// - Parameters:
  ///   - cellCount: cells that other sheets of the file hold.
  ///   - emptyRows: rows without a value that other sheets have.
  init(
    _ sheet: BookSheet, strings: [String], _ styles: StylesPart, from1904: Bool, cellCount: Int,
    emptyRows: Int, _ limits: ReadLimits
  ) {
    var sheet = sheet
    sheet.daysFrom1904 = from1904
    self.sheet = sheet
    self.strings = strings
    areDays = styles.areDays
    scaled = styles.scaled
    noughts = styles.noughts
    self.from1904 = from1904
    self.cellCount = cellCount
    self.emptyRows = emptyRows
    self.limits = limits
  }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    switch name {
    case "c": startCell(attributes)
    case "v", "t": if column >= 0, phonetics == 0 { inValue = true }
    case "f": if column >= 0 { hasFormula = true }
    case "rPh": phonetics += 1
    case "row":
      // Rows hold no rows: taken as one, it would count twice.
      guard !inRow else {
        fault = BookFault(.damaged, place: place, "<row>")
        return
      }
      inRow = true
      isHidden = ["1", "true"].contains(attributes["hidden"])
      row = max(row + 1, attributes.int("r") ?? 0)
      column = -1
      cells.removeAll(keepingCapacity: true)
    case "mergeCell": merge(attributes)
    default: break
    }
  }

  override func end(_ name: XMLName) {
    switch name {
    case "v", "t":
      if inValue { hasValue = true }
      inValue = false
    case "c": endCell()
    case "rPh": phonetics -= 1
    case "row": endRow()
    default: break
    }
  }

  override func text(_ piece: UnsafeBufferPointer<UInt8>) {
    guard inValue else { return }
    guard bytes.count + piece.count <= limits.cellBytesMax else {
      fault = BookFault(.tooManyCells, place: place, "> \(limits.cellBytesMax)")
      return
    }
    bytes.append(contentsOf: piece)
  }

  private var place: String { "\(sheet.name)!\(ColumnName.letters(max(0, column)))\(row)" }

  private func startCell(_ attributes: XMLAttributes) {
    let named = attributes.bytes("r").flatMap { ColumnName.place($0) }?.column
    // Formats painted over whole rows reach far to the right; only a value there is beyond the
    // bound.
    column = max(column + 1, named ?? column + 1)
    style = attributes.int("s") ?? 0
    kind =
      switch attributes["t"] {
      case "s": .shared
      case "str", "inlineStr": .text
      case "b": .boolean
      case "e": .error
      case "d": .iso
      default: .number
      }
    bytes.removeAll(keepingCapacity: true)
    (hasFormula, hasValue, inValue) = (false, false, false)
  }

  private func endCell() {
    let cell = value()
    if case .empty = cell { return }
    guard column < limits.columnsMax else {
      fault = BookFault(.tooManyCells, place: place, "> \(limits.columnsMax)")
      return
    }
    cellCount += 1
    guard cellCount <= limits.cellsMax else {
      fault = BookFault(.tooManyCells, place: place, "> \(limits.cellsMax)")
      return
    }
    while cells.count < column { cells.append(.empty) }
    cells.append(cell)
  }

  private func value() -> SheetCell {
    guard hasValue else { return hasFormula ? .formulaOnly : .empty }
    switch kind {
    case .shared:
      guard let index = number(), index >= 0, index < Double(strings.count) else {
        fault = BookFault(.damaged, place: place, String(decoding: bytes, as: UTF8.self))
        return .empty
      }
      let text = strings[Int(index)]
      return text.isEmpty ? .empty : .text(text)
    case .text:
      return bytes.isEmpty ? .empty : .text(EscapedText.decoded(bytes))
    case .boolean: return .boolean(bytes.first == 0x31)
    case .error: return .error(String(decoding: bytes, as: UTF8.self))
    case .iso: return .text(String(decoding: bytes.prefix { $0 != 0x54 }, as: UTF8.self))
    case .number:
      if bytes.isEmpty { return hasFormula ? .formulaOnly : .empty }
      guard let number = number() else {
        fault = BookFault(.damaged, place: place, String(decoding: bytes.prefix(40), as: UTF8.self))
        return .empty
      }
      if areDays.indices.contains(style), areDays[style],
        let day = NumberText.day(serial: number, from1904: from1904)
      {
        return .date(day)
      }
      if let width = noughts[style], let shown = NumberText.padded(number, to: width) {
        return .text(shown)
      }
      if scaled.contains(style) { sheet.scaled[row, default: []].append(column) }
      return .number(number)
    }
  }

  private func number() -> Double? {
    // Programs that set out their XML in lines leave space behind a number.
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    bytes.append(0)
    defer { bytes.removeLast() }
    return bytes.withUnsafeBytes { raw in
      guard let start = raw.baseAddress?.assumingMemoryBound(to: CChar.self), raw.count > 1 else {
        return nil
      }
      var end: UnsafeMutablePointer<CChar>?
      let value = strtod(start, &end)
      guard let end, end - UnsafeMutablePointer(mutating: start) == raw.count - 1, value.isFinite
      else { return nil }
      return value
    }
  }

  private func endRow() {
    inRow = false
    guard !cells.isEmpty else {
      emptyRows += 1
      if emptyRows > limits.emptyRowsMax {
        fault = BookFault(.tooManyRows, place: sheet.name, "\(limits.emptyRowsMax)")
      }
      return
    }
    guard sheet.rows.count < limits.rowsMax, row <= 1 << 20 else {
      fault = BookFault(.tooManyRows, place: sheet.name, "\(limits.rowsMax)")
      return
    }
    var line = SheetRow(number: row, cells: cells)
    line.isHidden = isHidden
    sheet.rows.append(line)
  }

  private func merge(_ attributes: XMLAttributes) {
    guard let reference = attributes.bytes("ref"),
      let colon = reference.firstIndex(of: 0x3A),
      let first = ColumnName.place(reference[..<colon]),
      let last = ColumnName.place(reference[(colon + 1)...]),
      first.row <= last.row, first.column <= last.column
    else { return }
    guard sheet.merged.count < limits.mergedMax else {
      fault = BookFault(.tooManyCells, place: sheet.name, "> \(limits.mergedMax)")
      return
    }
    sheet.merged.append(
      MergedRange(rows: first.row...last.row, columns: first.column...last.column))
  }
}

/// Reads .xlsx and .xlsm files.
enum XLSXReader {
  static func read(_ bytes: [UInt8], _ limits: ReadLimits) throws(BookFault) -> SheetBook {
    let zip = try ZipBook(bytes, limits)
    guard zip.holds("xl/workbook.xml") else { throw otherKind(zip) }
    let workbook = WorkbookPart(limits)
    try workbook.read("xl/workbook.xml", of: zip)
    let relations = RelationsPart()
    if zip.holds("xl/_rels/workbook.xml.rels") {
      try relations.read("xl/_rels/workbook.xml.rels", of: zip)
    }
    let styles = StylesPart()
    let stylesPath = relations.parts["styles"] ?? "xl/styles.xml"
    if zip.holds(stylesPath) { try styles.read(stylesPath, of: zip) }
    let strings = StringsPart(limits)
    let stringsPath = relations.parts["sharedStrings"] ?? "xl/sharedStrings.xml"
    if zip.holds(stringsPath) { try strings.read(stringsPath, of: zip) }
    var book = SheetBook(format: .xlsx, sheets: [])
    book.hasMacros = zip.names.contains { $0.hasSuffix("vbaproject.bin") }
    var (cellCount, emptyRows) = (0, 0)
    for (index, entry) in workbook.sheets.enumerated() {
      let path = relations.targets[entry.relation] ?? "xl/worksheets/sheet\(index + 1).xml"
      // Charts and macro sheets stand among the sheets and hold no cells.
      guard ZipBook.folded(path).contains("worksheets/") else { continue }
      guard zip.holds(path) else { throw BookFault(.damaged, place: path) }
      let part = SheetPart(
        BookSheet(name: entry.name, isHidden: entry.isHidden), strings: strings.strings,
        styles, from1904: workbook.from1904, cellCount: cellCount,
        emptyRows: emptyRows, limits)
      try part.read(path, of: zip)
      (cellCount, emptyRows) = (part.cellCount, part.emptyRows)
      book.sheets.append(part.sheet)
    }
    return book
  }

  private static func otherKind(_ zip: ZipBook) -> BookFault {
    if zip.holds(WordPart.name) { return WordPart.fault(of: zip) }
    if zip.holds("ppt/presentation.xml") { return BookFault(.notASheet, "PowerPoint") }
    if zip.holds("xl/workbook.bin") { return BookFault(.otherFormat, ".xlsb") }
    if zip.holds("content.xml"), zip.holds("mimetype") {
      return BookFault(.otherFormat, ".ods")
    }
    return BookFault(.notASheet, "zip")
  }
}
