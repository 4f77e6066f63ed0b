// Titles and headers as offices really write them. Numbers in brackets are rows of the catalogue of
// quirks of published sheets (format_quirks_catalogue.csv). Verified:
// 1. Titles, attachment labels, width rows and unit cells above the header; their year and unit (1,
//    4, 9).
// 2. Line breaks, spaced letters, brackets, marks, units and years in headers (2, 3, 11, 12, 13).
// 3. Headers of two and three rows, merged, split over rows without merging, or flattened (5, 6,
//    7).
// 4. Data one column right of their headers (8); lists of number and name alone (10).
// 5. Of several columns of units the first counts and the others are told (14).
// 6. Every wording of the list of headers (header_wordings.csv) finds a field of its meaning, or is
//    told to find none: those are named here. A map adds others.
// 7. A field's own label goes before other wordings, wherever it stands, and the plan of a later
//    year before that of an earlier one; the other column is told of as not used.
// 8. What a report computes is told of and not imported; merged headers are no merged amounts.
// 9. A column without a header is told of where records fill it, and not where it only counts them.
// 10. Units beside other words in brackets; in a cell of their own above the header, alone or right
//    of the word for it; two units in one header are read as neither.
// 11. A sheet without a header, and a list of options, are no sheets of records (68, 69, 70).

import Causality
import Foundation
import Projects
import Testing
import Workbooks

@Suite struct HeaderQuirkTests {
  @Test func titlesAndUnitsAbove() throws {
    let read = try layout([
      ["附件－3 ２ ０ ２ ０ 年 自 治 区 重 点 前 期 工 作 项 目 计 划  投资单位：亿元"],
      [5, 25, 20, 20, 50], ["编制单位：桂林市重大项目推进办公室", nil, nil, nil, nil, "单位：万元"],
      ["序号", "项目名称", "总投资"], [1, "甲", 5000],
    ])
    #expect(read.headerRow == 4)
    #expect(read.values("total_investment") == ["5000"])
    let inTitle = try layout([
      ["2020年计划 投资单位：亿元"], ["序号", "项目名称", "总投资"], [1, "甲", 1.5],
    ])
    #expect(inTitle.values("total_investment") == ["15000"])
  }

  @Test func headerWords() throws {
    let read = try layout([
      [
        "序号", "项 目 名 称", "总投资额(亿元)", "2022年前期工作或工程\n形象进度目标", "２０２２年计划投资（万元）",
        "项目（法人）单位",
      ],
      [1, "甲", 0.69, "开工", 300, "某公司"],
    ])
    #expect(
      read.fields == ["#", "name", "total_investment", "year_goal", "annual_plan", "owner"])
    #expect(read.values("total_investment") == ["6900"])
    #expect(read.header.planYear == 2022)
    let years = try layout([
      ["湖北省2020年省级重点建设计划"], ["项目名称", "2019年计划投资"], ["甲", 5],
    ])
    #expect(years.findings(.otherYear).first?.arguments == ["2020", "2019"])
    let units = try layout([["序号", "项目单位及名称"], [1, "某局 办公楼"]])
    #expect(units.names == ["某局 办公楼"])
  }

  @Test func marksOfTemplates() throws {
    let read = try layout([
      ["序号", "*项目名称", "总投资*（亿元）", "＊责任单位", "项目代码※"], [1, "甲", 5, "局", "x"],
    ])
    #expect(
      read.fields == ["#", "name", "total_investment", "duty_unit", "project_code"])
    #expect(read.values("total_investment") == ["50000"])
  }

  @Test func twoRowsMerged() throws {
    let read = try layout(
      [
        ["序号", "项目名称", "2021年投资计划", nil, nil, "总投资"],
        [nil, nil, "小计", "主要建设内容", "新增生产能力", nil], [1, "甲", 100, "修路", "5公里", 900],
      ], merged: ["A1:A2", "B1:B2", "C1:E1", "F1:F2"])
    #expect(read.fields == ["#", "name", "annual_plan", "scale", "-", "total_investment"])
    #expect(read.names == ["甲"] && read.values("annual_plan") == ["100"])
    #expect(read.header.planYear == 2021)
  }

  @Test func twoRowsOfMoney() throws {
    let read = try layout(
      [
        ["序号", "项目名称", "项目资金来源", nil, nil, "2024年计划投资", "2023年推进计划"],
        [nil, nil, "计划总投资", "省级以上补助", "市财政", "计划总投资", "整体形象目标"],
        [1, "甲", 900, 100, 50, 300, "主体完工"],
      ], merged: ["A1:A2", "B1:B2", "C1:E1"])
    #expect(
      read.fields == ["#", "name", "total_investment", "-", "-", "annual_plan", "year_goal"])
    #expect(read.values("annual_plan") == ["300"] && read.header.planYear == 2024)
  }

  @Test func wordsSplitOverRows() throws {
    let split = try layout([
      ["序号", "项目名称", "建设起", "至2025年底已"], [nil, nil, "止年限", "完成的前期工作"], [1, "甲", "2023-2025", "可研"],
    ])
    #expect(split.fields == ["#", "name", "construction_period", "-"])
    #expect(split.names == ["甲"])
    let flattened = try layout([
      ["序号", "项目名称", "2021年投资计划", nil], [nil, nil, "小计", "主要建设内容"], [1, "甲", 100, "修路"],
    ])
    #expect(flattened.fields == ["#", "name", "annual_plan", "scale"])
  }

  @Test func shiftedAndBareLists() throws {
    let shifted = try layout([
      ["项目名称", "建设地点", "总投资"], ["1.0", "甲路", "县城", 100], ["2.0", "乙路", "县城", 200],
    ])
    #expect(shifted.names == ["甲路", "乙路"])
    #expect(shifted.values("total_investment") == ["100", "200"])
    let bare = try layout([
      ["2022年市级重点项目名单（建设类）"], ["序号", "名称", "规模"], [1, "甲", "10公里"], [2, "乙", nil],
    ])
    #expect(bare.names == ["甲", "乙"] && bare.texts("scale") == ["10公里", ""])
  }

  @Test func severalColumnsOfUnits() throws {
    let read = try layout([["项目名称", "建设单位", "项目法人", "责任单位"], ["甲", "一", "二", "三"]])
    #expect(read.fields == ["name", "owner", "-", "duty_unit"])
    #expect(read.texts("owner") == ["一"])
  }

  @Test(arguments: [
    (["项目名称", "牵头单位", "责任单位"], ["name", "-", "duty_unit"]),
    (["项目名称", "建设单位", "业主单位"], ["name", "-", "owner"]),
    (["名称", "所在地", "建设地点", "项目名称"], ["-", "-", "address", "name"]),
    (["项目名称", "2021年计划投资", "2022年计划投资", "2020年计划投资"], ["name", "-", "annual_plan", "-"]),
    (["项目名称", "投资额（千元）", "总投资", "项目总投资"], ["name", "-", "total_investment", "-"]),
  ]) func theOwnLabelAndTheLaterYear(head: [String], fields: [String]) throws {
    let rows = sheet([head as [Any?], head.map { "\($0.count)" as Any? }])
    let read = try #require(SheetLayout(rows, of: projects))
    #expect(read.fields == fields)
    for (column, code) in zip(read.header.columns, fields) where code == "-" {
      guard case .unknown = column.target else {
        Issue.record("\(column.header) is not told of")
        continue
      }
    }
    if head.contains("2022年计划投资") { #expect(read.header.planYear == 2022) }
    var choice = HeaderChoice()
    choice.map = [head[1]: fields[fields.count == 3 ? 2 : 0]]
    let mapped = try #require(SheetLayout(rows, of: projects, choice: choice))
    #expect(mapped.fields[1] == choice.map[head[1]])
  }

  @Test func whatReportsCompute() throws {
    let read = try layout([
      ["序号", "项目名称", "年度计划", "1—10月完成", "占年计划%", "形象进度", "超期天数", "年内累计", "计划开工日期", "3月完成"],
      [1, "甲", 5, 4, 80, "主体", 3, 4, "2024-03-01", 1],
    ])
    #expect(
      read.fields == ["#", "name", "annual_plan", "-", "-", "-", "-", "-", "planned_start_on", "-"])
    #expect(
      read.findings.map(\.arguments) == [["1—10月完成 | 占年计划% | 形象进度 | 超期天数 | 年内累计 | 3月完成"]])
    #expect(read.findings.map(\.code) == [.computedColumns])
  }

  @Test func columnsWithoutHeaders() throws {
    let read = try layout([
      [nil, "项目名称", "总投资", nil, "备注"], [1, "甲", 5, "多出来的", "a"], [2, "乙", 6, nil, "b", nil, "尾巴"],
      [3, "丙", 7, 8, nil],
    ])
    #expect(read.names == ["甲", "乙", "丙"])
    #expect(read.findings.map(\.code) == [.namelessColumn, .namelessColumn])
    #expect(read.findings.map(\.place) == ["表!D2", "表!G3"])
    #expect(read.findings.map(\.arguments) == [["2", "多出来的"], ["1", "尾巴"]])
  }

  @Test(
    arguments: [
      ["单位", "亿元"], ["单位：", "亿元"], [nil, nil, "（亿元）"], [nil, "单位：人民币亿元"], ["计划表（单位：亿元人民币）"],
      [nil, "金额单位:", "亿元"],
    ] as [[String?]]) func unitsAboveTheHeader(row: [String?]) throws
  {
    let read = try layout([
      ["某县重点项目", nil, nil], row.map { $0 as Any? }, ["序号", "项目名称", "总投资"], [1, "甲", 5],
    ])
    #expect(read.values("total_investment") == ["50000"], "\(row)")
  }

  @Test(arguments: [
    "总投资（人民币亿元）", "总投资（亿元人民币）", "总投资（亿元，含征地）", "总投资（约，亿元）", "总投资（亿元／人民币）", "总投资(单位：亿元)",
  ])
  func unitsBesideOtherWords(head: String) throws {
    let read = try layout([["序号", "项目名称", head], [1, "甲", 5]])
    #expect(read.values("total_investment") == ["50000"])
    let both = try layout([["序号", "项目名称", "总投资（亿元、万元）", "业主"], [1, "甲", 5, "局"]])
    #expect(both.findings.map(\.code) == [.oddUnit] && both.fields[2] == "-", "\(both.fields)")
  }

  @Test func mergedHeadersOfAmounts() throws {
    let read = try layout(
      [["序号", "项目名称", "总投资", "年度计划投资"], [nil, nil, nil, "万元"], [1, "甲", 9, 5]],
      merged: ["A1:A2", "B1:B2", "C1:C2"])
    #expect(read.values("annual_plan") == ["5"] && read.findings.isEmpty, "\(read.findings)")
  }

  @Test(arguments: [
    ("项目名", "name"), ("工程名称", "name"), ("名称", "name"), ("建设单位", "owner"), ("实施单位", "owner"),
    ("项目法人", "owner"), ("项目实施主体", "owner"), ("项目业主", "owner"), ("建设地址", "address"),
    ("所在地", "address"), ("隶属区县", "region_code"), ("所在省辖市、县区", "region_code"),
    ("项目总投资", "total_investment"), ("投资额", "total_investment"), ("年度投资", "annual_plan"),
    ("本年度计划投资", "annual_plan"), ("投资计划", "annual_plan"), ("年度工作目标", "year_goal"),
    ("工程形象进度", "year_goal"), ("建设起止时间", "construction_period"), ("计划工期", "construction_period"),
    ("开工时间", "planned_start_on"), ("计划开工", "planned_start_on"), ("竣工时间", "planned_completion_on"),
    ("建设规模及主要内容", "scale"), ("拟建设规模", "scale"), ("牵头单位", "duty_unit"), ("监管单位", "duty_unit"),
    ("主管单位", "supervising_unit"), ("产业类别", "category"), ("所属行业", "category"),
    ("建设阶段", "year_nature"), ("责任牵头单位", "duty_unit"), ("分包领导", "leader"),
    ("到上年底累计完成投资（万元）", "prior_cumulative"), ("2014年度 投资计划", "annual_plan"),
  ]) func wordings(header: String, code: String) throws {
    let read = try layout([[header == "name" ? "x" : "项目名称", header], ["甲", "1"]])
    #expect(read.fields.last == code || code == "name" && read.fields == ["name", "-"])
  }

  /// The fields of each meaning of the list; none where no project has such a field.
  private static let fieldsOfMeanings: [String: [String]] = [
    "project_name": ["name"], "construction_unit": ["owner"], "owner": ["owner"],
    "location": ["address", "region_code"], "total_investment": ["total_investment"],
    "annual_plan": ["annual_plan"], "annual_goal": ["year_goal"],
    "period": ["construction_period"], "start": ["planned_start_on"],
    "end": ["planned_completion_on"], "content": ["scale"],
    "responsible_unit": ["duty_unit", "supervising_unit"], "category": ["category", "domain"],
    "nature": ["year_nature", "construction_kind"], "completed": ["prior_cumulative"],
    "lead_leader": ["leader"], "completion_pct": [], "progress": [],
  ]

  @Test func everyWordingOfTheList() throws {
    var reader = try CSVReader(try fixture("header_wordings.csv"))
    let head = try reader.next()
    #expect(head?.cells == ["meaning", "header_text", "source_id"])
    var (count, told) = (0, [String]())
    while let line = try reader.next() {
      guard !line.isBlank else { continue }
      count += 1
      let (meaning, header) = (line.cells[0], line.cells[1].replacing("⏎", with: "\n"))
      let isName = meaning == "project_name"
      let read = try layout(
        isName ? [[header, "备注"], ["甲", "一"]] : [["项目名称", header], ["甲", "1"]])
      let column = read.header.columns[isName ? 0 : 1]
      guard let field = column.field else {
        if case .unknown = column.target { told.append(column.header) }
        continue
      }
      #expect(Self.fieldsOfMeanings[meaning]?.contains(field.code) == true, "\(header)")
    }
    #expect(count == 109)
    #expect(
      told == [
        "建设批次", "至 实际投资", "完成投资进度", "至", "2017年1-12月完成投资（万元）",
        "本年度投资计划完成情况（万元）",
      ])
  }

  @Test func mapsAndNoHeaders() throws {
    let odd = sheet([["叫什么", "多少钱", "产业类别"], ["甲", 5, "现代产业类"]])
    var choice = HeaderChoice()
    choice.map = ["叫什么": "name", "多少钱": "total_investment", "产业类别": "-"]
    let read = try #require(SheetLayout(odd, of: projects, choice: choice))
    #expect(read.fields == ["name", "total_investment", "-"])
    #expect(SheetLayout(odd, of: projects) == nil)
    #expect(
      SheetLayout(sheet([["新建", "大类", "生态人文"], ["续建", "小类", "是"]]), of: projects) == nil)
    #expect(
      SheetLayout(
        sheet([["隶属区县(部门)", "求和项:备注", "求和项:总投资\n（万元）", "求和项:合计"], ["甲县", 1, 2, 3]]),
        of: projects) == nil)
  }
}
