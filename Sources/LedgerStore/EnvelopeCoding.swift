// Guarantees: what the store notes beside a signed payload never touches the payload's bytes.
//
//   log value:   format 1 | flags | arrival 8 B big-endian | [signature 64 B] | [deps]
//                | payload, or of a stub: hash 32 B, the payload up to its operations
//                flags: bit 0 a signature follows, bit 1 the full deps follow, bit 2 a stub
//   heads value: format 1 | seq 8 B | clock 8 B | hash 32 B | deps | pinned (as deps)
//   deps:        varint entries, each: replica 10 B, varint seq
//
// A signature stands at the end of every run; the full deps at every 8th change, so that the deps
// of any change are at most 7 steps away. A stub is what compaction leaves of a change: it says
// who, when, why and after what, and chains and signatures are checked through its hash.

internal import Causality
internal import Wire

/// One entry of the log, in place: offsets into the LMDB value.
struct LogEntry {
  let arrival: UInt64
  let signature: Range<Int>?
  let deps: Range<Int>?
  /// The payload, or of a stub its header: either begins with one.
  let payload: Range<Int>
  /// The hash of a stub's payload, which is no more; nil where the payload stands.
  let stubHash: Digest?
  var isStub: Bool { stubHash != nil }

  static let format: UInt8 = 1
  static let depsEvery: UInt64 = 8
  static let signatureBytes = 64

  init(_ bytes: UnsafeRawBufferPointer) throws(CorruptRecord) {
    guard bytes.count > 10, bytes[0] == Self.format, bytes[1] < 8 else {
      throw CorruptRecord(offset: 0)
    }
    arrival = bytes.loadUnaligned(fromByteOffset: 2, as: UInt64.self).bigEndian
    var at = 10
    if bytes[1] & 1 != 0 {
      signature = at..<at + Self.signatureBytes
      at += Self.signatureBytes
    } else {
      signature = nil
    }
    if bytes[1] & 2 != 0 {
      let start = at
      guard at <= bytes.count else { throw CorruptRecord(offset: 1) }
      _ = try VectorBytes.decode(bytes, &at)
      deps = start..<at
    } else {
      deps = nil
    }
    guard at < bytes.count else { throw CorruptRecord(offset: at) }
    if bytes[1] & 4 != 0 {
      guard at + Digest.byteCount < bytes.count else { throw CorruptRecord(offset: at) }
      let hash = UnsafeRawBufferPointer(rebasing: bytes[at..<at + Digest.byteCount])
      stubHash = Digest(bytes: hash.bytes)
      at += Digest.byteCount
    } else {
      stubHash = nil
    }
    payload = at..<bytes.count
  }

  /// An entry, its payload at the end.
  static func bytes(
    arrival: UInt64, signature: [UInt8]?, deps: VersionVector?, payload: [UInt8]
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(
      2 + 8 + (signature?.count ?? 0) + VectorBytes.byteCountMax(deps) + payload.count)
    bytes.append(format)
    bytes.append((signature == nil ? 0 : 1) | (deps == nil ? 0 : 2))
    bytes.appendBigEndian(arrival)
    if let signature { bytes.append(contentsOf: signature) }
    if let deps { VectorBytes.append(deps, to: &bytes) }
    bytes.append(contentsOf: payload)
    return bytes
  }

  /// What stays of an entry whose payload has `hash` and a header of `headerBytes`.
  func stub(
    _ bytes: UnsafeRawBufferPointer, hash: Digest, headerBytes: Int
  ) -> [UInt8] {
    var stub = Array(bytes[..<payload.lowerBound])
    stub[1] |= 4
    hash.appendBytes(to: &stub)
    stub.append(contentsOf: bytes[payload.prefix(headerBytes)])
    return stub
  }
}

/// The newest change of a replica in a ledger, as this store knows it.
struct Head: Hashable, Sendable {
  var seq: UInt64
  var clock: HybridTimestamp
  var hash: Digest
  /// All that the author had seen of others when it made the change.
  var deps: VersionVector
  /// The heads of the member ledger that the author's changes have named so far.
  var pinned: VersionVector

  static let format: UInt8 = 1

  func encoded() -> [UInt8] {
    var bytes: [UInt8] = [Self.format]
    bytes.appendBigEndian(seq)
    bytes.appendBigEndian(clock.rawValue)
    hash.appendBytes(to: &bytes)
    VectorBytes.append(deps, to: &bytes)
    VectorBytes.append(pinned, to: &bytes)
    return bytes
  }

  init(
    seq: UInt64, clock: HybridTimestamp, hash: Digest, deps: VersionVector,
    pinned: VersionVector = VersionVector()
  ) {
    self.seq = seq
    self.clock = clock
    self.hash = hash
    self.deps = deps
    self.pinned = pinned
  }

  init(_ bytes: UnsafeRawBufferPointer) throws(CorruptRecord) {
    guard bytes.count >= 50, bytes[0] == Self.format else { throw CorruptRecord(offset: 0) }
    seq = bytes.loadUnaligned(fromByteOffset: 1, as: UInt64.self).bigEndian
    clock = HybridTimestamp(
      rawValue: bytes.loadUnaligned(fromByteOffset: 9, as: UInt64.self).bigEndian)
    guard let digest = Digest(bytes: UnsafeRawBufferPointer(rebasing: bytes[17..<49]).bytes) else {
      throw CorruptRecord(offset: 17)
    }
    hash = digest
    var at = 49
    deps = try VectorBytes.decode(bytes, &at)
    pinned = try VectorBytes.decode(bytes, &at)
    guard at == bytes.count else { throw CorruptRecord(offset: at) }
  }
}

extension VersionVector {
  /// How many changes the vector covers: of the member ledger, the version of the member list.
  var sum: UInt64 { entries.reduce(0) { $0 &+ $1.seq } }

  /// Takes in a change's deps, told as what differs from those of the replica's change before it.
  /// Knowledge only grows: an entry that falls back counts for nothing.
  mutating func advance(by delta: [Entry]) {
    for entry in delta where self[entry.replica] < entry.seq { self[entry.replica] = entry.seq }
  }

  /// Takes in the heads that a change names, ascending by replica. O(entries and pins).
  mutating func advance(by pins: [Pin]) {
    if pins.isEmpty { return }
    merge(VersionVector(pins.map { Entry(replica: $0.dot.replica, seq: $0.dot.seq) }))
  }
}

enum VectorBytes {
  /// The most bytes that ``append(_:to:)`` adds; none where there is no vector.
  static func byteCountMax(_ vector: VersionVector?) -> Int {
    vector.map { 10 + $0.entries.count * (ReplicaID.byteCount + 10) } ?? 0
  }

  static func append(_ vector: VersionVector, to bytes: inout [UInt8]) {
    bytes.appendVarint(UInt64(vector.entries.count))
    for entry in vector.entries {
      entry.replica.appendBytes(to: &bytes)
      bytes.appendVarint(entry.seq)
    }
  }

  static func decode(_ bytes: UnsafeRawBufferPointer, _ at: inout Int) throws(CorruptRecord)
    -> VersionVector
  {
    let count = try RecordReader.varint(bytes, &at)
    guard count <= UInt64(bytes.count / 11 + 1) else { throw CorruptRecord(offset: at) }
    var entries: [VersionVector.Entry] = []
    for _ in 0..<count {
      guard let replica = RecordReader.replica(bytes, at) else { throw CorruptRecord(offset: at) }
      at += ReplicaID.byteCount
      entries.append(
        VersionVector.Entry(replica: replica, seq: try RecordReader.varint(bytes, &at)))
    }
    return VersionVector(entries)
  }
}
