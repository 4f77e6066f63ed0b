// Guarantees: everything asked of one snapshot is of one moment, whatever writers do meanwhile.

public import Causality
internal import LMDB
public import Wire

/// A consistent view of a store, lent by ``Store/read(_:)``. Keep it short: it pins old pages.
public struct Snapshot: ~Copyable {
  let store: Store
  let transaction: ReadTransaction
  let members: MemberList

  init(_ store: Store) throws(StoreError) {
    self.store = store
    let transaction = try store.mapped { () throws(LMDBError) in
      try store.environment.beginRead()
    }
    members = try store.members(asOf: transaction)
    self.transaction = transaction
  }

  /// The ledgers held, sorted; the member ledger only where it is all there is.
  public func ledgers() throws(StoreError) -> [String] {
    let names = try store.ledgerNames(transaction)
    let guests = names.filter { $0 != Store.memberLedger }
    return guests.isEmpty ? names : guests
  }

  /// Every ledger held, the member ledger included, sorted.
  public func allLedgers() throws(StoreError) -> [String] {
    try store.ledgerNames(transaction)
  }

  /// The ledger asked for, which must be held, or all.
  func ledgersAsked(_ ledger: String?) throws(StoreError) -> [String] {
    guard let ledger else { return try allLedgers() }
    try require(ledger)
    return [ledger]
  }

  /// What this store has of a ledger, replica by replica. O(replicas).
  ///
  /// - Throws: `noSuchLedger`.
  public func vector(_ ledger: String) throws(StoreError) -> VersionVector {
    try require(ledger)
    return try store.vector(ledger, transaction)
  }

  func require(_ ledger: String) throws(StoreError) {
    guard try store.holds(ledger, transaction) else {
      try store.requireNoBootstrap(ledger, transaction)
      throw StoreError(
        .noSuchLedger, ledger, try store.ledgerNames(transaction).joined(separator: ", "))
    }
  }

  /// The record with this id in `ledger`, whatever its collection. O(log n) a collection.
  public func record(_ ledger: String, _ id: RecordID) throws(StoreError) -> Record? {
    for collection in store.schema.collections {
      if let record = try record(ledger, collection.id, id) { return record }
    }
    // A collection of a newer schema: ask the history where the record lives.
    guard let place = try firstPlace(ledger, id) else { return nil }
    return try record(ledger, place, id)
  }

  /// The record of a collection; nil where no change has written to it, or the ledger is not held.
  /// O(log n).
  ///
  /// - Throws: `corrupt` for bytes that cannot be read.
  public func record(
    _ ledger: String, _ collection: CollectionID, _ id: RecordID
  ) throws(StoreError) -> Record? {
    try store.storedRecord(
      ledger, collection, id, transaction, isAuthority: members.isAuthority)
  }

  private func firstPlace(_ ledger: String, _ id: RecordID) throws(StoreError) -> CollectionID? {
    guard let dot = try touches(ledger, id).first?.dot,
      let change = try store.operations(on: id, of: dot, ledger, transaction)
    else { return nil }
    return change.operations.first?.collection
  }

  /// The records whose id begins with `prefix`, at most 10: none is unknown, several is ambiguous.
  public func resolve(
    prefix: String, ledger: String? = nil
  ) throws(StoreError) -> [(ledger: String, collection: CollectionID, id: RecordID)] {
    guard let bounds = RecordID.bounds(prefix: prefix) else { return [] }
    var found: [(ledger: String, collection: CollectionID, id: RecordID)] = []
    for name in try ledgersAsked(ledger) {
      for collection in store.schema.collections {
        let keyPrefix = Keys.collection(name, collection.id)
        let start = Keys.record(name, collection.id, bounds.lowerBound)
        try store.scan(store.tables.record, prefix: keyPrefix, from: start, transaction) { key, _ in
          guard let id = Self.recordID(key, keyPrefix.count), id <= bounds.upperBound else {
            return false
          }
          found.append((name, collection.id, id))
          return found.count < 10
        }
        if found.count >= 10 { return found }
      }
    }
    return found
  }

  static func recordID(_ key: UnsafeRawBufferPointer, _ at: Int) -> RecordID? {
    guard key.count >= at + RecordID.byteCount else { return nil }
    return RecordID(
      high: key.loadUnaligned(fromByteOffset: at, as: UInt64.self).bigEndian,
      low: key.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self).bigEndian)
  }

  /// The change of a dot, nil when this store has not got it.
  public func change(_ ledger: String, _ dot: Dot) throws(StoreError) -> DecodedChange? {
    try store.change(ledger, dot, transaction)
  }

  /// All that the author of `dot` had seen of others; nil when this store has not got the change.
  public func deps(of dot: Dot, ledger: String) throws(StoreError) -> VersionVector? {
    try store.deps(of: dot, ledger, transaction)
  }

  /// The office of a replica, empty when the member list does not know it.
  public func office(of replica: ReplicaID) -> String { members.office(replica) }

  /// A replica as the member list has it; nil where it has none.
  public func member(_ replica: ReplicaID) -> Member? { members[replica] }
}

extension Store {
  /// Lends a snapshot to `body`.
  public func read<R>(
    _ body: (borrowing Snapshot) throws(StoreError) -> R
  ) throws(StoreError) -> R {
    let snapshot = try Snapshot(self)
    return try body(snapshot)
  }

  /// What this store has of a ledger, as ``Snapshot/vector(_:)`` tells it at this moment.
  public func vector(_ ledger: String) throws(StoreError) -> VersionVector {
    try read { (snapshot) throws(StoreError) in try snapshot.vector(ledger) }
  }

  /// The ledgers held, sorted; the member ledger only where it is all there is.
  public func ledgers() throws(StoreError) -> [String] {
    try read { (snapshot) throws(StoreError) in try snapshot.ledgers() }
  }
}
