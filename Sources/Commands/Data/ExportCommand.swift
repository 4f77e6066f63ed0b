// `export`: records as a CSV sheet that Excel and WPS open and that `import` reads back: labels of the
// language as headers, ids first, every field that any record fills.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Projects

/// `taizhang export COLLECTION FILE [--where …]`.
struct ExportCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "导出 · records as a CSV sheet that `import` reads back")

  @Argument(help: "类别 · project, milestone, progress_report, issue, …")
  var collection: String

  @Argument(help: "文件 · where to; ends in .csv, or - for standard output", completion: .file())
  var file: String

  @OptionGroup(title: "选择 · which records") var selection: Selection

  @Option(help: ArgumentHelp("列 · columns, separated by commas", valueName: "a,b,c"))
  var columns: String?

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  /// Bytes kept back before they go to the file.
  private static let bufferBytes = 256 * 1024
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  func perform(_ context: CommandContext) async throws {
    guard file == "-" || file.lowercased().hasSuffix(".csv") else {
      throw CommandFailure(.exportFormat, file)
    }
    let definition = try context.collection(collection)
    let store = try context.openStore()
    let query = try selection.query(of: definition, in: store, context)
    let columns = try chosenColumns(definition, query, store)
    var writer = CSVWriter()
    writer.row(columns.map { $0.header(in: context.language) })
    if file == "-" {
      _ = try rows(query, columns, store, &writer) { context.output.bytes($0) }
      return
    }
    var target = try WholeFile(file)
    try target.append(Self.byteOrderMark)
    var failure: (any Error)?
    let count = try rows(query, columns, store, &writer) { bytes in
      do { try target.append(bytes) } catch { failure = failure ?? error }
    }
    if let failure { throw failure }
    try target.finish()
    context.result(
      json: { writer in
        writer.member("file", file)
        writer.member("records", count)
      },
      human: { context.say("export.done", "\(count)", file) })
  }

  private func rows(
    _ query: Query, _ columns: [ListColumn], _ store: Store, _ writer: inout CSVWriter,
    _ write: ([UInt8]) -> Void
  ) throws -> Int {
    var count = 0
    try store.read { snapshot throws(StoreError) in
      try snapshot.query(query) { record throws(StoreError) in
        count += 1
        writer.row(columns.map { $0.plain(record) })
        if writer.bytes.count >= Self.bufferBytes {
          write(writer.bytes)
          writer.reset()
        }
        return true
      }
    }
    write(writer.bytes)
    writer.reset()
    return count
  }

  /// The columns named, or the id and every field that some chosen record fills.
  private func chosenColumns(
    _ collection: CollectionDefinition, _ query: Query, _ store: Store
  ) throws -> [ListColumn] {
    if let columns {
      return try columns.split(separator: ",").map { try ListColumn(String($0), of: collection) }
    }
    var filled: Set<FieldID> = [collection.nameField.id]
    try store.read { snapshot throws(StoreError) in
      try snapshot.query(query) { record in
        for state in record.fields {
          let isFilled = state.isSet ? !state.siblings.isEmpty : record[state.field] != nil
          if isFilled { filled.insert(state.field) }
        }
        return true
      }
    }
    return [.id] + collection.fields.filter { filled.contains($0.id) }.map { .field($0) }
  }
}

extension FailureKind {
  static let exportFormat = FailureKind("export-format", .usage)
}
