// Spreadsheets out: the projects of a list, as it is searched, narrowed and sorted, in the ledger's
// layout that imports read back, in that of offices' investment plans, or as the reports of a
// month.

internal import Bulletins
internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects
internal import Workbooks

/// A report of a month that would have no rows.
private struct NoReport: Error {
  let month: Period
  /// The catalogue's key of its title.
  let title: String
}

extension Pages {
  /// Records read in one short transaction.
  private static let recordsAtOnce = 500

  /// `/exports/ledger.xlsx`, `/exports/plan.xlsx`, and with `?month=` `/exports/progress.xlsx` and
  /// the other reports of a month; of what the address narrows as `/projects` does. A report
  /// without rows leads back to the page that offers it, with a remark.
  func export(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let table: Table
      let stamp: ExportStamp?
      do {
        guard let name = visit.parameters["name"], name.hasSuffix(".xlsx"),
          let projects = schema.collection("project"),
          let found = try exported(String(name.dropLast(5)), projects, visit)
        else { throw Stop(.notFound, "page.stop-missing", visit.path) }
        (table, stamp) = found
      } catch let none as NoReport {
        if let session = visit.session {
          let told = Message("page.stop-no-report", [none.month.label, visit.text(none.title)])
          sessions.leave([Remark(tone: .warning, message: told)], for: session)
        }
        return .redirect("/imports?month=\(none.month.label)")
      }
      var book = WorkbookFile(
        title: table.title, office: store.identity.office, createdOn: today ?? .earliest,
        tables: [table], language: visit.language)
      book.stamp = stamp
      let file = book
      let bytes: [UInt8]
      do {
        bytes = try PassingFile.bytes { path in try file.write(to: path) }
      } catch let fault as DraftFault {
        throw Stop(.serviceUnavailable, "page.stop-export-disk", fault.detail)
      } catch let error as WorkbookError {
        throw Stop(.serviceUnavailable, "page.stop-export-disk", visit.text(error.message))
      }
      var answer = Answer(
        mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        body: bytes)
      answer.fileName = table.title + ".xlsx"
      return answer
    }
  }

  /// The table of a layout, with the stamp of one that is read back; nil for none of that name.
  private func exported(
    _ layout: String, _ projects: CollectionDefinition, _ visit: Visit
  ) throws -> (Table, ExportStamp?)? {
    if let report = MonthReport(rawValue: layout) {
      return (try table(report, projects, visit), nil)
    }
    guard ["ledger", "plan"].contains(layout) else { return nil }
    // Before the records: what is written in between is then taken for unseen.
    let stamp = try store.read { snapshot throws(StoreError) in
      try LedgerExport.stamp(of: snapshot.ledgers(), snapshot)
    }
    let records = try listed(projects, visit)
    if layout == "plan" {
      return LedgerExport.plan(records, of: projects, in: visit.language).map { ($0, nil) }
    }
    let sheet = LedgerExport.ledger(
      records, LedgerExport.filledColumns(of: projects, records), of: projects,
      in: visit.language)
    return (sheet, stamp.narrowed(to: Set(records.map(\.ledger))))
  }

  /// A report of a month, by the rules of `?rules=`, or those of the ledger's place.
  private func table(
    _ report: MonthReport, _ projects: CollectionDefinition, _ visit: Visit
  ) throws -> Table {
    let text = visit.query.text("month") ?? monthBefore
    guard let month = Period(text), month.kind == .month else {
      throw Stop(.badRequest, "page.stop-month", text)
    }
    let (facts, source) = try monthFacts(BulletinOrder(month: month, title: ""), visit.query)
    let asked = GridQuery(visit.query)
    let isAll = !asked.isNarrowed && asked.sort == nil
    let records = try isAll ? nil : listed(projects, visit)
    guard
      let table = try report.table(
        of: facts, from: source, records, where: { visit.permit?.covers($0.county) != false })
    else {
      throw NoReport(month: month, title: "export.\(report.rawValue)")
    }
    return table
  }

  /// The month that reports are usually of: the one before today's.
  var monthBefore: String { today.map { ReportingPeriod.month(of: $0).previous.text } ?? "" }

  /// The records of the list, in its order.
  private func listed(_ projects: CollectionDefinition, _ visit: Visit) throws -> [Record] {
    let all = try table.now()
    let places = GridQuery(visit.query).places(in: all)
    var records: [Record] = []
    records.reserveCapacity(places.count)
    for start in stride(from: 0, to: places.count, by: Self.recordsAtOnce) {
      let part = places[start..<min(places.count, start + Self.recordsAtOnce)]
      records += try store.read { snapshot throws(StoreError) in
        var found: [Record] = []
        for place in part {
          let row = all.rows[Int(place)]
          if let record = try snapshot.record(row.ledger, projects.id, row.id) {
            found.append(record)
          }
        }
        return found
      }
    }
    return records
  }
}
