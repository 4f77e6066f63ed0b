// The hybrid logical clock. Verifies:
// 1. Ticks follow the wall clock, and grow strictly while it stands still or steps back.
// 2. A full counter carries into the milliseconds.
// 3. Stamps up to ten minutes ahead are adopted, those beyond are not and leave the clock as it
//    was.
// 4. A clock 50 years ahead moves no other; once corrected its own stamps still grow.
// 5. Nothing traps at the end of time, and a clock restored from its last stamp does not step back.

import Causality
import Testing

@Suite struct HybridClockTests {
  private let now: UInt64 = 1_700_000_000_000
  private let fiftyYears: UInt64 = 50 * 366 * 86_400_000

  @Test func followsTheWall() {
    var clock = HybridClock()
    let first = clock.tick(wallMilliseconds: now)
    #expect(first.milliseconds == now && first.counter == 0)
    let second = clock.tick(wallMilliseconds: now)
    #expect(second.milliseconds == now && second.counter == 1)
    let third = clock.tick(wallMilliseconds: now + 5)
    #expect(third.milliseconds == now + 5 && third.counter == 0)
    #expect(first < second && second < third)
    #expect(third.description == "1700000000005.0")
  }

  @Test func growsWhileTheWallStepsBack() {
    var clock = HybridClock()
    var last = clock.tick(wallMilliseconds: now)
    var random = SeededGenerator(seed: 5)
    for _ in 0..<200_000 {
      let next = clock.tick(wallMilliseconds: now - UInt64.random(in: 0...90_000, using: &random))
      #expect(next > last)
      last = next
    }
    #expect(last.milliseconds == now + 3)
  }

  @Test func counterCarries() {
    var clock = HybridClock(last: HybridTimestamp(milliseconds: now, counter: .max))
    let next = clock.tick(wallMilliseconds: now)
    #expect(next.milliseconds == now + 1 && next.counter == 0)
    #expect(next.rawValue == (now + 1) << 16)
  }

  @Test func adoptsUpToTenMinutes() {
    var clock = HybridClock(last: HybridTimestamp(milliseconds: now))
    let limit = HybridTimestamp(milliseconds: now + 600_000, counter: .max)
    let isLimitAdopted = clock.observe(limit, wallMilliseconds: now)
    #expect(isLimitAdopted)
    #expect(clock.last == limit)
    let beyond = HybridTimestamp(milliseconds: now + 600_001)
    let isBeyondAdopted = clock.observe(beyond, wallMilliseconds: now)
    #expect(!isBeyondAdopted)
    #expect(clock.last == limit)
    #expect(beyond.isFarAhead(ofWallMilliseconds: now))
    #expect(!limit.isFarAhead(ofWallMilliseconds: now))
    #expect(clock.tick(wallMilliseconds: now).milliseconds == now + 600_001)
    let old = HybridTimestamp(milliseconds: now - fiftyYears / 2)
    let before = clock.last
    let isOldAdopted = clock.observe(old, wallMilliseconds: now)
    #expect(isOldAdopted)
    #expect(clock.last == before)
  }

  @Test func fiftyYearsAhead() {
    var wrong = HybridClock()
    var right = HybridClock()
    let ahead = wrong.tick(wallMilliseconds: now + fiftyYears)
    let before = right.tick(wallMilliseconds: now)
    let isAheadAdopted = right.observe(ahead, wallMilliseconds: now)
    #expect(!isAheadAdopted)
    let after = right.tick(wallMilliseconds: now)
    #expect(before < after && after.milliseconds == now)
    let corrected = wrong.tick(wallMilliseconds: now)
    #expect(corrected > ahead && corrected.milliseconds == ahead.milliseconds)
    #expect(corrected.isFarAhead(ofWallMilliseconds: now))
  }

  @Test func endOfTime() {
    var clock = HybridClock()
    #expect(clock.tick(wallMilliseconds: .max).milliseconds == HybridTimestamp.millisecondsMax)
    var last = HybridClock(last: HybridTimestamp(rawValue: .max))
    #expect(last.tick(wallMilliseconds: now).rawValue == .max)
    let isEarlyAdopted = clock.observe(HybridTimestamp(rawValue: .max), wallMilliseconds: 0)
    #expect(!isEarlyAdopted)
    let isEndAdopted = clock.observe(HybridTimestamp(rawValue: .max), wallMilliseconds: .max)
    #expect(isEndAdopted)
  }

  @Test func restored() {
    var clock = HybridClock()
    let last = clock.tick(wallMilliseconds: now)
    var restored = HybridClock(last: clock.last)
    #expect(restored.tick(wallMilliseconds: now - 10_000) > last)
  }
}
