// `conflicts take-back DOT`: writes again what some change of the past wrote, whatever became of it.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Wire

struct ConflictsTakeBackCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "take-back",
    abstract: "取回以前写过的值 · write again what a change of the past wrote",
    discussion: """
      DOT 是 conflicts history、history 里每次修改的编号。写的是一次普通的修改，不改历史。
      The dot is that of `conflicts history` and `history`. It makes an ordinary change; the past stays.
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
    let dots = try ConflictLookup.dots(dot)
    guard dots.count == 1 else { throw CommandFailure(.badDots, dot) }
    let seen = try ifSeen.map { try ConflictLookup.dots($0) }
    let found = try PastWrites(context: context, store: store).find(
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
    _ found: PastWrites.Found, _ existing: Record, _ seen: [Dot]?, _ context: CommandContext,
    _ store: Store
  ) throws -> Dot {
    let write = found.write
    guard let collection = context.schema.collection(write.collection) else {
      throw CommandFailure(.noSuchWrite, dot)
    }
    var operation = Operation(
      collection: write.collection, record: write.record, field: write.field, value: write.value)
    if write.field == Existence.field {
      operation =
        write.value == .boolean(true)
        ? .archive(write.collection, write.record) : .restore(write.collection, write.record)
      let role = context.role(of: store)
      guard role.map({ Permissions.mayCreate(collection, $0) }) ?? true else {
        throw CommandFailure(
          .mayNotSettle, context.text("conflict.existence"),
          context.text("role.\(store.identity.role.rawValue)"))
      }
    } else if let definition = collection.field(write.field) {
      let draft = RecordDraft(
        collection, write.record, existing: existing, [Assignment(definition, .write(write.value))])
      let judge = Judge(store, ledger: found.ledger, author: context.author)
      context.warn(try judge.check(draft, reason: reason, context))
    }
    let expectations = seen.map { dots in
      [
        Expectation(
          collection: write.collection, record: write.record, field: write.field, dots: dots)
      ]
    }
    return try store.commit(
      found.ledger, [Draft(author: context.author, reason: reason, operations: [operation])],
      expecting: expectations ?? []
    ).dots[0]
  }

  private func write(
    _ found: PastWrites.Found, _ written: Dot?, _ text: ConflictText, _ writer: inout JSONWriter
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
struct PastWrites {
  let context: CommandContext
  let store: Store

  struct Found {
    let ledger: String
    let write: FieldWrite
  }

  /// - Throws: `no-such-write`, or `several-writes` when more than one field fits.
  func find(_ dot: Dot, record: String?, field: String?) throws -> Found {
    let wanted = try record.map { try context.locate($0, in: store).id }
    let held = try context.readingLedger(of: store).map { [$0] } ?? store.ledgers()
    var found: [Found] = []
    let text = ConflictText(context)
    for ledger in held {
      for write in try writes(of: dot, ledger, existence: field == HistoryCommand.existenceCode) {
        if let wanted, wanted != write.record { continue }
        if let field, field != text.fieldCode(write.collection, write.field) { continue }
        found.append(Found(ledger: ledger, write: write))
      }
    }
    guard let first = found.first else { throw CommandFailure(.noSuchWrite, "\(dot)") }
    guard found.count == 1 else {
      let places = found.prefix(12).map { found in
        let write = found.write
        return "\(write.record)·\(text.fieldCode(write.collection, write.field))"
      }
      throw CommandFailure(.severalWrites, "\(dot)", places.joined(separator: " "))
    }
    return first
  }

  /// What the log says, or where it no longer does, what settlements kept.
  private func writes(
    of dot: Dot, _ ledger: String, existence: Bool
  ) throws -> [FieldWrite] {
    let change = try store.read { snapshot throws(StoreError) in
      try snapshot.change(ledger, dot)
    }
    guard let change else {
      return try store.read { snapshot throws(StoreError) in try snapshot.settlements() }
        .filter { $0.ledger == ledger }
        .flatMap { settlement in
          settlement.siblings.filter { $0.dot == dot }.map {
            FieldWrite(
              collection: settlement.collection, record: settlement.record,
              field: settlement.field, value: $0.value)
          }
        }
    }
    let operations = change.operationValues
    if existence {
      // Every change says of each record that it touches whether it is archived.
      return Set(operations.map(\.record)).sorted().compactMap { record in
        let own = operations.filter { $0.record == record }
        return own.first.map {
          FieldWrite(
            collection: $0.collection, record: record, field: Existence.field,
            value: .boolean(own.contains { $0.kind == .archive }))
        }
      }
    }
    return operations.compactMap { operation in
      switch operation.kind {
      case .write:
        FieldWrite(
          collection: operation.collection, record: operation.record, field: operation.field,
          value: operation.value)
      case .archive, .restore:
        FieldWrite(
          collection: operation.collection, record: operation.record, field: Existence.field,
          value: .boolean(operation.kind == .archive))
      case .add, .remove: nil
      }
    }
  }
}
