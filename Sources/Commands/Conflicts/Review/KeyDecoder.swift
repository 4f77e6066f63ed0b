// Keys from the bytes that a terminal sends.
//
// Guarantees: a UTF-8 character split over several reads comes out once and whole; unknown escape
// sequences are swallowed, never typed as text; no byte sequence traps or grows the buffer beyond
// 64 bytes.

/// A key that was pressed.
package enum Key: Hashable, Sendable {
  /// A printable character, CJK included.
  case character(Character)
  /// Enter, backspace, delete and escape.
  case enter, backspace, delete, escape
  /// Cursor keys.
  case left, right, up, down, home, end, pageUp, pageDown
  /// A letter with Ctrl, in lower case.
  case control(Character)
}

/// Turns bytes into keys, piece by piece.
package struct KeyDecoder: Sendable {
  private var pending: [UInt8] = []

  /// A decoder with nothing pending.
  package init() {}

  /// Whether the bytes so far could still become something else (a lone Escape, half a character).
  package var isWaiting: Bool { !pending.isEmpty }

  /// The keys that are complete after `bytes`.
  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
    pending.append(contentsOf: bytes)
    var keys: [Key] = []
    var position = 0
    while position < pending.count {
      guard let (key, length) = next(at: position) else { break }
      if let key { keys.append(key) }
      position += length
    }
    pending.removeFirst(position)
    if pending.count > 64 { pending.removeAll() }
    return keys
  }

  /// What the pending bytes mean when nothing more comes for a while: Escape alone is a key.
  package mutating func flush() -> [Key] {
    defer { pending.removeAll() }
    return pending.first == 0x1B ? [.escape] : []
  }

  /// One key and its length at `position`; a nil key is swallowed; nil altogether needs more bytes.
  private func next(at position: Int) -> (Key?, Int)? {
    let byte = pending[position]
    switch byte {
    case 0x1B: return escape(at: position)
    case 0x0D, 0x0A: return (.enter, 1)
    case 0x7F, 0x08: return (.backspace, 1)
    case 0x00, 0x1C...0x1F: return (nil, 1)
    case 0x01...0x1A:
      return (.control(Character(Unicode.Scalar(byte + 0x60))), 1)
    case 0x20..<0x7F: return (.character(Character(Unicode.Scalar(byte))), 1)
    default: return character(at: position)
    }
  }

  private func character(at position: Int) -> (Key?, Int)? {
    let length: Int
    switch pending[position] {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF: length = 3
    case 0xF0...0xF4: length = 4
    default: return (nil, 1)
    }
    guard position + length <= pending.count else { return nil }
    let text = String(decoding: pending[position..<position + length], as: UTF8.self)
    guard let first = text.first, text.unicodeScalars.first != "\u{FFFD}" else { return (nil, 1) }
    return (.character(first), length)
  }

  private func escape(at position: Int) -> (Key?, Int)? {
    guard position + 1 < pending.count else { return nil }
    let second = pending[position + 1]
    guard second == UInt8(ascii: "[") || second == UInt8(ascii: "O") else { return (.escape, 1) }
    var end = position + 2
    while end < pending.count, !(0x40...0x7E).contains(pending[end]) {
      guard (0x20...0x3F).contains(pending[end]) else { return (nil, end - position) }
      end += 1
    }
    guard end < pending.count else { return nil }
    let parameters = String(decoding: pending[position + 2..<end], as: UTF8.self)
    return (Self.key(final: pending[end], parameters: parameters), end + 1 - position)
  }

  private static func key(final: UInt8, parameters: String) -> Key? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "~"):
      switch parameters {
      case "1", "7": .home
      case "3": .delete
      case "4", "8": .end
      case "5": .pageUp
      case "6": .pageDown
      default: nil
      }
    default: nil
    }
  }
}
