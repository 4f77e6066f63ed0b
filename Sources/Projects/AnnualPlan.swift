// A project's annual plan is of one year: of another year there is none. The same year says how far
// what is carried goes: `prior_cumulative` holds what was completed before it, and reports count
// from then on.

public import Causality

/// Of which year a plan is, wherever it was read from.
public enum AnnualPlan {
  /// Whether a plan of `planYear` is of a year; one whose year nobody said is taken for the year
  /// asked about.
  public static func isOf(_ year: Int, planYear: Int?) -> Bool {
    planYear.map { $0 == year } ?? true
  }
}

extension RelatedRecord {
  /// The year of a project's annual plan; nil while nobody said.
  public var planYear: Int? {
    guard case .integer(let year) = value("annual_plan_year") else { return nil }
    return Int(exactly: year)
  }

  /// Whether a project's plan is of a year, as ``AnnualPlan/isOf(_:planYear:)`` says.
  public func isPlanned(in year: Int) -> Bool { AnnualPlan.isOf(year, planYear: planYear) }

  /// The plan of a year, 万元; nil where the plan is another year's.
  public func annualPlan(of year: Int) -> ExactDecimal? {
    isPlanned(in: year) ? number("annual_plan") : nil
  }

  /// What a project plans to have completed from January to the end of a month, 万元; nil where its
  /// plan is another year's, or does not say.
  public func planned(through month: ReportingPeriod) -> ExactDecimal? {
    guard month.kind == .month, isPlanned(in: month.year) else { return nil }
    return number("monthly_plan_\(month.number < 10 ? "0" : "")\(month.number)")
  }
}
