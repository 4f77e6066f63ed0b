// Finding the header of a sheet: the row that names the records and of which most columns are
// understood, with the rows below that go on with it. Looked for in the first rows only, unless a
// person says which row it is.

internal import Causality
internal import Projects

struct HeaderFinder {
  struct Found {
    /// Places among the sheet's rows.
    let first: Int
    let last: Int
    let map: HeaderMap
    /// The texts of the header's rows, as they stand, from the top.
    let lines: [[String]]
  }

  /// The header is looked for in so many rows from the top, and has so many rows.
  private static let rowsMax = HeaderChoice.rowsMax
  private static let depthMax = 3

  private let sheet: BookSheet
  private let collection: CollectionDefinition
  private let choice: HeaderChoice
  private let merged: [MergedRange]
  private let labels: [String: FieldDefinition]
  /// A table above the one that is read, its header and its rows by their numbers; known once that
  /// is found.
  private(set) var earlier: (header: Int, rows: ClosedRange<Int>)?

  init(_ sheet: BookSheet, _ collection: CollectionDefinition, _ choice: HeaderChoice) {
    self.sheet = sheet
    self.collection = collection
    self.choice = choice
    labels = HeaderMap.labels(of: collection)
    let lastRow =
      choice.row.map { min($0, 1 << 32) + Self.depthMax }
      ?? sheet.rows.prefix(Self.rowsMax + Self.depthMax).last?.number ?? 0
    let firstRow = choice.row ?? 0
    merged = Array(
      sheet.merged.lazy.filter {
        $0.rows.lowerBound <= lastRow && $0.rows.upperBound >= firstRow
      }.prefix(4_000))
  }

  mutating func find() -> Found? {
    var unit = SheetUnit()
    var (best, above): (Found?, Found?) = (nil, nil)
    let looked = choice.row == nil ? Self.rowsMax : sheet.rows.count
    for (index, row) in sheet.rows.prefix(looked).enumerated() {
      if let wanted = choice.row, row.number > wanted { break }
      for found in SheetUnit.all(above: row) { unit.take(found) }
      if let wanted = choice.row, row.number != wanted { continue }
      guard let found = header(at: index, unit) else { continue }
      if best.map({ found.map.understood > $0.map.understood }) ?? true {
        above = best
        best = found
      }
    }
    if let best, let above, choice.row == nil, let rows = rows(of: above, before: best.first) {
      earlier = (sheet.rows[above.first].number, rows)
    }
    return best.map(shifted)
  }

  /// The rows above a header that speak of its table: above one that a person names, those down
  /// from the table before it.
  func titles(above first: Int) -> ArraySlice<SheetRow> {
    let above = sheet.rows[..<first]
    guard choice.row != nil else { return above }
    let count = above.reversed().prefix { row in row.cells.count { !$0.isBlank } <= 2 }.count
    return above.suffix(count)
  }

  /// The rows of another table, from below its header to the header that is read; nil without any.
  private func rows(of above: Found, before first: Int) -> ClosedRange<Int>? {
    guard let name = above.map.column(of: collection.nameField) else { return nil }
    let rows = sheet.rows[..<first].dropFirst(above.last + 1).filter { row in
      !row[name].isBlank && row.cells.count { !$0.isBlank } > 1
    }
    guard let top = rows.first, let bottom = rows.last else { return nil }
    return top.number...bottom.number
  }

  private func header(at index: Int, _ unit: SheetUnit) -> Found? {
    let alone = HeaderMap(
      sheet.rows[index].cells.map { [$0.plain] }, of: collection, labels, choice: choice,
      sheetUnit: unit)
    guard alone.names(collection), alone.understood > 0 || alone.hasIDs else { return nil }
    let nameColumn = alone.column(of: collection.nameField)
    var last = index
    while last - index + 1 < Self.depthMax, last + 1 < sheet.rows.count,
      goesOn(last + 1, under: index, alone, nameColumn)
    {
      last += 1
    }
    guard last > index else {
      return Found(first: index, last: index, map: alone, lines: [texts(index)])
    }
    let map = HeaderMap(
      columns(index...last), of: collection, labels, choice: choice, sheetUnit: unit)
    return Found(first: index, last: last, map: map, lines: (index...last).map(texts))
  }

  private func texts(_ index: Int) -> [String] { sheet.rows[index].cells.map(\.plain) }

  /// Whether a row goes on with the header: short texts only, nothing under name and serial number.
  private func goesOn(
    _ index: Int, under first: Int, _ above: HeaderMap, _ name: Int?
  ) -> Bool {
    let row = sheet.rows[index]
    guard row.number == sheet.rows[index - 1].number + 1 else { return false }
    for column in [name, above.serialColumn].compactMap({ $0 }) where !row[column].isBlank {
      return false
    }
    guard !statesUnitOfAll(row, above) else { return false }
    var held = 0
    for cell in row.cells where !cell.isBlank {
      guard case .text(let text) = cell, text.unicodeScalars.count <= 24 else { return false }
      let sign = SectionSign(text)
      guard sign.level == nil, sign.count == nil,
        !FoldedText.isPlaceholder(text), MoneyCell.yuan(cell, unit: .tenThousandYuan) == nil
      else { return false }
      held += 1
    }
    guard held > 0 else { return false }
    // A single word over the whole table is a heading, unless it stands under a header.
    return held > 1
      || row.cells.enumerated().contains { column, cell in
        !cell.isBlank && !text(first, column, spreading: true).isEmpty
      }
  }

  /// Whether a row holds one unit and nothing else, and not under an amount: the unit of the whole
  /// sheet.
  private func statesUnitOfAll(_ row: SheetRow, _ above: HeaderMap) -> Bool {
    let held = row.cells.indices.filter { !row.cells[$0].isBlank }
    guard held.count == 1, StatedUnit.areAll(of: row) else { return false }
    return !above.columns.indices.contains(held[0]) || !above.columns[held[0]].holdsAmounts
  }

  /// The lines of each column's header from the top down, equal neighbours once.
  private func columns(_ rows: ClosedRange<Int>) -> [[String]] {
    let count = rows.map { sheet.rows[$0].cells.count }.max() ?? 0
    return (0..<count).map { column in
      var lines: [String] = []
      for index in rows {
        let isLast = index == rows.upperBound
        var text = self.text(index, column, spreading: !isLast)
        if text.isEmpty, !isLast, rows.contains(where: { $0 > index && !isBlank($0, column) }) {
          text = left(index, column)
        }
        if !text.isEmpty, lines.last != text { lines.append(text) }
      }
      return lines.isEmpty ? [""] : lines
    }
  }

  private func isBlank(_ index: Int, _ column: Int) -> Bool { sheet.rows[index][column].isBlank }

  /// A cell's text; with `spreading` that of the merged range it lies in.
  private func text(_ index: Int, _ column: Int, spreading: Bool) -> String {
    let row = sheet.rows[index]
    let own = row[column].plain
    guard own.isEmpty, spreading else { return own }
    guard
      let range = merged.first(where: {
        $0.rows.contains(row.number) && $0.columns.contains(column)
      }),
      let top = sheet.rows.prefix(index + 1).last(where: { $0.number == range.rows.lowerBound })
    else { return "" }
    return top[range.columns.lowerBound].plain
  }

  /// The header to the left, for files that keep no merged ranges.
  private func left(_ index: Int, _ column: Int) -> String {
    guard sheet.merged.isEmpty else { return "" }
    for other in stride(from: column - 1, through: 0, by: -1) {
      let text = sheet.rows[index][other].plain
      if !text.isEmpty { return text }
    }
    return ""
  }

  /// Rows that begin with a serial number under a header that has no column for it: every header
  /// belongs one column further right.
  private func shifted(_ found: Found) -> Found {
    guard found.map.serialColumn == nil, !found.map.hasIDs, found.first == found.last,
      let name = found.map.column(of: collection.nameField)
    else { return found }
    let below = sheet.rows[(found.last + 1)...].prefix(50)
    let width = sheet.rows[found.last].cells.lastIndex { !$0.isBlank } ?? 0
    let counted = below.count { row in
      SectionSign.isSerial(row[name]) && !row[name + 1].isBlank
        && !SectionSign.isSerial(row[name + 1])
    }
    let reaches = below.contains { row in (row.cells.lastIndex { !$0.isBlank } ?? 0) > width }
    guard reaches, counted > 0, counted * 10 >= below.count * 6 else { return found }
    var headers = texts(found.first)
    headers.insert("序号", at: name)
    return Found(
      first: found.first, last: found.last,
      map: HeaderMap(
        headers.map { [$0] }, of: collection, labels, choice: choice,
        sheetUnit: found.map.sheetUnit),
      lines: found.lines)
  }
}
