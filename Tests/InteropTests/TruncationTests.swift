// Verifies, with processes of the program
// 1. A data file cut at any of many lengths: `status`, `list`, `check`, `verify`, `show` and `set`
//    end with the whole answer, or with an error that names the place and the next step; never with
//    a signal, and what they wrote never makes it worse.
// 2. A data file with one of its pages wiped, or with a page of another place: the same, but that
//    what a list shows may then be wrong; `check` finds it.
// 3. A data file that is no data file, a directory in its place, a lock file that is none: the
//    same.

import Foundation
import Testing

@Suite(.serialized) struct TruncationTests {
  private struct Written {
    let city: City
    let bytes: Data
    let record: String
    let list: String
  }

  private func written() throws -> Written {
    let city = try City()
    try city.make("whole")
    try city.must("whole", "put", "--batch", "20", input: City.projects(400))
    let list = try city.must("whole", "list", "project").output
    let first = try #require(try city.must("whole", "list", "project").objects.first)
    return Written(
      city: city, bytes: try Data(contentsOf: URL(fileURLWithPath: city.path("whole/data.mdb"))),
      record: try #require(first["id"] as? String), list: list)
  }

  /// A copy of the store whose data file holds `bytes`.
  private func store(_ written: Written, _ bytes: Data) throws -> String {
    let (name, files) = ("cut", FileManager.default)
    let path = written.city.path(name)
    try? files.removeItem(atPath: path)
    try files.copyItem(atPath: written.city.path("whole"), toPath: path)
    try bytes.write(to: URL(fileURLWithPath: path + "/data.mdb"))
    return name
  }

  private static let exits: Set<Int32> = [0, 1, 65, 66, 74, 75, 78]

  /// Runs the commands; how many of them failed.
  private func look(_ written: Written, _ bytes: Data, _ what: String) throws -> Int {
    var failed = 0
    var isFound = false
    for arguments in [
      ["check"], ["verify"], ["check", "--deep"], ["status"], ["list", "project"],
      ["show", written.record], ["stats"], ["set", written.record, "remark=后来"],
    ] {
      let store = try store(written, bytes)
      let outcome = try written.city.run(store, arguments, input: nil)
      let place = "\(what), \(arguments): \(outcome.status) \(outcome.errors.prefix(300))"
      #expect(Self.exits.contains(outcome.status), "\(place)")
      if outcome.status == 0 {
        if arguments[0] == "list" { #expect(isFound || outcome.output == written.list, "\(place)") }
        continue
      }
      failed += 1
      if arguments[0] == "check" { isFound = true }
      if outcome.object["ok"] as? Bool == false {
        let problems = outcome.object["problems"] as? [[String: Any]] ?? []
        #expect(!problems.isEmpty, "\(place)")
        for problem in problems {
          #expect((problem["table"] as? String)?.isEmpty == false, "\(place)")
          #expect((problem["hint"] as? String)?.isEmpty == false, "\(place)")
        }
      } else {
        let error = Self.error(outcome)
        #expect(error?["code"] != nil && error?["hint"]?.isEmpty == false, "\(place)")
        #expect(!outcome.errors.contains("Fatal error"), "\(place)")
      }
    }
    return failed
  }

  private static func error(_ outcome: Outcome) -> [String: String]? {
    for line in outcome.errors.split(separator: "\n").reversed() {
      let object = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
      if let error = object?["error"] as? [String: String] { return error }
    }
    return nil
  }

  @Test func cutAtAnyLength() throws {
    let written = try written()
    let whole = written.bytes.count
    var lengths = [0, 1, 100, 4_095, 4_096, 4_097, 8_191, 8_192, 8_193, 12_288, whole - 1]
    for step in 1..<16 { lengths.append(whole * step / 16) }
    for step in 1..<16 { lengths.append(whole * step / 16 / 4_096 * 4_096) }
    for step in 1...4 { lengths.append(whole - step * 4_096) }
    var failed = 0
    for length in Set(lengths).sorted() where length < whole {
      failed += try look(written, written.bytes.prefix(length), "cut at \(length) of \(whole)")
    }
    print("truncation: \(Set(lengths).count) lengths of \(whole) bytes, \(failed) commands refused")
    #expect(failed > 100)
    #expect(try look(written, written.bytes, "whole") == 0)
  }

  @Test func pagesWipedAndMoved() throws {
    let written = try written()
    let pages = written.bytes.count / 4_096
    for number in stride(from: 0, to: pages, by: max(1, pages / 20)) {
      let range = number * 4_096..<(number + 1) * 4_096
      var wiped = written.bytes
      wiped.replaceSubrange(range, with: Data(count: 4_096))
      _ = try look(written, wiped, "page \(number) of \(pages) wiped")
      var moved = written.bytes
      let other = (number + pages / 2) % pages
      moved.replaceSubrange(range, with: written.bytes[other * 4_096..<(other + 1) * 4_096])
      _ = try look(written, moved, "page \(number) of \(pages) is page \(other)")
    }
  }

  @Test func whatIsNoDataFile() throws {
    let written = try written()
    var noise = Data(count: 65_536)
    for place in noise.indices {
      noise[place] = UInt8(truncatingIfNeeded: place &* 2_654_435_761 >> 7)
    }
    #expect(try look(written, noise, "noise") == 8)
    #expect(try look(written, Data("SQLite format 3".utf8), "another file") == 8)
    let name = try store(written, written.bytes)
    let files = FileManager.default
    try files.removeItem(atPath: written.city.path(name) + "/data.mdb")
    try files.createDirectory(
      atPath: written.city.path(name) + "/data.mdb", withIntermediateDirectories: true)
    let directory = try written.city.run(name, "status")
    #expect([66, 74, 1].contains(directory.status) && Self.error(directory) != nil)
  }
}
