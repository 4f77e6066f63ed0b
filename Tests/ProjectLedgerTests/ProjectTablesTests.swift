// Verifies:
//  1. a table that followed a store edit by edit, changes of other offices and an archived ledger
//     history included, has the rows of one read anew
//  2. every order is ascending by the values themselves, whatever their kind: fractional
//     numbers, texts with a long common beginning, empty ones last; equals stay by id

import Causality
import LedgerStore
import ProjectLedger
import Projects
import TestSupport
import Testing

struct ProjectTablesTests {
  private func told(_ table: ProjectTable) -> [String] {
    table.rows.map { "\($0.ledger) \($0.id) \($0.name) \($0.values) \($0.hasConflict)" }
  }

  @Test(arguments: [UInt64(1), 2, 3]) func followingIsReadingAnew(seed: UInt64) throws {
    let office = try Office()
    let other = try office.city.office("other county")
    var random = SeededGenerator(seed: seed)
    var projects: [RecordID] = []
    let tables = ProjectTables(office.store)
    for step in 0..<80 {
      let author = random.chance(70) ? office.store : other
      switch random.below(6) {
      case 0, 1:
        projects.append(
          try office.write("project", ["name": "P\(step)", "region_code": "411702"], to: author))
      case 2 where !projects.isEmpty:
        try office.archive("project", projects[random.below(projects.count)], random.chance(60))
      case 3: try office.city.settle([office.store, other])
      case 4:
        try office.write("progress_report", ["period": "2021-09"])
      default:
        guard !projects.isEmpty else { continue }
        let id = projects[random.below(projects.count)]
        guard try author.record(Office.ledger, id) != nil else { continue }
        try office.write(
          "project", ["name": "changed at \(step)", "total_investment": "\(random.below(50))"],
          id: id, to: author)
      }
      let followed = try tables.now()
      #expect(
        told(followed) == told(try ProjectTables(office.store).now()), "seed \(seed) step \(step)")
    }
  }

  @Test func orders() throws {
    let office = try Office()
    let common = "驻马店市驿城区产业集聚区"
    let amounts = ["12", "3", "2.5", "2.4", "0", "0.01", "", "99999999", "12", "0.001"]
    for (number, amount) in amounts.enumerated() {
      try office.write(
        "project",
        [
          "name": number == 4 ? common : "\(common)\(number % 5)", "total_investment": amount,
          "signed_on": number % 3 == 0 ? "" : "20\(10 + number)-01-01",
          "stage": number % 2 == 0 ? "signed" : "reserve",
        ])
    }
    let table = try ProjectTables(office.store).now()
    for column in ProjectTables.columns.indices {
      let ordered = table.order(by: column).map { table.rows[Int($0)] }
      let expected = table.rows.sorted { first, second in
        let left = first.values[column]
        let right = second.values[column]
        if left == right { return first.id < second.id }
        if left == .empty || right == .empty { return right == .empty }
        return left < right
      }
      #expect(ordered.map(\.id) == expected.map(\.id), "\(ProjectTables.columns[column].code)")
    }
  }
}
