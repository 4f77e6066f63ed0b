// Guarantees: when a violation ends, this store notes which change ended it. A violation is judged
// by what stands together, so what one store saw violated another may only ever have seen mended:
// the notes are each store's own, outside of what copies compare.
//
//   peer: "mended/" ledger "/" conflict id "/" dot -> 1 | dot 18 B | key of the violation

internal import Causality
internal import LMDB
internal import Wire

extension Store {
  private static let mendedPrefix = "mended/"

  /// Notes that a change of this transaction ended the violation with this key of `conflict`.
  func noteMended(
    _ ledger: String, _ key: [UInt8], by dot: Dot, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    try setPeerValue(
      Self.mendedPrefix + "\(ledger)/\(ConflictID(key))/\(dot)",
      [1] + Applier.bytes(dot) + key, in: &transaction)
  }

  /// What was noted, by ledger and conflict.
  fileprivate func mended(
    _ transaction: borrowing ReadTransaction
  ) throws(StoreError) -> [(ledger: String, dot: Dot, key: [UInt8])] {
    var notes: [(ledger: String, dot: Dot, key: [UInt8])] = []
    try scan(tables.peer, prefix: Array(Self.mendedPrefix.utf8), transaction) {
      (key, value) throws(StoreError) in
      let names = String(decoding: key, as: UTF8.self).split(separator: "/")
      guard names.count == 4, value.count > 19, value[0] == 1,
        let replica = RecordReader.replica(value, 1)
      else { throw StoreError(CorruptRecord(offset: 0), table: "peer", key: Array(key)) }
      let seq = value.loadUnaligned(fromByteOffset: 11, as: UInt64.self).bigEndian
      notes.append((String(names[1]), Dot(replica: replica, seq: seq), Array(value[19...])))
      return true
    }
    return notes
  }
}

extension Snapshot {
  /// Violations that this store saw end, with the change that ended each: all, or those of one id.
  ///
  /// `siblings` has what the change wrote over, where it wrote the field on which the violation
  /// stood; it is empty where another field or record made the difference.
  ///
  /// - Complexity: O(notes), and the history of each record named.
  public func mendings(withIDPrefix prefix: String? = nil) throws(StoreError) -> [Settlement] {
    let held = Set(try allLedgers())
    var mendings: [Settlement] = []
    for note in try store.mended(transaction) where held.contains(note.ledger) {
      let place = note.key.withUnsafeBytes { ConflictPlace($0, Keys.ledger(note.ledger).count) }
      guard let place, let number = place.constraint else {
        throw StoreError(CorruptRecord(offset: 19), table: "peer", key: note.key)
      }
      if let prefix, !place.id(in: note.ledger).text.hasPrefix(prefix.lowercased()) { continue }
      let traits = store.schema.collection(place.collection)
      guard let constraint = traits?.constraints.first(where: { $0.number == number }) else {
        continue
      }
      mendings.append(try mending(note.ledger, place, constraint, note.dot))
    }
    return mendings
  }

  private func mending(
    _ ledger: String, _ place: ConflictPlace, _ constraint: ConstraintTraits, _ dot: Dot
  ) throws(StoreError) -> Settlement {
    let lines = try history(ledger, place.record, field: place.field)
      .filter { $0.void == nil && $0.kind == .write }
    var siblings: [ConflictSibling] = []
    var chosen = try record(ledger, place.collection, place.record)?[place.field] ?? .empty
    if let own = lines.firstIndex(where: { $0.dot == dot }) {
      chosen = lines[own].to
      if own > 0 {
        let before = lines[own - 1]
        siblings.append(
          try explain(
            Sibling(dot: before.dot, clock: before.clock, payload: before.to), ledger))
      }
    }
    let clock = try clock(of: dot, ledger)
    let mender = try explain(Sibling(dot: dot, clock: clock, payload: chosen), ledger)
    var mending = Settlement(
      conflict: place.id(in: ledger), ledger: ledger, collection: place.collection,
      record: place.record,
      recordName: try recordName(ledger, place.collection, place.record), field: place.field,
      siblings: siblings, chosen: chosen, dot: dot, author: mender.author, office: mender.office,
      clock: clock, reason: mender.reason)
    mending.constraint = constraint
    return mending
  }
}
