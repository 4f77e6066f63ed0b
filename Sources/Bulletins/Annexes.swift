// The annexes of a bulletin, made from its records: one table each, numbered in the order in which
// the text refers to them. What a table claims about another is written down, for the check.

internal import Workbooks

/// A cell that must be what another table adds up to.
struct TableClaim: Sendable, Hashable {
  let table: String
  let row: String
  let column: String
  let evidence: Evidence
}

/// A column of percentages: two columns of its table, one over the other. Where a row sums others,
/// the items that have nothing to be held against are taken out of what is above.
struct PercentColumn: Sendable, Hashable {
  let table: String
  let column: String
  let over: String
  let under: String
}

/// All annexes with what they claim.
struct Annexes {
  private(set) var tables: [Table] = []
  private(set) var claims: [TableClaim] = []
  private(set) var percents: [PercentColumn] = []

  let facts: BulletinFacts
  let tally: Tally
  /// The place of each county.
  let countyPlaces: [String: Int]
  /// Whether a table is a report of its own, not one of a bulletin's annexes with their numbers.
  private let standsAlone: Bool

  private init(_ facts: BulletinFacts, _ tally: Tally, standsAlone: Bool) {
    self.facts = facts
    self.tally = tally
    self.standsAlone = standsAlone
    countyPlaces = Dictionary(
      facts.counties.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { $1 })
  }

  /// A report of its own: `build` adds its one table.
  init(_ facts: BulletinFacts, of build: (inout Annexes) -> Void) {
    self.init(facts, Tally(facts), standsAlone: true)
    build(&self)
  }

  /// Builds every annex that has something to show. O(records).
  init(_ facts: BulletinFacts, _ tally: Tally) {
    self.init(facts, tally, standsAlone: false)
    addScores()
    addBatchSummary()
    addBatchLists()
    addCountySummary()
    addProgress("provincial") { $0.lists.contains(.provincial) }
    addProgress("city") { $0.lists.contains(.city) }
    addList(
      "provincial-starts", [.provincial, .plannedStart],
      dates: [("planned-start-on", \.plannedStartOn), ("started-on", \.startedOn)])
    addList(
      "city-starts", [.city, .plannedStart],
      dates: [("planned-start-on", \.plannedStartOn), ("started-on", \.startedOn)])
    addNotStarted { !$0.lists.isDisjoint(with: [.provincial, .city, .start]) }
    addBehind()
    addApprovals()
    addIssues()
    addTenDays()
    addReporting()
  }

  mutating func add(_ table: Table) { tables.append(table) }
  mutating func claim(_ claim: TableClaim) { claims.append(claim) }
  mutating func percent(_ column: PercentColumn) { percents.append(column) }

  /// `附件3`, or nothing for a table that is not there.
  func reference(_ codes: String...) -> String {
    let numbers = codes.compactMap { code in tables.firstIndex { $0.code == code } }
    guard !numbers.isEmpty else { return "" }
    let list = numbers.map { "\($0 + 1)" }.joined(separator: "、")
    return Words.text("bulletin.see", list)
  }

  /// An empty table of these columns; name and title from the catalogue.
  func table(_ code: String, note: String, _ columns: [TableColumn]) -> Table {
    let title = Words.text("bulletin.annex.\(code)")
    if standsAlone {
      return Table(
        code: code, name: title,
        title: Words.text(
          "bulletin.report-title", "\(facts.head.year)", "\(facts.head.month)", title),
        note: note, columns: columns)
    }
    let number = tables.count + 1
    return Table(
      code: code, name: "\(number)\(title)",
      title: Words.text("bulletin.annex-title", "\(number)", title), note: note, columns: columns)
  }

  /// The head of a column from the catalogue: lines divided by `|`.
  static func head(_ key: String, _ arguments: String...) -> [String] {
    var text = Words.text("bulletin.head.\(key)")
    for (place, argument) in arguments.enumerated() {
      text = text.split(separator: "{\(place)}", omittingEmptySubsequences: false)
        .joined(separator: argument)
    }
    return text.split(separator: "|").map(String.init)
  }

  /// The cell of a rate.
  func percentCell(_ rate: Rate) -> Cell {
    rate.percent(facts.head.rounding).map { .decimal($0) } ?? .text(Words.notApplicable)
  }

  /// The projects on a list, by county in the facts' order, else as the facts have them.
  func projects(where isWanted: (ProjectFact) -> Bool) -> [[Int]] {
    var found = [[Int]](repeating: [], count: facts.counties.count)
    for (place, project) in facts.projects.enumerated() where isWanted(project) {
      if let county = countyPlaces[project.county] { found[county].append(place) }
    }
    return found
  }

  func countyName(_ code: String) -> String {
    countyPlaces[code].map { facts.counties[$0].name } ?? code
  }
}
