// A sheet as an office laid it out: titles and unit above, a header of one to three rows, then
// projects, headings and notes. Guarantees: every row under the header is told apart once; what is
// not taken is said; nothing is judged against a ledger here. O(cells).

internal import Causality
package import Projects

/// A sheet read.
package struct SheetLayout: Sendable {
  /// The name on the sheet's tab.
  package let sheetName: String
  /// Which column is which field.
  package let header: HeaderMap
  /// The rows of the header, from the first.
  package let headerRow: Int
  /// The lines above the header, from the top.
  package let titles: [String]
  /// The rows that are records, from the top.
  package let items: [ItemRow]
  /// The rows that sum others, from the top.
  package let headings: [Heading]
  /// What is worth a look beside the rows.
  package let findings: [LayoutFinding]
  /// Whether nothing tells if a sign in a number parts its decimals or its thousands.
  package let signsAreUnclear: Bool
  /// Whether numbers of days count from 1904.
  package let daysFrom1904: Bool

  /// Reads a sheet; nil where no row names the records of the collection.
  package init?(
    _ sheet: BookSheet, of collection: CollectionDefinition, choice: HeaderChoice = HeaderChoice()
  ) {
    var finder = HeaderFinder(sheet, collection, choice)
    guard let found = finder.find() else { return nil }
    sheetName = sheet.name
    daysFrom1904 = sheet.daysFrom1904
    header = found.map
    headerRow = sheet.rows[found.first].number
    titles = finder.titles(above: found.first).flatMap { row in
      row.cells.compactMap { cell in
        if case .text(let text) = cell { return FoldedText.trimmed(text) }
        return nil
      }
    }
    var findings: [LayoutFinding] = []
    let name = header.column(of: collection.nameField)
    let (rows, sign) = DecimalSign.read(
      sheet.rows[(found.last + 1)...], of: sheet, under: header)
    signsAreUnclear = sign == .unclear
    let below = OutlineNumbers.read(rows, under: header, name: name)
    let sorter = RowSorter(
      Self.sorting(header, below, name), of: collection, lines: found.lines)
    let spread = MergedSpread(
      sheet, header, collection, below: sheet.rows[found.last].number)
    if let (head, rows) = finder.earlier {
      findings.append(
        LayoutFinding(
          .otherTable, place: Self.place(sheet.name, rows.lowerBound), "\(rows.upperBound)"
        ).leaving(sheet.name, headerRow: head))
    }
    for (column, unit) in found.map.oddUnits {
      findings.append(
        LayoutFinding(
          .oddUnit, place: Self.place(sheet.name, sheet.rows[found.last].number, column),
          found.map.columns[column].header, unit))
    }
    findings += Self.computedColumns(header, at: Self.place(sheet.name, headerRow))
    var body = SheetBody(sheet.name, header, sorter, spread)
    if let other = below.first(where: { !$0.isBlank && !body.take($0) }) {
      findings.append(
        LayoutFinding(
          .otherTable, place: Self.place(sheet.name, other.number),
          "\(sheet.rows.last?.number ?? other.number)"
        ).leaving(sheet.name, headerRow: other.number))
    }
    body.finish()
    items = body.items
    headings = body.headings.map(\.heading)
    findings += body.findings
    findings += spread.amounts.map {
      LayoutFinding(.mergedAmount, place: Self.place(sheet.name, $0.row, $0.column), "\($0.rows)")
    }
    findings += Self.takenOtherwise(items, header, collection, sheet.name)
    findings += Self.scaledNumbers(items, header, of: sheet)
    findings += Self.namelessColumns(items, header, name: name, sheet.name)
    findings += DeclaredFigures(body.headings, items, sheetName).findings()
    if let year = header.planYear, let titled = Self.year(titles), titled != year {
      findings.append(
        LayoutFinding(.otherYear, place: Self.place(sheet.name, headerRow), "\(titled)", "\(year)"))
    }
    self.findings = findings
  }

  /// A finding where there are columns of what is computed from other records.
  private static func computedColumns(_ header: HeaderMap, at place: String) -> [LayoutFinding] {
    let computed = header.columns.compactMap { column -> String? in
      if case .computed = column.target { return column.header }
      return nil
    }
    if computed.isEmpty { return [] }
    return [LayoutFinding(.computedColumns, place: place, computed.joined(separator: " | "))]
  }

  /// `Sheet1!B12`, `Sheet1!12`; without a name for files of one sheet.
  package func place(_ row: Int, _ column: Int? = nil) -> String {
    Self.place(sheetName, row, column)
  }

  /// `Sheet1!B12`, or `Sheet1!12` for a row; without a sheet's name the cell alone.
  ///
  /// - Parameters:
  ///   - row: from 1.
  ///   - column: from 0.
  package static func place(_ sheet: String, _ row: Int, _ column: Int? = nil) -> String {
    (sheet.isEmpty ? "" : sheet + "!") + (column.map { ColumnName.letters($0) } ?? "") + "\(row)"
  }

  /// A column of serial numbers that few rows fill tells nothing apart; rows whose names are
  /// headings by their signs need none.
  private static func sorting(
    _ header: HeaderMap, _ rows: ArraySlice<SheetRow>, _ name: Int?
  ) -> HeaderMap {
    guard let serial = header.serialColumn else { return header }
    var (counted, unsigned) = (0, 0)
    for row in rows {
      if SectionSign.isSerial(row[serial]) {
        counted += 1
        continue
      }
      let sign = SectionSign(name.map { row[$0].plain } ?? "")
      if sign.level == nil, sign.count == nil { unsigned += 1 }
    }
    return counted * 3 >= unsigned ? header : header.withoutSerial()
  }

  /// The year that a title begins with or names first.
  static func year(_ titles: [String]) -> Int64? {
    for title in titles {
      let folded = FoldedText.folded(title)
      guard let range = folded.firstRange(of: "年") else { continue }
      let digits = folded[..<range.lowerBound].suffix(4)
      if digits.count == 4, let year = Int64(digits), (1990...2199).contains(year) { return year }
    }
    return nil
  }
}

/// Cells that merged ranges reach: text of a column that several projects share, and the serial
/// number that several rows do.
struct MergedSpread {
  private var tops: [Int: [(rows: ClosedRange<Int>, cell: SheetCell)]] = [:]
  private(set) var amounts: [(row: Int, column: Int, rows: Int)] = []

  /// - Parameter headerEnd: the number of the header's last row: what is merged above it is none of
  ///   the records'.
  init(
    _ sheet: BookSheet, _ header: HeaderMap, _ collection: CollectionDefinition,
    below headerEnd: Int
  ) {
    let tall = sheet.merged.filter { $0.rows.count > 1 && $0.rows.lowerBound > headerEnd }
    guard !tall.isEmpty else { return }
    var byRow: [Int: Int] = [:]
    for (index, row) in sheet.rows.enumerated() { byRow[row.number] = index }
    for range in tall {
      let column = range.columns.lowerBound
      guard header.columns.indices.contains(column), let index = byRow[range.rows.lowerBound]
      else { continue }
      let cell = sheet.rows[index][column]
      guard !cell.isBlank else { continue }
      switch header.columns[column].target {
      case .serial:
        if SectionSign.isSerial(cell) { tops[column, default: []].append((range.rows, cell)) }
      case .field(let field):
        if field.id == collection.nameField.id || field.code == "project_code" { continue }
        switch field.type {
        case .money, .decimal, .area, .integer:
          amounts.append((range.rows.lowerBound, column, range.rows.count))
        default: tops[column, default: []].append((range.rows, cell))
        }
      case .id, .passedOver, .computed, .unknown: continue
      }
    }
    for column in tops.keys { tops[column]?.sort { $0.rows.lowerBound < $1.rows.lowerBound } }
  }

  /// The cells of a row, with what stands above in merged ranges.
  func cells(of row: SheetRow) -> [SheetCell] {
    guard !tops.isEmpty else { return row.cells }
    var cells = row.cells
    for column in tops.keys where row[column].isBlank {
      guard let cell = above(row.number, column) else { continue }
      while cells.count <= column { cells.append(.empty) }
      cells[column] = cell
    }
    return cells
  }

  /// What stands at the top of the merged range that a cell lies in. O(log ranges).
  func above(_ row: Int, _ column: Int) -> SheetCell? {
    guard let ranges = tops[column] else { return nil }
    // The last range that begins at or above the row: halving.
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].rows.lowerBound <= row { low = middle + 1 } else { high = middle }
    }
    guard low > 0, ranges[low - 1].rows.contains(row) else { return nil }
    return ranges[low - 1].cell
  }
}
