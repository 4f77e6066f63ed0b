// The rules at a desk: the facts of the store read once and followed, and the findings of a day
// kept until something is written.

internal import Causality
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Synchronization

/// What the rules find as of a day. What pages ask of it again and again is worked out once.
final class Findings: Sendable {
  let rules: RuleBook
  let ruleSet: RuleSet
  let asOf: CivilDate
  let evaluation: Evaluation

  private struct Parts {
    var pressing: [Warning]?
    var totals: [IndicatorValue]?
    var scores: [ScoreRow]?
  }

  private let parts = Mutex(Parts())

  init(_ rules: RuleBook, _ ruleSet: RuleSet, asOf: CivilDate) {
    self.rules = rules
    self.ruleSet = ruleSet
    self.asOf = asOf
    evaluation = Evaluation(
      rules.book, ruleSet, asOf: asOf, calendar: rules.calendar, listsOpen: true)
  }

  /// What is overdue, missing or short, and what falls due within the coming days; the urgent
  /// first.
  var pressing: [Warning] {
    let pressing = parts.withLock { parts in
      if let known = parts.pressing { return known }
      let known = Set(evaluation.warnings.map(Self.key))
      let coming = evaluation.due(within: Self.daysAhead, of: asOf)
        .filter { !known.contains(Self.key($0)) }
      let pressing = evaluation.warnings + coming
      parts.pressing = pressing
      return pressing
    }
    guard let permit = Permit.current, permit.county != nil else { return pressing }
    return pressing.filter { permit.covers($0.county) }
  }

  static let daysAhead = 7

  private static func key(_ warning: Warning) -> String {
    "\(warning.rule) \(warning.county) \(warning.record?.description ?? warning.recordName)"
  }

  /// Whether any of the rules was in force by then. Before that nothing is judged, so that what has
  /// no light is not in order for it.
  var isJudging: Bool { ruleSet.rules.contains { $0.effectiveFrom <= asOf } }

  var table: IndicatorTable {
    IndicatorTable(rules.book, ruleSet, asOf: asOf, calendar: rules.calendar)
  }

  /// Every indicator over all counties.
  var totals: [IndicatorValue] {
    parts.withLock { parts in
      let totals = parts.totals ?? table.values(by: .total)
      parts.totals = totals
      return totals
    }
  }

  /// Counties with their scores, group by group; none where the rule set scores nothing.
  var scores: [ScoreRow] {
    parts.withLock { parts in
      let scores = parts.scores ?? scored()
      parts.scores = scores
      return scores
    }
  }

  private func scored() -> [ScoreRow] {
    guard let rule = ruleSet.scoring(on: asOf)?.id else { return [] }
    return ScoreTable(
      rules.book, ruleSet, rule: rule, asOf: asOf, calendar: rules.calendar, before: nil
    )?.groups.flatMap(\.rows) ?? []
  }
}

/// Keeps the facts and the findings of one store.
final class RuleDesk: Sendable {
  private struct State {
    var commit: UInt64?
    var rules: RuleBook?
    var findings: Findings?
  }

  private let store: Store
  private let state = Mutex(State())

  init(_ store: Store) { self.store = store }

  /// The findings as of the end of a day, by the rule set asked for or the one made for the ledgers
  /// held; nil where neither names one.
  ///
  /// - Complexity: O(1) while nothing was written; else O(what was) and O(records × rules).
  func findings(asOf: CivilDate, ruleSet code: String?) throws -> Findings? {
    try state.withLock { state in
      let commit = try store.lastCommit()
      if state.commit != commit {
        // Let go first: findings hold the book, and what two hold is copied before it is changed.
        state.findings = nil
        if state.rules == nil {
          state.rules = try RuleBook(store, ledger: nil)
        } else {
          _ = try state.rules?.refresh(from: store)
        }
        state.commit = commit
      }
      guard let rules = state.rules, let ruleSet = try ruleSet(code, rules, asOf) else {
        return nil
      }
      if let kept = state.findings, kept.asOf == asOf, kept.ruleSet.code == ruleSet.code {
        return kept
      }
      let findings = Findings(rules, ruleSet, asOf: asOf)
      state.findings = findings
      return findings
    }
  }

  /// The set asked for, or the one of the ledgers' place, in the versions that the ledger keeps.
  private func ruleSet(
    _ code: String?, _ rules: RuleBook, _ asOf: CivilDate
  ) throws -> RuleSet? {
    var wanted = code
    if wanted == nil {
      let codes = Set(try store.ledgers().compactMap { RuleSet.standard(for: $0)?.code })
      wanted = codes.count == 1 ? codes.first : nil
    }
    return try wanted.flatMap { try rules.ruleSets.ruleSet($0, asOf: asOf) }
  }
}
