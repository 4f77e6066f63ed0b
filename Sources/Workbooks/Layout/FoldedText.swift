// Text of cells in the form in which it is compared: full-width signs as ASCII, without space.

/// Makes texts comparable that people type in different ways.
package enum FoldedText {
  /// Full-width ASCII as ASCII, every kind of dash as `-`, without space and line breaks.
  /// O(length).
  package static func folded(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if let kept = fold(scalar) { result.append(kept) }
    }
    return String(result)
  }

  private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x21...0x7E: scalar
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
    case 0x2010...0x2015, 0x2212, 0xFE63, 0x2500, 0x2501: "-"
    case 0...0x20, 0x85, 0xA0, 0x3000, 0xFEFF, 0x200B...0x200D, 0x2000...0x200A, 0x2028, 0x2029: nil
    default: scalar
    }
  }

  /// Signs that stand for nothing: `-`, `/`, `— —`, `——`, `--`, `\`.
  package static func isPlaceholder(_ text: String) -> Bool {
    guard text.utf8.count <= 24 else { return false }
    let folded = folded(text)
    return !folded.isEmpty
      && folded.unicodeScalars.allSatisfy { "-/\\".unicodeScalars.contains($0) }
  }

  /// Signs that lists put beside names and explain at their foot.
  private static let marks = Set("★☆▲△●○◆◇■□※＊*".unicodeScalars)

  /// The marks at the ends of a name, each once.
  package static func marks(around text: String) -> Set<Unicode.Scalar> {
    let scalars = text.unicodeScalars
    let isEnd = { (scalar: Unicode.Scalar) in
      marks.contains(scalar) || scalar.properties.isWhitespace
    }
    guard let first = scalars.first, let last = scalars.last, isEnd(first) || isEnd(last) else {
      return []
    }
    return marks.intersection(scalars.prefix(while: isEnd)).union(
      marks.intersection(scalars.reversed().prefix(while: isEnd)))
  }

  /// A name without marks at its ends, line breaks and the space around it.
  package static func name(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar != "\n" && scalar != "\r" && scalar != "\u{FEFF}"
    {
      scalars.append(scalar)
    }
    var rest = scalars[...]
    while let first = rest.first, marks.contains(first) || first.properties.isWhitespace {
      rest.removeFirst()
    }
    while let last = rest.last, marks.contains(last) || last.properties.isWhitespace {
      rest.removeLast()
    }
    return String(rest)
  }

  /// Without space and line breaks at its ends.
  package static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.first, let last = scalars.last,
      first.properties.isWhitespace || last.properties.isWhitespace
    else { return text }
    var rest = scalars[...]
    while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
    return String(rest)
  }
}
