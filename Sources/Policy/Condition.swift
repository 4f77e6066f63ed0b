// What must be so of a record for a rule to look at it or to count it. Conditions are data: written
// in rule sets as short lines (`signed_on in period`, `total_investment >= 5亿`), tested column by
// column.

internal import Causality

/// A condition on the records of one collection.
indirect enum Condition: Sendable {
  /// Of a field, reached over references.
  case field(Path, Test)
  /// Of how many records of another collection refer to this one and pass their own conditions.
  case children(Children)
  /// Any of several lists of conditions.
  case either([[Condition]])
}

/// A field, reached over references from a collection.
struct Path: Sendable, Hashable {
  /// The reference fields to follow, by place, each in the collection reached so far.
  var hops: [Int] = []
  /// The collection that has the field.
  var collection: Int
  /// The field's place; nil for a figure computed from reports.
  var field: Int?
  var derived: Derived?
  /// Whether dates beyond the day asked about have not happened.
  var isAct: Bool
  /// Decimal places of the facts.
  var places: Int
  /// Whether days off stand for the next working day, as last days are judged.
  var isRolled = false
}

/// How a fact is judged.
enum Test: Sendable {
  case compare(Comparator, Operand)
  /// Within the rule's period, or one so many periods away.
  case within(Moment)
  case isSet(Bool)
  /// Dated after the day asked about, or not: known by now, though it had not happened then.
  case isAhead(Bool)
  /// Any of the bits of a set, or none of them.
  case bits(Int64, Bool)
  case oneOf([Operand], Bool)
  /// Text that contains another, or does not: an empty field contains nothing.
  case contains(String, Bool)
}

/// What a fact is compared with.
enum Operand: Sendable {
  case number(Int64)
  case text(String)
  case field(Path)
  /// A day; of a period's stretch the first or last.
  case moment(Moment, Edge)

  enum Edge: Sendable {
    case start
    case end
  }
}

/// A time relative to the rule's.
struct Moment: Sendable, Hashable {
  enum Base: Sendable, Hashable {
    /// The day asked about.
    case asOf
    /// The rule's period.
    case period
    /// The period of a kind that the rule's period, or without one the day asked about, ends in.
    case containing(Period.Kind)
  }

  var base: Base
  /// So many periods later.
  var shift = 0
  /// So many calendar months later.
  var months = 0
}

/// Records of another collection that refer to a record.
struct Children: Sendable {
  var collection: Int
  /// The place of the field that refers here.
  var reference: Int
  /// The place of a field that names further records, each once more.
  var also: Int?
  var conditions: [Condition]
  /// At least so many; 0 stands for none at all.
  var atLeast: Int
}

/// When a rule is judged: the day asked about and, for rules that go by periods, the period.
struct Frame: Sendable {
  var asOf: CivilDate
  var period: Period?

  func period(_ moment: Moment) -> Period? {
    let base: Period?
    switch moment.base {
    case .asOf: base = Period(.day, containing: asOf)
    case .period: base = period ?? Period(.day, containing: asOf)
    case .containing(let kind): base = Period(kind, containing: period?.end ?? asOf)
    }
    return base?.advanced(by: moment.shift)
  }

  func date(_ moment: Moment, _ edge: Operand.Edge) -> CivilDate? {
    guard let period = period(moment) else { return nil }
    let date = edge == .start ? period.start : period.end
    return moment.months == 0 ? date : date.adding(months: moment.months)
  }
}
