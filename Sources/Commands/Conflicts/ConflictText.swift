// How a conflict appears: the JSON of `cli.md`, and words for people.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Projects

extension Conflict {
  /// Whether the conflict is about the record being archived, not about a field's value.
  var isAboutArchive: Bool { field == Existence.field }

  /// A violation is computed from whole records: it goes when they are corrected, not by a choice.
  var isSettleable: Bool { kind != .violation && !siblings.isEmpty }

  /// The sibling that is shown now; nil for a violation without one.
  var shownSibling: ConflictSibling? {
    siblings.indices.contains(shown) ? siblings[shown] : siblings.first
  }

  /// The sibling written last, by (clock, replica, seq).
  var newestSibling: ConflictSibling? {
    siblings.max { ($0.clock, $0.dot) < ($1.clock, $1.dot) }
  }

  /// The code of the rule by which a sibling is shown. A record that may be archived or not stays
  /// visible: the sibling that claims least.
  var ruleCode: String { isAboutArchive ? "cautious" : rule.code }

  /// The siblings as `--if-seen` takes them.
  var dotList: String { siblings.map { "\($0.dot)" }.joined(separator: ",") }
}

extension DisplayRule {
  /// The rule's code in JSON and in the catalogue.
  var code: String {
    switch self {
    case .newest: "newest"
    case .cautious: "cautious"
    case .authority: "authority"
    }
  }
}

/// Words for conflicts and settlements, in one language.
struct ConflictText {
  let context: CommandContext
  private var schema: Schema { context.schema }

  init(_ context: CommandContext) { self.context = context }

  func definition(_ collection: CollectionID, _ field: FieldID) -> FieldDefinition? {
    schema.collection(collection)?.field(field)
  }

  /// The field's code in JSON; the archive register is `archived`.
  func fieldCode(_ collection: CollectionID, _ field: FieldID) -> String {
    if field == Existence.field { return "archived" }
    return definition(collection, field)?.code ?? "field-\(field.rawValue)"
  }

  func fieldLabel(_ collection: CollectionID, _ field: FieldID) -> String {
    if field == Existence.field { return context.text("conflict.existence") }
    guard let definition = definition(collection, field) else {
      return fieldCode(collection, field)
    }
    return definition.label(context.language)
  }

  func collectionCode(_ collection: CollectionID) -> String {
    schema.collection(collection)?.code ?? "collection-\(collection.rawValue)"
  }

  func kind(_ kind: ConflictKind) -> String { context.text("conflict.kind.\(kind.rawValue)") }

  func rule(_ conflict: Conflict) -> String {
    context.text(
      conflict.isAboutArchive ? "conflict.rule.archive" : "conflict.rule.\(conflict.rule.code)")
  }

  /// A value of a conflict's field for a person; an empty one says so.
  func value(_ value: Value, _ collection: CollectionID, _ field: FieldID) -> String {
    if field == Existence.field {
      return context.text(value == .boolean(true) ? "conflict.archived" : "conflict.alive")
    }
    if value == .empty { return context.text("conflict.empty") }
    return TerminalText.plain(
      ValueText.human(value, definition(collection, field), in: context.language))
  }

  func value(_ sibling: ConflictSibling, of conflict: Conflict) -> String {
    value(sibling.value, conflict.collection, conflict.field)
  }

  /// A record's name, or the beginning of its id where it has none.
  func name(_ name: String, _ record: RecordID) -> String {
    name.isEmpty ? String(record.description.prefix(10)) : DisplayWidth.singleLine(name)
  }

  /// Who, which office, when, and why.
  func origin(_ sibling: ConflictSibling) -> String {
    var parts = [sibling.author]
    parts.append(sibling.office.isEmpty ? "\(sibling.dot.replica)" : sibling.office)
    parts.append(InstantText.formatLocal(Int64(clamping: sibling.clock.milliseconds)))
    if let reason = sibling.reason, !reason.isEmpty { parts.append(reason) }
    return DisplayWidth.singleLine(parts.joined(separator: " · "))
  }

  /// The record, the field and the first values, for a line of news.
  func news(_ conflict: Conflict) -> [String] {
    let values = conflict.siblings.prefix(4).map {
      DisplayWidth.cut(value($0, of: conflict), to: 24)
    }
    let more = conflict.siblings.count > 4 ? " …" : ""
    return [
      DisplayWidth.cut(name(conflict.recordName, conflict.record), to: 40),
      fieldLabel(conflict.collection, conflict.field), values.joined(separator: " | ") + more,
    ]
  }
}

extension JSONWriter {
  /// The members of a conflict, in the order of `cli.md`; `seen` adds what each sibling had seen.
  mutating func members(of conflict: Conflict, _ text: ConflictText, seen: Bool = false) {
    let definition = text.definition(conflict.collection, conflict.field)
    member("id", conflict.id.text)
    member("kind", conflict.kind.rawValue)
    member("ledger", conflict.ledger)
    member("collection", text.collectionCode(conflict.collection))
    member("record", conflict.record.description)
    member("record_name", conflict.recordName)
    member("field", text.fieldCode(conflict.collection, conflict.field))
    key("shown")
    value(conflict.shownSibling?.value ?? .empty, definition)
    member("rule", conflict.ruleCode)
    key("siblings")
    array { array in
      for sibling in conflict.siblings {
        array.object { $0.members(of: sibling, definition, seen: seen) }
      }
    }
    key("base")
    value(conflict.base ?? .empty, definition)
  }

  /// The members of one sibling.
  mutating func members(of sibling: ConflictSibling, _ definition: FieldDefinition?, seen: Bool) {
    member("dot", sibling.dot.description)
    key("value")
    value(sibling.value, definition)
    member("author", sibling.author)
    member("replica", sibling.dot.replica.description)
    member("office", sibling.office)
    member("clock", InstantText.format(sibling.clock))
    key("reason")
    if let reason = sibling.reason { string(reason) } else { null() }
    guard seen else { return }
    key("seen")
    vector(sibling.seen)
  }

  /// A version vector: replica to seq.
  mutating func vector(_ vector: VersionVector) {
    object { object in
      for entry in vector.entries { object.member(entry.replica.description, entry.seq) }
    }
  }
}
