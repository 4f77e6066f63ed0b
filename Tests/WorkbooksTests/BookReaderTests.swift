// Files of spreadsheets from their bytes. Verified:
// 1. The real sheet of Guilin as .xlsx and as .xls: the same cells, its unit, its headings, and the
//    twelve groups whose counts and sums can be checked.
// 2. .xlsx: shared and inline texts, rich text, escapes, booleans, errors, days by format and from
//    1904, noughts that a format shows before a number, formulas with and without a value, rows and
//    cells without references, merged ranges, hidden sheets; hidden rows of both.
// 3. CSV: UTF-8, a mark, UTF-16, GBK, GB18030; commas, tabs, semicolons; line ends of every system.
//    The header row tells what parts the cells. Between semicolons a comma in a number is its
//    decimal point, and a point parts thousands, where the other numbers say so; what can be read
//    in two ways is refused with its cell.
// 4. What is no sheet is named: documents, pictures, web pages, old and binary workbooks; protected
//    ones.
// 5. Damage: files cut short at many lengths and the .xls file with bytes changed are read or
//    refused, never a crash.
// 6. A row within a row is damage, and every input that ever broke a reader under `tools/fuzz` is
//    read or refused, with rows in order.
// 7. Parts of .xlsx files by other names: in another case, with backslashes, named by a relation.
//    Texts that a text file holds as formulas, `="0123"`.
// 8. Bombs: parts that unpack beyond the bound, entities, deep nesting, far cells, too many rows.

import Catalogue
import Causality
import Foundation
import Projects
import Testing
import Workbooks

@Suite struct BookReaderTests {
  @Test(arguments: ["xlsx", "xls"]) func guilin(ending: String) throws {
    let book = try BookReader.read(try fixture("guilin_2022_rows1_75.\(ending)"))
    #expect(book.format.rawValue == ending && book.sheets.count == 1)
    let other = try BookReader.read(try fixture("guilin_2022_rows1_75.xlsx"))
    for (row, same) in Swift.zip(book.sheets[0].rows, other.sheets[0].rows) {
      #expect(row.number == same.number && row.cells == same.cells, "\(row.number) \(row.cells)")
    }
    let read = try #require(SheetLayout(book.sheets[0], of: projects))
    #expect(read.headerRow == 4)
    #expect(
      read.fields.prefix(7) == [
        "#", "name", "scale", "total_investment", "year_goal", "owner", "duty_unit",
      ])
    #expect(read.items.count == 52)
    #expect(read.names.first == "桂林北综合客运枢纽（一期秀峰片区）")
    #expect(read.values("total_investment").prefix(2) == ["394000", "8600"])
    #expect(read.headings.count == 19)
    // Of the lowest groups, all but the one that is cut off at row 75 agree with their rows.
    let groups = read.headings.filter { $0.level == 3 }
    let differing = Set(read.findings(.declaredCount).map { $0.arguments[0] })
    #expect(groups.count == 13 && groups.filter { differing.contains($0.label) }.count == 1)
    #expect(read.findings(.declaredSum).allSatisfy { $0.arguments[0] != "——铁路" })
    #expect(read.findings(.strayError).map(\.place) == ["Sheet1!J5"])
  }

  @Test func hiddenRowsOfXLS() throws {
    var bytes = try fixture("guilin_2022_rows1_75.xls")
    #expect(try BookReader.read(bytes).sheets[0].rows.allSatisfy { !$0.isHidden })
    // The record of the ninth row, and the bit of its options that hides it.
    let row: [UInt8] = [0x08, 0x02, 0x10, 0x00, 0x08, 0x00]
    let at = try #require(bytes.firstRange(of: row)).lowerBound
    bytes[at + 16] |= 0x20
    #expect(try BookReader.read(bytes).sheets[0].rows.filter(\.isHidden).map(\.number) == [9])
  }

  @Test func cellsOfAnXLSXFile() throws {
    let inside = """
      <sheetData><row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="inlineStr"><is><r><t>甲</t></r><r><t>乙</t></r>\
      </is></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c s="1"><v>44562</v></c><c s="2"><v>44562.5</v></c>\
      <c><f>1+1</f><v>2</v></c><c><f>1+1</f></c><c t="str"><f>"a"</f><v>a_x000D_b_x005F_x0041_</v></c></row>\
      <row><c><v>1.5E3</v></c></row></sheetData><mergeCells><mergeCell ref="A2:B3"/></mergeCells>
      """
    let styles = """
      <styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>\
      <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>
      """
    let strings = "<sst><si><t>桂林</t><rPh><t>guilin</t></rPh></si></sst>"
    let bytes = try SampleBook.bytes(
      sheet: SampleBook.sheet(inside),
      ["xl/styles.xml": styles, "xl/sharedStrings.xml": strings])
    let sheet = try BookReader.read(bytes).sheets[0]
    let day = try #require(CivilDate(iso: "2022-01-01"))
    #expect(sheet.rows.map(\.number) == [2, 3])
    #expect(
      sheet.rows[0].cells == [
        .text("桂林"), .empty, .text("甲乙"), .boolean(true), .error("#REF!"), .date(day), .date(day),
        .number(2), .formulaOnly, .text("a\nb_x0041_"),
      ])
    #expect(sheet.rows[1].cells == [.number(1500)])
    #expect(sheet.merged == [MergedRange(rows: 2...3, columns: 0...1)])
    let hidden = SampleBook.workbook.replacingOccurrences(
      of: "<sheets>", with: "<workbookPr date1904=\"1\"/><sheets>"
    ).replacingOccurrences(of: "sheetId", with: "state=\"hidden\" sheetId")
    let early = try BookReader.read(
      try SampleBook.bytes(
        sheet: SampleBook.sheet("<sheetData><row><c s=\"1\"><v>43100</v></c></row></sheetData>"),
        ["xl/workbook.xml": hidden, "xl/styles.xml": styles, "xl/vbaProject.bin": "x"]))
    #expect(early.sheets[0].isHidden && early.hasMacros)
    #expect(early.sheets[0].rows[0].cells == [.date(day)] && early.sheets[0].daysFrom1904)
  }

  @Test func noughtsThatAFormatShows() throws {
    let styles = """
      <styleSheet><numFmts><numFmt numFmtId="180" formatCode="000000"/></numFmts>\
      <cellXfs><xf numFmtId="0"/><xf numFmtId="180"/></cellXfs></styleSheet>
      """
    let values = ["1234", "123456", "1234567", "-12", "1.5"]
    let cells = values.map { "<c s=\"1\"><v>\($0)</v></c>" }.joined()
    let bytes = try SampleBook.bytes(
      sheet: SampleBook.sheet("<sheetData><row>\(cells)<c><v>7</v></c></row></sheetData>"),
      ["xl/styles.xml": styles])
    #expect(
      try BookReader.read(bytes).sheets[0].rows[0].cells == [
        .text("001234"), .number(123_456), .number(1_234_567), .number(-12), .number(1.5),
        .number(7),
      ])
  }

  @Test func partsByOtherNames() throws {
    let strings = "<sst><si><t>桂林</t></si></sst>"
    let styles = """
      <styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>
      """
    let relations = """
      <Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="/xl/Worksheets/sheet1.xml"/>\
      <Relationship Id="rId2" Type="http://x/sharedStrings" Target="texts.xml"/>\
      <Relationship Id="rId3" Type="http://x/styles" Target="styles2.xml"/></Relationships>
      """
    let inside = """
      <sheetData><row><c t="s"><v>0</v></c><c><v>5
      </v></c><c s="1"><v>44562</v></c></row></sheetData>
      """
    let bytes = try ZipArchive.bytes(
      of: [
        ("xl\\Workbook.xml", SampleBook.workbook), ("xl/_rels/workbook.xml.rels", relations),
        ("xl/texts.xml", strings), ("xl/styles2.xml", styles),
        ("xl\\worksheets\\Sheet1.xml", SampleBook.sheet(inside)),
      ].map { ZipPart($0.0, Array($0.1.utf8)) })
    let sheet = try BookReader.read(bytes).sheets[0]
    let day = try #require(CivilDate(iso: "2022-01-01"))
    #expect(sheet.rows.map(\.cells) == [[.text("桂林"), .number(5), .date(day)]])
  }

  @Test func textsAsFormulas() throws {
    let file = "项目名称,项目代码\n甲,=\"0123\"\n乙,\"=\"\"0124\"\"\"\n丙,=\"a\"&\"b\"\n丁,'=1\n"
    let rows = try BookReader.read(Array(file.utf8)).sheets[0].rows
    #expect(
      rows.map { $0[1] } == ["项目代码", "0123", "0124", "=\"a\"&\"b\"", "=1"].map { .text($0) })
  }

  @Test func textFiles() throws {
    let text = "项目名称,总投资\n\"甲\n乙\",5\n"
    let gbk: [UInt8] =
      [
        0xCF, 0xEE, 0xC4, 0xBF, 0xC3, 0xFB, 0xB3, 0xC6, 0x2C, 0xD7, 0xDC, 0xCD, 0xB6, 0xD7, 0xCA,
        0x0A,
      ]
      + [0x22, 0xBC, 0xD7, 0x0A, 0xD2, 0xD2, 0x22, 0x2C, 0x35, 0x0A]
    let marked = [0xFF, 0xFE] + wide(text)
    let files = [
      Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), gbk, marked,
      Array(text.replacingOccurrences(of: ",", with: "\t").utf8),
      Array(text.replacingOccurrences(of: ",", with: ";").utf8),
      Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8),
      Array(text.replacingOccurrences(of: "\n", with: "\r").utf8),
    ]
    for bytes in files {
      let rows = try BookReader.read(bytes).sheets[0].rows
      #expect(rows.map(\.number) == [1, 2])
      #expect(rows[0].cells == [.text("项目名称"), .text("总投资")])
      #expect(rows[1].cells == [.text("甲\n乙"), .text("5")])
    }
    // 𠮷 in four bytes of GB18030.
    let rare = try BookReader.read([0x95, 0x32, 0xB6, 0x31, 0x2C, 0xBC, 0xD7]).sheets[0].rows
    #expect(rare[0].cells == [.text("\u{20087}"), .text("甲")] || rare[0].cells.count == 2)
  }

  @Test(arguments: [
    ("项目名称;总投资（万元）;业主\n甲路;1,5;某局\n乙路;1,500;某局\n丙路;1,500,000;某局\n丁路;1.5;某局\n", true),
    ("项目名称;总投资（万元，2021）;业主\n甲路;1,5;某局\n乙路;1,500;某局\n丙路;1,500,000;某局\n丁路;1.5;某局\n", true),
    (
      "项目名称\t总投资（万元）\t业主\n甲路\t\"1,5\"\t某局\n乙路\t1,500\t某局\n丙路\t1,500,000\t某局\n丁路\t1.5\t某局\n",
      false
    ),
    ("项目名称，总投资（万元），业主\n甲路，1,5，某局\n乙路，1,500，某局\n丙路，1,500,000，某局\n丁路，1.5，某局\n", false),
  ]) func separatorsByTheHeader(text: String, mayBeDecimal: Bool) throws {
    let sheet = try BookReader.read(Array(text.utf8)).sheets[0]
    #expect(
      sheet.commasMayBeDecimal == mayBeDecimal && sheet.rows.allSatisfy { $0.cells.count == 3 })
    let read = try #require(SheetLayout(sheet, of: projects))
    #expect(read.names == ["甲路", "乙路", "丙路", "丁路"])
    #expect(read.texts("owner") == ["某局", "某局", "某局", "某局"])
    let amounts = read.values("total_investment")
    let (first, second) = (
      mayBeDecimal ? "!not-a-number" : amounts[0], mayBeDecimal ? "!not-a-number" : "1500"
    )
    #expect(amounts == [first, second, "1500000", "1.5"])
    let unclear = mayBeDecimal ? "!cell-unclear-comma" : "1,500"
    #expect(read.texts("total_investment")[1] == unclear)
  }

  /// The texts of a column of amounts between semicolons, row by row; a flaw by its code.
  private func amounts(_ cells: [String], plan: String = "") throws -> [String] {
    let rows = cells.enumerated().map { "项目\($0.offset);\($0.element);\(plan);某局\n" }
    let text = "项目名称;总投资（万元）;年度投资（万元）;业主\n" + rows.joined()
    let sheet = try BookReader.read(Array(text.utf8)).sheets[0]
    return try #require(SheetLayout(sheet, of: projects)).values("total_investment")
  }

  @Test func decimalCommas() throws {
    #expect(
      try amounts(["1.500", "2,5", "1.500.000", "1.234,5", "1,500", "1.500万元", "１．５００", "20"])
        == ["1500", "2.5", "1500000", "1234.5", "1.5", "1500", "1500", "20"])
    // Another column of the file tells as well.
    #expect(try amounts(["1.500", "3.000亿元"], plan: "0,5") == ["1500", "30000000"])
    #expect(try amounts(["1.500", "1,500", "2.5", "1,234.5"]) == ["1.5", "1500", "2.5", "1234.5"])
    #expect(try amounts(["1.500", "1,500"], plan: "0.5") == ["1.5", "1500"])
  }

  @Test func unclearSigns() throws {
    func flaws(_ cells: [String]) throws -> [String] {
      let rows = cells.map { "某路;\($0);某局\n" }.joined()
      let text = "项目名称;总投资（万元）;业主\n" + rows
      let sheet = try BookReader.read(Array(text.utf8)).sheets[0]
      return try #require(SheetLayout(sheet, of: projects)).texts("total_investment")
    }
    let (point, comma) = ("!cell-unclear-point", "!cell-unclear-comma")
    #expect(try flaws(["1.500", "1,500", "20"]) == [point, comma, "20"])
    #expect(try flaws(["1.500", "2,5", "2.5", "0.500"]) == [point, comma, "2.5", "0.500"])
    #expect(try flaws(["1.500.000", "1,234.5"]) == [point, "1,234.5"])
    // Files that part cells by commas are as ever.
    let usual = "项目名称,总投资（万元）,业主\n甲路,1.500,某局\n乙路,\"1,500\",某局\n"
    let sheet = try BookReader.read(Array(usual.utf8)).sheets[0]
    #expect(
      try #require(SheetLayout(sheet, of: projects)).values("total_investment") == ["1.5", "1500"])
  }

  @Test func sumsOfDecimalCommas() throws {
    let rows = "甲路;999;0,2;某局\n乙路;2.001;0,3;某局\n"
    let text = "项目名称;总投资（万元）;年度投资（万元）;业主\n合计;3.000;0,5;\n" + rows
    let sheet = try BookReader.read(Array(text.utf8)).sheets[0]
    let read = try #require(SheetLayout(sheet, of: projects))
    #expect(read.names == ["甲路", "乙路"] && read.headings.count == 1)
    #expect(read.findings(.declaredSum).isEmpty)
  }

  @Test func separatorsInTexts() throws {
    // Semicolons and wide commas within cells part nothing.
    let long = "项目名称,规模及内容\n甲,a;b;c;d;e;f\n乙,\"一，二，三\"\n"
    #expect(try BookReader.read(Array(long.utf8)).sheets[0].rows.map(\.cells.count) == [2, 2, 2])
    let wide = "项目名称，规模\n\"甲，\"\"乙\"\"\"，5\"，大\n"
    #expect(
      try BookReader.read(Array(wide.utf8)).sheets[0].rows[1].cells.first == .text("甲，\"乙\""))
    // Headers that no list knows: what parts all rows.
    let unknown = "叫什么;花多少\n甲;1,5\n乙;2\n"
    #expect(
      try BookReader.read(Array(unknown.utf8)).sheets[0].rows.allSatisfy { $0.cells.count == 2 })
    let lone = "备注\n甲，乙，丙\n丁\n"
    #expect(try BookReader.read(Array(lone.utf8)).sheets[0].rows.allSatisfy { $0.cells.count == 1 })
  }

  private func code(_ bytes: [UInt8], _ limits: ReadLimits = ReadLimits()) -> String {
    do {
      _ = try BookReader.read(bytes, limits: limits)
      return "read"
    } catch {
      #expect(!error.message.key.isEmpty && !error.hint.key.isEmpty)
      return error.code.rawValue + (error.detail.isEmpty ? "" : " " + error.detail)
    }
  }

  private func zip(_ names: String...) throws -> [UInt8] {
    try ZipArchive.bytes(of: names.map { ZipPart($0, [0x20]) })
  }

  @Test func whatIsNoSheet() throws {
    #expect(code([]) == "empty-file")
    #expect(code(Array("%PDF-1.7".utf8)) == "not-a-sheet PDF")
    #expect(code([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]) == "not-a-sheet PNG")
    #expect(code(Array("\n<html><table>".utf8)) == "other-format HTML")
    #expect(code(Array("<?xml version=\"1.0\"?><Workbook/>".utf8)) == "other-format XML")
    #expect(code(try zip("word/document.xml")) == "not-a-sheet Word")
    #expect(code(try zip("xl/workbook.bin")) == "other-format .xlsb")
    #expect(code(try zip("mimetype", "content.xml")) == "other-format .ods")
    #expect(code(try zip("a.txt")) == "not-a-sheet zip")
    #expect(code([0x50, 0x4B, 3, 4, 0, 0]) == "damaged-workbook zip")
    #expect(code([0xD0, 0xCF, 0x11, 0xE0, 0, 0]) == "damaged-workbook OLE")
    #expect(code([0x61, 0x2C, 0xFF, 0xFF, 0xFF, 0x0A]) == "not-utf8")
    #expect(code(Array("项目名称\n\"甲\n".utf8)) == "open-quote")
    #expect(code([0x00, 0x01, 0x02, 0x03]) == "not-a-sheet")
    let names = ["EncryptedPackage": "password-protected", "WordDocument": "not-a-sheet Word"]
    for (name, expected) in names { #expect(code(compound(name)) == expected) }
  }

  private func wide(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    return bytes
  }

  /// The real .xls file with its only stream under another name.
  private func compound(_ name: String) -> [UInt8] {
    guard var bytes = try? fixture("guilin_2022_rows1_75.xls") else { return [] }
    let old = wide("Workbook") + [0, 0]
    let new = wide(name) + [0, 0]
    guard
      let at = bytes.indices.first(where: { at in
        at % 128 == 0 && bytes[at...].starts(with: old)
      })
    else { return [] }
    for (index, byte) in new.enumerated() { bytes[at + index] = byte }
    bytes[at + 64] = UInt8(new.count)
    return bytes
  }

  @Test func protectedXLS() throws {
    var bytes = try fixture("guilin_2022_rows1_75.xls")
    // The record behind the first one becomes FILEPASS.
    let begin: [UInt8] = [0x09, 0x08, 0x10, 0x00, 0x00, 0x06]
    let at = try #require(bytes.indices.first { bytes[$0...].starts(with: begin) })
    bytes[at + 20] = 0x2F
    bytes[at + 21] = 0x00
    #expect(code(bytes) == "password-protected")
  }

  @Test func rowsWithinRows() throws {
    let inner = "<row r=\"2\"><c t=\"inlineStr\"><is><t>乙</t></is></c></row>"
    for inside in [inner, "<c t=\"inlineStr\"><is><t>甲\(inner)</t></is></c>"] {
      let bytes = try SampleBook.bytes(
        sheet: SampleBook.sheet("<sheetData><row r=\"2\">\(inside)</row></sheetData>"))
      #expect(code(bytes).hasPrefix("damaged-workbook"), "\(code(bytes))")
    }
    let two = try SampleBook.bytes(
      sheet: SampleBook.sheet("<sheetData>\(inner)\(inner)</sheetData>"))
    #expect(try BookReader.read(two).sheets[0].rows.map(\.number) == [2, 3])
  }

  @Test func crashersStayHarmless() throws {
    let names = try crashers()
    #expect(!names.isEmpty)
    for name in names {
      let bytes = try fixture("crashers/\(name)")
      let isSheet = name.hasPrefix("sheetxml")
      let file =
        isSheet ? try SampleBook.bytes(sheet: String(decoding: bytes, as: UTF8.self)) : bytes
      guard let book = try? BookReader.read(file) else { continue }
      for sheet in book.sheets {
        let numbers = sheet.rows.map(\.number)
        #expect(Swift.zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }, "\(name)")
        _ = SheetLayout(sheet, of: projects)
      }
    }
  }

  @Test func damage() throws {
    for ending in ["xlsx", "xls"] {
      let whole = try fixture("guilin_2022_rows1_75.\(ending)")
      for count in stride(from: 0, to: whole.count, by: 397) { _ = code(Array(whole[..<count])) }
    }
    var bytes = try fixture("guilin_2022_rows1_75.xls")
    for at in stride(from: 0, to: bytes.count, by: 31) {
      let kept = bytes[at]
      for value in [0xFF, kept ^ 0x01] as [UInt8] {
        bytes[at] = value
        _ = code(bytes)
      }
      bytes[at] = kept
    }
    #expect(code(bytes) == "read")
  }

  @Test func bombs() throws {
    var limits = ReadLimits()
    limits.unpackedBytesMax = 1 << 20
    let blanks = String(repeating: " ", count: 2 << 20)
    let row = "<row><c><v>1</v></c></row>"
    func file(_ inside: String) throws -> [UInt8] {
      try SampleBook.bytes(sheet: SampleBook.sheet(inside))
    }
    #expect(code(try file(blanks), limits) == "workbook-bomb 1 MiB")
    let entity = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet>&a;</worksheet>"
    #expect(code(try SampleBook.bytes(sheet: entity)) == "damaged-workbook DOCTYPE")
    let deep = String(repeating: "<a>", count: 300)
    #expect(code(try file(deep)).hasPrefix("damaged-workbook"))
    #expect(
      code(try file("<sheetData><row><c><v>x</v></c></row></sheetData>")) == "damaged-workbook x")
    #expect(
      code(try file("<sheetData><row><c r=\"ZZZ1\"><v>1</v></c></row></sheetData>"))
        == "too-many-cells > 2048")
    limits = ReadLimits()
    limits.rowsMax = 10
    limits.cellsMax = 15
    let many = String(repeating: row, count: 11)
    #expect(code(try file("<sheetData>\(many)</sheetData>"), limits) == "too-many-rows 10")
    let broad = String(repeating: "<row><c><v>1</v></c><c><v>2</v></c></row>", count: 8)
    #expect(code(try file("<sheetData>\(broad)</sheetData>"), limits) == "too-many-cells > 15")
    limits.emptyRowsMax = 20
    let hollow = String(repeating: "<row/>", count: 20)
    #expect(code(try file("<sheetData>\(hollow)</sheetData>"), limits) == "read")
    #expect(
      code(try file("<sheetData>\(hollow)<row/></sheetData>"), limits) == "too-many-rows 20")
    limits.fileBytesMax = 4
    #expect(code(Array("a,b,c".utf8), limits) == "file-too-large 0 MiB")
    let shared = try SampleBook.bytes(
      sheet: SampleBook.sheet("<sheetData><row><c t=\"s\"><v>9</v></c></row></sheetData>"))
    #expect(code(shared) == "damaged-workbook 9")
  }
}
