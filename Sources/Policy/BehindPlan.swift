// Which warnings say that a project is behind its own plan: behind the line of its year, or beyond
// the day planned for its start, its production or its resuming. What else it lacks does not make
// it late.

extension Warning {
  /// Whether it holds the project's progress against what was planned for it: the year's plan, or a
  /// planned day that has passed without the act.
  public var isBehindPlan: Bool {
    switch grounds {
    case .behind: return true
    case .overdue, .overdueNext, .incomplete:
      guard case .deadline(let deadline) = head.rule.body,
        case .field(let path) = deadline.start, path.hops.isEmpty, let field = path.field
      else { return false }
      let places = Vocabulary.standard.collections[path.collection].places
      return Self.plannedDays.contains { places[$0] == field }
    default: return false
    }
  }

  private static let plannedDays = [
    "planned_start_on", "planned_production_on", "planned_resume_on",
  ]
}
