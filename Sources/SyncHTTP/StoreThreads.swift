// The store is synchronous; event loops and tasks must not wait for its disk. Reads run on the
// process's blocking threads, writes of one node one after another on a thread of their own, so
// that a long apply never keeps a read or a heartbeat waiting.

internal import NIOPosix

/// Where the blocking work of one node runs.
final class StoreThreads: Sendable {
  private let writer: NIOThreadPool

  init() {
    writer = NIOThreadPool(numberOfThreads: 1)
    writer.start()
  }

  deinit { writer.shutdownGracefully { _ in } }

  /// Runs `body` on one of the reading threads.
  func read<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    try await NIOThreadPool.singleton.runIfActive(body)
  }

  /// Runs `body` after all writes asked for before it.
  func write<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    try await writer.runIfActive(body)
  }
}
