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
  /// What was found of the record, what is only coming up included; empty where nothing is asked of it
  /// or all is well.
  public let findings: [Warning]
  /// Why the rule could not be judged on some record.
  public let unjudged: [Unjudged]

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
      var start: [Path] = []
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
    return (hops + [last]).joined(separator: ".")
  }

  /// A field's label.
  func label(of path: Path) -> Phrase {
    guard let field = path.field,
      let definition = collections[path.collection].fields[field].definition
    else { return Phrase(zh: name(of: path), en: name(of: path)) }
    return Phrase(zh: definition.zh, en: definition.en)
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
      let start = CivilDate(days: Int32(clamping: fact >> 4))
      let kinds = Period.Kind.allCases
      guard let start, kinds.indices.contains(Int(fact & 15)),
        let period = Period(kinds[Int(fact & 15)], containing: start)
      else { return "\(fact)" }
      return period.label
    case .reference(let target):
      guard let place = vocabulary.place(of: target), Int(fact) < sheets[place].rowCount else {
        return "\(fact)"
      }
      return sheets[place].table.ids[Int(fact)].description
    }
  }
}
