// The life of an approval item, model section 2.3: accepted, perhaps paused, reviewed, decided. The
// three ways of handling: what is tolerated as missing has a promise with a date, a commitment has
// its document, and a promise is neither moved nor dropped without a reason.

internal import Catalogue
internal import Causality

enum ApprovalLifecycle {
  static let road = StatusRoad(steps: [
    ("not_accepted", ["accepted", "decided"]),
    ("accepted", ["paused", "reviewing", "decided"]),
    ("paused", ["accepted", "reviewing"]),
    ("reviewing", ["paused", "decided"]),
    ("decided", ["reviewing"]),
  ])

  static func check(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    checkListed(record, &problems)
    checkPromises(record, &problems)
    guard !record.context.isNew else { return }
    checkStatus(record, &problems)
    checkHandling(record, &problems)
  }

  private static func checkStatus(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    guard let (before, status) = road.step(of: record, as: .approvalStatus, &problems) else {
      return
    }
    var needed: [String] = []
    switch status {
    case "accepted", "reviewing": needed = ["accepted_on"]
    case "decided": needed = ["decided_on", "result"]
    case "paused":
      if !pauses(record).contains(where: { $0.to == nil }) { needed = ["pauses"] }
    default: break
    }
    if before == "paused", pauses(record).contains(where: { $0.to == nil }) { needed += ["pauses"] }
    if before == "decided", !record.context.hasReason {
      problems.append(ValidationProblem(.reopeningNeedsReason, field: "status", [record.named]))
    }
    for code in needed where code == "pauses" || !record.has(code) {
      problems.append(lacks(code, record.named("status", status), record))
    }
  }

  private static func lacks(
    _ code: String, _ what: String, _ record: ProposedRecord
  ) -> ValidationProblem {
    ValidationProblem(
      .statusNeedsField, field: code, [what, record.collection.known(code).named, record.named])
  }

  static func pauses(_ record: ProposedRecord) -> [ApprovalPause] {
    record.elements("pauses").compactMap { element in
      if case .text(let text) = element { ApprovalPause(text) } else { nil }
    }
  }

  private static func missing(_ elements: [Value]) -> [MissingItem] {
    elements.compactMap { element in
      if case .text(let text) = element { MissingItem(text) } else { nil }
    }
  }

  /// Tolerance lists what is missing, commitment has its document, and an agreement with something
  /// still missing is a conditional one.
  private static func checkHandling(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    guard record.touchesAny("handling", "result", "status", "missing_items") else { return }
    let isDecided = record.choice("status") == "decided" || record.has("result")
    guard isDecided else { return }
    let items = missing(record.elements("missing_items"))
    switch record.choice("handling") {
    case "tolerance" where items.isEmpty:
      problems.append(lacks("missing_items", record.named("handling", "tolerance"), record))
    case "commitment" where !record.has("commitment_doc"):
      problems.append(lacks("commitment_doc", record.named("handling", "commitment"), record))
    default: break
    }
    let open = items.filter { $0.suppliedOn == nil }
    guard record.choice("result") == "agreed", !open.isEmpty else { return }
    problems.append(
      ValidationProblem(
        .approvalConditional, field: "result",
        [record.named, Message.list(open.map(\.name).sorted())]))
  }

  /// A promise once made is kept, moved with a reason, or supplied.
  private static func checkPromises(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    let field = record.collection.known("missing_items")
    guard let proposed = record.sets[field.id], !record.context.isNew, !record.context.hasReason
    else { return }
    let after = missing(proposed)
    for item in missing(record.context.existingElements(field.id)) where item.suppliedOn == nil {
      let kept = after.first { $0.name == item.name }
      if let kept, kept.promiseDueOn <= item.promiseDueOn { continue }
      problems.append(
        ValidationProblem(
          .promiseMoved, field: field.code,
          [item.name, item.promiseDueOn.description, record.named]))
    }
  }

  /// Outside the list in force there is no approval: judged where a list is kept and the place
  /// asks.
  private static func checkListed(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    guard record.touches("item_code"), let code = record.text("item_code"),
      let surroundings = record.context.surroundings
    else { return }
    let day = record.date("accepted_on") ?? record.date("requested_on") ?? record.context.today
    guard record.isOn(.approvalList, day) else { return }
    let list = surroundings.records(Schema.approvalItem).filter { item in
      guard let day else { return true }
      if let from = item.date("effective_from"), from > day { return false }
      if let to = item.date("effective_to"), to < day { return false }
      return true
    }
    guard !list.isEmpty, !list.contains(where: { $0.text("item_code") == code }) else { return }
    problems.append(
      ValidationProblem(
        .approvalNotListed, field: "item_code",
        [code, record.named, list.compactMap { $0.text("list_version") }.max() ?? ""]))
  }
}
