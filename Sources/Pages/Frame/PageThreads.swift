// Where pages do their work: off the event loops, on threads of their own. What a heavy page had in
// hand goes back to the system after it; by itself the C library keeps the most that each thread
// ever had, on an old office PC for as long as the page is open.

internal import Glibc
internal import NIOPosix
internal import Synchronization

/// The threads of all pages of this process.
final class PageThreads: Sendable {
  static let shared = PageThreads()

  /// More than there are processors: a page must not wait for a bulletin that another person asked
  /// for.
  private static let count = 8
  /// A page that takes longer has had much in hand.
  private static let heavy: Duration = .milliseconds(100)

  private let pool = NIOThreadPool(numberOfThreads: count)
  private let isGivingBack = Mutex(false)

  private init() { pool.start() }

  /// Runs work that may wait for the disk.
  ///
  /// - Throws: what the work throws.
  func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    let began = ContinuousClock.now
    defer { if began.duration(to: .now) > Self.heavy { giveBack() } }
    return try await pool.runIfActive(body)
  }

  /// Gives free memory back to the system, after the answer and once for all that ask meanwhile.
  private func giveBack() {
    let isFirst = isGivingBack.withLock { isGivingBack in
      defer { isGivingBack = true }
      return !isGivingBack
    }
    guard isFirst else { return }
    pool.submit { [self] _ in
      isGivingBack.withLock { $0 = false }
      _ = Self.trim?(0)
    }
  }

  /// `malloc_trim` of the GNU C library, which its module for Swift does not name; nil elsewhere.
  private static let trim: (@convention(c) (Int) -> Int32)? = {
    guard let symbol = dlsym(nil, "malloc_trim") else { return nil }
    return unsafeBitCast(symbol, to: (@convention(c) (Int) -> Int32).self)
  }()
}
