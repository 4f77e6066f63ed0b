// Which unit is responsible for a record on its date, as a rule of responsibility says.

public import Causality

extension Evaluation {
  /// The unit that a rule of the kind `duty` makes responsible for a record; nil where no line of
  /// the rule fits, or the rule or record is unknown.
  public static func responsible(
    _ rule: String, for record: RecordID, in book: Book, _ ruleSet: RuleSet, asOf: CivilDate,
    calendar: WorkCalendar = .standard
  ) -> Phrase? {
    guard let rule = ruleSet.rule(rule, on: asOf), case .duty(let duty) = rule.body,
      let row = book.sheets[duty.scope.collection].table.row(of: record)
    else { return nil }
    let sieve = Sieve(book, asOf: asOf, calendar: calendar)
    let frame = Frame(asOf: asOf, period: nil)
    let place = duty.scope.collection
    guard !sieve.filter([Int32(row)], place, duty.scope.conditions, frame).isEmpty else {
      return nil
    }
    return duty.lines.first { line in
      !sieve.filter([Int32(row)], place, line.conditions, frame).isEmpty
    }?.unit
  }
}
