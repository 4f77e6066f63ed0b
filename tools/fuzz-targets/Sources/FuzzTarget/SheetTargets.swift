// What is fed to the readers of spreadsheets and of rules: whole files, the sheet of an .xlsx file,
// the records of an .xls file, archives, text laid out as offices do, rule sets. Whatever the
// bytes: read within the limits, or refused with a code and words.

import Catalogue
import Causality
import Policy
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

  /// A file as it is sent: what it is follows from its bytes.
  static func readBook(_ input: [UInt8]) {
    let book: SheetBook
    do throws(BookFault) {
      book = try BookReader.read(input, limits: limits)
    } catch {
      require(error.message, error.hint)
      return
    }
    var cells = 0
    for sheet in book.sheets {
      precondition(sheet.rows.count <= limits.rowsMax, "more rows than the limit")
      precondition(sheet.merged.count <= limits.mergedMax, "more merged ranges than the limit")
      precondition(
        Swift.zip(sheet.rows, sheet.rows.dropFirst()).allSatisfy { $0.number < $1.number },
        "rows out of order")
      cells += sheet.rows.reduce(0) { sum, row in sum + row.cells.count { $0 != .empty } }
    }
    precondition(cells <= limits.cellsMax, "more cells than the limit")
    readLayout(of: book)
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

  /// The bytes as the records of an .xls file, in a compound file that is sound.
  static func readRecords(_ input: [UInt8]) { readBook(compound(input)) }

  /// An archive: its parts are within the bound and read the same once packed again.
  static func readArchive(_ input: [UInt8]) {
    guard let parts = try? ZipArchive.parts(of: input, bytesMax: 1 << 20) else { return }
    precondition(parts.reduce(0) { $0 + $1.bytes.count } <= 1 << 20, "more than the bound")
    guard Set(parts.map(\.name)).count == parts.count, !parts.isEmpty,
      let again = try? ZipArchive.bytes(of: parts)
    else { return }
    let read = try? ZipArchive.parts(of: again)
    precondition(
      read.map { $0.map(\.bytes) == parts.map(\.bytes) } ?? false, "an archive changed")
  }

  /// The text of a rule set: rules, or a fault with words.
  static func readRules(_ input: [UInt8]) {
    do throws(RuleFault) {
      _ = try RuleSet(yaml: String(decoding: input, as: UTF8.self))
    } catch {
      require(error.message, error.hint)
    }
  }

  private static func require(_ messages: Message...) {
    for message in messages {
      precondition(Catalogue.contains(message.key), "no words for \(message.key)")
    }
  }

  /// One sheet is chosen, every row told apart; every cell gives a text or a flaw, every text a
  /// value or a problem.
  private static func readLayout(of book: SheetBook) {
    guard let projects = Schema.standard.collection("project") else { return }
    let read: BookLayout
    do throws(BookFault) {
      read = try BookLayout(book, fileName: "2022年名单(3个).xlsx", of: projects)
    } catch {
      require(error.message, error.hint)
      return
    }
    let layout = read.layout
    for finding in read.findings { require(finding.message) }
    let rows = book.sheets.first { $0.name == layout.sheetName }?.rows.count ?? 0
    precondition(
      layout.items.count + layout.headings.count <= max(rows, limits.rowsMax), "rows were made")
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

  /// A compound file with one stream, named as .xls files name theirs: sector 0 is the directory,
  /// then the stream, then the table of sectors.
  private static func compound(_ stream: [UInt8]) -> [UInt8] {
    let data = stream + [UInt8](repeating: 0, count: max(0, 4_096 - stream.count))
    let dataSectors = (data.count + 511) / 512
    let tables = (dataSectors + 1 + 126) / 127
    var bytes = [UInt8](repeating: 0, count: 512)
    func put(_ value: UInt32, _ at: Int, in bytes: inout [UInt8]) {
      for shift in 0..<4 { bytes[at + shift] = UInt8(truncatingIfNeeded: value >> (8 * shift)) }
    }
    bytes.replaceSubrange(0..<4, with: [0xD0, 0xCF, 0x11, 0xE0])
    bytes[30] = 9
    bytes[32] = 6
    put(UInt32(tables), 44, in: &bytes)
    put(4_096, 56, in: &bytes)
    put(0xFFFF_FFFE, 60, in: &bytes)
    put(0xFFFF_FFFE, 68, in: &bytes)
    for index in 0..<109 {
      put(
        index < tables ? UInt32(1 + dataSectors + index) : 0xFFFF_FFFF, 76 + index * 4, in: &bytes)
    }
    var directory = [UInt8](repeating: 0, count: 512)
    for (place, name, kind) in [(0, "Root Entry", 5), (1, "Workbook", 2)] {
      let units = Array(name.utf16)
      for (index, unit) in units.enumerated() { directory[place * 128 + index * 2] = UInt8(unit) }
      directory[place * 128 + 64] = UInt8(units.count * 2 + 2)
      directory[place * 128 + 66] = UInt8(kind)
    }
    put(0xFFFF_FFFE, 116, in: &directory)
    put(1, 128 + 116, in: &directory)
    put(UInt32(data.count), 128 + 120, in: &directory)
    bytes += directory + data
    bytes += [UInt8](repeating: 0, count: dataSectors * 512 - data.count)
    var table = [UInt8](repeating: 0xFF, count: tables * 512)
    put(0xFFFF_FFFE, 0, in: &table)
    for sector in 1...dataSectors {
      put(sector == dataSectors ? 0xFFFF_FFFE : UInt32(sector + 1), sector * 4, in: &table)
    }
    return bytes + table
  }
}
