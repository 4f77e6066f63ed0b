// What a browser sends: the fields of a form or of an address, in order, decoded and bounded.

internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Projects

/// The fields of a form.
struct Form: Sendable {
  /// Bytes of a form's body: the longest text that a field takes, three bytes for each as browsers
  /// send Chinese, as it began, as the page was drawn and as it is typed; and what goes with it.
  static let bodyBytesMax = 9 * FieldDefinition.textBytesMax + (1 << 20)
  /// The same of whoever has no session.
  static let strangersBytesMax = 2 << 20
  static let fieldsMax = 20_000

  private(set) var fields: [(name: String, value: String)] = []
  private var places: [String: Int] = [:]

  init() {}

  init(_ fields: [(name: String, value: String)]) {
    for field in fields { append(field.name, field.value) }
  }

  /// The fields behind the question mark of an address; what is not UTF-8 is left out.
  init(query: String) {
    for pair in query.utf8.split(separator: UInt8(ascii: "&")).prefix(Self.fieldsMax) {
      if let (name, value) = Self.decode(pair) { append(name, value) }
    }
  }

  /// - Throws: `Stop` for another media type, a body over the bound, or what is not UTF-8.
  init(reading request: Request, bytesMax: Int = Form.bodyBytesMax) async throws {
    let type = request.headers[.contentType]?.split(separator: ";").first.map(String.init) ?? ""
    guard type == "application/x-www-form-urlencoded" else {
      throw Stop(.unsupportedMediaType, "page.stop-media", type)
    }
    let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    let tooLong = Stop(.contentTooLarge, "page.stop-length", "\(bytesMax >> 20)")
    guard length <= bytesMax else { throw tooLong }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(length)
    for try await part in request.body {
      guard bytes.count + part.readableBytes <= bytesMax else { throw tooLong }
      bytes.append(contentsOf: part.readableBytesView)
    }
    let pairs = bytes.split(separator: UInt8(ascii: "&"))
    guard pairs.count <= Self.fieldsMax else { throw tooLong }
    for pair in pairs {
      guard let (name, value) = Self.decode(pair) else { throw Stop(.badRequest, "page.stop-text") }
      append(name, value)
    }
  }

  private mutating func append(_ name: String, _ value: String) {
    if places[name] == nil { places[name] = fields.count }
    fields.append((name, value))
  }

  /// The first value of a field; nil when it was not sent.
  subscript(name: String) -> String? { places[name].map { fields[$0].value } }

  /// The first value of a field, without spaces around it; nil when it is empty or was not sent.
  func text(_ name: String) -> String? {
    guard let value = self[name] else { return nil }
    let scalars = value.unicodeScalars
    let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\u{3000}" }
    guard let first = scalars.firstIndex(where: { !isSpace($0) }),
      let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return nil }
    return String(scalars[first...last])
  }

  /// All values of a field, in order.
  func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// Whether a field was sent.
  func has(_ name: String) -> Bool { places[name] != nil }

  /// The fields whose names begin with `prefix`, without it.
  func below(_ prefix: String) -> Form {
    var form = Form()
    for field in fields where field.name.utf8.starts(with: prefix.utf8) {
      form.append(String(field.name.dropFirst(prefix.count)), field.value)
    }
    return form
  }

  /// The fields named `prefix` `row` `.` `name`, by row, without what stands before the name.
  /// O(fields).
  func rows(below prefix: String) -> [String: Form] {
    var rows: [String: Form] = [:]
    for field in fields where field.name.utf8.starts(with: prefix.utf8) {
      let rest = field.name.dropFirst(prefix.count)
      guard let point = rest.firstIndex(of: ".") else { continue }
      rows[String(rest[..<point]), default: Form()]
        .append(String(rest[rest.index(after: point)...]), field.value)
    }
    return rows
  }

  private static func decode(_ pair: some Sequence<UInt8>) -> (String, String)? {
    let bytes = Array(pair)
    let equals = bytes.firstIndex(of: UInt8(ascii: "="))
    guard let name = plain(bytes[..<(equals ?? bytes.count)]),
      let value = plain(equals.map { bytes[($0 + 1)...] } ?? [])
    else { return nil }
    return (name, value)
  }

  /// Decodes `+` and `%XX`; line ends become line feeds. Nil when the bytes are not UTF-8.
  private static func plain(_ bytes: ArraySlice<UInt8>) -> String? {
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      var byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "+") {
        byte = 0x20
      } else if byte == UInt8(ascii: "%"), index + 1 < bytes.endIndex,
        let high = Hexadecimal.number(of: bytes[index]),
        let low = Hexadecimal.number(of: bytes[index + 1])
      {
        byte = high << 4 | low
        index += 2
      }
      if byte == 0x0A, plain.last == 0x0D { plain.removeLast() }
      plain.append(byte)
    }
    return String(validating: plain, as: UTF8.self)
  }

  /// A text as a part of an address.
  static func encode(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
