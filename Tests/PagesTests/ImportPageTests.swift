// 1. A file that is sent is shown row by row and writes nothing; applying writes all of it once;
//    taking it back is shown first and written as one change; the list tells of both.
// 2. A preview is of its session and of its moment: another session has none; a ledger that moved
//    on, also by another value of a field that the import writes, shows it anew; a file changed on
//    the disk is refused; an import sent twice is written once, and the second sender is told so
//    with the way to it.
// 3. Rejected rows name sheet, cell and next step in the page's language, and stop all unless the
//    box is ticked.
// 4. A near-same name and a code under another name are offered, and nothing is written until a
//    person has chosen: the same, new, or left out. 东线 and 西线 are not offered. A choice that was
//    made while the row stood for something else decides nothing.
// 5. Real workbooks of an office, .xlsx and .xls, are previewed with their findings; sheets are
//    chosen; one that cannot be read costs neither the file nor its other sheets; one that is left
//    out is told of before and after the import.
// 6. The shelf is bounded, readable by its owner alone, and swept.
// 7. A county's account imports its own county's rows; others are rejected one by one, are not
//    matched and not named; it sees and takes back its own imports alone. A reader sees the page
//    and sends nothing.
// 8. A preview of many rows comes page by page: what was decided on one page holds on the others.
// 9. A column that no wording tells, or tells otherwise, is named or passed over by a person, and
//    holds for this file; a sheet without a known header is shown row by row until header and
//    name's column are chosen; both in both languages.
// 10. A row whose name several records have waits for one to be chosen, each told with its county;
//     one that is chosen for two rows is refused to the second, which is offered the others.
// 11. A list of withdrawals brings no new project, whatever is ticked.
// 12. Two columns that are named one field are refused with words; nothing of the columns is taken.
// 13. A word that is none of a field's is told once, with its count, and chosen once for all its
//     cells; a date without a day leaves its cell out, named with its place, and is typed.

import Catalogue
import Causality
import Foundation
import HTTPTypes
import LedgerStore
import ProjectLedger
import Projects
import TestSupport
import Testing
import Wire
import Workbooks

struct ImportPageTests {
  /// Sends a file by the form of the page; its preview.
  static func preview(
    _ browser: Browser, _ text: String, as name: String = "项目.csv", _ typed: [String: String] = [:]
  ) async throws -> Page {
    let page = try await browser.get("/imports")
    let sent = try await browser.submit(page, file: (name, Array(text.utf8)), typed)
    guard sent.status == 303 else { return sent }
    return try await browser.follow(sent)
  }

  /// Presses a button of the preview, with some choices made.
  static func press(
    _ browser: Browser, _ page: Page, _ act: String, _ typed: [String: String] = [:]
  ) async throws -> Page {
    try await browser.follow(try await browser.submit(page, typed.merging(["act": act]) { $1 }))
  }

  private func names(_ desk: Desk) async throws -> String {
    try await desk.browser.get("/projects").text
  }

  @Test func previewApplyUndo() async throws {
    let desk = try await Desk()
    let kept = try desk.add("project", ["name": "水厂", "total_investment": "100"])
    let before = try desk.store.lastCommit()
    let page = try await Self.preview(
      desk.browser, "项目名称,总投资（万元）,建设规模\n<b>甲</b>,50000,厂房\n水厂,120,\n")
    #expect(page.status == 200 && page.text.contains("新建 1，修改 1，未变 0，不收 0"), "\(page.text)")
    #expect(page.body.contains("&lt;b&gt;甲") && !page.body.contains("<b>甲"))
    #expect(page.text.contains("总投资：100万元 → 120万元") && page.text.contains("建设规模"))
    #expect(try desk.store.lastCommit() == before)
    let done = try await Self.press(desk.browser, page, "apply", ["reason": "九月报表"])
    #expect(done.text.contains("已导入：新建 1，修改 1") && done.text.contains("项目.csv"))
    #expect(try desk.shown(kept, "total_investment") == "120万元")
    #expect(try await desk.browser.get("/r/\(kept)/history").text.contains("九月报表"))
    #expect(RecordFileTests.shelved(desk.store).isEmpty)
    // Sent once more, it is told to be written, with the way to it.
    let again = try await Self.press(desk.browser, page, "apply")
    #expect(again.status == 200 && again.text.contains("此前已经写入，没有再写一次"))
    #expect(again.body.contains(/remark warning[^\n]*href="\/imports\/[^\n"]*\/undo"/))
    #expect(try ImportNotes.all(in: desk.store).count == 1)
    let link = try #require(done.body.firstMatch(of: /href="(\/imports\/[^"]+\/undo)"/))
    let undo = try await desk.browser.get(String(link.output.1))
    #expect(undo.text.contains("将恢复 1 条，归档 1 条，保留 0 处"), "\(undo.text)")
    #expect(try desk.shown(kept, "total_investment") == "120万元")
    let seq = try desk.store.lastCommit()
    let back = try await desk.browser.submit(undo, [:])
    let list = try await desk.browser.follow(back)
    #expect(list.text.contains("恢复 1 条，归档 1 条") && list.text.contains("已撤销"))
    #expect(try desk.store.lastCommit() > seq)
    #expect(try desk.shown(kept, "total_investment") == "100万元")
    #expect(try await desk.browser.submit(undo, [:]).status == 404)
    #expect(try desk.store.check(deep: true).isOK)
  }

  @Test func movedMeanwhile() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "水厂", "total_investment": "100"])
    let page = try await Self.preview(desk.browser, "项目名称,总投资（万元）\n水厂,120\n")
    // Another writes the same field meanwhile: what the import would write is the same, over
    // another value.
    try desk.add("project", ["total_investment": "110"], id: id)
    let moved = try await Self.press(desk.browser, page, "apply")
    #expect(moved.text.contains("台账有了变化") && moved.text.contains("110万元 → 120万元"))
    #expect(try desk.shown(id, "total_investment") == "110万元")
    // Another session, with its own token, has no such preview.
    let other = Browser(desk.pages)
    let key = try #require(page.body.firstMatch(of: /action="(\/imports\/[0-9a-f]{64})"/)).output.1
    #expect(try await other.get(String(key)).status == 403)
    #expect(try await desk.browser.get(String(key)).status == 200)
    // The file is changed on the disk.
    let name = try #require(RecordFileTests.shelved(desk.store).first)
    let path = desk.store.path + "/uploads/" + name
    let kept = try Data(contentsOf: URL(fileURLWithPath: path))
    try Data("项目名称,总投资（万元）\n水厂,999\n".utf8).write(to: URL(fileURLWithPath: path))
    let changed = try await desk.browser.submit(moved, ["act": "apply"])
    #expect(changed.status == 409 && changed.text.contains("磁盘上变了"))
    #expect(try desk.shown(id, "total_investment") == "110万元")
    try kept.write(to: URL(fileURLWithPath: path))
    // Two at once: one is written, the other is told that it is.
    nonisolated(unsafe) let one = desk.browser
    nonisolated(unsafe) let two = Browser(desk.pages, cookiesOf: desk.browser)
    async let first = one.submit(moved, ["act": "apply"])
    async let second = two.submit(moved, ["act": "apply"])
    #expect(try await [first.status, second.status] == [303, 303])
    let told = try await desk.browser.get("/imports")
    #expect(told.text.contains("已导入：新建 0，修改 1"))
    #expect(told.text.contains("此前已经写入，没有再写一次"))
    #expect(try desk.shown(id, "total_investment") == "120万元")
    #expect(try ImportNotes.all(in: desk.store).count == 1)
  }

  @Test func rejectedRows() async throws {
    let desk = try await Desk()
    desk.browser.language = "en"
    let page = try await Self.preview(desk.browser, "项目名称,总投资\n甲,100\n乙,很多\n")
    #expect(page.text.contains("1 new") && page.text.contains("1 rejected"))
    #expect(page.text.contains("B3"), "\(page.text)")
    desk.browser.language = "zh"
    let here = try await desk.browser.get(
      try #require(page.body.firstMatch(of: /action="(\/imports\/[0-9a-f]{64})"/)).output.1
        .description)
    #expect(here.text.contains("不收 1") && here.text.contains("B3"))
    let before = try desk.store.lastCommit()
    let stopped = try await Self.press(desk.browser, here, "apply")
    #expect(stopped.text.contains("有 1 行不收"))
    #expect(try desk.store.lastCommit() == before)
    let done = try await Self.press(desk.browser, stopped, "apply", ["skip-rejected": "1"])
    #expect(done.text.contains("已导入：新建 1，修改 0"))
    #expect(try await !names(desk).contains("乙"))
    // Cells by the field's label in the reader's language, without its code.
    desk.browser.language = "en"
    let flawed = try await Self.preview(desk.browser, "项目名称;总投资\n丁;1,500\n")
    #expect(flawed.text.contains("Total investment: the comma in “1,500” may part"))
    #expect(!flawed.text.contains("(total_investment)") && !flawed.text.contains("总投资："))
    _ = try await Self.press(desk.browser, flawed, "drop")
    desk.browser.language = "zh"
    // Given up: the file is gone, nothing was written.
    let again = try await Self.preview(desk.browser, "项目名称\n丙\n")
    #expect(try await Self.press(desk.browser, again, "drop").text.contains("没有导入"))
    #expect(RecordFileTests.shelved(desk.store).isEmpty)
    #expect(try await !names(desk).contains("丙"))
  }

  @Test func duplicatesAreOffered() async throws {
    let desk = try await Desk()
    let code = "2109-411702-04-01-123456"
    let near = try desk.add("project", ["name": "驿城区冷链物流园建设项目", "total_investment": "1"])
    let coded = try desk.add("project", ["name": "旧名水厂", "project_code": code])
    try desk.add("project", ["name": "供水管网东线工程"])
    let file =
      "项目名称,项目代码,总投资（万元）\n驿城区冷链物流园区建设项目,,5\n供水管网西线工程,,6\n新名水厂,\(code),7\n"
    let page = try await Self.preview(desk.browser, file)
    #expect(page.text.contains("与台账里的“驿城区冷链物流园建设项目”很像"), "\(page.text)")
    #expect(page.text.contains("代码与台账里的“旧名水厂”"))
    #expect(!page.text.contains("东线"))
    let before = try desk.store.lastCommit()
    let asked = try await Self.press(desk.browser, page, "apply")
    #expect(asked.text.contains("还有 2 行与别的很像"), "\(asked.text)")
    // Ticking that all are new does not decide about a code.
    let ticked = try await Self.press(desk.browser, asked, "apply", ["all-new": "1"])
    #expect(ticked.text.contains("还有 1 行与别的很像"))
    #expect(try desk.store.lastCommit() == before)
    // Choices change what would be written: it is shown first.
    let chosen = try await Self.press(
      desk.browser, ticked, "apply", ["all-new": "", "row.2": near.description, "row.4": "out"])
    #expect(chosen.text.contains("已按选择重新预览") && chosen.text.contains("留下不导 1"))
    #expect(chosen.text.contains("新建 1，修改 1"))
    #expect(try desk.store.lastCommit() == before)
    let done = try await Self.press(desk.browser, chosen, "apply")
    #expect(done.text.contains("已导入：新建 1，修改 1"), "\(done.text)")
    #expect(try desk.shown(near, "name") == "驿城区冷链物流园区建设项目")
    #expect(try desk.shown(near, "total_investment") == "5万元")
    #expect(try desk.shown(coded, "name") == "旧名水厂")
    #expect(try await names(desk).contains("共 4 个"))
    // The same file again: renaming is a choice of its own.
    let second = try await Self.preview(desk.browser, file)
    #expect(try await Self.press(desk.browser, second, "apply").text.contains("还有 1 行"))
    let renamed = try await Self.press(desk.browser, second, "apply", ["row.4": "same"])
    #expect(renamed.text.contains("已导入：新建 0，修改 1"), "\(renamed.text)")
    #expect(try desk.shown(coded, "name") == "新名水厂")
  }

  @Test func whatWasSaidOfAnotherRowDecidesNothing() async throws {
    let desk = try await Desk()
    let code = "2109-411702-04-01-123456"
    let held = try desk.add("project", ["name": "老名字水厂", "project_code": code])
    let file = "项目名称,项目代码\n新名字污水厂,\(code)\n"
    let page = try await Self.preview(desk.browser, file)
    let out = try await Self.press(desk.browser, page, "look", ["row.2": "out"])
    #expect(out.text.contains("留下不导 1"), "\(out.text)")
    // Left out, then to be a new one: its code still is another's, and nobody has said that it is
    // the same.
    let new = try await Self.press(desk.browser, out, "look", ["row.2": "new"])
    let asked = try await Self.press(desk.browser, new, "apply", ["row.2": "new"])
    #expect(asked.text.contains("还有 1 行与别的很像"), "\(asked.text)")
    #expect(try desk.shown(held, "name") == "老名字水厂")
    // To be the same, while the record of that code is another's by now.
    let same = try await Self.press(desk.browser, asked, "look", ["row.2": "same"])
    try desk.add("project", ["project_code": "2109-411702-04-01-654321"], id: held)
    let gone = try await Self.press(desk.browser, same, "look")
    let stopped = try await Self.press(desk.browser, gone, "apply", ["row.2": "same"])
    #expect(stopped.text.contains("还有 1 行与别的很像"), "\(stopped.text)")
    #expect(try desk.shown(held, "name") == "老名字水厂")
  }

  @Test func aSheetThatIsNone() async throws {
    let desk = try await Desk()
    let page = try await desk.browser.get("/imports")
    let bytes = try Self.fixture("guilin_2022_rows1_75.xlsx")
    let sent = try await desk.browser.submit(page, file: ("桂林.xlsx", bytes), [:])
    let preview = try await desk.browser.follow(sent)
    let wrong = try await desk.browser.submit(
      preview, ["act": "look", "sheet": "没有的表", "sheet-was": ""])
    let told = try await desk.browser.follow(try await desk.browser.follow(wrong))
    // The file stays, with the sheet it had, and the page says why.
    #expect(told.status == 200 && told.body.contains("没有的表"), "\(told.text)")
    #expect(RecordFileTests.shelved(desk.store).count == 1)
  }

  static func fixture(_ name: String) throws -> [UInt8] {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return [UInt8](
      try Data(contentsOf: root.appendingPathComponent("Fixtures/workbooks/\(name)")))
  }

  @Test func realWorkbooks() async throws {
    let desk = try await Desk()
    for ending in ["xlsx", "xls"] {
      let bytes = try Self.fixture("guilin_2022_rows1_75.\(ending)")
      let form = try await desk.browser.get("/imports")
      let sent = try await desk.browser.submit(form, file: ("重点项目.\(ending)", bytes))
      let page = try await desk.browser.follow(sent)
      #expect(page.status == 200, "\(page.text.suffix(300))")
      let counts = try #require(page.text.firstMatch(of: /新建 (\d+)，/))
      #expect((Int(counts.output.1) ?? 0) > 20, "\(page.text.prefix(600))")
      #expect(page.text.contains("对上的列"))
    }
    // Two sheets: another is chosen, and its rows are other rows.
    func table(_ name: String, _ rows: [String]) -> Table {
      var table = Table(
        code: name, name: name, title: name, note: "",
        columns: [
          TableColumn("name", ["项目名称"], .text), TableColumn("owner", ["业主单位"], .text),
        ])
      for row in rows { table.append(TableRow([.text(row), .text("某公司")])) }
      return table
    }
    let path = TemporaryDirectory("sheets")
    try WorkbookFile(
      title: "两表", office: "某办", createdOn: CivilDate(year: 2021, month: 9, day: 1)!,
      tables: [table("甲表", ["一号厂房", "二号厂房", "三号厂房"]), table("乙表", ["泵站"])]
    ).write(to: path.path + "/a.xlsx")
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path.path + "/a.xlsx")))
    let form = try await desk.browser.get("/imports")
    let page = try await desk.browser.follow(
      try await desk.browser.submit(form, file: ("两表.xlsx", bytes)))
    #expect(page.text.contains("新建 3") && page.body.contains("<option value=\"乙表\""))
    #expect(page.text.contains("工作表“乙表”有项目，这次不导入"))
    let other = try await Self.press(desk.browser, page, "look", ["sheet": "乙表"])
    #expect(!other.text.contains("这次不导入"))
    #expect(other.text.contains("新建 1") && other.text.contains("泵站"), "\(other.text)")
    #expect(try await Self.press(desk.browser, other, "apply").text.contains("新建 1，修改 0"))
    // What is written says once more what was left out.
    let blank = try await desk.browser.get("/imports")
    let again = try await desk.browser.follow(
      try await desk.browser.submit(blank, file: ("两表.xlsx", bytes)))
    let done = try await Self.press(desk.browser, again, "apply")
    #expect(done.text.contains("新建 3，修改 0") && done.text.contains("工作表“乙表”有项目"), "\(done.text)")
  }

  @Test func pageByPage() async throws {
    let desk = try await Desk()
    try desk.add("project", ["name": "驿城区冷链物流园建设项目"])
    let names = (1...450).map { "厂房\($0)号工程段" }
    let page = try await Self.preview(
      desk.browser, (["项目名称", "驿城区冷链物流园区建设项目"] + names).joined(separator: "\n") + "\n")
    #expect(page.text.contains("新建 451") && page.text.contains("第 1 页，共 3 页"), "\(page.text)")
    #expect(page.body.contains("name=\"row.2\"") && !page.text.contains(names[449]))
    let chosen = try await Self.press(desk.browser, page, "look", ["row.2": "new"])
    #expect(chosen.text.contains("第 1 页，共 3 页"))
    let path = try #require(chosen.body.firstMatch(of: /href="(\/imports\/[^"]+page=)2"/)).output.1
    let last = try await desk.browser.get(path + "3")
    #expect(last.text.contains(names[449]) && !last.body.contains("name=\"row.2\""))
    let done = try await Self.press(desk.browser, last, "apply")
    #expect(done.text.contains("已导入：新建 451，修改 0"), "\(done.text)")
    #expect(try await self.names(desk).contains("共 452 个"))
  }

  @Test func columnsAreNamed() async throws {
    let desk = try await Desk()
    let page = try await Self.preview(
      desk.browser, "项目名称,到底花多少（万元）,谁来管,空的\n甲,500,某局,\n乙,600,某局,\n")
    #expect(page.text.contains("不认识的列") && page.text.contains("哪一列是什么"), "\(page.text)")
    #expect(page.body.contains("name=\"column.1\"") && page.body.contains("name=\"column.2\""))
    // What is known says what it was taken for; what is empty needs no name; the first values are
    // shown.
    #expect(page.text.contains("照认出的：项目名称") && !page.body.contains("name=\"column.3\""))
    #expect(page.text.contains("500 · 600"))
    let chosen = try await Self.press(
      desk.browser, page, "look", ["column.1": "total_investment", "column.2": "owner"])
    #expect(chosen.text.contains("总投资 500万元") && chosen.text.contains("业主单位 某局"))
    // A choice that changes the preview is looked at before it is written.
    let moved = try await Self.press(desk.browser, chosen, "apply", ["column.2": ""])
    #expect(moved.text.contains("已按选择重新预览") && !moved.text.contains("业主单位 某局"))
    let done = try await Self.press(desk.browser, moved, "apply")
    #expect(done.text.contains("已导入：新建 2"), "\(done.text)")
    let id = try await Self.first(desk, "甲")
    #expect(try desk.shown(id, "total_investment") == "500万元")
    #expect(try desk.shown(id, "owner").isEmpty)
    #expect(try desk.store.check(deep: true).isOK)
  }

  private static func first(_ desk: Desk, _ name: String) async throws -> RecordID {
    let list = try await desk.browser.get(
      "/projects?q=\(name.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? "")")
    let link = try #require(list.body.firstMatch(of: /href="\/r\/([0-9a-z]{26})/))
    return try #require(RecordID(String(link.output.1)))
  }

  @Test(arguments: ["zh", "en"]) func aHeaderIsNamed(language: String) async throws {
    let desk = try await Desk()
    desk.browser.language = language
    let page = try await Self.preview(
      desk.browser, "某县重点工程一览,,\n叫什么,多少钱,谁建\n甲,500,某局\n乙,600,<b>\n")
    #expect(page.status == 200, "\(page.text)")
    #expect(page.text.contains(language == "zh" ? "认不出表头" : "No header was found"))
    // The row with most words is proposed.
    #expect(page.body.contains("value=\"2\"") && page.body.contains("checked"))
    #expect(page.body.contains("&lt;b&gt;") && !page.body.contains("<b>"))
    let before = try desk.store.lastCommit()
    // Without the name's column it is no list yet: the page stays, with what was chosen.
    let still = try await Self.press(
      desk.browser, page, "look", ["head-row": "2", "column.1": "total_investment"])
    #expect(still.text.contains(language == "zh" ? "认不出表头" : "No header was found"))
    #expect(still.body.contains("value=\"total_investment\" selected"))
    let named = try await Self.press(
      desk.browser, still, "look", ["head-row": "2", "column.0": "name", "column.2": "owner"])
    #expect(named.text.contains(language == "zh" ? "新建 2" : "2 new"), "\(named.text)")
    #expect(try desk.store.lastCommit() == before)
    let done = try await Self.press(desk.browser, named, "apply")
    #expect(done.status == 200, "\(done.text)")
    let id = try await Self.first(desk, "甲")
    #expect(try desk.shown(id, "total_investment") == "500万元")
    #expect(try desk.shown(id, "owner") == "某局")
    // Given up on the page, the file is gone.
    let again = try await Self.preview(desk.browser, "叫什么,多少钱\n丙,5\n")
    _ = try await Self.press(desk.browser, again, "drop")
    #expect(RecordFileTests.shelved(desk.store).isEmpty)
  }

  @Test func severalRecordsOfOneName() async throws {
    let desk = try await Desk()
    let first = try desk.add(
      "project", ["name": "污水处理厂", "region_code": "411702", "owner": "旧"])
    let second = try desk.add(
      "project", ["name": "污水处理厂", "region_code": "411721", "owner": "旧"])
    let page = try await Self.preview(desk.browser, "项目名称,业主\n污水处理厂,新\n甲,某局\n")
    #expect(page.text.contains("台账里有 2 条都叫“污水处理厂”"), "\(page.text)")
    #expect(page.text.contains("就是西平县的“污水处理厂”") && page.text.contains("就是驿城区的"))
    #expect(!page.text.contains("不是同一个，新建"))
    let stopped = try await Self.press(desk.browser, page, "apply", ["all-new": "1"])
    #expect(stopped.text.contains("有 1 行不收"), "\(stopped.text)")
    let chosen = try await Self.press(
      desk.browser, stopped, "apply", ["row.2": second.description])
    #expect(chosen.text.contains("新建 1，修改 1，未变 0，不收 0"), "\(chosen.text)")
    // The other one can still be chosen, or the row left out.
    #expect(chosen.body.contains("value=\"\(first)\"") && chosen.text.contains("这一行不导"))
    let done = try await Self.press(desk.browser, chosen, "apply")
    #expect(done.text.contains("已导入：新建 1，修改 1"), "\(done.text)")
    #expect(try desk.shown(second, "owner") == "新" && desk.shown(first, "owner") == "旧")
  }

  @Test func oneRecordChosenTwice() async throws {
    let desk = try await Desk()
    let first = try desk.add("project", ["name": "污水处理厂", "region_code": "411702"])
    let second = try desk.add("project", ["name": "污水处理厂", "region_code": "411721"])
    let page = try await Self.preview(desk.browser, "项目名称,业主\n污水处理厂,新\n污水处理厂,另\n")
    let twice = try await Self.press(
      desk.browser, page, "look", ["row.2": first.description, "row.3": first.description])
    #expect(twice.text.contains("与第 2 行是同一条"), "\(twice.text)")
    // Both rows may still be the other one.
    #expect(twice.body.components(separatedBy: "value=\"\(second)\"").count == 3)
    let chosen = try await Self.press(desk.browser, twice, "look", ["row.3": second.description])
    #expect(chosen.text.contains("新建 0，修改 2，未变 0，不收 0"), "\(chosen.text)")
    let done = try await Self.press(desk.browser, chosen, "apply")
    #expect(done.text.contains("已导入：新建 0，修改 2"), "\(done.text)")
    #expect(try desk.shown(first, "owner") == "新" && desk.shown(second, "owner") == "另")
  }

  @Test func wordsAreSaidOnce() async throws {
    let desk = try await Desk()
    let page = try await Self.preview(
      desk.browser,
      "项目名称,项目类别,开工时间,业主\n甲,现代产业类,2024.6,某局\n乙,现代产业类,2024年底,某局\n"
        + "丙,,2024.6,某局\n")
    #expect(page.text.contains("新建 1，修改 0，未变 0，不收 2"), "\(page.text)")
    #expect(page.text.contains("2 格，B2 起；没有选，这些行不收"))
    #expect(page.text.contains("2 格，C2 起；没有填，只这些格子不导"))
    #expect(page.text.contains("C4：拟开工日：“2024.6”没有写到日，这一格不导入"))
    #expect(!page.text.contains("--read-as"))
    // The nearest case stands first.
    let select = try #require(page.body.firstRange(of: "name=\"as.category.现代产业类\""))
    let options = page.body[select.upperBound...].matches(of: /<option value="([^"]*)"/)
    #expect(options.prefix(2).map { String($0.output.1) } == ["", "industry"])
    let chosen = try await Self.press(
      desk.browser, page, "look",
      ["as.category.现代产业类": "industry", "as.planned_start_on.2024.6": "2024年6月30日"])
    #expect(chosen.text.contains("新建 3，修改 0，未变 0，不收 0"), "\(chosen.text)")
    #expect(chosen.text.contains("2 格，B2 起；按选定的读"))
    // A choice is taken back, or is that the cells are left out.
    let left = try await Self.press(
      desk.browser, chosen, "look", ["as.category.现代产业类": "-", "as.planned_start_on.2024.6": ""])
    #expect(left.text.contains("新建 3") && left.text.contains("C4：拟开工日"), "\(left.text)")
    let again = try await Self.press(
      desk.browser, left, "look",
      ["as.category.现代产业类": "industry", "as.planned_start_on.2024.6": "2024-06-30"])
    let done = try await Self.press(desk.browser, again, "apply")
    #expect(done.text.contains("已导入：新建 3，修改 0"), "\(done.text)")
    let (first, second) = (try await Self.first(desk, "甲"), try await Self.first(desk, "乙"))
    #expect(try desk.shown(first, "category") == "工业类")
    #expect(try desk.shown(first, "planned_start_on").contains("2024"))
    #expect(try desk.shown(second, "planned_start_on").isEmpty)
    #expect(try desk.shown(second, "owner") == "某局")
  }

  @Test func knownColumnsAreNamedOtherwise() async throws {
    let desk = try await Desk()
    let page = try await Self.preview(
      desk.browser, "项目名称,责任单位,业主,备注\n甲,城投集团,发改委,内部\n")
    #expect(page.text.contains("责任单位 城投集团") && page.text.contains("备注 内部"), "\(page.text)")
    let chosen = try await Self.press(
      desk.browser, page, "look", ["column.1": "owner", "column.3": "-"])
    #expect(chosen.text.contains("业主单位 城投集团") && !chosen.text.contains("备注 内部"))
    #expect(!chosen.text.contains("业主单位 发改委"))
    #expect(chosen.text.contains("不认识的列，没有用：业主"), "\(chosen.text)")
    #expect(chosen.body.contains("value=\"owner\" selected") && chosen.text.contains("按表头认"))
    // Taken back, the wordings tell again.
    let back = try await Self.press(
      desk.browser, chosen, "look", ["column.1": "duty_unit", "column.2": "owner", "column.3": ""])
    #expect(back.text.contains("业主单位 发改委") && back.text.contains("备注 内部"), "\(back.text)")
    let plain = try await Self.press(
      desk.browser, back, "look", ["column.1": "", "column.2": "", "column.3": "-"])
    let done = try await Self.press(desk.browser, plain, "apply")
    #expect(done.text.contains("已导入：新建 1"), "\(done.text)")
    let id = try await Self.first(desk, "甲")
    #expect(try desk.shown(id, "duty_unit") == "城投集团" && desk.shown(id, "owner") == "发改委")
    #expect(try desk.shown(id, "remark").isEmpty)
  }

  @Test func twoColumnsOfOneField() async throws {
    let desk = try await Desk()
    let page = try await Self.preview(
      desk.browser, "项目名称,到底花多少（万元）,再花多少（万元）\n甲,500,600\n")
    let told = try await Self.press(
      desk.browser, page, "look",
      ["column.1": "total_investment", "column.2": "total_investment"])
    #expect(told.text.contains("B C 列都指明为“总投资"), "\(told.text)")
    #expect(!told.text.contains("总投资 500万元"))
    let chosen = try await Self.press(
      desk.browser, told, "look", ["column.1": "", "column.2": "total_investment"])
    #expect(chosen.text.contains("总投资 600万元"), "\(chosen.text)")
  }

  @Test func withdrawalsBringNothingNew() async throws {
    let desk = try await Desk()
    try desk.add("project", ["name": "水厂", "owner": "旧"])
    let page = try await Self.preview(
      desk.browser, "项目名称,业主\n水厂,新\n没见过的工程,甲\n", as: "2022年退出项目清单.csv")
    #expect(page.text.contains("像是退出项目清单") && page.text.contains("不会当作新项目"))
    let before = try desk.store.lastCommit()
    let stopped = try await Self.press(
      desk.browser, page, "apply", ["all-new": "1", "row.3": "new"])
    #expect(stopped.text.contains("有 1 行不收"), "\(stopped.text)")
    #expect(try desk.store.lastCommit() == before)
    let done = try await Self.press(desk.browser, stopped, "apply", ["skip-rejected": "1"])
    #expect(done.text.contains("已导入：新建 0，修改 1"), "\(done.text)")
    #expect(try await !names(desk).contains("没见过"))
  }

  @Test func theShelf() async throws {
    let desk = try await Desk()
    var pages: [Page] = []
    for number in 0..<5 {
      pages.append(try await Self.preview(desk.browser, "项目名称\n项目\(number)\n"))
      desk.city.clock.advance(by: 1_000)
    }
    #expect(RecordFileTests.shelved(desk.store).count == 3)
    #expect(try await desk.browser.submit(pages[0], ["act": "apply"]).status == 404)
    let directory = desk.store.path + "/uploads"
    let name = try #require(RecordFileTests.shelved(desk.store).first)
    for (path, rights) in [(directory, 0o700), (directory + "/" + name, 0o600)] {
      let found = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect((found as? NSNumber)?.intValue == rights, "\(path)")
    }
    // What a process that died left behind goes once it is old, and nothing else does.
    let left = directory + "/" + String(repeating: "ab", count: 32)
    let note = directory + "/note.txt"
    let young = directory + "/" + String(repeating: "cd", count: 32)
    for path in [left, note, young] { try Data("x".utf8).write(to: URL(fileURLWithPath: path)) }
    for path in [left, note] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -13 * 3_600)], ofItemAtPath: path)
    }
    _ = try await Self.preview(desk.browser, "项目名称\n再一个\n")
    #expect(!FileManager.default.fileExists(atPath: left))
    #expect(FileManager.default.fileExists(atPath: young))
    #expect(FileManager.default.fileExists(atPath: note))
    // A preview that is too old is over, though its session may live on.
    let last = try await Self.preview(desk.browser, "项目名称\n最后\n")
    desk.city.clock.advance(by: 11 * 3_600_000)
    #expect(try await desk.browser.get("/imports").status == 200)
    desk.city.clock.advance(by: 2 * 3_600_000)
    #expect(try await desk.browser.submit(last, ["act": "apply"]).status == 404)
  }

  @Test func accountsOfACounty() async throws {
    let node = try SharedNode()
    // The city's own book, in which two counties' projects stand together.
    try node.account("市办", .city)
    try node.account("本县", .county, county: "411702")
    try node.account("本县同事", .county, county: "411702")
    try node.account("本县只读", .observer, county: "411702")
    let city = try await node.signedIn("市办")
    let book = ["ledger": "411702"]
    let theirs = try await Self.preview(
      city, "项目名称,县区,项目代码\n\(SharedNode.secret)二期厂房工程,西平县,2109-411721-04-01-123456\n",
      as: "\(SharedNode.secret).csv", book)
    _ = try await Self.press(city, theirs, "apply")
    #expect(try await city.get("/imports").body.contains(SharedNode.secret))

    let browser = try await node.signedIn("本县")
    let list = try await browser.get("/imports")
    #expect(list.text.contains("你的账号只导入驿城区的行"), "\(list.text)")
    #expect(!list.body.contains(SharedNode.secret) && !list.body.contains("西平"))
    let rows =
      "项目名称,县区,项目代码\n本县新水厂,驿城区,\n外县来的,西平县,\n\(SharedNode.secret)二期厂房工程段,驿城区,\n"
    let page = try await Self.preview(browser, rows, book)
    #expect(page.text.contains("新建 2，修改 0，未变 0，不收 1"), "\(page.text)")
    #expect(page.text.contains("这一行是西平县的，你的账号只导入驿城区"))
    #expect(!page.text.contains("与台账里的") && !page.text.contains("二期厂房工程 "))
    let before = try node.store.lastCommit()
    #expect(try await Self.press(browser, page, "apply").text.contains("有 1 行不收"))
    #expect(try node.store.lastCommit() == before)
    let done = try await Self.press(browser, page, "apply", ["skip-rejected": "1"])
    #expect(done.text.contains("已导入：新建 2") && !done.text.contains("西平"), "\(done.text)")

    // By id and by choice another county's record is as if it were not there.
    let byID = try await Self.preview(
      browser, "id,项目名称\n\(node.foreign),改名\n", ["ledger": "411721"])
    #expect(byID.text.contains("没有 id 为") || byID.text.contains("你的账号只导入"), "\(byID.text)")
    let chosen = try await browser.submit(page, ["act": "look", "row.2": "\(node.foreign)"])
    #expect(chosen.status == 404 && !chosen.body.contains(SharedNode.secret))

    // Its own import is its own to take back; a colleague's page does not name it.
    let link = try #require(done.body.firstMatch(of: /href="(\/imports\/[^"]+\/undo)"/))
    let path = String(link.output.1)
    let colleague = try await node.signedIn("本县同事")
    #expect(try await colleague.get(path).status == 404)
    #expect(try await !colleague.get("/imports").body.contains("/undo"))
    let cityImport = try #require(
      try ImportNotes.all(in: node.store).first { $0.fileName.contains(SharedNode.secret) })
    #expect(try await browser.get("/imports/\(cityImport.id)/undo").status == 404)
    let undone = try await browser.submit(try await browser.get(path), [:])
    #expect(try await browser.follow(undone).text.contains("归档 2 条"))

    let reader = try await node.signedIn("本县只读")
    let readers = try await reader.get("/imports")
    #expect(readers.status == 200 && readers.text.contains("只能看，不能导入"))
    let shelved = RecordFileTests.shelved(node.store)
    let sent = try await reader.upload(
      "/imports", [("form-token", try await reader.formToken())],
      file: ("a.csv", Array("项目名称\n甲\n".utf8)))
    #expect(sent.status == 403 && RecordFileTests.shelved(node.store) == shelved)
  }
}
