// Sheets and files made for tests of reading. Nothing here is verified.

import Causality
import Foundation
import Projects
import Testing
import Workbooks

/// The collection most sheets are about.
let projects = Schema.standard.collection("project")!

/// A sheet of cells: text, numbers, days; nil is an empty cell. Rows are numbered from 1.
func sheet(_ rows: [[Any?]], named name: String = "表", merged: [String] = []) -> BookSheet {
  var sheet = BookSheet(name: name)
  for (index, row) in rows.enumerated() where row.contains(where: { $0 != nil }) {
    sheet.rows.append(SheetRow(number: index + 1, cells: row.map(cell)))
  }
  sheet.merged = merged.map { range in
    let ends = range.split(separator: ":").map { place($0) }
    return MergedRange(
      rows: ends[0].row...ends[1].row, columns: ends[0].column...ends[1].column)
  }
  return sheet
}

private func cell(_ value: Any?) -> SheetCell {
  switch value {
  case let text as String: .text(text)
  case let number as Int: .number(Double(number))
  case let number as Double: .number(number)
  case let date as CivilDate: .date(date)
  case let flag as Bool: .boolean(flag)
  case let cell as SheetCell: cell
  default: .empty
  }
}

private func place(_ text: Substring) -> (row: Int, column: Int) {
  let letters = text.prefix { $0.isLetter }
  let column = letters.utf8.reduce(0) { $0 * 26 + Int($1) - 64 } - 1
  return (Int(text.dropFirst(letters.count)) ?? 0, column)
}

extension SheetLayout {
  /// The texts that a field's cells give, row by row; a flaw by its code.
  func texts(_ code: String) -> [String] {
    guard let field = projects.field(code), let column = header.column(of: field) else { return [] }
    let reading = CellReading(
      field, isName: code == "name", isVerbatim: header.hasIDs,
      signsAreUnclear: signsAreUnclear, daysFrom1904: daysFrom1904)
    return items.map { item in
      do throws(CellFlaw) {
        return try reading.text(item[column]) ?? ""
      } catch {
        return "!\(error.rawValue)"
      }
    }
  }

  /// The values of a field's cells in the units of the ledger; a refusal by its code.
  func values(_ code: String) -> [String] {
    guard let field = projects.field(code), let column = header.column(of: field) else { return [] }
    return zip(items, texts(code)).map { item, text in
      if item.units.refusal(of: item[column], in: column) != nil {
        return "!\(CellFlaw.otherUnit.rawValue)"
      }
      let context = ParseContext(moneyUnit: item.units.money(column))
      do throws(ValidationProblem) {
        guard let value = field.plain(try field.parse(text, in: context)) else { return "" }
        if case .string(let shown) = value { return shown }
        return "\(value)"
      } catch {
        return "!\(error.code.rawValue)"
      }
    }
  }

  var names: [String] { texts("name") }

  func findings(_ code: LayoutFinding.Code) -> [LayoutFinding] {
    findings.filter { $0.code == code }
  }

  /// The codes of the fields, column by column; `-` where none.
  var fields: [String] {
    header.columns.map { column in
      switch column.target {
      case .field(let field): field.code
      case .serial: "#"
      case .id: "id"
      case .passedOver, .computed, .unknown: "-"
      }
    }
  }
}

/// A sheet's layout, or a failed test.
func layout(
  _ rows: [[Any?]], merged: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
) throws -> SheetLayout {
  try #require(
    SheetLayout(sheet(rows, merged: merged), of: projects), sourceLocation: sourceLocation)
}

/// The parts of an .xlsx file with one sheet.
enum SampleBook {
  static let workbook = """
    <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">\
    <sheets><sheet name="甲" sheetId="1" r:id="rId1"/></sheets></workbook>
    """
  static let relations = """
    <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
    <Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>
    """

  static func sheet(_ inside: String) -> String {
    "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\(inside)</worksheet>"
  }

  /// The bytes of a file with this sheet and further parts.
  static func bytes(sheet: String, _ further: [String: String] = [:]) throws -> [UInt8] {
    var parts = [
      "xl/workbook.xml": workbook, "xl/_rels/workbook.xml.rels": relations,
      "xl/worksheets/sheet1.xml": sheet,
    ]
    parts.merge(further) { $1 }
    return try ZipArchive.bytes(
      of: parts.sorted { $0.key < $1.key }.map { ZipPart($0.key, Array($0.value.utf8)) })
  }
}

/// A file kept under `Fixtures/workbooks`.
func fixture(_ name: String) throws -> [UInt8] {
  let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  return [UInt8](
    try Data(contentsOf: root.appendingPathComponent("Fixtures/workbooks/\(name)")))
}

/// The names of what broke a reader once, kept under `Fixtures/workbooks/crashers`.
func crashers() throws -> [String] {
  let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  return try FileManager.default.contentsOfDirectory(
    atPath: root.appendingPathComponent("Fixtures/workbooks/crashers").path
  ).sorted()
}
