// Lists that number their projects by signs alone: under `一` and `二` stand `①` and `②`, or `（一）`,
// and no plain number anywhere. Guarantees: the signs of the lowest of several levels then count as
// serial numbers, so that the rows above them are headings; any other sheet stays as it stands.

enum OutlineNumbers {
  /// The rows under a header, the lowest signs of its column of serial numbers as numbers.
  /// O(rows); where a plain number comes first, O(1).
  static func read(
    _ rows: ArraySlice<SheetRow>, under header: HeaderMap, name: Int?
  ) -> ArraySlice<SheetRow> {
    guard let serial = header.serialColumn, let name, !header.hasIDs else { return rows }
    var levels: [Int: Int] = [:]
    var unsigned = 0
    for row in rows {
      if SectionSign.isSerial(row[serial]) { return rows }
      if let level = Self.level(of: row[serial]) {
        levels[level, default: 0] += 1
      } else if !row[name].isBlank {
        unsigned += 1
      }
    }
    // Rows without any sign are sums; where they are many, the signs are those of headings alone.
    guard levels.count > 1, let lowest = levels.max(by: { $0.key < $1.key }),
      unsigned * 2 <= lowest.value
    else { return rows }
    var counted = 0
    let numbered = rows.map { row -> SheetRow in
      guard let level = Self.level(of: row[serial]) else { return row }
      counted = level == lowest.key ? counted + 1 : 0
      guard counted > 0 else { return row }
      var row = row
      row.cells[serial] = .number(Double(counted))
      return row
    }
    return numbered[...]
  }

  private static func level(of cell: SheetCell) -> Int? {
    guard case .text(let text) = cell else { return nil }
    return SectionSign.level(ofSerial: text)
  }
}
