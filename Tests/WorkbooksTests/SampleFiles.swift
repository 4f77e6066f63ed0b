// Whole files made for tests: workbooks of several sheets, documents of Word old and new. Nothing
// here is verified.

import Foundation
import Projects
import Workbooks

extension SampleBook {
  /// A sheet of a file in the making.
  struct Leaf {
    let name: String
    var isHidden = false
    let rows: [[Any?]]
    /// The rows that a filter hides, from 1.
    var hiddenRows: Set<Int> = []

    init(_ name: String, isHidden: Bool = false, _ rows: [[Any?]]) {
      self.name = name
      self.isHidden = isHidden
      self.rows = rows
    }
  }

  /// The bytes of an .xlsx file of these sheets: texts inline, numbers as numbers.
  static func bytes(_ leaves: [Leaf]) throws -> [UInt8] {
    var sheets = ""
    var relations = ""
    var parts: [ZipPart] = []
    for (index, leaf) in leaves.enumerated() {
      let number = index + 1
      sheets +=
        "<sheet name=\"\(escaped(leaf.name))\" sheetId=\"\(number)\" r:id=\"r\(number)\""
        + (leaf.isHidden ? " state=\"hidden\"" : "") + "/>"
      relations +=
        "<Relationship Id=\"r\(number)\" Type=\"worksheet\" Target=\"worksheets/sheet\(number).xml\"/>"
      parts.append(
        ZipPart("xl/worksheets/sheet\(number).xml", Array(sheet(data(leaf)).utf8)))
    }
    let workbook = "<workbook xmlns:r=\"r\"><sheets>\(sheets)</sheets></workbook>"
    parts.append(ZipPart("xl/workbook.xml", Array(workbook.utf8)))
    parts.append(
      ZipPart(
        "xl/_rels/workbook.xml.rels",
        Array("<Relationships>\(relations)</Relationships>".utf8)))
    return try ZipArchive.bytes(of: parts)
  }

  private static func data(_ leaf: Leaf) -> String {
    let lines = leaf.rows.enumerated().map { index, row in
      let cells = row.enumerated().map { column, value -> String in
        let place = "r=\"\(ColumnName.letters(column))\(index + 1)\""
        switch value {
        case let text as String:
          return "<c \(place) t=\"inlineStr\"><is><t>\(escaped(text))</t></is></c>"
        case let number as Int: return "<c \(place)><v>\(number)</v></c>"
        case let number as Double: return "<c \(place)><v>\(number)</v></c>"
        default: return ""
        }
      }
      let hidden = leaf.hiddenRows.contains(index + 1) ? " hidden=\"1\"" : ""
      return "<row r=\"\(index + 1)\"\(hidden)>\(cells.joined())</row>"
    }
    return "<sheetData>\(lines.joined())</sheetData>"
  }

  private static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    PlainText.escape(text, into: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A document of Word with this between the ends of its body.
  static func document(_ body: String) throws -> [UInt8] {
    let text =
      "<w:document xmlns:w=\"w\" xmlns:a=\"a\"><w:body>\(body)</w:body></w:document>"
    return try ZipArchive.bytes(of: [
      ZipPart("[Content_Types].xml", Array("<Types/>".utf8)),
      ZipPart("word/document.xml", Array(text.utf8)),
      ZipPart("word/media/image1.png", [0x89, 0x50, 0x4E, 0x47]),
    ])
  }

  /// A compound file of Office before 2007 with one empty stream: sector 0 is the table of sectors,
  /// sector 1 the directory.
  static func compound(_ stream: String) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 512)
    func put(_ value: UInt32, _ at: Int) {
      for shift in 0..<4 { bytes[at + shift] = UInt8(truncatingIfNeeded: value >> (8 * shift)) }
    }
    let magic: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    bytes.replaceSubrange(0..<8, with: magic)
    bytes[26] = 3
    bytes[28] = 0xFE
    bytes[29] = 0xFF
    bytes[30] = 9
    bytes[32] = 6
    put(1, 44)
    put(1, 48)
    put(4_096, 56)
    put(0xFFFF_FFFE, 60)
    put(0xFFFF_FFFE, 68)
    for index in 0..<109 { put(index == 0 ? 0 : 0xFFFF_FFFF, 76 + index * 4) }
    var table: [UInt8] = [0xFD, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF]
    table += [UInt8](repeating: 0xFF, count: 512 - table.count)
    var directory = entry("Root Entry", kind: 5) + entry(stream, kind: 2)
    directory += [UInt8](repeating: 0, count: 512 - directory.count)
    return bytes + table + directory
  }

  private static func entry(_ name: String, kind: UInt8) -> [UInt8] {
    var bytes: [UInt8] = []
    for unit in name.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    let length = UInt8(bytes.count + 2)
    bytes += [UInt8](repeating: 0, count: 128 - bytes.count)
    bytes[64] = length
    bytes[66] = kind
    for at in 68..<80 { bytes[at] = 0xFF }
    // No sectors: the stream is empty.
    for (at, byte) in zip(116..<120, [0xFE, 0xFF, 0xFF, 0xFF] as [UInt8]) { bytes[at] = byte }
    return bytes
  }
}
