// Guarantees: a base says what the member list says. The changes that a base contains are no longer
// there to be judged again, so a base is of one standing: who counts in it, and how far. A snapshot
// of another standing is not taken; a base that the list has left behind is known to be stale, and
// another snapshot mends it.

internal import Causality
internal import LMDB
internal import Wire

extension Member {
  /// The last change of the member that the list lets count in a ledger; 0 when none does.
  func lastCounting(in ledger: String) -> UInt64 {
    guard voiding(of: 0, in: ledger) == nil else { return 0 }
    return revocations[ledger] ?? revocations[Self.everyLedger] ?? .max
  }
}

extension MemberList {
  /// Names what the list says of the changes up to `vector`: equal digests, equal verdicts under
  /// one schema. What it says of later changes counts for nothing.
  func standing(of vector: VersionVector, in ledger: String) -> Digest {
    var bytes: [UInt8] = [1]
    for entry in vector.entries {
      let member = self[entry.replica]
      entry.replica.appendBytes(to: &bytes)
      bytes.appendBigEndian(min(entry.seq, member?.lastCounting(in: ledger) ?? 0))
      bytes.append(member?.role.set.rawValue ?? 0)
    }
    return Digest(hashing: bytes)
  }
}

extension Store {
  private static let standingPrefix = Array("standing/".utf8)

  /// Notes the standing that a ledger's base was made under: `meta`, `standing/LEDGER` -> 32 B.
  func noteStanding(
    _ standing: Digest, _ ledger: String, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    try putMeta(Self.standingPrefix + Array(ledger.utf8), standing.bytes, in: &transaction)
  }

  /// Ledgers whose base says of its changes what the member list says no longer: some that it
  /// counts are void by now, or the other way round. A snapshot made under this list mends it;
  /// until then the ledger shows what was true when the base was made.
  public func staleLedgers() throws(StoreError) -> [String] {
    try read { (snapshot) throws(StoreError) in
      try snapshot.store.staleLedgers(snapshot.members, snapshot.transaction)
    }
  }

  /// Refuses a word of the hub about members that would change what counts in a base of its own:
  /// the changes concerned are no longer there to be judged again.
  func requireStanding(
    from old: MemberList, to new: MemberList, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) {
    let before = try staleLedgers(old, transaction)
    if let ledger = try staleLedgers(new, transaction).first(where: { !before.contains($0) }) {
      throw StoreError(.settledByBase, ledger)
    }
  }

  func staleLedgers<T: ReadableTransaction & ~Copyable>(
    _ members: MemberList, _ transaction: borrowing T
  ) throws(StoreError) -> [String] {
    var noted: [(ledger: String, standing: [UInt8])] = []
    try scan(tables.meta, prefix: Self.standingPrefix, transaction) { key, value in
      noted.append(
        (String(decoding: key.dropFirst(Self.standingPrefix.count), as: UTF8.self), Array(value)))
      return true
    }
    var stale: [String] = []
    for (ledger, standing) in noted where try holds(ledger, transaction) {
      let base = try base(of: ledger, transaction).vector
      if base.isEmpty { continue }
      if members.standing(of: base, in: ledger).bytes != standing { stale.append(ledger) }
    }
    return stale
  }
}
