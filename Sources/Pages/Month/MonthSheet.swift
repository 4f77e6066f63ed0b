// A month's form as it was sent: a draft for each project whose cells were typed in, judged by the
// same rules as any other, and committed together. What was typed into a report that was approved
// or locked meanwhile is never dropped in silence: nothing is written until the person has seen it.

internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// The lines of a month that were sent.
struct MonthSheet {
  let pages: Pages
  let period: ReportingPeriod
  /// Whether what is saved is also submitted.
  let submits: Bool
  let reason: String?
  let visit: Visit
  /// A form a line, in order, with what was typed and what is wrong.
  private(set) var forms: [RecordForm] = []
  /// The lines typed in whose reports were approved or locked since the form was opened.
  private(set) var closed: [MonthEntry] = []
  /// The projects whose reports are written, and what the rules say of them that stops nothing.
  private(set) var written: Set<RecordID> = []
  private(set) var warnings: [(name: String, problem: ValidationProblem)] = []
  private var drafts: [String: [RecordDraft]] = [:]
  private var expectations: [String: [Expectation]] = [:]

  init(pages: Pages, period: ReportingPeriod, submits: Bool, reason: String?, visit: Visit) {
    self.pages = pages
    self.period = period
    self.submits = submits
    self.reason = reason
    self.visit = visit
  }

  /// Whether all lines can be written.
  var isClean: Bool {
    closed.isEmpty
      && forms.allSatisfy { form in
        form.collisions.isEmpty && !form.problems.values.joined().contains(where: \.isRefusal)
      }
  }

  /// Reads one line; nil is one that the form did not have, which is shown and left alone.
  mutating func read(_ entry: MonthEntry, _ sent: Form?) throws {
    guard let reports = MonthBook.reports else { return }
    let fields = MonthBook.cells.compactMap { reports.field($0) }
    guard let sent else {
      forms.append(RecordForm(collection: reports, fields: fields, record: entry.report))
      return
    }
    guard !entry.isClosed else {
      let form = Self.unwritten(sent, reports, fields, entry)
      if !form.typed.isEmpty { closed.append(entry) }
      forms.append(form)
      return
    }
    var reading = try FormReading(
      sent, reports, fields, record: entry.report, language: visit.language, resolve: { _ in nil },
      origin: { dot in entry.report.map { pages.origin(of: dot, $0) } ?? "" })
    defer { forms.append(reading.form) }
    guard reading.isClean else { return }
    var assignments = reading.assignments
    let isNew = entry.report == nil
    if isNew {
      guard !assignments.isEmpty else { return }
      assignments += try heads(entry, reports)
    }
    if submits { assignments += try submission(entry, reports) }
    let id = entry.report?.id ?? pages.store.newRecordID()
    let draft = RecordDraft(reports, id, existing: entry.report, assignments)
    guard !draft.isEmpty else { return }
    let ledger = entry.project.ledger
    let recording = Recording(
      pages.store, ledger: ledger, author: pages.settings.author, today: pages.today)
    reading.add(try recording.problems(draft, reason: reason))
    guard reading.isClean else { return }
    written.insert(entry.project.id)
    warnings += reading.form.problems.sorted { $0.key < $1.key }.flatMap(\.value)
      .map { (name: entry.name, problem: $0) }
    drafts[ledger, default: []].append(draft)
    expectations[ledger, default: []] += reading.expectations + unclosed(entry, reports)
  }

  /// The form of a closed report with what was typed and does not stand: shown, never written.
  private static func unwritten(
    _ sent: Form, _ reports: CollectionDefinition, _ fields: [FieldDefinition],
    _ entry: MonthEntry
  ) -> RecordForm {
    var form = RecordForm(collection: reports, fields: fields, record: entry.report)
    for field in fields {
      guard let began = sent[RecordForm.beganPrefix + field.code] else { continue }
      let typed = sent[RecordForm.typedPrefix + field.code] ?? ""
      let standing = ValueWords.typed(entry.report, field).joined(separator: "\n")
      if typed != began, typed != standing { form.typed[field.code] = [typed] }
    }
    return form
  }

  /// That the report is still in the state in which it was read: one that is approved between the
  /// reading and the writing is not written to.
  private func unclosed(_ entry: MonthEntry, _ reports: CollectionDefinition) -> [Expectation] {
    guard let report = entry.report, let field = reports.field("report_state") else { return [] }
    return [
      Expectation(
        collection: reports.id, record: report.id, field: field.id,
        dots: report.state(field.id)?.siblings.map(\.dot) ?? [])
    ]
  }

  /// Writes all lines, a transaction a ledger; returns how many were written.
  func commit() throws -> Int {
    var count = 0
    for (ledger, drafts) in drafts.sorted(by: { $0.key < $1.key }) {
      let recording = Recording(
        pages.store, ledger: ledger, author: pages.settings.author, today: pages.today)
      count += try recording.commit(
        judged: drafts, reason: reason, expecting: expectations[ledger] ?? []
      ).count
    }
    return count
  }

  /// What a new report is of, and that it is a draft.
  private func heads(
    _ entry: MonthEntry, _ reports: CollectionDefinition
  ) throws -> [Assignment] {
    var assignments: [Assignment] = []
    if let field = reports.parentField {
      assignments.append(Assignment(field, .write(.reference(entry.project.id))))
    }
    if let field = reports.field("period") {
      assignments.append(Assignment(field, .write(.text(period.text))))
    }
    if let planned = entry.planned, let field = reports.field("planned") {
      assignments.append(Assignment(field, .write(.decimal(planned))))
    }
    if !submits, let field = reports.field("report_state") {
      assignments.append(Assignment(field, .write(try field.parse("draft"))))
    }
    return assignments
  }

  /// That the report is submitted, today, where it is not yet.
  private func submission(
    _ entry: MonthEntry, _ reports: CollectionDefinition
  ) throws -> [Assignment] {
    guard !entry.isClosed, entry.stateCode != "submitted" else { return [] }
    var assignments: [Assignment] = []
    if let field = reports.field("report_state") {
      assignments.append(Assignment(field, .write(try field.parse("submitted"))))
    }
    if let today = pages.today, let field = reports.field("submitted_on") {
      assignments.append(Assignment(field, .write(.date(today))))
    }
    return assignments
  }
}
