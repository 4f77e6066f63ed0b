// The reports of a month, a line a project: what was planned, what last month said, what this month
// says so far, the cumulatives computed from all reports, and whether the month is locked.

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
  /// Whether the month of the project's book is locked.
  let isLocked: Bool
  /// Further reports of the month that were handed in and do not count until they are settled.
  let uncounted: [RecordID]

  /// The state of the report by its code; nil while nobody said.
  var stateCode: String? {
    guard let report, let field = MonthBook.reports?.field("report_state"),
      case .code(let number)? = report[field.id]
    else { return nil }
    return field.enumeration?.find(number)?.code
  }

  /// Whether the line is closed to typing: approved or locked itself, or of a month that is locked.
  var isClosed: Bool { isLocked || stateCode == "approved" || stateCode == "locked" }

  /// What was completed and the total investment, 万元, where the first is over the second and nobody
  /// said why: the ledger lists that as a violation.
  var overTotal: (done: ExactDecimal, total: ExactDecimal)? {
    guard let projects = MonthBook.projects, let reports = MonthBook.reports,
      let figure = reports.field("month_investment"), case .decimal? = report?[figure.id],
      let whole = projects.field("total_investment"), case .decimal(let total)? = project[whole.id],
      let done = line?.cumulative, done > total
    else { return nil }
    if let why = projects.field("over_total_reason"), case .text(let reason)? = project[why.id],
      !reason.isEmpty
    {
      return nil
    }
    return (done, total)
  }
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
      var locks: [String: ClosedCounties] = [:]
      for row in rows {
        let lock: ClosedCounties
        if let known = locks[row.ledger] {
          lock = known
        } else {
          lock = try snapshot.closedCounties(of: period, in: row.ledger)
          locks[row.ledger] = lock
        }
        if let entry = try entry(row, lock, snapshot) { entries.append(entry) }
      }
      return entries
    }
  }

  private func entry(
    _ row: ProjectRow, _ lock: ClosedCounties, _ snapshot: borrowing Snapshot
  ) throws(StoreError) -> MonthEntry? {
    guard let reports = Self.reports, let projects = Self.projects,
      let parent = reports.parentField, let periodField = reports.field("period"),
      let project = try snapshot.record(row.ledger, projects.id, row.id),
      let related = LedgerSurroundings.related(project)
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
    let divided = figures.divided()
    let counted = Set(divided.counted.map(\.id))
    func report(of period: ReportingPeriod) -> Record? {
      records.last { $0[periodField.id] == .text(period.text) && counted.contains($0.id) }
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
    return MonthEntry(
      project: project, name: row.name, report: report(of: period),
      lastMonth: number(last, "month_investment"), lastProgress: lastProgress,
      planned: related.planned(through: period),
      annualPlan: related.annualPlan(of: period.year),
      line: MonthLine(of: period, figures, project: related),
      isLocked: lock.covers(related.text("region_code") ?? ""),
      uncounted: divided.beside.filter { $0.period == period && $0.isHandedIn }.map(\.id))
  }
}
