// The life of a node's server: bind, tell the real address, serve, stop gracefully at SIGTERM or
// SIGINT with the answers in flight delivered. The routes come from outside: hub, pages, or both.

internal import Catalogue
internal import Glibc
public import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
public import Logging
public import NIOCore
internal import NIOSSL
internal import ServiceLifecycle
internal import UnixSignals

/// The request context of every route of a node: it knows the connection, for back-pressure.
public struct NodeContext: RequestContext {
  /// The state that Hummingbird keeps of a request.
  public var coreContext: CoreRequestContextStorage
  /// The connection the request came over.
  public let channel: any Channel
  /// Who sent the request, once that is proven.
  var caller: Caller?
  /// The place among the long bodies that the request takes.
  var slot: StreamGate.Slot?

  /// The context of a request that has just come; who sent it is not known yet.
  public init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }

  /// The IP address that the request came from; empty where there is none.
  package var address: String { channel.remoteAddress?.ipAddress ?? "" }

  /// Whether the request came over loopback.
  package var isFromThisMachine: Bool { address.isEmpty || ListenAddress.isLoopback(address) }
}

/// Runs a server over routes.
public enum NodeServer {
  /// Serves until SIGTERM, SIGINT or cancellation.
  ///
  /// - Parameters:
  ///   - limits: bounds on connections.
  ///   - onReady: called once with the address bound, its port the real one.
  /// - Throws: `HubError.cannotListen`.
  public static func run(
    router: Router<NodeContext>, address: ListenAddress,
    limits: ConnectionLimits = ConnectionLimits(), logger: Logger,
    onReady: @escaping @Sendable (ListenAddress) async -> Void
  ) async throws {
    try await run(
      router: router, address: address, tls: nil, limits: limits,
      connections: ConnectionCount(limits), logger: logger, onReady: onReady)
  }

  static func run(
    router: Router<NodeContext>, address: ListenAddress, tls: TLSConfiguration?,
    limits: ConnectionLimits, connections: ConnectionCount, language: Language = .zh,
    logger: Logger, onRefusal: @escaping @Sendable (EarlyRefusal) -> Void = { _ in },
    onReady: @escaping @Sendable (ListenAddress) async -> Void
  ) async throws {
    let isSecure = tls != nil
    let application = Application(
      router: router,
      server: try server(tls, limits, connections, language, onRefusal),
      configuration: ApplicationConfiguration(
        address: .hostname(address.host, port: address.port), backlog: 1_024),
      onServerRunning: { channel in
        await onReady(
          ListenAddress(
            host: address.host, port: channel.localAddress?.port ?? address.port,
            isSecure: isSecure))
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

  private static func server(
    _ tls: TLSConfiguration?, _ limits: ConnectionLimits, _ connections: ConnectionCount,
    _ language: Language, _ onRefusal: @escaping @Sendable (EarlyRefusal) -> Void
  ) throws -> HTTPServerBuilder {
    let configuration = HTTP1Channel.Configuration(
      additionalChannelHandlers: [RequestPace(limits, language, report: onRefusal)],
      idleTimeout: .seconds(Int64(limits.idleSeconds)),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: limits.headBytes, maxHeaderListSize: limits.headBytes,
        maxHeaderFieldCount: 100))
    let guarded = HTTPServerBuilder { responder in
      HTTP1Channel(responder: responder, configuration: configuration)
        .guarded(connections, limits)
    }
    guard let tls else { return guarded }
    return try .tls(guarded, tlsConfiguration: tls)
  }
}
