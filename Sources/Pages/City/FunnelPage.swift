// The funnel 储备 -> 签约 -> 开工 -> 投产 -> 达效 by period, the counties as tiles, the wall chart. Every
// number opens the projects that it was counted from.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects

extension Pages {
  private static let wallMax = 120
  private static let listedMax = 1_000
  /// The stages of projects that stand on the wall.
  private static let onTheWall: Set<Stage> = [
    .signed, .performed, .landed, .started, .building, .slowed, .stopped, .resumed, .completed,
  ]

  // MARK: The funnel

  /// The funnel of the period that an address asks for: `2021`, `2021-Q3`, a month, or all.
  func funnel(_ board: CityBoard, _ visit: Visit) -> Model {
    let asked = visit.query.text("during")
    let period = asked.flatMap { Period($0) }
    let counts = FunnelStep.allCases.enumerated().map { place, _ in
      board.rows.count { Self.isWithin($0.dates[place], period) }
    }
    let undated = FunnelStep.allCases.enumerated().map { place, step in
      board.rows.count { Self.isUndated($0, place, step) }
    }
    let most = max(1, counts.max() ?? 1)
    let year = today?.year ?? 2021
    let periods = ["", "\(year)"] + (1...4).map { "\(year)-Q\($0)" } + ["\(year - 1)"]
    return [
      "steps": FunnelStep.allCases.enumerated().map { place, step -> Model in
        var model: Model = [
          "label": visit.text("page.funnel-\(step.rawValue)"), "count": "\(counts[place])",
          "path": "/city/funnel?step=\(step.rawValue)&during=\(Form.encode(asked ?? ""))",
          "x": "\(300 - 280 * counts[place] / most)", "width": "\(560 * counts[place] / most)",
          "y": "\(place * 46 + 4)", "textY": "\(place * 46 + 29)",
        ]
        if place > 0, counts[place - 1] > 0 {
          let share = counts[place] * 1_000 / counts[place - 1]
          model["share"] = visit.text("page.funnel-of-last", "\(share / 10).\(share % 10)%")
        }
        return model
      },
      "undated": FunnelStep.allCases.enumerated().compactMap { place, step -> Model? in
        guard undated[place] > 0 else { return nil }
        return [
          "label": visit.text(
            "page.funnel-undated", visit.text("page.funnel-\(step.rawValue)"),
            "\(undated[place])"),
          "path": "/city/funnel?step=\(step.rawValue)&undated=1",
        ]
      },
      "height": "\(FunnelStep.allCases.count * 46 + 4)",
      "periods": periods.map { code -> Model in
        [
          "label": code.isEmpty ? visit.text("page.city-all") : code,
          "path": code.isEmpty ? "/city" : "/city?during=\(code)",
          "isHere": code == (asked ?? ""),
        ]
      },
    ]
  }

  private static func isWithin(_ date: CivilDate?, _ period: Period?) -> Bool {
    guard let date else { return false }
    return period.map { $0.contains(date) } ?? true
  }

  /// Whether a project has come as far as a step and nobody wrote when.
  private static func isUndated(_ row: CityRow, _ place: Int, _ step: FunnelStep) -> Bool {
    row.dates[place] == nil
      && row.stage.flatMap { Stage(rawValue: $0) }?.hasReached(step.stage) == true
  }

  /// `/city/funnel`: the projects of one step; with `?undated=1` those that reached it without a
  /// date.
  func funnelList(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      guard let step = visit.query["step"].flatMap({ FunnelStep(rawValue: $0) }),
        let place = FunnelStep.allCases.firstIndex(of: step)
      else { throw Stop(.notFound, "page.stop-missing", visit.path) }
      let period = visit.query.text("during").flatMap { Period($0) }
      let county = visit.query.text("county")
      let isUndated = visit.query["undated"] == "1"
      let found = try city.board().rows.filter { row in
        (isUndated
          ? Self.isUndated(row, place, step) : Self.isWithin(row.dates[place], period))
          && (county == nil || row.county == county)
      }
      let lines = found.prefix(Self.listedMax).map { row -> Model in
        [
          "path": "/r/\(row.id)", "name": visit.named(row.name),
          "cells": [
            ["text": Region.find(row.county)?.name ?? row.county] as Model,
            ["text": row.dates[place]?.description ?? ""] as Model,
            [
              "text": row.total.map { Amounts.money($0, visit.language) } ?? "", "isNumber": true,
            ] as Model,
          ],
        ]
      }
      let title = visit.text("page.funnel-\(step.rawValue)")
      return visit.page(
        "behind", title: title, place: "city",
        [
          "title": title, "lines": lines, "isEmpty": found.isEmpty,
          "count": visit.text("page.tile-projects", "\(found.count)"),
          "what": visit.text(isUndated ? "page.funnel-no-date" : "page.city-behind"),
          "scope": period?.label ?? visit.text("page.city-all"),
        ])
    }
  }

  // MARK: Tiles

  /// Where the counties lie, columns from the west and rows from the north.
  private static let places: [String: (column: Int, row: Int)] = [
    "411721": (2, 1), "411722": (3, 1), "411728": (2, 2), "411702": (2, 3), "411727": (3, 3),
    "411723": (4, 2), "411729": (5, 3), "411726": (1, 4), "411725": (2, 4), "411724": (3, 4),
  ]

  /// A tile a county: its colour says the worst light, and words say the same. Without rules none
  /// is in order; nor is a city as a whole, which is nobody's county.
  func tiles(_ board: CityBoard, _ findings: Findings?, _ visit: Visit) -> [Model] {
    var counts: [String: Int] = [:]
    for row in board.rows { counts[row.county, default: 0] += 1 }
    var lights: [String: (red: Int, yellow: Int)] = [:]
    for warning in findings?.evaluation.warnings ?? [] {
      switch warning.level {
      case .red?: lights[warning.county, default: (0, 0)].red += 1
      case .yellow?: lights[warning.county, default: (0, 0)].yellow += 1
      default: break
      }
    }
    var ranks: [String: Int] = [:]
    for row in findings?.scores ?? [] { ranks[row.county] = row.place }
    let isMapped = counts.keys.contains { Self.places[$0] != nil }
    return counts.keys.filter { !$0.isEmpty }.sorted().map { code in
      var model: Model = [
        "name": Region.find(code)?.name ?? code,
        "projects": visit.text("page.tile-projects", "\(counts[code] ?? 0)"),
        "path": "/projects?region_code=\(Form.encode(code))",
      ]
      let unlit: Unlit =
        findings?.isJudging != true
        ? .withoutRules : Region.find(code)?.isCity == true ? .unjudged : .inOrder
      show(lights[code] ?? (0, 0), unlit, in: &model, visit)
      if let findings {
        model["duties"] =
          "/duties?county=\(Form.encode(code))&as-of=\(findings.asOf)"
          + "&rules=\(Form.encode(findings.ruleSet.code))"
      }
      if let rank = ranks[code] { model["rank"] = visit.text("page.tile-rank", "\(rank)") }
      if isMapped, let place = Self.places[code] {
        model["place"] = "c\(place.column) r\(place.row)"
      }
      return model
    }
  }

  /// What it means that nothing is lit.
  private enum Unlit: String {
    case inOrder = "page.tile-green"
    case unjudged = "page.tile-unjudged"
    case withoutRules = "page.tile-no-rules"
  }

  /// The colour and the words of lights.
  private func show(
    _ lights: (red: Int, yellow: Int), _ unlit: Unlit, in model: inout Model, _ visit: Visit
  ) {
    model["level"] =
      lights.red > 0
      ? "red" : lights.yellow > 0 ? "yellow" : unlit == .inOrder ? "green" : "unjudged"
    var words: [String] = []
    if lights.red > 0 { words.append(visit.text("page.tile-red", "\(lights.red)")) }
    if lights.yellow > 0 { words.append(visit.text("page.tile-yellow", "\(lights.yellow)")) }
    model["words"] = words.isEmpty ? visit.text(unlit.rawValue) : words.joined(separator: " ")
  }

  // MARK: The wall

  /// `/city/wall`: projects under way, those in trouble first.
  func wall(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let board = try city.board()
      let findings = try findings(visit)
      let county = visit.query.text("county")
      var lights: [RecordID: (red: Int, yellow: Int)] = [:]
      for warning in findings?.evaluation.warnings ?? [] {
        guard let record = warning.record else { continue }
        if warning.level == .red { lights[record, default: (0, 0)].red += 1 }
        if warning.level == .yellow { lights[record, default: (0, 0)].yellow += 1 }
      }
      func days(_ row: CityRow) -> Int32? {
        guard let today, let next = board.next[row.id] else { return nil }
        return next.planned.days - today.days
      }
      let rows = board.rows.filter { row in
        guard let stage = row.stage.flatMap({ Stage(rawValue: $0) }) else { return false }
        return Self.onTheWall.contains(stage) && (county == nil || row.county == county)
      }.sorted { left, right in
        let (first, second) = (lights[left.id] ?? (0, 0), lights[right.id] ?? (0, 0))
        return (-first.red, -first.yellow, days(left) ?? .max, left.id)
          < (-second.red, -second.yellow, days(right) ?? .max, right.id)
      }
      return visit.page(
        "wall", title: visit.text("page.city-wall"), place: "city",
        [
          "date": today?.description ?? "", "isEmpty": rows.isEmpty,
          "count": visit.text("page.tile-projects", "\(rows.count)"),
          "rows": rows.prefix(Self.wallMax).map { row -> Model in
            var model = line(row, board.next[row.id], days(row), visit)
            show(
              lights[row.id] ?? (0, 0), findings?.isJudging == true ? .inOrder : .withoutRules,
              in: &model, visit)
            return model
          },
        ])
    }
  }

  private func line(
    _ row: CityRow, _ next: NextMilestone?, _ days: Int32?, _ visit: Visit
  ) -> Model {
    let field = schema.collection("project")?.field("stage")
    var model: Model = [
      "id": row.id.description, "name": visit.named(row.name), "leader": row.leader,
      "county": Region.find(row.county)?.name ?? row.county,
      "stage": row.stage.flatMap { field?.display(.code($0), visit.language) } ?? "",
      "total": row.total.map { Amounts.money($0, visit.language) } ?? "", "next": next?.name ?? "",
      "planned": next?.planned.description ?? "",
    ]
    if let days {
      model["days"] =
        days < 0
        ? visit.text("page.gantt-overdue", "\(-days)") : visit.text("page.gantt-left", "\(days)")
      model["isOver"] = days < 0
    }
    return model
  }
}
