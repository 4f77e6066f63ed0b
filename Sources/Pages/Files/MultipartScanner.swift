// The parts of a form with files (`multipart/form-data`, RFC 7578), as its bytes come in pieces of
// any size. Guarantees: holds back no more than a part's head or a boundary, whatever is sent;
// content is given on as it comes.

internal import Glibc

/// What a part says of itself.
struct PartHead: Sendable, Hashable {
  let name: String
  /// Nil for a plain field; empty where no file was chosen.
  let fileName: String?
}

/// A body that is no form.
struct MultipartFault: Error {}

/// Takes a body apart.
struct MultipartScanner {
  enum Event {
    case head(PartHead)
    case bytes(ArraySlice<UInt8>)
    case end
  }

  private enum State { case preamble, boundary, head, content, closed }

  static let headBytesMax = 8_192

  private let delimiter: [UInt8]
  /// What was not told apart yet; the body is read as if a line ended before it.
  private var held: [UInt8] = [0x0D, 0x0A]
  private var state = State.preamble

  /// Whether the last boundary was read.
  var isClosed: Bool { state == .closed }

  /// - Parameter boundary: 1 to 70 bytes, as the body's type says it.
  init(boundary: String) { delimiter = Array("\r\n--\(boundary)".utf8) }

  /// Takes further bytes. O(bytes).
  mutating func feed(_ bytes: some Sequence<UInt8>) throws(MultipartFault) -> [Event] {
    held.append(contentsOf: bytes)
    var events: [Event] = []
    var at = 0
    scanning: while true {
      switch state {
      case .preamble, .content:
        guard let found = Self.find(delimiter, in: held, from: at) else {
          let safe = max(at, held.count - (delimiter.count - 1))
          if state == .content, safe > at { events.append(.bytes(held[at..<safe])) }
          at = safe
          break scanning
        }
        if state == .content {
          if found > at { events.append(.bytes(held[at..<found])) }
          events.append(.end)
        }
        at = found + delimiter.count
        state = .boundary
      case .boundary:
        guard held.count - at >= 2 else { break scanning }
        switch (held[at], held[at + 1]) {
        case (0x2D, 0x2D): state = .closed
        case (0x0D, 0x0A): state = .head
        default: throw MultipartFault()
        }
        at += 2
      case .head:
        guard let end = Self.find([0x0D, 0x0A, 0x0D, 0x0A], in: held, from: at) else {
          guard held.count - at <= Self.headBytesMax else { throw MultipartFault() }
          break scanning
        }
        guard end - at <= Self.headBytesMax, let head = Self.head(held[at..<end]) else {
          throw MultipartFault()
        }
        events.append(.head(head))
        at = end + 4
        state = .content
      case .closed:
        at = held.count
        break scanning
      }
    }
    held = Array(held[at...])
    return events
  }

  private static func find(_ wanted: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return nil }
      var at = start
      while at + wanted.count <= bytes.count {
        guard let found = memchr(base + at, Int32(wanted[0]), bytes.count - at) else { return nil }
        at = UnsafeRawPointer(found) - base
        guard at + wanted.count <= bytes.count else { return nil }
        if memcmp(base + at, wanted, wanted.count) == 0 { return at }
        at += 1
      }
      return nil
    }
  }

  // MARK: Heads

  /// The names in the line `Content-Disposition: form-data; name="…"; filename="…"`. Told apart by
  /// bytes: a combining sign never hides a quotation mark.
  private static func head(_ bytes: ArraySlice<UInt8>) -> PartHead? {
    for line in bytes.split(separator: 0x0A) {
      let line = line.last == 0x0D ? line.dropLast() : line
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
        lowered(line[..<colon]) == "content-disposition"
      else { continue }
      var rest = line[(colon + 1)...].drop { $0 == 0x20 }
      guard lowered(rest.prefix(9)) == "form-data" else { return nil }
      rest = rest.dropFirst(9)
      var found: [String: String] = [:]
      while let (name, value) = parameter(&rest) {
        guard let value = String(validating: value, as: UTF8.self) else { return nil }
        found[name] = value
      }
      return found["name"].map { PartHead(name: $0, fileName: found["filename"]) }
    }
    return nil
  }

  private static func lowered(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self).lowercased()
  }

  /// Takes `; name="value"` from the front.
  private static func parameter(_ rest: inout ArraySlice<UInt8>) -> (String, [UInt8])? {
    rest = rest.drop { $0 == UInt8(ascii: ";") || $0 == 0x20 }
    guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    let name = lowered(rest[..<equals])
    rest = rest[(equals + 1)...]
    let quote = UInt8(ascii: "\"")
    guard rest.first == quote else {
      let value = rest.prefix { $0 != UInt8(ascii: ";") }
      rest = rest.dropFirst(value.count)
      return (name, Array(value))
    }
    rest = rest.dropFirst()
    var value: [UInt8] = []
    while let byte = rest.popFirst(), byte != quote {
      // Browsers write a quotation mark as %22; other programs put a backslash before it.
      if byte == UInt8(ascii: "\\"), rest.first == quote {
        value.append(quote)
        rest = rest.dropFirst()
      } else {
        value.append(byte)
      }
    }
    for (code, sign) in [("%22", quote), ("%0D", 0x0D), ("%0A", 0x0A)] {
      value.replace(Array(code.utf8), with: [sign])
    }
    return (name, value)
  }
}
