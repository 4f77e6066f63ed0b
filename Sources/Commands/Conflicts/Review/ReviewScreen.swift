// The review drawn as lines of text with ANSI attributes.
//
// Guarantees: exactly `rows` lines, none wider than `columns` (down to 40x10), whatever the records
// hold; the decision and the keys are always on the screen, only the siblings scroll.

package import Catalogue

/// One drawn screen: the lines and where the cursor stands (nil: hidden).
package struct ReviewFrame: Sendable {
  /// From the top; as many as the terminal has rows.
  package var lines: [String]
  /// Where the person types; nil while nothing is being typed.
  package var cursor: (row: Int, column: Int)?
}

/// Draws a `ReviewSession`.
package struct ReviewScreen {
  private let language: Language
  private let isColored: Bool

  /// - Parameter isColored: whether attributes beyond plain text may be used.
  package init(language: Language, isColored: Bool) {
    self.language = language
    self.isColored = isColored
  }

  /// The screen of `session`, which may have its scroll position brought into range.
  package func draw(_ session: inout ReviewSession, rows: Int, columns: Int) -> ReviewFrame {
    let rows = max(rows, 10)
    let columns = max(columns, 40)
    let head = heading(session, columns)
    let (foot, cursor) = footing(session, columns)
    let room = rows - head.count - foot.count
    let body = siblings(session, columns)
    session.scroll = min(session.scroll, max(0, body.count - room))
    var lines = head
    lines += body.dropFirst(session.scroll).prefix(room)
    let hidden = body.count - session.scroll - room
    if hidden > 0, room > 0 {
      lines[lines.count - 1] = dim(
        TerminalText.cut(say("review.more", String(hidden)), to: columns))
    }
    while lines.count < rows - foot.count { lines.append("") }
    let cursorRow = cursor.map { (row: lines.count + $0.row, column: $0.column) }
    lines += foot
    return ReviewFrame(lines: lines, cursor: cursorRow)
  }

  private func heading(_ session: ReviewSession, _ columns: Int) -> [String] {
    let item = session.current
    let title = say(
      "review.title", String(session.index + 1), String(session.items.count),
      String(session.staged.count))
    var lines = [reverse(TerminalText.pad(" " + title, to: columns))]
    lines.append(bold(TerminalText.cut(TerminalText.plain(item.recordName), to: columns)))
    lines.append(TerminalText.cut(TerminalText.plain(item.heading), to: columns))
    let base = item.base.map { TerminalText.plain($0) } ?? say("review.no-base")
    lines.append(dim(TerminalText.cut(say("review.base", base), to: columns)))
    lines.append(rule(columns))
    return lines
  }

  private func siblings(_ session: ReviewSession, _ columns: Int) -> [String] {
    let item = session.current
    var lines: [String] = []
    for (position, sibling) in item.siblings.enumerated() {
      let isTaken = session.currentChoice == .take(position)
      let mark = isTaken ? "*" : " "
      let number = "\(mark)\(position + 1)  "
      let value = sibling.value.isEmpty ? say("review.empty") : TerminalText.plain(sibling.value)
      let parts = TerminalText.wrap(value, to: columns - number.count - 1)
      for (row, part) in parts.enumerated() {
        let lead = row == 0 ? number : String(repeating: " ", count: number.count)
        lines.append(isTaken ? bold(lead + part) : lead + part)
      }
      let tag = position == item.shown ? say("review.shown") + "  " : ""
      lines.append(
        dim(TerminalText.cut("    " + tag + TerminalText.plain(sibling.origin), to: columns)))
    }
    return lines
  }

  private func footing(
    _ session: ReviewSession, _ columns: Int
  ) -> (lines: [String], cursor: (row: Int, column: Int)?) {
    let rule = rule(columns)
    let keys = say("review.keys").split(separator: "\n").map {
      TerminalText.cut(String($0), to: columns)
    }
    switch session.mode {
    case .browsing:
      return ([rule, TerminalText.cut(status(session), to: columns)] + keys, nil)
    case .leaving:
      let ask = say("review.leave", String(session.staged.count))
      return ([rule, bold(TerminalText.cut(ask, to: columns))] + keys, nil)
    case .editing(let editor):
      return typing(say("review.edit"), editor, session, columns, rule)
    case .numbering(let editor):
      return typing(say("review.number"), editor, session, columns, rule)
    case .reasoning(let editor):
      return typing(say("review.reason"), editor, session, columns, rule)
    }
  }

  private func typing(
    _ prompt: String, _ editor: LineEditor, _ session: ReviewSession, _ columns: Int, _ rule: String
  ) -> (lines: [String], cursor: (row: Int, column: Int)?) {
    let lead = prompt + " "
    let window = editor.window(columns: columns - TerminalText.width(lead))
    let below = session.notice.map { notice in
      Catalogue.text(Message(notice.key, notice.arguments), in: language)
    }
    let lines = [
      rule, lead + window.text,
      TerminalText.cut(TerminalText.plain(below ?? say("review.edit-keys")), to: columns),
    ]
    return (lines, (row: 1, column: TerminalText.width(lead) + window.cursorColumn))
  }

  /// The line above the keys: a notice, a refusal, the decision, or that there is none.
  private func status(_ session: ReviewSession) -> String {
    if let notice = session.notice {
      return TerminalText.plain(
        Catalogue.text(Message(notice.key, notice.arguments), in: language))
    }
    switch session.currentChoice {
    case .take(let position): return say("review.taken", String(position + 1))
    case .value(let text): return say("review.typed", TerminalText.plain(text))
    case nil:
      if let refusal = session.current.refusal { return TerminalText.plain(refusal) }
      return say("review.undecided")
    }
  }

  private func say(_ key: String, _ arguments: String...) -> String {
    Catalogue.text(Message(key, arguments), in: language)
  }

  private func rule(_ columns: Int) -> String { dim(String(repeating: "-", count: columns)) }

  private func reverse(_ text: String) -> String { "\u{1B}[7m\(text)\u{1B}[0m" }
  private func bold(_ text: String) -> String { "\u{1B}[1m\(text)\u{1B}[0m" }
  private func dim(_ text: String) -> String { isColored ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}
