// The counts and sums that headings declare against the rows under them. A heading holds the rows down
// to the next heading of its level or a higher one; a total holds all rows, a 小计 those since the one before.

internal import Causality
internal import Projects

struct DeclaredFigures {
  private let headings: [(heading: Heading, itemsBefore: Int)]
  private let header: HeaderMap
  private let sheetName: String
  private let itemCount: Int
  /// By column: the sums of the first so many rows, in 元; nil where a cell is no amount.
  private var sums: [Int: [Int64?]] = [:]

  init(
    _ headings: [(heading: Heading, itemsBefore: Int)], _ items: [ItemRow], _ header: HeaderMap,
    _ sheetName: String
  ) {
    self.headings = headings
    self.header = header
    self.sheetName = sheetName
    itemCount = items.count
    for column in Set(headings.flatMap(\.heading.sums.keys)) {
      var total: Int64? = 0
      var running: [Int64?] = [0]
      running.reserveCapacity(items.count + 1)
      for item in items {
        let cell = item[column]
        if !cell.isBlank, !FoldedText.isPlaceholder(cell.plain) {
          let amount = MoneyCell.yuan(cell, unit: header.columns[column].moneyUnit)
          total = total.flatMap { sum in
            amount.flatMap { amount in
              let (next, overflow) = sum.addingReportingOverflow(amount)
              return overflow ? nil : next
            }
          }
        }
        running.append(total)
      }
      sums[column] = running
    }
  }

  func findings() -> [LayoutFinding] {
    var findings: [LayoutFinding] = []
    for index in headings.indices {
      let (heading, _) = headings[index]
      let range = range(of: index)
      let found = range.count
      if let count = heading.count, count != found {
        findings.append(
          LayoutFinding(
            .declaredCount, place: SheetLayout.place(sheetName, heading.row), heading.label,
            "\(count)", "\(found)"))
      }
      for (column, declared) in heading.sums.sorted(by: { $0.key < $1.key }) {
        guard let running = sums[column], let last = running[range.upperBound],
          let first = running[range.lowerBound], last - first != declared
        else { continue }
        findings.append(
          LayoutFinding(
            .declaredSum, place: SheetLayout.place(sheetName, heading.row, column), heading.label,
            MoneyCell.tenThousands(declared), MoneyCell.tenThousands(last - first)))
      }
    }
    return findings
  }

  /// The places of the rows under a heading.
  private func range(of index: Int) -> Range<Int> {
    let (heading, start) = headings[index]
    if heading.level == 0 { return 0..<itemCount }
    if heading.level == 6 {
      let before = headings[..<index].last?.itemsBefore ?? 0
      return min(before, start)..<start
    }
    let next = headings[(index + 1)...].first { $0.heading.level <= heading.level }
    return start..<(next?.itemsBefore ?? itemCount)
  }
}
