// The reserve library: the road of an entry from application to removal, and the four classes that
// are read from project and entry, never typed; model section 1.14, measures article 6.

internal import Causality

/// A class of the reserve library.
public enum ReserveClass: String, Sendable, Hashable, CaseIterable {
  /// Completed, producing or further.
  case built
  /// Started and not completed, stalled ones too.
  case building
  /// On the way out.
  case leaving
  /// All others that are in the library.
  case kept

  /// The class of a project in the library; nil for one that is not in it: applied, assessed or
  /// removed. `status` is the code of the entry's status.
  public init?(stage: Stage?, status: String?) {
    switch status {
    case "to_remove": self = .leaving
    case "in_library":
      switch stage {
      case .toRemove: self = .leaving
      case .removed: return nil
      case let stage? where stage.hasReached(.completed): self = .built
      case let stage? where stage.hasReached(.started): self = .building
      default: self = .kept
      }
    default: return nil
    }
  }
}

enum ReserveLibrary {
  static let road = StatusRoad(steps: [
    ("applied", ["assessed", "in_library"]),
    ("assessed", ["in_library", "applied"]),
    ("in_library", ["to_remove"]),
    ("to_remove", ["in_library", "removed"]),
    ("removed", []),
  ])

  static func check(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard let step = road.step(of: record, as: .reserveStatus, &problems) else { return }
    let needed: [String]
    switch step {
    case (_, "assessed"): needed = ["expert_opinion_on"]
    case ("to_remove", "in_library"): needed = []
    case (_, "in_library"): needed = ["expert_opinion_result"]
    case (_, "to_remove"): needed = ["removal_reason"]
    case (_, "removed"): needed = ["removal_reason", "removal_approver", "removed_on"]
    default: needed = []
    }
    record.require(needed, of: step.to, &problems)
    if case (_, "in_library") = step, step.from != "to_remove" {
      let project = record.referred("project")
      let isProvincial = project?.value("provincial_library") == .boolean(true)
      problems += admission(of: record, maturity: isProvincial ? project?.choice("maturity") : nil)
    }
  }

  /// What keeps a project out of the reserve: an expert opinion against it, and out of the
  /// provincial library a maturity below feasibility, which a reason may excuse (measures, article
  /// 6).
  ///
  /// - Parameter maturity: of a project for the provincial library; nil passes over it.
  static func admission(of record: ProposedRecord, maturity: String?) -> [ValidationProblem] {
    var problems: [ValidationProblem] = []
    if let opinion = record.text("expert_opinion_result"), isAgainst(opinion) {
      problems.append(
        ValidationProblem(
          .opinionAgainst, field: "expert_opinion_result", [record.named, opinion]))
    }
    if let maturity, ["idea", "pre_feasibility"].contains(maturity), !record.context.hasReason {
      let number = Enumeration.maturity.number(of: maturity) ?? 0
      let shown = Enumeration.maturity.find(number)?.zh ?? maturity
      problems.append(
        ValidationProblem(.notFeasible, field: "maturity", [record.named, "\(shown)(\(maturity))"]))
    }
    return problems
  }

  /// An opinion is typed in words; one against a project says so at its beginning.
  private static func isAgainst(_ opinion: String) -> Bool {
    let words = opinion.drop { $0.isWhitespace }
    return ["不同意", "不予", "不通过", "未通过", "不宜", "不建议", "否决", "反对", "暂不", "暂缓"]
      .contains(where: words.hasPrefix)
  }
}
