// `conflicts take-back DOT`: writes again what some change of the past wrote, whatever became of
// it.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

struct ConflictsTakeBackCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "take-back",
    abstract: "取回以前写过的值 · write again what a change of the past wrote",
    discussion: """
      DOT 是 conflicts history、history 里每次修改的编号。写的是一次普通的修改，不改历史。
      The dot is that of `conflicts history` and `history`. It makes an ordinary change; the past \
      stays.
      """)

  @Argument(help: ArgumentHelp("修改的编号 · the change, as replica#seq", valueName: "dot"))
  var dot: String
  @Option(help: ArgumentHelp("字段 · field; archived for 归档状态", valueName: "field"))
  var field: String?
  @Option(help: ArgumentHelp("记录 · the record's id or its beginning", valueName: "id"))
  var record: String?
  @Option(help: ArgumentHelp("见过的值 · dots seen, as `show` prints them", valueName: "dots"))
  var ifSeen: String?
  @Option(help: ArgumentHelp("理由 · why", valueName: "text"))
  var reason: String?
  @Flag(help: "只看不写 · show what would be written")
  var dryRun = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: dryRun)
    // Said of the argument itself: `--if-seen` may not have been given at all.
    guard let dots = try? ConflictLookup.dots(dot), dots.count == 1 else {
      throw CommandFailure(.badDot, dot)
    }
    let seen = try ifSeen.map { try ConflictLookup.dots($0) }
    let found = try PastWriteSearch(context: context, store: store).find(
      dots[0], record: record, field: field)
    let text = ConflictText(context)
    let label = text.fieldLabel(found.write.collection, found.write.field)
    let value = text.value(found.write.value, found.write.collection, found.write.field)
    let place = LocatedRecord(
      ledger: found.ledger, collection: found.write.collection, id: found.write.record)
    let existing = try context.load(place, from: store)
    let name = text.name(
      context.schema.collection(place.collection).map { existing.nameText($0) } ?? "", place.id)
    guard !dryRun else {
      context.result(
        json: { write(found, nil, text, &$0) },
        human: { context.say("conflict.take-back.preview", name, label, value) })
      return
    }
    let written = try commit(found, existing, seen, context, store)
    context.result(
      json: { write(found, written, text, &$0) },
      human: { context.say("conflict.taken-back", name, label, value, written.description) })
  }

  private func commit(
    _ found: PastWriteSearch.Found, _ existing: Record, _ seen: [Dot]?, _ context: CommandContext,
    _ store: Store
  ) throws -> Dot {
    do {
      let done = try found.write.writeAgain(
        over: existing, store, author: context.author,
        today: LocalTime.day(Int64(clamping: Surroundings.wallMilliseconds())), reason: reason,
        seen: seen)
      context.warn(done.warnings)
      return done.dot
    } catch {
      throw context.failure(settling: error, in: store)
    }
  }

  private func write(
    _ found: PastWriteSearch.Found, _ written: Dot?, _ text: ConflictText,
    _ writer: inout JSONWriter
  ) {
    let write = found.write
    writer.member("id", write.record.description)
    writer.optionalMember("dot", written?.description)
    writer.member("field", text.fieldCode(write.collection, write.field))
    writer.key("value")
    writer.value(write.value, text.definition(write.collection, write.field))
    writer.member("taken_from", dot)
  }
}

extension Record {
  /// The text by which people know the record.
  func nameText(_ collection: CollectionDefinition) -> String {
    guard case .text(let name)? = self[collection.nameField.id] else { return "" }
    return name
  }
}

/// Finds what a change of the past wrote to one field.
struct PastWriteSearch {
  let context: CommandContext
  let store: Store

  struct Found {
    let ledger: String
    let write: FieldWrite
  }

  /// - Throws: `no-such-write`, `compacted-write` for a change that a base holds, or
  ///   `several-writes` when more than one field fits.
  func find(_ dot: Dot, record: String?, field: String?) throws -> Found {
    let wanted = try record.map { try context.locate($0, in: store).id }
    let held = try context.readingLedger(of: store).map { [$0] } ?? store.ledgers()
    var found: [Found] = []
    let text = ConflictText(context)
    for ledger in held {
      for write in try PastWrites(store).writes(
        of: dot, ledger, existence: field == HistoryCommand.existenceCode)
      {
        if let wanted, wanted != write.record { continue }
        if let field, field != text.fieldCode(write.collection, write.field) { continue }
        found.append(Found(ledger: ledger, write: write))
      }
    }
    guard let first = found.first else {
      for ledger in held {
        let base = try store.read { snapshot throws(StoreError) in
          try snapshot.baseMilliseconds(ledger, of: dot)
        }
        if let base {
          throw CommandFailure(.compactedWrite, "\(dot)", InstantText.formatLocal(base))
        }
      }
      throw CommandFailure(.noSuchWrite, "\(dot)")
    }
    guard found.count == 1 else {
      let places = found.prefix(12).map { found in
        let write = found.write
        return "\(write.record)·\(text.fieldCode(write.collection, write.field))"
      }
      throw CommandFailure(.severalWrites, "\(dot)", places.joined(separator: " "))
    }
    return first
  }
}
