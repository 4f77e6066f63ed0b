// Scenarios of replication that the product brief names, through processes and a hub:
// S43. A county changes its annual plan offline after the city has locked the month: a conflict;
//      the city's value stands, the county's proposal is listed on both sides.
// S44. The city refuses a closing while the county, offline and with a program that does not judge,
//      marks the issue closed: it stays open, the conflict is listed, the county's evidence is
//      kept.

import Causality
import Foundation
import LedgerStore
import Projects
import Testing
import Wire

@Suite struct SyncScenarioTests {
  @Test func s43PlanAfterTheLock() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.make("east")
    try city.join("east", at: url)
    let project = try #require(
      city.must(
        "east", "add", "project", "name=甲", "annual_plan=19.24亿", "annual_plan_year=2021"
      ).object["id"] as? String)
    try city.must("east", "sync")
    try city.must("east", "set", project, "annual_plan=20亿", "--reason", "追加投资")
    let closed = try city.must("hub", "close", "--month", "2021-10").object
    #expect(closed["plans"] as? Int == 1)
    try city.must("east", "sync")
    for store in ["hub", "east"] {
      let conflicts = try city.must(store, "conflicts", "list").objects
      #expect(conflicts.map { $0["field"] as? String } == ["annual_plan"], "\(store)")
      #expect(conflicts.first?["shown"] as? String == "192400", "\(store)")
      let siblings = (conflicts.first?["siblings"] as? [[String: Any]] ?? [])
        .compactMap { $0["value"] as? String }
      #expect(Set(siblings) == ["192400", "200000"], "\(store)")
      let fields = try city.must(store, "show", project).object["fields"] as? [String: Any]
      #expect(fields?["annual_plan"] as? String == "192400", "\(store)")
    }
    // Once the county has seen the lock, it asks.
    let asked = try city.run("east", "set", project, "annual_plan=21亿")
    #expect(asked.status == 77 && asked.code == "decided-by-other")
    #expect(city.stop(hub) == 0)
  }

  /// Writes a field without asking anyone, as an older program would.
  private func write(
    _ value: String, to field: String, of id: String, in path: String, ledger: String
  ) throws {
    let store = try Store.open(at: path, schema: Schema.standard.traits, options: .default)
    let issue = try #require(Schema.standard.collection("issue"))
    let definition = try #require(issue.field(field))
    _ = try store.commit(
      ledger,
      [
        Draft(
          author: "县区甲", reason: nil,
          operations: [
            Operation(
              collection: issue.id, record: try #require(RecordID(id)), field: definition.id,
              value: try definition.parse(value))
          ])
      ])
  }

  @Test func s44ClosedAndRefused() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.make("east")
    try city.join("east", at: url)
    let issue = try #require(
      city.must("east", "add", "issue", "name=用地未批", "status=办理中").object["id"] as? String)
    try city.must("east", "add", "evidence", "issue=\(issue)", "kind=closing_proof")
    try city.must("east", "set", issue, "status=申请销号", "submitted_by=县区甲")
    try city.must("east", "sync")
    try city.must(
      "hub", "set", issue, "status=不予销号", "refusal_reason=现场未整改")
    // The program itself refuses the county; its record and evidence are offline work.
    #expect(try city.run("east", "set", issue, "status=销号").status == 77)
    let ledgers = try city.must("east", "status").object["ledgers"] as? [[String: Any]]
    let ledger = try #require(ledgers?.first?["ledger"] as? String)
    try write("销号", to: "status", of: issue, in: city.path("east"), ledger: ledger)
    try city.must(
      "east", "add", "evidence", "issue=\(issue)", "kind=closing_proof", "name=整改照片")
    try city.must("east", "sync")
    for store in ["hub", "east"] {
      let fields = try city.must(store, "show", issue).object["fields"] as? [String: Any]
      #expect(fields?["status"] as? String == "refused_closing", "\(store): it stays open")
      let conflicts = try city.must(store, "conflicts", "list").objects
      #expect(conflicts.map { $0["field"] as? String } == ["status"], "\(store)")
      let values = (conflicts.first?["siblings"] as? [[String: Any]] ?? [])
        .compactMap { $0["value"] as? String }
      #expect(Set(values) == ["closed", "refused_closing"], "\(store)")
      let evidence = try city.must(store, "list", "evidence").objects
      #expect(evidence.count == 2, "\(store): the county's evidence is kept")
    }
    #expect(city.stop(hub) == 0)
  }
}
