// `carry`: the month's reports begun from the last ones: what was planned, who reports, the plan to
// the month's end. No figure is carried; a report begun so is a draft, and counts for nothing until
// it is submitted.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// `taizhang carry --month 2021-11`.
struct CarryCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "carry",
    abstract: "结转 · begin a month's reports from those of the month before",
    discussion: """
      taizhang carry --month 2021-11 --dry-run
      taizhang carry --month 2021-11 --county 遂平县
      Projects that have a report of the month already are left alone.
      """)

  @Option(help: ArgumentHelp("月份 · the month to begin", valueName: "month"))
  var month: String
  @Option(help: ArgumentHelp("县区 · a county, by code or name", valueName: "county"))
  var county: String?
  @Flag(name: .customLong("dry-run"), help: "试算 · say how many, write nothing")
  var isDryRun = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard let period = ReportingPeriod(month), period.kind == .month else {
      throw CommandFailure(.badMonth, month)
    }
    let store = try context.openStore(readOnly: isDryRun)
    let ledger = try context.writingLedger(of: store)
    let beginning = try MonthBeginning(
      store, ledger, period, county: county.map { Region.named($0)?.code ?? $0 })
    try Self.check(beginning, context)
    if !isDryRun { try beginning.commit(author: context.author) }
    context.result(
      json: { writer in
        writer.member("period", period.text)
        writer.member("carried", beginning.drafts.count)
        writer.member("present", beginning.present)
      },
      human: {
        context.say(
          isDryRun ? "carry.would" : "carry.done", period.text, String(beginning.drafts.count),
          String(beginning.present))
      })
  }

  private static func check(_ beginning: MonthBeginning, _ context: CommandContext) throws {
    do {
      try beginning.check(
        author: context.author,
        today: LocalTime.day(Int64(clamping: Surroundings.wallMilliseconds())))
    } catch let refused as DraftRefused {
      throw CommandFailure(refused, in: context.language)
    }
  }
}
