// Verified here:
// 1. facts come back from their snapshot equal, and the snapshot of those is the same text; among
//    them who reported on a day that is not known, which is a state of its own;
// 2. a bulletin made from the snapshot has the same files, byte for byte, another second;
// 3. hostile text in every field survives;
// 4. whatever is not a whole snapshot is refused with its line: another version, a missing or
//    doubled line end, unknown kinds, another order, fields too few or too many, numbers not as
//    written, bad dates, bad escapes, bytes that are no UTF-8, every shortening of the text, a
//    figure changed by hand.

import Bulletins
import Catalogue
import Causality
import Foundation
import Policy
import Testing
import Workbooks

@Suite struct SnapshotTests {
  static func read(_ text: String) -> SnapshotFault? {
    do throws(SnapshotFault) {
      _ = try BulletinFacts(snapshot: Array(text.utf8))
      return nil
    } catch {
      for language in Language.allCases {
        #expect(!Catalogue.text(error.message, in: language).hasPrefix("bulletin."))
      }
      return error
    }
  }

  @Test func thereAndBack() throws {
    var facts = SampleFacts.full()
    facts.stated = [StatedFact(figure: "start.started", text: "93.5", reason: "")]
    facts.rates = [
      RateFact(.started, county: "411724", Rate(3, 4)), RateFact(.started, Rate(43, 46)),
    ]
    facts.reporters[2] = ReporterFact(
      unit: "甲", dueOn: SampleFacts.date("2021-10-03"), isUndated: true)
    facts.reporters[3].isUndated = true
    let text = facts.snapshot()
    let back = try BulletinFacts(snapshot: text)
    #expect(back == facts)
    #expect(back.snapshot() == text)
    #expect(
      back.reporters[2...7].map(\.state)
        == [.undated, .undated, .missing, .onTime, .onTime, .late])
    var plain = SampleFacts.full()
    plain.reporters = back.reporters
    #expect(try Bulletin(plain).discrepancies() == [])
  }

  @Test func reprintsIdentically() throws {
    let facts = SampleFacts.full()
    let first = try Bulletin(facts).publish()
    // The archive's clock runs in steps of two seconds.
    Thread.sleep(forTimeInterval: 2.1)
    let again = try Bulletin(try BulletinFacts(snapshot: first.snapshot)).publish()
    #expect(again.docx == first.docx)
    #expect(again.html == first.html)
    #expect(again.snapshot == first.snapshot)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = [first, again].enumerated().map { folder.path + "/\($0.offset).xlsx" }
    for (publication, path) in zip([first, again], files) {
      try publication.workbook?.write(to: path)
    }
    let bytes = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0)) }
    #expect(bytes[0] == bytes[1] && bytes[0].count > 10_000)
  }

  @Test func hostileText() throws {
    var facts = SampleFacts.full()
    let hostile = "-\t\n\\\r\u{0}\u{1}\u{FFFE}=1+1<b>\\t\\n\\-"
    facts.head.title = hostile
    facts.head.basis = ["-", "", hostile]
    facts.projects[0].name = hostile
    facts.projects[1].name = "-"
    facts.projects[2].name = "\\-"
    facts.projects[3].name = ""
    facts.issues[0].text = String(repeating: "\\\t", count: 20_000)
    #expect(try BulletinFacts(snapshot: facts.snapshot()) == facts)
  }

  @Test func refusals() throws {
    var facts = BulletinFacts()
    facts.head = SampleFacts.head()
    facts.counties = [CountyFact(code: "411724", name: "正阳县", score: ExactDecimal("78.7"))]
    facts.reporters = [ReporterFact(unit: "甲", dueOn: SampleFacts.date("2021-10-03"))]
    let text = String(decoding: facts.snapshot(), as: UTF8.self)
    #expect(Self.read(text) == nil)
    #expect(Self.read("")?.code == .version)
    #expect(Self.read(text.replacingOccurrences(of: "bulletin\t3", with: "bulletin\t9"))?.line == 1)
    let changes: [(String, String, SnapshotFault.Code, Int)] = [
      ("county\t", "country\t", .kind, 3), ("78.7", "78.70", .value, 3), ("78.7", "x", .value, 3),
      ("\tcounty\t78", "\ttown\t78", .value, 3), ("2021-10-03", "2021-10-32", .value, 4),
      ("\t2021-10-03", "\t-", .value, 4), ("甲", "甲\\x", .value, 4), ("甲", "甲\\", .value, 4),
      ("甲", "\\-\\-", .value, 4), ("2021-10-03\t-", "2021-10-03", .fields, 4),
      ("2021-10-03\t-", "2021-10-03\t-\t-", .fields, 4), ("end\t4", "end\t5", .end, 5),
      ("end\t4", "end\t04", .end, 5), ("end\t4\t", "end\t4\t0", .end, 5),
      ("78.7", "78.8", .changed, 5), ("2021-10-03", "2021-10-04", .changed, 5),
      ("half-up", "halfup", .value, 2), ("\t9\t9\t", "\t13\t9\t", .value, 2),
      ("\t9\t9\t", "\t09\t9\t", .value, 2), ("\nreporter", "\n\nreporter", .kind, 4),
    ]
    for (old, new, code, line) in changes {
      let changed = text.replacingOccurrences(of: old, with: new)
      #expect(changed != text)
      let fault = Self.read(changed)
      #expect(fault?.code == code, "\(old) → \(new)")
      #expect(fault?.line == line, "\(old) → \(new)")
    }
    #expect(Self.read(text + "\n")?.code == .end)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let swapped = [lines[0], lines[1], lines[3], lines[2]] + lines[4...]
    #expect(Self.read(swapped.joined(separator: "\n"))?.code == .kind)
    for length in 0..<text.utf8.count {
      let short = Array(text.utf8.prefix(length))
      #expect(throws: SnapshotFault.self) { try BulletinFacts(snapshot: short) }
    }
    var bytes = Array(text.utf8)
    let place = try #require(bytes.firstIndex(of: 0xE6))
    bytes[place] = 0xFF
    #expect(throws: SnapshotFault.self) { try BulletinFacts(snapshot: bytes) }
  }
}
