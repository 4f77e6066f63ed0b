// The ways out of a conflict that a person takes by number: one of the values that stand, what
// stood when a period was locked, or what mends a violation. Each is the writes of one ordinary
// change.

package import Causality
package import LedgerStore
internal import Projects

/// A value for one field of one record; of the archive register a boolean, true archived.
package struct FieldWrite: Sendable, Hashable {
  /// The collection of the record.
  package let collection: CollectionID
  /// The record written.
  package let record: RecordID
  /// The field written; ``Existence/field`` archives or restores.
  package let field: FieldID
  /// The value; `.empty` clears the field.
  package let value: Value

  /// A write; nothing is judged here.
  package init(collection: CollectionID, record: RecordID, field: FieldID, value: Value) {
    self.collection = collection
    self.record = record
    self.field = field
    self.value = value
  }
}

/// One of the ways that `--take N` counts, from 1.
package struct ConflictChoice: Sendable {
  /// `sibling`, `at-lock`, or what mends a violation; stable for programs.
  package let code: String
  /// The writes of the change; all of them or none.
  package let writes: [FieldWrite]
  /// The sibling that is taken, or that stood at the lock.
  package let sibling: ConflictSibling?
  /// Whether the reason given with the choice becomes the value of what it would leave empty.
  package var wantsReason = false
}

extension Conflict {
  /// What `--take` counts: the siblings by dot, and behind them what stood at a lock; for a
  /// violation the ways to mend it.
  package var choices: [ConflictChoice] {
    if let violation { return choices(mending: violation) }
    var choices = siblings.map { choice("sibling", $0.value, $0) }
    if let atLock = late?.atLock {
      if atLock.isEmpty, !siblings.contains(where: { $0.value == .empty }) {
        choices.append(choice("at-lock", .empty, nil))
      }
      for stood in atLock where !choices.contains(where: { $0.writes == [write(stood.value)] }) {
        choices.append(choice("at-lock", stood.value, stood))
      }
    }
    return choices
  }

  /// A value written to the conflict's own field.
  package func write(_ value: Value) -> FieldWrite {
    FieldWrite(collection: collection, record: record, field: field, value: value)
  }

  private func choice(
    _ code: String, _ value: Value, _ sibling: ConflictSibling?
  ) -> ConflictChoice {
    ConflictChoice(code: code, writes: [write(value)], sibling: sibling)
  }

  private func choices(mending violation: Violation) -> [ConflictChoice] {
    func way(_ code: String, _ writes: FieldWrite...) -> ConflictChoice {
      ConflictChoice(code: code, writes: writes, sibling: nil)
    }
    func write(_ part: Violation.Part, _ value: Value) -> FieldWrite {
      FieldWrite(
        collection: part.collection, record: part.record, field: part.field, value: value)
    }
    func own(_ field: FieldID, _ value: Value) -> FieldWrite {
      FieldWrite(collection: collection, record: record, field: field, value: value)
    }
    let clear = way("clear", self.write(.empty))
    switch violation.constraint.rule {
    case .unique:
      let others = violation.parts.map { write($0, .empty) }
      guard violation.partCount == others.count else { return [clear] }
      return [clear, ConflictChoice(code: "clear-others", writes: others, sibling: nil)]
    case .single(let single):
      let archive = way("archive", own(Existence.field, .boolean(true)))
      guard let first = violation.parts.first else { return [archive] }
      var ways = [archive]
      if violation.partCount == violation.parts.count {
        let others = violation.parts.map { part in
          FieldWrite(
            collection: part.collection, record: part.record, field: Existence.field,
            value: .boolean(true))
        }
        ways.append(ConflictChoice(code: "archive-others", writes: others, sibling: nil))
      }
      var correct = way(
        "correct", own(single.corrects, .reference(first.record)), own(single.reason, .empty))
      correct.wantsReason = true
      return ways + [correct]
    case .ascending:
      guard let first = violation.parts.first, let second = shownSibling else { return [clear] }
      return [
        way("swap", write(first, second.value), self.write(first.value)), clear,
        way("clear-other", write(first, .empty)),
      ]
    case .living:
      let restore = violation.parts.first.map { way("restore", write($0, .boolean(false))) }
      return [restore, clear, way("archive", own(Existence.field, .boolean(true)))]
        .compactMap(\.self)
    case .sumWithin(let sum):
      let raise = violation.total.map { way("raise", self.write(.decimal($0))) }
      var reason = way("give-reason", own(sum.reason, .empty))
      reason.wantsReason = true
      return [raise, reason].compactMap(\.self)
    }
  }
}

extension Conflict {
  /// Whether the conflict is about the record being archived, not about a field's value.
  package var isAboutArchive: Bool { field == Existence.field }

  /// Whether there is anything to choose from.
  package var isSettleable: Bool { !choices.isEmpty }

  /// The sibling that is shown now; nil for a violation without one.
  package var shownSibling: ConflictSibling? {
    siblings.indices.contains(shown) ? siblings[shown] : siblings.first
  }

  /// The sibling written last, by (clock, replica, seq).
  package var newestSibling: ConflictSibling? {
    siblings.max { ($0.clock, $0.dot) < ($1.clock, $1.dot) }
  }

  /// The code of the rule by which a sibling is shown. A record that may be archived or not stays
  /// visible: the sibling that claims least.
  package var ruleCode: String { isAboutArchive ? "cautious" : rule.code }

  /// The siblings as `--if-seen` takes them.
  package var dotList: String { siblings.map { "\($0.dot)" }.joined(separator: ",") }
}

extension DisplayRule {
  /// The rule's code in JSON and in the catalogue.
  package var code: String {
    switch self {
    case .newest: "newest"
    case .cautious: "cautious"
    case .authority: "authority"
    }
  }
}
