// Guarantees: one change of the log, found by its dot, read in place or decoded whole. Of a stub
// only the header is known: its operations read as none.

internal import Causality
internal import LMDB
internal import Wire

extension Store {
  /// Lends the entry of `dot` and its bytes; nil when the log has none.
  func withLogEntry<T: ReadableTransaction & ~Copyable, R>(
    _ ledger: String, _ dot: Dot, _ transaction: borrowing T,
    _ body: (LogEntry, UnsafeRawBufferPointer) throws -> R
  ) throws(StoreError) -> R? {
    let key = Keys.log(ledger, dot)
    do {
      guard let value = try transaction.get(tables.log, key.span.bytes) else { return nil }
      return try value.withUnsafeBytes { bytes in try body(try LogEntry(bytes), bytes) }
    } catch {
      throw StoreError(error, at: place, table: "log", key: key)
    }
  }

  /// The change of a dot; nil when the log has none, or only a stub of it.
  func change<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ dot: Dot, _ transaction: borrowing T
  ) throws(StoreError) -> DecodedChange? {
    try withLogEntry(ledger, dot, transaction) { entry, bytes in
      entry.isStub ? nil : try ChangeCoding.decode(Array(bytes[entry.payload]))
    } ?? nil
  }

  /// What the change `dot` says of one record.
  func operations<T: ReadableTransaction & ~Copyable>(
    on record: RecordID, of dot: Dot, _ ledger: String, _ transaction: borrowing T
  ) throws(StoreError) -> RecordOperations? {
    try withLogEntry(ledger, dot, transaction) { entry, bytes in
      let payload = UnsafeRawBufferPointer(rebasing: bytes[entry.payload]).bytes
      if entry.isStub {
        return RecordOperations(header: try ChangeCoding.decodeHeader(payload), operations: [])
      }
      return try ChangeCoding.operations(on: record, in: payload)
    }
  }

  /// All that the author of `dot` had seen of others. At most 7 steps back through its chain.
  func deps<T: ReadableTransaction & ~Copyable>(
    of dot: Dot, _ ledger: String, _ transaction: borrowing T
  ) throws(StoreError) -> VersionVector? {
    var deps = VersionVector()
    var seq = dot.seq
    while seq > 0 {
      let at = Dot(replica: dot.replica, seq: seq)
      let step = try withLogEntry(ledger, at, transaction) { entry, bytes in
        var full: VersionVector?
        if let range = entry.deps {
          var offset = range.lowerBound
          full = try VectorBytes.decode(bytes, &offset)
        }
        let header = try ChangeCoding.decodeHeader(
          UnsafeRawBufferPointer(rebasing: bytes[entry.payload]).bytes)
        return (full, header.depsDelta)
      }
      if let full = step?.0 { return deps.merging(full) }
      // A base says what its last changes had seen. What stands before them may be told nowhere any
      // more: their headers go on from a base before this one.
      if let head = try base(of: ledger, transaction).heads[dot.replica], head.seq == seq {
        return deps.merging(head.deps)
      }
      guard let delta = step?.1 else { return nil }
      deps.merge(VersionVector(delta))
      seq -= 1
    }
    return deps
  }
}
