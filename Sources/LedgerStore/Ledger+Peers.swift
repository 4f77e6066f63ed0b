// Guarantees: local notes about others (hub, receipts, invitations) and the record of refusals:
// durable, never replicated, never deciding what is merged.

public import Causality
internal import LMDB
internal import Wire

extension Store {
  /// A local note; nil when there is none.
  public func peerValue(_ key: String) throws(StoreError) -> [UInt8]? {
    try read { (snapshot) throws(StoreError) in
      try snapshot.store.peerValue(key, snapshot.transaction)
    }
  }

  func peerValue<T: ReadableTransaction & ~Copyable>(
    _ key: String, _ transaction: borrowing T
  ) throws(StoreError) -> [UInt8]? {
    let bytes = Array(key.utf8)
    do throws(LMDBError) {
      guard let value = try transaction.get(tables.peer, bytes.span.bytes) else { return nil }
      return value.withUnsafeBytes { Array($0) }
    } catch {
      throw StoreError(error, at: place)
    }
  }

  /// Writes a local note, or removes it with nil. Durable on return.
  public func setPeerValue(_ key: String, _ value: [UInt8]?) throws(StoreError) {
    try write { (transaction, _) throws(StoreError) in
      try self.setPeerValue(key, value, in: &transaction)
    }
  }

  func setPeerValue(
    _ key: String, _ value: [UInt8]?, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let bytes = Array(key.utf8)
    do throws(LMDBError) {
      if let value {
        try putRow(tables.peer, bytes, value, in: &transaction)
      } else {
        try deleteRow(tables.peer, bytes, in: &transaction)
      }
    } catch {
      throw StoreError(error, at: place)
    }
  }

  /// The names of local notes that begin with `prefix`, sorted.
  public func peerKeys(prefix: String) throws(StoreError) -> [String] {
    var keys: [String] = []
    try read { (snapshot) throws(StoreError) in
      try snapshot.store.scan(
        snapshot.store.tables.peer, prefix: Array(prefix.utf8), snapshot.transaction
      ) { key, _ in
        keys.append(String(decoding: key, as: UTF8.self))
        return true
      }
    }
    return keys
  }

  private static let frozenPrefix = "frozen/"

  func isFrozen<T: ReadableTransaction & ~Copyable>(
    _ replica: ReplicaID, _ transaction: borrowing T
  ) throws(StoreError) -> Bool {
    try peerValue(Self.frozenPrefix + replica.description, transaction) != nil
  }

  /// Notes that the histories of `replica` part in `ledger` at `seq`; the first note stays.
  func setFrozen(
    _ replica: ReplicaID, _ ledger: String, from seq: UInt64,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    if try isFrozen(replica, transaction) { return }
    try setPeerValue(
      Self.frozenPrefix + replica.description, Array("\(ledger):\(seq)".utf8), in: &transaction)
  }

  func frozenReplicas<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> [Snapshot.Frozen] {
    var frozen: [Snapshot.Frozen] = []
    let prefix = Array(Self.frozenPrefix.utf8)
    try scan(tables.peer, prefix: prefix, transaction) { key, value in
      let text = String(decoding: key.dropFirst(prefix.count), as: UTF8.self)
      let place = String(decoding: value, as: UTF8.self).split(separator: ":")
      if let replica = ReplicaID(text) {
        frozen.append(
          Snapshot.Frozen(
            replica: replica, ledger: place.first.map(String.init) ?? "",
            seq: place.last.flatMap { UInt64($0) } ?? 0))
      }
      return true
    }
    return frozen
  }

  func thaw(_ replica: ReplicaID, in transaction: inout WriteTransaction) throws(StoreError) {
    try setPeerValue(Self.frozenPrefix + replica.description, nil, in: &transaction)
  }
}

extension Snapshot {
  /// A replica that wrote two histories under one identity, and where they part here.
  public struct Frozen: Sendable, Hashable {
    /// The replica whose new changes are refused.
    public let replica: ReplicaID
    /// The ledger in which the two histories were found.
    public let ledger: String
    /// The first seq at which they differ.
    public let seq: UInt64
  }

  /// Replicas that wrote two histories under one identity: their new changes are refused.
  public func frozen() throws(StoreError) -> [ReplicaID] {
    try frozenReplicas().map(\.replica)
  }

  /// The same, with the ledger and the first change that differs. At a hub, whose history counts,
  /// it is over once the machine has a new identity.
  public func frozenReplicas() throws(StoreError) -> [Frozen] {
    let frozen = try store.frozenReplicas(transaction)
    guard store.identity.role == .hub else { return frozen }
    let members = members
    return frozen.filter { members[$0.replica]?.succeededBy == nil }
  }
}
