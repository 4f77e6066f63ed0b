// The lists of what is wanting: not started, behind schedule, approvals, issues, ten-day progress,
// and who has reported.

internal import Causality
internal import Workbooks

extension Annexes {
  /// The last day of the bulletin's month.
  var periodEnd: CivilDate {
    let (year, month) = (facts.head.year, facts.head.month)
    return CivilDate(
      year: year, month: month, day: CivilDate.dayCount(year: year, month: month)) ?? .latest
  }

  /// A flat list of projects with a number and a county in front.
  private func projectTable(
    _ code: String, note: String, _ columns: [TableColumn],
    where isWanted: (ProjectFact) -> Bool, cells: (ProjectFact) -> [Cell]
  ) -> Table? {
    let places = projects(where: isWanted).joined()
    if places.isEmpty { return nil }
    let front = [
      TableColumn("no", Self.head("no"), .label, widthMax: 8),
      TableColumn("county", Self.head("county"), .label, widthMax: 16),
      TableColumn("name", Self.head("name"), .text, widthMax: 36),
    ]
    var table = table(code, note: note, front + columns)
    table.reserve(places.count)
    for (offset, place) in places.enumerated() {
      let project = facts.projects[place]
      table.append(
        TableRow(
          key: project.code,
          [.whole(Int64(offset + 1)), .text(countyName(project.county)), .text(project.name)]
            + cells(project)))
    }
    return table
  }

  /// Planned to have started by the end of the month, or on the list of starts, and not started; of
  /// the projects that are meant.
  mutating func addNotStarted(where isMeant: (ProjectFact) -> Bool) {
    let end = periodEnd
    let table = projectTable(
      "not-started", note: Words.text("bulletin.unit.wan"),
      [
        TableColumn("total", Self.head("total"), .decimal(places: 2)),
        TableColumn("planned-start-on", Self.head("planned-start-on"), .date),
        TableColumn("late", Self.head("late"), .whole),
        TableColumn("builder", Self.head("builder"), .text, widthMax: 24),
        TableColumn("leader", Self.head("leader"), .text, widthMax: 14),
      ],
      where: { project in
        guard project.startedOn == nil, isMeant(project) else { return false }
        return project.lists.contains(.start) || project.plannedStartOn.map { $0 <= end } == true
      },
      cells: { project in
        let late = project.plannedStartOn.map { Int64(end.days) - Int64($0.days) }
        return [
          .money(project.totalInvestment), .day(project.plannedStartOn),
          late.map { $0 > 0 ? .whole($0) : .empty } ?? .empty,
          .text(project.builder), .text(project.leader),
        ]
      })
    if let table { add(table) }
  }

  mutating func addBehind() {
    let table = projectTable(
      "behind", note: Words.text("bulletin.unit.wan"),
      [
        TableColumn("plan", Self.head("plan"), .decimal(places: 2)),
        TableColumn("expected", Self.head("expected"), .decimal(places: 2)),
        TableColumn(
          "completed", Self.head("completed", Words.months(to: facts.head.month)),
          .decimal(places: 2)),
        TableColumn("percent", Self.head("percent"), .decimal(places: 1)),
        TableColumn("light", Self.head("light"), .label, widthMax: 8),
        TableColumn("reason", Self.head("reason"), .text, widthMax: 40),
      ],
      where: { $0.light != .none },
      cells: { project in
        let rate = Rate(
          project.completed ?? ExactDecimal(0), project.annualPlan ?? ExactDecimal(0))
        return [
          .money(project.annualPlan), .money(project.expected), .money(project.completed),
          percentCell(rate), .text(Words.text("bulletin.light.\(project.light.rawValue)")),
          .text(project.reason),
        ]
      })
    if let table {
      add(table)
      percent(PercentColumn(table: "behind", column: "percent", over: "completed", under: "plan"))
    }
  }

  mutating func addTenDays() {
    var note = Words.text("bulletin.unit.wan")
    if let third = facts.head.tenDays {
      let name = Words.text("bulletin.ten-days.\(third)", "\(facts.head.month)")
      note = Words.text("bulletin.ten-days.note", note, name)
    }
    let table = projectTable(
      "ten-days", note: note,
      [
        TableColumn("plan", Self.head("plan"), .decimal(places: 2)),
        TableColumn("month-plan", Self.head("month-plan"), .decimal(places: 2)),
        TableColumn("ten-days", Self.head("ten-days"), .decimal(places: 2)),
        TableColumn("month-percent", Self.head("month-percent"), .decimal(places: 1)),
        TableColumn("completed", Self.head("to-date"), .decimal(places: 2)),
        TableColumn("percent", Self.head("share"), .decimal(places: 1)),
      ],
      where: { $0.tenDays != nil || $0.toTenDays != nil },
      cells: { project in
        let none = ExactDecimal(0)
        return [
          .money(project.annualPlan), .money(project.monthPlan), .money(project.tenDays),
          percentCell(Rate(project.tenDays ?? none, project.monthPlan ?? none)),
          .money(project.toTenDays),
          percentCell(Rate(project.toTenDays ?? none, project.annualPlan ?? none)),
        ]
      })
    if let table {
      add(table)
      percent(
        PercentColumn(
          table: "ten-days", column: "month-percent", over: "ten-days", under: "month-plan"))
      percent(PercentColumn(table: "ten-days", column: "percent", over: "completed", under: "plan"))
    }
  }

  /// The projects by their codes, for records that name one.
  private var projectPlaces: [String: Int] {
    Dictionary(
      facts.projects.enumerated().map { ($0.element.code, $0.offset) }, uniquingKeysWith: { $1 })
  }

  mutating func addApprovals() {
    if facts.approvals.isEmpty { return }
    let end = periodEnd
    var table = table(
      "approvals", note: "",
      [
        TableColumn("no", Self.head("no"), .label, widthMax: 8),
        TableColumn("county", Self.head("county"), .label, widthMax: 16),
        TableColumn("name", Self.head("name"), .text, widthMax: 36),
        TableColumn("item", Self.head("item"), .text, widthMax: 24),
        TableColumn("unit", Self.head("unit"), .text, widthMax: 20),
        TableColumn("accepted-on", Self.head("accepted-on"), .date),
        TableColumn("due-on", Self.head("due-on"), .date),
        TableColumn("decided-on", Self.head("decided-on"), .date),
        TableColumn("late", Self.head("late"), .whole),
      ])
    let places = projectPlaces
    for (offset, approval) in facts.approvals.enumerated() {
      guard let place = places[approval.project] else { continue }
      let project = facts.projects[place]
      var late = Cell.empty
      if let due = approval.dueOn, approval.decidedOn == nil, due < end {
        late = .whole(Int64(end.days) - Int64(due.days))
      }
      table.append(
        TableRow([
          .whole(Int64(offset + 1)), .text(countyName(project.county)), .text(project.name),
          .text(approval.item), .text(approval.unit), .day(approval.acceptedOn),
          .day(approval.dueOn), .day(approval.decidedOn), late,
        ]))
    }
    add(table)
  }

  mutating func addIssues() {
    if facts.issues.isEmpty { return }
    let end = periodEnd
    var table = table(
      "issues", note: "",
      [
        TableColumn("no", Self.head("no"), .label, widthMax: 8),
        TableColumn("county", Self.head("county"), .label, widthMax: 16),
        TableColumn("name", Self.head("name"), .text, widthMax: 30),
        TableColumn("issue", Self.head("issue"), .text, widthMax: 40),
        TableColumn("unit", Self.head("unit"), .text, widthMax: 20),
        TableColumn("assigned-on", Self.head("assigned-on"), .date),
        TableColumn("due-on", Self.head("due-on"), .date),
        TableColumn("state", Self.head("state"), .label, widthMax: 10),
        TableColumn("closed-on", Self.head("closed-on"), .date),
        TableColumn("late", Self.head("late"), .whole),
      ])
    let places = projectPlaces
    for (offset, issue) in facts.issues.enumerated() {
      guard let place = places[issue.project] else { continue }
      let project = facts.projects[place]
      let late = issue.lateDays(at: end).map { Cell.whole(Int64($0)) } ?? .empty
      table.append(
        TableRow([
          .whole(Int64(offset + 1)), .text(countyName(project.county)), .text(project.name),
          .text(issue.text), .text(issue.unit), .day(issue.assignedOn), .day(issue.dueOn),
          .text(Words.text("bulletin.issue.\(issue.state.rawValue)")), .day(issue.closedOn), late,
        ]))
    }
    add(table)
  }

  mutating func addReporting() {
    if facts.reporters.isEmpty { return }
    var table = table(
      "reporting", note: "",
      [
        TableColumn("no", Self.head("no"), .label, widthMax: 8),
        TableColumn("unit", Self.head("reporter"), .text, widthMax: 30),
        TableColumn("due-on", Self.head("report-due"), .date),
        TableColumn("reported-on", Self.head("reported-on"), .date),
        TableColumn("state", Self.head("report-state"), .label, widthMax: 10),
      ])
    for (offset, reporter) in facts.reporters.enumerated() {
      table.append(
        TableRow([
          .whole(Int64(offset + 1)), .text(reporter.unit), .date(reporter.dueOn),
          .day(reporter.reportedOn),
          .text(Words.text("bulletin.report.\(reporter.state.rawValue)")),
        ]))
    }
    add(table)
  }
}

/// How a unit has reported.
public enum ReportState: String, Sendable, Hashable, CaseIterable {
  case onTime = "on-time"
  /// Handed in, on a day that nobody said: neither in time nor late is known of it.
  case undated
  case late
  case missing
}

extension ReporterFact {
  /// Whether it has reported, and in time: the due day still counts.
  public var state: ReportState {
    if let reportedOn, reportedOn > dueOn { return .late }
    if isUndated { return .undated }
    return reportedOn == nil ? .missing : .onTime
  }
}
