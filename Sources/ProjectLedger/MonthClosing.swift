// Closing a month: in one transaction the snapshot of every project's line is kept with its digest,
// and the month's reports are locked with their figures said again, the annual plans with them, so
// that an edit made elsewhere without having seen the lock shows as a conflict. A second closing is
// a new version. What nobody has handed in is no report: it is neither counted nor locked, and
// named.

internal import Catalogue
package import Causality
package import LedgerStore
package import Projects
internal import Wire

/// Why a month is not closed.
package enum ClosingFault: Error, Sendable {
  /// The project whose sum leaves the range of exact numbers.
  case sumTooLarge(project: String)
}

/// What a closing of a month looks at, of one moment.
///
/// Model sections 3 and 5: handing in (交账) submits the results of a period, and the closing settles
/// what was handed in (算账). A draft, or a report that was returned, is its author's own and is
/// still missing: its figure is in no sum, its project is named beside the closing, and it stays
/// open. Handed in afterwards it comes late, with its reason, and counts from the next version on.
package struct MonthClosing {
  /// The month that is closed.
  package let period: ReportingPeriod
  /// The live projects, as of the same moment.
  package let projects: [RelatedRecord]
  private var figures: [RecordID: [MonthFigure]] = [:]
  /// The month's reports, drafts and returned ones among them.
  package private(set) var reports: [RelatedRecord] = []
  /// Those of them that were handed in: what a closing locks.
  package private(set) var handedIn: [RelatedRecord] = []
  /// The month's earlier closings, the newest last.
  package let closes: [RelatedRecord]
  /// Earlier months that have reports and no closing, ascending.
  package let openBefore: [ReportingPeriod]
  private let store: Store
  private let ledger: String

  /// Reports locked by one change: a change stays far below its largest size.
  private static let reportsPerChange = 500
  /// Projects named in a sentence.
  private static let namedMax = 10

  /// - Complexity: O(projects and reports of the ledger).
  package init(_ store: Store, _ ledger: String, _ period: ReportingPeriod) throws(StoreError) {
    self.period = period
    self.store = store
    self.ledger = ledger
    let found = try store.read { snapshot throws(StoreError) in
      (
        try snapshot.all("project", in: ledger), try snapshot.all("progress_report", in: ledger),
        try snapshot.all("period_close", in: ledger)
      )
    }
    projects = found.0.compactMap(LedgerSurroundings.related)
    let closings = found.2.compactMap(LedgerSurroundings.related).filter { !$0.has("region_code") }
    closes = closings.filter { $0.text("period") == period.text }
      .sorted {
        ($0.number("version") ?? ExactDecimal(0)) < ($1.number("version") ?? ExactDecimal(0))
      }
    var reported: Set<ReportingPeriod> = []
    for report in found.1.compactMap(LedgerSurroundings.related) {
      guard let figure = MonthFigure(report), case .reference(let id) = report.value("project")
      else { continue }
      if figure.period == period { reports.append(report) }
      guard figure.isHandedIn else { continue }
      figures[id, default: []].append(figure)
      reported.insert(figure.period)
      if figure.period == period { handedIn.append(report) }
    }
    let closed = Set(closings.compactMap { $0.text("period") })
    openBefore = reported.filter {
      $0.kind == .month && ($0.year, $0.number) < (period.year, period.number)
        && !closed.contains($0.text)
    }
    .sorted { ($0.year, $0.number) < ($1.year, $1.number) }
  }

  /// The projects whose annual plan is of the month's year: the city says it again with the lock.
  package var plans: [RelatedRecord] {
    projects.filter { $0.has("annual_plan") && $0.isPlanned(in: period.year) }
  }

  /// The reports that were handed in, or made as corrections, since the last closing.
  package var later: [RelatedRecord] { handedIn.filter { $0.choice("report_state") != "locked" } }

  /// The projects whose report of the month is there and was not handed in: they are still missing.
  package var notHandedIn: [RelatedRecord] {
    let begun = Set(reports.map { $0.value("project") })
    let done = Set(handedIn.map { $0.value("project") })
    return projects.filter {
      let project = Value.reference($0.id)
      return begun.contains(project) && !done.contains(project)
    }
  }

  /// The snapshot that a closing now would keep.
  package func snapshot() throws(ClosingFault) -> PeriodSnapshot {
    var rows: [ClosedRow] = []
    for project in projects {
      let all = figures[project.id] ?? []
      guard let line = MonthLine(of: period, all, project: project) else {
        throw .sumTooLarge(project: project.text("name") ?? "")
      }
      rows.append(
        ClosedRow(
          project: project.id, name: project.text("name") ?? "",
          annualPlan: project.annualPlan(of: period.year), line: line))
    }
    return PeriodSnapshot(
      period: period, region: "", version: closes.count + 1, rows: rows)
  }

  /// The digest of a snapshot's text, 64 hexadecimal digits.
  package static func digest(_ text: String) -> String {
    Digest(hashing: Array(text.utf8)).description
  }

  /// A closing that is in the ledger.
  package struct Closed: Sendable {
    /// The record of the closing.
    package let id: RecordID
    /// The change that closed the month.
    package let dot: Dot
    /// Every project's line, as it was locked.
    package let snapshot: PeriodSnapshot
    /// SHA-256 of the snapshot's text, 64 hexadecimal digits in lower case.
    package let digest: String
    /// How many reports were locked.
    package let locked: Int
    /// How many projects' reports were not handed in: they are left out, and open.
    package let notHandedIn: Int
    /// How many annual plans were locked.
    package let plans: Int
    /// Whether the facts of the month's bulletin are kept with it.
    package let keepsBulletin: Bool
    /// What is worth saying beside it.
    package let warnings: [ValidationProblem]
  }

  /// Closes the month, all or nothing.
  ///
  /// - Throws: ``ClosingFault``, `SnapshotFailure`, ``DraftRefused`` or a `StoreError`.
  package func commit(author: String, today: CivilDate?, reason: String?) throws -> Closed {
    let snapshot = try snapshot()
    let text = try snapshot.text()
    let digest = Self.digest(text)
    // What keeps a bulletin from being made does not keep a month from being closed.
    let bulletin = try? FrozenBulletin(of: period, store, ledger)?.text()
    var values = values(snapshot, text, digest, author: author, today: today, reason: reason)
    if let bulletin { values.append(("bulletin", .text(bulletin))) }
    let close = try draft(values)
    var problems = try Judge(store, ledger: ledger, author: author, today: today)
      .problems(close, reason: reason)
    if !openBefore.isEmpty {
      let months = openBefore.map(\.text).joined(separator: " ")
      problems.append(
        ValidationProblem(.earlierMonthOpen, field: "period", [period.text, months]))
    }
    problems += leftOut()
    guard !problems.contains(where: \.isRefusal) else { throw DraftRefused(problems: problems) }
    var drafts = [
      LedgerStore.Draft(author: author, reason: reason, operations: close.operations)
    ]
    let writes = lockingWrites()
    for start in stride(from: 0, to: writes.count, by: Self.reportsPerChange) {
      let some = writes[start..<min(start + Self.reportsPerChange, writes.count)]
      drafts.append(
        LedgerStore.Draft(author: author, reason: reason, operations: some.flatMap { $0 }))
    }
    let receipt = try store.commit(ledger, drafts)
    return Closed(
      id: close.id, dot: receipt.dots[0], snapshot: snapshot, digest: digest,
      locked: handedIn.count, notHandedIn: notHandedIn.count, plans: plans.count,
      keepsBulletin: bulletin != nil, warnings: problems)
  }

  /// What is said of reports that were not handed in; the first are named.
  private func leftOut() -> [ValidationProblem] {
    let projects = notHandedIn
    guard !projects.isEmpty else { return [] }
    let names = Message.list(projects.prefix(Self.namedMax).map(\.name))
    return [
      ValidationProblem(
        .reportsNotHandedIn, field: "report_state", [period.text, "\(projects.count)", names])
    ]
  }

  private func lockingWrites() -> [[Operation]] {
    handedIn.map { report in
      PeriodLock.writes(on: report).map { write in
        Operation(
          collection: report.collection.id, record: report.id, field: write.field,
          value: write.value)
      }
    }
      + plans.map { project in
        PeriodLock.writes(onPlanOf: project).map { write in
          Operation(
            collection: project.collection.id, record: project.id, field: write.field,
            value: write.value)
        }
      }
  }

  private func values(
    _ snapshot: PeriodSnapshot, _ text: String, _ digest: String, author: String,
    today: CivilDate?, reason: String?
  ) -> [(String, Value)] {
    var values: [(String, Value)] = [
      ("period", .text(snapshot.period.text)), ("version", .integer(Int64(snapshot.version))),
      ("closed_by", .text(author)), ("snapshot", .text(text)), ("digest", .text(digest)),
      ("row_count", .integer(Int64(snapshot.rows.count))),
    ]
    if let today { values.append(("closed_on", .date(today))) }
    if let last = closes.last { values.append(("supersedes", .reference(last.id))) }
    if let reason { values.append(("reason", .text(reason))) }
    return values
  }

  private func draft(_ values: [(String, Value)]) throws -> RecordDraft {
    let definition = try Schema.standard.known("period_close")
    return RecordDraft(
      definition, store.newRecordID(), existing: nil,
      try values.map { Assignment(try definition.require($0.0), .write($0.1)) })
  }
}
