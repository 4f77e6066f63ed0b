// Tells open pages that the store was written, by this process or another, and which records may
// show otherwise since. Looking costs nothing while nothing was written; what was written is read
// once, however many listen.

internal import LedgerStore
internal import Synchronization

/// What was written since a page was made.
struct News: Sendable {
  /// The number of the last commit that is told of.
  let commit: UInt64
  /// The records that changes name; nil when any may have changed.
  let records: Set<TouchedRecord>?
  let counts: HeadCounts
}

/// The counts in the head of every page.
struct HeadCounts: Sendable, Hashable {
  /// Open conflicts.
  var conflicts = 0
  /// Changes that the hub has not acknowledged.
  var unsent: UInt64 = 0
}

/// The bell of one store.
final class Bell: Sendable {
  /// Streams at once: as many as a node has accounts, and some windows beside.
  static let listenersMax = AccountBook.countMax + 56
  /// Commits whose records are remembered one by one.
  static let keptMax = 64
  /// More records than these are told as all.
  static let recordsMax = 500

  /// A place among the listeners, given back when the last reference goes.
  final class Seat: Sendable {
    private let bell: Bell

    fileprivate init(_ bell: Bell) { self.bell = bell }

    deinit { bell.listeners.withLock { $0 -= 1 } }
  }

  private struct State {
    var commit: UInt64?
    var point: FollowPoint?
    var counts = HeadCounts()
    /// From which commit on all news are kept.
    var began: UInt64 = 0
    var kept: [News] = []
  }

  private let store: Store
  private let unsent: @Sendable () -> UInt64
  private let state = Mutex(State())
  private let listeners = Mutex(0)

  /// - Parameter unsent: how many changes the hub has not acknowledged.
  init(_ store: Store, unsent: @escaping @Sendable () -> UInt64) {
    self.store = store
    self.unsent = unsent
  }

  /// The counts as they were when somebody last looked, and the commit they are of.
  var known: (commit: UInt64, counts: HeadCounts) {
    state.withLock { ($0.commit ?? 0, $0.counts) }
  }

  /// A place for a stream; nil when all are taken.
  func sit() -> Seat? {
    let isIn = listeners.withLock { count in
      guard count < Self.listenersMax else { return false }
      count += 1
      return true
    }
    return isIn ? Seat(self) : nil
  }

  /// Whether something was committed since. O(1), no transaction.
  func rings(after commit: UInt64) -> Bool {
    (try? store.lastCommit()).map { $0 != commit } ?? false
  }

  /// Takes in what was written since. O(1) while nothing was; else O(what was + open conflicts).
  func look() throws {
    try state.withLock { state in
      let commit = try store.lastCommit()
      guard state.commit != commit else { return }
      let (touched, point, conflicts) = try self.read(since: state.point)
      state.counts = HeadCounts(conflicts: conflicts, unsent: unsent())
      if state.point == nil { state.began = commit }
      let records = touched.flatMap { $0.count > Self.recordsMax ? nil : $0 }
      state.kept.append(News(commit: commit, records: records, counts: state.counts))
      if state.kept.count > Self.keptMax { state.began = state.kept.removeFirst().commit }
      state.point = point
      state.commit = commit
    }
  }

  private func read(
    since point: FollowPoint?
  ) throws -> (Set<TouchedRecord>?, FollowPoint, conflicts: Int) {
    try store.read { snapshot throws(StoreError) in
      var conflicts = 0
      for ledger in try snapshot.ledgers() { conflicts += try snapshot.conflictCount(ledger) }
      let now = try snapshot.followPoint()
      guard let point else { return (nil, now, conflicts) }
      return (try snapshot.touched(since: point), now, conflicts)
    }
  }

  /// All that is known to have been written since a commit; nil for nothing.
  func news(since commit: UInt64) throws -> News? {
    try look()
    return state.withLock { state in
      guard let last = state.commit, last != commit else { return nil }
      guard commit >= state.began, commit < last else {
        return News(commit: last, records: nil, counts: state.counts)
      }
      var records: Set<TouchedRecord>? = []
      for news in state.kept where news.commit > commit {
        guard let touched = news.records else {
          records = nil
          break
        }
        records?.formUnion(touched)
      }
      if let count = records?.count, count > Self.recordsMax { records = nil }
      return News(commit: last, records: records, counts: state.counts)
    }
  }
}
