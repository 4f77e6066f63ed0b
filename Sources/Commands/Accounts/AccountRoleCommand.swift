// `account role`: another role, and the county that goes with it.

internal import ArgumentParser
internal import LedgerStore
internal import Pages
internal import Projects

/// `taizhang account role NAME --role ROLE [--county COUNTY]`.
struct AccountRoleCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "role", abstract: "改角色和县区 · another role, and county")

  @Argument(help: ArgumentHelp("账号名 · the account", valueName: "name")) var name: String
  @Option(help: "角色 · county, department, city or observer") var role: AccountRole
  @Option(help: ArgumentHelp("只看只写哪个县区 · the one county it sees and writes", valueName: "county"))
  var county: String?
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    let book = AccountBook(store.path)
    try context.accounts {
      try book.setRole(
        name, role.role, county: county, node: store.identity.role,
        at: Surroundings.wallMilliseconds())
      try context.report(name, of: book, "account.role-set")
    }
  }
}
