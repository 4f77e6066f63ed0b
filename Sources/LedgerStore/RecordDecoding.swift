// Guarantees: a record read for people: every value decoded, every sibling kept, the shown one
// chosen by the field's rule.

internal import Causality
internal import LMDB
internal import Wire

extension Store {
  /// A record's registers as values. `key` is the whole key of the `record` table; `wanted` leaves
  /// out fields that the caller does not look at, the archive register never.
  func decodeRecord(
    _ ledger: String, key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer,
    isAuthority: (ReplicaID) -> Bool, wanted: (FieldID) -> Bool = { _ in true }
  ) throws(StoreError) -> Record {
    let at = ledger.utf8.count + 1
    guard key.count == at + 18 else {
      throw StoreError(CorruptRecord(offset: at), table: "record", key: Array(key))
    }
    let collection = CollectionID(
      rawValue: key.loadUnaligned(fromByteOffset: at, as: UInt16.self).bigEndian)
    let id = RecordID(
      high: key.loadUnaligned(fromByteOffset: at + 2, as: UInt64.self).bigEndian,
      low: key.loadUnaligned(fromByteOffset: at + 10, as: UInt64.self).bigEndian)
    do {
      let reader = try RecordReader(value)
      let traits = schema.collection(collection)
      var existence = FieldState(
        field: Existence.field, siblings: [], shown: 0, isSet: false)
      var fields: [FieldState] = []
      fields.reserveCapacity(reader.slots.count)
      for slot in reader.slots where slot.field == Existence.field || wanted(slot.field) {
        let stored = try reader.field(slot)
        if slot.field == Existence.field {
          existence = try existenceState(stored)
        } else {
          fields.append(
            try fieldState(slot.field, stored, traits?.field(slot.field), isAuthority))
        }
      }
      let isArchived: Bool
      if existence.siblings.isEmpty {
        isArchived = false
      } else {
        isArchived = existence.siblings[existence.shown].payload == .boolean(true)
      }
      return Record(
        ledger: ledger, collection: collection, id: id, isArchived: isArchived, fields: fields,
        existence: existence, lateMarks: reader.marks)
    } catch {
      throw StoreError(error, at: place, table: "record", key: Array(key))
    }
  }

  private func fieldState(
    _ id: FieldID, _ stored: StoredField, _ traits: FieldTraits?,
    _ isAuthority: (ReplicaID) -> Bool
  ) throws -> FieldState {
    if !stored.set.isEmpty {
      let adds = try stored.set.adds.map { try Self.decoded($0) }
      return FieldState(field: id, siblings: adds, shown: 0, isSet: true)
    }
    var register = Register<Value>()
    for sibling in stored.register.siblings { _ = register.append(try Self.decoded(sibling)) }
    #if TAIZHANG_PLANTED_FAULTS
      if PlantedFault.makes(.tieBreakBySelf),
        let own = register.siblings.firstIndex(where: { $0.dot.replica == identity.replica })
      {
        return FieldState(
          field: id, siblings: Array(register.siblings), shown: own, isSet: traits?.kind == .set)
      }
    #endif
    let shown = register.shown(by: traits?.rule ?? .newest, isAuthority: isAuthority) ?? 0
    return FieldState(
      field: id, siblings: Array(register.siblings), shown: shown, isSet: traits?.kind == .set)
  }

  private func existenceState(_ stored: StoredField) throws -> FieldState {
    var register = Register<Bool>()
    for sibling in stored.register.siblings {
      _ = register.append(
        Sibling(
          dot: sibling.dot, clock: sibling.clock, payload: sibling.payload == .archived))
    }
    let existence = Existence(register)
    return FieldState(
      field: Existence.field,
      siblings: register.siblings.map {
        Sibling(dot: $0.dot, clock: $0.clock, payload: .boolean($0.payload))
      },
      shown: existence.shown ?? 0, isSet: false)
  }

  static func decoded(_ sibling: StoredSibling) throws(WireError) -> Sibling<Value> {
    Sibling(
      dot: sibling.dot, clock: sibling.clock,
      payload: try ValueCoding.decode(sibling.payload.bytes.span.bytes))
  }

  /// The record of a place, nil when there is none.
  func storedRecord<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ collection: CollectionID, _ id: RecordID, _ transaction: borrowing T,
    isAuthority: (ReplicaID) -> Bool, wanted: (FieldID) -> Bool = { _ in true }
  ) throws(StoreError) -> Record? {
    let key = Keys.record(ledger, collection, id)
    do {
      guard let value = try transaction.get(tables.record, key.span.bytes) else { return nil }
      return try value.withUnsafeBytes { bytes in
        try key.withUnsafeBytes { key in
          try decodeRecord(
            ledger, key: key, value: bytes, isAuthority: isAuthority, wanted: wanted)
        }
      }
    } catch {
      throw StoreError(error, at: place, table: "record", key: key)
    }
  }

}
