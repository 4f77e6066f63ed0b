// From a cell to the text that a field reads: numbers without an exponent, days as days, amounts in
// the forms that lists use. What a spreadsheet has lost (digits beyond fifteen, a formula's value)
// is refused with what to do, never guessed.

package import Causality
package import Projects

/// Why a cell cannot be read for its field.
package enum CellFlaw: String, Error, Sendable, CaseIterable {
  /// The sheet shows an error, such as `#REF!`.
  case errorValue = "cell-error"
  /// A formula that was never computed.
  case formulaOnly = "cell-formula"
  /// A code or number of more than fifteen digits, kept by the sheet as a rounded number; or the
  /// text that is left of it, `1.6672E+17`.
  case longNumber = "cell-long-number"
  /// An amount under a stated unit that is not read, or is another than the header's.
  case otherUnit = "cell-other-unit"
  /// A number with a comma that may part thousands or decimals.
  case unclearComma = "cell-unclear-comma"
  /// A number with a point that may part thousands or decimals.
  case unclearPoint = "cell-unclear-point"
}

/// Reads the cells of one column for its field.
package struct CellReading: Sendable {
  private let field: FieldDefinition
  private let isVerbatim: Bool
  private let signsAreUnclear: Bool
  /// What is added to a serial number of a day to count it from 1900.
  private let daysBefore: Double
  private let kind: Kind

  private enum Kind {
    case text, name, code, region, period, date, year, number, money, other
  }

  /// - Parameters:
  ///   - isVerbatim: the sheet is this program's own: text stays exactly as it stands.
  ///   - signsAreUnclear: a sign in a number may part its decimals or its thousands.
  ///   - daysFrom1904: numbers of days count from 1904.
  package init(
    _ field: FieldDefinition, isName: Bool, isVerbatim: Bool, signsAreUnclear: Bool = false,
    daysFrom1904: Bool = false
  ) {
    self.field = field
    self.isVerbatim = isVerbatim
    self.signsAreUnclear = signsAreUnclear
    daysBefore = daysFrom1904 ? NumberText.daysTo1904 : 0
    kind =
      switch field.type {
      case .text: isName ? .name : field.code == "construction_period" ? .period : .text
      case .code(.region): .region
      case .code: .code
      case .date: .date
      case .money: .money
      case .integer: field.isYear ? .year : .number
      case .decimal, .area: .number
      default: .other
      }
  }

  /// Whether a cell of a case has the sign of a heading, as a column has that sets out the list's
  /// own order: `（一）交通`.
  package func isHeading(_ cell: SheetCell) -> Bool {
    guard !isVerbatim, !field.isSet, case .enumeration = field.type, case .text(let text) = cell
    else { return false }
    return SectionSign.unsigned(text) != nil
  }

  /// The text of a cell, a case or a county without the sign of a heading; nil where it says
  /// nothing.
  package func text(_ cell: SheetCell) throws(CellFlaw) -> String? {
    switch cell {
    case .empty: return nil
    case .formulaOnly: throw .formulaOnly
    case .error: throw .errorValue
    case .boolean(let flag): return flag ? "是" : "否"
    case .date(let date):
      if case .year = kind { return "\(date.year)" }
      return date.description
    case .number(let value): return try number(value)
    case .text(let text): return try self.text(typed: text)
    }
  }

  private func number(_ value: Double) throws(CellFlaw) -> String {
    let serial = value + daysBefore
    switch kind {
    case .text, .name, .code, .region, .other:
      guard abs(value) < NumberText.exactBelow else { throw .longNumber }
    case .period:
      if let month = Self.month(serial: serial) { return month }
    case .date:
      if (20_000..<90_000).contains(serial),
        let day = NumberText.day(serial: serial, from1904: false)
      {
        return day.description
      }
    case .year:
      if (20_000..<90_000).contains(serial),
        let day = NumberText.day(serial: serial, from1904: false)
      {
        return "\(day.year)"
      }
    case .number, .money: break
    }
    return NumberText.plain(value)
  }

  /// A serial number of a day in a column of years: `45597` is November 2024.
  private static func month(serial value: Double) -> String? {
    guard (36_526..<73_051).contains(value),
      let day = NumberText.day(serial: value, from1904: false)
    else { return nil }
    return "\(day.year)-\(day.month < 10 ? "0" : "")\(day.month)"
  }

  private func text(typed text: String) throws(CellFlaw) -> String? {
    guard !text.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) else { return nil }
    switch kind {
    case .code where Self.hasLostDigits(text): throw .longNumber
    case .text where !isVerbatim && Self.hasLostDigits(text): throw .longNumber
    default: break
    }
    switch kind {
    case .text: return isVerbatim ? text : Self.meaning(FoldedText.trimmed(text))
    case .name: return isVerbatim ? text : Self.meaning(FoldedText.name(text))
    case .period:
      if !isVerbatim, let value = Double(text), let month = Self.month(serial: value) {
        return month
      }
      return isVerbatim ? text : Self.meaning(FoldedText.trimmed(text))
    case .code, .other: return Self.meaning(unsigned(text) ?? FoldedText.trimmed(text))
    // A county's letters are spaced out to fill the column: `上 蔡 县`.
    case .region: return Self.meaning(unsigned(text) ?? FoldedText.folded(text))
    case .date: return Self.meaning(Self.day(text))
    case .year:
      let folded = FoldedText.folded(text)
      return Self.meaning(folded.hasSuffix("年") ? String(folded.dropLast()) : folded)
    case .number: return Self.meaning(try clear(FoldedText.folded(text)))
    case .money: return Self.meaning(MoneyCell.normal(try clear(FoldedText.folded(text))))
    }
  }

  private func unsigned(_ text: String) -> String? {
    guard !isVerbatim, !field.isSet else { return nil }
    switch field.type {
    case .enumeration, .code(.region): return SectionSign.unsigned(text)
    default: return nil
    }
  }

  /// Whether a text is what a sheet shows of a number of more than ten digits: `1.6672E+17`.
  private static func hasLostDigits(_ text: String) -> Bool {
    guard text.utf8.count <= 24 else { return false }
    let parts = FoldedText.folded(text).uppercased().split(
      separator: "E", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].hasPrefix("+"), let power = Int(parts[1].dropFirst()),
      power >= 10
    else { return false }
    return !parts[0].isEmpty && parts[0].utf8.allSatisfy { (48...57).contains($0) || $0 == 46 }
  }

  /// A number as it stands, unless a sign in it can be read in two ways: `1.500`, `1,500`, or `1,5`
  /// where other numbers have decimal points.
  private func clear(_ number: String) throws(CellFlaw) -> String {
    guard signsAreUnclear,
      NumberSigns.meanings(in: number).contains(where: { $0 == .comma || $0 == .either })
    else { return number }
    throw number.contains(",") ? .unclearComma : .unclearPoint
  }

  private static func meaning(_ text: String) -> String? {
    FoldedText.isPlaceholder(text) ? nil : text
  }

  /// A day without the midnight that programs write behind it.
  private static func day(_ text: String) -> String {
    let trimmed = FoldedText.trimmed(text)
    for midnight in [" 00:00:00", " 0:00:00", " 00:00", " 0:00", "T00:00:00"]
    where trimmed.hasSuffix(midnight) {
      return FoldedText.folded(String(trimmed.dropLast(midnight.count)))
    }
    let folded = FoldedText.folded(trimmed)
    // A serial number typed as text, as comma-separated files have it.
    if folded.utf8.count == 5, let value = Double(folded), (20_000..<90_000).contains(value),
      let day = NumberText.day(serial: value, from1904: false)
    {
      return day.description
    }
    return folded
  }
}

/// Amounts of money in cells.
package enum MoneyCell {
  /// The amount without the words before it: `总投资:250000万元` is `250000万元`, `1.8万亿元` is `18000亿元`.
  package static func normal(_ text: String) -> String {
    var folded = FoldedText.folded(text)
    if let colon = folded.lastIndex(of: ":") {
      folded = String(folded[folded.index(after: colon)...])
    }
    for word in ["总投资", "约", "人民币"] where folded.hasPrefix(word) {
      folded = String(folded.dropFirst(word.count))
    }
    guard let unit = folded.firstRange(of: "万亿"),
      folded[unit.upperBound...].allSatisfy({ $0 == "元" })
    else { return folded }
    return scaled(String(folded[..<unit.lowerBound])).map { $0 + "亿元" } ?? folded
  }

  /// The digits times ten thousand.
  private static func scaled(_ digits: String) -> String? {
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(parts.count), digits.utf8.count <= 18,
      parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } })
    else { return nil }
    let fraction = parts.count == 2 ? parts[1] : ""
    let padded = fraction + String(repeating: "0", count: max(0, 4 - fraction.count))
    let rest = padded.dropFirst(4)
    return parts[0] + padded.prefix(4) + (rest.isEmpty ? "" : "." + rest)
  }

  private static let sample = Schema.standard.collection("project")?.field("total_investment")

  /// The amount of a cell in 元; nil where it is none.
  package static func yuan(_ cell: SheetCell, unit: MoneyUnit) -> Int64? {
    let text: String
    switch cell {
    case .number(let value): text = NumberText.plain(value)
    case .text(let typed): text = normal(typed)
    default: return nil
    }
    guard let value = try? sample?.parse(text, in: ParseContext(moneyUnit: unit)),
      case .decimal(let amount) = value
    else { return nil }
    return yuan(amount)
  }

  /// An amount of 万元 with at most four decimals in 元.
  package static func yuan(_ amount: ExactDecimal) -> Int64? {
    var yuan = amount.mantissa
    for _ in amount.scale..<max(amount.scale, 4) {
      let (next, overflow) = yuan.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      yuan = next
    }
    return amount.scale <= 4 ? yuan : nil
  }

  /// 元 as a number of 万元 for people.
  package static func tenThousands(_ yuan: Int64) -> String {
    ExactDecimal(mantissa: yuan, scale: 4)?.description ?? "\(yuan)"
  }
}
