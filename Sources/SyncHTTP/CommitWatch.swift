// Tells everyone who waits that a store was written, whichever process wrote it. One poll of LMDB's
// last transaction number serves all that wait, and stops when nobody does: ten thousand held
// requests cost what one costs.

internal import LedgerStore
internal import Synchronization

/// Watches the commits of one store.
final class CommitWatch: Sendable {
  private struct State {
    var seen: UInt64 = 0
    var isPolling = false
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  /// How often the number is read.
  static let pollMilliseconds = 50
  /// After so many polls everyone who waits is let look around, whether or not there is news.
  private static let pollsInTick = 10

  private let store: Store
  private let state = Mutex(State())

  init(_ store: Store) { self.store = store }

  /// The number of the last commit; read it before reading what a commit might change.
  func now() -> UInt64 { (try? store.lastCommit()) ?? 0 }

  /// Returns soon after the last commit is another than `commit`, else after half a second: callers
  /// look at their own deadlines and cancellation then.
  func turn(after commit: UInt64) async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      let current = now()
      let (isLate, starts) = state.withLock { state -> (Bool, Bool) in
        if current != commit { return (true, false) }
        state.waiters.append(continuation)
        defer { state.isPolling = true }
        if !state.isPolling { state.seen = current }
        return (false, !state.isPolling)
      }
      if isLate { continuation.resume() }
      if starts { Task.detached { await self.poll() } }
    }
  }

  private func poll() async {
    var polls = 0
    while true {
      try? await Task.sleep(for: .milliseconds(Self.pollMilliseconds))
      let current = now()
      polls += 1
      let (woken, isOver) = state.withLock { state -> ([CheckedContinuation<Void, Never>], Bool) in
        guard current != state.seen || polls >= Self.pollsInTick else { return ([], false) }
        state.seen = current
        polls = 0
        let woken = state.waiters
        state.waiters = []
        state.isPolling = !woken.isEmpty
        return (woken, woken.isEmpty)
      }
      for waiter in woken { waiter.resume() }
      if isOver { return }
    }
  }
}
