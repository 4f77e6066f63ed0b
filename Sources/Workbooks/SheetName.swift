// Names of sheets as Excel takes them: 1...31 units of UTF-16, none of []:*?/\, no apostrophe at an
// end, unique without regard to case.

enum SheetName {
  /// Lawful names for the wanted ones, in their order: forbidden signs become a space, long names
  /// are cut, repeated ones get a number. O(names × length).
  static func lawful(_ wanted: [String]) -> [String] {
    var taken: Set<String> = []
    return wanted.map { name in
      let base = trimmed(name)
      var candidate = cut(base, to: 31)
      var number = 2
      while !taken.insert(candidate.lowercased()).inserted {
        let suffix = " \(number)"
        candidate = cut(base, to: 31 - suffix.utf16.count) + suffix
        number += 1
      }
      return candidate
    }
  }

  private static func trimmed(_ name: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in PlainText.cleaned(name).unicodeScalars {
      let isForbidden = "[]:*?/\\\n\t\u{FFFD}".unicodeScalars.contains(scalar)
      scalars.append(isForbidden ? " " : scalar)
    }
    var text = Substring(String(scalars))
    while let first = text.first, first == "'" || first == " " { text.removeFirst() }
    while let last = text.last, last == "'" || last == " " { text.removeLast() }
    return text.isEmpty || text.lowercased() == "history" ? "表" + text : String(text)
  }

  private static func cut(_ name: String, to units: Int) -> String {
    var result = ""
    for character in name {
      guard result.utf16.count + String(character).utf16.count <= units else { break }
      result.append(character)
    }
    while let last = result.last, last == "'" || last == " " { result.removeLast() }
    return result.isEmpty ? "表" : result
  }
}
