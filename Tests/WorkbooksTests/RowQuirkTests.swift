// Rows under the header as offices really write them. Numbers in brackets are rows of the catalogue
// of quirks. Verified:
// 1. Headings in every form are no projects: numerals, dashes, circles, Roman numbers, brackets,
//    counts in brackets, cells or behind a space, ranges of numbers, groups, spaced names (15–29,
//    31–33).
// 2. What they declare is compared with the rows under them; differences are told with both figures
//    (16, 65, 92).
// 3. Names that read like headings stay projects where a serial number says so (34, 38, 39, 40,
//    43).
// 4. A row that goes on from the one above, notes, statistics and totals are no projects (35,
//    60–65).
// 5. Merged cells give text to every row, an amount to one only (30, 36, 90).
// 6. Marks are left out of names; places, provisional words, brackets and dots stay (41, 42, 44,
//    48, 88, 89).
// 7. A header printed again on the next page, all its lines, is no project and no remark (29).
// 8. A row that names a county, an owner or a day is a project, whatever sign its serial number is.
// 9. A sum of a section, with or without a heading of its own, is held against its section; 合计 and
//    总计 against the whole sheet.
// 10. Without serial numbers a row with a count and an amount is a heading only where so many
//    projects follow; what a heading holds beside its figures is told of.
// 11. Beside serial numbers a row without a plain one that has a name and an amount is a project
//    where a number is missing in its place, at the foot, beside a number in merged cells, or where
//    it says when; else it is told as a row that was not imported.
// 12. Where signs alone number a list, the lowest of several levels are projects; so is one level
//    alone.
// 13. A row that numbers the columns is no project; the sum of a column of areas counts none.

import Foundation
import Projects
import Testing
import Workbooks

@Suite struct RowQuirkTests {
  private static let head: [String?] = ["序号", "项目名称", "建设规模及内容", "总投资", "业主", "分包领导"]

  @Test(
    arguments: [
      [nil, "一、创新驱动发展工程（94个）"], [nil, "一、基础设施", 64, 8_393_887.27], [nil, "——铁路", 2, 402_600],
      [nil, "【预备】(1个)"], [nil, "【一、交通】"], [nil, "① 交通项目7个"], [nil, "−1 信息基础设施项目"],
      [nil, "Ⅰ 能源"], [nil, "（五）港航工程"], [nil, "一产项目 4"], ["一", "续建项目", "33个", nil, nil, 8_524_816],
      [nil, "项目数 426 个"], [nil, "社会民生类  29项", nil, 523_656, nil, "何"],
      [nil, "城市基础设施类  53项", nil, 6_289_325, nil, "孙、王"], ["428-442", "4.房地产开发"],
      [nil, "续建项目(597个)"], [nil, "续建项目110个", "——", "——"], [nil, "综合体项目"],
      [nil, "南宁市人民政府", 16, 1_528_601.56], [nil, "自治区教育厅", 12, 99], [nil, "南 宁 市"],
      ["（一）", "市住建委 项目14个，2025年计划完成4.36亿元"], [nil, "一、市本级 项目59个"],
    ] as [[(any Sendable)?]]) func headings(row: [(any Sendable)?]) throws
  {
    let read = try layout([
      Self.head as [Any?], row.map { $0 as Any? }, [1, "甲路", "修路", 5, "某局", nil],
      [2, "乙路", "修路", 6, "某局", nil],
    ])
    #expect(read.names == ["甲路", "乙路"], "\(row)")
    #expect(read.headings.count == 1)
  }

  @Test func declaredFigures() throws {
    let read = try layout([
      Self.head as [Any?], [nil, "合计(共3项)", nil, 60], [nil, "一、交通（2个）", nil, 30],
      [1, "甲", "修", 10, "局"],
      [2, "乙", "修", 20, "局"], [nil, "二、能源", 2, 31], [1, "丙", "修", "30", "局"],
    ])
    #expect(read.names == ["甲", "乙", "丙"])
    #expect(read.findings(.declaredCount).map(\.arguments) == [["二、能源", "2", "1"]])
    #expect(read.findings(.declaredSum).map(\.arguments) == [["二、能源", "31", "30"]])
    #expect(read.findings(.declaredSum).first?.place == "表!D6")
  }

  private static let bare: [String?] = ["项目名称", "总投资", "业主"]

  @Test func sumsOfSections() throws {
    let counted = try layout([
      ["序号", "项目名称", "总投资", "业主"], [nil, "一、交通（2个）", 3], [1, "甲", 1, "局"], [2, "乙", 2, "局"],
      [nil, "交通运输（1个）", 6], [3, "丙", 6, "局"], ["小计", nil, 6], ["合计", nil, 9],
    ])
    #expect(counted.findings.allSatisfy { $0.code != .declaredCount && $0.code != .declaredSum })
    let named = try layout([
      Self.bare as [Any?], ["一、交通（2个）", 3], ["甲", 1, "局"], ["乙", 2, "局"], ["二、水利", 6],
      ["丙", 6, "局"],
      ["小计", 6], ["水利项目合计", 7], ["总计", 9],
    ])
    #expect(named.names == ["甲", "乙", "丙"])
    #expect(named.findings(.declaredSum).map(\.arguments) == [["水利项目合计", "7", "6"]])
    let repeated = try layout([
      Self.bare as [Any?], ["一、交通（2个）"], ["甲", 1, "局"], ["乙", 2, "局"], ["合计", 3], ["二、水利"],
      ["丙", 6, "局"], ["合计", 6], ["总计", 10],
    ])
    #expect(repeated.findings(.declaredSum).map(\.arguments) == [["总计", "10", "9"]])
    // One sum at the head of each section, and parts within one.
    let headed = try layout([
      Self.bare as [Any?], ["一、交通"], ["小计", 3], ["甲", 1, "局"], ["乙", 2, "局"], ["二、水利"], ["小计", 6],
      ["丙", 6, "局"],
    ])
    #expect(headed.findings(.declaredSum).isEmpty)
    let single = try layout([
      Self.bare as [Any?], ["一、交通"], ["甲", 1, "局"], ["二、水利"], ["丙", 6, "局"], ["合计", 6],
    ])
    #expect(single.findings(.declaredSum).map(\.arguments) == [["合计", "6", "7"]])
  }

  @Test func projectsThatReadLikeHeadings() throws {
    let read = try layout([
      Self.bare as [Any?], ["甲路", 5, "局"], ["加油站（9个）", 300], ["交通（4个）", 77], ["乙", 1, "局"],
      ["丙", 2, "局"],
      ["充电站（1个）", 70], ["丁", 4, "局"], ["水利（1个）", 8], ["戊", 8, "局"],
    ])
    #expect(read.names == ["甲路", "加油站（9个）", "乙", "丙", "充电站（1个）", "丁", "戊"])
    #expect(read.headings.map(\.label) == ["交通（4个）", "水利（1个）"])
    #expect(read.findings(.likeHeading).map(\.place) == ["表!3", "表!7"])
    #expect(read.findings(.declaredCount).isEmpty && read.findings(.declaredSum).isEmpty)
    let nested = try layout([
      Self.bare as [Any?], ["交通运输（3个）", 6], ["公路（2个）", 3], ["甲", 1, "局"], ["乙", 2, "局"],
      ["铁路（1个）", 3], ["丙", 3, "局"],
    ])
    #expect(nested.names == ["甲", "乙", "丙"])
    #expect(nested.findings(.declaredCount).isEmpty && nested.findings(.declaredSum).isEmpty)
    let led = try layout([
      Self.head as [Any?], [nil, "社会民生类  1项", nil, 5, nil, "分管领导"], [1, "甲", "修", 5, "局"],
    ])
    #expect(led.findings(.fullHeading).map(\.arguments) == [["社会民生类  1项", "分管领导"]])
  }

  private static let counted: [String?] = ["序号", "项目名称", "总投资", "建设起止年限"]

  @Test(arguments: [nil, "②"] as [String?]) func projectsWithoutNumbers(sign: String?) throws {
    let gap = try layout([
      Self.counted as [Any?], [1, "甲", 100], [sign, "乙", 200], [3, "丙", 200],
    ])
    #expect(gap.names == ["甲", "乙", "丙"] && gap.headings.isEmpty)
    #expect(gap.findings.map(\.code) == [.likeHeading])
    #expect(gap.findings.map(\.place) == ["表!3"])
    let foot = try layout([
      Self.counted as [Any?], [1, "甲", 100], [2, "乙", 200], [sign, "丙", 300], [sign, "丁", 5],
      [nil, "合计", 605],
    ])
    #expect(foot.names == ["甲", "乙", "丙", "丁"] && foot.headings.map(\.label) == ["合计"])
    #expect(foot.findings.map(\.place) == ["表!4", "表!5"], "\(foot.findings)")
    // Nothing tells: a heading, and said, whether its sum is that of the rows below or not.
    for sum in [300, 7] {
      let open = try layout([
        Self.counted as [Any?], [1, "甲", 100], [sign, "乙", sum], [2, "丙", 300],
      ])
      #expect(open.names == ["甲", "丙"])
      #expect(open.findings(.summedHeading).map(\.place) == ["表!3"])
      #expect(open.findings(.declaredSum).count == (sum == 300 ? 0 : 1))
    }
    // Of an extract many numbers are missing, and headings stand in the gaps.
    let extract = try layout([
      Self.counted as [Any?], [1, "甲", 100], [sign, "交通", 9], [3, "丙", 9], [7, "丁", 5],
    ])
    #expect(extract.names == ["甲", "丙", "丁"])
    #expect(extract.findings(.summedHeading).map(\.arguments) == [["交通"]])
    let dated = try layout([
      Self.counted as [Any?], [1, "甲", 100], [sign, "乙", 300, 2023], [2, "丙", 300],
    ])
    #expect(dated.names == ["甲", "乙", "丙"] && dated.findings.isEmpty)
  }

  @Test func oneNumberOfSeveralProjects() throws {
    let read = try layout(
      [
        Self.counted as [Any?], [1, "甲一标", 100], [nil, "甲二标", 200], [nil, nil, 5],
        [nil, "小计", 305],
        [2, "乙", 200],
      ], merged: ["A2:A5"])
    #expect(read.names == ["甲一标", "甲二标", "乙"])
    #expect(read.findings(.continuation).map(\.place) == ["表!4"])
    #expect(read.headings.map(\.label) == ["小计"])
  }

  @Test func headersOfTwoLinesAgain() throws {
    let head: [[Any?]] = [
      ["序号", "项目名称", "总投资", nil, "业主"], [nil, nil, "总额", "年度计划投资", nil],
    ]
    let read = try layout(head + [[1, "甲", 9, 5, "局"]] + head + [[2, "乙", 8, 4, "局"]])
    #expect(read.names == ["甲", "乙"] && read.findings.isEmpty, "\(read.findings)")
    let own: [[Any?]] = [["项目名称", "计划"], [nil, "总投资"]]
    let other = try layout(own + [["甲", 9]] + own + [["乙", 8]])
    #expect(other.values("total_investment") == ["9", "8"] && other.findings.isEmpty)
  }

  @Test func namesThatReadLikeHeadings() throws {
    let names = [
      "君澜府小区", "汉中综合保税区", "浦里新区加油站（9个）", "年产300万个轴承、500万个齿轮项目", "2020年城镇老旧小区改造项目",
      "一、二级公路改造", "渝北区2025年“四好农村路”建设(打捆项目)", "银川至百色公路宁东至甜水堡(宁甘界）段",
    ]
    let read = try layout(
      [Self.head as [Any?]] + names.enumerated().map { [$0.offset + 1, $0.element] as [Any?] })
    #expect(read.names == names)
  }

  @Test(arguments: ["一", "（一）", "①", "1-1"]) func projectsUnderSignsOfHeadings(
    serial: String
  ) throws {
    let read = try layout([
      ["序号", "项目名称", "所属县区", "总投资", "业主", "开工时间"], [serial, "房屋建筑", nil, 13],
      [1, "甲路", "驿城区", 5, "某局"], [serial, "乙路", "驿城区", 6], [serial, "丙路", nil, 7, "某局"],
      [serial, "丁路", nil, 8, nil, "2021-09-28"], [2, "戊桥", "驿城区", 9],
      [serial, "水利工程（2个）", nil, 17, nil, nil], [3, "己库", "驿城区", 9],
    ])
    #expect(read.names == ["甲路", "乙路", "丙路", "丁路", "戊桥", "己库"])
    #expect(read.headings.map(\.label) == ["房屋建筑", "水利工程（2个）"])
  }

  @Test(arguments: [["①", "②"], ["（一）", "（二）"]]) func projectsNumberedBySigns(
    signs: [String]
  ) throws {
    let read = try layout([
      Self.counted as [Any?], [nil, "合计", 10], ["一", "交通", 3], [signs[0], "甲路", 1],
      [signs[1], "乙路", 2],
      ["二", "水利", 8], [signs[0], "丙库", 3], [signs[1], "丁库", 4],
    ])
    #expect(read.names == ["甲路", "乙路", "丙库", "丁库"])
    #expect(read.headings.map(\.label) == ["合计", "交通", "水利"])
    #expect(read.findings.map(\.code) == [.declaredSum])
    #expect(read.findings(.declaredSum).map(\.arguments) == [["水利", "8", "7"]])
    let flat = try layout([
      Self.counted as [Any?], [signs[0], "甲路", 1], [signs[1], "乙路", 2],
    ])
    #expect(flat.names == ["甲路", "乙路"] && flat.headings.isEmpty)
    let unnumbered = try layout([
      Self.counted as [Any?], ["一", "交通", 3], [signs[0], "公路", 3], [nil, "甲路", 1, "2021-2023"],
      [nil, "乙路", 2, "2021-2023"],
    ])
    #expect(unnumbered.names.suffix(2) == ["甲路", "乙路"])
  }

  @Test func serialForms() throws {
    let serials: [Any] = [1, 2.0, "3", "4.0", "（5）", "6、", "7.", "８"]
    let read = try layout(
      [Self.head as [Any?]] + serials.enumerated().map { [$0.element, "项目\($0.offset)"] as [Any?] })
    #expect(read.items.count == serials.count)
  }

  @Test func rowsThatAreNoProjects() throws {
    let read = try layout([
      Self.head as [Any?], [nil, "全区", nil, 15], [1, "甲", "修", 10, "局"], [nil, nil, nil, 5, nil],
      ["序号", "项目名称", "建设规模及内容", "总投资", "业主", "分包领导"], [2, "乙", "修", 5, "局"],
      ["重大前期项目92个,总投资494亿元。其中,政府投资项目54个,总投资102.4亿元;社会投资项目38个。"],
      [nil, "项目总数246个（新开工73个、续建73个、完工62个、重大前期38个）"], ["备注：标\"★\"的为2025年重大项目。"],
      ["注：预备项目是指…"], ["备 注:"], ["联 系 人：某科"], ["项目名称：……"],
    ])
    #expect(read.names == ["甲", "乙"])
    #expect(read.findings(.continuation).map(\.place) == ["表!4"])
    #expect(read.findings(.note).count == 7)
    #expect(read.findings(.declaredSum).isEmpty)
  }

  @Test(
    arguments: [
      [1, 2, 3, 4, 5, 6], ["（1）", "（2）", "（3）", "（4）", "（5）=（4）-（3）", nil],
      ["甲", "乙", 1, 2, 3, "4=2+3"], ["栏次", 1, 2, 3, 4],
    ] as [[(any Sendable)?]]) func numbersOfColumns(row: [(any Sendable)?]) throws
  {
    let read = try layout([
      Self.head as [Any?], row.map { $0 as Any? }, [1, "项目一", "修", 10, "局"],
    ])
    #expect(read.names == ["项目一"] && read.findings.map(\.code) == [.note], "\(row)")
    let own = try layout([Self.head as [Any?], [1, "2号桥", 3, 4, "局"], [2, "3号桥", 4, 5, "局"]])
    #expect(own.names == ["2号桥", "3号桥"])
  }

  @Test func sumsOfAreas() throws {
    let read = try layout([
      ["序号", "项目名称", "用地面积", "总投资"], [1, "甲", 30, 5], [2, "乙", 30, 6], [nil, "合计", 60, 11],
    ])
    #expect(read.headings.map(\.count) == [nil] && read.findings.isEmpty)
  }

  @Test func mergedCells() throws {
    let read = try layout(
      [
        ["项目类型", "序号", "项目名称", "责任单位", "总投资"], ["能源", 1, "甲", "一局", 10], [nil, 2, "乙", nil, nil],
        [nil, 3, "丙", "二局", 5],
      ], merged: ["A2:A4", "D2:D3", "E2:E3"])
    #expect(read.texts("duty_unit") == ["一局", "一局", "二局"])
    #expect(read.texts("category") == ["能源", "能源", "能源"])
    #expect(read.values("total_investment") == ["10", "", "5"])
    #expect(read.findings(.mergedAmount).map(\.place) == ["表!E2"])
    let wide = try layout(
      [Self.head as [Any?], [1, "甲路", nil, 10]], merged: ["B2:C2"])
    #expect(wide.names == ["甲路"] && wide.texts("scale") == [""])
  }

  @Test func whatStaysInNames() throws {
    let names = [
      "银川都市圈城乡西线供水工程★", "新建吴忠至中卫铁路项目▲", "宁钢炼铁高炉升级改造项目（中卫市）",
      "金属化膜电容器生产车间搬迁改造项目（暂定名）", "湘江二桥、三桥建设项目", "幸福里·十顷園城市综合体", "桂林▪两江四湖", "某路\n改造",
    ]
    let read = try layout(
      [Self.head as [Any?]] + names.enumerated().map { [$0.offset + 1, $0.element] as [Any?] })
    #expect(
      read.names == [
        "银川都市圈城乡西线供水工程", "新建吴忠至中卫铁路项目", names[2], names[3], names[4], names[5], names[6], "某路改造",
      ])
  }

  @Test func ownExportsAreTakenAsTheyStand() throws {
    let read = try layout([
      ["id", "项目名称", "备注", "总投资"], ["x", "一、二级公路★", "—", 5], [nil, "合计", " 空格 ", 6],
    ])
    #expect(read.names == ["一、二级公路★", "合计"])
    #expect(read.texts("remark") == ["—", " 空格 "])
  }
}
