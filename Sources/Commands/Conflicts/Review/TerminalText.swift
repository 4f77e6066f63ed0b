// The columns that text takes on a terminal, and text made safe to put there.
//
// Guarantees: widths follow Unicode's East Asian Width (wide and full width: two columns;
// ambiguous: one, as UTF-8 terminals do); nothing that a record holds reaches the terminal as a
// control sequence; wrapping and cutting never split a character.

/// Text as a terminal shows it: widths in columns, wrapped and cut by columns.
package enum TerminalText {
  /// The columns of `text`, 0 or more. O(length).
  package static func width(_ text: some StringProtocol) -> Int {
    var total = 0
    for character in text { total += width(of: character) }
    return total
  }

  /// The columns of one character: 0, 1 or 2.
  package static func width(of character: Character) -> Int {
    var widest = 0
    for scalar in character.unicodeScalars {
      if scalar.value == 0xFE0F { return 2 }
      widest = max(widest, DisplayWidth.of(scalar))
    }
    return widest
  }

  /// `text` with line ends shown as `⏎` and every other control, bidirectional or invisible format
  /// character as `·`, so that it takes the columns that `width` says and can move no cursor.
  package static func plain(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A: result.append("⏎")
      case 0x0D: continue
      case 0x09: result.append(" ")
      case 0x00..<0x20, 0x7F..<0xA0, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F,
        0xFEFF:
        result.append("·")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// `text` cut to at most `columns`, with `…` in its last column where something was cut.
  package static func cut(_ text: String, to columns: Int) -> String {
    guard columns > 0 else { return "" }
    guard width(text) > columns else { return text }
    var result = ""
    var used = 0
    for character in text {
      let more = width(of: character)
      if used + more > columns - 1 { break }
      result.append(character)
      used += more
    }
    return result + "…"
  }

  /// `text` in lines of at most `columns` (2 or more); an empty text is one empty line.
  package static func wrap(_ text: String, to columns: Int) -> [String] {
    let limit = max(columns, 2)
    var lines: [String] = []
    var line = ""
    var used = 0
    for character in text {
      let more = width(of: character)
      if used + more > limit {
        lines.append(line)
        line = ""
        used = 0
      }
      line.append(character)
      used += more
    }
    lines.append(line)
    return lines
  }

  /// `text` followed by spaces up to `columns`; cut where it is longer.
  package static func pad(_ text: String, to columns: Int) -> String {
    let short = cut(text, to: columns)
    return short + String(repeating: " ", count: max(0, columns - width(short)))
  }
}
