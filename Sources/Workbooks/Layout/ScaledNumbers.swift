// Numbers that a sheet shows so many times smaller than it holds them, as 元 are shown as 万元.
// Guarantees: they are read as they are held, and told of, once a column.

extension SheetLayout {
  /// A finding for each column of a field, from the left. O(rows).
  static func scaledNumbers(
    _ items: [ItemRow], _ header: HeaderMap, of sheet: BookSheet
  ) -> [LayoutFinding] {
    guard !sheet.scaled.isEmpty else { return [] }
    var found: [Int: (first: Int, count: Int, held: String)] = [:]
    for item in items {
      for column in sheet.scaled[item.number] ?? []
      where header.columns.indices.contains(column) && header.columns[column].field != nil {
        let first = found[column] ?? (first: item.number, count: 0, held: item[column].plain)
        found[column] = (first: first.first, count: first.count + 1, held: first.held)
      }
    }
    return found.sorted { $0.key < $1.key }.map { column, numbers in
      LayoutFinding(
        .scaledNumbers, place: place(sheet.name, numbers.first, column), "\(numbers.count)",
        numbers.held)
    }
  }
}
