// Values as pages show them, and as their forms take them back.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Projects

/// Values for people and for inputs.
enum ValueWords {
  /// A value for reading.
  static func shown(_ value: Value, _ field: FieldDefinition?, _ language: Language) -> String {
    guard let field else { return plain(value, field) }
    if let short = short(value, field) { return short }
    // The schema's own words for units are Chinese.
    if language != .zh, let word = unit(field, language) {
      switch value {
      case .decimal(let number):
        if case .money = field.type, let yuan = number.tenThousandths {
          return Amounts.english(yuan)
        }
        return number.grouped + " " + word
      case .integer(let number): return "\(number) " + word
      default: break
      }
    }
    let text = field.display(value, language)
    if case .decimal(let number) = value {
      let plain = number.description
      if text.hasPrefix(plain) { return number.grouped + text.dropFirst(plain.count) }
    }
    return text
  }

  /// What machines write and people only recognise: the beginning of a hash, the size of a file.
  private static func short(_ value: Value, _ field: FieldDefinition) -> String? {
    switch (value, field.type) {
    case (.text(let text), .code(.sha256)) where text.utf8.count > 12:
      String(text.prefix(12)) + "…"
    case (.integer(let bytes), _) where field.unit == "B": Amounts.size(bytes)
    default: nil
    }
  }

  /// A field of a record for reading; empty where nothing is filled in.
  static func shown(
    _ record: Record, _ field: FieldDefinition, _ language: Language
  ) -> String {
    guard field.isSet else {
      return record[field.id].map { shown($0, field, language) } ?? ""
    }
    return field.display(set: record.elements(field.id), language)
  }

  /// A value in a table whose head names the unit.
  static func cell(_ value: Value, _ field: FieldDefinition, _ language: Language) -> String {
    if case .decimal(let number) = value { return number.grouped }
    if case .integer(let number) = value, field.unit != "B" { return "\(number)" }
    return shown(value, field, language)
  }

  /// The unit for the head of a column or the edge of an input.
  static func unit(_ field: FieldDefinition, _ language: Language) -> String? {
    switch field.type {
    case .money: Catalogue.text(Message("page.wan"), in: language)
    case .area: Catalogue.text(Message("page.mu"), in: language)
    default:
      switch field.unit {
      case "B"?: nil
      case "工作日"?: Catalogue.text(Message("page.unit.workdays"), in: language)
      case "万元/亩"?: Catalogue.text(Message("page.unit.wan-per-mu"), in: language)
      default: field.unit
      }
    }
  }

  static func isNumber(_ field: FieldDefinition) -> Bool {
    switch field.type {
    case .money, .area, .decimal, .integer: !field.isSet
    default: false
    }
  }

  /// A value as an input holds it: typed back it is the same value.
  static func plain(_ value: Value, _ field: FieldDefinition?) -> String {
    switch field?.plain(value) {
    case .string(let text): return text
    case .number(let number): return "\(number)"
    case .boolean(let isTrue): return isTrue ? "true" : "false"
    case .array, nil:
      switch value {
      case .empty: return ""
      case .text(let text): return text
      default: return "\(value)"
      }
    }
  }

  /// The values that the inputs of a field hold: one of a register, each element of a set.
  static func typed(_ record: Record?, _ field: FieldDefinition) -> [String] {
    guard let record else { return [] }
    guard field.isSet else {
      return record[field.id].map { [named(plain($0, field), field)] } ?? []
    }
    return record.elements(field.id).map { plain($0, field) }
  }

  /// What an input holds, a county by its name where typing that back means the same county.
  static func named(_ typed: String, _ field: FieldDefinition) -> String {
    guard case .code(.region) = field.type, !field.isSet, let found = Region.find(typed),
      Region.named(found.name) == found
    else { return typed }
    return found.name
  }

  /// What is offered for typing in a field; empty where anything goes.
  static func offered(_ field: FieldDefinition) -> [String] {
    guard case .code(.region) = field.type, !field.isSet else { return [] }
    return Region.all.filter { $0.successor == nil && Region.named($0.name) == $0 }.map(\.name)
  }

  /// The dots that stand on a field, as a form carries them.
  static func seen(_ record: Record?, _ field: FieldID) -> String {
    (record?.state(field)?.siblings ?? []).map(\.dot.description).joined(separator: ",")
  }
}
