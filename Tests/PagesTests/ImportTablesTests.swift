// Which table of a file is imported. Verified:
// 1. Another table of a sheet is read by its button, by the row of its header typed on the preview
//    or where no header was found; the file stays for the rest, under another key. A row that is no
//    header is told.
// 2. A file whose records are on a hidden sheet alone is not given up: the sheet can be chosen.
// 3. After a restart the file and what was chosen for it wait for the same account, and for nobody
//    else: the preview is made anew and imported.

import Catalogue
import Foundation
import LedgerStore
import Logging
import Pages
import Projects
import TestSupport
import Testing
import Workbooks

struct ImportTablesTests {
  @Test func anotherTable() async throws {
    let desk = try await Desk()
    let page = try await ImportPageTests.preview(
      desk.browser,
      "序号,项目名称,总投资（万元）,业主\n1,水厂,5,某局\n2,乡路,6,某局\n"
        + "序号,项目名称,总投资（亿元）,业主\n1,泵站,5,某局\n")
    #expect(page.text.contains("新建 2") && !page.text.contains("泵站"), "\(page.text)")
    #expect(page.text.contains("表头在 4 的另一个表"))
    #expect(page.body.contains("name=\"head-pick\" value=\"4\""))
    #expect(page.body.contains("name=\"head\" min=\"1\" value=\"1\""))
    let picked = try await ImportPageTests.press(desk.browser, page, "look", ["head-pick": "4"])
    #expect(picked.text.contains("泵站") && !picked.text.contains("水厂"), "\(picked.text)")
    // Emptied, the header is looked for again.
    let found = try await ImportPageTests.press(desk.browser, picked, "look", ["head": ""])
    #expect(found.text.contains("新建 2") && found.text.contains("水厂"), "\(found.text)")
    // No header stands in row 2.
    let wrong = try await ImportPageTests.press(desk.browser, found, "look", ["head": "2"])
    #expect(wrong.text.contains("2 行认不出表头"), "\(wrong.text)")
    let back = try await ImportPageTests.press(desk.browser, wrong, "look", ["head-find": "1"])
    #expect(back.text.contains("新建 2") && back.text.contains("水厂"), "\(back.text)")
    let again = try await ImportPageTests.press(desk.browser, back, "look", ["head": "2"])
    let typed = try await ImportPageTests.press(desk.browser, again, "look", ["head-other": "4"])
    #expect(typed.text.contains("新建 1") && typed.text.contains("泵站"), "\(typed.text)")
    let done = try await ImportPageTests.press(desk.browser, typed, "apply")
    #expect(done.text.contains("已导入：新建 1，修改 0"), "\(done.text)")
    #expect(try await desk.browser.get("/projects").text.contains("共 1 个"))
    // The rest of the file waits under another key: the form sent once more writes nothing.
    let twice = try await ImportPageTests.press(desk.browser, typed, "apply")
    #expect(twice.text.contains("此前已经写入"), "\(twice.text)")
    let link = try #require(done.body.firstMatch(of: /href="(\/imports\/[0-9a-f]{64})"/))
    let rest = try await desk.browser.get(String(link.output.1))
    #expect(rest.text.contains("新建 2") && rest.text.contains("水厂"), "\(rest.text)")
    let both = try await ImportPageTests.press(desk.browser, rest, "apply")
    #expect(both.text.contains("已导入：新建 2，修改 0"), "\(both.text)")
    let last = try #require(both.body.firstMatch(of: /href="(\/imports\/[0-9a-f]{64})"/))
    let over = try await desk.browser.get(String(last.output.1))
    _ = try await ImportPageTests.press(desk.browser, over, "drop")
    #expect(RecordFileTests.shelved(desk.store).isEmpty)
  }

  /// The pages of a node that was started again.
  private func restarted(_ store: Store, _ city: TestCity) throws -> Pages {
    let clock = city.clock
    var settings = PagesSettings(author: "录入岗", language: .zh, wallMilliseconds: { clock.now })
    settings.line = nil
    settings.patience = .seconds(600)
    return try Pages(store: store, settings: settings, logger: Logger(label: "test"))
  }

  private func path(_ page: Page) throws -> String {
    let form = try #require(page.body.firstMatch(of: /action="(\/imports\/[0-9a-f]{64})"/))
    return String(form.output.1)
  }

  @Test func afterARestart() async throws {
    let desk = try await Desk()
    let page = try await ImportPageTests.preview(
      desk.browser, "叫什么,多少钱,哪一类\n水厂,500,制造\n", as: "怪.csv")
    let named = try await ImportPageTests.press(
      desk.browser, page, "look",
      [
        "head-row": "1", "column.0": "name", "column.1": "total_investment", "column.2": "category",
        "as.category.制造": "industry",
      ])
    #expect(named.text.contains("总投资 500万元"), "\(named.text)")
    let path = try path(named)
    let pages = try restarted(desk.store, desk.city)
    let browser = Browser(pages)
    #expect(try await browser.get(path).status == 403)
    _ = try await browser.get(pages.startPath)
    let list = try await browser.get("/imports")
    #expect(list.text.contains("怪.csv") && list.body.contains("href=\"\(path)\""), "\(list.text)")
    let again = try await browser.get(path)
    #expect(again.text.contains("新建 1") && again.text.contains("总投资 500万元"), "\(again.text)")
    #expect(again.text.contains("项目类别 工业类"), "\(again.text)")
    let done = try await ImportPageTests.press(browser, again, "apply")
    #expect(done.text.contains("已导入：新建 1，修改 0"), "\(done.text)")
    #expect(!done.body.contains(path) && RecordFileTests.shelved(desk.store).isEmpty)
    // Given up before the restart, nothing is left of it.
    let other = try await ImportPageTests.preview(browser, "项目名称\n乡路\n")
    _ = try await ImportPageTests.press(browser, other, "drop")
    let last = try restarted(desk.store, desk.city)
    let late = Browser(last)
    _ = try await late.get(last.startPath)
    #expect(try await late.get(try self.path(other)).status == 404)
  }

  @Test func anotherAccountsFile() async throws {
    let node = try SharedNode()
    try node.account("市办", .city)
    try node.account("市办二科", .city)
    let sent = try await ImportPageTests.preview(
      try await node.signedIn("市办"), "项目名称\n乡路\n", as: "乡路.csv", ["ledger": "411702"])
    let path = try path(sent)
    let pages = try restarted(node.store, node.city)
    let colleague = Browser(pages)
    _ = try await colleague.signIn("市办二科", SharedNode.password)
    #expect(try await colleague.get(path).status == 404)
    #expect(try await !colleague.get("/imports").body.contains("乡路.csv"))
    let own = Browser(pages)
    _ = try await own.signIn("市办", SharedNode.password)
    let again = try await own.get(path)
    #expect(again.status == 200 && again.text.contains("新建 1"), "\(again.text)")
    #expect(try await colleague.get(path).status == 404)
  }

  @Test func recordsOnAHiddenSheet() async throws {
    let desk = try await Desk()
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let package = "http://schemas.openxmlformats.org/package/2006/relationships"
    func sheet(_ rows: [[String]]) -> String {
      let lines = rows.map { row in
        "<row>" + row.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined() + "</row>"
      }
      return "<worksheet xmlns=\"\(main)\"><sheetData>\(lines.joined())</sheetData></worksheet>"
    }
    func relation(_ number: Int) -> String {
      "<Relationship Id=\"rId\(number)\" Type=\"worksheet\" Target=\"worksheets/sheet\(number).xml\"/>"
    }
    let parts = [
      (
        "xl/workbook.xml",
        "<workbook xmlns=\"\(main)\" xmlns:r=\"\(relations)\"><sheets>"
          + "<sheet name=\"封面\" sheetId=\"1\" r:id=\"rId1\"/>"
          + "<sheet name=\"旧\" sheetId=\"2\" state=\"hidden\" r:id=\"rId2\"/></sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"\(package)\">\(relation(1))\(relation(2))</Relationships>"
      ),
      ("xl/worksheets/sheet1.xml", sheet([["某市重点项目"]])),
      ("xl/worksheets/sheet2.xml", sheet([["项目名称", "业主"], ["水厂", "某局"]])),
    ]
    let bytes = try ZipArchive.bytes(of: parts.map { ZipPart($0.0, Array($0.1.utf8)) })
    let form = try await desk.browser.get("/imports")
    let page = try await desk.browser.follow(
      try await desk.browser.submit(form, file: ("旧.xlsx", bytes)))
    #expect(page.text.contains("只在隐藏的工作表里") && page.text.contains("旧（隐藏）"), "\(page.text)")
    let chosen = try await ImportPageTests.press(desk.browser, page, "look")
    #expect(chosen.text.contains("新建 1") && chosen.text.contains("水厂"), "\(chosen.text)")
  }
}
