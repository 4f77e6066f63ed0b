// The signs that stand before headings in offices' lists, and the counts that headings declare:
// `一、`, `（一）`, `——`, `①`, `Ⅰ`, `【…】`; `（94个）`, `64项`, `项目数 426 个`, `一产项目 4`.

/// What a heading's text says of itself.
struct SectionSign {
  /// The place in the outline, 1 the highest; nil without a sign.
  let level: Int?
  /// How many projects it says it holds.
  let count: Int?

  private static let numerals = Set("一二三四五六七八九十百零〇".unicodeScalars)
  private static let roman = Set("ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ".unicodeScalars)

  init(_ text: String) {
    let folded = Array(FoldedText.folded(text).unicodeScalars)
    level = Self.level(folded)
    count = Self.count(folded) ?? Self.trailingCount(text)
  }

  /// The `N个` or `N项` that a text declares, nothing behind a space.
  static func declared(_ text: String) -> Int? {
    count(Array(FoldedText.folded(text).unicodeScalars))
  }

  /// The level of a serial cell that is itself a sign: `一`, `（二）`, `①`.
  static func level(ofSerial text: String) -> Int? {
    let folded = Array(FoldedText.folded(text).unicodeScalars)
    guard !folded.isEmpty, folded.count <= 6 else { return nil }
    if folded.allSatisfy({ numerals.contains($0) }) { return 1 }
    return level(folded)
  }

  /// A text without the sign of a heading before it and the count in brackets behind it, folded:
  /// `（一）交通（3个）` is `交通`; nil without such a sign.
  static func unsigned(_ text: String) -> String? {
    let folded = FoldedText.folded(text)
    guard let first = folded.unicodeScalars.first, first != "第", SectionSign(text).level != nil
    else { return nil }
    var rest = folded[...]
    if first == "(" {
      rest = rest.drop { $0 != ")" }.dropFirst()
    } else {
      let isNumeral = numerals.contains(first)
      rest = rest.drop { sign in
        sign.unicodeScalars.allSatisfy { scalar in
          isNumeral
            ? numerals.contains(scalar)
            : roman.contains(scalar) || (0x2460...0x2473).contains(scalar.value)
              || "-【".unicodeScalars.contains(scalar)
        }
      }
    }
    rest = rest.drop { "、.,:".contains($0) }
    if rest.hasSuffix("】") { rest = rest.dropLast() }
    if declared(String(rest)) != nil, rest.hasSuffix(")"), let open = rest.lastIndex(of: "(") {
      rest = rest[..<open]
    }
    return rest.isEmpty ? nil : String(rest)
  }

  private static func level(_ text: [Unicode.Scalar]) -> Int? {
    guard let first = text.first else { return nil }
    if first == "【" { return 1 }
    if roman.contains(first) { return 1 }
    if (0x2460...0x2473).contains(first.value) { return 4 }
    if first == "-", text.count > 1 {
      if text[1] == "-" { return text.count > 2 ? 3 : nil }
      return (0x30...0x39).contains(text[1].value) ? 4 : 3
    }
    var rest = text[...]
    let isBracketed = first == "("
    if isBracketed { rest.removeFirst() }
    if rest.first == "第" { rest.removeFirst() }
    let digits = rest.prefix { numerals.contains($0) }
    guard !digits.isEmpty, let next = rest.dropFirst(digits.count).first else { return nil }
    if isBracketed { return next == ")" ? 2 : nil }
    if text.first == "第" { return "部类批篇章".unicodeScalars.contains(next) ? 1 : nil }
    return next == "、" || next == "." || next == "," || next == ":" ? 1 : nil
  }

  /// The last `N个` or `N项` of a text, with nothing but brackets, signs or a measure word behind it.
  private static func count(_ text: [Unicode.Scalar]) -> Int? {
    var found: Int?
    var index = 0
    while index < text.count {
      guard (0x30...0x39).contains(text[index].value) else {
        index += 1
        continue
      }
      let start = index
      while index < text.count, (0x30...0x39).contains(text[index].value) { index += 1 }
      guard index < text.count, text[index] == "个" || text[index] == "项" else { continue }
      let rest = text[(index + 1)...]
      let ends = rest.first.map { "项目)】,。;:个".unicodeScalars.contains($0) } ?? true
      let isSum = start > 0 && text[start - 1] == "."
      guard ends || rest.count > 0, !isSum, index - start <= 6 else { continue }
      if ends, found == nil { found = number(text[start..<index]) }
    }
    return found
  }

  /// `一产项目 4`: a number behind a space.
  private static func trailingCount(_ text: String) -> Int? {
    let scalars = Array(FoldedText.trimmed(text).unicodeScalars)
    let digits = scalars.reversed().prefix { (0x30...0x39).contains($0.value) }
    guard (1...5).contains(digits.count), digits.count < scalars.count else { return nil }
    let before = scalars[scalars.count - digits.count - 1]
    guard before.properties.isWhitespace else { return nil }
    return number(scalars[(scalars.count - digits.count)...])
  }

  private static func number(_ digits: ArraySlice<Unicode.Scalar>) -> Int? {
    Int(String(String.UnicodeScalarView(digits)))
  }

  /// Whether a serial cell counts a project: `1`, `1.0`, `（1）`, `1、`, `1.`, `A1`.
  static func isSerial(_ cell: SheetCell) -> Bool {
    switch cell {
    case .number(let value): return value == value.rounded() && value >= 0
    case .text(let text):
      let folded = FoldedText.folded(text)
      let bare = folded.unicodeScalars.filter { !"().、,．".unicodeScalars.contains($0) }
      guard !bare.isEmpty, bare.count <= 12 else { return false }
      return bare.contains { (0x30...0x39).contains($0.value) }
        && bare.allSatisfy { scalar in
          (0x30...0x39).contains(scalar.value) || (0x41...0x5A).contains(scalar.value)
            || (0x61...0x7A).contains(scalar.value)
        }
    default: return false
    }
  }

  /// The number that a serial cell counts to: `3`, `3.0`, `（3）`, `3、`; nil where it is none.
  static func number(ofSerial cell: SheetCell) -> Int? {
    guard isSerial(cell) else { return nil }
    switch cell {
    case .number(let value): return value < 1e9 ? Int(value) : nil
    case .text(let text):
      let digits = FoldedText.folded(text).drop { $0 == "(" }.prefix { $0.isASCII && $0.isNumber }
      return digits.utf8.count <= 9 ? Int(digits) : nil
    default: return nil
    }
  }

  /// A range of serial numbers, `428-442`.
  static func isSerialRange(_ text: String) -> Bool {
    let parts = FoldedText.folded(text).split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 2
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }
}
