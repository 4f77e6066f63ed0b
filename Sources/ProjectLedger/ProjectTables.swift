// The projects of a store as a table in memory, for lists: filtered, sorted and searched without
// reading the store again.
//
// Guarantees: what a caller is given is as new as the store was when it asked: a commit of any
// process since then is read in first, of the changed projects alone where the log still tells
// them.

package import Causality
package import LedgerStore
package import Projects
internal import Synchronization

/// One project of a list.
package struct ProjectRow: Sendable {
  /// The ledger that holds the project.
  package let ledger: String
  /// The project's record.
  package let id: RecordID
  /// The name shown; empty where none is filled in.
  package let name: String
  /// By the places of ``ProjectTables/columns``; `.empty` where nothing is filled in.
  package let values: [Value]
  /// Whether a field, or whether it is archived, is in conflict.
  package let hasConflict: Bool
  /// Name, codes and owners, folded as searches are.
  private let searched: [UInt8]

  fileprivate init(_ ledger: String, _ id: RecordID, _ values: [Value], hasConflict: Bool) {
    self.ledger = ledger
    self.id = id
    self.values = values
    self.hasConflict = hasConflict
    if case .text(let text)? = values.first { name = text } else { name = "" }
    var searched: [UInt8] = []
    for place in ProjectTables.searched {
      guard case .text(let text) = values[place] else { continue }
      SearchText.fold(text, into: &searched)
      searched.append(0)
    }
    self.searched = searched
  }

  /// Whether a text is in the name, a code or an owner, or the name has it for initials.
  package func matches(_ text: SearchText) -> Bool {
    text.isFound(inFolded: searched) || text.hasInitials(of: name)
  }
}

/// What decides between most values of a column without looking at them: eight bytes that are in
/// the order of the values as far as they differ.
private struct SortKey {
  let beginning: UInt64
  let place: Int32

  init(_ value: Value, _ place: Int32) {
    self.place = place
    switch value {
    case .text(let text):
      var beginning: UInt64 = 0
      var shift: UInt64 = 56
      for byte in text.utf8.prefix(8) {
        beginning |= UInt64(byte) << shift
        shift &-= 8
      }
      self.beginning = beginning
    case .integer(let number), .instant(let number):
      beginning = UInt64(bitPattern: number) ^ (1 << 63)
    case .date(let date):
      beginning = UInt64(bitPattern: Int64(date.days)) ^ (1 << 63)
    case .code(let number): beginning = UInt64(number)
    case .decimal(let number):
      var whole = number.mantissa
      // Rounded down, so that the order of negative numbers is kept too.
      for _ in 0..<number.scale { whole = whole / 10 - (whole % 10 < 0 ? 1 : 0) }
      beginning = UInt64(bitPattern: whole) ^ (1 << 63)
    case .boolean, .bytes, .reference, .empty: beginning = 0
    }
  }
}

/// The projects of one moment, with the orders that lists asked for.
package final class ProjectTable: Sendable {
  /// By ledger and id.
  package let rows: [ProjectRow]
  private let orders = Mutex<[Int: [Int32]]>([:])
  private let choices = Mutex<[Int: [Value]]>([:])

  fileprivate init(_ rows: [ProjectRow]) { self.rows = rows }

  /// The places of all rows, ascending by a column; equals stay by id, and what is not filled in
  /// comes last. O(rows log rows) at the first question, then O(1).
  package func order(by column: Int) -> [Int32] {
    orders.withLock { orders in
      if let known = orders[column] { return known }
      var filled: [SortKey] = []
      var empty: [Int32] = []
      filled.reserveCapacity(rows.count)
      for (place, row) in rows.enumerated() {
        if row.values[column] == .empty {
          empty.append(Int32(place))
        } else {
          filled.append(SortKey(row.values[column], Int32(place)))
        }
      }
      filled.sort { first, second in
        if first.beginning != second.beginning { return first.beginning < second.beginning }
        let left = rows[Int(first.place)].values[column]
        let right = rows[Int(second.place)].values[column]
        return left == right ? first.place < second.place : left < right
      }
      let order = filled.map(\.place) + empty
      orders[column] = order
      return order
    }
  }

  /// The rows that pass, as a table of their own. O(rows).
  package func narrowed(to passes: (ProjectRow) -> Bool) -> ProjectTable {
    ProjectTable(rows.filter(passes))
  }

  /// The values that stand in a column, each once, ascending. O(rows) at the first question.
  package func values(of column: Int) -> [Value] {
    choices.withLock { choices in
      if let known = choices[column] { return known }
      var found: Set<Value> = []
      for row in rows where row.values[column] != .empty { found.insert(row.values[column]) }
      let values = found.sorted()
      choices[column] = values
      return values
    }
  }
}

/// The tables of a store.
package final class ProjectTables: Sendable {
  /// The fields that lists filter and sort by.
  package static let columns: [FieldDefinition] =
    [
      "name", "project_code", "region_code", "stage", "category", "level", "is_key",
      "total_investment", "annual_plan", "year_nature", "planned_start_on",
      "substantive_start_on", "planned_production_on", "signed_on", "owner", "leader",
      "duty_unit",
    ].compactMap { collection?.field($0) }
  private static let collection = Schema.standard.collection("project")
  private static let places = Dictionary(
    uniqueKeysWithValues: columns.enumerated().map { ($0.element.id, $0.offset) })
  /// The places of what searches look through; the name is the first column.
  fileprivate static let searched = ["name", "project_code", "owner", "leader", "duty_unit"]
    .compactMap { code in columns.firstIndex { $0.code == code } }

  private struct State {
    var commit: UInt64?
    var point: FollowPoint?
    var rows: [ProjectRow] = []
    var table: ProjectTable?
  }

  private let store: Store
  private let state = Mutex(State())

  /// The tables of `store`; the first question reads every project.
  package init(_ store: Store) { self.store = store }

  /// The live projects of all ledgers, by ledger and id.
  ///
  /// - Complexity: O(1) while nothing was committed; then O(projects) to look at, and O(what was
  ///   committed) to read from the store, or O(projects) the first time and where
  ///   `Snapshot.touched` asks for everything anew.
  package func now() throws -> ProjectTable {
    try state.withLock { state in
      let commit = try store.lastCommit()
      if state.commit == commit, let table = state.table { return table }
      // Taken by itself: a failure between reading and keeping must leave what belongs together.
      var next = state
      try store.reading { snapshot in
        if let point = state.point,
          let touched = try snapshot.touched(since: point, recordsMax: Self.followedMax)
        {
          try Self.reread(touched, snapshot, &next.rows)
        } else {
          next.rows = try Self.readAll(snapshot)
        }
        next.point = try snapshot.followPoint()
      }
      next.commit = commit
      let table = ProjectTable(next.rows)
      next.table = table
      state = next
      return table
    }
  }

  /// The place of a field in a row's values.
  package static func place(of code: String) -> Int? {
    columns.firstIndex { $0.code == code }
  }

  /// In order, as the store holds them.
  private static func readAll(_ snapshot: borrowing Snapshot) throws -> [ProjectRow] {
    guard let collection else { return [] }
    var rows: [ProjectRow] = []
    for ledger in try snapshot.allLedgers().sorted() {
      try snapshot.eachShown(ledger, collection.id, wanted: { places[$0] != nil }) {
        id, fields, hasConflict in
        var values = [Value](repeating: .empty, count: columns.count)
        for case (let field, .value(let value)) in fields {
          if let place = places[field] { values[place] = value }
        }
        rows.append(ProjectRow(ledger, id, values, hasConflict: hasConflict))
      }
    }
    return rows
  }

  private static let followedMax = 5_000

  /// Reads the touched projects again and puts them where they belong.
  private static func reread(
    _ touched: Set<TouchedRecord>, _ snapshot: borrowing Snapshot, _ rows: inout [ProjectRow]
  ) throws {
    guard let collection else { return }
    var fresh: [String: [RecordID: ProjectRow]] = [:]
    var names: [String: Set<RecordID>] = [:]
    for project in touched where project.collection == collection.id {
      names[project.ledger, default: []].insert(project.id)
      if let record = try snapshot.record(project.ledger, collection.id, project.id),
        !record.isArchived
      {
        fresh[project.ledger, default: [:]][project.id] = row(record)
      }
    }
    if names.isEmpty { return }
    var kept: [ProjectRow] = []
    kept.reserveCapacity(rows.count + touched.count)
    for row in rows {
      if names[row.ledger]?.contains(row.id) != true {
        kept.append(row)
      } else if let row = fresh[row.ledger]?.removeValue(forKey: row.id) {
        kept.append(row)
      }
    }
    let added = fresh.values.flatMap(\.values)
    if !added.isEmpty {
      kept += added
      kept.sort { ($0.ledger, $0.id) < ($1.ledger, $1.id) }
    }
    rows = kept
  }

  private static func row(_ record: Record) -> ProjectRow {
    ProjectRow(
      record.ledger, record.id, columns.map { record[$0.id] ?? .empty },
      hasConflict: record.hasConflict)
  }
}
