// The ladder of actions, model section 2.4, and how a breach climbs it: the longer something is
// late, the higher the step. The documents name the steps and not the days; a rule set says them.

/// The steps from a reminder to being held to account.
public enum LadderStep: String, Sendable, Hashable, CaseIterable {
  case remind
  case board
  case rectify
  case supervise
  case criticise
  case deduct
  case talk
  case account

  /// 1 to 8.
  public var number: Int { (LadderStep.allCases.firstIndex(of: self) ?? 0) + 1 }
}

/// From how many working days late each step follows.
public struct Ladder: Sendable, Hashable {
  /// A step and the working days late at which it is reached.
  public struct Rung: Sendable, Hashable {
    /// The action to be taken.
    public let step: LadderStep
    /// Late by so many working days, the step is reached.
    public let workdays: Int

    /// A rung.
    public init(_ step: LadderStep, workdays: Int) {
      self.step = step
      self.workdays = workdays
    }
  }

  /// From the lowest step up, the days never falling; empty where lateness changes nothing.
  public let rungs: [Rung]

  /// A ladder; nil where a higher step would come before a lower one.
  public init?(_ rungs: [Rung]) {
    let sorted = rungs.sorted { $0.step.number < $1.step.number }
    for (low, high) in zip(sorted, sorted.dropFirst())
    where low.step == high.step || low.workdays > high.workdays { return nil }
    self.rungs = sorted
  }

  /// The step for so many working days late, not below a rule's own and not above the highest that
  /// its strength allows.
  public func step(_ base: LadderStep, after workdays: Int, top: LadderStep) -> LadderStep {
    let reached = rungs.last { $0.workdays <= workdays && $0.step.number <= top.number }
    guard let reached, reached.step.number > base.number else { return base }
    return reached.step
  }

  /// The working days late at which the step after this one follows; nil at the top.
  public func next(after step: LadderStep, workdays: Int, top: LadderStep) -> Int? {
    rungs.first {
      $0.step.number > step.number && $0.step.number <= top.number && $0.workdays > workdays
    }?.workdays
  }
}
