// Reading what people type, scalar by scalar: full-width digits, dots, commas and dashes read as
// their ASCII forms, so that nobody has to switch the input method. Allocates nothing.

/// A reader of Unicode scalars with one scalar of look-ahead, folded to ASCII where there is one.
struct ScalarReader {
  /// The value of `current` at the end of the text.
  static let end: UInt32 = .max

  private var rest: String.UnicodeScalarView.Iterator
  /// The scalar at hand, folded; `end` at the end.
  private(set) var current: UInt32

  @inline(__always)
  init(_ text: String) {
    rest = text.unicodeScalars.makeIterator()
    current = Self.end
    advance()
  }

  @inline(__always)
  mutating func advance() {
    guard let scalar = rest.next() else {
      current = Self.end
      return
    }
    current = scalar.value < 0x80 ? scalar.value : Self.fold(scalar.value)
  }

  /// Takes the scalar if it is the one at hand.
  @inline(__always)
  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard current == scalar.value else { return false }
    advance()
    return true
  }

  @inline(__always)
  mutating func skipSpaces() {
    while current == 0x20 || current == 0x09 { advance() }
  }

  var isAtEnd: Bool { current == Self.end }

  /// The digit at hand, or nil.
  @inline(__always)
  var digit: Int64? {
    current &- 0x30 < 10 ? Int64(current &- 0x30) : nil
  }

  /// Reads up to `limit` digits; nil when there is none.
  @inline(__always)
  mutating func number(upTo limit: Int) -> (value: Int, count: Int)? {
    var value = 0
    var count = 0
    while count < limit, let digit {
      value = value * 10 + Int(digit)
      count += 1
      advance()
    }
    return count == 0 ? nil : (value, count)
  }

  /// The ASCII form of full-width and typographic characters; every other scalar as it is.
  static func fold(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0xFF01...0xFF5E: scalar - 0xFEE0
    case 0x3000, 0xA0: 0x20
    case 0x2010...0x2015, 0x2212, 0xFE63, 0x30FC: 0x2D
    case 0x2018, 0x2019: 0x27
    default: scalar
    }
  }

  /// A text folded, without spaces at either end.
  static func folded(_ text: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      folded.append(Unicode.Scalar(fold(scalar.value)) ?? scalar)
    }
    while folded.first == " " || folded.first == "\t" { folded.removeFirst() }
    while folded.last == " " || folded.last == "\t" { folded.removeLast() }
    return String(folded)
  }

  /// A text folded, in lower case, without spaces at either end.
  static func lowered(_ text: String) -> String {
    var lowered = String.UnicodeScalarView()
    for scalar in folded(text).unicodeScalars {
      let isUpper = scalar >= "A" && scalar <= "Z"
      lowered.append(isUpper ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar)
    }
    return String(lowered)
  }
}
