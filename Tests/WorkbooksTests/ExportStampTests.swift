// Verified:
// 1. A stamp is read back as it was written, and its sheet is hidden and told nowhere: neither
//    among the sheets, nor among what was left out.
// 2. A stamp of which something is missing, altered or doubled, or of another form, is told as
//    damaged and not taken; its sheet is no table even where it is shown.
// 3. A file without a stamp has none, and is not damaged.

import Causality
import Foundation
import Projects
import Testing
import Workbooks

@Suite struct ExportStampTests {
  private static let first = ReplicaID(high: 1, low: 2)
  private static let second = ReplicaID(high: 0xFFFF_FFFF_FFFF_FFFF, low: 3)

  private func entry(_ replica: ReplicaID, _ seq: UInt64) -> VersionVector.Entry {
    VersionVector.Entry(replica: replica, seq: seq)
  }

  @Test func written() throws {
    let stamp = ExportStamp([
      "411702": VersionVector([entry(Self.first, 7), entry(Self.second, .max)]),
      "411721": VersionVector([entry(Self.first, 1)]),
    ])
    var file = WorkbookFileTests.file([WorkbookFileTests.table(["环线"])])
    file.stamp = stamp
    let book = try withFolder { folder in
      try file.write(to: folder + "/a.xlsx")
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/a.xlsx"))
      return try BookReader.read([UInt8](bytes))
    }
    #expect(book.stamp == stamp && !book.isStampDamaged)
    #expect(book.sheets.map(\.name) == ["进度"])
    let projects = try #require(Schema.standard.collection("project"))
    let read = try BookLayout(book, fileName: "a.xlsx", of: projects)
    #expect(read.layout.items.count == 1)
    #expect(read.findings.allSatisfy { $0.leftOut == nil })
    #expect(stamp.narrowed(to: ["411721"]).vectors.keys.sorted() == ["411721"])
  }

  @Test func damaged() throws {
    let dot = Dot(replica: Self.first, seq: 7).description
    let table = SampleBook.Leaf("表", [["项目名称"], ["甲"]])
    func read(_ stamps: [[[Any?]]]) throws -> SheetBook {
      try BookReader.read(
        try SampleBook.bytes(
          [table] + stamps.enumerated().map { SampleBook.Leaf("标记\($0.offset)", $0.element) }))
    }
    let whole: [[Any?]] = [["taizhang-export-1", "1"], ["411702", dot]]
    #expect(try read([whole]).stamp?.vectors["411702"]?[Self.first] == 7)
    let many: [[Any?]] = (0..<6000).map { _ in ["411702", dot] }
    let bad: [[[[Any?]]]] = [
      [[["taizhang-export-1", "2"], ["411702", dot]]], [[["taizhang-export-1"], ["411702", dot]]],
      [[["taizhang-export-9", "1"], ["411702", dot]]],
      [[["taizhang-export-1", "1"], ["411702", "x#1"]]],
      [[["taizhang-export-1", "1"], ["", dot]]],
      [[["taizhang-export-1", "1"], [String(repeating: "9", count: 65), dot]]],
      [[["taizhang-export-1", "6000"]] + many],
      [whole, whole],
    ]
    for stamps in bad {
      let book = try read(stamps)
      #expect(book.stamp == nil && book.isStampDamaged, "\(stamps[0].prefix(2))")
      #expect(book.sheets.map(\.name) == ["表"])
    }
    let none = try read([])
    #expect(none.stamp == nil && !none.isStampDamaged)
  }
}
