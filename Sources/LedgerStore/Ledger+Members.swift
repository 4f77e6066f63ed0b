// Guarantees: the member list is a ledger like any other, written by the hub alone; the hub's key
// is pinned once, at `join`.

public import Causality
internal import LMDB
public import Wire

extension Store {
  /// The members that the member ledger lists, by replica. Empty before `join`.
  public func members() throws(StoreError) -> [Member] {
    try read { (snapshot) throws(StoreError) in
      try snapshot.store.listedMembers(snapshot.transaction).sorted { $0.replica < $1.replica }
    }
  }

  /// Adds a member, or renews one, which then is as `member` says: one change in the member ledger.
  /// Durable on return.
  ///
  /// - Throws: `notPermitted` unless this store is a hub; `badIdentity` when the key is not the
  ///   replica's.
  public func enrol(_ member: Member) throws(StoreError) {
    try requireHub("enrol")
    try requireOwnKey(member.replica, member.publicKey)
    let known = try members().first { $0.replica == member.replica }
    _ = try commit(
      Self.memberLedger,
      [
        Draft(
          author: identity.office, operations: MemberRecord.operations(member, replacing: known))
      ])
  }

  /// Voids a member's changes after `afterSeq`, or all that are not here yet when nil.
  ///
  /// - Throws: `notPermitted` unless this store is a hub, `noSuchRecord` for an unknown replica.
  public func revoke(_ replica: ReplicaID, afterSeq: UInt64? = nil) throws(StoreError) {
    try requireHub("revoke")
    guard let member = try members().first(where: { $0.replica == replica }) else {
      throw StoreError(.noSuchRecord, replica.description)
    }
    var last = afterSeq ?? 0
    if afterSeq == nil {
      for ledger in member.ledgers { last = max(last, try vector(ledger)[replica]) }
    }
    _ = try commit(
      Self.memberLedger,
      [
        Draft(
          author: identity.office,
          operations: [
            Operation(
              collection: MemberRecord.collection, record: MemberRecord.id(replica),
              field: MemberRecord.Field.revokedAfterSeq, value: .integer(Int64(clamping: last)))
          ])
      ])
  }

  /// Makes a new hub the first to be listed.
  func enrolSelf() throws(StoreError) {
    try enrol(
      Member(
        replica: identity.replica, publicKey: identity.publicKey, office: identity.office,
        role: .hub, ledgers: [], enrolledMilliseconds: options.wallMilliseconds()))
  }

  private func requireHub(_ act: String) throws(StoreError) {
    guard identity.role == .hub else {
      throw StoreError(.notPermitted, act, identity.role.rawValue)
    }
  }

  private func requireOwnKey(_ replica: ReplicaID, _ publicKey: [UInt8]) throws(StoreError) {
    guard let key = try? VerifyingKey(bytes: publicKey), ReplicaID(publicKey: key) == replica else {
      throw StoreError(.badIdentity, replica.description, "public key")
    }
  }

  /// Pins the hub: its key is trusted from now on, and the member ledger is held. Durable on return.
  ///
  /// - Throws: `badIdentity` when the key is not the replica's.
  public func trustHub(
    replica: ReplicaID, publicKey: [UInt8], office: String
  ) throws(StoreError) {
    try requireOwnKey(replica, publicKey)
    try setPeerValue(Self.hubKey, publicKey)
    try setPeerValue(Self.hubOfficeKey, Array(office.utf8))
    try addLedger(Self.memberLedger)
    try write { (_, state) throws(StoreError) in state.members = nil }
  }

  /// The pinned hub; nil on a hub, and before `join`.
  public var hub: Member? {
    get throws(StoreError) {
      try read { (snapshot) throws(StoreError) in
        try snapshot.store.pinnedHub(snapshot.transaction)
      }
    }
  }

  static let hubKey = "hub/key"
  static let hubOfficeKey = "hub/office"

  /// Notes that this store writes, or once wrote, under its identity: a store restored from a backup
  /// knows by it the keys of its own past. Durable on return.
  func noteOwnIdentity() throws(StoreError) {
    try setPeerValue(Self.selfPrefix + identity.replica.description, identity.publicKey)
  }

  /// Forgets the hub: the identity that joined it is another store's. Durable on return.
  func forgetHub() throws(StoreError) {
    try write { (transaction, state) throws(StoreError) in
      try self.setPeerValue(Self.hubKey, nil, in: &transaction)
      try self.setPeerValue(Self.hubOfficeKey, nil, in: &transaction)
      state.members = nil
    }
  }

  private static let selfPrefix = "self/"

  /// The identities that this store has written under, this one included.
  func ownIdentities<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> [Member] {
    let ledgers = try ledgerNames(transaction)
    func member(_ replica: ReplicaID, _ key: [UInt8]) -> Member {
      Member(
        replica: replica, publicKey: key, office: identity.office, role: identity.role,
        ledgers: ledgers, enrolledMilliseconds: 0)
    }
    var members = [member(identity.replica, identity.publicKey)]
    let prefix = Array(Self.selfPrefix.utf8)
    try scan(tables.peer, prefix: prefix, transaction) { key, value in
      if let replica = ReplicaID(String(decoding: key.dropFirst(prefix.count), as: UTF8.self)),
        replica != identity.replica
      {
        members.append(member(replica, Array(value)))
      }
      return true
    }
    return members
  }

  func pinnedHub<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> Member? {
    guard let bytes = try peerValue(Self.hubKey, transaction),
      let key = try? VerifyingKey(bytes: bytes)
    else { return nil }
    let office = try peerValue(Self.hubOfficeKey, transaction) ?? []
    return Member(
      replica: ReplicaID(publicKey: key), publicKey: bytes,
      office: String(decoding: office, as: UTF8.self), role: .hub, ledgers: [],
      enrolledMilliseconds: 0)
  }

  /// The digest of the member ledger's version vector: equal digests, equal member lists.
  public func memberDigest() throws(StoreError) -> Digest {
    try read { (snapshot) throws(StoreError) in
      let store = snapshot.store
      guard try store.holds(Self.memberLedger, snapshot.transaction) else {
        return VectorCoding.digest(of: VersionVector())
      }
      return VectorCoding.digest(of: try store.vector(Self.memberLedger, snapshot.transaction))
    }
  }

  /// Signs bytes (receipts, enrolments) with this store's key: 64 bytes.
  public func sign(_ bytes: [UInt8]) -> [UInt8] { key.sign(bytes).bytes }
}
