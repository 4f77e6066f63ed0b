// Correcting a report that was approved or locked: a new version with its reason beside the old one.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// `/r/{id}/correct`.
  func correction(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let (record, fields) = try report(visit)
      let form = RecordForm(
        collection: try collection(of: record), fields: fields, record: record)
      return page(correcting: form, visit)
    }
  }

  /// `POST /r/{id}/correct`.
  func correct(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      let (record, fields) = try report(visit)
      var reading = try FormReading(
        sent, try collection(of: record), fields, record: record, language: visit.language,
        resolve: { _ in nil }, origin: { self.origin(of: $0, record) })
      guard reading.isClean else { return page(correcting: reading.form, visit) }
      guard let reason = reading.reason else {
        return page(correcting: reading.form, visit, Message("page.stop-reason"))
      }
      guard !reading.assignments.isEmpty else {
        return page(correcting: reading.form, visit, Message("page.saved-nothing"))
      }
      do {
        let correction = try ReportCorrection(
          of: record, reading.assignments, store, author: settings.author, today: today,
          reason: reason, settings.language)
        let done = try correction.commit()
        if let session = visit.session {
          let asked = correction.asked.count
          let told = Remark(
            tone: .done,
            message: Message(
              asked == 0 ? "page.corrected" : "page.corrected-asked", ["\(asked)"]))
          sessions.leave(
            [told] + done.warnings.map { Remark(tone: .warning, message: $0.message) }, for: session
          )
        }
        return .redirect("/r/\(correction.version.id)")
      } catch let refused as DraftRefused {
        reading.add(refused.problems)
        return page(correcting: reading.form, visit)
      } catch let error as StoreError where error.code == .beyondAccount {
        return page(correcting: reading.form, visit, error.pageMessage)
      }
    }
  }

  private func report(_ visit: Visit) throws -> (Record, [FieldDefinition]) {
    let record = try find(visit)
    guard let reports = MonthBook.reports, record.collection == reports.id else {
      throw Stop(.notFound, "page.stop-missing", visit.path)
    }
    return (record, MonthBook.cells.compactMap { reports.field($0) })
  }

  private func page(
    correcting form: RecordForm, _ visit: Visit, _ refusal: Message? = nil
  ) -> Answer {
    guard let record = form.record else { return .redirect("/month") }
    let isBad = !form.collisions.isEmpty || !form.problems.isEmpty || refusal != nil
    var remarks = refusal.map { [Remark(tone: .refusal, message: $0)] } ?? []
    for problem in form.problems[""] ?? [] {
      remarks.append(Remark(tone: .refusal, message: problem.message))
    }
    let title = visit.text("page.correct-title", name(of: record, visit.language))
    return visit.page(
      "form", title: title, place: "month",
      [
        "inputs": form.model(role, visit.language), "group": "", "ledger": record.ledger,
        "reason": form.reason, "collection": visit.text("page.correct"), "name": title,
        "action": "/r/\(record.id)/correct", "back": "/r/\(record.id)",
        "record": record.id.description,
      ], remarks: remarks, status: isBad ? .unprocessableContent : .ok)
  }
}
