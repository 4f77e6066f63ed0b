// What was found wrong with something typed: a code for programs, the place, a sentence and a next
// step for people. A refusal stops the change; a warning travels beside it.

public import Catalogue

/// Something found wrong, or worth saying, about a value, a record or a step.
public struct ValidationProblem: Error, Sendable, Hashable {
  /// Whether the change may go on.
  @frozen
  public enum Severity: Sendable, Hashable {
    /// The change is not made.
    case refusal
    /// The role may not; the change is not made, and the exit code differs.
    case forbidden
    /// The change is made; the problem is listed.
    case warning
  }

  /// Whether the change may go on.
  public let severity: Severity
  /// The kind of problem, stable for programs.
  public let code: ProblemCode
  /// The code of the field, where one field is meant.
  public let field: String?
  /// What fills the gaps of the sentences.
  public let arguments: [String]

  /// A problem of a kind. The severity is the kind's own unless given.
  public init(
    _ code: ProblemCode, field: String? = nil, _ arguments: [String] = [],
    severity: Severity? = nil
  ) {
    self.severity = severity ?? code.severity
    self.code = code
    self.field = field
    self.arguments = arguments
  }

  /// What is wrong.
  public var message: Message { Message("validation.\(code.rawValue)", arguments) }
  /// The next step; for a number that is no money, one of its own, which the last argument names.
  public var hint: Message {
    let isOfNumbers = [.notANumber, .tooPrecise, .tooLarge].contains(code)
    let named = arguments.dropFirst(2).last.flatMap { ["area", "plain"].contains($0) ? $0 : nil }
    let own = isOfNumbers ? named.map { ".\($0)" } ?? "" : ""
    return Message("validation.\(code.rawValue)\(own).hint", arguments)
  }
  /// Whether the change may go on.
  public var isRefusal: Bool { severity != .warning }
}

/// The kinds of problem. Each has a sentence `validation.<code>` and a next step
/// `validation.<code>.hint` in the catalogue; a test compares the two.
public enum ProblemCode: String, Sendable, Hashable, CaseIterable {
  // Names
  case unknownField = "unknown-field"
  case derivedField = "derived-field"
  case notASet = "not-a-set"
  // Values as typed
  case notANumber = "not-a-number"
  case notAnInteger = "not-an-integer"
  case tooPrecise = "too-precise"
  case tooLarge = "too-large"
  case negative = "negative"
  case outOfRange = "out-of-range"
  case notADate = "not-a-date"
  case monthOnly = "month-only"
  case noSuchDay = "no-such-day"
  case notAMoment = "not-a-moment"
  case notABoolean = "not-a-boolean"
  case unknownCase = "unknown-case"
  case notAReference = "not-a-reference"
  case badFormat = "bad-format"
  case controlCharacter = "control-character"
  case tooLong = "too-long"
  case wrongType = "wrong-type"
  // Records
  case required = "required"
  case missing = "missing"
  case creditCheck = "credit-check"
  case unknownRegion = "unknown-region"
  case retiredRegion = "retired-region"
  case datesOutOfOrder = "dates-out-of-order"
  case phaseOverTotal = "phase-over-total"
  case negativeNeedsReason = "negative-needs-reason"
  case progressNotSaid = "progress-not-said"
  case ownParent = "own-parent"
  case parentHoldsMoney = "parent-holds-money"
  case monthlyPlanFalls = "monthly-plan-falls"
  case planYearMissing = "plan-year-missing"
  case unauthorisedInspection = "unauthorised-inspection"
  case reportLocked = "report-locked"
  case opinionAgainst = "opinion-against"
  case notFeasible = "not-feasible"
  case taskForceMissing = "task-force-missing"
  case standardLandReason = "standard-land-reason"
  case firstHandlerMissing = "first-handler-missing"
  case acceptanceIncomplete = "acceptance-incomplete"
  case preparatoryPurpose = "preparatory-purpose"
  case leaveUnapproved = "leave-unapproved"
  case leaveAfterMeeting = "leave-after-meeting"
  case boardNeedsEvidence = "board-needs-evidence"
  case noticeNotRectified = "notice-not-rectified"
  case letterSigned = "letter-signed"
  case letterNeedsPlan = "letter-needs-plan"
  case secondDoor = "second-door"
  case producingIsNoDoor = "producing-is-no-door"
  case batchNeedsPlan = "batch-needs-plan"
  case productionTooFar = "production-too-far"
  case leaderApprovalMissing = "leader-approval-missing"
  // Operations and periods
  case sealedRecord = "sealed-record"
  case verbNotEnabled = "verb-not-enabled"
  case verbNeedsField = "verb-needs-field"
  case verbOutOfOrder = "verb-out-of-order"
  case verbRepeated = "verb-repeated"
  case rowIncomplete = "row-incomplete"
  case rowNotClaimed = "row-not-claimed"
  case differenceUnexplained = "difference-unexplained"
  case handInWithoutReport = "hand-in-without-report"
  case handInDraft = "hand-in-draft"
  case handInWithoutEvidence = "hand-in-without-evidence"
  case reportHandedIn = "report-handed-in"
  case settleBeforeClose = "settle-before-close"
  case catchUpBefore = "catch-up-before"
  case correctionNeedsReason = "correction-needs-reason"
  case lockedReportArchived = "locked-report-archived"
  case periodClosed = "period-closed"
  case ruleSetUnreadable = "rule-set-unreadable"
  case ruleSetOtherCode = "rule-set-other-code"
  case reportedAlready = "reported-already"
  case correctsOther = "corrects-other"
  case correctedAlready = "corrected-already"
  case periodNotBegun = "period-not-begun"
  case periodNotOver = "period-not-over"
  case earlierMonthOpen = "earlier-month-open"
  case reportsNotHandedIn = "reports-not-handed-in"
  case periodClosedBefore = "period-closed-before"
  case archivingUnsettled = "archiving-unsettled"
  case parentArchived = "parent-archived"
  // Approvals
  case approvalNotListed = "approval-not-listed"
  case approvalConditional = "approval-conditional"
  case promiseMoved = "promise-moved"
  // Permission
  case notPermitted = "not-permitted"
  case reservedCase = "reserved-case"
  case decidedByOther = "decided-by-other"
  case notYourLevel = "not-your-level"
  case mayNotCreate = "may-not-create"
  // Stages
  case illegalStage = "illegal-stage"
  case lastStage = "last-stage"
  case stageUnsaid = "stage-unsaid"
  case stageNeedsField = "stage-needs-field"
  case stageNeedsEvidence = "stage-needs-evidence"
  case ceremonyOnly = "ceremony-only"
  case undatedPhoto = "undated-photo"
  case stageNeedsMilestones = "stage-needs-milestones"
  case startTooFar = "start-too-far"
  case banUnresolved = "ban-unresolved"
  case toleranceOverdue = "tolerance-overdue"
  case utilitiesNotReady = "utilities-not-ready"
  case stageExpectsField = "stage-expects-field"
  case stageCorrected = "stage-corrected"
  case startUnproven = "start-unproven"
  case permitUnnumbered = "permit-unnumbered"
  case unitsNotAccepted = "units-not-accepted"
  case groupLate = "group-late"
  // Issues
  case illegalStatus = "illegal-status"
  case statusUnsaid = "status-unsaid"
  case closingNeedsEvidence = "closing-needs-evidence"
  case closingUnsaid = "closing-unsaid"
  case ownRequest = "own-request"
  case notTheAssigner = "not-the-assigner"
  case noticeOpen = "notice-open"
  case statusNeedsField = "status-needs-field"
  case closedLate = "closed-late"
  case dueDateKept = "due-date-kept"
  case dueDateNeedsReason = "due-date-needs-reason"
  case openIssueArchived = "open-issue-archived"
  case reopeningNeedsReason = "reopening-needs-reason"
  case financingNotDone = "financing-not-done"
  case batchClosing = "batch-closing"
  case commonIssueOpen = "common-issue-open"
  case commonIssueBare = "common-issue-bare"
  case levelSkipped = "level-skipped"

  /// Whether a problem of this kind stops the change, where the caller does not say otherwise.
  public var severity: ValidationProblem.Severity {
    switch self {
    case .missing, .creditCheck, .unknownRegion, .retiredRegion, .datesOutOfOrder,
      .progressNotSaid, .parentHoldsMoney, .monthlyPlanFalls, .planYearMissing,
      .stageExpectsField, .stageCorrected, .groupLate, .closedLate, .leaveAfterMeeting,
      .secondDoor, .producingIsNoDoor, .productionTooFar, .permitUnnumbered, .commonIssueBare,
      .startUnproven, .handInWithoutEvidence, .ruleSetOtherCode, .earlierMonthOpen,
      .reportsNotHandedIn:
      .warning
    case .notPermitted, .reservedCase, .decidedByOther, .notYourLevel, .mayNotCreate, .ownRequest,
      .notTheAssigner, .openIssueArchived:
      .forbidden
    default: .refusal
    }
  }
}
