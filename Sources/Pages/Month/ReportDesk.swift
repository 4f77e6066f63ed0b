// The days on which projects ended and the years of their plans, read once after each commit: lists
// of projects do not hold them, and whether a report is owed depends on them.

internal import Causality
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects
internal import Synchronization

/// What lists do not hold of the projects that may owe a report.
struct ReportSpans: Sendable {
  /// The first day of each project's end.
  fileprivate(set) var ends: [RecordID: CivilDate] = [:]
  /// The year of each project's plan.
  fileprivate(set) var planYears: [RecordID: Int] = [:]
}

/// Keeps the spans of the projects of one store.
final class ReportDesk: Sendable {
  private let store: Store
  private let state = Mutex<(commit: UInt64, spans: ReportSpans)?>(nil)

  init(_ store: Store) { self.store = store }

  /// The spans as the store is now. O(1) while nothing was written; else O(projects).
  func spans() throws -> ReportSpans {
    try state.withLock { state in
      let commit = try store.lastCommit()
      if let state, state.commit == commit { return state.spans }
      let spans = try read()
      state = (commit, spans)
      return spans
    }
  }

  private func read() throws(StoreError) -> ReportSpans {
    let collection = try Schema.standard.known("project")
    let codes = ReportDuty.ends + ["annual_plan_year"]
    let wanted = Set(codes.compactMap { collection.field($0)?.id })
    return try store.read { snapshot throws(StoreError) in
      var spans = ReportSpans()
      try snapshot.eachShown(nil, collection.id, wanted: { wanted.contains($0) }) {
        record, fields, _ in
        for case (_, .value(let value)) in fields {
          switch value {
          case .date(let day): spans.ends[record] = min(spans.ends[record] ?? day, day)
          case .integer(let year): spans.planYears[record] = Int(exactly: year)
          default: break
          }
        }
      }
      return spans
    }
  }
}

extension Pages {
  /// The projects that owe a month's report, of one county or all.
  func askedRows(_ region: String, _ period: ReportingPeriod) throws -> [ProjectRow] {
    guard let month = Period(period.text) else { return [] }
    let spans = try reporting.spans()
    return try table.now().rows.filter { row in
      guard Self.isOf(region, row) else { return false }
      let duty = ReportDuty(row, endedOn: spans.ends[row.id], planYear: spans.planYears[row.id])
      return duty.isOwed(of: month)
    }
  }

  /// Whether a project is of a county; every one is of the empty code.
  static func isOf(_ region: String, _ row: ProjectRow) -> Bool {
    guard !region.isEmpty, let place = ProjectTables.place(of: "region_code") else { return true }
    return row.values[place] == .text(region)
  }
}
