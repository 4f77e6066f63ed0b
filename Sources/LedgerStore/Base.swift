// Guarantees: what a store knows without the changes that led there: the base of a ledger, from
// which the log goes on. Rebuilding starts from it, peers that stand below it take a snapshot.
//
//   base value:  format 1 | arrivals 8 B | digest 32 B | made 8 B | heads
//                | floor arrivals 8 B | heads
//                heads: varint n, n x (replica 10 B, varint length, head as in `heads`)
//   baserecord:  a part of a snapshot as in `Wire`, drawn there
//
// The base contains the first `arrivals` changes of the ledger. The log holds nothing of the first
// `floor` changes: they came as a snapshot. Between floor and base it holds headers.

public import Causality
internal import LMDB
internal import Wire

/// Where the log of a ledger begins to count.
struct Base: Sendable, Hashable {
  /// Changes that the base contains: the place in the order of arrival after which the log counts.
  var arrivals: UInt64
  /// Names the content: the snapshot file's digest, or that of the parts that a compaction made.
  var digest: Digest
  var madeMilliseconds: UInt64
  var heads: [ReplicaID: Head]
  /// Changes that the log does not hold at all.
  var floorArrivals: UInt64
  /// The ends of the chains that the log does not hold.
  var floorHeads: [ReplicaID: Head]

  static let none = Base(
    arrivals: 0, digest: .zero, madeMilliseconds: 0, heads: [:], floorArrivals: 0, floorHeads: [:])

  static let format: UInt8 = 1
  static let recordRows: UInt8 = 0
  static let touchRows: UInt8 = 1
  static let settledRows: UInt8 = 2
  static let contestedRows: UInt8 = 3
  static let voidRows: UInt8 = 4

  var vector: VersionVector {
    VersionVector(heads.map { VersionVector.Entry(replica: $0, seq: $1.seq) })
  }

  func encoded() -> [UInt8] {
    var bytes: [UInt8] = [Self.format]
    bytes.appendBigEndian(arrivals)
    digest.appendBytes(to: &bytes)
    bytes.appendBigEndian(madeMilliseconds)
    Self.append(heads, to: &bytes)
    bytes.appendBigEndian(floorArrivals)
    Self.append(floorHeads, to: &bytes)
    return bytes
  }

  init(
    arrivals: UInt64, digest: Digest, madeMilliseconds: UInt64, heads: [ReplicaID: Head],
    floorArrivals: UInt64, floorHeads: [ReplicaID: Head]
  ) {
    self.arrivals = arrivals
    self.digest = digest
    self.madeMilliseconds = madeMilliseconds
    self.heads = heads
    self.floorArrivals = floorArrivals
    self.floorHeads = floorHeads
  }

  init(_ bytes: UnsafeRawBufferPointer) throws(CorruptRecord) {
    guard bytes.count >= 59, bytes[0] == Self.format else { throw CorruptRecord(offset: 0) }
    arrivals = bytes.loadUnaligned(fromByteOffset: 1, as: UInt64.self).bigEndian
    guard let digest = Digest(bytes: UnsafeRawBufferPointer(rebasing: bytes[9..<41]).bytes) else {
      throw CorruptRecord(offset: 9)
    }
    self.digest = digest
    madeMilliseconds = bytes.loadUnaligned(fromByteOffset: 41, as: UInt64.self).bigEndian
    var at = 49
    heads = try Self.heads(bytes, &at)
    guard at + 8 <= bytes.count else { throw CorruptRecord(offset: at) }
    floorArrivals = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self).bigEndian
    at += 8
    floorHeads = try Self.heads(bytes, &at)
    guard at == bytes.count else { throw CorruptRecord(offset: at) }
  }

  private static func append(_ heads: [ReplicaID: Head], to bytes: inout [UInt8]) {
    bytes.appendVarint(UInt64(heads.count))
    for (replica, head) in heads.sorted(by: { $0.key < $1.key }) {
      replica.appendBytes(to: &bytes)
      let encoded = head.encoded()
      bytes.appendVarint(UInt64(encoded.count))
      bytes += encoded
    }
  }

  private static func heads(
    _ bytes: UnsafeRawBufferPointer, _ at: inout Int
  ) throws(CorruptRecord) -> [ReplicaID: Head] {
    let count = try RecordReader.varint(bytes, &at)
    guard count <= UInt64(bytes.count / 60 + 1) else { throw CorruptRecord(offset: at) }
    var heads: [ReplicaID: Head] = [:]
    for _ in 0..<count {
      guard let replica = RecordReader.replica(bytes, at) else { throw CorruptRecord(offset: at) }
      at += ReplicaID.byteCount
      let length = try RecordReader.varint(bytes, &at)
      guard length <= UInt64(bytes.count - at) else { throw CorruptRecord(offset: at) }
      heads[replica] = try Head(UnsafeRawBufferPointer(rebasing: bytes[at..<at + Int(length)]))
      at += Int(length)
    }
    return heads
  }
}

extension Store {
  /// The base of a ledger; ``Base/none`` when its log goes back to the beginning.
  func base<T: ReadableTransaction & ~Copyable>(
    of ledger: String, _ transaction: borrowing T
  ) throws(StoreError) -> Base {
    let key = Keys.ledger(ledger)
    do {
      guard let value = try transaction.get(tables.base, key.span.bytes) else { return .none }
      return try value.withUnsafeBytes { (bytes) throws(CorruptRecord) in try Base(bytes) }
    } catch {
      throw StoreError(error, at: place, table: "base", key: key)
    }
  }

  /// The version vector below which this store keeps no changes of `ledger`; empty when it keeps
  /// all.
  public func base(_ ledger: String) throws(StoreError) -> VersionVector {
    try read { (snapshot) throws(StoreError) in
      try snapshot.require(ledger)
      return try snapshot.store.base(of: ledger, snapshot.transaction).vector
    }
  }

  /// The part of a ledger's base that follows the one at `key`; the first when nil.
  func nextBasePart<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, after key: [UInt8]?, _ transaction: borrowing T
  ) throws(StoreError) -> (key: [UInt8], part: SnapshotPart)? {
    var found: (key: [UInt8], part: SnapshotPart)?
    let start = key.map { $0 + [0] }
    try scan(tables.baseRecord, prefix: Keys.ledger(ledger), from: start, transaction) {
      (key, value) throws(StoreError) in
      do throws(WireError) {
        found = (Array(key), try SnapshotPart.decode(Array(value)))
      } catch {
        throw StoreError(.corrupt, "baserecord", Hexadecimal.text(key), error.description)
      }
      return false
    }
    return found
  }

  /// A record's bytes as of the base; nil when the base has none of that place. Unpacks one part.
  func baseRecord<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ collection: CollectionID, _ id: RecordID, _ transaction: borrowing T
  ) throws(StoreError) -> [UInt8]? {
    let wanted = Array(
      Keys.record(ledger, collection, id).dropFirst(ledger.utf8.count + 1))
    guard let start = try partStart(ledger, before: wanted, transaction) else { return nil }
    var rows = SnapshotRowReader()
    var found: [UInt8]?
    let prefix = Keys.ledger(ledger) + [Base.recordRows]
    try scan(tables.baseRecord, prefix: prefix, from: start, transaction) {
      (key, value) throws(StoreError) in
      do {
        let part = try SnapshotPart.decode(Array(value))
        if part.key.lexicographicallyPrecedes(wanted) || part.key == wanted {
          try rows.read(part) { _, key, value in
            if key.elementsEqual(wanted) { found = Array(value) }
          }
          return found == nil
        }
        return false
      } catch {
        throw StoreError(error, at: place, table: "baserecord", key: Array(key))
      }
    }
    return found
  }

  /// What stands in the base of a record, as the changes that wrote it: their headers as far as the
  /// log keeps them, of their writes those that still stood. Empty where the ledger has no base.
  func baseChanges<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ collection: CollectionID, _ id: RecordID, _ transaction: borrowing T
  ) throws(StoreError) -> [PastChange] {
    guard try base(of: ledger, transaction).arrivals > 0,
      let bytes = try baseRecord(ledger, collection, id, transaction)
    else { return [] }
    var writes: [Stamp: [FieldID: EncodedValue]] = [:]
    do {
      try bytes.withUnsafeBytes { bytes in
        let reader = try RecordReader(bytes)
        for slot in reader.slots {
          for sibling in try reader.field(slot).register.siblings {
            let stamp = Stamp(dot: sibling.dot, clock: sibling.clock)
            writes[stamp, default: [:]][slot.field] = sibling.payload
          }
        }
      }
    } catch {
      throw StoreError(
        error, at: place, table: "baserecord", key: Keys.record(ledger, collection, id))
    }
    var changes: [PastChange] = []
    for (stamp, fields) in writes.sorted(by: {
      ($0.key.clock, $0.key.dot) < ($1.key.clock, $1.key.dot)
    }) {
      let stub = try operations(on: id, of: stamp.dot, ledger, transaction)?.header
      let header =
        stub
        ?? ChangeHeader(
          ledger: ledger, dot: stamp.dot, previous: .zero, depsDelta: [], clock: stamp.clock,
          memberVersion: 0, author: "", schemaVersion: 0)
      let deps = try deps(of: stamp.dot, ledger, transaction)
      changes.append(
        PastChange(
          header: header, deps: deps ?? VersionVector(), writes: fields, isOfBase: true,
          lacksDeps: deps == nil))
    }
    return changes
  }

  /// The collection in which a record of this id stands; nil for none that the schema knows.
  func collection<T: ReadableTransaction & ~Copyable>(
    of id: RecordID, _ ledger: String, _ transaction: borrowing T
  ) throws(StoreError) -> CollectionID? {
    for collection in schema.collections {
      let key = Keys.record(ledger, collection.id, id)
      do throws(LMDBError) {
        if try transaction.get(tables.record, key.span.bytes) != nil { return collection.id }
      } catch {
        throw StoreError(error, at: place)
      }
    }
    return nil
  }

  /// The key of the part with piece 0 in which a row of key `wanted` would stand.
  private func partStart<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, before wanted: [UInt8], _ transaction: borrowing T
  ) throws(StoreError) -> [UInt8]? {
    let prefix = Keys.ledger(ledger) + [Base.recordRows]
    let beyond = Keys.basePart(ledger, table: Base.recordRows, key: wanted, piece: .max)
    do throws(LMDBError) {
      var cursor = try transaction.cursor(tables.baseRecord)
      var found = try cursor.seek(atLeast: beyond.span.bytes)
      found = found ? try cursor.previous() : try cursor.last()
      while found {
        let key = cursor.key.withUnsafeBytes { Array($0) }
        guard key.starts(with: prefix) else { return nil }
        if key.suffix(8).allSatisfy({ $0 == 0 }) { return key }
        found = try cursor.previous()
      }
      return nil
    } catch {
      throw StoreError(error, at: place)
    }
  }

  /// Puts one part of a ledger's base where it belongs.
  func putBasePart(
    _ part: SnapshotPart, _ ledger: String, in transaction: inout WriteTransaction
  ) throws(LMDBError) {
    let key = Keys.basePart(ledger, table: part.table, key: part.key, piece: part.piece)
    try putRow(tables.baseRecord, key, part.encode(), in: &transaction)
  }
}
