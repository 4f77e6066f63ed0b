// The small parts of an .xlsx file: which sheets there are, which cell formats show a day, the
// texts that cells share.

/// `xl/workbook.xml`.
final class WorkbookPart: XMLPart {
  struct Entry {
    let name: String
    let relation: String
    let isHidden: Bool
  }

  private(set) var sheets: [Entry] = []
  private(set) var from1904 = false
  private let sheetsMax: Int

  init(_ limits: ReadLimits) { sheetsMax = limits.sheetsMax }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    switch name {
    case "sheet":
      guard sheets.count < sheetsMax else {
        fault = BookFault(.tooManyCells, "> \(sheetsMax)")
        return
      }
      sheets.append(
        Entry(
          name: attributes["name"] ?? "", relation: attributes["id"] ?? "",
          isHidden: attributes["state"].map { $0 != "visible" } ?? false))
    case "workbookPr": from1904 = attributes.isTrue("date1904")
    default: break
    }
  }
}

/// `xl/_rels/workbook.xml.rels`: targets by relation, and by kind the first.
final class RelationsPart: XMLPart {
  private(set) var targets: [String: String] = [:]
  private(set) var parts: [String: String] = [:]

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    guard "Relationship" ~= name, targets.count < 10_000, let id = attributes["Id"],
      let target = attributes["Target"]
    else { return }
    let path = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
    targets[id] = path
    let kind = (attributes["Type"] ?? "").split(separator: "/").last.map(String.init) ?? ""
    if parts[kind] == nil { parts[kind] = path }
  }
}

/// `xl/styles.xml`: for each cell format whether it shows a day, and which show numbers scaled.
final class StylesPart: XMLPart {
  private(set) var areDays: [Bool] = []
  private(set) var scaled: Set<Int> = []
  /// How many digits a cell format shows at least, with noughts before them.
  private(set) var noughts: [Int: Int] = [:]
  private var scaling: Set<Int> = []
  private var padding: [Int: Int] = [:]
  private var codes: [Int: Bool] = [:]
  private var inFormats = false

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    switch name {
    case "numFmt":
      guard codes.count < 70_000, let id = attributes.int("numFmtId") else { return }
      let code = attributes["formatCode"] ?? ""
      codes[id] = NumberFormat.isDay(code)
      if NumberFormat.scales(code) { scaling.insert(id) }
      padding[id] = NumberFormat.noughts(code)
    case "cellXfs": inFormats = true
    case "xf":
      guard inFormats, areDays.count < 70_000 else { return }
      let id = attributes.int("numFmtId") ?? 0
      if scaling.contains(id) { scaled.insert(areDays.count) }
      noughts[areDays.count] = padding[id]
      areDays.append(codes[id] ?? NumberFormat.isDay(id))
    default: break
    }
  }

  override func end(_ name: XMLName) {
    if "cellXfs" ~= name { inFormats = false }
  }
}

/// `xl/sharedStrings.xml`.
final class StringsPart: XMLPart {
  private(set) var strings: [String] = []
  private var bytes: [UInt8] = []
  private var inText = false
  private var phonetics = 0
  private let limits: ReadLimits

  init(_ limits: ReadLimits) { self.limits = limits }

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    switch name {
    case "si": bytes.removeAll(keepingCapacity: true)
    case "t": inText = phonetics == 0
    case "rPh": phonetics += 1
    default: break
    }
  }

  override func end(_ name: XMLName) {
    switch name {
    case "t": inText = false
    case "rPh": phonetics -= 1
    case "si":
      guard strings.count < limits.stringsMax else {
        fault = BookFault(.tooManyCells, "> \(limits.stringsMax)")
        return
      }
      strings.append(EscapedText.decoded(bytes))
    default: break
    }
  }

  override func text(_ piece: UnsafeBufferPointer<UInt8>) {
    guard inText else { return }
    guard bytes.count + piece.count <= limits.cellBytesMax else {
      fault = BookFault(.tooManyCells, "> \(limits.cellBytesMax)")
      return
    }
    bytes.append(contentsOf: piece)
  }
}

/// `_x000A_` and its like in the texts of cells.
enum EscapedText {
  /// The text with the format's escapes decoded; CR LF and CR become LF.
  static func decoded(_ bytes: [UInt8]) -> String {
    guard bytes.contains(0x0D) || bytes.contains(0x5F) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    var scalars = String.UnicodeScalarView()
    var rest = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
    while let first = rest.popFirst() {
      if first == "_", let code = escape(rest) {
        rest = rest.dropFirst(6)
        scalars.append(Unicode.Scalar(code) ?? "\u{FFFD}")
      } else {
        scalars.append(first)
      }
    }
    var lines = String.UnicodeScalarView()
    var wasReturn = false
    for scalar in scalars {
      if scalar == "\r" {
        lines.append("\n")
      } else if scalar != "\n" || !wasReturn {
        lines.append(scalar)
      }
      wasReturn = scalar == "\r"
    }
    return String(lines)
  }

  /// The code of `xHHHH_` at the beginning.
  private static func escape(_ text: Substring.UnicodeScalarView) -> UInt32? {
    let sign = text.prefix(6)
    guard sign.count == 6, sign.first == "x", sign.last == "_" else { return nil }
    let digits = String(String.UnicodeScalarView(sign.dropFirst().dropLast()))
    guard digits.utf8.allSatisfy({ $0 != 0x2B && $0 != 0x2D }) else { return nil }
    return UInt32(digits, radix: 16)
  }
}
