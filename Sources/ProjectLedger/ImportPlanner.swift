// One row after another: cells to values, the row to its record, the draft before the rules.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Projects
internal import Workbooks

/// Reads and judges rows against the ledger.
struct ImportPlanner {
  let layout: SheetLayout
  private let collection: CollectionDefinition
  let choices: ImportChoices
  private let judge: Judge
  private let store: Store
  let ledger: String
  let matches: ImportMatches
  let readings: [CellReading?]
  private let nameColumn: Int?
  private let isVerbatim: Bool
  /// What the sheet had seen of the ledger when it was exported; nil where nothing says so.
  private let base: ImportBase?
  private var writers: ImportWriters
  /// Cells that held something when they were exported, are empty now, and empty nothing.
  private(set) var emptiedCells = 0
  /// What stood in cells and is none of their fields' values.
  var unread = UnreadValues()
  /// Whether the list is of projects that leave the library: then none is new.
  var listsWithdrawals = false
  /// The row on which a record was met first.
  private var rowOfRecord: [RecordID: Int] = [:]
  /// The rows of new records by name, each with the county and the record above that it names.
  private var rowsOfName: [String: [(county: String?, parent: RecordID?, row: Int)]] = [:]
  /// The first row of a new record with each project code.
  private var rowOfCode: [String: (name: String, row: Int)] = [:]

  init(
    _ layout: SheetLayout, _ collection: CollectionDefinition, _ choices: ImportChoices,
    judge: Judge, store: Store, ledger: String, base: ImportBase?
  ) throws(StoreError) {
    self.layout = layout
    self.collection = collection
    self.choices = choices
    self.judge = judge
    self.store = store
    self.ledger = ledger
    self.base = base
    writers = ImportWriters(store, ledger: ledger)
    matches = try ImportMatches(store, ledger: ledger, collection)
    let isVerbatim = layout.header.hasIDs
    self.isVerbatim = isVerbatim
    nameColumn = layout.header.column(of: collection.nameField)
    readings = layout.header.columns.map { column in
      column.field.map {
        CellReading(
          $0, isName: $0.id == collection.nameField.id, isVerbatim: isVerbatim,
          signsAreUnclear: layout.signsAreUnclear, daysFrom1904: layout.daysFrom1904)
      }
    }
  }

  /// What one row would do. Throws only what the store says.
  mutating func plan(_ row: ItemRow) throws(StoreError) -> ImportRow {
    var cells = read(row)
    addPlanYear(to: &cells.assignments)
    let name = text(of: collection.nameField, in: cells.assignments) ?? ""
    guard !cells.isRefused else { return rejected(row, name, cells.problems) }
    if choices.emptyClears, cells.id != nil {
      cells.assignments += cells.emptied.map {
        Assignment($0, $0.isSet ? .replace([]) : .write(.empty))
      }
      cells.emptied = []
    }
    do {
      var planned = try judged(
        row, id: cells.id, name: name, cells.assignments, emptied: cells.emptied)
      planned.problems = cells.problems + planned.problems
      return planned
    } catch let refusal as ImportRefusal {
      var rejected = rejected(row, name, cells.problems + [refusal.problem])
      if refusal.problem.code == ImportProblem.Kind.ambiguousRow.rawValue {
        rejected.offers = sameNameOffers(name, row)
      } else if refusal.problem.code == ImportProblem.Kind.repeatedRow.rawValue {
        // Another row is that record: this one may be another of the same name.
        let met = rowOfRecord
        rejected.offers = sameNameOffers(name, row).filter { offer in
          offer.id.map { met[$0] == nil } ?? true
        }
      }
      return rejected
    } catch let error as StoreError {
      throw error
    } catch {
      fatalError("judging throws nothing else: \(error)")
    }
  }

  /// A row that a person leaves out: it is shown, and nothing of it is taken.
  func leftOut(_ row: ItemRow) -> ImportRow {
    ImportRow(
      number: row.number, place: layout.place(row.number),
      name: nameColumn.map { FoldedText.trimmed(row[$0].plain) } ?? "", outcome: .leftOut,
      draft: nil, problems: [], offers: [])
  }

  private func rejected(_ row: ItemRow, _ name: String, _ problems: [ImportProblem]) -> ImportRow {
    ImportRow(
      number: row.number, place: layout.place(row.number), name: name, outcome: .rejected,
      draft: nil, problems: problems, offers: [])
  }

  private mutating func judged(
    _ row: ItemRow, id: String?, name: String, _ assignments: [Assignment],
    emptied: [FieldDefinition]
  ) throws -> ImportRow {
    let place = layout.place(row.number)
    let code = collection.field("project_code").flatMap { text(of: $0, in: assignments) }
    let county = collection.field("region_code").flatMap { text(of: $0, in: assignments) }
    let parent = collection.parentField.flatMap { reference(of: $0, in: assignments) }
    let existing = try record(
      of: row, id: id, code: code, name: name, county: county, parent: parent)
    if existing == nil, let named = id.flatMap({ RecordID($0) }) {
      try refuseOtherCollection(named, at: place)
      try refuseOtherLedger(named, at: place)
    }
    let first = existing.map { rowOfRecord[$0.id] } ?? earlierRow(name, county, parent)
    if let first { throw ImportRefusal(ImportProblem(.repeatedRow, place: place, "\(first)")) }
    if existing == nil, listsWithdrawals {
      throw ImportRefusal(ImportProblem(.withdrawnUnknown, place: place, name))
    }
    let shownName = name.isEmpty ? existing.map(self.name) ?? "" : name
    var kept = renamed(assignments, existing, name)
    var collided: [ImportBase.Collision] = []
    if let base, let existing {
      let sorted = try base.sorted(kept, existing)
      (kept, collided) = (sorted.edited, sorted.collided)
      if id != nil { emptiedCells += emptied.count { base.isEmptied($0, of: existing) } }
      switch choices.collided[row.number] {
      case .sheet?: kept += collided.map(\.assignment)
      case .ledger?: collided = []
      case nil: if !collided.isEmpty { return try heldBack(row, shownName, collided) }
      }
    }
    kept = try uncut(kept, existing, place)
    let draft = RecordDraft(
      collection, existing?.id ?? id.flatMap { RecordID($0) } ?? store.newRecordID(),
      existing: existing, kept)
    // What is not taken is nobody's first row.
    try refuseOtherCounty(draft, at: place)
    if existing != nil {
      rowOfRecord[draft.id] = row.number
    } else {
      rowsOfName[shownName, default: []].append((county, parent, row.number))
    }
    let twin = existing == nil ? code.flatMap { rowOfCode[$0] } : nil
    if existing == nil, let code, twin == nil { rowOfCode[code] = (shownName, row.number) }
    if existing != nil, draft.isEmpty {
      return ImportRow(
        number: row.number, place: place, name: shownName, outcome: .unchanged, draft: draft,
        problems: [], offers: [])
    }
    if existing?.isArchived == true {
      throw ImportRefusal(ImportProblem(.recordArchived, place: place, "\(draft.id)"))
    }
    let refusals = try judge.problems(draft, reason: choices.reason).filter(\.isRefusal)
    guard refusals.isEmpty else {
      return rejected(
        row, shownName, refusals.map { ImportProblem($0, place: placed($0.field, row)) })
    }
    var taken = ImportRow(
      number: row.number, place: place, name: shownName, outcome: existing == nil ? .new : .changed,
      draft: draft, problems: [],
      offers: sameCodeOffers(existing, id: id, name: name)
        + (twin.map {
          [ImportOffer(kind: .sameCodeRow, name: $0.name, row: layout.place($0.row))]
        } ?? [])
        + (choices.sameAs[row.number] == nil ? [] : sameNameOffers(name, row)))
    taken.writings = try writings(under: taken, existing, collided)
    return taken
  }

  /// Who wrote what a row would take away unseen: all of it where no base tells what the sheet had
  /// seen, else what a person chose to take away.
  private mutating func writings(
    under row: ImportRow, _ existing: Record?, _ collided: [ImportBase.Collision]
  ) throws(StoreError) -> [ImportWriting] {
    guard let existing else { return [] }
    if base == nil { return try writers.writings(over: existing, row.changes) }
    var writings: [ImportWriting] = []
    for collision in collided {
      writings.append(try writers.writing(collision.unseen, of: collision.assignment.field))
    }
    return writings
  }

  /// A row that waits for a person: its cells were edited, and others, or that person, wrote the
  /// same fields meanwhile.
  private mutating func heldBack(
    _ row: ItemRow, _ name: String, _ collided: [ImportBase.Collision]
  ) throws(StoreError) -> ImportRow {
    var problems: [ImportProblem] = []
    var collisions: [ImportRow.Change] = []
    for collision in collided {
      let field = collision.assignment.field
      let written = try writers.writing(collision.unseen, of: field)
      let isOwn =
        collision.unseen.dot.replica == store.identity.replica && written.author == judge.author
      let arguments = [field.named, written.who, written.when, "\(row.number)"]
      problems.append(
        ImportProblem(
          ImportProblem.Kind.collided.rawValue, field: field.code, place: placed(field.code, row),
          Message(isOwn ? "import.problem.collided-own" : "import.problem.collided", arguments),
          hint: Message("import.problem.collided.hint", arguments)))
      let typed: [Value] =
        switch collision.assignment.action {
        case .write(let value): value == .empty ? [] : [value]
        case .replace(let elements), .add(let elements), .remove(let elements): elements
        }
      collisions.append(
        ImportRow.Change(field: field, from: collision.present, to: typed))
    }
    var held = rejected(row, name, problems)
    held.collisions = collisions
    return held
  }

  /// The row of a new record of this name, below the same record, in the same county or in none
  /// that is said.
  private func earlierRow(_ name: String, _ county: String?, _ parent: RecordID?) -> Int? {
    guard !name.isEmpty else { return nil }
    return rowsOfName[name]?.first {
      $0.parent == parent && !ImportMatches.differ($0.county, county)
    }?.row
  }

  private func record(
    of row: ItemRow, id: String?, code: String?, name: String, county: String?, parent: RecordID?
  ) throws(ImportRefusal) -> Record? {
    if let same = choices.sameAs[row.number] {
      guard let record = matches[same] else {
        throw ImportRefusal(
          ImportProblem(.noSuchRecord, place: layout.place(row.number), "\(same)"))
      }
      return record
    }
    return try matches.find(
      id: id, code: code, names: names(row, name), county: county, parent: parent,
      at: layout.place(row.number))
  }

  /// The name as it is taken, and as it is typed.
  func names(_ row: ItemRow, _ name: String) -> [String] {
    guard !isVerbatim, let column = nameColumn else { return [name] }
    let typed = FoldedText.trimmed(row[column].plain)
    return typed == name || typed.isEmpty ? [name] : [name, typed]
  }

  /// The cell of a field, or the row where the sheet has none.
  private func placed(_ field: String?, _ row: ItemRow) -> String {
    let column = layout.header.columns.firstIndex { $0.field?.code == field }
    return layout.place(row.number, column)
  }

  /// An id stands for one record of the ledger, whatever its collection.
  private func refuseOtherCollection(_ id: RecordID, at place: String) throws {
    let other = try store.read { snapshot throws(StoreError) in
      try snapshot.record(ledger, id)
    }
    guard let other else { return }
    guard other.collection != collection.id else {
      // Of another county: there, but not this account's to know.
      throw ImportRefusal(ImportProblem(.noSuchRecord, place: place, "\(id)"))
    }
    let code = Schema.standard.collection(other.collection)?.code ?? ""
    throw ImportRefusal(ImportProblem(.otherCollection, place: place, "\(id)", code))
  }

  /// A record of another ledger is not made a second time in this one.
  private func refuseOtherLedger(_ id: RecordID, at place: String) throws {
    let isElsewhere = try store.read { snapshot throws(StoreError) in
      for other in try snapshot.ledgers() where other != ledger {
        if try snapshot.record(other, id) != nil { return true }
      }
      return false
    }
    if isElsewhere {
      throw ImportRefusal(ImportProblem(.noSuchRecord, place: place, "\(id)"))
    }
  }

  /// An account of a county imports that county's records, told row by row before anything is
  /// written.
  private func refuseOtherCounty(_ draft: RecordDraft, at place: String) throws {
    guard let permit = Permit.current, let county = permit.county else { return }
    var counties = CountyOf()
    counties.proposed[draft.id] = (collection.id, draft.proposed)
    let proposed = counties
    let code = try store.read { snapshot throws(StoreError) in
      try proposed.code(of: draft.id, in: ledger, snapshot)
    }
    guard !permit.covers(code) else { return }
    throw ImportRefusal(
      ImportProblem(
        .beyondCounty, place: place, Region.find(code)?.name ?? code,
        Region.find(county)?.name ?? county))
  }

  /// A name that differs from the record's by what is left out of names (marks, line ends, the
  /// space around it) is the same name: it renames nothing.
  private func renamed(
    _ assignments: [Assignment], _ existing: Record?, _ name: String
  ) -> [Assignment] {
    guard !isVerbatim, let existing, !name.isEmpty else { return assignments }
    let held = self.name(existing)
    guard held != name, FoldedText.name(held) == name else { return assignments }
    return assignments.filter { $0.fieldID != collection.nameField.id }
  }

  /// Text that was cut for a cell on export is left as it is; where it was edited it is refused.
  /// What no cell holds was not cut: CSV carries it whole.
  private func uncut(
    _ assignments: [Assignment], _ existing: Record?, _ place: String
  ) throws(ImportRefusal) -> [Assignment] {
    guard let existing else { return assignments }
    var kept: [Assignment] = []
    for assignment in assignments {
      if case .write(.text(let text)) = assignment.action, text.utf8.count > 30_000,
        case .text(let held)? = existing[assignment.fieldID], CellLimit.isCut(held),
        !CellLimit.isCut(text)
      {
        if CellLimit.isCut(held, to: text) { continue }
        throw ImportRefusal(ImportProblem(.cutText, place: place, assignment.field.named))
      }
      kept.append(assignment)
    }
    return kept
  }

  /// A header such as `2022年计划投资` says the year of the plan.
  private func addPlanYear(to assignments: inout [Assignment]) {
    guard let year = layout.header.planYear, let field = collection.field("annual_plan_year"),
      assignments.contains(where: { $0.field.code == "annual_plan" }),
      !assignments.contains(where: { $0.field.id == field.id })
    else { return }
    assignments.append(Assignment(field, .write(.integer(year))))
  }

  private func reference(
    of field: FieldDefinition, in assignments: [Assignment]
  ) -> RecordID? {
    for assignment in assignments where assignment.field.id == field.id {
      if case .write(.reference(let id)) = assignment.action { return id }
    }
    return nil
  }

  private func text(of field: FieldDefinition, in assignments: [Assignment]) -> String? {
    for assignment in assignments where assignment.field.id == field.id {
      if case .write(.text(let text)) = assignment.action { return text }
    }
    return nil
  }

  func name(_ record: Record) -> String {
    if case .text(let name)? = record[collection.nameField.id] { return name }
    return ""
  }
}
