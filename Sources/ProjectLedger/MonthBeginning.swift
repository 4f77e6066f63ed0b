// A month's reports begun from the last ones: what was planned, who reports, the plan to the
// month's end. No figure is carried; a report begun so is a draft, and counts for nothing until it
// is submitted.

package import Causality
package import LedgerStore
package import Projects
internal import Wire

/// The reports that a month is begun with.
package struct MonthBeginning {
  /// The month that is begun.
  package let period: ReportingPeriod
  /// The reports to be begun, by project.
  package let drafts: [RecordDraft]
  /// How many projects have theirs already.
  package let present: Int
  private let store: Store
  private let ledger: String

  /// Reports begun by one change: a change stays far below its largest size.
  private static let reportsPerChange = 500

  /// - Parameter county: the code of the county whose projects are meant; nil for all.
  /// - Complexity: O(projects and reports of the ledger).
  package init(
    _ store: Store, _ ledger: String, _ period: ReportingPeriod, county: String?
  ) throws {
    self.store = store
    self.ledger = ledger
    self.period = period
    let definition = try Schema.standard.known("progress_report")
    let found = try store.read { snapshot throws(StoreError) in
      (try snapshot.all("project", in: ledger), try snapshot.all("progress_report", in: ledger))
    }
    var projects: [RecordID: RelatedRecord] = [:]
    for record in found.0.compactMap(LedgerSurroundings.related)
    where county == nil || record.text("region_code") == county {
      projects[record.id] = record
    }
    var last: [RecordID: RelatedRecord] = [:]
    var present: Set<RecordID> = []
    for report in found.1.compactMap(LedgerSurroundings.related) {
      guard case .reference(let project) = report.value("project"), projects[project] != nil,
        let of = report.text("period").flatMap({ ReportingPeriod($0) })
      else { continue }
      if of == period { present.insert(project) }
      if of == period.previous, last[project].map({ $0.id < report.id }) ?? true {
        last[project] = report
      }
    }
    var begun: [RecordDraft] = []
    for (project, report) in last.sorted(by: { $0.key < $1.key }) where !present.contains(project) {
      guard let fields = MonthLine.carriedForward(from: report, project: projects[project]) else {
        continue
      }
      var assignments = try fields.map {
        Assignment(try definition.require($0.code), .write($0.value))
      }
      let state = try definition.require("report_state")
      assignments.append(Assignment(state, .write(try state.parse("draft"))))
      begun.append(RecordDraft(definition, store.newRecordID(), existing: nil, assignments))
    }
    drafts = begun
    self.present = present.count
  }

  /// Judges every report to be begun.
  ///
  /// - Throws: ``DraftRefused`` at the first that is refused.
  package func check(author: String, today: CivilDate?) throws {
    let judge = Judge(store, ledger: ledger, author: author, today: today, isBulk: true)
    for draft in drafts {
      let problems = try judge.problems(draft, reason: nil)
      guard !problems.contains(where: \.isRefusal) else { throw DraftRefused(problems: problems) }
    }
  }

  /// Writes them; ``check(author:today:)`` comes first.
  package func commit(author: String) throws(StoreError) {
    for start in stride(from: 0, to: drafts.count, by: Self.reportsPerChange) {
      let some = drafts[start..<min(start + Self.reportsPerChange, drafts.count)]
      _ = try store.commit(
        ledger,
        [
          LedgerStore.Draft(
            author: author, reason: nil, operations: some.flatMap(\.operations))
        ])
    }
  }
}

extension Schema {
  /// A collection that this version's schema has.
  package func known(_ code: String) throws(StoreError) -> CollectionDefinition {
    guard let found = collection(code) else { throw StoreError(.noSuchRecord, code) }
    return found
  }
}
