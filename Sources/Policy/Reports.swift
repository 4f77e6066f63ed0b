// Progress reports, summed by project and month as they come and go. Of a report only its figures,
// month and state are kept, in columns. Of a report and all its corrections one counts: the last
// that nothing corrects. Of a period's reports that were made apart the first counts. A draft does
// not count, nor does a report that was returned.

internal import Causality

struct Reports: Sendable {
  /// What counts of one report.
  struct Line: Sendable {
    var project: Int32
    /// Year × 12 + month − 1, or a base and the days of the first day of a week or of ten days; −1
    /// where the period is none of these.
    var month: Int32
    var invested: Int64
    var funds: Int64
    var isCounted: Bool
    var corrects: RecordID?
  }

  /// The sums of one month, by the project's row.
  struct Month: Sendable {
    var invested: [Int64] = []
    var funds: [Int64] = []
    /// The row of the report that counts, and one; 0 without any.
    var counted: [Int32] = []
  }

  /// A project's month.
  private struct Cell: Hashable {
    let month: Int32
    let project: Int32
  }

  private var table = RecordTable()
  private var projects: [Int32] = []
  private var monthNumbers: [Int32] = []
  private var invested: [Int64] = []
  private var funds: [Int64] = []
  /// 0 for removed, 1 for present, 2 for counted unless it is corrected.
  private var states: [UInt8] = []
  private var corrections = Corrections()
  /// Weeks and ten days are kept among the months, beyond any month's number.
  static let weekBase: Int32 = 1_000_000
  static let tenDaysBase: Int32 = 8_000_000
  /// By year × 12 + month − 1, or ``weekBase`` or ``tenDaysBase`` and the days of the first day.
  private(set) var months: [Int32: Month] = [:]
  /// The rows of reports that stand beside the one that counts; few have any.
  private var twins: [Cell: [Int32]] = [:]

  /// Has the places of reports at hand that are about to be put in.
  func warm(_ entries: [ReportEntry]) { table.warm(entries.lazy.map(\.id)) }

  mutating func put(_ id: RecordID, _ line: Line) {
    let (row, isNew) = table.insert(id)
    if !isNew { remove(id) }
    if isNew {
      projects.append(line.project)
      monthNumbers.append(line.month)
      invested.append(line.invested)
      funds.append(line.funds)
      states.append(0)
    } else {
      projects[row] = line.project
      monthNumbers[row] = line.month
      invested[row] = line.invested
      funds[row] = line.funds
    }
    states[row] = line.isCounted ? 2 : 1
    guard let corrected = line.corrects, corrected != id else {
      if corrections.stands(id) { enter(row) }
      return
    }
    // Corrections of its own may have come before it. Whatever stands of the two groups leaves
    // before they become one, and with it what its original was.
    let (own, others) = (corrections.standing(for: id), corrections.standing(for: corrected))
    if own != id { leave(own) }
    if others != own { leave(others) }
    corrections.insert(id, correcting: corrected)
    enter(corrections.standing(for: id))
  }

  mutating func remove(_ id: RecordID) {
    guard let row = table.row(of: id), states[row] != 0 else { return }
    leave(corrections.standing(for: id))
    states[row] = 0
    if let corrected = corrections.remove(id) { enter(corrections.standing(for: corrected)) }
    let own = corrections.standing(for: id)
    if own != id { enter(own) }
  }

  /// The reports of some months, weeks or ten days that were handed in, corrected or not, with the
  /// rows of their projects. O(reports).
  func handedIn(_ numbers: Set<Int32>) -> [(id: RecordID, project: Int)] {
    states.indices.filter { states[$0] == 2 && numbers.contains(monthNumbers[$0]) }
      .map { (table.ids[$0], Int(projects[$0])) }
  }

  /// Of each project, by row, the report of its latest month within a range that counts.
  /// O(projects × months).
  func latest(_ months: ClosedRange<Int32>) -> [Int32: RecordID] {
    var latest: [Int32: Int32] = [:]
    for number in months {
      guard let month = self.months[number] else { continue }
      for (project, row) in month.counted.enumerated() where row > 0 {
        latest[Int32(project)] = row - 1
      }
    }
    return latest.mapValues { table.ids[Int($0)] }
  }

  mutating func reserve(_ count: Int) {
    table.reserve(count)
    projects.reserveCapacity(count)
    monthNumbers.reserveCapacity(count)
    invested.reserveCapacity(count)
    funds.reserveCapacity(count)
    states.reserveCapacity(count)
  }

  /// Takes a report that stands now into its month's sums.
  private mutating func enter(_ row: Int) {
    guard states[row] == 2, monthNumbers[row] >= 0 else { return }
    let known = months[monthNumbers[row]]?.counted(of: Int(projects[row]))
    guard let known else { return count(row, true) }
    let isFirst = corrections.precedes(table.ids[row], table.ids[known])
    if isFirst {
      count(known, false)
      count(row, true)
    }
    twins[cell(row), default: []].append(Int32(isFirst ? known : row))
  }

  /// Takes a report that stands no longer out of them.
  private mutating func leave(_ id: RecordID?) {
    guard let row = id.flatMap({ table.row(of: $0) }), states[row] == 2, monthNumbers[row] >= 0
    else { return }
    let cell = cell(row)
    if months[cell.month]?.counted(of: Int(cell.project)) != row {
      twins[cell]?.removeAll { $0 == Int32(row) }
    } else {
      count(row, false)
      let next = twins[cell]?.min {
        corrections.precedes(table.ids[Int($0)], table.ids[Int($1)])
      }
      if let next {
        twins[cell]?.removeAll { $0 == next }
        count(Int(next), true)
      }
    }
    if twins[cell]?.isEmpty == true { twins[cell] = nil }
  }

  private mutating func enter(_ id: RecordID?) {
    if let row = id.flatMap({ table.row(of: $0) }) { enter(row) }
  }

  private func cell(_ row: Int) -> Cell {
    Cell(month: monthNumbers[row], project: projects[row])
  }

  /// Has a report counted, or not.
  private mutating func count(_ row: Int, _ isCounted: Bool) {
    let sign: Int64 = isCounted ? 1 : -1
    months[monthNumbers[row], default: Month()].add(
      Int(projects[row]), sign &* invested[row], sign &* funds[row],
      counted: isCounted ? Int32(row + 1) : 0)
  }
}

extension Reports.Month {
  /// The row of the report that counts for a project; nil without one.
  func counted(of project: Int) -> Int? {
    guard project < counted.count, counted[project] > 0 else { return nil }
    return Int(counted[project]) - 1
  }

  fileprivate mutating func add(
    _ project: Int, _ more: Int64, _ moreFunds: Int64, counted row: Int32
  ) {
    if project >= counted.count {
      let missing = project + 1 - counted.count
      invested.append(contentsOf: repeatElement(0, count: missing))
      funds.append(contentsOf: repeatElement(0, count: missing))
      counted.append(contentsOf: repeatElement(0, count: missing))
    }
    invested[project] &+= more
    funds[project] &+= moreFunds
    counted[project] = row
  }
}
