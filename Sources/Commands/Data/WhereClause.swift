// `--where 'FIELD OP VALUE'`: the operator found, the value read by the field's own type, so that
// `total_investment > 5亿` compares money with money and `stage = 开工` a case with a case.

internal import Causality
internal import LedgerStore
internal import Projects

/// One condition of a query.
struct WhereClause {
  let field: FieldDefinition
  let filter: Filter

  /// The operators, longest first, so that `<=` is not taken for `<`.
  private static let operators: [(text: String, operation: Filter.Operator)] = [
    ("!=", .notEqual), ("<=", .lessOrEqual), (">=", .greaterOrEqual), ("=", .equal),
    ("<", .less), (">", .greater), ("~", .contains),
  ]

  /// Reads one condition. `resolve` turns the beginning of an id into the id it means.
  init(
    _ text: String, of collection: CollectionDefinition, resolve: (String) throws -> RecordID
  ) throws {
    guard let (name, operation, value) = Self.split(text), !name.isEmpty else {
      throw CommandFailure(.badCondition, text)
    }
    field = try collection.sought(name)
    filter = Filter(
      field: field.id, op: operation,
      value: try Self.read(value, for: field, operation, resolve))
  }

  private static func split(
    _ text: String
  ) -> (name: String, operation: Filter.Operator, value: String)? {
    var index = text.startIndex
    while index < text.endIndex {
      for (symbol, operation) in operators where text[index...].hasPrefix(symbol) {
        let name = Self.trimmed(text[..<index])
        let rest = text[index...].dropFirst(symbol.count)
        return (name, operation, Self.trimmed(rest.hasPrefix("=") ? rest.dropFirst() : rest))
      }
      index = text.index(after: index)
    }
    return nil
  }

  private static func read(
    _ text: String, for field: FieldDefinition, _ operation: Filter.Operator,
    _ resolve: (String) throws -> RecordID
  ) throws -> Value {
    if text.isEmpty {
      guard operation == .equal || operation == .notEqual else {
        throw CommandFailure(.badCondition, field.code)
      }
      return .empty
    }
    if operation == .contains {
      guard case .text = field.type else {
        if case .code = field.type { return .text(text) }
        throw CommandFailure(.containsNeedsText, field.code, at: Place(field: field.code))
      }
      return .text(text)
    }
    if case .reference = field.type { return .reference(try resolve(text)) }
    do throws(ValidationProblem) {
      return try field.parse(text)
    } catch {
      throw CommandFailure(error)
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.unicodeScalars.first, first.properties.isWhitespace {
      text.unicodeScalars.removeFirst()
    }
    while let last = text.unicodeScalars.last, last.properties.isWhitespace {
      text.unicodeScalars.removeLast()
    }
    return String(text)
  }
}

extension CommandFailure {
  /// A problem that `Projects` found and worded.
  init(_ problem: ValidationProblem, at place: Place? = nil) {
    var place = place
    if let field = problem.field {
      if place == nil { place = Place() }
      place?.field = field
    }
    self.init(
      code: problem.code.rawValue, status: problem.exitStatus, message: problem.message,
      hint: problem.hint, at: place)
  }
}

extension ValidationProblem {
  /// 77 for what the role may not do, 65 for a value that cannot be read, 1 for what the rules
  /// of the ledger refuse.
  var exitStatus: ExitStatus {
    if severity == .forbidden { return .notPermitted }
    switch code {
    case .unknownField, .derivedField, .notASet, .notANumber, .notAnInteger, .tooPrecise,
      .tooLarge, .outOfRange, .notADate, .monthOnly, .noSuchDay, .notAMoment, .notABoolean,
      .unknownCase, .notAReference, .badFormat, .controlCharacter, .tooLong, .wrongType,
      .negative:
      return .badInput
    default: return .wanting
    }
  }
}

extension FailureKind {
  static let badCondition = FailureKind("bad-condition", .usage)
  static let containsNeedsText = FailureKind("contains-needs-text", .usage)
}
