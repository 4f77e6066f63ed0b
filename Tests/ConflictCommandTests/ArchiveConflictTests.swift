// What is verified here, with the real program as processes and a real hub:
// 1. An archive against an edit is a conflict of its own kind; the record stays visible until
//    settled.
// 2. Taking either sibling settles it as archived or as kept, everywhere alike.
// 3. Settling a field and the archive of one record together is one change, so that the settled
//    field does not bring an archived record back.
// 4. Lists narrow by kind, collection, county and time, and take codes and names of counties.
// 5. Nothing a record holds reaches the terminal as a control sequence.
// 6. An edit by the way decides nothing: it is refused, and so is settling a field alone, until
//    somebody has said whether the record is kept. Nothing new goes under a record that is
//    archived.

import Foundation
import Testing

@Suite("conflicts about archiving, and lists", .serialized)
struct ArchiveConflictTests {
  /// A city in which office 1 archived a project that office 2 was editing.
  private func archivedWhileEdited() throws -> (City, String) {
    let city = try City(2)
    let record = try city.hub.add("name=演示项目", "region_code=411702", "total_investment=1")
    try city.sync()
    try city.offices[0].must("archive", record, "--reason", "重复登记")
    try city.offices[1].must("set", record, "remark=在建")
    try city.sync()
    return (city, record)
  }

  /// A city in which office 1 edited a project and archived it, and office 2 edited the same field.
  private func twoConflicts() throws -> (City, String) {
    let city = try City(2)
    let record = try city.hub.add("name=演示项目", "total_investment=1")
    try city.sync()
    try city.offices[0].must("set", record, "total_investment=100")
    try city.offices[0].must("archive", record, "--reason", "退出")
    try city.offices[1].must("set", record, "total_investment=200")
    try city.sync()
    return (city, record)
  }

  private func number(_ wanted: Bool, of conflict: [String: Any]) throws -> String {
    let siblings = try #require(conflict["siblings"] as? [[String: Any]])
    let index = try #require(siblings.firstIndex { $0["value"] as? Bool == wanted })
    return String(index + 1)
  }

  @Test("visible until settled; either choice holds everywhere", arguments: [true, false])
  func settle(archived: Bool) throws {
    let (city, record) = try archivedWhileEdited()
    let second = city.offices[1]
    let conflict = try #require(try second.conflicts().first)
    #expect(conflict["kind"] as? String == "archived-while-edited")
    #expect(conflict["field"] as? String == "archived")
    #expect(conflict["shown"] as? Bool == false)
    #expect(conflict["rule"] as? String == "cautious")
    #expect(try second.must("list", "project", "--json").lines.count == 1)
    let id = try #require(conflict["id"] as? String)
    try second.must("conflicts", "resolve", id, "--take", try number(archived, of: conflict))
    try city.sync()
    for office in city.offices + [city.hub] {
      #expect(try office.conflicts().isEmpty)
      #expect(try office.must("show", record, "--json").lines[0]["archived"] as? Bool == archived)
      #expect(try office.must("list", "project", "--json").lines.count == (archived ? 0 : 1))
      #expect(try office.field(record, "remark") as? String == "在建")
    }
    try city.expectConverged()
  }

  @Test("an archive and a field settled together are one change")
  func together() throws {
    let (city, record) = try twoConflicts()
    let (first, second) = (city.offices[0], city.offices[1])
    #expect(try first.conflicts().count == 2)
    let done = try first.must("conflicts", "resolve", "--all", "--take", "mine", "--json").lines
    #expect(done.count == 2)
    #expect(Set(done.compactMap { $0["dot"] as? String }).count == 1)
    try city.sync()
    #expect(try second.conflicts().isEmpty)
    #expect(try second.must("show", record, "--json").lines[0]["archived"] as? Bool == true)
    #expect(try second.field(record, "total_investment") as? String == "100")
    try city.expectConverged()
  }

  @Test("an edit by the way does not decide")
  func byTheWay() throws {
    let (city, record) = try twoConflicts()
    let second = city.offices[1]
    #expect(try second.conflicts().count == 2)
    let refused = try second.run("set", record, "remark=别的栏", "--json")
    #expect(refused.status == 1)
    #expect(refused.errorCode == "archiving-unsettled")
    let field = try second.conflict("total_investment")
    let alone = try second.run("conflicts", "resolve", field, "--take", "1", "--json")
    #expect(alone.errorCode == "archiving-unsettled")
    #expect(try second.conflicts().count == 2)
    try second.must("restore", record)
    #expect(try second.conflicts().count == 1)
    try second.must("set", record, "remark=别的栏")
    try second.must("conflicts", "resolve", field, "--take", "1")
    try city.sync()
    for office in city.offices + [city.hub] { #expect(try office.conflicts().isEmpty) }
    try city.expectConverged()
  }

  @Test("nothing new goes under an archived record")
  func belowTheArchived() throws {
    let city = try City(1)
    let record = try city.hub.add("name=演示项目")
    try city.hub.must("archive", record, "--reason", "退出")
    let refused = try city.hub.run("add", "issue", "project=\(record)", "name=子", "--json")
    #expect(refused.status == 1)
    #expect(refused.errorCode == "parent-archived")
    try city.hub.must("restore", record)
    try city.hub.must("add", "issue", "project=\(record)", "name=子")
  }

  @Test("lists narrow")
  func narrow() throws {
    let (city, record) = try archivedWhileEdited()
    let first = city.offices[0]
    let other = try city.hub.add("name=另一个", "region_code=411721", "total_investment=1")
    try city.sync()
    for (office, value) in zip(city.offices, ["2", "3"]) {
      try office.must("set", other, "total_investment=\(value)")
    }
    try city.sync()
    #expect(try first.conflicts().count == 2)
    func records(_ arguments: String...) throws -> [String] {
      try first.run(["conflicts"] + arguments + ["--json"]).lines.compactMap {
        $0["record"] as? String
      }
    }
    #expect(try records("--kind", "archived-while-edited") == [record])
    #expect(try records("--county", "411721") == [other])
    #expect(try records("--county", "驿城区") == [record])
    #expect(try records("--county", "4117").count == 2)
    #expect(try records("--collection", "project").count == 2)
    #expect(try records("--collection", "issue").isEmpty)
    #expect(try records("--since", "1h").count == 2)
    #expect(try records("--since", "2999-01-01").isEmpty)
    #expect(try first.run("conflicts", "--exit-code", "--county", "411729").status == 0)
    for none in ["nope", "9999"] {
      let unknown = try first.run("conflicts", "--county", none, "--json")
      #expect(unknown.status == 64 && unknown.errorCode == "no-such-county", "\(none)")
    }
  }

  @Test("no control sequence of a record reaches the terminal")
  func escapes() throws {
    let city = try City(2)
    let record = try city.hub.add("name=演示\u{202E}项目", "remark=a")
    try city.sync()
    try city.offices[0].must("set", record, "remark=一\n二", "--reason", "x\u{1B}[2J")
    try city.offices[1].must("set", record, "remark=\u{202E}三")
    try city.sync()
    let id = try city.hub.conflict("remark")
    for arguments in [["conflicts"], ["conflicts", "show", id]] {
      let text = try city.hub.run(arguments).output
      #expect(!text.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || $0.value == 0x7F })
      #expect(!text.contains("\u{202E}三"))
    }
  }
}
