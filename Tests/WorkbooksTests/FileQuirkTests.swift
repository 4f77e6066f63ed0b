// Whole sheets and files as offices really hand them in. Numbers are rows of the catalogue of
// quirks; the files are made here, in the shape of its real examples. Verified:
// 1. Summary sheets, pivot tables and lists of options beside data sheets are passed over and named
//    (66, 68, 69, 70).
// 2. A sheet of another year is not taken while one of the file's year is there, and never without
//    its year being told (67).
// 3. The same projects in a total sheet and in sheets by kind are read once, and the sheets told of
//    (71).
// 4. Bytes decide what a file is, whatever its endings; another ending is told (72, 74).
// 5. Documents under the names of spreadsheets, lists that are pictures and PDF are refused, each
//    with a next step in both languages (75, 76); so are bytes of no kind that has a name.
// 6. Copy numbers say nothing; an adjusted list, a batch and one kind of project are told of (73,
//    79).
// 7. The count in the file's name is held against the rows (77).
// 8. A list of withdrawals is known by file name, title or sheet name (78).
//    So are lists in other words of leaving; what speaks of coming too, or of no projects, is none.
// 9. Hidden sheets with projects are told of, and refused where there are no others; so are hidden
//    rows, which are read, lines of a map that no header answers to, marks left out of names, and
//    amounts that are about so much (41, 56). Every finding has words.
// 10. Of two tables on one sheet the rows that are not read are told of; a header that comes again
//    in another unit, for another year or over other columns begins another table, and so does a
//    header of other records; the title above it is no project. Amounts in units that are not read
//    (千元, 美元) are passed over and told.
// 11. A name that is a formula without a value is refused at its cell, and a total is known by its
//     first cell.

import Catalogue
import Foundation
import Projects
import Testing
import Workbooks

@Suite struct FileQuirkTests {
  private static let head = ["序号", "项目名称", "总投资（万元）", "建设单位"]

  /// A sheet of projects by their names, under a title.
  private static func list(
    _ name: String, title: String? = nil, isHidden: Bool = false, _ projects: [String]
  ) -> SampleBook.Leaf {
    var rows: [[Any?]] = title.map { [[$0]] } ?? []
    rows.append(head.map { $0 as Any? })
    for (index, project) in projects.enumerated() { rows.append([index + 1, project, 100, "某局"]) }
    return SampleBook.Leaf(name, isHidden: isHidden, rows)
  }

  private func read(
    _ leaves: [SampleBook.Leaf], as name: String, sheet: String? = nil
  ) throws -> BookLayout {
    let book = try BookReader.read(try SampleBook.bytes(leaves))
    return try BookLayout(book, fileName: name, of: projects, sheet: sheet)
  }

  private func places(_ read: BookLayout, _ code: LayoutFinding.Code) -> [String] {
    read.findings.filter { $0.code == code }.map(\.place)
  }

  private func arguments(_ read: BookLayout, _ code: LayoutFinding.Code) -> [[String]] {
    read.findings.filter { $0.code == code }.map(\.arguments)
  }

  @Test func row66SummarySheets() throws {
    let summary: [[Any?]] = [
      ["泸州市2025年重点项目分政企投资汇总表"], ["类别", "项目个数", "总投资（亿元）"], ["政府投资", 90, 1_200.5],
      ["企业投资", 120, 3_400],
    ]
    // This one has a column of names too, and more rows than there are projects.
    let byUnit: [[Any?]] =
      [["分单位汇总表"], ["序号", "名称", "个数", "总投资"]]
      + (1...9).map { (number: Int) -> [Any?] in [number, "某区\(number)", 10, 500] }
    let found = try read(
      [
        SampleBook.Leaf("分政企投资汇总表  (全对比)", summary),
        SampleBook.Leaf("分单位分政企投资汇总表  (2)", byUnit),
        Self.list("重点项目表", title: "泸州市2025年重点项目表", ["甲路", "乙桥"]),
        SampleBook.Leaf("空", []),
      ], as: "泸州市2025年重点项目表.xlsx")
    #expect(found.layout.sheetName == "重点项目表" && found.layout.items.count == 2)
    #expect(places(found, .summarySheet).sorted() == ["分单位分政企投资汇总表  (2)", "分政企投资汇总表  (全对比)"])
    #expect(places(found, .otherSheet).isEmpty && places(found, .unreadSheet).isEmpty)
    // A list of projects that calls itself 汇总表 stays a list of projects.
    let total = try read([Self.list("重点项目汇总表", ["甲路", "乙桥"])], as: "a.xlsx")
    #expect(total.layout.items.count == 2 && places(total, .summarySheet).isEmpty)
  }

  @Test func row67SheetsOfAnOldYear() throws {
    let old = Self.list("汇总1", title: "巴中市2017年市级重点项目建设计划", ["甲", "乙", "丙", "丁"])
    let new = Self.list("建议表", title: "巴中市2022年市级重点项目建设计划建议表", ["子", "丑"])
    let file = "巴中市2022年市级重点项目建设计划建议表(公示）.xlsx"
    let found = try read([old, new], as: file)
    #expect(found.layout.sheetName == "建议表")
    #expect(places(found, .oldSheet) == ["汇总1"])
    #expect(arguments(found, .oldSheet) == [["2017", "2022"]])
    #expect(places(found, .sheetYear).isEmpty)
    // Without a year in the file's name the newest sheet is taken.
    #expect(try read([old, new], as: "计划.xlsx").layout.sheetName == "建议表")
    // Chosen by a person, or alone, the old sheet is read, and its year is told.
    for found in [try read([old, new], as: file, sheet: "汇总1"), try read([old], as: file)] {
      #expect(found.layout.items.count == 4)
      #expect(arguments(found, .sheetYear) == [["2017", "2022"]])
    }
    #expect(places(try read([new], as: file), .sheetYear).isEmpty)
  }

  @Test func row68PivotSheet() throws {
    let pivot: [[Any?]] = [
      ["隶属区县(部门)", "项目\n类型", "求和项:备注", "求和项:总投资\n（万元）", "求和项:合计"],
      ["西秀区", "新建", 1, 200, 3], ["总计", nil, 2, 400, 6],
    ]
    let found = try read(
      [Self.list("Sheet1", ["甲"]), SampleBook.Leaf("Sheet2", pivot)],
      as: "附件：安顺市2025年重大工程和重点项目名单.xlsx")
    #expect(found.layout.sheetName == "Sheet1" && places(found, .pivotSheet) == ["Sheet2"])
  }

  @Test(arguments: [
    ("附件：北碚区2023年重点项目工作计划.xlsx", [["新建", "大类", "生态人文", "是"], ["续建", "小类", "科技创新", "否"]]),
    ("2025年湘潭市重点建设项目名单.xlsx", [["湘潭县", "前期", "新开工", "2025"], ["韶山市", "续建", "产业发展", "政府投资"]]),
  ]) func rows69And70OptionLists(file: String, options: [[String]]) throws {
    var rows = options.map { $0.map { $0 as Any? } }
    rows.append([nil, nil, nil, 2_025])
    let found = try read(
      [SampleBook.Leaf("Sheet1", rows), Self.list("名单", ["甲"])], as: file)
    #expect(found.layout.sheetName == "名单" && places(found, .optionSheet) == ["Sheet1"])
    // A sheet that is none of these is told of too.
    let letter = SampleBook.Leaf("说明", [["本表由各县区填写，经主要负责人签字后于每月五日前报送市重点项目办公室。"]])
    let other = try read([letter, Self.list("名单", ["甲"])], as: file)
    #expect(places(other, .unreadSheet) == ["说明"])
  }

  @Test func row71TotalSheetAndSheetsByKind() throws {
    let all = (1...6).map { "项目\($0)" }
    let found = try read(
      [
        Self.list("续建项目", Array(all[..<2]) + ["另外的"]), Self.list("新开工项目", Array(all[2...])),
        Self.list("总项目清单", all), Self.list("储备项目", ["储备甲"]),
      ], as: "陕西省2022年重点建设项目计划.xlsx")
    #expect(found.layout.sheetName == "总项目清单" && found.layout.items.count == 6)
    #expect(places(found, .sameProjects) == ["新开工项目"])
    #expect(arguments(found, .sameProjects) == [["4", "总项目清单"]])
    #expect(arguments(found, .partlySame) == [["3", "2", "总项目清单"]])
    #expect(places(found, .otherSheet) == ["储备项目"])
    #expect(found.findings.compactMap(\.leftOut?.sheet) == ["续建项目", "储备项目"])
  }

  @Test(arguments: ["附件1.xlsx.xlsx", "柳发改重大〔2022〕9号.XLSX.xlsx", "名单(1).xlsx"])
  func row72DoubleEndings(name: String) throws {
    let found = try read([Self.list("表", ["甲"])], as: name)
    #expect(found.layout.items.count == 1 && found.findings.isEmpty, "\(found.findings)")
  }

  @Test func rows73And79WhatNamesSay() throws {
    let quiet = try read([Self.list("表", ["甲"])], as: "附件1 责任表(1).xlsx")
    #expect(quiet.findings.isEmpty, "\(quiet.findings)")
    let adjusted = try read([Self.list("表", ["甲"])], as: "进度目标责任表（调整后）.xlsx")
    #expect(adjusted.findings.map(\.code) == [.fileAdjusted])
    let batch = try read([Self.list("表", ["甲"])], as: "2021年第二批新开工项目.xlsx")
    #expect(arguments(batch, .fileBatch) == [["第二批"]])
    #expect(arguments(batch, .fileNature) == [["新开工"]])
    let titled = try read([Self.list("表", title: "2021年第四批竣工投产项目", ["甲"])], as: "附件4.xlsx")
    #expect(arguments(titled, .fileBatch) == [["第四批"]])
    #expect(arguments(titled, .fileNature) == [["竣工投产"]])
    // Where a column says it, the name need not.
    let told = SampleBook.Leaf("表", [["项目名称", "年度性质"], ["甲", "续建"]])
    #expect(places(try read([told], as: "续建项目.xlsx"), .fileNature).isEmpty)
  }

  @Test func row74SpreadsheetUnderTheNameOfADocument() throws {
    let name = "附件：2020年度福建省重点项目名单(2个).docx"
    let found = try read([Self.list("名单", ["甲", "乙"])], as: name)
    #expect(found.layout.items.count == 2)
    #expect(arguments(found, .otherEnding) == [[".docx", ".xlsx"]])
    #expect(places(found, .fileCount).isEmpty)
    let csv = try BookReader.read(Array("项目名称\n甲\n".utf8))
    let text = try BookLayout(csv, fileName: "a.xls", of: projects)
    #expect(text.findings.map(\.code) == [.otherEnding])
    #expect(try BookLayout(csv, fileName: "a.txt", of: projects).findings.isEmpty)
  }

  private func refusal(_ bytes: [UInt8]) -> BookFault? {
    do throws(BookFault) {
      _ = try BookReader.read(bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test func rows75And76DocumentsAndPictures() throws {
    let picture =
      "<w:p><w:r><w:drawing><a:blip r:embed=\"r1\" xmlns:r=\"r\"/></w:drawing></w:r></w:p>"
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>项目名称</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    let cases: [([UInt8], BookFault.Code, String)] = [
      (SampleBook.compound("WordDocument"), .notASheet, "Word"),
      (try SampleBook.document(picture), .picturesOnly, "Word"),
      (try SampleBook.document(picture + table), .notASheet, "Word"),
      (try SampleBook.document("<w:p/>"), .notASheet, "Word"),
      (try SampleBook.document("<broken"), .notASheet, "Word"),
      (Array("%PDF-1.7\n1 0 obj".utf8), .notASheet, "PDF"),
    ]
    for (bytes, code, detail) in cases {
      let fault = try #require(refusal(bytes))
      #expect(fault.code == code && fault.detail == detail, "\(fault)")
      for language in [Language.zh, .en] {
        let told = Catalogue.text(fault.message, in: language)
        #expect(told.contains(detail) && !Catalogue.text(fault.hint, in: language).isEmpty)
      }
      #expect(Catalogue.contains(fault.hint.key))
    }
    let nameless = try #require(refusal([0x41, 0, 0x42, 0x43, 0x44, 0x45]))
    #expect(nameless.code == .notASheet)
    #expect(Catalogue.text(nameless.message, in: .zh).contains("认不出是哪一种文件"))
  }

  @Test(arguments: [
    ("2023年度福建省重点项目名单(1580个).xlsx", "1580"), ("山东省2020年重大建设项目名单（223项）.xlsx", "223"),
    ("省重点项目共118个.xlsx", "118"),
  ]) func row77DeclaredCount(name: String, count: String) throws {
    let found = try read([Self.list("名单", ["甲", "乙"])], as: name)
    #expect(arguments(found, .fileCount) == [[count, "2"]])
    #expect(places(found, .fileCount) == [name])
  }

  @Test func row77CountsThatAgreeOrSayNothing() throws {
    let leaves = [Self.list("续建", ["甲", "乙"]), Self.list("新开工", ["丙"])]
    // What all sheets hold together is as good as what one holds.
    for name in ["名单(2个).xlsx", "名单(3个).xlsx", "名单 2.xlsx", "名单(2).xlsx", "“三个一批”.xlsx"] {
      #expect(places(try read(leaves, as: name), .fileCount).isEmpty, "\(name)")
    }
    #expect(places(try read(leaves, as: "名单(4个).xlsx"), .fileCount) == ["名单(4个).xlsx"])
  }

  @Test func row78Withdrawals() throws {
    let list = Self.list("表", ["甲", "乙", "丙"])
    let name = "2022年上半年自治区层面统筹推进重大项目退出项目清单.xlsx"
    let named = try read([list], as: name)
    #expect(named.listsWithdrawals && places(named, .withdrawals) == ["表"])
    let titled = try read([Self.list("表", title: "拟调出项目名单", ["甲"])], as: "a.xlsx")
    #expect(titled.listsWithdrawals && places(titled, .withdrawals) == ["表"])
    // Beside a list of projects the withdrawals are not what is read.
    let beside = try read(
      [Self.list("退出项目", ["甲", "乙", "丙"]), Self.list("在库项目", ["丁"])], as: "a.xlsx")
    #expect(beside.layout.sheetName == "在库项目" && !beside.listsWithdrawals)
    #expect(try !read([list], as: "2022年重大项目清单.xlsx").listsWithdrawals)
  }

  @Test(arguments: [
    "拟退出的2021年市级项目名单", "退出省级重点项目库项目", "移出项目清单", "剔除项目表", "终止项目清单", "出库项目清单",
    "取消的重点项目", "重点项目剔除表",
  ]) func row78OtherWords(words: String) throws {
    #expect(try read([Self.list("表", ["甲"])], as: words + ".xlsx").listsWithdrawals)
    #expect(try read([Self.list("表", title: words, ["甲"])], as: "a.xlsx").listsWithdrawals)
    #expect(try read([Self.list(words, ["甲"])], as: "a.xlsx").listsWithdrawals)
  }

  @Test(arguments: [
    "重点项目入库出库情况", "2022年重点项目调整（新增、退出）项目清单", "重点项目退出机制", "项目退出情况",
  ]) func row78NoLists(words: String) throws {
    #expect(try !read([Self.list("表", ["甲"])], as: words + ".xlsx").listsWithdrawals)
  }

  @Test func row67YearsOfNamesAndTitles() throws {
    let file = "某市2021年重点项目.xlsx"
    let named = try read(
      [Self.list("2020", ["甲", "乙", "丙"]), Self.list("2021", ["子"])], as: file)
    #expect(named.layout.sheetName == "2021" && places(named, .oldSheet) == ["2020"])
    // What the title says goes before a header that mentions the file's year.
    let old = SampleBook.Leaf(
      "汇总",
      [["某市2020年重点项目"], ["序号", "项目名称", "2021年计划投资"], [1, "甲", 5], [2, "乙", 6]])
    let titled = try read(
      [old, Self.list("表", title: "某市2021年重点项目", ["子"])], as: file)
    #expect(titled.layout.sheetName == "表" && places(titled, .oldSheet) == ["汇总"])
  }

  @Test func hiddenSheets() throws {
    let found = try read(
      [
        Self.list("旧", isHidden: true, ["甲", "乙", "丙"]), Self.list("名单", ["丁"]),
        SampleBook.Leaf("选项", isHidden: true, [["续建"], ["新建"]]),
      ], as: "a.xlsx")
    #expect(found.layout.sheetName == "名单")
    #expect(places(found, .hiddenSheet) == ["旧"] && arguments(found, .hiddenSheet) == [["3"]])
  }

  @Test func hiddenSheetsOnly() throws {
    let leaves = [
      Self.list("旧", isHidden: true, ["甲"]), SampleBook.Leaf("封面", [["某市重点项目"]]),
    ]
    let fault = #expect(throws: BookFault.self) { try read(leaves, as: "a.xlsx") }
    #expect(fault?.code == .onlyHidden && fault?.place == "旧")
    #expect(try read(leaves, as: "a.xlsx", sheet: "旧").layout.items.count == 1)
  }

  @Test func hiddenRows() throws {
    var leaf = Self.list("名单", title: "某市重点项目", ["甲", "乙", "丙"])
    leaf.hiddenRows = [1, 4]
    let found = try read([leaf], as: "a.xlsx")
    #expect(found.layout.names == ["甲", "乙", "丙"])
    #expect(arguments(found, .hiddenRows) == [["1"]])
    leaf.hiddenRows = [1, 2]
    #expect(try places(read([leaf], as: "a.xlsx"), .hiddenRows).isEmpty)
  }

  @Test func linesOfAMapThatNothingAnswersTo() throws {
    let book = try BookReader.read(try SampleBook.bytes([Self.list("名单", ["甲"])]))
    var choice = HeaderChoice()
    choice.map = ["建设单位": "leader", "谁建": "owner", "总投资（万元）": "-"]
    let found = try BookLayout(book, fileName: "a.xlsx", of: projects, choice: choice)
    #expect(arguments(found, .idleMapping) == [["谁建"]])
  }

  @Test func takenOtherwise() throws {
    let leaf = SampleBook.Leaf(
      "名单",
      [
        Self.head, [1, "甲★", "约500", "约局"], [2, "★ 乙▲", "约 5亿元", "某局"], [3, "丙★丁", 7, "某局"],
      ])
    let found = try read([leaf], as: "a.xlsx")
    #expect(found.layout.names == ["甲", "乙", "丙★丁"])
    #expect(places(found, .mark) == ["名单!B3", "名单!B2"])
    #expect(arguments(found, .mark) == [["▲", "1"], ["★", "2"]])
    #expect(places(found, .about) == ["名单!C2", "名单!C3"])
    #expect(found.layout.values("total_investment") == ["500", "50000", "7"])
  }

  @Test func twoTablesOfOneSheet() throws {
    let rows: [[Any?]] = [Self.head, [1, "甲", 5, "某局"], [2, "乙", 6, "某局"], ["合计", nil, 11]]
    let again = try read([SampleBook.Leaf("表", rows + rows.dropLast())], as: "a.xlsx")
    #expect(again.layout.names == ["甲", "乙", "甲", "乙"] && places(again, .otherTable).isEmpty)
    var other = rows
    other[0][2] = "总投资（亿元）"
    let units = try read([SampleBook.Leaf("表", rows + other)], as: "a.xlsx")
    #expect(units.layout.names == ["甲", "乙"])
    #expect(places(units, .otherTable) == ["表!5"] && arguments(units, .otherTable) == [["8"]])
    let wide: [[Any?]] = [
      ["二、前期项目"], ["序号", "项目名称", "总投资（万元）", "建设单位", "责任单位"], [1, "丙", 7, "某局", "某委"],
    ]
    let below = try read([SampleBook.Leaf("表", rows + wide)], as: "a.xlsx")
    #expect(below.layout.names == ["丙"])
    #expect(places(below, .otherTable) == ["表!2"] && arguments(below, .otherTable) == [["3"]])
    #expect(units.findings.compactMap(\.leftOut?.headerRow) == [5])
    #expect(below.findings.compactMap(\.leftOut?.headerRow) == [1])
    var choice = HeaderChoice()
    choice.row = 1
    let book = try BookReader.read(try SampleBook.bytes([SampleBook.Leaf("表", rows + wide)]))
    let first = try BookLayout(book, fileName: "a.xlsx", of: projects, choice: choice)
    #expect(first.layout.names == ["甲", "乙"])
    #expect(first.findings.compactMap(\.leftOut?.headerRow) == [6])
  }

  @Test(arguments: [
    ("总投资（千元）", nil, "千元"), ("总投资（万美元）", nil, "万美元"), ("总投资（亿元/万元）", nil, "亿元/万元"),
    ("总投资", "单位：百万元", "百万元"), ("总投资", "单位：万美元", "万美元"),
  ]) func unitsThatAreNotRead(head: String, title: String?, unit: String) throws {
    var rows: [[Any?]] = title.map { [[$0]] } ?? []
    rows += [["序号", "项目名称", head, "建设单位"], [1, "甲", 30, "某局"]]
    let found = try read([SampleBook.Leaf("表", rows)], as: "a.xlsx")
    #expect(arguments(found, .oddUnit).map(\.last) == [unit])
    #expect(found.layout.names == ["甲"] && !found.layout.fields.contains("total_investment"))
  }

  @Test(arguments: [
    ("附件1（单位：个、亿元）", "50000"), ("单位：亩、亿元", "50000"), ("金额：亿元", "50000"), ("单位：（亿元）", "50000"),
    ("单位：亿元 2021年", "50000"), ("编制单位：某委 单位：亿元", "50000"), ("填报单位：元氏县发展改革局", "5"),
    ("责任单位：元和街道", "5"), ("填报单位：亿元公司", "5"),
  ]) func unitsAmongWords(title: String, amount: String) throws {
    let rows: [[Any?]] = [[title], ["序号", "项目名称", "总投资", "建设单位"], [1, "甲", 5, "某局"]]
    let found = try read([SampleBook.Leaf("表", rows)], as: "a.xlsx")
    #expect(found.layout.values("total_investment") == [amount])
  }

  /// The rows of a second table are never rows of the first, however much its header differs or
  /// not.
  @Test(arguments: [
    ["项目名称", "2024年计划投资（万元）", "业主"], ["工程", "地点", "投资"], ["单位", "电话", "负责人"],
    ["工程名称", "建设规模及主要内容（含新增生产能力、用地面积、主要建设内容和配套设施等各项指标）", "建设单位"],
  ]) func stackedTables(head: [String]) throws {
    let rows: [[Any?]] = [["项目名称", "2023年计划投资（万元）", "业主"], ["甲", 5, "某局"], ["乙", 6, "某局"]]
    let other: [[Any?]] = [[nil], ["续建项目表"], head, ["丙", "7", "某县"]]
    let found = try read([SampleBook.Leaf("表", rows + other)], as: "a.xlsx")
    #expect(found.layout.names == ["甲", "乙"], "\(head)")
    #expect(places(found, .otherTable) == ["表!6"])
    #expect(found.findings.compactMap(\.leftOut).map(\.headerRow) == [6])
    #expect(places(found, .note) == ["表!5"])
  }

  @Test func wordsThatAreNoHeader() throws {
    let found = try read(
      [
        SampleBook.Leaf(
          "表",
          [
            ["项目名称", "总投资（万元）", "业主"], ["甲", 5, "某局"], ["乙", "待定", "建设单位"],
            ["丙", "暂无", "某局"], ["丁"],
          ])
      ],
      as: "a.xlsx")
    #expect(found.layout.names == ["甲", "乙", "丙", "丁"] && places(found, .otherTable).isEmpty)
  }

  @Test func columnsSwappedInTheNextHeader() throws {
    let head = ["序号", "项目名称", "建设单位", "总投资（万元）", "年度计划投资（万元）", "建设地点"]
    var next = head
    next.swapAt(3, 4)
    let found = try read(
      [
        SampleBook.Leaf(
          "表", [head, [1, "甲", "某局", 100, 10, "东"], next, [2, "乙", "某局", 20, 150, "西"]])
      ],
      as: "a.xlsx")
    #expect(found.layout.names == ["甲"] && places(found, .otherTable) == ["表!3"])
  }

  @Test func lostNamesAndTotals() throws {
    func row(_ number: Int, _ cells: [SheetCell]) -> SheetRow {
      SheetRow(number: number, cells: cells)
    }
    var sheet = BookSheet(name: "表")
    sheet.rows = [
      row(1, ["序号", "项目名称", "总投资（万元）"].map { .text($0) }),
      row(2, [.number(1), .text("甲"), .number(5)]), row(3, [.empty, .formulaOnly, .number(6)]),
      row(4, [.text("总计"), .text("2个"), .number(11)]),
    ]
    let found = try BookLayout(
      SheetBook(format: .xlsx, sheets: [sheet]), fileName: "a.xlsx", of: projects)
    #expect(found.layout.items.map(\.number) == [2, 3])
    #expect(found.layout.headings.map(\.level) == [0])
    #expect(found.layout.texts("name") == ["甲", "!cell-formula"])
  }

  @Test func columnsWithUnitsOfTheirOwn() throws {
    let rows: [[Any?]] = [
      ["单位：万美元"], ["序号", "项目名称", "总投资（万元）", "用地面积（公顷）"], [1, "甲", 30, 2],
    ]
    let found = try read([SampleBook.Leaf("表", rows)], as: "a.xlsx")
    #expect(found.layout.values("total_investment") == ["30"])
    #expect(arguments(found, .oddUnit).map(\.last) == ["公顷"])
  }

  @Test func everyFindingHasWords() {
    // A file that is damaged as a whole has no part to name before what was wrong.
    let damaged = Catalogue.text(BookFault(.damaged, "zip").message, in: .zh)
    #expect(damaged.contains("（zip）"), "\(damaged)")
    for code in LayoutFinding.Code.allCases {
      #expect(Catalogue.contains("layout.\(code.rawValue)"), "\(code)")
    }
    for code in BookFault.Code.allCases {
      #expect(Catalogue.contains("book.\(code.rawValue)"), "\(code)")
      #expect(Catalogue.contains("book.\(code.rawValue).hint"), "\(code)")
    }
  }

  @Test func columnsThatAPersonNames() throws {
    let odd = SampleBook.Leaf(
      "表", [["某县重点项目"], ["叫什么", "花多少", "谁建", "规模"], ["甲", 5, "某局", "大"], ["乙", 6, "某局", "小"]])
    let book = try BookReader.read(try SampleBook.bytes([odd]))
    func read(_ choice: HeaderChoice) throws -> SheetLayout {
      try BookLayout(book, fileName: "a.xlsx", of: projects, choice: choice).layout
    }
    #expect(throws: BookFault.self) { _ = try read(HeaderChoice()) }
    var choice = HeaderChoice()
    choice.row = 2
    choice.columns = [0: "name", 1: "total_investment", 2: "scale", 3: "-", 9: "owner"]
    let named = try read(choice)
    #expect(named.headerRow == 2 && named.names == ["甲", "乙"])
    // What was chosen stands before what the wordings say of another column.
    #expect(named.fields.prefix(4) == ["name", "total_investment", "scale", "-"])
    #expect(named.values("total_investment") == ["5", "6"])
    choice.columns[3] = nil
    #expect(try read(choice).fields[3] == "-")
    // Under another row nothing of it holds.
    choice.row = 7
    #expect(throws: BookFault.self) { _ = try read(choice) }
    choice.row = nil
    #expect(throws: BookFault.self) { _ = try read(choice) }
    choice.row = 2
    choice.columns[0] = "nonsense"
    #expect(throws: BookFault.self) { _ = try read(choice) }
  }
}
