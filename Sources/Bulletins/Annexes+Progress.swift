// The monthly progress of key projects: 合计, 其中在建/前期, then each county with its projects under
// construction and in preparation. Every sum is over the items below it.

internal import Causality
internal import Workbooks

extension Annexes {
  /// The sums of some projects, in ten-thousandths of 万元.
  struct Sums {
    var total: Int64 = 0
    var prior: Int64 = 0
    var plan: Int64 = 0
    var completed: Int64 = 0
    /// Of that, what projects with a plan completed: the rate is of these alone.
    var completedOfPlan: Int64 = 0

    init(_ projects: some Sequence<ProjectFact>) {
      for project in projects {
        total += project.totalInvestment?.scaled(to: 4) ?? 0
        prior += project.priorCumulative?.scaled(to: 4) ?? 0
        let done = project.completed?.scaled(to: 4) ?? 0
        completed += done
        guard let planned = project.planHeld else { continue }
        plan += planned.scaled(to: 4) ?? 0
        completedOfPlan += done
      }
    }

    /// The share of the plan.
    var rate: Rate {
      Rate(
        ExactDecimal(tenThousandths: completedOfPlan), ExactDecimal(tenThousandths: plan))
    }
  }

  /// Adds the progress of some projects, under a table code.
  mutating func addProgress(_ code: String, where isMeant: (ProjectFact) -> Bool) {
    let byCounty = projects(where: isMeant)
    guard byCounty.contains(where: { !$0.isEmpty }) else { return }
    let months = Words.months(to: facts.head.month)
    let meant = byCounty.joined().map { facts.projects[$0] }
    var table = table(
      code, note: Self.note("bulletin.unit.wan", Sums(meant)), progressColumns(months))
    table.reserve(byCounty.reduce(8) { $0 + $1.count + 4 })
    appendTotals(meant, to: &table)
    var number = 0
    var countyNumber = 0
    for (county, places) in zip(facts.counties, byCounty) where !places.isEmpty {
      countyNumber += 1
      let all = places.map { facts.projects[$0] }
      table.append(
        sumRow(
          .section(level: 1), key: county.code,
          Words.text(
            "bulletin.section.county", Words.numeral(countyNumber), county.name, "\(all.count)"),
          all))
      var natureNumber = 0
      for (nature, isPreliminary) in [("building", false), ("preliminary", true)] {
        let part = all.filter { $0.lists.contains(.preliminary) == isPreliminary }
        if part.isEmpty { continue }
        natureNumber += 1
        let name = Words.text("bulletin.nature.\(nature)")
        table.append(
          sumRow(
            .section(level: 2), key: nature,
            Words.text(
              "bulletin.section.nature", Words.numeral(natureNumber), name, "\(part.count)"),
            part))
        for project in part {
          number += 1
          table.append(itemRow(project, number))
        }
      }
    }
    add(table)
    percent(PercentColumn(table: code, column: "percent", over: "completed", under: "plan"))
  }

  private func progressColumns(_ months: String) -> [TableColumn] {
    [
      TableColumn("no", Self.head("no"), .label, widthMax: 8),
      TableColumn("name", Self.head("name"), .text, widthMax: 36),
      TableColumn("total", Self.head("total"), .decimal(places: 2)),
      TableColumn("prior", Self.head("prior"), .decimal(places: 2)),
      TableColumn("plan", Self.head("plan"), .decimal(places: 2)),
      TableColumn("completed", Self.head("completed", months), .decimal(places: 2)),
      TableColumn("percent", Self.head("percent"), .decimal(places: 1)),
      TableColumn("progress", Self.head("progress"), .text, widthMax: 40),
      TableColumn("builder", Self.head("builder"), .text, widthMax: 24),
      TableColumn("leader", Self.head("leader"), .text, widthMax: 14),
    ]
  }

  private func appendTotals(_ all: [ProjectFact], to table: inout Table) {
    table.append(sumRow(.total, key: "total", Words.text("bulletin.total", "\(all.count)"), all))
    for (nature, isPreliminary) in [("building", false), ("preliminary", true)] {
      let part = all.filter { $0.lists.contains(.preliminary) == isPreliminary }
      let name = Words.text("bulletin.nature.\(nature)")
      table.append(
        sumRow(
          .part(under: nature), key: "total/" + nature,
          Words.text("bulletin.part", name, "\(part.count)"), part))
    }
  }

  private func sumRow(
    _ role: RowRole, key: String, _ label: String, _ projects: [ProjectFact]
  ) -> TableRow {
    let sums = Sums(projects)
    let amounts = [sums.total, sums.prior, sums.plan, sums.completed].map {
      ExactDecimal(tenThousandths: $0)
    }
    return TableRow(
      role: role, key: key, itemCount: projects.count,
      [.empty, .text(label)] + amounts.map { .decimal($0) }
        + [percentCell(sums.rate)])
  }

  /// The unit of a table's sums, and where projects without a plan completed something, that no
  /// share counts it.
  static func note(_ unit: String, _ sums: Sums) -> String {
    let unit = Words.text(unit)
    return sums.completed == sums.completedOfPlan ? unit : Words.text("bulletin.note-no-plan", unit)
  }

  private func itemRow(_ project: ProjectFact, _ number: Int) -> TableRow {
    let rate = Rate(
      project.completed ?? ExactDecimal(0), project.planHeld ?? ExactDecimal(0))
    return TableRow(
      key: project.code,
      [
        .whole(Int64(number)), .text(project.name), .money(project.totalInvestment),
        .money(project.priorCumulative), .money(project.planHeld), .money(project.completed),
        percentCell(rate), .text(project.progress), .text(project.builder), .text(project.leader),
      ])
  }
}

extension Cell {
  /// A sum of 万元, or nothing.
  static func money(_ amount: ExactDecimal?) -> Cell { amount.map { .decimal($0) } ?? .empty }
  /// A day, or nothing.
  static func day(_ date: CivilDate?) -> Cell { date.map { .date($0) } ?? .empty }
}
