// The tables that offices hand round between bulletins, each as a report of its own: monthly
// progress, by county, ten days, not started, behind. The same facts and the same arithmetic as the
// annexes.

internal import Causality
public import Workbooks

/// A table made of one month's facts.
public enum MonthReport: String, Sendable, CaseIterable {
  /// 合计, 其中在建/前期, then each county with its projects.
  case progress
  /// 隶属 | 项目个数 | 年计划投资 | 完成投资 | 完成率, in 亿元.
  case county
  /// 月计划 | 旬完成 | 占月计划% | 至旬累计 | 占比%.
  case tenDays = "ten-days"
  /// Planned to have started by the month's end, and not started.
  case notStarted = "not-started"
  /// Behind schedule, with lights and reasons.
  case behind

  /// The report of all projects of the facts; nil where none belongs in it. O(projects).
  ///
  /// - Throws: where the facts contradict themselves.
  public func table(of facts: BulletinFacts) throws(FactFault) -> Table? {
    guard !facts.projects.isEmpty else { return nil }
    try facts.validate()
    let annexes = Annexes(facts) { annexes in
      switch self {
      case .progress: annexes.addProgress("progress") { _ in true }
      case .county: annexes.addCounties()
      case .tenDays: annexes.addTenDays()
      case .notStarted: annexes.addNotStarted { _ in true }
      case .behind: annexes.addBehind()
      }
    }
    return annexes.tables.first
  }
}

extension Annexes {
  /// How many projects each county has, and what of the year's plan they completed.
  mutating func addCounties() {
    var table = table(
      "county", note: Self.note("bulletin.unit.count-yi", Sums(facts.projects)),
      [
        TableColumn("county", Self.head("affiliation"), .text, widthMax: 20),
        TableColumn("count", Self.head("count"), .whole),
        TableColumn("plan", Self.head("county-plan"), .decimal(places: 2)),
        TableColumn("completed", Self.head("county-completed"), .decimal(places: 2)),
        TableColumn("percent", Self.head("county-percent"), .decimal(places: 1)),
      ])
    table.append(row(.total, "total", Words.text("bulletin.total-row"), facts.projects))
    for (county, places) in zip(facts.counties, projects { _ in true }) where !places.isEmpty {
      table.append(row(.item, county.code, county.name, places.map { facts.projects[$0] }))
    }
    add(table)
  }

  private func row(
    _ role: RowRole, _ key: String, _ name: String, _ projects: [ProjectFact]
  ) -> TableRow {
    let sums = Sums(projects)
    return TableRow(
      role: role, key: key,
      [
        .text(name), .whole(Int64(projects.count)), .yi(sums.plan), .yi(sums.completed),
        percentCell(sums.rate),
      ])
  }
}

extension Cell {
  /// An amount of 元, which is a ten-thousandth of 万元, in 亿元.
  fileprivate static func yi(_ yuan: Int64) -> Cell {
    ExactDecimal(mantissa: yuan, scale: 8).map { .decimal($0) } ?? .empty
  }
}
