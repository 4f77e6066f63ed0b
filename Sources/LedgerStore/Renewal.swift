// Guarantees: a store goes over to a new identity whole or not at all: key file, notes, and its own
// changes that nobody else may take any more, which it makes again under the new name with what
// they had seen. Nothing typed is lost; the old changes are kept as proof.

public import Causality
internal import Glibc
internal import LMDB
internal import Synchronization
internal import Wire

/// What a renewal did.
public struct RenewReport: Sendable, Hashable {
  /// The identity given up; nothing more is written under it.
  public let old: ReplicaID
  /// The identity under which the store writes from here on.
  public let new: ReplicaID
  /// Own changes made again under the new identity, by ledger; ledgers without any are left out.
  public let reissued: [String: Int]
}

extension Store {
  /// Makes a new identity, signed over by the old key, and makes the own changes beyond a fork
  /// again under it. The old key is kept beside the new one. The hub learns of it at the next sync;
  /// a hub lists itself. Durable on return.
  ///
  /// - Throws: `cannotCreate` or an I/O error; then the old identity goes on.
  public func renewIdentity() throws(StoreError) -> RenewReport {
    let old = signer
    let key = try nextKey()
    let file = IdentityFile(role: old.identity.role, office: old.identity.office, seed: key.seed)
    let next = path + "/" + IdentityFile.nextName
    unlink(next)
    try file.write(to: next)
    let report = try write { (transaction, state) throws(StoreError) in
      try self.renew(from: old, to: Signer(key, file), &state, in: &transaction)
    }
    try IdentityFile.goOver(in: path, from: report.old)
    setSigner(Signer(key, file))
    moved.withLock { $0 = false }
    renewed.withLock { $0 = report }
    return report
  }

  /// What the last renewal did that this open store made by itself, because it found itself copied.
  public var renewal: RenewReport? { renewed.withLock { $0 } }

  /// Renews when the store was copied or restored; nothing otherwise.
  @discardableResult
  public func renewIfMoved() throws(StoreError) -> RenewReport? {
    needsNewIdentity ? try renewIdentity() : nil
  }

  private func nextKey() throws(StoreError) -> SigningKey {
    guard let seed = options.identitySeed else { return SigningKey() }
    // Simulations: the successor of a seeded identity is seeded by it.
    let next = Digest(hashing: seed + identity.publicKey).bytes
    do throws(WireError) { return try SigningKey(seed: next) } catch {
      throw StoreError(.badIdentity, path, error.code.rawValue)
    }
  }

  private func renew(
    from old: Signer, to new: Signer, _ state: inout WriterState,
    in transaction: inout WriteTransaction
  ) throws(StoreError) -> RenewReport {
    let before = try loadMembers(&state, transaction)
    let succession = Succession(old: old.key, new: new.identity.publicKey)
    try noteOwn(new.identity, in: &transaction)
    try putMeta(Self.identityKey, new.identity.publicKey, in: &transaction)
    let here = Residence.now(path, machine: options.machineID)
    try putMeta(Residence.metaKey, here.encoded(), in: &transaction)
    var reissued: [String: Int] = [:]
    let ledgers = try ledgerNames(transaction)
    let own = try ownIdentities(transaction).map(\.replica)
    let isFrozen = try isFrozen(old.identity.replica, transaction)
    var forked: Set<ReplicaID> = isFrozen ? [old.identity.replica] : []
    for ledger in ledgers {
      for replica in own where try fork(ledger, replica, transaction) != nil {
        forked.insert(replica)
      }
    }
    for ledger in ledgers {
      let cuts = try cuts(ledger, forked, transaction)
      let count = try reissue(ledger, cuts, new, &state, in: &transaction)
      if count > 0 { reissued[ledger] = count }
      for replica in forked { try forgetFork(ledger, replica, in: &transaction) }
    }
    for replica in own { try thaw(replica, in: &transaction) }
    if old.identity.role == .hub {
      try noteSuccession(succession, in: &transaction)
      try listSuccessor(of: old.identity, new, &state, in: &transaction)
    } else {
      let key = Self.pendingPrefix + String(try pending(transaction).count)
      try setPeerValue(key, succession.encode(), in: &transaction)
    }
    state.forget()
    _ = try rejudge(from: before, to: memberList(transaction), &state, in: &transaction)
    state.forget()
    return RenewReport(old: old.identity.replica, new: new.identity.replica, reissued: reissued)
  }

  /// Takes the own changes from `cuts` on out of the log, keeps them as proof, and makes them
  /// again, in the order in which they were typed.
  private func reissue(
    _ ledger: String, _ cuts: [Dot], _ new: Signer, _ state: inout WriterState,
    in transaction: inout WriteTransaction
  ) throws(StoreError) -> Int {
    if cuts.isEmpty { return 0 }
    try loadLedger(ledger, &state, transaction)
    var ledgerState = state.ledgers[ledger] ?? LedgerState()
    var originals: [(change: DecodedChange, deps: VersionVector)] = []
    var taken: [(pieces: [LogPiece], changes: [DecodedChange])] = []
    for cut in cuts {
      let pieces = try segment(ledger, cut, transaction, toEnd: true)
      var changes: [DecodedChange] = []
      for piece in pieces {
        guard let change = try change(ledger, piece.dot, transaction),
          let deps = try deps(of: piece.dot, ledger, transaction)
        else {
          let key = Hexadecimal.text(Keys.log(ledger, piece.dot))
          throw StoreError(.corrupt, "log", key, "no change")
        }
        changes.append(change)
        originals.append((change, Self.before(cuts, piece.dot, deps)))
      }
      taken.append((pieces, changes))
      if let first = pieces.first, identity.role == .hub {
        try noteGivenUp(first.hash, of: cut.replica, ledger, in: &transaction)
      }
    }
    for part in taken.reversed() {
      try excise(part.pieces, part.changes, ledger, &ledgerState, in: &transaction)
    }
    originals.sort { $0.change.header.clock < $1.change.header.clock }
    let members = try memberList(transaction)
    let city = try memberLedgerState(besides: ledger, &state, transaction)
    var work = LedgerWork(self, ledger, ledgerState, members, city: city)
    for original in originals {
      let header = original.change.header
      let change = try issue(
        Draft(
          author: header.author, reason: header.reason,
          operations: original.change.operationValues),
        header, original.deps, new, work.state, ledger, transaction)
      try work.take(
        change, signature: new.key.sign(change: change.hash).bytes,
        voiding: authority.judge(change, members), in: &transaction)
    }
    try work.finish(in: &transaction)
    state.ledgers[ledger] = work.state
    return originals.count
  }

  /// What a change had seen, as far as it stays; of its own chain all before the cut.
  private static func before(
    _ cuts: [Dot], _ dot: Dot, _ deps: VersionVector
  ) -> VersionVector {
    var deps = deps
    for cut in cuts where cut.replica == dot.replica || deps[cut.replica] >= cut.seq {
      deps[cut.replica] = cut.seq - 1
    }
    return deps
  }

  /// The change of a draft under the identity `new`, stamped and judged as `header` was.
  private func issue(
    _ draft: Draft, _ header: ChangeHeader, _ deps: VersionVector, _ new: Signer,
    _ state: LedgerState, _ ledger: String, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> DecodedChange {
    let replica = new.identity.replica
    let own = state.heads[replica]
    let seen = own?.deps ?? VersionVector()
    let delta = deps.entries.filter { $0.replica != replica && seen[$0.replica] < $0.seq }
    var pins: [DigestPrefix] = []
    for entry in delta {
      let dot = Dot(replica: entry.replica, seq: entry.seq)
      pins.append(try hash(of: dot, ledger, state, transaction)?.prefix ?? .none)
    }
    let next = ChangeHeader(
      ledger: ledger, dot: Dot(replica: replica, seq: (own?.seq ?? 0) + 1),
      previous: own?.hash ?? .zero, depsDelta: delta, depsPins: pins, clock: header.clock,
      memberVersion: header.memberVersion, memberPins: header.memberPins, author: draft.author,
      reason: draft.reason, schemaVersion: header.schemaVersion)
    do throws(WireError) {
      return try ChangeCoding.decode(
        try ChangeCoding.encode(header: next, operations: draft.operations))
    } catch {
      throw StoreError(.invalidChange, error.code.rawValue, String(error.offset))
    }
  }

  /// A change of the member ledger that lists the new identity of a hub in the place of the old.
  func listSuccessor(
    of old: Identity, _ new: Signer, _ state: inout WriterState,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let now = options.wallMilliseconds()
    let members = try memberList(transaction)
    let listed = try listedMembers(transaction)
    let known = listed.first { $0.replica == old.replica }
    let successor = Member(
      replica: new.identity.replica, publicKey: new.identity.publicKey, office: old.office,
      role: .hub, ledgers: [], enrolledMilliseconds: now, succeeds: old.replica)
    var retired =
      known
      ?? Member(
        replica: old.replica, publicKey: old.publicKey, office: old.office, role: .hub,
        ledgers: [], enrolledMilliseconds: now)
    retired.retiredMilliseconds = now
    retired.succeededBy = new.identity.replica
    let draft = Draft(
      MemberRecord.operations(successor, replacing: nil)
        + MemberRecord.operations(retired, replacing: known), by: new.identity)
    try loadLedger(Self.memberLedger, &state, transaction)
    let ledgerState = state.ledgers[Self.memberLedger] ?? LedgerState()
    let stamp = ChangeHeader(
      ledger: Self.memberLedger, dot: Dot(replica: new.identity.replica, seq: 1), previous: .zero,
      depsDelta: [], clock: state.clock.tick(wallMilliseconds: now),
      memberVersion: ledgerState.vector.sum, author: draft.author, schemaVersion: schema.version)
    let change = try issue(
      draft, stamp, ledgerState.vector, new, ledgerState, Self.memberLedger, transaction)
    var work = LedgerWork(self, Self.memberLedger, ledgerState, members, city: nil)
    try work.take(
      change, signature: new.key.sign(change: change.hash).bytes,
      voiding: authority.judge(change, members), in: &transaction)
    try work.finish(in: &transaction)
    state.ledgers[Self.memberLedger] = work.state
  }
}
