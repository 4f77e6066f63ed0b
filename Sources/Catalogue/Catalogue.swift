// Every sentence that people read, in every language, found by key. A topic is one file with one
// table; `topics` names the tables. A key without an entry shows itself, so nothing is ever blank.

/// A sentence in both languages, with gaps `{0}`, `{1}`, … for arguments. A gap with a noun,
/// `{2 day}`, counts: `1 day`, `2 days`.
public struct CatalogueEntry: Sendable, Hashable {
  /// The key, `topic.name`; unique among all topics.
  public let key: String
  /// The Chinese sentence.
  public let zh: String
  /// The English sentence.
  public let en: String

  /// One entry of a topic's table.
  public init(_ key: String, zh: String, en: String) {
    self.key = key
    self.zh = zh
    self.en = en
  }

  /// The sentence in one language.
  public subscript(language: Language) -> String {
    switch language {
    case .zh: zh
    case .en: en
    }
  }
}

/// The sentences of the product.
public enum Catalogue {
  /// The topics. A new topic is a file with a table and a line here.
  static let topics: [[CatalogueEntry]] = [
    validation, sync, commands, store, conflicts, conflictFailures, violations, review, replication,
    replicationFailures, faults, signing,
    compaction, bundles, standing, identities, transport, attachments, policy,
    ruleCommands, bulletins, pageFrame, pageRecords, pageToday, pageMonth, pageLive, pageMonthActs,
    pageProblems, pageDossier, pageCity, pageBulk, pageGrid, pageAccounts, pageMembers, accounts,
    imports, unreadValues,
    pageImports,
  ]

  /// All entries, topic by topic.
  public static var entries: [CatalogueEntry] { topics.flatMap { $0 } }

  private static let byKey: [String: CatalogueEntry] = {
    var found: [String: CatalogueEntry] = [:]
    found.reserveCapacity(topics.reduce(0) { $0 + $1.count })
    for topic in topics {
      for entry in topic { found[entry.key] = entry }
    }
    return found
  }()

  /// Whether an entry has this key.
  public static func contains(_ key: String) -> Bool { byKey[key] != nil }

  /// The sentence of a message in a language. A key without an entry gives the key and its
  /// arguments.
  public static func text(_ message: Message, in language: Language) -> String {
    guard let entry = byKey[message.key] else {
      return ([message.key] + message.arguments).joined(separator: " ")
    }
    let sentence = entry[language]
    if message.arguments.isEmpty { return sentence }
    return fill(
      sentence,
      with: message.arguments.map { argument in
        language.listed(
          argument.split(separator: Message.comma, omittingEmptySubsequences: false)
            .map { SystemWords.text(String($0), in: language) })
      })
  }

  /// The gaps of a sentence, as the numbers in braces, in order of appearance.
  public static func gaps(in sentence: String) -> [Int] {
    var gaps: [Int] = []
    walk(sentence, text: { _ in }, gap: { number, _ in gaps.append(number) })
    return gaps
  }

  private static func fill(_ sentence: String, with arguments: [String]) -> String {
    var filled = ""
    filled.reserveCapacity(arguments.reduce(sentence.utf8.count) { $0 + $1.utf8.count })
    walk(
      sentence, text: { filled += $0 },
      gap: { number, noun in
        let argument = number < arguments.count ? arguments[number] : ""
        filled += argument
        if let noun { filled += " \(noun)\(argument == "1" ? "" : "s")" }
      })
    return filled
  }

  /// Walks a sentence; braces that do not hold one or two digits, and perhaps a noun, are text.
  private static func walk(
    _ sentence: String, text: (Substring) -> Void, gap: (Int, _ noun: String?) -> Void
  ) {
    let bytes = sentence.utf8
    var told = bytes.startIndex
    var index = told
    while let open = bytes[index...].firstIndex(of: UInt8(ascii: "{")) {
      index = bytes.index(after: open)
      guard let close = bytes[index...].prefix(nounMax).firstIndex(of: UInt8(ascii: "}"))
      else { continue }
      let parts = sentence[index..<close].split(separator: " ", maxSplits: 1)
      guard let first = parts.first, first.utf8.count <= 2, let number = Int(first), number >= 0
      else { continue }
      text(sentence[told..<open])
      gap(number, parts.count > 1 ? String(parts[1]) : nil)
      index = bytes.index(after: close)
      told = index
    }
    text(sentence[told...])
  }

  /// The most bytes between the braces of a gap.
  private static let nounMax = 24
}
