// `account`: who may sign in to the pages of a node that several use. Accounts are this node's own
// and are never replicated; `serve` takes a change up at the next request.

internal import ArgumentParser
internal import Catalogue
internal import LedgerStore
internal import Pages
internal import ProjectLedger
internal import Projects

/// The commands of this folder.
enum AccountCommands {
  static let all: [any ParsableCommand.Type] = [AccountCommand.self]
}

/// `account`: the accounts of the pages.
struct AccountCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "account",
    abstract: "账号：多人共用一个节点的页面 · accounts of pages that several people share",
    discussion: """
      密码从终端读（不显示），或从标准输入读一行；不写在命令行上。
      Passwords are read from the terminal without echo, or as a line of standard input; never from \
      the command line.
      """,
    subcommands: [
      AccountAddCommand.self, AccountListCommand.self, AccountRoleCommand.self,
      AccountDisableCommand.self, AccountEnableCommand.self, AccountPasswordCommand.self,
      AccountSignInsCommand.self,
    ])
}

/// A role as an account has it.
enum AccountRole: String, ExpressibleByArgument, CaseIterable {
  case county, department, city, observer

  var role: OfficeRole {
    switch self {
    case .county: .county
    case .department: .department
    case .city: .city
    case .observer: .observer
    }
  }
}

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

struct AccountDisableCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "disable", abstract: "停用账号 · it is signed out at once, and signs in no more")

  @Argument(help: ArgumentHelp("账号名 · the account", valueName: "name")) var name: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    try context.setDisabled(name, true, "account.disabled")
  }
}

struct AccountEnableCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "enable", abstract: "启用账号 · it may sign in again")

  @Argument(help: ArgumentHelp("账号名 · the account", valueName: "name")) var name: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    try context.setDisabled(name, false, "account.enabled")
  }
}

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

extension CommandContext {
  /// Runs work on accounts; what cannot be done becomes a failure with its next step.
  fileprivate func accounts(_ body: () throws -> Void) throws {
    do { try body() } catch let fault as AccountFault { throw CommandFailure(fault) }
  }

  fileprivate func setDisabled(_ name: String, _ isDisabled: Bool, _ key: String) throws {
    let store = try openStore(readOnly: true)
    let book = AccountBook(store.path)
    try accounts {
      try book.setDisabled(name, isDisabled, at: Surroundings.wallMilliseconds())
      try report(name, of: book, key)
    }
  }

  /// Tells how an account is after a change.
  fileprivate func report(_ name: String, of book: AccountBook, _ key: String) throws {
    guard let account = try book.all().first(where: { $0.name == name }) else { return }
    let role = text("role.\(account.role.rawValue)")
    result(
      json: { account.write(to: &$0) },
      human: { say(key, name, account.county.map { "\(role) \($0)" } ?? role) })
  }
}

extension Account {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.member("name", name)
    writer.member("role", role.rawValue)
    writer.optionalMember("county", county)
    writer.member("disabled", isDisabled)
    writer.member("changed", InstantText.format(Int64(clamping: changedMilliseconds)))
  }
}

extension CommandFailure {
  /// What cannot be done about accounts: sentences `account.fault-<code>` and its hint.
  init(_ fault: AccountFault) {
    let status: ExitStatus =
      switch fault.code {
      case .missing: .missing
      case .io: .input
      case .exposed, .damaged: .configuration
      case .badRole: .notPermitted
      case .countyNeeded: .usage
      default: .badInput
      }
    self.init(
      code: "account-\(fault.code.rawValue)", status: status, message: fault.message,
      hint: Message(fault.message.key + ".hint", fault.arguments))
  }
}
