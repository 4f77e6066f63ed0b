// Guarantees: every key of every table is built here and nowhere else; integers are big-endian, so
// the order of bytes is the order of values, and a ledger's keys stand together.

internal import Causality
internal import Wire

/// Keys are short byte strings: ledger id, a zero byte, then the table's own parts.
/// Ledger ids are `[a-z0-9-]{1,32}`, so the zero byte ends them without escapes.
enum Keys {
  static func ledger(_ ledger: String) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(64)
    key.append(contentsOf: ledger.utf8)
    key.append(0)
    return key
  }

  /// `log`: ledger, replica, seq.
  static func log(_ ledger: String, _ dot: Dot) -> [UInt8] {
    var key = head(ledger, dot.replica)
    key.appendBigEndian(dot.seq)
    return key
  }

  /// `proof` and `refused`: ledger, replica, seq, hash.
  static func hashed(_ ledger: String, _ dot: Dot, _ hash: Digest) -> [UInt8] {
    var key = log(ledger, dot)
    hash.appendBytes(to: &key)
    return key
  }

  /// `pins`: ledger, replica, seq, first half of the hash.
  static func pin(_ ledger: String, _ dot: Dot, _ hash: DigestPrefix?) -> [UInt8] {
    var key = log(ledger, dot)
    if let hash {
      key.appendBigEndian(hash.high)
      key.appendBigEndian(hash.low)
    }
    return key
  }

  /// `heads`: ledger, replica.
  static func head(_ ledger: String, _ replica: ReplicaID) -> [UInt8] {
    var key = self.ledger(ledger)
    replica.appendBytes(to: &key)
    return key
  }

  /// `arrival`: ledger, order.
  static func arrival(_ ledger: String, _ order: UInt64) -> [UInt8] {
    var key = self.ledger(ledger)
    key.appendBigEndian(order)
    return key
  }

  /// `record`: ledger, collection, record id.
  static func record(_ ledger: String, _ collection: CollectionID, _ id: RecordID) -> [UInt8] {
    var key = self.collection(ledger, collection)
    id.appendBytes(to: &key)
    return key
  }

  static func collection(_ ledger: String, _ collection: CollectionID) -> [UInt8] {
    var key = self.ledger(ledger)
    key.appendBigEndian(collection.rawValue)
    return key
  }

  /// `baserecord`: ledger, table, key of the first row after its ledger, piece of a value too large
  /// for one part.
  static func basePart(
    _ ledger: String, table: UInt8, key: some Collection<UInt8>, piece: UInt64
  ) -> [UInt8] {
    var bytes = self.ledger(ledger)
    bytes.append(table)
    bytes.append(contentsOf: key)
    bytes.appendBigEndian(piece)
    return bytes
  }

  /// `touch`: ledger, record id, order of arrival: the history of one record, oldest first.
  static func touch(_ ledger: String, _ id: RecordID, _ order: UInt64?) -> [UInt8] {
    var key = self.ledger(ledger)
    id.appendBytes(to: &key)
    if let order { key.appendBigEndian(order) }
    return key
  }

  /// `conflict`: ledger, collection, record id, field.
  static func conflict(
    _ ledger: String, _ collection: CollectionID, _ id: RecordID, _ field: FieldID
  ) -> [UInt8] {
    var key = record(ledger, collection, id)
    key.appendBigEndian(field.rawValue)
    return key
  }

  /// `conflict`: the place of a violation: the field on which it stands, the constraint's number.
  static func violation(
    _ ledger: String, _ collection: CollectionID, _ id: RecordID, _ field: FieldID,
    _ constraint: UInt16
  ) -> [UInt8] {
    var key = conflict(ledger, collection, id, field)
    key.appendBigEndian(constraint)
    return key
  }

  /// `settled`: the place of a conflict, the dot that settled it.
  static func settled(
    _ ledger: String, _ collection: CollectionID, _ id: RecordID, _ field: FieldID, _ dot: Dot
  ) -> [UInt8] {
    var key = conflict(ledger, collection, id, field)
    dot.replica.appendBytes(to: &key)
    key.appendBigEndian(dot.seq)
    return key
  }

  /// `index.field`: ledger, collection, field, first bytes of the encoded value, record id.
  /// Encoded values are prefix-free, so a scan of the value's prefix meets equal values only,
  /// or, past `indexedValueBytesMax`, values that begin alike: readers compare the record itself.
  static func index(
    _ ledger: String, _ collection: CollectionID, _ field: FieldID, value: some Collection<UInt8>,
    _ id: RecordID?
  ) -> [UInt8] {
    var key = self.collection(ledger, collection)
    key.appendBigEndian(field.rawValue)
    key.append(contentsOf: value.prefix(indexedValueBytesMax))
    if let id { id.appendBytes(to: &key) }
    return key
  }

  /// LMDB allows keys of 511 bytes; 33 + 4 + 200 + 16 stay well below.
  static let indexedValueBytesMax = 200
}

extension Array where Element == UInt8 {
  mutating func appendBigEndian<T: FixedWidthInteger>(_ value: T) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }

  mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}
