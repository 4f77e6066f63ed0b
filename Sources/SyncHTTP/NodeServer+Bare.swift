// A node that offers nothing to other nodes: it says that it is up, and carries the routes of
// others, such as the local pages. `serve` without `--hub` runs it.

public import Hummingbird
internal import LedgerStore
public import Logging

extension NodeServer {
  /// Serves `/healthz` and the routes of others until SIGTERM, SIGINT or cancellation.
  ///
  /// - Parameters:
  ///   - tls: the certificate and key to serve with; nil serves plain HTTP.
  ///   - extraRoutes: adds routes to the same server.
  /// - Throws: `HubError` `cannotListen`, `secretExposed`, `badCertificate` or
  ///   `certificateExpired`.
  public static func run(
    address: ListenAddress, tls: TLSFiles? = nil,
    extraRoutes: (@Sendable (Router<NodeContext>) -> Void)? = nil,
    logger: Logger, onReady: @escaping @Sendable (ListenAddress) async -> Void
  ) async throws {
    let loaded = try tls.map { files throws(HubError) in
      try LoadedTLS(files, nowMilliseconds: StoreOptions.systemMilliseconds())
    }
    let router = Router(context: NodeContext.self)
    router.get("/healthz") { _, _ in "ok\n" }
    extraRoutes?(router)
    let limits = ConnectionLimits()
    try await run(
      router: router, address: address, tls: loaded?.configuration, limits: limits,
      connections: ConnectionCount(limits), logger: logger, onReady: onReady)
  }
}
