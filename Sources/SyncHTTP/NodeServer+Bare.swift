// A node that offers nothing to other nodes: it says that it is up, and carries the routes of others,
// such as the local pages. `serve` without `--hub` runs it.

public import Hummingbird
public import Logging

extension NodeServer {
  /// Serves `/healthz` and the routes of others until SIGTERM, SIGINT or cancellation.
  ///
  /// - Parameter extraRoutes: adds routes to the same server.
  /// - Throws: `HubError.cannotListen`.
  public static func run(
    address: ListenAddress, extraRoutes: (@Sendable (Router<NodeContext>) -> Void)? = nil,
    logger: Logger, onReady: @escaping @Sendable (ListenAddress) async -> Void
  ) async throws {
    let router = Router(context: NodeContext.self)
    router.get("/healthz") { _, _ in "ok\n" }
    extraRoutes?(router)
    try await run(router: router, address: address, logger: logger, onReady: onReady)
  }
}
