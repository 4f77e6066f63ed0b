// A node that offers nothing to others: it says that it is up. `serve` without `--hub` runs it.

internal import Hummingbird
public import Logging

extension NodeServer {
  /// Serves `/healthz` alone until SIGTERM, SIGINT or cancellation.
  ///
  /// - Throws: `HubError.cannotListen`.
  public static func run(
    address: ListenAddress, logger: Logger,
    onReady: @escaping @Sendable (ListenAddress) async -> Void
  ) async throws {
    let router = Router(context: NodeContext.self)
    router.get("/healthz") { _, _ in "ok\n" }
    try await run(router: router, address: address, logger: logger, onReady: onReady)
  }
}
