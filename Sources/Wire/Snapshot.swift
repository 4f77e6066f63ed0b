// A snapshot file (`.tzs`): one ledger as one store held it, without the changes that led there.
//
//   "TZS1" | manifest frame | part frames | closing frame | end frame
//
// A part stands alone: it says which row it begins with and is compressed by itself, so that a
// byte range of the file can be fetched again, and one row be found without reading the others.

public import Causality

/// The head of one replica's chain, with all that a store needs to go on from it.
public struct SnapshotHead: Hashable, Sendable {
  /// The replica's newest change that the snapshot contains.
  public let dot: Dot
  /// Its clock.
  public let clock: HybridTimestamp
  /// Its hash: the next change names it.
  public let hash: Digest
  /// All that its author had seen of others.
  public let deps: VersionVector

  /// A head.
  public init(dot: Dot, clock: HybridTimestamp, hash: Digest, deps: VersionVector) {
    self.dot = dot
    self.clock = clock
    self.hash = hash
    self.deps = deps
  }
}

/// What a snapshot is of, and whose word it is.
public struct SnapshotManifest: Hashable, Sendable {
  /// The ledger.
  public var ledger: String
  /// Ed25519 public key of the store that wrote it, 32 bytes.
  public var publicKey: [UInt8]
  /// The writing store's epoch; 0 when it has none.
  public var epoch: UInt64
  /// The writing store's wall clock, milliseconds since 1970.
  public var madeMilliseconds: UInt64
  /// Version of the schema that the records were judged under.
  public var schemaVersion: UInt32
  /// Names the verdicts of the member list on the changes that the snapshot contains: a store whose
  /// list says otherwise takes another snapshot.
  public var standing: Digest
  /// How many changes the ledger had.
  public var changes: UInt64
  /// How many records stand in the file.
  public var records: UInt64
  /// One a replica, ascending.
  public var heads: [SnapshotHead]

  /// The first bytes of every snapshot file.
  public static let magic = [UInt8]("TZS1".utf8)
  static let format: UInt8 = 1

  /// A manifest.
  public init(
    ledger: String, publicKey: [UInt8], epoch: UInt64, madeMilliseconds: UInt64,
    schemaVersion: UInt32, standing: Digest, changes: UInt64, records: UInt64, heads: [SnapshotHead]
  ) {
    self.ledger = ledger
    self.publicKey = publicKey
    self.epoch = epoch
    self.madeMilliseconds = madeMilliseconds
    self.schemaVersion = schemaVersion
    self.standing = standing
    self.changes = changes
    self.records = records
    self.heads = heads
  }

  /// Everything that the snapshot contains.
  public var vector: VersionVector {
    VersionVector(
      heads.map { VersionVector.Entry(replica: $0.dot.replica, seq: $0.dot.seq) })
  }

  /// The writer's replica; nil when the key is none.
  public var writer: ReplicaID? {
    (try? VerifyingKey(bytes: publicKey)).map { ReplicaID(publicKey: $0) }
  }

  /// `format 1 | text ledger | 32-byte key | 8-byte epoch | 8-byte time | varint schema | 32-byte
  /// standing | varint changes | varint records | varint n, n x (10-byte replica, varint seq,
  /// 8-byte clock, 32-byte hash, vector)`.
  ///
  /// Throws `invalidLedger`, `invalidKey`, `unsortedVector`, `invalidSequence`.
  public func encode() throws(WireError) -> [UInt8] {
    guard LedgerName.isValid(ledger) else { throw WireError(.invalidLedger, at: 1) }
    guard publicKey.count == 32 else { throw WireError(.invalidKey, at: 1) }
    var bytes: [UInt8] = [Self.format]
    appendText(ledger, to: &bytes)
    bytes += publicKey
    appendBigEndian(epoch, to: &bytes)
    appendBigEndian(madeMilliseconds, to: &bytes)
    Varint.append(UInt64(schemaVersion), to: &bytes)
    standing.appendBytes(to: &bytes)
    Varint.append(changes, to: &bytes)
    Varint.append(records, to: &bytes)
    Varint.append(UInt64(heads.count), to: &bytes)
    var before: ReplicaID?
    for head in heads {
      if let before, before >= head.dot.replica {
        throw WireError(.unsortedVector, at: bytes.count)
      }
      guard head.dot.seq > 0 else { throw WireError(.invalidSequence, at: bytes.count) }
      before = head.dot.replica
      head.dot.replica.appendBytes(to: &bytes)
      Varint.append(head.dot.seq, to: &bytes)
      appendBigEndian(head.clock.rawValue, to: &bytes)
      head.hash.appendBytes(to: &bytes)
      VectorCoding.encode(head.deps, into: &bytes)
    }
    return bytes
  }

  /// Decodes bytes that hold exactly one manifest.
  public static func decode(_ bytes: [UInt8]) throws(WireError) -> SnapshotManifest {
    try withReader(bytes.span.bytes, from: 0) { reader throws(WireError) in
      guard try reader.byte() == format else { throw WireError(.unsupportedVersion, at: 0) }
      let manifest = SnapshotManifest(
        ledger: try reader.ledger(), publicKey: try reader.digest().bytes,
        epoch: try reader.bigEndian64(), madeMilliseconds: try reader.bigEndian64(),
        schemaVersion: UInt32(try reader.varint(upTo: UInt64(UInt32.max), .varintOverflow)),
        standing: try reader.digest(), changes: try reader.varint(), records: try reader.varint(),
        heads: try reader.snapshotHeads())
      try reader.requireEnd()
      return manifest
    }
  }
}

extension ByteReader {
  fileprivate mutating func snapshotHeads() throws(WireError) -> [SnapshotHead] {
    let count = try count(elementBytes: ReplicaID.byteCount + 1 + 8 + Digest.byteCount + 1)
    var heads: [SnapshotHead] = []
    heads.reserveCapacity(count)
    for _ in 0..<count {
      let start = offset
      let replica = try replica()
      if let before = heads.last?.dot.replica, before >= replica {
        throw WireError(.unsortedVector, at: start)
      }
      heads.append(
        SnapshotHead(
          dot: Dot(replica: replica, seq: try sequence()),
          clock: HybridTimestamp(rawValue: try bigEndian64()), hash: try digest(),
          deps: try vector()))
    }
    return heads
  }
}
