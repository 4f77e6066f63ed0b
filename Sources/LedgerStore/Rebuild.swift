// Guarantees: every derived table can be made again from the log, byte for byte, by the code that
// made it first; either all of them are, or nothing changes.

internal import Causality
internal import LMDB
internal import Wire

extension Store {
  /// Clears the derived tables and applies the log again in order of arrival, in one transaction.
  ///
  /// - Complexity: O(log). Dirty pages of the whole transaction are held in memory by LMDB.
  public func rebuildDerived() throws(StoreError) {
    try write { (transaction, state) throws(StoreError) in
      do throws(LMDBError) {
        for (_, table) in self.tables.derived { try transaction.clear(table) }
      } catch {
        throw StoreError(error, at: self.place)
      }
      for ledger in try self.ledgerNames(transaction) {
        try self.replay(ledger, in: &transaction)
      }
      state.forget()
    }
  }

  private func replay(
    _ ledger: String, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    var applier = Applier(self, ledger: ledger)
    var deps: [ReplicaID: VersionVector] = [:]
    let last = try lastArrival(ledger, transaction)
    var arrival: UInt64 = 1
    while arrival <= last {
      let change = try arrivedChange(ledger, arrival, transaction)
      let dot = change.header.dot
      deps[dot.replica, default: VersionVector()].advance(by: change.header.depsDelta)
      try applier.apply(
        change, deps: deps[dot.replica] ?? VersionVector(), arrival: arrival, in: &transaction)
      arrival += 1
    }
  }

  /// The change that arrived as number `arrival`. Throws `corrupt` when arrival and log disagree.
  func arrivedChange<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ arrival: UInt64, _ transaction: borrowing T
  ) throws(StoreError) -> DecodedChange {
    let dot = try arrivedDot(ledger, arrival, transaction)
    guard let dot, let change = try change(ledger, dot, transaction) else {
      throw StoreError(
        .corrupt, "arrival", Hex.text(Keys.arrival(ledger, arrival)), "no change in the log")
    }
    return change
  }

  func arrivedDot<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ arrival: UInt64, _ transaction: borrowing T
  ) throws(StoreError) -> Dot? {
    let key = Keys.arrival(ledger, arrival)
    do throws(LMDBError) {
      guard let value = try transaction.get(tables.arrival, key.span.bytes) else { return nil }
      return value.withUnsafeBytes { bytes in
        guard bytes.count == 18, let replica = RecordReader.replica(bytes, 0) else { return nil }
        return Dot(
          replica: replica,
          seq: bytes.loadUnaligned(fromByteOffset: 10, as: UInt64.self).bigEndian)
      }
    } catch {
      throw StoreError(error, at: place)
    }
  }
}
