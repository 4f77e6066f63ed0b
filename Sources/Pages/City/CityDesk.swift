// The dates of all projects and their next milestones, read once after each commit, for the funnel,
// the tiles and the wall chart.

internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Synchronization

/// A step of the funnel, with the field that dates it.
enum FunnelStep: String, CaseIterable, Sendable {
  case reserve, signed, started, producing, effective

  /// The field of the project by which the step is dated.
  var field: String {
    switch self {
    case .reserve: "entered_reserve_on"
    case .signed: "signed_on"
    case .started: "substantive_start_on"
    case .producing: "production_on"
    case .effective: "effect_on"
    }
  }

  /// The stage in which a project has taken the step.
  var stage: Stage {
    switch self {
    case .reserve: .reserve
    case .signed: .signed
    case .started: .started
    case .producing: .producing
    case .effective: .effective
    }
  }
}

/// One project of the city.
struct CityRow: Sendable {
  let id: RecordID
  var name = ""
  var county = ""
  var leader = ""
  var stage: UInt32?
  var total: ExactDecimal?
  /// In the order of the funnel's steps.
  var dates = [CivilDate?](repeating: nil, count: FunnelStep.allCases.count)
}

/// What stands next on a project's plan.
struct NextMilestone: Sendable {
  let name: String
  let planned: CivilDate
}

/// The city's projects of one moment.
struct CityBoard: Sendable {
  let rows: [CityRow]
  let next: [RecordID: NextMilestone]
}

/// Keeps the board of one store.
final class CityDesk: Sendable {
  private let store: Store
  private let state = Mutex<(commit: UInt64, board: CityBoard)?>(nil)

  init(_ store: Store) { self.store = store }

  /// The board as the store is now. O(1) while nothing was written; else O(projects and
  /// milestones).
  func board() throws -> CityBoard {
    try state.withLock { state in
      let commit = try store.lastCommit()
      if let state, state.commit == commit { return state.board }
      let board = CityBoard(rows: try rows(), next: try milestones())
      state = (commit, board)
      return board
    }
  }

  private func rows() throws(StoreError) -> [CityRow] {
    let collection = try Schema.standard.known("project")
    func id(_ code: String) -> FieldID? { collection.field(code)?.id }
    let steps = FunnelStep.allCases.map { id($0.field) }
    let (name, county, leader) = (id("name"), id("region_code"), id("leader"))
    let (stage, total) = (id("stage"), id("total_investment"))
    let wanted = Set(([name, county, leader, stage, total] + steps).compactMap(\.self))
    return try store.read { snapshot throws(StoreError) in
      var rows: [CityRow] = []
      try snapshot.eachShown(nil, collection.id, wanted: { wanted.contains($0) }) {
        record, fields, _ in
        var row = CityRow(id: record)
        for case (let field, .value(let value)) in fields {
          switch value {
          case .text(let text):
            if field == name { row.name = text }
            if field == county { row.county = text }
            if field == leader { row.leader = text }
          case .code(let number) where field == stage: row.stage = number
          case .decimal(let number) where field == total: row.total = number
          case .date(let date):
            if let place = steps.firstIndex(of: field) { row.dates[place] = date }
          default: break
          }
        }
        rows.append(row)
      }
      return rows
    }
  }

  /// The first milestone of each project that is planned and not reached.
  private func milestones() throws(StoreError) -> [RecordID: NextMilestone] {
    let collection = try Schema.standard.known("milestone")
    func id(_ code: String) -> FieldID? { collection.field(code)?.id }
    let (project, name) = (id("project"), id("name"))
    let (planned, actual) = (id("planned_on"), id("actual_on"))
    let wanted = Set([project, name, planned, actual].compactMap(\.self))
    return try store.read { snapshot throws(StoreError) in
      var next: [RecordID: NextMilestone] = [:]
      try snapshot.eachShown(nil, collection.id, wanted: { wanted.contains($0) }) { _, fields, _ in
        var (owner, title): (RecordID?, String) = (nil, "")
        var (due, isReached): (CivilDate?, Bool) = (nil, false)
        for case (let field, .value(let value)) in fields {
          switch value {
          case .reference(let id) where field == project: owner = id
          case .text(let text) where field == name: title = text
          case .date(let date):
            if field == planned { due = date }
            if field == actual { isReached = true }
          default: break
          }
        }
        guard let owner, let due, !isReached else { return }
        if let known = next[owner], known.planned <= due { return }
        next[owner] = NextMilestone(name: title, planned: due)
      }
      return next
    }
  }
}
