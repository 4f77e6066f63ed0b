// `account`: who may sign in to the pages of a node that several use. Accounts are this node's own
// and are never replicated; `serve` takes a change up at the next request.

internal import ArgumentParser
internal import Catalogue
internal import LedgerStore
internal import Pages
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

extension CommandContext {
  /// Runs work on accounts; what cannot be done becomes a failure with its next step.
  func accounts(_ body: () throws -> Void) throws {
    do { try body() } catch let fault as AccountFault { throw CommandFailure(fault) }
  }

  /// Tells how an account is after a change.
  func report(_ name: String, of book: AccountBook, _ key: String) throws {
    guard let account = try book.all().first(where: { $0.name == name }) else { return }
    let role = text("role.\(account.role.rawValue)")
    result(
      json: { account.write(to: &$0) },
      human: { say(key, name, account.county.map { "\(role) \($0)" } ?? role) })
  }
}

extension Account {
  /// The members of an account's JSON object.
  func write(to writer: inout JSONWriter) {
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
