// Guarantees: the one place where a change becomes registers, indexes and conflicts. Merging is
// `Causality`'s; this file only carries bytes to it and back. Everything it writes can be derived
// again from the log, so the same code serves commit, apply and rebuild.

internal import Causality
internal import LMDB
internal import Wire

/// Applies decoded changes of one ledger inside one write transaction.
struct Applier {
  let ledger: String
  let tables: Tables
  let plan: IndexPlan
  let place: StorePlace
  /// Conflicts that arose or grew, and stand.
  private(set) var newConflicts: [ConflictID] = []

  let store: Store
  /// Whether the tables are a scratch copy, the log being in the store itself.
  let isAside: Bool
  /// What must be judged before the transaction ends.
  var touched = TouchedConstraints()
  /// Violations that ended in the transaction, by their keys of `conflict`, with the change.
  var ended: [[UInt8]: Dot] = [:]
  /// Whose siblings show under the rule `authority`.
  let members: MemberList

  private var output: [UInt8] = []
  private var delta = RecordDelta()
  /// The past of the record last asked about, kept up while its changes come one after another.
  private var past: (key: [UInt8], changes: RecordPast)?

  /// - Parameter tables: those of the store, or of a scratch copy that a check fills.
  init(_ store: Store, ledger: String, members: MemberList, tables: Tables? = nil) {
    self.store = store
    self.ledger = ledger
    self.members = members
    self.tables = tables ?? store.tables
    isAside = tables != nil
    plan = store.indexPlan
    place = store.place
  }

  /// Applies one change whose deps are applied already.
  ///
  /// - Parameters:
  ///   - deps: all that the author had seen; its own earlier changes count as seen.
  ///   - arrival: the change's place in this store's order.
  mutating func apply(
    _ change: DecodedChange, deps: VersionVector, arrival: UInt64,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let operations = change.operations
    var start = 0
    while start < operations.count {
      var end = start + 1
      while end < operations.count, operations[end].record == operations[start].record,
        operations[end].collection == operations[start].collection
      {
        end += 1
      }
      try applyRecord(
        change, operations: operations[start..<end], deps: deps, arrival: arrival,
        in: &transaction)
      start = end
    }
  }

  /// Notes a change that has no effect: why, and which records it would have touched.
  mutating func note(
    _ voiding: Voiding, of change: DecodedChange, arrival: UInt64,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let key = Keys.log(ledger, change.header.dot)
    let dot = Self.bytes(change.header.dot)
    let value = voiding.encoded()
    do throws(LMDBError) {
      try transaction.put(tables.void, key: key.span.bytes, value: value.span.bytes)
      var last: RecordID?
      for operation in change.operations where operation.record != last {
        last = operation.record
        let touch = Keys.touch(ledger, operation.record, arrival)
        try transaction.put(tables.touch, key: touch.span.bytes, value: dot.span.bytes)
      }
    } catch {
      throw StoreError(error, at: place)
    }
  }

  private mutating func applyRecord(
    _ change: DecodedChange, operations: ArraySlice<OperationView>, deps: VersionVector,
    arrival: UInt64, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    guard let first = operations.first else { return }
    let key = Keys.record(ledger, first.collection, first.record)
    let plan = plan[first.collection]
    let merge = RecordMerge(change: change, operations: operations, deps: deps, plan: plan)
    output.removeAll(keepingCapacity: true)
    delta.removeAll()
    do {
      if let present = try transaction.get(tables.record, key.span.bytes) {
        try present.withUnsafeBytes { (bytes) throws(CorruptRecord) in
          try merge.onto(bytes, output: &output, delta: &delta)
        }
      } else {
        try merge.fresh(output: &output, delta: &delta)
      }
      try transaction.put(tables.record, key: key.span.bytes, value: output.span.bytes)
      try settle(merge, key, in: &transaction)
      try write(first, change.header.dot, arrival, in: &transaction)
      if plan.minds { touched.note(delta, operations, plan, change.header.dot) }
    } catch {
      throw StoreError(error, at: place, table: "record", key: key)
    }
  }

  /// Writes what follows from the record: history, indexes, conflicts.
  private mutating func write(
    _ first: OperationView, _ dot: Dot, _ arrival: UInt64, in transaction: inout WriteTransaction
  ) throws(LMDBError) {
    let dotBytes = Self.bytes(dot)
    let touch = Keys.touch(ledger, first.record, arrival)
    try transaction.put(tables.touch, key: touch.span.bytes, value: dotBytes.span.bytes)
    let none: [UInt8] = []
    #if TAIZHANG_PLANTED_FAULTS
      if PlantedFault.makes(.indexEntryStays) { delta.indexRemovals = [] }
    #endif
    for (field, value) in delta.indexRemovals {
      let key = Keys.index(ledger, first.collection, field, value: value, first.record)
      _ = try transaction.delete(tables.index, key.span.bytes)
    }
    for (field, value) in delta.indexInsertions {
      let key = Keys.index(ledger, first.collection, field, value: value, first.record)
      try transaction.put(tables.index, key: key.span.bytes, value: none.span.bytes)
    }
    for outcome in delta.conflicts {
      let key = Keys.conflict(ledger, first.collection, first.record, outcome.field)
      try setConflict(key, outcome.kind, isNew: outcome.isNew, in: &transaction)
    }
  }

  /// Puts or takes away one row of the conflict index.
  mutating func setConflict(
    _ key: [UInt8], _ kind: ConflictKind?, isNew: Bool, in transaction: inout WriteTransaction
  ) throws(LMDBError) {
    if let kind {
      let row: [UInt8] = [1, kind.number]
      try transaction.put(tables.conflict, key: key.span.bytes, value: row.span.bytes)
      if isNew { newConflicts.append(ConflictID(key)) }
    } else {
      #if TAIZHANG_PLANTED_FAULTS
        if PlantedFault.makes(.conflictEntryStays) { return }
      #endif
      _ = try transaction.delete(tables.conflict, key.span.bytes)
      if !newConflicts.isEmpty {
        let id = ConflictID(key)
        newConflicts.removeAll { $0 == id }
      }
    }
  }

  // MARK: Settlements

  /// Notes what the change settles. Only registers that were ever contested, and records ever
  /// locked or archived, need their past; all others answer from the registers at hand.
  private mutating func settle(
    _ merge: RecordMerge, _ key: [UInt8], in transaction: inout WriteTransaction
  ) throws {
    let operations = merge.operations
    guard let first = operations.first else { return }
    func place(_ field: FieldID) -> [UInt8] {
      Keys.conflict(ledger, first.collection, first.record, field)
    }
    var asked: Set<FieldID> = []
    var marked: Set<FieldID> = []
    if let lock = merge.plan.lock {
      if try isContested(place(lock.field), transaction) {
        asked.formUnion(operations.lazy.filter { $0.kind == .write }.map(\.field))
        asked.remove(lock.field)
      }
      if merge.locks { marked.insert(lock.field) }
    }
    if operations.contains(where: { $0.kind == .archive }) { marked.insert(Existence.field) }
    for field in delta.contended {
      if try isContested(place(field), transaction) {
        asked.insert(field)
      } else if field != Existence.field {
        marked.insert(field)
      }
    }
    let none: [UInt8] = []
    for field in marked {
      let key = place(field)
      try transaction.put(tables.contested, key: key.span.bytes, value: none.span.bytes)
    }
    for (field, siblings) in delta.settled where !asked.contains(field) {
      try put(field, siblings, merge, in: &transaction)
    }
    if !asked.isEmpty { try readPast(key, first, transaction) }
    guard past?.key == key else { return }
    let change = PastChange(merge.change, operations, deps: merge.deps)
    if !asked.isEmpty, let past = past?.changes {
      let finder = SettlementFinder(past: past, change: change, plan: merge.plan)
      for field in asked {
        if let siblings = finder.settled(field) {
          try put(field, siblings, merge, in: &transaction)
        }
      }
    }
    past?.changes.append(change)
  }

  private func isContested(
    _ key: [UInt8], _ transaction: borrowing WriteTransaction
  ) throws(LMDBError) -> Bool {
    try transaction.get(tables.contested, key.span.bytes) != nil
  }

  private func put(
    _ field: FieldID, _ siblings: StoredField, _ merge: RecordMerge,
    in transaction: inout WriteTransaction
  ) throws {
    guard let first = merge.operations.first else { return }
    let key = Keys.settled(
      ledger, first.collection, first.record, field, merge.change.header.dot)
    // What a change settles never changes; a base may know more of it than is left of the past.
    if try transaction.get(tables.settled, key.span.bytes) != nil { return }
    let row = try SettledRow.bytes(at: key, field, siblings, chosen: merge.written(field))
    try transaction.put(tables.settled, key: key.span.bytes, value: row.span.bytes)
  }

  /// Makes `past` that of the record: the changes that touched it before this one.
  private mutating func readPast(
    _ key: [UInt8], _ first: OperationView, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) {
    if past?.key == key { return }
    let (collection, record) = (first.collection, first.record)
    let touches = try store.effects(ledger, record, tables, transaction)
    if isAside {
      let log = try store.mapped { () throws(LMDBError) in try store.environment.beginRead() }
      past = (
        key, try RecordPast(store, ledger, collection, record, touches: touches, log: log)
      )
    } else {
      past = (
        key, try RecordPast(store, ledger, collection, record, touches: touches, log: transaction)
      )
    }
  }

  static func bytes(_ dot: Dot) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(18)
    dot.replica.appendBytes(to: &bytes)
    bytes.appendBigEndian(dot.seq)
    return bytes
  }
}

/// What a merged record asks of the other tables.
struct RecordDelta {
  struct ConflictOutcome {
    let field: FieldID
    /// What stands now; nil when nothing does any more.
    let kind: ConflictKind?
    let wasOpen: Bool
    let isNew: Bool
  }

  var indexRemovals: [(FieldID, ArraySlice<UInt8>)] = []
  var indexInsertions: [(FieldID, ArraySlice<UInt8>)] = []
  var conflicts: [ConflictOutcome] = []
  /// Registers in which others stand beside what the change wrote.
  var contended: [FieldID] = []
  /// Registers of several values that the change has made one, as they were before.
  var settled: [(FieldID, StoredField)] = []
  /// Former values of fields that name other records or are shared with them.
  var left: [(FieldID, EncodedValue)] = []
  /// Whether the record was archived, or is one no more.
  var existenceChanged = false

  mutating func removeAll() {
    indexRemovals.removeAll(keepingCapacity: true)
    indexInsertions.removeAll(keepingCapacity: true)
    conflicts.removeAll(keepingCapacity: true)
    contended.removeAll(keepingCapacity: true)
    settled.removeAll(keepingCapacity: true)
    left.removeAll(keepingCapacity: true)
    existenceChanged = false
  }
}
