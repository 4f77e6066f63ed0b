// From a value to what programs and people read: JSON as the command line promises it, and cells of
// tables in either language. A value shown can be typed again and gives the same value.

public import Catalogue
public import Causality

/// A value of JSON: what commands emit.
public enum PlainValue: Sendable, Hashable {
  case string(String)
  case number(Int64)
  case boolean(Bool)
  case array([PlainValue])
}

extension FieldDefinition {
  /// The JSON of a value: text, references, codes of enumerations, dates and exact decimals as
  /// strings, integers as numbers; nil for the empty value, which is left out. A value that this
  /// schema does not expect here (a newer one may) is shown by its own kind.
  public func plain(_ value: Value) -> PlainValue? {
    switch value {
    case .empty: nil
    case .text(let text): .string(text)
    case .integer(let number): .number(number)
    case .decimal(let number): .string(number.description)
    case .date(let date): .string(date.description)
    case .instant(let milliseconds): .string(Self.rfc3339(milliseconds))
    case .boolean(let isTrue): .boolean(isTrue)
    case .code(let number): .string(enumeration?.find(number)?.code ?? "#\(number)")
    case .bytes(let bytes): .string(Hexadecimal.text(bytes))
    case .reference(let record): .string(record.description)
    }
  }

  /// The JSON of a set: an array in the order of the elements' own JSON; nil for the empty set.
  public func plain(set elements: [Value]) -> PlainValue? {
    if elements.isEmpty { return nil }
    var codes: [String] = []
    var numbers: [Int64] = []
    for element in elements {
      switch plain(element) {
      case .string(let text): codes.append(text)
      case .number(let number): numbers.append(number)
      case .boolean, .array, nil: break
      }
    }
    codes.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return .array(numbers.sorted().map { .number($0) } + codes.map { .string($0) })
  }

  /// A value for a table or page: labels for cases, names for counties, units beside money, areas
  /// and whatever has one. Moments are in China Standard Time. Empty for the empty value.
  public func display(_ value: Value, _ language: Language) -> String {
    switch value {
    case .empty: return ""
    case .text(let text):
      if case .code(.region) = type { return Region.find(text)?.name ?? text }
      return text
    case .integer(let number): return "\(number)" + (unit ?? "")
    case .decimal(let number):
      switch type {
      case .money: return number.description + (language == .zh ? "万元" : " wan yuan")
      case .area: return number.description + "亩"
      default: return number.description + (unit ?? "")
      }
    case .boolean(let isTrue):
      return language == .zh ? (isTrue ? "是" : "否") : (isTrue ? "Yes" : "No")
    case .code(let number):
      guard let found = enumeration?.find(number) else { return "#\(number)" }
      return language == .zh ? found.zh : found.en
    case .instant(let milliseconds): return Self.local(milliseconds)
    case .date, .bytes, .reference:
      guard case .string(let text) = plain(value) else { return "" }
      return text
    }
  }

  /// The elements of a set for a table or page, in the order of the cases or of the texts.
  public func display(set elements: [Value], _ language: Language) -> String {
    let separator =
      enumeration == nil ? (language == .zh ? "；" : "; ") : language == .zh ? "、" : ", "
    return elements.sorted().map { display($0, language) }.joined(separator: separator)
  }

  /// The label in a language.
  public func label(_ language: Language) -> String { language == .zh ? zh : en }

  /// A value as sentences in any language name it: a case with its code, anything else as shown.
  func named(_ value: Value) -> String {
    guard case .code(let number) = value, let found = enumeration?.find(number) else {
      return display(value, .zh)
    }
    return "\(found.zh)(\(found.code))"
  }

  /// A moment as RFC 3339 in UTC with milliseconds.
  static func rfc3339(_ milliseconds: Int64) -> String {
    moment(milliseconds, separator: "T", isExact: true) + "Z"
  }

  private static func local(_ milliseconds: Int64) -> String {
    let (shifted, overflow) = milliseconds.addingReportingOverflow(28_800_000)
    return overflow
      ? rfc3339(milliseconds)
      : moment(shifted, separator: " ", isExact: milliseconds % 1000 != 0)
  }

  private static func moment(_ milliseconds: Int64, separator: String, isExact: Bool) -> String {
    let day =
      milliseconds >= 0 ? milliseconds / 86_400_000 : -((86_399_999 - milliseconds) / 86_400_000)
    let rest = Int(milliseconds - day * 86_400_000)
    guard let days = Int32(exactly: day), let date = CivilDate(days: days) else {
      return "\(milliseconds)ms"
    }
    let time = [rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    guard isExact else { return "\(date)\(separator)\(time)" }
    let fraction = String(1000 + rest % 1000).dropFirst()
    return "\(date)\(separator)\(time).\(fraction)"
  }
}

extension CollectionDefinition {
  /// The label in a language.
  public func label(_ language: Language) -> String { language == .zh ? zh : en }
}
