// What must hold of records after a merge, told as data by the schema's owner: a store computes the
// violations without knowing what the records are about. Nothing here ever refuses a change.

/// The field whose value says that a record's period is locked.
public struct LockTraits: Hashable, Sendable {
  /// An enumeration of the record that carries the period.
  public let field: FieldID
  /// The enumeration case that locks.
  public let code: UInt32

  /// A lock told by one case of an enumeration.
  public init(field: FieldID, code: UInt32) {
    self.field = field
    self.code = code
  }
}

/// One thing that must hold of the shown values of live records.
public struct ConstraintTraits: Hashable, Sendable {
  /// What a store computes from shown values; the fields belong to the constraint's collection.
  public enum Rule: Hashable, Sendable {
    /// No two records of the collection and ledger show the same value in the field. Of several the
    /// first by record id keeps it; the violation stands on the others.
    case unique(FieldID)
    /// One original below a parent: of the records that name one parent and show the same value
    /// only one corrects nothing. Of several the first by record id keeps it; the violation stands
    /// on the others.
    case single(SingleTraits)
    /// Two dates, or two numbers: the first not after (above) the second.
    case ascending(FieldID, FieldID)
    /// A reference to a record that somebody archived without having seen the reference.
    case living(FieldID, in: CollectionID)
    /// What the children report does not add up to more than the whole, unless a reason is given.
    case sumWithin(SumTraits)
  }

  /// Stable and unique within the collection: part of a violation's id.
  public let number: UInt16
  /// The name of the rule in files and sentences.
  public let code: String
  /// What must hold.
  public let rule: Rule

  /// A constraint; its number must never be given to another rule of the collection.
  public init(number: UInt16, code: String, rule: Rule) {
    self.number = number
    self.code = code
    self.rule = rule
  }

  /// The field on which a violation stands.
  public var field: FieldID {
    switch rule {
    case .unique(let field), .living(let field, _): field
    case .single(let single): single.value
    case .ascending(_, let later): later
    case .sumWithin(let sum): sum.whole
    }
  }

  /// The record's own fields that decide.
  public var fields: [FieldID] {
    switch rule {
    case .unique(let field), .living(let field, _): [field]
    case .single(let single): [single.parent, single.value, single.corrects]
    case .ascending(let first, let second): [first, second]
    case .sumWithin(let sum): [sum.whole, sum.reason] + [sum.carried, sum.year].compactMap(\.self)
    }
  }
}

/// Records that say something once below their parent, such as the report of a month. What corrects
/// another is no second saying of it.
public struct SingleTraits: Hashable, Sendable {
  /// The reference to the record above: the parent field of the collection.
  public let parent: FieldID
  /// What only one of them says.
  public let value: FieldID
  /// The reference to the record that one corrects; empty in an original.
  public let corrects: FieldID
  /// Text that says why, wherever ``corrects`` is given.
  public let reason: FieldID

  /// The four fields by which a store tells originals from corrections.
  public init(parent: FieldID, value: FieldID, corrects: FieldID, reason: FieldID) {
    self.parent = parent
    self.value = value
    self.corrects = corrects
    self.reason = reason
  }
}

/// A sum over child records. Archived children do not count, nor do those that another live child
/// corrects; of originals that say once and the same, the first by id and its corrections count.
public struct SumTraits: Hashable, Sendable {
  /// The number that the sum must not exceed; nothing is judged while it is empty.
  public let whole: FieldID
  /// Text that allows more.
  public let reason: FieldID
  /// A number carried over from before `year`; while it is given, only children from that year on
  /// are added to it.
  public let carried: FieldID?
  /// The first year whose children are added to `carried`.
  public let year: FieldID?
  /// The collection of the child records.
  public let children: CollectionID
  /// The child's reference to this record: the parent field of its collection.
  public let parent: FieldID
  /// What each child adds.
  public let part: FieldID
  /// Text that begins with the child's year.
  public let period: FieldID?
  /// The child's reference to the child that it corrects.
  public let corrects: FieldID?
  /// What only one original says, as ``SingleTraits/value``; nil where each child adds its part.
  public let once: FieldID?

  /// A bound on a sum; the defaults add up all live children.
  public init(
    whole: FieldID, reason: FieldID, carried: FieldID? = nil, year: FieldID? = nil,
    children: CollectionID, parent: FieldID, part: FieldID, period: FieldID? = nil,
    corrects: FieldID? = nil, once: FieldID? = nil
  ) {
    self.whole = whole
    self.reason = reason
    self.carried = carried
    self.year = year
    self.children = children
    self.parent = parent
    self.part = part
    self.period = period
    self.corrects = corrects
    self.once = once
  }

  /// The child's fields that decide.
  public var childFields: [FieldID] {
    [parent, part] + [period, corrects, once].compactMap(\.self)
  }
}
