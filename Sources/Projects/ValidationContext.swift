// What the validator may ask about the record and its surroundings. Everything is given by the
// caller as a value or a question, so that nothing here reads a store or a clock.

public import Causality

/// What is known around a change to one record.
public struct ValidationContext {
  /// The role of the office that writes.
  public var role: OfficeRole
  /// Whether the change creates the record.
  public var isNew: Bool
  /// Whether many records are loaded at once: what a starting stage lacks is then not listed, and
  /// guards that look for other records of the same load are passed over.
  public var isBulk = false
  /// Whether the city decides between what offices wrote, or takes a past value back, rather than
  /// edits: conflicts in a locked period are settled in the records that have them.
  public var isSettling = false
  /// The author's name, to tell a requester from a verifier; nil when unknown.
  public var author: String?
  /// The reason given with the change.
  public var reason: String?
  /// The business date of the change, for guards that look ahead or back; nil skips them.
  public var today: CivilDate?
  /// The ledger's name, which says its place; nil when unknown.
  public var ledger: String?
  /// The record's own id, where it has one already.
  public var record: RecordID?
  /// The value shown before the change; `.empty` for none.
  public var existing: (FieldID) -> Value = { _ in .empty }
  /// The elements of a set before the change.
  public var existingElements: (FieldID) -> [Value] = { _ in [] }
  /// The role of the office that wrote the value shown; nil when unknown.
  public var decidedBy: (FieldID) -> OfficeRole? = { _ in nil }
  /// The shown values of the project above a child record, or of a project's parent project.
  public var project: (FieldID) -> Value = { _ in .empty }
  /// The evidence of the project, issue or assignment that the change is about.
  public var evidence: () -> [EvidenceFact] = { [] }
  /// How many milestones the project has.
  public var milestones: () -> Int = { 0 }
  /// The missing items under tolerance of the project's approvals.
  public var missingItems: () -> [MissingItem] = { [] }

  /// The ledger around the record; nil skips the guards that look there.
  public var surroundings: RelatedRecords?

  /// A context; the questions answer "nothing known" until they are set.
  public init(role: OfficeRole, isNew: Bool, reason: String? = nil, today: CivilDate? = nil) {
    self.role = role
    self.isNew = isNew
    self.reason = reason
    self.today = today
  }

  var hasReason: Bool { reason.map { !$0.utf8.isEmpty } ?? false }
}

/// What a guard needs to know of one record of evidence.
public struct EvidenceFact: Sendable, Hashable {
  /// The code of the kind; nil when nobody said.
  public let kind: String?
  /// The business date, or the day in China of the moment the picture was taken.
  public let date: CivilDate?
  /// The number of the document; nil when nobody said.
  public let documentNo: String?

  /// A fact.
  public init(kind: String?, date: CivilDate?, documentNo: String? = nil) {
    self.kind = kind
    self.date = date
    self.documentNo = documentNo
  }

  /// The fact that a record of the collection `evidence` states.
  public init(fields: (FieldID) -> Value) {
    let evidence = Schema.evidence
    var kind: String?
    if case .code(let number) = fields(evidence.known("kind").id) {
      kind = Enumeration.evidenceKind.find(number)?.code
    }
    self.kind = kind
    if case .text(let number) = fields(evidence.known("document_no").id), !number.utf8.isEmpty {
      documentNo = number
    } else {
      documentNo = nil
    }
    switch (fields(evidence.known("date").id), fields(evidence.known("taken_at").id)) {
    case (.date(let date), _): self.date = date
    case (_, .instant(let milliseconds)):
      let (local, overflow) = milliseconds.addingReportingOverflow(28_800_000)
      let days = local >= 0 ? local / 86_400_000 : -((86_399_999 - local) / 86_400_000)
      date = overflow ? nil : Int32(exactly: days).flatMap { CivilDate(days: $0) }
    default: date = nil
    }
  }
}

/// The record as it would be after the change, asked by field code.
struct ProposedRecord {
  let collection: CollectionDefinition
  let proposed: [FieldID: Value]
  let sets: [FieldID: [Value]]
  let context: ValidationContext

  func value(_ field: FieldDefinition) -> Value {
    proposed[field.id] ?? context.existing(field.id)
  }

  func value(_ code: String) -> Value { value(collection.known(code)) }

  func elements(_ code: String) -> [Value] {
    let field = collection.known(code)
    return sets[field.id] ?? context.existingElements(field.id)
  }

  /// Whether the field holds something; text of spaces holds nothing.
  func has(_ code: String) -> Bool { !value(code).isBlank }

  func date(_ code: String) -> CivilDate? {
    if case .date(let date) = value(code) { return date }
    return nil
  }

  func number(_ code: String) -> ExactDecimal? {
    switch value(code) {
    case .decimal(let number): return number
    case .integer(let number): return ExactDecimal(number)
    default: return nil
    }
  }

  func text(_ code: String) -> String? {
    if case .text(let text) = value(code), !text.utf8.isEmpty { return text }
    return nil
  }

  /// The code of the case that an enumeration holds.
  func choice(_ code: String) -> String? {
    let field = collection.known(code)
    guard case .code(let number) = value(field) else { return nil }
    return field.enumeration?.find(number)?.code
  }

  /// Whether the change touches the field.
  func touches(_ field: FieldDefinition) -> Bool {
    proposed[field.id] != nil || (field.isSet && sets[field.id] != nil)
  }

  func touches(_ code: String) -> Bool { touches(collection.known(code)) }
}

extension Value {
  /// Whether nothing was said: the empty value, or text of spaces alone.
  var isBlank: Bool {
    switch self {
    case .empty: true
    case .text(let text): text.unicodeScalars.allSatisfy { $0 == " " || $0 == "\u{3000}" }
    default: false
    }
  }
}
