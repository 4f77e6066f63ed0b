// Cells of a table as text: the same in documents and on pages.

internal import Causality
package import Workbooks

/// Where the text of a cell stands.
enum Alignment {
  case left, center, right
}

extension ColumnKind {
  var alignment: Alignment {
    switch self {
    case .text: .left
    case .label, .date, .year: .center
    case .whole, .decimal: .right
    }
  }
}

extension Cell {
  /// What is printed: numbers with the decimals of their column, half-up; text as it is.
  package func text(_ kind: ColumnKind) -> String {
    switch self {
    case .empty: return ""
    case .text(let text): return text
    case .date(let date): return date.description
    case .whole(let value): return value.description
    case .decimal(let value):
      guard case .decimal(let places) = kind else { return value.description }
      return value.fixed(places)
    }
  }
}

extension ExactDecimal {
  /// The number with exactly so many decimals, half away from zero; more digits than that are kept
  /// where the number cannot be rounded within 64 bits.
  func fixed(_ places: Int) -> String {
    var magnitude = mantissa.magnitude
    for step in 0..<max(0, Int(scale) - places) {
      let isLast = step == Int(scale) - places - 1
      magnitude = isLast ? (magnitude + 5) / 10 : magnitude / 10
    }
    var digits = String(magnitude)
    let shown = min(Int(scale), places)
    digits += String(repeating: "0", count: places - shown)
    if digits.utf8.count <= places {
      digits = String(repeating: "0", count: places + 1 - digits.utf8.count) + digits
    }
    let sign = mantissa < 0 && digits.utf8.contains { $0 > UInt8(ascii: "0") } ? "-" : ""
    guard places > 0 else { return sign + digits }
    return "\(sign)\(digits.dropLast(places)).\(digits.suffix(places))"
  }
}

extension Table {
  /// A width shared among the columns by what stands in their first rows. The parts add up to it.
  func shares(of width: Int) -> [Int] {
    let wanted = columns.enumerated().map { place, column in
      let head = PlainText.width(column.head.last ?? "", limit: 20)
      let cells = rows.prefix(60).map {
        PlainText.width($0.cells[place].text(column.kind), limit: column.widthMax)
      }
      return max(4, min(head, 8), min(cells.max() ?? 0, column.widthMax)) + 2
    }
    let sum = max(1, wanted.reduce(0, +))
    var shares = wanted.map { $0 * width / sum }
    if !shares.isEmpty { shares[shares.count - 1] += width - shares.reduce(0, +) }
    return shares
  }
}
