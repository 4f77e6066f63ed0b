// The projects of a store as a table in memory, for lists: filtered, sorted and searched without
// reading the store again.
//
// Guarantees: what a caller is given is as new as the store was when it asked: a commit of any
// process since then is read in first, of the changed projects alone where the log still tells them.

package import Causality
package import LedgerStore
package import Projects
internal import Synchronization
internal import Wire

/// One project of a list.
package struct ProjectRow: Sendable {
  package let ledger: String
  package let id: RecordID
  package let name: String
  /// By the places of ``ProjectTables/columns``; `.empty` where nothing is filled in.
  package let values: [Value]
  /// Whether a field, or whether it is archived, is in conflict.
  package let hasConflict: Bool
  /// Name, codes and owners, folded as searches are.
  fileprivate let searched: [UInt8]

  /// Whether a text is in the name, a code or an owner, or the name has it for initials.
  package func matches(_ text: SearchText) -> Bool {
    text.isFound(inFolded: searched) || text.hasInitials(of: name)
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
      let filled = rows.indices.filter { rows[$0].values[column] != .empty }
      let sorted = filled.sorted { first, second in
        let left = rows[first].values[column]
        let right = rows[second].values[column]
        if case .text(let left) = left, case .text(let right) = right {
          return left.utf8.lexicographicallyPrecedes(right.utf8)
        }
        return left < right
      }
      let empty = rows.indices.filter { rows[$0].values[column] == .empty }
      let order = (sorted + empty).map { Int32($0) }
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

  private struct State {
    var commit: UInt64?
    var memberDigest: [UInt8] = []
    var vectors: [String: VersionVector] = [:]
    var rows: [ProjectRow] = []
    var table: ProjectTable?
  }

  private let store: Store
  private let state = Mutex(State())

  package init(_ store: Store) { self.store = store }

  /// The live projects of all ledgers, by ledger and id.
  ///
  /// - Complexity: O(1) while nothing was committed; then O(what was), or O(projects) the first time
  ///   and after a compaction or a change of members.
  package func now() throws -> ProjectTable {
    try state.withLock { state in
      let commit = try store.lastCommit()
      if state.commit == commit, let table = state.table { return table }
      let digest = try store.memberDigest().bytes
      let ledgers = try store.ledgers()
      let isKnown =
        state.commit != nil && digest == state.memberDigest
        && Set(ledgers) == Set(state.vectors.keys)
      if !isKnown || (try? follow(&state)) != true { try readAll(ledgers, &state) }
      state.memberDigest = digest
      state.commit = commit
      let table = ProjectTable(state.rows)
      state.table = table
      return table
    }
  }

  /// The place of a field in a row's values.
  package static func place(of code: String) -> Int? {
    columns.firstIndex { $0.code == code }
  }

  private func readAll(_ ledgers: [String], _ state: inout State) throws {
    guard let collection = Self.collection else { return }
    var rows: [ProjectRow] = []
    var vectors: [String: VersionVector] = [:]
    try store.read { snapshot throws(StoreError) in
      for ledger in ledgers {
        vectors[ledger] = try snapshot.vector(ledger)
        try snapshot.query(Query(ledger: ledger, collection: collection.id)) { record in
          rows.append(Self.row(record))
          return true
        }
      }
    }
    state.rows = rows
    state.vectors = vectors
  }

  /// Reads in what was committed since. False when it is too much to be worth it.
  private func follow(_ state: inout State) throws -> Bool {
    for (ledger, known) in state.vectors {
      var vector = known
      var touched: Set<RecordID> = []
      var reader = ChangeSetReader()
      while true {
        let chunk = try store.nextChangeSet(ledger, from: &vector, maxBytes: 1 << 20)
        reader.feed(chunk.frames)
        while let run = try reader.nextRun() {
          for change in run.changes {
            for operation in change.operations where operation.collection == Self.collection?.id {
              touched.insert(operation.record)
            }
          }
        }
        guard touched.count <= Self.followedMax else { return false }
        if !chunk.more { break }
      }
      if !touched.isEmpty { try reread(touched, of: ledger, &state.rows) }
      state.vectors[ledger] = vector
    }
    return true
  }

  private static let followedMax = 5_000

  private func reread(
    _ ids: Set<RecordID>, of ledger: String, _ rows: inout [ProjectRow]
  ) throws {
    guard let collection = Self.collection else { return }
    var fresh: [RecordID: ProjectRow] = [:]
    try store.read { snapshot throws(StoreError) in
      for id in ids {
        if let record = try snapshot.record(ledger, collection.id, id), !record.isArchived {
          fresh[id] = Self.row(record)
        }
      }
    }
    var kept: [ProjectRow] = []
    kept.reserveCapacity(rows.count + fresh.count)
    for row in rows {
      guard row.ledger == ledger, ids.contains(row.id) else {
        kept.append(row)
        continue
      }
      if let row = fresh.removeValue(forKey: row.id) { kept.append(row) }
    }
    if !fresh.isEmpty {
      kept += fresh.values
      kept.sort { ($0.ledger, $0.id) < ($1.ledger, $1.id) }
    }
    rows = kept
  }

  private static func row(_ record: Record) -> ProjectRow {
    let values = columns.map { record[$0.id] ?? .empty }
    var searched: [UInt8] = []
    var name = ""
    if case .text(let text)? = values.first { name = text }
    for (column, value) in zip(columns, values) {
      guard ["name", "project_code", "owner", "leader", "duty_unit"].contains(column.code),
        case .text(let text) = value
      else { continue }
      searched += SearchText.fold(text) + [0]
    }
    return ProjectRow(
      ledger: record.ledger, id: record.id, name: name, values: values,
      hasConflict: record.hasConflict, searched: searched)
  }
}
