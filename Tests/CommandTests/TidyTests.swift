// Verifies the rules of the house, each failure with its place and what to do instead:
//  1. the top level of what is committed holds what it may, and nothing else
//  2. every file opens with what it guarantees or verifies, and holds one idea: 600 lines at the
//     most
//  3. no function is longer than 70 lines
//  4. no name says manager, helper, util, common or misc
//  5. every file of tests opens with a numbered list, or the scenarios by their numbers
//  6. rooms import what is below them: no domain in the store, no storage in the domain, no files
//     and clocks in what is pure
//  7. no line of comment is wider than 100 columns, which the formatter does not look at

import Foundation
import Testing

@Suite struct TidyTests {
  /// A file of the house, its lines without their ends.
  struct File {
    /// From the top level.
    let path: String
    let lines: [Substring]
    var name: String { String(path.split(separator: "/").last ?? "") }
    /// The target; of tools the folder.
    var room: String { String(path.split(separator: "/").dropFirst().first ?? "") }
  }

  private static let files: [File] = {
    var files: [File] = []
    for folder in ["Sources", "Tests", "tools"] {
      let root = Program.root.appendingPathComponent(folder)
      guard let all = FileManager.default.enumerator(atPath: root.path) else { continue }
      // Links are other rooms' files seen again; `Fixtures` are programs that must not compile.
      for case let path as String in all
      where path.hasSuffix(".swift") && !path.contains("Fixtures/") {
        guard let text = try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        else { continue }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        files.append(File(path: "\(folder)/\(path)", lines: lines))
      }
    }
    return files
  }()

  /// Places are told together, so that one run shows them all.
  private func expectNone(
    _ places: [String], _ rule: String, location: SourceLocation = #_sourceLocation
  ) {
    #expect(places.isEmpty, "\(rule):\n\(places.joined(separator: "\n"))", sourceLocation: location)
  }

  @Test func theHouseIsRead() {
    #expect(Self.files.count > 800)
    #expect(Self.files.contains { $0.path == "Sources/Causality/Register.swift" })
  }

  @Test func topLevel() throws {
    let allowed: Set = [
      "CHANGELOG.md", "Fixtures", "LICENSE", "Package.swift", "README.md", "README.zh-CN.md",
      "Sources", "Tests", "tools",
    ]
    // What is committed: builds and their owners leave other things beside it.
    let listed = try Program.run(
      ["-C", Program.root.path, "ls-files"], executable: "/usr/bin/git")
    let found = Set(
      listed.output.split(separator: "\n").compactMap { $0.split(separator: "/").first })
    expectNone(
      found.map(String.init).filter { !$0.hasPrefix(".") && !allowed.contains($0) }.sorted(),
      "put it in the room it belongs to; the top level is full")
  }

  @Test func filesHoldOneIdea() {
    expectNone(
      Self.files.filter { !$0.lines[0].hasPrefix("//") }.map(\.path),
      "open the file with a comment on what it guarantees")
    expectNone(
      Self.files.filter { $0.lines.count > 601 }.map { "\($0.path): \($0.lines.count) lines" },
      "split the file by concern")
  }

  @Test func functionsFitOnAScreen() {
    let function = /^( *)(?:[a-z@]\S* )*(?:func |init[(<?])/
    var long: [String] = []
    for file in Self.files {
      for (start, line) in file.lines.enumerated() {
        guard let indent = line.firstMatch(of: function)?.output.1 else { continue }
        // The next line as far to the left; what belongs to the signature goes on.
        let end = file.lines[(start + 1)...].firstIndex { next in
          next.hasPrefix(indent) && !next.dropFirst(indent.count).hasPrefix(" ")
            && ![")", "where "].contains { next.dropFirst(indent.count).hasPrefix($0) }
            && next.count > indent.count
        }
        guard let end, file.lines[end] == indent + "}", end - start >= 70 else { continue }
        long.append("\(file.path):\(start + 1): \(end - start + 1) lines")
      }
    }
    expectNone(long, "divide the function into what it does")
  }

  @Test func commentsFitOnAPage() {
    var wide: [String] = []
    for file in Self.files {
      for (number, line) in file.lines.enumerated() where line.utf8.count > 100 {
        guard line.drop(while: { $0 == " " }).hasPrefix("//"), line.count > 100 else { continue }
        wide.append("\(file.path):\(number + 1): \(line.count) columns")
      }
    }
    expectNone(wide, "break the comment before column 100")
  }

  @Test func namesSayWhatThingsAre() {
    let word = /(Manager|Helper|Utils?|Common|Misc)(?![a-z])/
    let declaration = /\b(class|struct|enum|protocol|actor|extension|typealias) +([A-Za-z]+)/
    var places = Self.files.filter { $0.name.contains(word) }.map(\.path)
    for file in Self.files {
      for (number, line) in file.lines.enumerated() {
        // A guest's type is named by its maker.
        guard let found = line.firstMatch(of: declaration), found.output.1 != "extension",
          found.output.2.contains(word)
        else { continue }
        places.append("\(file.path):\(number + 1): \(found.output.2)")
      }
    }
    expectNone(places, "name it by what it is or does")
  }

  @Test func testsSayWhatTheyVerify() {
    let listed = /^\/\/ +(1\.|[^:]*scenarios\.md|S\d\d)/
    let unlisted = Self.files.filter { file in
      file.path.hasPrefix("Tests/") && file.lines.contains { $0.contains("@Test") }
        && !file.lines.prefix { $0.hasPrefix("//") }.contains { $0.contains(listed) }
    }
    expectNone(unlisted.map(\.path), "begin with a numbered list of what is verified")
  }

  @Test func roomsStandOnThoseBelow() {
    let pure = ["Causality", "Catalogue", "Projects", "Policy", "Bulletins", "SyncSession"]
    let outside = ["Foundation", "FoundationEssentials", "Glibc", "Dispatch", "NIOCore", "LMDB"]
    let domain = ["Projects", "Policy", "Workbooks", "Bulletins", "ProjectLedger", "Pages"]
    let transport = [
      "SyncHTTP", "NIOCore", "NIOHTTP1", "HTTPTypes", "Hummingbird", "AsyncHTTPClient",
    ]
    var never: [String: [String]] = [
      "LMDB": ["Foundation", "FoundationEssentials"] + domain,
      "Wire": ["LMDB"] + transport + domain,
      "LedgerStore": domain + transport, "SyncHTTP": domain + ["LMDB"],
      "Workbooks": ["LedgerStore", "Pages"], "ProjectLedger": ["LMDB", "Pages"] + transport,
      "Pages": ["LMDB", "Wire", "SyncHTTP"], "Commands": ["LMDB", "CLMDB"],
    ]
    for room in pure { never[room] = outside + ["LedgerStore", "Wire"] + transport }
    never["SyncSession"]?.removeAll { $0 == "Wire" }
    let imported = /^(?:(?:public|package|internal|fileprivate|private) )?import (\w+)/
    var places: [String] = []
    for file in Self.files where file.path.hasPrefix("Sources/") {
      for line in file.lines {
        guard let name = line.firstMatch(of: imported).map({ String($0.output.1) }) else {
          continue
        }
        if never[file.room]?.contains(name) == true { places.append("\(file.path): \(name)") }
        if name == "CLMDB", file.room != "LMDB" { places.append("\(file.path): \(name)") }
        if name == "Foundation", file.room != "TestSupport" {
          places.append("\(file.path): \(name)")
        }
      }
    }
    expectNone(places, "the room above does this, or a value comes in as an argument")
  }
}
