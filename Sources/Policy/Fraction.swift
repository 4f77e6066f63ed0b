// A rate as the exact pair it is made of. It is compared without dividing and rounded only to be
// shown: half up or truncated, to one decimal of a percent.

/// A numerator over a denominator, both exact.
public struct Fraction: Sendable {
  /// The numerator.
  public let numerator: Int64
  /// The denominator; 0 where the rate does not apply.
  public let denominator: Int64

  /// A fraction in any unit that both share.
  public init(_ numerator: Int64, _ denominator: Int64) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Whether there is anything to divide by.
  public var isApplicable: Bool { denominator != 0 }

  /// Compares with another fraction exactly; nil where either does not apply.
  public func compared(to other: Fraction) -> Ordering? {
    guard isApplicable, other.isApplicable else { return nil }
    let left = Int128(numerator) * Int128(other.denominator)
    let right = Int128(other.numerator) * Int128(denominator)
    let isTurned = (denominator < 0) != (other.denominator < 0)
    if left == right { return .equal }
    return (left < right) != isTurned ? .below : .above
  }

  /// How a rate is cut to the decimals shown.
  public enum Rounding: String, Sendable, Hashable, CaseIterable {
    /// A half goes up, away from zero.
    case halfUp = "half-up"
    /// What is behind the last decimal is dropped.
    case truncate
  }

  /// The percentage with so many decimals (0...6), such as `93.5`; nil where the rate does not
  /// apply.
  public func percent(_ rounding: Rounding = .halfUp, places: Int = 1) -> String? {
    decimal(times: 100, rounding, places: places)
  }

  /// The quotient with so many decimals (0...6), such as `3.0`; nil where it does not apply.
  public func quotient(_ rounding: Rounding = .halfUp, places: Int = 1) -> String? {
    decimal(times: 1, rounding, places: places)
  }

  private func decimal(times factor: Int128, _ rounding: Rounding, places: Int) -> String? {
    guard isApplicable else { return nil }
    var power: Int128 = 1
    for _ in 0..<max(0, min(places, 6)) { power *= 10 }
    let whole = Int128(numerator) * factor * power
    let isNegative = (whole < 0) != (denominator < 0) && whole != 0
    let divisor = Int128(denominator).magnitude
    var (quotient, rest) = whole.magnitude.quotientAndRemainder(dividingBy: divisor)
    if rounding == .halfUp, rest * 2 >= divisor { quotient += 1 }
    rest = quotient % UInt128(power)
    let sign = isNegative && quotient != 0 ? "-" : ""
    guard places > 0 else { return "\(sign)\(quotient)" }
    let digits = String(rest)
    let zeros = String(repeating: "0", count: max(0, min(places, 6) - digits.utf8.count))
    return "\(sign)\(quotient / UInt128(power)).\(zeros)\(digits)"
  }
}

/// How one quantity stands to another.
public enum Ordering: Sendable, Hashable {
  case below
  case equal
  case above
}

/// How a figure is held against its target.
public enum Comparator: String, Sendable, Hashable, CaseIterable {
  /// 以上, 不低于, 不少于, 达到.
  case atLeast = ">="
  /// 超过, 突破, 超额.
  case above = ">"
  /// 以内.
  case atMost = "<="
  case below = "<"
  case equal = "="
  case notEqual = "!="

  /// Whether the ordering of a figure to its target is what is asked for.
  @inlinable
  public func accepts(_ ordering: Ordering) -> Bool {
    switch self {
    case .atLeast: ordering != .below
    case .above: ordering == .above
    case .atMost: ordering != .above
    case .below: ordering == .below
    case .equal: ordering == .equal
    case .notEqual: ordering != .equal
    }
  }

  @usableFromInline
  func accepts(_ left: Int64, _ right: Int64) -> Bool {
    accepts(left < right ? .below : left == right ? .equal : .above)
  }
}
