// 1. The list is downloaded as it is searched, narrowed and sorted; imported back untouched it
//    changes nothing, and with one cell edited exactly that cell.
// 2. The plan is downloaded in its own layout; names that are no layout are not found; formulas in
//    names are text.
// 3. An account of a county downloads its own county's projects alone.
// 4. The reports of a month are downloaded by a plain form, of the list as it is narrowed; a month
//    that is none is said, and a report without rows leads back to the page that offers it, which
//    says so; the sheet of a month that is not closed says that it is a draft.
// 5. What others wrote since the download stays, where the sheet did not edit it; where it did, the
//    row waits until a person has chosen whose value stands, told who wrote the other. Emptied
//    cells are told.

import Causality
import Foundation
import HTTPTypes
import LedgerStore
import Projects
import TestSupport
import Testing
import Workbooks

struct ExportPageTests {
  /// The texts of the first sheet of a workbook, row by row.
  private func rows(_ page: Page) throws -> [[String]] {
    let book = try BookReader.read(page.bytes)
    return try #require(book.sheets.first).rows.map { $0.cells.map(\.plain) }
  }

  @Test func asTheListIs() async throws {
    let desk = try await Desk()
    let first = try desk.add(
      "project", ["name": "驿城水厂", "total_investment": "200", "stage": "签约", "owner": "=1+1"])
    try desk.add("project", ["name": "驿城大道", "total_investment": "100.5", "stage": "签约"])
    try desk.add("project", ["name": "产业园", "total_investment": "300", "stage": "开工"])
    let list = try await desk.browser.get("/projects?q=驿城&sort=total_investment".encoded)
    let path = try #require(list.body.firstMatch(of: /href="(\/exports\/ledger[^"]+)"/)).output.1
    let file = try await desk.browser.get(Page.plain(path))
    #expect(file.status == 200 && file.headers[.contentType]?.contains("spreadsheetml") == true)
    #expect(file.headers[.contentDisposition]?.hasPrefix("attachment; filename*=UTF-8''") == true)
    let cells = try rows(file)
    let names = cells.flatMap { $0 }.filter { $0.contains("驿城") || $0.contains("产业园") }
    #expect(names == ["驿城大道", "驿城水厂"], "\(cells)")
    #expect(cells.flatMap { $0 }.contains("=1+1"))

    // Back again: untouched, then with one cell edited.
    let before = try desk.store.lastCommit()
    let form = try await desk.browser.get("/imports")
    let same = try await desk.browser.follow(
      try await desk.browser.submit(form, file: ("台账.xlsx", file.bytes)))
    #expect(same.text.contains("新建 0，修改 0，未变 2，不收 0"), "\(same.text)")
    #expect(try desk.store.lastCommit() == before)
    let lines = cells.drop { !$0.contains("id") }.map { row in
      row.map { "\"\($0 == "200" ? "250" : $0)\"" }.joined(separator: ",")
    }
    let edited = try await ImportPageTests.preview(
      desk.browser, lines.joined(separator: "\n") + "\n", as: "台账.csv")
    #expect(edited.text.contains("新建 0，修改 1，未变 1"), "\(edited.text)")
    #expect(edited.text.contains("200万元 → 250万元"))
    _ = try await ImportPageTests.press(desk.browser, edited, "apply")
    #expect(try desk.shown(first, "total_investment") == "250万元")
  }

  /// A download as another program saves it, with one text put for another.
  private func edited(_ bytes: [UInt8], _ from: String, _ to: String) throws -> [UInt8] {
    let book = try BookReader.read(bytes)
    let cells = try #require(book.sheets.first).rows.map { $0.cells.map(\.plain) }
      .drop { !$0.contains("id") }
    let heads = try #require(cells.first)
    var table = Table(
      code: "t", name: "台账", title: "台账", note: "",
      columns: heads.map { TableColumn($0, [$0], .text) })
    for row in cells.dropFirst() {
      table.append(TableRow(row.map { Cell.text($0 == from ? to : $0) }))
    }
    var file = WorkbookFile(
      title: "台账", office: "某办", createdOn: try #require(CivilDate(iso: "2021-10-11")),
      tables: [table])
    let stamp: ExportStamp = try #require(book.stamp)
    file.stamp = stamp
    let folder = TemporaryDirectory("edited")
    try file.write(to: folder.path + "/a.xlsx")
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path + "/a.xlsx")))
  }

  @Test func othersWroteSince() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "水厂", "owner": "旧业主", "remark": "一", "scale": "大"])
    let file = try await desk.browser.get("/exports/ledger.xlsx").bytes
    try desk.add("project", ["owner": "新业主"], id: id)
    func preview(_ bytes: [UInt8]) async throws -> Page {
      let form = try await desk.browser.get("/imports")
      return try await desk.browser.follow(
        try await desk.browser.submit(form, file: ("台账.xlsx", bytes)))
    }
    let mine = try await preview(try edited(file, "一", "二"))
    #expect(mine.text.contains("修改 1，未变 0，不收 0") && !mine.text.contains("旧业主 →"), "\(mine.text)")
    _ = try await ImportPageTests.press(desk.browser, mine, "apply")
    #expect(try desk.shown(id, "remark") == "二")
    #expect(try desk.shown(id, "owner") == "新业主")

    let both = try await preview(try edited(file, "旧业主", "表里的业主"))
    #expect(both.text.contains("不收 1") && both.text.contains("新业主 → 表里的业主"), "\(both.text)")
    #expect(both.text.contains("外岗") && both.text.contains("用表里的值"))
    let kept = try await ImportPageTests.press(desk.browser, both, "look", ["row.4": "ledger"])
    #expect(kept.text.contains("修改 0，未变 1，不收 0"), "\(kept.text)")
    let taken = try await ImportPageTests.press(desk.browser, kept, "look", ["row.4": "sheet"])
    #expect(taken.text.contains("修改 1，未变 0，不收 0") && taken.text.contains("外岗"))
    _ = try await ImportPageTests.press(desk.browser, taken, "apply")
    #expect(try desk.shown(id, "owner") == "表里的业主")
    #expect(try desk.shown(id, "remark") == "二")

    let emptied = try await preview(try edited(file, "大", ""))
    #expect(emptied.text.contains("有 1 个格子清空了"), "\(emptied.text)")
    #expect(try desk.shown(id, "scale") == "大")
  }

  @Test func thePlan() async throws {
    let desk = try await Desk()
    try desk.add(
      "project",
      ["name": "产业园", "total_investment": "300", "annual_plan": "100", "annual_plan_year": "2021"])
    let plan = try rows(try await desk.browser.get("/exports/plan.xlsx")).flatMap { $0 }
    #expect(plan.contains { $0.contains("2021") } && plan.contains { $0.contains("合计") })
    #expect(plan.contains("产业园"))
    for name in ["x.xlsx", "ledger.csv", "..%2Fdata.mdb"] {
      #expect(try await desk.browser.get("/exports/\(name)").status == 404, "\(name)")
    }
    let empty = try await Desk()
    #expect(try await empty.browser.get("/exports/ledger.xlsx").status == 200)
  }

  @Test func reportsOfAMonth() async throws {
    let desk = try await Desk()
    for (name, region) in [("甲路", "411702"), ("乙桥", "411721")] {
      let id = try desk.add(
        "project",
        ["name": name, "region_code": region, "annual_plan": "1000", "total_investment": "5000"])
      try desk.add(
        "progress_report",
        [
          "project": id.description, "period": "2021-09", "month_investment": "250",
          "report_state": "submitted",
        ])
    }
    let page = try await desk.browser.get("/imports")
    for layout in ["progress", "county", "ten-days", "not-started", "behind"] {
      #expect(page.body.contains("formaction=\"/exports/\(layout).xlsx\""), "\(layout)")
    }
    #expect(page.body.contains(/type="month" name="month" value="\d{4}-\d{2}"/))
    let rules = "rules=zhumadian-2021"
    let file = try await desk.browser.get("/exports/progress.xlsx?month=2021-09&\(rules)")
    #expect(file.status == 200 && file.headers[.contentType]?.contains("spreadsheetml") == true)
    let cells = try rows(file)
    #expect(cells[0][0].contains("2021年9月重点项目月进度表"), "\(cells[0])")
    #expect(cells[1][0].contains("草稿"), "\(cells[1])")
    let total = try #require(cells.first { $0.joined().contains("合计") })
    #expect(total.contains("2000") && total.contains("500") && total.contains("25"), "\(total)")
    // As the list is narrowed.
    let one = try rows(
      try await desk.browser.get(
        "/exports/county.xlsx?month=2021-09&\(rules)&q=\("甲路".encoded)")
    ).flatMap { $0 }
    #expect(one.contains("驿城区") && !one.contains("西平县"))
    desk.browser.language = "zh"
    let none = try await desk.browser.get("/exports/ten-days.xlsx?month=2021-09&\(rules)")
    #expect(none.status == 303 && none.headers[.location] == "/imports?month=2021-09")
    let told = try await desk.browser.follow(none)
    #expect(told.text.contains("没有可列入“旬报表”的项目"), "\(told.text)")
    #expect(told.body.contains("name=\"month\" value=\"2021-09\""))
    #expect(try await desk.browser.get("/exports/progress.xlsx?month=2021-Q3").status == 400)
  }

  @Test func ofOneCounty() async throws {
    let node = try SharedNode()
    try node.account("本县", .county, county: "411702")
    try node.account("市办", .city)
    let browser = try await node.signedIn("本县")
    let month = "month=2021-10&rules=zhumadian-2021"
    for path in [
      "/exports/ledger.xlsx", "/exports/plan.xlsx", "/exports/ledger.xlsx?q=\("外县".encoded)",
      "/exports/progress.xlsx?\(month)", "/exports/county.xlsx?\(month)",
    ] {
      let cells = try rows(try await browser.get(path)).flatMap { $0 }
      #expect(!cells.contains { $0.contains(SharedNode.secret) }, "\(path)")
    }
    let own = try rows(try await browser.get("/exports/ledger.xlsx")).flatMap { $0 }
    #expect(own.contains("本县水厂"))
    let counties = try rows(try await browser.get("/exports/county.xlsx?\(month)"))
    #expect(counties.joined().contains("驿城区") && !counties.joined().contains("西平县"))
    let city = try await node.signedIn("市办")
    #expect(
      try rows(try await city.get("/exports/progress.xlsx?\(month)")).flatMap { $0 }
        .contains { $0.contains(SharedNode.secret) })
    #expect(
      try rows(try await city.get("/exports/ledger.xlsx")).flatMap { $0 }
        .contains(SharedNode.secret))
  }
}

extension String {
  /// As a part of an address.
  fileprivate var encoded: String {
    addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? self
  }
}
