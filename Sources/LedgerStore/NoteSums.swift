// Guarantees: a changed byte is found even in what nothing else can be held against. Log, heads and
// derived tables bear each other out; notes about peers, refusals, alarms, pins, proofs and bases
// stand alone, so beside each of their rows stands the checksum of its value.
//
// Of a compacted change only the header is left, which its hash alone cannot prove: stubs have one
// too.
//
//   sum: table 1 B | the row's key -> CRC-32C of its value, 4 B

internal import Causality
internal import LMDB
internal import Wire

extension Store {
  /// The tables whose rows have checksums, by the number that the keys of `sum` begin with.
  private var noted: [(number: UInt8, name: String, table: Table)] {
    [
      (1, "meta", tables.meta), (2, "peer", tables.peer), (3, "refused", tables.refused),
      (4, "pins", tables.pins), (5, "alarm", tables.alarm), (6, "base", tables.base),
      (7, "baserecord", tables.baseRecord), (8, "proof", tables.proof), (9, "log", tables.log),
    ]
  }

  private func sumKey(_ table: Table, _ key: [UInt8]) -> [UInt8]? {
    switch table {
    case tables.meta: [1] + key
    case tables.peer: [2] + key
    case tables.refused: [3] + key
    case tables.pins: [4] + key
    case tables.alarm: [5] + key
    case tables.base: [6] + key
    case tables.baseRecord: [7] + key
    case tables.proof: [8] + key
    // Of `log` the stubs: a change that is whole is proven by its hash and never put by this door.
    case tables.log: [9] + key
    default: nil
    }
  }

  private static func sum(_ value: RawSpan) -> [UInt8] {
    let sum = CRC32C.checksum(value)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
  }

  /// Puts a row, and its checksum where the table has them.
  func putRow(
    _ table: Table, _ key: [UInt8], _ value: [UInt8], in transaction: inout WriteTransaction
  ) throws(LMDBError) {
    try transaction.put(table, key: key.span.bytes, value: value.span.bytes)
    guard let sums = tables.sums, let place = sumKey(table, key) else { return }
    let sum = Self.sum(value.span.bytes)
    try transaction.put(sums, key: place.span.bytes, value: sum.span.bytes)
  }

  /// Deletes a row with its checksum.
  func deleteRow(
    _ table: Table, _ key: [UInt8], in transaction: inout WriteTransaction
  ) throws(LMDBError) {
    _ = try transaction.delete(table, key.span.bytes)
    guard let sums = tables.sums, let place = sumKey(table, key) else { return }
    _ = try transaction.delete(sums, place.span.bytes)
  }

  /// Every checksum against its row. A row without one is of an older store, and is not judged.
  func checkNotes(
    _ transaction: borrowing ReadTransaction, _ report: inout CheckReport
  ) throws(StoreError) {
    guard let sums = tables.sums else { return }
    var notes = 0
    for (number, name, table) in noted {
      try scan(sums, prefix: [number], transaction) { (place, sum) throws(StoreError) in
        notes += 1
        let key = Array(place.dropFirst())
        if key.isEmpty { return true }
        do throws(LMDBError) {
          guard let value = try transaction.get(table, key.span.bytes) else {
            report.add(.missingNote, name, key, Hexadecimal.text(key))
            return true
          }
          if !Self.sum(value).elementsEqual(sum) {
            report.add(.wrongNote, name, key, Hexadecimal.text(key))
          }
        } catch {
          throw StoreError(error, at: self.place)
        }
        return true
      }
    }
    report.count("notes", notes)
  }

  /// The checksums of what a base keeps of settlements and contested registers, by full key: rows
  /// that the log below them can no longer prove.
  func keptSums(
    _ ledgers: [String], _ transaction: borrowing ReadTransaction
  ) throws(StoreError) -> [[UInt8]: UInt32] {
    var sums: [[UInt8]: UInt32] = [:]
    for ledger in ledgers {
      let prefix = Keys.ledger(ledger)
      var rows = SnapshotRowReader()
      var at: [UInt8]?
      while let (key, part) = try nextBasePart(ledger, after: at, transaction) {
        at = key
        do {
          try rows.read(part) { number, key, value in
            guard number == Base.settledRows || number == Base.contestedRows else { return }
            sums[[number] + prefix + key] = CRC32C.checksum(Array(value).span.bytes)
          }
        } catch {
          throw StoreError(error, at: place, table: "baserecord", key: key)
        }
      }
    }
    return sums
  }

  /// The parts of a ledger's base against the digest that names them; false when the base cannot be
  /// read, so that nothing can be said of what stands on it.
  func checkBase(
    _ ledger: String, _ transaction: borrowing ReadTransaction, _ report: inout CheckReport
  ) throws(StoreError) -> Bool {
    do throws(StoreError) {
      let base = try base(of: ledger, transaction)
      if base.arrivals > 0, try basePartsDigest(ledger, transaction) != base.digest {
        report.add(.baseBytes, "baserecord", Keys.ledger(ledger), ledger)
      }
      return true
    } catch {
      guard error.code == .corrupt else { throw error }
      report.add(.baseBytes, "base", Keys.ledger(ledger), ledger)
      return false
    }
  }
}
