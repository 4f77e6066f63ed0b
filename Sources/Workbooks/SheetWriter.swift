// One table onto one sheet: title, note, merged head, rows; panes frozen under the head and beside
// the first text column, widths by what stands in them, the head repeated on every printed page.

internal import CXlsxWriter
internal import Catalogue
internal import Causality

struct SheetWriter {
  let sheet: UnsafeMutablePointer<lxw_worksheet>
  let table: Table
  let styles: SheetStyles
  let language: Language

  private typealias Format = UnsafeMutablePointer<lxw_format>
  /// Title and note stand above the head.
  private var headLine: Int { 2 }
  var firstRow: Int { headLine + table.headDepth }
  private var lastColumn: lxw_col_t { lxw_col_t(max(table.columns.count, 1) - 1) }

  /// Writes everything; what the library refused, or nil.
  func write() -> String? {
    var refused = writeHead()
    setUp()
    for (offset, row) in table.rows.enumerated() where refused == LXW_NO_ERROR {
      refused = write(row, at: lxw_row_t(firstRow + offset))
    }
    return refused == LXW_NO_ERROR ? nil : String(cString: lxw_strerror(refused))
  }

  private func writeHead() -> lxw_error {
    var refused = span(
      prepared(table.title), lines: 0...0, columns: 0...Int(lastColumn), styles.title)
    worksheet_set_row(sheet, 0, 34, nil)
    if refused == LXW_NO_ERROR {
      refused = span(prepared(table.note), lines: 1...1, columns: 0...Int(lastColumn), styles.note)
    }
    for cell in table.headCells where refused == LXW_NO_ERROR {
      let line = headLine + cell.line
      refused = span(
        prepared(cell.text), lines: line...(line + cell.lines - 1),
        columns: cell.column...(cell.column + cell.columns - 1), styles.head)
    }
    let height = table.headDepth == 1 ? 32.0 : 22.0
    for line in headLine..<firstRow { worksheet_set_row(sheet, lxw_row_t(line), height, nil) }
    return refused
  }

  /// Text over a range, merged when it is more than one cell.
  private func span(
    _ text: String, lines: ClosedRange<Int>, columns: ClosedRange<Int>, _ format: Format
  ) -> lxw_error {
    if lines.count == 1, columns.count == 1 {
      return worksheet_write_string(
        sheet, lxw_row_t(lines.lowerBound), lxw_col_t(columns.lowerBound), text, format)
    }
    return worksheet_merge_range(
      sheet, lxw_row_t(lines.lowerBound), lxw_col_t(columns.lowerBound),
      lxw_row_t(lines.upperBound), lxw_col_t(columns.upperBound), text, format)
  }

  private func setUp() {
    for (column, width) in ColumnWidths.widths(of: table).enumerated() {
      worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), width, nil)
    }
    let name = table.columns.firstIndex { $0.kind == .text }.map { $0 + 1 } ?? 0
    worksheet_freeze_panes(
      sheet, lxw_row_t(firstRow), lxw_col_t(name < table.columns.count ? name : 0))
    worksheet_repeat_rows(sheet, lxw_row_t(headLine), lxw_row_t(firstRow - 1))
    worksheet_set_paper(sheet, 9)
    if table.columns.count > 6 { worksheet_set_landscape(sheet) }
    worksheet_fit_to_pages(sheet, 1, 0)
    worksheet_set_margins(sheet, 0.4, 0.4, 0.6, 0.6)
    worksheet_center_horizontally(sheet)
    _ = worksheet_set_footer(
      sheet, Catalogue.text(Message("workbook.foot", ["&P", "&N"]), in: language))
  }

  private func write(_ row: TableRow, at line: lxw_row_t) -> lxw_error {
    let weight: RowWeight =
      switch row.role {
      case .item: .item
      case .section: .heading
      case .total, .part: .total
      }
    for (column, cell) in row.cells.enumerated() {
      let format = styles.cell(table.columns[column].kind, weight)
      let refused = write(cell, at: line, lxw_col_t(column), format, weight)
      if refused != LXW_NO_ERROR { return refused }
    }
    return LXW_NO_ERROR
  }

  private func write(
    _ cell: Cell, at line: lxw_row_t, _ column: lxw_col_t, _ format: Format, _ weight: RowWeight
  ) -> lxw_error {
    switch cell {
    case .empty: worksheet_write_blank(sheet, line, column, format)
    case .text(let text):
      text.isEmpty
        ? worksheet_write_blank(sheet, line, column, format)
        : worksheet_write_string(sheet, line, column, prepared(text), format)
    case .whole(let value):
      writeNumber(ExactDecimal(value), at: line, column, format)
    case .decimal(let value):
      writeNumber(value, at: line, column, format)
    case .date(let date):
      // Serial 60 is a 29 February 1900 that never was: earlier days are written as text.
      date.days + 25_569 > 60
        ? worksheet_write_number(
          sheet, line, column, Double(date.days + 25_569), styles.cell(.date, weight))
        : worksheet_write_string(sheet, line, column, "\(date)", format)
    }
  }

  /// A sheet keeps fifteen digits; a longer number is written as text, so that no digit is lost.
  private func writeNumber(
    _ value: ExactDecimal, at line: lxw_row_t, _ column: lxw_col_t, _ format: Format
  ) -> lxw_error {
    guard value.mantissa.magnitude < 1_000_000_000_000_000 else {
      return worksheet_write_string(sheet, line, column, value.description, format)
    }
    let divisor = SheetWriter.powers[Int(value.scale)]
    return worksheet_write_number(sheet, line, column, Double(value.mantissa) / divisor, format)
  }

  private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

  private func prepared(_ text: String) -> String { CellText.prepared(text, in: language) }
}
