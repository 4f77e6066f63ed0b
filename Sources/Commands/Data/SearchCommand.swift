// `search`: records found by a piece of their name, code or owner, or by the initials of the pinyin
// of their name: `zmd` finds 驻马店. Every collection is looked through, names first.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// `taizhang search TEXT`.
struct SearchCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "查找 · names, codes, owners: Chinese substrings and pinyin initials",
    discussion: """
      Letter case and full-width forms do not matter. Initials cover the 3,755 characters of level \
      1 of GB/T 2312 and, for a few of them, a second reading; a rarer character never matches a \
      letter.
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
        let fields = SearchText.fields(of: collection)
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
}

extension FailureKind {
  static let emptySearch = FailureKind("empty-search", .usage)
}
