// `list`: the records of a collection that meet every condition, sorted, as a table, CSV or JSON.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Projects
internal import Workbooks

/// How a list is printed.
enum ListFormat: String, ExpressibleByArgument, CaseIterable {
  case table, csv, json
}

/// The options by which records are chosen; `list` and `export` share them.
struct Selection: ParsableArguments {
  @Option(
    name: .customLong("where"), parsing: .singleValue,
    help: ArgumentHelp(
      "条件 · a condition; several are and-ed. OP: = != < <= > >= ~", valueName: "FIELD OP VALUE"))
  var conditions: [String] = []

  @Option(help: ArgumentHelp("排序 · sort by a field; FIELD:desc from the top", valueName: "field"))
  var sort: String?

  @Option(help: "至多 · at most so many records")
  var limit: Int?

  @Flag(help: "含归档 · archived records too")
  var archived = false

  /// Whether every record is meant, in no order of its own.
  var isAll: Bool { conditions.isEmpty && sort == nil && limit == nil }

  /// The query these options make, for one collection in one ledger or all.
  func query(
    of collection: CollectionDefinition, in store: Store, _ context: CommandContext
  ) throws -> Query {
    guard limit ?? 0 >= 0 else { throw CommandFailure(.badLimit, "\(limit ?? 0)") }
    let filters = try conditions.map { text in
      try WhereClause(text, of: collection) { prefix in
        try context.locate(prefix, in: store).id
      }.filter
    }
    var query = Query(ledger: try context.readingLedger(of: store), collection: collection.id)
    query.filters = filters
    query.sort = try sort.map { try Self.order($0, of: collection) }
    query.limit = limit
    query.includeArchived = archived
    return query
  }

  private static func order(
    _ text: String, of collection: CollectionDefinition
  ) throws -> (FieldID, ascending: Bool) {
    var name = text
    var ascending = true
    if name.hasSuffix(":desc") || name.hasSuffix(":asc") {
      ascending = name.hasSuffix(":asc")
      name = String(name[..<(name.lastIndex(of: ":") ?? name.endIndex)])
    } else if name.hasPrefix("-") {
      ascending = false
      name.removeFirst()
    }
    return (try collection.sought(name).id, ascending)
  }
}

/// `taizhang list COLLECTION`.
struct ListCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "列表 · records of a collection that meet the conditions",
    discussion: """
      taizhang list project --where 'stage = 开工' --sort total_investment:desc
      taizhang list project --where 'total_investment >= 5亿' --where 'owner ='
      'owner =' finds records without an owner; ~ finds text within text.
      """)

  @Argument(help: "类别 · project, milestone, progress_report, issue, …")
  var collection: String

  @OptionGroup(title: "选择 · which records") var selection: Selection

  @Option(help: ArgumentHelp("列 · columns, separated by commas", valueName: "a,b,c"))
  var columns: String?

  @Option(help: "格式 · how to print")
  var format: ListFormat?

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let definition = try context.collection(collection)
    let columns = try columns.map { names in
      try names.split(separator: ",").map { try ListColumn(String($0), of: definition) }
    }
    let store = try context.openStore()
    let query = try selection.query(of: definition, in: store, context)
    switch format ?? (context.isJSON ? .json : .table) {
    case .json: try printJSON(query, definition, columns, store, context)
    case .csv:
      try printCSV(query, columns ?? ListColumn.usual(of: definition), store, context)
    case .table:
      let file = definition.attachment.map { [ListColumn.file(store.blobs, $0)] } ?? []
      try printTable(query, columns ?? ListColumn.usual(of: definition) + file, store, context)
    }
  }

  private func printJSON(
    _ query: Query, _ definition: CollectionDefinition, _ columns: [ListColumn]?, _ store: Store,
    _ context: CommandContext
  ) throws {
    try store.read { snapshot throws(StoreError) in
      try snapshot.query(query) { record throws(StoreError) in
        context.output.json { RecordLine.write(record, definition, to: &$0, columns: columns) }
        return !context.output.isClosed
      }
    }
  }

  private func printCSV(
    _ query: Query, _ columns: [ListColumn], _ store: Store, _ context: CommandContext
  ) throws {
    var writer = CSVWriter()
    writer.row(columns.map(\.code))
    try store.read { snapshot throws(StoreError) in
      try snapshot.query(query) { record throws(StoreError) in
        writer.row(columns.map { $0.guarded(record) })
        context.output.bytes(writer.bytes)
        writer.reset()
        return !context.output.isClosed
      }
    }
    context.output.bytes(writer.bytes)
  }

  private func printTable(
    _ query: Query, _ columns: [ListColumn], _ store: Store, _ context: CommandContext
  ) throws {
    let language = context.language
    var table = TextTable(
      columns.map { TextTable.Column($0.header(in: language), right: $0.isRight) })
    var count = 0
    try store.read { snapshot throws(StoreError) in
      try snapshot.query(query) { record throws(StoreError) in
        count += 1
        table.add(columns.map { $0.human(record, in: language) })
        return true
      }
    }
    table.print(to: context)
    context.note(count == 0 ? "list.none" : "list.count", "\(count)")
  }
}

extension FailureKind {
  static let badLimit = FailureKind("bad-limit", .usage)
}
