// The seven verbs of the ledger as operations: 建 领 理 对 交 算 补. An operation is a record that is
// never written again; what it needs before it is found among the operations recorded so far. No
// source defines the verbs: the readings are those of model section 5.

internal import Causality

extension LedgerVerb {
  /// The operation that must be there before this one, where the place has it switched on; the
  /// second says whether it is asked for in the same period or once for the row.
  public var precondition: (verb: LedgerVerb, isOfPeriod: Bool)? {
    switch self {
    case .open: nil
    case .claim, .sort: (.open, false)
    case .reconcile: (.open, false)
    case .handIn: (.reconcile, true)
    case .settle: (.handIn, true)
    case .makeUp: (.settle, true)
    }
  }

  /// Whether the operation belongs to a period; opening and claiming are once for a row.
  public var isOfPeriod: Bool { self != .open && self != .claim }
}

/// The rules of operations on the ledger.
enum LedgerOperation {
  static func check(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard let verb = verb(record) else { return }
    let setting = record.setting(on: record.date("on"))
    guard setting.verbs.contains(verb) else {
      let enabled = LedgerVerb.allCases.filter(setting.verbs.contains).map(\.named)
      problems.append(
        ValidationProblem(
          .verbNotEnabled, field: "verb",
          [verb.named, setting.named, enabled.joined(separator: " "), named(record)]))
      return
    }
    if verb.isOfPeriod, !record.has("period") {
      problems.append(needs(["period"], verb, record))
    }
    checkContent(verb, record, &problems)
    // Many loaded at once are facts of before: those of the same load are not yet to be found.
    guard record.context.surroundings != nil, !record.context.isBulk else { return }
    checkOrder(verb, setting, record, &problems)
    switch verb {
    case .open, .claim: checkRow(verb, record, &problems)
    case .handIn: checkReports(record, &problems)
    case .settle: checkClosed(record, &problems)
    default: return
    }
  }

  private static func verb(_ record: ProposedRecord) -> LedgerVerb? {
    guard case .code(let number) = record.value("verb") else { return nil }
    return LedgerVerb(rawValue: number)
  }

  private static func named(_ record: ProposedRecord) -> String {
    record.referred("project")?.name ?? record.named
  }

  private static func needs(
    _ codes: [String], _ verb: LedgerVerb, _ record: ProposedRecord
  ) -> ValidationProblem {
    let fields = codes.map { record.collection.known($0).named }
    return ValidationProblem(
      .verbNeedsField, field: codes[0], [verb.named, fields.joined(separator: " "), named(record)])
  }

  /// What each operation states: who claims, two figures and why they differ, the plan of catching
  /// up.
  private static func checkContent(
    _ verb: LedgerVerb, _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    func require(_ codes: String...) {
      let lacking = codes.filter { !record.has($0) }
      if !lacking.isEmpty { problems.append(needs(lacking, verb, record)) }
    }
    switch verb {
    case .open, .handIn, .settle: return
    case .claim: require("person")
    case .sort: require("findings")
    case .reconcile:
      require("source", "figure", "other_source", "other_figure")
      guard let figure = record.number("figure"), let other = record.number("other_figure"),
        figure != other, !record.has("explanation")
      else { return }
      let difference = figure.subtracting(other)?.description ?? ""
      problems.append(
        ValidationProblem(
          .differenceUnexplained, field: "explanation",
          [figure.description, other.description, difference, named(record)]))
    case .makeUp:
      require("catch_up", "catch_up_period", "catch_up_plan")
      guard let missed = record.text("period"), let target = record.text("catch_up_period"),
        let missedEnd = ReportingPeriod(missed)?.lastDay,
        let targetEnd = ReportingPeriod(target)?.lastDay, targetEnd <= missedEnd
      else { return }
      problems.append(
        ValidationProblem(
          .catchUpBefore, field: "catch_up_period", [named(record), target, missed]))
    }
  }

  private static func checkOrder(
    _ verb: LedgerVerb, _ setting: PlaceSetting, _ record: ProposedRecord,
    _ problems: inout [ValidationProblem]
  ) {
    let before = operations(of: record.value("project"), record.context)
    func isThere(_ verb: LedgerVerb, _ isOfPeriod: Bool) -> Bool {
      before.contains { operation in
        operation.value("verb") == .code(verb.rawValue)
          && (!isOfPeriod || operation.value("period") == record.value("period"))
      }
    }
    if let (needed, isOfPeriod) = verb.precondition, setting.verbs.contains(needed),
      !isThere(needed, isOfPeriod)
    {
      problems.append(
        ValidationProblem(
          .verbOutOfOrder, field: "verb",
          [verb.named, needed.named, named(record), record.text("period") ?? ""]))
    }
    guard verb == .open || verb == .handIn, isThere(verb, verb.isOfPeriod) else { return }
    problems.append(
      ValidationProblem(
        .verbRepeated, field: "verb", [verb.named, named(record), record.text("period") ?? ""]))
  }

  static func operations(of project: Value, _ context: ValidationContext) -> [RelatedRecord] {
    context.surroundings?.records(Schema.ledgerOp, ("project", project)) ?? []
  }

  /// A row is opened with what its stage asks for, and claimed with leader, head and deadline once
  /// the project is signed.
  private static func checkRow(
    _ verb: LedgerVerb, _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    guard let project = record.referred("project") else { return }
    var isSigned = false
    if case .code(let number) = project.value("stage") {
      isSigned = Stage(rawValue: number)?.hasReached(.signed) ?? false
    }
    var lacking: [String]
    if verb == .open {
      lacking = Validator.missing(Schema.project, project.all).compactMap(\.field)
      // Days of steps that a project signed or started directly never took.
      if isSigned {
        lacking.removeAll { ["entered_reserve_on", "expected_sign_on"].contains($0) }
      }
    } else {
      guard isSigned else { return }
      lacking = ["leader", "project_head", "landing_deadline"].filter { !project.has($0) }
    }
    guard !lacking.isEmpty else { return }
    lacking = lacking.map { Schema.project.known($0).named }
    problems.append(
      ValidationProblem(
        .rowIncomplete, field: "project",
        [verb.named, project.name, lacking.joined(separator: " ")]))
  }

  /// What is handed in is a report that was submitted; evidence of the period is listed while there
  /// is none.
  private static func checkReports(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    guard let surroundings = record.context.surroundings, let text = record.text("period") else {
      return
    }
    let project = record.value("project")
    let reports = surroundings.records(
      Schema.progressReport, ("project", project), ("period", .text(text)))
    guard let first = reports.first else {
      problems.append(
        ValidationProblem(.handInWithoutReport, field: "period", [named(record), text]))
      return
    }
    if !reports.contains(where: { MonthFigure.isHandedIn($0.choice("report_state")) }) {
      problems.append(
        ValidationProblem(
          .handInDraft, field: "period",
          [
            named(record), text,
            first.collection.known("report_state").named(first.value("report_state")),
            first.id.description,
          ]))
    }
    guard let period = ReportingPeriod(text), let from = period.firstDay, let to = period.lastDay
    else { return }
    let isShown = surroundings.records(Schema.evidence, ("project", project)).contains {
      $0.date("date").map { (from...to).contains($0) } ?? false
    }
    if isShown { return }
    problems.append(
      ValidationProblem(.handInWithoutEvidence, field: "period", [named(record), text]))
  }

  /// What is settled is locked: the last month of the period is closed. Periods shorter than a
  /// month are not closed by themselves.
  private static func checkClosed(
    _ record: ProposedRecord, _ problems: inout [ValidationProblem]
  ) {
    guard let surroundings = record.context.surroundings, let text = record.text("period"),
      let period = ReportingPeriod(text), period.kind != .week, period.kind != .tenDays,
      let last = period.lastDay
    else { return }
    let month = ReportingPeriod.month(of: last).text
    let county = record.referred("project")?.value("region_code")
    let isClosed = surroundings.records(Schema.periodClose, ("period", .text(month))).contains {
      !$0.has("region_code") || $0.value("region_code") == county
    }
    if isClosed { return }
    problems.append(
      ValidationProblem(.settleBeforeClose, field: "period", [named(record), text, month]))
  }

  /// Progress of a row that nobody has claimed, where the place claims first.
  static func checkClaimed(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard record.context.surroundings != nil,
      record.context.isNew || record.touchesAny("month_investment", "progress_done", "period"),
      record.isOn(.claimFirst)
    else { return }
    let claims = operations(of: record.value("project"), record.context).contains {
      $0.value("verb") == .code(LedgerVerb.claim.rawValue)
    }
    if claims { return }
    problems.append(
      ValidationProblem(.rowNotClaimed, field: "project", [named(record)]))
  }
}
