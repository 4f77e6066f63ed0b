// Progress reports, summed by project and month as they come and go. Of a report only its figures,
// month and state are kept, in columns; a report that another corrects does not count, nor does a
// draft or one that was returned.

internal import Causality

struct Reports: Sendable {
  /// What counts of one report.
  struct Line: Sendable {
    var project: Int32
    /// Year × 12 + month − 1; −1 where the period is no month.
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
  private var corrects: [RecordID: RecordID] = [:]
  private var corrections: [RecordID: Int] = [:]
  /// By year × 12 + month − 1.
  private(set) var months: [Int32: Month] = [:]

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
    if let corrected = line.corrects, corrected != id {
      if corrections[corrected, default: 0] == 0 { add(corrected, sign: -1) }
      corrections[corrected, default: 0] += 1
      corrects[id] = corrected
    }
    add(row, sign: 1)
  }

  mutating func remove(_ id: RecordID) {
    guard let row = table.row(of: id), states[row] != 0 else { return }
    add(row, sign: -1)
    states[row] = 0
    if let corrected = corrects.removeValue(forKey: id) {
      corrections[corrected, default: 0] -= 1
      if corrections[corrected] == 0 {
        corrections[corrected] = nil
        add(corrected, sign: 1)
      }
    }
  }

  /// Whether another report corrects this one.
  func isCorrected(_ id: RecordID) -> Bool { !corrections.isEmpty && corrections[id] != nil }

  mutating func reserve(_ count: Int) {
    table.reserve(count)
    projects.reserveCapacity(count)
    monthNumbers.reserveCapacity(count)
    invested.reserveCapacity(count)
    funds.reserveCapacity(count)
    states.reserveCapacity(count)
  }

  private mutating func add(_ id: RecordID, sign: Int64) {
    if let row = table.row(of: id) { add(row, sign: sign) }
  }

  /// Adds a row to its month's sums or takes it away, unless it is corrected or does not count.
  private mutating func add(_ row: Int, sign: Int64) {
    guard states[row] == 2, monthNumbers[row] >= 0 else { return }
    if !corrections.isEmpty, corrections[table.ids[row]] != nil { return }
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
