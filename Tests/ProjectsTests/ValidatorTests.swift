// 1. A record is created with its name alone; what else is asked for is listed as missing by stage.
// 2. Names, types and permissions of every value are judged.
// 3. Who decides a field keeps it: others propose until it is decided.
// 4. What the fields say together is judged where the change touches it, and again after a merge.
// 5. Progress reports: reasons, progress, locks; visits, funding and codes that only warn.
// 6. Bulk loading asks the context nothing about evidence.

import Causality
import Projects
import Testing

/// A record being changed, with what surrounds it, for tests of the validator.
struct Bench {
  let collection: CollectionDefinition
  var context: ValidationContext
  private var before: [FieldID: Value] = [:]
  private var beforeSets: [FieldID: [Value]] = [:]

  init(_ code: String, role: OfficeRole = .county, existing: [String: String]? = nil) throws {
    collection = try #require(Schema.standard.collection(code))
    context = ValidationContext(role: role, isNew: existing == nil)
    let (values, sets) = try Self.read(existing ?? [:], collection)
    before = values
    beforeSets = sets
    context.existing = { values[$0] ?? .empty }
    context.existingElements = { sets[$0] ?? [] }
    context.today = CivilDate(iso: "2021-10-08")
  }

  static func read(
    _ fields: [String: String], _ collection: CollectionDefinition
  ) throws -> ([FieldID: Value], [FieldID: [Value]]) {
    var values: [FieldID: Value] = [:]
    var sets: [FieldID: [Value]] = [:]
    for (name, text) in fields {
      let field = try collection.require(name)
      if field.isSet {
        sets[field.id] = try field.parseElements(text)
      } else {
        values[field.id] = try field.parse(text)
      }
    }
    return (values, sets)
  }

  /// The codes of what is wrong with a change, warnings in brackets, sorted.
  func check(_ fields: [String: String]) throws -> [String] {
    try problems(fields).map {
      $0.isRefusal ? $0.code.rawValue : "(\($0.code.rawValue))"
    }.sorted()
  }

  func problems(_ fields: [String: String]) throws -> [ValidationProblem] {
    let (values, sets) = try Self.read(fields, collection)
    return Validator.check(collection, values, sets: sets, in: context)
  }

  func missing() -> [String] {
    Validator.missing(collection) { before[$0] ?? .empty }.compactMap(\.field)
  }

  mutating func evidence(_ kinds: String...) {
    let facts = kinds.map { text in
      let parts = text.split(separator: "@").map(String.init)
      return EvidenceFact(
        kind: parts[0], date: parts.count > 1 ? CivilDate(iso: parts[1]) : nil,
        documentNo: parts.count > 2 ? parts[2] : nil)
    }
    context.evidence = { facts }
  }
}

@Suite struct ValidatorTests {
  @Test func nameAloneCreatesARecord() throws {
    #expect(try Bench("project").check(["name": "食品加工项目"]) == [])
    #expect(try Bench("project").check(["owner": "某公司"]) == ["required"])
    #expect(try Bench("project").check(["name": " 　"]) == ["required"])
    let existing = try Bench("project", existing: ["name": "食品加工项目"])
    #expect(try existing.check(["name": ""]) == ["required"])
    #expect(try existing.check(["owner": "某公司"]) == [])
    #expect(try Bench("milestone").check(["name": "主体封顶"]) == ["required"])
    #expect(try Bench("issue").check(["name": "用地未批"]) == [])
  }

  @Test func missingFollowsTheStage() throws {
    let planned = try Bench("project", existing: ["name": "甲"]).missing()
    #expect(planned == ["region_code", "stage"])
    let reserve = try Bench("project", existing: ["name": "甲", "stage": "储备"]).missing()
    #expect(reserve.contains("total_investment") && !reserve.contains("leader"))
    let built = try Bench("project", existing: ["name": "甲", "stage": "停建"]).missing()
    #expect(built.contains("leader") && !built.contains("completion_on"))
    #expect(try Bench("project", existing: ["name": "甲", "stage": "退库"]).missing() == [])
    #expect(try Bench("visit", existing: [:]).missing() == ["on", "leader"])
  }

  @Test func typesAndUnknownFieldsAreRefused() throws {
    let bench = try Bench("project")
    func codes(_ id: UInt16, _ value: Value) -> [String] {
      var fields = [FieldID(rawValue: 1): Value.text("甲")]
      fields[FieldID(rawValue: id)] = value
      return Validator.check(bench.collection, fields, in: bench.context).map(\.code.rawValue)
    }
    #expect(codes(500, .text("x")) == ["unknown-field"])
    #expect(codes(70, .text("5亿")) == ["wrong-type"])
    #expect(codes(70, .decimal(try #require(ExactDecimal("0.00001")))) == ["wrong-type"])
    #expect(codes(110, .code(99)) == ["wrong-type"])
    #expect(codes(1, .integer(1)) == ["wrong-type"])
    #expect(codes(74, .integer(2021)) == [])
  }

  @Test func permissionsFollowTheTable() throws {
    let project = ["name": "甲"]
    #expect(try Bench("project", role: .observer).check(project).contains("may-not-create"))
    #expect(try Bench("progress_report", role: .department).check(["project": id]) == [])
    let issue = try Bench("issue", existing: [:])
    #expect(try issue.check(["rectify_notice_no": "督1号"]) == ["not-permitted"])
    #expect(try issue.check(["rectified_on": "2021-10-08"]) == [])
    #expect(
      try Bench("issue", role: .city, existing: [:]).check(["rectify_notice_no": "督1号"]) == [])
    var flags = try Bench("project", existing: ["name": "甲", "dispatch_flags": "专项债"])
    #expect(try flags.check(["dispatch_flags": ""]) == [])
    flags.context.decidedBy = { _ in .city }
    #expect(try flags.check(["dispatch_flags": ""]) == ["decided-by-other"])
    #expect(try flags.check(["dispatch_flags": "专项债"]) == [])
    let report = try Bench("progress_report", existing: ["project": id])
    #expect(try report.check(["report_state": "锁定"]) == ["reserved-case"])
    #expect(try report.check(["report_state": "上报"]) == [])
    let city = try Bench("progress_report", role: .city, existing: ["project": id])
    #expect(try city.check(["report_state": "锁定"]) == [])
  }

  @Test func whoDecidedKeepsTheField() throws {
    var bench = try Bench("project", existing: ["name": "甲", "annual_plan": "100"])
    let change = ["annual_plan": "200", "annual_plan_year": "2021"]
    #expect(try bench.check(change) == [])
    bench.context.decidedBy = { _ in .city }
    #expect(try bench.check(change) == ["decided-by-other", "decided-by-other"])
    #expect(try bench.check(["annual_plan": "100", "owner": "某公司"]) == ["(plan-year-missing)"])
    bench.context.role = .city
    #expect(try bench.check(change) == [])
    var approval = try Bench("approval", existing: ["project": id, "accepted_on": "2021-09-26"])
    #expect(try approval.check(["accepted_on": "2021-09-27"]) == [])
    approval.context.decidedBy = { _ in .department }
    #expect(try approval.check(["accepted_on": "2021-09-27"]) == ["decided-by-other"])
    approval.context.decidedBy = { _ in .county }
    #expect(try approval.check(["accepted_on": "2021-09-27"]) == [])
  }

  @Test func levelsBelongToOffices() throws {
    let county = ["name": "甲", "level": "县"]
    let department = try Bench("project", role: .department, existing: county)
    #expect(try department.check(["owner": "某公司"]) == ["not-your-level"])
    var foreign = try Bench("project", existing: ["name": "甲", "level": "市"])
    #expect(try foreign.check(["owner": "某公司"]) == [])
    foreign.context.decidedBy = { _ in .city }
    #expect(try foreign.check(["owner": "某公司"]) == ["not-your-level"])
  }

  @Test func recordsMustAgreeWithThemselves() throws {
    let bench = try Bench(
      "project", existing: ["name": "甲", "total_investment": "5亿", "signed_on": "2021-09-28"])
    #expect(try bench.check(["phase1_investment": "6亿"]) == ["phase-over-total"])
    #expect(try bench.check(["phase1_investment": "5亿"]) == [])
    #expect(try bench.check(["landed_on": "2021-09-27"]) == ["(dates-out-of-order)"])
    #expect(try bench.check(["landed_on": "2021-09-28"]) == [])
    #expect(
      try bench.check(["monthly_plan_01": "10", "monthly_plan_03": "9"]) == ["(monthly-plan-falls)"]
    )
    #expect(try bench.check(["annual_plan": "10"]) == ["(plan-year-missing)"])
    #expect(try bench.check(["uscc": "91411700MA00000000"]) == ["(credit-check)"])
    #expect(try bench.check(["region_code": "419999"]) == ["(unknown-region)"])
    #expect(try bench.check(["region_code": "淮阳县"]) == ["(retired-region)"])
    #expect(try bench.check(["region_code": "411603"]) == [])
    var child = bench
    child.context.record = RecordID(id)
    #expect(try child.check(["parent_id": id]) == ["own-parent"])
    child.context.record = nil
    #expect(try child.check(["parent_id": id]) == [])
    child.context.project = bench.context.existing
    #expect(try child.check(["parent_id": id]) == ["(parent-holds-money)"])
    let approval = try Bench("approval", existing: ["project": id, "accepted_on": "2021-09-26"])
    #expect(try approval.check(["decided_on": "2021-09-25"]) == ["(dates-out-of-order)"])
  }

  @Test func mergedRecordsListTheirViolations() throws {
    let collection = try #require(Schema.standard.collection("project"))
    let (values, _) = try Bench.read(
      [
        "phase1_investment": "6亿", "total_investment": "5亿", "completion_on": "2021-01-01",
        "substantive_start_on": "2021-02-01",
      ], collection)
    let found = Validator.violations(collection) { values[$0] ?? .empty }
    #expect(found.map(\.code) == [.datesOutOfOrder, .phaseOverTotal])
    #expect(found.allSatisfy { !$0.isRefusal })
  }

  @Test func reportsKeepTheirReasons() throws {
    var report = try Bench("progress_report", existing: ["project": id])
    #expect(try report.check(["month_investment": "-30"]) == ["negative-needs-reason"])
    #expect(
      try report.check(["month_investment": "-30", "correction_reason": "上月多报"]) == [])
    report.context.reason = "上月多报"
    #expect(try report.check(["month_investment": "-30"]) == [])
    #expect(try report.check(["month_investment": "30"]) == ["(progress-not-said)"])
    #expect(
      try report.check(["month_investment": "30", "report_state": "上报"]) == ["progress-not-said"])
    #expect(try report.check(["month_investment": "30", "progress_done": "主体封顶"]) == [])
    let locked = try Bench(
      "progress_report", existing: ["project": id, "report_state": "锁定", "progress_done": "一层"])
    #expect(try locked.check(["month_investment": "30"]) == ["report-locked"])
    var city = locked
    city.context.role = .city
    #expect(try city.check(["report_state": "退回"]) == [])
    city.context.reason = "更正"
    #expect(try city.check(["month_investment": "30"]) == ["report-locked"])
    #expect(
      try city.check(["report_state": "退回", "month_investment": "30"]) == ["report-locked"])
    city.context.isSettling = true
    #expect(try city.check(["month_investment": "30"]) == [])
    var county = locked
    county.context.isSettling = true
    #expect(try county.check(["month_investment": "30"]) == ["report-locked"])
  }

  @Test func visitsAndFinancing() throws {
    let visit = ["kind": "督查", "on": "2022-10-12"]
    #expect(try Bench("visit", role: .department).check(visit) == ["unauthorised-inspection"])
    let authorised = visit.merging(["auth_doc_no": "市政府文号"]) { $1 }
    #expect(try Bench("visit", role: .department).check(authorised) == [])
    #expect(try Bench("visit", role: .city).check(visit) == [])
    let need = ["project": id, "amount": "1亿", "credit": "8000", "disbursed": "7999"]
    let financing = try Bench("financing_need", existing: need)
    #expect(try financing.check(["status": "销号"]) == ["financing-not-done"])
    #expect(try financing.check(["status": "销号", "disbursed": "8000"]) == [])
    #expect(try financing.check(["status": "销号", "withdrawn": "是"]) == [])
  }

  @Test func bulkLoadingAsksNothing() throws {
    var bench = try Bench("project")
    bench.context.evidence = {
      Issue.record("asked for evidence")
      return []
    }
    bench.context.isBulk = true
    #expect(try bench.check(["name": "甲", "stage": "在建"]) == [])
  }

  @Test(
    arguments: [
      ("91350100M000100Y43", true), ("91350100M000100Y44", false), ("12100000400000624D", true),
      ("9135010OM000100Y43", false), ("91350100M000100Y4", false),
    ])
  func creditCodes(_ code: String, _ isValid: Bool) {
    #expect(CreditCode.isValid(code) == isValid)
  }

  private let id = "01fgq8r2sv0000000000000000"
}
