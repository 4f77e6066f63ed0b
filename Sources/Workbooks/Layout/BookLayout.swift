// A file of sheets as an office hands it in: which sheet holds the records, and what the others,
// the titles and the file's name say. Guarantees: one sheet is read, never two that hold the same
// projects; every visible sheet that is passed over is named with the reason; nothing follows from
// the file's name but what is told.

package import Projects

/// The sheet of a file that is read, and what is told of the rest.
package struct BookLayout: Sendable {
  /// The sheet that is read.
  package let layout: SheetLayout
  /// Of the file, its other sheets, and then of the sheet itself.
  package let findings: [LayoutFinding]
  /// Whether the list is of projects that leave the library: nothing new may come of it.
  package let listsWithdrawals: Bool

  /// Chooses a sheet and reads it. O(cells).
  ///
  /// - Parameter wanted: the sheet by its name or its number from 1; nil for the one of the file's
  ///   year that holds most records.
  /// - Throws: `noSuchSheet` or `noHeader`.
  package init(
    _ book: SheetBook, fileName: String, of collection: CollectionDefinition,
    sheet wanted: String? = nil, choice: HeaderChoice = HeaderChoice()
  ) throws(BookFault) {
    let words = FileWords(fileName)
    let sheets = try Self.sheets(of: book, wanted)
    var read: [Read] = []
    var passed: [LayoutFinding] = []
    for sheet in sheets {
      if let layout = SheetLayout(sheet, of: collection, choice: choice) {
        read.append(Read(sheet, layout))
      } else if let finding = Self.finding(without: sheet) {
        passed.append(finding)
      }
    }
    let fileYear = words.years.count == 1 ? words.years.first : read.flatMap(\.years).max()
    let best = read.indices.max { left, right in
      let (left, right) = (read[left], read[right])
      return (left.worth(fileYear), left.layout.items.count, right.layout.headerRow)
        < (right.worth(fileYear), right.layout.items.count, left.layout.headerRow)
    }
    let hidden = wanted == nil ? Self.hidden(book, collection, choice) : []
    guard let best else {
      if !hidden.isEmpty {
        throw BookFault(.onlyHidden, place: hidden.map(\.place).joined(separator: " / "))
      }
      throw BookFault(
        SheetPurpose.countProjects(sheets) ? .onlySums : .noHeader,
        place: sheets.map(\.name).joined(separator: " / "),
        "\(collection.nameField.zh), \(collection.nameField.code)")
    }
    let chosen = read[best]
    let place = chosen.layout.sheetName.isEmpty ? fileName : chosen.layout.sheetName
    var findings: [LayoutFinding] = []
    if book.hasMacros { findings.append(LayoutFinding(.macros, place: "")) }
    if let ending = words.otherEnding(than: book.format) {
      findings.append(
        LayoutFinding(.otherEnding, place: fileName, "." + ending, "." + book.format.rawValue))
    }
    let others = Self.others(read, best, collection, fileYear)
    findings += passed + others.findings
    findings += hidden
    if chosen.hiddenItems > 0 {
      findings.append(LayoutFinding(.hiddenRows, place: place, "\(chosen.hiddenItems)"))
    }
    findings += chosen.layout.header.unheeded.map {
      LayoutFinding(.idleMapping, place: place, $0)
    }
    if let year = fileYear, let titled = chosen.years.max(), !chosen.years.contains(year) {
      findings.append(LayoutFinding(.sheetYear, place: place, "\(titled)", "\(year)"))
    }
    let titles = chosen.layout.titles.joined(separator: " ")
    listsWithdrawals = words.saysWithdrawals || chosen.saysWithdrawals
    if listsWithdrawals { findings.append(LayoutFinding(.withdrawals, place: place)) }
    let items = chosen.layout.items.count
    if let declared = words.count, declared != items, declared != others.distinct {
      findings.append(LayoutFinding(.fileCount, place: fileName, "\(declared)", "\(items)"))
    }
    if collection.code == "project" {
      findings += Self.said(fileName + " " + titles, place, chosen.layout, collection)
    }
    layout = chosen.layout
    self.findings = findings + chosen.layout.findings
  }

  /// A sheet that has records.
  private struct Read {
    let layout: SheetLayout
    let years: Set<Int64>
    let sumsUp: Bool
    /// Records in rows that the file does not show.
    let hiddenItems: Int

    init(_ sheet: BookSheet, _ layout: SheetLayout) {
      self.layout = layout
      let titled = FileWords.years(in: layout.titles.joined(separator: " "))
        .union(FileWords.years(ofSheet: sheet.name))
      // What title and name say goes before a header, which may look a year back or ahead.
      years = titled.isEmpty ? Set([layout.header.planYear].compactMap { $0 }) : titled
      sumsUp = SheetPurpose.sumsUp(sheet)
      let hidden = Set(sheet.rows.lazy.filter(\.isHidden).map(\.number))
      hiddenItems = layout.items.count { hidden.contains($0.number) }
    }

    func isOfAnotherYear(_ year: Int64?) -> Bool {
      guard let year, !years.isEmpty else { return false }
      return !years.contains(year)
    }

    /// Whether its name or a title says that its projects leave the library.
    var saysWithdrawals: Bool { FileWords.saysWithdrawals([layout.sheetName] + layout.titles) }

    /// Sheets of sums, of another year and of withdrawals come after all others.
    func worth(_ year: Int64?) -> Int {
      (sumsUp ? 0 : 4) + (isOfAnotherYear(year) ? 0 : 2) + (saysWithdrawals ? 0 : 1)
    }
  }

  private static func sheets(
    of book: SheetBook, _ wanted: String?
  ) throws(BookFault) -> [BookSheet] {
    guard let wanted else { return book.sheets.filter { !$0.isHidden } }
    let byNumber = Int(wanted).flatMap { book.sheets.indices.contains($0 - 1) ? $0 - 1 : nil }
    guard
      let named = book.sheets.first(where: { $0.name == wanted })
        ?? byNumber.map({ book.sheets[$0] })
    else {
      throw BookFault(.noSuchSheet, place: wanted, book.sheets.map(\.name).joined(separator: " / "))
    }
    return [named]
  }

  /// What is told of a sheet in which no row names records; nil for an empty one.
  private static func finding(without sheet: BookSheet) -> LayoutFinding? {
    switch SheetPurpose(sheet) {
    case .empty: nil
    case .summary: LayoutFinding(.summarySheet, place: sheet.name)
    case .pivot: LayoutFinding(.pivotSheet, place: sheet.name)
    case .options: LayoutFinding(.optionSheet, place: sheet.name)
    case .unknown: LayoutFinding(.unreadSheet, place: sheet.name)
    }
  }

  /// What is told of the other sheets that have records, and how many names all of them hold
  /// together.
  private static func others(
    _ read: [Read], _ best: Int, _ collection: CollectionDefinition, _ year: Int64?
  ) -> (findings: [LayoutFinding], distinct: Int) {
    let own = read[best].layout
    let known = Set(own.names(collection))
    var all = known
    var findings: [LayoutFinding] = []
    for (index, other) in read.enumerated() where index != best && !other.layout.items.isEmpty {
      let (name, items) = (other.layout.sheetName, other.layout.items)
      if other.sumsUp {
        findings.append(LayoutFinding(.summarySheet, place: name))
        continue
      }
      if other.isOfAnotherYear(year), let titled = other.years.max(), let year {
        findings.append(
          LayoutFinding(.oldSheet, place: name, "\(titled)", "\(year)").leaving(name))
        continue
      }
      let names = other.layout.names(collection)
      all.formUnion(names)
      let same = names.count { known.contains($0) }
      let counts = ("\(items.count)", "\(same)")
      if same == items.count {
        findings.append(LayoutFinding(.sameProjects, place: name, counts.0, own.sheetName))
      } else if same > 0 {
        findings.append(
          LayoutFinding(.partlySame, place: name, counts.0, counts.1, own.sheetName)
            .leaving(name))
      } else {
        findings.append(LayoutFinding(.otherSheet, place: name, counts.0).leaving(name))
      }
    }
    return (findings, all.count)
  }

  /// Hidden sheets with records.
  private static func hidden(
    _ book: SheetBook, _ collection: CollectionDefinition, _ choice: HeaderChoice
  ) -> [LayoutFinding] {
    book.sheets.filter(\.isHidden).compactMap { sheet in
      guard let layout = SheetLayout(sheet, of: collection, choice: choice),
        !layout.items.isEmpty
      else { return nil }
      return LayoutFinding(.hiddenSheet, place: sheet.name, "\(layout.items.count)")
        .leaving(sheet.name)
    }
  }

  /// What name and titles say that no column does: a batch, an adjustment, one kind of project.
  private static func said(
    _ text: String, _ place: String, _ layout: SheetLayout, _ collection: CollectionDefinition
  ) -> [LayoutFinding] {
    var findings: [LayoutFinding] = []
    if let batch = FileWords.batch(in: text) {
      findings.append(LayoutFinding(.fileBatch, place: place, batch))
    }
    if FileWords.saysAdjusted(text) { findings.append(LayoutFinding(.fileAdjusted, place: place)) }
    if let nature = FileWords.nature(in: text), let field = collection.field("year_nature"),
      layout.header.column(of: field) == nil
    {
      findings.append(LayoutFinding(.fileNature, place: place, nature))
    }
    return findings
  }
}

extension SheetLayout {
  /// The names of the records, as they are compared.
  fileprivate func names(_ collection: CollectionDefinition) -> [String] {
    guard let column = header.column(of: collection.nameField) else { return [] }
    return items.map { FoldedText.folded(FoldedText.name($0[column].plain)) }
  }
}
