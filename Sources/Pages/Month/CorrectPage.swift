// Correcting a report that was approved or locked: a new version with its reason beside the old
// one. A report has one newer version: a form that is sent twice, or late, leads to it and loses
// nothing.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Synchronization

extension Pages {
  /// `/r/{id}/correct`.
  func correction(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let (record, fields) = try report(visit)
      let form = RecordForm(
        collection: try collection(of: record), fields: fields, record: record)
      return page(
        correcting: form, visit, newer: try ReportCorrection.newer(than: record, in: store))
    }
  }

  /// `POST /r/{id}/correct`.
  func correct(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      try creationGate.withLock { _ in try corrected(visit, sent) }
    }
  }

  private func corrected(_ visit: Visit, _ sent: Form) throws -> Answer {
    let (record, fields) = try report(visit)
    var reading = try FormReading(
      sent, try collection(of: record), fields, record: record, language: visit.language,
      resolve: { _ in nil }, origin: { self.origin(of: $0, record) })
    let newer = try ReportCorrection.newer(than: record, in: store)
    guard reading.isClean else { return page(correcting: reading.form, visit, newer: newer) }
    guard let reason = reading.reason else {
      return page(correcting: reading.form, visit, Message("page.stop-reason"), newer: newer)
    }
    guard !reading.assignments.isEmpty else {
      return page(correcting: reading.form, visit, Message("page.saved-nothing"), newer: newer)
    }
    if let newer {
      guard isSame(reading, newer, reason: reason) else {
        return page(correcting: reading.form, visit, Message("page.corrected-before"), newer: newer)
      }
      leave([Remark(tone: .warning, message: Message("page.corrected-same"))], visit)
      return .redirect("/r/\(newer.id)")
    }
    do {
      let correction = try ReportCorrection(
        of: record, reading.assignments, store, author: settings.author, today: today,
        reason: reason, settings.language)
      let done = try correction.commit()
      let asked = correction.asked.count
      let told = Remark(
        tone: .done,
        message: Message(asked == 0 ? "page.corrected" : "page.corrected-asked", ["\(asked)"]))
      leave([told] + done.warnings.map { Remark(tone: .warning, message: $0.message) }, visit)
      return .redirect("/r/\(correction.version.id)")
    } catch let refused as DraftRefused {
      reading.add(refused.problems)
      return page(correcting: reading.form, visit)
    } catch let error as StoreError where error.code == .beyondAccount {
      return page(correcting: reading.form, visit, error.pageMessage)
    }
  }

  /// Whether a form says what the newer version says already, for the same reason.
  private func isSame(_ reading: FormReading, _ newer: Record, reason: String) -> Bool {
    RecordDraft(reading.form.collection, newer.id, existing: newer, reading.assignments).isEmpty
      && ShownFields(newer, schema, asOf: .latest).text("correction_reason") == reason
  }

  private func leave(_ remarks: [Remark], _ visit: Visit) {
    if let session = visit.session { sessions.leave(remarks, for: session) }
  }

  private func report(_ visit: Visit) throws -> (Record, [FieldDefinition]) {
    let record = try find(visit)
    guard let reports = MonthBook.reports, record.collection == reports.id else {
      throw Stop(.notFound, "page.stop-missing", visit.path)
    }
    return (record, MonthBook.cells.compactMap { reports.field($0) })
  }

  private func page(
    correcting form: RecordForm, _ visit: Visit, _ refusal: Message? = nil, newer: Record? = nil
  ) -> Answer {
    guard let record = form.record else { return .redirect("/month") }
    let isBad = !form.collisions.isEmpty || !form.problems.isEmpty || refusal != nil
    var remarks = refusal.map { [Remark(tone: .refusal, message: $0)] } ?? []
    for problem in form.problems[""] ?? [] {
      remarks.append(Remark(tone: .refusal, message: problem.message))
    }
    let title = visit.text("page.correct-title", name(of: record, visit.language))
    var model: Model = [
      "inputs": form.model(role, visit.language), "group": "", "ledger": record.ledger,
      "reason": form.reason, "collection": visit.text("page.correct"), "name": title,
      "action": "/r/\(record.id)/correct", "back": "/r/\(record.id)",
      "record": record.id.description, "isAnswer": isBad,
    ]
    if let newer {
      model["earlier"] =
        ["path": "/r/\(newer.id)", "label": visit.text("page.see-newer")] as Model
      if refusal == nil {
        remarks.append(Remark(tone: .warning, message: Message("page.corrected-see")))
      }
    }
    return visit.page(
      "form", title: title, place: "month", model, remarks: remarks,
      status: isBad ? .unprocessableContent : .ok)
  }
}
