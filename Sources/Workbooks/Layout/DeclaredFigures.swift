// The counts and sums that headings declare against the rows under them. A heading holds the rows
// down to the next heading of its level or a higher one; a 总计 holds all rows, a 小计 those of its
// section.

internal import Causality
internal import Projects

struct DeclaredFigures {
  private let headings: [(heading: Heading, itemsBefore: Int)]
  private let sheetName: String
  private let itemCount: Int
  /// How many sums of all there are.
  private let totals: Int
  /// By column: the sums of the first so many rows, in 元; nil where a cell is no amount.
  private var sums: [Int: [Int64?]] = [:]

  init(
    _ headings: [(heading: Heading, itemsBefore: Int)], _ items: [ItemRow], _ sheetName: String
  ) {
    self.headings = headings
    self.sheetName = sheetName
    itemCount = items.count
    totals = headings.count { $0.heading.level == 0 }
    for column in Set(headings.flatMap(\.heading.sums.keys)) {
      var total: Int64? = 0
      var running: [Int64?] = [0]
      running.reserveCapacity(items.count + 1)
      for item in items {
        let cell = item[column]
        if !cell.isBlank, !FoldedText.isPlaceholder(cell.plain) {
          let amount = item.units.yuan(cell, column)
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
    headings.indices.flatMap { index -> [LayoutFinding] in
      // Where a sheet leaves open which rows a heading means, it means those that agree with it.
      let readings = ranges(of: index).lazy.map { findings(of: headings[index].heading, $0) }
      return readings.first(where: \.isEmpty) ?? readings.first ?? []
    }
  }

  /// What differs, were these the rows that a heading means.
  private func findings(of heading: Heading, _ range: Range<Int>) -> [LayoutFinding] {
    var findings: [LayoutFinding] = []
    if let count = heading.count, count != range.count {
      findings.append(
        LayoutFinding(
          .declaredCount, place: SheetLayout.place(sheetName, heading.row), heading.label,
          "\(count)", "\(range.count)"))
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
    return findings
  }

  /// The rows that a heading may mean, by their places, the likeliest first; one at least.
  private func ranges(of index: Int) -> [Range<Int>] {
    let heading = headings[index].heading
    switch heading.level {
    case 0:
      // Of several 合计 each may be its section's; a 总计 is always that of all.
      let isOfOne = totals > 1 && !heading.label.hasPrefix("总")
      return [0..<itemCount] + (isOfOne ? sections(at: index) : [])
    case 6:
      return sections(at: index) + (heading.label.hasPrefix("小计") ? [] : [0..<itemCount])
    default: return below(index)
    }
  }

  /// Down to the next heading of the level or a higher one. A heading without a sign, or a sum,
  /// that comes after projects of the section's own may end it too.
  private func below(_ index: Int) -> [Range<Int>] {
    let (heading, start) = headings[index]
    let later = headings[(index + 1)...]
    if heading.level == 5, let next = later.first, next.heading.level == 5,
      next.itemsBefore == start
    {
      // Headings without signs right under one another: the upper one may hold several of the
      // lower.
      let parts = later.prefix { $0.heading.level >= 5 }
      let end = later.dropFirst(parts.count).first?.itemsBefore ?? itemCount
      return [start..<end]
        + parts.dropFirst().prefix(Self.headingsLooked).map { start..<$0.itemsBefore }
    }
    let end = later.first { $0.heading.level <= heading.level }?.itemsBefore ?? itemCount
    guard let next = later.first, next.heading.level != 5 || next.itemsBefore > start,
      let other = later.first(where: { $0.heading.level >= 5 && $0.itemsBefore > start }),
      other.itemsBefore < end
    else { return [start..<end] }
    return [start..<end, start..<other.itemsBefore]
  }

  /// The sections that a sum may end, from the nearest outwards; right under a heading, or at the
  /// top, the one that it begins.
  private func sections(at index: Int) -> [Range<Int>] {
    let start = headings[index].itemsBefore
    var above: [Range<Int>] = []
    var outer = Int.max
    for (other, before) in headings[..<index].reversed().prefix(Self.headingsLooked) {
      let isHeading = (1...5).contains(other.level)
      if before < start, above.isEmpty || isHeading && other.level < outer {
        above.append(before..<start)
      }
      if isHeading { outer = min(outer, other.level) }
    }
    if above.isEmpty, start > 0 { above.append(0..<start) }
    let heads = headings[..<index].last.map { last in
      last.itemsBefore == start && (1...5).contains(last.heading.level)
    }
    guard above.isEmpty || heads == true else { return above }
    let later = headings[(index + 1)...]
    let ends = [
      later.first { $0.itemsBefore > start }, later.first { [0, 6].contains($0.heading.level) },
    ]
    return ends.map { start..<($0?.itemsBefore ?? itemCount) } + above
  }

  /// So many headings above a sum are looked at.
  private static let headingsLooked = 256
}
