// A packed hello says what a hello says in fewer bytes: one sequence number a replica, in the order
// of a roster that both sides hold. Guarantees: whoever holds another roster finds out and unpacks
// nothing; a vector that was unpacked is the sender's, whose mark stands beside it.

public import Causality

/// A hello whose vector is told by places in a roster: the replicas of the member list, ascending.
public struct PackedHello: Hashable, Sendable {
  /// The protocol version that knows packed hellos, and receipts that leave their vector out.
  public static let version: UInt64 = 2

  /// The ledger to exchange.
  public let ledger: String
  /// The first 64 bits of the digest of the sender's vector of the member ledger.
  public let members: UInt64
  /// The first 64 bits of the vector's digest.
  private let mark: UInt64
  private let rosterCount: Int
  /// Ascending places in the roster, and what stands there.
  private let places: [Int]
  private let seqs: [UInt64]
  /// What the sender has of replicas on no roster.
  private let others: VersionVector
  private let heads: [ChainHead]
  private let maxBytes: UInt64

  /// `varint 2 | text ledger | 8 bytes members | 8 bytes mark | varint n, ceil(n/8) bytes: which of
  /// the n replicas of the roster follow, the lowest bit first | varint seq of each | vector of the
  /// others | heads | varint max bytes`. The last receipt is left out.
  ///
  /// - Parameter roster: ascending, each once.
  /// - Throws: `invalidLedger`, `unsortedVector`, `invalidSequence`.
  public static func encode(
    _ hello: Hello, roster: [ReplicaID]
  ) throws(WireError) -> [UInt8] {
    guard LedgerName.isValid(hello.ledger) else { throw WireError(.invalidLedger, at: 1) }
    var bytes: [UInt8] = []
    Varint.append(version, to: &bytes)
    appendText(hello.ledger, to: &bytes)
    appendBigEndian(hello.memberDigest.words.0, to: &bytes)
    appendBigEndian(VectorCoding.digest(of: hello.vector).words.0, to: &bytes)
    Varint.append(UInt64(roster.count), to: &bytes)
    var bits = [UInt8](repeating: 0, count: (roster.count + 7) / 8)
    var seqs: [UInt64] = []
    for (place, replica) in roster.enumerated() where hello.vector[replica] > 0 {
      bits[place / 8] |= 1 << UInt8(place % 8)
      seqs.append(hello.vector[replica])
    }
    bytes += bits
    for seq in seqs { Varint.append(seq, to: &bytes) }
    let listed = Set(roster)
    let others = hello.vector.entries.filter { !listed.contains($0.replica) }
    VectorCoding.encode(VersionVector(others), into: &bytes)
    try ChainHead.append(hello.heads, to: &bytes)
    Varint.append(hello.maxBytes, to: &bytes)
    return bytes
  }

  /// Decodes bytes that hold exactly one packed hello.
  public static func decode(_ bytes: [UInt8]) throws(WireError) -> PackedHello {
    try withReader(bytes.span.bytes, from: 0) { reader throws(WireError) in
      guard try reader.varint() == version else { throw WireError(.unsupportedVersion, at: 0) }
      let hello = try PackedHello(&reader)
      try reader.requireEnd()
      return hello
    }
  }

  private init(_ reader: inout ByteReader) throws(WireError) {
    ledger = try reader.ledger()
    members = try reader.bigEndian64()
    mark = try reader.bigEndian64()
    let start = reader.offset
    let count = try reader.varint()
    // Each replica takes a bit of what is left, at the least.
    guard count <= UInt64(reader.remaining) * 8 else { throw WireError(.truncated, at: start) }
    rosterCount = Int(count)
    var places: [Int] = []
    for first in stride(from: 0, to: rosterCount, by: 8) {
      let bits = try reader.byte()
      for bit in 0..<8 where bits & (1 << UInt8(bit)) != 0 { places.append(first + bit) }
      // Each has a number of a byte, at the least, in what is left.
      guard places.count <= reader.remaining else { throw WireError(.countTooLarge, at: start) }
    }
    guard places.last ?? -1 < rosterCount else { throw WireError(.countTooLarge, at: start) }
    var seqs: [UInt64] = []
    for _ in places { seqs.append(try reader.sequence()) }
    self.places = places
    self.seqs = seqs
    others = try reader.vector()
    heads = try reader.heads()
    maxBytes = try reader.varint()
  }

  /// The whole hello, or nil where this roster or this member list is not the sender's.
  ///
  /// - Parameters:
  ///   - roster: ascending, each once.
  ///   - memberDigest: of the receiver's vector of the member ledger.
  public func unpacked(roster: [ReplicaID], memberDigest: Digest) -> Hello? {
    guard members == memberDigest.words.0, rosterCount == roster.count else { return nil }
    let listed = Set(roster)
    guard !others.entries.contains(where: { listed.contains($0.replica) }) else { return nil }
    var vector = others
    vector.merge(
      VersionVector(
        zip(places, seqs).map { VersionVector.Entry(replica: roster[$0], seq: $1) }))
    guard VectorCoding.digest(of: vector).words.0 == mark else { return nil }
    return Hello(
      ledger: ledger, vector: vector, heads: heads, memberDigest: memberDigest, maxBytes: maxBytes)
  }
}
