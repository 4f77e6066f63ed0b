// Column widths from what stands in the columns: a Chinese character is two wide, long text wraps
// at the column's limit.

internal import Causality

enum ColumnWidths {
  /// The rows that are measured; a longer table looks like its beginning.
  private static let rowsMeasuredMax = 2_000

  /// The width of each column in the sheet's unit, the width of a digit. O(columns × rows
  /// measured).
  static func widths(of table: Table) -> [Double] {
    table.columns.enumerated().map { index, column in
      var widest = 4
      for line in column.head.suffix(1) {
        // A head wraps: half of it, and never less than one of its words of four.
        let width = PlainText.width(line)
        widest = max(widest, min(width, max(8, (width + 1) / 2)))
      }
      for row in table.rows.prefix(rowsMeasuredMax) {
        guard widest < column.widthMax else { break }
        widest = max(widest, width(of: row.cells[index], column))
      }
      return Double(min(widest, column.widthMax)) + 2
    }
  }

  private static func width(of cell: Cell, _ column: TableColumn) -> Int {
    switch cell {
    case .empty: return 0
    case .text(let text): return PlainText.width(text, limit: column.widthMax)
    case .date: return 10
    case .whole(let value): return grouped(value.description.utf8.count)
    case .decimal(let value):
      let whole = value.description.prefix { $0 != "." }.utf8.count
      guard case .decimal(let places) = column.kind, places > 0 else { return grouped(whole) }
      return grouped(whole) + places + 1
    }
  }

  /// Digits with a comma every three.
  private static func grouped(_ digits: Int) -> Int { digits + (digits - 1) / 3 }
}
