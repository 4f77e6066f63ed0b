// 1. A photo is given out through the record that names it, with its own type; a missing file is
//    said to be missing; what is no photo, whatever its name, is saved and never opened; a hash
//    that the record does not name is not found, though another record names it.
// 2. A file is added to a project and to a progress report from their pages, by a record of
//    evidence with what was typed; it is there byte for byte, and the shelf is empty afterwards.
// 3. What is to be a photo and is none by its bytes, an empty file, a photo over the bound, a kind
//    that is none, an archived record: refused in words with the next step, nothing written,
//    nothing left behind. So is a picture or a PDF that was cut anywhere, and no other file; nor
//    one for what stands behind its end.
// 4. Whatever refuses a file, a date that is none too, its kind, name, date and place come back as
//    typed, also where none was chosen, it is larger than is taken, or its record was archived
//    meanwhile.
// 5. An account of a county adds and sees files of its own county's records, and no other's; a
//    reader sees them and adds none.

import Causality
import Foundation
import HTTPTypes
import LedgerStore
import ProjectLedger
import Projects
import TestSupport
import Testing
import Wire

/// The first and the last chunk of a PNG of 2 by 1, which is all of it that is looked at.
let smallPNG: [UInt8] =
  [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
  + Array("IHDR".utf8) + [0, 0, 0, 2, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x7B, 0x40, 0xE8, 0xDD]
  + [0, 0, 0, 0] + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]

/// A JPEG of 2 by 1 with a smaller one in its head, as cameras write them: start, the segment with
/// the smaller one, the frame's head, a scan with a stuffed byte, end.
private let smallJPEG: [UInt8] =
  [0xFF, 0xD8, 0xFF, 0xE1, 0, 8, 0xFF, 0xD8, 0xFF, 0xDB, 0xFF, 0xD9]
  + [0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 2, 1, 1, 0x11, 0]
  + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD9]

/// A WebP with a chunk of four bytes.
private let smallWebP: [UInt8] =
  Array("RIFF".utf8) + [16, 0, 0, 0] + Array("WEBPVP8 ".utf8) + [4, 0, 0, 0, 1, 2, 3, 4]

struct RecordFileTests {
  /// The files that lie on a store's shelf.
  static func shelved(_ store: Store) -> [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: store.path + "/uploads")) ?? []
  }

  private func sources(_ page: Page) -> [String] {
    page.body.matches(of: /src="(\/files\/[^"]+)"/).map { String($0.output.1) }
  }

  @Test func givenOutByTheRecord() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "产业园"])
    let directory = TemporaryDirectory("photo")
    let script = Array("<script>alert(1)</script>".utf8)
    func attach(_ bytes: [UInt8], _ name: String) throws -> (record: RecordID, sha256: String) {
      let path = directory.path + "/file"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let ref = try desk.store.blobs.add(path)
      let record = try desk.add(
        "evidence",
        [
          "project": id.description, "kind": "site_photo", "name": name,
          "sha256": ref.sha256.description, "file_name": name, "media_type": "image/png",
        ])
      return (record, ref.sha256.description)
    }
    let photo = try attach(smallPNG, "工地.png")
    let fake = try attach(script, "假照片.png")
    let missing = String(repeating: "ab", count: 32)
    let away = try desk.add(
      "evidence",
      ["project": id.description, "kind": "site_photo", "name": "未到.png", "sha256": missing])
    let page = try await desk.browser.get("/r/\(id)")
    #expect(sources(page) == ["/files/\(photo.record)/\(photo.sha256)"])
    #expect(page.text.contains("不是照片") && page.text.contains("文件还没有到本机"))
    let answer = try await desk.browser.get("/files/\(photo.record)/\(photo.sha256)")
    #expect(answer.status == 200 && answer.headers[.contentType] == "image/png")
    #expect(answer.headers[.xContentTypeOptions] == "nosniff" && answer.bytes == smallPNG)
    let opened = try await desk.browser.get("/files/\(fake.record)/\(fake.sha256)")
    #expect(opened.status == 415 && !opened.body.contains("<script>alert"))
    let saved = try await desk.browser.get("/files/\(fake.record)/\(fake.sha256)?save=1")
    #expect(saved.status == 200 && saved.bytes == script)
    #expect(saved.headers[.contentType] == "application/octet-stream")
    #expect(saved.headers[.contentDisposition]?.hasPrefix("attachment") == true)
    for path in [
      "\(away)/\(missing)", "\(photo.record)/\(fake.sha256)", "\(id)/\(photo.sha256)",
      "\(photo.record)/\(String(repeating: "0", count: 64))", "\(photo.record)/..%2Fdata.mdb",
      "\(photo.record)/\(photo.sha256.uppercased())",
    ] {
      #expect(try await desk.browser.get("/files/\(path)").status == 404, "\(path)")
    }
  }

  @Test func added() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "产业园"])
    let report = try desk.add(
      "progress_report", ["project": id.description, "period": "2021-09"])
    let page = try await desk.browser.get("/r/\(id)")
    #expect(page.text.contains("添加照片或附件") && page.text.contains("64 MB"))
    let done = try await desk.browser.submit(
      page, file: ("C:\\照片\\工地 \"东门\".png", smallPNG),
      ["kind": "site_photo", "date": "2021-09-20", "place": "东门", "name": "东门实景"])
    #expect(done.status == 303 && done.headers[.location] == "/r/\(id)#photos", "\(done.text)")
    let after = try await desk.browser.get("/r/\(id)")
    #expect(after.text.contains("已添加") && after.text.contains("2021-09-20"))
    let source = try #require(sources(after).first)
    #expect(try await desk.browser.get(source).bytes == smallPNG)
    #expect(after.text.contains("工地 \"东门\".png") && !after.text.contains("照片\\"))

    // A file that is no photo, of another kind, in pieces of one byte.
    let form = try await desk.browser.get("/r/\(report)").uploadForm
    #expect(form.action == "/r/\(report)/files")
    let paper = Array("%PDF-1.7 批复\r\n--\r\n\r\n%%EOF\r\n".utf8)
    let sent = try await desk.browser.upload(
      form.action, [("form-token", form.fields[0].value), ("kind", "decision")],
      file: ("批复.pdf", paper), pieceBytes: 1)
    #expect(sent.status == 303, "\(sent.text)")
    let shown = try await desk.browser.get("/r/\(report)")
    let path = try #require(shown.body.firstMatch(of: /href="(\/files\/[^"]+)"/)).output.1
    #expect(try await desk.browser.get(Page.plain(path)).bytes == paper)
    #expect(try await desk.browser.get("/r/\(id)").text.contains("批复.pdf"))
    #expect(RecordFileTests.shelved(desk.store).isEmpty)
    #expect(try desk.store.check(deep: true).isOK)
  }

  @Test func refused() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "产业园"])
    let gone = try desk.add("project", ["name": "归档的"])
    let page = try await desk.browser.get("/r/\(id)")
    let token = page.uploadForm.fields[0].value
    let project = try #require(Schema.standard.collection("project"))
    _ = try desk.store.commit(
      desk.ledger, [Draft(author: "外岗", reason: "停", operations: [.archive(project.id, gone)])])
    let before = try desk.store.lastCommit()
    let large = smallPNG + [UInt8](repeating: 7, count: 17 << 20)
    let text = Array("<html>".utf8)
    for (file, kind, target, status, words) in [
      (("假照片.jpg", text), "site_photo", id, 422, "不是照片"),
      (("假照片.jpg", text), "other", id, 422, "不是照片"),
      (("工地.heic", Array("ftypheic".utf8)), "ceremony_photo", id, 422, "HEIC"),
      (("大.png", large), "site_photo", id, 422, "超过 16 MB"),
      (("空.pdf", []), "other", id, 422, "空文件"),
      (("批复.pdf", text), "没有这一类", id, 400, "佐证类别"),
      (("工地.png", smallPNG), "site_photo", gone, 409, "已归档"),
    ] as [((String, [UInt8]), String, RecordID, Int, String)] {
      let answer = try await desk.browser.upload(
        "/r/\(target)/files", [("form-token", token), ("kind", kind)], file: file)
      #expect(answer.status == status, "\(file.0) \(kind): \(answer.status)")
      #expect(answer.text.contains(words), "\(file.0): \(answer.text.suffix(300))")
    }
    let none = try await desk.browser.upload("/r/\(id)/files", [("form-token", token)], file: nil)
    #expect(none.status == 400 && none.text.contains("没有选文件"))
    #expect(try desk.store.lastCommit() == before)
    #expect(RecordFileTests.shelved(desk.store).isEmpty)
    #expect(try desk.store.blobs.all().isEmpty)
    // A record that takes no file offers none.
    let account = try desk.add("unit", ["name": "某单位"])
    #expect(try await !desk.browser.get("/r/\(account)").body.contains("id=\"attach\""))
    let odd = try await desk.browser.upload(
      "/r/\(account)/files", [("form-token", token)], file: ("a.pdf", text))
    #expect(odd.status == 422 && odd.text.contains("附到它的项目上"))
  }

  @Test func cutShort() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "产业园"])
    let page = try await desk.browser.get("/r/\(id)")
    let token = page.uploadForm.fields[0].value
    let before = try desk.store.lastCommit()
    func send(_ bytes: [UInt8], _ name: String, _ kind: String) async throws -> Page {
      try await desk.browser.upload(
        "/r/\(id)/files", [("form-token", token), ("kind", kind), ("name", "东门实景")],
        file: (name, bytes))
    }
    let paper = Array("%PDF-1.7\n1 0 obj\n%%EOF\n".utf8)
    // The PDF whose mark stands before the last kilobyte alone was written on and cut afterwards.
    let long = paper + [UInt8](repeating: 0x20, count: 2_000)
    for (name, bytes, kind) in [
      ("工地.png", Array(smallPNG.dropLast()), "site_photo"),
      ("工地.png", Array(smallPNG.dropLast(12)), "site_photo"),
      ("工地.jpg", Array(smallJPEG.dropLast()), "site_photo"),
      ("工地.jpg", Array(smallJPEG.dropLast(6)), "ceremony_photo"),
      ("工地.jpg", Array(smallJPEG.dropLast(16)), "other"),
      ("扫描件", Array(smallJPEG.dropLast(2)), "decision"),
      ("批复.pdf", Array(paper.dropLast(3)), "decision"), ("批复.pdf", long, "other"),
      ("效果图.webp", Array(smallWebP.dropLast()), "other"),
    ] as [(String, [UInt8], String)] {
      let answer = try await send(bytes, name, kind)
      #expect(answer.status == 422, "\(name) \(bytes.count): \(answer.status)")
      #expect(answer.text.contains("“\(name)”不完整"), "\(name) \(bytes.count)")
      #expect(answer.uploadForm.fields.first { $0.name == "name" }?.value == "东门实景")
    }
    #expect(try desk.store.lastCommit() == before)
    #expect(RecordFileTests.shelved(desk.store).isEmpty)
    #expect(try desk.store.blobs.all().isEmpty)
    // Behind a picture's end a phone keeps what it likes, behind a PDF's its writer a few blanks;
    // of other kinds there is no end to know.
    let clip = Array("ftypmp42".utf8) + [UInt8](repeating: 7, count: 4_000)
    for (name, bytes, kind) in [
      ("工地.jpg", smallJPEG + clip, "site_photo"), ("工地.png", smallPNG + clip, "site_photo"),
      ("效果图.webp", smallWebP, "other"),
      ("批复.pdf", paper + [0x0A, 0x0A], "decision"), ("附图.dwg", Array("AC1027".utf8), "other"),
    ] as [(String, [UInt8], String)] {
      #expect(try await send(bytes, name, kind).status == 303, "\(name)")
    }
  }

  @Test func refusedKeepsTyping() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "产业园"])
    let page = try await desk.browser.get("/r/\(id)")
    let typed = [
      "kind": "ceremony_photo", "name": "奠基<仪式>", "date": "2021-09-20", "place": "东门",
    ]
    let before = try desk.store.lastCommit()
    func expectKept(_ answer: Page, _ status: Int, _ typed: [String: String]) {
      #expect(answer.status == status && answer.text.contains("请重新选文件"), "\(answer.status)")
      #expect(answer.body.contains("id=\"attach\" open"))
      for (name, value) in typed {
        let found = answer.uploadForm.fields.first { $0.name == name }?.value
        #expect(found == value, "\(name) of \(status)")
      }
    }
    let text = Array("<html>".utf8)
    expectKept(try await desk.browser.submit(page, file: ("假.jpg", text), typed), 422, typed)
    expectKept(try await desk.browser.submit(page, file: nil, typed), 400, typed)
    let odd = typed.merging(["date": "九月下旬"]) { $1 }
    expectKept(try await desk.browser.submit(page, file: ("工地.png", smallPNG), odd), 400, odd)
    let (action, fields) = page.uploadForm
    let filled = fields.filter { $0.name != "file" }.map { ($0.name, typed[$0.name] ?? $0.value) }
    let large = try await desk.browser.upload(
      action, filled, file: ("大.png", smallPNG),
      headers: [
        ("Origin", "http://\(desk.browser.host)"), ("Content-Length", "\(100 << 20)"),
      ])
    expectKept(large, 413, typed)
    #expect(try desk.store.lastCommit() == before)
    let project = try #require(Schema.standard.collection("project"))
    _ = try desk.store.commit(
      desk.ledger, [Draft(author: "外岗", reason: "停", operations: [.archive(project.id, id)])])
    expectKept(
      try await desk.browser.submit(page, file: ("工地.png", smallPNG), typed), 409, typed)
    #expect(RecordFileTests.shelved(desk.store).isEmpty)
    #expect(try desk.store.blobs.all().isEmpty)
  }

  @Test func accountsOfACounty() async throws {
    let node = try SharedNode()
    try node.account("本县", .county, county: "411702")
    try node.account("外县", .county, county: "411721")
    try node.account("本县只读", .observer, county: "411702")
    let own = try await node.signedIn("本县")
    let other = try await node.signedIn("外县")
    let reader = try await node.signedIn("本县只读")
    let page = try await own.get("/r/\(node.own)")
    #expect(try await own.submit(page, file: ("水厂.png", smallPNG)).status == 303)
    let source = try #require(sources(try await own.get("/r/\(node.own)")).first)
    #expect(try await own.get(source).bytes == smallPNG)
    #expect(try await reader.get(source).bytes == smallPNG)
    let strange = try await other.get(source)
    #expect(strange.status == 404 && strange.bytes != smallPNG)
    let before = try node.store.lastCommit()
    let token = try await own.formToken()
    let foreign = try await own.upload(
      "/r/\(node.foreign)/files", [("form-token", token)], file: ("水厂.png", smallPNG))
    #expect(foreign.status == 404 && !foreign.body.contains(SharedNode.secret))
    #expect(try await !reader.get("/r/\(node.own)").body.contains("id=\"attach\""))
    let readers = try await reader.upload(
      "/r/\(node.own)/files", [("form-token", try await reader.formToken())],
      file: ("水厂.png", smallPNG))
    #expect(readers.status == 403)
    #expect(try node.store.lastCommit() == before)
    #expect(RecordFileTests.shelved(node.store).isEmpty)
  }
}
