// What a month's report begins with, and what was completed so far: the last month carried forward,
// cumulatives derived from the reports and never typed. Of a report and its corrections one counts,
// and of a month's reports made apart the first.

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

  /// Whether a report in a state is one: not while it is a draft, nor once it was returned. A
  /// report of which nobody said the state was kept as handed in, as books of earlier years are.
  static func isHandedIn(_ state: String?) -> Bool {
    state != "draft" && state != "returned"
  }
}

extension Collection<MonthFigure> {
  /// The figures of one project that count: of a report and all its corrections the one that
  /// stands, and of several reports of one period the first by id, handed in before any that is
  /// not. Beside them those that stand as well and do not count.
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
  /// Completed since the start: what was carried from before the plan's year, and all months from
  /// then on. It does not begin anew in January, as ``yearToDate`` does.
  public let cumulative: ExactDecimal

  /// The line of a month of a project, by what the project carries and the year of its plan.
  public init?(of period: ReportingPeriod, _ figures: [MonthFigure], project: RelatedRecord) {
    self.init(
      of: period, figures, prior: project.number("prior_cumulative"), planYear: project.planYear)
  }

  /// The line of a month; nil when a sum leaves the range of exact numbers.
  ///
  /// - Parameters:
  ///   - prior: completed before the plan's year, `prior_cumulative`. Where it is not given the
  ///     reports of all years count in its place. Of a month before that year it holds too much:
  ///     what was reported between is taken off, and no less is left than the reports say by
  ///     themselves.
  ///   - planYear: the plan's year; nil for the year of `period`.
  /// - Complexity: O(reports).
  public init?(
    of period: ReportingPeriod, _ figures: [MonthFigure], prior: ExactDecimal?, planYear: Int?
  ) {
    let first = planYear ?? period.year
    var month: ExactDecimal?
    let none: ExactDecimal? = ExactDecimal(0)
    var (ofYear, ofAll, sinceFirst, carriedLater) = (none, none, none, none)
    for figure in figures.divided().counted {
      guard let invested = figure.invested, figure.period.kind == period.kind else { continue }
      let isCarried = figure.period.year < first
      if (figure.period.year, figure.period.number) > (period.year, period.number) {
        if isCarried { carriedLater = carriedLater?.adding(invested) }
        continue
      }
      if figure.period == period { month = invested }
      if figure.period.year == period.year { ofYear = ofYear?.adding(invested) }
      if !isCarried { sinceFirst = sinceFirst?.adding(invested) }
      ofAll = ofAll?.adding(invested)
    }
    guard let year = ofYear, let all = ofAll, let since = sinceFirst, let later = carriedLater
    else { return nil }
    var sum: ExactDecimal? = all
    if let prior {
      sum =
        first > period.year
        ? prior.subtracting(later).map { max($0, all) } : prior.adding(since)
    }
    guard let cumulative = sum else { return nil }
    self.month = month
    yearToDate = year
    self.cumulative = cumulative
  }

  /// The fields with which the next month's report begins, by code: the next period, the planned
  /// cumulative of the project's plan where it has one, what was planned and by whom it is
  /// reported. No figure is carried: a month's investment is said anew.
  public static func carriedForward(
    from last: RelatedRecord, project: RelatedRecord?
  ) -> [(code: String, value: Value)]? {
    guard let text = last.text("period"), let period = ReportingPeriod(text) else { return nil }
    let next = period.next
    var fields: [(code: String, value: Value)] = [
      ("project", last.value("project")), ("period", .text(next.text)),
    ]
    if let planned = project?.planned(through: next) {
      fields.append(("planned", .decimal(planned)))
    }
    for code in ["progress_planned", "problems", "reporter", "auditor", "phone"] {
      fields.append((code, last.value(code)))
    }
    return fields.filter { !$0.value.isBlank }
  }
}
