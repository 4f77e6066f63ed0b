// How values appear: to scripts as `cli.md` lays down (text, numbers, exact decimals as strings,
// ISO dates, codes, full ids), to people with labels and units in their language.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Projects

extension JSONWriter {
  /// A value of a field; `definition` is nil for a field of a newer schema.
  mutating func value(_ value: Value, _ definition: FieldDefinition?) {
    switch value {
    case .empty: null()
    case .text(let text): string(text)
    case .integer(let number): integer(number)
    case .decimal(let number): string(number.description)
    case .date(let date): string(date.description)
    case .instant(let milliseconds): string(InstantText.format(milliseconds))
    case .boolean(let flag): boolean(flag)
    case .code(let number): string(ValueText.code(number, definition))
    case .bytes(let bytes): string(Hexadecimal.text(bytes))
    case .reference(let id): string(id.description)
    }
  }

  /// `fields`: code to value of every field that holds something, in the schema's order; a set as a
  /// sorted array. Fields a newer schema has added appear as `field-N`.
  mutating func fields(of record: Record, _ collection: CollectionDefinition?) {
    object { object in
      for state in record.fields where state.field != Existence.field {
        let definition = collection?.field(state.field)
        let code = definition?.code ?? "field-\(state.field.rawValue)"
        if state.isSet {
          let elements = record.elements(state.field)
          guard !elements.isEmpty else { continue }
          object.key(code)
          object.array { array in
            for element in ValueText.sorted(elements, definition) {
              array.value(element, definition)
            }
          }
        } else if let value = record[state.field] {
          object.key(code)
          object.value(value, definition)
        }
      }
    }
  }
}

/// Values as text.
enum ValueText {
  /// The code of a case; `case-N` for one that a newer schema has added.
  static func code(_ number: UInt32, _ definition: FieldDefinition?) -> String {
    definition?.enumeration?.find(number)?.code ?? "case-\(number)"
  }

  /// The value as JSON and CSV show it, without quotation marks.
  static func plain(_ value: Value, _ definition: FieldDefinition?) -> String {
    switch value {
    case .empty: ""
    case .text(let text): text
    case .integer(let number): String(number)
    case .decimal(let number): number.description
    case .date(let date): date.description
    case .instant(let milliseconds): InstantText.format(milliseconds)
    case .boolean(let flag): flag ? "true" : "false"
    case .code(let number): code(number, definition)
    case .bytes(let bytes): Hexadecimal.text(bytes)
    case .reference(let id): id.description
    }
  }

  /// The value for a person: labels of cases, units of money and areas, yes and no. References are
  /// shortened to a beginning.
  static func human(
    _ value: Value, _ definition: FieldDefinition?, in language: Language
  ) -> String {
    if case .reference(let id) = value { return String(id.description.prefix(16)) + "…" }
    return definition?.display(value, language) ?? plain(value, definition)
  }

  /// A field of a record for a person: its value, or the elements of its set.
  static func human(
    _ record: Record, _ definition: FieldDefinition, in language: Language
  ) -> String {
    guard definition.isSet else {
      return record[definition.id].map { human($0, definition, in: language) } ?? ""
    }
    return definition.display(set: record.elements(definition.id), language)
  }

  /// The elements of a set in the order of what JSON shows, byte by byte.
  static func sorted(_ elements: [Value], _ definition: FieldDefinition?) -> [Value] {
    guard elements.count > 1 else { return elements }
    return elements.sorted {
      plain($0, definition).utf8.lexicographicallyPrecedes(plain($1, definition).utf8)
    }
  }
}
