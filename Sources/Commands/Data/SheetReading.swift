// A sheet as records: where its header stands, what the rows under it say, and which record of the
// ledger each row means. Nothing here writes.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// A sheet of comma-separated values with its header found.
struct Sheet {
  /// The header is looked for in so many rows from the top.
  private static let headerRowsMax = 20

  let header: HeaderMap
  /// The rows under the header that hold anything.
  let rows: [CSVReader.Row]

  /// Finds the header: the row that names the records and of which most columns are understood. A
  /// unit may stand in a cell above it.
  init(
    _ bytes: [UInt8], file: String, of collection: CollectionDefinition, extra: [String: String]
  ) throws {
    var rows: [CSVReader.Row] = []
    do throws(CSVReader.Flaw) {
      var reader = try CSVReader(bytes)
      while let row = try reader.next() {
        if !row.isBlank { rows.append(row) }
      }
    } catch {
      throw CommandFailure(error, file: file)
    }
    var unit: MoneyUnit?
    var best: (row: Int, map: HeaderMap)?
    for (index, row) in rows.prefix(Self.headerRowsMax).enumerated() {
      for cell in row.cells {
        let text = cell.filter { !$0.isWhitespace }
        if text.hasPrefix("单位"), let found = MoneyUnit(named: text) { unit = found }
      }
      let map = HeaderMap(row.cells, of: collection, extra: extra, sheetUnit: unit)
      guard map.names(collection) else { continue }
      if best.map({ map.understood > $0.map.understood }) ?? true { best = (index, map) }
    }
    guard let best else {
      throw CommandFailure(
        .noHeader, "\(collection.nameField.zh), \(collection.nameField.code)", at: Place(file: file)
      )
    }
    header = best.map
    self.rows = Array(rows[(best.row + 1)...])
  }
}

/// What a row would do.
enum RowOutcome {
  case new
  case changed
  case unchanged
  case rejected([CommandFailure])

  var code: String {
    switch self {
    case .new: "new"
    case .changed: "changed"
    case .unchanged: "unchanged"
    case .rejected: "rejected"
    }
  }
}

/// One row, read and judged.
struct RowPlan {
  let line: Int
  let name: String
  let outcome: RowOutcome
  /// Nil for a row that is rejected.
  let draft: RecordDraft?
}

extension CollectionDefinition {
  /// The name a record is known by; empty where it has none.
  fileprivate func name(of record: Record) -> String {
    record[nameField.id].map { ValueText.plain($0, nameField) } ?? ""
  }
}

/// Reads and judges rows against the ledger.
struct RowPlanner {
  private let sheet: HeaderMap
  private let collection: CollectionDefinition
  private let judge: Judge
  private let reason: String?
  private let matches: RecordMatches
  private let store: Store
  private let ledger: String
  /// The line on which a record was met first.
  private var lineOfRecord: [RecordID: Int] = [:]
  private var lineOfName: [String: Int] = [:]

  init(
    _ sheet: Sheet, _ collection: CollectionDefinition, _ store: Store, ledger: String,
    reason: String?, author: String
  ) throws {
    self.sheet = sheet.header
    self.collection = collection
    self.reason = reason
    judge = Judge(store, ledger: ledger, author: author, isBulk: true)
    self.store = store
    self.ledger = ledger
    matches = try RecordMatches(store, ledger: ledger, collection)
  }

  /// What one row would do.
  mutating func plan(_ row: CSVReader.Row) throws -> RowPlan {
    let place = Place(line: row.line)
    var failures: [CommandFailure] = []
    var assignments: [Assignment] = []
    var id: String?
    for (index, column) in sheet.columns.enumerated() where index < row.cells.count {
      let cell = row.cells[index]
      switch column.target {
      case .id: id = cell.isEmpty ? nil : cell
      case .field(let field):
        guard !cell.allSatisfy({ $0.isWhitespace }) else { continue }
        do throws(ValidationProblem) {
          let context = ParseContext(moneyUnit: column.moneyUnit)
          let text = String(cell)
          assignments.append(
            Assignment(
              field,
              field.isSet
                ? .replace(try field.parseElements(text, in: context))
                : .write(try field.parse(text, in: context))))
        } catch {
          failures.append(CommandFailure(error, at: place))
        }
      case .passedOver, .unknown: continue
      }
    }
    addPlanYear(to: &assignments)
    let name = Self.text(of: collection.nameField, in: assignments) ?? ""
    guard failures.isEmpty else {
      return RowPlan(line: row.line, name: name, outcome: .rejected(failures), draft: nil)
    }
    do {
      return try judged(row, id: id, name: name, assignments)
    } catch let failure as CommandFailure {
      return RowPlan(line: row.line, name: name, outcome: .rejected([failure]), draft: nil)
    }
  }

  /// An id stands for one record of the ledger, whatever its collection.
  private func refuseOtherCollection(_ id: RecordID, at place: Place) throws {
    let other = try store.read { snapshot throws(StoreError) in
      try snapshot.record(ledger, id)
    }
    guard let other else { return }
    let code = Schema.standard.collection(other.collection)?.code ?? ""
    throw CommandFailure(.otherCollection, "\(id)", code, at: place)
  }

  private mutating func judged(
    _ row: CSVReader.Row, id: String?, name: String, _ assignments: [Assignment]
  ) throws -> RowPlan {
    let place = Place(line: row.line)
    let existing = try matches.find(
      id: id, code: collection.field("project_code").flatMap { Self.text(of: $0, in: assignments) },
      name: name, at: place)
    if existing == nil, let named = id.flatMap({ RecordID($0) }) {
      try refuseOtherCollection(named, at: place)
    }
    if let first = existing.flatMap({ lineOfRecord[$0.id] })
      ?? (existing == nil ? lineOfName[name] : nil)
    {
      throw CommandFailure(.repeatedRow, "\(first)", at: place)
    }
    let name = name.isEmpty ? existing.map { collection.name(of: $0) } ?? "" : name
    let draft = RecordDraft(
      collection, existing?.id ?? id.flatMap { RecordID($0) } ?? store.newRecordID(),
      existing: existing, assignments)
    if existing != nil { lineOfRecord[draft.id] = row.line } else { lineOfName[name] = row.line }
    if existing != nil, draft.isEmpty {
      return RowPlan(line: row.line, name: name, outcome: .unchanged, draft: draft)
    }
    if existing?.isArchived == true {
      throw CommandFailure(.recordArchived, "\(draft.id)", at: place)
    }
    let refusals = try judge.problems(draft, reason: reason).filter(\.isRefusal)
    guard refusals.isEmpty else {
      return RowPlan(
        line: row.line, name: name,
        outcome: .rejected(refusals.map { CommandFailure($0, at: place) }), draft: nil)
    }
    return RowPlan(
      line: row.line, name: name, outcome: existing == nil ? .new : .changed, draft: draft)
  }

  /// A header such as `2022年计划投资` says the year of the plan.
  private func addPlanYear(to assignments: inout [Assignment]) {
    guard let year = sheet.planYear, let field = collection.field("annual_plan_year"),
      assignments.contains(where: { $0.field.code == "annual_plan" }),
      !assignments.contains(where: { $0.field.id == field.id })
    else { return }
    assignments.append(Assignment(field, .write(.integer(year))))
  }

  private static func text(of field: FieldDefinition, in assignments: [Assignment]) -> String? {
    for assignment in assignments where assignment.field.id == field.id {
      if case .write(.text(let text)) = assignment.action { return text }
    }
    return nil
  }
}

/// The records of a collection, found by id, project code or name.
private struct RecordMatches {
  private var byName: [String: [Record]] = [:]
  private var byCode: [String: Record] = [:]
  private var all: [RecordID: Record] = [:]

  init(_ store: Store, ledger: String, _ collection: CollectionDefinition) throws {
    let codeField = collection.field("project_code")?.id
    var records: [Record] = []
    let query = Query(ledger: ledger, collection: collection.id, includeArchived: true)
    try store.read { snapshot throws(StoreError) in
      try snapshot.query(query) { record in
        records.append(record)
        return true
      }
    }
    for record in records {
      all[record.id] = record
      guard !record.isArchived else { continue }
      if case .text(let name)? = record[collection.nameField.id] {
        byName[name, default: []].append(record)
      }
      if let codeField, case .text(let code)? = record[codeField] { byCode[code] = record }
    }
  }

  /// The record that a row means; nil for a new one.
  func find(id: String?, code: String?, name: String, at place: Place) throws -> Record? {
    if let id {
      if let exact = RecordID(id) {
        // A whole id that is not here yet names the record to be made, as in `put`.
        return all[exact]
      }
      let bounds = RecordID.bounds(prefix: id)
      let found = all.values.filter { bounds?.contains($0.id) == true }
      guard found.count == 1 else {
        throw found.isEmpty
          ? CommandFailure(.noSuchRecord, id, at: place)
          : CommandFailure(
            .ambiguousID, id, found.map { "\($0.id)" }.sorted().joined(separator: " "), at: place)
      }
      return found[0]
    }
    if let code, let record = byCode[code] { return record }
    let named = byName[name] ?? []
    guard named.count <= 1 else {
      throw CommandFailure(.ambiguousRow, "\(named.count)", name, at: place)
    }
    return named.first
  }
}

extension CommandFailure {
  /// Why a file of comma-separated values cannot be read.
  init(_ flaw: CSVReader.Flaw, file: String) {
    switch flaw {
    case .workbook: self.init(.workbook, file)
    case .looksLikeGBK: self.init(.gbk, file)
    case .notUTF8(let line): self.init(.notUTF8, at: Place(file: file, line: line))
    case .openQuote(let line), .strayQuote(let line):
      self.init(.openQuote, at: Place(file: file, line: line))
    }
  }
}

extension FailureKind {
  static let noHeader = FailureKind("no-header", .badInput)
  static let workbook = FailureKind("workbook", .badInput)
  static let gbk = FailureKind("gbk", .badInput)
  static let notUTF8 = FailureKind("not-utf8", .badInput)
  static let openQuote = FailureKind("open-quote", .badInput)
  static let repeatedRow = FailureKind("repeated-row", .badInput)
  static let ambiguousRow = FailureKind("ambiguous-row", .badInput)
}
