// What is asked of a month's bulletin, and the facts that answer it: read from the store, judged by a
// rule set, scored and with the lights of the month's last day.

package import Bulletins
package import Causality
package import LedgerStore
package import Policy
internal import Projects

/// One month's bulletin as an office asks for it.
package struct BulletinOrder: Sendable {
  /// The month.
  package var month: Period
  package var title: String
  /// The number in its year, from 1.
  package var number = 1
  /// The day of issue; nil for the month's last.
  package var issuedOn: CivilDate?
  package var addressee = ""
  package var basis: [String] = []
  package var demands: [String] = []
  /// The day by which reports are due; nil for the usual one.
  package var reportsDue: CivilDate?

  package init(month: Period, title: String) {
    self.month = month
    self.title = title
  }

  /// The facts of the month. O(records × rules).
  ///
  /// - Throws: `StoreError`, or `CalendarFault` where an approval's limit lies beyond the calendar.
  package func facts(
    _ rules: RuleBook, _ ruleSet: RuleSet, _ store: Store, ledger: String?
  ) throws -> BulletinFacts {
    var reading = BulletinReading(month: month, rules, reportsDue: reportsDue)
    var (facts, codes) = try reading.read(store, ledger: ledger)
    facts.head.title = title
    facts.head.office = store.identity.office
    facts.head.year = month.start.year
    facts.head.month = month.start.month
    facts.head.number = number
    facts.head.issuedOn = issuedOn ?? month.end
    facts.head.addressee = addressee
    facts.head.basis = basis
    facts.head.demands = demands
    facts.head.rounding = ruleSet.rounding
    if let sheet = ruleSet.rules.first(where: { $0.kind == .scoring }),
      let scores = ScoreTable(
        rules.book, ruleSet, rule: sheet.id, asOf: month.end, calendar: rules.calendar)
    {
      facts.take(scores)
    }
    let evaluation = Evaluation(rules.book, ruleSet, asOf: month.end, calendar: rules.calendar)
    facts.take(evaluation.warnings) { codes[$0] }
    reading.limit(&facts, evaluation.warnings, ruleSet)
    return facts
  }

  /// Whether the month is closed: the figures of an open one may still change. O(closings).
  package static func isClosed(
    _ month: Period, _ store: Store, ledger: String?
  ) throws(StoreError) -> Bool {
    let closes = try store.read { snapshot throws(StoreError) in
      try snapshot.all("period_close", in: ledger)
    }
    return closes.contains {
      ShownFields($0, .standard, asOf: .latest).text("period") == month.label
    }
  }
}
