// All rules of a set judged on a book as of a day. The same facts and day give the same warnings in
// the same order, whatever order the facts came in.

public import Causality

/// The findings of a rule set as of the end of a day.
public struct Evaluation: Sendable {
  /// What is late, missing, short or about to be; by county, then the most urgent first, then in
  /// the order of the rules, then by record.
  public let warnings: [Warning]
  /// What is still to be done, whether or not it is warned of; by day, then as above.
  public let open: [Warning]
  /// Rules that could not be judged for some record.
  public let unjudged: [Unjudged]

  /// Judges the rules. O(records × rules); a county alone costs its own share, and leaves out what
  /// is the city's as a whole.
  ///
  /// - Parameter listsOpen: whether ``open`` is wanted; there is much more open than warned of.
  public init(
    _ book: Book, _ ruleSet: RuleSet, asOf: CivilDate, calendar: WorkCalendar = .standard,
    county: String? = nil, listsOpen: Bool = false
  ) {
    let judge = Judge(
      book, ruleSet, asOf: asOf, calendar: calendar, county: county, listsOpen: listsOpen)
    for (place, rule) in ruleSet.rules.enumerated() { judge.judge(rule, place) }
    let sorted = judge.sorted()
    warnings = listsOpen ? sorted.filter { $0.level != nil } : sorted
    open =
      !listsOpen
      ? []
      : sorted.filter { $0.isOpen(at: asOf) }
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
  /// Whether the act is still to come: due on the day or later, or overdue and not done.
  func isOpen(at day: CivilDate) -> Bool {
    guard let due else { return false }
    return due >= day || grounds.isOpen
  }
}

/// The work of one evaluation.
final class Judge {
  let sieve: Sieve
  let book: Book
  let ruleSet: RuleSet
  let asOf: CivilDate
  let calendar: WorkCalendar
  private(set) var unjudged: [Unjudged] = []
  private var found: [Warning] = []
  private var places: [UInt32] = []
  private var place = 0
  private(set) var head: RuleHead
  let listsOpen: Bool
  /// The approvals, or the projects with theirs, that were judged, by collection, and whether each
  /// kept its limit.
  private(set) var tallies: [Int: [(row: Int32, isKept: Bool)]] = [:]
  private var earlier: [CivilDate: Sieve] = [:]
  private let county: String?
  private var whole: Sieve?

  init(
    _ book: Book, _ ruleSet: RuleSet, asOf: CivilDate, calendar: WorkCalendar, county: String?,
    listsOpen: Bool = false
  ) {
    self.book = book
    self.ruleSet = ruleSet
    self.asOf = asOf
    self.calendar = calendar
    self.county = county
    self.listsOpen = listsOpen
    head = RuleHead(Rule.none, ruleSet)
    sieve = Sieve(book, asOf: asOf, calendar: calendar, county: county)
  }

  /// The view of all counties.
  var wholeSieve: Sieve {
    if county == nil { return sieve }
    if let whole { return whole }
    let sieve = Sieve(book, asOf: asOf, calendar: calendar)
    whole = sieve
    return sieve
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
    head = RuleHead(rule, ruleSet)
    do {
      switch rule.body {
      case .deadline(let deadline): try judge(rule, deadline)
      case .approvalLimit(let limit): try judge(rule, limit)
      case .approvalTotal(let total): try judge(rule, total)
      case .approvalPlan(let plan): judge(rule, plan)
      case .goal(let goal): judge(rule, goal)
      case .cadence(let cadence): try judge(rule, cadence)
      case .coverage(let coverage): judge(rule, coverage)
      case .progress(let progress): judge(rule, progress)
      case .statedTotal(let total): judge(rule, total)
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
    tallies[place, default: []].append((row, isKept))
  }

  func emit(_ warning: Warning) {
    if warning.level == nil, !listsOpen { return }
    found.append(warning)
    places.append(UInt32(place))
  }

  /// A warning of the rule being judged, to be filled in.
  func warning(_ level: Level?, _ grounds: Grounds) -> Warning { Warning(head, level, grounds) }

  /// Says which record a warning is about.
  func about(_ place: Int, _ row: Int32, _ warning: inout Warning) {
    let view = sieve.views[place]
    warning.collection = view.collection.code
    warning.record = view.ids[Int(row)]
    warning.recordCount = 1
    warning.county = book.texts.text(sieve.counties(place, row))
    warning.recordName = name(place, Int(row))
  }

  /// What a record is called. One without a name of its own, as a member of a batch, has that of
  /// what it belongs to; an approval, many of which are named alike, has both.
  private func name(_ place: Int, _ row: Int) -> String {
    let view = sieve.views[place]
    var own = ""
    if let name = view.name, view.collection.fields[name].code != "remark" {
      let number = view.fact(row, name)
      if number != absent { own = book.texts.text(number) }
    }
    guard own.isEmpty || view.collection.code == "approval", let parent = view.parent,
      parent.place != place
    else { return own }
    let above = view.fact(row, parent.field)
    guard above != absent else { return own }
    let whole = name(parent.place, Int(above))
    return own.isEmpty || whole.isEmpty ? whole + own : "\(whole)：\(own)"
  }

  /// The ids of rows, ascending, as many as a warning lists.
  func ids(_ place: Int, _ rows: [Int32]) -> [RecordID] {
    let ids = rows.map { book.sheets[place].table.ids[Int($0)] }.sorted()
    return Array(ids.prefix(Warning.recordsMax))
  }

  /// The findings in their order: by county, the most urgent first, by rule, by record.
  func sorted() -> [Warning] {
    let counties = Set(found.map(\.county)).sorted()
    var ranks: [String: Int] = [:]
    for (rank, county) in counties.enumerated() { ranks[county] = rank }
    var last = (county: "", rank: ranks["", default: 0])
    var order: [Key] = []
    order.reserveCapacity(found.count)
    for (index, warning) in found.enumerated() {
      if warning.county != last.county {
        last = (warning.county, ranks[warning.county, default: 0])
      }
      let level = warning.level.map { 3 - $0.rank } ?? 4
      order.append(
        Key(
          group: UInt64(last.rank << 32 | level << 24 | Int(places[index])),
          record: warning.record ?? RecordID(high: 0, low: 0), index: UInt32(index)))
    }
    order.sort()
    return order.map { found[Int($0.index)] }
  }

  private struct Key: Comparable {
    let group: UInt64
    let record: RecordID
    let index: UInt32

    static func < (left: Key, right: Key) -> Bool {
      if left.group != right.group { return left.group < right.group }
      return left.record != right.record ? left.record < right.record : left.index < right.index
    }
  }

  /// The rows of a scope that pass its conditions, when the rule is judged for a period or none.
  func rows(_ scope: Scope, _ period: Period? = nil) -> [Int32] {
    sieve.filter(
      sieve.rows(scope.collection), scope.collection, scope.conditions,
      Frame(asOf: asOf, period: period))
  }

  func date(_ days: Int64) -> CivilDate { CivilDate(days: Int32(clamping: days)) ?? .latest }
}
