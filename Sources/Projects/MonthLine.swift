// What a month's report begins with, and what was completed so far: the last month carried forward,
// cumulatives derived from the reports and never typed. Of a report and its corrections one counts, and
// of a month's reports made apart the first.

public import Causality

/// One month's report of a project, as far as sums need it.
public struct MonthFigure: Sendable, Hashable {
  /// The record.
  public let id: RecordID
  /// The month.
  public let period: ReportingPeriod
  /// 万元; nil while nobody said.
  public let invested: ExactDecimal?
  /// The report that this one corrects.
  public let corrects: RecordID?
  /// False for a draft, and for a report that was returned.
  public let isHandedIn: Bool

  /// A figure.
  public init(
    id: RecordID, period: ReportingPeriod, invested: ExactDecimal?, corrects: RecordID? = nil,
    isHandedIn: Bool = true
  ) {
    self.id = id
    self.period = period
    self.invested = invested
    self.corrects = corrects
    self.isHandedIn = isHandedIn
  }

  /// The figure of a record of the collection `progress_report`; nil for one without a month.
  public init?(_ report: RelatedRecord) {
    guard let text = report.text("period"), let period = ReportingPeriod(text) else { return nil }
    var corrects: RecordID?
    if case .reference(let id) = report.value("corrects") { corrects = id }
    self.init(
      id: report.id, period: period, invested: report.number("month_investment"),
      corrects: corrects, isHandedIn: Self.isHandedIn(report.choice("report_state")))
  }

  /// Whether a report in a state is one: not while it is a draft, nor once it was returned. A report of
  /// which nobody said the state was kept as handed in, as books of earlier years are.
  static func isHandedIn(_ state: String?) -> Bool {
    state != "draft" && state != "returned"
  }
}

extension Collection<MonthFigure> {
  /// The figures of one project that count: of a report and all its corrections the one that stands,
  /// and of several reports of one period the first by id, handed in before any that is not. Beside them
  /// those that stand as well and do not count.
  ///
  /// - Complexity: O(reports).
  public func divided() -> (counted: [MonthFigure], beside: [MonthFigure]) {
    var corrections = Corrections()
    // A correction that is still a draft, or was returned, corrects nothing.
    for figure in self where figure.isHandedIn {
      if let corrected = figure.corrects { corrections.insert(figure.id, correcting: corrected) }
    }
    var first: [ReportingPeriod: MonthFigure] = [:]
    var beside: [MonthFigure] = []
    for figure in self where corrections.stands(figure.id) {
      if let known = first[figure.period] {
        let isFirst =
          known.isHandedIn == figure.isHandedIn
          ? corrections.precedes(figure.id, known.id) : figure.isHandedIn
        beside.append(isFirst ? known : figure)
        if !isFirst { continue }
      }
      first[figure.period] = figure
    }
    return (Array(first.values), beside)
  }
}

/// A project's line of a month: the month's figure and the two cumulatives, in 万元.
public struct MonthLine: Sendable, Hashable {
  /// The month's own figure; nil while nothing was reported.
  public let month: ExactDecimal?
  /// Completed from January to the end of the month.
  public let yearToDate: ExactDecimal
  /// Completed since the start: what was carried from before the year, and the year to date.
  public let cumulative: ExactDecimal

  /// The line of a month; nil when a sum leaves the range of exact numbers.
  ///
  /// - Parameters:
  ///   - prior: completed before the year, `prior_cumulative`. Where it is not given the reports of
  ///     earlier years count in its place.
  /// - Complexity: O(reports).
  public init?(of period: ReportingPeriod, _ figures: [MonthFigure], prior: ExactDecimal?) {
    var month: ExactDecimal?
    var year = ExactDecimal(0)
    var before = prior ?? ExactDecimal(0)
    for figure in figures.divided().counted {
      guard let invested = figure.invested, figure.period.kind == period.kind else { continue }
      let place = (figure.period.year, figure.period.number)
      guard place <= (period.year, period.number) else { continue }
      if figure.period.year == period.year {
        guard let sum = year.adding(invested) else { return nil }
        year = sum
        if figure.period == period { month = invested }
      } else if prior == nil {
        guard let sum = before.adding(invested) else { return nil }
        before = sum
      }
    }
    guard let cumulative = before.adding(year) else { return nil }
    self.month = month
    yearToDate = year
    self.cumulative = cumulative
  }

  /// The fields with which the next month's report begins, by code: the next period, the planned
  /// cumulative of the project's plan where it has one, what was planned and by whom it is reported.
  /// No figure is carried: a month's investment is said anew.
  public static func carriedForward(
    from last: RelatedRecord, project: RelatedRecord?
  ) -> [(code: String, value: Value)]? {
    guard let text = last.text("period"), let period = ReportingPeriod(text) else { return nil }
    let next = period.next
    var fields: [(code: String, value: Value)] = [
      ("project", last.value("project")), ("period", .text(next.text)),
    ]
    if next.kind == .month, let project,
      project.number("annual_plan_year").map({
        $0 == ExactDecimal(Int64(next.year))
      }) == true
    {
      let code = "monthly_plan_\(next.number < 10 ? "0" : "")\(next.number)"
      fields.append(("planned", project.value(code)))
    }
    for code in ["progress_planned", "problems", "reporter", "auditor", "phone"] {
      fields.append((code, last.value(code)))
    }
    return fields.filter { !$0.value.isBlank }
  }
}
