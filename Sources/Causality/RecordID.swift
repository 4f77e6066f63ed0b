// A record's identity: 128 bits in the layout of UUID version 7 (RFC 9562, section 5.7), so that
// records made later sort later. Order, byte form and text form (26 Crockford digits) sort alike.

/// The identity of one record, 16 bytes wide.
@frozen
public struct RecordID: Hashable, Sendable {
  /// Bytes 0...7, big-endian.
  public let high: UInt64
  /// Bytes 8...15, big-endian.
  public let low: UInt64

  /// The width of the byte form.
  public static var byteCount: Int { 16 }
  /// The width of the text form, in ASCII characters.
  public static var textCount: Int { 26 }

  /// The two halves of the number, taken as they are: version and variant bits are not verified.
  @inlinable
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads the big-endian byte form; nil unless there are exactly ``byteCount`` bytes.
  @inlinable
  public init?(bytes: RawSpan) {
    guard bytes.byteCount == RecordID.byteCount else { return nil }
    high = UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self))
    low = UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt64.self))
  }

  /// Reads the text form: exactly 26 Crockford digits in either case, with i and l read as 1 and
  /// o as 0. Anything else, and a first digit above 7 (more than 128 bits), gives nil.
  public init?(_ text: some StringProtocol) {
    guard let number = Crockford.number(text, count: RecordID.textCount, bits: 128) else {
      return nil
    }
    self.init(number)
  }

  init(_ number: UInt128) {
    high = UInt64(truncatingIfNeeded: number >> 64)
    low = UInt64(truncatingIfNeeded: number)
  }

  /// Appends the big-endian byte form.
  @inlinable
  public func appendBytes(to bytes: inout [UInt8]) {
    withUnsafeBytes(of: high.bigEndian) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: low.bigEndian) { bytes.append(contentsOf: $0) }
  }

  /// An identity for a record made now.
  ///
  /// - Parameters:
  ///   - milliseconds: since 1970-01-01 UTC; only the low 48 bits are used.
  ///   - random: 128 random bits, of which the low 12 of the first and the low 62 of the second are
  ///     used.
  public static func v7(milliseconds: UInt64, random: (UInt64, UInt64)) -> RecordID {
    RecordID(
      high: milliseconds << 16 | 0x7000 | random.0 & 0x0FFF,
      low: 1 << 63 | random.1 & (1 << 62 - 1))
  }

  /// The identities whose text begins with `prefix`, as a closed range.
  ///
  /// The prefix is read like a whole text (either case, i, l and o). An empty prefix gives the
  /// range of all identities; a byte that is no digit, more than 26 digits or a first digit above 7
  /// gives nil.
  public static func bounds(prefix: String) -> ClosedRange<RecordID>? {
    let count = prefix.utf8.count
    guard count > 0 else { return RecordID(0)...RecordID(UInt128.max) }
    // 26 digits carry 130 bits and the first two are always zero, so n digits carry 5n - 2 bits.
    guard count <= textCount,
      let number = Crockford.number(prefix, count: count, bits: 5 * count - 2)
    else { return nil }
    let shift = 5 * (textCount - count)
    let lower = number << shift
    return RecordID(lower)...RecordID(lower | (1 << shift - 1))
  }
}

extension RecordID: Comparable {
  @inlinable
  public static func == (left: RecordID, right: RecordID) -> Bool {
    left.high == right.high && left.low == right.low
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(high)
    hasher.combine(low)
  }

  @inlinable
  public static func < (left: RecordID, right: RecordID) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }
}

extension RecordID: CustomStringConvertible {
  /// 26 lower-case Crockford digits.
  public var description: String {
    Crockford.text(UInt128(high) << 64 | UInt128(low), count: RecordID.textCount)
  }
}
