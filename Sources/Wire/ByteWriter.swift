// Writes into memory whose size was computed before, so that nothing here checks or grows. The
// sizes and the bytes come from sibling functions; debug builds check each write against the end.

import Causality

/// A cursor over uninitialised memory; valid only inside the closure that lent it the pointer.
struct ByteWriter {
  let base: UnsafeMutableRawPointer
  let capacity: Int
  var offset = 0

  init(_ base: UnsafeMutableRawPointer, capacity: Int) {
    self.base = base
    self.capacity = capacity
  }

  /// An array of exactly `count` bytes written by `body`.
  static func array(_ count: Int, _ body: (inout ByteWriter) -> Void) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard let base = buffer.baseAddress else { return }
      var writer = ByteWriter(base, capacity: count)
      body(&writer)
      precondition(writer.offset == count, "measured size and bytes written differ")
      initialized = count
    }
  }

  @inline(__always)
  mutating func byte(_ value: UInt8) {
    assert(offset < capacity)
    base.storeBytes(of: value, toByteOffset: offset, as: UInt8.self)
    offset &+= 1
  }

  @inline(__always)
  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      byte(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest &>>= 7
    }
    byte(UInt8(truncatingIfNeeded: rest))
  }

  @inline(__always)
  mutating func bigEndian64(_ value: UInt64) {
    assert(offset + 8 <= capacity)
    base.storeBytes(of: value.bigEndian, toByteOffset: offset, as: UInt64.self)
    offset &+= 8
  }

  mutating func littleEndian32(_ value: UInt32) {
    assert(offset + 4 <= capacity)
    base.storeBytes(of: value.littleEndian, toByteOffset: offset, as: UInt32.self)
    offset &+= 4
  }

  @inline(__always)
  mutating func replica(_ replica: ReplicaID) {
    bigEndian64(replica.high)
    base.storeBytes(of: replica.low.bigEndian, toByteOffset: offset, as: UInt16.self)
    offset &+= 2
  }

  @inline(__always)
  mutating func record(_ record: RecordID) {
    bigEndian64(record.high)
    bigEndian64(record.low)
  }

  @inline(__always)
  mutating func digest(_ digest: Digest) {
    assert(offset + Digest.byteCount <= capacity)
    digest.store(to: base + offset)
    offset &+= Digest.byteCount
  }

  mutating func prefix(_ prefix: DigestPrefix) {
    bigEndian64(prefix.high)
    bigEndian64(prefix.low)
  }

  mutating func signature(_ signature: Signature64) {
    digest(signature.point)
    digest(signature.scalar)
  }

  @inline(__always)
  mutating func bytes(_ buffer: UnsafeRawBufferPointer) {
    assert(offset + buffer.count <= capacity)
    if let source = buffer.baseAddress {
      (base + offset).copyMemory(from: source, byteCount: buffer.count)
    }
    offset &+= buffer.count
  }

  /// Length and UTF-8.
  @inline(__always)
  mutating func text(_ text: String) {
    var text = text
    text.withUTF8 { buffer in
      varint(UInt64(buffer.count))
      bytes(UnsafeRawBufferPointer(buffer))
    }
  }
}
