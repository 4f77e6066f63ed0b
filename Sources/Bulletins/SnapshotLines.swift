// Lines of fields, written and read: tab and line end inside a field are escaped, an absent value
// is `-` alone, a list says its length first.

internal import Causality
internal import Crypto

struct LineWriter {
  private var fields: FieldWriter
  private var lineCount = 1

  init(title: String) { fields = FieldWriter(bytes: Array((title + "\n").utf8)) }

  mutating func line<Line: SnapshotLine>(_ record: Line) {
    fields.bytes.append(contentsOf: Line.kind.utf8)
    record.write(&fields)
    fields.bytes.append(UInt8(ascii: "\n"))
    lineCount += 1
  }

  /// The text, closed by a line with the number of lines before it and their SHA-256.
  mutating func finished() -> [UInt8] {
    let digest = Self.digest(fields.bytes[...])
    fields.bytes.append(contentsOf: "end\t\(lineCount)\t\(digest)\n".utf8)
    return fields.bytes
  }

  /// As 64 hexadecimal digits in lower case.
  static func digest(_ bytes: ArraySlice<UInt8>) -> String {
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return Hexadecimal.text(hash.finalize())
  }
}

struct FieldWriter {
  fileprivate(set) var bytes: [UInt8]

  mutating func text(_ text: String) {
    bytes.append(UInt8(ascii: "\t"))
    // A lone `-` is the absent value.
    if text == "-" { bytes.append(UInt8(ascii: "\\")) }
    var text = text
    let isPlain = text.withUTF8 { field in
      field.allSatisfy {
        $0 != UInt8(ascii: "\t") && $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\\")
      }
    }
    if isPlain {
      text.withUTF8 { bytes.append(contentsOf: $0) }
      return
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
      case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\\"): bytes.append(contentsOf: "\\\\".utf8)
      default: bytes.append(byte)
      }
    }
  }

  mutating func optional(_ text: String?) {
    guard let text else {
      bytes.append(contentsOf: "\t-".utf8)
      return
    }
    self.text(text)
  }

  mutating func number(_ number: Int) { text(String(number)) }
  mutating func decimal(_ number: ExactDecimal?) { optional(number?.description) }
  mutating func date(_ date: CivilDate?) { optional(date?.description) }
  mutating func texts(_ list: [String]) {
    number(list.count)
    for item in list { text(item) }
  }
}

struct LineReader {
  private let bytes: [UInt8]
  private var place = 0
  /// The line that comes next, from 1.
  private var line = 1

  init(_ bytes: [UInt8], title: String, bytesMax: Int) throws(SnapshotFault) {
    self.bytes = bytes
    guard bytes.count <= bytesMax else {
      throw SnapshotFault(code: .size, line: 0, field: 0, detail: "\(bytes.count) > \(bytesMax)")
    }
    let first = String(
      decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }.prefix(60), as: UTF8.self)
    guard first == title else {
      throw SnapshotFault(code: .version, line: 1, field: 0, detail: first)
    }
    place = title.utf8.count + 1
    line = 2
  }

  func fault(_ code: SnapshotFault.Code, detail: String) -> SnapshotFault {
    SnapshotFault(code: code, line: line, field: 0, detail: detail)
  }

  /// The next line as a record of one kind; nil when the next line is of another kind.
  mutating func next<Line: SnapshotLine>() throws(SnapshotFault) -> Line? {
    guard place < bytes.count, let end = bytes[place...].firstIndex(of: UInt8(ascii: "\n")) else {
      throw fault(.end, detail: "")
    }
    let kind = Line.kind.utf8
    guard bytes[place..<end].starts(with: kind), place + kind.count < end,
      bytes[place + kind.count] == UInt8(ascii: "\t")
    else { return nil }
    var fields = FieldReader(bytes, (place + kind.count)..<end, line: line)
    let record = try Line(&fields)
    try fields.finish()
    place = end + 1
    line += 1
    return record
  }

  /// The last line, and nothing after it; all before it is as it was written.
  func finish() throws(SnapshotFault) {
    let rest = String(decoding: bytes[place...].prefix(120), as: UTF8.self)
    guard rest.hasPrefix("end\t") else {
      throw fault(.kind, detail: String(rest.prefix { $0 != "\t" && $0 != "\n" }))
    }
    let digits = rest.utf8.dropLast().suffix(64)
    guard rest == "end\t\(line - 1)\t\(String(decoding: digits, as: UTF8.self))\n" else {
      throw fault(.end, detail: String(rest.prefix { $0 != "\n" }))
    }
    guard digits.elementsEqual(LineWriter.digest(bytes[..<place]).utf8) else {
      throw fault(.changed, detail: "SHA-256")
    }
  }
}

struct FieldReader {
  private let bytes: [UInt8]
  private var place: Int
  private let end: Int
  private let line: Int
  private var field = 0

  fileprivate init(_ bytes: [UInt8], _ range: Range<Int>, line: Int) {
    self.bytes = bytes
    place = range.lowerBound
    end = range.upperBound
    self.line = line
  }

  private func fault(_ code: SnapshotFault.Code, _ detail: String) -> SnapshotFault {
    SnapshotFault(code: code, line: line, field: field, detail: String(detail.prefix(60)))
  }

  fileprivate func finish() throws(SnapshotFault) {
    guard place == end else { throw fault(.fields, "> \(field)") }
  }

  /// The bytes of the next field.
  private mutating func take() throws(SnapshotFault) -> ArraySlice<UInt8> {
    field += 1
    guard place < end else { throw fault(.fields, "\(field - 1)") }
    let start = place + 1
    var stop = start
    while stop < end, bytes[stop] != UInt8(ascii: "\t") { stop += 1 }
    place = stop
    return bytes[start..<stop]
  }

  mutating func optional() throws(SnapshotFault) -> String? {
    let raw = try take()
    if raw.count == 1, raw.first == UInt8(ascii: "-") { return nil }
    if !raw.contains(UInt8(ascii: "\\")) {
      guard let text = String(validating: raw, as: UTF8.self) else {
        throw fault(.value, "UTF-8")
      }
      return text
    }
    var plain: [UInt8] = []
    plain.reserveCapacity(raw.count)
    var index = raw.startIndex
    while index < raw.endIndex {
      var byte = raw[index]
      index += 1
      if byte == UInt8(ascii: "\\") {
        guard index < raw.endIndex else { throw fault(.value, "\\") }
        switch raw[index] {
        case UInt8(ascii: "t"): byte = UInt8(ascii: "\t")
        case UInt8(ascii: "n"): byte = UInt8(ascii: "\n")
        case UInt8(ascii: "\\"): byte = UInt8(ascii: "\\")
        case UInt8(ascii: "-") where raw.count == 2: byte = UInt8(ascii: "-")
        default: throw fault(.value, String(decoding: raw, as: UTF8.self))
        }
        index += 1
      }
      plain.append(byte)
    }
    guard let text = String(validating: plain, as: UTF8.self) else { throw fault(.value, "UTF-8") }
    return text
  }

  mutating func text() throws(SnapshotFault) -> String {
    guard let text = try optional() else { throw fault(.value, "-") }
    return text
  }

  /// A whole number as it is written, within bounds.
  mutating func number(_ range: ClosedRange<Int>) throws(SnapshotFault) -> Int {
    let text = try text()
    guard let number = Int(text), String(number) == text, range.contains(number) else {
      throw fault(.value, text)
    }
    return number
  }

  mutating func decimal() throws(SnapshotFault) -> ExactDecimal? {
    guard let text = try optional() else { return nil }
    guard let number = ExactDecimal(text), number.description == text else {
      throw fault(.value, text)
    }
    return number
  }

  mutating func requiredDecimal() throws(SnapshotFault) -> ExactDecimal {
    guard let number = try decimal() else { throw fault(.value, "-") }
    return number
  }

  mutating func date() throws(SnapshotFault) -> CivilDate? {
    guard let text = try optional() else { return nil }
    guard let date = CivilDate(iso: text) else { throw fault(.value, text) }
    return date
  }

  mutating func requiredDate() throws(SnapshotFault) -> CivilDate {
    guard let date = try date() else { throw fault(.value, "-") }
    return date
  }

  /// One of the cases of an enumeration, by its code.
  mutating func code<Code: RawRepresentable<String>>() throws(SnapshotFault) -> Code {
    let text = try text()
    guard let code = Code(rawValue: text) else { throw fault(.value, text) }
    return code
  }

  mutating func texts(_ range: ClosedRange<Int>) throws(SnapshotFault) -> [String] {
    var list: [String] = []
    for _ in 0..<(try number(range)) { list.append(try text()) }
    return list
  }
}
