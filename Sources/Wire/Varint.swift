// Varints are unsigned LEB128 in their shortest form: seven bits a byte, least significant first,
// the high bit set on all bytes but the last. Decoding refuses every other form, so one number has
// one encoding. Signed numbers are zigzag-mapped first.

/// Unsigned LEB128 integers, 1 to 10 bytes, shortest form only.
public enum Varint {
  /// Bytes that `value` takes: 1...10.
  @inlinable
  public static func byteCount(_ value: UInt64) -> Int {
    // (bits * 9 + 64) / 64 equals ceil(bits / 7) for 1...64 bits.
    let bits = 64 - (value | 1).leadingZeroBitCount
    return (bits &* 9 &+ 64) &>> 6
  }

  /// Appends `value` to `bytes`.
  @inlinable
  public static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Reads the varint at `offset` and moves `offset` behind it.
  ///
  /// Throws `truncated`, `varintNotShortest` or `varintOverflow`; `offset` is then unchanged.
  @inlinable
  public static func decode(
    _ bytes: RawSpan, at offset: inout Int
  ) throws(WireError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    var index = offset
    while index < bytes.byteCount {
      let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
      index += 1
      if shift == 63, byte > 1 { throw WireError(.varintOverflow, at: offset) }
      value |= UInt64(byte & 0x7f) &<< shift
      if byte < 0x80 {
        if byte == 0, shift > 0 { throw WireError(.varintNotShortest, at: offset) }
        offset = index
        return value
      }
      shift += 7
    }
    throw WireError(.truncated, at: bytes.byteCount)
  }

  /// Maps 0, -1, 1, -2 ... to 0, 1, 2, 3 ...
  @inlinable
  public static func zigzag(_ value: Int64) -> UInt64 {
    UInt64(bitPattern: (value &<< 1) ^ (value &>> 63))
  }

  /// The inverse of ``zigzag(_:)``.
  @inlinable
  public static func unzigzag(_ value: UInt64) -> Int64 {
    Int64(bitPattern: (value &>> 1) ^ (0 &- (value & 1)))
  }
}
