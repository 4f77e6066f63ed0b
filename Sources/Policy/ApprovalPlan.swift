// A plan of approvals held against the working days allowed before the start: steps one after another,
// each step as long as the longest of the items handled side by side.

/// Steps of approval items, each item in working days.
public struct ApprovalPlan: Sendable, Hashable {
  /// The steps in order; the items of one step run side by side.
  public let steps: [[Int]]

  /// A plan. Items without a limit of their own count as 0.
  public init(steps: [[Int]]) {
    self.steps = steps
  }

  /// The working days from the first acceptance to the last decision.
  public var workdays: Int { steps.reduce(0) { $0 + ($1.max() ?? 0) } }

  /// Working days left of those allowed; below zero where the plan cannot pass.
  public func left(of allowed: Int = 40) -> Int { allowed - workdays }
}
