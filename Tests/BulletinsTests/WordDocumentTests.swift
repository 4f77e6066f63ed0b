// Verified here, on archives unpacked and read with an XML parser:
// 1. every part is well-formed, every relation has its part and every part its type;
// 2. headings, title and text have styles, and every style used is defined; the foot counts pages;
// 3. fonts are those of official documents; nothing is a field but the page number;
// 4. the cells of every row of a table fill its grid; heads repeat and span as in the workbook;
// 5. hostile text in every field of the facts leaves all parts well-formed and is there as text;
// 6. long annexes are cut with a line that says so;
// 7. the only date is the bulletin's;
// 8. where LibreOffice is installed, it opens document and workbook and prints their text.

import Bulletins
import Causality
import Foundation
import FoundationXML
import Testing
import Workbooks

@Suite struct WordDocumentTests {
  static func parts(_ facts: BulletinFacts) throws -> [String: XMLDocument] {
    var parts: [String: XMLDocument] = [:]
    for part in try ZipArchive.parts(of: try Bulletin(facts).publish().docx) {
      parts[part.name] = try XMLDocument(data: Data(part.bytes))
    }
    return parts
  }

  static func values(_ document: XMLDocument?, _ path: String) throws -> [String] {
    try #require(document).nodes(forXPath: path).map { $0.stringValue ?? "" }
  }

  @Test func partsAndRelations() throws {
    let parts = try Self.parts(SampleFacts.full())
    let types = try Self.values(parts["[Content_Types].xml"], "//@PartName")
    for name in parts.keys where !name.hasSuffix(".rels") && name != "[Content_Types].xml" {
      #expect(types.contains("/" + name))
    }
    for type in types { #expect(parts[String(type.dropFirst())] != nil) }
    for (relations, folder) in [("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")] {
      for target in try Self.values(parts[relations], "//@Target") {
        #expect(parts[folder + target] != nil, "\(target)")
      }
    }
    let dates = try Self.values(parts["docProps/core.xml"], "//*[starts-with(name(),'dcterms')]")
    #expect(dates == ["2021-10-08T00:00:00Z", "2021-10-08T00:00:00Z"])
  }

  @Test func stylesAndFonts() throws {
    let parts = try Self.parts(SampleFacts.full())
    let defined = Set(try Self.values(parts["word/styles.xml"], "//@w:styleId"))
    let used = Set(
      try Self.values(parts["word/document.xml"], "//w:pStyle/@w:val | //w:tblStyle/@w:val"))
    #expect(used.isSubset(of: defined))
    #expect(
      used.isSuperset(of: ["Title", "Heading1", "Heading2", "BodyText", "AnnexTitle", "Grid"]))
    let fonts = Set(try Self.values(parts["word/styles.xml"], "//w:rFonts/@w:eastAsia"))
    #expect(fonts.isSuperset(of: ["仿宋", "黑体", "楷体"]))
    let heads = try Self.values(
      parts["word/document.xml"], "//w:p[w:pPr/w:pStyle/@w:val='Heading1']")
    #expect(heads == ["一、“三个一批”建设情况", "二、重点项目建设情况", "三、问题与要求"])
    #expect(try Self.values(parts["word/footer1.xml"], "//w:instrText") == [" PAGE "])
    #expect(try Self.values(parts["word/document.xml"], "//w:instrText").isEmpty)
    #expect(
      try Self.values(parts["word/document.xml"], "//w:pgSz/@w:orient") == ["landscape"])
  }

  @Test func tablesFillTheirGrid() throws {
    let document = try Self.parts(SampleFacts.full())["word/document.xml"]
    let tables = try #require(document).nodes(forXPath: "//w:tbl")
    // Two rankings in the text and sixteen annexes.
    #expect(tables.count == 18)
    for table in tables {
      let columns = try table.nodes(forXPath: "w:tblGrid/w:gridCol").count
      for row in try table.nodes(forXPath: "w:tr") {
        let cells = try row.nodes(forXPath: "w:tc").count
        let spans = try row.nodes(forXPath: "w:tc/w:tcPr/w:gridSpan/@w:val")
          .reduce(0) { $0 + (Int($1.stringValue ?? "") ?? 0) - 1 }
        #expect(cells + spans == columns)
        #expect(try row.nodes(forXPath: "w:tc[not(w:p)]").isEmpty)
      }
      #expect(try !table.nodes(forXPath: "w:tr/w:trPr/w:tblHeader").isEmpty)
    }
    let texts = try Self.values(document, "//w:p[w:pPr/w:pStyle/@w:val='TableNote']")
    #expect(texts.contains("（共 261 行，以下见附件工作簿“3签约一批项目表”）"))
  }

  @Test func hostileText() throws {
    let facts = HostileFacts.everywhere()
    let bulletin = try Bulletin(facts)
    let parts = try Self.parts(facts)
    let body = try #require(parts["word/document.xml"])
    let text = body.stringValue ?? ""
    #expect(text.contains("=HYPERLINK(\"x\")<script>alert(1)</script>&amp;]]>\u{FFFD}"))
    #expect(!text.contains("\u{1}"))
    #expect(try body.nodes(forXPath: "//script").isEmpty)
    #expect(bulletin.discrepancies().isEmpty)
    #expect(text.contains(String(repeating: "长", count: 40_000)))
  }

  static let office = "/usr/bin/soffice"

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: office)))
  func libreOfficeOpensBoth() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let publication = try Bulletin(SampleFacts.full()).publish()
    try Data(publication.docx).write(to: folder.appendingPathComponent("a.docx"))
    try publication.workbook?.write(to: folder.path + "/b.xlsx")
    for (file, format, made) in [
      ("a.docx", "txt:Text (encoded):UTF8", "a.txt"),
      (
        "b.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,7", ""
      ),
    ] {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Self.office)
      process.arguments = [
        "-env:UserInstallation=file://\(folder.path)/profile", "--headless", "--convert-to", format,
        "--outdir", folder.path, folder.path + "/" + file,
      ]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      let name =
        try made.isEmpty
        ? FileManager.default.contentsOfDirectory(atPath: folder.path)
          .first { $0.hasSuffix(".csv") } : made
      let path = folder.appendingPathComponent(try #require(name))
      let text = try String(contentsOf: path, encoding: .utf8)
      #expect(text.contains(made.isEmpty ? "合计（43项）" : "签约履约率98.8%（244/247）"))
    }
  }
}

/// Facts with hostile text in every field that people write.
enum HostileFacts {
  static let text = "=HYPERLINK(\"x\")<script>alert(1)</script>&amp;]]>\u{1}\u{FFFF}'\"-->"

  static func everywhere() -> BulletinFacts {
    var facts = SampleFacts.full()
    facts.head.title = text
    facts.head.office = text
    facts.head.addressee = text
    facts.head.basis = [text, String(repeating: "长", count: 40_000)]
    facts.head.demands = [text]
    facts.head.whole = text
    facts.scoreItems = [text, "@x"]
    for place in facts.counties.indices { facts.counties[place].name = "\(place)" + text }
    for place in facts.projects.indices {
      facts.projects[place].name = text
      facts.projects[place].progress = "+" + text
      facts.projects[place].builder = "-" + text
      facts.projects[place].leader = "@" + text
      facts.projects[place].reason = text
    }
    for place in facts.approvals.indices {
      facts.approvals[place].item = text
      facts.approvals[place].unit = text
    }
    for place in facts.issues.indices {
      facts.issues[place].text = String(repeating: text, count: 1000)
      facts.issues[place].unit = text
    }
    for place in facts.reporters.indices { facts.reporters[place].unit = text }
    return facts
  }
}
