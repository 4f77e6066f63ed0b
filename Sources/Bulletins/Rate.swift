// A rate as it is printed: the exact pair, the one rounding rule, and the pair beside the
// percentage.

public import Causality
public import Policy

/// A numerator over a denominator in the same unit: counts, or 万元.
public struct Rate: Sendable, Hashable {
  /// What is counted.
  public let numerator: ExactDecimal
  /// What it is counted among; 0 makes no percentage.
  public let denominator: ExactDecimal

  /// A rate of two numbers in one unit.
  public init(_ numerator: ExactDecimal, _ denominator: ExactDecimal) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// A rate of two counts.
  public init(_ numerator: Int, _ denominator: Int) {
    self.init(ExactDecimal(Int64(numerator)), ExactDecimal(Int64(denominator)))
  }

  /// The fraction in the smallest unit both need; nil beyond 64 bits.
  public var fraction: Fraction? {
    let scale = max(numerator.scale, denominator.scale)
    guard let over = numerator.scaled(to: scale), let under = denominator.scaled(to: scale) else {
      return nil
    }
    return Fraction(over, under)
  }

  /// The percentage as a number with one decimal; nil where the rate does not apply.
  public func percent(_ rounding: Fraction.Rounding) -> ExactDecimal? {
    fraction?.percent(rounding, places: 1).flatMap { ExactDecimal($0) }
  }

  /// The percentage as text with one decimal, or nil where the rate does not apply.
  func percentText(_ rounding: Fraction.Rounding) -> String? {
    fraction?.percent(rounding, places: 1)
  }
}

extension ExactDecimal {
  /// The mantissa at a larger number of decimal places; nil beyond 64 bits.
  func scaled(to places: UInt8) -> Int64? {
    var mantissa = self.mantissa
    for _ in scale..<max(places, scale) {
      let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      mantissa = product
    }
    return mantissa
  }

  /// 万元 as 亿元 with at most two decimals under the rule, trailing zeros dropped: `805.8`.
  func yi(_ rounding: Fraction.Rounding) -> String {
    let power = (0..<scale).reduce(10_000 as Int64) { power, _ in power * 10 }
    let text = Fraction(mantissa, power).quotient(rounding, places: 2) ?? description
    return ExactDecimal(text)?.description ?? text
  }
}
