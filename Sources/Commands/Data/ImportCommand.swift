// `import`: a sheet into the ledger. Every row is read and judged before anything is written; what
// would be new, changed, unchanged or rejected is told row by row. One rejected row stops all, unless
// the person says that the others are to go in.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// `taizhang import FILE [--as COLLECTION] [--map FILE] [--dry-run]`.
struct ImportCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "导入 · a CSV sheet: new, changed, unchanged, rejected rows",
    discussion: """
      The file is CSV in UTF-8, with or without a byte order mark; a title and a unit cell may stand above
      the header. Headers are known by code, label or the usual wordings; --map adds lines HEADER,FIELD.
      A row means the record with its id, else its project code, else its name. Empty cells change nothing.
      """)

  @Argument(
    help: "文件 · a CSV file in UTF-8, or - for standard input",
    completion: .file(extensions: ["csv"]))
  var file: String

  @Option(name: .customLong("as"), help: "类别 · the collection the rows belong to")
  var collection = "project"

  @Option(help: ArgumentHelp("对照 · CSV lines HEADER,FIELD", valueName: "file"), completion: .file())
  var map: String?

  @Flag(help: "预览 · say what would happen; write nothing")
  var dryRun = false

  @Flag(help: "其余照收 · write the good rows though some are rejected")
  var skipRejected = false

  @Option(help: "原因 · why; kept with every change")
  var reason: String?

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  /// Rows that one change holds.
  private static let rowsPerChange = 100

  func perform(_ context: CommandContext) async throws {
    let definition = try context.collection(collection)
    let extra = try map.map { try Self.readMap($0, of: definition) } ?? [:]
    let sheet = try Sheet(try FileBytes.read(file), file: file, of: definition, extra: extra)
    let store = try context.openStore()
    let ledger = try context.writingLedger(of: store)
    showColumns(sheet.header, context)
    var planner = try RowPlanner(
      sheet, definition, store, ledger: ledger, reason: reason, author: context.author)
    var plans: [RowPlan] = []
    for row in sheet.rows { plans.append(try planner.plan(row)) }
    let preview = ImportPreview(plans, definition)
    preview.print(context)
    let rejected = preview.rejected
    let writes = !dryRun && (rejected == 0 || skipRejected)
    if writes { try write(plans, store, ledger, context) }
    preview.printSummary(
      isWritten: writes, ignored: Self.ignored(sheet.header), context)
    if rejected > 0 { throw CommandFailure(.rejectedRows, "\(rejected)", at: Place(file: file)) }
  }

  private func write(
    _ plans: [RowPlan], _ store: Store, _ ledger: String, _ context: CommandContext
  ) throws {
    let drafts = plans.compactMap(\.draft).filter { !$0.isEmpty }
    var changes: [Draft] = []
    for start in stride(from: 0, to: drafts.count, by: Self.rowsPerChange) {
      let rows = drafts[start..<min(drafts.count, start + Self.rowsPerChange)]
      changes.append(
        Draft(
          author: context.author, reason: reason, operations: rows.flatMap(\.operations)))
    }
    if !changes.isEmpty { _ = try store.commit(ledger, changes) }
  }

  private func showColumns(_ header: HeaderMap, _ context: CommandContext) {
    var read: [String] = []
    for column in header.columns {
      switch column.target {
      case .field(let field):
        let label = field.label(context.language)
        read.append(label == column.header ? label : "\(column.header) → \(label)")
      case .id, .passedOver, .unknown: continue
      }
    }
    let separator = context.language == .zh ? "、" : ", "
    context.note("import.columns", read.joined(separator: separator))
    let ignored = Self.ignored(header)
    if !ignored.isEmpty { context.note("import.ignored", ignored.joined(separator: separator)) }
  }

  /// The headers of the columns that no field answers to.
  private static func ignored(_ header: HeaderMap) -> [String] {
    header.columns.compactMap { column in
      guard case .unknown = column.target, !column.header.isEmpty else { return nil }
      return column.header
    }
  }

  /// A map file: lines HEADER,FIELD.
  private static func readMap(
    _ file: String, of collection: CollectionDefinition
  ) throws -> [String: String] {
    var lines: [String: String] = [:]
    let bytes = try FileBytes.read(file)
    do {
      var reader = try CSVReader(bytes)
      while let row = try reader.next() {
        guard !row.isBlank else { continue }
        guard row.cells.count == 2 else {
          throw CommandFailure(
            .badMap, row.cells.joined(separator: ","), at: Place(file: file, line: row.line))
        }
        lines[row.cells[0]] = try collection.sought(row.cells[1]).code
      }
    } catch let flaw as CSVReader.Flaw {
      throw CommandFailure(flaw, file: file)
    }
    return lines
  }
}

/// What an import would do, told row by row.
private struct ImportPreview {
  private let plans: [RowPlan]
  private let collection: CollectionDefinition
  private(set) var new = 0
  private(set) var changed = 0
  private(set) var unchanged = 0
  private(set) var rejected = 0

  init(_ plans: [RowPlan], _ collection: CollectionDefinition) {
    self.plans = plans
    self.collection = collection
    for plan in plans {
      switch plan.outcome {
      case .new: new += 1
      case .changed: changed += 1
      case .unchanged: unchanged += 1
      case .rejected: rejected += 1
      }
    }
  }

  func print(_ context: CommandContext) {
    if context.isJSON {
      for plan in plans { context.output.json { write(plan, to: &$0, context) } }
      return
    }
    guard !context.isQuiet else { return }
    var shown = 0
    for plan in plans {
      if case .unchanged = plan.outcome { continue }
      shown += 1
      if shown > ImportPreview.rowsShown { continue }
      let word = context.text("import.\(plan.outcome.code)")
      context.output.line(
        DisplayWidth.singleLine(context.text("import.row", "\(plan.line)", word, plan.name)))
      if case .rejected(let failures) = plan.outcome {
        for failure in failures {
          context.output.line(
            "    " + context.paint(context.text(failure.message), .red))
        }
      } else if case .changed = plan.outcome {
        for change in changes(plan) {
          context.output.line(
            DisplayWidth.singleLine(
              context.text(
                "import.change", change.field.label(context.language),
                shownText(change.from, change.field, context),
                shownText(change.to, change.field, context))))
        }
      }
    }
    if shown > ImportPreview.rowsShown {
      context.output.line(context.text("import.more", "\(shown - ImportPreview.rowsShown)"))
    }
  }

  /// How many rows a person is shown.
  private static let rowsShown = 200

  func printSummary(isWritten: Bool, ignored: [String], _ context: CommandContext) {
    context.result(
      json: { writer in
        writer.member("rows", plans.count)
        writer.member("new", new)
        writer.member("changed", changed)
        writer.member("unchanged", unchanged)
        writer.member("rejected", rejected)
        writer.member("written", isWritten)
        writer.member("ignored_columns", ignored)
      },
      human: {
        context.output.line(
          context.text(
            isWritten ? "import.done" : "import.preview", "\(new)", "\(changed)", "\(unchanged)",
            "\(rejected)"))
      })
  }

  private func write(
    _ plan: RowPlan, to writer: inout JSONWriter, _ context: CommandContext
  ) {
    writer.member("line", plan.line)
    writer.member("outcome", plan.outcome.code)
    if let draft = plan.draft { writer.member("id", draft.id.description) }
    writer.member("name", plan.name)
    if case .rejected(let failures) = plan.outcome {
      writer.key("problems")
      writer.array { array in
        for failure in failures {
          array.object { object in
            object.member("code", failure.code)
            object.optionalMember("field", failure.place?.field)
            object.member("message", context.text(failure.message))
          }
        }
      }
    } else if case .changed = plan.outcome {
      writer.key("changes")
      writer.object { object in
        for change in changes(plan) {
          object.key(change.field.code)
          object.object { pair in
            pair.key("from")
            pair.values(change.from, change.field)
            pair.key("to")
            pair.values(change.to, change.field)
          }
        }
      }
    }
  }

  private struct Change {
    let field: FieldDefinition
    let from: [Value]
    let to: [Value]
  }

  private func changes(_ plan: RowPlan) -> [Change] {
    guard let draft = plan.draft, let existing = draft.existing else { return [] }
    return collection.fields.compactMap { field in
      if let elements = draft.sets[field.id] {
        return Change(field: field, from: existing.elements(field.id), to: elements)
      }
      guard let value = draft.proposed[field.id] else { return nil }
      return Change(field: field, from: existing[field.id].map { [$0] } ?? [], to: [value])
    }
  }

  private func shownText(
    _ values: [Value], _ field: FieldDefinition, _ context: CommandContext
  ) -> String {
    guard !values.isEmpty else { return context.text("value.none") }
    return values.map { ValueText.human($0, field, in: context.language) }
      .joined(separator: context.language == .zh ? "、" : ", ")
  }
}

extension JSONWriter {
  /// A register's value or null, or a set as an array.
  fileprivate mutating func values(_ values: [Value], _ field: FieldDefinition) {
    guard field.isSet else {
      if let first = values.first { value(first, field) } else { null() }
      return
    }
    array { array in
      for element in ValueText.sorted(values, field) { array.value(element, field) }
    }
  }
}

extension FailureKind {
  static let badMap = FailureKind("bad-map", .badInput)
  static let rejectedRows = FailureKind("rejected-rows", .badInput)
}
