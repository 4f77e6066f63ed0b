// Counties scored and ranked by a score sheet, with every item's figure, full marks and points, so
// that a score can be worked out again by hand. Points are added and compared exactly, and rounded
// to four decimals, a half upwards, only to be shown.

public import Causality
internal import Projects

/// What one item gave.
public struct ItemScore: Sendable, Hashable {
  /// The item's name in the score sheet.
  public let name: String
  /// What it scores.
  public let title: Phrase
  /// The indicator that is scored; nil for a typed figure.
  public let indicator: String?
  /// The figure's numerator; nil where there is no figure.
  public let numerator: ExactDecimal?
  /// The figure's denominator; nil for counts, sums and typed figures.
  public let denominator: ExactDecimal?
  /// The points at full marks.
  public let weight: ExactDecimal
  /// The points given, rounded; 0 where there is no figure.
  public let points: ExactDecimal

  /// Whether there was a figure to score: a share of nothing is none.
  public var hasData: Bool {
    numerator != nil && denominator.map { $0 > ExactDecimal(0) } ?? true
  }
}

/// One county's score.
public struct ScoreRow: Sendable, Hashable {
  /// The county's code.
  public let county: String
  /// Its name.
  public let label: String
  /// The place in the group; equal scores share it. Nil where nothing of the sheet applies: there
  /// is nothing to rank then.
  public let place: Int?
  /// The places won since the scores compared with; nil without any.
  public let change: Int?
  /// The points together, added exactly and then rounded; nil where nothing of the sheet applies.
  public let score: ExactDecimal?
  /// Item by item.
  public let items: [ItemScore]
}

/// The scores of a group, the best first.
public struct ScoreGroup: Sendable, Hashable {
  /// The group's name.
  public let name: Phrase
  /// The counties, those with equal scores by code, those without a place last.
  public let rows: [ScoreRow]
}

/// Scores by a rule of the kind `scoring`.
public struct ScoreTable: Sendable {
  /// The groups, in the order of the sheet; those without a member left out.
  public let groups: [ScoreGroup]

  /// Scores the counties of a book; nil where the rule set has no such score sheet in force.
  ///
  /// - Parameter before: earlier scores, for the change of places.
  public init?(
    _ book: Book, _ ruleSet: RuleSet, rule: String, asOf: CivilDate,
    calendar: WorkCalendar = .standard, before: ScoreTable? = nil
  ) {
    guard let rule = ruleSet.rule(rule, on: asOf), case .scoring(let sheet) = rule.body else {
      return nil
    }
    let table = IndicatorTable(book, ruleSet, asOf: asOf, calendar: calendar)
    let counties = table.counties()
    var figures: [[String: IndicatorValue]] = []
    for item in sheet.items {
      var values: [String: IndicatorValue] = [:]
      switch item.source {
      case .indicator(let id):
        for value in table.values(id, by: .county) { values[value.scope] = value }
      case .figure(let name):
        for county in counties {
          if let value = table.figure(name, county: county) { values[county] = value }
        }
      }
      figures.append(values)
    }
    groups = sheet.groups.compactMap { group in
      let members = counties.filter { county in
        group.members.isEmpty
          ? Region.kind(of: county) == (group.isZones ? .zone : .county)
          : group.members.contains(county)
      }
      if members.isEmpty { return nil }
      let earlier = before?.groups.first { $0.name == group.name }
      return ScoreTable.group(group.name, members, sheet, figures, table, earlier)
    }
  }

  private static func group(
    _ name: Phrase, _ members: [String], _ sheet: ScoreSheet,
    _ figures: [[String: IndicatorValue]], _ table: IndicatorTable, _ before: ScoreGroup?
  ) -> ScoreGroup {
    let fulls = sheet.items.enumerated().map { place, item in
      item.full.map { Fraction($0, ExactDecimal(1)) ?? Fraction(1, 1) }
        ?? members.compactMap { figures[place][$0]?.fraction }.filter(\.isApplicable).max()
    }
    let scored = members.map { county in
      let given = sheet.items.enumerated().map { place, item in
        item.points(figures[place][county], full: fulls[place])
      }
      let items = sheet.items.enumerated().map { place, item in
        item.score(figures[place][county], given[place])
      }
      return (county: county, sum: given.reduce(Points.zero, +), items: items)
    }
    // A county that no item applies to has not scored 0: it takes no place, and shares none.
    let sums: [Points?] = scored.map { row in row.items.contains(where: \.hasData) ? row.sum : nil }
    let places = Ranking.places(sums)
    let rows = scored.enumerated().map { index, row in
      let place = places[index]
      let earlier = before?.rows.first { $0.county == row.county }?.place
      return ScoreRow(
        county: row.county, label: table.label(row.county), place: place,
        change: Ranking.change(from: earlier, to: place),
        score: sums[index].flatMap { ExactDecimal(mantissa: $0.rounded, scale: 4) },
        items: row.items)
    }
    return ScoreGroup(
      name: name,
      rows: rows.sorted { ($0.place ?? .max, $0.county) < ($1.place ?? .max, $1.county) })
  }
}

extension ScoreSheet.Item {
  /// The points of a figure: weight × figure ÷ full marks, at most the weight where capped, never
  /// below 0.
  func points(_ value: IndicatorValue?, full: Fraction?) -> Points {
    guard let fraction = value?.fraction, let full else { return .zero }
    let points = Points(weight, times: fraction, of: full)
    return isCapped ? min(points, Points(weight.magnitude)) : points
  }

  func score(_ value: IndicatorValue?, _ points: Points) -> ItemScore {
    var indicator: String?
    if case .indicator(let id) = source { indicator = id }
    return ItemScore(
      name: name, title: title, indicator: indicator, numerator: value?.numerator,
      denominator: value?.denominator,
      weight: ExactDecimal(mantissa: weight, scale: 4) ?? ExactDecimal(0),
      points: ExactDecimal(mantissa: points.rounded, scale: 4) ?? ExactDecimal(0))
  }
}

extension IndicatorValue {
  /// The exact quotient; a count or sum is over 1.
  public var fraction: Fraction? { Fraction(numerator, denominator ?? ExactDecimal(1)) }
}

extension IndicatorTable {
  /// The counties that have projects, by code.
  func counties() -> [String] {
    Set(sieve.counties(sieve.book.projectPlace)).filter { $0 > 0 }
      .map { sieve.book.texts.text($0) }.sorted()
  }

  /// A typed figure of one county.
  func figure(_ name: String, county: String) -> IndicatorValue? {
    guard
      let number = sieve.book.figure(name, county: county, period: nil, asOf: sieve.asOf),
      let value = ExactDecimal(mantissa: number, scale: 4)
    else { return nil }
    return IndicatorValue(
      indicator: name, title: Phrase(zh: name, en: name), scope: county, label: label(county),
      numerator: value, denominator: nil, percent: nil, target: nil, met: nil, reading: nil,
      period: nil, recordCount: 0, isCount: false)
  }

  /// The name of a county.
  func label(_ county: String) -> String {
    sieve.book.texts.find(county).map { sieve.label($0, .county) } ?? county
  }

  /// Counties ranked by one indicator, zones apart; those it does not apply to at the end without a
  /// place.
  public func ranking(_ id: String) -> [(zones: Bool, rows: [(value: IndicatorValue, place: Int?)])]
  {
    let values = values(id, by: .county).filter { !$0.scope.isEmpty }
    return [false, true].compactMap { zones in
      let members = values.filter { Region.kind(of: $0.scope) == (zones ? .zone : .county) }
      if members.isEmpty { return nil }
      let places = Ranking.places(
        members.map { $0.fraction.flatMap { $0.isApplicable ? $0 : nil } })
      let rows = members.indices.map { (value: members[$0], place: places[$0]) }
        .sorted { ($0.place ?? .max, $0.value.scope) < ($1.place ?? .max, $1.value.scope) }
      return (zones, rows)
    }
  }
}
