// Promises to supply what was tolerated as missing. What is verified:
// 1. A promise that was not kept is warned of with the day that was promised and the working day by
//    which it is judged, in the rules of each place that has it, and is among what is due until it
//    is kept.

import Causality
import Policy
import Testing

@Suite struct PromiseTests {
  // National Day: the 8th is the next working day in both years.
  @Test(arguments: [
    ("zhumadian-2021", "zmd-m-parallel", "2021", Level.yellow),
    ("pingdingshan-2022", "pds-flow4", "2022", Level.red),
  ])
  func promisedDay(set: String, rule: String, year: String, level: Level) throws {
    var ledger = TestBook()
    let project = try ledger.project(["region_code": set.hasPrefix("z") ? "411702" : "410402"])
    var approval = [
      "project": project.description, "name": "施工许可",
      "missing_items": "勘察报告/\(year)-10-03;中标通知书/\(year)-11-30",
    ]
    let id = try ledger.add("approval", approval)
    #expect(try ledger.warnings("\(year)-10-08", set: set, rule: rule).isEmpty)
    let found = try #require(try ledger.warnings("\(year)-10-09", set: set, rule: rule).first)
    #expect(found.level == level && found.record == id)
    #expect(try found.nominalDue == day("\(year)-10-03") && found.due == day("\(year)-10-08"))
    let rules = try #require(RuleSet.standard(set))
    func due() throws -> [Policy.Warning] {
      let asOf = try day("\(year)-10-09")
      return Evaluation(ledger.book, rules, asOf: asOf, listsOpen: true).due(within: 7, of: asOf)
        .filter { $0.rule == rule }
    }
    #expect(try due().map(\.record) == [id])
    approval["missing_items"] = "勘察报告/\(year)-10-03/\(year)-10-08;中标通知书/\(year)-11-30"
    try ledger.add("approval", approval, id: id)
    #expect(try due().isEmpty)
    #expect(try ledger.warnings("\(year)-10-09", set: set, rule: rule).isEmpty)
  }
}
