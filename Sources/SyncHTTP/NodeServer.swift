// The life of a node's server: bind, tell the real address, serve, stop gracefully at SIGTERM or
// SIGINT with the answers in flight delivered. The routes come from outside: hub, pages, or both.

internal import Glibc
public import Hummingbird
public import Logging
public import NIOCore
internal import ServiceLifecycle
internal import UnixSignals

/// The request context of every route of a node: it knows the connection, for back-pressure.
public struct NodeContext: RequestContext {
  public var coreContext: CoreRequestContextStorage
  /// The connection the request came over.
  public let channel: any Channel
  /// Who sent the request, once that is proven.
  var caller: Caller?
  /// The place among the long bodies that the request takes.
  var slot: StreamGate.Slot?

  public init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }

  /// Whether the request came over loopback.
  var isFromThisMachine: Bool {
    guard let address = channel.remoteAddress else { return true }
    return address.ipAddress.map { ListenAddress.isLoopback($0) } ?? true
  }
}

/// Runs a server over routes.
public enum NodeServer {
  /// Serves until SIGTERM, SIGINT or cancellation.
  ///
  /// - Parameter onReady: called once with the address bound, its port the real one.
  /// - Throws: `HubError.cannotListen`.
  public static func run(
    router: Router<NodeContext>, address: ListenAddress, logger: Logger,
    onReady: @escaping @Sendable (ListenAddress) async -> Void
  ) async throws {
    let application = Application(
      router: router,
      server: .http1(configuration: .init(idleTimeout: .seconds(120))),
      configuration: ApplicationConfiguration(
        address: .hostname(address.host, port: address.port)),
      onServerRunning: { channel in
        await onReady(
          ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
      },
      logger: logger)
    do {
      try await application.runService(gracefulShutdownSignals: [.sigterm, .sigint])
    } catch let error as IOError {
      throw HubError(
        .cannotListen, address.description, String(cString: strerror(error.errnoCode)))
    } catch let error as SocketAddressError {
      throw HubError(.cannotListen, address.description, "\(error)")
    }
  }
}
