// Correcting a report that was handed in: a new version with its reason; the one it corrects stays
// and counts no longer. In a closed period every changed field is also asked for as a correction of
// the closing, which the city decides.

package import Catalogue
package import Causality
package import LedgerStore
internal import Projects
internal import Wire

/// A correction of one report.
package struct ReportCorrection {
  private let store: Store
  private let ledger: String
  private let author: String
  private let today: CivilDate?
  private let reason: String?
  /// The report as it should be.
  package let version: RecordDraft
  /// What is asked of the newest closing of the report's period, a field each; none while it is
  /// open.
  package let asked: [RecordDraft]

  /// - Parameter language: in which values before and after are kept for those who decide.
  package init(
    of record: Record, _ changed: [Assignment], _ store: Store, author: String,
    today: CivilDate?, reason: String?, _ language: Language
  ) throws {
    self.store = store
    ledger = record.ledger
    self.author = author
    self.today = today
    self.reason = reason
    let definition = try Schema.standard.known("progress_report")
    version = try Self.newVersion(of: record, changed, definition, store, reason)
    asked = try Self.corrections(of: record, changed, store, author, today, reason, language)
  }

  /// The version that corrects a report; nil while it is the newest itself.
  ///
  /// - Complexity: O(reports of the project).
  package static func newer(than report: Record, in store: Store) throws(StoreError) -> Record? {
    guard let definition = Schema.standard.collection(report.collection),
      let parent = definition.parentField, let corrects = definition.field("corrects"),
      let project = report[parent.id]
    else { return nil }
    let query = Query(
      ledger: report.ledger, collection: definition.id,
      filters: [Filter(field: parent.id, op: .equal, value: project)])
    return try store.read { snapshot throws(StoreError) -> Record? in
      var found: Record?
      try snapshot.query(query) { other in
        if other[corrects.id] == .reference(report.id) { found = other }
        return found == nil
      }
      return found
    }
  }

  /// Judges and writes both as one change.
  ///
  /// - Throws: ``DraftRefused`` or a `StoreError`; then nothing was written.
  package func commit() throws -> Recorded {
    let judge = Judge(store, ledger: ledger, author: author, today: today)
    var problems: [ValidationProblem] = []
    for draft in [version] + asked {
      let found = try judge.problems(draft, reason: reason)
      guard !found.contains(where: \.isRefusal) else { throw DraftRefused(problems: found) }
      problems += found
    }
    let receipt = try store.commit(
      ledger,
      [
        LedgerStore.Draft(
          author: author, reason: reason,
          operations: version.operations + asked.flatMap(\.operations))
      ])
    return Recorded(dot: receipt.dots[0], warnings: problems)
  }

  /// What the report said, with what it should say laid over, as a report of its own.
  private static func newVersion(
    of record: Record, _ changed: [Assignment], _ definition: CollectionDefinition,
    _ store: Store, _ reason: String?
  ) throws -> RecordDraft {
    let own: Set = ["corrects", "correction_reason", "report_state"]
    var values = definition.fields.compactMap { field -> Assignment? in
      guard !field.isSet, !own.contains(field.code), let value = record[field.id], value != .empty,
        !changed.contains(where: { $0.field.id == field.id })
      else { return nil }
      return Assignment(field, .write(value))
    }
    let state = try definition.require("report_state")
    values.append(Assignment(state, .write(try state.parse("submitted"))))
    values.append(Assignment(try definition.require("corrects"), .write(.reference(record.id))))
    if let reason {
      values.append(
        Assignment(try definition.require("correction_reason"), .write(.text(reason))))
    }
    let kept = changed.filter { !own.contains($0.field.code) }
    return RecordDraft(definition, store.newRecordID(), existing: nil, values + kept)
  }

  private static func corrections(
    of record: Record, _ changed: [Assignment], _ store: Store, _ author: String,
    _ today: CivilDate?, _ reason: String?, _ language: Language
  ) throws -> [RecordDraft] {
    let closes = try store.read { snapshot throws(StoreError) in
      try snapshot.all("period_close", in: record.ledger)
    }
    let fields = ShownFields(record, .standard, asOf: .latest)
    let period = fields.text("period")
    let close = closes.filter {
      ShownFields($0, .standard, asOf: .latest).text("period") == period
    }
    .max { $0.id < $1.id }
    guard let close, !period.isEmpty else { return [] }
    let definition = try Schema.standard.known("correction")
    return try changed.compactMap { assignment in
      guard case .write(let value) = assignment.action else { return nil }
      let before = record[assignment.fieldID] ?? .empty
      guard before != value else { return nil }
      var values: [(String, Value)] = [
        ("period_close", .reference(close.id)), ("progress_report", .reference(record.id)),
        ("field", .text(assignment.field.code)), ("requested_by", .text(author)),
        ("after", .text(assignment.field.display(value, language))),
      ]
      if let today { values.append(("requested_on", .date(today))) }
      if before != .empty {
        values.append(("before", .text(assignment.field.display(before, language))))
      }
      if let project = fields.reference("project") {
        values.append(("project", .reference(project)))
      }
      if let reason { values.append(("reason", .text(reason))) }
      let status = try definition.require("status")
      values.append(("status", try status.parse("proposed")))
      return RecordDraft(
        definition, store.newRecordID(), existing: nil,
        try values.map { Assignment(try definition.require($0.0), .write($0.1)) })
    }
  }
}
