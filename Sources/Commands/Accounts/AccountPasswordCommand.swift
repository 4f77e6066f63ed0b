// `account password`: another password for an account that is there.

internal import ArgumentParser
internal import LedgerStore
internal import Pages

/// `taizhang account password NAME`.
struct AccountPasswordCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "password", abstract: "重设密码 · another password, from standard input")

  @Argument(help: ArgumentHelp("账号名 · the account", valueName: "name")) var name: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    let book = AccountBook(store.path)
    try context.accounts {
      guard try book.all().contains(where: { $0.name == name }) else {
        throw CommandFailure(AccountFault(.missing, name))
      }
      let password = try NewPassword.read(for: name, context)
      try book.setPassword(name, password, at: Surroundings.wallMilliseconds())
      try context.report(name, of: book, "account.password-set")
    }
  }
}
