// The rows under a header, told apart one after another. Guarantees: every row becomes a record or
// a heading, or is told of; a unit that a row states holds from there on; a row that may be a
// heading or a project is never a heading unsaid: without serial numbers it is one only where the
// rows under it are what it declares, with them where rows stand under it and no number is missing
// in its place.

/// A row that is a record.
package struct ItemRow: Sendable {
  /// The row's number in the sheet, from 1.
  package let number: Int
  /// From the left, as far as the row is filled.
  package var cells: [SheetCell]
  /// The units of its amounts.
  package let units: ColumnUnits

  /// The cell of a column, from 0; empty beyond the end.
  package subscript(_ column: Int) -> SheetCell {
    cells.indices.contains(column) ? cells[column] : .empty
  }
}

/// What the rows of one table hold.
struct SheetBody {
  private(set) var items: [ItemRow] = []
  private(set) var headings: [(heading: Heading, itemsBefore: Int)] = []
  private(set) var findings: [LayoutFinding] = []

  private let sheetName: String
  private let header: HeaderMap
  private let sorter: RowSorter
  private let spread: MergedSpread
  private var units: ColumnUnits
  /// A unit that was stated, until a record follows for which it holds.
  private var stated: LayoutFinding?
  /// Headings that may be projects, by their places among the headings.
  private var doubtful: [Int: ItemRow] = [:]
  private var notes = 0

  private static let notesShown = 20

  init(_ sheetName: String, _ header: HeaderMap, _ sorter: RowSorter, _ spread: MergedSpread) {
    self.sheetName = sheetName
    self.header = header
    self.sorter = sorter
    self.spread = spread
    units = ColumnUnits(header)
  }

  /// Takes the next row that holds anything; false where another table begins.
  mutating func take(_ row: SheetRow) -> Bool {
    var said = units
    let heeded = said.heed(sorter.stated(row), of: header)
    let kind = sorter.kind(row, said, sharesNumber: sharesNumber(row))
    if case .item = kind {
      if let stated { findings.append(stated) }
      stated = nil
      let cells = spread.cells(of: row)
      items.append(ItemRow(number: row.number, cells: cells, units: units(of: cells)))
      return true
    }
    units = said
    let place = SheetLayout.place(sheetName, row.number)
    if let refused = heeded.refused {
      stated = LayoutFinding(.unclearUnit, place: place, refused)
    } else if let taken = heeded.taken {
      stated = LayoutFinding(.statedUnit, place: place, taken)
    }
    switch kind {
    case .item, .repeatedHeader, .unit: break
    case .heading(let heading): take(heading, row, place)
    case .continuation: findings.append(LayoutFinding(.continuation, place: place, row.shown))
    case .note:
      notes += 1
      if notes <= Self.notesShown {
        findings.append(LayoutFinding(.note, place: place, row.shown))
      }
    case .otherHeader:
      // A unit right above it is the other table's, and so is a title.
      stated = nil
      dropTitles(above: row.number)
      return false
    }
    return true
  }

  /// Whether a row stands in merged cells beside the serial number of a row above it.
  private func sharesNumber(_ row: SheetRow) -> Bool {
    guard let serial = sorter.header.serialColumn, row[serial].isBlank else { return false }
    return spread.above(row.number, serial) != nil
  }

  private static let titleEndings = ["表", "清单", "名单", "汇总", "计划", "一览"]
  private static let titleBeginnings = ["附件", "附表", "表"]

  /// Takes what reads like a title, alone in its row and right above another table's header, for no
  /// record.
  private mutating func dropTitles(above header: Int) {
    var below = header
    while let last = items.last, last.number >= below - 2,
      headings.last.map({ $0.itemsBefore < items.count }) ?? true
    {
      let held = last.cells.filter { !$0.isBlank }
      guard held.count == 1, case .text(let text) = held[0] else { return }
      let words = FoldedText.folded(text)
      guard
        Self.titleEndings.contains(where: { words.hasSuffix($0) })
          || Self.titleBeginnings.contains(where: { words.hasPrefix($0) })
      else { return }
      items.removeLast()
      below = last.number
      findings.append(
        LayoutFinding(.note, place: SheetLayout.place(sheetName, last.number), text))
    }
  }

  /// The units of one record: those in force, and what the row itself says in a column of units.
  private func units(of cells: [SheetCell]) -> ColumnUnits {
    guard let column = header.unitColumn, cells.indices.contains(column),
      case .text(let text) = cells[column], let unit = SheetUnit(bare: text)
    else { return units }
    var own = units
    _ = own.heed([StatedUnit(unit: unit, column: nil)], of: header)
    return own
  }

  private mutating func take(_ heading: Heading, _ row: SheetRow, _ place: String) {
    if sorter.mayBeProject(heading) {
      doubtful[headings.count] = ItemRow(
        number: row.number, cells: spread.cells(of: row), units: units)
    }
    headings.append((heading, items.count))
    let more = heading.level == 0 ? [] : sorter.beyondFigures(row)
    if !more.isEmpty {
      findings.append(
        LayoutFinding(
          .fullHeading, place: place, heading.label,
          String(more.joined(separator: " | ").prefix(80))))
    } else if heading.level == 5, heading.count == nil, heading.sums.isEmpty {
      findings.append(LayoutFinding(.bareHeading, place: place, heading.label))
    }
    for (column, cell) in row.cells.enumerated() {
      guard case .error(let text) = cell else { continue }
      findings.append(
        LayoutFinding(
          .strayError, place: SheetLayout.place(sheetName, row.number, column), text))
    }
  }

  /// Judges what only all rows tell. O(rows).
  mutating func finish() {
    if let stated {
      findings.append(
        LayoutFinding(.unitAtFoot, place: stated.place, stated.arguments.first ?? ""))
    }
    let isCounted = sorter.header.serialColumn != nil
    let projects = isCounted ? headingsWithoutNumbers() : headingsThatAreProjects()
    for index in doubtful.keys.sorted() where isCounted && !projects.contains(index) {
      let heading = headings[index].heading
      guard heading.count == nil else { continue }
      findings.append(
        LayoutFinding(
          .summedHeading, place: SheetLayout.place(sheetName, heading.row), heading.label))
    }
    guard !projects.isEmpty else { return }
    var all: [ItemRow] = []
    var kept: [(heading: Heading, itemsBefore: Int)] = []
    var taken = 0
    for (index, entry) in headings.enumerated() {
      all += items[taken..<entry.itemsBefore]
      taken = entry.itemsBefore
      if projects.contains(index), let row = doubtful[index] {
        all.append(row)
        findings.append(
          LayoutFinding(
            .likeHeading, place: SheetLayout.place(sheetName, row.number), entry.heading.label))
      } else {
        kept.append((entry.heading, all.count))
      }
    }
    (items, headings) = (all + items[taken...], kept)
  }

  /// The places of the headings under which nothing stands down to the foot, and of those that
  /// stand where serial numbers are missing, as many as these: projects whose number was left out,
  /// or stands in a circle. Where other numbers are missing too, as in an extract, that tells
  /// nothing.
  private func headingsWithoutNumbers() -> Set<Int> {
    guard let serial = sorter.header.serialColumn else { return [] }
    var (found, hasHoles): (Set<Int>, Bool) = ([], false)
    // Since the last number: the headings that may be projects, and the projects without one.
    var (last, open, unnumbered) = (0, [Int](), 0)
    var next = 0
    for (place, item) in items.enumerated() {
      while next < headings.count, headings[next].itemsBefore <= place {
        if doubtful[next] != nil { open.append(next) }
        next += 1
      }
      guard let number = SectionSign.number(ofSerial: item[serial]) else {
        unnumbered += 1
        continue
      }
      let missing = number - last - 1
      if missing == open.count + unnumbered {
        found.formUnion(open)
      } else if last > 0, missing > unnumbered {
        hasHoles = true
      }
      (last, open, unnumbered) = (number, [], 0)
    }
    if hasHoles { found = [] }
    return found.union(doubtful.keys.filter { headings[$0].itemsBefore == items.count })
  }

  /// The places of the headings whose count is not that of the rows under them, found from the foot
  /// up: such a row is a project under the heading above it.
  private func headingsThatAreProjects() -> Set<Int> {
    guard !doubtful.isEmpty else { return [] }
    var projects: Set<Int> = []
    // Of the nearest headings below, the nearest last: how many projects each holds.
    var groups: [Int] = []
    var (end, more) = (items.count, 0)
    for (index, entry) in headings.enumerated().reversed() {
      let own = end - entry.itemsBefore + more
      if doubtful[index] != nil, !holds(entry, own, more, groups) {
        projects.insert(index)
        more += 1
        continue
      }
      (end, more) = (entry.itemsBefore, 0)
      groups = entry.heading.level == 5 ? Array(groups.suffix(Self.groupsMax)) + [own] : []
    }
    return projects
  }

  /// So many headings are looked at for the parts of one.
  private static let groupsMax = 64

  /// Whether a heading declares what stands under it, or under the headings right below it. One
  /// that declares a single project must declare its amounts too.
  private func holds(
    _ entry: (heading: Heading, itemsBefore: Int), _ own: Int, _ more: Int, _ groups: [Int]
  ) -> Bool {
    guard own > 0 else {
      var sum = 0
      return groups.reversed().contains { group in
        sum += group
        return sum == entry.heading.count
      }
    }
    guard own == entry.heading.count else { return false }
    guard own == 1, more == 0 else { return true }
    let item = items[entry.itemsBefore]
    return entry.heading.sums.allSatisfy { item.units.yuan(item[$0.key], $0.key) == $0.value }
  }
}

extension SheetRow {
  /// What a row holds, for a line.
  fileprivate var shown: String {
    String(
      cells.filter { !$0.isBlank }.map { FoldedText.trimmed($0.plain) }.joined(separator: " | ")
        .prefix(80))
  }
}
