// Guarantees: a store never counts its own changes of a ledger from the beginning again. What a
// dropped ledger's own chain came to is remembered; while less than that is here, the next commit
// there makes a new identity first. Nobody then needs to wait for what is on its way: a sync, or
// the bundle of unsent edits, may bring the old chain before or after, as that of another replica.
//
//   peer "left/" ledger "/" replica: format 1 | seq 8 B | hash 32 B

internal import Causality
internal import LMDB
internal import Wire

/// Where a store's own chain ended when it dropped a ledger.
struct OwnEnd: Hashable {
  /// Of the last own change.
  let seq: UInt64
  let hash: Digest

  private static let byteCount = 1 + 8 + Digest.byteCount

  init(_ head: Head) {
    seq = head.seq
    hash = head.hash
  }

  init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount, bytes[0] == 1 else { return nil }
    let tail = Array(bytes[9...])
    guard let hash = Digest(bytes: tail.span.bytes) else { return nil }
    seq = bytes[1..<9].reduce(0) { $0 << 8 | UInt64($1) }
    self.hash = hash
  }

  func encoded() -> [UInt8] {
    var bytes: [UInt8] = [1]
    bytes.appendBigEndian(seq)
    hash.appendBytes(to: &bytes)
    return bytes
  }
}

extension Store {
  private static let leftPrefix = "left/"

  private static func leftKey(_ ledger: String, _ replica: ReplicaID) -> String {
    "\(leftPrefix)\(ledger)/\(replica)"
  }

  /// Whether less of this store's own history of a ledger is here than it once wrote: it dropped
  /// the ledger and holds it again. The next commit there makes a new identity first, unless a sync
  /// brings the history before.
  public func isBehindItself(_ ledger: String) throws(StoreError) -> Bool {
    try read { (snapshot) throws(StoreError) in
      try snapshot.store.isBehindItself(ledger, snapshot.transaction)
    }
  }

  func isBehindItself<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ transaction: borrowing T
  ) throws(StoreError) -> Bool {
    let replica = identity.replica
    guard let end = try ownEnd(ledger, replica, transaction) else { return false }
    let head = try ownHead(ledger, replica, transaction)
    return head?.seq ?? 0 < end.seq
  }

  /// Renews before a commit that would count from the beginning again. A frozen identity waits for
  /// a person instead.
  func renewIfBehind(_ ledger: String) throws(StoreError) {
    if try mustRenew(before: ledger) { _ = try renewIdentity() }
  }

  private func mustRenew(before ledger: String) throws(StoreError) -> Bool {
    let transaction = try mapped { () throws(LMDBError) in try environment.beginRead() }
    guard try isBehindItself(ledger, transaction) else { return false }
    return try !isFrozen(identity.replica, transaction)
  }

  /// Remembers where the own chain of a ledger ends that is being dropped. An end that lies further
  /// on, of a time before, stays.
  func noteLeft(
    _ ledger: String, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let replica = identity.replica
    guard let head = try ownHead(ledger, replica, transaction) else { return }
    if let known = try ownEnd(ledger, replica, transaction), known.seq >= head.seq { return }
    try setPeerValue(
      Self.leftKey(ledger, replica), OwnEnd(head).encoded(), in: &transaction)
  }

  private func ownEnd<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ replica: ReplicaID, _ transaction: borrowing T
  ) throws(StoreError) -> OwnEnd? {
    try peerValue(Self.leftKey(ledger, replica), transaction).flatMap { OwnEnd($0) }
  }

  private func ownHead<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ replica: ReplicaID, _ transaction: borrowing T
  ) throws(StoreError) -> Head? {
    let key = Keys.head(ledger, replica)
    do {
      guard let value = try transaction.get(tables.heads, key.span.bytes) else { return nil }
      return try value.withUnsafeBytes { (bytes) throws(CorruptRecord) in try Head(bytes) }
    } catch {
      throw StoreError(error, at: place, table: "heads", key: key)
    }
  }

  /// Every remembered end against the history that came back since, where as much of it is here.
  func checkLeft(
    _ transaction: borrowing ReadTransaction, _ report: inout CheckReport
  ) throws(StoreError) {
    var ends: [(key: [UInt8], ledger: String, dot: Dot, hash: Digest)] = []
    try scan(tables.peer, prefix: Array(Self.leftPrefix.utf8), transaction) { key, value in
      let name = String(decoding: key, as: UTF8.self)
      let parts = name.split(separator: "/").map(String.init)
      guard parts.count == 3, let replica = ReplicaID(parts[2]), let end = OwnEnd(Array(value))
      else {
        report.add(.leftNote, "peer", key, name)
        return true
      }
      ends.append((Array(key), parts[1], Dot(replica: replica, seq: end.seq), end.hash))
      return true
    }
    for end in ends where try holds(end.ledger, transaction) {
      if let here = try hash(of: end.dot, end.ledger, transaction), here != end.hash {
        report.add(.divergentPast, "peer", end.key, "\(end.ledger) \(end.dot)")
      }
    }
  }
}
