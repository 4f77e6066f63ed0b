// What every record of a scope must have, and how far behind its plan a project may be.

internal import Causality

extension Judge {
  func judge(_ rule: Rule, _ coverage: Coverage) {
    let place = coverage.scope.collection
    var rows = rows(coverage.scope)
    if let on = coverage.on {
      let days = sieve.gather(rows, on)
      rows = rows.indices.filter { days[$0] != absent && rule.isInForce(on: date(days[$0])) }
        .map { rows[$0] }
    } else if !rule.isInForce(on: asOf) {
      return
    }
    let passing = sieve.filter(
      rows, place, coverage.require, Frame(asOf: asOf, period: nil))
    guard passing.count < rows.count else { return }
    let all = sieve.counties(place)
    var totals: [Int64: (passed: Int64, all: Int64)] = [:]
    for row in rows { totals[all[Int(row)], default: (0, 0)].all += 1 }
    for row in passing { totals[all[Int(row)], default: (0, 0)].passed += 1 }
    let lacking = lacking(coverage, rows, passing)
    let dues = dues(coverage, rows)
    // What passes keeps the order of the rows.
    var next = 0
    for (index, row) in rows.enumerated() {
      if next < passing.count, passing[next] == row {
        next += 1
        continue
      }
      let total = totals[all[Int(row)]] ?? (0, 0)
      var warning = self.warning(
        coverage.level,
        .coverage(passed: total.passed, all: total.all, lacking: lacking[row] ?? 1))
      about(place, row, &warning)
      warning.numerator = ExactDecimal(total.passed)
      warning.denominator = ExactDecimal(total.all)
      if let due = dues?[index] {
        warning.due = due.rolled
        warning.nominalDue = due.nominal
      }
      emit(warning)
    }
  }

  /// The last day of each row, where the rule says which field names it; nil in it where that is
  /// empty.
  private func dues(_ coverage: Coverage, _ rows: [Int32]) -> [Due?]? {
    guard let counted = coverage.due else { return nil }
    var judged = counted
    judged.isRolled = true
    return zip(sieve.gather(rows, counted), sieve.gather(rows, judged)).map { nominal, rolled in
      nominal == absent ? nil : Due(nominal: date(nominal), rolled: date(rolled))
    }
  }

  /// Of each row that does not pass, a bit for every condition that it fails; none where there is
  /// but one condition.
  private func lacking(
    _ coverage: Coverage, _ rows: [Int32], _ passing: [Int32]
  ) -> [Int32: UInt64] {
    if coverage.require.count < 2 { return [:] }
    let passed = Set(passing)
    let left = rows.filter { !passed.contains($0) }
    var lacking: [Int32: UInt64] = [:]
    for row in left { lacking[row] = 0 }
    for (bit, condition) in coverage.require.enumerated() {
      let kept = Set(
        sieve.filter(
          left, coverage.scope.collection, [condition], Frame(asOf: asOf, period: nil)))
      for row in left where !kept.contains(row) { lacking[row, default: 0] |= 1 << UInt64(bit) }
    }
    return lacking
  }

  func judge(_ rule: Rule, _ progress: Progress) {
    guard rule.isInForce(on: asOf) else { return }
    let rows = rows(progress.scope)
    func figures(_ kind: Derived) -> [Int64] {
      sieve.gather(
        rows,
        Path(
          hops: [], collection: book.projectPlace, field: nil, derived: kind, isAct: false,
          places: 4))
    }
    let plans = figures(.yearPlan)
    let done = figures(.completedThisYear)
    let starts = progress.isFromStart ? sieve.startMonths() : []
    for (index, row) in rows.enumerated() where plans[index] > 0 {
      let line = sieve.line(progress, from: starts.isEmpty ? 1 : starts[Int(row)])
      var expected = (Int128(plans[index]) * Int128(line.numerator), Int128(line.denominator))
      var isMonthly = false
      if progress.usesMonthlyPlan, let month = sieve.monthlyPlan(Int(row)) {
        expected = (Int128(month), 1)
        isMonthly = true
      }
      // (expected − done) ÷ plan in points, all over one denominator.
      let behind = (expected.0 - Int128(done[index]) * expected.1) * 100
      let whole = Int128(plans[index]) * expected.1
      let broken = progress.bands.filter { band in
        let mark = Int128(band.points) * whole
        return band.comparator.accepts(
          behind < mark ? .below : behind == mark ? .equal : .above)
      }.max { $0.level < $1.level }
      guard let broken, behind > 0, let lag = Fraction(wide: behind, over: whole) else { continue }
      var warning = self.warning(
        broken.level,
        .behind(
          lag, done: done[index], plan: plans[index], gone: Int16(line.numerator),
          window: Int16(line.denominator), isMonthly: isMonthly))
      about(book.projectPlace, row, &warning)
      warning.isCount = false
      warning.numerator = ExactDecimal(mantissa: done[index], scale: 4)
      warning.denominator = ExactDecimal(mantissa: plans[index], scale: 4)
      emit(warning)
    }
  }

  /// 元 as 万元.
  static func money(_ yuan: Int64) -> String {
    ExactDecimal(mantissa: yuan, scale: 4)?.description ?? "\(yuan)"
  }
}

extension Fraction {
  /// Shortened until both fit into 64 bits, which keeps the decimals shown.
  init?(wide top: Int128, over bottom: Int128) {
    var (top, bottom) = (top, bottom)
    while Int64(exactly: top) == nil || Int64(exactly: bottom) == nil {
      top /= 10
      bottom /= 10
    }
    guard bottom != 0, let top = Int64(exactly: top), let bottom = Int64(exactly: bottom) else {
      return nil
    }
    self.init(top, bottom)
  }
}

extension Sieve {
  /// The share of a year's plan that the even line asks for by the last full month, the line
  /// beginning with the rule's first month or the month of the project's start, whichever is later.
  func line(_ progress: Progress, from start: Int) -> Fraction {
    let first = min(max(progress.firstMonth, start), progress.lastMonth)
    let gone = max(0, min(monthsElapsed, progress.lastMonth) - first + 1)
    return Fraction(Int64(gone), Int64(progress.lastMonth - first + 1))
  }
}
