// The life of an issue or assignment, model section 2.2, as data, and its seven rules of closing:
// evidence; another verifier than the requester; no open rectification notice; each on its own
// evidence; reopening keeps the limit; a common issue after each of its projects; financing when
// all is disbursed (with the financing needs). A county never closes: the assigner verifies.

internal import Causality

/// The life of issues and assignments.
public enum IssueLifecycle {
  static let road = StatusRoad(steps: [
    ("registered", ["assigned", "in_progress", "escalated"]),
    ("assigned", ["in_progress", "closing_requested", "escalated"]),
    ("in_progress", ["closing_requested", "escalated"]),
    ("escalated", ["assigned", "in_progress", "closing_requested"]),
    ("closing_requested", ["verifying", "closed", "refused_closing", "in_progress"]),
    ("verifying", ["closed", "refused_closing"]),
    ("refused_closing", ["rectifying", "in_progress"]),
    ("rectifying", ["closing_requested", "escalated"]),
    ("closed", ["in_progress"]),
  ])

  /// The statuses that may follow a status, by code; none for a code that is not a status.
  public static func next(after status: String) -> [String] {
    road.next(after: status)
  }

  /// Whether the day of closing in a record counts under its status, by code: a matter taken up
  /// again is not closed, though the day stays in its record. A record that says no status is as
  /// its day says.
  public static func countsClosingDay(under status: String?) -> Bool {
    status == nil || status == "closed"
  }

  /// Whether a role may archive an issue or assignment. One that is not closed is the city's, and
  /// of the department that assigned it: archived, it would be off the lists as if it were closed,
  /// and a county may not close.
  public static func mayArchive(_ record: RelatedRecord, as role: OfficeRole) -> Bool {
    switch role {
    case .city: true
    case .department:
      record.choice("status") == "closed" || record.choice("assigner") == "department"
    case .county, .observer: record.choice("status") == "closed"
    }
  }

  static func check(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    let context = record.context
    let field = record.collection.known("status")
    if record.collection.id == Schema.issue.id {
      checkLevel(record, &problems)
      checkLimit(record, &problems)
    }
    checkClosedOn(record, &problems)
    guard record.touches(field) else { return }
    guard let status = record.choice("status") else {
      if case .code(let number) = context.existing(field.id) {
        let before = Enumeration.issueStatus.find(number)?.code ?? "#\(number)"
        problems.append(
          ValidationProblem(.statusUnsaid, field: "status", [record.named("status", before)]))
      }
      return
    }
    if context.isNew {
      var found: [ValidationProblem] = []
      if !context.isBulk {
        requirements(of: status, from: nil, record, &found)
      } else if status == "closed" {
        // What lacks in records of before is not listed; who may close is asked of each.
        IssueClosing.checkVerifier(record, &found)
        found.removeAll { $0.severity != .forbidden }
      }
      problems += found.map { problem in
        let severity = problem.severity == .forbidden ? nil : ValidationProblem.Severity.warning
        return ValidationProblem(
          problem.code, field: problem.field, problem.arguments, severity: severity)
      }
      return
    }
    if let step = road.step(of: record, as: .issueStatus, first: "registered", &problems) {
      requirements(of: step.to, from: step.from, record, &problems)
    }
  }

  /// A day of closing is the closing's: alone it would only hide that nothing was verified.
  private static func checkClosedOn(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    guard !record.context.isNew, record.touches("closed_on"), record.has("closed_on"),
      record.choice("status") != "closed"
    else { return }
    problems.append(
      ValidationProblem(
        .closingUnsaid, field: "closed_on",
        [record.named, record.date("closed_on")?.description ?? ""]))
  }

  private static func requirements(
    of status: String, from before: String?, _ record: ProposedRecord,
    _ problems: inout [ValidationProblem]
  ) {
    let isIssue = record.collection.id == Schema.issue.id
    switch status {
    case "assigned":
      let person = isIssue ? ["responsible_person"] : ["unit", "person"]
      record.require(person + ["due_on"], of: status, &problems)
    case "closing_requested":
      record.require(["submitted_by"], of: status, &problems)
      IssueClosing.checkEvidence(record, &problems)
    case "closed": IssueClosing.check(from: before, record, &problems)
    case "in_progress" where before == "closed":
      if !record.context.hasReason {
        problems.append(
          ValidationProblem(.reopeningNeedsReason, field: "status", [record.named]))
      }
      let due = record.collection.known("due_on")
      if let proposed = record.proposed[due.id], proposed != record.context.existing(due.id) {
        problems.append(ValidationProblem(.dueDateKept, field: "due_on", [record.named]))
      }
    default: return
    }
  }

  /// The limit that was set moves only with a reason; reopening keeps it whatever the reason.
  private static func checkLimit(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    let field = record.collection.known("due_on")
    guard !record.context.isNew, !record.context.hasReason,
      case .date(let before) = record.context.existing(field.id),
      let proposed = record.proposed[field.id], proposed != .date(before)
    else { return }
    problems.append(
      ValidationProblem(
        .dueDateNeedsReason, field: "due_on", [record.named, before.description]))
  }

  /// An issue rises level by level: counties and departments, the deputy mayor, the weekly meeting.
  private static func checkLevel(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    let field = record.collection.known("level")
    guard record.touches(field), !record.context.isNew,
      case .integer(let before) = record.context.existing(field.id),
      case .integer(let after) = record.value(field), after > before + 1,
      !record.context.hasReason
    else { return }
    problems.append(
      ValidationProblem(
        .levelSkipped, field: "level", ["\(before)", "\(after)", record.named]))
  }
}
