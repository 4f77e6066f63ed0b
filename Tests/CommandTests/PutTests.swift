// The bulk door. Verified:
// 1. Records go in by batches, and the counts are told: a line a transaction, then the sum.
// 2. Every kind of value as JSON gives it; escapes and surrogates; nulls, numbers, arrays.
// 3. With an id only what differs is written; an unknown id makes the record under it; a line may
//    name a record that an earlier line made.
// 4. A broken line exits 65 with line and column; its batch is not written, whole batches before
//    are.
// 5. Every flaw of JSON that a strict reader must refuse.
// 6. A dry run writes nothing and counts what would be rejected.
// 7. Lines end in LF, CRLF or the end of input; blank lines are passed over; 4 MiB is the limit.
// 8. What is refused by rule or role stops like a broken line, with its own status.
// 9. Ctrl-C keeps what is in, says where to go on, and leaves the store sound; slow input is
//    durable while more is waited for.
// 10. What a dry run would refuse is told on standard error: an object a line under --json; and a
//    next step of two sentences keeps them apart.
// 11. A load is judged by what it has said itself: a month's report, or a correction of one, is
//    refused the second time, in one batch, in the next, in a dry run; a month that an earlier line
//    left is free.
// 12. A mark at the beginning is passed over; an id cut short, a value of another type and standard
//     input that cannot be read are told by what they are, in the language asked for.

import Foundation
import Testing

@Suite struct PutTests {
  private func line(_ name: String, _ more: String = "") -> String {
    #"{"collection":"project","fields":{"name":"\#(name)"\#(more)}}"#
  }

  @Test func whatADryRunRefusesIsToldAsAsked() throws {
    let scratch = try Scratch()
    let bad = #"{"collection":"project","fields":{"name":"甲","stage":"起飞"}}"#
    let dry = try scratch.run(
      ["put", "--dry-run", "--json"], input: line("甲") + "\n" + bad + "\n{\n")
    #expect(dry.status == 65)
    let said = try dry.errors.split(separator: "\n").map { text in
      try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
    }
    #expect(said.count == 3)
    let warnings = said.compactMap { $0["warning"] as? [String: Any] }
    #expect(warnings.compactMap { $0["code"] as? String } == ["unknown-case", "bad-line"])
    #expect((warnings.first?["message"] as? String)?.contains("2") == true)
    #expect(warnings.allSatisfy { ($0["hint"] as? String)?.isEmpty == false })
    #expect(dry.failure?.code == "rejected-lines")
    let person = try scratch.run(["put", "--dry-run"], input: bad)
    #expect(person.errors.contains("warning: "))
    for (language, end) in [("en", "0 lines are in."), ("zh", "前 0 行已入账")] {
      let hint = try #require(
        try scratch.run(["put", "--json", "--lang", language], input: bad).failure?.hint)
      let parts = hint.components(separatedBy: end)
      let before = try #require(parts.first?.trimmingCharacters(in: .whitespaces).last)
      #expect(parts.count == 2 && ".;!?。；！？".contains(before), "\(hint)")
    }
    try scratch.sound()
  }

  @Test func whatIsWrongIsToldByName() throws {
    let scratch = try Scratch()
    try scratch.must("put", input: "\u{FEFF}" + line("甲"))
    let id = try #require(
      try scratch.must("list", "project", "--json").object["id"] as? String)
    func failure(_ input: String) throws -> (code: String, message: String, hint: String) {
      let outcome = try scratch.run("put", "--json", "--lang", "en", input: input)
      #expect(outcome.status == 65)
      return try #require(outcome.failure)
    }
    let cut = try failure(
      #"{"collection":"project","id":"\#(id.prefix(8))","fields":{"owner":"乙"}}"#)
    #expect(cut.code == "bad-line" && cut.message.contains("whole id"))
    #expect(cut.hint.contains("taizhang show \(id.prefix(8))"))
    let number = try failure(#"{"collection":"project","fields":{"name":5}}"#)
    #expect(number.code == "wrong-type")
    #expect(number.message.unicodeScalars.allSatisfy { $0.value < 0x3000 }, "\(number.message)")
    for input in ["<&-", "< /"] {
      let outcome = try Program.run(
        ["-c", "'\(Program.path)' put --json --lang en \(input)"], executable: "/bin/bash",
        environment: ["TAIZHANG_STORE": scratch.store])
      #expect(outcome.status == 66 && outcome.failure?.code == "no-such-file")
      #expect(outcome.failure?.message.hasPrefix("Cannot open -") == true)
      #expect(outcome.failure?.hint.contains("line") == false)
      #expect(outcome.lines.last?["rejected"] as? Int == 0)
    }
  }

  @Test func recordsGoInByBatches() throws {
    let scratch = try Scratch()
    let input = (0..<250).map { line("项目\($0)") }.joined(separator: "\n") + "\n"
    let outcome = try scratch.must("put", "--json", input: input)
    #expect(outcome.lines.count == 2)
    #expect(outcome.lines[0] as? [String: Int] == ["records": 250, "changes": 3])
    #expect(
      outcome.lines[1] as? [String: Int] == [
        "records": 250, "created": 250, "updated": 0, "unchanged": 0, "rejected": 0,
      ])
    let single = try scratch.must(
      "put", "--batch", "1", "--json", input: line("一") + "\n" + line("二"))
    #expect(single.lines[0] as? [String: Int] == ["records": 2, "changes": 2])
    #expect(try scratch.must("list", "project", "--json").lines.count == 252)
    #expect(try scratch.must("put", "--json").lines.count == 1)
    #expect(try scratch.run("put", "--batch", "0").status == 64)
    try scratch.sound()
  }

  @Test func everyKindOfValue() throws {
    let scratch = try Scratch()
    let input = #"""
      {"fields":{"name":"\u9a7f\u57ce \ud83d\ude00 \"引\" \\ \/ \n行","total_investment":1.5,"annual_plan":"5亿","annual_plan_year":2021,"is_key":true,"is_industry":false,"fund_kinds":["专项债","贴息","贴息"],"planned_start_on":"2021.9.28","stage":"储备","owner":null,"remark":""},"collection":"project"}
      """#
    try scratch.must("put", "--json", input: input)
    let id = try scratch.must("list", "project", "--json").object["id"] as? String ?? ""
    let fields = try scratch.fields(id)
    #expect(fields["name"] as? String == "驿城 😀 \"引\" \\ / \n行")
    #expect(fields["total_investment"] as? String == "1.5")
    #expect(fields["annual_plan"] as? String == "50000")
    #expect(fields["annual_plan_year"] as? Int == 2021)
    #expect(fields["is_key"] as? Bool == true && fields["is_industry"] as? Bool == false)
    #expect((fields["fund_kinds"] as? [String])?.count == 2)
    #expect(fields["planned_start_on"] as? String == "2021-09-28")
    #expect(fields["stage"] as? String == "reserve")
    #expect(fields["owner"] == nil && fields["remark"] == nil)
  }

  @Test func linesThatNameARecord() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲", "owner=乙", "fund_kinds=专项债")
    let same =
      #"{"collection":"project","id":"\#(id)","fields":{"owner":"乙","fund_kinds":["专项债"]}}"#
    let other = #"{"collection":"project","id":"\#(id)","fields":{"owner":"丙","remark":null}}"#
    let outcome = try scratch.must("put", "--json", input: same + "\n" + other)
    #expect(
      outcome.lines.last as? [String: Int] == [
        "records": 2, "created": 0, "updated": 1, "unchanged": 1, "rejected": 0,
      ])
    #expect(try scratch.must("history", id, "--json").lines.count == 4)
    let fresh = "01j0000000000000000000000a"
    let made = #"{"collection":"project","id":"\#(fresh)","fields":{"name":"新"}}"#
    let edited = #"{"collection":"project","id":"\#(fresh)","fields":{"owner":"后来"}}"#
    let twice = try scratch.must("put", "--json", input: made + "\n" + edited)
    #expect(twice.lines.last?["created"] as? Int == 1 && twice.lines.last?["updated"] as? Int == 1)
    #expect(try scratch.fields(fresh)["owner"] as? String == "后来")
    let wrong = #"{"collection":"milestone","id":"\#(id)","fields":{"name":"甲"}}"#
    let refused = try scratch.run("put", "--json", input: wrong)
    #expect(refused.status == 65 && refused.failure?.code == "other-collection")
    try scratch.sound()
  }

  @Test func aBrokenLineStopsItsBatch() throws {
    let scratch = try Scratch()
    var lines = (1...25).map { line("项目\($0)") }
    lines[16] = #"{"collection":"project","fields":{"name":"坏""#
    let outcome = try scratch.run(
      "put", "--batch", "10", "--json", input: lines.joined(separator: "\n"))
    #expect(outcome.status == 65)
    #expect(outcome.failure?.code == "bad-line")
    #expect(outcome.failure?.message.contains("line 17") == true)
    #expect(outcome.failure?.hint.contains("10 lines are in") == true)
    #expect(outcome.failure?.hint.contains("line 11") == true)
    #expect(outcome.lines.last?["records"] as? Int == 11)
    #expect(outcome.lines.last?["rejected"] as? Int == 1)
    #expect(try scratch.must("list", "project", "--json").lines.count == 10)
    try scratch.sound()
  }

  @Test(arguments: [
    "", "[]", "null", "{", "{}", #"{"collection":"project"}"#, #"{"fields":{"name":"甲"}}"#,
    #"{"collection":"project","fields":[]}"#, #"{"collection":5,"fields":{}}"#,
    #"{"collection":"project","fields":{"name":"甲"}} x"#,
    #"{"collection":"project","fields":{"name":"甲",}}"#,
    #"{"collection":"project","fields":{"name":"甲"},}"#,
    #"{"collection":"project","fields":{"name":"甲","name":"乙"}}"#,
    #"{"collection":"project","collection":"project","fields":{"name":"甲"}}"#,
    #"{"collection":"project","fields":{"name":"甲","项目名称":"乙"}}"#,
    #"{"collection":"project","extra":1,"fields":{"name":"甲"}}"#,
    #"{"collection":"project","fields":{"name":"\x"}}"#,
    #"{"collection":"project","fields":{"name":"\ud83d"}}"#,
    #"{"collection":"project","fields":{"name":"\ude00\ud83d"}}"#,
    #"{"collection":"project","fields":{"name":"\u12"}}"#,
    #"{"collection":"project","fields":{"name":"甲","annual_plan_year":02021}}"#,
    #"{"collection":"project","fields":{"name":"甲","annual_plan_year":+1}}"#,
    #"{"collection":"project","fields":{"name":"甲","annual_plan_year":1.}}"#,
    #"{"collection":"project","fields":{"name":"甲","total_investment":NaN}}"#,
    #"{"collection":"project","fields":{"name":"甲","total_investment":1e3}}"#,
    #"{"collection":"project","fields":{"name":"甲","is_key":True}}"#,
    #"{"collection":"project","fields":{"name":5}}"#,
    #"{"collection":"project","fields":{"name":"甲","total_investment":true}}"#,
    #"{"collection":"project","fields":{"name":"甲","total_investment":{}}}"#,
    #"{"collection":"project","fields":{"name":"甲","total_investment":["5"]}}"#,
    #"{"collection":"project","fields":{"name":"甲","fund_kinds":[["专项债"]]}}"#,
    #"{"collection":"project","fields":{"name":"甲","nonsense":1}}"#,
    #"{"collection":"nonsense","fields":{"name":"甲"}}"#,
    #"{"collection":"project","id":"short","fields":{"name":"甲"}}"#,
    #"{"collection":"project","fields":{"name":"甲","stage":"起飞"}}"#,
    "{\"collection\":\"project\",\"fields\":{\"name\":\"a\tb\"}}",
    #"{"fields":"# + String(repeating: #"{"a":"#, count: 40) + "1",
    "\u{FEFF}{\"collection\":\"project\",\"fields\":{\"name\":\"甲\"}}",
  ])
  func flaws(text: String) throws {
    let scratch = try Scratch()
    let outcome = try scratch.run("put", "--json", input: line("好") + "\n" + text + "\n")
    if text.isEmpty {
      #expect(outcome.status == 0)
      return
    }
    #expect(outcome.status == 65, "\(text): \(outcome.errors)")
    #expect(outcome.failure?.message.hasPrefix("line 2, column ") == true, "\(outcome.errors)")
    #expect(try scratch.must("list", "project", "--json").lines.isEmpty)
  }

  @Test func bytesThatAreNotUTF8() throws {
    let scratch = try Scratch()
    var input = Data(#"{"collection":"project","fields":{"name":""#.utf8)
    input.append(contentsOf: [0xD6, 0xD0, 0xCE, 0xC4])
    input.append(contentsOf: #""}}"#.utf8)
    let outcome = try Program.run(
      ["put", "--json", "--store", scratch.store], input: input)
    #expect(outcome.status == 65)
    #expect(outcome.failure?.message.contains("not UTF-8") == true)
  }

  @Test func aDryRunWritesNothing() throws {
    let scratch = try Scratch()
    let id = try scratch.add("project", "name=甲")
    let input = [
      line("乙"), "{", #"{"collection":"project","id":"\#(id)","fields":{"owner":"丙"}}"#,
      #"{"collection":"project","id":"\#(id)","fields":{"name":"甲"}}"#,
      #"{"collection":"project","fields":{"owner":"无名"}}"#,
    ].joined(separator: "\n")
    let outcome = try scratch.run("put", "--dry-run", "--json", input: input)
    #expect(outcome.status == 65 && outcome.failure?.code == "rejected-lines")
    #expect(
      outcome.object as? [String: Int] == [
        "records": 5, "created": 1, "updated": 1, "unchanged": 1, "rejected": 2,
      ])
    #expect(try scratch.must("list", "project", "--json").lines.count == 1)
    #expect(try scratch.must("put", "--dry-run", "--json", input: line("乙")).status == 0)
  }

  @Test(arguments: [["--batch", "100"], ["--batch", "1"], ["--dry-run"]])
  func whatIsSaidTwiceInALoad(mode: [String]) throws {
    let scratch = try Scratch()
    let project = try scratch.add("project", "name=甲")
    let report = try scratch.add(
      "progress_report", "project=\(project)", "period=2021-08", "month_investment=10",
      "progress_done=基础")
    func line(_ period: String, _ more: String = "") -> String {
      #"{"collection":"progress_report","fields":{"project":"\#(project)","period":"\#(period)","#
        + #""month_investment":20,"progress_done":"主体"\#(more)}}"#
    }
    let correction = line("2021-08", #","corrects":"\#(report)","correction_reason":"核减""#)
    let isDry = mode == ["--dry-run"]
    for (lines, code) in [
      ([line("2021-09"), line("2021-09")], "reported-already"),
      ([correction, correction], "corrected-already"),
    ] {
      let twice = try scratch.run(["put"] + mode + ["--json"], input: lines.joined(separator: "\n"))
      #expect(twice.status == (isDry ? 65 : 1), "\(twice.errors)")
      #expect(twice.errors.contains(code), "\(twice.errors)")
    }
    let away = #"{"collection":"progress_report","id":"\#(report)","fields":{"period":"2021-07"}}"#
    let free = try scratch.run(
      ["put"] + mode + ["--json"], input: away + "\n" + line("2021-08"))
    // A batch that was refused left nothing; of single changes the first stands: a correction of
    // that month.
    #expect((free.status == 0) == (mode != ["--batch", "1"]), "\(free.errors)")
    try scratch.sound()
  }

  @Test func lineEndsAndLimits() throws {
    let scratch = try Scratch()
    let input = line("一") + "\r\n\r\n  \n" + line("二") + "\n\n" + line("三")
    #expect(
      try scratch.must("put", "--json", input: input).lines.last?["records"] as? Int == 3)
    let long = String(repeating: " ", count: (4 << 20) + 1)
    let outcome = try scratch.run("put", "--json", input: line("四") + "\n" + long + line("五"))
    #expect(outcome.status == 65 && outcome.failure?.code == "bad-line")
    #expect(outcome.failure?.message.contains("4 MiB") == true)
  }

  @Test func refusalsHaveTheirOwnStatus() throws {
    let scratch = try Scratch()
    let nameless = try scratch.run(
      "put", "--json", input: #"{"collection":"project","fields":{"owner":"甲"}}"#)
    #expect(nameless.status == 1 && nameless.failure?.code == "required")
    #expect(nameless.failure?.message.contains("line 1") == true)
    let watcher = try Scratch(role: "observer")
    #expect(try watcher.run("put", "--json", input: line("甲")).status == 77)
  }

  @Test func interruption() throws {
    let scratch = try Scratch()
    let process = Process()
    let input = Pipe()
    let errors = Pipe()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["put", "--json", "--store", scratch.store]
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    input.fileHandleForWriting.write(
      Data((line("一") + "\n" + line("二") + "\n" + #"{"collection":"pro"#).utf8))
    var held = 0
    for _ in 0..<100 where held < 2 {
      Thread.sleep(forTimeInterval: 0.1)
      held = try scratch.must("list", "project", "--json").lines.count
    }
    #expect(held == 2)
    process.interrupt()
    process.waitUntilExit()
    let told = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let outcome = Outcome(status: process.terminationStatus, output: "", errors: told)
    #expect(outcome.status == 75 && process.terminationReason == .exit)
    #expect(outcome.failure?.code == "interrupted")
    #expect(outcome.failure?.hint.contains("line 3") == true, "\(told)")
    try scratch.sound()
  }
}
