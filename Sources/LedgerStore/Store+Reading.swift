// Guarantees: the few look-ups that readers and the writer share, over either kind of transaction.

internal import Causality
internal import LMDB
internal import Wire

extension Store {
  func holds<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ transaction: borrowing T
  ) throws(StoreError) -> Bool {
    let key = Self.ledgerKey(ledger)
    do throws(LMDBError) {
      return try transaction.get(tables.meta, key.span.bytes) != nil
    } catch {
      throw StoreError(error, at: place)
    }
  }

  /// The ledgers held, sorted, the member ledger included.
  func ledgerNames<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> [String] {
    var names: [String] = []
    try scan(tables.meta, prefix: Self.ledgerPrefix, transaction) { key, _ in
      names.append(String(decoding: key.dropFirst(Self.ledgerPrefix.count), as: UTF8.self))
      return true
    }
    return names
  }

  func heads<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ transaction: borrowing T
  ) throws(StoreError) -> [ReplicaID: Head] {
    var heads: [ReplicaID: Head] = [:]
    let prefix = Keys.ledger(ledger)
    try scan(tables.heads, prefix: prefix, transaction) { (key, value) throws(StoreError) in
      guard let replica = RecordReader.replica(key, prefix.count) else {
        throw StoreError(CorruptRecord(offset: prefix.count), table: "heads", key: Array(key))
      }
      do throws(CorruptRecord) { heads[replica] = try Head(value) } catch {
        throw StoreError(error, table: "heads", key: Array(key))
      }
      return true
    }
    return heads
  }

  func vector<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ transaction: borrowing T
  ) throws(StoreError) -> VersionVector {
    VersionVector(
      try heads(ledger, transaction).map { VersionVector.Entry(replica: $0, seq: $1.seq) })
  }

  /// The place of a ledger's newest change in arrival order; 0 for none. Places may have holes.
  func lastArrival<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ transaction: borrowing T
  ) throws(StoreError) -> UInt64 {
    let prefix = Keys.ledger(ledger)
    let beyond = Keys.arrival(ledger, .max)
    let last: UInt64
    do throws(LMDBError) {
      var cursor = try transaction.cursor(tables.arrival)
      var found = try cursor.seek(atLeast: beyond.span.bytes)
      found = found ? try cursor.previous() : try cursor.last()
      last =
        found
        ? cursor.key.withUnsafeBytes { key in
          guard key.count == prefix.count + 8, key.starts(with: prefix) else { return 0 }
          return key.loadUnaligned(fromByteOffset: prefix.count, as: UInt64.self).bigEndian
        } : 0
    } catch {
      throw StoreError(error, at: place)
    }
    // Changes that came as a snapshot have no place of their own.
    return last > 0 ? last : try base(of: ledger, transaction).arrivals
  }

  /// Visits every entry whose key begins with `prefix`, in key order, until `body` returns false.
  func scan<T: ReadableTransaction & ~Copyable>(
    _ table: Table, prefix: [UInt8], from start: [UInt8]? = nil, _ transaction: borrowing T,
    _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) throws(StoreError) -> Bool
  ) throws(StoreError) {
    do {
      var cursor = try transaction.cursor(table)
      let first = start ?? prefix
      var found: Bool
      if first.isEmpty {
        found = try cursor.first()
      } else {
        found = try cursor.seek(atLeast: first.span.bytes)
      }
      while found {
        let goesOn = try cursor.key.withUnsafeBytes { key throws(StoreError) in
          guard key.starts(with: prefix) else { return false }
          return try cursor.value.withUnsafeBytes { value throws(StoreError) in
            try body(key, value)
          }
        }
        guard goesOn else { return }
        found = try cursor.next()
      }
    } catch {
      throw StoreError(error, at: place, table: "", key: prefix)
    }
  }

  /// The members as the member ledger lists them, with this store's own identities and its pinned
  /// hub.
  func memberList<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> MemberList {
    let pinned = try pinnedMembers(transaction)
    return MemberList(try listedMembers(transaction), pinned: pinned)
  }

  /// The members that need no list: this store's own identities, and its pinned hub.
  func pinnedMembers<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> [Member] {
    var pinned = try rootHubs(transaction) + ownIdentities(transaction)
    if let hub = try pinnedHub(transaction) { pinned.append(hub) }
    return pinned
  }

  /// - Parameter tables: those of the store, or of a scratch copy that a check fills.
  func listedMembers<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T, in tables: Tables? = nil
  ) throws(StoreError) -> [Member] {
    var members: [Member] = []
    let prefix = Keys.collection(Self.memberLedger, MemberRecord.collection)
    try scan((tables ?? self.tables).record, prefix: prefix, transaction) {
      (key, value) throws(StoreError) in
      let record = try decodeRecord(
        Self.memberLedger, key: key, value: value, isAuthority: { _ in true })
      if let member = MemberRecord.member(record) { members.append(member) }
      return true
    }
    return members
  }
}
