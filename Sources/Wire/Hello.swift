// A hello opens an exchange: what the sender has, what it was last promised, and how much it wants.
// Nothing remembered about a peer decides what is sent; only what stands here does.

public import Causality

/// The head of one replica's chain as the sender holds it: two different hashes of one dot are
/// proof that a replica wrote twice under one number.
public struct ChainHead: Hashable, Sendable {
  /// The last change held of a replica.
  public let dot: Dot
  /// Its hash.
  public let hash: Digest

  /// The head of a chain.
  public init(dot: Dot, hash: Digest) {
    self.dot = dot
    self.hash = hash
  }

  /// `varint n, n x (10-byte replica, varint seq, 32-byte hash)`. Throws `unsortedVector`,
  /// `invalidSequence`.
  static func append(_ heads: [ChainHead], to bytes: inout [UInt8]) throws(WireError) {
    Varint.append(UInt64(heads.count), to: &bytes)
    var before: ReplicaID?
    for head in heads {
      let replica = head.dot.replica
      if let before, before >= replica { throw WireError(.unsortedVector, at: bytes.count) }
      guard head.dot.seq > 0 else { throw WireError(.invalidSequence, at: bytes.count) }
      before = replica
      replica.appendBytes(to: &bytes)
      Varint.append(head.dot.seq, to: &bytes)
      head.hash.appendBytes(to: &bytes)
    }
  }
}

/// The opening of an exchange.
public struct Hello: Hashable, Sendable {
  /// The protocol of a whole hello; ``PackedHello`` is of the next.
  public static let currentVersion: UInt64 = 1

  /// The protocol spoken; decoding refuses any but ``currentVersion``.
  public var protocolVersion: UInt64
  /// The ledger to exchange.
  public var ledger: String
  /// What the sender has of it.
  public var vector: VersionVector
  /// Heads of chains, ascending by replica, one a replica; may be empty.
  public var heads: [ChainHead]
  /// The last receipt that the sender got from the receiver.
  public var lastReceipt: Receipt?
  /// Digest of the sender's vector of the member ledger (see ``VectorCoding/digest(of:)``).
  public var memberDigest: Digest
  /// Most bytes of frames that the sender wants in the answer, before compression.
  public var maxBytes: UInt64

  /// A hello.
  public init(
    ledger: String, vector: VersionVector, heads: [ChainHead] = [], lastReceipt: Receipt? = nil,
    memberDigest: Digest, maxBytes: UInt64
  ) {
    protocolVersion = Hello.currentVersion
    self.ledger = ledger
    self.vector = vector
    self.heads = heads
    self.lastReceipt = lastReceipt
    self.memberDigest = memberDigest
    self.maxBytes = maxBytes
  }

  /// `varint version | text ledger | vector | varint n, n x (10-byte replica, varint seq, 32-byte
  /// hash) | 0, or 1 and a receipt | 32-byte member digest | varint max bytes`.
  ///
  /// Throws `unsupportedVersion`, `invalidLedger`, `unsortedVector`, `invalidSequence`.
  public func encode() throws(WireError) -> [UInt8] {
    guard protocolVersion == Hello.currentVersion else {
      throw WireError(.unsupportedVersion, at: 0)
    }
    guard LedgerName.isValid(ledger) else { throw WireError(.invalidLedger, at: 1) }
    var bytes: [UInt8] = []
    Varint.append(protocolVersion, to: &bytes)
    appendText(ledger, to: &bytes)
    VectorCoding.encode(vector, into: &bytes)
    try ChainHead.append(heads, to: &bytes)
    bytes.append(lastReceipt == nil ? 0 : 1)
    if let lastReceipt { bytes += try lastReceipt.encode() }
    memberDigest.appendBytes(to: &bytes)
    Varint.append(maxBytes, to: &bytes)
    return bytes
  }

  /// Decodes bytes that hold exactly one hello. The receipt's signature is not checked.
  public static func decode(_ bytes: [UInt8]) throws(WireError) -> Hello {
    try withReader(bytes.span.bytes, from: 0) { reader throws(WireError) in
      guard try reader.varint() == Hello.currentVersion else {
        throw WireError(.unsupportedVersion, at: 0)
      }
      let hello = Hello(
        ledger: try reader.ledger(), vector: try reader.vector(), heads: try reader.heads(),
        lastReceipt: try reader.flag() ? try reader.receipt() : nil,
        memberDigest: try reader.digest(), maxBytes: try reader.varint())
      try reader.requireEnd()
      return hello
    }
  }
}

extension ByteReader {
  /// Heads of chains, ascending by replica.
  mutating func heads() throws(WireError) -> [ChainHead] {
    let count = try count(elementBytes: ReplicaID.byteCount + 1 + Digest.byteCount)
    var heads: [ChainHead] = []
    heads.reserveCapacity(count)
    for _ in 0..<count {
      let start = offset
      let replica = try replica()
      if let before = heads.last?.dot.replica, before >= replica {
        throw WireError(.unsortedVector, at: start)
      }
      let dot = Dot(replica: replica, seq: try sequence())
      heads.append(ChainHead(dot: dot, hash: try digest()))
    }
    return heads
  }
}
