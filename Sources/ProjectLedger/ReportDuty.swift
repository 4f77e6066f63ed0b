// Which projects owe a month's report (应报): one answer for the month's form, the page of the late
// and the bulletin's table of discipline.

package import Causality
package import Policy
package import Projects

/// What decides whether a project owes a report.
package struct ReportDuty: Sendable, Hashable {
  /// The fields that date a project's end, by code.
  package static let ends = ["removed_on", "completion_on", "production_on"]

  /// The stage shown; nil where none is filled in.
  package var stage: Stage?
  /// The day of signing; nil while there is none.
  package var signedOn: CivilDate?
  /// The day of the substantive start; nil while there is none.
  package var startedOn: CivilDate?
  /// 万元.
  package var annualPlan: ExactDecimal?
  /// The year of that plan; nil while nobody said.
  package var planYear: Int?
  /// The first day of its end: removed, completed or in production.
  package var endedOn: CivilDate?

  /// A project of which nothing is known: it owes nothing.
  package init() {}

  /// A project of a list.
  ///
  /// - Parameters:
  ///   - endedOn: the first day of its end, which lists do not hold.
  ///   - planYear: the year of its plan, which they do not hold either.
  package init(_ row: ProjectRow, endedOn: CivilDate?, planYear: Int?) {
    func value(_ code: String) -> Value {
      ProjectTables.place(of: code).map { row.values[$0] } ?? .empty
    }
    if case .code(let number) = value("stage") { stage = Stage(rawValue: number) }
    if case .date(let day) = value("signed_on") { signedOn = day }
    if case .date(let day) = value("substantive_start_on") { startedOn = day }
    if case .decimal(let plan) = value("annual_plan") { annualPlan = plan }
    self.endedOn = endedOn
    self.planYear = planYear
  }

  /// A project with all its fields.
  package init(_ fields: ShownFields) {
    let cases = Schema.standard.collection("project")?.field("stage")?.enumeration
    if let code = fields.choice("stage"), let number = cases?.number(of: code) {
      stage = Stage(rawValue: number)
    }
    signedOn = fields.date("signed_on")
    startedOn = fields.date("substantive_start_on")
    annualPlan = fields.money("annual_plan")
    planYear = fields.integer("annual_plan_year")
    endedOn = Self.ends.compactMap { fields.date($0) }.min()
  }

  /// Whether a report of the month is owed: signed or started by the month's end, by day or by
  /// stage, or with a plan for the year; and not ended before the month. A stage beyond building
  /// ends a project whose end no day tells.
  package func isOwed(of month: Period) -> Bool {
    if let endedOn {
      if endedOn < month.start { return false }
    } else if let stage, stage == .removed || stage.hasReached(.producing) {
      return false
    }
    if let signedOn, signedOn <= month.end { return true }
    if let startedOn, startedOn <= month.end { return true }
    if let stage, stage.hasReached(.signed) { return true }
    guard AnnualPlan.isOf(month.start.year, planYear: planYear) else { return false }
    return annualPlan.map { $0 > ExactDecimal(0) } ?? false
  }
}
