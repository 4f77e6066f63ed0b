// Issues assigned and written off: each with the steps that may follow, judged by the rules of
// closing, and never over a status that another wrote meanwhile. What was typed for a step that is
// refused comes back with the refusal.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// A step that was not taken: why, and what was typed for it.
private struct RefusedStep {
  let record: Record
  let sent: Form
  let message: Message
}

extension Pages {
  private static let issuesPerPage = 60

  /// `/city/issues`, of `?show=` `open`, `overdue` or `closed`.
  func issues(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in try issuesPage(visit) }
  }

  private func issuesPage(_ visit: Visit, _ refused: RefusedStep? = nil) throws -> Answer {
    var visit = visit
    if refused != nil { visit.path = "/city/issues" }
    let asked = refused?.sent["show"] ?? visit.query["show"] ?? ""
    let shown = ["open", "overdue", "closed"].contains(asked) ? asked : "open"
    let all = try store.read { snapshot throws(StoreError) in
      try snapshot.all("issue", in: nil)
    }
    func isClosed(_ fields: ShownFields) -> Bool { fields.choice("status") == "closed" }
    func isOverdue(_ fields: ShownFields) -> Bool {
      guard let today, let due = fields.date("due_on") else { return false }
      return !isClosed(fields) && due < today
    }
    var counts = ["open": 0, "overdue": 0, "closed": 0]
    var found: [(Record, ShownFields)] = []
    // What was typed stands first, wherever its issue stands by now.
    var first = refused.map { ($0.record, ShownFields($0.record, schema, asOf: .latest)) }
    for record in all {
      let fields = ShownFields(record, schema, asOf: .latest)
      let state = isClosed(fields) ? "closed" : "open"
      counts[state, default: 0] += 1
      if isOverdue(fields) { counts["overdue", default: 0] += 1 }
      if record.id == refused?.record.id {
        first = (record, fields)
      } else if shown == state || (shown == "overdue" && isOverdue(fields)) {
        found.append((record, fields))
      }
    }
    found.sort {
      ($0.1.date("due_on") ?? .latest, $0.0.id) < ($1.1.date("due_on") ?? .latest, $1.0.id)
    }
    let page = max(1, min(visit.query.text("page").flatMap { Int($0) } ?? 1, 1_000_000))
    var lines = Array(
      found.dropFirst((page - 1) * Self.issuesPerPage).prefix(Self.issuesPerPage))
    if let first { lines.insert(first, at: 0) }
    var model: Model = [
      "tabs": ["open", "overdue", "closed"].map { code -> Model in
        [
          "label": visit.text("page.issues-\(code)"), "count": "\(counts[code] ?? 0)",
          "path": "/city/issues?show=\(code)", "isHere": code == shown,
        ]
      },
      "lines": lines.map { record, fields -> Model in
        let typed = record.id == refused?.record.id ? refused?.sent : nil
        return line(record, fields, isOverdue(fields), typed, visit)
      },
      "isEmpty": lines.isEmpty,
      "mayCreate": mayCreate("issue"), "show": shown, "people": settings.author,
    ]
    if found.count > page * Self.issuesPerPage {
      model["next"] = "/city/issues?show=\(shown)&page=\(page + 1)"
    }
    return visit.page(
      "issues", title: visit.text("page.city-issues"), place: "city", model,
      remarks: refused.map { [Remark(tone: .refusal, message: $0.message)] } ?? [],
      status: refused == nil ? .ok : .conflict)
  }

  private func line(
    _ record: Record, _ fields: ShownFields, _ isOverdue: Bool, _ typed: Form?, _ visit: Visit
  ) -> Model {
    let status = schema.collection(record.collection)?.field("status")
    let code = fields.choice("status") ?? "registered"
    let number = status?.enumeration?.number(of: code)
    let label = number.map { ValueWords.shown(.code($0), status, visit.language) } ?? code
    let person = fields.text("responsible_person")
    let due = fields.date("due_on")?.description ?? ""
    var model: Model = [
      "id": record.id.description, "name": visit.named(fields.text("name")),
      "unit": fields.text("responsible_unit"), "person": person, "due": due,
      "isOverdue": isOverdue, "code": code, "status": label,
      "typedPerson": typed?["person"] ?? person, "typedDue": typed?["due"] ?? due,
      "typedReason": typed?["reason"] ?? "",
    ]
    if let typed {
      model["unrecorded"] =
        ["text": visit.text("page.issue-unrecorded", unrecorded(typed, status, visit))] as Model
    }
    guard let status, let role else { return model }
    model["seen"] = ValueWords.seen(record, status.id)
    let next = IssueLifecycle.next(after: code).filter { step in
      status.enumeration?.number(of: step).map {
        Permissions.mayWrite(status, .code($0), role)
      } ?? false
    }
    model["hasSteps"] = !next.isEmpty
    model["wantsPerson"] = next.contains("assigned")
    model["wantsEvidence"] = next.contains("closing_requested") || next.contains("closed")
    if case .reference(let project)? = schema.collection(record.collection)?.parentField
      .flatMap({ record[$0.id] })
    {
      model["project"] = project.description
    }
    model["steps"] = next.map { step -> Model in
      [
        "value": step, "isChosen": step == typed?["status"],
        "label": status.enumeration?.number(of: step)
          .map { status.display(.code($0), visit.language) } ?? step,
      ]
    }
    return model
  }

  /// What was typed for a step, in words: also where the step is none of those that may follow now.
  private func unrecorded(_ typed: Form, _ status: FieldDefinition?, _ visit: Visit) -> String {
    let step = typed.text("status").map { code in
      status?.enumeration?.number(of: code)
        .map { ValueWords.shown(.code($0), status, visit.language) } ?? code
    }
    return [step, typed.text("person"), typed.text("due"), typed.text("reason")]
      .compactMap(\.self).joined(separator: " · ")
  }

  /// `POST /city/issues/{id}`: `status`, with the person and the limit where it is assigned.
  func actOnIssue(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      let record = try find(visit)
      let collection = try collection(of: record)
      guard collection.code == "issue", let status = collection.field("status"),
        let step = sent.text("status")
      else { throw Stop(.badRequest, "page.choose") }
      func refused(_ message: Message) throws -> Answer {
        try issuesPage(visit, RefusedStep(record: record, sent: sent, message: message))
      }
      guard FormReading.isSame(sent["seen"] ?? "", ValueWords.seen(record, status.id)) else {
        return try refused(Message("page.issue-moved"))
      }
      do {
        let draft = RecordDraft(
          collection, record.id, existing: record,
          try assignments(step, status, collection, record, sent))
        guard !draft.isEmpty else { return .redirect("/city/issues") }
        let done = try Recording(
          store, ledger: record.ledger, author: settings.author, today: today
        ).commit(
          draft, reason: sent.text("reason"),
          expecting: [
            Expectation(
              collection: record.collection, record: record.id, field: status.id,
              dots: record.state(status.id)?.siblings.map(\.dot) ?? [])
          ])
        if let session = visit.session {
          let shown = status.display(try status.parse(step), visit.language)
          let told = Remark(tone: .done, message: Message("page.issue-done", [shown]))
          sessions.leave(
            [told] + done.warnings.map { Remark(tone: .warning, message: $0.message) },
            for: session)
        }
        return .redirect("/city/issues?show=\(Form.encode(sent["show"] ?? "open"))")
      } catch let draft as DraftRefused {
        return try refused(draft.refusals.first?.message ?? Message("page.refused"))
      } catch let problem as ValidationProblem {
        return try refused(problem.message)
      } catch let error as StoreError where error.code == .siblingsChanged {
        return try refused(Message("page.issue-moved"))
      }
    }
  }

  /// The step itself, and what says who took it and when.
  private func assignments(
    _ step: String, _ status: FieldDefinition, _ collection: CollectionDefinition,
    _ record: Record, _ sent: Form
  ) throws -> [Assignment] {
    var assignments = [Assignment(status, .write(try status.parse(step)))]
    func write(_ code: String, _ text: String?) throws {
      guard let text, let field = collection.field(code) else { return }
      assignments.append(Assignment(field, .write(try field.parse(text))))
    }
    let day = today?.description
    switch step {
    case "assigned":
      try write("responsible_person", sent.text("person"))
      try write("due_on", sent.text("due"))
    case "closing_requested":
      try write("submitted_by", sent.text("by") ?? settings.author)
      try write("submitted_on", day)
    case "closed":
      try write("verified_by", sent.text("by") ?? settings.author)
      try write("closed_on", day)
    case "refused_closing": try write("refusal_reason", sent.text("reason"))
    default: break
    }
    return assignments
  }
}
