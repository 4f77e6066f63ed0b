// The rules of single records around projects: batches and their two doors, land, acceptance in
// parts, money of preliminary work, meetings, notices, boards and letters. What a rule refuses, its
// sentence names with the record and the next step.

internal import Causality

extension Validator {
  /// Preliminary-work money goes to planning, assessment and formalities, nowhere else.
  static func checkFunding(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard record.touchesAny("kind", "purpose", "spent"), record.choice("kind") == "preparatory"
    else { return }
    let allowed = ["planning_design", "assessment", "formalities"]
    if let purpose = record.choice("purpose"), allowed.contains(purpose) { return }
    let spent = record.number("spent").map { $0.mantissa > 0 } ?? false
    guard record.has("purpose") || spent else { return }
    let names = allowed.map { record.named("purpose", $0) }.joined(separator: " ")
    let purpose = record.choice("purpose").map { record.named("purpose", $0) } ?? "—"
    problems.append(
      ValidationProblem(.preparatoryPurpose, field: "purpose", [purpose, names, record.named]))
  }

  /// Industrial land granted from 2022 on is standard land, or says why not.
  static func checkLand(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    let granted = record.date("granted_on")
    if record.touchesAny("use", "is_standard", "granted_on", "non_standard_reason"),
      record.choice("use") == "industrial", let granted, granted.components.year >= 2022,
      record.value("is_standard") != .boolean(true), !record.has("non_standard_reason"),
      record.isOn(.standardLand, granted)
    {
      problems.append(
        ValidationProblem(
          .standardLandReason, field: "non_standard_reason",
          [record.named, granted.description]))
    }
    if !record.has("first_handler"), record.context.isNew || record.touches("first_handler"),
      record.isOn(.firstHandler)
    {
      problems.append(
        ValidationProblem(.firstHandlerMissing, field: "first_handler", [record.named]))
    }
  }

  /// A building is accepted when planning, quality, safety and fire protection have all passed.
  static func checkAcceptance(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    let checks = ["plan_ok", "quality_ok", "safety_ok", "fire_ok"]
    guard record.has("accepted_on"),
      record.touches("accepted_on") || checks.contains(where: record.touches)
    else { return }
    let failing = checks.filter { record.value($0) != .boolean(true) }
    guard !failing.isEmpty else { return }
    let names = failing.map { record.collection.known($0).named }.joined(separator: " ")
    problems.append(
      ValidationProblem(.acceptanceIncomplete, field: failing[0], [record.named, names]))
  }

  /// A project enters the batches once, newly signed or newly started; production is a conversion.
  static func checkBatchMember(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard record.touchesAny("batch", "project", "origin"),
      let surroundings = record.context.surroundings, let batch = record.referred("batch")
    else { return }
    let isProducing = batch.choice("kind") == "producing"
    let name = record.referred("project")?.name ?? record.named
    if isProducing, !record.context.isBulk, record.isOn(.backwardSchedule, batch.date("held_on")),
      !surroundings.records(Schema.milestone, ("project", record.value("project")))
        .contains(where: { $0.has("planned_on") && $0.has("owner") })
    {
      problems.append(
        ValidationProblem(.batchNeedsPlan, field: "project", [name, batch.name]))
    }
    guard record.choice("origin") == "new" else { return }
    if isProducing {
      problems.append(
        ValidationProblem(.producingIsNoDoor, field: "origin", [name, batch.name]))
    }
    let others = surroundings.records(Schema.batchMember, ("project", record.value("project")))
      .filter { $0.id != record.context.record && $0.choice("origin") == "new" }
    guard let other = others.min(by: { $0.id < $1.id }) else { return }
    var first = "?"
    if case .reference(let id) = other.value("batch") {
      first = surroundings.record(id)?.name ?? id.description
    }
    problems.append(ValidationProblem(.secondDoor, field: "origin", [name, first]))
  }

  /// Leave is given by the convener, before the meeting.
  static func checkAttendance(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard record.touchesAny("status", "leave_approved_by", "leave_approved_on"),
      record.choice("status") == "leave"
    else { return }
    guard record.has("leave_approved_by") else {
      problems.append(
        ValidationProblem(.leaveUnapproved, field: "leave_approved_by", [record.named]))
      return
    }
    guard let approved = record.date("leave_approved_on"),
      let held = record.referred("meeting")?.date("held_on"), approved > held
    else { return }
    problems.append(
      ValidationProblem(
        .leaveAfterMeeting, field: "leave_approved_on",
        [record.named, approved.description, held.description]))
  }

  /// A board comes down with evidence.
  static func checkBoard(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    let isLoaded = record.context.isNew && record.context.isBulk
    guard record.touches("cleared_on"), record.has("cleared_on"), !isLoaded,
      let id = record.context.record,
      let surroundings = record.context.surroundings
    else { return }
    let proof = surroundings.records(Schema.evidence, ("board", .reference(id)))
    if proof.contains(where: { $0.choice("kind") != "ceremony_photo" }) { return }
    problems.append(ValidationProblem(.boardNeedsEvidence, field: "cleared_on", [record.named]))
  }

  /// A notice is verified after it was rectified, and by somebody else.
  static func checkNotice(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard record.touches("verified_on"), record.has("verified_on") else { return }
    if !record.has("rectified_on") {
      problems.append(ValidationProblem(.noticeNotRectified, field: "rectified_on", [record.named]))
    }
    guard let done = record.text("rectified_by"),
      done == record.text("verified_by") ?? record.context.author
    else { return }
    problems.append(ValidationProblem(.ownRequest, field: "verified_by", [done, record.named]))
  }

  /// A task letter follows the plan of milestones.
  static func checkLetter(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard record.touchesAny("kind", "issued_on", "project"), record.choice("kind") == "task",
      let surroundings = record.context.surroundings, record.has("project"),
      !record.context.isBulk
    else { return }
    let plan = surroundings.records(Schema.milestone, ("project", record.value("project")))
    if plan.contains(where: { $0.has("planned_on") && $0.has("owner") }) { return }
    problems.append(
      ValidationProblem(
        .letterNeedsPlan, field: "project",
        [record.named, record.referred("project")?.name ?? ""]))
  }

  /// What a signed letter says is changed by the city alone, with a reason.
  static func checkLetterTarget(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    let context = record.context
    guard !context.isNew, record.touchesAny("amount", "goal", "due_on", "indicator"),
      let letter = record.referred("responsibility_letter"), let signed = letter.date("signed_on"),
      context.role != .city || !context.hasReason
    else { return }
    problems.append(
      ValidationProblem(
        .letterSigned, field: "responsibility_letter", [letter.name, signed.description]))
  }
}
