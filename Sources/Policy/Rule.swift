// A rule as data: what it looks at, what it asks, by when, and what follows. Rules of a known kind
// are added by writing them into a rule set; nothing here knows a document.

internal import Catalogue
public import Causality

/// How urgent a warning is. The documents name actions, not colours: yellow is a soft rule broken
/// or a hard one about to be, red a hard rule broken.
public enum Level: String, Sendable, Hashable, CaseIterable, Comparable {
  case info
  case yellow
  case red

  public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

  var rank: Int { self == .info ? 0 : self == .yellow ? 1 : 2 }
}

/// A few words in both languages.
public struct Phrase: Sendable, Hashable {
  /// In Chinese.
  public let zh: String
  /// In English.
  public let en: String

  /// Words in both languages.
  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  /// The words of a catalogue's entry.
  init(_ key: String) {
    zh = Catalogue.text(Message(key), in: .zh)
    en = Catalogue.text(Message(key), in: .en)
  }
}

/// A rule of a rule set.
public struct Rule: Sendable {
  /// How binding the text's word is.
  public enum Strength: String, Sendable, Hashable {
    /// 确保, 必须, 要实现, 应.
    case hard
    /// 力争, 争取, 原则上, 努力, 建议: yellow at most.
    case soft
  }

  /// One way to read a text that can be read in several.
  public struct Reading: Sendable, Hashable {
    /// The reading's name in the rule set.
    public let name: String
    /// What it means.
    public let phrase: Phrase
  }

  /// The number of the requirement in `rules.csv`.
  public let id: String
  /// The kind's name.
  public let kind: Kind
  /// What it asks, in a few words.
  public let title: Phrase
  /// What is said where a period has passed without it, `{period}` being the period; nil for the
  /// title.
  public let breach: Phrase?
  /// Document and article.
  public let clause: String
  /// How binding it is.
  public let strength: Strength
  /// Who must act.
  public let who: Phrase
  /// The first day of its force; acts before it are not judged by it.
  public internal(set) var effectiveFrom: CivilDate
  /// The last day of its force; nil while it has none.
  public internal(set) var effectiveTo: CivilDate?
  /// The ways the text can be read; empty where there is one.
  public let readings: [Reading]
  /// The reading that holds.
  public let reading: String?
  /// What follows each level, where the text says it.
  public let actions: [Level: LadderStep]
  /// Its line in the rule set.
  public let line: Int
  let body: Body
  /// Whether the version of the set that it is of is a draft; nil where the set has one version.
  var isDraft: Bool?

  /// The kinds of rules.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case deadline
    case chain
    case approvalLimit = "approval-limit"
    case approvalTotal = "approval-total"
    case approvalPlan = "approval-plan"
    case ratio
    case quota
    case target
    case cadence
    case coverage
    case progress
    case statedTotal = "stated-total"
    case duty
    case scoring
  }

  enum Body: Sendable {
    case deadline(Deadline)
    case chain([String])
    case approvalLimit(ApprovalLimit)
    case approvalTotal(ApprovalTotal)
    case approvalPlan(PlanTotal)
    case goal(Goal)
    case cadence(Cadence)
    case coverage(Coverage)
    case progress(Progress)
    case statedTotal(StatedSum)
    case duty(Duty)
    case scoring(ScoreSheet)
  }

  /// Whether the rule is in force on a day.
  public func isInForce(on date: CivilDate) -> Bool {
    date >= effectiveFrom && effectiveTo.map { date <= $0 } != false
  }

  /// Nothing asked; what a judge holds before its first rule.
  static let none = Rule(
    id: "", kind: .chain, title: Phrase(zh: "", en: ""), breach: nil, clause: "", strength: .soft,
    who: Phrase(zh: "", en: ""), effectiveFrom: .latest, effectiveTo: nil, readings: [],
    reading: nil, actions: [:], line: 0, body: .chain([]))

  /// The level of breaking it where nothing else is said.
  var breachLevel: Level { strength == .hard ? .red : .yellow }

  /// What follows a level: the text's own step, else criticism for red and a reminder below; of a
  /// draft, which binds nobody, a reminder.
  func action(at level: Level, isDraft: Bool) -> LadderStep {
    actions[level] ?? (level == .red && !isDraft ? .criticise : .remind)
  }

  /// The highest step that lateness alone leads to: a soft rule goes on the board.
  var ladderTop: LadderStep { strength == .hard ? .account : .board }
}

/// What a rule's records are.
struct Scope: Sendable {
  var collection: Int
  var conditions: [Condition]
}

/// Something to be done within a term after something else.
struct Deadline: Sendable {
  enum Start: Sendable {
    case field(Path)
    case date(CivilDate)
    /// When another rule's act was done.
    case rule(String)
  }

  struct Stage: Sendable {
    var term: Term
    var level: Level
    /// Whether the last day itself is late already.
    var isInclusive = false
  }

  var scope: Scope
  var start: Start
  /// The day that a record may name in place of the other rule's act.
  var named: Path?
  /// The day itself, where a record names it: nothing is counted.
  var dueField: Path?
  /// In the order they fall due; empty where `dueField` says the day.
  var stages: [Stage]
  var done: [Path]
  /// What makes an act complete that is dated already.
  var complete: [Condition]
  var ahead: [Ahead]
  var isPlan: Bool
  var isRolled: Bool
  /// The harder deadline behind this one.
  var then: String?
  var lateLevel: Level
}

/// A reminder before the day.
struct Ahead: Sendable {
  /// Days or working days before.
  var amount: Int
  var isWorkdays: Bool
  var level: Level
}

/// The working days an approving department has for an item.
struct ApprovalLimit: Sendable {
  struct Item: Sendable {
    var conditions: [Condition]
    var workdays: Int
  }

  var scope: Scope
  var items: [Item]
}

/// The working days that all approvals before the start may take together.
struct ApprovalTotal: Sendable {
  var scope: Scope
  var workdays: Int
  var ahead: [Ahead]
}

/// The working days that a project's approvals may take together as they are planned.
struct PlanTotal: Sendable {
  var scope: Scope
  var workdays: Int
  var level: Level
}

/// Totals that are stated beside their parts.
struct StatedSum: Sendable {
  var scope: Scope
  var value: Path
  /// The field by which a part names its total.
  var reference: Int
  var level: Level
}

/// A count or sum.
struct Measure: Sendable {
  enum What: Sendable {
    case count
    case sum(Path)
    /// Records of the collection reached, each once.
    case distinct([Int])
    case figure(String)
  }

  var scope: Scope
  var what: What
  /// Decimal places of the result.
  var places: Int
}

/// A figure, or a rate of two, to be reached.
struct Goal: Sendable {
  struct Band: Sendable {
    var comparator: Comparator
    /// In units, exact.
    var target: ExactDecimal
    var level: Level
  }

  enum Schedule: Sendable {
    /// At the end of every period, or so many periods later.
    case period(Period.Kind, lag: Int)
    case by(CivilDate)
    /// On any day, the measures looking at the period that the day lies in.
    case always(Period.Kind?)
  }

  enum Group: Sendable {
    case city
    /// Counties and districts.
    case county
    /// Development zones.
    case zone
    /// Both.
    case area
    case field(Path)
  }

  var numerator: Measure
  var denominator: Measure?
  var bands: [Band]
  var schedule: Schedule
  var group: Group
  var ahead: [Ahead]
  /// From when on the target grows evenly to its day.
  var linearFrom: CivilDate?
}

/// Something to be done so often.
struct Cadence: Sendable {
  /// Whose it is: each record of a scope, or nil for the office's own.
  var subjects: Scope?
  var events: Scope
  var on: Path
  /// The events' field that refers to the subject.
  var reference: Int?
  /// The events' field that refers to further subjects.
  var also: Int?
  var every: Period.Kind
  /// Even months only.
  var isEven: Bool
  /// The day of the month, of a year's first month, by which it is to be done; nil for the period's
  /// end.
  var day: Int?
  var atLeast: Int
  /// Whether each county is to do it, rather than the office.
  var isPerCounty: Bool
  var level: Level
  var repeated: (times: Int, level: Level)?
  var ahead: [Ahead]
}

/// Something that every record of a scope must have.
struct Coverage: Sendable {
  var scope: Scope
  var require: [Condition]
  /// What each condition is of, in words; nil where no field has them.
  var asked: [Phrase?]
  var level: Level
  /// The date of the act that the rule's version is judged by.
  var on: Path?
  /// The last day, where a record names one: as counted; it is judged on a working day.
  var due: Path?
}

/// How far behind its plan a project may be, in percentage points.
struct Progress: Sendable {
  struct Band: Sendable {
    var comparator: Comparator
    var points: Int
    var level: Level
  }

  var scope: Scope
  var bands: [Band]
  /// The first month of the line that stands in for a monthly plan.
  var firstMonth: Int
  /// The month in which the plan is due in full.
  var lastMonth: Int
  /// Whether a project's own monthly plan goes before the line.
  var usesMonthlyPlan: Bool
  /// Whether the line of a project that starts in the year begins with the month of its start.
  var isFromStart: Bool
}

/// Which unit is responsible for what.
struct Duty: Sendable {
  struct Line: Sendable {
    var conditions: [Condition]
    var unit: Phrase
  }

  var scope: Scope
  var lines: [Line]
}
