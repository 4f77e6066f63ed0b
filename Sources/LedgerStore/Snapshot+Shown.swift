// Guarantees: all records of a collection as people are shown them, one value a register, read
// without their siblings' history wherever there is but one.

public import Causality
internal import LMDB
internal import Wire

/// What a field of a record shows.
public enum ShownContent: Sendable, Hashable {
  case value(Value)
  /// The elements of a set, ascending, each once.
  case set([Value])
}

extension Snapshot {
  /// Visits the records of a collection that are not archived, by ledger and id, with what their
  /// fields show, and whether a conflict stands on any field, looked at or not; emptied fields and
  /// empty sets are left out.
  ///
  /// Memory is one record. O(n) of the collection.
  ///
  /// - Parameters:
  ///   - ledger: nil for every ledger.
  ///   - wanted: fields that the caller does not look at cost nothing but being stepped over.
  /// - Throws: `noSuchLedger`, `corrupt` with the place, or what `visit` throws.
  public func eachShown(
    _ ledger: String?, _ collection: CollectionID, wanted: (FieldID) -> Bool,
    _ visit: (
      RecordID, _ fields: [(field: FieldID, content: ShownContent)], _ hasConflict: Bool
    ) throws(StoreError) -> Void
  ) throws(StoreError) {
    var fields: [(field: FieldID, content: ShownContent)] = []
    for name in try ledgersAsked(ledger) {
      let prefix = Keys.collection(name, collection)
      try store.scan(store.tables.record, prefix: prefix, transaction) {
        (key, value) throws(StoreError) in
        guard key.count == prefix.count + RecordID.byteCount,
          let id = Self.recordID(key, prefix.count)
        else { throw StoreError(CorruptRecord(offset: prefix.count), table: "record", key: key) }
        fields.removeAll(keepingCapacity: true)
        let kind: PlainRecord.Kind
        do { kind = try PlainRecord.read(value, wanted: wanted, into: &fields) } catch {
          throw StoreError(error, at: store.place, table: "record", key: Array(key))
        }
        switch kind {
        case .plain: try visit(id, fields, false)
        case .archived: break
        case .contested:
          let record = try store.decodeRecord(
            name, key: key, value: value, isAuthority: members.isAuthority)
          if let shown = Self.shown(record) {
            try visit(id, shown.filter { wanted($0.field) }, record.hasConflict)
          }
        }
        return true
      }
    }
  }

  /// What a single record shows; nil where there is none, or an archived one. O(log n).
  ///
  /// - Parameter wanted: as ``eachShown(_:_:wanted:_:)`` has it.
  public func shown(
    _ ledger: String, _ collection: CollectionID, _ id: RecordID,
    wanted: (FieldID) -> Bool = { _ in true }
  ) throws(StoreError) -> [(field: FieldID, content: ShownContent)]? {
    let key = Keys.record(ledger, collection, id)
    var fields: [(field: FieldID, content: ShownContent)] = []
    let kind: PlainRecord.Kind
    do {
      guard let value = try transaction.get(store.tables.record, key.span.bytes) else { return nil }
      kind = try value.withUnsafeBytes { try PlainRecord.read($0, wanted: wanted, into: &fields) }
    } catch {
      throw StoreError(error, at: store.place, table: "record", key: key)
    }
    switch kind {
    case .plain: return fields
    case .archived: return nil
    case .contested:
      return try record(ledger, collection, id).flatMap(Self.shown)?.filter { wanted($0.field) }
    }
  }

  private static func shown(_ record: Record) -> [(field: FieldID, content: ShownContent)]? {
    if record.isArchived { return nil }
    return record.fields.compactMap { state in
      if state.isSet {
        let elements = record.elements(state.field)
        return elements.isEmpty ? nil : (state.field, .set(elements))
      }
      return record[state.field].map { (state.field, .value($0)) }
    }
  }
}

/// Reads a record whose registers have one sibling each, none of them late, straight from its
/// bytes.
private enum PlainRecord {
  enum Kind {
    case plain
    /// Kept alive by no sibling; what fields show was not read to its end.
    case archived
    /// There are siblings to choose from, or late ones; fields may not have been read to their end.
    case contested
  }

  static func read(
    _ bytes: UnsafeRawBufferPointer, wanted: (FieldID) -> Bool,
    into fields: inout [(field: FieldID, content: ShownContent)]
  ) throws -> Kind {
    guard bytes.count > 1, bytes[0] == RecordReader.format else { throw CorruptRecord(offset: 0) }
    var at = 1
    for _ in 0..<(try RecordReader.varint(bytes, &at)) {
      at += ReplicaID.byteCount
      _ = try RecordReader.varint(bytes, &at)
      at += 8
    }
    for _ in 0..<(try RecordReader.varint(bytes, &at)) {
      let number = try RecordReader.varint(bytes, &at)
      let count = try RecordReader.varint(bytes, &at)
      guard let number = UInt16(exactly: number) else { throw CorruptRecord(offset: at) }
      let field = FieldID(rawValue: number)
      if field == Existence.field, count > 1 { return .contested }
      if field == Existence.field {
        if try !isAlive(bytes, &at, siblings: count) { return .archived }
        continue
      }
      let isWanted = wanted(field)
      var elements: [Value] = []
      for _ in 0..<count {
        let isElement = try RecordReader.varint(bytes, &at) & 1 == 1
        if !isElement, count > 1 { return .contested }
        let start = at
        try RecordReader.skipValue(bytes, &at)
        guard isWanted else { continue }
        let value = try ValueCoding.decode(
          UnsafeRawBufferPointer(rebasing: bytes[start..<at]).bytes)
        if isElement {
          if elements.last != value { elements.append(value) }
        } else if value != .empty {
          fields.append((field, .value(value)))
        }
      }
      if !elements.isEmpty { fields.append((field, .set(elements))) }
    }
    return at == bytes.count ? .plain : .contested
  }

  /// Whether the one sibling of the archive register, if there is any, keeps the record.
  private static func isAlive(
    _ bytes: UnsafeRawBufferPointer, _ at: inout Int, siblings count: UInt64
  ) throws -> Bool {
    if count == 0 { return true }
    _ = try RecordReader.varint(bytes, &at)
    let start = at
    try RecordReader.skipValue(bytes, &at)
    return bytes[start] == aliveTag
  }

  private static let aliveTag = EncodedValue.alive.bytes[0]
}
