// Sentences that were made for commands, as pages say them: fields and cases by their labels in the
// reader's language, without the codes that one would type, and steps that name what to press.

internal import Catalogue
internal import Projects

/// Sentences in the words of pages.
enum PageSentence {
  /// How the keys of sentences begin that name fields by label and code.
  private static let named = ["validation.", "import.problem.cell-", "import.problem.collided"]

  /// A message in a language: by an entry of the pages where there is one of the same name behind
  /// `page.`.
  static func text(_ message: Message, in language: Language) -> String {
    let own = "page.\(message.key)"
    guard named.contains(where: { message.key.utf8.starts(with: $0.utf8) }) else {
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
    if language != .zh, let quote = rest.firstIndex(of: "“"),
      let kind = NamedWords.kind(rest[..<quote])
    {
      text = kind + " "
      rest = rest[quote...]
    }
    while let open = rest.firstIndex(of: "("), let close = rest[open...].firstIndex(of: ")") {
      let before = rest[..<open]
      let known = NamedWords.label(
        endingOf: before, code: rest[rest.index(after: open)..<close])
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

  /// `label(code)` as the label in a language, alone or in a list parted by spaces; anything else
  /// as it is.
  private static func plain(_ argument: String, _ language: Language) -> String {
    guard let labels = NamedWords.labels(in: argument) else { return argument }
    return language.listed(labels.map { $0.text(language) })
  }
}
