// `conflicts [list]`: every open conflict on a line.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger

struct ConflictsListCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "未决冲突，一行一个 · open conflicts, one a line")

  @OptionGroup(title: "选取 · which") var selection: ConflictSelection
  @Flag(help: "有冲突则退出码 3 · exit with 3 when there are any")
  var exitCode = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    let conflicts = try selection.read(context, store)
    let text = ConflictText(context)
    if context.isJSON {
      for conflict in conflicts {
        if context.output.isClosed { break }
        context.output.json { $0.members(of: conflict, text) }
      }
    } else {
      show(conflicts, try text.titles(of: conflicts, in: store), text, context)
    }
    if exitCode, !conflicts.isEmpty { throw CommandExit(.found) }
  }

  private func show(
    _ conflicts: [Conflict], _ titles: [String], _ text: ConflictText, _ context: CommandContext
  ) {
    guard let first = conflicts.first else {
      context.say("conflict.none")
      return
    }
    let headers = context.text("conflict.list.columns").split(separator: "|").map(String.init)
    var table = TextTable(headers.map { TextTable.Column($0) })
    for (conflict, title) in zip(conflicts, titles) {
      let newest = conflict.newestSibling
      table.add([
        conflict.id.text, text.kind(conflict.kind), title,
        text.fieldLabel(conflict.collection, conflict.field),
        conflict.shownSibling.map { text.value($0, of: conflict) } ?? "",
        String(conflict.siblings.count),
        newest.map { $0.office.isEmpty ? $0.author : "\($0.author) · \($0.office)" } ?? "",
        newest.map { InstantText.formatLocal(Int64(clamping: $0.clock.milliseconds)) } ?? "",
      ])
    }
    table.print(to: context)
    context.say("conflict.count", String(conflicts.count))
    context.say("conflict.next", String(first.id.text.prefix(6)))
  }
}
