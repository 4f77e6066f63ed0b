// The list of the commands that judge by the rules.

internal import ArgumentParser

/// Commands that judge the ledger by the rules of a place.
enum RuleCommands {
  static let all: [any ParsableCommand.Type] = [
    WarningsCommand.self, DueCommand.self, IndicatorsCommand.self, RankCommand.self,
    BulletinCommand.self, CalendarCommand.self, CloseCommand.self, CarryCommand.self,
    CorrectCommand.self, LedgerOpCommand.self,
    RulesCommand.self,
  ]
}
