// Verified here, on files read back with an XML parser:
// 1. numbers are numbers, dates are serials, text is text; blanks stay blank;
// 2. text beginning with = + - @ is text and no formula exists anywhere in the file;
// 3. controls, markup, `_x000D_` and 40,000-character text come back whole or with a note of the
//    cut;
// 4. heads merge, panes are frozen under them and beside the first text column, widths fit Chinese;
// 5. names of sheets become lawful and unique;
// 6. the same tables give the same bytes, another second, another folder;
// 7. a number of more than fifteen digits keeps all of them, as text;
// 8. a year is a number whose thousands are not parted;
// 9. a path that cannot be written is an error with place and next step.

import Catalogue
import Causality
import Foundation
import Testing
import Workbooks

@Suite struct WorkbookFileTests {
  static let columns = [
    TableColumn("no", ["序号"], .label), TableColumn("name", ["项目名称"], .text),
    TableColumn("plan", ["投资（万元）", "年度计划"], .decimal(places: 2)),
    TableColumn("done", ["投资（万元）", "1—9月完成"], .decimal(places: 2)),
    TableColumn("on", ["开工日期"], .date),
  ]

  static func table(_ texts: [String], name: String = "进度") -> Table {
    var table = Table(
      code: "t", name: name, title: "重点项目进度表", note: "单位：万元", columns: columns)
    for text in texts {
      table.append(
        TableRow([
          .whole(1), .text(text), .decimal(ExactDecimal("12000.5")!), .empty,
          .date(CivilDate(iso: "2021-09-28")!),
        ]))
    }
    return table
  }

  static func file(_ tables: [Table]) -> WorkbookFile {
    WorkbookFile(
      title: "通报附件", office: "项目建设办", createdOn: CivilDate(iso: "2021-10-08")!, tables: tables)
  }

  static func read(_ table: Table) throws -> ReadSheet {
    try withFolder { folder in
      try file([table]).write(to: folder + "/a.xlsx")
      return try ReadSheet(path: folder + "/a.xlsx")
    }
  }

  @Test func kindsOfCells() throws {
    let sheet = try Self.read(Self.table(["驻马店环线"]))
    #expect(sheet.cells["A5"] == ReadCell(kind: "n", text: "1"))
    #expect(sheet.cells["B5"] == ReadCell(kind: "s", text: "驻马店环线"))
    #expect(sheet.cells["C5"] == ReadCell(kind: "n", text: "12000.5"))
    #expect(sheet.cells["D5"] == ReadCell())
    #expect(sheet.cells["E5"] == ReadCell(kind: "n", text: "44467"))
  }

  @Test func years() throws {
    var table = Table(
      code: "t", name: "年度", title: "计划", note: "",
      columns: [TableColumn("year", ["计划年度"], .year), TableColumn("count", ["个数"], .whole)])
    table.append(TableRow([.whole(2026), .whole(2026)]))
    let sheet = try Self.read(table)
    func part(_ name: String) -> String { String(decoding: sheet.parts[name] ?? [], as: UTF8.self) }
    let cells = part("xl/worksheets/sheet1.xml")
    let styles = part("xl/styles.xml")
    let codes = Dictionary(
      uniqueKeysWithValues: styles.matches(of: /<numFmt numFmtId="([0-9]+)" formatCode="([^"]*)"/)
        .map { (String($0.output.1), String($0.output.2)) })
    let formats = (styles.components(separatedBy: "<cellXfs").last ?? "")
      .matches(of: /<xf numFmtId="([0-9]+)"/).map { String($0.output.1) }
    let used = cells.matches(of: /<c r="[A-Z]+[0-9]+" s="([0-9]+)"><v>2026</)
      .compactMap { Int($0.output.1) }.map { codes[formats[$0]] }
    #expect(used == ["0", "#,##0"])
  }

  @Test func nothingIsAFormula() throws {
    let texts = [
      "=HYPERLINK(\"http://x\",\"y\")", "+1+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1",
      "{=1}", "http://example.com", "mailto:a@b", "'=1", "123", "1e9", "TRUE",
    ]
    let sheet = try Self.read(Self.table(texts))
    for (offset, text) in texts.enumerated() {
      #expect(sheet.cells["B\(5 + offset)"]?.kind == "s")
      #expect(sheet.text("B\(5 + offset)") == text)
    }
    #expect(!sheet.cells.values.contains { $0.isFormula })
    #expect(!sheet.parts.keys.contains { $0.contains("vba") || $0.contains("externalLink") })
  }

  @Test func hostileText() throws {
    let long = String(repeating: "字", count: 40_000)
    let texts = [
      "a\u{0}b\u{1}c\u{1F}", "\u{FFFE}\u{FFFF}", "<b>&amp;\"'</b>]]>", "一\r\n二\r三\n四",
      "_x000D_ _x0041_", "  前后空格  ", long, String(repeating: "😀", count: 20_000),
    ]
    let sheet = try Self.read(Self.table(texts))
    #expect(sheet.text("B5") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}")
    #expect(sheet.text("B6") == "\u{FFFD}\u{FFFD}")
    #expect(sheet.text("B7") == texts[2])
    #expect(sheet.text("B8") == "一\n二\n三\n四")
    #expect(sheet.text("B9") == texts[4])
    #expect(sheet.text("B10") == texts[5])
    for (place, count) in [("B11", "40000"), ("B12", "20000")] {
      let kept = sheet.text(place) ?? ""
      #expect(kept.utf16.count <= 32_767)
      #expect(kept.utf16.count > 32_600)
      #expect(kept.hasSuffix("全文 \(count) 字）"))
    }
  }

  @Test func hostileNamesAndTitles() throws {
    var table = Table(
      code: "t", name: "a[b]:*?/\\'", title: "=1<&\u{1}", note: "@x",
      columns: [TableColumn("a", ["=1+1"], .text)])
    table.append(TableRow([.text("x")]))
    let sheet = try Self.read(table)
    #expect(sheet.text("A1") == "=1<&\u{FFFD}")
    #expect(sheet.text("A3") == "=1+1")
    #expect(!sheet.cells.values.contains { $0.isFormula })
  }

  @Test func headPanesAndWidths() throws {
    let sheet = try Self.read(Self.table(["一座名字很长很长的市级重点项目"]))
    #expect(sheet.text("C3") == "投资（万元）")
    #expect(sheet.text("D4") == "1—9月完成")
    #expect(Set(sheet.merged) == ["A1:E1", "A2:E2", "A3:A4", "B3:B4", "C3:D3", "E3:E4"])
    #expect(sheet.panes == "C5")
    // Fifteen characters of two, and the margin.
    #expect(sheet.widths[1] >= 30 && sheet.widths[1] <= 34)
    #expect(sheet.widths[4] >= 12)
  }

  @Test func namesOfSheets() throws {
    let long = String(repeating: "长", count: 40)
    let tables = [long, long, "History", "", "a/b", "A:B", "''"].map { Self.table([], name: $0) }
    try withFolder { folder in
      try Self.file(tables).write(to: folder + "/a.xlsx")
      let sheet = try ReadSheet(path: folder + "/a.xlsx")
      let book = String(decoding: sheet.parts["xl/workbook.xml"] ?? [], as: UTF8.self)
      let names = book.split(separator: "<sheet name=\"").dropFirst().map {
        String($0.prefix { $0 != "\"" })
      }
      #expect(names.count == 7)
      #expect(Set(names.map { $0.lowercased() }).count == 7)
      #expect(names.allSatisfy { (1...31).contains($0.utf16.count) })
      #expect(names[4] == "a b" && names[5] == "A B 2")
    }
  }

  @Test func sameBytes() throws {
    let tables = [Self.table(["一", "二"]), Self.table(["三"], name: "另表")]
    try withFolder { folder in
      try Self.file(tables).write(to: folder + "/a.xlsx")
      // The archive's clock runs in steps of two seconds.
      Thread.sleep(forTimeInterval: 2.1)
      try Self.file(tables).write(to: folder + "/b.xlsx")
      let first = try Data(contentsOf: URL(fileURLWithPath: folder + "/a.xlsx"))
      let second = try Data(contentsOf: URL(fileURLWithPath: folder + "/b.xlsx"))
      #expect(first == second)
      let sheet = try ReadSheet(path: folder + "/a.xlsx")
      let core = String(decoding: sheet.parts["docProps/core.xml"] ?? [], as: UTF8.self)
      #expect(core.contains("2021-10-08T00:00:00Z"))
      #expect(core.components(separatedBy: "dcterms:W3CDTF\">2021-10-08").count == 3)
    }
  }

  @Test func longNumbers() throws {
    var table = Table(
      code: "t", name: "t", title: "t", note: "",
      columns: [TableColumn("n", ["数"], .decimal(places: 4))])
    table.append(TableRow([.decimal(ExactDecimal("123456789012345.6789")!)]))
    table.append(TableRow([.whole(.min)]))
    table.append(TableRow([.decimal(ExactDecimal("99999999999.9999")!)]))
    let sheet = try Self.read(table)
    #expect(sheet.cells["A4"] == ReadCell(kind: "s", text: "123456789012345.6789"))
    #expect(sheet.cells["A5"] == ReadCell(kind: "s", text: "-9223372036854775808"))
    let fifteen = try #require(sheet.cells["A6"])
    #expect(fifteen.kind == "n")
    #expect(String(format: "%.15g", Double(fifteen.text) ?? 0) == "99999999999.9999")
  }

  @Test func unwritablePath() throws {
    do throws(WorkbookError) {
      try Self.file([Self.table([])]).write(to: "/nowhere/at/all.xlsx")
      Issue.record("it was written")
    } catch {
      #expect(error.code == .unwritable)
      #expect(error.place == "/nowhere/at/all.xlsx")
      for language in Language.allCases {
        #expect(Catalogue.text(error.message, in: language).contains("/nowhere/at/all.xlsx"))
        #expect(!Catalogue.text(error.hint, in: language).hasPrefix("workbook."))
      }
    }
  }
}
