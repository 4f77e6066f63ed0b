// Guarantees: what was refused, and what is logged but void, is kept with its first reason until a
// person dismisses it; what counts after all is forgotten here by itself.
//
//   refused: ledger, replica, seq, hash -> format 1 | flags | recorded 8 B | code | detail |
//   payload
//            flags: bit 0 void: the log has the payload; bit 1 dismissed: kept so that the same
//            change is not shown again. Texts are varint length and UTF-8.

public import Causality
internal import LMDB
public import Wire

/// One row of the table.
private struct RefusedRow {
  static let void: UInt8 = 1
  static let dismissed: UInt8 = 2

  var flags: UInt8
  var recorded: UInt64
  var code: RefusalCode
  var detail: String
  var payload: Range<Int> = 0..<0

  init(flags: UInt8, recorded: UInt64, code: RefusalCode, detail: String) {
    self.flags = flags
    self.recorded = recorded
    self.code = code
    self.detail = detail
  }

  init(_ bytes: UnsafeRawBufferPointer) throws(CorruptRecord) {
    guard bytes.count >= 10, bytes[0] == 1, bytes[1] < 4 else { throw CorruptRecord(offset: 0) }
    flags = bytes[1]
    recorded = bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self).bigEndian
    var at = 10
    let text = try Self.text(bytes, &at)
    guard let code = RefusalCode(rawValue: text) else { throw CorruptRecord(offset: 10) }
    self.code = code
    detail = try Self.text(bytes, &at)
    payload = at..<bytes.count
  }

  func encoded(payload: [UInt8]) -> [UInt8] {
    var value: [UInt8] = [1, flags]
    value.appendBigEndian(recorded)
    for text in [code.rawValue, detail] {
      value.appendVarint(UInt64(text.utf8.count))
      value.append(contentsOf: text.utf8)
    }
    return value + payload
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

extension Store {
  /// Keeps a refused change with its payload.
  func keep(
    _ refusal: Refusal, _ change: DecodedChange, _ ledger: String,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    #if TAIZHANG_PLANTED_FAULTS
      if PlantedFault.makes(.refusalForgotten) { return }
    #endif
    let row = RefusedRow(
      flags: 0, recorded: options.wallMilliseconds(), code: refusal.code, detail: refusal.detail)
    try put(row, change.payload, change, ledger, in: &transaction)
  }

  /// Keeps the reason of a change that is logged and void.
  func keep(
    _ voiding: Voiding, _ change: DecodedChange, _ ledger: String,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let detail = voiding.code == .notPermitted ? name(of: voiding.detail) : voiding.detail
    let row = RefusedRow(
      flags: RefusedRow.void, recorded: options.wallMilliseconds(), code: voiding.code,
      detail: detail)
    try put(row, [], change, ledger, in: &transaction)
  }

  private func put(
    _ row: RefusedRow, _ payload: [UInt8], _ change: DecodedChange, _ ledger: String,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let key = Keys.hashed(ledger, change.header.dot, change.hash)
    do throws(LMDBError) {
      // What was refused before keeps its first reason: applying again changes no byte.
      guard try transaction.get(tables.refused, key.span.bytes) == nil else { return }
      let value = row.encoded(payload: payload)
      try putRow(tables.refused, key, value, in: &transaction)
    } catch {
      throw StoreError(error, at: place)
    }
  }

  /// Forgets that a change was once refused: it counts now.
  func release(
    _ change: DecodedChange, _ ledger: String, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let key = Keys.hashed(ledger, change.header.dot, change.hash)
    do throws(LMDBError) {
      try deleteRow(tables.refused, key, in: &transaction)
    } catch {
      throw StoreError(error, at: place)
    }
  }

  /// Marks every refusal of a dot as dealt with: it is not listed again, though the same change may
  /// come again. Durable on return.
  ///
  /// - Returns: how many were marked.
  public func dismiss(_ ledger: String, _ dot: Dot) throws(StoreError) -> Int {
    try write { (transaction, _) throws(StoreError) in
      var rows: [([UInt8], [UInt8])] = []
      try self.scan(self.tables.refused, prefix: Keys.log(ledger, dot), transaction) {
        (key, value) throws(StoreError) in
        do throws(CorruptRecord) {
          var row = try RefusedRow(value)
          if row.flags & RefusedRow.dismissed == 0 {
            row.flags |= RefusedRow.dismissed
            rows.append((Array(key), row.encoded(payload: [])))
          }
        } catch {
          throw StoreError(error, table: "refused", key: Array(key))
        }
        return true
      }
      do throws(LMDBError) {
        for (key, value) in rows {
          try self.putRow(self.tables.refused, key, value, in: &transaction)
        }
      } catch {
        throw StoreError(error, at: self.place)
      }
      return rows.count
    }
  }

  /// `collection.field` by code, of the numbers that a verdict names.
  func name(of numbers: String) -> String {
    let parts = numbers.split(separator: ".").compactMap { UInt16($0) }
    guard parts.count == 2, let traits = schema.collection(CollectionID(rawValue: parts[0]))
    else { return numbers }
    if parts[1] == 0 { return traits.code }
    let field = traits.field(FieldID(rawValue: parts[1]))
    return traits.code + "." + (field?.code ?? "#\(parts[1])")
  }
}

extension Snapshot {
  /// The changes of a ledger that were refused or are void and wait for a person, by dot.
  public func refusals(_ ledger: String) throws(StoreError) -> [Refusal] {
    var refusals: [Refusal] = []
    try eachRefusal(ledger) { refusal, _ in refusals.append(refusal) }
    return refusals
  }

  /// The refused change of a dot, as far as its payload is here; void ones come from the log.
  public func refusedChange(
    _ ledger: String, _ dot: Dot
  ) throws(StoreError) -> DecodedChange? {
    var payload: [UInt8]?
    try eachRefusal(ledger) { refusal, bytes in
      if refusal.dot == dot, !bytes.isEmpty { payload = bytes }
    }
    if let payload { return try? ChangeCoding.decode(payload) }
    return try change(ledger, dot)
  }

  private func eachRefusal(
    _ ledger: String, _ visit: (Refusal, [UInt8]) -> Void
  ) throws(StoreError) {
    let prefix = Keys.ledger(ledger)
    try store.scan(store.tables.refused, prefix: prefix, transaction) {
      (key, value) throws(StoreError) in
      let seqAt = prefix.count + ReplicaID.byteCount
      do throws(CorruptRecord) {
        guard key.count == seqAt + 8 + 32, let replica = RecordReader.replica(key, prefix.count)
        else { throw CorruptRecord(offset: 0) }
        let row = try RefusedRow(value)
        if row.flags & RefusedRow.dismissed != 0 { return true }
        let seq = key.loadUnaligned(fromByteOffset: seqAt, as: UInt64.self).bigEndian
        let refusal = Refusal(
          dot: Dot(replica: replica, seq: seq), code: row.code, detail: row.detail,
          isVoid: row.flags & RefusedRow.void != 0, recordedMilliseconds: row.recorded)
        visit(refusal, Array(value[row.payload]))
      } catch {
        throw StoreError(error, table: "refused", key: Array(key))
      }
      return true
    }
  }
}
