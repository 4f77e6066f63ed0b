// Verified here:
// 1. a project's page has people, milestones with days late, approvals, money by month, issues;
//    what is not there says so;
// 2. photographs keep their proportions and are part of both files; what is no picture is refused;
// 3. hostile text stays text; the same page gives the same bytes.

import Bulletins
import Causality
import Foundation
import FoundationXML
import Testing
import Workbooks

@Suite struct DossierTests {
  static func dossier(_ text: String = "市重点项目一") -> Dossier {
    var project = ProjectFact(code: "K1", name: text, county: "411724", lists: .city)
    project.totalInvestment = ExactDecimal("32000.5")
    project.completed = ExactDecimal("812.25")
    project.progress = text
    project.light = .red
    project.reason = text
    var dossier = Dossier(
      project: project, county: "正阳县", office: "市重点项目建设办公室",
      asOf: SampleFacts.date("2021-09-30"))
    dossier.people = [("分包领导", text)]
    dossier.milestones = [
      .init(
        "立项", plannedOn: SampleFacts.date("2021-03-01"), actualOn: SampleFacts.date("2021-03-11")),
      .init(text, plannedOn: SampleFacts.date("2021-09-20")),
      .init("投产", plannedOn: SampleFacts.date("2022-09-20")),
    ]
    dossier.approvals = [ApprovalFact(project: "K1", item: text, unit: "自然资源局")]
    dossier.months = (1...9).map {
      .init($0, planned: ExactDecimal(Int64($0 * 100)), completed: ExactDecimal("90.25"))
    }
    return dossier
  }

  /// The head of a PNG of 300 by 200, and nothing behind it.
  static let picture =
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 1]
    .map { UInt8($0) } + [44, 0, 0, 0, 200, 8, 2, 0, 0, 0]

  static func body(_ dossier: Dossier) throws -> (XMLDocument, [ZipPart]) {
    let parts = try ZipArchive.parts(of: try dossier.docx())
    let body = try #require(parts.first { $0.name == "word/document.xml" })
    return (try XMLDocument(data: Data(body.bytes)), parts)
  }

  @Test func sections() throws {
    let (body, _) = try Self.body(Self.dossier())
    let text = body.stringValue ?? ""
    for word in ["32000.5 万元", "一、基本情况", "六、问题暂无", "1—9月", "红灯", "分包领导"] {
      #expect(text.contains(word), "\(word)")
    }
    let rows = try body.nodes(forXPath: "//w:tbl[3]/w:tr").map { row in
      try row.nodes(forXPath: "w:tc").map { $0.stringValue ?? "" }
    }
    #expect(rows[1] == ["立项", "2021-03-01", "2021-03-11", "10"])
    #expect(rows[2] == ["市重点项目一", "2021-09-20", "", "10"])
    #expect(rows[3] == ["投产", "2022-09-20", "", ""])
  }

  @Test func photographs() throws {
    var dossier = Self.dossier()
    let photo = try #require(Photo(caption: "<现场>", bytes: Self.picture))
    #expect(photo.width == 300 && photo.height == 200)
    dossier.photos = [photo]
    let (body, parts) = try Self.body(dossier)
    #expect(parts.first { $0.name == "word/media/photo1.png" }?.bytes == Self.picture)
    let sizes = try body.nodes(forXPath: "//wp:extent/@*").map { $0.stringValue ?? "" }
    #expect(sizes == ["4800000", "3200000"])
    let page = String(decoding: dossier.html(), as: UTF8.self)
    let data = Data(Self.picture).base64EncodedString()
    #expect(page.contains("src=\"data:image/png;base64,\(data)\""))
    #expect(page.contains("<figcaption>&lt;现场&gt;</figcaption>"))
    let jpeg: [UInt8] = [
      0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC0, 0, 17, 8, 0, 200, 1, 44, 3, 0, 0,
    ]
    #expect(Photo(caption: "", bytes: jpeg).map { [$0.width, $0.height] } == [300, 200])
    for length in 0..<jpeg.count { _ = Photo(caption: "", bytes: Array(jpeg.prefix(length))) }
    #expect(Photo(caption: "", bytes: Array("<svg onload=x>".utf8)) == nil)
    #expect(Photo(caption: "", bytes: Array(Self.picture.prefix(23))) == nil)
    #expect(Photo(caption: "", bytes: []) == nil)
    let large = Self.picture + [UInt8](repeating: 0, count: Photo.bytesMax)
    #expect(Photo(caption: "", bytes: large) == nil)
  }

  @Test func hostileText() throws {
    let (body, _) = try Self.body(Self.dossier(HostileFacts.text))
    #expect(body.stringValue?.contains("<script>alert(1)</script>&amp;]]>\u{FFFD}\u{FFFD}") == true)
    let page = String(decoding: Self.dossier(HostileFacts.text).html(), as: UTF8.self)
    #expect(!page.contains("<script"))
    #expect(try Self.dossier().docx() == Self.dossier().docx())
  }
}
