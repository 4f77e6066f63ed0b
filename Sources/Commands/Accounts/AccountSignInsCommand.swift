// `account sign-ins`: who signed in, when and from where, as this node noted it.

internal import ArgumentParser
internal import LedgerStore
internal import Pages

/// `taizhang account sign-ins`.
struct AccountSignInsCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "sign-ins", abstract: "登录记录 · who signed in, when and from where")

  @Option(help: ArgumentHelp("最多几条 · at most so many, newest first", valueName: "n"))
  var limit = 100
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    let notes = SignInNotes(store.path).newest(max(0, limit))
    if context.isJSON {
      for note in notes {
        context.output.json { writer in
          writer.member("at", InstantText.format(Int64(clamping: note.atMilliseconds)))
          writer.member("what", note.kind.rawValue)
          writer.member("account", note.account)
          writer.member("address", note.address)
        }
      }
      return
    }
    guard !notes.isEmpty else { return context.note("list.none") }
    var table = TextTable(
      context.text("account.sign-in-columns").split(separator: "|")
        .map { TextTable.Column(String($0)) })
    for note in notes {
      table.add([
        InstantText.formatLocal(Int64(clamping: note.atMilliseconds)), note.account,
        context.text("sign-in.\(note.kind.rawValue)"), note.address,
      ])
    }
    table.print(to: context)
  }
}
