// Figures of projects computed from reports and plans as of a day: model sections 0 and C. Money is
// in 元, as integers.

internal import Causality

extension Sieve {
  /// A figure for every project's row.
  func compute(_ kind: Derived) -> [Int64] {
    let sheet = book.sheets[book.projectPlace]
    switch kind {
    case .completedThisYear: return sum(sheet.rowCount, \.invested)
    case .fundsThisYear: return sum(sheet.rowCount, \.funds)
    case .completedThisMonth:
      let month = book.reports.months[Int32(asOf.year * 12 + asOf.month - 1)]
      return pad(month?.invested ?? [], to: sheet.rowCount)
    case .completedCumulative:
      return book.completed(through: Int32(asOf.year * 12 + asOf.month - 1), in: asOf.year)
        .map { $0 == absent ? 0 : $0 }
    case .reportsLastMonth:
      let last = Period(.month, containing: asOf)
        .flatMap { $0.end <= asOf ? $0 : $0.advanced(by: -1) }
      guard let start = last?.start else { return pad([], to: sheet.rowCount) }
      let month = book.reports.months[Int32(start.year * 12 + start.month - 1)]
      return pad(month?.counted.map { $0 > 0 ? Int64(1) : 0 } ?? [], to: sheet.rowCount)
    case .reportsLastWeek:
      let week = lastWorkingWeek().map { book.reports.months[Reports.weekBase + $0.start.days] }
      return pad(week??.counted.map { $0 > 0 ? Int64(1) : 0 } ?? [], to: sheet.rowCount)
    case .yearPlan: return yearPlan(sheet)
    case .plannedThisYear: return planned(sheet, kind, starts: [])
    case .plannedFromStart: return planned(sheet, kind, starts: startMonths())
    }
  }

  /// The last week over that had a working day; beyond the calendar the last week over.
  private func lastWorkingWeek() -> Period? {
    guard let now = Period(.week, containing: asOf) else { return nil }
    let last = now.end <= asOf ? now : now.advanced(by: -1)
    var week = last
    for _ in 0..<4 {
      guard let found = week else { return last }
      if (try? calendar.hasWorkday(from: found.start, through: found.end)) != false { return found }
      week = found.advanced(by: -1)
    }
    return last
  }

  private func place(of field: String) -> Int? {
    book.vocabulary.collections[book.projectPlace].places[field]
  }

  private func pad(_ figures: [Int64], to count: Int) -> [Int64] {
    figures + repeatElement(0, count: max(0, count - figures.count))
  }

  /// Sums of the year's months up to the day's.
  private func sum(_ count: Int, _ figure: KeyPath<Reports.Month, [Int64]>) -> [Int64] {
    var sums = [Int64](repeating: 0, count: count)
    for month in 1...asOf.month {
      guard let sheet = book.reports.months[Int32(asOf.year * 12 + month - 1)] else { continue }
      let figures = sheet[keyPath: figure]
      for row in 0..<min(figures.count, count) { sums[row] &+= figures[row] }
    }
    return sums
  }

  /// The annual plan where it is of the day's year or of no year.
  private func yearPlan(_ sheet: Sheet) -> [Int64] {
    guard let plan = place(of: "annual_plan"), let year = place(of: "annual_plan_year") else {
      return []
    }
    return (0..<sheet.rowCount).map { row in
      let planYear = sheet.fact(row, year)
      return planYear == absent || planYear == Int64(asOf.year) ? sheet.fact(row, plan) : absent
    }
  }

  /// Full months of the year gone by at the end of the day.
  var monthsElapsed: Int {
    asOf.day == CivilDate.dayCount(year: asOf.year, month: asOf.month) ? asOf.month : asOf.month - 1
  }

  /// For every project's row the month with which its line of the year begins: that of its planned
  /// start where it is to start this year, else of its actual start this year, else January.
  func startMonths() -> [Int] {
    let sheet = book.sheets[book.projectPlace]
    guard let planned = place(of: "planned_start_on"),
      let actual = place(of: "substantive_start_on")
    else { return [] }
    return (0..<sheet.rowCount).map { row in
      for field in [planned, actual] {
        let fact = sheet.fact(row, field)
        guard fact != absent, let day = CivilDate(days: Int32(clamping: fact)) else { continue }
        if day.year == asOf.year { return day.month }
        if day.year < asOf.year { return 1 }
      }
      return 1
    }
  }

  /// The monthly plan to the last full month where the project has one, else the plan's share by
  /// time, from January or the months given on. What a share leaves beyond whole 元 is kept beside
  /// it.
  private func planned(_ sheet: Sheet, _ kind: Derived, starts: [Int]) -> [Int64] {
    let plan = derivedFigures(.yearPlan)
    let elapsed = monthsElapsed
    var rests = [Int64](repeating: 0, count: sheet.rowCount)
    let planned = plan.indices.map { row in
      if plan[row] == absent { return absent }
      if let monthly = monthlyPlan(row) { return monthly }
      let start = starts.isEmpty ? 1 : starts[row]
      let months = Int128(13 - start)
      let (share, rest) = (Int128(plan[row]) * Int128(max(0, elapsed - start + 1)))
        .quotientAndRemainder(dividingBy: months)
      rests[row] = Int64(rest) * (Sieve.restUnit / Int64(months))
      return Int64(share)
    }
    derivedRests[kind] = rests
    return planned
  }

  /// A project's own cumulative plan to the last full month of the year, or to the latest month
  /// before it that has one; 0 where its plan begins later, and nil without a monthly plan at all.
  func monthlyPlan(_ row: Int) -> Int64? {
    let sheet = views[book.projectPlace]
    for field in monthlyPlans {
      let plan = sheet.fact(row, field)
      if plan != absent { return plan }
    }
    return laterPlans.contains { sheet.fact(row, $0) != absent } ? 0 : nil
  }

  func findMonthlyPlans(_ months: Range<Int>) -> [Int] {
    months.compactMap { month in
      place(of: "monthly_plan_\(month < 9 ? "0" : "")\(month + 1)").flatMap {
        views[book.projectPlace].columns[$0].isEmpty ? nil : $0
      }
    }
  }

  func findParted() -> [Bool]? {
    let view = views[book.projectPlace]
    guard let above = place(of: "parent_id"), !view.columns[above].isEmpty else { return nil }
    var parted = [Bool](repeating: false, count: view.ids.count)
    let living = living(book.projectPlace)
    for row in living.indices where living[row] {
      let parent = view.columns[above][row]
      if parent != absent, parent != Int64(row) { parted[Int(parent)] = true }
    }
    return parted
  }
}
