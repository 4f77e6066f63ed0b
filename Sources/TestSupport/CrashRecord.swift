// Guarantees: parent and child of a crash test mean the same record and the same change.

public import Causality

/// What the child of a crash test writes and its parent looks for.
public enum CrashRecord {
  /// Holds the number of the last change.
  public static let counter = RecordID(high: 0, low: 1)
  /// Where a revoked member's changes cease to count.
  public static let lastThatCounts: UInt64 = 20
}
