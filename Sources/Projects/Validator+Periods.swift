// The rules of periods: what is sealed stays as written, a closed period changes only by a
// correction with its reason, and a second closing is a new version of the first.

internal import Causality

extension Validator {
  /// An operation or a closed period is never written again; what follows is a new record.
  static func checkSealed(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard !record.context.isNew, let touched = record.collection.fields.first(where: record.touches)
    else { return }
    problems.append(
      ValidationProblem(.sealedRecord, field: touched.code, [record.named, touched.named]))
  }

  /// The first closing of a period has version 1; another says which it supersedes and why.
  static func checkClose(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard record.context.isNew, let surroundings = record.context.surroundings else { return }
    let period = record.text("period") ?? ""
    if let today = record.context.today, let span = ReportingPeriod(period),
      let first = span.firstDay, let last = span.lastDay, last >= today
    {
      problems.append(
        first > today
          ? ValidationProblem(.periodNotBegun, field: "period", [period, first.description])
          : ValidationProblem(.periodNotOver, field: "period", [period, last.description]))
    }
    let earlier = surroundings.records(Schema.periodClose, ("period", record.value("period")))
      .filter { $0.value("region_code") == record.value("region_code") }
    let last = earlier.compactMap { $0.number("version") }.max()
    if earlier.isEmpty { return }
    guard record.has("supersedes"), let version = record.number("version"),
      last.map({ version > $0 }) ?? true
    else {
      problems.append(
        ValidationProblem(
          .periodClosedBefore, field: "supersedes",
          [record.text("period") ?? "", last?.description ?? "1"]))
      return
    }
    if !record.has("reason"), !record.context.hasReason {
      problems.append(needsReason("reason", record))
    }
  }

  /// A correction says why, and is not decided by who asked for it.
  static func checkCorrection(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    if record.context.isNew || record.touches("reason"), !record.has("reason") {
      problems.append(needsReason("reason", record))
    }
    guard record.touches("status"), let status = record.choice("status"), status != "proposed",
      let asked = record.text("requested_by"),
      asked == record.text("decided_by") ?? record.context.author
    else { return }
    problems.append(ValidationProblem(.ownRequest, field: "decided_by", [asked, record.named]))
  }

  private static func needsReason(_ field: String, _ record: ProposedRecord) -> ValidationProblem {
    ValidationProblem(
      .correctionNeedsReason, field: field, [record.named, record.collection.known(field).named])
  }

  /// A report that corrects another, or belongs to a closed period, says why. A draft that the
  /// closing left out is handed in late: that changes the period's figures as a new report does.
  static func checkReportPeriod(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    let hasReason = record.has("correction_reason")
    if record.has("corrects"), record.touchesAny("corrects", "correction_reason"), !hasReason {
      problems.append(needsReason("correction_reason", record))
      return
    }
    let figures = [
      "month_investment", "funds_in", "planned", "stat_entered_amount", "period",
      "progress_done",
    ]
    guard !hasReason, !record.context.hasReason, let surroundings = record.context.surroundings,
      figures.contains(where: record.touches) || isHandingIn(record),
      let period = record.text("period")
    else { return }
    let region: String? =
      if case .text(let text) = record.referred("project")?.value("region_code") { text } else {
        nil
      }
    let closed = surroundings.records(Schema.periodClose, ("period", .text(period))).filter {
      guard let book = $0.text("region_code"), !book.hasSuffix("00") else { return true }
      return book == region
    }
    guard let last = closed.max(by: { $0.id < $1.id }) else { return }
    problems.append(
      ValidationProblem(
        .periodClosed, field: "period",
        [period, last.date("closed_on")?.description ?? "", record.named]))
  }

  /// Whether a change makes a report of a draft, or of one that was returned.
  private static func isHandingIn(_ record: ProposedRecord) -> Bool {
    let field = record.collection.known("report_state")
    guard !record.context.isNew, record.touches(field),
      case .code(let number) = record.context.existing(field.id)
    else { return false }
    return !MonthFigure.isHandedIn(Enumeration.reportState.find(number)?.code)
      && MonthFigure.isHandedIn(record.choice("report_state"))
  }

  /// A project's period has one report, and a report one correction, which is itself corrected
  /// next: what is said twice would count twice. What is corrected is another report of the same
  /// project.
  static func checkOneReport(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard record.touchesAny("project", "period", "corrects"),
      let surroundings = record.context.surroundings, case .reference = record.value("project")
    else { return }
    let others = surroundings.records(Schema.progressReport, ("project", record.value("project")))
      .filter { $0.id != record.context.record }
    var corrections = Corrections()
    for other in others {
      if case .reference(let id) = other.value("corrects") {
        corrections.insert(other.id, correcting: id)
      }
    }
    var corrected: RecordID?
    if case .reference(let target) = record.value("corrects") {
      let isForeign = record.referred("corrects").map {
        $0.value("project") != record.value("project")
      }
      if target == record.context.record || isForeign == true {
        problems.append(ValidationProblem(.correctsOther, field: "corrects", [record.named]))
        return
      }
      if let later = others.first(where: { $0.value("corrects") == .reference(target) }) {
        problems.append(
          ValidationProblem(
            .correctedAlready, field: "corrects", [record.named, later.id.description]))
        return
      }
      corrected = target
    }
    guard let period = record.text("period"),
      let first = others.first(where: {
        $0.id != corrected && corrections.stands($0.id) && $0.text("period") == period
      })
    else { return }
    problems.append(
      ValidationProblem(.reportedAlready, field: "period", [period, first.id.description]))
  }

  /// What keeps an archived record out of the lists: a report comes back to its project and period
  /// as if it were made there now.
  public static func problems(
    restoring collection: CollectionDefinition, in context: ValidationContext
  ) -> [ValidationProblem] {
    guard collection.id == Schema.progressReport.id else { return [] }
    var proposed: [FieldID: Value] = [:]
    for code in ["project", "period", "corrects"] {
      let field = collection.known(code)
      proposed[field.id] = context.existing(field.id)
    }
    var problems: [ValidationProblem] = []
    checkOneReport(
      ProposedRecord(collection: collection, proposed: proposed, sets: [:], context: context),
      &problems)
    return problems
  }

  /// Where the leader's approval comes first, a report is submitted with its day.
  static func checkLeaderApproval(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    guard record.touches("report_state"), record.choice("report_state") == "submitted",
      record.isOn(.leaderApproval)
    else { return }
    let approved = record.date("leader_approved_on")
    if let approved, record.date("submitted_on").map({ approved <= $0 }) ?? true { return }
    problems.append(
      ValidationProblem(.leaderApprovalMissing, field: "leader_approved_on", [record.named]))
  }

  private static let taskForceField = Schema.project.known("project_task_force")
  private static let startFields = ["substantive_start_on", "planned_start_on"].map {
    Schema.project.known($0)
  }
  private static let productionField = Schema.project.known("planned_production_on")

  /// Where each project belongs to a task force, none is saved without one.
  static func checkTaskForce(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard record.value(taskForceField).isBlank, record.isOn(.taskForce) else { return }
    problems.append(
      ValidationProblem(.taskForceMissing, field: taskForceField.code, [record.named]))
  }

  /// From start to production two years: more is said at entry.
  static func checkTwoYears(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard case .date(let production) = record.value(productionField),
      record.touches(productionField) || startFields.contains(where: record.touches)
    else { return }
    let starts = startFields.lazy.compactMap { field -> CivilDate? in
      if case .date(let day) = record.value(field) { day } else { nil }
    }
    guard let start = starts.first,
      let latest = StageMachine.adding(months: StageMachine.startMonthsMax, to: start),
      production > latest
    else { return }
    problems.append(
      ValidationProblem(
        .productionTooFar, field: productionField.code,
        [production.description, latest.description, start.description, record.named]))
  }
}
