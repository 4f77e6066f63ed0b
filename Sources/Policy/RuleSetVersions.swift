// Versions of a rule set as one set: every rule holds for the acts of its own version's time, so
// that a new version takes nothing from what was done under the one before.

public import Causality

extension RuleSet {
  /// A version of a set and the days that it holds.
  public struct Span: Sendable {
    let set: RuleSet
    let from: CivilDate?
    let to: CivilDate?

    /// A version; without a first day it holds as its own text says.
    public init(_ set: RuleSet, from: CivilDate?, to: CivilDate?) {
      self.set = set
      self.from = from
      self.to = to
    }

    var start: CivilDate { from ?? .earliest }
  }

  /// The versions as one set: each holds until the eve of the next one's first day.
  ///
  /// - Parameters:
  ///   - spans: the versions, at least one, in any order.
  ///   - day: the day whose version gives title, rounding and ladder; nil for the newest.
  /// - Throws: ``RuleFault`` where deadlines of several versions wait for each other.
  public init(_ spans: [Span], asOf day: CivilDate?) throws(RuleFault) {
    let spans = spans.sorted { $0.start < $1.start }
    let heads = spans.filter { span in day.map { span.start <= $0 } != false }
    self = (heads.last ?? spans[0]).set
    rules = []
    effectiveTo = nil
    for (place, span) in spans.enumerated() {
      let eve = spans.indices.contains(place + 1) ? spans[place + 1].start.adding(days: -1) : nil
      let last = [span.to, eve].least
      rules += span.set.rules.compactMap {
        $0.held(from: span.from, to: last, isDraft: span.set.isDraft)
      }
      if place == spans.count - 1 { effectiveTo = [span.set.effectiveTo, last].least }
    }
    effectiveFrom = max(spans[0].start, spans[0].set.effectiveFrom)
    guard let rule = RuleSetReader.waitingForItself(rules) else { return }
    throw RuleFault(
      code: .cycle, ruleSet: code, rule: rule.id, key: "after", line: rule.line, detail: rule.id)
  }
}

extension Rule {
  /// The rule within some days; nil where it holds on none of them.
  fileprivate func held(from: CivilDate?, to: CivilDate?, isDraft: Bool) -> Rule? {
    var rule = self
    rule.effectiveFrom = max(effectiveFrom, from ?? effectiveFrom)
    rule.effectiveTo = [effectiveTo, to].least
    rule.isDraft = isDraft
    return rule.effectiveTo.map { rule.effectiveFrom <= $0 } == false ? nil : rule
  }
}

extension [CivilDate?] {
  /// The earliest of the days that are said; nil where none is.
  fileprivate var least: CivilDate? { compactMap { $0 }.min() }
}
