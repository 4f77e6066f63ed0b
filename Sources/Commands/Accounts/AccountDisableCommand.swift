// `account disable` and `account enable`: whether an account may sign in; its sessions end at once.

internal import ArgumentParser
internal import LedgerStore
internal import Pages

/// `taizhang account disable NAME`.
struct AccountDisableCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable", abstract: "停用账号 · it is signed out at once, and signs in no more")

  @Argument(help: ArgumentHelp("账号名 · the account", valueName: "name")) var name: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    try context.setDisabled(name, true, "account.disabled")
  }
}

/// `taizhang account enable NAME`.
struct AccountEnableCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "enable", abstract: "启用账号 · it may sign in again")

  @Argument(help: ArgumentHelp("账号名 · the account", valueName: "name")) var name: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    try context.setDisabled(name, false, "account.enabled")
  }
}

extension CommandContext {
  fileprivate func setDisabled(_ name: String, _ isDisabled: Bool, _ key: String) throws {
    let store = try openStore(readOnly: true)
    let book = AccountBook(store.path)
    try accounts {
      try book.setDisabled(name, isDisabled, at: Surroundings.wallMilliseconds())
      try report(name, of: book, key)
    }
  }
}
