// Units that a sheet states between its rows. Verified:
// 1. A row of a unit holds for the amounts from there on, wherever in the row it stands, beside a
//    heading too; it is told of with its place, and sums are compared in the units in which they
//    stand.
// 2. A unit that is not read, or is another than the header's own, refuses the amounts below it; an
//    amount with its own unit, and the return to a unit that is read, are taken.
// 3. Areas: 平方米 refuses, 亩 is read; in a title too.
// 4. Several units in one row hold each for its column; what the title said before is nothing new.
// 5. A column of units says for each row in which its amounts are, never against a header's own
//    unit; a column of offices under the same word says nothing.
// 6. A unit right below the header, one at the foot, and names of offices that begin like units.

import Projects
import Testing
import Workbooks

@Suite struct StatedUnitTests {
  private static let head: [String?] = ["序号", "项目名称", "总投资", "业主"]

  @Test(
    arguments: [
      ["单位：亿元"], [nil, "单位：亿元"], [nil, nil, nil, "单位：亿元"], [nil, nil, "（亿元）"],
      [nil, "二、能源", nil, "单位：亿元"], [nil, "二、能源（单位：亿元）"], ["编制单位：某办", nil, nil, "单位：亿元"],
      ["金额单位：亿元"], [nil, nil, nil, nil, nil, "投资单位：亿元"],
    ] as [[String?]]) func fromThereOn(row: [String?]) throws
  {
    let read = try layout([
      Self.head as [Any?], [nil, "一、交通", 5], [1, "甲", 5, "局"], row.map { $0 as Any? },
      [2, "乙", 6, "局"],
      ["单位：元"], [3, "丙", 20_000, "局"], [nil, "合计", 600_070_000],
    ])
    #expect(read.names == ["甲", "乙", "丙"], "\(row)")
    #expect(read.values("total_investment") == ["5", "60000", "2"], "\(row)")
    #expect(read.findings(.statedUnit).map(\.place) == ["表!4", "表!6"])
    #expect(read.findings(.statedUnit).map(\.arguments) == [["亿元"], ["元"]])
    #expect(read.findings(.declaredSum).allSatisfy { $0.arguments[0] != "合计" })
  }

  @Test func aColumnOfUnits() throws {
    let read = try layout([
      ["项目名称", "总投资", "单位"], ["甲", 1.2, "亿元"], ["乙", 300, "（万元）"], ["丙", 20_000, "元"],
      ["丁", 5, nil], ["戊", 6, "千元"], ["己", "7万元", "亿元"],
    ])
    #expect(
      read.values("total_investment")
        == ["12000", "300", "2", "5", "!cell-other-unit", "7"])
    let own = try layout([["项目名称", "总投资（万元）", "计量单位"], ["甲", 5, "亿元"], ["乙", 6, "万元"]])
    #expect(own.values("total_investment") == ["!cell-other-unit", "6"])
    let offices = try layout([["项目名称", "总投资", "单位"], ["甲", 5, "水利局"], ["乙", 6, "元通公司"]])
    #expect(offices.values("total_investment") == ["5", "6"])
  }

  @Test func withoutSerialNumbers() throws {
    let read = try layout([
      ["项目名称", "总投资"], ["甲", 5], ["单位：亿元"], ["乙", 6],
    ])
    #expect(read.names == ["甲", "乙"])
    #expect(read.values("total_investment") == ["5", "60000"])
    let headed = try layout([
      ["项目名称", "总投资", "业主"], ["甲", 5, "局"], ["能源项目", nil, "单位：亿元"], ["乙", 6, "局"],
    ])
    #expect(headed.names == ["甲", "乙"])
    #expect(headed.values("total_investment") == ["5", "60000"])
  }

  @Test(arguments: [("总投资", "单位：千元"), ("总投资（万元）", "单位：亿元"), ("总投资", "单位：万美元")])
  func unitsThatCannotBeHeeded(head: String, row: String) throws {
    let read = try layout([
      ["序号", "项目名称", head], [1, "甲", 5], [row], [2, "乙", 6], [3, "丙", "7万元"], ["单位：万元"],
      [4, "丁", 8],
    ])
    #expect(read.values("total_investment") == ["5", "!cell-other-unit", "7", "8"])
    #expect(read.findings(.unclearUnit).map(\.place) == ["表!3"])
  }

  @Test func areas() throws {
    let read = try layout([
      ["序号", "项目名称", "用地面积", "总投资"], [1, "甲", 5, 1], ["单位：平方米"], [2, "乙", 6, 2],
      ["单位：亩、亿元"], [3, "丙", 7, 3],
    ])
    #expect(read.values("land_area") == ["5", "!cell-other-unit", "7"])
    #expect(read.values("total_investment") == ["1", "2", "30000"])
    let titled = try layout([
      ["单位：万元、平方米"], ["序号", "项目名称", "用地面积", "总投资"], [1, "甲", 5, 1],
    ])
    #expect(titled.findings(.oddUnit).map(\.arguments.last) == ["平方米"])
    #expect(titled.values("total_investment") == ["1"] && !titled.fields.contains("land_area"))
  }

  @Test func unitsOfSeveralColumns() throws {
    let read = try layout([
      ["单位：万元"], ["序号", "项目名称", "总投资（亿元）", "年度计划投资"], [1, "甲", 5, 1], ["单位：万元"],
      [2, "乙", 6, 2], [nil, nil, "亿元", "元"], [3, "丙", 7, 30_000],
    ])
    #expect(read.values("total_investment") == ["50000", "60000", "70000"])
    #expect(read.values("annual_plan") == ["1", "2", "3"])
    #expect(read.findings(.statedUnit).map(\.place) == ["表!6"])
    #expect(read.findings(.unclearUnit).isEmpty)
  }

  @Test func belowTheHeaderAndAtTheFoot() throws {
    let below = try layout([Self.head as [Any?], [nil, nil, nil, "单位：亿元"], [1, "甲", 5, "局"]])
    #expect(below.fields == ["#", "name", "total_investment", "owner"])
    #expect(below.values("total_investment") == ["50000"])
    let foot = try layout([Self.head as [Any?], [1, "甲", 5, "局"], ["注：投资单位：亿元"]])
    #expect(foot.values("total_investment") == ["5"])
    #expect(foot.findings(.unitAtFoot).map(\.arguments) == [["亿元"]])
    let names = try layout([
      Self.head as [Any?], [nil, "责任单位：元和街道"], [1, "甲", 5, "单位：亿元公司"], [nil, "填报单位：亿元公司"],
      [2, "乙", 6, "局"],
    ])
    #expect(names.values("total_investment") == ["5", "6"])
    #expect(names.findings(.statedUnit).isEmpty)
  }
}
