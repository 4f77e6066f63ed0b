// Guarantees: what a constraint judges is what a reader is shown: the sibling that the field's rule
// chooses, read from the record's bytes without decoding the rest.

internal import Causality
internal import Wire

/// A record's shown values, as bytes.
struct ShownRecord {
  /// What a record says that corrects no other, and below which record.
  struct Original {
    let parent: EncodedValue
    let value: EncodedValue
  }

  let reader: RecordReader
  let traits: CollectionTraits?
  let isAuthority: (ReplicaID) -> Bool

  init(
    _ reader: RecordReader, _ traits: CollectionTraits?,
    isAuthority: @escaping (ReplicaID) -> Bool
  ) {
    self.reader = reader
    self.traits = traits
    self.isAuthority = isAuthority
  }

  /// Whether the record is in lists: never archived, or kept by some sibling.
  func isAlive() throws(CorruptRecord) -> Bool {
    guard let slot = reader.slot(Existence.field) else { return true }
    return try !reader.field(slot).isArchived
  }

  /// The sibling shown; nil for a field never written, an emptied one, or a set.
  func shown(_ field: FieldID) throws(CorruptRecord) -> StoredSibling? {
    guard let slot = reader.slot(field) else { return nil }
    let register = try reader.field(slot).register
    let rule = traits?.field(field)?.rule ?? .newest
    let index = register.shown(by: rule, isAuthority: isAuthority) { payload in
      guard case .code(let code)? = payload.value else { return -1 }
      return rule.rank(ofCode: code)
    }
    guard let index, !register.siblings[index].payload.isEmpty else { return nil }
    return register.siblings[index]
  }

  func value(_ field: FieldID) throws(CorruptRecord) -> Value? {
    try shown(field)?.payload.value
  }

  /// What a live record says below its parent; nil where it says nothing, or corrects another.
  func original(_ single: SingleTraits) throws(CorruptRecord) -> Original? {
    guard try isAlive(), let parent = try shown(single.parent)?.payload,
      let value = try shown(single.value)?.payload, try shown(single.corrects) == nil
    else { return nil }
    return Original(parent: parent, value: value)
  }

  /// All siblings of a register, by dot.
  func siblings(_ field: FieldID) throws(CorruptRecord) -> [StoredSibling] {
    guard let slot = reader.slot(field) else { return [] }
    return Array(try reader.field(slot).register.siblings)
  }

  /// All values that stand in a register, shown or not.
  func values(_ field: FieldID) throws(CorruptRecord) -> [EncodedValue] {
    try siblings(field).map(\.payload)
  }
}

extension EncodedValue {
  /// The value, nil for bytes that are none.
  var value: Value? { try? ValueCoding.decode(bytes.span.bytes) }
}
