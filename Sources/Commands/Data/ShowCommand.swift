// `show`: one record with its child records and open conflicts, as it is or as it was.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Projects

/// `taizhang show ID [--at DOT|TIME]`.
struct ShowCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "详情 · one record, its child records, open conflicts",
    discussion: """
      --at DOT shows the record as the author of that change saw it; --at TIME what had been \
      written by then (2021-09-28, 2021-09-28T16:30; China Standard Time unless a zone is given).
      """)

  @Argument(help: "记录 · the record's id, or any unique beginning of it")
  var id: String

  @Option(help: ArgumentHelp("当时 · as it was at a dot or time", valueName: "dot|time"))
  var at: String?

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let moment = try at.map { try Self.moment($0) }
    let store = try context.openStore()
    let place = try context.locate(id, in: store)
    if let moment {
      let past = try store.read { snapshot throws(StoreError) in
        try snapshot.state(place.ledger, place.id, at: moment)
      }
      if case .compacted(let base) = past {
        throw CommandFailure(
          .compacted, "\(place.id)", at ?? "", InstantText.formatLocal(base))
      }
    }
    let view = try store.read { snapshot throws(StoreError) in
      try RecordView(place, at: moment, in: snapshot)
    }
    guard let view else {
      throw CommandFailure(.notThereYet, "\(place.id)", at ?? "")
    }
    let files = at == nil ? try context.attachedFiles(place, in: store) : []
    if context.isJSON {
      context.output.json { writer in
        view.write(to: &writer, context)
        guard !files.isEmpty else { return }
        writer.key("attachments")
        writer.array { array in
          for file in files { array.object { $0.members(of: file, context.schema) } }
        }
      }
    } else {
      view.print(context)
      context.show(files)
    }
  }

  private static func moment(_ text: String) throws -> Snapshot.Moment {
    if let dot = Dot(text) { return .dot(dot) }
    guard let milliseconds = InstantText.parse(text) else {
      throw CommandFailure(.badMoment, text)
    }
    return .time(UInt64(max(0, milliseconds)))
  }
}

/// One record with what hangs on it.
private struct RecordView {
  let record: Record
  let children: [Record]
  let conflicts: [Conflict]

  /// Nil when the record did not exist at `moment`. Children are those of the past only where they
  /// existed and belonged to the record then.
  init?(
    _ place: LocatedRecord, at moment: Snapshot.Moment?, in snapshot: borrowing Snapshot
  ) throws(StoreError) {
    let now = try snapshot.record(place.ledger, place.id)
    guard let moment else {
      guard let now else { return nil }
      record = now
      children = try snapshot.children(of: place.id, ledger: place.ledger)
      conflicts = try snapshot.conflicts(of: now)
      return
    }
    guard let past = try snapshot.record(place.ledger, place.id, at: moment) else { return nil }
    record = past
    var pastChildren: [Record] = []
    for child in try snapshot.children(of: place.id, ledger: place.ledger) {
      if let past = try snapshot.record(place.ledger, child.id, at: moment), !past.isArchived {
        pastChildren.append(past)
      }
    }
    children = pastChildren
    conflicts = try snapshot.conflicts(of: past)
  }

  func write(to writer: inout JSONWriter, _ context: CommandContext) {
    let collection = context.schema.collection(record.collection)
    let text = ConflictText(context)
    writer.member("id", record.id.description)
    writer.member("collection", collection?.code ?? "collection-\(record.collection.rawValue)")
    writer.member("ledger", record.ledger)
    writer.member("archived", record.isArchived)
    writer.key("fields")
    writer.fields(of: record, collection)
    writer.key("conflicts")
    writer.array { array in
      for conflict in conflicts { array.object { $0.members(of: conflict, text) } }
    }
    writer.key("children")
    writer.array { array in
      for child in children {
        array.object {
          RecordLine.write(child, context.schema.collection(child.collection), to: &$0)
        }
      }
    }
  }

  func print(_ context: CommandContext) {
    let language = context.language
    let collection = context.schema.collection(record.collection)
    let name = collection.map { ValueText.human(record, $0.nameField, in: language) } ?? ""
    let kind = collection?.label(language) ?? ""
    context.output.line(
      context.paint(DisplayWidth.singleLine(name), .bold) + "  "
        + context.text("show.title", kind, record.id.description, record.ledger)
        + (record.isArchived ? "  " + context.paint(context.text("show.archived"), .yellow) : ""))
    printFields(collection, context)
    let text = ConflictText(context)
    for conflict in conflicts {
      let values = conflict.siblings.map { text.value($0, of: conflict) }.joined(separator: " | ")
      let label = text.fieldLabel(conflict.collection, conflict.field)
      context.output.line(
        context.paint(context.text("show.conflict", conflict.id.text, label, values), .red))
    }
    if let collection { printMissing(collection, context) }
    printChildren(context)
  }

  private func printFields(_ collection: CollectionDefinition?, _ context: CommandContext) {
    let language = context.language
    var lines: [(label: String, text: String, isConflict: Bool)] = []
    for definition in collection?.fields ?? [] {
      let text = ValueText.human(record, definition, in: language)
      guard !text.isEmpty else { continue }
      let isConflict = record.conflictKind(definition.id) != nil
      lines.append((definition.label(language), text, isConflict))
    }
    let width = lines.map { DisplayWidth.of($0.label) }.max() ?? 0
    for line in lines {
      let padding = String(repeating: " ", count: width - DisplayWidth.of(line.label))
      let text = DisplayWidth.singleLine(line.text)
      context.output.line(
        "  " + context.paint(line.label, .dim) + padding + "  "
          + (line.isConflict ? context.paint(text, .red) : text))
    }
  }

  private func printMissing(_ collection: CollectionDefinition, _ context: CommandContext) {
    let missing = Validator.missing(collection) { record[$0] ?? .empty }
    guard !missing.isEmpty else { return }
    let labels = missing.compactMap { problem in
      problem.field.flatMap { collection.field($0)?.label(context.language) }
    }
    context.output.line(
      context.paint(
        context.text("show.missing", context.language.listed(labels)), .yellow))
  }

  private func printChildren(_ context: CommandContext) {
    var shown: CollectionID?
    for child in children {
      guard let collection = context.schema.collection(child.collection) else { continue }
      if shown != child.collection {
        let count = children.count { $0.collection == child.collection }
        context.output.line(
          context.paint(
            context.text("show.children", collection.label(context.language), "\(count)"), .bold))
        shown = child.collection
      }
      let name = ValueText.human(child, collection.nameField, in: context.language)
      context.output.line("  \(child.id)  " + DisplayWidth.singleLine(name))
    }
  }
}

extension FailureKind {
  static let badMoment = FailureKind("bad-moment", .usage)
  static let notThereYet = FailureKind("not-there-yet", .missing)
  /// Arguments: the record, the dot or time, when the base was made.
  static let compacted = FailureKind("compacted", .missing)
}
