// Guarantees: `Signature-Input` and `Signature` (RFC 9421, 4.1 and 4.2) are read by the grammar of
// structured fields (RFC 8941) and nothing looser; what was read is written again in its one
// canonical form, which is what a signature covers. Imports no HTTP, so that it can be fuzzed
// alone.

internal import FoundationEssentials

/// Why a signature field cannot be used.
package struct SignatureDefect: Error, Hashable, Sendable {
  /// What was expected, or what is wanting.
  package let what: String
  /// Bytes from the start of the field.
  package let offset: Int

  init(_ what: String, at offset: Int = 0) {
    self.what = what
    self.offset = offset
  }
}

/// One signature's parameters: what it covers and who made it when.
package struct SignatureInput: Hashable, Sendable {
  /// The key of the dictionary member.
  package let label: String
  /// The names of what is covered, in order; each once.
  package let components: [String]
  /// Seconds since 1970.
  package let created: Int64?
  /// Seconds since 1970.
  package let expires: Int64?
  /// As the caller chose it.
  package let nonce: String?
  /// Whose key it is: a replica's id.
  package let keyID: String?
  /// As the field says; nil where it does not.
  package let algorithm: String?
  /// The value of `@signature-params`: the inner list and its parameters, canonical.
  package let canonical: String

  /// The most components that a signature may cover.
  static let componentsMax = 32
  /// The longest nonce, bytes.
  static let nonceBytesMax = 64

  /// The member `label` of a `Signature-Input` field, or its first where there is none of that
  /// name.
  package init(field: String, preferring wanted: String = "sig") throws(SignatureDefect) {
    var reader = StructuredFieldReader(field)
    var first: SignatureInput?
    var found: SignatureInput?
    try reader.members { (reader, label) throws(SignatureDefect) in
      let input = try SignatureInput(label: label, &reader)
      if first == nil { first = input }
      if label == wanted { found = input }
    }
    guard let input = found ?? first else { throw SignatureDefect("signature-input") }
    self = input
  }

  private init(label: String, _ reader: inout StructuredFieldReader) throws(SignatureDefect) {
    var components: [String] = []
    var canonical = "("
    try reader.expect("(")
    reader.skipSpaces()
    while !reader.take(")") {
      let at = reader.offset
      let name = try reader.string()
      guard components.count < Self.componentsMax else {
        throw SignatureDefect("components", at: at)
      }
      guard !components.contains(name) else { throw SignatureDefect(name, at: at) }
      if reader.peek == UInt8(ascii: ";") { throw SignatureDefect("\(name);", at: reader.offset) }
      canonical += (components.isEmpty ? "" : " ") + Self.quoted(name)
      components.append(name)
      guard reader.peek == UInt8(ascii: ")") || reader.peek == UInt8(ascii: " ") else {
        throw SignatureDefect("inner list", at: reader.offset)
      }
      reader.skipSpaces()
    }
    canonical += ")"
    var integers: [String: Int64] = [:]
    var strings: [String: String] = [:]
    while reader.take(";") {
      reader.skipSpaces()
      let at = reader.offset
      let key = try reader.key()
      guard integers[key] == nil, strings[key] == nil else { throw SignatureDefect(key, at: at) }
      try reader.expect("=")
      canonical += ";" + key + "="
      if reader.peek == UInt8(ascii: "\"") {
        let text = try reader.string()
        strings[key] = text
        canonical += Self.quoted(text)
      } else {
        let number = try reader.integer()
        integers[key] = number
        canonical += String(number)
      }
    }
    self.label = label
    self.components = components
    created = integers["created"]
    expires = integers["expires"]
    nonce = strings["nonce"]
    keyID = strings["keyid"]
    algorithm = strings["alg"]
    self.canonical = canonical
  }

  /// The parameters that a caller of ours signs with.
  init(
    label: String = "sig", components: [String], created: Int64, nonce: String, keyID: String
  ) {
    self.label = label
    self.components = components
    self.created = created
    self.nonce = nonce
    self.keyID = keyID
    expires = nil
    // The key says it: an Ed25519 key signs in no other way.
    algorithm = nil
    let list = components.map(Self.quoted).joined(separator: " ")
    canonical =
      "(\(list));created=\(created);nonce=\(Self.quoted(nonce));keyid=\(Self.quoted(keyID))"
  }

  /// The field's value.
  package var field: String { label + "=" + canonical }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { quoted.unicodeScalars.append("\\") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}

/// The bytes of one signature of a `Signature` field.
package enum SignatureField {
  /// The bytes that the dictionary member `label` holds.
  ///
  /// - Throws: a defect with its offset for a field that is no such dictionary, or lacks the
  ///   member.
  package static func bytes(of label: String, in field: String) throws(SignatureDefect) -> [UInt8] {
    var reader = StructuredFieldReader(field)
    var found: [UInt8]?
    try reader.members { (reader, member) throws(SignatureDefect) in
      let bytes = try reader.byteSequence()
      if member == label { found = bytes }
    }
    guard let found else { throw SignatureDefect("signature \(label)") }
    return found
  }

  static func field(_ label: String, _ bytes: [UInt8]) -> String {
    "\(label)=:\(Data(bytes).base64EncodedString()):"
  }
}

/// Reads the parts of RFC 8941 that signatures and digests are made of.
struct StructuredFieldReader {
  private let bytes: [UInt8]
  private(set) var offset = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// The members of a dictionary: `key=` and what `body` reads, separated by commas.
  mutating func members(
    _ body: (inout StructuredFieldReader, String) throws(SignatureDefect) -> Void
  ) throws(SignatureDefect) {
    var keys: Set<String> = []
    skipSpaces()
    while peek != nil {
      let at = offset
      let key = try key()
      guard keys.insert(key).inserted else { throw SignatureDefect(key, at: at) }
      try expect("=")
      try body(&self, key)
      skipBlanks()
      if peek == nil { return }
      try expect(",")
      skipBlanks()
      if peek == nil { throw SignatureDefect("dictionary", at: offset) }
    }
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  mutating func expect(_ character: Unicode.Scalar) throws(SignatureDefect) {
    guard take(character) else { throw SignatureDefect("\(character)", at: offset) }
  }

  mutating func skipSpaces() { while peek == 0x20 { offset += 1 } }

  private mutating func skipBlanks() { while peek == 0x20 || peek == 0x09 { offset += 1 } }

  mutating func key() throws(SignatureDefect) -> String {
    let start = offset
    while let byte = peek {
      let isLetter = (0x61...0x7a).contains(byte) || byte == UInt8(ascii: "*")
      let isOther =
        (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: ".")
      guard isLetter || (isOther && offset > start) else { break }
      offset += 1
    }
    guard offset > start else { throw SignatureDefect("key", at: start) }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  mutating func string() throws(SignatureDefect) -> String {
    let start = offset
    try expect("\"")
    var text: [UInt8] = []
    while let byte = peek {
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let escaped = peek, escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\")
        else { throw SignatureDefect("string", at: offset) }
        offset += 1
        text.append(escaped)
      case 0x20...0x7e: text.append(byte)
      default: throw SignatureDefect("string", at: offset - 1)
      }
    }
    throw SignatureDefect("string", at: start)
  }

  /// At most 15 digits.
  mutating func integer() throws(SignatureDefect) -> Int64 {
    let start = offset
    let isNegative = take("-")
    var value: Int64 = 0
    var digits = 0
    while let byte = peek, (0x30...0x39).contains(byte) {
      value = value * 10 + Int64(byte - 0x30)
      digits += 1
      guard digits <= 15 else { throw SignatureDefect("integer", at: start) }
      offset += 1
    }
    guard digits > 0 else { throw SignatureDefect("integer", at: start) }
    return isNegative ? -value : value
  }

  /// `:base64:`, padding included.
  mutating func byteSequence() throws(SignatureDefect) -> [UInt8] {
    let start = offset
    try expect(":")
    guard let end = bytes[offset...].firstIndex(of: UInt8(ascii: ":")),
      let data = Data(base64Encoded: String(decoding: bytes[offset..<end], as: UTF8.self))
    else { throw SignatureDefect("bytes", at: start) }
    offset = end + 1
    return [UInt8](data)
  }
}
