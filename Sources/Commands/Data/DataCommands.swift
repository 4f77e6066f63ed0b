// The list of the commands on records.

internal import ArgumentParser

/// Commands that read and write records.
enum DataCommands {
  static let all: [any ParsableCommand.Type] = [
    InitCommand.self, AddCommand.self, SetCommand.self, PutCommand.self, ShowCommand.self,
    ListCommand.self, SearchCommand.self, ArchiveCommand.self, RestoreCommand.self,
    HistoryCommand.self, ImportCommand.self, ExportCommand.self, AttachCommand.self,
  ]
}
