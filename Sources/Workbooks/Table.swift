// A table as offices lay it out, before it is a sheet, a page or a paragraph: titles, heads that
// may share an upper line, rows with a role, and cells that stay numbers. Every form is made from
// this one.

public import Causality

/// What stands in one place of a table.
public enum Cell: Sendable, Hashable {
  case empty
  /// Text, never read as a formula or as markup.
  case text(String)
  case whole(Int64)
  /// A number, shown with the decimal places of its column.
  case decimal(ExactDecimal)
  case date(CivilDate)

  /// The number of a number's cell, else nil.
  public var number: ExactDecimal? {
    switch self {
    case .whole(let value): ExactDecimal(value)
    case .decimal(let value): value
    case .empty, .text, .date: nil
    }
  }

  /// Whether nothing is written here; blank text counts as nothing.
  public var isBlank: Bool {
    switch self {
    case .empty: true
    case .text(let text): !text.unicodeScalars.contains { !$0.properties.isWhitespace }
    case .whole, .decimal, .date: false
    }
  }
}

/// How the cells of a column are laid out.
public enum ColumnKind: Sendable, Hashable {
  /// Text from the left; wrapped where it is long.
  case text
  /// Short text in the middle.
  case label
  case whole
  /// Numbers with so many decimal places, 0...9.
  case decimal(places: Int)
  case date
  /// Years: whole numbers whose thousands are not parted.
  case year
}

/// A column of a table.
public struct TableColumn: Sendable, Hashable {
  /// What other parts of a document call the column; unique in its table.
  public let code: String
  /// The head from the top line down, at least one line. Neighbours with the same upper lines share
  /// one wide cell; a shorter head reaches down.
  public let head: [String]
  /// What its cells hold, and how they are set.
  public let kind: ColumnKind
  /// The widest it may become, in halves of a Chinese character: 4...100.
  public let widthMax: Int
  /// What people choose from in a cell; empty where they type freely.
  public let choices: [String]

  /// A column. `head` may not be empty.
  public init(
    _ code: String, _ head: [String], _ kind: ColumnKind, widthMax: Int = 40,
    choices: [String] = []
  ) {
    precondition(!head.isEmpty, "a column needs a head")
    self.code = code
    self.head = head
    self.kind = kind
    self.widthMax = min(max(widthMax, 4), 100)
    self.choices = choices
  }
}

/// What a row is in its table. The sums a row claims follow from its role.
public enum RowRole: Sendable, Hashable {
  /// One thing counted.
  case item
  /// The sum of all items.
  case total
  /// The sum of the items under every heading with this key.
  case part(under: String)
  /// A heading that sums the items under it, up to the next heading of its level or a lower number.
  case section(level: Int)
}

/// A row of a table.
public struct TableRow: Sendable, Hashable {
  /// What the row is for.
  public let role: RowRole
  /// What other parts of a document call the row; empty when nothing does.
  public let key: String
  /// How many items a summing row says it holds; nil where it does not say.
  public let itemCount: Int?
  /// One cell a column.
  public var cells: [Cell]

  /// A row with one cell for every column of its table.
  public init(
    role: RowRole = .item, key: String = "", itemCount: Int? = nil, _ cells: [Cell]
  ) {
    self.role = role
    self.key = key
    self.itemCount = itemCount
    self.cells = cells
  }
}

/// A table with its title.
public struct Table: Sendable, Hashable {
  /// What other parts of a document call the table.
  public let code: String
  /// The name of the sheet; made lawful and unique when written.
  public let name: String
  /// The line above the table.
  public let title: String
  /// The line under the title, such as the unit of money; may be empty.
  public private(set) var note: String
  /// From the left.
  public let columns: [TableColumn]
  /// From the top; a table has as many cells a row as it has columns.
  public private(set) var rows: [TableRow]

  /// A table without rows.
  public init(code: String, name: String, title: String, note: String, columns: [TableColumn]) {
    self.code = code
    self.name = name
    self.title = title
    self.note = note
    self.columns = columns
    rows = []
  }

  /// The table with another line under its title, before its own.
  public func noting(_ line: String) -> Table {
    var table = self
    table.note = note.isEmpty ? line : line + "　" + note
    return table
  }

  /// Appends a row; missing cells are empty. A row may not have more cells than there are columns.
  public mutating func append(_ row: TableRow) {
    precondition(row.cells.count <= columns.count, "a row is wider than its table")
    var row = row
    while row.cells.count < columns.count { row.cells.append(.empty) }
    rows.append(row)
  }

  /// Makes room for so many rows.
  public mutating func reserve(_ count: Int) { rows.reserveCapacity(count) }

  /// Puts another cell in a place: for corrections and for tests of checks.
  public mutating func replace(row: Int, column: Int, with cell: Cell) {
    rows[row].cells[column] = cell
  }

  /// Where the column with a code stands, or nil. O(columns).
  public func columnIndex(_ code: String) -> Int? { columns.firstIndex { $0.code == code } }

  /// The lines of the deepest head.
  public var headDepth: Int { columns.reduce(1) { max($0, $1.head.count) } }
}
