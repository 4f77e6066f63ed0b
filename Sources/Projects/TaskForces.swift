// The twelve task forces of Pingdingshan, 1 + 3 + 8, to begin a ledger with. Who leads them stands
// in an annex that was not supplied: the leading units are left to the city.

/// A task force to begin with.
public struct TaskForce: Sendable, Hashable {
  /// The Chinese name.
  public let name: String
  /// The class: `general`, `support` or `project`.
  public let group: String
  /// Whether its members work in one office; the others meet.
  public let isTogether: Bool
  /// The code of the project task force, for the eight that projects choose from.
  public let projectKind: String?

  /// The twelve, in the order of the plan.
  public static let standard: [TaskForce] =
    [
      TaskForce(name: "综合专班", group: "general", isTogether: true, projectKind: nil),
      TaskForce(name: "要素保障专班", group: "support", isTogether: false, projectKind: nil),
      TaskForce(name: "融资支持专班", group: "support", isTogether: false, projectKind: nil),
      TaskForce(name: "督导服务专班", group: "support", isTogether: false, projectKind: nil),
    ]
    + Enumeration.taskForce.cases.map {
      TaskForce(name: $0.zh, group: "project", isTogether: false, projectKind: $0.code)
    }
}
