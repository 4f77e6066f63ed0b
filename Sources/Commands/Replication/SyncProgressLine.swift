// How far a long exchange has come: one line on a terminal, nothing on a pipe.

internal import SyncHTTP
internal import Synchronization

/// The progress of one exchange, fed from any thread.
final class SyncProgressLine: Sendable {
  private let line: Mutex<Progress>

  init(_ context: CommandContext) { line = Mutex(Progress(context, total: nil)) }

  func show(_ progress: SyncProgress) {
    line.withLock { $0.show(progress.received + progress.sent) }
  }

  func end() { line.withLock { $0.end() } }
}
