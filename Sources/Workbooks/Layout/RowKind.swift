// What a row under the header is: a project, a heading that declares a count and sums, a total, a
// note, the header once more, or what goes on from the row above. In a sheet with a column of
// serial numbers the number decides: a project whose name reads like a heading stays a project. So
// does a row that says in words what only a project has, its county or its owner, whatever its
// number looks like.

internal import Causality
internal import Projects

/// A row that sums others.
package struct Heading: Sendable {
  /// The row's number in the sheet, from 1.
  package let row: Int
  /// The words of the heading.
  package let label: String
  /// The place in the outline: 0 for totals of all, 1 the highest heading.
  package let level: Int
  /// How many projects it says it holds.
  package var count: Int?
  /// What it says they sum to, by column, in 元.
  package var sums: [Int: Int64] = [:]
}

enum RowKind {
  case item
  case heading(Heading)
  case note
  /// The header once more, any of its rows.
  case repeatedHeader
  /// Nothing but units.
  case unit
  /// The header of another table: other columns, or other units.
  case otherHeader
  /// Goes on from the project above, such as a further source of money.
  case continuation
}

/// Tells the rows of one sheet apart.
struct RowSorter {
  let header: HeaderMap
  let collection: CollectionDefinition
  /// The rows of the header as they stand, folded.
  private let lines: [[String]]
  private let nameColumn: Int?
  private let serialColumn: Int?
  private let isOwn: Bool
  private let labels: [String: FieldDefinition]

  /// - Parameter lines: the rows of the header as they stand, to know the header when it comes
  ///   again.
  init(_ header: HeaderMap, of collection: CollectionDefinition, lines: [[String]]) {
    self.header = header
    self.collection = collection
    self.lines = lines.map { $0.map(FoldedText.folded) }
    nameColumn = header.column(of: collection.nameField)
    serialColumn = header.serialColumn
    isOwn = header.hasIDs
    labels = HeaderMap.labels(of: collection)
  }

  private static let totals: Set<String> = [
    "合计", "总计", "小计", "共计", "累计", "全区", "全市", "全省", "全县", "总合计",
  ]
  private static let notes = [
    "备注:", "注:", "注1", "说明:", "填表说明", "※", "备注", "附注", "填报人", "审核人", "单位负责人",
    "联系电话:", "联系人:", "制表:", "制表人", "制表单位", "制表日期", "填报单位", "编制单位", "项目属地:", "项目名称:",
    "数据来源",
  ]

  /// - Parameters:
  ///   - units: what holds at the row, its own statements included.
  ///   - sharesNumber: the row stands beside the serial number of one above, in merged cells.
  func kind(_ row: SheetRow, _ units: ColumnUnits, sharesNumber: Bool = false) -> RowKind {
    // In a sheet of this program every row is a record.
    if isOwn { return .item }
    let serial = serialColumn.map { row[$0] } ?? .empty
    let name = nameColumn.map { row[$0].plain } ?? ""
    let folded = FoldedText.folded(name)
    if isLineOfHeader(row) { return .repeatedHeader }
    if !folded.isEmpty, row.numbersColumns { return .note }
    if repeatsHeader(row) {
      return hasOtherUnits(row, units) || hasOtherColumns(row) ? .otherHeader : .repeatedHeader
    }
    if isHeader(row) || isForeignHeader(row) { return .otherHeader }
    let first = FoldedText.folded(row.cells.first { !$0.isBlank }?.plain ?? "")
    let isCounted = SectionSign.isSerial(serial)
    if !isCounted, StatedUnit.areAll(of: row) { return .unit }
    if !isCounted, let note = Self.notes.first(where: { first.hasPrefix($0) }) {
      if note != "备注" || filled(row).count <= 1 { return .note }
    }
    if let nameColumn, !filled(row).isEmpty {
      // A name that the sheet has lost is a project's all the same: it is refused at its cell.
      switch row[nameColumn] {
      case .formulaOnly, .error: return .item
      default: break
      }
    }
    if isCounted, !folded.isEmpty || serialColumn == nameColumn { return .item }
    if isCounted, filled(row).isEmpty { return .continuation }
    let serialText = serial.plain
    let label = folded.isEmpty ? FoldedText.folded(serialText) : folded
    if let total = total(label, row, units)
      ?? total(FoldedText.folded(serialText), row, units)
    {
      return .heading(total)
    }
    if isStatistics(label) { return .note }
    if sharesNumber, !folded.isEmpty { return .item }
    if folded.isEmpty, serial.isBlank {
      return loneText(row) != nil ? headingOrNote(row) : .continuation
    }
    if let heading = heading(row, serial: serialText, name: name, units) {
      return .heading(heading)
    }
    return .item
  }

  /// The units that a row states; none where it is counted as a project.
  func stated(_ row: SheetRow) -> [StatedUnit] {
    guard !isOwn, serialColumn.map({ !SectionSign.isSerial(row[$0]) }) ?? true else { return [] }
    return StatedUnit.all(in: row, of: header)
  }

  /// Whether a heading holds what a project does too: amounts, and a count in its name where rows
  /// have no serial numbers; where they have, its want of a plain one is all that tells it apart.
  func mayBeProject(_ heading: Heading) -> Bool {
    guard !heading.sums.isEmpty else { return false }
    guard serialColumn != nil else { return heading.level == 5 && heading.count != nil }
    let label = FoldedText.folded(heading.label)
    return (4...5).contains(heading.level) && SectionSign(label).level == nil
      && heading.sums.contains { $0.value != 0 } && !Self.ofSums.contains { label.contains($0) }
  }

  /// What the name of no project says, and that of a sum may say anywhere.
  private static let ofSums = ["其中", "合计", "总计", "小计", "共计", "累计", "总数"]

  /// What a heading's row holds beside its name, a count and sums.
  func beyondFigures(_ row: SheetRow) -> [String] {
    filled(row).compactMap { _, cell in
      guard case .text(let text) = cell, count(cell) == nil,
        MoneyCell.yuan(cell, unit: .tenThousandYuan) == nil
      else { return nil }
      return FoldedText.trimmed(text)
    }
  }

  /// Other cells that hold something, but for units.
  private func filled(_ row: SheetRow) -> [(column: Int, cell: SheetCell)] {
    header.columns.indices.compactMap { column in
      guard column != nameColumn, column != serialColumn else { return nil }
      let cell = row[column]
      guard !cell.isBlank, !FoldedText.isPlaceholder(cell.plain) else { return nil }
      if case .text(let text) = cell, SheetUnit(in: text) != nil { return nil }
      return (column, cell)
    }
  }

  private func texts(_ row: SheetRow) -> Int {
    filled(row).count { item in
      if case .text(let text) = item.cell {
        let folded = FoldedText.folded(text)
        return !folded.utf8.allSatisfy { (0x2C...0x39).contains($0) }
          && SectionSign(text).count == nil
      }
      if case .date = item.cell { return true }
      return false
    }
  }

  /// Whether a cell says in words, of a known field, what a heading does not have. One that counts
  /// its projects may name who leads them.
  private func saysProject(_ column: Int, _ cell: SheetCell, isCounted: Bool) -> Bool {
    guard let field = header.columns[column].field else { return false }
    if isCounted, Self.leading.contains(field.code) { return false }
    switch field.type {
    case .money, .decimal, .area, .integer: return false
    default: break
    }
    switch cell {
    case .date: return true
    case .number(let value): return Self.isOfTime(field) && Self.isTime(value)
    case .text(let text):
      let folded = FoldedText.folded(text)
      guard folded.utf8.allSatisfy({ (0x2C...0x39).contains($0) }) else {
        return SectionSign(text).count == nil
      }
      // Figures alone are a count, but `2021-09-28` and `2021.9` are days, `2020-2023` a period.
      let isParted =
        folded.utf8.count >= 6 && folded.utf8.contains { [0x2D, 0x2E, 0x2F].contains($0) }
      return Self.isOfTime(field) && (isParted || Double(folded).map(Self.isTime) ?? false)
    default: return false
    }
  }

  /// Whether a number is a year, or the serial number of a day.
  private static func isTime(_ value: Double) -> Bool {
    (1990..<2200).contains(value) || (20_000..<90_000).contains(value)
  }

  private static let leading: Set<String> = ["leader", "duty_unit", "supervising_unit"]

  private static func isOfTime(_ field: FieldDefinition) -> Bool {
    if case .date = field.type { return true }
    return field.code == "construction_period"
  }

  /// The only cell that holds anything, where it is outside the name's column.
  private func loneText(_ row: SheetRow) -> String? {
    let held = row.cells.filter { !$0.isBlank }
    guard held.count == 1, case .text(let text) = held[0] else { return nil }
    return text
  }

  private func headingOrNote(_ row: SheetRow) -> RowKind {
    guard let text = loneText(row) else { return .continuation }
    let sign = SectionSign(text)
    guard sign.level != nil || sign.count != nil, text.unicodeScalars.count <= 60,
      !isStatistics(FoldedText.folded(text))
    else {
      return .note
    }
    return .heading(
      Heading(row: row.number, label: text, level: sign.level ?? 5, count: sign.count))
  }

  /// Whether a row is one of the header's, word for word: the header stands over every page.
  private func isLineOfHeader(_ row: SheetRow) -> Bool {
    lines.contains { line in
      (0..<max(line.count, row.cells.count)).allSatisfy { column in
        FoldedText.folded(row[column].plain) == (column < line.count ? line[column] : "")
      }
    }
  }

  private func repeatsHeader(_ row: SheetRow) -> Bool {
    var same = 0
    var other = 0
    for (column, header) in (lines.first ?? []).enumerated() where !header.isEmpty {
      let text = FoldedText.folded(row[column].plain)
      if text == header { same += 1 } else if !text.isEmpty { other += 1 }
    }
    return same >= 2 && same > other
  }

  /// Whether a header that comes again gives its amounts in another unit.
  private func hasOtherUnits(_ row: SheetRow, _ units: ColumnUnits) -> Bool {
    header.columns.enumerated().contains { column, known in
      guard case .money? = known.field?.type else { return false }
      let again = Header(row[column].plain)
      if again.oddMoneyUnit != nil { return true }
      return again.moneyUnit.map { $0 != units.money(column) } ?? false
    }
  }

  /// Whether a header that comes again means another field by a column, or another year, or has one
  /// more.
  private func hasOtherColumns(_ row: SheetRow) -> Bool {
    let again = HeaderMap(
      (0..<max(header.columns.count, row.cells.count)).map { [row[$0].plain] }, of: collection,
      labels, choice: HeaderChoice(), sheetUnit: SheetUnit())
    if let year = again.planYear, year != header.planYear { return true }
    return again.columns.enumerated().contains { column, new in
      guard let field = new.field else { return false }
      guard header.columns.indices.contains(column), !header.columns[column].header.isEmpty
      else { return true }
      return header.columns[column].field.map { $0.id != field.id } ?? false
    }
  }

  /// So many signs a cell of another table's header has at most.
  private static let headerSignsMax = 120
  private static let headerEndings = [
    "名称", "单位", "电话", "金额", "投资", "地点", "时间", "日期", "负责人", "责任人", "联系人", "备注", "数量",
  ]

  /// Whether a row without a serial number names the columns of a table of something else: words of
  /// headers, one of them where only an amount or a day can stand.
  private func isForeignHeader(_ row: SheetRow) -> Bool {
    if let serialColumn, SectionSign.isSerial(row[serialColumn]) { return false }
    // A lower line of the own header names no records.
    guard let nameColumn, !row[nameColumn].isBlank else { return false }
    var (words, isOutOfPlace) = (0, false)
    for (column, cell) in row.cells.enumerated() where !cell.isBlank {
      guard case .text(let text) = cell, text.unicodeScalars.count <= 24 else { return false }
      let isWord =
        HeaderWording.isWord(text)
        || text.count <= 12 && Self.headerEndings.contains { text.hasSuffix($0) }
      guard isWord else { continue }
      words += 1
      guard header.columns.indices.contains(column) else { continue }
      switch header.columns[column].field?.type {
      case .money, .area, .decimal, .integer, .date: isOutOfPlace = true
      default: break
      }
    }
    return words >= 2 && isOutOfPlace
  }

  /// Whether a row names columns, the records' among them: nothing but texts, of which two are
  /// known.
  private func isHeader(_ row: SheetRow) -> Bool {
    var texts: [[String]] = []
    var mayName = false
    for cell in row.cells {
      switch cell {
      case .empty: texts.append([""])
      case .text(let text) where text.unicodeScalars.count <= Self.headerSignsMax:
        texts.append([text])
        mayName = mayName || text.contains("名")
      default: return false
      }
    }
    guard mayName else { return false }
    let map = HeaderMap(
      texts, of: collection, labels, choice: HeaderChoice(), sheetUnit: SheetUnit())
    return map.names(collection) && map.understood + map.oddUnits.count >= 2
  }

  private func total(_ label: String, _ row: SheetRow, _ units: ColumnUnits) -> Heading? {
    let bare = label.prefix { $0 != "(" && $0 != ":" && !$0.isNumber }
    let isOfAll = bare != "小计" && Self.totals.contains(String(bare))
    guard isOfAll || bare == "小计" || isSectionTotal(label, row) else { return nil }
    return declared(
      Heading(
        row: row.number, label: label, level: isOfAll ? 0 : 6, count: SectionSign(label).count),
      row, units)
  }

  /// `工业项目合计`, `一、交通小计（2个）`: the sum of a section, not a project.
  private func isSectionTotal(_ label: String, _ row: SheetRow) -> Bool {
    let bare = label.prefix { $0 != "(" && $0 != ":" }
    return ["小计", "合计", "总计"].contains(where: bare.hasSuffix) && bare.count <= 24
      && !filled(row).contains { saysProject($0.column, $0.cell, isCounted: false) }
  }

  /// `重大前期项目92个,总投资494亿元。其中,…`, `项目总数246个（新开工73个、…）`.
  private func isStatistics(_ label: String) -> Bool {
    guard SectionSign(label).count != nil else { return false }
    if label.hasPrefix("项目总数") || label.contains("其中") { return SectionSign(label).level == nil }
    return label.contains("总投资") && label.contains("。")
  }

  private func heading(
    _ row: SheetRow, serial: String, name: String, _ units: ColumnUnits
  ) -> Heading? {
    let sign = SectionSign(name.isEmpty ? serial : name)
    let level =
      SectionSign.level(ofSerial: serial) ?? sign.level
      ?? (SectionSign.isSerialRange(serial) ? 4 : nil)
    let texts = texts(row)
    let cells = filled(row)
    if cells.contains(where: { saysProject($0.column, $0.cell, isCounted: sign.count != nil) }) {
      return nil
    }
    if serialColumn != nil {
      let isBare = texts == 0
      guard level != nil && texts <= 2 || sign.count != nil && texts <= 2 || isBare else {
        return nil
      }
    } else {
      // A name beside nothing but a unit is the heading of the rows that have this unit.
      let isOfUnit = cells.isEmpty && !stated(row).isEmpty
      guard level != nil || sign.count != nil || isOfUnit, texts <= 1, cells.count <= 3 else {
        return nil
      }
    }
    let shown = name.isEmpty ? serial : name
    return declared(
      Heading(row: row.number, label: shown, level: level ?? 5, count: sign.count), row, units)
  }

  /// Adds what the heading's other cells declare: a count in a column of no money, sums under
  /// money.
  private func declared(
    _ heading: Heading, _ row: SheetRow, _ units: ColumnUnits
  ) -> Heading {
    var heading = heading
    for (column, cell) in filled(row) {
      if let field = header.columns[column].field, case .money = field.type {
        if let sum = units.yuan(cell, column) { heading.sums[column] = sum }
      } else if heading.count == nil, !header.columns[column].holdsQuantities {
        heading.count = count(cell)
      }
    }
    return heading
  }

  private func count(_ cell: SheetCell) -> Int? {
    switch cell {
    case .number(let value) where value == value.rounded() && (0..<100_000).contains(value):
      return Int(value)
    case .text(let text):
      if let count = SectionSign(text).count { return count }
      return Int(FoldedText.folded(text)).flatMap { (0..<100_000).contains($0) ? $0 : nil }
    default: return nil
    }
  }
}
