// The tables of a project's page.

internal import Causality
internal import Workbooks

extension Dossier {
  private func table(_ code: String, _ columns: [TableColumn]) -> Table {
    Table(code: code, name: "", title: "", note: "", columns: columns)
  }

  private static func column(_ code: String, _ kind: ColumnKind, widthMax: Int = 40) -> TableColumn
  {
    TableColumn(code, [Words.text("dossier.head.\(code)")], kind, widthMax: widthMax)
  }

  /// What is known of the project, a line each; what is not known is left out.
  var factTable: Table {
    var table = table("facts", [Self.column("field", .text), Self.column("value", .text)])
    func add(_ label: String, _ value: String?) {
      guard let value, !value.isEmpty else { return }
      table.append(TableRow([.text(label), .text(value)]))
    }
    add(Words.text("dossier.county"), county)
    for (key, amount) in [
      ("total", project.totalInvestment), ("prior", project.priorCumulative),
      ("plan", project.annualPlan),
    ] {
      add(
        Words.text("bulletin.head.\(key)"),
        amount.map { $0.description + Words.text("dossier.wan") })
    }
    let completed = project.completed.map { $0.description + Words.text("dossier.wan") }
    add(
      Words.text("bulletin.head.completed", Words.months(to: asOf.components.month)), completed)
    add(Words.text("bulletin.head.progress"), project.progress)
    add(Words.text("bulletin.head.builder"), project.builder)
    add(Words.text("bulletin.head.leader"), project.leader)
    if project.light != .none {
      add(Words.text("bulletin.head.light"), Words.text("bulletin.light.\(project.light.rawValue)"))
      add(Words.text("bulletin.head.reason"), project.reason)
    }
    return table
  }

  var peopleTable: Table {
    var table = table("people", [Self.column("duty", .text), Self.column("person", .text)])
    for (duty, person) in people { table.append(TableRow([.text(duty), .text(person)])) }
    return table
  }

  var milestoneTable: Table {
    var table = table(
      "milestones",
      [
        Self.column("milestone", .text), Self.column("planned", .date),
        Self.column("actual", .date), TableColumn("late", Annexes.head("late"), .whole),
      ])
    for milestone in milestones {
      let late = milestone.plannedOn.map {
        Int64((milestone.actualOn ?? asOf).days) - Int64($0.days)
      }
      table.append(
        TableRow([
          .text(milestone.name), .day(milestone.plannedOn), .day(milestone.actualOn),
          late.map { $0 > 0 ? .whole($0) : .empty } ?? .empty,
        ]))
    }
    return table
  }

  var approvalTable: Table {
    var table = table(
      "approvals",
      [
        TableColumn("item", Annexes.head("item"), .text),
        TableColumn("unit", Annexes.head("unit"), .text, widthMax: 24),
        TableColumn("accepted-on", Annexes.head("accepted-on"), .date),
        TableColumn("due-on", Annexes.head("due-on"), .date),
        TableColumn("decided-on", Annexes.head("decided-on"), .date),
      ])
    for approval in approvals {
      table.append(
        TableRow([
          .text(approval.item), .text(approval.unit), .day(approval.acceptedOn),
          .day(approval.dueOn), .day(approval.decidedOn),
        ]))
    }
    return table
  }

  var moneyTable: Table {
    var table = table(
      "money",
      [
        Self.column("month", .label), Self.column("month-plan", .decimal(places: 2)),
        Self.column("month-done", .decimal(places: 2)),
        Self.column("month-arrived", .decimal(places: 2)),
      ])
    for month in months {
      table.append(
        TableRow([
          .text(Words.text("bulletin.month", "\(month.month)")), .money(month.planned),
          .money(month.completed), .money(month.arrived),
        ]))
    }
    return table
  }

  var issueTable: Table {
    var table = table(
      "issues",
      [
        TableColumn("issue", Annexes.head("issue"), .text),
        TableColumn("unit", Annexes.head("unit"), .text, widthMax: 20),
        TableColumn("assigned-on", Annexes.head("assigned-on"), .date),
        TableColumn("due-on", Annexes.head("due-on"), .date),
        TableColumn("state", Annexes.head("state"), .label),
      ])
    for issue in issues {
      table.append(
        TableRow([
          .text(issue.text), .text(issue.unit), .day(issue.assignedOn), .day(issue.dueOn),
          .text(Words.text("bulletin.issue.\(issue.state.rawValue)")),
        ]))
    }
    return table
  }
}
