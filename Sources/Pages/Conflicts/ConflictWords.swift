// Words for conflicts on pages, from the same catalogue that commands use.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// Words for conflicts in one language.
struct ConflictWords {
  let language: Language
  private let schema = Schema.standard

  init(_ language: Language) { self.language = language }

  func text(_ key: String, _ arguments: [String] = []) -> String {
    Catalogue.text(Message(key, arguments), in: language)
  }

  func definition(_ collection: CollectionID, _ field: FieldID) -> FieldDefinition? {
    schema.collection(collection)?.field(field)
  }

  func label(_ collection: CollectionID, _ field: FieldID) -> String {
    if field == Existence.field { return text("conflict.existence") }
    return definition(collection, field)?.label(language) ?? "#\(field.rawValue)"
  }

  /// A value of a field; an empty one says so.
  func value(_ value: Value, _ collection: CollectionID, _ field: FieldID) -> String {
    if field == Existence.field {
      return text(value == .boolean(true) ? "conflict.archived" : "conflict.alive")
    }
    if value == .empty { return text("conflict.empty") }
    return ValueWords.shown(value, definition(collection, field), language)
  }

  func name(_ name: String, _ record: RecordID) -> String {
    name.isEmpty ? String(record.description.prefix(10)) : name
  }

  /// What a violation breaks; otherwise how the value shown is chosen.
  func rule(_ conflict: Conflict) -> String {
    guard let violation = conflict.violation else {
      return text("conflict.rule.\(conflict.isAboutArchive ? "archive" : conflict.rule.code)")
    }
    let own = conflict.shownSibling.map { value($0.value, conflict.collection, conflict.field) }
    let first = violation.parts.first
    let others: [String]
    switch violation.constraint.rule {
    case .unique:
      let names = violation.parts.prefix(3).map { name($0.recordName, $0.record) }
      let more = violation.partCount > names.count ? " …" : ""
      others = [names.joined(separator: language == .zh ? "、" : ", ") + more]
    case .ascending:
      others = [
        first.map { label($0.collection, $0.field) } ?? "",
        first.map { value($0.value, $0.collection, $0.field) } ?? "",
      ]
    case .living: others = [first.map { name($0.recordName, $0.record) } ?? ""]
    case .sumWithin:
      others = [
        violation.total.map { value(.decimal($0), conflict.collection, conflict.field) } ?? "?"
      ]
    }
    return text(
      "violation.\(violation.constraint.code)",
      [label(conflict.collection, conflict.field), own ?? ""] + others)
  }

  /// A way out of a conflict.
  func words(_ choice: ConflictChoice) -> String {
    if choice.code == "sibling" || choice.code == "at-lock" {
      let shown = choice.writes.first.map { value($0.value, $0.collection, $0.field) } ?? ""
      return choice.code == "sibling" ? shown : text("conflict.at-lock", [shown])
    }
    let writes = choice.writes.prefix(3).map { write in
      "\(label(write.collection, write.field)) = "
        + (choice.wantsReason
          ? text("page.the-reason") : value(write.value, write.collection, write.field))
    }
    let more = choice.writes.count > 3 ? " …" : ""
    return text(
      "conflict.mend.\(choice.code)",
      [writes.joined(separator: language == .zh ? "，" : ", ") + more])
  }

  /// Who had seen what: of the other siblings, those that the author had before the eyes.
  func seen(_ sibling: ConflictSibling, in conflict: Conflict) -> String {
    let seen = conflict.siblings.filter { $0.dot != sibling.dot && sibling.seen.covers($0.dot) }
    guard !seen.isEmpty else { return text("page.seen-none") }
    let values = seen.map { value($0.value, conflict.collection, conflict.field) }
    return text("page.seen-some", [values.joined(separator: language == .zh ? "、" : ", ")])
  }

  /// The siblings that a form had before it.
  static func dots(_ conflict: Conflict) -> String {
    conflict.siblings.map(\.dot.description).joined(separator: ",")
  }
}
