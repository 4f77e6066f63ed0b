// What is verified, of which records a book's figures and warnings are made:
// 1. What belongs to an archived project is not reached: batch, approvals, issues and funds drop it
//    as counts of projects do, and all of it returns with the project.
// 2. A visit to an archived project is still a visit to the living ones that it names besides.
// 3. A project with living parts gives nothing to sums; without them its own money counts again.
// 4. A project stalled a second time is stalled, though it resumed from the first stall.

import Catalogue
import Causality
import Policy
import Testing

@Suite struct ReachTests {
  private func value(
    _ ledger: TestBook, _ id: String, _ asOf: String, by breakdown: Breakdown = .total
  ) throws -> [String] {
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    return IndicatorTable(ledger.book, rules, asOf: try day(asOf)).values(id, by: breakdown)
      .map { "\($0.numerator)\($0.denominator.map { "/\($0)" } ?? "")" }
  }

  @Test func archivedProject() throws {
    var ledger = TestBook()
    let fields = ["name": "甲", "region_code": "411721"]
    let gone = try ledger.project(fields)
    let stays = try ledger.project([
      "region_code": "411721", "substantive_start_on": "2021-09-20",
    ])
    let batch = try ledger.add(
      "batch", ["name": "三季度", "kind": "starting", "quarter": "2021-Q3"])
    for id in [gone, stays] {
      try ledger.add("batch_member", ["batch": batch.description, "project": id.description])
    }
    let of = ["project": gone.description]
    try ledger.add(
      "approval", of.merging(["name": "节能审查", "accepted_on": "2021-09-26"]) { $1 })
    try ledger.add("issue", of.merging(["name": "用地", "due_on": "2021-10-01"]) { $1 })
    try ledger.add("funding", of.merging(["planned": "100", "arrived": "50"]) { $1 })
    try ledger.add("financing_need", of.merging(["amount": "100", "credit": "50"]) { $1 })
    let judged: Set = ["zmd-m-sla-energy", "zmd-m-notify", "zmd-n-start-same-quarter"]
    func found(_ ledger: TestBook) throws -> Set<String> {
      Set(try ledger.warnings("2021-10-20").map(\.rule)).intersection(judged)
    }
    func figures(_ ledger: TestBook) throws -> [[String]] {
      try ["A9", "B14", "D1", "F5", "F12.reply"].map { try value(ledger, $0, "2021-10-20") }
    }
    let whole = try (found(ledger), figures(ledger), value(ledger, "A2", "2021-09-30"))
    #expect(whole.0 == judged)
    #expect(whole.1 == [["0/1"], ["0/1"], ["50/100"], ["50/100"], ["0/1"]])
    #expect(whole.2 == ["1/2"])
    ledger.book.remove(gone, from: "project")
    #expect(try found(ledger).isEmpty)
    #expect(try figures(ledger) == [["0/0"], ["0/0"], ["0/0"], ["0/0"], ["0/0"]])
    for breakdown in [Breakdown.total, .county, .batch] {
      #expect(try value(ledger, "A2", "2021-09-30", by: breakdown) == ["1/1"], "\(breakdown)")
    }
    try ledger.add("project", fields, id: gone)
    #expect(try found(ledger) == judged)
    #expect(try figures(ledger) == whole.1)
    #expect(try value(ledger, "A2", "2021-09-30") == ["1/2"])
    ledger.book.remove(batch, from: "batch")
    #expect(try value(ledger, "A2", "2021-09-30") == ["0/0"])
  }

  @Test func visitsOfSeveral() throws {
    var ledger = TestBook()
    let led = ["leader": "某领导"]
    let gone = try ledger.project(led)
    let stays = try ledger.project(led)
    let visit = led.merging(["kind": "research", "on": "2021-10-12"]) { $1 }
      .merging(["project": gone.description, "other_projects": stays.description]) { $1 }
    try ledger.add("visit", visit)
    ledger.book.remove(gone, from: "project")
    #expect(try ledger.warnings("2021-11-01", rule: "zmd-m-leader-monthly").isEmpty)
  }

  @Test func partsCarryTheMoney() throws {
    var ledger = TestBook()
    let plan = ["annual_plan": "100", "annual_plan_year": "2021"]
    let whole = try ledger.project(plan.merging(["total_investment": "10亿"]) { $1 })
    let fields = plan.merging([
      "name": "一期", "region_code": "411702", "total_investment": "6亿",
      "parent_id": whole.description,
    ]) { $1 }
    let part = try ledger.add("project", fields)
    for breakdown in [Breakdown.total, .county] {
      #expect(try value(ledger, "S2", "2021-10-31", by: breakdown) == ["60000"])
      #expect(try value(ledger, "A3", "2021-10-31", by: breakdown) == ["0/100"])
    }
    ledger.book.remove(part, from: "project")
    #expect(try value(ledger, "S2", "2021-10-31") == ["100000"])
    try ledger.add("project", fields, id: part)
    #expect(try value(ledger, "S2", "2021-10-31") == ["60000"])
  }

  @Test func secondStall() throws {
    for (resumed, count) in [("2021-08-01", "1"), ("2021-10-25", "0")] {
      var ledger = TestBook()
      try ledger.project([
        "stage": "stopped", "stalled_on": "2021-10-20", "planned_resume_on": "2021-11-01",
        "resumed_on": resumed,
      ])
      #expect(try value(ledger, "B22", "2021-11-05") == [count], "\(resumed)")
      let late = try ledger.warnings("2021-11-05", rule: "zmd-n-stalled")
      #expect(late.map(\.level) == (count == "1" ? [.red] : []), "\(resumed)")
    }
  }
}
