// What the even line asked of a project that is behind it, for tables that show plan and completion
// side by side.

public import Causality

extension Warning {
  /// The part of the year's plan that the even line asked for, 万元 rounded down to 元; nil for
  /// warnings of anything else, a project's own monthly plan among them.
  public var evenLine: ExactDecimal? {
    guard case .behind(_, _, let plan, let gone, let window, let isMonthly) = grounds, !isMonthly,
      window > 0
    else { return nil }
    let asked = Int128(plan) * Int128(gone) / Int128(window)
    return Int64(exactly: asked).flatMap { ExactDecimal(mantissa: $0, scale: 4) }
  }
}
