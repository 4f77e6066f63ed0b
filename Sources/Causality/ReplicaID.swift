// A store's identity as a writer: 80 bits, the first 10 bytes of SHA-256 over its public key.
// Order, byte form (big-endian) and text form (16 Crockford digits) sort alike.

/// The identity of one writer, 10 bytes wide.
@frozen
public struct ReplicaID: Hashable, Sendable {
  /// Bytes 0...7, big-endian.
  public let high: UInt64
  /// Bytes 8 and 9, big-endian.
  public let low: UInt16

  /// The width of the byte form.
  public static var byteCount: Int { 10 }
  /// The width of the text form, in ASCII characters.
  public static var textCount: Int { 16 }

  /// The first eight bytes and the last two, both read big-endian.
  @inlinable
  public init(high: UInt64, low: UInt16) {
    self.high = high
    self.low = low
  }

  /// Reads the big-endian byte form; nil unless there are exactly ``byteCount`` bytes.
  @inlinable
  public init?(bytes: RawSpan) {
    guard bytes.byteCount == ReplicaID.byteCount else { return nil }
    high = UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self))
    low = UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt16.self))
  }

  /// Reads the text form: exactly 16 Crockford digits in either case, with i and l read as 1 and
  /// o as 0. Anything else gives nil.
  public init?(_ text: some StringProtocol) {
    guard let number = Crockford.number(text, count: ReplicaID.textCount, bits: 80) else {
      return nil
    }
    high = UInt64(truncatingIfNeeded: number >> 16)
    low = UInt16(truncatingIfNeeded: number)
  }

  /// Appends the big-endian byte form.
  @inlinable
  public func appendBytes(to bytes: inout [UInt8]) {
    withUnsafeBytes(of: high.bigEndian) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: low.bigEndian) { bytes.append(contentsOf: $0) }
  }
}

extension ReplicaID: Comparable {
  @inlinable
  public static func == (left: ReplicaID, right: ReplicaID) -> Bool {
    left.high == right.high && left.low == right.low
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(high)
    hasher.combine(low)
  }

  @inlinable
  public static func < (left: ReplicaID, right: ReplicaID) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }
}

extension ReplicaID: CustomStringConvertible {
  /// 16 lower-case Crockford digits.
  public var description: String {
    Crockford.text(UInt128(high) << 16 | UInt128(low), count: ReplicaID.textCount)
  }
}
