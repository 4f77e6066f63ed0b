// Columns without a header that hold something beside records. Guarantees: what stands there is
// told of, once a column; columns that only count the rows before their names are not.

extension SheetLayout {
  /// So many columns are told of.
  private static let columnsShown = 20
  /// So many signs of a cell are shown.
  private static let signsShown = 20

  /// A finding for each column, from the left. O(cells).
  static func namelessColumns(
    _ items: [ItemRow], _ header: HeaderMap, name: Int?, _ sheet: String
  ) -> [LayoutFinding] {
    var found: [Int: (first: Int, count: Int, shown: String, onlyCounts: Bool)] = [:]
    for item in items {
      for (column, cell) in item.cells.enumerated() where !cell.isBlank {
        if header.columns.indices.contains(column) {
          guard case .unknown = header.columns[column].target,
            header.columns[column].header.isEmpty
          else { continue }
        }
        let counts = column < name ?? 0 && SectionSign.isSerial(cell)
        if found[column] == nil {
          found[column] = (
            first: item.number, count: 0, shown: FoldedText.trimmed(cell.plain), onlyCounts: true
          )
        }
        found[column]?.count += 1
        if !counts { found[column]?.onlyCounts = false }
      }
    }
    return found.sorted { $0.key < $1.key }.filter { !$0.value.onlyCounts }
      .prefix(columnsShown).map { column, held in
        LayoutFinding(
          .namelessColumn, place: place(sheet, held.first, column), "\(held.count)",
          String(held.shown.prefix(signsShown)))
      }
  }
}
