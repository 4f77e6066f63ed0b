// Crockford base32, the text form of every identity: 32 digits without i, l, o and u. Writing gives
// lower case only; reading also takes upper case and the look-alikes i, l (1) and o (0). The text
// sorts, byte for byte, in the order of the numbers it stands for.

enum Crockford {
  /// The 32 digits in ascending order; their ASCII codes ascend as well.
  static let digits: [UInt8] = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

  /// The number a digit stands for (0...31), or nil when the byte is no digit.
  static func number(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      return byte &- UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "Z"):
      return number(of: byte | 0x20)
    case UInt8(ascii: "a")...UInt8(ascii: "h"):
      return byte &- UInt8(ascii: "a") &+ 10
    case UInt8(ascii: "i"), UInt8(ascii: "l"):
      return 1
    case UInt8(ascii: "j"), UInt8(ascii: "k"):
      return byte &- UInt8(ascii: "j") &+ 18
    case UInt8(ascii: "m"), UInt8(ascii: "n"):
      return byte &- UInt8(ascii: "m") &+ 20
    case UInt8(ascii: "o"):
      return 0
    case UInt8(ascii: "p")...UInt8(ascii: "t"):
      return byte &- UInt8(ascii: "p") &+ 22
    case UInt8(ascii: "v")...UInt8(ascii: "z"):
      return byte &- UInt8(ascii: "v") &+ 27
    default:
      return nil
    }
  }

  /// `count` digits (at most 26), most significant first, of a number below 32 to the power of
  /// `count`.
  static func text(_ number: UInt128, count: Int) -> String {
    String(unsafeUninitializedCapacity: count) { buffer in
      var rest = number
      for index in stride(from: count - 1, through: 0, by: -1) {
        buffer[index] = digits[Int(truncatingIfNeeded: rest & 31)]
        rest >>= 5
      }
      return count
    }
  }

  /// The number written in exactly `count` digits (1...26), or nil when the length differs, a byte
  /// is no digit or the number needs more than `bits` bits (at most 128).
  static func number(_ text: some StringProtocol, count: Int, bits: Int) -> UInt128? {
    guard text.utf8.count == count else { return nil }
    var result: UInt128 = 0
    for byte in text.utf8 {
      guard let digit = number(of: byte), result.leadingZeroBitCount >= 5 else { return nil }
      result = result << 5 | UInt128(digit)
    }
    return 128 - result.leadingZeroBitCount <= bits ? result : nil
  }
}
