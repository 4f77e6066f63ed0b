// What is fed to the readers of spreadsheets: whole files, the sheet part of an .xlsx file, and text laid
// out as offices do. Whatever the bytes: read within the limits, or refused with a code.

import Causality
import Projects
import Workbooks

extension FuzzTarget {
  private static let limits: ReadLimits = {
    var limits = ReadLimits()
    limits.unpackedBytesMax = 8 << 20
    limits.cellsMax = 50_000
    limits.rowsMax = 5_000
    limits.mergedMax = 2_000
    limits.stringsMax = 50_000
    return limits
  }()

  static func readBook(_ input: [UInt8]) {
    guard let book = try? BookReader.read(input, limits: limits) else { return }
    for sheet in book.sheets {
      precondition(sheet.rows.count <= limits.rowsMax, "more rows than the limit")
      precondition(
        zip(sheet.rows, sheet.rows.dropFirst()).allSatisfy { $0.number < $1.number },
        "rows out of order")
      readLayout(of: sheet)
    }
  }

  /// The bytes as the sheet of a file that is sound otherwise.
  static func readSheet(_ input: [UInt8]) {
    let workbook =
      "<workbook><sheets><sheet name=\"a\" r:id=\"r1\" xmlns:r=\"r\"/></sheets></workbook>"
    let strings = "<sst><si><t>项目名称</t></si><si><t>甲</t></si></sst>"
    let bytes = try? ZipArchive.bytes(of: [
      ZipPart("xl/workbook.xml", Array(workbook.utf8)),
      ZipPart("xl/sharedStrings.xml", Array(strings.utf8)),
      ZipPart("xl/worksheets/sheet1.xml", input),
    ])
    guard let bytes else { fatalError("an archive of three parts was refused") }
    readBook(bytes)
  }

  static func readLayout(_ input: [UInt8]) { readBook(input) }

  /// Every row is told apart, every cell gives a text or a flaw, every text a value or a problem.
  private static func readLayout(of sheet: BookSheet) {
    guard let projects = Schema.standard.collection("project"),
      let layout = SheetLayout(sheet, of: projects)
    else { return }
    precondition(layout.items.count + layout.headings.count <= sheet.rows.count, "rows were made")
    for (index, column) in layout.header.columns.enumerated() {
      guard let field = column.field else { continue }
      let reading = CellReading(
        field, isName: field.id == projects.nameField.id, isVerbatim: layout.header.hasIDs)
      for item in layout.items.prefix(200) {
        guard let text = try? reading.text(item[index]) else { continue }
        _ = try? field.parse(text, in: ParseContext(moneyUnit: column.moneyUnit))
      }
    }
  }
}
