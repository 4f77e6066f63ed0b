// `history`: who wrote what, where, when, from what, to what and why; oldest first. What a base
// holds no longer one by one is said, never passed over.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Projects
internal import Wire

/// `taizhang history ID [--field F]`.
struct HistoryCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "沿革 · every write to a record: who, where, when, why")

  @Argument(help: "记录 · the record's id, or any unique beginning of it")
  var id: String

  @Option(help: "字段 · only this field")
  var field: String?

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    let place = try context.locate(id, in: store)
    let collection = context.schema.collection(place.collection)
    let wanted: FieldID? = try field.flatMap { name in
      name == Self.existenceCode ? Existence.field : try collection?.sought(name).id
    }
    let lines = try store.read { snapshot throws(StoreError) in
      try snapshot.history(place.ledger, place.id, field: wanted)
    }
    let base = try store.read { snapshot throws(StoreError) in
      try snapshot.baseMilliseconds(place.ledger, place.id)
    }
    if let base {
      context.warning(
        "compacted", Message("history.compacted", [InstantText.formatLocal(base)]),
        hint: Message("history.compacted.hint", [place.id.description]))
    }
    for line in lines {
      if context.output.isClosed { return }
      if context.isJSON {
        context.output.json { Self.write(line, collection, to: &$0) }
      } else {
        context.output.line(Self.sentence(line, collection, context))
      }
    }
  }

  /// The code of the archive register in `field`: true archived, false returned or edited.
  static let existenceCode = "archived"

  private static func code(_ field: FieldID, _ collection: CollectionDefinition?) -> String {
    field == Existence.field
      ? existenceCode : collection?.field(field)?.code ?? "field-\(field.rawValue)"
  }

  /// What an element was before, and is after: a removed one is nothing afterwards.
  private static func values(_ line: HistoryLine) -> (from: Value?, to: Value?) {
    switch line.kind {
    case .remove: (line.to, nil)
    case .add: (nil, line.to)
    default: (line.from, line.to == .empty ? nil : line.to)
    }
  }

  static func write(
    _ line: HistoryLine, _ collection: CollectionDefinition?, to writer: inout JSONWriter
  ) {
    let definition = collection?.field(line.field)
    writer.member("dot", line.dot.description)
    writer.member("replica", line.dot.replica.description)
    writer.member("office", line.office)
    writer.member("author", line.author)
    writer.member("clock", InstantText.format(line.clock))
    writer.member("field", code(line.field, collection))
    let (from, to) = values(line)
    writer.key("from")
    writer.value(from ?? .empty, definition)
    writer.key("to")
    writer.value(to ?? .empty, definition)
    writer.key("reason")
    if let reason = line.reason { writer.string(reason) } else { writer.null() }
    // Of a change without effect: why it has none.
    writer.optionalMember("void", line.void?.rawValue)
    writer.optionalMember("void_detail", line.voidDetail)
    if isFarAhead(line) { writer.member("far_ahead", true) }
  }

  /// Whether the line's time is still far from having come.
  private static func isFarAhead(_ line: HistoryLine) -> Bool {
    line.clock.isFarAhead(ofWallMilliseconds: Surroundings.wallMilliseconds())
  }

  static func sentence(
    _ line: HistoryLine, _ collection: CollectionDefinition?, _ context: CommandContext
  ) -> String {
    let definition = collection?.field(line.field)
    let (from, to) = values(line)
    func show(_ value: Value?) -> String {
      guard let value, value != .empty else { return context.text("value.none") }
      return ValueText.human(value, definition, in: context.language)
    }
    let label =
      definition.map { $0.label(context.language) }
      ?? (line.field == Existence.field
        ? context.text("history.archived") : code(line.field, collection))
    let when = InstantText.formatLocal(Int64(clamping: line.clock.milliseconds))
    let what = context.text(
      "history.line", when, line.office, line.author, label, show(from), show(to))
    let why = line.reason.map { context.text("history.reason", $0) } ?? ""
    let void = line.void.map { code in
      context.text(
        "history.void", context.text("refused.\(code.rawValue)"), line.voidDetail ?? "")
    }
    let ahead = isFarAhead(line) ? context.text("history.far-ahead") : ""
    return DisplayWidth.singleLine(what + why + (void ?? "") + ahead) + "  "
      + context.paint(line.dot.description, .dim)
  }
}
