// The month in one form: only this month's cells, last month beside them, cumulatives computed. It is
// saved in one go, a change a project, all or none, and never over what the form had not seen.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Synchronization

/// One project's part of a month's form.
private struct MonthRow {
  let entry: MonthEntry
  var form: RecordForm
}

extension Pages {
  /// `/month`, of `?period=` and of one county with `?region_code=`.
  func month(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let period = try period(visit.query["period"])
      let (entries, place) = try entries(period, visit.query)
      let rows = try entries.map { entry in
        MonthRow(entry: entry, form: try emptyForm(of: entry))
      }
      return page(rows, period, place, visit)
    }
  }

  /// `POST /month`.
  func saveMonth(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      let period = try period(sent["period"])
      return try monthGate.withLock { _ in try saveMonth(period, visit, sent) }
    }
  }

  private func saveMonth(
    _ period: ReportingPeriod, _ visit: Visit, _ sent: Form
  ) throws -> Answer {
    let submits = sent["act"] == "submit"
    for _ in 0..<3 {
      let (entries, place) = try entries(period, sent)
      var sheet = MonthSheet(
        pages: self, period: period, submits: submits,
        reason: sent.text("reason"), visit: visit)
      for entry in entries { try sheet.read(entry, sent.below("m.\(entry.project.id).")) }
      if sheet.isClean {
        do {
          let count = try sheet.commit()
          if let session = visit.session {
            sessions.leave(
              [
                Remark(
                  tone: .done,
                  message: Message(
                    submits ? "page.month-submitted" : "page.month-saved", ["\(count)"]))
              ], for: session)
          }
          return .redirect(place.path)
        } catch let error as StoreError where error.code == .siblingsChanged {
          continue
        }
      }
      let rows = zip(entries, sheet.forms).map { MonthRow(entry: $0, form: $1) }
      return page(rows, period, place, visit, reason: sent["reason"] ?? "")
    }
    throw StoreError(.busy, store.path, "0")
  }

  // MARK: The parts

  /// Which lines a month's page shows.
  struct MonthPlace: Sendable {
    let path: String
    let region: String
    let page: Int
    let pages: Int
    let count: Int
  }

  private func period(_ text: String?) throws -> ReportingPeriod {
    if let text {
      guard let period = ReportingPeriod(text), period.kind == .month else {
        throw Stop(.badRequest, "page.stop-month", text)
      }
      return period
    }
    guard let today else { throw Stop(.badRequest, "page.stop-month", "") }
    return .month(of: today)
  }

  private func entries(
    _ period: ReportingPeriod, _ asked: Form
  ) throws -> ([MonthEntry], MonthPlace) {
    let region = asked.text("region_code") ?? ""
    let rows = try table.now().rows.filter { row in
      guard MonthBook.isAsked(row) else { return false }
      guard !region.isEmpty, let place = ProjectTables.place(of: "region_code") else { return true }
      return row.values[place] == .text(region)
    }
    let pages = max(1, (rows.count + MonthBook.linesPerPage - 1) / MonthBook.linesPerPage)
    let page = max(1, min(asked.text("page").flatMap { Int($0) } ?? 1, pages))
    let shown = rows.dropFirst((page - 1) * MonthBook.linesPerPage).prefix(MonthBook.linesPerPage)
    let entries = try MonthBook(store: store, period: period).entries(shown)
    let place = MonthPlace(
      path: "/month?period=\(period.text)&region_code=\(Form.encode(region))&page=\(page)",
      region: region, page: page, pages: pages, count: rows.count)
    return (entries, place)
  }

  private func emptyForm(of entry: MonthEntry) throws -> RecordForm {
    guard let reports = MonthBook.reports else { throw Stop(.notFound, "page.stop-ledger") }
    return RecordForm(
      collection: reports, fields: MonthBook.cells.compactMap { reports.field($0) },
      record: entry.report)
  }

  private func page(
    _ rows: [MonthRow], _ period: ReportingPeriod, _ place: MonthPlace, _ visit: Visit,
    reason: String = ""
  ) -> Answer {
    let collided = rows.reduce(0) { $0 + $1.form.collisions.count }
    let isRefused = rows.contains { $0.form.problems.values.joined().contains(where: \.isRefusal) }
    var remarks: [Remark] = []
    if collided > 0 {
      remarks.append(Remark(tone: .refusal, message: Message("page.collided", ["\(collided)"])))
    }
    if isRefused { remarks.append(Remark(tone: .refusal, message: Message("page.refused"))) }
    let regions = (try? table.now()).map { Self.regions($0) } ?? []
    var model: Model = [
      "period": period.text, "reason": reason, "region": place.region, "page": "\(place.page)",
      "count": visit.text("page.month-count", "\(place.count)"),
      "previousPeriod": "/month?period=\(period.previous.text)&region_code=\(place.region)",
      "nextPeriod": "/month?period=\(period.next.text)&region_code=\(place.region)",
      "isEmpty": rows.isEmpty, "rows": rows.map { line($0, visit) },
      "regions": regions.map { region -> Model in
        [
          "value": region, "label": Region.find(region)?.name ?? region,
          "isChosen": region == place.region,
        ]
      },
      "mayWrite": mayCreate("progress_report"),
    ]
    let base = "/month?period=\(period.text)&region_code=\(Form.encode(place.region))"
    if place.page > 1 { model["previous"] = "\(base)&page=\(place.page - 1)" }
    if place.page < place.pages { model["next"] = "\(base)&page=\(place.page + 1)" }
    return visit.page(
      "month", title: visit.text("page.month-title", period.text), place: "month", model,
      remarks: remarks, status: collided > 0 || isRefused ? .unprocessableContent : .ok)
  }

  private static func regions(_ table: ProjectTable) -> [String] {
    guard let place = ProjectTables.place(of: "region_code") else { return [] }
    return table.values(of: place).compactMap { value in
      if case .text(let code) = value { return code }
      return nil
    }
  }

  private func line(_ row: MonthRow, _ visit: Visit) -> Model {
    let entry = row.entry
    let inputs = row.form.model(role, visit.language).map { input -> Model in
      var input = input
      input["name"] = entry.name
      if entry.isClosed, let code = input["code"] as? String,
        let field = MonthBook.reports?.field(code)
      {
        input["mayWrite"] = false
        input["fixed"] =
          entry.report.map { ValueWords.shown($0, field, visit.language) } ?? ""
      }
      return input
    }
    var model: Model = [
      "id": entry.project.id.description, "name": entry.name, "inputs": inputs,
      "report": entry.report?.id.description ?? "",
      "lastMonth": entry.lastMonth?.description ?? "",
      "planned": entry.planned?.description ?? "",
      "yearToDate": entry.line?.yearToDate.description ?? "",
      "cumulative": entry.line?.cumulative.description ?? "",
      "others": (row.form.problems[""] ?? []).map { ["text": visit.text($0.message)] as Model },
    ]
    if !entry.lastProgress.isEmpty { model["lastProgress"] = entry.lastProgress }
    if let plan = entry.annualPlan, let done = entry.line?.yearToDate,
      let share = Self.percent(done, of: plan)
    {
      model["share"] = share
    }
    if let code = entry.stateCode, let field = MonthBook.reports?.field("report_state"),
      let number = field.enumeration?.number(of: code)
    {
      model["state"] = field.display(.code(number), visit.language)
      model["stateCode"] = code
    }
    return model
  }

  /// A share in percent with one decimal, half up; nil where the whole is nothing.
  static func percent(_ part: ExactDecimal, of whole: ExactDecimal) -> String? {
    guard whole > ExactDecimal(0), let left = part.tenThousandths,
      let right = whole.tenThousandths
    else { return nil }
    let (scaled, overflow) = left.multipliedReportingOverflow(by: 2_000)
    guard !overflow else { return nil }
    let tenths = (scaled + (left < 0 ? -right : right)) / (2 * right)
    return "\(tenths / 10).\(abs(tenths % 10))%"
  }
}

extension ExactDecimal {
  /// The number in steps of 0.0001, as money is kept; nil beyond the range.
  fileprivate var tenThousandths: Int64? {
    guard scale <= 4 else { return nil }
    var value = mantissa
    for _ in 0..<(4 - Int(scale)) {
      let (more, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      value = more
    }
    return value
  }
}
