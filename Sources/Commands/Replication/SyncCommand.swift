// `sync`: one exchange with the hub, now.

internal import ArgumentParser
internal import LedgerStore
internal import SyncHTTP

struct SyncCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "同步一次 · one exchange with the hub, now",
    discussion: "Exit status 1 when the hub refused a change, 69 when the hub cannot be reached.")

  @Flag(help: "只做一次（本来如此） · one exchange, which is what happens anyway")
  var once = false
  @OptionGroup(title: "线路 · the line") var line: LineOptions
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(holdsLedger: false)
    let progress = SyncProgressLine(context)
    var options = try context.agentOptions(line)
    options.progress = { progress.show($0) }
    options.acknowledges = true
    let agent = Agent(store: store, options: options, logger: context.logger())
    let reports: [SyncReport]
    do {
      defer { progress.end() }
      reports = try await agent.sync(ledger: context.ledgerOption)
    } catch is CancellationError {
      throw CommandFailure(.syncInterrupted)
    }
    let telling = SyncReporting(context: context, store: store)
    for report in reports { telling.tell(report) }
    if reports.contains(where: { !$0.refused.isEmpty }) { throw CommandExit(.wanting) }
  }
}
