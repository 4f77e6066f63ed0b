// `identity show`: who this store is when it writes.

internal import ArgumentParser

/// `taizhang identity`.
struct IdentityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity", abstract: "身份 · the replica, its office, role and public key",
    subcommands: [IdentityShowCommand.self], defaultSubcommand: IdentityShowCommand.self)
}

/// `taizhang identity show`.
struct IdentityShowCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "显示 · replica, ledgers, office, role, public key")

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    try context.show(identityOf: context.openStore())
  }
}
