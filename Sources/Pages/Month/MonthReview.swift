// Returning and approving reports of a month: of the rows that were chosen, all or none, and of
// none whose state another changed since the page was made. Where one changes while they are
// written, those of its ledger are left, and named. What was typed beside it is kept as a draft.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// Brings the chosen reports into a state, by its code.
  func reviewMonth(
    _ period: ReportingPeriod, _ state: String, _ visit: Visit, _ sent: Form
  ) throws -> Answer {
    let chosen = sent.rows(below: "m.").filter { $0.value["on"] == "1" }
    let (entries, place) = try entries(period, sent, posted: Set(chosen.keys))
    _ = try keep(sent, Self.draftPlace(month: period.text), visit)
    let remarks = try review(entries, state, sent, visit)
    if let session = visit.session { sessions.leave(remarks, for: session) }
    return .redirect(place.address())
  }

  private func review(
    _ entries: [MonthEntry], _ state: String, _ sent: Form, _ visit: Visit
  ) throws -> [Remark] {
    func refused(_ key: String, _ arguments: [String] = []) -> [Remark] {
      [Remark(tone: .refusal, message: Message(key, arguments))]
    }
    let reason = sent.text("reason")
    guard state != "returned" || reason != nil else { return refused("page.month-return-reason") }
    guard let reports = MonthBook.reports, let field = reports.field("report_state") else {
      return []
    }
    let typed = sent.rows(below: "m.")
    var drafts: [String: [RecordDraft]] = [:]
    var expectations: [String: [Expectation]] = [:]
    var names: [String: [String]] = [:]
    // Chosen rows whose projects have no line any more are told as what they are: moved.
    let lines = Set(entries.map(\.project.id.description))
    var moved = typed.filter { $0.value["on"] == "1" && !lines.contains($0.key) }
      .sorted { $0.key < $1.key }.map { visit.named($0.value["name"] ?? "") }
    var problems: [Remark] = []
    for entry in entries {
      guard let row = typed[entry.project.id.description], row["on"] == "1",
        let report = entry.report
      else { continue }
      guard FormReading.isSame(row["seen-state"] ?? "", ValueWords.seen(report, field.id)) else {
        moved.append(visit.named(entry.name))
        continue
      }
      let draft = RecordDraft(
        reports, report.id, existing: report, [Assignment(field, .write(try field.parse(state)))])
      guard !draft.isEmpty else { continue }
      let ledger = entry.project.ledger
      let found = try Recording(store, ledger: ledger, author: settings.author, today: today)
        .problems(draft, reason: reason)
      problems += found.filter(\.isRefusal).map {
        Remark(
          tone: .refusal,
          message: Message("page.month-of", [visit.named(entry.name), visit.text($0.message)]))
      }
      drafts[ledger, default: []].append(draft)
      expectations[ledger, default: []].append(
        Expectation(
          collection: reports.id, record: report.id, field: field.id,
          dots: report.state(field.id)?.siblings.map(\.dot) ?? []))
      names[ledger, default: []].append(visit.named(entry.name))
    }
    func told(_ moved: [String]) -> [Remark] {
      moved.isEmpty
        ? [] : refused("page.month-moved", [visit.language.listed(moved.prefix(5))])
    }
    guard moved.isEmpty else { return told(moved) }
    guard problems.isEmpty else { return problems }
    guard !drafts.isEmpty else { return refused("page.month-none-chosen") }
    let left = try write(drafts, reason: reason, expectations)
    let done = names.filter { !left.contains($0.key) }.values.reduce(0) { $0 + $1.count }
    let written = Remark(tone: .done, message: Message("page.month-\(state)", ["\(done)"]))
    return (done > 0 ? [written] : []) + told(left.flatMap { names[$0] ?? [] })
  }

  /// Writes a transaction a ledger, and returns the ledgers where another wrote a state meanwhile,
  /// of which nothing was written.
  private func write(
    _ drafts: [String: [RecordDraft]], reason: String?, _ expectations: [String: [Expectation]]
  ) throws(StoreError) -> [String] {
    var left: [String] = []
    for (ledger, drafts) in drafts.sorted(by: { $0.key < $1.key }) {
      let recording = Recording(store, ledger: ledger, author: settings.author, today: today)
      do throws(StoreError) {
        _ = try recording.commit(
          judged: drafts, reason: reason, expecting: expectations[ledger] ?? [])
      } catch {
        guard error.code == .siblingsChanged else { throw error }
        left.append(ledger)
      }
    }
    return left
  }
}
