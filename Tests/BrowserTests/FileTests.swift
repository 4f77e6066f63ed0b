// Verifies in Chromium, against the program serving real stores
// 1. A spreadsheet is chosen, previewed, decided about, imported and taken back by clicks; nothing
//    is in the ledger before the import, and the program then knows of it; a file that is none is
//    told.
// 2. The list is downloaded as a spreadsheet that LibreOffice opens.
// 3. A bulletin is previewed, downloaded as a document and as a workbook, and LibreOffice reads
//    both.
// 4. Without scripts: a sheet whose header is not known is given its header and columns by plain
//    choices, imported, and a report of a month is downloaded.
// 5. A photo is attached to a project and shown; what is no photo is refused, in words.

import Foundation
import Testing

extension Browsing {
  @Test func anImport() async throws {
    let served = try Served()
    let driver = try Driver()
    let window = try await driver.open()
    try await served.signIn(window, as: "科员")
    try await window.go(served.url + "/")
    try await window.click("main a[href='/imports']")
    let broken = try served.file("坏.xlsx", Data("PK\u{3}\u{4}坏".utf8))
    try await window.choose("input[type=file]", broken)
    try await window.click(".upload .primary")
    try await window.await("已损坏", in: ".remark.refusal")

    let rows =
      "项目名称,县区,总投资（亿元）\n驿城冷链物流园,驿城区,6\n驿城冷链物流园区,驿城区,1\n驿城水厂扩建,驿城区,0.8\n"
    try await window.choose("input[type=file]", try served.file("九月.csv", Data(rows.utf8)))
    try await window.click(".upload .primary")
    try await window.await("新建 2，修改 1")
    try await window.await("与台账里的“驿城冷链物流园”很像")
    #expect(try served.fields(served.project)["total_investment"] as? String == "50000")
    try await window.click("button[value=apply]")
    try await window.await("请逐行选", in: ".remark.refusal")
    try await window.click("select[name='row.3'] option[value=out]")
    try await window.click("button[value=look]")
    try await window.await("留下不导 1")
    #expect(try served.count() == 2)
    try await window.type("input[name=reason]", "九月台账")
    try await window.click("button[value=apply]")
    try await window.await("已导入：新建 1，修改 1", in: ".remark.done")
    #expect(try served.count() == 3)
    #expect(try served.fields(served.project)["total_investment"] as? String == "60000")

    try await window.click("tbody a[href$='/undo']")
    try await window.await("将恢复 1 条，归档 1 条")
    try await window.click(".send .primary")
    try await window.await("已撤销", in: "tbody")
    #expect(try served.count() == 2)
    #expect(try served.fields(served.project)["total_investment"] as? String == "50000")
    // A page that refuses a file is answered with 422, which the console tells of.
    #expect(try await window.complaints().filter { !$0.contains("422") } == [])

    // The list as a spreadsheet.
    try await window.go(served.url + "/projects")
    try await window.click(".acts a[href^='/exports/ledger.xlsx']")
    let list = try await window.downloaded(".xlsx")
    let text = try Office.text(of: list, as: "csv")
    #expect(text.contains("驿城冷链物流园") && text.contains("确山新材料基地"))
    try await served.expectNothingLeft(window)
    try await window.close()
  }

  @Test func columnsNamedWithoutScripts() async throws {
    let served = try Served()
    let driver = try Driver()
    let window = try await driver.open(scripts: false)
    try await served.signIn(window, as: "科员")
    try await window.go(served.url + "/imports")
    let odd = "某县一览,,\n叫什么,多少钱,谁建\n乡路,5,某局\n"
    try await window.choose("input[type=file]", try served.file("怪.csv", Data(odd.utf8)))
    try await window.click(".upload .primary")
    try await window.await("认不出表头")
    try await window.click("select[name='column.0'] option[value=name]")
    try await window.click("button[value=look]")
    try await window.await("新建 1")
    // What is still unknown is named on the preview.
    try await window.click("select[name='column.2'] option[value=owner]")
    try await window.click("button[value=look]")
    try await window.await("业主单位 某局")
    try await window.click("button[value=apply]")
    try await window.await("已导入：新建 1，修改 0", in: ".remark.done")
    #expect(try served.count() == 3)
    try await window.click("button[formaction='/exports/county.xlsx']")
    let table = try Office.text(of: try await window.downloaded(".xlsx"), as: "csv")
    #expect(table.contains("隶属") && table.contains("驿城区"), "\(table.prefix(300))")
    try await served.expectNothingLeft(window)
    try await window.close()
  }

  @Test func aBulletin() async throws {
    let served = try Served()
    let driver = try Driver()
    let window = try await driver.open()
    try await served.signIn(window, as: "科员")
    try await window.go(served.url + "/city/bulletin?month=2021-09&rules=zhumadian-2021")
    let paper = try await window.text(".paper h2")
    #expect(!paper.isEmpty)
    try await window.click(".acts a[href*='/bulletin/docx']")
    let document = try Office.text(of: try await window.downloaded(".docx"), as: "txt:Text")
    let title = paper.split(separator: "\n").first.map(String.init) ?? ""
    #expect(!title.isEmpty && document.contains(title), "\(title): \(document.prefix(300))")
    let heading = try await window.text(".paper h3")
    #expect(!heading.isEmpty && document.contains(heading), "\(heading)")
    try await window.click(".acts a[href*='/bulletin/xlsx']")
    let annexes = try Office.text(of: try await window.downloaded(".xlsx"), as: "csv")
    #expect(annexes.unicodeScalars.contains { $0.value > 0x3000 }, "\(annexes.prefix(300))")
    #expect(try await window.complaints() == [])
    try await served.expectNothingLeft(window)
    try await window.close()
  }

  @Test func aPhoto() async throws {
    let served = try Served()
    let driver = try Driver()
    let window = try await driver.open()
    try await served.signIn(window, as: "科员")
    try await window.go(served.url + "/r/\(served.project)")
    try await window.click("#attach summary")
    try await window.choose(
      "#attach input[type=file]", try served.file("不是照片.png", Data("<html>".utf8)))
    try await window.click("#attach .primary")
    try await window.await("不是照片", in: ".remark.refusal")
    try await window.go(served.url + "/r/\(served.project)")
    try await window.click("#attach summary")
    try await window.choose(
      "#attach input[type=file]",
      try served.file("工地 东门.png", try await window.pictureOfNow()))
    try await window.type("#attach input[name=place]", "东门")
    try await window.click("#attach .primary")
    try await window.await("工地 东门.png", in: "#photos")
    var width = 0
    for _ in 0..<100 where width == 0 {
      width = try await window.number(
        """
        const photo = document.querySelector('#photos img');
        photo.loading = 'eager';
        return photo.complete ? photo.naturalWidth : 0
        """)
      if width == 0 { try await Task.sleep(for: .milliseconds(50)) }
    }
    #expect(width >= 1_000, "\(width)")
    #expect(try await window.complaints().filter { !$0.contains("422") } == [])
    try await window.keepPicture("project-photo-zh")
    if let broken = try await Accessibility()?.violations(window) { #expect(broken == []) }
    // Without scripts it is seen too.
    let plain = try await driver.open(scripts: false)
    try await served.signIn(plain, as: "同事")
    try await plain.go(served.url + "/r/\(served.project)")
    #expect(try await plain.has("#photos img[src^='/files/']"))
    try await served.expectNothingLeft(window)
    try await window.close()
    try await plain.close()
  }
}

/// LibreOffice, as another office would open a file.
enum Office {
  private static let program = "/usr/bin/soffice"

  /// The text of a document or of the first sheet of a workbook.
  static func text(of path: String, as kind: String) throws -> String {
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw BrowserFailure(
        description: "LibreOffice is missing: apt-get install libreoffice-calc-nogui")
    }
    let directory = NSTemporaryDirectory() + "taizhang-office-" + UUID().uuidString.lowercased()
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    let filter = kind == "csv" ? "csv:Text - txt - csv (StarCalc):44,34,76,1" : kind
    process.arguments = [
      "--headless", "--norestore", "-env:UserInstallation=file://\(directory)/profile",
      "--convert-to", filter, "--outdir", directory, path,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let ending = kind.prefix { $0 != ":" }
    let made = try FileManager.default.contentsOfDirectory(atPath: directory)
      .first { $0.hasSuffix(".\(ending)") }
    guard let made else { throw BrowserFailure(description: "LibreOffice made nothing of \(path)") }
    return try String(contentsOfFile: directory + "/" + made, encoding: .utf8)
  }
}

extension Served {
  /// A file to choose.
  func file(_ name: String, _ bytes: Data) throws -> String {
    let path = directory + "/" + name
    try bytes.write(to: URL(fileURLWithPath: path))
    return path
  }

  /// How many projects the program lists.
  func count() throws -> Int { try objects("hub", ["list", "project"]).count }
}

extension Window {
  /// Chooses a file in an input.
  func choose(_ selector: String, _ path: String) async throws {
    try await command("POST", "/element/\(try await element(selector))/value", ["text": path])
  }

  func number(_ script: String) async throws -> Int {
    (try await evaluate(script) as? NSNumber)?.intValue ?? 0
  }

  /// The page as a PNG.
  func pictureOfNow() async throws -> Data {
    Data(base64Encoded: try await command("GET", "/screenshot") as? String ?? "") ?? Data()
  }

  /// Waits, within bounds, for a file that was downloaded whole; its path.
  func downloaded(_ ending: String) async throws -> String {
    for _ in 0..<400 {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: files)) ?? []
      if let name = names.first(where: { $0.hasSuffix(ending) }),
        !names.contains(where: { $0.hasSuffix(".crdownload") })
      {
        let path = files + "/" + name
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        if size ?? 0 > 0 { return path }
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw BrowserFailure(description: "nothing that ends in \(ending) was downloaded to \(files)")
  }
}
