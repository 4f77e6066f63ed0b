// Guarantees: a settlement is a change that had seen several different values side by side, or a
// late one together with the lock, and wrote the field: a function of its deps, so that every store
// tells the same settlements, whichever of two racing ones came first.

internal import Causality
internal import LMDB
internal import Wire

/// Finds what one change settles of one record.
struct SettlementFinder {
  let past: RecordPast
  let change: PastChange
  let plan: CollectionPlan

  /// What stood side by side on `field` for the author; nil when the change settled nothing.
  func settled(_ field: FieldID) -> StoredField? {
    guard change.writes[field] != nil else { return nil }
    let standing = past.standing(field, before: change)
    var siblings = standing
    let lates = field == Existence.field ? [] : lateSiblings(field, standing)
    let values = Set(standing.map { $0.writes[field] })
    if values.count < 2 {
      guard !lates.isEmpty else { return nil }
    }
    for late in lates {
      for other in past.standing(field, before: late.lock)
      where !siblings.contains(where: { $0.dot == other.dot }) {
        siblings.append(other)
      }
    }
    return Self.field(siblings.sorted { $0.dot < $1.dot }, field)
  }

  /// The late ones among the siblings that nothing the lock had seen agrees with.
  private func lateSiblings(
    _ field: FieldID, _ standing: [PastChange]
  ) -> [(sibling: PastChange, lock: PastChange)] {
    guard let lock = plan.lock, field != lock.field else { return [] }
    let locks = past.standing(lock.field, before: change)
      .filter { $0.writes[lock.field] == plan.lockValue }
    if locks.isEmpty { return [] }
    var pairs: [(sibling: PastChange, lock: PastChange)] = []
    for sibling in standing {
      for lock in locks where lock.isConcurrent(with: sibling) { pairs.append((sibling, lock)) }
    }
    let late = Set(pairs.map(\.sibling.dot))
    let known = Set(standing.filter { !late.contains($0.dot) }.map { $0.writes[field] })
    return pairs.filter { !known.contains($0.sibling.writes[field]) }
  }

  private static func field(_ siblings: [PastChange], _ field: FieldID) -> StoredField {
    var stored = StoredField()
    for sibling in siblings {
      guard let value = sibling.writes[field] else { continue }
      _ = stored.register.append(
        StoredSibling(dot: sibling.dot, clock: sibling.header.clock, payload: value))
    }
    return stored
  }
}

/// A row of `settled`: its checksum, what was chosen, then the siblings as a record of one field. A
/// row that stands on changes which a base has taken out of the log has nothing else to prove it.
///
///   2 | CRC-32C of the place (the key without its ledger) and of all that follows, 4 B | value |
///   record
enum SettledRow {
  private static let version: UInt8 = 2
  private static let head = 5
  private static let placeBytes = 38

  static func bytes(
    at key: [UInt8], _ field: FieldID, _ siblings: StoredField, chosen: EncodedValue
  ) throws(CorruptRecord) -> [UInt8] {
    var body = Array(chosen.bytes)
    var writer = RecordWriter(base: nil)
    writer.append(field, siblings)
    try writer.encode(into: &body)
    return [version] + sum(key, body[...]) + body
  }

  /// Where the chosen value stands and where the record begins.
  static func parts(
    _ bytes: UnsafeRawBufferPointer
  ) throws(CorruptRecord) -> (chosen: Range<Int>, record: Int) {
    guard bytes.count > head, bytes[0] == version else { throw CorruptRecord(offset: 0) }
    var at = head
    try RecordReader.skipValue(bytes, &at)
    return (head..<at, at)
  }

  /// Whether a row is as it was written, and where.
  static func isWhole(_ row: [UInt8], at key: [UInt8]) -> Bool {
    row.count > head && row[0] == version && row[1..<head].elementsEqual(sum(key, row[head...]))
  }

  private static func sum(_ key: [UInt8], _ body: ArraySlice<UInt8>) -> [UInt8] {
    let covered = key.suffix(placeBytes) + body
    let sum = CRC32C.checksum(covered.span.bytes)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
  }
}
