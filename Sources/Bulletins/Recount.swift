// Annex tables counted again from their rows: what stands under which heading, how many items,
// which sum. Sums are kept in billionths without overflow.

internal import Causality
internal import Workbooks

/// A table's items by heading, and its sums.
struct Recount {
  let table: Table
  /// Ranges of rows under each heading, by the heading's key, ascending.
  private var ranges: [String: [Range<Int>]] = [:]
  /// The range of each heading's row.
  private var rangeOfHeading: [Int: Range<Int>] = [:]
  /// The first row with a key.
  private var rowOfKey: [String: Int] = [:]

  /// Reads the headings and keys once. O(rows).
  init(_ table: Table) {
    self.table = table
    var open: [(level: Int, row: Int)] = []
    rowOfKey.reserveCapacity(table.rows.count)
    for (row, content) in table.rows.enumerated() {
      if !content.key.isEmpty, content.role.isKeyed {
        rowOfKey[content.key] = rowOfKey[content.key] ?? row
      }
      guard case .section(let level) = content.role else { continue }
      while let last = open.last, last.level >= level {
        close(last.row, at: row)
        open.removeLast()
      }
      open.append((level, row))
    }
    for heading in open { close(heading.row, at: table.rows.count) }
  }

  private mutating func close(_ heading: Int, at end: Int) {
    let range = (heading + 1)..<end
    rangeOfHeading[heading] = range
    ranges[table.rows[heading].key, default: []].append(range)
  }

  /// The row with a key, headings aside.
  func row(of key: String) -> Int? { rowOfKey[key] }

  /// The rows a summing row claims to sum; nil for an item.
  func rows(claimedBy row: Int) -> [Range<Int>]? {
    switch table.rows[row].role {
    case .item: nil
    case .total: [0..<table.rows.count]
    case .part(let key): ranges[key] ?? []
    case .section: [rangeOfHeading[row] ?? 0..<0]
    }
  }

  /// The ranges of rows under all of some headings.
  func rows(under keys: [String]) -> [Range<Int>] {
    var kept = [0..<table.rows.count]
    for key in keys {
      kept = (ranges[key] ?? []).flatMap { range in
        kept.map { $0.clamped(to: range) }.filter { !$0.isEmpty }
      }
    }
    return kept
  }

  /// Visits the items of a selection. O(rows under its headings). Nil when a column is unknown.
  func visit(_ selection: Selection, _ body: (TableRow) -> Void) -> Void? {
    let filled = selection.filled.compactMap { table.columnIndex($0) }
    let blank = selection.blank.compactMap { table.columnIndex($0) }
    let equals = selection.equals.compactMap { code, text in
      table.columnIndex(code).map { ($0, Cell.text(text)) }
    }
    guard filled.count == selection.filled.count, blank.count == selection.blank.count,
      equals.count == selection.equals.count
    else { return nil }
    for range in rows(under: selection.under) {
      for row in table.rows[range] where row.role == .item {
        guard filled.allSatisfy({ !row.cells[$0].isBlank }),
          blank.allSatisfy({ row.cells[$0].isBlank }),
          equals.allSatisfy({ row.cells[$0.0] == $0.1 })
        else { continue }
        body(row)
      }
    }
    return ()
  }

  /// The number of items of a selection; nil when a column is unknown.
  func count(_ selection: Selection) -> Int? {
    var count = 0
    return visit(selection) { _ in count += 1 }.map { count }
  }

  /// The sum of a column over a selection, in billionths; nil when a column is unknown.
  func sum(_ column: String, _ selection: Selection) -> Int128? {
    guard let place = table.columnIndex(column) else { return nil }
    var sum: Int128 = 0
    return visit(selection) { sum += $0.cells[place].number?.billionths ?? 0 }.map { sum }
  }

  /// What a summing row's items without anything in one column bring into another, in billionths:
  /// no rate of the two counts it. Nothing for an item.
  func sum(_ column: Int, without other: Int, claimedBy row: Int) -> Int128 {
    var sum: Int128 = 0
    for range in rows(claimedBy: row) ?? [] {
      for item in table.rows[range] where item.role == .item {
        if let held = item.cells[other].number, held.billionths > 0 { continue }
        sum += item.cells[column].number?.billionths ?? 0
      }
    }
    return sum
  }

  /// The number and the sums of the items in ranges of rows.
  func sums(in ranges: [Range<Int>]) -> (count: Int, sums: [Int128]) {
    var count = 0
    var sums = [Int128](repeating: 0, count: table.columns.count)
    for range in ranges {
      for row in table.rows[range] where row.role == .item {
        count += 1
        for (place, cell) in row.cells.enumerated() { sums[place] += cell.number?.billionths ?? 0 }
      }
    }
    return (count, sums)
  }
}

extension RowRole {
  /// Whether other tables and the text may name a row of this role by its key.
  fileprivate var isKeyed: Bool {
    if case .section = self { return false }
    return true
  }
}

extension ExactDecimal {
  /// The number times 10^9, which is whole.
  var billionths: Int128 {
    Int128(mantissa) * ExactDecimal.billions[Int(scale)]
  }

  private static let billions: [Int128] = [
    1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1,
  ]
}
