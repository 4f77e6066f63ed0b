// Settled conflicts, and taking a value back: an ordinary change by which the value stands again,
// made only over what the page showed to stand.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  private static let settledPerPage = 100

  /// `/settlements`: the newest first.
  func settledList(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let words = ConflictWords(visit.language)
      let page = max(1, min(visit.query.text("page").flatMap { Int($0) } ?? 1, 1_000_000))
      let all = try seenSettlements().sorted { ($0.clock, $0.dot) > ($1.clock, $1.dot) }
      let lines = all.dropFirst((page - 1) * Self.settledPerPage).prefix(Self.settledPerPage)
        .map { settlement -> Model in
          [
            "path": "/conflicts/\(settlement.conflict.text)",
            "name": words.name(settlement.recordName, settlement.record),
            "label": words.label(settlement.collection, settlement.field),
            "to": words.value(settlement.chosen, settlement.collection, settlement.field),
            "who": settlement.office.isEmpty ? settlement.author : settlement.office,
            "when": Self.when(settlement.clock),
            "values": settlement.siblings.prefix(4).map { sibling -> Model in
              ["text": words.value(sibling.value, settlement.collection, settlement.field)]
            },
          ]
        }
      var model: Model = ["lines": lines, "isEmpty": all.isEmpty, "count": "\(all.count)"]
      if all.count > page * Self.settledPerPage {
        model["next"] = "/settlements?page=\(page + 1)"
      }
      return visit.page(
        "settlements", title: visit.text("page.settled-list"), place: "conflicts", model)
    }
  }

  /// A minute; nothing for a change that stands in a base, where its clock is no longer known.
  static func when(_ clock: HybridTimestamp) -> String {
    clock.rawValue == 0 ? "" : LocalTime.minute(clock.milliseconds)
  }

  /// As much of who, which office and when as is known.
  static func told(_ parts: String...) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: " · ")
  }

  /// A conflict that is no longer open: who settled it, from what, and the way back.
  ///
  /// - Parameter sent: a choice that came after another was made; it is not recorded, and shown.
  func settled(_ visit: Visit, _ refusal: Message? = nil, sent: Form? = nil) throws -> Answer {
    let id = visit.parameters["id"] ?? ""
    let found = try settlements(id)
    guard let first = found.first,
      let last = found.max(by: { ($0.clock, $0.dot) < ($1.clock, $1.dot) })
    else { throw Stop(.notFound, "page.stop-conflict", id) }
    let words = ConflictWords(visit.language)
    let record = try store.read { snapshot throws(StoreError) in
      try snapshot.record(first.ledger, first.collection, first.record)
    }
    let now = record.map { Self.standing($0, first.field) }
    func shown(_ value: Value) -> String { words.value(value, first.collection, first.field) }
    let late = sent.flatMap { unrecorded($0, last, words) }
    let standing = now.map { shown($0.value) } ?? ""
    var refusal = refusal
    if let late {
      let who = Self.told(last.author, last.office)
      let when = Self.when(last.clock)
      refusal = Message(
        "page.conflict-late", [who, when, shown(last.chosen), standing, late])
    }
    let lines = found.reversed().map { settlement -> Model in
      [
        "chosen": shown(settlement.chosen),
        "by": Self.told(
          settlement.author, settlement.office, Self.when(settlement.clock)),
        "reason": settlement.reason.map { " · \($0)" } ?? "",
        "siblings": settlement.siblings.map { sibling -> Model in
          [
            "text": shown(sibling.value),
            "by": Self.told(sibling.author, sibling.office, Self.when(sibling.clock)),
            "dot": sibling.dot.description, "given": sent?["reason"] ?? "",
            "mayTake": now.map { $0.value != sibling.value } ?? false,
          ]
        },
      ]
    }
    let name = words.name(first.recordName, first.record)
    var model: Model = [
      "record": first.record.description, "name": name, "id": id,
      "label": words.label(first.collection, first.field), "lines": Array(lines),
      "seen": now?.dots ?? "", "now": standing,
    ]
    if let late {
      model["unrecorded"] = ["choice": late, "why": sent?["reason"] ?? ""] as Model
    }
    return visit.page(
      "settled", title: name, place: "conflicts", model,
      remarks: refusal.map { [Remark(tone: .refusal, message: $0)] } ?? [],
      status: refusal == nil ? .ok : .conflict)
  }

  /// What a form chose that came after a settlement, in words; nil where that is what was settled,
  /// or the same form sent again.
  private func unrecorded(
    _ sent: Form, _ last: Settlement, _ words: ConflictWords
  ) -> String? {
    guard let take = sent.text("take") else { return nil }
    var choice = sent["means.\(take)"] ?? sent["value"] ?? ""
    if take == "value", let field = words.definition(last.collection, last.field),
      let value = try? field.parse(choice)
    {
      choice = words.value(value, last.collection, last.field)
    }
    let isOwn =
      last.author == settings.author && last.dot.replica == store.identity.replica
      && last.reason == sent.text("reason")
    // How a violation was mended is not told by the one value that its settlement names.
    if isOwn, last.constraint != nil { return nil }
    return choice == words.value(last.chosen, last.collection, last.field) ? nil : choice
  }

  /// `POST /conflicts/{id}/take-back`, of the sibling `dot`.
  func takeBack(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      let found = try settlements(visit.parameters["id"] ?? "")
      guard let first = found.first,
        let sibling = found.flatMap(\.siblings).first(where: {
          $0.dot.description == sent["dot"]
        })
      else { throw Stop(.badRequest, "page.choose") }
      let record = try store.read { snapshot throws(StoreError) in
        try snapshot.record(first.ledger, first.collection, first.record)
      }
      guard let record else { throw Stop(.notFound, "page.stop-record", "\(first.record)") }
      let now = Self.standing(record, first.field)
      guard FormReading.isSame(sent["seen"] ?? "", now.dots) else {
        return try settled(visit, Message("page.take-back-moved"))
      }
      let write = FieldWrite(
        collection: first.collection, record: first.record, field: first.field,
        value: sibling.value)
      do {
        let done = try write.writeAgain(
          over: record, store, author: settings.author, today: today,
          reason: sent.text("reason"),
          seen: now.dots.split(separator: ",").compactMap { Dot(String($0)) })
        if let session = visit.session {
          let told = Remark(tone: .done, message: Message("page.taken-back"))
          sessions.leave(
            [told] + done.warnings.map { Remark(tone: .warning, message: $0.message) },
            for: session)
        }
        return .redirect("/r/\(first.record)/history")
      } catch let refused as DraftRefused {
        return try settled(visit, refused.refusals.first?.message ?? Message("page.refused"))
      } catch let fault as SettlingFault {
        return try settled(visit, message(of: fault))
      } catch let error as StoreError where error.code == .siblingsChanged {
        return try settled(visit, Message("page.take-back-moved"))
      }
    }
  }

  private func settlements(_ id: String) throws(StoreError) -> [Settlement] {
    try store.read { snapshot throws(StoreError) in
      try snapshot.settlements(withIDPrefix: id)
    }.filter { $0.conflict.text == id }
  }

  /// What stands on a field now, and by which dots.
  private static func standing(_ record: Record, _ field: FieldID) -> (value: Value, dots: String) {
    guard field == Existence.field else {
      return (record[field] ?? .empty, ValueWords.seen(record, field))
    }
    return (
      .boolean(record.isArchived),
      record.existence.siblings.map(\.dot.description).joined(separator: ",")
    )
  }
}
