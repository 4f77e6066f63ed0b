// 1. The road is the one of the documents: every step listed, every other refused with what may
//    follow.
// 2. Each guard refuses while something is lacking and passes when it is there.
// 3. A first stage is a fact: what it lacks is listed; but a record that is there already starts on
//    proof alone, and nothing starts on a photograph of a ceremony, many at once or one.
// 4. A step back is a correction: by the city, with a reason.

import Catalogue
import Causality
import Projects
import Testing

@Suite struct StageMachineTests {
  private func bench(
    at stage: String, _ more: [String: String] = [:], role: OfficeRole = .county
  ) throws -> Bench {
    let existing = ["name": "甲", "stage": stage].merging(more) { $1 }
    return try Bench("project", role: role, existing: existing)
  }

  @Test(
    arguments: [
      (Stage.planning, [Stage.applied]), (.applied, [.planning, .reserve]),
      (.reserve, [.toSign, .signed, .started, .toRemove]), (.toSign, [.reserve, .signed]),
      (.signed, [.performed, .landed, .toRemove]), (.performed, [.landed]), (.landed, [.started]),
      (.started, [.building, .completed]), (.building, [.completed, .slowed, .stopped]),
      (.completed, [.producing]), (.producing, [.fullOutput, .effective]),
      (.fullOutput, [.effective]), (.effective, []), (.slowed, [.building, .stopped, .resumed]),
      (.stopped, [.building, .resumed, .toRemove]), (.resumed, [.building]),
      (.toRemove, [.reserve, .removed]), (.removed, []),
    ])
  func road(_ stage: Stage, _ next: [Stage]) {
    #expect(StageMachine.next(after: stage) == next)
  }

  @Test func everyStepOffTheRoadIsRefused() throws {
    let stages = Stage.allCases
    let field = try #require(Schema.standard.collection("project")?.field("stage"))
    for from in stages {
      for to in stages where to != from && !StageMachine.next(after: from).contains(to) {
        let bench = try bench(at: field.display(.code(from.rawValue), .zh))
        let found = try bench.check(["stage": field.display(.code(to.rawValue), .en)])
        let isEnd = StageMachine.next(after: from).isEmpty
        #expect(found == [isEnd ? "last-stage" : "illegal-stage"], "\(from) -> \(to)")
      }
    }
  }

  @Test func illegalStepsNameWhatMayFollow() throws {
    let bench = try bench(at: "签约")
    let (values, _) = try Bench.read(["stage": "投产"], bench.collection)
    let problem = try #require(
      Validator.check(bench.collection, values, in: bench.context).first)
    #expect(problem.arguments[0] == "签约(signed)" && problem.arguments[1] == "投产(producing)")
    #expect(problem.arguments[2] == "履约(performed) 落地(landed) 拟调出(to_remove)")
  }

  @Test func ceremonyPhotoIsNoStart() throws {
    var bench = try bench(at: "储备")
    bench.evidence("ceremony_photo@2021-09-28")
    let start = ["stage": "开工", "substantive_start_on": "2021-09-28"]
    #expect(
      try bench.check(start) == ["ceremony-only", "stage-needs-evidence", "stage-needs-evidence"])
    bench.evidence("construction_permit@2021-09-28@4117-1", "site_photo")
    #expect(try bench.check(start) == ["undated-photo"])
    bench.evidence("construction_permit", "site_photo@2021-09-28")
    #expect(try bench.check(start) == ["(permit-unnumbered)"])
    bench.evidence("construction_permit@2021-09-28@4117-1", "site_photo@2021-09-28")
    #expect(try bench.check(start) == [])
    bench.evidence("permit_equivalent", "site_photo@2021-09-28")
    #expect(try bench.check(["stage": "开工"]) == ["(stage-expects-field)"])
    bench.context.missingItems = { [MissingItem("消防设计/2021-10-07")].compactMap { $0 } }
    #expect(try bench.check(start) == ["tolerance-overdue"])
    bench.context.missingItems = { [MissingItem("消防设计/2021-10-08")].compactMap { $0 } }
    #expect(try bench.check(start) == [])
    bench.context.missingItems = {
      [MissingItem("消防设计/2021-10-07/2021-10-01")].compactMap { $0 }
    }
    #expect(try bench.check(start) == [])
  }

  @Test func admissionToTheReserve() throws {
    let bench = try bench(at: "申报入库", ["planned_start_on": "2023-10-08"])
    let admitted = [
      "stage": "储备", "expert_opinion_result": "同意入库", "entered_reserve_on": "2021-10-08",
    ]
    #expect(try bench.check(admitted) == [])
    #expect(try bench.check(["stage": "储备"]) == ["(stage-expects-field)", "stage-needs-field"])
    let far = admitted.merging(["planned_start_on": "2023-10-09"]) { $1 }
    #expect(try bench.check(far) == ["start-too-far"])
    let flagged = admitted.merging(["two_high_flag": "高耗能"]) { $1 }
    #expect(try bench.check(flagged) == ["ban-unresolved"])
    let cleared = flagged.merging(["two_high_clearance": "节能审查通过"]) { $1 }
    #expect(try bench.check(cleared) == [])
  }

  @Test func signingAndLanding() throws {
    var bench = try bench(at: "储备")
    let signed = ["stage": "签约", "signed_on": "2021-09-28"]
    #expect(try bench.check(signed) == ["stage-needs-evidence"])
    bench.evidence("signed_agreement")
    #expect(try bench.check(signed) == [])
    var landing = try self.bench(at: "签约", ["signed_on": "2021-09-28"])
    let landed = [
      "stage": "落地", "landed_on": "2021-10-20", "leader": "分包领导", "project_head": "负责人",
      "group_formed_on": "2021-10-05",
    ]
    landing.evidence("filing", "project_company", "plant")
    #expect(try landing.check(landed) == ["stage-needs-milestones"])
    landing.context.milestones = { 3 }
    #expect(try landing.check(landed) == [])
    #expect(
      try landing.check(landed.merging(["group_formed_on": "2021-10-06"]) { $1 })
        == ["(group-late)"])
    landing.evidence("filing", "project_company")
    #expect(try landing.check(landed) == ["stage-needs-evidence"])
    #expect(
      try landing.check(["stage": "落地", "landed_on": "2021-10-20"])
        == ["stage-needs-evidence", "stage-needs-field", "stage-needs-field", "stage-needs-field"])
  }

  @Test func completionProductionAndEffect() throws {
    var bench = try bench(at: "在建")
    let completed = ["stage": "竣工", "completion_on": "2021-10-01"]
    #expect(try bench.check(completed) == ["stage-needs-evidence"])
    bench.evidence("acceptance")
    #expect(try bench.check(completed) == [])
    let ready = [
      "water_ready_on": "2021-10-01", "power_ready_on": "2021-10-01", "road_ready_on": "2021-10-01",
    ]
    var done = try self.bench(at: "竣工", ready)
    let production = ["stage": "投产", "production_on": "2021-12-20"]
    #expect(try done.check(production) == ["utilities-not-ready"])
    #expect(try done.check(production.merging(["utilities_not_needed": "气、暖"]) { $1 }) == [])
    done.evidence("utilities_ready")
    #expect(try done.check(production) == [])
    #expect(try done.check(["stage": "投产"]) == ["stage-needs-field"])
    var producing = try self.bench(at: "投产")
    let effect = ["stage": "达效", "effect_on": "2022-12-20", "standard_met_on": "2022-12-01"]
    #expect(try producing.check(effect) == ["stage-needs-evidence"])
    producing.evidence("standards_met")
    #expect(try producing.check(effect) == [])
  }

  @Test func stallsResumeAndRemoval() throws {
    var bench = try bench(at: "在建")
    #expect(
      try bench.check(["stage": "停建", "stalled_on": "2021-10-01"])
        == ["stage-needs-field", "stage-needs-field", "stage-needs-field"])
    let stall = [
      "stage": "停建", "stalled_on": "2021-10-01", "stall_reason": "资金不足",
      "planned_resume_on": "2022-03-01", "duty_unit": "区工信局",
    ]
    #expect(try bench.check(stall) == [])
    bench = try self.bench(at: "停建")
    let resumed = ["stage": "复工", "resumed_on": "2022-03-01"]
    #expect(try bench.check(resumed) == ["stage-needs-evidence"])
    bench.evidence("resume_proof")
    #expect(try bench.check(resumed) == [])
    #expect(try bench.check(["stage": "拟调出"]) == ["stage-needs-field"])
    #expect(try bench.check(["stage": "拟调出", "removal_reason": "投资方退出"]) == [])
    let leaving = try self.bench(at: "拟调出", ["removal_reason": "投资方退出"])
    #expect(try leaving.check(["stage": "退库"]).count == 2)
    #expect(try leaving.check(["stage": "储备"]) == [])
  }

  @Test func firstStagesAreFacts() throws {
    #expect(
      try Bench("project").check(["name": "甲", "stage": "签约"])
        == ["(stage-expects-field)", "(stage-needs-evidence)"])
    #expect(try Bench("project").check(["name": "甲", "stage": "在建"]) == [])
    let unsaid = try Bench("project", existing: ["name": "甲"])
    #expect(try unsaid.check(["stage": "谋划"]) == [])
    let landed = try unsaid.check(["stage": "落地"])
    #expect(landed.count > 4 && landed.allSatisfy { $0.hasPrefix("(") })
  }

  @Test func theReserveTakesWhatIsArgued() throws {
    var bench = try bench(at: "申报入库")
    let admitted = [
      "stage": "储备", "expert_opinion_result": "同意入库", "entered_reserve_on": "2021-10-08",
      "planned_start_on": "2022-03-01",
    ]
    func check(_ more: [String: String]) throws -> [String] {
      try bench.check(admitted.merging(more) { $1 })
    }
    #expect(try check(["maturity": "可研"]) == [])
    #expect(try check(["maturity": "预可研"]) == [])
    #expect(try check(["maturity": "预可研", "provincial_library": "是"]) == ["not-feasible"])
    #expect(try check(["expert_opinion_result": " 不予入库，选址未定"]) == ["opinion-against"])
    bench.context.reason = "市政府专题会议同意先行入库"
    #expect(try check(["maturity": "谋划", "provincial_library": "是"]) == [])
  }

  @Test func aFirstStartIsProven() throws {
    let lacking = ["(stage-expects-field)", "stage-needs-evidence", "stage-needs-evidence"]
    for stage in ["开工", "在建"] {
      var unsaid = try Bench("project", existing: ["name": "甲"])
      #expect(try unsaid.check(["stage": stage]) == lacking, "\(stage)")
      unsaid.evidence("ceremony_photo@2021-09-28")
      let refused = ["ceremony-only"] + lacking.dropFirst()
      let day = ["stage": stage, "substantive_start_on": "2021-09-28"]
      #expect(try unsaid.check(day) == refused, "\(stage)")
      unsaid.context.isBulk = true
      #expect(try unsaid.check(day) == refused, "\(stage)")
      unsaid.evidence("permit_equivalent", "site_photo@2021-09-28")
      #expect(try unsaid.check(day) == [], "\(stage)")
    }
    var loaded = try Bench("project", existing: ["name": "甲"])
    loaded.context.isBulk = true
    #expect(try loaded.check(["stage": "开工"]) == [])
    var added = try Bench("project")
    added.evidence("ceremony_photo@2021-09-28")
    #expect(try added.check(["name": "甲", "stage": "开工"]).contains("ceremony-only"))
  }

  @Test func aStepBackIsACorrectionByTheCity() throws {
    var city = try bench(at: "投产", role: .city)
    #expect(try city.check(["stage": "在建"]) == ["illegal-stage"])
    city.context.reason = "误填"
    #expect(try city.check(["stage": "在建"]) == ["(stage-corrected)"])
    #expect(try city.check(["stage": "退库"]) == ["illegal-stage"])
    city.context.role = .county
    #expect(try city.check(["stage": "在建"]) == ["illegal-stage"])
    #expect(try city.check(["stage": "投产"]) == [])
    #expect(try city.check(["stage": ""]) == ["stage-unsaid"])
  }
}
