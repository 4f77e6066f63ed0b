// What may not leave the lists as it stands: a figure of a closed month, which is corrected
// instead, and an issue that is not closed, which would take its warning along.

internal import Causality
package import LedgerStore
package import Projects

/// Asked before a record is archived, by commands and pages alike.
package enum Archiving {
  /// Why a record may not be archived by the office of a store, or the account at work; nil where
  /// it may.
  package static func problem(_ record: Record, in store: Store) -> ValidationProblem? {
    guard let related = LedgerSurroundings.related(record) else { return nil }
    if related.collection.code == "progress_report", related.choice("report_state") == "locked" {
      return ValidationProblem(.lockedReportArchived, field: "report_state", [related.name])
    }
    guard ["issue", "assignment"].contains(related.collection.code),
      Permit.roles(of: store).contains(where: { !IssueLifecycle.mayArchive(related, as: $0) })
    else { return nil }
    return ValidationProblem(.openIssueArchived, field: "status", [related.name])
  }
}
