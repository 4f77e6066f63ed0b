// Sentences that were made for commands, as pages say them: fields and cases by their labels in the
// reader's language, without the codes that one would type, and steps that name what to press.

internal import Catalogue
internal import Projects

/// Sentences in the words of pages.
enum PageSentence {
  /// A message in a language: by an entry of the pages where there is one of the same name behind
  /// `page.`.
  static func text(_ message: Message, in language: Language) -> String {
    let own = "page.\(message.key)"
    guard message.key.utf8.starts(with: "validation.".utf8) else {
      let key = Catalogue.contains(own) ? own : message.key
      return Catalogue.text(Message(key, message.arguments), in: language)
    }
    return worded(
      Catalogue.text(
        Message(
          Catalogue.contains(own) ? own : message.key,
          message.arguments.map { worded(plain($0, language), language) }), in: language),
      language)
  }

  /// A sentence with every `label(code)` in it as the label, and a record's kind in the language.
  private static func worded(_ sentence: String, _ language: Language) -> String {
    var text = ""
    var rest = Substring(sentence)
    if language != .zh, let quote = rest.firstIndex(of: "“"), let kind = kinds[rest[..<quote]] {
      text = kind + " "
      rest = rest[quote...]
    }
    while let open = rest.firstIndex(of: "("), let close = rest[open...].firstIndex(of: ")") {
      let before = rest[..<open]
      let known = byCode[rest[rest.index(after: open)..<close]]?.first { before.hasSuffix($0.zh) }
      if let known {
        text += before.dropLast(known.zh.count)
        text += known.text(language)
      } else {
        text += rest[...close]
      }
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }

  /// `label(code)` as the label in a language, alone or in a list parted by spaces; anything else as it
  /// is.
  private static func plain(_ argument: String, _ language: Language) -> String {
    guard argument.utf8.last == UInt8(ascii: ")") else { return argument }
    if let known = labels[argument] { return known.text(language) }
    let parts = argument.split(separator: " ").map { labels[String($0)] }
    guard parts.count > 1, !parts.contains(where: { $0 == nil }) else { return argument }
    return parts.compactMap { $0?.text(language) }.joined(separator: language == .zh ? "、" : ", ")
  }

  /// A label in both languages.
  private struct Label: Sendable {
    let zh: String
    let en: String

    func text(_ language: Language) -> String { language == .zh ? zh : en }
  }

  /// The kinds of records in English, by their Chinese labels.
  private static let kinds: [Substring: String] = Dictionary(
    Schema.standard.collections.map { (Substring($0.zh), $0.en) }, uniquingKeysWith: { $1 })

  /// The labels by code, the longest first: of two that end alike the whole one is meant.
  private static let byCode: [Substring: [Label]] = {
    var byCode: [Substring: [Label]] = [:]
    for (name, label) in labels {
      byCode[name.dropFirst(label.zh.count + 1).dropLast(), default: []].append(label)
    }
    return byCode.mapValues { $0.sorted { $0.zh.count > $1.zh.count } }
  }()

  /// The labels of all fields, cases, collections and roles, by `label(code)`.
  private static let labels: [String: Label] = {
    var labels: [String: Label] = [:]
    func add(_ zh: String, _ code: String, _ en: String) {
      let name = "\(zh)(\(code))"
      if labels[name] == nil { labels[name] = Label(zh: zh, en: en) }
    }
    for collection in Schema.standard.collections {
      add(collection.zh, collection.code, collection.en)
      for field in collection.fields {
        add(field.zh, field.code, field.en)
        for choice in field.enumeration?.cases ?? [] { add(choice.zh, choice.code, choice.en) }
      }
    }
    return labels
  }()
}
