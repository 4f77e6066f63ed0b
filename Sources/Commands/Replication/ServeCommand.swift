// `serve`: the node. With `--hub` others exchange with it; with a hub known it exchanges by itself.
//
// The local pages are on the same address, for this machine alone.
//
// Guarantees: one line with the address once connections are taken, and with it the link that opens
// the pages; SIGTERM and Ctrl-C deliver the answers in flight and end with status 0.

internal import ArgumentParser
internal import Catalogue
internal import LedgerStore
internal import Logging
internal import Pages
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
  @Option(help: ArgumentHelp("TLS 证书 · certificate, PEM", valueName: "file")) var tlsCert: String?
  @Option(help: ArgumentHelp("TLS 密钥 · its key, PEM, mode 600", valueName: "file"))
  var tlsKey: String?
  @Option(
    help: ArgumentHelp("页面的主机名，可写多次 · a name that the pages are asked for by", valueName: "name"))
  var hostName: [String] = []
  @Flag(help: "在桌面的浏览器里打开页面 · open the pages in the desktop's browser")
  var open = false
  @Option(
    help: ArgumentHelp(
      "日志格式 · the log: text or json (default: text; with --json: json)", valueName: "format"))
  var logFormat: LogFormat?
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard let address = ListenAddress(listen) else { throw CommandFailure(.badAddress, listen) }
    let seconds = try DurationText.required(every)
    guard (tlsCert == nil) == (tlsKey == nil) else { throw CommandFailure(.tlsNeedsBoth) }
    OpenFiles.raiseLimit()
    let store = try context.openStore()
    if hub { try context.requireHub(store) }
    guard let lock = try serving(store, address, context) else { return }
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

  /// The right to serve the store. Nil where somebody has it already and all that was wanted was to
  /// see the pages: those are opened then.
  private func serving(
    _ store: Store, _ address: ListenAddress, _ context: CommandContext
  ) throws -> AgentLock? {
    do {
      return try AgentLock(serving: store)
    } catch let error as HubError where open && error.kind == .serveRunning {
      let url = address.onThisMachine.url
      guard DesktopBrowser.open(url) else { throw error }
      context.say("serve.open-already", url)
      return nil
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
    let agent = Agent(store: store, options: options, logger: logger(context))
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
    let (isHub, isOpened) = (hub, open)
    let pages = try self.pages(of: store, context)
    let ready: @Sendable (ListenAddress) async -> Void = { bound in
      if context.isJSON {
        context.output.json { writer in
          writer.member("listening", bound.url)
          writer.member("start", bound.onThisMachine.url + pages.startPath)
        }
      } else {
        context.output.line(context.text(isHub ? "serve.hub" : "serve.node", bound.url))
        context.say("page.start-link", bound.onThisMachine.url + pages.startPath)
        if pages.hasAccounts {
          context.say("serve.sign-in", bound.onThisMachine.url)
        } else if !bound.isLoopback {
          context.note("serve.no-accounts")
        }
      }
      if isOpened, !DesktopBrowser.open(bound.onThisMachine.url + pages.startPath) {
        context.note("serve.no-desktop")
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
      configuration.tls = tlsFiles
      let server = try hubServer(store, configuration, context)
      try await server.run(
        extraRoutes: { router in
          pages.addRoutes(
            to: router, isLocal: { $0.isFromThisMachine }, address: { $0.address })
        },
        onReady: ready)
    } else {
      guard address.isLoopback || tlsCert != nil || line.allowsPlainHTTP else {
        throw CommandFailure(.bareInsecure, address.description)
      }
      try await NodeServer.run(
        address: address, tls: tlsFiles,
        extraRoutes: { router in
          pages.addRoutes(
            to: router, isLocal: { $0.isFromThisMachine }, address: { $0.address })
        },
        logger: logger(context), onReady: ready)
    }
  }

  /// The hub's server; where plain HTTP is refused, the next step is the server's, not a client's.
  private func hubServer(
    _ store: Store, _ configuration: HubConfiguration, _ context: CommandContext
  ) throws -> HubServer {
    do {
      return try HubServer(
        store: store, configuration: configuration, logger: logger(context))
    } catch let error as HubError where error.kind == .insecure {
      throw CommandFailure(
        code: error.kind.rawValue, status: .notPermitted, message: error.message,
        hint: Message("serve.insecure.hint"))
    }
  }

  private var tlsFiles: TLSFiles? {
    guard let tlsCert, let tlsKey else { return nil }
    return TLSFiles(certificatePath: tlsCert, keyPath: tlsKey)
  }

  private func pages(of store: Store, _ context: CommandContext) throws -> Pages {
    var settings = PagesSettings(
      author: context.author, language: globals.lang == nil ? .zh : context.language,
      wallMilliseconds: { Surroundings.wallMilliseconds() })
    settings.isSecure = tlsCert != nil
    settings.hostNames = hostName + [Surroundings.hostName].compactMap { $0 }
    if let host = ListenAddress(listen)?.host { settings.hostNames.append(host) }
    settings.line = ServedLine(
      store: store, options: try context.agentOptions(line), logger: logger(context))
    return try Pages(store: store, settings: settings, logger: logger(context))
  }

  private func logger(_ context: CommandContext) -> Logger {
    context.logger(logFormat ?? (context.isJSON ? .json : .text))
  }
}

extension FailureKind {
  static let tlsNeedsBoth = FailureKind("tls-needs-both", .usage)
  static let bareInsecure = FailureKind("bare-insecure", .configuration)
}
