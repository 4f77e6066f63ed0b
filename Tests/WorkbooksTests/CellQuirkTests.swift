// Cells as offices really fill them. Numbers in brackets are rows of the catalogue of quirks.
// Verified:
// 1. Amounts in 元, 万元, 亿元, 万亿 by cell, header and sheet; words before them; thousands; noise behind
//    the fifteenth digit (11, 53, 56).
// 2. Quantities that look like money, and text, are refused as amounts (57).
// 3. Signs that stand for nothing (58); owners not decided and several in one cell stay (45, 46,
//    47).
// 4. Days in every form, serial numbers of days, years and periods; months are not made into days
//    (54, 55).
// 5. Codes of more than fifteen digits as text are kept, as numbers refused; never 1.6672E+17, as
//    a number or as text.
// 6. Errors and formulas without a value are refused where a project needs them (51).
// 7. Full-width digits and signs; counties whose letters are spaced out.
// 8. Numbers that their format shows smaller are read as they are held, and told of.
// 9. Numbers of days in files that count from 1904.

import Causality
import Foundation
import Projects
import Testing
import Workbooks

@Suite struct CellQuirkTests {
  private func values(_ header: String, _ code: String, _ cells: [Any?]) throws -> [String] {
    try layout(
      [["序号", "项目名称", header]]
        + cells.enumerated().map { [$0.offset + 1, "项目\($0.offset)", $0.element] as [Any?] }
    ).values(code)
  }

  @Test func amounts() throws {
    let cells: [Any?] = [
      "120.5亿元", "120000万元", "120,000", "总投资:250000万元", "1.8万亿元", "110亿", "１２．５万元", 0.1 + 0.2,
      "约2.8亿元", "1,584,946.56", 8_393_887.27, "-", "/", "— —", "——", "--", nil,
    ]
    #expect(
      try values("总投资", "total_investment", cells) == [
        "1205000", "120000", "120000", "250000", "180000000", "1100000", "12.5", "0.3", "28000",
        "1584946.56", "8393887.27", "", "", "", "", "", "",
      ])
    #expect(try values("总投资（元）", "total_investment", [12_345_600]) == ["1234.56"])
    // One that is refused is not told of as taken too.
    let about = try layout([["项目名称", "总投资"], ["甲", "约3亿元"], ["乙", "约五千万"]])
    #expect(about.values("total_investment") == ["30000", "!not-a-number"])
    #expect(about.findings.map(\.arguments) == [["约3亿元", "30000"]])
    #expect(
      try values("总投资", "total_investment", ["2000万件", "5万亩", "10万千瓦", "很多"]) == [
        "!not-a-number", "!not-a-number", "!not-a-number", "!not-a-number",
      ])
  }

  @Test func textThatStays() throws {
    #expect(
      try values("业主", "owner", ["待定", "港航管理局、市交通运输局", " 市经投集团 ", "—"]) == [
        "待定", "港航管理局、市交通运输局", "市经投集团", "",
      ])
  }

  @Test func spacedCounties() throws {
    let read = try layout([["项目名称", "县区"], ["甲", "上 蔡 县"], ["乙", "驿城区\n"], ["丙", "（一）西平县"]])
    #expect(read.texts("region_code") == ["上蔡县", "驿城区", "西平县"])
  }

  @Test func days() throws {
    let day = try #require(CivilDate(iso: "2024-11-01"))
    #expect(
      try values(
        "开工时间", "planned_start_on",
        [
          45_597, day, "2024-11-01", "2024.11.1", "2024/11/1", "2024年11月1日", "20241101",
          "2024-11-01 00:00:00", "45597", "２０２４年１１月１日", "2024/11/1 0:00",
        ]) == [String](repeating: "2024-11-01", count: 11))
    #expect(
      try values("开工时间", "planned_start_on", ["2024年10月", "2023", "2025.12-2027.11", 2024]) == [
        "!month-only", "!month-only", "!not-a-date", "!month-only",
      ])
    #expect(
      try values(
        "建设起止年限", "construction_period",
        [
          "2023", "2023-2025", "2023年至2025年", "2024年10月", "2022—2026", "2025.12-2027.11", 45_597,
          2023,
        ])
        == [
          "2023", "2023-2025", "2023年至2025年", "2024年10月", "2022—2026", "2025.12-2027.11", "2024-11",
          "2023",
        ])
    #expect(
      try layout([["项目名称", "计划年度"], ["甲", 45_597], ["乙", "2022年"], ["丙", 2023]])
        .texts("annual_plan_year") == ["2024", "2022", "2023"])
  }

  @Test func numbersShownSmaller() throws {
    let styles = """
      <styleSheet><numFmts><numFmt numFmtId="176" formatCode="0!.0,&quot;万&quot;"/>\
      <numFmt numFmtId="177" formatCode="#,##0.00_);[Red]\\(#,##0.00\\)"/>\
      <numFmt numFmtId="178" formatCode="0.00,,"/></numFmts>\
      <cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="177"/><xf numFmtId="178"/></cellXfs>\
      </styleSheet>
      """
    func row(_ cells: String) -> String { "<row>\(cells)</row>" }
    func text(_ text: String) -> String { "<c t=\"str\"><v>\(text)</v></c>" }
    let inside =
      row(text("项目名称") + text("总投资") + text("年度计划投资"))
      + row(text("甲") + "<c s=\"1\"><v>123456</v></c><c s=\"2\"><v>1234</v></c>")
      + row(text("乙") + "<c s=\"3\"><v>7</v></c><c s=\"0\"><v>8</v></c>")
    let book = try BookReader.read(
      try SampleBook.bytes(
        sheet: SampleBook.sheet("<sheetData>\(inside)</sheetData>"), ["xl/styles.xml": styles]))
    let read = try #require(SheetLayout(book.sheets[0], of: projects))
    #expect(read.values("total_investment") == ["123456", "7"])
    #expect(read.findings.map(\.code) == [.scaledNumbers])
    #expect(read.findings.map(\.place) == ["甲!B2"])
    #expect(read.findings.map(\.arguments) == [["2", "123456"]])
  }

  @Test func daysFrom1904() throws {
    var early = sheet([["项目名称", "开工时间", "建设起止年限", "计划年度"], ["甲", 43_163, 43_163, 43_163]])
    early.daysFrom1904 = true
    let read = try #require(SheetLayout(early, of: projects))
    #expect(read.texts("planned_start_on") == ["2022-03-05"])
    #expect(read.texts("construction_period") == ["2022-03"])
    #expect(read.texts("annual_plan_year") == ["2022"])
  }

  @Test func longCodes() throws {
    let read = try layout([
      ["项目名称", "备案号"], ["甲", "166720210405000123"], ["乙", 1.6672e17], ["丙", 210_904_117_020],
    ])
    #expect(
      read.texts("filing_no") == ["166720210405000123", "!cell-long-number", "210904117020"])
    let typed = try layout([
      ["项目名称", "项目代码", "备案号"], ["甲", "1.6672E+17", "1.38e+10"], ["乙", "abc", "E+17"],
      ["丙", "A1E+17", "1.5E+2"],
    ])
    #expect(typed.texts("project_code") == ["!cell-long-number", "abc", "A1E+17"])
    #expect(typed.texts("filing_no") == ["!cell-long-number", "E+17", "1.5E+2"])
    // Of an export a text stays; a code never looked so.
    let own = try layout([
      ["id", "项目名称", "项目代码", "备案号"], ["x", "甲", "1.6672E+17", "1.38e+10"],
    ])
    #expect(own.texts("project_code").first == "!cell-long-number")
    #expect(own.texts("filing_no").first == "1.38e+10")
    #expect(NumberText.knownDigits(2.0204103054803e17) == "202041030548030…")
    #expect(NumberText.knownDigits(-1e15) == "-100000000000000…")
    #expect(NumberText.knownDigits(210_904_117_020) == "210904117020")
  }

  @Test func errorsAndFormulas() throws {
    let read = try layout([
      ["序号", "项目名称", "总投资"], [nil, "合计", SheetCell.error("#REF!")],
      [1, "甲", SheetCell.error("#REF!")],
      [2, "乙", SheetCell.formulaOnly],
    ])
    #expect(read.texts("total_investment") == ["!cell-error", "!cell-formula"])
    #expect(read.findings(.strayError).map(\.place) == ["表!C2"])
  }

  @Test func numbersAsText() {
    #expect(NumberText.plain(394_000) == "394000")
    #expect(NumberText.plain(0.1 + 0.2) == "0.3")
    #expect(NumberText.plain(1_584_946.5600000001) == "1584946.56")
    #expect(NumberText.plain(0.000_001) == "0.000001")
    #expect(NumberText.plain(-12.5) == "-12.5")
  }

  @Test func formulasAreGuardedAndOpened() {
    let risky = ["=1+1", "+86", "-1", "@x", "'=1", "''-", "＝1+1", "＋1", "－1", "＠x", " =5", "\n=3"]
    for text in risky + ["甲", "", "'甲", "；=1", "1－2"] {
      let closed = FormulaGuard.closed(text)
      #expect(FormulaGuard.opened(closed) == text)
      #expect(closed.hasPrefix("'") == (risky.contains(text) || text == "'甲"), "\(text)")
    }
  }
}
