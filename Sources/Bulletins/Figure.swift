// A number in a sentence: what it is exactly, how it is printed, and where in the annexes the
// reader finds it again.

public import Causality
public import Policy

/// Items of an annex table that are counted or summed.
public struct Selection: Sendable, Hashable {
  /// The table's code.
  public var table: String
  /// Keys of headings; an item must stand under all of them.
  public var under: [String]
  /// Columns that must hold something.
  public var filled: [String]
  /// Columns that must hold nothing.
  public var blank: [String]
  /// A column that must hold this text.
  public var equals: [String: String]

  /// All items of a table, or those that meet every condition.
  public init(
    _ table: String, under: [String] = [], filled: [String] = [], blank: [String] = [],
    equals: [String: String] = [:]
  ) {
    self.table = table
    self.under = under
    self.filled = filled
    self.blank = blank
    self.equals = equals
  }
}

/// Where a number stands in the annexes.
public enum Evidence: Sendable, Hashable {
  /// The number of items.
  case count(Selection)
  /// The sum of a column over items; blanks are nothing.
  case sum(String, Selection)
  /// A cell, by table, the key of its row, and column.
  case cell(table: String, row: String, column: String)
}

/// A number in a sentence.
public struct Figure: Sendable, Hashable {
  /// What it is, exactly.
  public enum Value: Sendable, Hashable {
    case count(Int64)
    /// 万元, printed in 亿元.
    case money(ExactDecimal)
    /// Printed in percent with numerator and denominator.
    case rate(Rate, isMoney: Bool)
    /// How far completion is from the elapsed share of the year, in points without a sign.
    case lead(Rate, months: Int)
    /// A score, printed with the two decimals of its table, zeros at the end dropped.
    case score(ExactDecimal)
  }

  /// Which number of the bulletin it is, such as `signing.started` or `signing.started/411702`; a
  /// figure stated by hand is found by it.
  public let id: String
  /// The exact number.
  public let value: Value
  /// One evidence, or numerator's and denominator's for a rate; empty for what no annex shows.
  public let evidence: [Evidence]
  /// What the office states instead; nil where the number is printed as it is.
  public var stated: StatedFact?

  /// A figure with its evidence.
  public init(_ id: String, _ value: Value, _ evidence: [Evidence] = []) {
    self.id = id
    self.value = value
    self.evidence = evidence
  }

  /// What is printed. A number stated with a reason is followed by what the annexes add up to.
  public func text(_ rounding: Fraction.Rounding) -> String {
    let number = head(rounding)
    var text = stated?.text ?? number
    if case .rate(let rate, _) = value {
      if rate.fraction?.isApplicable == true { text += "%" }
      text += "（\(pairText(rounding))）"
    }
    if let stated, !stated.reason.isEmpty, stated.text != number {
      text += Words.text("bulletin.stated", number, stated.reason)
    }
    return text
  }

  /// The number alone, as an office would state it: a rate's percentage without its sign and pair.
  public func head(_ rounding: Fraction.Rounding) -> String {
    switch value {
    case .count(let count): "\(count)"
    case .money(let amount): amount.yi(rounding)
    case .score(let score): ExactDecimal(score.fixed(2))?.description ?? score.description
    case .rate(let rate, _): rate.percentText(rounding) ?? Words.notApplicable
    case .lead(let rate, let months):
      Figure.lead(rate, months)?.magnitude.percent(rounding) ?? Words.notApplicable
    }
  }

  /// Completion less the elapsed share of the year; nil where the rate does not apply.
  static func lead(_ rate: Rate, _ months: Int) -> Fraction? {
    guard let fraction = rate.fraction, fraction.isApplicable else { return nil }
    let (over, overflow) = fraction.numerator.multipliedReportingOverflow(by: 12)
    let (elapsed, more) = fraction.denominator.multipliedReportingOverflow(by: Int64(months))
    let (under, most) = fraction.denominator.multipliedReportingOverflow(by: 12)
    return overflow || more || most ? nil : Fraction(over - elapsed, under)
  }

  /// `244/247`, or `805.8亿元/883亿元`.
  func pairText(_ rounding: Fraction.Rounding) -> String {
    guard case .rate(let rate, let isMoney) = value else { return "" }
    let parts = [rate.numerator, rate.denominator].map {
      isMoney ? $0.yi(rounding) + Words.yi : $0.description
    }
    return parts.joined(separator: "/")
  }
}

extension Fraction {
  /// The fraction without its sign, for a positive denominator.
  var magnitude: Fraction { Fraction(abs(numerator), denominator) }
}
