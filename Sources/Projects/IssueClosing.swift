// The rules of closing an issue or assignment, model section 2.2 and measures article 23. What is
// judged here holds for one record at a time: loading many at once asks of each the same.

internal import Catalogue
internal import Causality

enum IssueClosing {
  static func check(
    from before: String?, _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    checkEvidence(record, &problems)
    if record.collection.id == Schema.issue.id {
      checkNotices(record, &problems)
      checkProjects(record, &problems)
    }
    checkVerifier(record, &problems)
    guard let due = record.date("due_on"), let closed = record.date("closed_on"), closed > due
    else { return }
    let last = record.lastDay(due)
    guard closed > last.judged else { return }
    let isIssue = record.collection.id == Schema.issue.id
    let unit =
      record.text(isIssue ? "responsible_unit" : "unit")
      ?? record.text(isIssue ? "responsible_person" : "person") ?? ""
    problems.append(
      ValidationProblem(
        .closedLate, field: "closed_on",
        [closed.description, last.shown, "\(closed.days - last.judged.days)", unit]))
  }

  /// Evidence of this very record; a photograph of a ceremony proves nothing.
  static func checkEvidence(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    let context = record.context
    if context.evidence().contains(where: { $0.kind != "ceremony_photo" }) { return }
    let code: ProblemCode =
      context.isBulk && !context.isNew ? .batchClosing : .closingNeedsEvidence
    problems.append(
      ValidationProblem(code, field: "status", [record.named, record.collection.code]))
  }

  /// A rectification notice that was issued blocks closing until rectified and verified: the one
  /// noted on the issue, and every one of the collection `notice`.
  private static func checkNotices(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    if record.has("rectify_notice_no") || record.has("rectify_notice_issued_on"),
      !record.has("rectified_on") || !record.has("rectification_verified_on")
    {
      problems.append(
        ValidationProblem(
          .noticeOpen, field: "rectified_on",
          [
            record.text("rectify_notice_no") ?? "", record.named,
            record.context.record?.description ?? "ID", "rectification_verified_on",
          ]))
    }
    guard let id = record.context.record, let surroundings = record.context.surroundings else {
      return
    }
    for notice in surroundings.records(Schema.notice, ("issue", .reference(id)))
    where !notice.has("rectified_on") || !notice.has("verified_on") {
      problems.append(
        ValidationProblem(
          .noticeOpen, field: "status",
          [notice.name, record.named, notice.id.description, "verified_on verified_by"]))
    }
  }

  /// A common issue waits for each of its projects.
  private static func checkProjects(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    guard record.choice("scope") == "common", let id = record.context.record,
      let surroundings = record.context.surroundings
    else { return }
    let linked = surroundings.records(Schema.issueProject, ("issue", .reference(id)))
    if linked.isEmpty {
      problems.append(ValidationProblem(.commonIssueBare, field: "scope", [record.named]))
    }
    let open = linked.filter { !$0.has("settled_on") }.map { link in
      guard case .reference(let project) = link.value("project") else { return "?" }
      return surroundings.record(project)?.name ?? project.description
    }
    guard !open.isEmpty else { return }
    problems.append(
      ValidationProblem(
        .commonIssueOpen, field: "status",
        [record.named, Message.list(open.sorted()), "\(open.count)"]))
  }

  /// Who verifies is not who requested, and is the assigner.
  static func checkVerifier(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    let context = record.context
    let requester = record.text("submitted_by")
    let verifier = record.text("verified_by") ?? context.author
    if let requester {
      guard let verifier else {
        problems.append(
          ValidationProblem(
            .statusNeedsField, field: "verified_by",
            [
              record.named("status", "closed"), record.collection.known("verified_by").named,
              record.named,
            ]))
        return
      }
      if requester == verifier || requester == context.author {
        problems.append(
          ValidationProblem(.ownRequest, field: "verified_by", [requester, record.named]))
        return
      }
    }
    let assigner = record.choice("assigner")
    switch context.role {
    case .city: return
    case .county:
      if let assigner, assigner != "county" {
        problems.append(notTheAssigner(record))
      } else {
        problems.append(
          ValidationProblem(
            .ownRequest, field: "status", [requester ?? context.role.named, record.named]))
      }
    case .department, .observer:
      if assigner != "department" { problems.append(notTheAssigner(record)) }
    }
  }

  private static func notTheAssigner(_ record: ProposedRecord) -> ValidationProblem {
    let field = record.collection.known("assigner")
    return ValidationProblem(
      .notTheAssigner, field: "status", [field.named(record.value(field)), record.named])
  }
}
