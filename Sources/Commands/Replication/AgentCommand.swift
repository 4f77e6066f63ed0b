// `agent`: exchanges by itself, every so often and whenever something was written here.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import SyncHTTP

struct AgentCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "agent",
    abstract: "定时同步 · sync every so often, and when something is written here")

  @Option(help: ArgumentHelp("间隔 · between exchanges: 30s, 15m, 1h", valueName: "duration"))
  var every = "15m"
  @OptionGroup(title: "线路 · the line") var line: LineOptions
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard let seconds = DurationText.seconds(every) else {
      throw CommandFailure(.badDuration, every)
    }
    let store = try context.openStore()
    var options = try context.agentOptions(line)
    options.waitSeconds = AgentTelling.waitSeconds
    let agent = Agent(store: store, options: options, logger: context.logger())
    context.note("agent.started", every)
    let telling = AgentTelling(SyncReporting(context: context, store: store))
    do {
      try await agent.run(everySeconds: seconds) { telling.tell($0) }
    } catch is CancellationError {
      context.note("agent.stopped")
    }
  }
}

/// Tells what an agent meets, on standard output and standard error.
struct AgentTelling: Sendable {
  /// How long a running agent keeps a request at the hub, so that others' edits come within seconds.
  static let waitSeconds = 30

  private let reporting: SyncReporting

  init(_ reporting: SyncReporting) { self.reporting = reporting }

  func tell(_ news: AgentNews) {
    let context = reporting.context
    switch news {
    case .synced(let report): reporting.tell(report)
    case .failed(let ledger, let error, let retryInSeconds):
      let failure: CommandFailure
      switch error {
      case let hub as HubError: failure = CommandFailure(hub)
      case let refusal as StoreError: failure = CommandFailure(refusal)
      default: failure = CommandFailure(.unexpected, "\(error)")
      }
      let sentence = failure.sentence(in: context.language)
      if let retryInSeconds {
        context.note("agent.retries", ledger, sentence, String(Int(retryInSeconds.rounded(.up))))
      } else {
        context.note("agent.failed", ledger, sentence)
      }
    case .frozen(let ledger):
      context.note("agent.frozen", ledger, reporting.store.identity.replica.description)
    }
  }
}
