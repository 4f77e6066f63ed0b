// The month in one form: only this month's cells, last month beside them, cumulatives computed. It
// is saved in one go, a change a project, all or none, and never over what the form had not seen.
// The rows of a form are those it was sent with, wherever their projects stand by now; what was
// typed and not saved is there again, whatever became of the session or of the project.

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
      var owed: Set<RecordID> = []
      if !typed.isEmpty { owed = Set(try askedRows("", period).map(\.id)) }
      let stranded = try stranded(
        typed, owed: owed, closed: entries.filter(\.isClosed), visit)
      return monthPage(
        rows, place, visit, remarks: remarks, stranded: stranded, isAnswer: false)
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
    do {
      return try writeMonth(period, visit, sent)
    } catch {
      // Whatever stopped it, the typing is there again when it is opened next.
      _ = keepRefused(sent, visit)
      throw error
    }
  }

  private func writeMonth(
    _ period: ReportingPeriod, _ visit: Visit, _ sent: Form
  ) throws -> Answer {
    let submits = sent["act"] == "submit"
    let posted = Self.posted(sent)
    for _ in 0..<3 {
      let (entries, place) = try entries(period, sent, posted: Set(posted.keys))
      let stranded = try stranded(posted, owed: Set(entries.map(\.project.id)), visit)
      var sheet = MonthSheet(
        pages: self, period: period, submits: submits,
        reason: sent.text("reason"), visit: visit)
      for entry in entries { try sheet.read(entry, posted[entry.project.id.description]) }
      if sheet.isClean, stranded.isEmpty {
        do {
          let count = try sheet.commit()
          settleDraft(sent, month: period.text, visit)
          let first =
            count == 0
            ? Remark(tone: .warning, message: Message("page.saved-nothing"))
            : Remark(
              tone: .done,
              message: Message(submits ? "page.month-submitted" : "page.month-saved", ["\(count)"]))
          if let session = visit.session {
            sessions.leave([first] + told(about: sheet, visit), for: session)
          }
          return .redirect(place.address())
        } catch let error as StoreError where error.code == .siblingsChanged {
          continue
        }
      }
      let remarks = keepRefused(sent, visit)
      let rows = zip(entries, sheet.forms).map { MonthRow(entry: $0, form: $1) }
      return monthPage(
        rows, place, visit, reason: sent["reason"] ?? "", remarks: remarks, closed: sheet.closed,
        stranded: stranded, isAnswer: true)
    }
    throw StoreError(.busy, store.path, "0")
  }

  /// The rows of a form that could be typed in.
  private static func posted(_ sent: Form) -> [String: Form] {
    sent.rows(below: "m.").filter { _, row in
      row.fields.contains { $0.name.hasPrefix(RecordForm.beganPrefix) }
    }
  }

  /// Warnings told beside the success of a save are at most so many.
  private static let warningsMax = 8

  /// What is worth saying of rows that were written: sums over the total investment first.
  private func told(about sheet: MonthSheet, _ visit: Visit) -> [Remark] {
    let written = (try? table.now().rows.filter { sheet.written.contains($0.id) }) ?? []
    let entries = (try? MonthBook(store: store, period: sheet.period).entries(written)) ?? []
    let over = entries.compactMap { entry -> Remark? in
      guard let sum = entry.overTotal else { return nil }
      return Remark(
        tone: .warning,
        message: Message(
          "page.month-over-total",
          [visit.named(entry.name), sum.done.grouped, sum.total.grouped]),
        link: Remark.Link(path: "/r/\(entry.project.id)", name: visit.named(entry.name)))
    }
    let others = sheet.warnings.map { name, problem in
      Remark(
        tone: .warning,
        message: Message("page.month-of", [visit.named(name), visit.text(problem.message)]))
    }
    return Array((over + others).prefix(Self.warningsMax))
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

  /// The lines of a page, and those of the rows that a form was sent with, wherever they stand by
  /// now.
  ///
  /// - Parameter posted: the projects of those rows, as their ids are written.
  func entries(
    _ period: ReportingPeriod, _ asked: Form, posted: Set<String> = []
  ) throws -> ([MonthEntry], MonthPlace) {
    let region = asked.text("region_code") ?? ""
    let all = try askedRows(posted.isEmpty ? region : "", period)
    let rows = all.filter { Self.isOf(region, $0) }
    let pages = max(1, (rows.count + MonthBook.linesPerPage - 1) / MonthBook.linesPerPage)
    let page = max(1, min(asked.text("page").flatMap { Int($0) } ?? 1, pages))
    var shown = Array(
      rows.dropFirst((page - 1) * MonthBook.linesPerPage).prefix(MonthBook.linesPerPage))
    let sent = Set(posted.compactMap { RecordID($0) })
    if !sent.isEmpty {
      let ids = sent.union(shown.map(\.id))
      shown = all.filter { ids.contains($0.id) }
    }
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
    // What was typed may stand in the ledger by now.
    let form = reading.form
    guard !form.typed.isEmpty || !form.collisions.isEmpty || !form.problems.isEmpty else {
      return nil
    }
    return MonthRow(entry: entry, form: form, isRestored: true)
  }
}
