// How long to wait before trying again: doubling, capped, jittered, never earlier than the hub
// asks. Randomness is an argument: the same numbers give the same delays.

/// The delays of a session, in milliseconds.
public struct RetryDelay: Hashable, Sendable {
  /// The cap before the first retry.
  public var baseMilliseconds: UInt64
  /// The largest cap.
  public var maxMilliseconds: UInt64

  /// Delays between half of and the whole of `base`, 2·`base`, 4·`base` … up to `max`.
  public init(baseMilliseconds: UInt64 = 1_000, maxMilliseconds: UInt64 = 300_000) {
    self.baseMilliseconds = max(1, baseMilliseconds)
    self.maxMilliseconds = max(self.baseMilliseconds, maxMilliseconds)
  }

  /// The delay before the attempt that follows `failures` (1…) failures in a row.
  ///
  /// Between half and the whole of the cap, chosen by `random`; at least `retryAfter`, to which the
  /// jitter is added so that a hub's clients do not all come back in the same instant.
  public func milliseconds(
    afterFailures failures: Int, random: UInt64, retryAfterMilliseconds retryAfter: UInt64? = nil
  ) -> UInt64 {
    let doublings = UInt64(min(max(failures - 1, 0), 40))
    let (scaled, overflow) = baseMilliseconds.multipliedReportingOverflow(by: 1 << doublings)
    let cap = overflow ? maxMilliseconds : min(scaled, maxMilliseconds)
    let jittered = cap / 2 + random % (cap - cap / 2 + 1)
    guard let retryAfter, retryAfter > jittered else { return jittered }
    return retryAfter + random % (cap / 2 + 1)
  }

  /// A period spread by up to a tenth either way.
  public static func spread(periodMilliseconds period: UInt64, random: UInt64) -> UInt64 {
    let tenth = period / 10
    return period - tenth + random % (2 * tenth + 1)
  }
}
