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
    let seconds = try DurationText.required(every)
    context.note("agent.started", every)
    while try await followOnce(context, everySeconds: seconds) {
      context.note("agent.identity-renewed")
    }
    context.note("agent.stopped")
  }

  /// Runs the agent until it is told to stop, or until the store writes under another identity:
  /// true then, and the store has been let go of.
  private func followOnce(_ context: CommandContext, everySeconds: Int) async throws -> Bool {
    let store = try await reopened(context)
    let watch = IdentityWatch(store)
    var options = try context.agentOptions(line)
    options.waitSeconds = AgentTelling.waitSeconds
    let format: LogFormat = context.isJSON ? .json : .text
    let agent = Agent(store: store, options: options, logger: context.logger(format))
    let telling = AgentTelling(SyncReporting(context: context, store: store))
    return try await withThrowingTaskGroup(of: Bool.self) { group in
      group.addTask {
        try await agent.run(everySeconds: everySeconds) { telling.tell($0) }
        return false
      }
      group.addTask {
        try await watch.waitForChange()
        return true
      }
      defer { group.cancelAll() }
      while let result = await group.nextResult() {
        switch result {
        case .success(let goesOn): return goesOn
        case .failure(let error): if !(error is CancellationError) { throw error }
        }
      }
      return false
    }
  }

  /// Opens the store; waits a moment for the last of its former readers.
  private func reopened(_ context: CommandContext) async throws -> Store {
    var tries = 0
    while true {
      do {
        return try context.openStore()
      } catch let error as StoreError {
        tries += 1
        guard error.code == .io, tries < 50 else { throw error }
      }
      try await Task.sleep(for: .milliseconds(100))
    }
  }
}

/// Tells what an agent meets, on standard output and standard error.
struct AgentTelling: Sendable {
  /// How long a running agent keeps a request at the hub, so that others' edits come within
  /// seconds.
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
