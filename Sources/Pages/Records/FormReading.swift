// From a form that was sent to what is to become of the record: only what the person changed, read
// by each field's own type, and nothing over values that the form had not seen.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// A form that was sent, against the record as it is now.
struct FormReading {
  private(set) var form: RecordForm
  private(set) var assignments: [Assignment] = []
  /// The siblings that each written register must still have.
  private(set) var expectations: [Expectation] = []
  let reason: String?

  /// Whether the form can be written as far as typing goes.
  var isClean: Bool {
    form.collisions.isEmpty && !form.problems.values.joined().contains(where: \.isRefusal)
  }

  /// Whether nothing is written but what the form of a new record is given: the record above it and
  /// its county.
  var isBlank: Bool {
    assignments.allSatisfy {
      $0.fieldID == form.collection.parentField?.id || $0.field.code == "region_code"
    }
  }

  /// - Parameters:
  ///   - record: as it is now; nil for a new one.
  ///   - resolve: finds the record that the beginning of an id means.
  ///   - origin: names the author of what stands on a field now.
  init(
    _ sent: Form, _ collection: CollectionDefinition, _ fields: [FieldDefinition],
    record: Record?, language: Language, resolve: (String) throws -> RecordID?,
    origin: (Dot) -> String
  ) throws {
    reason = sent.text("reason")
    form = RecordForm(collection: collection, fields: fields, record: record)
    form.reason = sent["reason"] ?? ""
    for field in fields {
      guard let began = sent[RecordForm.beganPrefix + field.code] else { continue }
      let typed = Self.typed(sent, field)
      // What was not touched is shown as it stands now, should the form come back.
      if typed == Self.lines(began, field) { continue }
      form.typed[field.code] = typed
      if let record, !field.isSet, takesTheirs(field, record, sent) {
        form.typed[field.code] = nil
        continue
      }
      guard let action = try read(typed, began, field, resolve) else { continue }
      if let record, !field.isSet {
        let seen = sent[RecordForm.seenPrefix + field.code] ?? ""
        let picked = sent[RecordForm.pickPrefix + field.code]
        guard
          try settle(
            field, action, record, seen: seen, picked: picked,
            isAsked: sent.has(RecordForm.askedPrefix + field.code), language, origin)
        else { continue }
        expectations.append(
          Expectation(
            collection: collection.id, record: record.id, field: field.id,
            dots: record.state(field.id)?.siblings.map(\.dot) ?? []))
      }
      assignments += action.map { Assignment(field, $0) }
    }
  }

  /// Adds what the rules found.
  mutating func add(_ problems: [ValidationProblem]) {
    for problem in problems {
      let code = problem.field.flatMap { name in
        form.fields.contains { $0.code == name } ? name : nil
      }
      form.problems[code ?? "", default: []].append(problem)
    }
  }

  /// Whether the field is written: false leaves what stands, and marks a collision where the person
  /// has not yet said whose value to keep.
  private mutating func settle(
    _ field: FieldDefinition, _ action: [FieldAction], _ record: Record, seen: String,
    picked: String?, isAsked: Bool, _ language: Language, _ origin: (Dot) -> String
  ) throws -> Bool {
    let now = ValueWords.seen(record, field.id)
    if Self.isSame(seen, now) {
      if picked != nil || !isAsked { return true }
    }
    if case .write(let value)? = action.first, !isAsked, value == record[field.id] ?? .empty,
      record.conflictKind(field.id) == nil
    {
      form.typed[field.code] = nil
      return false
    }
    let state = record.state(field.id)
    let dot = state.flatMap { state in
      state.siblings.indices.contains(state.shown) ? state.siblings[state.shown].dot : nil
    }
    form.collisions[field.code] = Collision(
      shown: ValueWords.shown(record, field, language), origin: dot.map(origin) ?? "")
    return false
  }

  /// Whether the person chose what stands, having seen it.
  private func takesTheirs(_ field: FieldDefinition, _ record: Record, _ sent: Form) -> Bool {
    sent[RecordForm.pickPrefix + field.code] == "theirs"
      && Self.isSame(
        sent[RecordForm.seenPrefix + field.code] ?? "", ValueWords.seen(record, field.id))
  }

  static func isSame(_ seen: String, _ now: String) -> Bool {
    Set(seen.split(separator: ",")) == Set(now.split(separator: ","))
  }

  /// What was typed, as actions; nil where it cannot be read, and the problem is noted.
  private mutating func read(
    _ typed: [String], _ began: String, _ field: FieldDefinition,
    _ resolve: (String) throws -> RecordID?
  ) throws -> [FieldAction]? {
    do {
      guard field.isSet else {
        return [.write(try Self.value(typed.first ?? "", field, resolve))]
      }
      let before = try Self.lines(began, field).flatMap { try Self.elements($0, field, resolve) }
      let after = try typed.flatMap { try Self.elements($0, field, resolve) }
      return [
        .add(after.filter { !before.contains($0) }), .remove(before.filter { !after.contains($0) }),
      ]
    } catch let problem as ValidationProblem {
      form.problems[field.code, default: []].append(problem)
      return nil
    }
  }

  private static func value(
    _ text: String, _ field: FieldDefinition, _ resolve: (String) throws -> RecordID?
  ) throws -> Value {
    if case .reference(let collection) = field.type, !text.isEmpty {
      guard let id = try resolve(text) else {
        throw ValidationProblem(.notAReference, field: field.code, [text, field.named, collection])
      }
      return .reference(id)
    }
    return try field.parse(text)
  }

  private static func elements(
    _ text: String, _ field: FieldDefinition, _ resolve: (String) throws -> RecordID?
  ) throws -> [Value] {
    guard case .reference = field.type else { return try field.parseElements(text) }
    return try text.split { $0 == "," || $0 == ";" || $0 == "\n" }
      .map { try value(String($0), field, resolve) }
  }

  /// What the input of a field sent: the boxes ticked, the lines of a set, or one text.
  private static func typed(_ sent: Form, _ field: FieldDefinition) -> [String] {
    let values = sent.all(RecordForm.typedPrefix + field.code)
    guard field.isSet else { return values.first.map { $0.isEmpty ? [] : [$0] } ?? [] }
    if field.enumeration != nil { return values }
    return values.flatMap { lines($0, field) }
  }

  private static func lines(_ text: String, _ field: FieldDefinition) -> [String] {
    if text.isEmpty { return [] }
    guard field.isSet else { return [text] }
    return text.split(separator: "\n").map(String.init)
  }
}
