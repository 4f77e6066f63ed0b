// Guarantees: every derived table can be made again from base and log, byte for byte, by the code that
// made it first; either all of them are, or nothing changes.

internal import Causality
internal import LMDB
internal import Wire

extension Store {
  /// Clears the derived tables, installs each ledger's base and applies the log again in order of
  /// arrival, in one transaction.
  ///
  /// - Complexity: O(log). Dirty pages of the whole transaction are held in memory by LMDB.
  public func rebuildDerived() throws(StoreError) {
    try write { (transaction, state) throws(StoreError) in
      let members = try self.loadMembers(&state, transaction)
      let kept = try self.keptRows(transaction)
      do throws(LMDBError) {
        for (_, table) in self.tables.derived { try transaction.clear(table) }
      } catch {
        throw StoreError(error, at: self.place)
      }
      for ledger in try self.ledgerNames(transaction) {
        try self.replay(ledger, members, in: &transaction)
      }
      for row in kept { try self.put(row.table, row.key, row.value, in: &transaction) }
      state.forget()
    }
  }

  /// The ledgers whose log does not go back to the beginning.
  func basedLedgers<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> [String] {
    var based: [String] = []
    for ledger in try ledgerNames(transaction) where try base(of: ledger, transaction).arrivals > 0
    {
      based.append(ledger)
    }
    return based
  }

  /// What was settled in ledgers that have a base: the log no longer tells all of it.
  private func keptRows(
    _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> [(table: Table, key: [UInt8], value: [UInt8])] {
    var kept: [(table: Table, key: [UInt8], value: [UInt8])] = []
    for ledger in try basedLedgers(transaction) {
      for table in [tables.settled, tables.contested] {
        try scan(table, prefix: Keys.ledger(ledger), transaction) { key, value in
          kept.append((table, Array(key), Array(value)))
          return true
        }
      }
    }
    return kept
  }

  private func replay(
    _ ledger: String, _ members: MemberList, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    var applier = Applier(self, ledger: ledger, members: members)
    var rows = SnapshotRowReader()
    var at: [UInt8]?
    while let (key, part) = try nextBasePart(ledger, after: at, transaction) {
      at = key
      try install(part, &rows, by: &applier, in: &transaction)
    }
    var replay = Replay(applier, after: try base(of: ledger, transaction))
    let last = try lastArrival(ledger, transaction)
    while replay.next <= last {
      let change = try arrivedChange(ledger, replay.next, transaction)
      try replay.apply(change, in: &transaction)
    }
    try replay.finish(in: &transaction)
  }

  /// Installs the rows that `part` completes.
  func install(
    _ part: SnapshotPart, _ rows: inout SnapshotRowReader, by applier: inout Applier,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    var complete: [(table: UInt8, key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []
    do {
      try rows.read(part) { complete.append(($0, $1, $2)) }
    } catch {
      throw StoreError(error, at: place, table: "baserecord", key: part.key)
    }
    for row in complete {
      try applier.install(row.table, key: row.key, value: row.value, in: &transaction)
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

/// The log of a ledger, applied again from its base on in order of arrival.
struct Replay {
  private var applier: Applier
  private var deps: [ReplicaID: VersionVector]
  /// The place in the order of arrival of the change to be applied next.
  private(set) var next: UInt64

  init(_ applier: Applier, after base: Base) {
    self.applier = applier
    deps = base.heads.mapValues(\.deps)
    next = base.arrivals + 1
  }

  mutating func apply(
    _ change: DecodedChange, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let replica = change.header.dot.replica
    deps[replica, default: VersionVector()].advance(by: change.header.depsDelta)
    try applier.apply(
      change, deps: deps[replica] ?? VersionVector(), arrival: next, in: &transaction)
    next += 1
  }

  /// Judges what the changes have touched; call it before every commit.
  mutating func finish(in transaction: inout WriteTransaction) throws(StoreError) {
    try applier.finish(in: &transaction)
  }
}
