// A warning: what is late, missing or short, by how much, by which clause, who must act and when
// the next step comes. Half a million of them fit into memory: what they share is kept once, and
// the sentence is made when it is asked for.

public import Causality

/// What a rule found.
public struct Warning: Sendable, Hashable {
  let head: RuleHead
  /// How urgent it is; nil for what is only coming up.
  public var level: Level?
  /// The county's code; empty for the city and for records without a county.
  public var county = ""
  /// The collection of ``record``; empty for figures.
  public var collection = ""
  /// The record it is about; nil for figures of a county or the city.
  public var record: RecordID?
  /// The record's name, or the group's that a figure is of.
  public var recordName = ""
  /// The last day as judged.
  public var due: CivilDate?
  /// The last day as counted.
  public var nominalDue: CivilDate?
  /// The day on which the level rises next.
  public var next: CivilDate?
  /// Whether the numbers are counts, rather than money or areas.
  public var isCount = true
  /// What there is, exactly: a count, 万元, 亩 or working days.
  public var numerator: ExactDecimal?
  /// What it is held against.
  public var denominator: ExactDecimal?
  let grounds: Grounds
  /// The step of the ladder that its lateness has reached; nil where lateness changes nothing.
  var step: LadderStep?
  /// The records behind it where they are not the one record; by id, at most ``recordsMax``.
  var others: [RecordID] = []
  /// How many records are behind it.
  public var recordCount = 0

  /// The most record ids that one warning lists.
  public static var recordsMax: Int { 1_000 }

  init(_ head: RuleHead, _ level: Level?, _ grounds: Grounds) {
    self.head = head
    self.level = level
    self.grounds = grounds
  }

  /// The rule's number.
  public var rule: String { head.rule.id }
  /// The rule set's code.
  public var ruleSet: String { head.ruleSet }
  /// The step of the ladder that follows.
  public var action: LadderStep { step ?? head.rule.action(at: level ?? .info, isDraft: isAdvice) }
  /// Who must act.
  public var who: Phrase { head.rule.who }
  /// Document and article.
  public var clause: String { head.rule.clause }
  /// The reading that was used, by its name.
  public var reading: String? { head.rule.reading }
  /// Whether the rule set is a draft, so that this is advice.
  public var isAdvice: Bool { head.isDraft }
  /// Why.
  public var reason: Reason { grounds.reason(head.rule) }
  /// The records behind it, by id; at most ``recordsMax``.
  public var records: [RecordID] {
    others.isEmpty ? record.map { [$0] } ?? [] : others
  }
}

/// What all warnings of a rule share.
final class RuleHead: Sendable, Hashable {
  let rule: Rule
  let ruleSet: String
  let isDraft: Bool

  init(_ rule: Rule, _ ruleSet: RuleSet) {
    self.rule = rule
    self.ruleSet = ruleSet.code
    isDraft = rule.isDraft ?? ruleSet.isDraft
  }

  /// Versions of a rule differ by their first day.
  static func == (left: RuleHead, right: RuleHead) -> Bool {
    left === right
      || left.rule.id == right.rule.id && left.ruleSet == right.ruleSet
        && left.rule.effectiveFrom == right.rule.effectiveFrom
        && left.rule.reading == right.rule.reading
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(rule.id)
    hasher.combine(ruleSet)
  }
}

/// A rule that could not be judged, and why: the calendar ends before the day it needs.
public struct Unjudged: Sendable, Hashable {
  /// The rule's number.
  public let rule: String
  /// The refusal.
  public let fault: CalendarFault
}
