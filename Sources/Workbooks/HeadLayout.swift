// The head of a table as cells that span lines and columns: the same for sheet, document and page.

/// A cell of a head.
public struct HeadCell: Sendable, Hashable {
  /// What the cell says.
  public let text: String
  /// The line from the top, 0-based.
  public let line: Int
  /// The first column, 0-based.
  public let column: Int
  /// How many lines it covers, 1 or more.
  public let lines: Int
  /// How many columns it covers, 1 or more.
  public let columns: Int
}

extension Table {
  /// The cells of the head, by line and then by column. They cover every place of the head once:
  /// neighbours under the same upper cells with the same text are one cell, and the last line of a
  /// column's head reaches down to the table. O(columns × lines²).
  public var headCells: [HeadCell] {
    let depth = headDepth
    var cells: [HeadCell] = []
    for line in 0..<depth {
      var column = 0
      while column < columns.count {
        let head = columns[column].head
        guard line < head.count else {
          column += 1
          continue
        }
        let isLast = line == head.count - 1
        var end = column + 1
        while !isLast, end < columns.count, columns[end].head.count > line + 1,
          columns[end].head[...line] == head[...line]
        {
          end += 1
        }
        cells.append(
          HeadCell(
            text: head[line], line: line, column: column, lines: isLast ? depth - line : 1,
            columns: end - column))
        column = end
      }
    }
    return cells
  }
}
