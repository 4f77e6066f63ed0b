// Progress reports, summed by project and month as they come and go. Of a report only its figures,
// month and state are kept, in columns. Of a report and all its corrections one counts: the last that
// nothing corrects. A draft does not count, nor does a report that was returned.

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
    var count: [UInt16] = []
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
      if corrections.stands(id) { add(row, sign: 1) }
      return
    }
    // Corrections of its own may have come before it.
    let (own, others) = (corrections.standing(for: id), corrections.standing(for: corrected))
    if own != id { add(own, sign: -1) }
    if others != own { add(others, sign: -1) }
    corrections.insert(id, correcting: corrected)
    add(corrections.standing(for: id), sign: 1)
  }

  mutating func remove(_ id: RecordID) {
    guard let row = table.row(of: id), states[row] != 0 else { return }
    add(corrections.standing(for: id), sign: -1)
    states[row] = 0
    if let corrected = corrections.remove(id) {
      add(corrections.standing(for: corrected), sign: 1)
    }
    let own = corrections.standing(for: id)
    if own != id { add(own, sign: 1) }
  }

  /// The reports of some months, weeks or ten days that were handed in, corrected or not, with the rows
  /// of their projects. O(reports).
  func handedIn(_ numbers: Set<Int32>) -> [(id: RecordID, project: Int)] {
    states.indices.filter { states[$0] == 2 && numbers.contains(monthNumbers[$0]) }
      .map { (table.ids[$0], Int(projects[$0])) }
  }

  /// Of each project, by row, the report of its latest month within a range that counts; of several the
  /// one made first. O(reports).
  func latest(_ months: ClosedRange<Int32>) -> [Int32: RecordID] {
    var latest: [Int32: Int] = [:]
    for row in states.indices where states[row] == 2 && months.contains(monthNumbers[row]) {
      if !corrections.stands(table.ids[row]) { continue }
      guard let known = latest[projects[row]] else {
        latest[projects[row]] = row
        continue
      }
      let isLater = monthNumbers[row] > monthNumbers[known]
      let isFirst = monthNumbers[row] == monthNumbers[known] && table.ids[row] < table.ids[known]
      if isLater || isFirst { latest[projects[row]] = row }
    }
    return latest.mapValues { table.ids[$0] }
  }

  mutating func reserve(_ count: Int) {
    table.reserve(count)
    projects.reserveCapacity(count)
    monthNumbers.reserveCapacity(count)
    invested.reserveCapacity(count)
    funds.reserveCapacity(count)
    states.reserveCapacity(count)
  }

  private mutating func add(_ id: RecordID?, sign: Int64) {
    if let row = id.flatMap({ table.row(of: $0) }) { add(row, sign: sign) }
  }

  /// Adds a row to its month's sums or takes it away, unless it does not count.
  private mutating func add(_ row: Int, sign: Int64) {
    guard states[row] == 2, monthNumbers[row] >= 0 else { return }
    let project = Int(projects[row])
    months[monthNumbers[row], default: Month()].add(
      project, sign &* invested[row], sign &* funds[row], Int(sign))
  }
}

extension Reports.Month {
  fileprivate mutating func add(_ project: Int, _ more: Int64, _ moreFunds: Int64, _ one: Int) {
    if project >= count.count {
      let missing = project + 1 - count.count
      invested.append(contentsOf: repeatElement(0, count: missing))
      funds.append(contentsOf: repeatElement(0, count: missing))
      count.append(contentsOf: repeatElement(0, count: missing))
    }
    invested[project] &+= more
    funds[project] &+= moreFunds
    count[project] = UInt16(clamping: Int(count[project]) + one)
  }
}
