// `FIELD=VALUE`, `FIELD+=VALUE`, `FIELD-=VALUE`, `FIELD=`: what is to become of one field, read by
// the field's own type. References take any unique beginning of an id.

internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Assignment {
  /// Reads one assignment as typed. `resolve` turns the beginning of an id into the id it means.
  init(
    typed text: String, of collection: CollectionDefinition,
    resolve: (String) throws -> RecordID
  ) throws {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw CommandFailure(.badAssignment, text)
    }
    var name = text[..<equals]
    let value = String(text[text.index(after: equals)...])
    let sign = name.last
    if sign == "+" || sign == "-" { name.removeLast() }
    let field = try collection.sought(String(name))
    do {
      if sign == "+" || sign == "-" {
        try field.requireSet()
        let elements = try Self.elements(value, field, resolve)
        self.init(field, sign == "+" ? .add(elements) : .remove(elements))
      } else if field.isSet {
        self.init(field, .replace(try Self.elements(value, field, resolve)))
      } else if case .reference = field.type, !value.isEmpty {
        self.init(field, .write(.reference(try resolve(value))))
      } else {
        self.init(field, .write(try field.parse(value)))
      }
    } catch let problem as ValidationProblem {
      throw CommandFailure(problem)
    }
  }

  private static func elements(
    _ text: String, _ field: FieldDefinition, _ resolve: (String) throws -> RecordID
  ) throws -> [Value] {
    guard case .reference = field.type else { return try field.parseElements(text) }
    return try text.split { $0 == "," || $0 == ";" }.map { .reference(try resolve(String($0))) }
  }
}

extension CommandContext {
  /// Reads the assignments of a command line; a field may be named once, a set's field once a sign.
  func assignments(
    _ texts: [String], of collection: CollectionDefinition, in store: Store
  ) throws -> [Assignment] {
    var assignments: [Assignment] = []
    for text in texts {
      let assignment = try Assignment(typed: text, of: collection) { prefix in
        try locate(prefix, in: store).id
      }
      let twice = assignments.contains { other in
        guard other.field.id == assignment.field.id else { return false }
        switch (other.action, assignment.action) {
        case (.add, .add), (.remove, .remove), (.add, .remove), (.remove, .add): return false
        default: return true
        }
      }
      guard !twice else {
        throw CommandFailure(
          .fieldTwice, assignment.field.code, at: Place(field: assignment.field.code))
      }
      assignments.append(assignment)
    }
    return assignments
  }
}

extension FailureKind {
  static let badAssignment = FailureKind("bad-assignment", .usage)
  static let fieldTwice = FailureKind("field-twice", .usage)
  static let nothingToSet = FailureKind("nothing-to-set", .usage)
  static let recordArchived = FailureKind("record-archived", .wanting)
}
