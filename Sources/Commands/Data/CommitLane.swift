// The committing half of `put`: takes transactions in order, commits each, says so. The first one
// that fails ends the lane; what was put after it is dropped and told to whoever puts.

internal import Causality
internal import LedgerStore
internal import Synchronization

/// Commits transactions on a thread of its own.
final class CommitLane: Sendable {
  private struct State {
    var committed = Intake.Tally()
    var lastLine = 0
    var failure: StoreError?
  }

  /// Transactions that may wait: enough to keep both threads busy, few enough to bound memory.
  private static let waitingMax = 2

  private let store: Store
  private let ledger: String
  private let context: CommandContext
  private let queue = BoundedQueue<PendingTransaction>(limit: waitingMax)
  private let state = Mutex(State())
  private let thread = Mutex<WorkThread?>(nil)

  init(_ store: Store, ledger: String, _ context: CommandContext) {
    self.store = store
    self.ledger = ledger
    self.context = context
  }

  /// What has been committed.
  var committed: Intake.Tally { state.withLock { $0.committed } }
  /// The last line that is in.
  var lastLine: Int { state.withLock { $0.lastLine } }
  /// Why the lane ended early.
  var failure: StoreError? { state.withLock { $0.failure } }

  /// Hands over a transaction; false when an earlier one has failed.
  func put(_ transaction: PendingTransaction) -> Bool {
    startIfNeeded()
    return queue.put(transaction)
  }

  /// Waits until all that was put is committed, or has failed.
  func drain() { queue.drain() }

  /// Waits for the last commit and ends the thread.
  func finish() {
    queue.close()
    thread.withLock { $0.take() }?.join()
  }

  private func startIfNeeded() {
    thread.withLock { thread in
      if thread == nil { thread = WorkThread { self.work() } }
    }
  }

  private func work() {
    while let transaction = queue.take() {
      do throws(StoreError) {
        if !transaction.drafts.isEmpty { _ = try store.commit(ledger, transaction.drafts) }
      } catch {
        state.withLock { $0.failure = error }
        queue.abandon()
        return
      }
      state.withLock { state in
        state.committed = state.committed + transaction.tally
        state.lastLine = transaction.lastLine
      }
      guard context.isJSON else { continue }
      context.output.json { writer in
        writer.member("records", transaction.records)
        writer.member("changes", transaction.drafts.count)
      }
    }
  }
}
