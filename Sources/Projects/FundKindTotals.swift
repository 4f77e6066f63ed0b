// Projects of several kinds of funds: each kind counts every one of its projects, the total of all
// kinds counts each project once.

public import Causality

/// A count of projects and the sum of their total investments in 万元.
public struct ProjectTotal: Sendable, Hashable {
  /// Projects.
  public var count = 0
  /// 万元; projects without a total add nothing.
  public var amount = ExactDecimal(0)

  /// Nothing yet.
  public init() {}

  /// Adds a project; false when the sum leaves the range of exact numbers, with nothing changed.
  mutating func add(_ investment: ExactDecimal?) -> Bool {
    guard let sum = amount.adding(investment ?? ExactDecimal(0)) else { return false }
    amount = sum
    count += 1
    return true
  }
}

/// Totals by kind of funds.
public struct FundKindTotals: Sendable, Hashable {
  /// By the code of the kind; kinds without projects are left out.
  public private(set) var byKind: [String: ProjectTotal] = [:]
  /// Every project of any kind, once.
  public private(set) var all = ProjectTotal()

  /// Adds up projects; those of no kind count nowhere, a parent project's parts count with the parts.
  /// Nil when a sum leaves the range of exact numbers.
  ///
  /// - Complexity: O(projects × kinds of each).
  public init?(_ projects: [RelatedRecord]) {
    for project in projects {
      let kinds = project.elements("fund_kinds").compactMap { element -> String? in
        guard case .code(let number) = element else { return nil }
        return Enumeration.fundKind.find(number)?.code
      }
      guard !kinds.isEmpty else { continue }
      let investment = project.number("total_investment")
      guard all.add(investment) else { return nil }
      for kind in Set(kinds) {
        guard byKind[kind, default: ProjectTotal()].add(investment) else { return nil }
      }
    }
  }
}
