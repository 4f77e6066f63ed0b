// What every command shares. Verified:
// 1. Global options mean the same before and after the subcommand's name.
// 2. The language follows --lang, else LC_ALL, LC_MESSAGES, LANG; keys and codes never follow it.
// 3. Usage errors exit 64, as JSON under --json, in both languages; a value that begins with a
//    minus is told from a missing one; help for what is no command.
// 4. The store is --store, else TAIZHANG_STORE, else XDG_DATA_HOME unless that is relative; a
//    missing one exits 66.
// 5. A reader that goes away ends a list quietly; output that cannot be written exits 74.
//    A change that was made is said to stand, with its record and dot.
//    Where standard output is closed, nothing is written into the store's files instead.
// 6. --version, --help and completions answer without a store.
// 7. Colours and tables: none on a pipe, wide characters counted as two cells.
// 8. Characters that turn the direction of writing are not shown to people, and kept for programs.
// 9. The author is --author, else TAIZHANG_AUTHOR.
// 10. What is not UTF-8 is refused by its place, in arguments and variables; nothing of it is
//     written.

import Foundation
import Testing

@Suite struct FrameTests {
  @Test func globalOptionsStandAnywhere() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲")
    let orders = [
      ["--json", "--store", scratch.store, "show", id],
      ["show", "--json", id, "--store", scratch.store],
      ["show", id, "--store=" + scratch.store, "--json"],
      ["--store=" + scratch.store, "show", "--json", "--lang", "zh", id],
    ]
    for order in orders {
      let outcome = try Program.run(order)
      #expect(outcome.status == 0, "\(order): \(outcome.errors)")
      #expect(outcome.object["id"] as? String == id)
    }
    let nested = try Program.run(["identity", "--json", "show", "--store", scratch.store])
    #expect(nested.object["office"] as? String == "驿城区项目办")
  }

  @Test(arguments: [
    (["LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"], true),
    (["LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"], true),
    (["LANG": "zh_CN.UTF-8"], true),
    (["LC_ALL": "C", "LANG": "zh_CN.UTF-8"], false),
    ([:], false),
  ])
  func languageFollowsTheLocale(environment: [String: String], isChinese: Bool) throws {
    let scratch = try Scratch()
    let outcome = try scratch.run("show", "0000", environment: environment)
    #expect(outcome.status == 66)
    #expect(outcome.errors.hasPrefix(isChinese ? "错误：" : "error: "))
    let chosen = try scratch.run(
      "show", "0000", "--lang", isChinese ? "en" : "zh", environment: environment)
    #expect(chosen.errors.hasPrefix(isChinese ? "error: " : "错误："))
  }

  @Test func usageErrorsExit64() throws {
    let lines = [
      ["nonsense"], ["add"], ["list", "project", "--nonsense"], ["list", "project", "--limit"],
      ["init", "--ledger", "411702"], ["completions", "tcsh"], ["--lang", "fr", "list", "project"],
      ["list", "project", "--limit", "many"], ["list", "project", "--limit", "-1"],
      ["help", "nonsense"], ["help", "hub", "nonsense"],
    ]
    for line in lines {
      for language in ["zh", "en"] {
        let languageFirst = line.contains("--lang") ? [] : ["--lang", language]
        let plain = try Program.run(languageFirst + line)
        #expect(plain.status == 64, "\(line)")
        #expect(plain.output.isEmpty && !plain.errors.isEmpty)
        #expect(!plain.errors.contains("Fatal") && !plain.errors.contains(".swift"))
        let json = try Program.run(["--json"] + languageFirst + line)
        #expect(json.status == 64)
        #expect(json.failure != nil, "\(line): \(json.errors)")
      }
    }
    let chinese = try Program.run(["--lang", "zh", "list", "project", "--nonsense"])
    #expect(chinese.errors.contains("没有选项 --nonsense"))
    let near = try Program.run(["list", "project", "--limitt", "3"])
    #expect(near.errors.contains("did you mean --limit?"))
    #expect(try Program.run(["nonsense"]).errors.contains("there is no command nonsense"))
    let dashed = try Program.run(["due", "--within", "-1d"])
    #expect(dashed.errors.contains("--within=-1d") && !dashed.errors.contains("needs a value"))
    let part = try Program.run(["help", "hub", "nonsense"])
    #expect(part.errors.contains("there is no command nonsense") && part.errors.contains("invite"))
    for path in [[], ["list"], ["hub", "invite"]] {
      #expect(try Program.run(["--lang", "zh", "help"] + path).status == 0)
    }
  }

  @Test func theStoreIsFoundInThreePlaces() throws {
    let scratch = try Scratch()
    let data = scratch.directory + "/xdg"
    let made = try Program.run(
      ["init", "--ledger", "411721", "--name", "西平县"], environment: ["XDG_DATA_HOME": data])
    #expect(made.status == 0, "\(made.errors)")
    #expect(FileManager.default.fileExists(atPath: data + "/taizhang/data.mdb"))
    let home = try Program.run(
      ["init", "--ledger", "411721", "--name", "西平县"],
      environment: ["XDG_DATA_HOME": "taizhang-relative", "HOME": scratch.directory])
    #expect(home.status == 0, "\(home.errors)")
    let usual = scratch.directory + "/.local/share/taizhang/data.mdb"
    #expect(FileManager.default.fileExists(atPath: usual))
    let flag = try Program.run(
      ["identity", "show", "--json", "--store", scratch.store],
      environment: ["XDG_DATA_HOME": data, "TAIZHANG_STORE": "/nowhere"])
    #expect(flag.object["ledgers"] as? [String] == ["411702"])
    let missing = try Program.run(
      ["list", "project", "--json"], environment: ["TAIZHANG_STORE": scratch.directory + "/none"])
    #expect(missing.status == 66)
    #expect(missing.failure?.code == "no-such-store")
  }

  @Test func aReaderThatGoesAwayIsNoError() throws {
    let scratch = try Scratch()
    let lines = (0..<3000).map { #"{"collection":"project","fields":{"name":"项目\#($0)"}}"# }
    try scratch.must("put", "--quiet", input: lines.joined(separator: "\n"))
    let script =
      "'\(Program.path)' list project --json --store '\(scratch.store)' | head -n 1; "
      + "echo ${PIPESTATUS[0]}"
    let outcome = try Program.run(["-c", script], executable: "/bin/bash")
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.split(separator: "\n").last == "0")
    let full = try Program.run(
      ["-c", "'\(Program.path)' list project --json --store '\(scratch.store)' > /dev/full"],
      executable: "/bin/bash")
    #expect(full.status == 74 && full.failure?.code == "output-failed")
  }

  @Test func whatWasWrittenStandsThoughItIsNotTold() throws {
    let scratch = try Scratch()
    let line = "add project name=甲 --store '\(scratch.store)' --lang en"
    var seen: Set<String> = []
    for mode in ["--json", ""] {
      let outcome = try Program.run(
        ["-c", "'\(Program.path)' \(line) \(mode) > /dev/full"], executable: "/bin/bash")
      #expect(outcome.status == 74)
      if mode == "--json" { #expect(outcome.failure?.code == "output-failed") }
      let listed = try scratch.must("list", "project", "--json").lines
      let ids = listed.compactMap { $0["id"] as? String }.filter { !seen.contains($0) }
      #expect(ids.count == 1)
      let id = try #require(ids.first)
      seen.insert(id)
      let change = try #require(try scratch.must("history", id, "--json").lines.last)
      let dot = try #require(change["dot"] as? String)
      #expect(outcome.errors.contains("stands (\(id) \(dot))"), "\(outcome.errors)")
    }
  }

  @Test func closedStreamsAreNotTheStore() throws {
    let scratch = try Scratch()
    let script =
      "for n in 1 2 3; do '\(Program.path)' add project name=$n --json >&-; done; "
      + "'\(Program.path)' list project --json >&- 2>&-"
    let outcome = try Program.run(
      ["-c", script], executable: "/bin/bash", environment: ["TAIZHANG_STORE": scratch.store])
    #expect(outcome.status == 74)
    #expect(outcome.failure?.code == "output-failed")
    #expect(try scratch.must("list", "project", "--json").lines.count == 3)
    try scratch.sound()
  }

  @Test func versionHelpAndCompletions() throws {
    let version = try Program.run(["--version"])
    #expect(version.status == 0 && version.output.contains("."))
    #expect(try Program.run(["--version", "--json"]).object["version"] is String)
    let help = try Program.run(["--help"])
    #expect(help.status == 0)
    for command in ["init", "put", "conflicts", "sync", "backup"] {
      #expect(help.output.contains(command))
    }
    let own = try Program.run(["put", "--help"])
    #expect(own.status == 0 && own.output.contains("--batch") && own.output.contains("--store"))
    for shell in ["bash", "zsh", "fish"] {
      let script = try Program.run(["completions", shell])
      #expect(script.status == 0 && script.output.contains("taizhang"))
    }
  }

  @Test func tablesCountWideCharactersTwice() throws {
    let scratch = try Scratch()
    _ = try scratch.add("project", "name=驿城区产业园", "owner=甲")
    _ = try scratch.add("project", "name=abc", "owner=乙")
    let table = try scratch.must("list", "project", "--columns", "name,owner", "--lang", "zh")
    #expect(table.output == "项目名称      业主单位\n驿城区产业园  甲\nabc           乙\n")
    #expect(!table.output.contains("\u{1B}"))
  }

  @Test func directionsAreNotTurned() throws {
    let scratch = try Scratch()
    let name = "桥\u{202E}头\u{2066}站\u{2069}\u{200F}\u{061C}末"
    let id = try scratch.add("project", "name=\(name)")
    for command in [["list", "project"], ["show", id], ["history", id], ["search", "桥"]] {
      let said = try scratch.run(command).output
      #expect(said.contains("桥头站末"), "\(command): \(said)")
      #expect(!said.unicodeScalars.contains { $0.properties.isBidiControl }, "\(command)")
    }
    let fields = try scratch.run("show", id, "--json").object["fields"] as? [String: Any]
    #expect(fields?["name"] as? String == name)
  }

  @Test func theAuthorIsTold() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲")
    try scratch.must("set", id, "owner=乙", "--author", "someone else")
    let authors = try scratch.must("history", id, "--json").lines.map { $0["author"] as? String }
    #expect(authors == ["clerk", "someone else"])
  }

  @Test(arguments: [
    (#"set "$ID" "owner=$GBK""#, 65, "not-utf8"),
    (#"set "$ID" owner=乙 --author "$GBK""#, 65, "not-utf8"), (#"import "$GBK""#, 65, "not-utf8"),
    (#"list project "--where=$GBK""#, 64, "not-utf8"),
    (#"--store "$STORE" set "$ID" owner=乙"#, 65, "environment-not-utf8"),
  ])
  func whatIsNotUTF8IsRefused(line: String, status: Int32, code: String) throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲")
    // What a terminal set to GBK sends for 测试.
    let script =
      #"GBK=$(printf '\262\342\312\324'); "#
      + (code == "not-utf8" ? "" : "export TAIZHANG_AUTHOR=$GBK; ")
      + "'\(Program.path)' \(line) --json"
    let outcome = try Program.run(
      ["-c", script], executable: "/bin/bash",
      environment: ["TAIZHANG_STORE": scratch.store, "STORE": scratch.store, "ID": id])
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.failure?.code == code)
    #expect(outcome.failure?.hint.contains("UTF-8") == true)
    #expect(try scratch.fields(id)["owner"] == nil)
  }
}
