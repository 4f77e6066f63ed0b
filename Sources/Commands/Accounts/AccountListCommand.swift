// `account list`: who can sign in, as what.

internal import ArgumentParser
internal import LedgerStore
internal import Pages
internal import Projects

/// `taizhang account list`.
struct AccountListCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "列出账号 · who can sign in, as what")

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    try context.accounts {
      let accounts = try AccountBook(store.path).all()
      if context.isJSON {
        for account in accounts { context.output.json { account.write(to: &$0) } }
        return
      }
      guard !accounts.isEmpty else { return context.say("account.none") }
      var table = TextTable(
        context.text("account.columns").split(separator: "|").map { TextTable.Column(String($0)) })
      for account in accounts {
        table.add([
          account.name, context.text("role.\(account.role.rawValue)"), account.county ?? "",
          context.text(account.isDisabled ? "account.is-disabled" : "account.is-enabled"),
          InstantText.formatLocal(Int64(clamping: account.changedMilliseconds)),
        ])
      }
      table.print(to: context)
    }
  }
}
