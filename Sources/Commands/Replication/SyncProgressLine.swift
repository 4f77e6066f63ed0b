// How far a long exchange has come: one line on a terminal, nothing on a pipe.

internal import SyncHTTP
internal import Synchronization

/// The progress of one exchange, fed from any thread.
final class SyncProgressLine: Sendable {
  private let line: Mutex<Progress>

  init(_ context: CommandContext) { line = Mutex(Progress(context, total: nil)) }

  func show(_ progress: SyncProgress) { show(units: progress.received + progress.sent) }

  /// So much is done, in whatever the line counts.
  func show(units: Int) { line.withLock { $0.show(units) } }

  func end() { line.withLock { $0.end() } }
}
