// Guarantees: rows that come in the order of their keys go to the end of their table, where LMDB
// fills its pages; in the middle it leaves each half empty. What stood behind them stands there
// again, byte for byte, when the transaction ends.

internal import LMDB

/// The rows of the ledgers behind one, aside while its own are put in within one transaction.
struct RowsBehind {
  /// A table with more than this behind the ledger keeps it: moving it would cost more than it
  /// gains.
  private static let bytesMax = 1 << 20

  private var rows: [(table: Table, key: [UInt8], value: [UInt8])] = []

  /// Takes the rows out of `tables`. O(rows behind), at most 1 MiB of a table.
  init(
    _ ledger: String, in tables: [Table], of store: Store,
    _ transaction: inout WriteTransaction
  ) throws(StoreError) {
    var start = Keys.ledger(ledger)
    start[start.count - 1] += 1
    for table in tables {
      var some: [(table: Table, key: [UInt8], value: [UInt8])] = []
      var bytes = 0
      try store.scan(table, prefix: [], from: start, transaction) { key, value in
        bytes += key.count + value.count
        some.append((table, Array(key), Array(value)))
        return bytes <= Self.bytesMax
      }
      guard bytes <= Self.bytesMax else { continue }
      do throws(LMDBError) {
        for row in some { try transaction.delete(table, row.key.span.bytes) }
      } catch {
        throw StoreError(error, at: store.place)
      }
      rows += some
    }
  }

  /// Puts them where they were.
  func putBack(
    _ store: Store, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    do throws(LMDBError) {
      for row in rows {
        try transaction.put(row.table, key: row.key.span.bytes, value: row.value.span.bytes)
      }
    } catch {
      throw StoreError(error, at: store.place)
    }
  }
}

extension WriteTransaction {
  /// Puts a row that comes behind all others of its table, as a rule.
  mutating func putLast(_ table: Table, _ key: [UInt8], _ value: RawSpan) throws(LMDBError) {
    do throws(LMDBError) {
      try put(table, key: key.span.bytes, value: value, .append)
    } catch {
      guard error.kind == .keyExists else { throw error }
      try put(table, key: key.span.bytes, value: value)
    }
  }
}
