// Guarantees: every derived table can be made again from base and log, byte for byte, by the code
// that made it first; either all of them are, or nothing changes.

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
      try self.rebuildDerived(in: &transaction)
      state.forget()
    }
  }

  func rebuildDerived(in transaction: inout WriteTransaction) throws(StoreError) {
    let was = try voidRows(transaction)
    let kept = try keptRows(transaction)
    do throws(LMDBError) {
      for (_, table) in tables.derived { try transaction.clear(table) }
    } catch {
      throw StoreError(error, at: place)
    }
    let names = try ledgerNames(transaction)
    var members = MemberList([], pinned: try pinnedMembers(transaction))
    if names.contains(Self.memberLedger) {
      members = try replayMembers(from: members, in: &transaction)
    }
    for ledger in names where ledger != Self.memberLedger {
      try replay(ledger, members, in: &transaction)
    }
    for row in kept { try put(row.table, row.key, row.value, in: &transaction) }
    try noteVoid(besides: was, in: &transaction)
    try putMeta(Self.derivationKey, derivation.bytes, in: &transaction)
  }

  /// The same for one ledger, by the member list given.
  func rebuild(
    _ ledger: String, _ members: MemberList, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let kept = try keptRows(of: ledger, transaction)
    for (_, table) in tables.derived {
      try clear(table, prefix: Keys.ledger(ledger), in: &transaction)
    }
    try replay(ledger, members, in: &transaction)
    for row in kept { try put(row.table, row.key, row.value, in: &transaction) }
  }

  /// Replays the member ledger until the list that comes of it is the one it was judged by.
  private func replayMembers(
    from pinned: MemberList, in transaction: inout WriteTransaction
  ) throws(StoreError) -> MemberList {
    var members = pinned
    for _ in 0..<Self.memberRoundsMax {
      let prefix = Keys.ledger(Self.memberLedger)
      for (_, table) in tables.derived { try clear(table, prefix: prefix, in: &transaction) }
      try replay(Self.memberLedger, members, in: &transaction)
      let next = try memberList(transaction)
      let isSettled = next.judgedOtherwise(by: members).isEmpty
      members = next
      if isSettled { break }
    }
    return members
  }

  /// Each round believes what the one before it learned; enrolments in a row need as many.
  static let memberRoundsMax = 64

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
    of only: String? = nil, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> [(table: Table, key: [UInt8], value: [UInt8])] {
    var kept: [(table: Table, key: [UInt8], value: [UInt8])] = []
    for ledger in try basedLedgers(transaction) where only == nil || only == ledger {
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
    var replay = Replay(self, applier, members, after: try base(of: ledger, transaction))
    while let next = try nextArrival(ledger, after: replay.last, transaction) {
      let change = try arrivedChange(ledger, next, transaction)
      try replay.apply(change, arrival: next, in: &transaction)
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

  /// The first place in arrival order beyond `after` that is taken: places may have holes.
  func nextArrival<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, after: UInt64, _ transaction: borrowing T
  ) throws(StoreError) -> UInt64? {
    let prefix = Keys.ledger(ledger)
    let start = Keys.arrival(ledger, after + 1)
    do throws(LMDBError) {
      var cursor = try transaction.cursor(tables.arrival)
      guard try cursor.seek(atLeast: start.span.bytes) else { return nil }
      return cursor.key.withUnsafeBytes { key in
        guard key.count == prefix.count + 8, key.starts(with: prefix) else { return nil }
        return key.loadUnaligned(fromByteOffset: prefix.count, as: UInt64.self).bigEndian
      }
    } catch {
      throw StoreError(error, at: place)
    }
  }

  func clear(
    _ table: Table, prefix: [UInt8], in transaction: inout WriteTransaction
  ) throws(StoreError) {
    var keys: [[UInt8]] = []
    try scan(table, prefix: prefix, transaction) { key, _ in
      keys.append(Array(key))
      return true
    }
    do throws(LMDBError) {
      for key in keys { _ = try transaction.delete(table, key.span.bytes) }
    } catch {
      throw StoreError(error, at: place)
    }
  }

  private func voidRows(
    _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> [[UInt8]: [UInt8]] {
    var rows: [[UInt8]: [UInt8]] = [:]
    try scan(tables.void, prefix: [], transaction) { key, value in
      rows[Array(key)] = Array(value)
      return true
    }
    return rows
  }

  /// Brings what waits for people in line with the void changes as they are now.
  private func noteVoid(
    besides was: [[UInt8]: [UInt8]], in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let now = try voidRows(transaction)
    for key in Set(was.keys).union(now.keys) where was[key] != now[key] {
      guard let zero = key.firstIndex(of: 0), key.count == zero + 19,
        let dot = key.withUnsafeBytes({ bytes in
          RecordReader.replica(bytes, zero + 1).map {
            Dot(
              replica: $0,
              seq: bytes.loadUnaligned(fromByteOffset: zero + 11, as: UInt64.self).bigEndian)
          }
        })
      else { continue }
      let ledger = String(decoding: key[..<zero], as: UTF8.self)
      guard let change = try change(ledger, dot, transaction) else { continue }
      try release(change, ledger, in: &transaction)
      guard let row = now[key] else { continue }
      let voiding: Voiding
      do {
        voiding = try row.withUnsafeBytes { bytes in try Voiding(bytes) }
      } catch {
        throw StoreError(error, at: place, table: "void", key: key)
      }
      try keep(voiding, change, ledger, in: &transaction)
    }
  }

  /// The change that arrived as number `arrival`. Throws `corrupt` when arrival and log disagree.
  func arrivedChange<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ arrival: UInt64, _ transaction: borrowing T
  ) throws(StoreError) -> DecodedChange {
    let dot = try arrivedDot(ledger, arrival, transaction)
    guard let dot, let change = try change(ledger, dot, transaction) else {
      throw StoreError(
        .corrupt, "arrival", Hexadecimal.text(Keys.arrival(ledger, arrival)),
        "no change in the log")
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

/// Applies a ledger's log again from its base on, change by change in order of arrival, into the
/// store's tables or into a scratch copy.
struct Replay {
  private let store: Store
  private let members: MemberList
  private var applier: Applier
  private var deps: [ReplicaID: VersionVector]
  /// The place in the order of arrival of the last change that is in.
  private(set) var last: UInt64

  init(_ store: Store, _ applier: Applier, _ members: MemberList, after base: Base) {
    self.store = store
    self.members = members
    self.applier = applier
    deps = base.heads.mapValues(\.deps)
    last = base.arrivals
  }

  mutating func apply(
    _ change: DecodedChange, arrival: UInt64, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let replica = change.header.dot.replica
    deps[replica, default: VersionVector()].advance(by: change.header.depsDelta)
    if let voiding = store.authority.judge(change, members) {
      try applier.note(voiding, of: change, arrival: arrival, in: &transaction)
    } else {
      try applier.apply(
        change, deps: deps[replica] ?? VersionVector(), arrival: arrival, in: &transaction)
    }
    last = arrival
  }

  /// Judges what the changes have touched; call it before every commit.
  mutating func finish(in transaction: inout WriteTransaction) throws(StoreError) {
    try applier.finish(in: &transaction)
  }
}
