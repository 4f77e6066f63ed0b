// A collection of records: its fields by number and by name, its name field and its parent. Looking
// a field up costs one hash of what was typed; by number, one array access.

public import Causality

/// A figure that is computed from other records and never stored; typing it is answered with where
/// to type instead.
public struct DerivedField: Sendable, Hashable {
  /// The code that reports and lists use.
  public let code: String
  /// The Chinese label.
  public let zh: String
  /// The English label.
  public let en: String
  /// The code of the field that is typed instead.
  public let typedInstead: String
}

/// The definition of a collection.
public final class CollectionDefinition: Sendable {
  /// The stable number on disk.
  public let id: CollectionID
  /// The name in commands and JSON.
  public let code: String
  /// The Chinese label.
  public let zh: String
  /// The English label.
  public let en: String
  /// The fields, by number.
  public let fields: [FieldDefinition]
  /// The field by which people know a record.
  public let nameField: FieldDefinition
  /// The field that refers to the record this one belongs to.
  public let parentField: FieldDefinition?
  /// The fields that name a file outside the store's tables; nil where records have none.
  public let attachment: AttachmentTraits?
  /// Who may create, archive and restore records.
  public let access: FieldAccess
  /// Figures that are computed, not stored.
  public let derived: [DerivedField]
  /// The fields without which no record is created.
  let requiredFields: [FieldDefinition]
  private let byNumber: [UInt16]
  private let byName: TextTable

  init(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, name: UInt16, parent: UInt16? = nil,
    access: FieldAccess = .offices, attachment: AttachmentTraits? = nil,
    derived: [DerivedField] = [], fields: [FieldDefinition]
  ) {
    self.id = CollectionID(rawValue: id)
    self.code = code
    self.zh = zh
    self.en = en
    self.access = access
    self.attachment = attachment
    self.derived = derived
    let fields = fields.sorted { $0.id < $1.id }
    var byNumber = [UInt16](repeating: .max, count: Int(fields.last?.id.rawValue ?? 0) + 1)
    var byName = TextTable(capacity: fields.count * 2 + 16)
    for (place, field) in fields.enumerated() {
      byNumber[Int(field.id.rawValue)] = UInt16(place)
      byName.insert(field.code, UInt32(place))
    }
    for (place, field) in fields.enumerated() {
      for other in field.others { byName.insert(other, UInt32(place)) }
      byName.insert(field.zh, UInt32(place))
    }
    guard let nameField = fields.first(where: { $0.id.rawValue == name }) else {
      preconditionFailure("collection \(code) has no field \(name) to be known by")
    }
    self.fields = fields
    requiredFields = fields.filter(\.isRequired)
    self.nameField = nameField
    parentField = parent.flatMap { number in fields.first { $0.id.rawValue == number } }
    self.byNumber = byNumber
    self.byName = byName
  }

  /// The field with a number; nil for one of a newer schema. O(1).
  public func field(_ id: FieldID) -> FieldDefinition? {
    let number = Int(id.rawValue)
    guard number < byNumber.count, byNumber[number] != .max else { return nil }
    return fields[Int(byNumber[number])]
  }

  /// The field with a code, another code accepted for it, or a Chinese label. O(length of the
  /// text).
  public func field(_ name: String) -> FieldDefinition? {
    byName[name].map { fields[Int($0)] }
  }

  /// The field of a code that the schema surely has: for rules written in code, checked by tests.
  func known(_ code: String) -> FieldDefinition {
    guard let field = field(code) else {
      preconditionFailure("collection \(self.code) has no field \(code)")
    }
    return field
  }

  /// The collection as the store sees it.
  public var traits: CollectionTraits {
    CollectionTraits(
      id: id, code: code, nameField: nameField.id, parentField: parentField?.id,
      writers: access.writers, attachment: attachment, fields: fields.map(\.traits),
      lock: Schema.lock(of: self),
      constraints: Schema.constraints(of: self))
  }
}
