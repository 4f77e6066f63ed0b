// `conflicts show ID`: what stands side by side, what each side had seen, what is shown and why,
// how it came to this, and the commands that settle it.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

struct ConflictsShowCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "一个冲突的来龙去脉 · one conflict with all its values")

  /// More siblings than these are kept and counted, not printed; `--json` has them all.
  private static let siblingsShownMax = 64

  @Argument(help: ArgumentHelp("冲突编号 · the conflict's id or its beginning", valueName: "id"))
  var id: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    let conflict = try ConflictLookup(context: context, store: store).open(id)
    let history = try store.read { snapshot throws(StoreError) in
      try snapshot.history(conflict.ledger, conflict.record, field: conflict.field)
    }
    let text = ConflictText(context)
    let collection = context.schema.collection(conflict.collection)
    context.result(
      json: { writer in
        writer.members(of: conflict, text, seen: true)
        writer.key("history")
        writer.array { array in
          for line in history { array.object { HistoryCommand.write(line, collection, to: &$0) } }
        }
      },
      human: { show(conflict, history, text, context) })
  }

  private func show(
    _ conflict: Conflict, _ history: [HistoryLine], _ text: ConflictText, _ context: CommandContext
  ) {
    let output = context.output
    let name = text.name(conflict.recordName, conflict.record)
    output.line(
      context.text("conflict.show.record", context.paint(name, .bold), "\(conflict.record)"))
    output.line(
      context.text(
        "conflict.show.field", text.fieldLabel(conflict.collection, conflict.field),
        text.kind(conflict.kind), text.rule(conflict)))
    let base = conflict.base.map { text.value($0, conflict.collection, conflict.field) }
    if conflict.violation == nil {
      output.line(
        base.map { context.text("conflict.show.base", $0) }
          ?? context.text("conflict.show.base-unknown"))
    }
    for lock in conflict.late?.locks ?? [] {
      output.line(context.text("conflict.show.lock", text.origin(lock)))
    }
    output.line("")
    if conflict.violation != nil { return showWays(conflict, history, text, context) }
    for (index, sibling) in conflict.siblings.prefix(Self.siblingsShownMax).enumerated() {
      var mark = index == conflict.shown ? "  " + context.text("conflict.show.shown") : ""
      if conflict.late?.siblings.contains(sibling.dot) == true {
        mark += "  " + context.paint("[\(text.kind(.lateEdit))]", .red)
      }
      output.line("\(index + 1)  " + context.paint(text.value(sibling, of: conflict), .cyan) + mark)
      output.line("   " + text.origin(sibling))
      output.line(context.paint("   \(sibling.dot)", .dim))
      output.line(
        context.paint("   " + context.text("conflict.show.seen", sibling.seen.description), .dim))
    }
    let hidden = conflict.siblings.count - Self.siblingsShownMax
    if hidden > 0 { output.line(context.text("conflict.show.more", String(hidden))) }
    for (index, choice) in conflict.choices.enumerated() where choice.code == "at-lock" {
      output.line("\(index + 1)  " + context.paint(text.words(choice, of: conflict), .cyan))
      if let sibling = choice.sibling { output.line("   " + text.origin(sibling)) }
    }
    showHistory(history, conflict, text, context)
    showNextSteps(conflict, text, context)
  }

  /// What a violation is about, where its values came from, and the ways to mend it.
  private func showWays(
    _ conflict: Conflict, _ history: [HistoryLine], _ text: ConflictText, _ context: CommandContext
  ) {
    let output = context.output
    for sibling in conflict.siblings.prefix(Self.siblingsShownMax) {
      output.line(context.paint(text.value(sibling, of: conflict), .cyan))
      output.line("   " + text.origin(sibling))
    }
    for part in conflict.violation?.parts.prefix(Self.siblingsShownMax) ?? [] {
      let label = text.fieldLabel(part.collection, part.field)
      let value = text.value(part.value, part.collection, part.field)
      output.line("\(text.name(part.recordName, part.record)) · \(label) = \(value)")
      output.line(context.paint("   \(part.record)", .dim))
    }
    output.line("")
    for (index, choice) in conflict.choices.enumerated() {
      output.line("\(index + 1)  " + text.words(choice, of: conflict))
    }
    showHistory(history, conflict, text, context)
    showNextSteps(conflict, text, context)
  }

  private func showNextSteps(
    _ conflict: Conflict, _ text: ConflictText, _ context: CommandContext
  ) {
    let output = context.output
    output.line("")
    let short = String(conflict.id.text.prefix(8))
    let isShort = conflict.siblings.count <= Self.siblingsShownMax
    let seen = isShort && !conflict.siblings.isEmpty ? " --if-seen " + conflict.dotList : ""
    output.line(context.text("conflict.show.take", short, seen))
    if !conflict.isAboutArchive {
      output.line(context.text("conflict.show.value", short, seen))
    }
  }

  private func showHistory(
    _ history: [HistoryLine], _ conflict: Conflict, _ text: ConflictText, _ context: CommandContext
  ) {
    guard !history.isEmpty else { return }
    context.output.line("")
    context.output.line(context.text("conflict.show.history"))
    for line in history.suffix(12) {
      let office = line.office.isEmpty ? "\(line.dot.replica)" : line.office
      let value = text.value(line.to, conflict.collection, conflict.field)
      let reason = line.reason.map { " · " + $0 } ?? ""
      let when = InstantText.formatLocal(Int64(clamping: line.clock.milliseconds))
      context.output.line(
        DisplayWidth.singleLine("  \(when)  \(line.author) · \(office)  \(value)\(reason)"))
    }
  }
}
