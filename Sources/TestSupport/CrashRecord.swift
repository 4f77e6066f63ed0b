// Guarantees: parent and child of a crash test mean the same record.

public import Causality

public enum CrashRecord {
  /// Holds the number of the last change.
  public static let counter = RecordID(high: 0, low: 1)
}
