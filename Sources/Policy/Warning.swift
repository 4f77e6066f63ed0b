// A warning: what is late, missing or short, by how much, by which clause, who must act and when the
// next step comes. The sentence is made when it is asked for; everything in it is a field as well.

public import Catalogue
public import Causality

/// What a rule found.
public struct Warning: Sendable, Hashable {
  /// The rule's number.
  public var rule: String
  /// The rule set's code.
  public var ruleSet: String
  /// How urgent it is; nil for what is only coming up.
  public var level: Level?
  /// The step of the ladder that follows.
  public var action: LadderStep
  /// Who must act.
  public var who: Phrase
  /// The county's code; empty for the city and for records without a county.
  public var county: String
  /// The collection of ``record``.
  public var collection: String
  /// The record it is about; nil for figures of a county or the city.
  public var record: RecordID?
  /// The record's name.
  public var recordName: String
  /// The last day as judged.
  public var due: CivilDate?
  /// The last day as counted.
  public var nominalDue: CivilDate?
  /// The day on which the level rises next.
  public var next: CivilDate?
  /// What there is, exactly: a count, 万元, days or points.
  public var numerator: ExactDecimal?
  /// What it is held against.
  public var denominator: ExactDecimal?
  /// Why.
  public var reason: Reason
  /// Document and article.
  public var clause: String
  /// The reading that was used, by its name.
  public var reading: String?
  /// The records behind it, by id; at most ``recordsMax``.
  public var records: [RecordID]
  /// How many records are behind it.
  public var recordCount: Int
  /// Whether the rule set is a draft, so that this is advice.
  public var isAdvice: Bool

  /// The most record ids that one warning lists.
  public static var recordsMax: Int { 1_000 }
}

/// A sentence with numbers, in either language.
public struct Reason: Sendable, Hashable {
  /// The entry of the catalogue.
  public let key: String
  /// What the rule asks; fills the first gap.
  public let title: Phrase
  /// What fills the other gaps.
  public let arguments: [String]

  /// The sentence.
  public func text(_ language: Language) -> String {
    Catalogue.text(
      Message(key, [language == .zh ? title.zh : title.en] + arguments), in: language)
  }
}

/// A rule that could not be judged, and why: the calendar ends before the day it needs.
public struct Unjudged: Sendable, Hashable {
  /// The rule's number.
  public let rule: String
  /// The refusal.
  public let fault: CalendarFault
}
