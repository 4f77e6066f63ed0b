// Locking a month that is over: what would be locked is shown first, with the digest of the
// snapshot; a report that changed between the look and the lock makes it look again. Reports that
// are not handed in, missing ones and open violations are listed before the button, and the rest is
// locked only by a tick that says so.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// `/month/close`, of `?period=` and `?ledger=`.
  func monthClosing(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in try closingPage(visit.query, visit) }
  }

  /// `POST /month/close`.
  func closeMonth(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      let (closing, ledger) = try closing(sent)
      guard mayCreate("period_close") else { throw Stop(.forbidden, "page.stop-not-yours") }
      let reason = sent.text("reason")
      do {
        let digest = MonthClosing.digest(try closing.snapshot().text())
        if let early = early(closing.period) { return try closingPage(sent, visit, early) }
        guard sent["seen"] == digest else {
          return try closingPage(sent, visit, Message("page.close-moved"))
        }
        guard try sent["sure"] == "1" || doubts(closing.period, ledger).isEmpty else {
          return try closingPage(sent, visit, Message("page.close-unsure"))
        }
        let done = try closing.commit(author: settings.author, today: today, reason: reason)
        if let session = visit.session {
          let told = Remark(
            tone: .done,
            message: Message(
              "page.closed",
              [closing.period.text, "\(done.snapshot.version)", "\(done.locked)"]))
          sessions.leave(
            [told] + done.warnings.map { Remark(tone: .warning, message: $0.message) },
            for: session)
        }
        return .redirect(
          "/month/close?period=\(closing.period.text)&ledger=\(Form.encode(ledger))")
      } catch let refused as DraftRefused {
        let message = refused.refusals.first?.message ?? Message("page.refused")
        return try closingPage(sent, visit, message)
      } catch let fault as SnapshotFailure {
        return try closingPage(sent, visit, Self.message(fault))
      } catch ClosingFault.sumTooLarge(let project) {
        return try closingPage(sent, visit, Message("failure.sum-too-large", [project]))
      }
    }
  }

  private static func message(_ fault: SnapshotFailure) -> Message {
    switch fault {
    case .tooLong(let bytes): Message("failure.snapshot-too-long", ["\(bytes)"])
    case .digestDiffers: Message("failure.snapshot-damaged")
    }
  }

  private func closing(_ asked: Form) throws -> (MonthClosing, ledger: String) {
    // A month is locked when it is over: that is the one meant where none is named.
    let named = try asked["period"].map { try self.period($0) }
    let period = try named ?? self.period(nil).previous
    let ledgers = try store.ledgers()
    guard let ledger = ledgers.first(where: { $0 == asked["ledger"] }) ?? ledgers.first else {
      throw Stop(.notFound, "page.stop-ledger")
    }
    return (try MonthClosing(store, ledger, period), ledger)
  }

  private func closingPage(
    _ asked: Form, _ visit: Visit, _ refusal: Message? = nil
  ) throws -> Answer {
    let (closing, ledger) = try closing(asked)
    var states: [String: Int] = [:]
    for report in closing.reports { states[report.choice("report_state") ?? "", default: 0] += 1 }
    let field = MonthBook.reports?.field("report_state")
    var model: Model = [
      "period": closing.period.text, "ledger": ledger,
      "ledgerName": Region.find(ledger)?.name ?? ledger, "reason": asked["reason"] ?? "",
      "ledgers": try store.ledgers().map { name -> Model in
        var choice = ledgerChoice(name, visit)
        choice["isChosen"] = name == ledger
        return choice
      },
      "projects": "\(closing.projects.count)", "reports": "\(closing.handedIn.count)",
      "plans": "\(closing.plans.count)", "version": "\(closing.closes.count + 1)",
      "isAgain": !closing.closes.isEmpty, "mayClose": mayCreate("period_close"),
      "states": states.sorted { $0.key < $1.key }.map { code, count -> Model in
        let number = field?.enumeration?.number(of: code)
        return [
          "label": number.flatMap { field?.display(.code($0), visit.language) }
            ?? visit.text("page.city-unsaid"), "count": "\(count)", "code": code,
        ]
      },
      "closes": closing.closes.map { close -> Model in
        [
          "path": "/r/\(close.id)", "version": close.number("version")?.description ?? "",
          "on": close.date("closed_on")?.description ?? "", "by": close.text("closed_by") ?? "",
          "reason": close.text("reason") ?? "",
          "digest": String((close.text("digest") ?? "").prefix(16)),
        ]
      },
      "back": "/month?period=\(closing.period.text)",
    ]
    let doubts = try doubts(closing.period, ledger)
    model["hasDoubts"] = !doubts.isEmpty
    let kinds: [(String, [CloseDoubts.Link])] = [
      ("drafts", doubts.drafts), ("missing", doubts.missing), ("violations", doubts.violations),
    ]
    model["doubts"] = kinds.filter { !$0.1.isEmpty }
      .map { kind, links -> Model in Self.model(of: kind, links, visit) }
    var told = refusal
    if let early = early(closing.period) {
      model["early"] = ["text": visit.text(early)] as Model
      model["mayClose"] = false
    }
    do {
      model["seen"] = MonthClosing.digest(try closing.snapshot().text())
    } catch ClosingFault.sumTooLarge(let project) {
      told = told ?? Message("failure.sum-too-large", [project])
    } catch let fault as SnapshotFailure {
      told = told ?? Self.message(fault)
    }
    return visit.page(
      "close", title: visit.text("page.close-title", closing.period.text), place: "month", model,
      remarks: told.map { [Remark(tone: .refusal, message: $0)] } ?? [],
      status: refusal == nil ? .ok : .conflict)
  }
}
