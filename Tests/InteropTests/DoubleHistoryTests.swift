// Verifies, with processes of the program
// 1. An office whose disk was put back wrote a second history; a third office holds the first, by a
//    stick, and has built upon it. Its sync and its status say what to run, for that office and for
//    no hub; having run it, with an edit that was never sent, all stores are the same, byte for
//    byte, and nothing is refused any more.

import Foundation
import Testing

@Suite(.serialized) struct DoubleHistoryTests {
  /// Puts the data file back as it was, as the same file.
  private func restore(_ data: Data, to path: String) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: data)
    try file.close()
  }

  @Test func theThirdOfficeGoesOver() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    for office in ["first", "third"] { try city.join(office, at: url) }
    try city.must("first", "add", "project", "name=桥")
    for office in ["first", "third"] { try city.must(office, "sync") }
    let file = city.path("first") + "/data.mdb"
    let saved = try Data(contentsOf: URL(fileURLWithPath: file))
    let lost = try #require(
      try city.must("first", "add", "project", "name=路").object["id"] as? String)
    try city.must("first", "bundle", "create", city.path("stick.tzb"))
    try city.must("third", "bundle", "apply", city.path("stick.tzb"))
    try restore(saved, to: file)
    try city.must("first", "add", "project", "name=坝")
    try city.must("first", "sync")
    try city.must("third", "set", lost, "remark=第三方")
    try city.must("third", "sync")
    try city.must("first", "add", "project", "name=渠")
    try city.must("first", "sync")

    #expect(try city.run("third", "sync").status == 1)
    let command = "taizhang ledger remove 411702 --export"
    for said in [["sync"], ["status"]] {
      let words = try city.process(said + ["--store", city.path("third"), "--lang", "en"])
      #expect(words.contains(command), "\(words)")
    }
    #expect(
      try !city.process(["status", "--store", city.path("hub"), "--lang", "en"])
        .contains(command))
    #expect(try city.run("first", "sync").code == "equivocation")
    try city.must("first", "identity", "renew")
    try city.must("first", "sync")

    try city.must("third", "add", "project", "name=没有发出的")
    try city.must("third", "ledger", "remove", "411702", "--export", city.path("own.tzb"))
    try city.must("third", "ledger", "add", "411702")
    let whole = try city.must("third", "sync").object
    #expect((whole["refused"] as? [Any])?.isEmpty == true)
    #expect(whole["left_to_receive"] as? Int == 0)
    try city.must("third", "bundle", "apply", city.path("own.tzb"))
    #expect(try city.must("third", "sync").object["sent"] as? Int == 1)
    #expect(
      (try city.must("third", "status").object["frozen"] as? [String])?.isEmpty == true)
    try city.must("first", "sync")
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "first", "third")
    #expect(try city.must("hub", "list", "project").objects.count == 5)
  }
}
