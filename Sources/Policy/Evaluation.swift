// All rules of a set judged on a book as of a day. The same facts and day give the same warnings in
// the same order, whatever order the facts came in.

public import Causality

/// The findings of a rule set as of the end of a day.
public struct Evaluation: Sendable {
  /// What is late, missing, short or about to be; by county, then the most urgent first, then in the
  /// order of the rules, then by record.
  public let warnings: [Warning]
  /// What is still to be done, whether or not it is warned of; by day, then as above.
  public let open: [Warning]
  /// Rules that could not be judged for some record.
  public let unjudged: [Unjudged]

  /// Judges the rules. O(records × rules); a county alone costs its own share, and leaves out what is
  /// the city's as a whole.
  public init(
    _ book: Book, _ ruleSet: RuleSet, asOf: CivilDate, calendar: WorkCalendar = .standard,
    county: String? = nil
  ) {
    let judge = Judge(book, ruleSet, asOf: asOf, calendar: calendar, county: county)
    for (place, rule) in ruleSet.rules.enumerated() { judge.judge(rule, place) }
    let sorted = judge.sorted()
    warnings = sorted.filter { $0.level != nil }
    open = sorted.filter { $0.due != nil && $0.isOpen }
      .sorted { ($0.due ?? .latest) < ($1.due ?? .latest) }
    unjudged = judge.unjudged
  }

  /// What falls due within so many days of the day asked about, what is overdue included.
  public func due(within days: Int, of date: CivilDate) -> [Warning] {
    let limit = date.adding(days: days) ?? .latest
    return open.filter { $0.due.map { $0 <= limit } == true }
  }
}

extension Warning {
  /// Whether the act is still to come.
  var isOpen: Bool { reason.key != "warning.deadline.late" && reason.key != "warning.plan" }
}

/// The work of one evaluation.
final class Judge {
  let sieve: Sieve
  let book: Book
  let ruleSet: RuleSet
  let asOf: CivilDate
  let calendar: WorkCalendar
  private(set) var unjudged: [Unjudged] = []
  private var found: [(warning: Warning, rule: Int)] = []
  private var place = 0
  /// How many approvals were judged and how many kept their limit, by county.
  private(set) var tallies: [String: (kept: Int, all: Int)] = [:]
  private var earlier: [CivilDate: Sieve] = [:]
  private let county: String?

  init(
    _ book: Book, _ ruleSet: RuleSet, asOf: CivilDate, calendar: WorkCalendar, county: String?
  ) {
    self.book = book
    self.ruleSet = ruleSet
    self.asOf = asOf
    self.calendar = calendar
    self.county = county
    sieve = Sieve(book, asOf: asOf, calendar: calendar, county: county)
  }

  /// The view of the facts as they stood on an earlier day.
  func sieve(at day: CivilDate) -> Sieve {
    if day == asOf { return sieve }
    if let known = earlier[day] { return known }
    let sieve = Sieve(book, asOf: day, calendar: calendar, county: county)
    earlier[day] = sieve
    return sieve
  }

  func judge(_ rule: Rule, _ place: Int) {
    self.place = place
    do {
      switch rule.body {
      case .deadline(let deadline): try judge(rule, deadline)
      case .approvalLimit(let limit): try judge(rule, limit)
      case .approvalTotal(let total): try judge(rule, total)
      case .goal(let goal): judge(rule, goal)
      case .cadence(let cadence): try judge(rule, cadence)
      case .coverage(let coverage): judge(rule, coverage)
      case .progress(let progress): judge(rule, progress)
      case .chain, .duty, .scoring: break
      }
    } catch {
      note(rule, error)
    }
  }

  /// Notes that a rule could not be judged, once a fault.
  func note(_ rule: Rule, _ fault: CalendarFault) {
    let unjudged = Unjudged(rule: rule.id, fault: fault)
    if self.unjudged.last != unjudged { self.unjudged.append(unjudged) }
  }

  /// Counts one approval, or one project's approvals, that was judged.
  func tally(_ place: Int, _ row: Int32, isKept: Bool) {
    let county = book.texts.text(sieve.county(place, Int(row)))
    tallies[county, default: (0, 0)].all += 1
    if isKept { tallies[county, default: (0, 0)].kept += 1 }
  }

  func emit(_ warning: Warning) { found.append((warning, place)) }

  /// A warning of a rule, to be filled in.
  func warning(
    _ rule: Rule, _ level: Level?, _ reason: String, _ arguments: [String]
  ) -> Warning {
    Warning(
      rule: rule.id, ruleSet: ruleSet.code, level: level,
      action: rule.actions[level ?? .info] ?? .remind, who: rule.who, county: "",
      collection: "", record: nil, recordName: "", due: nil, nominalDue: nil, next: nil,
      numerator: nil, denominator: nil,
      reason: Reason(key: reason, title: rule.title, arguments: arguments), clause: rule.clause,
      reading: rule.reading, records: [], recordCount: 0, isAdvice: ruleSet.isDraft)
  }

  /// Says which record a warning is about.
  func about(_ place: Int, _ row: Int32, _ warning: inout Warning) {
    let sheet = book.sheets[place]
    warning.collection = sheet.collection.code
    warning.record = sheet.table.ids[Int(row)]
    warning.records = [sheet.table.ids[Int(row)]]
    warning.recordCount = 1
    warning.county = book.texts.text(sieve.county(place, Int(row)))
    if let name = sheet.collection.name, case .text = sheet.collection.fields[name].form {
      let number = sheet.fact(Int(row), name)
      if number != absent { warning.recordName = book.texts.text(number) }
    }
  }

  /// The ids of rows, ascending, as many as a warning lists.
  func ids(_ place: Int, _ rows: [Int32]) -> [RecordID] {
    let ids = rows.map { book.sheets[place].table.ids[Int($0)] }.sorted()
    return Array(ids.prefix(Warning.recordsMax))
  }

  func sorted() -> [Warning] {
    let counties = Set(found.map(\.warning.county)).sorted()
    var ranks: [String: Int] = [:]
    for (rank, county) in counties.enumerated() { ranks[county] = rank }
    let keyed = found.enumerated().map { offset, finding in
      let level = finding.warning.level.map { 3 - $0.rank } ?? 4
      return (
        ranks[finding.warning.county, default: 0] << 32 | level << 24 | finding.rule,
        finding.warning.record, offset
      )
    }
    let order = keyed.sorted { left, right in
      if left.0 != right.0 { return left.0 < right.0 }
      if left.1 != right.1 {
        guard let one = left.1, let other = right.1 else { return left.1 == nil }
        return one < other
      }
      return left.2 < right.2
    }
    return order.map { found[$0.2].warning }
  }

  /// The rows of a scope that pass its conditions, when the rule is judged for a period or none.
  func rows(_ scope: Scope, _ period: Period? = nil) -> [Int32] {
    sieve.filter(
      sieve.rows(scope.collection), scope.collection, scope.conditions,
      Frame(asOf: asOf, period: period))
  }

  func date(_ days: Int64) -> CivilDate { CivilDate(days: Int32(clamping: days)) ?? .latest }
}
