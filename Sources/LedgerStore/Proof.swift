// Guarantees: of a replica that wrote two histories both are kept, signed, from where they part:
// who doubts the freezing can verify it with the replica's key alone.
//
//   proof: ledger, replica, seq, hash -> format 1 | flags | [signature 64 B] | payload
//          flags: bit 0 signed, bit 1 a header: the change itself was compacted away

public import Causality
internal import LMDB
public import Wire

extension Store {
  /// Keeps both histories from `dot` on: the run from elsewhere, and what the log has up to its
  /// next signature.
  func keepProof(
    _ run: Run, from dot: Dot, _ ledger: String, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    for (index, change) in run.changes.enumerated() where change.header.dot.seq >= dot.seq {
      let isLast = index == run.changes.count - 1
      try keepProof(
        change.payload, change.header.dot, change.hash, ledger,
        signature: isLast ? run.signature.bytes : nil, in: &transaction)
    }
    for piece in try segment(ledger, dot, transaction) {
      try keepProof(
        piece.payload, piece.dot, piece.hash, ledger, signature: piece.signature,
        isStub: piece.isStub, in: &transaction)
    }
  }

  func keepProof(
    _ payload: [UInt8], _ dot: Dot, _ hash: Digest, _ ledger: String, signature: [UInt8]?,
    isStub: Bool = false, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let key = Keys.hashed(ledger, dot, hash)
    let flags: UInt8 = (signature == nil ? 0 : 1) | (isStub ? 2 : 0)
    let value = [1, flags] + (signature ?? []) + payload
    do throws(LMDBError) {
      // A piece that is there signed stays: a signature is worth more than none.
      if signature == nil, try transaction.get(tables.proof, key.span.bytes) != nil { return }
      try putRow(tables.proof, key, value, in: &transaction)
    } catch {
      throw StoreError(error, at: place)
    }
  }

  /// Whether the history that a run brings from `dot` on is kept as proof already.
  func isProof(
    _ run: Run, from dot: Dot, _ ledger: String, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> Bool {
    guard let change = run.changes.first(where: { $0.header.dot.seq >= dot.seq }) else {
      return false
    }
    let key = Keys.hashed(ledger, change.header.dot, change.hash)
    do throws(LMDBError) {
      return try transaction.get(tables.proof, key.span.bytes) != nil
    } catch {
      throw StoreError(error, at: place)
    }
  }

  /// A change of the log with what the store notes beside it.
  struct LogPiece {
    let dot: Dot
    let arrival: UInt64
    let signature: [UInt8]?
    /// Of a stub only the header.
    let payload: [UInt8]
    let hash: Digest
    let isStub: Bool
  }

  /// The log from `dot` up to and with the next signed change of its replica; all that follows with
  /// `toEnd`.
  func segment<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ dot: Dot, _ transaction: borrowing T, toEnd: Bool = false
  ) throws(StoreError) -> [LogPiece] {
    var pieces: [LogPiece] = []
    let prefix = Keys.head(ledger, dot.replica)
    try scan(tables.log, prefix: prefix, from: Keys.log(ledger, dot), transaction) {
      (key, value) throws(StoreError) in
      do throws(CorruptRecord) {
        let entry = try LogEntry(value)
        let payload = Array(value[entry.payload])
        pieces.append(
          LogPiece(
            dot: Dot(
              replica: dot.replica,
              seq: key.loadUnaligned(fromByteOffset: prefix.count, as: UInt64.self).bigEndian),
            arrival: entry.arrival, signature: entry.signature.map { Array(value[$0]) },
            payload: payload, hash: entry.stubHash ?? Digest(hashing: payload),
            isStub: entry.isStub))
        return toEnd || entry.signature == nil
      } catch {
        throw StoreError(error, table: "log", key: Array(key))
      }
    }
    return pieces
  }
}

/// One change of a proof.
public struct ProofPiece: Sendable {
  /// The ledger of the change.
  public let ledger: String
  /// The change.
  public let dot: Dot
  /// SHA-256 of the change, which the next one of its chain names.
  public let hash: Digest
  /// The replica's signature of this change; the others are covered by the next signed one of their
  /// chain.
  public let signature: Signature64?
  /// The change; of one that compaction has dropped only its header, which the hash goes beyond.
  public let payload: [UInt8]
  /// Whether only the header is left: chain and signature hold for its hash all the same.
  public let isStub: Bool
}

extension Snapshot {
  /// What is kept as proof of two histories under one identity, by ledger, dot and hash.
  public func proofs() throws(StoreError) -> [ProofPiece] {
    var pieces: [ProofPiece] = []
    try store.scan(store.tables.proof, prefix: [], transaction) { (key, value) throws(StoreError) in
      guard let piece = ProofPiece(key, value) else {
        throw StoreError(CorruptRecord(offset: 0), table: "proof", key: Array(key))
      }
      pieces.append(piece)
      return true
    }
    return pieces
  }
}

extension ProofPiece {
  init?(_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
    guard let zero = key.firstIndex(of: 0), key.count == zero + 1 + 10 + 8 + 32,
      let replica = RecordReader.replica(key, zero + 1), value.count > 2, value[0] == 1,
      value[1] < 4, value[1] & 1 == 0 || value.count > 66,
      let hash = Digest(bytes: UnsafeRawBufferPointer(rebasing: key[(zero + 19)...]).bytes)
    else { return nil }
    let isSigned = value[1] & 1 != 0
    isStub = value[1] & 2 != 0
    ledger = String(decoding: key[..<zero], as: UTF8.self)
    let seq = key.loadUnaligned(fromByteOffset: zero + 11, as: UInt64.self).bigEndian
    dot = Dot(replica: replica, seq: seq)
    self.hash = hash
    signature =
      isSigned
      ? Signature64(bytes: UnsafeRawBufferPointer(rebasing: value[2..<66]).bytes) : nil
    payload = Array(value[(isSigned ? 66 : 2)...])
  }
}
