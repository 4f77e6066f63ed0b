// The month's bulletin: seen first, then downloaded or published. While any figure disagrees with
// its annex no file is made, and every place is named. What is published is kept as its facts:
// later downloads are made from them, byte for byte the same.

internal import Bulletins
internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects
internal import Synchronization
internal import Workbooks

extension Pages {
  /// `/city/bulletin`, of `?month=`, `?number=` and `?addressee=`.
  func bulletin(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in try bulletinPage(visit.query, visit) }
  }

  /// `POST /city/bulletin`: publishes what was seen.
  func publishBulletin(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      try published.gate.withLock { _ in try publish(visit, sent) }
    }
  }

  private func publish(_ visit: Visit, _ sent: Form) throws -> Answer {
    guard mayCreate("period_close") else { throw Stop(.forbidden, "page.stop-not-yours") }
    let order = try order(sent)
    let (facts, source) = try self.facts(order, sent)
    let snapshot = facts.snapshot()
    guard sent["seen"] == MonthClosing.digest(String(decoding: snapshot, as: UTF8.self)) else {
      return try bulletinPage(sent, visit, Message("page.bulletin-moved"))
    }
    do throws(BulletinFault) {
      _ = try Bulletin(facts).publish()
    } catch {
      return try bulletinPage(sent, visit)
    }
    // What may still change is published by those alone who say that they know.
    guard source.openLedgers.isEmpty || sent["unlocked"] == "1"
    else { return try bulletinPage(sent, visit, Message("page.bulletin-unlocked")) }
    let editions = published.editions(month: order.month.label, number: order.number)
    if let last = editions.last {
      let title = PublishedShelf.title(last, visit.language)
      // What was published is in people's hands: a further edition is a decision of its own.
      guard published.find(last) != snapshot else {
        return try bulletinPage(sent, visit, Message("page.bulletin-unchanged", [title]))
      }
      guard sent["edition"] == "\(editions.count + 1)" else {
        return try bulletinPage(sent, visit, Message("page.bulletin-already", [title]))
      }
    }
    let name = PublishedShelf.name(
      month: order.month.label, number: order.number, edition: editions.count + 1)
    do throws(DraftFault) {
      try published.keep(snapshot, as: name)
    } catch {
      throw Stop(.serviceUnavailable, "page.stop-bulletin-disk", error.detail)
    }
    if let session = visit.session {
      sessions.leave(
        [
          Remark(
            tone: .done,
            message: Message(
              "page.bulletin-published", [PublishedShelf.title(name, visit.language)]))
        ], for: session)
    }
    return .redirect("/city/bulletin?month=\(order.month.label)&number=\(order.number)")
  }

  /// `/city/bulletin/{file}`: `docx`, `xlsx`, `html` or `facts` of what the address asks for, or of
  /// what was published with `?kept=`.
  func bulletinFile(_ visit: Visit) async throws -> Answer {
    try await onThread { [self] in
      let kind = visit.parameters["file"] ?? ""
      let facts: BulletinFacts
      if let name = visit.query.text("kept") {
        guard let bytes = published.find(name) else { throw Stop(.notFound, "page.stop-bulletin") }
        do {
          facts = try BulletinFacts(snapshot: bytes)
        } catch {
          throw Stop(.internalServerError, "page.stop-bulletin-damaged", name)
        }
      } else {
        facts = try self.facts(try order(visit.query), visit.query).facts
      }
      let publication: Publication
      do throws(BulletinFault) {
        publication = try Bulletin(facts).publish()
      } catch {
        return try bulletinPage(visit.query, visit)
      }
      guard let (mediaType, bytes) = try Self.file(kind, publication) else {
        throw Stop(.notFound, "page.stop-bulletin")
      }
      var answer = Answer(mediaType: mediaType, body: bytes)
      answer.fileName = "\(facts.head.title)\(facts.head.year)-\(facts.head.month).\(kind)"
      return answer
    }
  }

  private static func file(
    _ kind: String, _ publication: Publication
  ) throws -> (mediaType: String, bytes: [UInt8])? {
    let office = "application/vnd.openxmlformats-officedocument."
    switch kind {
    case "docx": return (office + "wordprocessingml.document", publication.docx)
    case "html": return ("text/html; charset=utf-8", publication.html)
    case "facts": return ("text/plain; charset=utf-8", publication.snapshot)
    case "xlsx":
      guard let workbook = publication.workbook else { return nil }
      let bytes = try PassingFile.bytes { path in try workbook.write(to: path) }
      return (office + "spreadsheetml.sheet", bytes)
    default: return nil
    }
  }

  // MARK: The parts

  private static let numberMax = 9_999

  private func order(_ asked: Form) throws -> BulletinOrder {
    let text = asked.text("month") ?? monthBefore
    guard let month = Period(text), month.kind == .month else {
      throw Stop(.badRequest, "page.stop-month", text)
    }
    var order = BulletinOrder(
      month: month, title: BulletinOrder.usualTitle)
    let number = asked.text("number") ?? "1"
    guard let count = Int(number), (1...Self.numberMax).contains(count) else {
      throw Stop(.badRequest, "page.stop-number", number, "\(Self.numberMax)")
    }
    order.number = count
    order.addressee = asked.text("addressee") ?? ""
    return order
  }

  /// The same as ``monthFacts(_:_:)``, marked as a draft while the month is not closed.
  private func facts(
    _ order: BulletinOrder, _ asked: Form
  ) throws -> (facts: BulletinFacts, source: BulletinSource) {
    var found = try monthFacts(order, asked)
    found.facts.isDraft = !found.source.openLedgers.isEmpty
    return found
  }

  /// The facts of a month, by the rules of `rules` or those of the ledger's place, and where they
  /// are from.
  func monthFacts(
    _ order: BulletinOrder, _ asked: Form
  ) throws -> (facts: BulletinFacts, source: BulletinSource) {
    let code = asked.text("rules")
    let source = try order.source(store, ledger: nil, ruleSet: code)
    if case .kept(let frozen, _) = source { return (order.facts(frozen), source) }
    guard let found = try rules.findings(asOf: order.month.end, ruleSet: code) else {
      throw Stop(.notFound, "page.stop-rules")
    }
    return (try order.facts(found.rules, found.ruleSet, store, ledger: nil), source)
  }

  /// The typed figures that count nowhere; none are told of facts that were kept at a closing,
  /// which no figure changes any more.
  private func leftOut(
    _ order: BulletinOrder, _ source: BulletinSource, _ asked: Form, _ visit: Visit
  ) throws -> [Remark] {
    switch source {
    case .kept: return []
    case .open, .closed:
      let found = try rules.findings(asOf: order.month.end, ruleSet: asked.text("rules"))
      return found.map { leftOut($0, visit) }?.map { Remark(tone: .warning, message: $0) } ?? []
    }
  }

  private func bulletinPage(
    _ asked: Form, _ visit: Visit, _ refusal: Message? = nil
  ) throws -> Answer {
    let order = try order(asked)
    let (facts, source) = try self.facts(order, asked)
    let month = order.month.label
    let editions = published.editions(month: month, number: order.number)
    let address =
      "month=\(month)&number=\(order.number)&addressee=\(Form.encode(order.addressee))"
      + "&rules=\(Form.encode(asked.text("rules") ?? ""))"
    var model: Model = [
      "month": month, "number": "\(order.number)", "addressee": order.addressee,
      "rules": asked.text("rules") ?? "", "address": address,
      "isOpen": !source.openLedgers.isEmpty,
      "open": visit.text(
        "page.bulletin-open",
        visit.language.listed(source.openLedgers.map { Region.find($0)?.name ?? $0 })),
      "mayPublish": mayCreate("period_close"),
      "kept": published.names.map { name -> Model in
        [
          "name": name, "title": PublishedShelf.title(name, visit.language),
          "path": "kept=\(Form.encode(name))",
        ]
      },
    ]
    if let last = editions.last {
      let next = "\(editions.count + 1)"
      model["editions"] =
        [
          "text": visit.text(
            "page.bulletin-edition", PublishedShelf.title(last, visit.language), next),
          "next": next,
        ] as Model
    }
    do throws(BulletinFault) {
      let bulletin = try Bulletin(facts)
      model["preview"] = Self.preview(bulletin, visit)
      let publication = try bulletin.publish()
      model["isReady"] = true
      model["hasAnnexes"] = publication.workbook != nil
      model["seen"] = MonthClosing.digest(String(decoding: publication.snapshot, as: UTF8.self))
      if let reminder = publication.reminder { model["reminder"] = reminder }
    } catch {
      model["differs"] =
        [
          "head": visit.text("page.bulletin-differs", "\(error.messages.count)"),
          "lines": error.messages.prefix(100).map { ["text": visit.text($0)] as Model },
          "hint": visit.text(error.hint),
        ] as Model
    }
    let refusals = refusal.map { [Remark(tone: .refusal, message: $0)] } ?? []
    return visit.page(
      "bulletin", title: visit.text("page.bulletin-title", month), place: "city", model,
      remarks: try refusals + leftOut(order, source, asked, visit),
      status: refusal == nil && model["differs"] == nil ? .ok : .conflict)
  }
}
