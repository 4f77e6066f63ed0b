// A rule explained on one record: the clause, the facts it looked at, and what it made of them.

public import Causality
internal import Projects

/// A rule's working on one record.
public struct Explanation: Sendable {
  /// One fact looked at.
  public struct Looked: Sendable, Hashable {
    /// The field, over references by points.
    public let field: String
    /// Its label.
    public let label: Phrase
    /// Its value as shown; nil where there is none, or none yet on the day.
    public let value: String?
  }

  /// The rule, in the version judged by.
  public let rule: Rule
  /// The facts, in the order the rule names them, each once.
  public let facts: [Looked]
  /// What was found of the record, what is only coming up included; empty where nothing is asked of
  /// it or all is well.
  public let findings: [Warning]
  /// Why the rule could not be judged on some record.
  public let unjudged: [Unjudged]
  /// The day by which the record is judged, where no version of the rule was in force on it; nil
  /// otherwise, and where nothing of the record begins the rule's term.
  public let outOfForce: CivilDate?

  /// Explains a rule of a set on a record; nil where either is unknown. The version in force on the
  /// day is shown, or the last one.
  public init?(
    _ id: String, _ record: RecordID, in book: Book, _ ruleSet: RuleSet, asOf: CivilDate,
    calendar: WorkCalendar = .standard
  ) {
    guard let rule = ruleSet.rule(id, on: asOf) ?? ruleSet.rules(id).last else { return nil }
    let judge = Judge(
      book, ruleSet, asOf: asOf, calendar: calendar, county: nil, listsOpen: true)
    for (place, version) in ruleSet.rules.enumerated() where version.id == id {
      judge.judge(version, place)
    }
    self.rule = rule
    unjudged = judge.unjudged
    findings = judge.sorted().filter { $0.record == record || $0.records.contains(record) }
    let places = book.sheets.indices.filter { book.sheets[$0].table.row(of: record) != nil }
    guard let place = places.first, let row = book.sheets[place].table.row(of: record) else {
      return nil
    }
    let judged = judge.judgedDay(rule, place, Int32(row))
    outOfForce = judged.flatMap { day in
      ruleSet.rules(id).contains { $0.isInForce(on: day) } ? nil : day
    }
    var seen: Set<Path> = []
    facts = rule.paths(in: place, book.vocabulary).filter { seen.insert($0).inserted }
      .map { path in
        let fact = judge.sieve.gather([Int32(row)], path)[0]
        return Looked(
          field: book.vocabulary.name(of: path), label: book.vocabulary.label(of: path),
          value: fact == absent ? nil : book.shown(fact, path))
      }
  }
}

extension Judge {
  /// The day by which a rule judges a record: of the act that its term begins with, or the day
  /// asked about; nil while there is no such act.
  fileprivate func judgedDay(_ rule: Rule, _ place: Int, _ row: Int32) -> CivilDate? {
    var day = Int64(asOf.days)
    switch rule.body {
    case .deadline(let deadline) where deadline.scope.collection == place:
      day = acts(deadline, [row], starts(deadline, [row]))[0]
    case .approvalLimit(let limit) where limit.scope.collection == place:
      if let fields = fields(place) { day = sieve.gather([row], path(place, fields.accepted))[0] }
    case .coverage(let coverage) where coverage.scope.collection == place:
      if let on = coverage.on { day = sieve.gather([row], on)[0] }
    default: break
    }
    return day == absent ? nil : date(day)
  }
}

extension Rule {
  /// The fields that the rule names on the records of a collection.
  func paths(in place: Int, _ vocabulary: Vocabulary) -> [Path] {
    func of(_ conditions: [Condition]) -> [Path] {
      conditions.flatMap { condition -> [Path] in
        switch condition {
        case .field(let path, .compare(_, .field(let other))): [path, other]
        case .field(let path, _): [path]
        case .either(let lists): lists.flatMap(of)
        case .children: []
        }
      }
    }
    func of(_ scope: Scope) -> [Path] { scope.collection == place ? of(scope.conditions) : [] }
    switch body {
    case .deadline(let deadline):
      guard deadline.scope.collection == place else { return [] }
      var start = deadline.named.map { [$0] } ?? []
      if case .field(let path) = deadline.start { start = [path] }
      return start + (deadline.dueField.map { [$0] } ?? []) + deadline.done
        + of(deadline.scope) + of(deadline.complete)
    case .approvalLimit(let limit): return of(limit.scope)
    case .approvalTotal(let total): return of(total.scope)
    case .approvalPlan(let plan): return of(plan.scope)
    case .statedTotal(let total):
      return total.scope.collection == place ? [total.value] + of(total.scope) : []
    case .goal(let goal):
      return of(goal.numerator.scope) + (goal.denominator.map { of($0.scope) } ?? [])
    case .cadence(let cadence): return cadence.subjects.map(of) ?? []
    case .coverage(let coverage):
      return coverage.scope.collection == place
        ? of(coverage.scope.conditions) + of(coverage.require) : []
    case .progress(let progress):
      guard progress.scope.collection == place else { return [] }
      return of(progress.scope)
        + [.yearPlan, .completedThisYear, .plannedThisYear].map { (kind: Derived) in
          Path(hops: [], collection: place, field: nil, derived: kind, isAct: false, places: 4)
        }
    case .duty(let duty): return of(duty.scope)
    case .chain, .scoring: return []
    }
  }
}

extension Vocabulary {
  /// A field's code, over references by points.
  func name(of path: Path) -> String {
    let hops = path.hops.map { collections[$0 / 1_000].fields[$0 % 1_000].code }
    let last =
      path.field.map { collections[path.collection].fields[$0].code }
      ?? path.derived?.rawValue ?? ""
    return (hops + [last] + (path.isRolled ? ["rolled"] : [])).joined(separator: ".")
  }

  /// A field's label.
  func label(of path: Path) -> Phrase {
    guard let field = path.field,
      let definition = collections[path.collection].fields[field].definition
    else { return Phrase(zh: name(of: path), en: name(of: path)) }
    return Phrase(zh: definition.zh, en: definition.en)
  }
}

extension Vocabulary {
  /// What a condition asks to be there: the label of its field or of the records it asks for; nil
  /// for what must not be so, of which nothing is lacking.
  func asked(_ condition: Condition) -> Phrase? {
    switch condition {
    case .field(_, .oneOf(_, false)), .field(_, .bits(_, false)), .field(_, .contains(_, false)),
      .field(_, .isSet(false)):
      return nil
    case .field(let path, _):
      guard let field = path.field else { return nil }
      let definition = collections[path.collection].fields[field].definition
      return definition.map { Phrase(zh: $0.zh, en: $0.en) }
    case .children(let children):
      let definition = Schema.standard.collection(collections[children.collection].code)
      return definition.map { Phrase(zh: $0.zh, en: $0.en) }
    case .either(let lists): return lists.first?.first.flatMap(asked)
    }
  }
}

extension Book {
  /// A fact as people read it.
  func shown(_ fact: Int64, _ path: Path) -> String {
    guard let field = path.field else {
      return ExactDecimal(mantissa: fact, scale: path.places)?.description ?? "\(fact)"
    }
    switch vocabulary.collections[path.collection].fields[field].form {
    case .number, .presence: return "\(fact)"
    case .scaled(let places):
      return ExactDecimal(mantissa: fact, scale: places)?.description ?? "\(fact)"
    case .date: return CivilDate(days: Int32(clamping: fact))?.description ?? "\(fact)"
    case .text: return texts.text(fact)
    case .choice(let enumeration):
      if vocabulary.collections[path.collection].fields[field].isSet {
        return enumeration.cases.filter { fact & 1 << Int64($0.number) != 0 }.map(\.code)
          .joined(separator: ",")
      }
      return enumeration.find(UInt32(clamping: fact))?.code ?? "\(fact)"
    case .period:
      return Period(encoded: fact)?.label ?? "\(fact)"
    case .reference(let target):
      guard let place = vocabulary.place(of: target), Int(fact) < sheets[place].rowCount else {
        return "\(fact)"
      }
      return sheets[place].table.ids[Int(fact)].description
    }
  }
}
