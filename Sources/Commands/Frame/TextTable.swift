// A table for people: columns as wide as their cells, wide characters counted as two, the widest
// column cut where a terminal is too narrow. On a pipe nothing is cut.

/// Rows of cells under headers.
struct TextTable {
  /// A column's header and whether its cells stand to the right.
  struct Column {
    let header: String
    let isRight: Bool

    init(_ header: String, right: Bool = false) {
      self.header = header
      isRight = right
    }
  }

  private let columns: [Column]
  private var rows: [[String]] = []
  private var widths: [Int]

  init(_ columns: [Column]) {
    self.columns = columns
    widths = columns.map { DisplayWidth.of($0.header) }
  }

  /// Adds a row of as many cells as there are columns.
  mutating func add(_ cells: [String]) {
    let cells = cells.map { DisplayWidth.singleLine($0) }
    for (index, cell) in cells.enumerated() {
      widths[index] = max(widths[index], DisplayWidth.of(cell))
    }
    rows.append(cells)
  }

  /// Prints headers and rows; no row prints nothing.
  func print(to context: CommandContext) {
    guard !rows.isEmpty else { return }
    let widths = fitted(to: Surroundings.isTerminal(1) ? Surroundings.terminalColumns : nil)
    context.output.line(context.paint(line(columns.map(\.header), widths), .bold))
    for row in rows {
      if context.output.isClosed { return }
      context.output.line(line(row, widths))
    }
  }

  /// The widths, the widest column shortened until the line fits, to 8 cells at the least.
  private func fitted(to available: Int?) -> [Int] {
    var widths = widths
    guard let available else { return widths }
    var excess = widths.reduce(0, +) + 2 * (widths.count - 1) - available
    while excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 8
    {
      let second = widths.indices.filter { $0 != widest }.map { widths[$0] }.max() ?? 8
      let step = max(1, min(excess, widths[widest] - max(8, second)))
      widths[widest] -= step
      excess -= step
    }
    return widths
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (index, cell) in cells.enumerated() {
      let text = DisplayWidth.cut(cell, to: widths[index])
      let padding = String(repeating: " ", count: widths[index] - DisplayWidth.of(text))
      if index > 0 { line += "  " }
      if columns[index].isRight {
        line += padding + text
      } else {
        line += index == cells.count - 1 ? text : text + padding
      }
    }
    return line
  }
}
