// `warnings` and `due`: what is late, missing, short or about to be, and what is still to be done.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Policy

/// How `--level` names a level.
enum LevelArgument: String, ExpressibleByArgument, CaseIterable {
  case info, yellow, red
}

/// `taizhang warnings`.
struct WarningsCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "warnings", abstract: "预警 · what is late, missing or short, with its clause",
    discussion: """
      taizhang warnings --as-of 2021-12-31 --county 遂平县 --level red
      The same records and day give the same lines. Exit status 3 with --exit-code when there are \
      any.
      """)

  @OptionGroup(title: "日期 · day") var day: DayOption
  @OptionGroup(title: "规则 · rules") var selection: RuleSelection
  @Option(help: ArgumentHelp("级别 · info, yellow or red", valueName: "level"))
  var level: LevelArgument?
  @Flag(help: "有预警则退出码 3 · exit with 3 when there are any")
  var exitCode = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let question = try RuleQuestion(day, selection, context)
    let evaluation = question.evaluation()
    let warnings = evaluation.warnings.filter {
      level == nil || $0.level?.rawValue == level?.rawValue
    }
    let table = WarningTable(context: context)
    table.show(warnings, none: "warnings.none", count: "warnings.count")
    table.tell(evaluation.unjudged)
    if exitCode, !warnings.isEmpty { throw CommandExit(.found) }
  }
}

/// `taizhang due [--within 7d]`.
struct DueCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "due", abstract: "到期 · what falls due soon, what is overdue included",
    discussion: "taizhang due --within 14d --county 西平县")

  @Option(help: ArgumentHelp("几天内 · within so many days: 7d, 14d", valueName: "days"))
  var within = "7d"
  @OptionGroup(title: "日期 · day") var day: DayOption
  @OptionGroup(title: "规则 · rules") var selection: RuleSelection
  @Flag(help: "有到期则退出码 3 · exit with 3 when there are any")
  var exitCode = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  /// The most days ahead that can be asked for.
  private static let daysMax = 3_650

  func perform(_ context: CommandContext) async throws {
    let digits = within.hasSuffix("d") ? String(within.dropLast()) : within
    guard let days = Int(digits), (0...Self.daysMax).contains(days) else {
      throw CommandFailure(.badWithin, within, String(Self.daysMax))
    }
    let question = try RuleQuestion(day, selection, context)
    let evaluation = question.evaluation(listsOpen: true)
    let due = evaluation.due(within: days, of: question.asOf)
    let table = WarningTable(context: context)
    table.show(due, none: "due.none", count: "due.count")
    table.tell(evaluation.unjudged)
    if exitCode, !due.isEmpty { throw CommandExit(.found) }
  }
}
