// A sheet against the ledger: every row read, matched and judged before anything is written.
// Commands and pages show the same preview and apply the same rows.

internal import Catalogue
package import Causality
package import LedgerStore
package import Projects
internal import Wire
package import Workbooks

/// What a person says beside the file.
package struct ImportChoices: Sendable {
  /// The sheet by its name or its number from 1; nil for the one that holds most records.
  package var sheet: String?
  /// What was said of the header and its columns.
  package var header = HeaderChoice()
  /// Rows that are a record: row number to record.
  package var sameAs: [Int: RecordID] = [:]
  /// Rows that are not to go in, by number.
  package var leftOut: Set<Int> = []
  /// What becomes of cells that were edited while another wrote their fields, by row number.
  package var collided: [Int: Side] = [:]
  /// What words in cells of a field mean, by its code and the word without space and in half width:
  /// a text of the field, or ``leavesOut``.
  package var readAs: [String: [String: String]] = [:]
  /// Whether an empty cell of a row with an id empties its field.
  package var emptyClears = false
  /// Why, for the history of every record written; nil without a reason.
  package var reason: String?

  /// Leaves the cells of a word out of their rows.
  package static let leavesOut = "-"

  /// Whose values a row takes where sheet and ledger were both edited.
  package enum Side: String, Sendable {
    case sheet, ledger
  }

  /// Nothing said: the sheet decides.
  package init() {}
}

/// What an import would do.
package struct ImportPreview {
  /// The sheet as it was read.
  package let layout: SheetLayout
  /// What its rows are records of.
  package let collection: CollectionDefinition
  /// Every row that is a record, in the order of the sheet.
  package let rows: [ImportRow]
  /// What is worth a look beside the rows.
  package let findings: [LayoutFinding]
  /// The values that stand in cells and are none of their fields', in the order of the sheet; those
  /// that a person said the meaning of too.
  package let unread: [UnreadValue]

  /// What records of the file were not read.
  package var leftOut: [LayoutFinding.LeftOut] { findings.compactMap(\.leftOut) }

  /// How many rows come out in a way.
  package func count(_ outcome: ImportOutcome) -> Int { rows.count { $0.outcome == outcome } }

  /// The headers of the columns that no field answers to.
  package var ignoredColumns: [String] {
    layout.header.columns.compactMap { column in
      guard case .unknown = column.target, !column.header.isEmpty else { return nil }
      return column.header
    }
  }

  /// Equal for two previews of this process that would write the same over the same: a field that
  /// another wrote meanwhile makes them differ, whatever it now holds.
  package var mark: Int {
    var hasher = Hasher()
    for row in rows {
      hasher.combine(row.number)
      hasher.combine(row.outcome)
      guard let draft = row.draft else { continue }
      if draft.existing != nil { hasher.combine(draft.id) }
      for operation in draft.operations {
        hasher.combine(operation.field)
        hasher.combine(operation.value)
        for sibling in draft.existing?.state(operation.field)?.siblings ?? [] {
          hasher.combine(sibling.dot)
        }
      }
    }
    return hasher.finalize()
  }

  /// Reads, matches and judges. Writes nothing. O(cells + records of the collection).
  ///
  /// - Throws: `BookFault` for a file without the sheet or a header; a `StoreError`.
  package init(
    _ book: SheetBook, fileName: String, of collection: CollectionDefinition,
    choices: ImportChoices,
    store: Store, ledger: String, author: String, today: CivilDate?
  ) throws {
    self.collection = collection
    let read = try BookLayout(
      book, fileName: fileName, of: collection, sheet: choices.sheet, choice: choices.header)
    layout = read.layout
    let seen = book.stamp?.vectors[ledger]
    var planner = try ImportPlanner(
      layout, collection, choices,
      judge: Judge(store, ledger: ledger, author: author, today: today, isBulk: true),
      store: store, ledger: ledger, base: seen.map { ImportBase(seen: $0, store: store) })
    planner.listsWithdrawals = read.listsWithdrawals
    var rows: [ImportRow] = []
    rows.reserveCapacity(layout.items.count)
    for item in layout.items {
      rows.append(
        choices.leftOut.contains(item.number) ? planner.leftOut(item) : try planner.plan(item))
    }
    planner.offerNearNames(&rows)
    self.rows = rows
    unread = planner.unread.all
    findings =
      try read.findings
      + Self.findings(
        of: book, layout, isAhead: seen.map { try !store.vector(ledger).covers($0) } ?? false,
        emptied: planner.emptiedCells)
  }

  /// What is told of the stamp of an export, and of cells that it knows to have been emptied.
  private static func findings(
    of book: SheetBook, _ layout: SheetLayout, isAhead: Bool, emptied: Int
  ) -> [LayoutFinding] {
    let place = layout.sheetName
    var findings: [LayoutFinding] = []
    if book.isStampDamaged { findings.append(LayoutFinding(.stampDamaged, place: place)) }
    if isAhead { findings.append(LayoutFinding(.stampAhead, place: place)) }
    if emptied > 0 { findings.append(LayoutFinding(.emptied, place: place, "\(emptied)")) }
    return findings
  }
}
