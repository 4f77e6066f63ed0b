// What one row of a sheet would do to the ledger, for commands and pages alike: which record it
// means, what would change, what is wrong with which cell, and which other records it may be.

package import Catalogue
package import Causality
internal import LedgerStore
package import Projects

/// What a row would do.
package enum ImportOutcome: String, Sendable {
  case new, changed, unchanged, rejected
  /// A person said that the row is not to go in.
  case leftOut = "left-out"
}

/// What is wrong with a row or one of its cells.
package struct ImportProblem: Sendable {
  /// The code for programs; stable.
  package let code: String
  /// The code of the field; nil for the row as a whole.
  package let field: String?
  /// Sheet and cell as people name them, `Sheet1!B12`.
  package let place: String
  /// What is wrong.
  package let message: Message
  /// What to do; nil where the message says it.
  package let hint: Message?
  /// Whether the same was said of a row above, the next step too.
  package internal(set) var isRepeated = false

  /// - Parameter field: the code of the field; nil for the row as a whole.
  package init(
    _ code: String, field: String? = nil, place: String, _ message: Message, hint: Message? = nil
  ) {
    self.code = code
    self.field = field
    self.place = place
    self.message = message
    self.hint = hint
  }

  init(_ kind: Kind, place: String, _ arguments: String...) {
    self.init(
      kind.rawValue, place: place, Message("import.problem.\(kind.rawValue)", arguments),
      hint: Message("import.problem.\(kind.rawValue).hint", arguments))
  }

  enum Kind: String {
    case repeatedRow = "repeated-row"
    case ambiguousRow = "ambiguous-row"
    case ambiguousID = "ambiguous-id"
    case noSuchRecord = "no-such-record"
    case otherCollection = "other-collection"
    case recordArchived = "record-archived"
    case cutText = "cut-text"
    case beyondCounty = "beyond-county"
    case withdrawnUnknown = "withdrawn-unknown"
    /// A cell that was edited while another wrote its field.
    case collided
  }

  init(_ problem: ValidationProblem, place: String) {
    self.init(
      problem.code.rawValue, field: problem.field, place: place, problem.message,
      hint: problem.hint)
  }
}

/// A record or row that this row may mean too. It is offered, never taken by itself.
package struct ImportOffer: Sendable {
  /// What it is, and how near; the raw value is the JSON code.
  package enum Kind: String, Sendable {
    /// Another name under the same project code.
    case sameCode = "same-code"
    /// An earlier row of the sheet under the same project code.
    case sameCodeRow = "same-code-row"
    /// A record whose name is nearly the same.
    case nearName = "near-name"
    /// A row of the sheet whose name is nearly the same.
    case nearRow = "near-row"
    /// A record of the very same name, one of several.
    case sameName = "same-name"
  }

  /// What it is, and how near.
  package let kind: Kind
  /// The name of that record or row.
  package let name: String
  /// The record; nil for a row of the sheet.
  package let id: RecordID?
  /// The place of the row; nil for a record.
  package let row: String?
  /// Where the record is; nil where that does not tell it from others.
  package let county: String?

  init(
    kind: Kind, name: String, id: RecordID? = nil, row: String? = nil, county: String? = nil
  ) {
    self.kind = kind
    self.name = name
    self.id = id
    self.row = row
    self.county = county
  }

  /// The sentence for people.
  package var message: Message {
    Message("import.offer.\(kind.rawValue)", [name, id?.description ?? row ?? "", county ?? ""])
  }
}

/// One row, read and judged.
package struct ImportRow {
  /// The row's number in the sheet, from 1.
  package let number: Int
  /// Sheet and row as people name them, `Sheet1!12`.
  package let place: String
  /// What the row calls its record.
  package let name: String
  /// What would become of it.
  package internal(set) var outcome: ImportOutcome
  /// Nil for a row that is rejected or left out.
  package let draft: RecordDraft?
  /// What is wrong; of a row that is taken, the cells that are left out of it.
  package internal(set) var problems: [ImportProblem]
  /// Records and rows that it may mean too.
  package internal(set) var offers: [ImportOffer]
  /// The edited cells whose fields others wrote since the export, with what stands there now; empty
  /// where a person has chosen.
  package internal(set) var collisions: [Change] = []
  /// Who wrote the values that would leave unseen by the sheet, as far as it is not known to have
  /// seen them.
  package internal(set) var writings: [ImportWriting] = []

  /// Whether the row is held back only until a person chooses.
  package var mayBeDecided: Bool {
    outcome == .rejected && !(offers.isEmpty && collisions.isEmpty)
  }

  /// Whether the row means no record yet, and may mean one whose name is nearly its own.
  var mayBeAnother: Bool {
    outcome == .new
      || problems.contains { $0.code == ImportProblem.Kind.withdrawnUnknown.rawValue }
  }

  /// Whether a person may say that it is a record of its own: not of a name that several have, and
  /// not where nothing new is taken.
  package var mayBeNew: Bool {
    outcome != .rejected && !offers.contains { $0.kind == .sameName }
  }

  /// One field of a changed row.
  package struct Change {
    /// The field, as the schema has it.
    package let field: FieldDefinition
    /// What the record shows: one value, the elements of a set, or none where nothing is filled in.
    package let from: [Value]
    /// What it would show; a register that is cleared holds `.empty`.
    package let to: [Value]
  }

  /// What would change in the record, in the order of the schema; empty for new records.
  package var changes: [Change] {
    guard let draft, let existing = draft.existing else { return [] }
    return draft.collection.fields.compactMap { field in
      if let elements = draft.sets[field.id] {
        return Change(field: field, from: existing.elements(field.id), to: elements)
      }
      guard let value = draft.proposed[field.id] else { return nil }
      return Change(field: field, from: existing[field.id].map { [$0] } ?? [], to: [value])
    }
  }
}
