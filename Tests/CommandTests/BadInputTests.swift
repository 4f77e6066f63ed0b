// What people get wrong. Verified, each with its exit status, its code, a next step, and that
// nothing was written:
// 1. Unknown fields and collections, wrong types, unknown cases, unreadable money and dates.
// 2. Ids: unknown, ambiguous, of another ledger.
// 3. What the rules of the ledger refuse, and what the role may not do.
// 4. Stores: missing, of a newer format, read-only, of another account, full, held by another
//    writer.
// 5. The sentences differ between the languages; codes do not.
// 6. A record without a single field is refused in words.

import Foundation
import Testing

@Suite struct BadInputTests {
  @Test(arguments: [
    (["nonsense=1"], 65, "unknown-field"), (["total_investment=abc"], 65, "not-a-number"),
    (["total_investment=1.23456"], 65, "too-precise"),
    (["total_investment=5亿美元"], 65, "not-a-number"),
    (["planned_start_on=2021-02-30"], 65, "no-such-day"),
    (["planned_start_on=someday"], 65, "not-a-date"), (["stage=起飞"], 65, "unknown-case"),
    (["is_key=也许"], 65, "not-a-boolean"), (["annual_plan_year=今年"], 65, "not-an-integer"),
    (["name+=甲"], 65, "not-a-set"), (["owner"], 64, "bad-assignment"),
    (["=甲"], 64, "bad-assignment"),
    (["owner=甲", "owner=乙"], 64, "field-twice"), (["parent_id=0000"], 66, "no-such-record"),
    (["completed_ytd=5"], 65, "derived-field"), (["project_code=12"], 65, "bad-format"),
  ])
  func badAssignments(assignments: [String], status: Int32, code: String) throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲")
    for command in [["add", "project", "name=新"], ["set", id]] {
      let outcome = try scratch.run(command + assignments + ["--json"])
      #expect(outcome.status == status, "\(assignments): \(outcome.errors)")
      #expect(outcome.failure?.code == code, "\(assignments): \(outcome.errors)")
      #expect(outcome.failure?.hint.isEmpty == false)
      #expect(outcome.output.isEmpty)
      let chinese = try scratch.run(command + assignments + ["--lang", "zh"])
      let english = try scratch.run(command + assignments + ["--lang", "en"])
      #expect(chinese.status == status && english.status == status)
      #expect(chinese.errors != english.errors && chinese.errors.hasPrefix("错误："))
      #expect(english.errors.contains("next: "))
    }
    #expect(try scratch.must("list", "project", "--json").lines.count == 1)
  }

  @Test func unknownCollection() throws {
    let scratch = try Scratch()
    for line in [["list", "nonsense"], ["add", "nonsense", "name=甲"]] {
      let outcome = try scratch.run(line + ["--json"])
      #expect(outcome.status == 65 && outcome.failure?.code == "unknown-collection")
      #expect(outcome.failure?.hint.contains("project") == true)
    }
  }

  @Test(arguments: ["stage", "nonsense = 1", "name < ", "total_investment ~ 5", "stage = 起飞"])
  func badConditions(condition: String) throws {
    let scratch = try Scratch()
    let outcome = try scratch.run("list", "project", "--where", condition, "--json")
    #expect([64, 65].contains(outcome.status), "\(condition)")
    #expect(outcome.failure?.hint.isEmpty == false)
  }

  @Test func badIds() throws {
    let scratch = try Scratch()
    let first = try scratch.add("project", "name=甲")
    let second = try scratch.add("project", "name=乙")
    let common = String(zip(first, second).prefix { $0 == $1 }.map(\.0))
    let ambiguous = try scratch.run("show", common, "--json")
    #expect(ambiguous.status == 65 && ambiguous.failure?.code == "ambiguous-id")
    #expect(ambiguous.failure?.hint.contains(first) == true)
    #expect(ambiguous.failure?.hint.contains(second) == true)
    for id in ["zzzzzz", "not an id!", String(repeating: "0", count: 26)] {
      let unknown = try scratch.run("set", id, "owner=甲", "--json")
      #expect(unknown.status == 66 && unknown.failure?.code == "no-such-record", "\(id)")
    }
  }

  @Test func theRulesOfTheLedger() throws {
    let scratch = try Scratch()
    let nameless = try scratch.run("add", "project", "owner=甲", "--json")
    #expect(nameless.status == 1 && nameless.failure?.code == "required")
    let id = try scratch.add("project", "name=甲")
    try scratch.must("set", id, "stage=储备")
    let leap = try scratch.run("set", id, "stage=达效", "--json")
    #expect(leap.status == 1 && leap.failure?.code == "illegal-stage", "\(leap.errors)")
    #expect(try scratch.fields(id)["stage"] as? String == "reserve")
  }

  @Test func nothingGiven() throws {
    let scratch = try Scratch()
    for (language, message, hint) in [
      ("zh", "一个字段也没有给出", "字段=值"), ("en", "No field is given", "FIELD=VALUE"),
    ] {
      let outcome = try scratch.run("add", "issue", "--json", "--lang", language)
      #expect(outcome.status == 65 && outcome.failure?.code == "invalid-change")
      #expect(outcome.failure?.message.contains(message) == true, "\(outcome.errors)")
      #expect(outcome.failure?.hint.contains(hint) == true, "\(outcome.errors)")
    }
  }

  @Test func whatTheRoleMayNotDo() throws {
    let scratch = try Scratch(role: "observer")
    let outcome = try scratch.run("add", "project", "name=甲", "--json")
    #expect(outcome.status == 77, "\(outcome.errors)")
    #expect(outcome.failure?.hint.isEmpty == false)
  }

  @Test func initRefusesWhatIsThere() throws {
    let scratch = try Scratch()
    let again = try scratch.run("init", "--ledger", "411702", "--name", "乙", "--json")
    #expect(again.status == 73 && again.failure?.code == "not-empty")
    let nowhere = try Program.run(
      ["init", "--ledger", "411702", "--name", "乙", "--store", "/proc/taizhang", "--json"])
    #expect(nowhere.status == 73 && nowhere.failure?.code == "cannot-create")
    let badLedger = try Program.run(
      ["init", "--ledger", "a b", "--name", "乙", "--store", scratch.directory + "/x", "--json"])
    #expect(badLedger.status == 64, "\(badLedger.errors)")
  }

  @Test func storeOfANewerFormat() throws {
    let scratch = try Scratch()
    let path = URL(fileURLWithPath: scratch.store + "/data.mdb")
    var bytes = try Data(contentsOf: path)
    let mark = Data("format".utf8) + Data([0, 0, 0, 1])
    var count = 0
    while let found = bytes.range(of: mark) {
      bytes[found.upperBound - 1] = 9
      count += 1
    }
    #expect(count > 0)
    try bytes.write(to: path)
    let outcome = try scratch.run("list", "project", "--json")
    #expect(outcome.status == 78 && outcome.failure?.code == "newer-format")
    #expect(outcome.failure?.message.contains("9") == true)
    #expect(try scratch.run("add", "project", "name=甲").status == 78)
  }

  @Test func fullMap() throws {
    let scratch = try Scratch(ledgers: nil)
    let small = ["TAIZHANG_MAP_SIZE_BYTES": "1048576"]
    #expect(
      try scratch.run("init", "--ledger", "411702", "--name", "甲", environment: small).status == 0)
    let text = String(repeating: "建设内容", count: 200)
    let lines = (0..<2000).map {
      #"{"collection":"project","fields":{"name":"项目\#($0)","scale":"\#(text)"}}"#
    }
    let full = try scratch.run(
      "put", "--json", input: lines.joined(separator: "\n"), environment: small)
    #expect(full.status == 74 && full.failure?.code == "map-full", "\(full.errors)")
    #expect(full.failure?.hint.isEmpty == false)
    let kept = try scratch.must("list", "project", "--json").lines.count
    #expect(kept == full.lines.last?["records"] as? Int)
    try scratch.sound()
    let unusable = try scratch.run(
      "list", "project", "--json", environment: ["TAIZHANG_MAP_SIZE_BYTES": "much"])
    #expect(unusable.status == 78 && unusable.failure?.code == "bad-environment")
  }

  /// Root ignores permissions, so the program runs as another account there.
  @Test(
    .enabled(
      if: getuid() != 0 || FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")))
  func readOnlyDirectory() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲")
    let files = try FileManager.default.contentsOfDirectory(atPath: scratch.store)
    let everything = [scratch.directory, scratch.store] + files.map { scratch.store + "/" + $0 }
    if getuid() == 0 { for path in everything { chown(path, 65534, 65534) } }
    chmod(scratch.store, 0o500)
    defer { chmod(scratch.store, 0o700) }
    func unprivileged(_ arguments: [String]) throws -> Outcome {
      let environment = ["TAIZHANG_STORE": scratch.store, "HOME": "/"]
      guard getuid() == 0 else { return try Program.run(arguments, environment: environment) }
      let account = ["--reuid", "65534", "--regid", "65534", "--clear-groups", Program.path]
      return try Program.run(
        account + arguments, executable: "/usr/bin/setpriv", environment: environment)
    }
    let write = try unprivileged(["set", id, "owner=乙", "--json"])
    #expect(write.status == 74 && write.failure?.code == "read-only", "\(write.errors)")
    #expect(write.failure?.hint.isEmpty == false)
    let read = try unprivileged(["show", id, "--json"])
    #expect(read.status == 0 && read.object["id"] as? String == id, "\(read.errors)")
    for name in files { chmod(scratch.store + "/" + name, 0o400) }
    // Without the lock nobody reads safely beside a writer.
    for line in [["set", id, "owner=乙"], ["show", id], ["list", "project"]] {
      let locked = try unprivileged(line + ["--json"])
      #expect(locked.status == 77 && locked.failure?.code == "not-permitted", "\(locked.errors)")
      #expect(locked.failure?.message.contains(scratch.store + "/lock.mdb") == true)
      #expect(locked.failure?.hint.isEmpty == false)
    }
    for name in files { chmod(scratch.store + "/" + name, 0) }
    let closed = try unprivileged(["show", id, "--json"])
    #expect(closed.status == 77 && closed.failure?.message.contains("/data.mdb") == true)
  }

  @Test func anotherWriterHoldsTheStore() throws {
    let scratch = try Scratch()
    _ = try scratch.add("project", "name=甲")
    let descriptor = open(scratch.store + "/writer.lock", O_RDWR)
    #expect(descriptor >= 0 && flock(descriptor, LOCK_EX) == 0)
    defer { close(descriptor) }
    let busy = try scratch.run("add", "project", "name=乙", "--json")
    #expect(busy.status == 75 && busy.failure?.code == "busy")
    #expect(try scratch.must("list", "project", "--json").lines.count == 1)
  }
}
