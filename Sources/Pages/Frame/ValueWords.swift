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
    // The schema's own words for units are Chinese.
    if language != .zh, let word = unit(field, language), let figure = amount(of: value) {
      let isMultiple = word.utf8.first.map(isDigit) ?? false
      return figure + (isMultiple ? " × " : " ") + word
    }
    return field.display(value, language)
  }

  private static func amount(of value: Value) -> String? {
    switch value {
    case .decimal(let number): number.description
    case .integer(let number): "\(number)"
    default: nil
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
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
    if case .decimal(let number) = value { return number.description }
    if case .integer(let number) = value { return "\(number)" }
    return shown(value, field, language)
  }

  /// The unit for the head of a column or the edge of an input.
  static func unit(_ field: FieldDefinition, _ language: Language) -> String? {
    switch field.type {
    case .money: Catalogue.text(Message("page.wan"), in: language)
    case .area: Catalogue.text(Message("page.mu"), in: language)
    default:
      switch field.unit {
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
    guard field.isSet else { return record[field.id].map { [plain($0, field)] } ?? [] }
    return record.elements(field.id).map { plain($0, field) }
  }

  /// The dots that stand on a field, as a form carries them.
  static func seen(_ record: Record?, _ field: FieldID) -> String {
    (record?.state(field)?.siblings ?? []).map(\.dot.description).joined(separator: ",")
  }
}
