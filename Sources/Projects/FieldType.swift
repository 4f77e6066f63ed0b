// What kinds of value a field may hold, and how each is named in the schema's golden listing.

/// The kind of value of a field, or of an element of a set-valued field.
public enum FieldType: Sendable {
  /// Free text, kept exactly as typed; at most 1 MiB of UTF-8.
  case text
  /// A whole number.
  case integer
  /// Exact money in 万元, at most 4 decimals (1 元).
  case money
  /// An exact decimal number with at most so many decimals.
  case decimal(places: UInt8)
  /// An area in 亩, at most 2 decimals.
  case area
  /// A business date, to the day.
  case date
  /// A moment, in milliseconds since 1970 UTC.
  case instant
  /// Yes or no.
  case boolean
  /// One of the cases of an enumeration.
  case enumeration(Enumeration)
  /// A record of a collection, named by its code.
  case reference(String)
  /// Text of a fixed format, normalised when typed.
  case code(CodeFormat)

  /// The type's name in the golden listing of the schema; a change of it is a new field.
  public var name: String {
    switch self {
    case .text: "text"
    case .integer: "integer"
    case .money: "money"
    case .decimal(let places): "decimal(\(places))"
    case .area: "area"
    case .date: "date"
    case .instant: "instant"
    case .boolean: "boolean"
    case .enumeration(let enumeration): "enumeration(\(enumeration.code))"
    case .reference(let collection): "reference(\(collection))"
    case .code(let format): "code(\(format.rawValue))"
    }
  }

  /// Decimals allowed after the point, for the exact numbers.
  public var places: UInt8? {
    switch self {
    case .money: 4
    case .area: 2
    case .decimal(let places): places
    default: nil
    }
  }
}

/// The formats of coded text.
public enum CodeFormat: String, Sendable, Hashable, CaseIterable {
  /// GB/T 40058-2021: `2109-411702-04-01-123456`. Its check digit is not judged.
  case project
  /// GB 32100-2015, 18 characters. A failing check digit only warns.
  case credit
  /// GB/T 4754: a letter A–T and 2–4 digits.
  case industry
  /// A county by GB/T 2260 (`411702`) or a development zone by local code (`411702-gx`).
  case region
  /// A month `2021-09`, a quarter `2021-Q3`, a week `2021-W39` or a year `2021`.
  case period
  /// A file's SHA-256, 64 hexadecimal digits.
  case sha256
  /// Days the approval clock stood still: `2021-10-08/2021-10-12 reason`; the end may be open.
  case pause
  /// A missing item under tolerance: `name/promised/supplied`, the last date optional.
  case missing
  /// A note with its date: `2021-10-08 text`.
  case note
}

/// What a field's value is judged by, beyond its type.
public enum FieldCheck: Sendable, Hashable {
  /// Not below zero.
  case notNegative
  /// Between these bounds, inclusive.
  case range(ClosedRange<Int64>)

  /// A calendar year.
  public static let year = FieldCheck.range(2000...2199)
}
