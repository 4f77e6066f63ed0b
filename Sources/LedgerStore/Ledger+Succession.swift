// Guarantees: whoever knew an identity can follow it to its successor by signatures alone: the hub
// takes a member's successor for the member, and members take a hub's successor for the hub.

public import Causality
internal import LMDB
public import Wire

extension Store {
  static let pendingPrefix = "succession/pending/"
  static let ownPrefix = "succession/hub/"
  static let forkPrefix = "fork/"

  /// The first succession that the hub has not been told of; present it before any exchange.
  public func pendingSuccession() throws(StoreError) -> Succession? {
    try read { (snapshot) throws(StoreError) in
      try snapshot.store.pending(snapshot.transaction).first?.succession
    }
  }

  /// Notes that the hub took the first pending succession. Durable on return.
  public func settleSuccession() throws(StoreError) {
    try write { (transaction, _) throws(StoreError) in
      guard let first = try self.pending(transaction).first else { return }
      try self.setPeerValue(first.key, nil, in: &transaction)
    }
  }

  func pending<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T
  ) throws(StoreError) -> [(key: String, succession: Succession)] {
    try successions(Self.pendingPrefix, transaction)
  }

  func successions<T: ReadableTransaction & ~Copyable>(
    _ prefix: String, _ transaction: borrowing T
  ) throws(StoreError) -> [(key: String, succession: Succession)] {
    var found: [(key: String, succession: Succession)] = []
    try scan(tables.peer, prefix: Array(prefix.utf8), transaction) { key, value in
      if let succession = try? Succession.decode(Array(value)) {
        found.append((String(decoding: key, as: UTF8.self), succession))
      }
      return true
    }
    return found
  }

  /// The successions that led to this hub's identity, oldest first, for those who pinned an earlier
  /// key. Empty for a hub that never changed.
  public func successions() throws(StoreError) -> [Succession] {
    try read { (snapshot) throws(StoreError) in
      try snapshot.store.successions(Self.ownPrefix, snapshot.transaction).map(\.succession)
    }
  }

  func noteSuccession(
    _ succession: Succession, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let count = try successions(Self.ownPrefix, transaction).count
    let number = String(count + 1_000_000).dropFirst()
    try setPeerValue(Self.ownPrefix + number, succession.encode(), in: &transaction)
  }

  /// Takes a member's new identity for the member: it is listed with the old one's role and
  /// ledgers, the old one is noted as retired. Idempotent. Durable on return.
  ///
  /// - Parameter office: the office's name now; nil for the old one's.
  /// - Throws: `notPermitted` unless this store is a hub, or when the old identity was revoked;
  ///   `badIdentity` when the signature does not hold; `noSuchRecord` for an unknown old identity.
  public func admit(
    _ succession: Succession, office: String? = nil
  ) throws(StoreError) -> Member {
    try requireHub("admit")
    guard succession.verify() else {
      throw StoreError(.badIdentity, succession.new.description, "succession")
    }
    let members = try members()
    if let known = members.first(where: { $0.replica == succession.new }) {
      return known
    }
    guard let old = members.first(where: { $0.replica == succession.old }) else {
      throw StoreError(.noSuchRecord, succession.old.description)
    }
    guard !old.isRevoked, old.role != .hub else {
      throw StoreError(.notPermitted, succession.old.description, old.role.rawValue)
    }
    let now = options.wallMilliseconds()
    let member = Member(
      replica: succession.new, publicKey: succession.newPublicKey,
      office: office?.singleLine ?? old.office, role: old.role, ledgers: old.ledgers,
      revocations: old.revocations.mapValues { _ in 0 }, enrolledMilliseconds: now,
      succeeds: old.replica,
      under: old.under == old.replica ? succession.new : old.under)
    var retired = old
    retired.retiredMilliseconds = old.retiredMilliseconds ?? now
    retired.succeededBy = succession.new
    // Those a hub vouched for go with it.
    let vouched =
      old.under == old.replica
      ? members.filter { $0.under == old.replica && $0.replica != old.replica } : []
    let operations =
      MemberRecord.operations(member, replacing: nil)
      + MemberRecord.operations(retired, replacing: old)
      + vouched.map {
        MemberRecord.write(
          $0.replica, MemberRecord.Field.under, .text(succession.new.description))
      }
    try list([Draft(operations, by: identity)])
    return member
  }

  /// Follows the hub to its present key where the key pinned here leads there, each signed over by
  /// the one before it, however many there were: all of them are trusted, since each wrote of the
  /// members, and the last is pinned. Where the present key is pinned already, those between it and
  /// the earliest hub trusted here are. Nothing without a whole line. Durable on return.
  ///
  /// - Parameter present: the hub's public key, as it says.
  /// - Returns: whether the pin moved, or a key is trusted that was not.
  @discardableResult
  public func follow(
    _ successions: [Succession], to present: [UInt8]
  ) throws(StoreError) -> Bool {
    guard let pinned = try hub else { return false }
    let roots = try read { (snapshot) throws(StoreError) in
      try snapshot.store.rootHubs(snapshot.transaction)
    }
    let trusted = Set(roots.map(\.publicKey)).union([pinned.publicKey])
    let line = Succession.line(to: present, by: successions)
    let isPinned = pinned.publicKey == present
    let known =
      isPinned
      ? line.lastIndex(where: { trusted.contains($0) }) : line.firstIndex(of: pinned.publicKey)
    guard let known, !isPinned || line[..<known].contains(where: { !trusted.contains($0) }) else {
      return false
    }
    for key in line[..<known].reversed() {
      guard let verifying = try? VerifyingKey(bytes: key) else { return false }
      try trustHub(
        replica: ReplicaID(publicKey: verifying), publicKey: key, office: pinned.office)
    }
    return true
  }

  /// Records that the hub holds another change under `dot` than is held here. Of an identity that
  /// this store writes or wrote under, it freezes itself until it is renewed, and no receipt of the
  /// hub confirms what was written here from there on. Of another, or where others here have built
  /// upon what this store wrote, nothing more of that replica is taken. Durable on return.
  public func noteForeignHistory(
    _ ledger: String, dot: Dot, here: Digest, there: Digest
  ) throws(StoreError) {
    try write { (transaction, _) throws(StoreError) in
      let alarm = Alarm(
        code: .divergentHistory, milliseconds: self.options.wallMilliseconds(), ledger: ledger,
        dot: dot, here: here.prefix, there: there.prefix)
      try self.raise(alarm, in: &transaction)
      guard try self.isOwn(dot.replica, transaction) else {
        return try self.setFrozen(dot.replica, ledger, from: dot.seq, in: &transaction)
      }
      try self.setPeerValue(
        self.otherAtHubKey(ledger, dot.replica), Array(String(dot.seq).utf8), in: &transaction)
      if dot.replica != self.identity.replica {
        let own = try self.heads(ledger, transaction)[dot.replica]?.seq ?? 0
        guard try self.firstToMakeAgain(dot, ledger, transaction) <= own else {
          return try self.setFrozen(dot.replica, ledger, from: dot.seq, in: &transaction)
        }
      }
      try self.noteFork(ledger, dot, in: &transaction)
    }
  }

  /// Where it is noted from which own change on the hub holds another history.
  private func otherAtHubKey(_ ledger: String, _ replica: ReplicaID) -> String {
    "other-at-hub/\(ledger)/\(replica)"
  }

  /// The first change of an own identity of which the hub holds another; nil where none is known.
  func otherAtHub<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ replica: ReplicaID, _ transaction: borrowing T
  ) throws(StoreError) -> UInt64? {
    try peerValue(otherAtHubKey(ledger, replica), transaction).flatMap {
      UInt64(String(decoding: $0, as: UTF8.self))
    }
  }

  /// Records that this store's own changes from `seq` on are taken nowhere, because another machine
  /// writes under its identity: renewing makes them again. Durable on return.
  ///
  /// - Parameter former: the identity that they were written under; nil for the present one.
  public func noteUnaccepted(
    _ ledger: String, from seq: UInt64, of former: ReplicaID? = nil
  ) throws(StoreError) {
    try write { (transaction, _) throws(StoreError) in
      let dot = Dot(replica: former ?? self.identity.replica, seq: seq)
      try self.noteFork(ledger, dot, in: &transaction)
    }
  }

  func noteFork(
    _ ledger: String, _ dot: Dot, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    try setFrozen(identity.replica, ledger, from: dot.seq, in: &transaction)
    let known = try fork(ledger, dot.replica, transaction)
    if let known, known <= dot.seq { return }
    try setPeerValue(
      forkKey(ledger, dot.replica), Array(String(dot.seq).utf8), in: &transaction)
  }

  /// Where it is noted from which change on an own identity is taken nowhere: `fork/LEDGER`, with
  /// `/REPLICA` for one that the store wrote under before.
  private func forkKey(_ ledger: String, _ replica: ReplicaID) -> String {
    Self.forkPrefix + ledger + (replica == identity.replica ? "" : "/\(replica)")
  }

  /// The first change of an own identity that is taken nowhere; nil when all is well.
  func fork<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ replica: ReplicaID, _ transaction: borrowing T
  ) throws(StoreError) -> UInt64? {
    try peerValue(forkKey(ledger, replica), transaction).flatMap {
      UInt64(String(decoding: $0, as: UTF8.self))
    }
  }

  /// Forgets where an own identity's histories part: what was beyond was made again.
  func forgetFork(
    _ ledger: String, _ replica: ReplicaID, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    try setPeerValue(forkKey(ledger, replica), nil, in: &transaction)
    try setPeerValue(otherAtHubKey(ledger, replica), nil, in: &transaction)
  }
}
