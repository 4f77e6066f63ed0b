// A part of a workbook as a stream of elements. Guarantees: a document type, and with it every
// entity of its own, is refused; depth is bounded; a handler's fault ends the reading at once.

internal import CExpat

/// The name of an element or attribute, without its prefix, while the parser holds it.
struct XMLName {
  private let bytes: UnsafePointer<CChar>

  fileprivate init(_ bytes: UnsafePointer<CChar>) {
    var start = bytes
    var walk = bytes
    while walk.pointee != 0 {
      if walk.pointee == 0x3A { start = walk + 1 }
      walk += 1
    }
    self.bytes = start
  }

  static func ~= (pattern: StaticString, name: XMLName) -> Bool {
    pattern.withUTF8Buffer { wanted in
      for (place, byte) in wanted.enumerated() where UInt8(bitPattern: name.bytes[place]) != byte {
        return false
      }
      return name.bytes[wanted.count] == 0
    }
  }
}

/// The attributes of an element, while the parser holds them.
struct XMLAttributes {
  fileprivate let pairs: UnsafeMutablePointer<UnsafePointer<CChar>?>?

  /// The bytes of an attribute's value, by its name without a prefix.
  func bytes(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
    guard var pair = pairs else { return nil }
    while let key = pair[0], let value = pair[1] {
      if name ~= XMLName(key) {
        var count = 0
        while value[count] != 0 { count += 1 }
        return UnsafeRawBufferPointer(start: value, count: count).assumingMemoryBound(
          to: UInt8.self)
      }
      pair += 2
    }
    return nil
  }

  subscript(_ name: StaticString) -> String? {
    bytes(name).map { String(decoding: $0, as: UTF8.self) }
  }

  func int(_ name: StaticString) -> Int? {
    guard let bytes = bytes(name), !bytes.isEmpty, bytes.count < 12 else { return nil }
    var number = 0
    for byte in bytes {
      guard (48...57).contains(byte) else { return nil }
      number = number * 10 + Int(byte - 48)
    }
    return number
  }

  func isTrue(_ name: StaticString) -> Bool {
    guard let value = self[name] else { return false }
    return value == "1" || value == "true"
  }
}

/// What listens to a part.
class XMLPart {
  /// Set by a handler to end the reading.
  var fault: BookFault?
  fileprivate var depth = 0
  fileprivate var parser: XML_Parser?
  private static let depthMax = 256

  func start(_ name: XMLName, _ attributes: XMLAttributes) {}
  func end(_ name: XMLName) {}
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {}

  /// Reads a part to its end.
  func read(_ name: String, of book: ZipBook) throws(BookFault) {
    guard let parser = XML_ParserCreate(nil) else {
      throw BookFault(.damaged, place: name, "expat")
    }
    defer { XML_ParserFree(parser) }
    self.parser = parser
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser,
      { data, name, attributes in
        guard let name, let part = XMLPart.of(data) else { return }
        part.depth += 1
        if part.depth > XMLPart.depthMax { part.fault = BookFault(.damaged, "<<<") }
        part.start(XMLName(name), XMLAttributes(pairs: attributes))
        part.stopIfFaulty()
      },
      { data, name in
        guard let name, let part = XMLPart.of(data) else { return }
        part.depth -= 1
        part.end(XMLName(name))
        part.stopIfFaulty()
      })
    XML_SetCharacterDataHandler(parser) { data, bytes, count in
      guard let bytes, let part = XMLPart.of(data) else { return }
      part.text(
        UnsafeRawBufferPointer(start: bytes, count: Int(count)).assumingMemoryBound(to: UInt8.self))
      part.stopIfFaulty()
    }
    XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
      guard let part = XMLPart.of(data) else { return }
      part.fault = BookFault(.damaged, "DOCTYPE")
      part.stopIfFaulty()
    }
    try book.read(name) { (piece, isLast) throws(BookFault) in
      let status = XML_Parse(
        parser, piece.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(piece.count),
        isLast ? 1 : 0)
      if let fault = self.fault {
        throw fault.place.isEmpty ? BookFault(fault.code, place: name, fault.detail) : fault
      }
      guard status == XML_STATUS_OK else {
        let line = XML_GetCurrentLineNumber(parser)
        throw BookFault(.damaged, place: name, "XML \(line)")
      }
      return true
    }
  }

  private func stopIfFaulty() {
    if fault != nil, let parser { XML_StopParser(parser, 0) }
  }

  private static func of(_ data: UnsafeMutableRawPointer?) -> XMLPart? {
    data.map { Unmanaged<XMLPart>.fromOpaque($0).takeUnretainedValue() }
  }
}
