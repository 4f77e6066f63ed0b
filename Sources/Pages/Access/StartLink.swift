// The link that `serve` prints: whoever was given it is at this machine's keyboard. It opens one
// session and is worth nothing afterwards.

internal import Synchronization

/// A token that opens one session.
final class StartLink: Sendable {
  /// 256 random bits in hexadecimal.
  let token: String
  private let isUsed = Mutex(false)

  init() { token = Secret.random() }

  /// Whether `offered` is the token and comes first; it comes first once.
  func redeem(_ offered: String) -> Bool {
    guard Secret.equal(offered, token) else { return false }
    return isUsed.withLock { isUsed in
      defer { isUsed = true }
      return !isUsed
    }
  }
}

/// Secrets that stand in links, cookies and forms.
enum Secret {
  /// 256 bits of the system's random source, 64 hexadecimal digits.
  static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdef".utf8)
    let bytes = (0..<64).map { _ in digits[Int.random(in: 0..<16, using: &generator)] }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Compares in a time that does not tell where two secrets of one length differ.
  static func equal(_ left: String, _ right: String) -> Bool {
    equal(Array(left.utf8), Array(right.utf8))
  }

  static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
  }
}
