// A project on one page (一项目一档): its road with what the next step lacks, its milestones backwards
// from the end, its approvals with their clocks, its money by month.

internal import Bulletins
internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects

extension Pages {
  /// What stands above the fields of a project.
  func dossier(_ view: RecordView, _ visit: Visit) throws -> Model {
    let project = view.record
    func children(_ code: String) -> [Record] {
      guard let id = schema.collection(code)?.id else { return [] }
      return view.children.filter { $0.collection == id }
    }
    let evidence = children("evidence")
    var model: Model = [:]
    if let steps = try stageSteps(project, evidence, visit) { model["stages"] = steps }
    let shown = ShownFields(project, schema, asOf: .latest)
    let end = shown.date("planned_production_on") ?? shown.date("planned_completion_on")
    if let gantt = Gantt(milestones(children("milestone")), end: end, today: today) {
      model["gantt"] = gantt.model(visit)
    }
    let approvals = children("approval")
    if !approvals.isEmpty {
      let calendar = try store.reading { snapshot in try CityBooks.calendar(snapshot) }
      model["approvals"] =
        ["lines": approvals.map { clock($0, calendar, visit) }] as Model
    }
    if let chart = money(project, children("progress_report")) {
      model["money"] = chart.model(visit)
    }
    return model
  }

  private func milestones(_ records: [Record]) -> [GanttLine] {
    records.map { record in
      let fields = ShownFields(record, schema, asOf: .latest)
      return GanttLine(
        path: "/r/\(record.id)", name: fields.text("name"), owner: fields.text("owner"),
        planned: fields.date("planned_on"), actual: fields.date("actual_on"))
    }
  }

  // MARK: Approvals

  /// The line of an approval with its clock as of today.
  private func clock(_ record: Record, _ calendar: WorkCalendar, _ visit: Visit) -> Model {
    let fields = ShownFields(record, schema, asOf: .latest)
    let accepted = fields.date("accepted_on")
    let decided = fields.date("decided_on")
    let allowed = fields.integer("sla_workdays")
    var model: Model = [
      "path": "/r/\(record.id)", "name": name(of: record, visit.language),
      "unit": fields.text("unit"), "accepted": accepted?.description ?? "",
      "decided": decided?.description ?? "", "allowed": allowed.map { "\($0)" } ?? "",
    ]
    let pauses = schema.collection(record.collection)?.field("pauses").map { field in
      record.elements(field.id).compactMap { value -> ApprovalPause? in
        if case .text(let text) = value { return ApprovalPause(text) }
        return nil
      }
    }
    guard let accepted, let allowed, let today else {
      model["state"] = "open"
      model["words"] = visit.text(
        accepted == nil ? "page.clock-not-accepted" : "page.clock-no-limit")
      return model
    }
    do throws(ApprovalClock.Failure) {
      let clock = try ApprovalClock(
        acceptedOn: accepted, allowed: allowed, pauses: pauses ?? [], decidedOn: decided, on: today
      ) { try? calendar.isWorkday($0) }
      model["used"] = "\(clock.used)"
      model["stopped"] = clock.stopped > 0 ? "\(clock.stopped)" : ""
      model["due"] = clock.dueOn?.description ?? ""
      let state =
        clock.overdue > 0
        ? "overdue" : decided != nil ? "done" : clock.isStopped ? "stopped" : "running"
      model["state"] = state
      model["words"] = visit.text(
        "page.clock-\(state)",
        "\(clock.overdue > 0 ? clock.overdue : max(0, clock.allowed - clock.used))")
    } catch {
      model["state"] = "open"
      switch error {
      case .noCalendar(let day):
        model["words"] = visit.text("page.clock-no-calendar", day.description)
      case .beforeAcceptance: model["words"] = visit.text("page.clock-before")
      }
    }
    return model
  }

  // MARK: Money

  /// The year of the project's plan, else of its last report.
  private func money(_ project: Record, _ reports: [Record]) -> MoneyChart? {
    let figures = reports.compactMap { LedgerSurroundings.related($0).flatMap { MonthFigure($0) } }
    guard let shown = LedgerSurroundings.related(project),
      let year = figures.map(\.period.year).max() ?? shown.planYear
    else { return nil }
    let periods = (1...12).map { ReportingPeriod(Self.month(year, $0)) }
    return MoneyChart(
      year: year,
      months: periods.map { $0.flatMap { MonthLine(of: $0, figures, project: shown)?.month } },
      plan: periods.map { $0.flatMap { shown.planned(through: $0) } })
  }

  private static func month(_ year: Int, _ number: Int) -> String {
    "\(year)-\(number < 10 ? "0" : "")\(number)"
  }
}
