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
        try transaction.put(tables.peer, key: bytes.span.bytes, value: value.span.bytes)
      } else {
        _ = try transaction.delete(tables.peer, bytes.span.bytes)
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

  func setFrozen(
    _ replica: ReplicaID, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    try setPeerValue(Self.frozenPrefix + replica.description, [1], in: &transaction)
  }

  /// Keeps a refused change: `refused` holds ledger, dot, hash -> code, detail, payload.
  func keep(
    _ refusal: Refusal, _ change: DecodedChange, _ ledger: String,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    #if TAIZHANG_PLANTED_FAULTS
      if PlantedFault.makes(.refusalForgotten) { return }
    #endif
    var key = Keys.log(ledger, refusal.dot)
    change.hash.appendBytes(to: &key)
    var value: [UInt8] = [1]
    for text in [refusal.code.rawValue, refusal.detail] {
      value.appendVarint(UInt64(text.utf8.count))
      value.append(contentsOf: text.utf8)
    }
    value.append(contentsOf: change.payload)
    do throws(LMDBError) {
      // What was refused before keeps its first reason: applying again changes no byte.
      guard try transaction.get(tables.refused, key.span.bytes) == nil else { return }
      try transaction.put(tables.refused, key: key.span.bytes, value: value.span.bytes)
    } catch {
      throw StoreError(error, at: place)
    }
  }
}

extension Store {
  /// Forgets that a change was once refused: it counts now.
  func release(
    _ change: DecodedChange, _ ledger: String, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    var key = Keys.log(ledger, change.header.dot)
    change.hash.appendBytes(to: &key)
    do throws(LMDBError) {
      _ = try transaction.delete(tables.refused, key.span.bytes)
    } catch {
      throw StoreError(error, at: place)
    }
  }
}

extension Snapshot {
  /// Replicas that wrote two histories under one identity: their changes are refused.
  public func frozen() throws(StoreError) -> [ReplicaID] {
    var frozen: [ReplicaID] = []
    let prefix = Array("frozen/".utf8)
    try store.scan(store.tables.peer, prefix: prefix, transaction) { key, _ in
      let text = String(decoding: key.dropFirst(prefix.count), as: UTF8.self)
      if let replica = ReplicaID(text) { frozen.append(replica) }
      return true
    }
    return frozen
  }

  /// The refused changes of a ledger that wait for a person, by dot.
  public func refusals(_ ledger: String) throws(StoreError) -> [Refusal] {
    var refusals: [Refusal] = []
    let prefix = Keys.ledger(ledger)
    try store.scan(store.tables.refused, prefix: prefix, transaction) {
      (key, value) throws(StoreError) in
      let seqAt = prefix.count + ReplicaID.byteCount
      do throws(CorruptRecord) {
        guard key.count == seqAt + 8 + 32, let replica = RecordReader.replica(key, prefix.count)
        else { throw CorruptRecord(offset: 0) }
        var at = 1
        let code = try Self.text(value, &at)
        let detail = try Self.text(value, &at)
        let seq = key.loadUnaligned(fromByteOffset: seqAt, as: UInt64.self).bigEndian
        guard let code = RefusalCode(rawValue: code) else { throw CorruptRecord(offset: 1) }
        refusals.append(
          Refusal(dot: Dot(replica: replica, seq: seq), code: code, detail: detail))
      } catch {
        throw StoreError(error, table: "refused", key: Array(key))
      }
      return true
    }
    return refusals
  }

  private static func text(
    _ bytes: UnsafeRawBufferPointer, _ at: inout Int
  ) throws(CorruptRecord) -> String {
    let count = try RecordReader.varint(bytes, &at)
    guard count <= UInt64(bytes.count - at) else { throw CorruptRecord(offset: at) }
    let start = at
    at += Int(count)
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }
}
