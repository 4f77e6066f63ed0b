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
  public let rawValue: UInt8
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
  public var code: String
  public var name: String
  /// The county's code.
  public var county: String
  public var lists: ProjectLists
  public var totalInvestment: ExactDecimal?
  /// From the start to the end of last year.
  public var priorCumulative: ExactDecimal?
  public var annualPlan: ExactDecimal?
  /// From January to the month of the bulletin.
  public var completed: ExactDecimal?
  /// What the period's plan was to complete from January on; nil without a monthly plan.
  public var expected: ExactDecimal?
  public var monthPlan: ExactDecimal?
  /// What the last ten days completed.
  public var tenDays: ExactDecimal?
  /// From January to those ten days.
  public var toTenDays: ExactDecimal?
  public var progress = ""
  /// The building unit and who answers for it.
  public var builder = ""
  public var leader = ""
  public var signedOn: CivilDate?
  public var performedOn: CivilDate?
  public var plannedStartOn: CivilDate?
  public var startedOn: CivilDate?
  public var plannedProductionOn: CivilDate?
  public var producingOn: CivilDate?
  public var light = Light.none
  /// Why the light is lit.
  public var reason = ""

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
  public var item: String
  public var unit: String
  public var acceptedOn: CivilDate?
  public var dueOn: CivilDate?
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
  public var text: String
  public var unit: String
  public var assignedOn: CivilDate?
  public var dueOn: CivilDate?
  public var state: IssueState
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
  public var unit: String
  public var dueOn: CivilDate
  public var reportedOn: CivilDate?

  /// A unit.
  public init(unit: String, dueOn: CivilDate, reportedOn: CivilDate? = nil) {
    self.unit = unit
    self.dueOn = dueOn
    self.reportedOn = reportedOn
  }
}
