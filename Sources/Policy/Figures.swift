// Figures that no ledger record holds: growth by statistics, industrial investment, the provincial
// schedule, stated totals. They are typed with a name, a scope and the day they are of.

public import Causality

/// What a typed figure is of.
public struct FigureName: Hashable, Sendable {
  /// The name rules and indicators use.
  public let name: String
  /// A county's code; nil for the whole.
  public let county: String?
  /// The period it is of, in its written form; nil where it has none.
  public let period: String?

  /// A name.
  public init(_ name: String, county: String? = nil, period: String? = nil) {
    self.name = name
    self.county = county
    self.period = period
  }
}

extension Book {
  /// Types a figure, exact to four decimals (a 元, where it is 万元); nil takes it out.
  ///
  /// - Returns: false where the number does not fit.
  @discardableResult
  public mutating func setFigure(_ name: FigureName, _ number: ExactDecimal?) -> Bool {
    guard let number else {
      figures[name] = nil
      return true
    }
    guard let scaled = number.scaled(places: 4) else { return false }
    figures[name] = scaled
    return true
  }

  /// A figure in ten-thousandths: the county's own, else the whole's; of the period, else undated.
  func figure(_ name: String, county: String?, period: String?) -> Int64? {
    figures[FigureName(name, county: county, period: period)]
      ?? figures[FigureName(name, county: county)]
  }
}

/// A stated total held against the parts it is said to be made of. Nothing is ever corrected.
public struct StatedTotal: Hashable, Sendable {
  /// What is stated.
  public let stated: ExactDecimal
  /// What the parts add up to; nil beyond 64 bits.
  public let sum: ExactDecimal?

  /// Holds a total against its parts.
  public init(stated: ExactDecimal, parts: [ExactDecimal]) {
    self.stated = stated
    sum = parts.reduce(ExactDecimal(0) as ExactDecimal?) { total, part in total?.adding(part) }
  }

  /// The parts' sum less the stated total; 0 where they agree.
  public var difference: ExactDecimal? { sum?.subtracting(stated) }

  /// Whether they agree to the last digit.
  public var agrees: Bool { difference == ExactDecimal(0) }
}
