// The clock of an approval item: working days from the day after acceptance to the decision,
// standing still while a stop is recorded. Which days are working days is the caller's answer;
// where it has none the clock says so and never falls back to weekdays.

public import Causality

/// The state of an approval item's clock on a date.
public struct ApprovalClock: Sendable, Hashable {
  /// Working days used, stops taken off.
  public let used: Int
  /// Working days that a stop took off: shown beside `used`.
  public let stopped: Int
  /// The working days allowed.
  public let allowed: Int
  /// The last day in time, as far as stops are recorded; nil while a stop is open.
  public let dueOn: CivilDate?
  /// Whether the clock stands still on the date.
  public let isStopped: Bool

  /// Working days over the limit, 0 while in time.
  public var overdue: Int { max(0, used - allowed) }

  /// Why there is no clock.
  public enum Failure: Error, Sendable, Hashable {
    /// The calendar knows nothing of this day.
    case noCalendar(CivilDate)
    /// The decision or the date asked lies before acceptance.
    case beforeAcceptance
  }

  /// The most days looked at: ten years.
  private static let daysMax = 3_660

  /// The clock from acceptance to the decision, or to `day` while there is none. The day of
  /// acceptance is not counted; a stop takes off its first and last day and all between.
  ///
  /// - Parameters:
  ///   - isWorkday: nil for a day of which the calendar knows nothing.
  /// - Complexity: O(days × stops).
  public init(
    acceptedOn: CivilDate, allowed: Int, pauses: [ApprovalPause], decidedOn: CivilDate?,
    on day: CivilDate, isWorkday: (CivilDate) -> Bool?
  ) throws(Failure) {
    let end = min(decidedOn ?? day, day)
    guard end >= acceptedOn else { throw .beforeAcceptance }
    func stands(_ day: CivilDate) -> Bool {
      pauses.contains { $0.from <= day && ($0.to.map { day <= $0 } ?? true) }
    }
    let isOpen = pauses.contains { $0.to == nil }
    var counted = 0
    var used = 0
    var stopped = 0
    var dueOn: CivilDate? = allowed == 0 ? acceptedOn : nil
    var current = acceptedOn
    for _ in 0..<Self.daysMax where current < end || counted < allowed {
      guard let next = current.adding(days: 1) else { break }
      current = next
      guard let isWorking = isWorkday(next) else {
        // Behind the date asked only the last day in time stays unknown.
        if next > end { break }
        throw .noCalendar(next)
      }
      guard isWorking else { continue }
      if stands(next) {
        if next <= end { stopped += 1 } else if isOpen { break }
        continue
      }
      counted += 1
      if counted == allowed { dueOn = next }
      if next <= end { used += 1 }
    }
    self.used = used
    self.stopped = stopped
    self.allowed = allowed
    self.dueOn = dueOn
    isStopped = decidedOn == nil && stands(end)
  }
}
