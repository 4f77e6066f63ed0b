// The road of a project, model section 2.1, as data: which stage may follow which, and what must be
// there for the step. A ledger is loaded in mid-life, so a first stage is taken as a fact, with
// what it lacks listed; every later step is judged, and a step back is a correction by the city,
// with a reason.

internal import Causality

/// What a step asks for.
enum StepRequirement: Sendable {
  /// One of these fields is filled.
  case field([String])
  /// One of these fields is filled, or evidence of one of these kinds is there.
  case fieldOrEvidence([String], [String])
  /// Evidence of one of these kinds.
  case evidence([String])
  /// A dated photograph of the site; a photograph of a ceremony does not count.
  case datedSitePhoto
  /// At least one milestone is planned.
  case milestones
  /// The planned start lies within 24 months of today.
  case startWithinTwoYears
  /// Every flag of overcapacity, consumption or hazard has been cleared.
  case flagsCleared
  /// No item accepted as missing is past its promise.
  case promisesKept
  /// Each utility is ready or not needed.
  case utilities
  /// The field is expected, and listed while empty; the step goes on.
  case expected(String)
  /// Every part listed is accepted; where none is listed, evidence of acceptance.
  case accepted
  /// The experts are not against the project, and it is argued as far as feasibility.
  case admissible
  /// The construction permit has its number; one without is listed.
  case numberedPermit
  /// The landing group was formed within 7 days of signing; a later one is listed.
  case groupInTime
}

/// One step of the road.
struct StageStep: Sendable {
  let from: Stage
  let to: Stage
  let needs: [StepRequirement]
}

extension StageMachine {
  /// The steps. Landing has no definition in any source: filing, project company, and land or plant
  /// are the reading recommended there.
  static let steps: [StageStep] = [
    StageStep(from: .planning, to: .applied, needs: []),
    StageStep(from: .applied, to: .planning, needs: []),
    StageStep(from: .applied, to: .reserve, needs: admission),
    StageStep(from: .reserve, to: .toSign, needs: [.expected("expected_sign_on")]),
    StageStep(from: .reserve, to: .signed, needs: signing),
    StageStep(from: .reserve, to: .started, needs: start),
    StageStep(from: .reserve, to: .toRemove, needs: [.field(["removal_reason"])]),
    StageStep(from: .toSign, to: .signed, needs: signing),
    StageStep(from: .toSign, to: .reserve, needs: []),
    StageStep(from: .signed, to: .performed, needs: [.expected("performed_on")]),
    StageStep(from: .signed, to: .landed, needs: landing),
    StageStep(from: .signed, to: .toRemove, needs: [.field(["removal_reason"])]),
    StageStep(from: .performed, to: .landed, needs: landing),
    StageStep(from: .landed, to: .started, needs: start),
    StageStep(from: .started, to: .building, needs: []),
    StageStep(from: .started, to: .completed, needs: completion),
    StageStep(from: .building, to: .completed, needs: completion),
    StageStep(from: .building, to: .slowed, needs: stall),
    StageStep(from: .building, to: .stopped, needs: stall),
    StageStep(from: .slowed, to: .stopped, needs: stall),
    StageStep(from: .slowed, to: .resumed, needs: resumption),
    StageStep(from: .slowed, to: .building, needs: resumption),
    StageStep(from: .stopped, to: .resumed, needs: resumption),
    StageStep(from: .stopped, to: .building, needs: resumption),
    StageStep(from: .stopped, to: .toRemove, needs: [.field(["removal_reason"])]),
    StageStep(from: .resumed, to: .building, needs: []),
    StageStep(from: .completed, to: .producing, needs: production),
    StageStep(from: .producing, to: .fullOutput, needs: [.expected("full_output_on")]),
    StageStep(from: .producing, to: .effective, needs: effect),
    StageStep(from: .fullOutput, to: .effective, needs: effect),
    StageStep(from: .toRemove, to: .removed, needs: removal),
    StageStep(from: .toRemove, to: .reserve, needs: []),
  ]

  private static let admission: [StepRequirement] = [
    .fieldOrEvidence(["expert_opinion_result"], ["expert_opinion"]), .admissible,
    .startWithinTwoYears, .flagsCleared, .expected("entered_reserve_on"),
  ]
  private static let signing: [StepRequirement] = [
    .evidence(["signed_agreement"]), .expected("signed_on"),
  ]
  private static let landing: [StepRequirement] = [
    .milestones, .field(["landing_group_id", "group_formed_on"]), .groupInTime,
    .field(["leader"]), .field(["project_head"]), .evidence(["filing"]),
    .evidence(["project_company"]), .evidence(["land", "plant"]), .expected("landed_on"),
  ]
  private static let start: [StepRequirement] = [
    .evidence(["construction_permit", "permit_equivalent"]), .datedSitePhoto, .promisesKept,
    .numberedPermit, .expected("substantive_start_on"),
  ]
  private static let completion: [StepRequirement] = [
    .accepted, .expected("completion_on"),
  ]
  private static let production: [StepRequirement] = [.utilities, .field(["production_on"])]
  private static let effect: [StepRequirement] = [
    .evidence(["standards_met"]), .expected("standard_met_on"), .expected("effect_on"),
  ]
  private static let stall: [StepRequirement] = [
    .field(["stall_reason"]), .field(["planned_resume_on"]), .field(["duty_unit", "push_unit"]),
    .expected("stalled_on"),
  ]
  private static let resumption: [StepRequirement] = [
    .evidence(["resume_proof"]), .expected("resumed_on"),
  ]
  private static let removal: [StepRequirement] = [
    .field(["removal_reason"]), .field(["removal_approver"]), .field(["removed_on"]),
  ]
}
