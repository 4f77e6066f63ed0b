// The hybrid logical clock: 48 bits of milliseconds, 16 bits of counter, in one number that sorts.
// It orders concurrent siblings, and lines for people; it never decides what has seen what. A clock
// only moves forward, and a stamp far in the future never drags it along.

/// One reading of a hybrid logical clock.
@frozen
public struct HybridTimestamp: Hashable, Sendable {
  /// Milliseconds in the upper 48 bits, counter in the lower 16.
  public let rawValue: UInt64

  /// The last millisecond that can be told: in the year 10889.
  public static var millisecondsMax: UInt64 { 1 << 48 - 1 }

  /// The stored form: 48 bits of milliseconds since 1970 above 16 bits of counter.
  @inlinable
  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Milliseconds above ``millisecondsMax`` are taken as that.
  @inlinable
  public init(milliseconds: UInt64, counter: UInt16 = 0) {
    rawValue =
      min(milliseconds, HybridTimestamp.millisecondsMax) << 16 | UInt64(counter)
  }

  /// Since 1970-01-01 UTC.
  @inlinable
  public var milliseconds: UInt64 { rawValue >> 16 }

  /// The position within the millisecond.
  @inlinable
  public var counter: UInt16 { UInt16(truncatingIfNeeded: rawValue) }

  /// Whether the stamp is more than ``HybridClock/leadMillisecondsMax`` ahead of a wall clock: such
  /// a change is marked, and no clock follows it.
  @inlinable
  public func isFarAhead(ofWallMilliseconds wall: UInt64) -> Bool {
    milliseconds > wall && milliseconds - wall > HybridClock.leadMillisecondsMax
  }
}

extension HybridTimestamp: Comparable {
  @inlinable
  public static func == (left: HybridTimestamp, right: HybridTimestamp) -> Bool {
    left.rawValue == right.rawValue
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(rawValue)
  }

  @inlinable
  public static func < (left: HybridTimestamp, right: HybridTimestamp) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension HybridTimestamp: CustomStringConvertible {
  /// "milliseconds.counter".
  public var description: String { "\(milliseconds).\(counter)" }
}

/// A clock that never steps back. The wall clock comes in as an argument.
@frozen
public struct HybridClock: Hashable, Sendable {
  /// The latest stamp given or adopted; kept by the store, so that a restart does not step back.
  public private(set) var last: HybridTimestamp

  /// How far ahead of the own wall clock an adopted stamp may be: ten minutes.
  public static var leadMillisecondsMax: UInt64 { 600_000 }

  /// A clock that goes on after `last`, the greatest stamp a store knows.
  public init(last: HybridTimestamp = HybridTimestamp(rawValue: 0)) {
    self.last = last
  }

  /// A stamp greater than every one given or adopted so far, and not behind the wall clock.
  ///
  /// When the wall clock stands still or has stepped back the counter goes up, and after 65535 it
  /// carries into the milliseconds. At the end of time (``HybridTimestamp/millisecondsMax`` with a
  /// full counter) the clock stands.
  public mutating func tick(wallMilliseconds: UInt64) -> HybridTimestamp {
    let next = last.rawValue == .max ? last.rawValue : last.rawValue + 1
    last = max(
      HybridTimestamp(rawValue: next), HybridTimestamp(milliseconds: wallMilliseconds))
    return last
  }

  /// Takes note of a stamp made elsewhere, so that the next tick comes after it.
  ///
  /// - Returns: false when the stamp is more than ten minutes ahead of the own wall clock; the
  ///   clock is then unchanged.
  public mutating func observe(_ stamp: HybridTimestamp, wallMilliseconds: UInt64) -> Bool {
    #if TAIZHANG_PLANTED_FAULTS
      if PlantedFault.makes(.clockFollowsAnyone) {
        last = max(last, stamp)
        return true
      }
    #endif
    guard !stamp.isFarAhead(ofWallMilliseconds: wallMilliseconds) else { return false }
    last = max(last, stamp)
    return true
  }
}
