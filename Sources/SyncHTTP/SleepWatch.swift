// Notices that a laptop slept, or that its clock was set: the wall clock has moved otherwise than
// the clock that stands still while the machine sleeps. Connections held across a sleep are dead
// without knowing it, so whoever notices one starts anew at once.

/// Compares two clocks between one look and the next.
struct SleepWatch: Sendable {
  /// Differences up to so many milliseconds are a slow machine's or a clock being slewed.
  static let toleranceMilliseconds: UInt64 = 10_000

  private var wall: UInt64
  private var steady: UInt64

  /// - Parameters:
  ///   - wall: milliseconds of the wall clock.
  ///   - steady: milliseconds of a clock that does not run while the machine sleeps.
  init(wall: UInt64, steady: UInt64) {
    self.wall = wall
    self.steady = steady
  }

  /// Whether the wall clock jumped since the last look, forward or back.
  mutating func jumped(wall: UInt64, steady: UInt64) -> Bool {
    let elapsed = Int64(clamping: wall) - Int64(clamping: self.wall)
    let ran = Int64(clamping: steady) - Int64(clamping: self.steady)
    self.wall = wall
    self.steady = steady
    return (elapsed - ran).magnitude > Self.toleranceMilliseconds
  }

  private static let origin = SuspendingClock.now

  /// Milliseconds of the machine's clock that does not run while it sleeps.
  static func steadyMilliseconds() -> UInt64 {
    UInt64(max(0, (SuspendingClock.now - origin) / .milliseconds(1)))
  }
}
