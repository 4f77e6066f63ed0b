// What the fields of one record must say together: dates in order, parts within wholes, reports
// with their reasons, projects of somebody else's level. Each rule looks only where the change
// touches.

internal import Causality

extension Validator {
  static func checkRecord(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    checkDates(record, onlyTouched: true, &problems)
    switch record.collection.id {
    case Schema.project.id:
      checkProject(record, &problems)
      checkTaskForce(record, &problems)
      checkTwoYears(record, &problems)
    case Schema.progressReport.id:
      checkReport(record, &problems)
      checkReportPeriod(record, &problems)
      checkOneReport(record, &problems)
      checkLeaderApproval(record, &problems)
      LedgerOperation.checkClaimed(record, &problems)
    case Schema.issue.id, Schema.assignment.id: IssueLifecycle.check(record, &problems)
    case Schema.approval.id: ApprovalLifecycle.check(record, &problems)
    case Schema.financingNeed.id: checkFinancing(record, &problems)
    case Schema.visit.id: checkVisit(record, &problems)
    case Schema.milestone.id: checkLevel(record, record.context.project, &problems)
    case Schema.ledgerOp.id:
      checkSealed(record, &problems)
      if record.context.isNew { LedgerOperation.check(record, &problems) }
    case Schema.periodClose.id:
      checkSealed(record, &problems)
      checkClose(record, &problems)
    default: checkDuty(record, &problems)
    }
  }

  private static func checkDuty(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    switch record.collection.id {
    case Schema.funding.id: checkFunding(record, &problems)
    case Schema.batchMember.id: checkBatchMember(record, &problems)
    case Schema.attendance.id: checkAttendance(record, &problems)
    case Schema.notice.id: checkNotice(record, &problems)
    case Schema.board.id: checkBoard(record, &problems)
    case Schema.letter.id: checkLetter(record, &problems)
    case Schema.letterTarget.id: checkLetterTarget(record, &problems)
    case Schema.reserveEntry.id: ReserveLibrary.check(record, &problems)
    case Schema.landParcel.id: checkLand(record, &problems)
    case Schema.acceptanceUnit.id: checkAcceptance(record, &problems)
    case Schema.correction.id: checkCorrection(record, &problems)
    default: return
    }
  }

  private static func checkProject(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    let context = record.context
    checkFigures(record, &problems)
    if !context.isNew { checkLevel(record, context.existing, &problems) }
    if record.has("parent_id"), record.touches("parent_id"),
      !context.project(record.collection.known("total_investment").id).isBlank
    {
      problems.append(ValidationProblem(.parentHoldsMoney, field: "parent_id"))
    }
    if record.touches("annual_plan"), record.has("annual_plan"), !record.has("annual_plan_year") {
      problems.append(ValidationProblem(.planYearMissing, field: "annual_plan_year"))
    }
    if record.touches("substantive_start_on"), record.has("substantive_start_on"), !context.isNew,
      !context.isBulk, case .code(let number) = record.value(stageField),
      Stage(rawValue: number)?.hasReached(.started) == false
    {
      problems.append(
        ValidationProblem(.startUnproven, field: "substantive_start_on", [record.named]))
    }
    guard record.touches(stageField) else { return }
    var before: Stage?
    if !context.isNew, case .code(let number) = context.existing(stageField.id) {
      before = Stage(rawValue: number)
    }
    var stage: Stage?
    if case .code(let number) = record.value(stageField) { stage = Stage(rawValue: number) }
    problems += StageMachine.check(from: before, to: stage, record)
  }

  /// Parts within wholes, and no project its own parent.
  static func checkFigures(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    if let phase = record.number("phase1_investment"),
      let total = record.number("total_investment"),
      phase > total
    {
      problems.append(
        ValidationProblem(
          .phaseOverTotal, field: "phase1_investment", [phase.description, total.description]))
    }
    if let id = record.context.record, record.value("parent_id") == .reference(id) {
      problems.append(ValidationProblem(.ownParent, field: "parent_id"))
    }
    var highest: (field: FieldDefinition, amount: ExactDecimal)?
    for field in monthlyPlan {
      guard case .decimal(let amount) = record.value(field) else { continue }
      if let before = highest, amount < before.amount {
        problems.append(
          ValidationProblem(
            .monthlyPlanFalls, field: field.code,
            [field.named, amount.description, before.field.named, before.amount.description]))
      }
      highest = (field, amount)
    }
  }

  private static let monthlyPlan = (77...88).compactMap {
    Schema.project.field(FieldID(rawValue: $0))
  }
  private static let levelField = Schema.project.known("level")

  /// Model section 3: a department writes projects of the city's level, a county its own. A county
  /// is refused only where the city has decided the level.
  private static func checkLevel(
    _ record: ProposedRecord, _ project: (FieldID) -> Value, _ problems: inout [ValidationProblem]
  ) {
    let context = record.context
    guard case .code(let number) = project(levelField.id) else { return }
    let isCounty = Enumeration.level.find(number)?.code == "county"
    let isForeign: Bool
    switch context.role {
    case .department: isForeign = isCounty
    case .county:
      isForeign =
        !isCounty && record.collection.id == Schema.project.id
        && context.decidedBy(levelField.id) == .city
    case .city, .observer: isForeign = false
    }
    guard isForeign else { return }
    problems.append(
      ValidationProblem(
        .notYourLevel, field: "level",
        [levelField.named(.code(number)), context.role.named]))
  }

  private static func checkReport(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    let context = record.context
    checkLevel(record, context.project, &problems)
    checkLock(record, &problems)
    checkHandedIn(record, &problems)
    guard let amount = record.number("month_investment") else { return }
    if amount.mantissa < 0, record.touches("month_investment"), !context.hasReason,
      !record.has("correction_reason")
    {
      problems.append(
        ValidationProblem(.negativeNeedsReason, field: "month_investment", [amount.description]))
    }
    guard amount.mantissa > 0, !record.has("progress_done") else { return }
    let isSubmitted = record.choice("report_state").map { $0 != "draft" && $0 != "returned" }
    guard record.touches("month_investment") || record.touches("report_state") else { return }
    problems.append(
      ValidationProblem(
        .progressNotSaid, field: "progress_done",
        severity: isSubmitted == true && record.touches("report_state") ? .refusal : .warning))
  }

  /// Model section 3: figures of a locked period change by a new version with its reason, whoever
  /// writes it, so that what was published stays beside what it should have been. Of a locked
  /// report itself the city alone changes its state, which unlocks it, and settles the conflicts in
  /// it.
  private static func checkLock(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    let context = record.context
    let state = record.collection.known("report_state")
    guard !context.isNew, case .code(let number) = context.existing(state.id),
      Enumeration.reportState.find(number)?.code == "locked"
    else { return }
    let isOtherTouched = record.collection.fields.contains {
      $0.code != state.code && record.touches($0)
    }
    if context.role == .city, context.isSettling || !isOtherTouched { return }
    problems.append(
      ValidationProblem(
        .reportLocked, field: state.code, [context.record?.description ?? record.named]))
  }

  /// Model section 5: handing in (交账) locks the period of its row. The office that handed it in
  /// changes a figure only once the city has returned the report, or by a correction.
  private static func checkHandedIn(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    let context = record.context
    let state = record.collection.known("report_state")
    guard !context.isNew, context.role != .city,
      let touched = record.collection.fields.first(where: {
        PeriodLock.figures.contains($0.code) && record.touches($0)
          && record.value($0) != context.existing($0.id)
      })
    else { return }
    if case .code(let number) = context.existing(state.id),
      !MonthFigure.isHandedIn(Enumeration.reportState.find(number)?.code)
    {
      return
    }
    let handedIn = LedgerOperation.operations(of: record.value("project"), context).first {
      $0.value("verb") == .code(LedgerVerb.handIn.rawValue)
        && $0.value("period") == context.existing(record.collection.known("period").id)
    }
    guard let handedIn else { return }
    problems.append(
      ValidationProblem(
        .reportHandedIn, field: touched.code,
        [
          record.named, handedIn.date("on")?.description ?? "", touched.named,
          context.record?.description ?? "",
        ]))
  }

  private static func checkFinancing(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    guard record.touches("status"), record.choice("status") == "closed", !record.context.isNew,
      record.value("withdrawn") != .boolean(true)
    else { return }
    let wanted = record.number("credit") ?? record.number("amount")
    if let wanted, let disbursed = record.number("disbursed"), disbursed >= wanted { return }
    problems.append(
      ValidationProblem(
        .financingNotDone, field: "status",
        [
          record.number("disbursed")?.description ?? "0", wanted?.description ?? "?", record.named,
        ]))
  }
}
