// A sheet read back with an XML parser, independent of the writer: what a spreadsheet program would
// see.

import Foundation
import FoundationXML
import Testing
import Workbooks

/// What one cell of a file holds.
struct ReadCell: Equatable {
  /// `s` for text, `n` for a number, `""` for a blank.
  var kind = ""
  var text = ""
  var isFormula = false
}

/// The first sheet of a workbook's bytes.
struct ReadSheet {
  private(set) var cells: [String: ReadCell] = [:]
  private(set) var merged: [String] = []
  private(set) var panes = ""
  private(set) var widths: [Double] = []
  private(set) var parts: [String: [UInt8]] = [:]

  init(path: String, sheet: Int = 1) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    for part in try ZipArchive.parts(of: bytes) { parts[part.name] = part.bytes }
    var strings: [String] = []
    if let shared = parts["xl/sharedStrings.xml"] {
      let document = try XMLDocument(data: Data(shared))
      strings = try document.nodes(forXPath: "//*[local-name()='si']").map { $0.stringValue ?? "" }
    }
    let name = "xl/worksheets/sheet\(sheet).xml"
    let document = try XMLDocument(data: Data(parts[name] ?? []))
    for node in try document.nodes(forXPath: "//*[local-name()='c']") {
      let element = try #require(node as? XMLElement)
      let attributes = element.attributes ?? []
      let place = try #require(attributes.first { $0.localName == "r" })
      let type = attributes.first { $0.localName == "t" }?.stringValue ?? "n"
      let value = element.children?.first { $0.localName == "v" }?.stringValue
      var cell = ReadCell()
      cell.isFormula = element.children?.contains { $0.localName == "f" } ?? false
      if let value {
        cell.kind = type
        cell.text = type == "s" ? strings[Int(value) ?? -1] : value
      }
      cells[place.stringValue ?? ""] = cell
    }
    merged = try document.nodes(forXPath: "//*[local-name()='mergeCell']/@ref").map {
      $0.stringValue ?? ""
    }
    panes =
      try document.nodes(forXPath: "//*[local-name()='pane']/@topLeftCell").first?.stringValue ?? ""
    widths = try document.nodes(forXPath: "//*[local-name()='col']/@width").map {
      Double($0.stringValue ?? "") ?? 0
    }
  }

  /// The text of a cell, with the escapes of the format decoded.
  func text(_ place: String) -> String? { cells[place].map { ReadSheet.decoded($0.text) } }

  /// Replaces `_xHHHH_` by its character, as spreadsheet programs do.
  static func decoded(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let start = rest.range(of: "_x[0-9A-Fa-f]{4}_", options: .regularExpression) {
      result += rest[..<start.lowerBound]
      let code = UInt32(rest[start].dropFirst(2).dropLast(), radix: 16) ?? 0
      result.unicodeScalars.append(Unicode.Scalar(code) ?? " ")
      rest = rest[start.upperBound...]
    }
    return result + rest
  }
}

/// A path in a new folder of its own, which `body` may fill; the folder is removed afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "taizhang-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}
