// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78, as in RFC 3720): eight bytes a step from
// eight tables. It finds damage in transit and on sticks; it proves nothing about who wrote.

/// The checksum at the end of every frame.
public enum CRC32C {
  /// `table[k * 256 + b]`: the checksum of byte `b` followed by `k` zero bytes. Never freed.
  private nonisolated(unsafe) static let table: UnsafePointer<UInt32> = {
    let table = UnsafeMutablePointer<UInt32>.allocate(capacity: 8 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0x82f6_3b78 : value >> 1 }
      table[byte] = value
    }
    for index in 256..<8 * 256 {
      let before = table[index - 256]
      table[index] = before >> 8 ^ table[Int(before & 0xff)]
    }
    return UnsafePointer(table)
  }()

  /// The CRC-32C of `bytes`.
  public static func checksum(_ bytes: RawSpan) -> UInt32 {
    bytes.withUnsafeBytes { ~update(~0, $0) }
  }

  /// Continues a running (inverted) checksum over `buffer`.
  static func update(_ running: UInt32, _ buffer: UnsafeRawBufferPointer) -> UInt32 {
    guard let base = buffer.baseAddress else { return running }
    let table = table
    var crc = running
    var index = 0
    while index &+ 8 <= buffer.count {
      let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      let mixed = word ^ UInt64(crc)
      crc = table[7 * 256 + Int(mixed & 0xff)] ^ table[6 * 256 + Int(mixed >> 8 & 0xff)]
      crc ^= table[5 * 256 + Int(mixed >> 16 & 0xff)] ^ table[4 * 256 + Int(mixed >> 24 & 0xff)]
      crc ^= table[3 * 256 + Int(mixed >> 32 & 0xff)] ^ table[2 * 256 + Int(mixed >> 40 & 0xff)]
      crc ^= table[256 + Int(mixed >> 48 & 0xff)] ^ table[Int(mixed >> 56)]
      index &+= 8
    }
    while index < buffer.count {
      let byte = base.load(fromByteOffset: index, as: UInt8.self)
      crc = crc >> 8 ^ table[Int((crc ^ UInt32(byte)) & 0xff)]
      index &+= 1
    }
    return crc
  }
}
