// The words a schema line begins with. A line is: kind, number, code, Chinese label, English label,
// and what is unusual about the field. Adding a field to the schema is adding one such line.

internal import Causality

extension FieldDefinition {
  typealias Line = FieldDefinition

  static func text(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, _ options: FieldOptions = .usual
  ) -> Line { Line(id, code, zh, en, type: .text, options: options) }

  static func code(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, _ format: CodeFormat,
    _ options: FieldOptions = .usual
  ) -> Line { Line(id, code, zh, en, type: .code(format), options: options) }

  static func integer(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, _ options: FieldOptions = .notNegative
  ) -> Line { Line(id, code, zh, en, type: .integer, options: options) }

  /// Money in 万元, not below zero unless the options say otherwise.
  static func money(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, _ options: FieldOptions = .notNegative
  ) -> Line { Line(id, code, zh, en, type: .money, options: options) }

  static func decimal(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, places: UInt8,
    _ options: FieldOptions = .notNegative
  ) -> Line { Line(id, code, zh, en, type: .decimal(places: places), options: options) }

  static func area(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, _ options: FieldOptions = .notNegative
  ) -> Line { Line(id, code, zh, en, type: .area, options: options) }

  static func date(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, _ options: FieldOptions = .usual
  ) -> Line { Line(id, code, zh, en, type: .date, options: options) }

  static func instant(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, _ options: FieldOptions = .usual
  ) -> Line { Line(id, code, zh, en, type: .instant, options: options) }

  static func boolean(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, _ options: FieldOptions = .usual
  ) -> Line { Line(id, code, zh, en, type: .boolean, options: options) }

  static func choice(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, _ cases: Enumeration,
    _ options: FieldOptions = .usual
  ) -> Line { Line(id, code, zh, en, type: .enumeration(cases), options: options) }

  static func choices(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, _ cases: Enumeration,
    _ options: FieldOptions = .usual
  ) -> Line { Line(id, code, zh, en, type: .enumeration(cases), isSet: true, options: options) }

  static func texts(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, _ options: FieldOptions = .usual
  ) -> Line { Line(id, code, zh, en, type: .text, isSet: true, options: options) }

  static func codes(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, _ format: CodeFormat,
    _ options: FieldOptions = .usual
  ) -> Line { Line(id, code, zh, en, type: .code(format), isSet: true, options: options) }

  static func reference(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, to collection: String,
    _ options: FieldOptions = .usual
  ) -> Line { Line(id, code, zh, en, type: .reference(collection), options: options) }

  static func references(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, to collection: String,
    _ options: FieldOptions = .usual
  ) -> Line { Line(id, code, zh, en, type: .reference(collection), isSet: true, options: options) }

  /// The reference to the record this one belongs to: indexed, and also accepted as `…_id`.
  static func parent(
    _ id: UInt16, _ collection: String, _ zh: String, _ en: String, required: Bool = false,
    _ options: FieldOptions = .usual
  ) -> Line {
    let options = options.with {
      $0.indexed = true
      $0.required = required
      $0.others.append(collection + "_id")
    }
    return Line(id, collection, zh, en, type: .reference(collection), options: options)
  }
}
