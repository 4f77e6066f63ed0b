// Guarantees compact JSON in the order in which it is written, UTF-8 unescaped but for what the
// format demands, with commas placed by the writer. One reusable buffer, no reflection.

internal import Causality

/// Writes JSON into a byte buffer.
struct JSONWriter: Sendable {
  /// What has been written.
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  init() { bytes.reserveCapacity(512) }

  /// Forgets what was written and keeps the buffer.
  mutating func reset() {
    bytes.removeAll(keepingCapacity: true)
    needsComma = false
  }

  /// An object with what `body` writes into it.
  mutating func object(_ body: (inout JSONWriter) throws -> Void) rethrows {
    open(0x7B)
    try body(&self)
    close(0x7D)
  }

  /// An array with what `body` writes into it.
  mutating func array(_ body: (inout JSONWriter) throws -> Void) rethrows {
    open(0x5B)
    try body(&self)
    close(0x5D)
  }

  /// A member that is an array of objects, each with what `body` writes of its item.
  mutating func objects<Item>(
    _ name: String, _ items: some Sequence<Item>, _ body: (inout JSONWriter, Item) throws -> Void
  ) rethrows {
    key(name)
    try array { array in
      for item in items { try array.object { object in try body(&object, item) } }
    }
  }

  /// A member's name; the value follows.
  mutating func key(_ name: String) {
    comma()
    quote(name)
    bytes.append(0x3A)
    needsComma = false
  }

  mutating func string(_ value: String) {
    comma()
    quote(value)
    needsComma = true
  }

  mutating func integer(_ value: some BinaryInteger) {
    comma()
    if let small = Int64(exactly: value) {
      decimalDigits(small)
    } else {
      bytes.append(contentsOf: String(value).utf8)
    }
    needsComma = true
  }

  mutating func boolean(_ value: Bool) { raw(value ? "true" : "false") }

  mutating func null() { raw("null") }

  /// A number with three decimals, for seconds and rates; never for data of a record.
  mutating func thousandths(_ value: Int) {
    let digits = String(value.magnitude % 1000)
    let fraction = String(repeating: "0", count: 3 - digits.count) + digits
    raw("\(value < 0 ? "-" : "")\(value.magnitude / 1000).\(fraction)")
  }

  mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  mutating func member(_ name: String, _ value: some BinaryInteger) {
    key(name)
    integer(value)
  }

  mutating func member(_ name: String, _ value: Bool) {
    key(name)
    boolean(value)
  }

  /// A member that is left out when there is no value.
  mutating func optionalMember(_ name: String, _ value: String?) {
    if let value { member(name, value) }
  }

  mutating func member(_ name: String, _ values: [String]) {
    key(name)
    array { array in for value in values { array.string(value) } }
  }

  private mutating func open(_ bracket: UInt8) {
    comma()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func comma() {
    if needsComma { bytes.append(0x2C) }
  }

  private mutating func raw(_ text: StaticString) {
    comma()
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    needsComma = true
  }

  private mutating func raw(_ text: String) {
    comma()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  private mutating func decimalDigits(_ value: Int64) {
    var magnitude = value.magnitude
    if value < 0 { bytes.append(0x2D) }
    let start = bytes.count
    repeat {
      bytes.append(0x30 + UInt8(truncatingIfNeeded: magnitude % 10))
      magnitude /= 10
    } while magnitude > 0
    bytes[start...].reverse()
  }

  private mutating func quote(_ value: String) {
    var value = value
    bytes.append(0x22)
    value.withUTF8 { text in
      var run = 0
      for index in 0..<text.count {
        let byte = text[index]
        if byte >= 0x20, byte != 0x22, byte != 0x5C { continue }
        bytes.append(contentsOf: text[run..<index])
        escape(byte)
        run = index + 1
      }
      bytes.append(contentsOf: text[run...])
    }
    bytes.append(0x22)
  }

  private mutating func escape(_ byte: UInt8) {
    bytes.append(0x5C)
    switch byte {
    case 0x22, 0x5C: bytes.append(byte)
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    default:
      bytes.append(contentsOf: "u00\(Hexadecimal.text([byte]))".utf8)
    }
  }
}
