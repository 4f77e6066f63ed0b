// What is verified here, with no terminal and no store:
// 1. Taking a sibling stages it and moves on; undo takes exactly the last decision back.
// 2. Nothing is written before `w`; leaving with staged decisions asks first.
// 3. An edited value that does not parse stays in the editor with the reason.
// 4. A refused settlement stays on the list with its reason, the others leave it.
// 5. A screen has exactly its rows and never more than its columns, in both languages, whatever the
//    values hold (wide characters, escape sequences, 10,000 characters, 40 siblings).
// 6. Keys: UTF-8 split between reads, cursor keys, a lone Escape, unknown sequences.
// 7. The line editor: CJK, combining marks, backspace, a cursor that stays within its window.
// 8. Widths: wide, narrow, combining, control.

import Catalogue
import Commands
import Testing

@Suite("conflicts review without a terminal")
struct ReviewSessionTests {
  private func item(_ id: String, values: [String] = ["50000", "80000"]) -> ReviewItem {
    ReviewItem(
      id: id, recordName: "天中食品产业园项目", heading: "总投资 · 同时修改 · 暂显示最后写入的值", base: "40000",
      siblings: values.map {
        ReviewSibling(value: $0, typed: $0, origin: "甲 · 驿城区 · 2024-05-01 08:00")
      },
      shown: 1, merged: values.joined(separator: "\n"))
  }

  private func session(_ count: Int = 3) -> ReviewSession {
    ReviewSession(items: (1...count).map { item("conflict\($0)") }) { _, text in
      text == "bad" ? "not a number" : nil
    }
  }

  private func type(_ text: String, into session: inout ReviewSession) {
    for character in text { _ = session.handle(.character(character)) }
  }

  @Test("taking stages and moves on; undo takes back exactly the last")
  func takeAndUndo() {
    var session = session()
    _ = session.handle(.character("1"))
    #expect(session.index == 1)
    _ = session.handle(.character("2"))
    #expect(session.staged == ["conflict1": .take(0), "conflict2": .take(1)])
    _ = session.handle(.character("u"))
    #expect(session.index == 1)
    #expect(session.staged == ["conflict1": .take(0)])
    _ = session.handle(.character("p"))
    _ = session.handle(.character("2"))
    #expect(session.staged["conflict1"] == .take(1))
    _ = session.handle(.character("u"))
    #expect(session.staged["conflict1"] == .take(0))
    _ = session.handle(.character("7"))
    #expect(session.notice?.key == "review.no-such-sibling")
  }

  @Test("leaving with staged decisions asks; w asks for a reason and writes")
  func leaveAndWrite() {
    var session = session()
    #expect(session.handle(.character("q")) == .leave)
    _ = session.handle(.character("1"))
    #expect(session.handle(.character("q")) == .none)
    #expect(session.mode == .leaving)
    #expect(session.handle(.character("x")) == .none)
    #expect(session.mode == .browsing)
    #expect(session.handle(.character("w")) == .none)
    type("核对", into: &session)
    #expect(session.handle(.enter) == .write(reason: "核对"))
  }

  @Test("a value that does not parse stays in the editor")
  func invalidEdit() {
    var session = session()
    _ = session.handle(.character("e"))
    _ = session.handle(.control("u"))
    type("bad", into: &session)
    #expect(session.handle(.enter) == .none)
    #expect(session.notice?.key == "review.invalid")
    #expect(session.mode == .editing(LineEditor("bad")))
    _ = session.handle(.control("u"))
    type("6亿", into: &session)
    _ = session.handle(.enter)
    #expect(session.staged["conflict1"] == .value("6亿"))
  }

  @Test("a refused settlement stays, the others leave; none left leaves the review")
  func refusal() {
    var session = session()
    _ = session.handle(.character("1"))
    _ = session.handle(.character("1"))
    #expect(session.written(refused: ["conflict2": "another arrived"]) == .none)
    #expect(session.items.map(\.id) == ["conflict2", "conflict3"])
    #expect(session.items[0].refusal == "another arrived")
    #expect(session.staged.isEmpty)
    _ = session.handle(.character("p"))
    _ = session.handle(.character("1"))
    _ = session.handle(.character("1"))
    #expect(session.written(refused: [:]) == .leave)
  }

  @Test("exactly rows lines, none wider than columns", arguments: Language.allCases)
  func screenFits(language: Language) {
    let wild = [
      "", "\u{1B}[2Jgone", String(repeating: "项目建设", count: 2_500), "e\u{301}a\u{200B}b\r\nc\td",
      "👩‍👩‍👧‍👦完成",
    ]
    let many = wild + (0..<40).map { "value \($0)" }
    let screen = ReviewScreen(language: language, isColored: true)
    for (rows, columns) in [(24, 80), (10, 40), (50, 132), (11, 41)] {
      for keys in ["", "e", "t", "1w", "1q", "m"] {
        var session = ReviewSession(items: [item("a", values: many), item("b")]) { _, _ in nil }
        type(keys, into: &session)
        session.scroll = 100_000
        for _ in 0..<2 {
          let frame = screen.draw(&session, rows: rows, columns: columns)
          #expect(frame.lines.count == rows)
          for line in frame.lines {
            let plain = line.replacing(/\u{1B}\[[0-9]*m/, with: "")
            #expect(TerminalText.width(plain) <= columns)
            #expect(!plain.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
          }
          if let cursor = frame.cursor {
            #expect(cursor.row < rows && cursor.column < columns)
          }
        }
      }
    }
  }

  @Test("keys from bytes")
  func keys() {
    var decoder = KeyDecoder()
    let text = Array("亿".utf8)
    #expect(decoder.feed(text.prefix(2)) == [])
    #expect(decoder.feed(text.suffix(1)) == [.character("亿")])
    #expect(
      decoder.feed(Array("\u{1B}[A\u{1B}OB\u{1B}[5~\u{1B}[1;5C".utf8)) == [
        .up, .down, .pageUp, .right,
      ])
    #expect(decoder.feed([0x1B]) == [])
    #expect(decoder.isWaiting)
    #expect(decoder.flush() == [.escape])
    #expect(
      decoder.feed([0x1B, 0x5B, 0x39, 0x39, 0x7E, 0x0D, 0x7F, 0x03]) == [
        .enter, .backspace, .control("c"),
      ])
    #expect(decoder.feed([0xFF, 0x80, 0xC0, 0x61]) == [.character("a")])
    var random: UInt64 = 7
    for _ in 0..<20_000 {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      _ = decoder.feed([UInt8(truncatingIfNeeded: random >> 33)])
    }
  }

  @Test("the line editor keeps characters whole and the cursor in its window")
  func lineEditor() {
    var editor = LineEditor("总投资")
    _ = editor.handle(.backspace)
    #expect(editor.text == "总投")
    _ = editor.handle(.home)
    _ = editor.handle(.character("计"))
    #expect(editor.text == "计总投")
    _ = editor.handle(.end)
    _ = editor.handle(.character("e"))
    _ = editor.handle(.character("\u{301}"))
    _ = editor.handle(.backspace)
    #expect(editor.text == "计总投")
    #expect(editor.window(columns: 20).cursorColumn == 6)
    var long = LineEditor(String(repeating: "项", count: 500))
    for _ in 0..<501 {
      let window = long.window(columns: 31)
      #expect(window.cursorColumn <= 30)
      #expect(TerminalText.width(window.text) <= 31)
      _ = long.handle(.left)
    }
    #expect(long.handle(.escape) == false)
  }

  @Test("widths")
  func widths() {
    #expect(TerminalText.width("abc") == 3)
    #expect(TerminalText.width("项目（一期）") == 12)
    #expect(TerminalText.width("e\u{301}") == 1)
    #expect(TerminalText.width("“5亿”") == 5)
    #expect(TerminalText.cut("项目建设", to: 5) == "项目…")
    #expect(TerminalText.wrap("项目ab", to: 3) == ["项", "目a", "b"])
    #expect(TerminalText.plain("a\u{1B}[31m\nb") == "a·[31m⏎b")
    #expect(TerminalText.pad("项", to: 4) == "项  ")
  }
}
