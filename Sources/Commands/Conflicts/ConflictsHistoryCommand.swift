// `conflicts history [ID]`: what was settled, by whom and why, and how to take any of the values
// back.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore

struct ConflictsHistoryCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "已裁决的冲突，附取回命令 · settled conflicts, and how to take a value back")

  @Argument(help: ArgumentHelp("冲突编号 · the conflict's id or its beginning", valueName: "id"))
  var id: String?
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    let settlements = try ConflictLookup(context: context, store: store).settlements(id)
    if let id, settlements.isEmpty { throw try notFound(id, store, context) }
    let text = ConflictText(context)
    let ledgers = try store.ledgers()
    if settlements.isEmpty { context.say("conflict.settlements.none") }
    for settlement in settlements {
      if context.output.isClosed { break }
      if context.isJSON {
        context.output.json { write(settlement, text, &$0) }
      } else {
        show(settlement, text, context, namesLedger: ledgers.count > 1)
      }
    }
    if let id, !context.isJSON, let last = settlements.last, !context.output.isClosed,
      settlements.allSatisfy({ $0.conflict == last.conflict })
    {
      try showValues(id, last, store, text, context, namesLedger: ledgers.count > 1)
    }
  }

  /// An id of no settled conflict may be of one that is open.
  private func notFound(
    _ id: String, _ store: Store, _ context: CommandContext
  ) throws -> CommandFailure {
    let open = try store.read { snapshot throws(StoreError) in
      try snapshot.conflicts(withIDPrefix: ConflictLookup.normalised(id))
    }
    return CommandFailure(
      code: FailureKind.noSuchConflict.code, status: .missing,
      message: Message(open.isEmpty ? "failure.no-settlement" : "failure.still-open", [id]),
      hint: Message(
        open.isEmpty ? "failure.no-such-conflict.hint" : "failure.still-open.hint", [id]))
  }

  /// Every value that was ever written to the field of one conflict, each with its way back.
  private func showValues(
    _ id: String, _ settlement: Settlement, _ store: Store, _ text: ConflictText,
    _ context: CommandContext, namesLedger: Bool
  ) throws {
    let history = try store.read { snapshot throws(StoreError) in
      try snapshot.history(settlement.ledger, settlement.record, field: settlement.field)
    }
    let output = context.output
    output.line("")
    output.line(
      context.text(
        "conflict.history.values", text.name(settlement.recordName, settlement.record),
        text.fieldLabel(settlement.collection, settlement.field)))
    for line in history {
      output.line(
        context.text(
          "conflict.settlement.sibling",
          text.value(line.to, settlement.collection, settlement.field),
          text.origin(line.author, line.office, line.dot, line.clock)))
      let command = Self.takeBack(line.dot, settlement, text, namesLedger: namesLedger)
      output.line(context.paint(context.text("conflict.settlement.back", command), .dim))
    }
  }

  private func show(
    _ settlement: Settlement, _ text: ConflictText, _ context: CommandContext, namesLedger: Bool
  ) {
    let output = context.output
    let collection = settlement.collection
    output.line(
      context.text(
        "conflict.settlement", String(settlement.conflict.text.prefix(8)),
        text.name(settlement.recordName, settlement.record),
        text.fieldLabel(collection, settlement.field),
        text.value(settlement.chosen, collection, settlement.field),
        text.origin(settlement.author, settlement.office, settlement.dot, settlement.clock)))
    if settlement.constraint != nil {
      output.line(context.text("conflict.settlement.mended"))
    }
    if let reason = settlement.reason, !reason.isEmpty {
      output.line(context.text("conflict.settlement.reason", DisplayWidth.singleLine(reason)))
    }
    for sibling in settlement.siblings {
      output.line(
        context.text(
          "conflict.settlement.sibling", text.value(sibling.value, collection, settlement.field),
          text.origin(sibling.author, sibling.office, sibling.dot, sibling.clock)))
      guard sibling.value != settlement.chosen else { continue }
      let command = Self.takeBack(sibling.dot, settlement, text, namesLedger: namesLedger)
      output.line(
        context.paint(context.text("conflict.settlement.back", command), .dim))
    }
  }

  private func write(
    _ settlement: Settlement, _ text: ConflictText, _ writer: inout JSONWriter
  ) {
    let definition = text.definition(settlement.collection, settlement.field)
    writer.member("id", settlement.conflict.text)
    writer.member("ledger", settlement.ledger)
    writer.member("collection", text.collectionCode(settlement.collection))
    writer.member("record", settlement.record.description)
    writer.member("record_name", settlement.recordName)
    writer.member("field", text.fieldCode(settlement.collection, settlement.field))
    writer.key("siblings")
    writer.array { array in
      for sibling in settlement.siblings {
        array.object { object in
          object.members(of: sibling, definition, seen: false)
          object.member(
            "take_back", Self.takeBack(sibling.dot, settlement, text, namesLedger: true))
        }
      }
    }
    writer.key("chosen")
    writer.value(settlement.chosen, definition)
    writer.member("dot", settlement.dot.description)
    writer.member("author", settlement.author)
    writer.member("replica", settlement.dot.replica.description)
    writer.member("office", settlement.office)
    writer.member("clock", InstantText.format(settlement.clock))
    writer.optionalMember("reason", settlement.reason)
    writer.optionalMember("constraint", settlement.constraint?.code)
  }

  /// The one command that puts a value back: by the change that wrote it.
  static func takeBack(
    _ dot: Dot, _ settlement: Settlement, _ text: ConflictText, namesLedger: Bool
  ) -> String {
    let ledger = namesLedger ? " --ledger \(settlement.ledger)" : ""
    let code = ShellWord.quoted(text.fieldCode(settlement.collection, settlement.field))
    return "taizhang conflicts take-back \(ShellWord.quoted("\(dot)")) --field \(code)"
      + " --record \(settlement.record)\(ledger)"
  }
}
