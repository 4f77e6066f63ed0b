// What a county's score is made of: item by item with its figure, weight and points, and which
// items have no data. A rank that rests on few of them says so wherever it stands.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import Policy
internal import Projects

extension Pages {
  func scorePath(_ findings: Findings, _ county: String) -> String {
    "/city/score?county=\(Form.encode(county))&as-of=\(findings.asOf)"
      + "&rules=\(Form.encode(findings.ruleSet.code))"
  }

  /// `/city/score` of `?county=`: the items of its score; each opens the projects that it was
  /// counted from.
  func scorePage(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let county = visit.query.text("county") ?? ""
      guard let findings = try findings(visit),
        let row = findings.scores.first(where: { $0.county == county })
      else { throw Stop(.notFound, "page.stop-missing", visit.path) }
      let title = visit.text("page.score-title", Region.find(county)?.name ?? row.label)
      return visit.page(
        "behind", title: title, place: "city",
        [
          "title": title, "lines": row.items.map { line($0, county, findings, visit) },
          "isEmpty": row.items.isEmpty,
          "count": Self.standing(row, visit),
          "what": visit.text(
            "page.score-share", "\(row.items.count(where: \.hasData))", "\(row.items.count)"),
          "scope": asOf(findings, visit),
          "hasHeads": true,
          "heads": ["page.score-item", "page.score-figure", "page.score-weight", "page.city-score"]
            .enumerated().map { place, key in
              ["text": visit.text(key), "isNumber": place > 0] as Model
            },
        ])
    }
  }

  /// The points and the rank; of a county that nothing applies to, that it has neither.
  private static func standing(_ row: ScoreRow, _ visit: Visit) -> String {
    guard let score = row.score, let place = row.place else {
      return visit.text("indicators.not-applicable")
    }
    return visit.text("page.score-points", score.description, "\(place)")
  }

  private func line(
    _ item: ItemScore, _ county: String, _ findings: Findings, _ visit: Visit
  ) -> Model {
    var figure = visit.text("page.score-no-data")
    if item.hasData, let numerator = item.numerator {
      figure = numerator.grouped + (item.denominator.map { " / \($0.grouped)" } ?? "")
    }
    let projects = "/projects?region_code=\(Form.encode(county))"
    return [
      "path": item.indicator.map { path(findings, $0, county, missing: false, all: true) }
        ?? projects,
      "name": Self.title(item, visit),
      "cells": [figure, item.weight.description, item.hasData ? item.points.description : ""]
        .map { ["text": $0, "isNumber": true] as Model },
    ]
  }

  /// Which items of the score have data in any county; nil where nothing is scored.
  func scoreNote(_ findings: Findings, _ visit: Visit) -> Model? {
    guard let items = findings.scores.first?.items else { return nil }
    var filled: Set<String> = []
    for item in findings.scores.flatMap(\.items) where item.hasData { filled.insert(item.name) }
    func titles(_ isFilled: Bool) -> String {
      let titles = items.filter { filled.contains($0.name) == isFilled }
        .map { Self.title($0, visit) }
      return titles.isEmpty ? visit.text("page.score-none") : visit.language.listed(titles)
    }
    let known = items.filter { filled.contains($0.name) }.reduce(Int64(0)) { $0 + Self.weight($1) }
    let all = items.reduce(Int64(0)) { $0 + Self.weight($1) }
    return [
      "text": visit.text(
        "page.score-note", "\(items.count)", titles(true), titles(false)),
      "isThin": known * 2 < all, "warning": visit.text("page.score-thin"),
    ]
  }

  /// In ten-thousandths of a point.
  private static func weight(_ item: ItemScore) -> Int64 { item.weight.tenThousandths ?? 0 }

  private static func title(_ item: ItemScore, _ visit: Visit) -> String {
    visit.language == .zh ? item.title.zh : item.title.en
  }
}
