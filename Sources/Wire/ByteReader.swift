// A cursor over bytes that someone else keeps alive. Every read checks the bytes left before it
// touches one; a failed read throws a WireError with the offset in the buffer, and nothing is
// allocated before its length has been checked against the bytes left.

import Causality

/// A bounds-checked cursor; valid only inside the closure that lent it the pointer.
struct ByteReader {
  let base: UnsafeRawPointer
  let end: Int
  var offset: Int

  init(_ buffer: UnsafeRawBufferPointer, from offset: Int = 0) {
    // An empty buffer may have no address; no read below touches `base` when `end` is 0.
    base = buffer.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
    end = buffer.count
    self.offset = offset
  }

  var remaining: Int { end &- offset }

  @inline(__always)
  func load(_ index: Int) -> UInt8 { base.load(fromByteOffset: index, as: UInt8.self) }

  @inline(__always)
  mutating func byte() throws(WireError) -> UInt8 {
    guard offset < end else { throw WireError(.truncated, at: end) }
    defer { offset &+= 1 }
    return load(offset)
  }

  /// 0 or 1.
  mutating func flag() throws(WireError) -> Bool {
    let byte = try byte()
    guard byte <= 1 else { throw WireError(.invalidFlag, at: offset - 1) }
    return byte == 1
  }

  @inline(__always)
  mutating func varint() throws(WireError) -> UInt64 {
    if offset < end {
      let first = load(offset)
      if first < 0x80 {
        offset &+= 1
        return UInt64(first)
      }
    }
    return try longVarint()
  }

  @inline(never)
  private mutating func longVarint() throws(WireError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    var index = offset
    while index < end {
      let byte = load(index)
      index &+= 1
      if shift == 63, byte > 1 { throw WireError(.varintOverflow, at: offset) }
      value |= UInt64(byte & 0x7f) &<< shift
      if byte < 0x80 {
        if byte == 0, shift > 0 { throw WireError(.varintNotShortest, at: offset) }
        offset = index
        return value
      }
      shift &+= 7
    }
    throw WireError(.truncated, at: end)
  }

  /// A varint of at most `limit`; a larger one is refused with `code` at its first byte.
  @inline(__always)
  mutating func varint(
    upTo limit: UInt64, _ code: WireError.Code
  ) throws(WireError) -> UInt64 {
    let start = offset
    let value = try varint()
    guard value <= limit else { throw WireError(code, at: start) }
    return value
  }

  /// A length of at most `limit` (else `code`) and at most the bytes left (else `truncated`).
  @inline(__always)
  mutating func length(upTo limit: Int, _ code: WireError.Code) throws(WireError) -> Int {
    let count = Int(truncatingIfNeeded: try varint(upTo: UInt64(limit), code))
    guard count <= remaining else { throw WireError(.truncated, at: end) }
    return count
  }

  /// A count of elements of at least `elementBytes` each, refused when the rest cannot hold them.
  mutating func count(elementBytes: Int) throws(WireError) -> Int {
    let start = offset
    let count = try varint()
    guard count <= UInt64(remaining / elementBytes) else {
      throw WireError(.countTooLarge, at: start)
    }
    return Int(count)
  }

  /// Moves past `count` bytes, which must be there.
  @inline(__always)
  mutating func skip(_ count: Int) throws(WireError) {
    guard count <= remaining else { throw WireError(.truncated, at: end) }
    offset &+= count
  }

  @inline(__always)
  mutating func bigEndian16() throws(WireError) -> UInt16 {
    let start = offset
    try skip(2)
    return UInt16(bigEndian: base.loadUnaligned(fromByteOffset: start, as: UInt16.self))
  }

  @inline(__always)
  mutating func bigEndian64() throws(WireError) -> UInt64 {
    let start = offset
    try skip(8)
    return UInt64(bigEndian: base.loadUnaligned(fromByteOffset: start, as: UInt64.self))
  }

  @inline(__always)
  mutating func replica() throws(WireError) -> ReplicaID {
    let high = try bigEndian64()
    return ReplicaID(high: high, low: try bigEndian16())
  }

  @inline(__always)
  mutating func record() throws(WireError) -> RecordID {
    let high = try bigEndian64()
    return RecordID(high: high, low: try bigEndian64())
  }

  mutating func digest() throws(WireError) -> Digest {
    let start = offset
    try skip(Digest.byteCount)
    return Digest(loading: base + start)
  }

  mutating func prefix() throws(WireError) -> DigestPrefix {
    let high = try bigEndian64()
    return DigestPrefix(high: high, low: try bigEndian64())
  }

  mutating func signature() throws(WireError) -> Signature64 {
    let start = offset
    try skip(Signature64.byteCount)
    return Signature64(loading: base + start)
  }

  /// A sequence number: a varint of at least 1.
  mutating func sequence() throws(WireError) -> UInt64 {
    let start = offset
    let seq = try varint()
    guard seq > 0 else { throw WireError(.invalidSequence, at: start) }
    return seq
  }

  /// Checks that the next `count` bytes, which must be there, are UTF-8 and moves past them.
  @inline(__always)
  mutating func validateText(_ count: Int) throws(WireError) {
    let valid = UTF8Validation.validPrefix(base + offset, count: count)
    guard valid == count else { throw WireError(.invalidUTF8, at: offset + valid) }
    offset &+= count
  }

  /// The next `count` bytes, which must be there, as text.
  mutating func text(_ count: Int) throws(WireError) -> String {
    let start = offset
    try validateText(count)
    return String(
      decoding: UnsafeRawBufferPointer(start: base + start, count: count), as: UTF8.self)
  }

  /// A ledger id: a length of 1...32 and as many of `a-z`, `0-9`, `-`.
  mutating func ledger() throws(WireError) -> String {
    let start = offset
    let count = try length(upTo: WireLimits.ledgerBytes, .invalidLedger)
    guard count > 0 else { throw WireError(.invalidLedger, at: start) }
    for index in offset..<offset + count where !LedgerName.isAllowed(load(index)) {
      throw WireError(.invalidLedger, at: index)
    }
    return try text(count)
  }

  /// Refuses bytes after the last element.
  func requireEnd() throws(WireError) {
    guard offset == end else { throw WireError(.trailingBytes, at: offset) }
  }
}

/// The grammar of ledger ids.
public enum LedgerName {
  /// Whether `name` is `[a-z0-9-]{1,32}`.
  public static func isValid(_ name: String) -> Bool {
    (1...WireLimits.ledgerBytes).contains(name.utf8.count) && name.utf8.allSatisfy(isAllowed)
  }

  static func isAllowed(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2d
  }
}
