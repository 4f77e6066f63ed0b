// A dot names one change of one ledger: its writer and the writer's running number, from 1 without
// gaps. Dots of one ledger are unique as long as no identity is used by two machines.

/// The name of one change: (replica, seq).
@frozen
public struct Dot: Hashable, Sendable {
  /// The writer.
  public let replica: ReplicaID
  /// Counted per ledger and replica from 1; 0 names no change.
  public let seq: UInt64

  /// A dot; nothing is verified, so seq 0 can be held though it names no change.
  @inlinable
  public init(replica: ReplicaID, seq: UInt64) {
    self.replica = replica
    self.seq = seq
  }

  /// Reads "replica#seq": 16 Crockford digits, `#`, and a decimal number of at least 1 without
  /// leading zeros. Anything else gives nil.
  public init?(_ text: some StringProtocol) {
    let bytes = text.utf8
    guard let mark = bytes.firstIndex(of: UInt8(ascii: "#")),
      let replica = ReplicaID(text[..<mark])
    else { return nil }
    let digits = bytes[bytes.index(after: mark)...]
    guard let first = digits.first, first != UInt8(ascii: "0") else { return nil }
    var seq: UInt64 = 0
    for byte in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      let (product, productOverflow) = seq.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflow) = product.addingReportingOverflow(
        UInt64(byte &- UInt8(ascii: "0")))
      guard !productOverflow, !sumOverflow else { return nil }
      seq = sum
    }
    self.init(replica: replica, seq: seq)
  }
}

extension Dot: Comparable {
  @inlinable
  public static func == (left: Dot, right: Dot) -> Bool {
    left.seq == right.seq && left.replica == right.replica
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(replica)
    hasher.combine(seq)
  }

  /// By replica, then by seq.
  @inlinable
  public static func < (left: Dot, right: Dot) -> Bool {
    left.replica != right.replica ? left.replica < right.replica : left.seq < right.seq
  }
}

extension Dot: CustomStringConvertible {
  /// "replica#seq".
  public var description: String { "\(replica)#\(seq)" }
}

/// Consecutive changes of one replica, as a gap is named.
@frozen
public struct DotRange: Hashable, Sendable, CustomStringConvertible {
  /// The writer of every change of the range.
  public let replica: ReplicaID
  /// The running numbers, both ends included.
  public let seqs: ClosedRange<UInt64>

  /// The changes of one writer, both ends included.
  @inlinable
  public init(replica: ReplicaID, seqs: ClosedRange<UInt64>) {
    self.replica = replica
    self.seqs = seqs
  }

  /// "replica#seq" for one change, "replica#first-last" for several.
  public var description: String {
    seqs.lowerBound == seqs.upperBound
      ? "\(replica)#\(seqs.lowerBound)" : "\(replica)#\(seqs.lowerBound)-\(seqs.upperBound)"
  }
}
