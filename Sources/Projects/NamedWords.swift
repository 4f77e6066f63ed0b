// What sentences name by label and code, `总投资(total_investment)`, in the words of a reader's
// language: the arguments of a sentence are made before its language is chosen.

public import Catalogue

/// Fields, cases, collections and roles named in sentences.
public enum NamedWords {
  /// A label in both languages, with the code that one types.
  public struct Label: Sendable {
    /// In Chinese.
    public let zh: String
    /// In English.
    public let en: String
    /// As typed.
    public let code: String

    /// The label alone, in a language.
    public func text(_ language: Language) -> String { language == .zh ? zh : en }
  }

  /// What an argument names; one element for a name alone, several for a list parted by spaces; nil
  /// where anything else stands in it. O(length).
  public static func labels(in argument: String) -> [Label]? {
    guard argument.utf8.last == UInt8(ascii: ")") else { return nil }
    if let known = labels[argument] { return [known] }
    let parts = argument.split(separator: " ").map { labels[String($0)] }
    let found = parts.compactMap { $0 }
    return found.count == parts.count ? found : nil
  }

  /// The label that stands at the end of a text before its code, `…总投资` before
  /// `(total_investment)`; of two that end alike the whole one is meant. O(labels of the code).
  public static func label(endingOf text: Substring, code: Substring) -> Label? {
    byCode[code]?.first { text.hasSuffix($0.zh) }
  }

  /// A kind of records in English, by its Chinese label.
  public static func kind(_ zh: Substring) -> String? { collections[String(zh)] }

  /// A message whose arguments name fields in its reader's language, with their codes. Chinese ones
  /// are made so.
  public static func told(_ message: Message, in language: Language) -> Message {
    guard language == .en else { return message }
    return Message(message.key, message.arguments.map(inEnglish))
  }

  private static func inEnglish(_ argument: String) -> String {
    if let open = argument.firstIndex(of: "“"), argument.hasSuffix("”"),
      let collection = collections[String(argument[..<open])]
    {
      return "\(collection) \(argument[open...])"
    }
    let parts = argument.split(separator: " ", omittingEmptySubsequences: false).map {
      $0 == "/" ? "/" : labels[String($0)].map { "\($0.en) (\($0.code))" }
    }
    let found = parts.compactMap { $0 }
    guard found.count == parts.count else { return argument }
    return found.joined(separator: found.contains("/") || found.count < 2 ? " " : ", ")
  }

  /// English labels of collections by the Chinese ones.
  private static let collections: [String: String] = Dictionary(
    Schema.standard.collections.map { ($0.zh, $0.en) }, uniquingKeysWith: { first, _ in first })

  /// The labels by code, the longest first.
  private static let byCode: [Substring: [Label]] = Dictionary(
    grouping: labels.values, by: { Substring($0.code) }
  ).mapValues { $0.sorted { ($1.zh.count, $0.zh) < ($0.zh.count, $1.zh) } }

  /// All labels by `label(code)`.
  private static let labels: [String: Label] = {
    var labels: [String: Label] = [:]
    func add(_ zh: String, _ code: String, _ en: String) {
      let name = "\(zh)(\(code))"
      if labels[name] == nil { labels[name] = Label(zh: zh, en: en, code: code) }
    }
    for collection in Schema.standard.collections {
      add(collection.zh, collection.code, collection.en)
      for field in collection.fields {
        add(field.zh, field.code, field.en)
        for choice in field.enumeration?.cases ?? [] { add(choice.zh, choice.code, choice.en) }
      }
    }
    for role in OfficeRole.allCases {
      let zh = String(role.named.prefix { $0 != "(" })
      let en: String
      switch role {
      case .county: en = "county office"
      case .department: en = "city department"
      case .city: en = "city office"
      case .observer: en = "read-only office"
      }
      add(zh, role.rawValue, en)
    }
    return labels
  }()
}
