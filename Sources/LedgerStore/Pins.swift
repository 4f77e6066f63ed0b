// Guarantees: what the author of a change held of others is compared with what is held here, at
// once or as soon as it can be; a difference is an alarm, and keeps a change from its effect only
// where it was made upon another history of this very store.
//
//   pins: "city" 0 | replica | seq | hash 16 B -> format 1 | witness dot 18 B | witness ledger

internal import Causality
internal import LMDB
public import Wire

extension Store {
  /// The hash of a change that is held; nil when it is not, or was compacted away with its chain.
  /// One look-up, and a hash of the payload only where nothing follows it.
  func hash<T: ReadableTransaction & ~Copyable>(
    of dot: Dot, _ ledger: String, _ state: LedgerState, _ transaction: borrowing T
  ) throws(StoreError) -> Digest? {
    if let head = state.heads[dot.replica], head.seq == dot.seq { return head.hash }
    return try hash(of: dot, ledger, transaction)
  }

  /// The same without the heads at hand.
  func hash<T: ReadableTransaction & ~Copyable>(
    of dot: Dot, _ ledger: String, _ transaction: borrowing T
  ) throws(StoreError) -> Digest? {
    let following = Dot(replica: dot.replica, seq: dot.seq + 1)
    let previous = try withLogEntry(ledger, following, transaction) { entry, bytes in
      let start = entry.payload.lowerBound + ChangeCoding.previousHashRange.lowerBound
      let end = entry.payload.lowerBound + ChangeCoding.previousHashRange.upperBound
      guard end <= bytes.count else { return nil as Digest? }
      return Digest(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<end]).bytes)
    }
    if let previous { return previous }
    let head = Keys.head(ledger, dot.replica)
    do {
      guard let value = try transaction.get(tables.heads, head.span.bytes) else { return nil }
      let found = try value.withUnsafeBytes { (bytes) throws(CorruptRecord) in try Head(bytes) }
      return found.seq == dot.seq ? found.hash : nil
    } catch {
      throw StoreError(error, at: place, table: "heads", key: head)
    }
  }

  /// Makes the alarm that `witness` holds another change than is held here.
  func raise(
    _ pin: Pin, _ here: Digest, _ ledger: String, witness: Dot, of witnessLedger: String,
    in transaction: inout WriteTransaction
  ) throws(StoreError) -> Alarm {
    let alarm = Alarm(
      code: .divergentHistory, milliseconds: options.wallMilliseconds(), ledger: ledger,
      dot: pin.dot, here: here.prefix, there: pin.hash, witness: witness,
      witnessLedger: witnessLedger)
    try raise(alarm, in: &transaction)
    return alarm
  }

  /// Keeps a pin that cannot be compared yet; the first witness stays.
  func keep(
    _ pin: Pin, witness: Dot, of witnessLedger: String, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let key = Keys.pin(Self.memberLedger, pin.dot, pin.hash)
    var value: [UInt8] = [1]
    witness.replica.appendBytes(to: &value)
    value.appendBigEndian(witness.seq)
    value += Array(witnessLedger.utf8)
    do throws(LMDBError) {
      guard try transaction.get(tables.pins, key.span.bytes) == nil else { return }
      try putRow(tables.pins, key, value, in: &transaction)
    } catch {
      throw StoreError(error, at: place)
    }
  }

  /// Compares the pins that waited for a change of the member ledger, which has arrived.
  func settlePins(
    of change: DecodedChange, in transaction: inout WriteTransaction
  ) throws(StoreError) -> [Alarm] {
    let dot = change.header.dot
    var waiting: [(key: [UInt8], pin: DigestPrefix, witness: Dot, ledger: String)] = []
    let prefix = Keys.pin(Self.memberLedger, dot, nil)
    try scan(tables.pins, prefix: prefix, transaction) { (key, value) throws(StoreError) in
      guard key.count == prefix.count + 16, value.count >= 19, value[0] == 1,
        let replica = RecordReader.replica(value, 1)
      else { throw StoreError(CorruptRecord(offset: 0), table: "pins", key: Array(key)) }
      func word(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
        bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self).bigEndian
      }
      let pin = DigestPrefix(high: word(key, prefix.count), low: word(key, prefix.count + 8))
      let witness = Dot(replica: replica, seq: word(value, 11))
      waiting.append(
        (Array(key), pin, witness, String(decoding: value[19...], as: UTF8.self)))
      return true
    }
    var alarms: [Alarm] = []
    for row in waiting {
      do throws(LMDBError) { try deleteRow(tables.pins, row.key, in: &transaction) } catch {
        throw StoreError(error, at: place)
      }
      guard row.pin != change.hash.prefix else { continue }
      alarms.append(
        try raise(
          Pin(dot: dot, hash: row.pin), change.hash, Self.memberLedger, witness: row.witness,
          of: row.ledger, in: &transaction))
    }
    return alarms
  }
}

extension Store {
  /// SHA-256 over all heads of a ledger, for receipts: equal vectors with equal histories give
  /// equal digests. O(replicas).
  public func headsDigest(_ ledger: String) throws(StoreError) -> Digest {
    try read { (snapshot) throws(StoreError) in try snapshot.headsDigest(ledger) }
  }

  /// Compares a receipt of the hub with what is held here: at equal vectors the digests must be
  /// equal, else two histories were shown. A difference is raised as an alarm; where there is none,
  /// who has a new identity is frozen here no longer. The receipt's signature is the caller's to
  /// check.
  ///
  /// - Returns: the alarm, nil when nothing is wrong or nothing can be said yet.
  public func compare(_ receipt: Receipt) throws(StoreError) -> Alarm? {
    let own = try read { (snapshot) throws(StoreError) in
      try snapshot.vector(receipt.ledger) == receipt.vector
        ? try snapshot.headsDigest(receipt.ledger) : nil
    }
    guard let own, receipt.headsDigest != .zero else { return nil }
    guard receipt.headsDigest != own else {
      try thawSettled(receipt.ledger)
      return nil
    }
    let alarm = Alarm(
      code: .divergentCheckpoint, milliseconds: options.wallMilliseconds(),
      ledger: receipt.ledger, dot: Dot(replica: receipt.hub, seq: receipt.issuedMilliseconds),
      here: own.prefix, there: receipt.headsDigest.prefix)
    try raise(alarm)
    return alarm
  }
}

extension Store {
  /// Ends the freezing of those whose machine has a new identity, in a ledger that is here as the
  /// hub holds it. Writes nothing where nobody is frozen.
  private func thawSettled(_ ledger: String) throws(StoreError) {
    let own = identity.replica
    let settled = try read { (snapshot) throws(StoreError) in
      let members = snapshot.members
      return try snapshot.frozenReplicas().filter {
        $0.ledger == ledger && $0.replica != own && members[$0.replica]?.succeededBy != nil
      }
    }
    if settled.isEmpty { return }
    try write { (transaction, _) throws(StoreError) in
      for frozen in settled { try self.thaw(frozen.replica, in: &transaction) }
    }
  }
}

extension Snapshot {
  /// SHA-256 over all heads of a ledger.
  public func headsDigest(_ ledger: String) throws(StoreError) -> Digest {
    try require(ledger)
    return HeadsDigest.of(
      try store.heads(ledger, transaction).map {
        ChainHead(dot: Dot(replica: $0, seq: $1.seq), hash: $1.hash)
      })
  }
}
