// Guarantees: the member list is a ledger like any other, written by the hub alone; the hub's key
// is pinned once, at `join`.

public import Causality
internal import LMDB
internal import Synchronization
public import Wire

extension Store {
  /// The members that the member ledger lists, by replica. Empty before `join`.
  public func members() throws(StoreError) -> [Member] {
    try read { (snapshot) throws(StoreError) in
      try snapshot.store.listedMembers(snapshot.transaction).sorted { $0.replica < $1.replica }
    }
  }

  /// Adds a member, or renews one, which then is as `member` says: one change in the member ledger.
  /// A ledger that it leaves is noted with the last seq that counts there. Durable on return.
  ///
  /// - Parameter notes: local notes, written with the change or not at all.
  /// - Throws: `notPermitted` unless this store is a hub; `badIdentity` when the key is not the
  ///   replica's; `roleFixed` for another role than the one it has; `settledByBase` when it would
  ///   void what was compacted.
  public func enrol(_ member: Member, noting notes: [CommitNote] = []) throws(StoreError) {
    try requireHub("enrol")
    try requireOwnKey(member.replica, member.publicKey)
    let known = try members().first { $0.replica == member.replica }
    if let known, known.role != member.role {
      throw StoreError(.roleFixed, member.replica.description, known.role.rawValue)
    }
    var member = member
    for ledger in known?.ledgers ?? [] where !member.ledgers.contains(ledger) {
      guard member.revocations[ledger] == nil else { continue }
      member.revocations[ledger] = try seqHeld(ledger, member.replica)
    }
    let draft = Draft(MemberRecord.operations(member, replacing: known), by: identity)
    _ = try commit(Self.memberLedger, [draft], noting: { _ in notes })
  }

  /// Voids a member's changes beyond those named, everywhere alike, and ends its reading.
  ///
  /// - Parameters:
  ///   - reason: why, for the history of the member list.
  ///   - after: ledger -> the last seq that counts; where a ledger is not named, what is
  ///     held here now counts, and in a ledger that is not held nothing does.
  /// - Throws: `notPermitted` unless this store is a hub, `noSuchRecord` for an unknown replica.
  public func revoke(
    _ replica: ReplicaID, after: [String: UInt64] = [:], reason: String? = nil
  ) throws(StoreError) {
    try requireHub("revoke")
    let member = try listed(replica)
    var ledgers = Set(member.ledgers).union(member.revocations.keys).union(after.keys)
    let held = try read { (snapshot) throws(StoreError) in try snapshot.allLedgers() }
    if member.role.isAuthority { ledgers.formUnion(held) }
    ledgers.remove(Member.everyLedger)
    var operations = [
      MemberRecord.set(
        replica, MemberRecord.Field.revocations, .add,
        MemberRecord.revocation(Member.everyLedger, 0))
    ]
    for ledger in ledgers.sorted() {
      let last: UInt64
      if let named = after[ledger] {
        last = named
      } else {
        last = try seqHeld(ledger, replica)
      }
      if let known = member.revocations[ledger], known != last, after[ledger] != nil {
        operations.append(
          MemberRecord.set(
            replica, MemberRecord.Field.revocations, .remove,
            MemberRecord.revocation(ledger, known)))
      } else if member.revocations[ledger] != nil, after[ledger] == nil {
        continue
      }
      operations.append(
        MemberRecord.set(
          replica, MemberRecord.Field.revocations, .add, MemberRecord.revocation(ledger, last)))
    }
    try list([Draft(operations, by: identity, reason: reason)])
  }

  /// Takes a revocation back: what it voided counts again, everywhere.
  ///
  /// - Throws: `notPermitted` unless this store is a hub, `noSuchRecord` for an unknown replica.
  public func reinstate(_ replica: ReplicaID, reason: String? = nil) throws(StoreError) {
    try requireHub("reinstate")
    // Of several entries for a ledger the list tells the lowest only.
    while case let revocations = try listed(replica).revocations, !revocations.isEmpty {
      let operations = revocations.map { ledger, last in
        MemberRecord.set(
          replica, MemberRecord.Field.revocations, .remove, MemberRecord.revocation(ledger, last))
      }
      try list([Draft(operations, by: identity, reason: reason)])
    }
  }

  /// Notes that a member's machine is gone. What it wrote, and may still send, counts; it no longer
  /// holds up compaction.
  ///
  /// - Throws: `notPermitted` unless this store is a hub, `noSuchRecord` for an unknown replica.
  public func retire(_ replica: ReplicaID) throws(StoreError) {
    try requireHub("retire")
    _ = try listed(replica)
    let now = Value.instant(Int64(clamping: options.wallMilliseconds()))
    try list([
      Draft([MemberRecord.write(replica, MemberRecord.Field.retired, now)], by: identity)
    ])
  }

  func list(_ drafts: [Draft]) throws(StoreError) {
    _ = try commit(Self.memberLedger, drafts)
  }

  func listed(_ replica: ReplicaID) throws(StoreError) -> Member {
    guard let member = try members().first(where: { $0.replica == replica }) else {
      throw StoreError(.noSuchRecord, replica.description)
    }
    return member
  }

  private func seqHeld(_ ledger: String, _ replica: ReplicaID) throws(StoreError) -> UInt64 {
    try read { (snapshot) throws(StoreError) in
      guard try snapshot.store.holds(ledger, snapshot.transaction) else { return 0 }
      return try snapshot.vector(ledger)[replica]
    }
  }

  /// Makes a new hub the first to be listed.
  func enrolSelf() throws(StoreError) {
    try enrol(
      Member(
        replica: identity.replica, publicKey: identity.publicKey, office: identity.office,
        role: .hub, ledgers: [], enrolledMilliseconds: options.wallMilliseconds()))
  }

  func requireHub(_ act: String) throws(StoreError) {
    guard identity.role == .hub else {
      throw StoreError(.notPermitted, act, identity.role.rawValue)
    }
  }

  func requireOwnKey(_ replica: ReplicaID, _ publicKey: [UInt8]) throws(StoreError) {
    guard let key = try? VerifyingKey(bytes: publicKey), ReplicaID(publicKey: key) == replica else {
      throw StoreError(.badIdentity, replica.description, "public key")
    }
  }

  /// Pins the hub: its key is trusted from now on, and the member ledger is held. Durable on
  /// return.
  ///
  /// - Parameter former: the hubs before it, as it signed them: what they wrote of the members
  ///   stands too.
  /// - Throws: `badIdentity` when the key is not the replica's, or did not sign `former`; nothing
  ///   is trusted then.
  public func trustHub(
    replica: ReplicaID, publicKey: [UInt8], office: String, former: [FormerHubs] = []
  ) throws(StoreError) {
    try requireOwnKey(replica, publicKey)
    guard former.allSatisfy({ $0.verify(by: publicKey) }) else {
      throw StoreError(.badIdentity, replica.description, "former hubs")
    }
    // Before the pin: whoever holds the pin and is broken off here holds these too.
    for bytes in former.flatMap(\.publicKeys) {
      guard let key = try? VerifyingKey(bytes: bytes) else { continue }
      try setPeerValue(Self.rootPrefix + ReplicaID(publicKey: key).description, bytes)
    }
    try setPeerValue(Self.rootPrefix + replica.description, publicKey)
    try setPeerValue(Self.hubKey, publicKey)
    try setPeerValue(Self.hubOfficeKey, Array(office.utf8))
    try addLedger(Self.memberLedger)
    try write { (transaction, state) throws(StoreError) in
      let before = state.members ?? MemberList([], pinned: [])
      state.members = try self.rejudge(
        from: before, to: try self.memberList(transaction), &state, in: &transaction)
    }
  }

  /// Ledgers in which this store's own changes count now, and none would if a hub listed it in
  /// `role` for `ledgers`: what was typed there would be hidden. What it wrote under former names
  /// that no list tells of counts as its own. O(ledgers and replicas).
  public func ledgersHidden(
    as role: Role, in ledgers: [String]
  ) throws(StoreError) -> [String] {
    let own = identity
    return try read { (snapshot) throws(StoreError) in
      let members = snapshot.members
      let present = members[own.replica]
      // What a list says already of the ledgers that it closed goes on counting.
      let asListed = Member(
        replica: own.replica, publicKey: own.publicKey, office: own.office, role: role,
        ledgers: ledgers, revocations: present?.revocations ?? [:], enrolledMilliseconds: 0)
      let store = snapshot.store
      let listed = Set(try store.listedMembers(snapshot.transaction).map(\.replica))
      let writers = try store.ownIdentities(snapshot.transaction).map(\.replica)
        .filter { $0 == own.replica || !listed.contains($0) }
      var hidden: [String] = []
      for ledger in try snapshot.ledgers() where asListed.lastCounting(in: ledger) == 0 {
        let vector = try snapshot.vector(ledger)
        let counts = writers.contains { replica in
          min(vector[replica], members[replica]?.lastCounting(in: ledger) ?? 0) > 0
        }
        if counts { hidden.append(ledger) }
      }
      return hidden
    }
  }

  /// The pinned hub; nil on a hub, and before `join`.
  public var hub: Member? {
    get throws(StoreError) {
      try read { (snapshot) throws(StoreError) in
        try snapshot.store.pinnedHub(snapshot.transaction)
      }
    }
  }

  /// Hubs that were trusted once: what they said of the members then still stands.
  static let rootPrefix = "hub/root/"
  static let hubKey = "hub/key"
  static let hubOfficeKey = "hub/office"

  /// Notes that this store writes, or once wrote, under its identity: a store restored from a
  /// backup knows by it the keys of its own past. Durable on return.
  func noteOwnIdentity() throws(StoreError) {
    let here = Residence.now(path, machine: options.machineID)
    try write { (transaction, state) throws(StoreError) in
      try self.noteOwn(self.identity, in: &transaction)
      try self.putMeta(Self.identityKey, self.identity.publicKey, in: &transaction)
      try self.putMeta(Residence.metaKey, here.encoded(), in: &transaction)
      state.members = nil
    }
    moved.withLock { $0 = false }
  }

  /// Forgets the hub: the identity that joined it is another store's. Durable on return.
  func forgetHub() throws(StoreError) {
    try write { (transaction, state) throws(StoreError) in
      try self.setPeerValue(Self.hubKey, nil, in: &transaction)
      try self.setPeerValue(Self.hubOfficeKey, nil, in: &transaction)
      state.members = nil
    }
  }

  static let selfPrefix = "self/"

  /// Notes a key that this store writes under, and the role: a backup is judged by them.
  func noteOwn(
    _ identity: Identity, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    try setPeerValue(
      Self.selfPrefix + identity.replica.description,
      identity.publicKey + Array(identity.role.rawValue.utf8), in: &transaction)
  }

  /// The identities that this store has written under, this one included.
  func ownIdentities<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> [Member] {
    let ledgers = try ledgerNames(transaction)
    func member(_ replica: ReplicaID, _ key: [UInt8], _ role: Role) -> Member {
      Member(
        replica: replica, publicKey: key, office: identity.office, role: role,
        ledgers: ledgers, enrolledMilliseconds: 0)
    }
    var members = [member(identity.replica, identity.publicKey, identity.role)]
    let prefix = Array(Self.selfPrefix.utf8)
    try scan(tables.peer, prefix: prefix, transaction) { key, value in
      if let replica = ReplicaID(String(decoding: key.dropFirst(prefix.count), as: UTF8.self)),
        replica != identity.replica
      {
        let role = Role(rawValue: String(decoding: value.dropFirst(32), as: UTF8.self))
        members.append(member(replica, Array(value.prefix(32)), role ?? identity.role))
      }
      return true
    }
    return members
  }

  func isOwn<T: ReadableTransaction & ~Copyable>(
    _ replica: ReplicaID, _ transaction: borrowing T
  ) throws(StoreError) -> Bool {
    try ownIdentities(transaction).contains { $0.replica == replica }
  }

  /// Whether this store writes, or wrote, under a replica's name. O(own identities).
  package func isOwn(_ replica: ReplicaID) throws(StoreError) -> Bool {
    try read { (snapshot) throws(StoreError) in
      try snapshot.store.isOwn(replica, snapshot.transaction)
    }
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

  func rootHubs<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> [Member] {
    var roots: [Member] = []
    try scan(tables.peer, prefix: Array(Self.rootPrefix.utf8), transaction) { _, value in
      if let key = try? VerifyingKey(bytes: Array(value)) {
        roots.append(
          Member(
            replica: ReplicaID(publicKey: key), publicKey: Array(value), office: "", role: .hub,
            ledgers: [], enrolledMilliseconds: 0))
      }
      return true
    }
    return roots
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

  /// Signs what names its signer: 64 bytes, and who signed, of one identity though another may take
  /// over meanwhile.
  public func signed(
    _ message: (Identity) throws -> [UInt8]
  ) rethrows -> (by: Identity, signature: [UInt8]) {
    let signer = signer
    return (signer.identity, signer.key.sign(try message(signer.identity)).bytes)
  }
}

extension Draft {
  /// A change of the member list.
  init(_ operations: [Operation], by identity: Identity, reason: String? = nil) {
    self.init(author: identity.office, reason: reason, operations: operations)
  }
}
