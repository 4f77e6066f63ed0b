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

  private var output: [UInt8] = []
  private var delta = RecordDelta()

  /// - Parameter tables: those of the store, or of a scratch copy that a check fills.
  init(_ store: Store, ledger: String, tables: Tables? = nil) {
    self.ledger = ledger
    self.tables = tables ?? store.tables
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

  private mutating func applyRecord(
    _ change: DecodedChange, operations: ArraySlice<OperationView>, deps: VersionVector,
    arrival: UInt64, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    guard let first = operations.first else { return }
    let key = Keys.record(ledger, first.collection, first.record)
    let merge = RecordMerge(
      change: change, operations: operations, deps: deps,
      indexed: plan.fields(first.collection))
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
      try write(first, change.header.dot, arrival, in: &transaction)
    } catch {
      throw StoreError(error, at: place, table: "record", key: key)
    }
  }

  /// Writes what follows from the record: history, indexes, conflicts, settlements.
  private mutating func write(
    _ first: OperationView, _ dot: Dot, _ arrival: UInt64, in transaction: inout WriteTransaction
  ) throws(LMDBError) {
    var dotBytes: [UInt8] = []
    dotBytes.reserveCapacity(18)
    dot.replica.appendBytes(to: &dotBytes)
    dotBytes.appendBigEndian(dot.seq)
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
      if outcome.isOpen {
        let kind: [UInt8] = [
          1,
          outcome.field == Existence.field
            ? ConflictKind.archivedWhileEdited.number : ConflictKind.concurrentEdit.number,
        ]
        try transaction.put(tables.conflict, key: key.span.bytes, value: kind.span.bytes)
        if outcome.isNew {
          newConflicts.append(
            ConflictID(ledger, first.collection, first.record, outcome.field))
        }
      } else {
        #if TAIZHANG_PLANTED_FAULTS
          if PlantedFault.makes(.conflictEntryStays) { continue }
        #endif
        _ = try transaction.delete(tables.conflict, key.span.bytes)
        if !newConflicts.isEmpty {
          let id = ConflictID(ledger, first.collection, first.record, outcome.field)
          newConflicts.removeAll { $0 == id }
        }
        var settledKey = key
        settledKey.appendBigEndian(arrival)
        let value = dotBytes + outcome.superseded
        try transaction.put(tables.settled, key: settledKey.span.bytes, value: value.span.bytes)
      }
    }
  }
}

/// What a merged record asks of the other tables.
struct RecordDelta {
  struct ConflictOutcome {
    let field: FieldID
    let isOpen: Bool
    let isNew: Bool
    /// Of a settled conflict: its siblings, as the bytes of a record of one field.
    let superseded: [UInt8]
  }

  var indexRemovals: [(FieldID, ArraySlice<UInt8>)] = []
  var indexInsertions: [(FieldID, ArraySlice<UInt8>)] = []
  var conflicts: [ConflictOutcome] = []

  mutating func removeAll() {
    indexRemovals.removeAll(keepingCapacity: true)
    indexInsertions.removeAll(keepingCapacity: true)
    conflicts.removeAll(keepingCapacity: true)
  }
}
