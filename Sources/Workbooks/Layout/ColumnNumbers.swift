// Rows that number the columns of a table, as offices print them below the header: `1 | 2 | 3`,
// `甲 | 乙 | 1 | 2`, `栏次 | 1 | 2`. Guarantees: a row of three filled cells at least, the numbers from
// 1 on without a gap, nothing else beside them.

extension SheetRow {
  private static let beginnings: Set<String> = ["1", "(1)", "甲", "栏次", "列次"]

  /// Whether the row counts the columns. O(cells).
  var numbersColumns: Bool {
    guard let first = cells.first(where: { !$0.isBlank })?.plain, first.utf8.count <= 12,
      Self.beginnings.contains(FoldedText.folded(first))
    else { return false }
    var held = cells.filter { !$0.isBlank }.map { FoldedText.folded($0.plain) }[...]
    guard held.count >= 3 else { return false }
    if held[0].hasSuffix("次") { held.removeFirst() }
    let stems = zip(held, "甲乙丙丁戊").prefix { text, stem in text == String(stem) }.count
    guard stems != 1, held.count >= stems + 2 else { return false }
    return zip(held.dropFirst(stems), 1...).allSatisfy { text, place in
      // A column computed from others says how: `4=2+3`.
      let number = String(text.prefix { $0 != "=" })
      return number == "\(place)" || number == "(\(place))"
    }
  }
}
