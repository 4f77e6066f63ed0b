// Judging a step of the road: whether it exists, what it lacks, and whether it is a correction.

internal import Catalogue
internal import Causality

/// The road of a project from stage to stage.
public enum StageMachine {
  /// The months ahead within which a project admitted to the reserve must plan to start.
  public static var startMonthsMax: Int { 24 }
  /// The days after signing within which the landing group is formed.
  public static var groupDaysMax: Int { 7 }

  /// The stages that may follow a stage, in the order of the road.
  public static func next(after stage: Stage) -> [Stage] {
    steps.filter { $0.from == stage }.map(\.to).sorted { $0.rawValue < $1.rawValue }
  }

  /// What is wrong with a step; empty when the stage does not change. A stage once said is not
  /// unsaid: that would let the next one pass as a first.
  static func check(from: Stage?, to: Stage?, _ record: ProposedRecord) -> [ValidationProblem] {
    guard from != to else { return [] }
    guard let to else {
      return from.map { [ValidationProblem(.stageUnsaid, field: "stage", [named($0)])] } ?? []
    }
    guard let from else { return first(to, record) }
    guard let step = steps.first(where: { $0.from == from && $0.to == to }) else {
      return [offTheRoad(from, to, record)]
    }
    return step.needs.flatMap { check($0, step.to, record) }
  }

  /// What the first stage of a project lacks. In a new record, and in many loaded at once, it is a
  /// fact of before and what it lacks is listed; a record that is there already starts on proof
  /// alone, and none starts on a photograph of a ceremony.
  private static func first(_ stage: Stage, _ record: ProposedRecord) -> [ValidationProblem] {
    let context = record.context
    if context.isBulk && context.isNew { return [] }
    let isJudged = [.started, .building].contains(stage) && !context.isNew
    let lacking = arrival(at: stage, record)
    let isCeremony = lacking.contains { $0.code == .ceremonyOnly }
    if context.isBulk && !isCeremony { return [] }
    return isJudged || isCeremony
      ? lacking
      : lacking.map {
        ValidationProblem($0.code, field: $0.field, $0.arguments, severity: .warning)
      }
  }

  /// What a project that starts its record at a stage lacks of the steps that lead there: of the
  /// nearest one that asks for anything.
  private static func arrival(at stage: Stage, _ record: ProposedRecord) -> [ValidationProblem] {
    guard let step = steps.first(where: { $0.to == stage && $0.from.rawValue < stage.rawValue })
    else { return [] }
    if step.needs.isEmpty, !record.context.isNew { return arrival(at: step.from, record) }
    return step.needs.flatMap { check($0, step.to, record) }
  }

  private static func offTheRoad(
    _ from: Stage, _ to: Stage, _ record: ProposedRecord
  ) -> ValidationProblem {
    let context = record.context
    if let here = from.progress, let there = to.progress, there < here, context.role == .city,
      context.hasReason
    {
      return ValidationProblem(.stageCorrected, field: "stage", [named(from), named(to)])
    }
    let allowed = next(after: from)
    if allowed.isEmpty {
      return ValidationProblem(.lastStage, field: "stage", [named(from), named(to)])
    }
    return ValidationProblem(
      .illegalStage, field: "stage",
      [named(from), named(to), allowed.map(named).joined(separator: " "), record.named])
  }

  private static func named(_ stage: Stage) -> String {
    guard let found = Enumeration.stage.find(stage.rawValue) else { return "#\(stage.rawValue)" }
    return "\(found.zh)(\(found.code))"
  }

  private static func check(
    _ need: StepRequirement, _ stage: Stage, _ record: ProposedRecord
  ) -> [ValidationProblem] {
    let context = record.context
    switch need {
    case .field(let codes):
      return codes.contains(where: record.has) ? [] : [lacksField(codes, stage, record)]
    case .fieldOrEvidence(let codes, let kinds):
      let isThere = codes.contains(where: record.has) || has(kinds, context)
      return isThere ? [] : [lacksField(codes, stage, record)]
    case .evidence(let kinds):
      return has(kinds, context) ? [] : lacksEvidence(kinds, stage, record)
    case .datedSitePhoto:
      let photos = context.evidence().filter { $0.kind == "site_photo" }
      if photos.contains(where: { $0.date != nil }) { return [] }
      if !photos.isEmpty {
        return [ValidationProblem(.undatedPhoto, field: "stage", [record.named])]
      }
      return lacksEvidence(["site_photo"], stage, record)
    case .milestones:
      return context.milestones() > 0
        ? []
        : [ValidationProblem(.stageNeedsMilestones, field: "stage", [named(stage), record.named])]
    case .admissible:
      let isProvincial = record.value("provincial_library") == .boolean(true)
      return ReserveLibrary.admission(
        of: record, maturity: isProvincial ? record.choice("maturity") : nil)
    case .startWithinTwoYears: return startWithinTwoYears(stage, record)
    case .flagsCleared:
      let flags = record.elements("two_high_flag")
      if flags.isEmpty || record.has("two_high_clearance") { return [] }
      let field = record.collection.known("two_high_flag")
      let shown = flags.sorted().map(field.named).joined(separator: " ")
      return [ValidationProblem(.banUnresolved, field: "two_high_clearance", [shown])]
    case .promisesKept:
      guard let today = context.today else { return [] }
      return context.missingItems().filter { $0.suppliedOn == nil && $0.promiseDueOn < today }.map {
        ValidationProblem(
          .toleranceOverdue, field: "stage", [$0.name, $0.promiseDueOn.description])
      }
    case .utilities: return utilities(record)
    case .accepted: return accepted(stage, record)
    case .numberedPermit:
      let permits = context.evidence().filter { $0.kind == "construction_permit" }
      if permits.isEmpty || permits.contains(where: { $0.documentNo != nil }) { return [] }
      return [ValidationProblem(.permitUnnumbered, field: "stage", [record.named])]
    case .expected(let code):
      if record.has(code) { return [] }
      return [
        ValidationProblem(
          .stageExpectsField, field: code, [named(stage), record.collection.known(code).named])
      ]
    case .groupInTime:
      guard let signed = record.date("signed_on"), let formed = record.date("group_formed_on"),
        let counted = signed.adding(days: groupDaysMax), formed > counted
      else { return [] }
      let last = record.lastDay(counted)
      guard formed > last.judged else { return [] }
      return [
        ValidationProblem(
          .groupLate, field: "group_formed_on",
          [formed.description, signed.description, "\(groupDaysMax)", last.shown])
      ]
    }
  }

  private static func has(_ kinds: [String], _ context: ValidationContext) -> Bool {
    context.evidence().contains { fact in fact.kind.map(kinds.contains) ?? false }
  }

  /// Accepted as a whole or in parts; where parts are listed, every one of them.
  private static func accepted(_ stage: Stage, _ record: ProposedRecord) -> [ValidationProblem] {
    var units: [RelatedRecord] = []
    if let id = record.context.record, let surroundings = record.context.surroundings {
      units = surroundings.records(Schema.acceptanceUnit, ("project", .reference(id)))
    }
    let open = units.filter { !$0.has("accepted_on") }.map(\.name).sorted()
    if !open.isEmpty {
      return [
        ValidationProblem(
          .unitsNotAccepted, field: "stage",
          [named(stage), Message.list(open), record.named])
      ]
    }
    if !units.isEmpty || has(["acceptance"], record.context) { return [] }
    return lacksEvidence(["acceptance"], stage, record)
  }

  private static func lacksField(
    _ codes: [String], _ stage: Stage, _ record: ProposedRecord
  ) -> ValidationProblem {
    let fields = codes.map { record.collection.known($0).named }
    return ValidationProblem(
      .stageNeedsField, field: codes[0],
      [named(stage), fields.joined(separator: " / "), record.named])
  }

  private static func lacksEvidence(
    _ kinds: [String], _ stage: Stage, _ record: ProposedRecord
  ) -> [ValidationProblem] {
    let shown = kinds.map { kind in
      let number = Enumeration.evidenceKind.number(of: kind) ?? 0
      return "\(Enumeration.evidenceKind.find(number)?.zh ?? kind)(\(kind))"
    }
    var problems = [
      ValidationProblem(
        .stageNeedsEvidence, field: "stage",
        [named(stage), shown.joined(separator: " / "), record.named])
    ]
    if stage == .started, has(["ceremony_photo"], record.context) {
      problems.append(ValidationProblem(.ceremonyOnly, field: "stage", [record.named]))
    }
    return problems
  }

  private static func startWithinTwoYears(
    _ stage: Stage, _ record: ProposedRecord
  ) -> [ValidationProblem] {
    guard let start = record.date("planned_start_on") else {
      return [lacksField(["planned_start_on"], stage, record)]
    }
    let basis = record.date("entered_reserve_on") ?? record.context.today
    guard let basis, let latest = adding(months: startMonthsMax, to: basis), start > latest else {
      return []
    }
    return [
      ValidationProblem(
        .startTooFar, field: "planned_start_on",
        [start.description, latest.description, "\(startMonthsMax)"])
    ]
  }

  /// The same day so many months later, or the last day of a shorter month.
  static func adding(months: Int, to date: CivilDate) -> CivilDate? {
    let (year, month, day) = date.components
    let count = year * 12 + month - 1 + months
    let length = CivilDate.dayCount(year: count / 12, month: count % 12 + 1)
    return CivilDate(year: count / 12, month: count % 12 + 1, day: min(day, length))
  }

  private static func utilities(_ record: ProposedRecord) -> [ValidationProblem] {
    if has(["utilities_ready"], record.context) { return [] }
    let notNeeded = record.elements("utilities_not_needed")
    let lacking = Enumeration.utility.cases.filter { utility in
      !record.has(utility.code + "_ready_on") && !notNeeded.contains(.code(utility.number))
    }
    if lacking.isEmpty { return [] }
    let labels = lacking.map { "\($0.zh)(\($0.code))" }.joined(separator: " ")
    return [ValidationProblem(.utilitiesNotReady, field: "stage", [labels])]
  }
}
