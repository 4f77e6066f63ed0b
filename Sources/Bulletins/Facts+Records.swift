// The records behind a bulletin's annexes: projects, approvals, issues, and who has reported.

public import Causality

/// How a project stands against its plan.
public enum Light: String, Sendable, Hashable, CaseIterable {
  case none
  case yellow
  case red
}

/// The lists a project is on.
public struct ProjectLists: OptionSet, Sendable, Hashable {
  /// One bit a list, as named below.
  public let rawValue: UInt8
  /// Lists by their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// 签约一批 of the period.
  public static let signing = ProjectLists(rawValue: 1)
  /// 开工一批 of the period.
  public static let start = ProjectLists(rawValue: 2)
  /// 投产一批 of the period.
  public static let production = ProjectLists(rawValue: 4)
  /// 省重点.
  public static let provincial = ProjectLists(rawValue: 8)
  /// 市重点.
  public static let city = ProjectLists(rawValue: 16)
  /// To be started this year.
  public static let plannedStart = ProjectLists(rawValue: 32)
  /// In preparation, else under construction.
  public static let preliminary = ProjectLists(rawValue: 64)

  static let all = ProjectLists(rawValue: 127)
}

/// A project as of the end of the period; money in 万元.
public struct ProjectFact: Sendable, Hashable {
  /// The project's code, unique among the facts.
  public var code: String
  /// The project's name as it is printed.
  public var name: String
  /// The county's code.
  public var county: String
  /// The lists it is on in the period.
  public var lists: ProjectLists
  /// Planned from start to end.
  public var totalInvestment: ExactDecimal?
  /// From the start to the end of last year.
  public var priorCumulative: ExactDecimal?
  /// Planned for the year of the bulletin.
  public var annualPlan: ExactDecimal?
  /// From January to the month of the bulletin.
  public var completed: ExactDecimal?
  /// What the period's plan was to complete from January on; nil without a monthly plan.
  public var expected: ExactDecimal?
  /// Planned for the month of the bulletin; nil without a monthly plan.
  public var monthPlan: ExactDecimal?
  /// What the last ten days completed.
  public var tenDays: ExactDecimal?
  /// From January to those ten days.
  public var toTenDays: ExactDecimal?
  /// Where the project stands, in the reporter's words.
  public var progress = ""
  /// The building unit and who answers for it.
  public var builder = ""
  /// The leader who answers for it; may be empty.
  public var leader = ""
  /// Signed; nil while it is not.
  public var signedOn: CivilDate?
  /// When the contract began to be performed; nil while it was not.
  public var performedOn: CivilDate?
  /// When construction was to begin.
  public var plannedStartOn: CivilDate?
  /// When construction began in substance; nil while it has not.
  public var startedOn: CivilDate?
  /// When production was to begin.
  public var plannedProductionOn: CivilDate?
  /// When production began; nil while it has not.
  public var producingOn: CivilDate?
  /// The warning light of the month's last day.
  public var light = Light.none
  /// Why the light is lit.
  public var reason = ""

  /// The plan that investment is held against; nil without one, and for a plan of nothing. A
  /// project without it is in no rate of completion, numerator and denominator alike: indicator A3.
  public var planHeld: ExactDecimal? { annualPlan.flatMap { $0 > ExactDecimal(0) ? $0 : nil } }

  /// A project without figures.
  public init(code: String, name: String, county: String, lists: ProjectLists) {
    self.code = code
    self.name = name
    self.county = county
    self.lists = lists
  }
}

/// An approval that a project needs.
public struct ApprovalFact: Sendable, Hashable {
  /// The project's code.
  public var project: String
  /// The name of the approval.
  public var item: String
  /// The unit that decides.
  public var unit: String
  /// When that unit accepted the papers; nil while it has not.
  public var acceptedOn: CivilDate?
  /// By when it has to decide.
  public var dueOn: CivilDate?
  /// When it decided; nil while it has not.
  public var decidedOn: CivilDate?

  /// An approval.
  public init(
    project: String, item: String, unit: String, acceptedOn: CivilDate? = nil,
    dueOn: CivilDate? = nil, decidedOn: CivilDate? = nil
  ) {
    self.project = project
    self.item = item
    self.unit = unit
    self.acceptedOn = acceptedOn
    self.dueOn = dueOn
    self.decidedOn = decidedOn
  }
}

/// How far an issue has come.
public enum IssueState: String, Sendable, Hashable, CaseIterable {
  /// Assigned, in work.
  case assigned
  case settled
  /// The request for settling was refused.
  case refused
}

/// An issue of a project.
public struct IssueFact: Sendable, Hashable {
  /// The project's code.
  public var project: String
  /// What the issue is.
  public var text: String
  /// The unit that has to settle it.
  public var unit: String
  /// When it was assigned.
  public var assignedOn: CivilDate?
  /// By when it is to be settled.
  public var dueOn: CivilDate?
  /// How far it has come.
  public var state: IssueState
  /// When it was closed; nil while it is open.
  public var closedOn: CivilDate?

  /// An issue.
  public init(
    project: String, text: String, unit: String, assignedOn: CivilDate? = nil,
    dueOn: CivilDate? = nil, state: IssueState = .assigned, closedOn: CivilDate? = nil
  ) {
    self.project = project
    self.text = text
    self.unit = unit
    self.assignedOn = assignedOn
    self.dueOn = dueOn
    self.state = state
    self.closedOn = closedOn
  }
}

extension IssueFact {
  /// The days by which it was settled after its day, or is beyond it at the end of another day; nil
  /// where it was in time or has no day.
  func lateDays(at end: CivilDate) -> Int? {
    guard let dueOn else { return nil }
    let day = state == .settled ? closedOn ?? dueOn : end
    return day > dueOn ? Int(day.days) - Int(dueOn.days) : nil
  }
}

/// A unit that has to report.
public struct ReporterFact: Sendable, Hashable {
  /// The unit's name.
  public var unit: String
  /// The last day on which its report is in time.
  public var dueOn: CivilDate
  /// When it reported; nil while it has not, and where nobody said the day.
  public var reportedOn: CivilDate?
  /// Whether all its reports are in and of one or more nobody said the day: ``reportedOn`` is then
  /// the last day known.
  public var isUndated: Bool

  /// A unit.
  public init(
    unit: String, dueOn: CivilDate, reportedOn: CivilDate? = nil, isUndated: Bool = false
  ) {
    self.unit = unit
    self.dueOn = dueOn
    self.reportedOn = reportedOn
    self.isUndated = isUndated
  }
}
