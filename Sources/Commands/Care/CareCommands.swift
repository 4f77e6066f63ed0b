// The list of the commands that look after a store.

internal import ArgumentParser

/// Commands that look after a store.
enum CareCommands {
  static let all: [any ParsableCommand.Type] = [
    CheckCommand.self, VerifyCommand.self, DumpCommand.self, BackupCommand.self,
    IdentityCommand.self, RefusedCommand.self, StatsCommand.self, CompletionsCommand.self,
  ]
}
