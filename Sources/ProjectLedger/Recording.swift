// The one way from a draft to the ledger, for commands and pages alike: judged by the rules, then
// committed as one change, with the siblings named that its author had seen.

package import Causality
package import LedgerStore
package import Projects
internal import Wire

/// Why a draft was not written: every problem found, refusals and warnings.
package struct DraftRefused: Error, Sendable {
  /// Every problem found, at least one of them a refusal.
  package let problems: [ValidationProblem]

  /// - Parameter problems: with at least one refusal among them.
  package init(problems: [ValidationProblem]) { self.problems = problems }

  /// What stops the draft, at least one.
  package var refusals: [ValidationProblem] { problems.filter(\.isRefusal) }
}

/// A draft that is in the ledger.
package struct Recorded: Sendable {
  /// The change.
  package let dot: Dot
  /// What is worth saying beside it.
  package let warnings: [ValidationProblem]
}

/// Records drafts in one ledger under one author.
package struct Recording {
  private let store: Store
  private let ledger: String
  private let author: String
  private let judge: Judge

  /// - Parameter today: the business date of the changes.
  package init(_ store: Store, ledger: String, author: String, today: CivilDate?) {
    self.store = store
    self.ledger = ledger
    self.author = author
    judge = Judge(store, ledger: ledger, author: author, today: today)
  }

  /// Judges a draft and commits it as one change, durable on return.
  ///
  /// - Parameter expecting: the siblings that must stand; others make `siblingsChanged`.
  /// - Throws: ``DraftRefused``, or a `StoreError`; then nothing was written.
  package func commit(
    _ draft: RecordDraft, reason: String?, expecting: [Expectation] = []
  ) throws -> Recorded {
    let problems = try judge.problems(draft, reason: reason)
    guard !problems.contains(where: \.isRefusal) else { throw DraftRefused(problems: problems) }
    let receipt = try store.commit(
      ledger, [Draft(author: author, reason: reason, operations: draft.operations)],
      expecting: expecting)
    return Recorded(dot: receipt.dots[0], warnings: problems)
  }

  /// What the rules find in a draft, refusals and warnings.
  package func problems(
    _ draft: RecordDraft, reason: String?
  ) throws(StoreError) -> [ValidationProblem] {
    try judge.problems(draft, reason: reason)
  }

  /// Commits drafts that were judged and not refused, a change each: all of them, or none.
  package func commit(
    judged drafts: [RecordDraft], reason: String?, expecting: [Expectation] = []
  ) throws(StoreError) -> [Dot] {
    let changes = drafts.map {
      Draft(author: author, reason: reason, operations: $0.operations)
    }
    return try store.commit(ledger, changes, expecting: expecting).dots
  }

  /// Archives a record, or brings it back, as one change.
  ///
  /// - Throws: `notPermitted` where the office may not, or another `StoreError`; ``DraftRefused``
  ///   where the rules keep it where it is.
  package func setArchived(
    _ isArchived: Bool, _ record: Record, reason: String?, expecting: [Expectation] = []
  ) throws -> Dot {
    if let collection = Schema.standard.collection(record.collection),
      let role = Permit.roles(of: store).first(where: { !Permissions.mayCreate(collection, $0) })
    {
      throw StoreError(.notPermitted, collection.code, role.rawValue)
    }
    if !isArchived { try judge.check(restoring: record) }
    if isArchived, let problem = Archiving.problem(record, in: store) {
      throw DraftRefused(problems: [problem])
    }
    let receipt = try store.commit(
      ledger,
      [
        Draft(
          author: author, reason: reason,
          operations: [
            isArchived
              ? .archive(record.collection, record.id) : .restore(record.collection, record.id)
          ])
      ], expecting: expecting)
    return receipt.dots[0]
  }
}

extension HistoryLine {
  /// What stands before the value of a line: a sign where an element came to a set or left it.
  package var sign: String {
    switch kind {
    case .add: "＋"
    case .remove: "－"
    default: ""
    }
  }
}
