// What stands in a file of spreadsheets, whatever its format: sheets of rows of cells, with the
// merged ranges told apart. Values only; formulas, macros and links are never kept.

package import Causality

/// What one cell holds.
package enum SheetCell: Sendable, Hashable {
  case empty
  case text(String)
  case number(Double)
  /// A number that the file shows as a day; a time of day is dropped.
  case date(CivilDate)
  case boolean(Bool)
  /// An error that the sheet shows, such as `#REF!`.
  case error(String)
  /// A formula without the value it had when the file was saved.
  case formulaOnly

  /// Whether nothing is there but space.
  package var isBlank: Bool {
    switch self {
    case .empty: true
    case .text(let text): text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
    default: false
    }
  }

  /// The cell as plain text, numbers without an exponent up to fifteen digits.
  package var plain: String {
    switch self {
    case .empty, .formulaOnly: ""
    case .text(let text), .error(let text): text
    case .number(let value): NumberText.plain(value)
    case .date(let date): date.description
    case .boolean(let flag): flag ? "是" : "否"
    }
  }
}

/// A row that holds something.
package struct SheetRow: Sendable {
  /// The number people see beside the row, from 1; in a CSV file the line it begins on.
  package let number: Int
  /// From column A on; a row may be shorter than its neighbours.
  package var cells: [SheetCell]
  /// Whether the file does not show it, as under a filter.
  package var isHidden = false

  /// - Parameter number: the row's number in the file, from 1.
  package init(number: Int, cells: [SheetCell]) {
    self.number = number
    self.cells = cells
  }

  /// The cell of a column, 0-based; empty beyond the end.
  package subscript(_ column: Int) -> SheetCell {
    cells.indices.contains(column) ? cells[column] : .empty
  }

  /// Whether no cell holds anything but space.
  package var isBlank: Bool { cells.allSatisfy(\.isBlank) }
}

/// A rectangle of merged cells: rows from 1, columns from 0.
package struct MergedRange: Sendable, Hashable {
  /// The numbers of the rows, from 1.
  package let rows: ClosedRange<Int>
  /// The columns, from 0.
  package let columns: ClosedRange<Int>

  /// A rectangle; both ranges include their ends.
  package init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
    self.rows = rows
    self.columns = columns
  }
}

/// One sheet.
package struct BookSheet: Sendable {
  /// The name on the sheet's tab.
  package let name: String
  /// Whether the file does not show it.
  package var isHidden = false
  /// The rows that hold anything, ascending by number.
  package var rows: [SheetRow] = []
  /// Ranges of more than one cell, in the file's order.
  package var merged: [MergedRange] = []
  /// Whether a comma in a number may be its decimal point, as in files that part cells by
  /// semicolons.
  package var commasMayBeDecimal = false
  /// The columns, from 0, of numbers that the file shows so many times smaller, by their rows'
  /// numbers; of .xlsx files only.
  package var scaled: [Int: [Int]] = [:]
  /// Whether the file counts its days from 1904, as some programs did.
  package var daysFrom1904 = false

  /// A sheet without rows.
  package init(name: String, isHidden: Bool = false) {
    self.name = name
    self.isHidden = isHidden
  }
}

/// A file read.
package struct SheetBook: Sendable {
  /// What the bytes are, whatever the name says.
  package enum Format: String, Sendable {
    case csv, xls, xlsx
  }

  /// As told by the bytes.
  package let format: Format
  /// In the file's order, hidden ones included.
  package var sheets: [BookSheet]
  /// Whether the file carries macros; they are never run and never kept.
  package var hasMacros = false
  /// What the file had seen of ledgers when it was exported; nil for one that is no export, or
  /// whose stamp is gone or damaged.
  package internal(set) var stamp: ExportStamp?
  /// Whether there is a stamp that cannot be read.
  package internal(set) var isStampDamaged = false

  /// A file of these sheets, without macros.
  package init(format: Format, sheets: [BookSheet]) {
    self.format = format
    self.sheets = sheets
  }
}

/// Columns as people name them.
package enum ColumnName {
  /// `A` for 0, `AA` for 26.
  package static func letters(_ column: Int) -> String {
    var letters: [UInt8] = []
    var rest = column
    repeat {
      letters.append(UInt8(65 + rest % 26))
      rest = rest / 26 - 1
    } while rest >= 0
    return String(decoding: letters.reversed(), as: UTF8.self)
  }

  /// Row and column of `B12`, row from 1 and column from 0; nil for anything else.
  static func place(_ bytes: some Sequence<UInt8>) -> (row: Int, column: Int)? {
    var (row, column, letters, digits) = (0, 0, 0, 0)
    for byte in bytes {
      switch byte {
      case 65...90 where digits == 0, 97...122 where digits == 0:
        letters += 1
        column = column * 26 + Int(byte & 0x1F)
      case 48...57:
        digits += 1
        row = row * 10 + Int(byte - 48)
      case 0x24: continue
      default: return nil
      }
      if letters > 3 || digits > 7 { return nil }
    }
    return letters > 0 && digits > 0 && row > 0 ? (row, column - 1) : nil
  }
}
