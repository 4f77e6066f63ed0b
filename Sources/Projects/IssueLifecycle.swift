// The life of an issue or assignment, model section 2.2, as data, and the rules of closing that can
// be judged within the record: evidence, the verifier not the requester, the assigner decides, an open
// rectification notice blocks. A county closes what it assigned itself, unless a closing was requested.

internal import Causality

/// The life of issues and assignments.
public enum IssueLifecycle {
  /// Which status may follow which, by code.
  static let steps: [(from: String, to: [String])] = [
    ("registered", ["assigned", "in_progress", "escalated"]),
    ("assigned", ["in_progress", "closing_requested", "closed", "escalated"]),
    ("in_progress", ["closing_requested", "closed", "escalated"]),
    ("escalated", ["assigned", "in_progress", "closing_requested"]),
    ("closing_requested", ["verifying", "closed", "refused_closing", "in_progress"]),
    ("verifying", ["closed", "refused_closing"]),
    ("refused_closing", ["rectifying", "in_progress"]),
    ("rectifying", ["closing_requested", "escalated"]),
    ("closed", ["in_progress"]),
  ]

  /// The statuses that may follow a status, by code; none for a code that is not a status.
  public static func next(after status: String) -> [String] {
    steps.first { $0.from == status }?.to ?? []
  }

  static func check(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    let context = record.context
    let field = record.collection.known("status")
    guard record.touches(field) else { return }
    guard let status = record.choice("status") else {
      if case .code(let number) = context.existing(field.id) {
        let before = Enumeration.issueStatus.find(number)?.code ?? "#\(number)"
        problems.append(ValidationProblem(.statusUnsaid, field: "status", [named(before)]))
      }
      return
    }
    if context.isNew {
      guard !context.isBulk else { return }
      var found: [ValidationProblem] = []
      requirements(of: status, from: nil, record, &found)
      problems += found.map { problem in
        let severity = problem.severity == .forbidden ? nil : ValidationProblem.Severity.warning
        return ValidationProblem(
          problem.code, field: problem.field, problem.arguments, severity: severity)
      }
      return
    }
    var before = "registered"
    if case .code(let number) = context.existing(field.id) {
      before = Enumeration.issueStatus.find(number)?.code ?? before
    }
    guard before != status else { return }
    guard next(after: before).contains(status) else {
      let allowed = next(after: before).map(named).joined(separator: " ")
      problems.append(
        ValidationProblem(
          .illegalStatus, field: "status", [named(before), named(status), allowed]))
      return
    }
    requirements(of: status, from: before, record, &problems)
  }

  private static func named(_ code: String) -> String {
    let number = Enumeration.issueStatus.number(of: code) ?? 0
    return "\(Enumeration.issueStatus.find(number)?.zh ?? code)(\(code))"
  }

  private static func requirements(
    of status: String, from before: String?, _ record: ProposedRecord,
    _ problems: inout [ValidationProblem]
  ) {
    let isIssue = record.collection.id == Schema.issue.id
    switch status {
    case "assigned":
      for code in [isIssue ? "responsible_person" : "person", "due_on"] where !record.has(code) {
        problems.append(
          ValidationProblem(
            .statusNeedsField, field: code,
            [named(status), record.collection.known(code).named]))
      }
    case "closing_requested": checkEvidence(record, &problems)
    case "closed":
      checkEvidence(record, &problems)
      if isIssue { checkNotice(record, &problems) }
      checkVerifier(before, record, &problems)
      if let due = record.date("due_on"), let closed = record.date("closed_on"), closed > due {
        problems.append(
          ValidationProblem(
            .closedLate, field: "closed_on",
            [closed.description, due.description, "\(closed.days - due.days)"]))
      }
    case "in_progress" where before == "closed":
      if !record.context.hasReason {
        problems.append(ValidationProblem(.reopeningNeedsReason, field: "status"))
      }
      let due = record.collection.known("due_on")
      if let proposed = record.proposed[due.id], proposed != record.context.existing(due.id) {
        problems.append(ValidationProblem(.dueDateKept, field: "due_on"))
      }
    default: return
    }
  }

  private static func checkEvidence(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    let isThere = record.context.evidence().contains { $0.kind != "ceremony_photo" }
    if !isThere { problems.append(ValidationProblem(.closingNeedsEvidence, field: "status")) }
  }

  /// A rectification notice that was issued blocks closing until rectified and verified.
  private static func checkNotice(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    guard record.has("rectify_notice_no") || record.has("rectify_notice_issued_on"),
      !record.has("rectified_on") || !record.has("rectification_verified_on")
    else { return }
    problems.append(
      ValidationProblem(
        .noticeOpen, field: "rectified_on", [record.text("rectify_notice_no") ?? ""]))
  }

  private static func checkVerifier(
    _ before: String?, _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    let context = record.context
    let requester = record.text("submitted_by")
    let verifier = record.text("verified_by") ?? context.author
    let wasRequested = before == "closing_requested" || before == "verifying"
    if let requester, let verifier, requester == verifier {
      problems.append(ValidationProblem(.ownRequest, field: "verified_by", [requester]))
      return
    }
    let assigner = record.choice("assigner")
    switch context.role {
    case .city: return
    case .county:
      if wasRequested {
        problems.append(
          ValidationProblem(.ownRequest, field: "status", [requester ?? context.role.named]))
      } else if let assigner, assigner != "county" {
        problems.append(notTheAssigner(record))
      }
    case .department, .observer:
      if assigner != "department" { problems.append(notTheAssigner(record)) }
    }
  }

  private static func notTheAssigner(_ record: ProposedRecord) -> ValidationProblem {
    let field = record.collection.known("assigner")
    return ValidationProblem(
      .notTheAssigner, field: "status", [field.named(record.value(field))])
  }
}
