// The layout of offices' investment plans. Verified:
// 1. The title names the latest year that a project is planned for; what was planned for another
//    is neither shown nor summed, what says no year is both.
// 2. Without any year the title names none.

import Catalogue
import Causality
import LedgerStore
import ProjectLedger
import Projects
import Testing
import Workbooks

@Suite struct PlanExportTests {
  private let office: Office
  private let projects: CollectionDefinition

  init() throws {
    office = try Office()
    projects = try #require(Schema.standard.collection("project"))
  }

  private func plan() throws -> Table {
    let records = try office.store.read { snapshot throws(StoreError) in
      try snapshot.all("project", in: Office.ledger)
    }
    return try #require(LedgerExport.plan(records, of: projects, in: .zh))
  }

  /// The text of one column, row by row.
  private func texts(_ table: Table, _ code: String) throws -> [String] {
    let column = try #require(table.columnIndex(code))
    return table.rows.map { row in
      switch row.cells[column] {
      case .text(let text): text
      case .decimal(let number): number.description
      default: ""
      }
    }
  }

  @Test func plansOfTwoYears() throws {
    try office.write("project", ["name": "甲", "annual_plan": "5", "annual_plan_year": "2022"])
    try office.write(
      "project",
      ["name": "乙", "annual_plan": "7", "annual_plan_year": "2021", "year_goal": "开工"])
    try office.write("project", ["name": "丙", "annual_plan": "9", "total_investment": "20"])
    let plan = try plan()
    #expect(plan.title.contains("2022") && !plan.title.contains("2021"))
    let (names, amounts) = (try texts(plan, "name"), try texts(plan, "annual_plan"))
    let planned = Dictionary(uniqueKeysWithValues: zip(names, amounts))
    #expect(planned["甲"] == "5" && planned["乙"] == "" && planned["丙"] == "9")
    #expect(amounts.first == "14", "\(amounts)")
    #expect(try texts(plan, "year_goal").allSatisfy(\.isEmpty))
    #expect(try texts(plan, "total_investment").contains("20"))
  }

  @Test func withoutAYear() throws {
    try office.write("project", ["name": "甲", "total_investment": "5"])
    #expect(try plan().title == Catalogue.text(Message("export.plan"), in: .zh))
  }
}
