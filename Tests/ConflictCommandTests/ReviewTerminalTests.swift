// What is verified here, with the real program in a pseudoterminal of 24 rows and 80 columns:
// 1. The review shows each conflict, takes keys (digits, CJK in the editor, undo) and writes what
//    was decided as ordinary changes; nothing is written before `w`.
// 2. It draws again at a new size and never beyond the screen.
// 3. The terminal is given back after a key, after SIGTERM and after SIGINT, staged decisions
//    unwritten.
// 4. A settlement that raced with a newcomer is refused and stays on the screen.
// 5. Without a terminal it is refused with status 64.

import Foundation
import Testing

@Suite("conflicts review in a terminal", .serialized)
struct ReviewTerminalTests {
  /// A city whose first office has `count` open conflicts of one field.
  private func city(_ count: Int, _ field: String = "remark") throws -> (City, [String]) {
    let city = try City(2)
    var records: [String] = []
    for index in 0..<count {
      records.append(try city.hub.add("name=演示项目\(index + 1)", "\(field)=原值"))
    }
    try city.sync()
    for record in records {
      try city.offices[0].must("set", record, "\(field)=甲方写的值")
      try city.offices[1].must("set", record, "\(field)=乙方写的值")
    }
    try city.sync()
    return (city, records)
  }

  private func review(_ office: Office, rows: Int = 24, columns: Int = 80) throws
    -> Pseudoterminal
  {
    try Pseudoterminal(
      Program.process(
        ["--store", office.store, "--author", office.author, "conflicts", "review"],
        environment: ["TERM": "xterm"]), rows: rows, columns: columns)
  }

  private func has(_ text: String) -> ([String]) -> Bool {
    { lines in lines.contains { $0.contains(text) } }
  }

  @Test("take, edit in Chinese, undo, write")
  func settle() throws {
    let (city, records) = try city(3)
    let office = city.offices[0]
    let before = try office.dump()
    let terminal = try review(office)
    var lines = terminal.screen(until: has("第 1 / 3 个"))
    #expect(lines.contains { $0.contains("演示项目1") })
    #expect(lines.contains { $0.contains("原值 原值") })
    #expect(lines.contains { $0.hasPrefix(" 1  ") } && lines.contains { $0.hasPrefix(" 2  ") })
    #expect(lines[23].contains("q 退出"))
    #expect(!terminal.isCooked)
    let chosen = lines.first { $0.hasPrefix(" 2  ") }?.dropFirst(4).trimmingCharacters(
      in: .whitespaces)
    terminal.type("2")
    lines = terminal.screen(until: has("第 2 / 3 个"))
    #expect(lines[0].contains("已定 1 个"))
    terminal.type("1")
    _ = terminal.screen(until: has("第 3 / 3 个"))
    terminal.type("u")
    lines = terminal.screen(until: has("已撤销"))
    #expect(lines[0].contains("第 2 / 3 个"))
    #expect(lines[0].contains("已定 1 个"))
    terminal.type("e\u{15}会议商定的值错\u{7F}")
    lines = terminal.screen(until: has("改为： 会议商定的值 "))
    terminal.type("\r")
    lines = terminal.screen(until: has("第 3 / 3 个"))
    #expect(lines[0].contains("已定 2 个"))
    #expect(try office.dump() == before)
    terminal.type("w")
    _ = terminal.screen(until: has("写入的理由"))
    terminal.type("核对\r")
    lines = terminal.screen(until: has("第 1 / 1 个"))
    #expect(lines.contains { $0.contains("演示项目3") })
    terminal.type("q")
    let ended = terminal.finish()
    #expect(ended.status == 0)
    #expect(terminal.isCooked)
    #expect(ended.raw.contains("\u{1B}[?1049l"))
    #expect(ended.raw.contains("定了 2 个冲突，剩 1 个"))
    #expect(try office.field(records[0], "remark") as? String == chosen)
    #expect(try office.field(records[1], "remark") as? String == "会议商定的值")
    let history = try office.must("conflicts", "history", "--json").lines
    #expect(history.count == 2 && history.allSatisfy { $0["reason"] as? String == "核对" })
    try city.sync()
    try city.expectConverged()
  }

  @Test("a new size is drawn at once, within its bounds")
  func resize() throws {
    let (city, _) = try city(1)
    let terminal = try review(city.offices[0])
    _ = terminal.screen(until: has("第 1 / 1 个"))
    terminal.resize(rows: 12, columns: 44)
    let lines = terminal.screen(12, 44) { has("q 退出")($0) && $0[11].contains("q 退出") }
    #expect(lines[0].contains("台账"))
    #expect(lines[11].contains("q 退出"))
    terminal.type("q")
    #expect(terminal.finish().status == 0)
  }

  @Test("signals give the terminal back and write nothing", arguments: [SIGTERM, SIGINT, SIGHUP])
  func signals(number: Int32) throws {
    let (city, _) = try city(2)
    let office = city.offices[0]
    let before = try office.dump()
    let terminal = try review(office)
    _ = terminal.screen(until: has("第 1 / 2 个"))
    terminal.type("1")
    _ = terminal.screen(until: has("第 2 / 2 个"))
    terminal.signal(number)
    let ended = terminal.finish()
    #expect(ended.raw.contains("\u{1B}[?1049l"))
    #expect(ended.raw.contains("1 个决定没有写入"))
    #expect(ended.status == 0 || ended.status == 1)
    #expect(terminal.isCooked)
    #expect(try office.dump() == before)
  }

  @Test("a raced settlement is refused and stays")
  func race() throws {
    let (city, records) = try city(1)
    let office = city.offices[0]
    let terminal = try review(office)
    _ = terminal.screen(until: has("第 1 / 1 个"))
    try city.hub.must("set", records[0], "remark=后来的值")
    try city.offices[1].must("set", records[0], "remark=又一个值")
    for _ in 0..<2 { for each in city.offices { try each.must("sync") } }
    terminal.type("1")
    _ = terminal.screen(until: has("已定 1 个"))
    terminal.type("w\r")
    let lines = terminal.screen(until: has("1 个被拒"))
    #expect(lines.contains { $0.contains("后来的值") })
    terminal.type("q")
    #expect(terminal.finish().status == 0)
    #expect(try office.conflicts().count == 1)
  }

  @Test("without a terminal it is refused")
  func noTerminal() throws {
    let (city, _) = try city(1)
    let outcome = try city.offices[0].run("conflicts", "review", "--json")
    #expect(outcome.status == 64)
    #expect(outcome.errorCode == "no-terminal")
  }
}
