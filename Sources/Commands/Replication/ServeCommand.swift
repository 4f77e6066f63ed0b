// `serve`: the node. With `--hub` others exchange with it; with a hub known it exchanges by itself.
//
// Guarantees: one line with the address once connections are taken; SIGTERM and Ctrl-C deliver the
// answers in flight and end with status 0.

internal import ArgumentParser
internal import LedgerStore
internal import SyncHTTP

struct ServeCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "开启节点 · the node: with --hub the one that others sync with",
    discussion: """
      已加入汇总点时同时定时同步。端口写 0 由系统选。
      With a hub known it also syncs by itself. Port 0 lets the system choose.
      """)

  @Option(help: ArgumentHelp("监听地址 · where to listen", valueName: "host:port"))
  var listen = "127.0.0.1:8420"
  @Flag(help: "作为汇总点 · be the hub that others sync with")
  var hub = false
  @Option(
    help: ArgumentHelp("外部地址，写进邀请 · the address that invitations tell", valueName: "url"))
  var publicURL: String?
  @Option(help: ArgumentHelp("同步间隔 · between exchanges with a hub", valueName: "duration"))
  var every = "15m"
  @OptionGroup(title: "线路 · the line") var line: LineOptions
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard let address = ListenAddress(listen) else { throw CommandFailure(.badAddress, listen) }
    guard let seconds = DurationText.seconds(every) else {
      throw CommandFailure(.badDuration, every)
    }
    let store = try context.openStore()
    if hub { try context.requireHub(store) }
    let lock = try AgentLock(serving: store)
    defer { withExtendedLifetime(lock) {} }
    // The address is the first line, whatever the agent has to tell.
    let (isReady, ready) = AsyncStream.makeStream(of: Never.self)
    let agent = try startAgent(store, everySeconds: seconds, after: isReady, context)
    defer { agent?.cancel() }
    do {
      try await serve(store, address, context) { ready.finish() }
    } catch is CancellationError {
      return
    }
  }

  /// The agent beside the server, where a hub is known. It ends by the same signals as the server.
  private func startAgent(
    _ store: Store, everySeconds: Int, after isReady: AsyncStream<Never>, _ context: CommandContext
  ) throws -> Task<Void, Never>? {
    guard try Agent.knownHub(store) != nil else { return nil }
    if let holder = AgentLock.holder(at: store.path) {
      context.note("serve.agent-elsewhere", String(holder))
      return nil
    }
    var options = try context.agentOptions(line)
    options.waitSeconds = AgentTelling.waitSeconds
    let agent = Agent(store: store, options: options, logger: context.logger())
    let telling = AgentTelling(SyncReporting(context: context, store: store))
    return Task {
      for await _ in isReady {}
      guard !Task.isCancelled else { return }
      do {
        try await agent.run(everySeconds: everySeconds) { telling.tell($0) }
      } catch {
        if error is CancellationError { return }
        telling.tell(.failed(ledger: "", error, retryInSeconds: nil))
      }
    }
  }

  private func serve(
    _ store: Store, _ address: ListenAddress, _ context: CommandContext,
    onReady: @escaping @Sendable () -> Void
  ) async throws {
    let isHub = hub
    let ready: @Sendable (ListenAddress) async -> Void = { bound in
      if context.isJSON {
        context.output.json { $0.member("listening", bound.url) }
      } else {
        context.output.line(context.text(isHub ? "serve.hub" : "serve.node", bound.url))
      }
      context.output.flush()
      onReady()
    }
    if hub {
      var configuration = HubConfiguration()
      configuration.address = address
      configuration.publicURL = publicURL
      configuration.language = context.language
      configuration.wallMilliseconds = { Surroundings.wallMilliseconds() }
      configuration.allowsPlainHTTPBeyondLoopback = line.allowsPlainHTTP
      let server = try HubServer(
        store: store, configuration: configuration, logger: context.logger())
      try await server.run(onReady: ready)
    } else {
      try await NodeServer.run(address: address, logger: context.logger(), onReady: ready)
    }
  }
}
