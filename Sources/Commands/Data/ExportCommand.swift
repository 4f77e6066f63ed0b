// `export`: records as a sheet, .xlsx or .csv, that spreadsheet programs open and that `import`
// reads back: labels of the language as headers, ids first, every field that any record fills; or
// projects in the layouts of offices' plans and of their reports of a month.
//
// A workbook is for people, as the pages' own download is, and has the labels of choices and
// counties. CSV is for scripts, as `list --format csv` is: its cells are codes, which no language
// changes.

internal import ArgumentParser
internal import Bulletins
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects
internal import Workbooks

/// How the rows of an export are laid out.
enum ExportLayout: String, CaseIterable, ExpressibleByArgument {
  case ledger, plan, progress, county
  case tenDays = "ten-days"
  case notStarted = "not-started"
  case behind

  /// The report of a month that this is; nil for lists of what stands now.
  var report: MonthReport? { MonthReport(rawValue: rawValue) }
}

/// `taizhang export COLLECTION FILE [--where …] [--layout L [--month M]]`.
struct ExportCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "导出 · records as an .xlsx or CSV sheet that `import` reads back",
    discussion: """
      The file is a workbook where its name ends in .xlsx, with choices by their labels, else CSV, \
      with choices by their codes in any language. Layout ledger has the ids and \
      every filled field; plan is the offices' investment plan with totals by category. With \
      --month: progress (totals, counties, projects), county, ten-days, not-started and behind, by \
      the rules and reports of the month. All but ledger are of projects, and .xlsx only.
      """)

  @Argument(help: "类别 · project, milestone, progress_report, issue, …")
  var collection: String

  @Argument(
    help: "文件 · where to; ends in .xlsx or .csv, or - for CSV on standard output",
    completion: .file(extensions: ["xlsx", "csv"]))
  var file: String

  @OptionGroup(title: "选择 · which records") var selection: Selection

  @Option(help: ArgumentHelp("列 · columns, separated by commas", valueName: "a,b,c"))
  var columns: String?

  @Option(help: "版式 · ledger, plan, progress, county, ten-days, not-started or behind")
  var layout: ExportLayout = .ledger

  @Option(help: ArgumentHelp("月份 · the month of a report, such as 2021-10", valueName: "month"))
  var month: String?

  @OptionGroup(title: "规则 · rules of a report") var rules: RuleSelection

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  /// Bytes kept back before they go to the file.
  private static let bufferBytes = 256 * 1024
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  func perform(_ context: CommandContext) async throws {
    let isWorkbook = file.lowercased().hasSuffix(".xlsx")
    guard isWorkbook || file == "-" || file.lowercased().hasSuffix(".csv") else {
      throw CommandFailure(.exportFormat, file)
    }
    let definition = try context.collection(collection)
    guard layout == .ledger || (isWorkbook && definition.code == "project") else {
      throw CommandFailure(.exportLayout, layout.rawValue)
    }
    guard layout.report == nil || month != nil else {
      throw CommandFailure(.exportMonth, layout.rawValue)
    }
    if layout.report == nil, month != nil {
      throw CommandFailure(.idleOption, "--month", "--layout \(layout.rawValue)")
    }
    if layout != .ledger, columns != nil {
      throw CommandFailure(.idleOption, "--columns", "--layout \(layout.rawValue)")
    }
    let store = try context.openStore()
    let query = try selection.query(of: definition, in: store, context)
    if isWorkbook {
      try writeWorkbook(definition, query, store, context)
      return
    }
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
    tell(count, context)
  }

  private func tell(_ count: Int, _ context: CommandContext) {
    context.result(
      json: { writer in
        writer.member("file", file)
        writer.member("records", count)
      },
      human: { context.say("export.done", "\(count)", file) })
  }

  private func writeWorkbook(
    _ definition: CollectionDefinition, _ query: Query, _ store: Store, _ context: CommandContext
  ) throws {
    var records: [Record] = []
    let stamp = try store.read { snapshot throws(StoreError) in
      try snapshot.query(query) { record in
        records.append(record)
        return true
      }
      return try LedgerExport.stamp(of: Set(records.map(\.ledger)), snapshot)
    }
    let table = try table(of: records, definition, store, context)
    let today = LocalTime.day(Int64(clamping: Surroundings.wallMilliseconds())) ?? .earliest
    var book = WorkbookFile(
      title: table.title, office: store.identity.office, createdOn: today, tables: [table],
      language: context.language)
    if layout == .ledger { book.stamp = stamp }
    try FileBytes.write(book, to: file)
    let items = table.rows.count { $0.role == .item }
    tell(layout.report == nil ? records.count : items, context)
  }

  private func table(
    of records: [Record], _ definition: CollectionDefinition, _ store: Store,
    _ context: CommandContext
  ) throws -> Table {
    if let report = layout.report { return try table(of: records, report, store, context) }
    if layout == .plan {
      guard let plan = LedgerExport.plan(records, of: definition, in: context.language) else {
        throw CommandFailure(.exportLayout, layout.rawValue)
      }
      return plan
    }
    let chosen = try columns.map { names in
      try names.split(separator: ",").map { name -> LedgerExport.Column in
        switch try ListColumn(String(name), of: definition) {
        case .id: .id
        case .field(let field): .field(field)
        default: throw CommandFailure(.exportColumn, String(name))
        }
      }
    }
    return LedgerExport.ledger(
      records, chosen ?? LedgerExport.filledColumns(of: definition, records), of: definition,
      in: context.language)
  }

  /// A report of a month, of the records that were selected.
  private func table(
    of records: [Record], _ report: MonthReport, _ store: Store, _ context: CommandContext
  ) throws -> Table {
    guard let month, let period = Period(month), period.kind == .month else {
      throw CommandFailure(.badMonth, month ?? "")
    }
    let ledger = try context.readingLedger(of: store)
    let order = BulletinOrder(month: period, title: "")
    let source = try order.source(store, ledger: ledger, ruleSet: rules.ruleSet)
    context.tell(source, of: period)
    let facts: BulletinFacts
    if case .kept(let frozen, _) = source {
      facts = order.facts(frozen)
    } else {
      let book = try RuleBook(store, ledger: ledger)
      facts = try order.facts(
        book, try rules.chosen(book, store, context, asOf: period.end), store, ledger: ledger)
    }
    let county = try rules.countyCode()
    let found: Table?
    do throws(FactFault) {
      found = try report.table(of: facts, from: source, selection.isAll ? nil : records) {
        county == nil || $0.county == county
      }
    } catch {
      throw CommandFailure(
        code: "bulletin", status: .wanting, message: error.message,
        hint: BulletinFault.facts(error).hint)
    }
    guard let found else {
      throw CommandFailure(.noReportRows, period.label, context.text("export.\(layout.rawValue)"))
    }
    return found
  }

  private func rows(
    _ query: Query, _ columns: [ListColumn], _ store: Store, _ writer: inout CSVWriter,
    _ write: ([UInt8]) -> Void
  ) throws -> Int {
    var count = 0
    try store.read { snapshot throws(StoreError) in
      try snapshot.query(query) { record throws(StoreError) in
        count += 1
        writer.row(columns.map { $0.guarded(record) })
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
  static let exportLayout = FailureKind("export-layout", .usage)
  static let exportMonth = FailureKind("export-month", .usage)
  static let noReportRows = FailureKind("no-report-rows", .wanting)
  static let exportColumn = FailureKind("export-column", .usage)
}
