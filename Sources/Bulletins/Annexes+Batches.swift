// Scores and the three batches: the ranking, rates by county, and the lists of signing, start and
// production. The rates by county are the indicators'; the lists are what they are held against.

internal import Causality
internal import Policy
internal import Workbooks

extension Annexes {
  /// The ranking by score, the higher the better; ties share a place (1, 1, 3) and keep the facts'
  /// order. Counties without a score are left out.
  static func ranking(_ counties: [CountyFact], zones: Bool) -> [(rank: Int, county: CountyFact)] {
    let group = counties.filter { $0.isZone == zones }
    return zip(Ranking.places(group.map(\.score)), group)
      .compactMap { place, county in place.map { (rank: $0, county: county) } }
      .enumerated()
      .sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element)
  }

  /// The ranking of counties or of functional zones; nil when none has a score.
  func rankingTable(zones: Bool, code: String, title: String) -> Table? {
    let ranked = Self.ranking(facts.counties, zones: zones)
    if ranked.isEmpty { return nil }
    var table = Table(code: code, name: title, title: title, note: "", columns: scoreColumns)
    for row in rankingRows(ranked) { table.append(row) }
    return table
  }

  private var scoreColumns: [TableColumn] {
    [
      TableColumn("rank", Self.head("rank"), .label, widthMax: 8),
      TableColumn("county", Self.head("county"), .text, widthMax: 20),
      TableColumn("score", Self.head("score"), .decimal(places: 2)),
    ]
      + facts.scoreItems.enumerated().map { place, name in
        TableColumn("part\(place)", [name], .decimal(places: 2))
      }
  }

  private func rankingRows(_ ranked: [(rank: Int, county: CountyFact)]) -> [TableRow] {
    ranked.map { rank, county in
      TableRow(
        key: county.code,
        [.whole(Int64(rank)), .text(county.name), .money(county.score)]
          + county.parts.map { Cell.money($0) })
    }
  }

  mutating func addScores() {
    guard facts.counties.contains(where: { $0.score != nil }) else { return }
    var table = table("scores", note: Words.text("bulletin.unit.points"), scoreColumns)
    for (zones, key) in [(false, "counties"), (true, "zones")] {
      let ranked = Self.ranking(facts.counties, zones: zones)
      if ranked.isEmpty { continue }
      table.append(
        TableRow(
          role: .section(level: 1), key: key, itemCount: ranked.count,
          [.empty, .text(Words.text("bulletin.group.\(key)", "\(ranked.count)"))]))
      for row in rankingRows(ranked) { table.append(row) }
    }
    add(table)
  }

  /// The three batches' measures with the columns of their numbers in the summary.
  private static let batchMeasures: [(measure: Measure, over: String, under: String)] = [
    (.signedPerformed, "performed", "signed"), (.signedStarted, "signed-started", "signed"),
    (.started, "started", "start-listed"), (.producing, "producing", "production-listed"),
  ]

  mutating func addBatchSummary() {
    let lists: ProjectLists = [.signing, .start, .production]
    guard facts.projects.contains(where: { !$0.lists.isDisjoint(with: lists) }) else { return }
    var columns = [TableColumn("county", Self.head("county"), .text, widthMax: 20)]
    for column in ["signed", "performed"] { columns.append(count(column)) }
    columns.append(percentage("performed-percent"))
    columns.append(count("signed-started"))
    columns.append(percentage("signed-started-percent"))
    for (listed, done) in [("start-listed", "started"), ("production-listed", "producing")] {
      columns += [count(listed), count(done), percentage(done + "-percent")]
    }
    var table = table("batches", note: Words.text("bulletin.unit.count"), columns)
    table.append(summaryRow(.total, key: "total", Words.text("bulletin.total-row"), nil))
    for county in facts.counties {
      table.append(summaryRow(.item, key: county.code, county.name, county.code))
      for (measure, over, under) in Self.batchMeasures {
        guard let evidence = Sentences.evidence(measure, county: county.code) else { continue }
        let row = county.code
        claim(TableClaim(table: "batches", row: row, column: over, evidence: evidence[0]))
        claim(TableClaim(table: "batches", row: row, column: under, evidence: evidence[1]))
      }
    }
    add(table)
    for (_, over, under) in Self.batchMeasures {
      percent(
        PercentColumn(table: "batches", column: over + "-percent", over: over, under: under))
    }
  }

  private func count(_ code: String) -> TableColumn {
    TableColumn(code, Self.head(code), .whole)
  }

  private func percentage(_ code: String) -> TableColumn {
    TableColumn(code, Self.head(code), .decimal(places: 1))
  }

  private func summaryRow(
    _ role: RowRole, key: String, _ label: String, _ county: String?
  ) -> TableRow {
    let performed = tally.rate(.signedPerformed, county)
    let signedStarted = tally.rate(.signedStarted, county)
    var cells: [Cell] = [
      .text(label), .decimal(performed.denominator), .decimal(performed.numerator),
      percentCell(performed), .decimal(signedStarted.numerator), percentCell(signedStarted),
    ]
    for measure in [Measure.started, .producing] {
      let rate = tally.rate(measure, county)
      cells += [.decimal(rate.denominator), .decimal(rate.numerator), percentCell(rate)]
    }
    return TableRow(role: role, key: key, cells)
  }

  mutating func addBatchLists() {
    addList(
      "signing", .signing,
      dates: [
        ("signed-on", \.signedOn), ("performed-on", \.performedOn), ("started-on", \.startedOn),
      ])
    addList(
      "start", .start, dates: [("planned-start-on", \.plannedStartOn), ("started-on", \.startedOn)])
    addList(
      "production", .production,
      dates: [("planned-production-on", \.plannedProductionOn), ("producing-on", \.producingOn)])
  }

  /// A list of projects by county with some of their days.
  mutating func addList(
    _ code: String, _ list: ProjectLists, dates: [(String, KeyPath<ProjectFact, CivilDate?>)]
  ) {
    let byCounty = projects { $0.lists.contains(list) }
    guard byCounty.contains(where: { !$0.isEmpty }) else { return }
    var table = table(
      code, note: Words.text("bulletin.unit.wan"),
      [
        TableColumn("no", Self.head("no"), .label, widthMax: 8),
        TableColumn("name", Self.head("name"), .text, widthMax: 40),
        TableColumn("total", Self.head("total"), .decimal(places: 2)),
      ] + dates.map { TableColumn($0.0, Self.head($0.0), .date) }
        + [TableColumn("builder", Self.head("builder"), .text, widthMax: 24)])
    let all = byCounty.joined().map { facts.projects[$0] }
    table.reserve(all.count + facts.counties.count + 1)
    table.append(listSum(.total, key: "total", Words.text("bulletin.total", "\(all.count)"), all))
    var number = 0
    var countyNumber = 0
    for (county, places) in zip(facts.counties, byCounty) where !places.isEmpty {
      countyNumber += 1
      let label = Words.text(
        "bulletin.section.county", Words.numeral(countyNumber), county.name, "\(places.count)")
      table.append(
        listSum(
          .section(level: 1), key: county.code, label, places.map { facts.projects[$0] }))
      for place in places {
        let project = facts.projects[place]
        number += 1
        table.append(
          TableRow(
            key: project.code,
            [.whole(Int64(number)), .text(project.name), .money(project.totalInvestment)]
              + dates.map { Cell.day(project[keyPath: $0.1]) } + [.text(project.builder)]))
      }
    }
    add(table)
  }

  private func listSum(
    _ role: RowRole, key: String, _ label: String, _ projects: [ProjectFact]
  ) -> TableRow {
    let total = projects.reduce(0) { $0 + ($1.totalInvestment?.scaled(to: 4) ?? 0) }
    return TableRow(
      role: role, key: key, itemCount: projects.count,
      [.empty, .text(label), .decimal(ExactDecimal(tenThousandths: total))])
  }

  mutating func addCountySummary() {
    let lists: ProjectLists = [.provincial, .city]
    guard facts.projects.contains(where: { !$0.lists.isDisjoint(with: lists) }) else { return }
    var columns = [TableColumn("county", Self.head("affiliation"), .text, widthMax: 20)]
    for kind in ["provincial", "city"] {
      columns += [
        TableColumn(kind + "-count", Self.head(kind + "-count"), .whole),
        TableColumn(kind + "-plan", Self.head(kind + "-plan"), .decimal(places: 2)),
        TableColumn(kind + "-completed", Self.head(kind + "-completed"), .decimal(places: 2)),
        TableColumn(kind + "-percent", Self.head(kind + "-percent"), .decimal(places: 1)),
      ]
    }
    var table = table("counties", note: Words.text("bulletin.unit.count-wan"), columns)
    let kinds = [
      (ProjectLists.provincial, "provincial", Measure.provincialInvestment),
      (.city, "city", .cityInvestment),
    ]
    let byKind = kinds.map { kind in projects { $0.lists.contains(kind.0) }.map(\.count) }
    func cells(_ county: Int?) -> [Cell] {
      zip(kinds, byKind).flatMap { kind, counts -> [Cell] in
        let rate = tally.rate(kind.2, county.map { facts.counties[$0].code })
        let count = county.map { counts[$0] } ?? counts.reduce(0, +)
        return [
          .whole(Int64(count)), .decimal(rate.denominator), .decimal(rate.numerator),
          percentCell(rate),
        ]
      }
    }
    table.append(
      TableRow(role: .total, key: "total", [.text(Words.text("bulletin.total-row"))] + cells(nil)))
    for (place, county) in facts.counties.enumerated() {
      table.append(TableRow(key: county.code, [.text(county.name)] + cells(place)))
      for (_, kind, _) in kinds {
        let planned = Selection(kind, under: [county.code], filled: ["plan"])
        for (column, evidence) in [
          ("count", Evidence.count(Selection(kind, under: [county.code]))),
          ("plan", .sum("plan", planned)), ("completed", .sum("completed", planned)),
        ] {
          claim(
            TableClaim(
              table: "counties", row: county.code, column: "\(kind)-\(column)", evidence: evidence))
        }
      }
    }
    add(table)
    for kind in ["provincial", "city"] {
      percent(
        PercentColumn(
          table: "counties", column: kind + "-percent", over: kind + "-completed",
          under: kind + "-plan"))
    }
  }
}
