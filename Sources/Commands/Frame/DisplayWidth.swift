// How many cells of a terminal a text takes: two for the East Asian wide and full-width ranges of
// UAX #11 that project ledgers hold, none for combining and zero-width marks, one for the rest.

/// Cells of a terminal.
enum DisplayWidth {
  /// The cells `text` takes.
  static func of(_ text: String) -> Int {
    var cells = 0
    for scalar in text.unicodeScalars { cells += of(scalar) }
    return cells
  }

  /// The cells one scalar takes: 0, 1 or 2.
  static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: 0
    case 0x20..<0x300: 1
    case 0x300...0x36F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0xFE00...0xFE0F,
      0xFE20...0xFE2F, 0xFEFF, 0xE0100...0xE01EF:
      0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }

  /// `text` cut to at most `cells` cells, with `…` where something was cut.
  static func cut(_ text: String, to cells: Int) -> String {
    guard of(text) > cells else { return text }
    var kept = ""
    var used = 0
    for scalar in text.unicodeScalars {
      let width = of(scalar)
      if used + width > cells - 1 { break }
      used += width
      kept.unicodeScalars.append(scalar)
    }
    return kept + "…"
  }

  /// `text` on one line: line ends and tabs become spaces, other control characters vanish, those
  /// that turn the direction of writing among them, so that a value can neither break a table, nor
  /// speak to the terminal, nor be read otherwise than it stands.
  static func singleLine(_ text: String) -> String {
    // The last two begin U+061C and U+2000...2FFF.
    let isSuspect = text.utf8.contains { byte in
      byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2
    }
    guard isSuspect else { return text }
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: line.unicodeScalars.append(" ")
      case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: continue
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }
}
