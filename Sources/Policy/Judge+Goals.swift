// Rates, quotas and targets: figures of a county, a zone, the city or any other group, held exactly
// against what is asked, at the end of a period, by a day, or on any day.

public import Causality
internal import Projects

/// What a measure came to.
struct Measured {
  /// By group.
  var values: [Int64: Int64]
  var rows: [Int32]
  /// The group of each row.
  var groups: [Int64]
}

extension Judge {
  func judge(_ rule: Rule, _ goal: Goal) {
    if case .city = goal.group, sieve.county != nil { return }
    switch goal.schedule {
    case .always(let kind):
      guard rule.isInForce(on: asOf) else { return }
      let period = kind.flatMap { Period($0, containing: asOf) }
      judge(rule, goal, period, end: nil, ahead: nil)
    case .by(let day):
      guard rule.isInForce(on: min(asOf, day)) else { return }
      judge(rule, goal, nil, end: day, ahead: asOf < day ? reminder(goal, before: day) : nil)
    case .period(let kind, let lag):
      guard let now = Period(kind, containing: asOf) else { return }
      for offset in -(lag + 1)...0 {
        guard let period = now.advanced(by: offset), let judged = period.advanced(by: lag) else {
          continue
        }
        let isLast = judged.advanced(by: 1).map { $0.end > asOf } == true
        if judged.end <= asOf {
          if isLast, rule.isInForce(on: judged.end) {
            judge(rule, goal, period, end: judged.end, ahead: nil)
          }
        } else if offset == -lag, rule.isInForce(on: asOf) {
          if let level = reminder(goal, before: judged.end) {
            judge(rule, goal, period, end: judged.end, ahead: level)
          }
        }
      }
    }
  }

  /// The level of the reminders whose time has come.
  private func reminder(_ goal: Goal, before day: CivilDate) -> Level? {
    let left = Int(day.days - asOf.days)
    let level = goal.ahead.filter { left <= $0.amount }.map(\.level).max()
    return level ?? (goal.linearFrom == nil ? nil : .yellow)
  }

  private func judge(
    _ rule: Rule, _ goal: Goal, _ period: Period?, end: CivilDate?, ahead: Level?
  ) {
    if let end, asOf < end, ahead == nil { return }
    if let end, Int(asOf.days - end.days) > ruleSet.lateListedDays { return }
    let day = end.map { min($0, asOf) } ?? asOf
    let sieve = sieve(at: day)
    let frame = Frame(asOf: day, period: period)
    guard let top = sieve.measure(goal.numerator, goal.group, frame) else { return }
    var bottom: Measured?
    if let denominator = goal.denominator {
      bottom = sieve.measure(denominator, goal.group, frame)
      if bottom == nil { return }
    }
    for group in groups(goal, top, bottom) {
      let value = ExactDecimal(mantissa: top.values[group] ?? 0, scale: goal.numerator.places)
      let base = bottom.flatMap { bottom in
        ExactDecimal(mantissa: bottom.values[group] ?? 0, scale: goal.denominator?.places ?? 0)
      }
      guard let value, bottom == nil || base != nil else { continue }
      // A figure that nobody typed for a county is not 0.
      if case .figure = goal.numerator.what, top.values[group] == nil { continue }
      if let base, base.mantissa == 0 { continue }
      let share = goal.linearFrom.flatMap { from in
        end.map { Judge.elapsed(from: from, to: $0, at: asOf) }
      }
      guard let band = broken(goal, value, base, ahead == nil ? nil : share) else { continue }
      var level = ahead.map { min($0, band.level) } ?? band.level
      if rule.strength == .soft { level = min(level, .yellow) }
      let asked = AskedFor(
        band: band, period: period, end: end, isAhead: ahead != nil,
        share: ahead == nil ? nil : share)
      emit(warning(goal, level, asked, value, base, group, top, bottom))
    }
  }

  /// Full months gone by of those in a stretch, at the end of a day.
  static func elapsed(from: CivilDate, to: CivilDate, at day: CivilDate) -> Fraction {
    func months(_ date: CivilDate) -> Int64 {
      let isEnd = date.day == CivilDate.dayCount(year: date.year, month: date.month)
      return Int64(date.year * 12 + date.month - (isEnd ? 0 : 1))
    }
    let before = Int64(from.year * 12 + from.month - 1)
    return Fraction(
      max(0, min(months(day), months(to)) - before), max(1, months(to) - before))
  }

  /// The most urgent target that is not met; with a share, the part of it that should be by now.
  private func broken(
    _ goal: Goal, _ value: ExactDecimal, _ base: ExactDecimal?, _ share: Fraction?
  ) -> Goal.Band? {
    goal.bands.filter { band in
      let wanted = Judge.product(band.target, base ?? ExactDecimal(1))
      var left = (Int128(value.mantissa), Int(value.scale))
      var right = wanted
      if let share {
        left.0 *= Int128(share.denominator)
        right.0 *= Int128(share.numerator)
      }
      let places = max(left.1, right.1)
      for _ in left.1..<places { left.0 *= 10 }
      for _ in right.1..<places { right.0 *= 10 }
      let ordering: Ordering =
        left.0 < right.0 ? .below : left.0 == right.0 ? .equal : .above
      return !(share == nil ? band.comparator : .atLeast).accepts(ordering)
    }.max { $0.level < $1.level }
  }

  private static func product(_ one: ExactDecimal, _ other: ExactDecimal) -> (Int128, Int) {
    (Int128(one.mantissa) * Int128(other.mantissa), Int(one.scale) + Int(other.scale))
  }

  /// What was asked, when.
  private struct AskedFor {
    let band: Goal.Band
    let period: Period?
    let end: CivilDate?
    /// Whether the last day is still to come.
    let isAhead: Bool
    /// The part of the target that the line asks for by the day judged.
    let share: Fraction?
  }

  private func warning(
    _ goal: Goal, _ level: Level, _ asked: AskedFor, _ value: ExactDecimal, _ base: ExactDecimal?,
    _ group: Int64, _ top: Measured, _ bottom: Measured?
  ) -> Warning {
    let end = asked.end
    var warning = self.warning(level, grounds(goal, asked, value, base))
    warning.denominator = base ?? asked.band.target
    warning.numerator = value
    warning.isCount = goal.numerator.places == 0
    warning.due = end
    warning.nominalDue = end
    if case .city = goal.group {
    } else if case .field = goal.group {
    } else {
      warning.county = book.texts.text(group)
    }
    let behind = self.behind(goal, top, bottom, group)
    warning.others = ids(behind.place, behind.rows)
    warning.recordCount = behind.rows.count
    warning.collection = sieve.views[behind.place].collection.code
    return warning
  }

  /// The sentence: a figure that is judged before its last day is of the day judged, and is held
  /// against the line where there is one.
  private func grounds(
    _ goal: Goal, _ asked: AskedFor, _ value: ExactDecimal, _ base: ExactDecimal?
  ) -> Grounds {
    var figure = [value.description]
    var key = "warning.quota"
    if let base, let fraction = Fraction(value, base) {
      let rate =
        asked.band.target > ExactDecimal(1)
        ? fraction.quotient(ruleSet.rounding, places: 2) ?? ""
        : (fraction.percent(ruleSet.rounding) ?? "") + "%"
      figure += [base.description, rate]
      key = "warning.ratio"
    }
    if isMoney(goal.numerator) { key += ".money" }
    let target =
      "\(asked.band.comparator.rawValue) \(Judge.shown(asked.band.target, base != nil))"
    guard asked.isAhead, let end = asked.end, asked.period == nil || asked.share != nil else {
      let when = asked.period?.label ?? (asked.end ?? asOf).description
      return .figure(key: key, [when] + figure + [target])
    }
    let known = [asOf.description] + figure
    guard let share = asked.share else {
      return .figure(key: key + ".by", known + [target, end.description])
    }
    let line = line(asked.band.target, share, base != nil)
    return .figure(key: key + ".line", known + [line, target, end.description])
  }

  /// The part of a target that a line asks for: `9/11 = 81.8%`.
  private func line(_ target: ExactDecimal, _ share: Fraction, _ isRate: Bool) -> String {
    var places = Int128(1)
    for _ in 0..<target.scale { places *= 10 }
    let wanted = Fraction(
      wide: Int128(target.mantissa) * Int128(share.numerator),
      over: places * Int128(share.denominator))
    let shown =
      isRate && target <= ExactDecimal(1)
      ? wanted?.percent(ruleSet.rounding).map { $0 + "%" }
      : wanted?.quotient(ruleSet.rounding, places: 2).flatMap { ExactDecimal($0)?.description }
    return "\(share.numerator)/\(share.denominator) = \(shown ?? "")"
  }

  /// Whether a measure is a sum of money, 万元.
  private func isMoney(_ measure: Measure) -> Bool {
    guard case .sum(let path) = measure.what else { return false }
    guard let field = path.field else { return path.places == 4 }
    let definition = book.vocabulary.collections[path.collection].fields[field].definition
    if case .money? = definition?.type { return true }
    return false
  }

  /// `60%` for a part of a whole, else the number.
  static func shown(_ target: ExactDecimal, _ isRate: Bool) -> String {
    guard isRate, target <= ExactDecimal(1), let percent = target.multiplied(by: ExactDecimal(100))
    else { return target.description }
    return "\(percent)%"
  }

  /// The records behind a shortfall: those asked about and not counted, where both are of one
  /// collection; else those counted.
  private func behind(
    _ goal: Goal, _ top: Measured, _ bottom: Measured?, _ group: Int64
  ) -> (place: Int, rows: [Int32]) {
    func rows(_ measured: Measured) -> [Int32] {
      measured.rows.indices.filter { measured.groups[$0] == group }.map { measured.rows[$0] }
    }
    let place = goal.numerator.scope.collection
    guard let bottom, goal.denominator?.scope.collection == place else {
      return named(goal.numerator, place, rows(top))
    }
    let counted = Set(rows(top))
    let missing = rows(bottom).filter { !counted.contains($0) }
    return named(goal.numerator, place, missing.isEmpty ? rows(bottom) : missing)
  }

  /// The records that a measure counts each once, where it does.
  private func named(
    _ measure: Measure, _ place: Int, _ rows: [Int32]
  ) -> (place: Int, rows: [Int32]) {
    guard case .distinct(let hops) = measure.what, let last = hops.last,
      case .reference(let target) = book.vocabulary.collections[last / 1_000]
        .fields[last % 1_000].form, let reached = book.vocabulary.place(of: target)
    else { return (place, rows) }
    let path = Path(
      hops: hops, collection: place, field: nil, derived: nil, isAct: false, places: 0)
    let found = Set(sieve.gather(rows, path).filter { $0 != absent })
    return (reached, found.map { Int32($0) })
  }

  /// The groups judged: every county with a record, even one that has nothing to count.
  private func groups(_ goal: Goal, _ top: Measured, _ bottom: Measured?) -> [Int64] {
    switch goal.group {
    case .city: return [0]
    case .field:
      return Set(top.values.keys).union(bottom.map { Set($0.values.keys) } ?? []).filter {
        $0 != absent
      }
      .sorted()
    case .county, .zone, .area:
      return counties().filter { isOf(goal.group, $0) }
    }
  }

  /// The counties that have projects, and those that the book is to judge without.
  func counties() -> [Int64] {
    if let county = sieve.county { return [county] }
    return Set(sieve.counties(book.projectPlace) + book.expectedCounties).filter { $0 > 0 }
      .sorted { book.texts.text($0) < book.texts.text($1) }
  }

  /// Whether a region is of the kind that a group is made of; the city itself is no county.
  func isOf(_ group: Goal.Group, _ region: Int64) -> Bool {
    let code = book.texts.text(region)
    if code.isEmpty { return false }
    let kind = Region.kind(of: code)
    switch group {
    case .county: return kind == .county
    case .zone: return kind == .zone
    default: return kind != .city
    }
  }
}

extension Fraction {
  /// The fraction of two exact numbers; nil where their digits do not fit.
  public init?(_ value: ExactDecimal, _ base: ExactDecimal) {
    let places = Int(max(value.scale, base.scale))
    guard let top = value.scaled(places: places), let bottom = base.scaled(places: places) else {
      return nil
    }
    self.init(top, bottom)
  }
}
