// One line of text under the cursor.
//
// Guarantees: the cursor always stands between characters (never inside one, however many scalars
// or columns it takes); the window that is shown always holds the cursor and never exceeds its
// columns.

/// A line that is being typed. Holds any text, line ends included (they are shown as `⏎`).
package struct LineEditor: Hashable, Sendable {
  private var characters: [Character]
  private var cursor: Int

  /// An editor that starts with `text`, the cursor after it.
  package init(_ text: String = "") {
    characters = Array(text)
    cursor = characters.count
  }

  /// The text as it stands.
  package var text: String { String(characters) }

  /// Takes one key; false where the key means nothing here.
  package mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(character)
    case .backspace:
      guard cursor > 0 else { return true }
      cursor -= 1
      characters.remove(at: cursor)
    case .delete, .control("d"):
      guard cursor < characters.count else { return true }
      characters.remove(at: cursor)
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .control("u"):
      characters.removeFirst(cursor)
      cursor = 0
    case .control("k"): characters.removeLast(characters.count - cursor)
    case .control("w"): eraseWord()
    default: return false
    }
    return true
  }

  /// The part to show in `columns` and the column of the cursor in it.
  package func window(columns: Int) -> (text: String, cursorColumn: Int) {
    let limit = max(columns - 1, 2)
    var start = cursor
    var used = 0
    while start > 0 {
      let more = Self.columns(of: characters[start - 1])
      if used + more > limit { break }
      used += more
      start -= 1
    }
    var shown = TerminalText.plain(String(characters[start..<cursor]))
    let cursorColumn = TerminalText.width(shown)
    var end = cursor
    var room = columns - cursorColumn
    while end < characters.count {
      room -= Self.columns(of: characters[end])
      if room < 0 { break }
      end += 1
    }
    shown += TerminalText.plain(String(characters[cursor..<end]))
    return (shown, cursorColumn)
  }

  /// A combining mark joins the character before the cursor, as it does on paper.
  private mutating func insert(_ character: Character) {
    if cursor > 0, TerminalText.width(of: character) == 0, character != "\n" {
      let joined = String(characters[cursor - 1]) + String(character)
      if joined.count == 1 {
        characters[cursor - 1] = Character(joined)
        return
      }
    }
    characters.insert(character, at: cursor)
    cursor += 1
  }

  private mutating func eraseWord() {
    var start = cursor
    while start > 0, characters[start - 1].isWhitespace { start -= 1 }
    while start > 0, !characters[start - 1].isWhitespace { start -= 1 }
    characters.removeSubrange(start..<cursor)
    cursor = start
  }

  private static func columns(of character: Character) -> Int {
    TerminalText.width(TerminalText.plain(String(character)))
  }
}
