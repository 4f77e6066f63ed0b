// The stages of a project, for code; their labels, numbers and codes are lines of the schema, and a
// test holds the two together.

/// A stage of a project; the raw value is the number of the case in the schema.
@frozen
public enum Stage: UInt32, Sendable, Hashable, CaseIterable {
  case planning = 1
  case applied = 2
  case reserve = 3
  case toSign = 4
  case signed = 5
  case performed = 6
  case landed = 7
  case started = 8
  case building = 9
  case completed = 10
  case producing = 11
  case fullOutput = 12
  case effective = 13
  case slowed = 14
  case stopped = 15
  case resumed = 16
  case toRemove = 17
  case removed = 18

  /// How far along the road a stage is, for what a project must have by then; a project that is
  /// slowed, stopped or resumed has come as far as building. Nil once it is being removed.
  public var progress: Int? {
    switch self {
    case .slowed, .stopped, .resumed: Stage.building.progress
    case .toRemove, .removed: nil
    default: Int(rawValue)
    }
  }

  /// Whether a project here has come as far as another stage.
  public func hasReached(_ stage: Stage) -> Bool {
    guard let here = progress, let there = stage.progress else { return false }
    return here >= there
  }
}
