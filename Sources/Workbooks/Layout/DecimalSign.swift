// Whether a point or a comma stands before the decimals of a table's numbers, where its file may
// use either: told by the numbers that can be read in one way only. Guarantees: what can be read in
// two ways is never guessed; numbers of files that part their cells otherwise stay as they stand.

internal import Projects

/// The sign before decimals.
enum DecimalSign {
  case point, comma
  /// Nothing tells, or the numbers tell different things.
  case unclear

  /// The rows under a header, numbers with decimal commas written with points: `1.500,5` as
  /// `1500.5`. O(cells).
  static func read(
    _ rows: ArraySlice<SheetRow>, of sheet: BookSheet, under header: HeaderMap
  ) -> (rows: ArraySlice<SheetRow>, sign: DecimalSign) {
    guard sheet.commasMayBeDecimal else { return (rows, .point) }
    let columns = header.columns.indices.filter { holdsNumbers(header.columns[$0]) }
    var (hasPoints, hasCommas) = (false, false)
    for row in rows {
      for column in columns {
        guard case .text(let text) = row[column] else { continue }
        for meaning in NumberSigns.meanings(in: FoldedText.folded(text)) {
          if meaning == .point { hasPoints = true }
          if meaning == .comma { hasCommas = true }
        }
      }
    }
    guard hasCommas != hasPoints else { return (rows, .unclear) }
    guard hasCommas else { return (rows, .point) }
    let plain = rows.map { row -> SheetRow in
      var row = row
      for column in columns where row.cells.indices.contains(column) {
        guard case .text(let text) = row.cells[column] else { continue }
        let folded = FoldedText.folded(text)
        guard NumberSigns.meanings(in: folded).contains(where: { $0 != .none }) else { continue }
        row.cells[column] = .text(NumberSigns.withPoints(folded))
      }
      return row
    }
    return (plain[...], .comma)
  }

  private static func holdsNumbers(_ column: SheetColumn) -> Bool {
    guard let field = column.field else { return false }
    switch field.type {
    case .money, .decimal, .area: return true
    case .integer: return !field.isYear
    default: return false
    }
  }
}

/// The points and commas of the numbers in a folded text.
enum NumberSigns {
  /// What stands before the decimals of one number.
  enum Meaning {
    /// It has no signs, or signs that no number has.
    case none
    case point, comma
    /// One sign before three digits: it parts decimals or thousands.
    case either
  }

  /// O(length).
  static func meanings(in text: String) -> [Meaning] {
    text.split { !isPart($0) }.map { meaning(of: $0) }
  }

  /// The text with its numbers read by decimal commas and written with decimal points. O(length).
  static func withPoints(_ text: String) -> String {
    var (result, number) = ("", "")
    for sign in text {
      if isPart(sign) {
        number.append(sign)
        continue
      }
      result += pointed(number)
      number = ""
      result.append(sign)
    }
    return result + pointed(number)
  }

  private static func pointed(_ number: String) -> String {
    switch meaning(of: number[...]) {
    case .none, .point: number
    case .comma, .either: String(number.filter { $0 != "." }.map { $0 == "," ? "." : $0 })
    }
  }

  private static func meaning(of number: Substring) -> Meaning {
    let signs = number.filter(isSign)
    let groups = number.split(omittingEmptySubsequences: false, whereSeparator: isSign)
    guard let last = signs.last, groups.allSatisfy({ !$0.isEmpty }) else { return .none }
    let (own, other): (Meaning, Meaning) = last == "," ? (.comma, .point) : (.point, .comma)
    guard signs.allSatisfy({ $0 == last }) else {
      let parted = groups.dropLast()
      return !signs.dropLast().contains(last) && isOfThousands(parted) ? own : .none
    }
    if signs.count == 1 { return isOfThousands(groups[...]) ? .either : own }
    return isOfThousands(groups[...]) ? other : .none
  }

  /// `1`, `500`: one to three digits and then three each.
  private static func isOfThousands(_ groups: ArraySlice<Substring>) -> Bool {
    guard let first = groups.first, first.count <= 3, first.first != "0" else { return false }
    return groups.dropFirst().allSatisfy { $0.count == 3 }
  }

  private static func isSign(_ sign: Character) -> Bool { sign == "." || sign == "," }

  private static func isPart(_ sign: Character) -> Bool {
    isSign(sign) || sign.isASCII && sign.isNumber
  }
}
