// The dates of a chain of deadlines on one record: each step runs from the act before it, or, while
// that is not done, from the day it is due.

public import Causality

/// One step of a chain.
public struct ChainStep: Sendable, Hashable {
  /// The rule of the step.
  public let rule: String
  /// The last day.
  public let due: Due
  /// When it was done; nil until then.
  public let done: CivilDate?
  /// Whether the last day is projected, since the step before is not done.
  public let isProjected: Bool
}

extension Evaluation {
  /// The steps of a chain on a record, those of the record's own collection; empty where the first
  /// act has not happened or the chain is unknown.
  ///
  /// - Throws: where the calendar ends.
  public static func chain(
    _ rule: String, for record: RecordID, in book: Book, _ ruleSet: RuleSet, asOf: CivilDate,
    calendar: WorkCalendar = .standard
  ) throws(CalendarFault) -> [ChainStep] {
    guard let chain = ruleSet.rule(rule, on: asOf), case .chain(let ids) = chain.body else {
      return []
    }
    let sieve = Sieve(book, asOf: asOf, calendar: calendar)
    var steps: [ChainStep] = []
    for id in ids {
      guard let step = ruleSet.rule(id, on: asOf), case .deadline(let deadline) = step.body,
        let row = book.sheets[deadline.scope.collection].table.row(of: record),
        let term = deadline.stages.first?.term
      else { continue }
      var start: CivilDate?
      var isProjected = false
      if case .field(let path) = deadline.start {
        start = day(sieve.gather([Int32(row)], path)[0])
      } else if let before = steps.last {
        start = before.done ?? before.due.rolled
        isProjected = before.done == nil || before.isProjected
      }
      guard let start else { break }
      let acts = deadline.done.map { sieve.gather([Int32(row)], $0)[0] }
      let done = acts.contains(absent) ? nil : acts.max().flatMap(day)
      steps.append(
        ChainStep(
          rule: id, due: try term.due(from: start, in: calendar, isRolled: deadline.isRolled),
          done: done, isProjected: isProjected))
    }
    return steps
  }

  private static func day(_ fact: Int64) -> CivilDate? {
    fact == absent ? nil : CivilDate(days: Int32(clamping: fact))
  }
}
