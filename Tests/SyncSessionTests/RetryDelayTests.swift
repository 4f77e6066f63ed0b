// Verifies
// 1. Caps double from the base up to the maximum and stay there, for any number of failures.
// 2. A delay lies between half of its cap and the whole of it, at both ends of randomness.
// 3. The hub's Retry-After is never undercut, and is spread by at most half a cap.
// 4. The spread of a period is at most a tenth either way.
// 5. The same numbers give the same delays.

import SyncSession
import Testing

@Suite struct RetryDelayTests {
  let delay = RetryDelay(baseMilliseconds: 1_000, maxMilliseconds: 60_000)

  @Test(arguments: [
    (1, 1_000), (2, 2_000), (3, 4_000), (6, 32_000), (7, 60_000), (8, 60_000), (1_000_000, 60_000),
  ])
  func capsDouble(failures: Int, cap: UInt64) {
    #expect(delay.milliseconds(afterFailures: failures, random: 0) == cap / 2)
    #expect(delay.milliseconds(afterFailures: failures, random: cap - cap / 2) == cap)
    for random in [UInt64.max, 12_345, 987_654_321] {
      let milliseconds = delay.milliseconds(afterFailures: failures, random: random)
      #expect((cap / 2...cap).contains(milliseconds))
      #expect(delay.milliseconds(afterFailures: failures, random: random) == milliseconds)
    }
  }

  @Test func retryAfterIsAFloor() {
    for random in [0, 499, 500, 501, UInt64.max] {
      let milliseconds = delay.milliseconds(
        afterFailures: 1, random: random, retryAfterMilliseconds: 30_000)
      #expect((30_000...30_500).contains(milliseconds))
    }
    #expect(delay.milliseconds(afterFailures: 7, random: 0, retryAfterMilliseconds: 5) == 30_000)
  }

  @Test func periodsAreSpread() {
    for random in [0, 1, 179_999, 180_000, 180_001, UInt64.max] {
      let spread = RetryDelay.spread(periodMilliseconds: 900_000, random: random)
      #expect((810_000...990_000).contains(spread))
    }
    #expect(RetryDelay.spread(periodMilliseconds: 900_000, random: 0) == 810_000)
    #expect(RetryDelay.spread(periodMilliseconds: 0, random: 7) == 0)
  }
}
