// The root of the command tree. Each folder lists its own commands; a new command is one file in
// its folder and one word in that folder's list.

internal import ArgumentParser

/// `taizhang`: prints help when no command is named.
struct TaizhangCommand: ParsableCommand {
  /// The names of the commands, group by group.
  static var names: [String] { configuration.subcommands.map { $0._commandName } }

  /// The first word of a path of commands that names none, and the names of those that are there;
  /// nil where all name one. Words behind a command without parts are not looked at.
  static func unknown(in path: ArraySlice<String>) -> (word: String, names: [String])? {
    var commands = configuration.subcommands
    for word in path.prefix(while: { !$0.hasPrefix("-") }) where word != "help" {
      if commands.isEmpty { return nil }
      guard let next = commands.first(where: { $0._commandName == word }) else {
        return (word, commands.map { $0._commandName })
      }
      commands = next.configuration.subcommands
    }
    return nil
  }

  static let configuration = CommandConfiguration(
    commandName: "taizhang",
    abstract: "台账：离线优先的重点项目台账 · an offline-first ledger of key projects",
    discussion: """
      每台电脑一份账本，断网可记，联网或用 U 盘同步，冲突由人裁决。
      Each computer keeps a whole copy; copies meet over a hub or a USB stick; people settle \
      conflicts.
      退出码 · exit status: 0 done, 1 refused or found wanting, 3 found (--exit-code), 64 usage, 65 \
      bad data, 66 missing, 69 hub unreachable, 73 cannot create, 74 I/O or full, 75 busy, 77 not \
      permitted, 78 bad configuration.
      """,
    version: TaizhangProgram.version,
    groupedSubcommands: [
      CommandGroup(name: "数据 · data", subcommands: DataCommands.all),
      CommandGroup(
        name: "同步 · replication", subcommands: ReplicationCommands.all + BundleCommands.all),
      CommandGroup(name: "账号 · accounts", subcommands: AccountCommands.all),
      CommandGroup(name: "冲突 · conflicts", subcommands: ConflictCommands.all),
      CommandGroup(name: "规则与通报 · rules and reports", subcommands: RuleCommands.all),
      CommandGroup(name: "保养 · care", subcommands: CareCommands.all),
    ])
}
