// Guarantees: a record put as a whole, from a base or a snapshot, leaves the same rows behind it as
// the changes that made it: itself, its index entries, its open conflicts.

internal import Causality
internal import LMDB
internal import Wire

extension Applier {
  /// Puts the rows of a based table that a snapshot or a base holds.
  ///
  /// - Parameter key: without the ledger.
  func install(
    _ number: UInt8, key: ArraySlice<UInt8>, value: ArraySlice<UInt8>,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let table: Table
    switch number {
    case Base.recordRows: table = tables.record
    case Base.touchRows: table = tables.touch
    case Base.settledRows: table = tables.settled
    default: throw StoreError(.corrupt, "baserecord", Hex.text(key), "table \(number)")
    }
    let full = Keys.ledger(ledger) + key
    do throws(LMDBError) {
      try transaction.put(table, key: full.span.bytes, value: value.span.bytes)
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
  private func index(
    _ bytes: UnsafeRawBufferPointer, _ collection: CollectionID, _ record: RecordID,
    in transaction: inout WriteTransaction
  ) throws {
    let indexed = plan.fields(collection)
    let reader = try RecordReader(bytes)
    let none: [UInt8] = []
    for slot in reader.slots {
      let isIndexed = indexed.contains(slot.field)
      guard isIndexed || slot.count > 1 else { continue }
      var values: [Range<Int>] = []
      var differs = false
      var first: Range<Int>?
      try reader.eachSibling(slot) { _, isElement, value in
        if isIndexed { values.append(value) }
        guard !isElement else { return }
        if let first {
          differs =
            differs
            || !UnsafeRawBufferPointer(rebasing: bytes[first]).elementsEqual(
              UnsafeRawBufferPointer(rebasing: bytes[value]))
        } else {
          first = value
        }
      }
      for value in values {
        let key = Keys.index(
          ledger, collection, slot.field,
          value: UnsafeRawBufferPointer(rebasing: bytes[value]), record)
        try transaction.put(tables.index, key: key.span.bytes, value: none.span.bytes)
      }
      guard differs else { continue }
      let kind: ConflictKind =
        slot.field == Existence.field ? .archivedWhileEdited : .concurrentEdit
      let key = Keys.conflict(ledger, collection, record, slot.field)
      let value: [UInt8] = [1, kind.number]
      try transaction.put(tables.conflict, key: key.span.bytes, value: value.span.bytes)
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
