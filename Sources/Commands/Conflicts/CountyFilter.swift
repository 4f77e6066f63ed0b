// Which county a conflict belongs to: its record's own county, else that of the record it belongs
// to.

internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// Conflicts of one county, named by code (`411702`), by a beginning of it (`4117`), or by name.
struct CountyFilter {
  private let wanted: String

  /// - Throws: `no-such-county` for what names none.
  init(_ text: String) throws {
    let begins = !text.isEmpty && Region.all.contains { $0.code.hasPrefix(text) }
    wanted = begins ? text : try RuleSelection.code(ofCounty: text)
  }

  func holds(_ conflict: Conflict, _ snapshot: borrowing Snapshot) throws(StoreError) -> Bool {
    try CountyOf().code(of: conflict.record, in: conflict.ledger, snapshot).hasPrefix(wanted)
  }
}
