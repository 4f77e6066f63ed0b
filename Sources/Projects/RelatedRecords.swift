// What guards may ask of the ledger around a record: another record by its id, and the records of a
// collection that show given values. Questions, answered by the caller: nothing here reads a store.

internal import Catalogue
public import Causality

/// A live record of the ledger, as it shows.
public struct RelatedRecord {
  /// Its id.
  public let id: RecordID
  /// Its collection.
  public let collection: CollectionDefinition
  private let shown: (FieldID) -> Value
  private let shownElements: (FieldID) -> [Value]

  /// A record, asked field by field.
  public init(
    id: RecordID, collection: CollectionDefinition, value: @escaping (FieldID) -> Value,
    elements: @escaping (FieldID) -> [Value] = { _ in [] }
  ) {
    self.id = id
    self.collection = collection
    shown = value
    shownElements = elements
  }

  /// The value of a register; `.empty` for none and for a code that the collection does not have.
  public func value(_ code: String) -> Value {
    collection.field(code).map { shown($0.id) } ?? .empty
  }

  /// The elements of a set.
  public func elements(_ code: String) -> [Value] {
    collection.field(code).map { shownElements($0.id) } ?? []
  }

  /// Whether the field holds something.
  public func has(_ code: String) -> Bool { !value(code).isBlank }

  /// The text of a field; nil while it is empty.
  public func text(_ code: String) -> String? {
    if case .text(let text) = value(code), !text.utf8.isEmpty { return text }
    return nil
  }

  /// The date of a field.
  public func date(_ code: String) -> CivilDate? {
    if case .date(let date) = value(code) { return date }
    return nil
  }

  /// The exact number of a field.
  public func number(_ code: String) -> ExactDecimal? {
    switch value(code) {
    case .decimal(let number): number
    case .integer(let number): ExactDecimal(number)
    default: nil
    }
  }

  /// The code of the case that an enumeration holds.
  public func choice(_ code: String) -> String? {
    guard case .code(let number) = value(code) else { return nil }
    return collection.field(code)?.enumeration?.find(number)?.code
  }

  /// The name by which people know the record.
  public var name: String {
    collection.nameField.display(shown(collection.nameField.id), .zh)
  }

  var all: (FieldID) -> Value { shown }
}

/// The ledger around a record.
public struct RelatedRecords {
  /// A live record by its id.
  public var record: (RecordID) -> RelatedRecord?
  /// The live records of a collection whose registers show all of these values; all of them for an
  /// empty list. In any order.
  public var records: (CollectionDefinition, [(FieldID, Value)]) -> [RelatedRecord]
  /// The day by which a last day counted in calendar days is judged: itself, or the next working
  /// day.
  public var rolled: (CivilDate) -> CivilDate

  /// The questions; without a calendar every day is judged as counted.
  public init(
    record: @escaping (RecordID) -> RelatedRecord?,
    records: @escaping (CollectionDefinition, [(FieldID, Value)]) -> [RelatedRecord],
    rolled: @escaping (CivilDate) -> CivilDate = { $0 }
  ) {
    self.record = record
    self.records = records
    self.rolled = rolled
  }

  func records(_ collection: CollectionDefinition, _ pairs: (String, Value)...) -> [RelatedRecord] {
    records(collection, pairs.map { (collection.known($0.0).id, $0.1) })
  }
}

extension ProposedRecord {
  /// The record that a reference names; nil where it is empty, unknown or nothing can be asked.
  func referred(_ code: String) -> RelatedRecord? {
    guard case .reference(let id) = value(code) else { return nil }
    return context.surroundings?.record(id)
  }

  /// A last day as judged, and both days for a sentence where they differ: `2021-10-01→2021-10-08`.
  func lastDay(_ counted: CivilDate) -> (judged: CivilDate, shown: String) {
    let judged = context.surroundings?.rolled(counted) ?? counted
    return (judged, judged == counted ? counted.description : "\(counted)→\(judged)")
  }

  /// The record with its collection, as sentences in any language name it.
  var named: String {
    let name = collection.nameField.display(value(collection.nameField), .zh)
    return name.isEmpty ? "\(collection.zh)(\(collection.code))" : "\(collection.zh)“\(name)”"
  }

  /// Whether the change touches any of these fields.
  func touchesAny(_ codes: String...) -> Bool { codes.contains { touches($0) } }

  /// A case as `label(code)`.
  func named(_ code: String, _ choice: String) -> String {
    guard let enumeration = collection.known(code).enumeration,
      let number = enumeration.number(of: choice), let found = enumeration.find(number)
    else { return choice }
    return "\(found.zh)(\(found.code))"
  }
}
