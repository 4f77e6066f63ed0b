// The reports of a month, a line a project: what was planned, what last month said, what this month
// says so far, and the cumulatives computed from all reports.

internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// One project's line of a month.
struct MonthEntry: Sendable {
  let project: Record
  let name: String
  /// This month's report; nil while there is none.
  let report: Record?
  let lastMonth: ExactDecimal?
  let lastProgress: String
  /// Planned from January to the month's end, 万元; nil while the plan does not say.
  let planned: ExactDecimal?
  let annualPlan: ExactDecimal?
  let line: MonthLine?

  /// The state of the report by its code; nil while nobody said.
  var stateCode: String? {
    guard let report, let field = MonthBook.reports?.field("report_state"),
      case .code(let number)? = report[field.id]
    else { return nil }
    return field.enumeration?.find(number)?.code
  }

  /// Whether the report is closed to typing.
  var isClosed: Bool { stateCode == "approved" || stateCode == "locked" }
}

/// Reads a month.
struct MonthBook {
  static let reports = Schema.standard.collection("progress_report")
  static let projects = Schema.standard.collection("project")
  /// The cells of a month that are typed, by code.
  static let cells = ["month_investment", "funds_in", "progress_done", "problems"]
  static let linesPerPage = 60

  let store: Store
  let period: ReportingPeriod

  /// The lines of projects, in their order. O(reports of those projects).
  func entries(_ rows: some Sequence<ProjectRow>) throws -> [MonthEntry] {
    try store.read { snapshot throws(StoreError) in
      var entries: [MonthEntry] = []
      for row in rows {
        if let entry = try entry(row, snapshot) { entries.append(entry) }
      }
      return entries
    }
  }

  private func entry(
    _ row: ProjectRow, _ snapshot: borrowing Snapshot
  ) throws(StoreError) -> MonthEntry? {
    guard let reports = Self.reports, let projects = Self.projects,
      let parent = reports.parentField, let periodField = reports.field("period"),
      let project = try snapshot.record(row.ledger, projects.id, row.id)
    else { return nil }
    var records: [Record] = []
    let query = Query(
      ledger: row.ledger, collection: reports.id,
      filters: [Filter(field: parent.id, op: .equal, value: .reference(row.id))])
    try snapshot.query(query) { record in
      records.append(record)
      return true
    }
    let figures = records.compactMap { record in
      LedgerSurroundings.related(record).flatMap { MonthFigure($0) }
    }
    let corrections = figures.corrections
    func report(of period: ReportingPeriod) -> Record? {
      records.last { $0[periodField.id] == .text(period.text) && corrections.stands($0.id) }
    }
    func number(_ record: Record?, _ code: String) -> ExactDecimal? {
      guard let record, let field = Schema.standard.collection(record.collection)?.field(code),
        case .decimal(let number)? = record[field.id]
      else { return nil }
      return number
    }
    let last = report(of: period.previous)
    var lastProgress = ""
    if let last, let field = reports.field("progress_done"), case .text(let text)? = last[field.id]
    {
      lastProgress = text
    }
    var planned: ExactDecimal?
    if let year = projects.field("annual_plan_year"),
      project[year.id] == .integer(Int64(period.year))
    {
      let month = period.number < 10 ? "0\(period.number)" : "\(period.number)"
      planned = number(project, "monthly_plan_\(month)")
    }
    return MonthEntry(
      project: project, name: row.name, report: report(of: period),
      lastMonth: number(last, "month_investment"), lastProgress: lastProgress, planned: planned,
      annualPlan: number(project, "annual_plan"),
      line: MonthLine(of: period, figures, prior: number(project, "prior_cumulative")))
  }
}
