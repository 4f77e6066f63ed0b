// One conflict: every value side by side with who, when, which office, why and what each had seen;
// taking one, or typing another. What arrived since the page was made is never settled unseen, and
// whose choice came too late is told so.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// `/conflicts/{id}`.
  func conflict(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      guard let conflict = try open(visit) else { return try settled(visit) }
      return page(conflict, visit)
    }
  }

  /// `POST /conflicts/{id}`: `take` a way by its number, or a `value` typed.
  func settle(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      guard let conflict = try open(visit) else { return try settled(visit, sent: sent) }
      let reason = sent.text("reason")
      // Dots that the page did not show make the settlement refused, not blind.
      let seen = (sent["seen"] ?? "").split(separator: ",").map(String.init)
      guard Set(seen) == Set(conflict.siblings.map(\.dot.description)) else {
        return page(conflict, visit, remark: Message("page.conflict-moved"), sent)
      }
      do {
        let decision = try decision(conflict, sent, reason: reason)
        let settling = try Settling(store, author: settings.author, today: today)
        let done = try settling.commit([decision], reason: reason)
        if let session = visit.session {
          let warnings = done.warnings.map { Remark(tone: .warning, message: $0.message) }
          sessions.leave(
            [Remark(tone: .done, message: Message("page.conflict-settled"))] + warnings,
            for: session)
        }
        return .redirect(sent["next"] == "1" ? try next(after: conflict) : "/r/\(conflict.record)")
      } catch let fault as SettlingFault {
        return page(conflict, visit, remark: message(of: fault), sent)
      } catch let refused as DraftRefused {
        let first = refused.refusals.first?.message ?? Message("page.refused")
        return page(conflict, visit, remark: first, sent)
      } catch let problem as ValidationProblem {
        return page(conflict, visit, remark: problem.message, sent)
      } catch let error as StoreError where error.code == .siblingsChanged {
        guard let conflict = try open(visit) else { return try settled(visit, sent: sent) }
        return page(conflict, visit, remark: Message("page.conflict-moved"), sent)
      }
    }
  }

  private func open(_ visit: Visit) throws -> Conflict? {
    let id = visit.parameters["id"] ?? ""
    return try store.read { snapshot throws(StoreError) in
      try snapshot.conflicts(withIDPrefix: id)
    }.first { $0.id.text == id }
  }

  private func decision(
    _ conflict: Conflict, _ sent: Form, reason: String?
  ) throws -> Decision {
    if let take = sent["take"], let number = Int(take) {
      let choices = conflict.choices
      guard choices.indices.contains(number - 1) else { throw Stop(.badRequest, "page.choose") }
      return try Decision(conflict, choices[number - 1], reason: reason)
    }
    if sent["take"] == "merged", let merged = conflict.mergedText {
      return Decision(conflict, .text(merged))
    }
    guard sent["take"] == "value", !conflict.isAboutArchive,
      let field = schema.collection(conflict.collection)?.field(conflict.field)
    else { throw Stop(.badRequest, "page.choose") }
    return Decision(conflict, try field.parse(sent["value"] ?? ""))
  }

  func message(of fault: SettlingFault) -> Message {
    switch fault {
    case .reasonNeeded: Message("failure.reason-needed")
    case .mayNotSettle(let collection, let field):
      Message(
        "failure.may-not-settle",
        [
          ConflictWords(settings.language).label(collection, field),
          Catalogue.text(Message("role.\(store.identity.role.rawValue)"), in: settings.language),
        ])
    }
  }

  /// The next open conflict, for those who go through them.
  private func next(after conflict: Conflict) throws -> String {
    var found: ConflictID?
    try eachConflict { other in
      found = other.id
      return other.id == conflict.id
    }
    return found.map { "/conflicts/\($0.text)" } ?? "/conflicts"
  }

  private func page(
    _ conflict: Conflict, _ visit: Visit, remark: Message? = nil, _ sent: Form? = nil
  ) -> Answer {
    let words = ConflictWords(visit.language)
    let field = words.definition(conflict.collection, conflict.field)
    let name = words.name(conflict.recordName, conflict.record)
    let taken = sent?["take"]
    var model: Model = [
      "id": conflict.id.text, "record": conflict.record.description, "name": name,
      "label": words.label(conflict.collection, conflict.field),
      "kind": words.text("conflict.kind.\(conflict.kind.rawValue)"), "rule": words.rule(conflict),
      "seen": ConflictWords.dots(conflict), "reason": sent?["reason"] ?? "",
      "isViolation": conflict.violation != nil,
      "siblings": conflict.siblings.enumerated().map { place, sibling -> Model in
        [
          "text": words.value(sibling.value, conflict.collection, conflict.field),
          "author": sibling.author, "reason": sibling.reason ?? "",
          "office": sibling.office.isEmpty ? "\(sibling.dot.replica)" : sibling.office,
          "when": LocalTime.minute(sibling.clock.milliseconds),
          "seen": words.seen(sibling, in: conflict), "isShown": place == conflict.shown,
          "isLate": conflict.late?.siblings.contains(sibling.dot) ?? false,
        ]
      },
      "choices": conflict.choices.enumerated().map { place, choice -> Model in
        [
          "number": "\(place + 1)", "text": words.words(choice),
          "wantsReason": choice.wantsReason, "isChosen": taken == "\(place + 1)",
        ]
      },
    ]
    if let base = conflict.base {
      model["base"] = words.value(base, conflict.collection, conflict.field)
    }
    if let violation = conflict.violation {
      model["parts"] = violation.parts.map { part -> Model in
        [
          "path": "/r/\(part.record)", "name": words.name(part.recordName, part.record),
          "label": words.label(part.collection, part.field),
          "text": words.value(part.value, part.collection, part.field),
        ]
      }
    }
    if let field, !conflict.isAboutArchive, !field.isSet {
      let shown = conflict.shownSibling?.value ?? .empty
      var own: Model = [
        "value": sent?["value"] ?? ValueWords.plain(shown, field), "isChosen": taken == "value",
      ]
      own["unit"] = ValueWords.unit(field, visit.language)
      own["isSelect"] = field.enumeration != nil
      if let enumeration = field.enumeration {
        own["options"] = enumeration.cases.map { choice -> Model in
          [
            "value": choice.code, "label": visit.language == .zh ? choice.zh : choice.en,
            "isChosen": .code(choice.number) == shown,
          ]
        }
      }
      model["own"] = own
    }
    if let merged = conflict.mergedText, merged.utf8.contains(0x0A) { model["merged"] = merged }
    return visit.page(
      "conflict", title: "\(name) · \(words.label(conflict.collection, conflict.field))",
      place: "conflicts", model,
      remarks: remark.map { [Remark(tone: .refusal, message: $0)] } ?? [],
      status: remark == nil ? .ok : .conflict)
  }
}
