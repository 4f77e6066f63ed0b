// `account add`: an account with its password, which is never on the command line.

internal import ArgumentParser
internal import LedgerStore
internal import Pages
internal import Projects

/// `taizhang account add NAME --role ROLE [--county COUNTY]`.
struct AccountAddCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "加账号 · add an account, its password from standard input")

  @Argument(help: ArgumentHelp("账号名 · the name to sign in with", valueName: "name"))
  var name: String
  @Option(help: "角色 · county, department, city or observer; no more than the node's own")
  var role: AccountRole
  @Option(help: ArgumentHelp("只看只写哪个县区 · the one county it sees and writes", valueName: "county"))
  var county: String?
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    let book = AccountBook(store.path)
    try context.accounts {
      if try book.all().contains(where: { $0.name == name }) {
        throw CommandFailure(AccountFault(.exists, name))
      }
      let password = try NewPassword.read(for: name, context)
      try book.add(
        name, role: role.role, county: county, password: password, node: store.identity.role,
        at: Surroundings.wallMilliseconds())
      try context.report(name, of: book, "account.added")
    }
  }
}
