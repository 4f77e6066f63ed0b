// 1. Files that cannot be read are refused by what is in them, with the next step, and leave
//    nothing behind: empty, a PDF, damaged, protected by a password, a bomb, rows beyond all
//    bounds. A sheet without a known header is asked about. A book with macros is read without
//    them, and that is said.
// 2. A file over the bound is refused whether its size is told beforehand or not.
// 3. Forms without the session's token, from elsewhere, without a file, with two, of another type,
//    cut short or malformed are refused before anything of the file is kept; a session that is over
//    asks to sign in.
// 4. Bodies in pieces of any size give the same file, whatever stands in it; HTML in names and
//    cells is text.
// 5. A disk that takes nothing is told, and the ledger is not affected; a store that is full takes
//    none of an import's rows and says so, and the file can still be imported once there is room.

import Catalogue
import Causality
import Foundation
import HTTPTypes
import LedgerStore
import Pages
import Projects
import TestSupport
import Testing
import Workbooks

struct UploadTests {
  private func send(
    _ desk: Desk, _ bytes: [UInt8], as name: String = "表.xlsx"
  ) async throws -> Page {
    let page = try await desk.browser.submit(
      try await desk.browser.get("/imports"), file: (name, bytes))
    return page.status == 303 ? try await desk.browser.follow(page) : page
  }

  /// A workbook of one sheet, and further parts.
  private func workbook(_ inside: String, _ further: [ZipPart] = []) throws -> [UInt8] {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let package = "http://schemas.openxmlformats.org/package/2006/relationships"
    let parts = [
      (
        "xl/workbook.xml",
        "<workbook xmlns=\"\(main)\" xmlns:r=\"\(relations)\"><sheets>"
          + "<sheet name=\"甲\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships xmlns=\"\(package)\">"
          + "<Relationship Id=\"rId1\" Type=\"worksheet\" Target=\"worksheets/sheet1.xml\"/>"
          + "</Relationships>"
      ),
      ("xl/worksheets/sheet1.xml", "<worksheet xmlns=\"\(main)\">\(inside)</worksheet>"),
    ]
    return try ZipArchive.bytes(of: parts.map { ZipPart($0.0, Array($0.1.utf8)) } + further)
  }

  private func row(_ texts: String...) -> String {
    let cells = texts.map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }.joined()
    return "<row>\(cells)</row>"
  }

  @Test func whatCannotBeRead() async throws {
    let desk = try await Desk()
    let real = try ImportPageTests.fixture("guilin_2022_rows1_75.xlsx")
    var locked = try ImportPageTests.fixture("guilin_2022_rows1_75.xls")
    // The record behind the first one becomes FILEPASS, as in a file with a password.
    let begin: [UInt8] = [0x09, 0x08, 0x10, 0x00, 0x00, 0x06]
    let at = try #require(locked.indices.first { locked[$0...].starts(with: begin) })
    locked.replaceSubrange(at + 20..<at + 22, with: [0x2F, 0x00])
    // Over 512 MiB of spaces, packed to less than one.
    let blanks = [UInt8](repeating: 0x20, count: 513 << 20)
    let bomb = try workbook("", [ZipPart("xl/sharedStrings.xml", blanks)])
    #expect(bomb.count < 2 << 20)
    for (name, bytes, words) in [
      ("空.xlsx", [], "文件是空的"), ("通知.xlsx", Array("%PDF-1.7".utf8), "是 PDF 文件"),
      ("坏.xlsx", Array(real[..<(real.count / 2)]), "已损坏"), ("密码.xls", locked, "有打开密码"),
      ("炸弹.xlsx", bomb, "异常地大"), ("网页.xls", Array("<html><table>".utf8), "不读这种格式"),
      ("乱.csv", [0x61, 0x2C, 0xFF, 0xFF, 0xFF, 0x0A], "UTF-8"),
    ] as [(String, [UInt8], String)] {
      let page = try await send(desk, bytes, as: name)
      #expect(page.status == 422, "\(name): \(page.status)")
      #expect(page.text.contains(words), "\(name): \(page.text.prefix(500))")
      #expect(!page.text.contains("没有料到") && page.uploadForm.action == "/imports", "\(name)")
      #expect(RecordFileTests.shelved(desk.store).isEmpty, "\(name)")
    }
    #expect(try ImportPageNotes.count(desk.store) == 0)
    // A table without a known header is asked about: it stays, and nothing is written.
    let odd = try await send(desk, Array("a,b\n1,2\n".utf8), as: "列.csv")
    #expect(odd.status == 200 && odd.text.contains("认不出表头"), "\(odd.text)")
    #expect(RecordFileTests.shelved(desk.store).count == 1)
    // Macros are neither run nor kept.
    let macros = try workbook(
      "<sheetData>\(row("项目名称", "业主单位"))\(row("甲厂", "某公司"))</sheetData>",
      [ZipPart("xl/vbaProject.bin", [1, 2, 3])])
    let page = try await send(desk, macros, as: "宏.xlsm")
    #expect(page.status == 200 && page.text.contains("宏") && page.text.contains("新建 1"))
  }

  @Test func tooLarge() async throws {
    let desk = try await Desk()
    let form = try await desk.browser.get("/imports").uploadForm
    let large = [UInt8](repeating: 0x31, count: 100 << 20)
    let untold = try await desk.browser.upload(
      "/imports", form.fields.filter { $0.name != "file" }, file: ("大.csv", large),
      pieceBytes: 1 << 20)
    #expect(untold.status == 413 && untold.text.contains("超过 64 MB"), "\(untold.text)")
    #expect(untold.text.contains("分成几个文件"))
    let told = try await desk.browser.upload(
      "/imports", form.fields.filter { $0.name != "file" }, file: ("大.csv", [0x31]),
      headers: [
        ("Origin", "http://\(desk.browser.host)"), ("Content-Length", "\(100 << 20)"),
      ])
    #expect(told.status == 413)
    #expect(RecordFileTests.shelved(desk.store).isEmpty)
  }

  @Test func whatIsNoForm() async throws {
    let desk = try await Desk()
    let form = try await desk.browser.get("/imports").uploadForm
    let fields = form.fields.filter { $0.name != "file" }
    let file = (name: "表.csv", bytes: Array("项目名称\n甲\n".utf8))
    let host = "http://\(desk.browser.host)"
    func sent(
      _ fields: [(name: String, value: String)], _ origin: String, _ cut: Int = 0
    ) async throws -> (Int, Bool) {
      let page = try await desk.browser.upload(
        "/imports", fields, file: file, headers: [("Origin", origin)], cut: cut)
      return (page.status, RecordFileTests.shelved(desk.store).isEmpty)
    }
    #expect(try await sent([("form-token", "x")], host) == (403, true))
    #expect(try await sent([], host) == (403, true))
    #expect(try await sent(fields, "http://evil.example") == (403, true))
    for cut in [3, 5, 30, 70, 300] { #expect(try await sent(fields, host, cut) == (400, true)) }
    let none = try await desk.browser.submit(try await desk.browser.get("/imports"), file: nil)
    #expect(none.status == 400 && none.text.contains("没有选文件"))
    let token = try #require(fields.first { $0.name == "form-token" }?.value)
    func raw(_ body: String, _ type: String) async throws -> Int {
      try await desk.browser.send(
        "/imports", Array(body.utf8), headers: [("Origin", host), ("Content-Type", type)]
      ).status
    }
    let type = "multipart/form-data; boundary=B"
    let head = "--B\r\nContent-Disposition: form-data; name=\"form-token\"\r\n\r\n\(token)\r\n"
    func part(_ name: String) -> String {
      "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\na\r\n"
    }
    #expect(try await raw("\(head)\(part("a.csv"))\(part("b.csv"))--B--\r\n", type) == 400)
    #expect(try await raw("\(part("a.csv"))\(head)--B--\r\n", type) == 403)
    #expect(try await raw("form-token=\(token)", "application/x-www-form-urlencoded") == 415)
    #expect(try await raw(head, "multipart/form-data") == 415)
    #expect(
      try await raw(head, "multipart/form-data; boundary=\(String(repeating: "B", count: 71))")
        == 415)
    #expect(try await raw("\(head)--B\r\nX: \(String(repeating: "x", count: 9_000))", type) == 400)
    #expect(try await raw("\(head)--B\r\n\r\nx\r\n--B--", type) == 400)
    #expect(try await raw("\(head)--Bx", type) == 400)
    #expect(try await raw("", type) == 400)
    func field(_ text: String) -> String {
      "--B\r\nContent-Disposition: form-data; name=\"reason\"\r\n\r\n\(text)\r\n"
    }
    let long = field(String(repeating: "x", count: 10 * FieldDefinition.textBytesMax))
    #expect(try await raw("\(head)\(long)--B--\r\n", type) == 413)
    let many = String(repeating: field("x"), count: 70)
    #expect(try await raw("\(head)\(many)--B--\r\n", type) == 413)
    #expect(RecordFileTests.shelved(desk.store).isEmpty)

    // With accounts: a session that is over comes back to the page, and nothing is kept.
    let node = try SharedNode()
    try node.account("市办", .city)
    let browser = try await node.signedIn("市办")
    let sending = try await browser.get("/imports")
    node.city.clock.advance(by: 13 * 3_600_000)
    let over = try await browser.submit(sending, file: file)
    #expect(over.status == 403 && over.text.contains("登录后请重新上传"), "\(over.text)")
    #expect(over.body.contains("value=\"/imports\""))
    #expect(RecordFileTests.shelved(node.store).isEmpty)
  }

  @Test func piecesOfAnySize() async throws {
    let desk = try await Desk()
    let fields = try await desk.browser.get("/imports").uploadForm.fields
      .filter { $0.name != "file" }
    let text =
      "项目名称,没有的列\n<script>alert(1)</script>,\"一\r\n--\r\n------Taizhang7MA4YWxkTrZu0g\r\n二\"\n"
    var seen: Set<String> = []
    for pieceBytes in [1, 2, 7, 64, 1_000] {
      let sent = try await desk.browser.upload(
        "/imports", fields, file: ("<img src=x>\".csv", Array(text.utf8)), pieceBytes: pieceBytes)
      let page = try await desk.browser.follow(sent)
      #expect(page.status == 200 && page.text.contains("新建 1"), "\(pieceBytes)")
      #expect(!page.body.contains("<script>alert") && !page.body.contains("<img src=x>"))
      #expect(page.text.contains("<script>alert(1)</script>"))
      let digest = try RecordFileTests.shelved(desk.store).map {
        try Data(contentsOf: URL(fileURLWithPath: desk.store.path + "/uploads/" + $0))
      }
      #expect(digest.allSatisfy { $0 == Data(text.utf8) })
      seen.insert(page.text.components(separatedBy: "还没有写入").last ?? "")
    }
    #expect(seen.count == 1)
  }

  @Test func diskThatTakesNothing() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "产业园"])
    // Where the directory should be there is a file: nothing can be made below it.
    try Data().write(to: URL(fileURLWithPath: desk.store.path + "/uploads"))
    let before = try desk.store.lastCommit()
    let page = try await send(desk, Array("项目名称\n甲\n".utf8))
    #expect(page.status == 503 && page.text.contains("没有存下"), "\(page.text)")
    #expect(page.text.contains("台账没有受影响"))
    let photo = try await desk.browser.submit(
      try await desk.browser.get("/r/\(id)"), file: ("工地.png", smallPNG))
    #expect(photo.status == 503 && photo.text.contains("没有存下"))
    #expect(try desk.store.lastCommit() == before)
    #expect(try await desk.browser.get("/r/\(id)").status == 200)
  }
}

extension UploadTests {
  /// Runs a program to its end.
  private func run(_ words: String...) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// A file system of one megabyte under the shelf, where the tests may mount one.
  @Test func diskThatIsFull() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "产业园"])
    let shelf = desk.store.path + "/uploads"
    try FileManager.default.createDirectory(atPath: shelf, withIntermediateDirectories: true)
    guard getuid() == 0,
      try run("mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", shelf) == 0
    else { return }
    defer { _ = try? run("umount", "-l", shelf) }
    let before = try desk.store.lastCommit()
    let large = smallPNG + [UInt8](repeating: 7, count: 4 << 20)
    let page = try await desk.browser.get("/r/\(id)")
    let full = try await desk.browser.submit(page, file: ("工地.png", large))
    #expect(full.status == 503 && full.text.contains("没有存下"), "\(full.status) \(full.text)")
    #expect(RecordFileTests.shelved(desk.store).isEmpty)
    #expect(try desk.store.lastCommit() == before)
    // A smaller one has room.
    #expect(try await desk.browser.submit(page, file: ("工地.png", smallPNG)).status == 303)
  }

  @Test func storeThatIsFull() async throws {
    let desk = try await SmallDesk(role: .hub)
    let (store, browser) = (desk.store, desk.browser)
    let text =
      "项目名称,建设规模\n"
      + (1...5_000).map { "厂房\($0)号工程段,\(String(repeating: "长", count: 200))\n" }.joined()
    let preview = try await ImportPageTests.preview(browser, text)
    #expect(preview.text.contains("新建 5000"))
    let before = try store.lastCommit()
    let full = try await browser.submit(preview, ["act": "apply"])
    #expect(full.status == 500 && full.text.contains("已满"), "\(full.status) \(full.text)")
    #expect(!full.text.contains("没有料到"))
    #expect(try store.lastCommit() == before)
    #expect(try await browser.get("/projects").text.contains("共 0 个"))
    let path = preview.form.action
    #expect(try await browser.get(path).text.contains("新建 5000"))
    #expect(try store.check(deep: true).isOK)
  }
}

/// The imports of a store.
private enum ImportPageNotes {
  static func count(_ store: Store) throws -> Int {
    try store.peerKeys(prefix: "import/").count
  }
}
