// What is verified here, with the real program:
// 1. Every record of Fixtures/projects is taken by `put`, none rejected, in the numbers that
//    ORIGIN.md tells.
// 2. Both sheets are taken by `import` without a rejected row; amounts in 亿元 become exact 万元.

import Foundation
import Testing

@Suite("fixtures of published projects", .serialized)
struct FixtureProjectTests {
  private static let directory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/projects")

  private func withOffice(_ body: (Office) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "taizhang-fixtures-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let office = Office(store: path, author: "clerk")
    try office.must("init", "--ledger", "411700", "--name", "City", "--role", "hub")
    try body(office)
  }

  @Test("every record of every file is taken")
  func put() throws {
    let counts = [
      "zhumadian": 53, "zhoukou": 27, "xuchang": 22, "pingdingshan": 21, "luohe": 14, "units": 24,
      "batches": 17,
    ]
    try withOffice { office in
      for (name, count) in counts {
        let file = Self.directory.appendingPathComponent(name + ".ndjson")
        let text = try String(contentsOf: file, encoding: .utf8)
        let last = try #require(try office.must("put", "--json", input: text).lines.last)
        #expect(last["created"] as? Int == count, "\(name)")
        #expect(last["rejected"] as? Int == 0, "\(name)")
      }
      #expect(try office.must("list", "project", "--json").lines.count == 137)
      let rich = try office.must(
        "list", "project", "--where", "total_investment >= 50亿", "--json"
      ).lines
      #expect(rich.count == 3)
    }
  }

  @Test("both sheets are taken, amounts exact")
  func sheets() throws {
    try withOffice { office in
      for (name, count) in [("zhumadian-2023q3", 9), ("guilin-2022", 241)] {
        let file = Self.directory.appendingPathComponent(name + ".csv").path
        let last = try #require(try office.must("import", file, "--json").lines.last)
        #expect(last["new"] as? Int == count, "\(name)")
        #expect(last["rejected"] as? Int == 0, "\(name)")
      }
      let found = try office.must(
        "list", "project", "--where", "name ~ 弘康制革", "--json"
      ).lines
      let fields = try #require(found.first?["fields"] as? [String: Any])
      #expect(fields["total_investment"] as? String == "96000")
      let exact = try office.must(
        "list", "project", "--where", "name ~ 临桂区水务水利设施", "--json"
      ).lines
      #expect(
        (exact.first?["fields"] as? [String: Any])?["total_investment"] as? String == "113934.98")
    }
  }
}
