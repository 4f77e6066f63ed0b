// Looking after a store. Verified:
// 1. check and verify tell what they walked, and exit 1 on damage with code, table, key, next step.
// 2. dump --canonical is sorted NDJSON and the same twice; dump shows values; both languages alike.
// 3. A backup holds no key; restored, it shows the same records under a new identity.
// 4. restore tells a record's id from a directory.
// 5. stats names sizes, pages and readers.
// 6. A backup goes on where one was broken off and left nothing else; what is not a backup's stays,
//    and an unfinished one is not restored.
// 7. Whatever check and verify can find has its sentence.
// 8. One changed byte of a text, wherever the store keeps it, makes verify exit 1 with place and
//    step.
// 9. A ledger that the store does not hold is refused by commands that look at the whole store,
//    too.
// 10. A changed byte of a page that everything begins with is never the system's failure, nor a
//     trap: what cannot be read on ends with 1, names the file and the next step.
// 11. One flipped bit of a table's entry ends a command with 74, its
//     code and a next step, and with no signal; check names the damage.

import Catalogue
import Foundation
import LedgerStore
import Testing

@Suite struct CareTests {
  @Test func checkAndVerify() throws {
    let scratch = try Scratch()
    _ = try scratch.add("project", "name=甲")
    for command in [["check"], ["check", "--deep"], ["verify"]] {
      let outcome = try scratch.run(command + ["--json"])
      #expect(outcome.status == 0)
      #expect(outcome.object["ok"] as? Bool == true)
      #expect((outcome.object["problems"] as? [Any])?.isEmpty == true)
      #expect((outcome.object["counts"] as? [String: Int])?["changes"] == 1)
      let signatures = (outcome.object["counts"] as? [String: Int])?["signatures"]
      #expect(signatures == (command == ["check"] ? nil : 1))
    }
    #expect(try scratch.run("check", "--lang", "en").output.contains("taizhang verify"))
  }

  @Test func unknownLedgers() throws {
    let scratch = try Scratch(role: "hub")
    let copy = scratch.directory + "/backup"
    let commands = [
      ["check"], ["verify"], ["stats"], ["refused"], ["backup", copy], ["hub", "members"],
      ["identity", "show"], ["list", "project"], ["dump"], ["compact", "--dry-run"],
    ]
    for command in commands {
      let outcome = try scratch.run(command + ["--ledger", "411799", "--json"])
      #expect(outcome.status == 66 && outcome.failure?.code == "no-such-ledger", "\(command)")
      #expect(outcome.failure?.hint.contains("411702") == true, "\(command)")
      #expect(outcome.output.isEmpty, "\(command)")
    }
    #expect(!FileManager.default.fileExists(atPath: copy))
    try scratch.must("backup", copy, "--ledger", "411702")
    let stats = ["stats", "--store", copy, "--json", "--ledger"]
    #expect(try Program.run(stats + ["411799"]).failure?.code == "no-such-ledger")
    #expect(try Program.run(stats + ["411702"]).status == 0)
  }

  @Test func damageIsFound() throws {
    let scratch = try Scratch()
    _ = try scratch.add("project", "name=DAMAGEMARK")
    let path = URL(fileURLWithPath: scratch.store + "/data.mdb")
    var bytes = try Data(contentsOf: path)
    while let found = bytes.range(of: Data("DAMAGEMARK".utf8)) {
      bytes.replaceSubrange(found, with: Data("damagemark".utf8))
    }
    try bytes.write(to: path)
    for language in ["zh", "en"] {
      let outcome = try scratch.run("check", "--json", "--lang", language)
      #expect(outcome.status == 1)
      #expect(outcome.object["ok"] as? Bool == false)
      let problem = (outcome.object["problems"] as? [[String: String]])?.first ?? [:]
      #expect(problem.keys.sorted() == ["code", "hint", "key", "message", "table"])
      #expect(problem["message"]?.hasPrefix("check.") == false)
      let person = try scratch.run("check", "--lang", language)
      #expect(person.status == 1 && !person.output.isEmpty)
    }
    #expect(try scratch.run("verify").status == 1)
  }

  @Test func damageOfTheFirstPages() throws {
    let scratch = try Scratch()
    _ = try scratch.add("project", "name=甲")
    let path = URL(fileURLWithPath: scratch.store + "/data.mdb")
    let sound = try Data(contentsOf: path)
    // Bytes of trees, of the last page's number and of the transaction's.
    let places = [17, 21, 41, 92, 93, 94, 100, 120, 128, 132, 141, 143, 144, 151]
    var refused = 0
    for page in 0...1 {
      for place in places {
        var bytes = sound
        bytes[page * 4096 + place] ^= 0x80
        try bytes.write(to: path)
        let outcome = try scratch.run("list", "project", "--json")
        if outcome.status == 0 { continue }
        refused += 1
        #expect(outcome.status == 1, "page \(page) byte \(place): \(outcome.errors)")
        #expect(outcome.failure?.code == "corrupt", "page \(page) byte \(place)")
        #expect(outcome.failure?.message.contains("data.mdb") == true, "\(outcome.errors)")
        #expect(outcome.failure?.hint.contains("taizhang check") == true)
      }
    }
    #expect(refused > places.count / 2)
  }

  @Test func aFlippedBitIsNoSignal() throws {
    let scratch = try Scratch()
    _ = try scratch.add("project", "name=甲")
    let path = URL(fileURLWithPath: scratch.store + "/data.mdb")
    let sound = try Data(contentsOf: path)
    for table in ["alarm", "conflict", "log", "sum"] {
      var bytes = sound
      // An entry of the list of tables: flags 2 (a tree), the length of its key, the key.
      let entry = Data([2, 0, UInt8(table.utf8.count), 0] + Array(table.utf8))
      var found = 0
      while let place = bytes.range(of: entry) {
        bytes[place.lowerBound] = 6
        found += 1
      }
      #expect(found > 0, "\(table)")
      try bytes.write(to: path)
      for command in [["list", "project"], ["status"], ["stats"]] {
        let outcome = try scratch.run(command + ["--json"])
        #expect(outcome.status == 74, "\(table) \(command): \(outcome.errors)")
        #expect(outcome.failure?.code == "damaged-file", "\(outcome.errors)")
        #expect(outcome.failure?.hint.isEmpty == false)
      }
      #expect(try scratch.run("check").status == 1)
    }
  }

  @Test func verifyFindsAByteWhereverItStands() throws {
    let scratch = try Scratch()
    _ = try scratch.add("project", "name=DAMAGEMARK")
    let path = URL(fileURLWithPath: scratch.store + "/data.mdb")
    let sound = try Data(contentsOf: path)
    var tables: Set<String> = []
    var from = sound.startIndex
    while let found = sound.range(of: Data("DAMAGEMARK".utf8), in: from..<sound.endIndex) {
      from = found.upperBound
      var bytes = sound
      bytes[found.lowerBound] ^= 1
      try bytes.write(to: path)
      let outcome = try scratch.run("verify", "--json", "--lang", "en")
      // Pages that are free keep what they held; nobody reads it.
      if outcome.status == 0 { continue }
      #expect(outcome.status == 1)
      let problems = (outcome.object["problems"] as? [[String: String]]) ?? []
      #expect(!problems.isEmpty)
      for problem in problems {
        tables.insert(problem["table"] ?? "")
        #expect(problem["key"]?.isEmpty == false && problem["hint"]?.isEmpty == false)
      }
    }
    #expect(tables.isSuperset(of: ["log", "record"]))
    try sound.write(to: path)
    try scratch.must("verify")
  }

  @Test(arguments: Problem.Kind.allCases)
  func everyFindingHasItsSentence(_ kind: Problem.Kind) {
    #expect(Catalogue.contains("check.\(kind.rawValue)"))
  }

  @Test func dumps() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲")
    let archived = try scratch.add("project", "name=乙")
    try scratch.must("archive", archived, "--reason", "撤项")
    let canonical = try scratch.must("dump", "--canonical", "--lang", "zh")
    #expect(canonical.output == (try scratch.must("dump", "--canonical", "--lang", "en")).output)
    #expect(canonical.lines.count == 3)
    #expect(canonical.lines.last?["vector"] is [String: Int])
    let plain = try scratch.must("dump").lines
    #expect(plain.compactMap { $0["id"] as? String } == [id, archived].sorted())
    #expect(plain.compactMap { $0["archived"] as? Bool }.count { $0 } == 1)
  }

  @Test func backupAndRestore() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲")
    let backup = scratch.directory + "/backup"
    try scratch.must("backup", backup)
    #expect(!FileManager.default.fileExists(atPath: backup + "/identity.key"))
    #expect(try scratch.run("backup", backup, "--json").failure?.code == "not-empty")
    try scratch.must("set", id, "owner=后来")
    let copy = scratch.directory + "/copy"
    let restored = try scratch.run("restore", backup, "--store", copy, "--json")
    #expect(restored.status == 0, "\(restored.errors)")
    #expect(restored.object["office"] as? String == "驿城区项目办")
    #expect(restored.object["role"] as? String == "county")
    let old = try scratch.must("identity", "show", "--json").object["replica"] as? String
    #expect(restored.object["replica"] as? String != old)
    let shown = try scratch.must("show", id, "--store", copy, "--json").object
    #expect((shown["fields"] as? [String: Any])?["owner"] == nil)
    #expect(
      try scratch.must("check", "--deep", "--store", copy, "--json").object["ok"] as? Bool == true)
    let again = try scratch.run("restore", backup, "--store", copy, "--json")
    #expect(again.status == 73 && again.failure?.code == "not-empty")
    let nothing = try scratch.run("restore", scratch.directory, "--store", copy + "2", "--json")
    #expect(nothing.status == 66 && nothing.failure?.code == "not-a-backup")
    try scratch.sound()
  }

  @Test func anUnfinishedBackupIsMadeAgain() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲")
    let backup = scratch.directory + "/backup"
    try FileManager.default.createDirectory(
      atPath: backup, withIntermediateDirectories: true)
    // What a backup that was killed leaves: its mark, and as far as it came.
    let names = ["unfinished-backup", "data.mdb", "backup.txt.part-4711"]
    for name in names { _ = try scratch.file("backup/" + name, "half") }
    let early = try scratch.run(
      "restore", backup, "--store", scratch.store + "1", "--name", "甲", "--json")
    #expect(early.status == 66 && early.failure?.code == "unfinished", "\(early.errors)")
    let own = try scratch.file("backup/own.txt", "a person's")
    let refused = try scratch.run("backup", backup, "--json")
    #expect(refused.status == 73 && refused.failure?.code == "not-empty")
    #expect(try String(contentsOfFile: backup + "/data.mdb", encoding: .utf8) == "half")
    try FileManager.default.removeItem(atPath: own)
    try scratch.must("backup", backup)
    let made = try FileManager.default.contentsOfDirectory(atPath: backup)
    #expect(made.contains("data.mdb") && made.contains("backup.txt"))
    #expect(!made.contains { $0.contains("unfinished") || $0.contains(".part-") }, "\(made)")
    let copy = scratch.directory + "/copy"
    try scratch.must("restore", backup, "--store", copy)
    #expect(try scratch.must("show", id, "--store", copy, "--json").object["id"] as? String == id)
    #expect(try scratch.run("backup", backup, "--json").failure?.code == "not-empty")
    try scratch.sound()
  }

  @Test func stats() throws {
    let scratch = try Scratch()
    let told = try scratch.must("stats", "--json").object
    #expect(told["pages"] is Int && told["readers"] is Int && told["map_size_bytes"] is Int)
    #expect(
      (told["tables"] as? [[String: Any]])?.contains { $0["name"] as? String == "log" } == true)
    #expect(try scratch.must("stats", "--lang", "zh").output.contains("log"))
  }
}
