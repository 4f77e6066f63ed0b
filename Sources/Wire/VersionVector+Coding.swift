// Version vectors as bytes: a count, then replica and sequence number, ascending by replica. Equal
// vectors have equal bytes, so their digest can stand for them.

public import Causality

/// Encodes and decodes version vectors: `varint n, n x (10-byte replica, varint seq)`.
public enum VectorCoding {
  /// Appends the encoding of `vector`.
  public static func encode(_ vector: VersionVector, into bytes: inout [UInt8]) {
    let entries = vector.entries
    Varint.append(UInt64(entries.count), to: &bytes)
    for entry in entries {
      entry.replica.appendBytes(to: &bytes)
      Varint.append(entry.seq, to: &bytes)
    }
  }

  /// The encoding of `vector`.
  public static func encode(_ vector: VersionVector) -> [UInt8] {
    var bytes: [UInt8] = []
    encode(vector, into: &bytes)
    return bytes
  }

  /// Decodes bytes that hold exactly one vector.
  public static func decode(_ bytes: RawSpan) throws(WireError) -> VersionVector {
    try withReader(bytes, from: 0) { reader throws(WireError) in
      let vector = try reader.vector()
      try reader.requireEnd()
      return vector
    }
  }

  /// Decodes bytes that hold exactly one vector.
  public static func decode(_ bytes: [UInt8]) throws(WireError) -> VersionVector {
    try decode(bytes.span.bytes)
  }

  /// SHA-256 of the encoding of `vector`.
  public static func digest(of vector: VersionVector) -> Digest {
    Digest(hashing: encode(vector))
  }
}

extension ByteReader {
  /// A version vector.
  mutating func vector() throws(WireError) -> VersionVector {
    VersionVector(try vectorEntries(without: nil))
  }

  /// The entries of a vector, none of them `own`.
  mutating func vectorEntries(
    without own: ReplicaID?
  ) throws(WireError) -> [VersionVector.Entry] {
    let count = try count(elementBytes: ReplicaID.byteCount + 1)
    var entries: [VersionVector.Entry] = []
    entries.reserveCapacity(count)
    var before: ReplicaID?
    for _ in 0..<count {
      let start = offset
      let replica = try replica()
      if let before, before >= replica { throw WireError(.unsortedVector, at: start) }
      if replica == own { throw WireError(.ownReplicaInDeps, at: start) }
      before = replica
      entries.append(VersionVector.Entry(replica: replica, seq: try sequence()))
    }
    return entries
  }
}
