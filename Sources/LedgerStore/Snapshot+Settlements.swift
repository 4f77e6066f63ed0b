// Guarantees: what was settled, by whom and from what, is the same on every store with the same
// changes, whichever of two racing settlements came first.

internal import Causality
internal import LMDB
internal import Wire

extension Snapshot {
  /// Settled conflicts, by place and dot; all, or those of one id.
  public func settlements(withIDPrefix prefix: String? = nil) throws(StoreError) -> [Settlement] {
    var settlements: [Settlement] = []
    for ledger in try allLedgers() {
      let ledgerPrefix = Keys.ledger(ledger)
      try store.scan(store.tables.settled, prefix: ledgerPrefix, transaction) {
        (key, value) throws(StoreError) in
        guard let place = ConflictPlace(key, ledgerPrefix.count) else {
          throw StoreError(CorruptRecord(offset: 0), table: "settled", key: Array(key))
        }
        if let prefix, !place.id(in: ledger).text.hasPrefix(prefix.lowercased()) { return true }
        settlements.append(try settlement(ledger, place, key, value))
        return true
      }
    }
    return settlements
  }

  private func settlement(
    _ ledger: String, _ place: ConflictPlace, _ key: UnsafeRawBufferPointer,
    _ value: UnsafeRawBufferPointer
  ) throws(StoreError) -> Settlement {
    let at = Keys.ledger(ledger).count + 20
    guard key.count == at + 18, let replica = RecordReader.replica(key, at) else {
      throw StoreError(CorruptRecord(offset: at), table: "settled", key: Array(key))
    }
    let seq = key.loadUnaligned(fromByteOffset: at + 10, as: UInt64.self).bigEndian
    var siblings: [Sibling<Value>]
    var chosen: Value
    do {
      let parts = try SettledRow.parts(value)
      chosen = try ValueCoding.decode(UnsafeRawBufferPointer(rebasing: value[parts.chosen]).bytes)
      let reader = try RecordReader(UnsafeRawBufferPointer(rebasing: value[parts.record...]))
      guard let slot = reader.slot(place.field) else { throw CorruptRecord(offset: parts.record) }
      siblings = try reader.field(slot).register.siblings.map { try Store.decoded($0) }
    } catch {
      throw StoreError(error, at: store.place, table: "settled", key: Array(key))
    }
    let own = Sibling(
      dot: Dot(replica: replica, seq: seq), clock: HybridTimestamp(rawValue: 0), payload: chosen)
    let settling = try explain(own, ledger)
    return Settlement(
      conflict: place.id(in: ledger), ledger: ledger, collection: place.collection,
      record: place.record,
      recordName: try recordName(ledger, place.collection, place.record), field: place.field,
      siblings: try siblings.map { (sibling) throws(StoreError) in
        try explain(sibling, ledger)
      },
      chosen: chosen, dot: own.dot, author: settling.author, office: settling.office,
      clock: try clock(of: own.dot, ledger), reason: settling.reason)
  }

  func clock(of dot: Dot, _ ledger: String) throws(StoreError) -> HybridTimestamp {
    try store.withLogEntry(ledger, dot, transaction) { entry, bytes in
      try ChangeCoding.decodeHeader(UnsafeRawBufferPointer(rebasing: bytes[entry.payload]).bytes)
        .clock
    } ?? HybridTimestamp(rawValue: 0)
  }
}
