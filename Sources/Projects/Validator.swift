// Judging a change to one record before it is made: names, types, who may, what the record would
// then say. Refusals stop it; warnings are listed. The same sentences reach command line, page and
// import.

public import Causality

/// Judges changes to records.
public enum Validator {
  /// What is wrong with a change, refusals and warnings, in the order of the fields.
  ///
  /// - Parameters:
  ///   - proposed: the values to be written; `.empty` empties a field.
  ///   - sets: for set-valued fields touched, the elements as they would be after the change.
  /// - Complexity: O(fields touched) and the questions asked of the context.
  public static func check(
    _ collection: CollectionDefinition, _ proposed: [FieldID: Value],
    sets: [FieldID: [Value]] = [:], in context: ValidationContext
  ) -> [ValidationProblem] {
    var problems: [ValidationProblem] = []
    let record = ProposedRecord(
      collection: collection, proposed: proposed, sets: sets, context: context)
    checkCreation(record, &problems)
    for (id, value) in proposed {
      checkValue(id, value, record, &problems)
    }
    for (id, elements) in sets {
      checkElements(id, elements, record, &problems)
    }
    checkRecord(record, &problems)
    return ordered(problems, by: collection)
  }

  /// What a record still lacks, as warnings: for a project what its stage asks for, for other
  /// records what is always wanted.
  public static func missing(
    _ collection: CollectionDefinition, _ fields: (FieldID) -> Value
  ) -> [ValidationProblem] {
    var stage = Stage.planning
    if collection.id == Schema.project.id, case .code(let number) = fields(stageField.id) {
      stage = Stage(rawValue: number) ?? .planning
    }
    return collection.fields.compactMap { field in
      guard let needed = field.neededFrom, stage.hasReached(needed), fields(field.id).isBlank
      else { return nil }
      return ValidationProblem(.missing, field: field.code, [field.named])
    }
  }

  /// What a record says that cannot all be so, as warnings: for records after a merge, where each
  /// side was judged alone.
  public static func violations(
    _ collection: CollectionDefinition, record id: RecordID? = nil, _ fields: (FieldID) -> Value
  ) -> [ValidationProblem] {
    withoutActuallyEscaping(fields) { fields in
      var context = ValidationContext(role: .city, isNew: false)
      context.existing = fields
      context.record = id
      let record = ProposedRecord(
        collection: collection, proposed: [:], sets: [:], context: context)
      var problems: [ValidationProblem] = []
      checkDates(record, onlyTouched: false, &problems)
      if collection.id == Schema.project.id { checkFigures(record, &problems) }
      return problems.map {
        ValidationProblem($0.code, field: $0.field, $0.arguments, severity: .warning)
      }
    }
  }

  static let stageField = Schema.project.known("stage")

  private static func ordered(
    _ problems: [ValidationProblem], by collection: CollectionDefinition
  ) -> [ValidationProblem] {
    guard problems.count > 1 else { return problems }
    func place(_ problem: ValidationProblem) -> UInt16 {
      problem.field.flatMap { collection.field($0)?.id.rawValue } ?? 0
    }
    var seen: Set<ValidationProblem> = []
    return problems.enumerated()
      .sorted {
        (place($0.element), $0.element.field ?? "", $0.offset)
          < (place($1.element), $1.element.field ?? "", $1.offset)
      }
      .map(\.element).filter { seen.insert($0).inserted }
  }

  private static func checkCreation(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    let collection = record.collection
    let context = record.context
    if context.isNew, !Permissions.mayCreate(collection, context.role) {
      problems.append(
        ValidationProblem(
          .mayNotCreate, ["\(collection.zh)(\(collection.code))", context.role.named]))
    }
    for field in collection.requiredFields {
      guard context.isNew || record.proposed[field.id] != nil else { continue }
      if record.value(field).isBlank {
        problems.append(ValidationProblem(.required, field: field.code, [field.named]))
      }
    }
  }

  private static func checkValue(
    _ id: FieldID, _ value: Value, _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    let collection = record.collection
    guard let field = collection.field(id) else {
      problems.append(
        ValidationProblem(
          .unknownField, field: "#\(id.rawValue)",
          [
            "#\(id.rawValue)", "\(collection.zh)(\(collection.code))",
            collection.suggestions(for: ""),
          ]))
      return
    }
    guard field.accepts(value) else {
      problems.append(ValidationProblem(.wrongType, field: field.code, [field.named]))
      return
    }
    checkPermission(field, value, record, &problems)
    guard case .text(let text) = value, case .code(let format) = field.type else { return }
    switch format {
    case .credit where !CreditCode.isValid(text):
      problems.append(ValidationProblem(.creditCheck, field: field.code, [text]))
    case .region where text.utf8.count == 6:
      guard let region = Region.find(text) else {
        problems.append(ValidationProblem(.unknownRegion, field: field.code, [text]))
        return
      }
      if let successor = region.successor {
        problems.append(
          ValidationProblem(.retiredRegion, field: field.code, [text, region.name, successor]))
      }
    default: return
    }
  }

  /// Judges what was added to a set, and for what was only taken away who did it.
  private static func checkElements(
    _ id: FieldID, _ elements: [Value], _ record: ProposedRecord,
    _ problems: inout [ValidationProblem]
  ) {
    let before = record.context.existingElements(id)
    let added = elements.filter { !before.contains($0) }
    for element in added { checkValue(id, element, record, &problems) }
    guard added.isEmpty, before.contains(where: { !elements.contains($0) }),
      let field = record.collection.field(id)
    else { return }
    checkPermission(field, .empty, record, &problems)
  }

  private static func checkPermission(
    _ field: FieldDefinition, _ value: Value, _ record: ProposedRecord,
    _ problems: inout [ValidationProblem]
  ) {
    let context = record.context
    let role = context.role
    let access = field.access.of(role)
    if !field.isSet, context.existing(field.id) == value { return }
    if access == .none {
      problems.append(
        ValidationProblem(.notPermitted, field: field.code, [field.named, role.named]))
      return
    }
    if !Permissions.mayWrite(field, value, role) {
      problems.append(
        ValidationProblem(
          .reservedCase, field: field.code, [field.named, field.named(value), role.named])
      )
    }
    guard access == .propose, !context.isNew, let decider = context.decidedBy(field.id),
      field.access.of(decider) == .write
    else { return }
    problems.append(
      ValidationProblem(.decidedByOther, field: field.code, [field.named, decider.named]))
  }
}

extension FieldDefinition {
  /// Whether a value is of the field's kind; the empty value is of every kind but an element's.
  public func accepts(_ value: Value) -> Bool {
    switch (type, value) {
    case (_, .empty): !isSet
    case (.text, .text), (.code, .text), (.integer, .integer), (.date, .date),
      (.instant, .instant), (.boolean, .boolean), (.reference, .reference):
      true
    case (.enumeration(let enumeration), .code(let number)): enumeration.find(number) != nil
    case (.money, .decimal(let number)), (.area, .decimal(let number)),
      (.decimal, .decimal(let number)):
      number.scale <= type.places ?? 0
    default: false
    }
  }
}
