// What the reserve asks of a project in it, on facts. What is verified:
// 1. An opinion, its day and a grade of maturity are asked for; what is lacking is named.
// 2. A project that the experts were against is told of, however they wrote it.
// 3. In the provincial library an idea is not enough and feasibility is; the other reading asks it
//    of every reserve.

import Catalogue
import Policy
import Testing

@Suite struct AdmissionTests {
  private let reserve = [
    "stage": "reserve", "expert_opinion_on": "2021-10-01", "expert_opinion_result": "同意入库",
    "maturity": "feasibility", "planned_start_on": "2022-01-01",
  ]

  private func rules(_ fields: [String: String]) throws -> [String] {
    var ledger = TestBook()
    try ledger.project(reserve.merging(fields) { $1 })
    return try ledger.warnings("2021-10-31").map(\.rule).filter {
      $0.hasPrefix("zmd-m-expert") || $0 == "zmd-m-dynamic"
    }
  }

  @Test func opinionAndGrade() throws {
    #expect(try rules([:]).isEmpty)
    for (field, label) in [
      ("expert_opinion_on", "专家意见日"), ("expert_opinion_result", "专家意见"), ("maturity", "成熟度"),
    ] {
      var fields = reserve
      fields[field] = nil
      var ledger = TestBook()
      try ledger.project(fields)
      let told = try #require(try ledger.warnings("2021-10-31", rule: "zmd-m-expert").first)
      #expect(told.level == .yellow)
      #expect(told.reason.text(.zh).contains("缺：\(label)）"))
    }
  }

  @Test(arguments: ["不同意", "专家组不同意入库", "不予通过", "未通过评估", "建议否决"])
  func against(_ opinion: String) throws {
    #expect(try rules(["expert_opinion_result": opinion]) == ["zmd-m-expert.against"])
  }

  @Test func depthOfTheProvincialLibrary() throws {
    for maturity in ["idea", "pre_feasibility"] {
      #expect(try rules(["maturity": maturity]).isEmpty, "\(maturity): only a grade is asked")
      let fields = ["maturity": maturity, "provincial_library": "true"]
      #expect(try rules(fields) == ["zmd-m-dynamic"])
      let text = Embedded.ruleSets[0].1.replacing("reading: provincial", with: "reading: all")
      var ledger = TestBook()
      try ledger.project(reserve.merging(["maturity": maturity]) { $1 })
      let all = Evaluation(ledger.book, try RuleSet(yaml: text), asOf: try day("2021-10-31"))
      #expect(all.warnings.contains { $0.rule == "zmd-m-dynamic" })
    }
    for maturity in ["feasibility", "preliminary_design", "ready"] {
      #expect(try rules(["maturity": maturity, "provincial_library": "true"]).isEmpty)
    }
  }
}
