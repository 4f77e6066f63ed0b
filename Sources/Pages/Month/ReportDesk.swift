// The days on which projects ended, read once after each commit: lists of projects do not hold them, and
// whether a report is owed depends on them.

internal import Causality
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects
internal import Synchronization

/// Keeps the ends of the projects of one store.
final class ReportDesk: Sendable {
  private let store: Store
  private let state = Mutex<(commit: UInt64, ends: [RecordID: CivilDate])?>(nil)

  init(_ store: Store) { self.store = store }

  /// The first day of each project's end, as the store is now. O(1) while nothing was written; else
  /// O(projects).
  func ends() throws -> [RecordID: CivilDate] {
    try state.withLock { state in
      let commit = try store.lastCommit()
      if let state, state.commit == commit { return state.ends }
      let ends = try read()
      state = (commit, ends)
      return ends
    }
  }

  private func read() throws(StoreError) -> [RecordID: CivilDate] {
    let collection = try Schema.standard.known("project")
    let wanted = Set(ReportDuty.ends.compactMap { collection.field($0)?.id })
    return try store.read { snapshot throws(StoreError) in
      var ends: [RecordID: CivilDate] = [:]
      try snapshot.eachShown(nil, collection.id, wanted: { wanted.contains($0) }) {
        record, fields, _ in
        for case (_, .value(let value)) in fields {
          if case .date(let day) = value { ends[record] = min(ends[record] ?? day, day) }
        }
      }
      return ends
    }
  }
}

extension Pages {
  /// The projects that owe a month's report, of one county or all.
  func askedRows(_ region: String, _ period: ReportingPeriod) throws -> [ProjectRow] {
    guard let month = Period(period.text) else { return [] }
    let ends = try reporting.ends()
    return try table.now().rows.filter { row in
      Self.isOf(region, row) && ReportDuty(row, endedOn: ends[row.id]).isOwed(of: month)
    }
  }

  /// Whether a project is of a county; every one is of the empty code.
  static func isOf(_ region: String, _ row: ProjectRow) -> Bool {
    guard !region.isEmpty, let place = ProjectTables.place(of: "region_code") else { return true }
    return row.values[place] == .text(region)
  }
}
