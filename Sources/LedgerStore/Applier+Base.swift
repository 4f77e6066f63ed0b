// Guarantees: a record put as a whole, from a base or a snapshot, leaves the same rows behind it as
// the changes that made it: itself, its index entries, its open conflicts, its violations.

internal import Causality
internal import LMDB
internal import Wire

extension Applier {
  /// Puts the rows of a based table that a snapshot or a base holds.
  ///
  /// - Parameter key: without the ledger.
  mutating func install(
    _ number: UInt8, key: ArraySlice<UInt8>, value: ArraySlice<UInt8>,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let table: Table
    switch number {
    case Base.recordRows: table = tables.record
    case Base.touchRows: table = tables.touch
    case Base.settledRows: table = tables.settled
    case Base.contestedRows: table = tables.contested
    case Base.voidRows: table = tables.void
    default: throw StoreError(.corrupt, "baserecord", Hexadecimal.text(key), "table \(number)")
    }
    let full = Keys.ledger(ledger) + key
    do throws(LMDBError) {
      try transaction.putLast(table, full, value.span.bytes)
    } catch {
      throw StoreError(error, at: place)
    }
    guard number == Base.recordRows else { return }
    do {
      guard let stands = ConflictPlace.record(key) else { throw CorruptRecord(offset: 0) }
      try value.withUnsafeBytes { bytes in
        try index(bytes, stands.collection, stands.record, in: &transaction)
      }
    } catch {
      throw StoreError(error, at: place, table: "record", key: full)
    }
  }

  /// Index entries and open conflicts of a record's bytes.
  private mutating func index(
    _ bytes: UnsafeRawBufferPointer, _ collection: CollectionID, _ record: RecordID,
    in transaction: inout WriteTransaction
  ) throws {
    let plan = plan[collection]
    let reader = try RecordReader(bytes)
    let none: [UInt8] = []
    var isArchived = false
    for slot in reader.slots {
      let isIndexed = plan.indexed.contains(slot.field)
      let isExistence = slot.field == Existence.field
      guard isIndexed || isExistence || slot.count > 1 || !reader.marks.isEmpty else { continue }
      let field = try reader.field(slot)
      if isExistence { isArchived = field.isArchived }
      if isIndexed {
        for sibling in Array(field.register.siblings) + field.set.adds {
          let key = Keys.index(
            ledger, collection, slot.field, value: sibling.payload.bytes, record)
          try transaction.put(tables.index, key: key.span.bytes, value: none.span.bytes)
        }
      }
      guard let kind = field.conflictKind(slot.field, reader.marks) else { continue }
      let key = Keys.conflict(ledger, collection, record, slot.field)
      try setConflict(key, kind, isNew: false, in: &transaction)
    }
    guard plan.minds else { return }
    let place = RecordPlace(collection: collection, id: record)
    if isArchived {
      touched.note(place, wasArchived: true)
    } else {
      try judge(place, plan, reader, in: &transaction)
    }
  }
}

extension ConflictPlace {
  /// Collection and record of a `record` key without its ledger.
  static func record(_ key: ArraySlice<UInt8>) -> (collection: CollectionID, record: RecordID)? {
    guard key.count == 18 else { return nil }
    return key.withUnsafeBytes { bytes in
      guard let id = Snapshot.recordID(bytes, 2) else { return nil }
      let number = bytes.loadUnaligned(as: UInt16.self).bigEndian
      return (CollectionID(rawValue: number), id)
    }
  }
}
