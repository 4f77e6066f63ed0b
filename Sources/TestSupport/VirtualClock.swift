// Guarantees: time that only a test moves; wall clocks that drift from it, run ahead of it and
// jump.

internal import Synchronization

/// The true time of a test, milliseconds. Thread-safe.
public final class VirtualClock: Sendable {
  /// 2024-01-01 00:00 UTC, where tests begin unless they say otherwise.
  public static let start: UInt64 = 1_704_067_200_000

  private let milliseconds: Mutex<UInt64>

  /// A clock that stands at that time until it is moved.
  public init(_ milliseconds: UInt64 = VirtualClock.start) {
    self.milliseconds = Mutex(milliseconds)
  }

  /// Milliseconds since 1970.
  public var now: UInt64 { milliseconds.withLock { $0 } }

  /// Moves the time on by so many milliseconds.
  public func advance(by step: UInt64) { milliseconds.withLock { $0 += step } }

  /// Puts the time to so many milliseconds since 1970, back too.
  public func set(_ time: UInt64) { milliseconds.withLock { $0 = time } }

  /// The clock as a store takes it.
  public var reading: @Sendable () -> UInt64 { { self.now } }
}

/// One machine's wall clock: it runs from the true time, at its own rate, and people set it.
public final class WallClock: Sendable {
  private struct Setting {
    /// The true time at which the clock was last set.
    var since: UInt64
    /// What it showed then.
    var shown: UInt64
    /// Parts in a million that it runs fast (above 0) or slow.
    var drift: Int64
    /// The latest that it ever showed before it was last set.
    var latest: UInt64
  }

  private let time: VirtualClock
  private let setting: Mutex<Setting>

  /// A clock set right.
  ///
  /// - Parameter drift: parts in a million that it runs fast (above 0) or slow.
  public init(_ time: VirtualClock, drift: Int64 = 0) {
    self.time = time
    setting = Mutex(Setting(since: time.now, shown: time.now, drift: drift, latest: 0))
  }

  /// What it shows, milliseconds since 1970; never below 0.
  public var now: UInt64 {
    let now = time.now
    return setting.withLock { setting in
      let passed = Int64(now) - Int64(setting.since)
      return UInt64(max(0, Int64(setting.shown) + passed + passed * setting.drift / 1_000_000))
    }
  }

  /// The latest that the clock has shown so far.
  public var latest: UInt64 { max(now, setting.withLock { $0.latest }) }

  /// Sets the clock forward or back from what it shows.
  public func jump(by milliseconds: Int64) {
    let shown = now
    let since = time.now
    setting.withLock {
      $0.latest = max($0.latest, shown)
      $0.shown = UInt64(max(0, Int64(shown) + milliseconds))
      $0.since = since
    }
  }

  /// Sets the clock to the true time.
  public func correct() {
    let shown = self.now
    let now = time.now
    setting.withLock {
      $0.latest = max($0.latest, shown)
      $0.shown = now
      $0.since = now
    }
  }

  /// The clock as a store takes it.
  public var reading: @Sendable () -> UInt64 { { self.now } }
}

/// A generator that many may draw from: `StoreOptions.random`.
public final class SharedGenerator: Sendable {
  private let generator: Mutex<SeededGenerator>

  /// Goes on where `generator` stands.
  public init(_ generator: SeededGenerator) { self.generator = Mutex(generator) }

  /// Draws the next number, each time from the one sequence. Thread-safe.
  public var reading: @Sendable () -> UInt64 {
    { self.generator.withLock { $0.next() } }
  }
}
