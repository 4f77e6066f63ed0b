// What was compacted away is said, never passed over. Verified, in both languages:
// 1. `history` of a record whose changes stand in the base says so on standard error (an object
//    under --json) and lists what came since; a record that came later has no such remark.
// 2. `show --at` a change in the base exits 66 and says that it was compacted, that the value of
//    now stands, and where older history is; at a change since, and at a time since, the record is
//    whole; before its beginning it did not exist.
// 3. `conflicts take-back` of a change in the base says so too; a change that is not here, and an
//    argument that is no dot, are told as what they are.

import Foundation
import Testing

@Suite struct CompactedPastTests {
  /// A hub with one record of two changes, compacted, and one change since.
  private struct Ground {
    let scratch: Scratch
    let id: String
    let replica: String

    init() throws {
      scratch = try Scratch(role: "hub")
      id = try scratch.add("project", "name=产业园", "fund_kinds=专项债,贴息")
      try scratch.must("set", id, "owner=乙", "fund_kinds-=贴息")
      replica =
        try scratch.must("identity", "show", "--json").object["replica"] as? String ?? ""
      try scratch.must("compact", "--without-backup")
    }
  }

  /// The warning on standard error under `--json`.
  private func warning(_ outcome: Outcome) throws -> [String: String] {
    let lines = outcome.errors.split(separator: "\n")
    try #require(lines.count == 1, "\(outcome.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any]
    return try #require(object?["warning"] as? [String: String])
  }

  @Test func historySaysWhatItLacks() throws {
    let ground = try Ground()
    let (scratch, id) = (ground.scratch, ground.id)
    for language in ["zh", "en"] {
      let empty = try scratch.must("history", id, "--json", "--lang", language)
      #expect(empty.lines.isEmpty)
      let said = try warning(empty)
      #expect(said["code"] == "compacted")
      #expect(said["hint"]?.contains("taizhang restore") == true)
      #expect(said["message"]?.contains("{") == false)
      let person = try scratch.must("history", id, "--lang", language)
      #expect(person.output.isEmpty && !person.errors.isEmpty)
    }
    try scratch.must("set", id, "owner=丙")
    let since = try scratch.must("history", id, "--json")
    #expect(since.lines.count == 1)
    #expect(since.object["from"] as? String == "乙")
    #expect(try warning(since)["code"] == "compacted")
    let later = try scratch.add("project", "name=后来的")
    let whole = try scratch.must("history", later, "--json")
    #expect(whole.lines.count == 1 && whole.errors.isEmpty)
    try scratch.sound()
  }

  @Test func showAtTellsTheWholeOrWhyNot() throws {
    let ground = try Ground()
    let (scratch, id) = (ground.scratch, ground.id)
    try scratch.must("set", id, "owner=丙", "fund_kinds+=招商引资")
    for language in ["zh", "en"] {
      let gone = try scratch.run(
        "show", id, "--at", ground.replica + "#1", "--json", "--lang", language)
      #expect(gone.status == 66, "\(gone.errors)")
      let failure = try #require(gone.failure)
      #expect(failure.code == "compacted")
      #expect(failure.hint.contains("taizhang show \(id)"))
      #expect(failure.hint.contains("taizhang restore"))
    }
    for moment in [ground.replica + "#3", "2999-01-01"] {
      let then = try scratch.must("show", id, "--at", moment, "--json").object
      let now = try scratch.must("show", id, "--json").object
      #expect(
        NSDictionary(dictionary: then["fields"] as? [String: Any] ?? [:])
          == NSDictionary(dictionary: now["fields"] as? [String: Any] ?? [:]), "\(then)")
    }
    // The last of the changes in the base is the base's own moment.
    let last = try scratch.must("show", id, "--at", ground.replica + "#2", "--json").object
    let fields = last["fields"] as? [String: Any]
    #expect(fields?["owner"] as? String == "乙" && fields?["name"] as? String == "产业园")
    #expect((fields?["fund_kinds"] as? [String])?.count == 1)
    let before = try scratch.run("show", id, "--at", "2020-01-01", "--json")
    #expect(before.status == 66 && before.failure?.code == "not-there-yet")
    try scratch.sound()
  }

  @Test func takeBackSaysWhyItCannot() throws {
    let ground = try Ground()
    let scratch = ground.scratch
    for language in ["zh", "en"] {
      let gone = try scratch.run(
        "conflicts", "take-back", ground.replica + "#1", "--json", "--lang", language)
      #expect(gone.status == 66)
      #expect(gone.failure?.code == "compacted-write")
      #expect(gone.failure?.hint.contains("taizhang restore") == true)
    }
    let unknown = try scratch.run("conflicts", "take-back", ground.replica + "#99", "--json")
    #expect(unknown.status == 66 && unknown.failure?.code == "no-such-write")
    let wrong = try scratch.run("conflicts", "take-back", "x#1", "--json")
    #expect(wrong.status == 64 && wrong.failure?.code == "bad-dot")
    #expect(!wrong.errors.contains("if-seen"))
    try scratch.sound()
  }
}
