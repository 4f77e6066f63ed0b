// Guarantees: one writer at a time, in this process and among all processes on the store; what the
// writer remembers between transactions is dropped whenever another process has written.

internal import Causality
internal import Glibc
internal import LMDB
internal import Wire

/// What the writer knows of one ledger without asking LMDB.
struct LedgerState {
  var heads: [ReplicaID: Head] = [:]
  var vector = VersionVector()
  var nextArrival: UInt64 = 1
}

/// What the writer carries from one transaction to the next.
struct WriterState {
  /// The LMDB transaction that this state belongs to; 0 for none.
  var transaction: UInt64 = 0
  var ledgers: [String: LedgerState] = [:]
  var clock = HybridClock()
  var members: MemberList?
  /// Whether the derived tables are known to be made under this program's schema.
  var isDerivationChecked = false

  /// Drops everything but the clock, which only ever moves forward.
  mutating func forget() { self = WriterState(clock: clock) }
}

/// The gate: a mutex within the process, a lock file between processes.
///
/// `@unchecked Sendable`: `state` and `descriptor` are touched only between `lock` and `unlock`.
/// The standard `Mutex` cannot lend its value to a closure with typed errors and a write
/// transaction.
final class WriterGate: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var state = WriterState()
  private var descriptor: Int32 = -1
  private let lockPath: String
  private let timeoutMilliseconds: Int

  static let lockFile = "writer.lock"

  init(directory: String, timeoutMilliseconds: Int) {
    lockPath = directory + "/" + Self.lockFile
    self.timeoutMilliseconds = timeoutMilliseconds
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Runs `body` as the only writer. Throws `busy` when another process keeps the lock too long.
  /// Must not be nested: a thread that writes already would wait for itself.
  func withState<R>(
    _ body: (inout WriterState) throws(StoreError) -> R
  ) throws(StoreError) -> R {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    try acquire()
    defer { _ = flock(descriptor, LOCK_UN) }
    return try body(&state)
  }

  private func acquire() throws(StoreError) {
    if descriptor < 0 {
      descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else {
        if errno == EROFS || errno == EACCES { throw StoreError(.readOnly, lockPath) }
        throw StoreError(.io, lockPath, String(cString: strerror(errno)))
      }
    }
    var waited = 0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw StoreError(.io, lockPath, String(cString: strerror(errno)))
      }
      guard waited < timeoutMilliseconds else {
        throw StoreError(.busy, lockPath, String((timeoutMilliseconds + 999) / 1_000))
      }
      usleep(2_000)
      waited += 2
    }
  }
}
