// The lists that people choose from in cells: kept on a hidden sheet of their own, since a list
// inside a rule may have 255 signs only. The rows below the table get them too, for what is added
// there.

internal import CXlsxWriter
internal import Catalogue

struct ChoiceSheet {
  var name: String
  private var lists: [[String]] = []
  /// Rows below the table in which the lists are offered.
  private static let rowsBelow = 500

  init(_ language: Language) {
    name = Catalogue.text(Message("workbook.choices"), in: language)
  }

  /// Offers the lists of a table's columns; what the library refused, or nil.
  mutating func offer(in writer: SheetWriter) -> String? {
    for (column, definition) in writer.table.columns.enumerated() {
      guard !definition.choices.isEmpty else { continue }
      let place = lists.firstIndex(of: definition.choices) ?? lists.count
      if place == lists.count { lists.append(definition.choices) }
      let letters = ColumnName.letters(place)
      let formula = "='\(name)'!$\(letters)$1:$\(letters)$\(definition.choices.count)"
      let last = writer.firstRow + writer.table.rows.count + Self.rowsBelow
      let refused = formula.withCString { formula in
        var rule = lxw_data_validation()
        rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
        rule.value_formula = UnsafeMutablePointer(mutating: formula)
        rule.ignore_blank = UInt8(LXW_VALIDATION_ON.rawValue)
        rule.show_error = UInt8(LXW_VALIDATION_ON.rawValue)
        rule.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_STOP.rawValue)
        rule.dropdown = UInt8(LXW_VALIDATION_ON.rawValue)
        return worksheet_data_validation_range(
          writer.sheet, lxw_row_t(writer.firstRow), lxw_col_t(column),
          lxw_row_t(min(last, Int(LXW_ROW_MAX) - 1)), lxw_col_t(column), &rule)
      }
      if refused != LXW_NO_ERROR { return String(cString: lxw_strerror(refused)) }
    }
    return nil
  }

  /// Writes the hidden sheet where there are lists; what the library refused, or nil.
  func write(to book: UnsafeMutablePointer<lxw_workbook>) -> String? {
    guard !lists.isEmpty else { return nil }
    guard let sheet = workbook_add_worksheet(book, name) else { return name }
    for (column, list) in lists.enumerated() {
      for (row, choice) in list.enumerated() {
        let refused = worksheet_write_string(
          sheet, lxw_row_t(row), lxw_col_t(column), PlainText.cleaned(choice), nil)
        if refused != LXW_NO_ERROR { return String(cString: lxw_strerror(refused)) }
      }
    }
    worksheet_hide(sheet)
    return nil
  }
}
