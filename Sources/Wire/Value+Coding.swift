// The one encoding of a value: a type byte and a body. Equal values have equal bytes and different
// values different ones, so bytes can be compared, hashed and ordered in place of values.

public import Causality

/// Encodes, decodes and validates single values.
///
/// `0` empty · `1` text: varint length, UTF-8 · `2` integer: zigzag varint · `3` decimal: scale
/// byte, zigzag mantissa · `4` date: zigzag days · `5` instant: zigzag ms · `6` false · `7` true ·
/// `8` code: varint · `9` bytes: varint length, bytes · `10` reference: 16 bytes.
public enum ValueCoding {
  enum Tag {
    static let empty: UInt8 = 0
    static let text: UInt8 = 1
    static let integer: UInt8 = 2
    static let decimal: UInt8 = 3
    static let date: UInt8 = 4
    static let instant: UInt8 = 5
    static let no: UInt8 = 6
    static let yes: UInt8 = 7
    static let code: UInt8 = 8
    static let bytes: UInt8 = 9
    static let reference: UInt8 = 10
  }

  /// Appends the encoding of `value`.
  ///
  /// Throws `valueTooLarge`, `invalidDate` or `invalidDecimal`; `bytes` is then unchanged.
  public static func encode(_ value: Value, into bytes: inout [UInt8]) throws(WireError) {
    let start = bytes.count
    let count = try encodedSize(value, at: start)
    bytes.append(contentsOf: repeatElement(0, count: count))
    bytes.withUnsafeMutableBytes { buffer in
      var writer = ByteWriter(
        buffer.baseAddress.unsafelyUnwrapped + start, capacity: count)
      write(value, to: &writer)
    }
  }

  /// The encoding of `value`.
  public static func encode(_ value: Value) throws(WireError) -> [UInt8] {
    let count = try encodedSize(value, at: 0)
    return ByteWriter.array(count) { write(value, to: &$0) }
  }

  /// Decodes the value at `offset` and moves `offset` behind it.
  ///
  /// Throws any code that a value can earn; `offset` is then unchanged.
  public static func decode(
    _ bytes: RawSpan, at offset: inout Int
  ) throws(WireError) -> Value {
    let start = offset
    let (value, end) = try withReader(bytes, from: start) { reader throws(WireError) in
      (try reader.value(), reader.offset)
    }
    offset = end
    return value
  }

  /// Decodes bytes that hold exactly one value.
  public static func decode(_ bytes: RawSpan) throws(WireError) -> Value {
    try withReader(bytes, from: 0) { reader throws(WireError) in
      let value = try reader.value()
      try reader.requireEnd()
      return value
    }
  }

  /// Validates the value at `offset` without building it and returns the offset behind it.
  public static func skip(_ bytes: RawSpan, at offset: Int) throws(WireError) -> Int {
    try withReader(bytes, from: offset) { reader throws(WireError) in
      try reader.skipValue()
      return reader.offset
    }
  }

  /// Bytes that `value` takes; refuses what no decoder would accept. `offset` is where it would
  /// stand, for the error.
  static func encodedSize(_ value: Value, at offset: Int) throws(WireError) -> Int {
    switch value {
    case .empty, .boolean: return 1
    case .text(let text): return try sizedBytes(text.utf8.count, at: offset)
    case .integer(let number), .instant(let number):
      return 1 + Varint.byteCount(Varint.zigzag(number))
    case .decimal(let decimal):
      guard isNormal(mantissa: decimal.mantissa, scale: decimal.scale) else {
        throw WireError(.invalidDecimal, at: offset)
      }
      return 2 + Varint.byteCount(Varint.zigzag(decimal.mantissa))
    case .date(let date):
      guard WireLimits.days.contains(Int64(date.days)) else {
        throw WireError(.invalidDate, at: offset)
      }
      return 1 + Varint.byteCount(Varint.zigzag(Int64(date.days)))
    case .code(let code): return 1 + Varint.byteCount(UInt64(code))
    case .bytes(let bytes): return try sizedBytes(bytes.count, at: offset)
    case .reference: return 17
    }
  }

  private static func sizedBytes(_ count: Int, at offset: Int) throws(WireError) -> Int {
    guard count <= WireLimits.valueBytes else { throw WireError(.valueTooLarge, at: offset) }
    return 1 + Varint.byteCount(UInt64(count)) + count
  }

  /// Writes `value`, which ``encodedSize(_:at:)`` has accepted.
  static func write(_ value: Value, to writer: inout ByteWriter) {
    switch value {
    case .empty: writer.byte(Tag.empty)
    case .text(let text):
      writer.byte(Tag.text)
      writer.text(text)
    case .integer(let number):
      writer.byte(Tag.integer)
      writer.varint(Varint.zigzag(number))
    case .decimal(let decimal):
      writer.byte(Tag.decimal)
      writer.byte(decimal.scale)
      writer.varint(Varint.zigzag(decimal.mantissa))
    case .date(let date):
      writer.byte(Tag.date)
      writer.varint(Varint.zigzag(Int64(date.days)))
    case .instant(let milliseconds):
      writer.byte(Tag.instant)
      writer.varint(Varint.zigzag(milliseconds))
    case .boolean(let boolean): writer.byte(boolean ? Tag.yes : Tag.no)
    case .code(let code):
      writer.byte(Tag.code)
      writer.varint(UInt64(code))
    case .bytes(let bytes):
      writer.byte(Tag.bytes)
      writer.varint(UInt64(bytes.count))
      bytes.withUnsafeBytes { writer.bytes($0) }
    case .reference(let record):
      writer.byte(Tag.reference)
      writer.record(record)
    }
  }

  /// Whether a decimal has no trailing zero behind the point and at most 9 places.
  static func isNormal(mantissa: Int64, scale: UInt8) -> Bool {
    scale == 0 || (scale <= WireLimits.decimalScale && mantissa % 10 != 0)
  }
}

/// Lends a reader over `bytes`, which must not be kept.
func withReader<Result>(
  _ bytes: RawSpan, from offset: Int,
  _ body: (inout ByteReader) throws(WireError) -> Result
) throws(WireError) -> Result {
  guard offset >= 0, offset <= bytes.byteCount else {
    throw WireError(.truncated, at: bytes.byteCount)
  }
  return try bytes.withUnsafeBytes { buffer throws(WireError) in
    var reader = ByteReader(buffer, from: offset)
    return try body(&reader)
  }
}

extension ByteReader {
  /// Validates one value and moves past it.
  @inline(__always)
  mutating func skipValue() throws(WireError) {
    let start = offset
    switch try byte() {
    case ValueCoding.Tag.empty, ValueCoding.Tag.no, ValueCoding.Tag.yes: return
    case ValueCoding.Tag.text:
      try validateText(try length(upTo: WireLimits.valueBytes, .valueTooLarge))
    case ValueCoding.Tag.integer, ValueCoding.Tag.instant: _ = try varint()
    case ValueCoding.Tag.decimal: _ = try decimal()
    case ValueCoding.Tag.date: _ = try days()
    case ValueCoding.Tag.code: _ = try varint(upTo: UInt64(UInt32.max), .varintOverflow)
    case ValueCoding.Tag.bytes:
      try skip(try length(upTo: WireLimits.valueBytes, .valueTooLarge))
    case ValueCoding.Tag.reference: try skip(16)
    default: throw WireError(.unknownValueType, at: start)
    }
  }

  /// Decodes one value and moves past it.
  mutating func value() throws(WireError) -> Value {
    let start = offset
    switch try byte() {
    case ValueCoding.Tag.empty: return .empty
    case ValueCoding.Tag.no: return .boolean(false)
    case ValueCoding.Tag.yes: return .boolean(true)
    case ValueCoding.Tag.text:
      return .text(try text(try length(upTo: WireLimits.valueBytes, .valueTooLarge)))
    case ValueCoding.Tag.integer: return .integer(Varint.unzigzag(try varint()))
    case ValueCoding.Tag.instant: return .instant(Varint.unzigzag(try varint()))
    case ValueCoding.Tag.decimal:
      let (mantissa, scale) = try decimal()
      guard let decimal = ExactDecimal(mantissa: mantissa, scale: Int(scale)) else {
        throw WireError(.invalidDecimal, at: start + 1)
      }
      return .decimal(decimal)
    case ValueCoding.Tag.date:
      guard let date = CivilDate(days: try days()) else {
        throw WireError(.invalidDate, at: start + 1)
      }
      return .date(date)
    case ValueCoding.Tag.code:
      return .code(UInt32(try varint(upTo: UInt64(UInt32.max), .varintOverflow)))
    case ValueCoding.Tag.bytes:
      let count = try length(upTo: WireLimits.valueBytes, .valueTooLarge)
      let first = offset
      try skip(count)
      return .bytes([UInt8](UnsafeRawBufferPointer(start: base + first, count: count)))
    case ValueCoding.Tag.reference: return .reference(try record())
    default: throw WireError(.unknownValueType, at: start)
    }
  }

  @inline(__always)
  private mutating func decimal() throws(WireError) -> (mantissa: Int64, scale: UInt8) {
    let start = offset
    let scale = try byte()
    let mantissa = Varint.unzigzag(try varint())
    guard ValueCoding.isNormal(mantissa: mantissa, scale: scale) else {
      throw WireError(.invalidDecimal, at: start)
    }
    return (mantissa, scale)
  }

  @inline(__always)
  private mutating func days() throws(WireError) -> Int32 {
    let start = offset
    let days = Varint.unzigzag(try varint())
    guard WireLimits.days.contains(days) else { throw WireError(.invalidDate, at: start) }
    return Int32(truncatingIfNeeded: days)
  }
}
