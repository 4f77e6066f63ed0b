// What the policy room computes, taken into a bulletin's facts: indicators as rates, score sheets
// as scores, warnings as lights. The annexes come from the records, so the two hold one another to
// account.

internal import Catalogue
public import Causality
public import Policy

extension BulletinFacts {
  /// Takes an indicator's values as a rate of the bulletin: the total's as the whole's, a county's
  /// as the county's. Values without a denominator and of unknown counties are left out.
  public mutating func take(_ values: [IndicatorValue], as measure: Measure) {
    let codes = Set(counties.map(\.code))
    for value in values {
      guard let denominator = value.denominator else { continue }
      let county = value.scope.isEmpty ? nil : value.scope
      if let county, !codes.contains(county) { continue }
      rates.removeAll { $0.measure == measure && $0.county == county }
      rates.append(RateFact(measure, county: county, Rate(value.numerator, denominator)))
    }
  }

  /// Takes the scores of a score sheet, the names of its items in the order in which they first
  /// appear. Counties that are not in the table keep what they have; an item without data has no
  /// points.
  public mutating func take(_ scores: ScoreTable) {
    let rows = scores.groups.flatMap(\.rows)
    var items: [(name: String, title: String)] = []
    for item in rows.flatMap(\.items) where !items.contains(where: { $0.name == item.name }) {
      items.append((item.name, item.title.zh))
    }
    scoreItems = items.map(\.title)
    for place in counties.indices {
      counties[place].parts = []
      guard let row = rows.first(where: { $0.county == counties[place].code }) else { continue }
      counties[place].score = row.score
      counties[place].parts = items.map { item in
        row.items.first { $0.name == item.name && $0.hasData }?.points
      }
    }
  }

  /// Lights the projects that are behind their plans: the highest level of each, with its sentence;
  /// other warnings light nothing. A project without a monthly plan has what the even line asked of
  /// it as its plan.
  ///
  /// - Parameter project: the code of the project that a record is, nil for other records.
  public mutating func take(_ warnings: [Warning], project: (RecordID) -> String?) {
    var lights: [String: (light: Light, reason: Reason)] = [:]
    var lines: [String: ExactDecimal] = [:]
    for warning in warnings where warning.isBehindPlan {
      guard let record = warning.record, let code = project(record),
        let light = Light(warning.level)
      else { continue }
      if let line = warning.evenLine, lines[code] == nil || light == .red { lines[code] = line }
      if let before = lights[code], before.light == .red || light == .yellow { continue }
      lights[code] = (light, warning.reason)
    }
    for place in projects.indices {
      guard let lit = lights[projects[place].code] else { continue }
      projects[place].light = lit.light
      if projects[place].expected == nil { projects[place].expected = lines[projects[place].code] }
      projects[place].reason = lit.reason.text(.zh)
    }
  }
}

extension Light {
  /// Yellow and red are lights; what is only for information is none.
  fileprivate init?(_ level: Level?) {
    switch level {
    case .red: self = .red
    case .yellow: self = .yellow
    case .info, nil: return nil
    }
  }
}
