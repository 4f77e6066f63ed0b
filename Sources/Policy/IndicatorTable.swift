// Indicators as of a day, by county, department, category, level, kind of funds or batch. A project
// with several kinds of funds, or in several batches, counts in each of them and once in the total.

public import Causality

/// What indicators are broken down by.
public enum Breakdown: String, Sendable, Hashable, CaseIterable {
  /// Not at all.
  case total
  case county
  case department
  case category
  case level
  case fundKind = "fund_kind"
  case batch
}

/// One indicator of one group.
public struct IndicatorValue: Sendable, Hashable {
  /// The indicator's number.
  public let indicator: String
  /// What it says.
  public let title: Phrase
  /// The group's code: a county, a case, a record; empty for the total and for none.
  public let scope: String
  /// The group's name in Chinese, where it has one of its own.
  public let label: String
  /// The numerator: a count, or 万元, or 亩.
  public let numerator: ExactDecimal
  /// The denominator; nil for indicators that are counts or sums.
  public let denominator: ExactDecimal?
  /// The quotient as shown; nil where the denominator is 0 (不适用) or there is none.
  public let percent: String?
  /// The target, such as `>= 60%`.
  public let target: String?
  /// Whether the target is met, by the exact fraction; nil without one or where it does not apply.
  public let met: Bool?
  /// The reading used.
  public let reading: String?
  /// The period looked at.
  public let period: String?
  /// How many records are behind the numerator.
  public let recordCount: Int
  /// Whether the numbers are counts, rather than money or areas.
  public let isCount: Bool
}

/// Indicators of a book as of the end of a day.
public struct IndicatorTable {
  let sieve: Sieve
  private let ruleSet: RuleSet
  private let indicators: [Indicator]

  /// Makes ready to compute; facts that several indicators share are worked out once.
  public init(
    _ book: Book, _ ruleSet: RuleSet, asOf: CivilDate, calendar: WorkCalendar = .standard,
    indicators: [Indicator] = Indicator.standard
  ) {
    sieve = Sieve(book, asOf: asOf, calendar: calendar)
    self.ruleSet = ruleSet
    self.indicators = indicators
  }

  /// Every indicator, or the one named, by group; groups by code. An indicator whose typed figures
  /// nobody has typed is left out.
  public func values(_ id: String? = nil, by breakdown: Breakdown = .total) -> [IndicatorValue] {
    indicators.filter { id == nil || $0.id == id }.flatMap { values($0, breakdown) }
  }

  /// The records behind a number: those in the numerator, or in the denominator and not in it, by
  /// id.
  public func records(
    of id: String, by breakdown: Breakdown = .total, scope: String = "", missing: Bool = false
  ) -> [RecordID] {
    guard let indicator = indicators.first(where: { $0.id == id }),
      let measure = indicator.numerator
    else { return [] }
    let here = rows(measure, indicator, breakdown, scope)
    guard missing else { return ids(measure, here) }
    guard let base = indicator.denominator, base.scope.collection == measure.scope.collection
    else { return [] }
    let counted = Set(here)
    return ids(base, rows(base, indicator, breakdown, scope).filter { !counted.contains($0) })
  }

  /// The rows behind a measure of one group.
  private func rows(
    _ measure: Measure, _ indicator: Indicator, _ breakdown: Breakdown, _ scope: String
  ) -> [Int32] {
    if case .figure = measure.what { return [] }
    let rows = sieve.passing(measure, frame(indicator))
    if breakdown == .total { return rows }
    return (sieve.keys(rows, measure.scope.collection, breakdown) ?? [])
      .filter { sieve.code(max($0.key, 0), breakdown) == scope }.map { rows[$0.index] }
  }

  private func ids(_ measure: Measure, _ rows: [Int32]) -> [RecordID] {
    let ids = sieve.views[measure.scope.collection].ids
    return Set(rows).map { ids[Int($0)] }.sorted()
  }

  private func frame(_ indicator: Indicator) -> Frame {
    Frame(
      asOf: sieve.asOf,
      period: indicator.during.flatMap { Period($0, containing: sieve.asOf) })
  }

  private func isWaived(_ indicator: Indicator) -> Bool {
    guard indicator.during == .week, let week = frame(indicator).period else { return false }
    return (try? sieve.calendar.hasWorkday(from: week.start, through: week.end)) == false
  }

  private func counted(
    _ measure: Measure, _ indicator: Indicator, _ breakdown: Breakdown
  ) -> Grouped? {
    sieve.grouped(measure, breakdown, frame(indicator))
  }

  private func values(_ indicator: Indicator, _ breakdown: Breakdown) -> [IndicatorValue] {
    if let kind = indicator.within { return judged(indicator, kind, breakdown) }
    guard let measure = indicator.numerator, var top = counted(measure, indicator, breakdown)
    else { return [] }
    if let less = indicator.less {
      guard let taken = counted(less, indicator, breakdown) else { return [] }
      for (key, value) in taken.values { top.values[key, default: 0] &-= value }
    }
    var bottom: Grouped?
    if let base = indicator.denominator {
      bottom = counted(base, indicator, breakdown)
      if bottom == nil { return [] }
    }
    let keys =
      breakdown == .total
      ? [0] : Array(Set(top.values.keys).union(bottom.map { Set($0.values.keys) } ?? []))
    return keys.map { (code: sieve.code($0, breakdown), key: $0) }
      .sorted { ($0.code, $0.key) < ($1.code, $1.key) }
      .compactMap { code, key in
        let value = ExactDecimal(mantissa: top.values[key] ?? 0, scale: measure.places)
        let base = bottom.flatMap {
          ExactDecimal(
            mantissa: $0.values[key] ?? 0, scale: indicator.denominator?.places ?? 0)
        }
        guard let value else { return nil }
        // A week without a working day asks for nothing: not applicable, whatever was done.
        let isWaived = bottom != nil && isWaived(indicator)
        return make(
          indicator, code, sieve.label(key, breakdown), isWaived ? ExactDecimal(0) : value,
          isWaived ? ExactDecimal(0) : bottom == nil ? nil : base,
          top.counts[key] ?? 0)
      }
  }

  private func make(
    _ indicator: Indicator, _ code: String, _ label: String, _ value: ExactDecimal,
    _ base: ExactDecimal?, _ count: Int
  ) -> IndicatorValue {
    let fraction = base.flatMap { Fraction(value, $0) }
    let goal = indicator.rules.lazy.compactMap { ruleSet.rule($0, on: sieve.asOf) }
      .compactMap { rule -> Goal? in
        if case .goal(let found) = rule.body { found } else { nil }
      }.first
    let band = goal?.bands.first
    // A target of a sum or count holds for the numerator, whatever that is shown a share of.
    let asked = goal?.denominator == nil ? nil : base
    var met: Bool?
    if let band, base == nil || fraction?.isApplicable == true {
      met = band.isMet(value, over: asked)
    }
    return IndicatorValue(
      indicator: indicator.id, title: indicator.title, scope: code, label: label,
      numerator: value, denominator: base,
      percent: indicator.shown == .percent
        ? fraction?.percent(ruleSet.rounding) : fraction?.quotient(ruleSet.rounding),
      target: band.map {
        "\($0.comparator.rawValue) \(Judge.shown($0.target, asked != nil))"
      }, met: met, reading: indicator.reading,
      period: frame(indicator).period?.label, recordCount: count,
      isCount: (indicator.numerator?.places ?? 0) == 0)
  }

  /// What was done within the limits of the rule set, of what was judged.
  private func judged(
    _ indicator: Indicator, _ kind: Rule.Kind, _ breakdown: Breakdown
  ) -> [IndicatorValue] {
    let judge = Judge(
      sieve.book, ruleSet, asOf: sieve.asOf, calendar: sieve.calendar, county: nil)
    for (place, rule) in ruleSet.rules.enumerated() where rule.kind == kind {
      if case .deadline(let deadline) = rule.body {
        if rule.id == indicator.deadline { judge.tally(rule, deadline) }
      } else {
        judge.judge(rule, place)
      }
    }
    var sums: [Int64: (kept: Int, all: Int)] = breakdown == .total ? [0: (0, 0)] : [:]
    for (place, tally) in judge.tallies {
      for (index, key) in sieve.keys(tally.map(\.row), place, breakdown) ?? [] {
        sums[max(key, 0), default: (0, 0)].all += 1
        if tally[index].isKept { sums[max(key, 0), default: (0, 0)].kept += 1 }
      }
    }
    return sums.map { (code: sieve.code($0.key, breakdown), key: $0.key, sum: $0.value) }
      .sorted { ($0.code, $0.key) < ($1.code, $1.key) }
      .map { code, key, sum in
        make(
          indicator, code, sieve.label(key, breakdown), ExactDecimal(Int64(sum.kept)),
          ExactDecimal(Int64(sum.all)), sum.kept)
      }
  }
}

extension Goal.Band {
  /// Whether a figure, or a rate over a base, is what the band asks for; exact.
  func isMet(_ value: ExactDecimal, over base: ExactDecimal?) -> Bool {
    let base = base ?? ExactDecimal(1)
    var left = Int128(value.mantissa)
    var right = Int128(target.mantissa) * Int128(base.mantissa)
    let (leftPlaces, rightPlaces) = (Int(value.scale), Int(target.scale) + Int(base.scale))
    for _ in leftPlaces..<max(leftPlaces, rightPlaces) { left *= 10 }
    for _ in rightPlaces..<max(leftPlaces, rightPlaces) { right *= 10 }
    return comparator.accepts(left < right ? .below : left == right ? .equal : .above)
  }
}
