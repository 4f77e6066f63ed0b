// Guarantees: one pass over the UTF-8 bytes of one line of NDJSON, strict by RFC 8259: no comments,
// no leading zeros, no lone surrogates, no raw control characters, nothing after the value, nesting
// at most 16 deep. A flaw names its byte column. Numbers are never turned into binary floating
// point.

internal import Causality

/// What is wrong with a line, and where.
struct JSONFlaw: Error, Hashable {
  enum Kind: String, Sendable {
    case endOfLine = "end-of-line"
    case unexpectedCharacter = "unexpected-character"
    case badEscape = "bad-escape"
    case loneSurrogate = "lone-surrogate"
    case controlCharacter = "control-character"
    case badUTF8 = "bad-utf8"
    case badNumber = "bad-number"
    case tooDeep = "too-deep"
    case duplicateKey = "duplicate-key"
    case unknownKey = "unknown-key"
    case missingKey = "missing-key"
    case wrongShape = "wrong-shape"
    case tooLong = "too-long"
  }

  let kind: Kind
  /// The byte in the line, from 1.
  let column: Int
  /// The key concerned, where there is one.
  let key: String

  init(_ kind: Kind, column: Int, key: String = "") {
    self.kind = kind
    self.column = column
    self.key = key
  }
}

/// Reads one line of JSON. The bytes must outlive the reader.
struct JSONLine {
  /// What a value begins with.
  enum Shape { case string, number, boolean, null, object, array }

  static let depthMax = 16

  private let bytes: UnsafeBufferPointer<UInt8>
  /// The offset of the next byte.
  private(set) var at = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The column of the next byte, from 1.
  var column: Int { at + 1 }

  /// Goes back to an offset this reader has been at.
  mutating func rewind(to offset: Int) { at = offset }

  @inline(__always)
  mutating func skipSpace() {
    while at < bytes.count {
      let byte = bytes[at]
      if byte != 0x20 && byte != 0x09 && byte != 0x0D { return }
      at += 1
    }
  }

  /// The next byte that is not space, without taking it.
  @inline(__always)
  mutating func peek() throws(JSONFlaw) -> UInt8 {
    skipSpace()
    guard at < bytes.count else { throw JSONFlaw(.endOfLine, column: column) }
    return bytes[at]
  }

  /// Takes `byte`, after space.
  @inline(__always)
  mutating func expect(_ byte: UInt8) throws(JSONFlaw) {
    guard try peek() == byte else { throw JSONFlaw(.unexpectedCharacter, column: column) }
    at += 1
  }

  /// Takes `byte` if it comes next, after space.
  @inline(__always)
  mutating func take(_ byte: UInt8) throws(JSONFlaw) -> Bool {
    guard try peek() == byte else { return false }
    at += 1
    return true
  }

  /// Nothing but space may follow.
  mutating func end() throws(JSONFlaw) {
    skipSpace()
    guard at == bytes.count else { throw JSONFlaw(.unexpectedCharacter, column: column) }
  }

  /// What the next value is, without taking it.
  mutating func shape() throws(JSONFlaw) -> Shape {
    switch try peek() {
    case 0x22: return .string
    case 0x2D, 0x30...0x39: return .number
    case 0x74, 0x66: return .boolean
    case 0x6E: return .null
    case 0x7B: return .object
    case 0x5B: return .array
    default: throw JSONFlaw(.unexpectedCharacter, column: column)
    }
  }

  /// The raw bytes of the next string between its quotation marks, and whether they hold escapes.
  /// The bytes are not yet known to be UTF-8.
  mutating func rawString() throws(JSONFlaw) -> (raw: UnsafeBufferPointer<UInt8>, escaped: Bool) {
    try expect(0x22)
    let start = at
    var escaped = false
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x22 {
        let raw = UnsafeBufferPointer(rebasing: bytes[start..<at])
        at += 1
        return (raw, escaped)
      }
      if byte < 0x20 { throw JSONFlaw(.controlCharacter, column: column) }
      if byte == 0x5C {
        escaped = true
        at += 1
        guard at < bytes.count else { break }
      }
      at += 1
    }
    at = bytes.count
    throw JSONFlaw(.endOfLine, column: column)
  }

  /// The next string, its escapes resolved.
  mutating func string() throws(JSONFlaw) -> String {
    skipSpace()
    let opening = at
    let (raw, escaped) = try rawString()
    if !escaped {
      guard let text = Self.text(raw) else { throw JSONFlaw(.badUTF8, column: opening + 2) }
      return text
    }
    return try unescaped(raw, at: opening + 1)
  }

  /// The literal of the next number, checked against the grammar.
  mutating func number() throws(JSONFlaw) -> UnsafeBufferPointer<UInt8> {
    skipSpace()
    let start = at
    if at < bytes.count, bytes[at] == 0x2D { at += 1 }
    let whole = digits()
    guard whole > 0, whole == 1 || bytes[at - whole] != 0x30 else {
      throw JSONFlaw(.badNumber, column: start + 1)
    }
    if at < bytes.count, bytes[at] == 0x2E {
      at += 1
      guard digits() > 0 else { throw JSONFlaw(.badNumber, column: start + 1) }
    }
    if at < bytes.count, bytes[at] | 0x20 == 0x65 {
      at += 1
      if at < bytes.count, bytes[at] == 0x2B || bytes[at] == 0x2D { at += 1 }
      guard digits() > 0 else { throw JSONFlaw(.badNumber, column: start + 1) }
    }
    return UnsafeBufferPointer(rebasing: bytes[start..<at])
  }

  /// The next `true` or `false`.
  mutating func boolean() throws(JSONFlaw) -> Bool {
    if try peek() == 0x74 {
      try literal("true")
      return true
    }
    try literal("false")
    return false
  }

  mutating func null() throws(JSONFlaw) { try literal("null") }

  /// Passes over a value, checking its grammar.
  mutating func skip(depth: Int = 0) throws(JSONFlaw) {
    guard depth < Self.depthMax else { throw JSONFlaw(.tooDeep, column: column) }
    switch try shape() {
    case .string: _ = try string()
    case .number: _ = try number()
    case .boolean: _ = try boolean()
    case .null: try null()
    case .array:
      at += 1
      if try take(0x5D) { return }
      repeat { try skip(depth: depth + 1) } while try take(0x2C)
      try expect(0x5D)
    case .object:
      at += 1
      if try take(0x7D) { return }
      repeat {
        _ = try string()
        try expect(0x3A)
        try skip(depth: depth + 1)
      } while try take(0x2C)
      try expect(0x7D)
    }
  }

  private mutating func digits() -> Int {
    let start = at
    while at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39 { at += 1 }
    return at - start
  }

  private mutating func literal(_ word: StaticString) throws(JSONFlaw) {
    let start = at
    for index in 0..<word.utf8CodeUnitCount {
      guard at < bytes.count, bytes[at] == word.utf8Start[index] else {
        throw JSONFlaw(.unexpectedCharacter, column: start + 1)
      }
      at += 1
    }
  }

  /// Resolves escapes; `offset` is the place of the first byte of `raw` in the line.
  private func unescaped(
    _ raw: UnsafeBufferPointer<UInt8>, at offset: Int
  ) throws(JSONFlaw) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(raw.count)
    var index = 0
    while index < raw.count {
      let byte = raw[index]
      index += 1
      guard byte == 0x5C else {
        text.append(byte)
        continue
      }
      let escape = raw[index]
      index += 1
      switch escape {
      case 0x22, 0x5C, 0x2F: text.append(escape)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "u"):
        let scalar = try scalar(in: raw, &index, column: offset + index - 1)
        text.append(contentsOf: String(Character(scalar)).utf8)
      default: throw JSONFlaw(.badEscape, column: offset + index - 1)
      }
    }
    guard let valid = text.withUnsafeBufferPointer({ Self.text($0) }) else {
      throw JSONFlaw(.badUTF8, column: offset + 1)
    }
    return valid
  }

  /// The text of UTF-8 bytes, validated once; nil when they are not.
  private static func text(_ raw: UnsafeBufferPointer<UInt8>) -> String? {
    guard let span = try? UTF8Span(validating: raw.span) else { return nil }
    return String(copying: span)
  }

  /// The scalar of `\uXXXX`, joined from two where it is a surrogate pair.
  private func scalar(
    in raw: UnsafeBufferPointer<UInt8>, _ index: inout Int, column: Int
  ) throws(JSONFlaw) -> Unicode.Scalar {
    guard let first = hex(raw, &index) else { throw JSONFlaw(.badEscape, column: column) }
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, index + 1 < raw.count, raw[index] == 0x5C,
      raw[index + 1] == UInt8(ascii: "u")
    else { throw JSONFlaw(.loneSurrogate, column: column) }
    index += 2
    guard let second = hex(raw, &index), second >= 0xDC00, second < 0xE000,
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw JSONFlaw(.loneSurrogate, column: column) }
    return scalar
  }

  private func hex(_ raw: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> UInt32? {
    guard index + 4 <= raw.count else { return nil }
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Hexadecimal.number(of: raw[index]) else { return nil }
      value = value << 4 | UInt32(digit)
      index += 1
    }
    return value
  }
}
