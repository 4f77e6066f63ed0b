// How a conflict appears: the JSON of `cli.md`, and words for people.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// Words for conflicts and settlements, in one language.
struct ConflictText {
  let context: CommandContext
  private var schema: Schema { context.schema }

  init(_ context: CommandContext) { self.context = context }

  /// The words that pages say too, with values and names made fit for a terminal.
  private var shared: ConflictWords {
    let language = context.language
    return ConflictWords(
      language, reasonWord: "--reason",
      shown: { TerminalText.plain(ValueText.human($0, $1, in: language)) },
      line: DisplayWidth.singleLine)
  }

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

  /// What a violation breaks, in a sentence; otherwise how the value shown is chosen.
  func rule(_ conflict: Conflict) -> String {
    if let violation = conflict.violation { return sentence(violation, of: conflict) }
    return context.text(
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

  /// What a violation breaks: the rule's sentence with the values at hand.
  func sentence(_ violation: Violation, of conflict: Conflict) -> String {
    shared.sentence(violation, of: conflict)
  }

  /// A way out of a conflict, in words.
  func words(_ choice: ConflictChoice, of conflict: Conflict) -> String {
    let words = shared.words(choice)
    guard let parts = conflict.violation?.parts, !parts.isEmpty else { return words }
    // The values alone do not say of which of several records they are.
    var names: [String] = []
    for write in choice.writes {
      let isOwn = write.record == conflict.record
      let called =
        isOwn ? conflict.recordName : parts.first { $0.record == write.record }?.recordName
      let known = DisplayWidth.singleLine(called ?? "")
      let short = String(write.record.description.prefix(16)) + "…"
      let name = known.isEmpty ? short : "\(known) (\(short))"
      if !names.contains(name) { names.append(name) }
    }
    let more = names.count > 3 ? " …" : ""
    return words
      + context.text("conflict.mend.in", names.prefix(3).joined(separator: ", ") + more)
  }

  /// A record's name, or the beginning of its id where it has none.
  func name(_ name: String, _ record: RecordID) -> String {
    name.isEmpty ? String(record.description.prefix(10)) : DisplayWidth.singleLine(name)
  }

  /// What the records of some conflicts are called, also those without a name.
  func titles(of conflicts: [Conflict], in store: Store) throws -> [String] {
    try shared.titles(of: conflicts, in: store)
  }

  /// Who, which office, when, and why.
  func origin(_ sibling: ConflictSibling) -> String {
    var parts = sibling.author.isEmpty ? [] : [sibling.author]
    parts.append(sibling.office.isEmpty ? "\(sibling.dot.replica)" : sibling.office)
    parts.append(InstantText.formatLocal(Int64(clamping: sibling.clock.milliseconds)))
    if let reason = sibling.reason, !reason.isEmpty { parts.append(reason) }
    return DisplayWidth.singleLine(parts.joined(separator: " · "))
  }

  /// Who and which office: of a change that stands in a base only its replica may be known.
  func who(_ author: String, _ office: String, _ dot: Dot) -> String {
    let office = office.isEmpty ? "\(dot.replica)" : office
    return DisplayWidth.singleLine(author.isEmpty ? office : "\(author) \(office)")
  }

  /// Who, which office and when, as far as that is known.
  func origin(
    _ author: String, _ office: String, _ dot: Dot, _ clock: HybridTimestamp
  ) -> String {
    let who = who(author, office, dot)
    guard clock.rawValue > 0 else { return who }
    return context.text(
      "conflict.settlement.origin", who,
      InstantText.formatLocal(Int64(clamping: clock.milliseconds)))
  }

  /// The record, the field and the first values, for a line of news.
  func news(_ conflict: Conflict) -> [String] {
    if let violation = conflict.violation {
      return [
        DisplayWidth.cut(name(conflict.recordName, conflict.record), to: 40),
        fieldLabel(conflict.collection, conflict.field), sentence(violation, of: conflict),
      ]
    }
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
    if let late = conflict.late { member(of: late, definition, seen: seen) }
    if let violation = conflict.violation { member(of: violation, conflict, text) }
  }

  /// What a late edit missed.
  private mutating func member(
    of late: LateEdit, _ definition: FieldDefinition?, seen: Bool
  ) {
    member("late", late.siblings.map(\.description))
    key("locks")
    array { array in
      for lock in late.locks {
        array.object { object in
          object.member("dot", lock.dot.description)
          object.member("author", lock.author)
          object.member("office", lock.office)
          object.member("clock", InstantText.format(lock.clock))
        }
      }
    }
    guard let atLock = late.atLock else { return }
    key("at_lock")
    array { array in
      for stood in atLock { array.object { $0.members(of: stood, definition, seen: seen) } }
    }
  }

  /// What a violation is about, and the ways to mend it in the order of `--take`.
  private mutating func member(
    of violation: Violation, _ conflict: Conflict, _ text: ConflictText
  ) {
    member("constraint", violation.constraint.code)
    member("message", text.sentence(violation, of: conflict))
    key("parts")
    array { array in
      for part in violation.parts {
        array.object { object in
          object.member("collection", text.collectionCode(part.collection))
          object.member("record", part.record.description)
          object.member("record_name", part.recordName)
          object.member("field", text.fieldCode(part.collection, part.field))
          object.key("value")
          object.value(part.value, text.definition(part.collection, part.field))
        }
      }
    }
    if let total = violation.total { member("total", total.description) }
    key("choices")
    array { array in
      for choice in conflict.choices {
        array.object { object in
          object.member("code", choice.code)
          object.members(of: choice.writes, text)
        }
      }
    }
  }

  /// What a choice writes.
  mutating func members(of writes: [FieldWrite], _ text: ConflictText) {
    key("writes")
    array { array in
      for write in writes {
        array.object { object in
          object.member("record", write.record.description)
          object.member("field", text.fieldCode(write.collection, write.field))
          object.key("value")
          object.value(write.value, text.definition(write.collection, write.field))
        }
      }
    }
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
