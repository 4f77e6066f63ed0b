// What is asked of a month's bulletin, and the facts that answer it: read from the store, judged by
// a rule set, scored and with the lights of the month's last day.

package import Bulletins
package import Causality
package import LedgerStore
package import Policy
internal import Projects

/// One month's bulletin as an office asks for it.
package struct BulletinOrder: Sendable {
  /// The month.
  package var month: Period
  /// The title as it is printed.
  package var title: String
  /// The number in its year, from 1.
  package var number = 1
  /// The day of issue; nil for the month's last.
  package var issuedOn: CivilDate?
  /// To whom it goes; may be empty.
  package var addressee = ""
  /// Why and by what it is issued; one paragraph each.
  package var basis: [String] = []
  /// What is asked for; one paragraph each.
  package var demands: [String] = []
  /// The day by which reports are due; nil for the usual one.
  package var reportsDue: CivilDate?

  /// The first issue of its year, issued on the month's last day.
  package init(month: Period, title: String) {
    self.month = month
    self.title = title
  }

  /// What the records say by themselves. O(records).
  package func reading(
    _ store: Store, ledger: String?
  ) throws(StoreError) -> BulletinReading {
    try BulletinReading(month: month, reportsDue: reportsDue, store, ledger: ledger)
  }

  /// The facts of the month. O(records × rules).
  ///
  /// - Parameter reading: what was read of the same store for this order.
  /// - Throws: `StoreError`, or `CalendarFault` where an approval's limit lies beyond the calendar.
  package func facts(
    _ reading: BulletinReading, _ rules: RuleBook, _ ruleSet: RuleSet, _ store: Store
  ) throws -> BulletinFacts {
    let (judged, reading) = try sideBySide {
      (
        scores: ruleSet.scoring(on: month.end).flatMap { sheet in
          ScoreTable(
            rules.book, ruleSet, rule: sheet.id, asOf: month.end, calendar: rules.calendar)
        },
        warnings: Evaluation(rules.book, ruleSet, asOf: month.end, calendar: rules.calendar)
          .warnings
      )
    } _: {
      var reading = reading
      try reading.add(rules, store)
      return reading
    }
    var facts = reading.facts
    facts.head = head(store.identity.office, ruleSet.rounding, tenDays: facts.head.tenDays)
    if let scores = judged.scores { facts.take(scores) }
    facts.take(judged.warnings) { reading.code(of: $0) }
    reading.limit(&facts, judged.warnings, ruleSet)
    return facts
  }

  /// The same, read first.
  package func facts(
    _ rules: RuleBook, _ ruleSet: RuleSet, _ store: Store, ledger: String?
  ) throws -> BulletinFacts {
    try facts(reading(store, ledger: ledger), rules, ruleSet, store)
  }

  private func head(
    _ office: String, _ rounding: Fraction.Rounding, tenDays: Int?
  ) -> BulletinHead {
    var head = BulletinHead()
    head.title = title
    head.office = office
    head.year = month.start.year
    head.month = month.start.month
    head.number = number
    head.issuedOn = issuedOn ?? month.end
    head.addressee = addressee
    head.basis = basis
    head.demands = demands
    head.rounding = rounding
    head.tenDays = tenDays
    return head
  }
}
