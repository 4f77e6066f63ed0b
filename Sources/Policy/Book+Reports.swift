// What a book knows of progress reports besides their sums for the rules: which there are of a
// month, and what a project has reported in a year. Whoever needs more of a report reads its
// record.

package import Causality
internal import Projects

extension Book {
  /// What a project's reports of some months come to.
  package struct Reported: Sendable {
    /// The sum, 万元.
    package let invested: ExactDecimal
    /// The report of the latest month.
    package let latest: RecordID
  }

  /// The reports of a month, and of ten days within it, that were handed in, corrected or not, with
  /// their projects. O(reports).
  package func reports(of month: Period) -> [(report: RecordID, project: RecordID)] {
    var numbers: Set<Int32> = [Self.number(month)]
    for day in [1, 11, 21] {
      let start = month.start.adding(days: day - 1)
      if let start { numbers.insert(Reports.tenDaysBase + start.days) }
    }
    let ids = sheets[projectPlace].table.ids
    return reports.handedIn(numbers).map { ($0.id, ids[$0.project]) }
  }

  /// What the reports that count say of the months of a year up to one, by project.
  /// O(projects × months).
  package func reported(through month: Period) -> [RecordID: Reported] {
    let months = Self.number(month) - Int32(month.start.month - 1)...Self.number(month)
    let sheets = months.compactMap { reports.months[$0] }
    let ids = self.sheets[projectPlace].table.ids
    var reported: [RecordID: Reported] = [:]
    for (row, latest) in reports.latest(months) {
      let place = Int(row)
      let sum = sheets.reduce(Int64(0)) {
        $0 &+ (place < $1.invested.count ? $1.invested[place] : 0)
      }
      reported[ids[place]] = Reported(
        invested: ExactDecimal(mantissa: sum, scale: 4) ?? ExactDecimal(0), latest: latest)
    }
    return reported
  }

  /// What a project's reports of a month, or of ten days, that count come to; nil without any.
  /// O(1).
  package func invested(by project: RecordID, in period: Period) -> ExactDecimal? {
    let number =
      period.kind == .tenDays
      ? Reports.tenDaysBase + period.start.days : Self.number(period)
    guard let row = sheets[projectPlace].table.row(of: project),
      let sums = reports.months[number], sums.counted(of: row) != nil
    else { return nil }
    return ExactDecimal(mantissa: sums.invested[row], scale: 4)
  }

  /// What each project has completed before a year, 万元, by the project: what it carries and the
  /// reports since then, as ``completed(through:in:)`` has it. None where neither says anything.
  /// O(projects × months).
  package func completed(before year: Int) -> [RecordID: ExactDecimal] {
    let sheet = sheets[projectPlace]
    var completed: [RecordID: ExactDecimal] = [:]
    for (row, sum) in self.completed(through: Int32(year * 12) - 1, in: year).enumerated()
    where sum != absent {
      completed[sheet.table.ids[row]] = ExactDecimal(mantissa: sum, scale: 4)
    }
    return completed
  }

  /// What each project's row has completed by the end of a month since its start, in 1/10000 of 万元:
  /// the arithmetic of `MonthLine.cumulative`. ``absent`` where nothing is carried and nothing
  /// reported. O(projects × months).
  ///
  /// - Parameters:
  ///   - last: year × 12 + month − 1.
  ///   - year: the year asked about, for projects whose plan names none.
  func completed(through last: Int32, in year: Int) -> [Int64] {
    let sheet = sheets[projectPlace]
    let places = vocabulary.collections[projectPlace].places
    guard let carried = places["prior_cumulative"], let planned = places["annual_plan_year"]
    else { return [] }
    let months = reports.months.filter { $0.key < Reports.weekBase }
    return (0..<sheet.rowCount).map { row -> Int64 in
      let (prior, planYear) = (sheet.fact(row, carried), sheet.fact(row, planned))
      let first = (planYear == absent ? Int64(year) : planYear) &* 12
      var (all, since, later) = (Int64(0), Int64(0), Int64(0))
      var isReported = false
      for (number, month) in months where month.counted(of: row) != nil {
        let invested = month.invested[row]
        if number > last {
          if Int64(number) < first { later &+= invested }
          continue
        }
        isReported = true
        all &+= invested
        if Int64(number) >= first { since &+= invested }
      }
      if prior == absent { return isReported ? all : absent }
      return first > Int64(year) * 12 ? max(prior &- later, all) : prior &+ since
    }
  }

  private static func number(_ month: Period) -> Int32 {
    Int32(month.start.year * 12 + month.start.month - 1)
  }
}
