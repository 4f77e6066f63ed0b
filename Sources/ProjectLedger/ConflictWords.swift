// Words for conflicts, from one catalogue for commands and pages: what stands side by side, what a
// violation breaks, the ways out.

package import Catalogue
package import Causality
package import LedgerStore
package import Projects

/// Words for conflicts in one language.
package struct ConflictWords {
  /// The language of every word given out.
  package let language: Language
  /// What stands for the reason that a way out still waits for.
  private let reasonWord: String
  private let shown: (Value, FieldDefinition?) -> String
  private let line: (String) -> String

  /// - Parameters:
  ///   - shown: a value for people; nil definitions are of a newer schema.
  ///   - line: a name as it may stand in a line.
  package init(
    _ language: Language, reasonWord: String,
    shown: @escaping (Value, FieldDefinition?) -> String,
    line: @escaping (String) -> String = { $0 }
  ) {
    self.language = language
    self.reasonWord = reasonWord
    self.shown = shown
    self.line = line
  }

  /// A sentence of the catalogue.
  package func text(_ key: String, _ arguments: [String] = []) -> String {
    Catalogue.text(Message(key, arguments), in: language)
  }

  /// The field as the schema has it; nil for the archive register and for fields of a newer schema.
  package func definition(_ collection: CollectionID, _ field: FieldID) -> FieldDefinition? {
    Schema.standard.collection(collection)?.field(field)
  }

  /// What people call the field; `field-N` for one of a newer schema.
  package func label(_ collection: CollectionID, _ field: FieldID) -> String {
    if field == Existence.field { return text("conflict.existence") }
    return definition(collection, field)?.label(language) ?? "field-\(field.rawValue)"
  }

  /// A value of a field; an empty one says so.
  package func value(_ value: Value, _ collection: CollectionID, _ field: FieldID) -> String {
    if field == Existence.field {
      return text(value == .boolean(true) ? "conflict.archived" : "conflict.alive")
    }
    if value == .empty { return text("conflict.empty") }
    return shown(value, definition(collection, field))
  }

  /// A record's name, or the beginning of its id where it has none.
  package func name(_ name: String, _ record: RecordID) -> String {
    name.isEmpty ? String(record.description.prefix(10)) : line(name)
  }

  /// What the records of some conflicts are called, in their order: by name, and what has none, or
  /// is only known by its period or day, by what it is, what it belongs to, and that. O(conflicts).
  package func titles(of conflicts: [Conflict], in store: Store) throws(StoreError) -> [String] {
    try store.read { snapshot throws(StoreError) -> [String] in
      var titles: [String] = []
      for conflict in conflicts { titles.append(try title(of: conflict, snapshot)) }
      return titles
    }
  }

  private func title(
    of conflict: Conflict, _ snapshot: borrowing Snapshot
  ) throws(StoreError) -> String {
    guard let collection = Schema.standard.collection(conflict.collection),
      conflict.recordName.isEmpty || Self.isOfTime(collection.nameField),
      let record = try snapshot.record(conflict.ledger, conflict.record)
    else { return name(conflict.recordName, conflict.record) }
    var parts = [collection.label(language)]
    if let field = collection.parentField, case .reference(let id)? = record[field.id],
      let parent = try snapshot.record(record.ledger, id),
      let named = Schema.standard.collection(parent.collection)?.nameField,
      case .text(let own)? = parent[named.id], !own.isEmpty
    {
      parts.append(line(own))
    }
    for field in collection.fields where Self.isOfTime(field) {
      guard let value = record[field.id], value != .empty else { continue }
      parts.append(line(shown(value, field)))
      break
    }
    if parts.count == 1 { parts.append(name("", conflict.record)) }
    return parts.joined(separator: " · ")
  }

  /// Whether a field says to which period or day a record belongs.
  private static func isOfTime(_ field: FieldDefinition) -> Bool {
    switch field.type {
    case .date, .code(.period): true
    default: false
    }
  }

  /// What a violation breaks; otherwise how the value shown is chosen.
  package func rule(_ conflict: Conflict) -> String {
    if let violation = conflict.violation { return sentence(violation, of: conflict) }
    return text("conflict.rule.\(conflict.isAboutArchive ? "archive" : conflict.rule.code)")
  }

  /// What a violation breaks: the rule's sentence with the values at hand.
  package func sentence(_ violation: Violation, of conflict: Conflict) -> String {
    let own = conflict.shownSibling.map { value($0.value, conflict.collection, conflict.field) }
    let first = violation.parts.first
    let others: [String]
    switch violation.constraint.rule {
    case .unique:
      let names = violation.parts.prefix(3).map { name($0.recordName, $0.record) }
      let more = violation.partCount > names.count ? " …" : ""
      others = [names.joined(separator: language == .zh ? "、" : ", ") + more]
    case .single:
      // Reports of one month have one name: their ids tell them apart.
      let ids = violation.parts.prefix(3).map(\.record.description)
      let more = violation.partCount > ids.count ? " …" : ""
      others = [ids.joined(separator: language == .zh ? "、" : ", ") + more]
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
  package func words(_ choice: ConflictChoice) -> String {
    if choice.code == "sibling" || choice.code == "at-lock" {
      let shown = choice.writes.first.map { value($0.value, $0.collection, $0.field) } ?? ""
      return choice.code == "sibling" ? shown : text("conflict.at-lock", [shown])
    }
    let writes = choice.writes.prefix(3).map { write in
      "\(label(write.collection, write.field)) = "
        + (choice.wantsReason && write.value == .empty
          ? reasonWord : value(write.value, write.collection, write.field))
    }
    let more = choice.writes.count > 3 ? " …" : ""
    return text(
      "conflict.mend.\(choice.code)",
      [writes.joined(separator: language == .zh ? "，" : ", ") + more])
  }
}
