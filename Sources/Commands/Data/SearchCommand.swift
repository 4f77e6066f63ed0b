// `search`: records found by a piece of their name, code or owner, or by the initials of the pinyin
// of their name: `zmd` finds 驻马店. Every collection is looked through, names first.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Projects

/// `taizhang search TEXT`.
struct SearchCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "查找 · names, codes, owners: Chinese substrings and pinyin initials",
    discussion: """
      Letter case and full-width forms do not matter. Initials cover the 3,755 characters of level 1 of
      GB/T 2312 and, for a few of them, a second reading; a rarer character never matches a letter.
      """)

  @Argument(help: "文字 · what to look for")
  var text: String

  @Option(help: "至多 · at most so many records")
  var limit: Int = 50

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard limit >= 0 else { throw CommandFailure(.badLimit, "\(limit)") }
    let wanted = SearchText(text)
    guard !wanted.isEmpty else { throw CommandFailure(.emptySearch) }
    let store = try context.openStore()
    let ledger = try context.readingLedger(of: store)
    var table = TextTable([
      .init("id"), .init(context.text("search.collection")), .init(context.text("search.name")),
    ])
    var count = 0
    try store.read { snapshot throws(StoreError) in
      for collection in context.schema.collections where count < limit {
        let fields = Self.searched(collection)
        let query = Query(ledger: ledger, collection: collection.id)
        try snapshot.query(query) { record throws(StoreError) in
          guard wanted.isFound(in: record, name: collection.nameField.id, fields) else {
            return true
          }
          count += 1
          if context.isJSON {
            context.output.json { RecordLine.write(record, collection, to: &$0) }
          } else {
            let name = ValueText.human(record, collection.nameField, in: context.language)
            let label = context.language == .zh ? collection.zh : collection.en
            table.add([record.id.description, label, name])
          }
          return count < limit && !context.output.isClosed
        }
      }
    }
    table.print(to: context)
    context.note(count == 0 ? "list.none" : "list.count", "\(count)")
  }

  /// Besides the name: coded text, and who the record belongs to.
  private static func searched(_ collection: CollectionDefinition) -> [FieldID] {
    let owners: Set<String> = ["owner", "investor", "responsible_unit", "unit", "aliases"]
    return collection.fields.compactMap { field in
      switch field.type {
      case .code(.project), .code(.credit): field.id
      case .text where owners.contains(field.code): field.id
      default: nil
      }
    }
  }
}

/// A text to look for, folded once.
struct SearchText {
  private let folded: [UInt8]
  private let initials: [UInt8]?

  init(_ text: String) {
    folded = Self.fold(text)
    initials = PinyinInitials.query(text)
  }

  var isEmpty: Bool { folded.isEmpty }

  /// Whether the name or one of `fields` holds the text, or the name has the initials.
  func isFound(in record: Record, name: FieldID, _ fields: [FieldID]) -> Bool {
    if case .text(let text)? = record[name] {
      if isFound(in: text) { return true }
      if let initials, PinyinInitials.matches(initials, in: text) { return true }
    }
    for field in fields {
      if case .text(let text)? = record[field], isFound(in: text) { return true }
      for case .text(let element) in record.elements(field) where isFound(in: element) {
        return true
      }
    }
    return false
  }

  func isFound(in text: String) -> Bool {
    let text = Self.fold(text)
    guard text.count >= folded.count else { return false }
    for start in 0...(text.count - folded.count)
    where text[start] == folded[0] && text[start...].starts(with: folded) {
      return true
    }
    return false
  }

  /// ASCII letters in lower case, full-width forms as their ASCII ones, spaces left out, as UTF-8.
  static func fold(_ text: String) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      var value = scalar.value
      if value >= 0xFF01, value <= 0xFF5E { value -= 0xFEE0 }
      if value == 0x20 || value == 0x3000 || value == 0x09 { continue }
      if value >= 0x41, value <= 0x5A { value += 0x20 }
      if value < 0x80 {
        folded.append(UInt8(value))
      } else {
        folded.append(contentsOf: String(Character(scalar)).utf8)
      }
    }
    return folded
  }
}

extension FailureKind {
  static let emptySearch = FailureKind("empty-search", .usage)
}
