// The month in one form: only this month's cells, last month beside them, cumulatives computed. It is
// saved in one go, a change a project, all or none, and never over what the form had not seen. What
// was typed and not saved is there again, whatever became of the session.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Synchronization

/// One project's part of a month's form.
struct MonthRow {
  let entry: MonthEntry
  var form: RecordForm
  /// Whether typing was taken up again.
  var isRestored = false
}

/// Which lines a month's page shows.
struct MonthPlace: Sendable {
  let period: ReportingPeriod
  let region: String
  let page: Int
  let pages: Int
  let count: Int

  /// The address of a page of the same month and county.
  func address(page: Int? = nil, period: ReportingPeriod? = nil) -> String {
    "/month?period=\((period ?? self.period).text)&region_code=\(Form.encode(region))"
      + "&page=\(page ?? self.page)"
  }
}

extension Pages {
  /// `/month`, of `?period=` and of one county with `?region_code=`.
  func month(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let period = try period(visit.query["period"])
      let (entries, place) = try entries(period, visit.query)
      let draft = drafts.find(typist(visit), Self.draftPlace(month: period.text))
      let typed = draft?.fields.rows(below: "m.") ?? [:]
      let rows = try entries.map { entry in
        try restored(entry, typed[entry.project.id.description], visit)
          ?? MonthRow(entry: entry, form: try emptyForm(of: entry))
      }
      var remarks: [Remark] = []
      if let draft, rows.contains(where: \.isRestored) { remarks.append(Self.restored(draft)) }
      return monthPage(rows, place, visit, remarks: remarks, isAnswer: false)
    }
  }

  /// `POST /month`: `save`, `submit`, `return` or `approve`.
  func saveMonth(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      let period = try period(sent["period"])
      return try monthGate.withLock { _ in
        switch sent["act"] {
        case "return": try reviewMonth(period, "returned", visit, sent)
        case "approve": try reviewMonth(period, "approved", visit, sent)
        default: try saveMonth(period, visit, sent)
        }
      }
    }
  }

  private func saveMonth(
    _ period: ReportingPeriod, _ visit: Visit, _ sent: Form
  ) throws -> Answer {
    let submits = sent["act"] == "submit"
    let typed = sent.rows(below: "m.")
    for _ in 0..<3 {
      let (entries, place) = try entries(period, sent)
      var sheet = MonthSheet(
        pages: self, period: period, submits: submits,
        reason: sent.text("reason"), visit: visit)
      for entry in entries {
        try sheet.read(entry, typed[entry.project.id.description] ?? Form())
      }
      if sheet.isClean {
        do {
          let count = try sheet.commit()
          settleDraft(sent, month: period.text, visit)
          if let session = visit.session {
            sessions.leave(
              [
                Remark(
                  tone: .done,
                  message: Message(
                    submits ? "page.month-submitted" : "page.month-saved", ["\(count)"]))
              ], for: session)
          }
          return .redirect(place.address())
        } catch let error as StoreError where error.code == .siblingsChanged {
          continue
        }
      }
      let rows = zip(entries, sheet.forms).map { MonthRow(entry: $0, form: $1) }
      return monthPage(
        rows, place, visit, reason: sent["reason"] ?? "", closed: sheet.closed, isAnswer: true)
    }
    throw StoreError(.busy, store.path, "0")
  }

  // MARK: The parts

  func period(_ text: String?) throws -> ReportingPeriod {
    if let text {
      guard let period = ReportingPeriod(text), period.kind == .month else {
        throw Stop(.badRequest, "page.stop-month", text)
      }
      return period
    }
    guard let today else { throw Stop(.badRequest, "page.stop-month", "") }
    return .month(of: today)
  }

  func entries(
    _ period: ReportingPeriod, _ asked: Form
  ) throws -> ([MonthEntry], MonthPlace) {
    let region = asked.text("region_code") ?? ""
    let rows = try askedRows(region, period)
    let pages = max(1, (rows.count + MonthBook.linesPerPage - 1) / MonthBook.linesPerPage)
    let page = max(1, min(asked.text("page").flatMap { Int($0) } ?? 1, pages))
    let shown = rows.dropFirst((page - 1) * MonthBook.linesPerPage).prefix(MonthBook.linesPerPage)
    let entries = try MonthBook(store: store, period: period).entries(shown)
    return (
      entries,
      MonthPlace(period: period, region: region, page: page, pages: pages, count: rows.count)
    )
  }

  private func emptyForm(of entry: MonthEntry) throws -> RecordForm {
    guard let reports = MonthBook.reports else { throw Stop(.notFound, "page.stop-ledger") }
    return RecordForm(
      collection: reports, fields: MonthBook.cells.compactMap { reports.field($0) },
      record: entry.report)
  }

  /// A row with its typing taken up again; nil where there is none.
  private func restored(_ entry: MonthEntry, _ typed: Form?, _ visit: Visit) throws -> MonthRow? {
    guard let typed, !entry.isClosed, let reports = MonthBook.reports else { return nil }
    let reading = try FormReading(
      typed, reports, MonthBook.cells.compactMap { reports.field($0) }, record: entry.report,
      language: visit.language, resolve: { _ in nil },
      origin: { dot in entry.report.map { self.origin(of: dot, $0) } ?? "" })
    return MonthRow(entry: entry, form: reading.form, isRestored: true)
  }
}
