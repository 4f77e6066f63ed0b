// Archiving a record and bringing it back. A record is archived as its page showed it: what another
// changed since is shown first, and archiving it all the same takes a second press. Who comes too
// late is told who was first, and the reason that was typed is never dropped without a word.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  private static let changesTold = 8

  /// `POST /r/{id}/archive`, with the dots that the page showed in `seen`.
  func archive(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      guard let reason = sent.text("reason") else {
        return try page(
          of: try find(visit), visit,
          refusal: RecordRefusal(
            status: .badRequest,
            remarks: [Remark(tone: .refusal, message: Message("page.stop-reason"))], reason: ""))
      }
      return try setArchived(true, reason, visit) { record, collection in
        let seen = Self.dots(sent["seen"] ?? "")
        let fields = Self.registers(of: collection)
        let moved = fields.filter {
          !FormReading.isSame(seen[$0] ?? "", ValueWords.seen(record, $0))
        }
        guard moved.isEmpty else {
          throw RecordMoved(changes: moved.map { change(record, collection, $0, seen[$0], visit) })
        }
        return fields.map { field in
          Expectation(
            collection: record.collection, record: record.id, field: field,
            dots: record.state(field)?.siblings.map(\.dot) ?? [])
        }
      }
    }
  }

  /// `POST /r/{id}/restore`.
  func restore(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      try setArchived(false, sent.text("reason"), visit) { record, _ in [Self.asItExists(record)] }
    }
  }

  /// - Parameter expecting: what must still stand when it is written.
  private func setArchived(
    _ isArchived: Bool, _ reason: String?, _ visit: Visit,
    expecting: (Record, CollectionDefinition) throws -> [Expectation]
  ) throws -> Answer {
    // Another commit may come between reading the record and writing it: then once more.
    for _ in 0..<3 {
      let record = try find(visit)
      guard record.isArchived != isArchived || record.existence.isConflict else {
        return try page(of: record, visit, refusal: tooLate(record, isArchived, reason, visit))
      }
      do {
        let expected = try expecting(record, try collection(of: record))
        _ = try Recording(store, ledger: record.ledger, author: settings.author, today: today)
          .setArchived(isArchived, record, reason: reason, expecting: expected)
      } catch let error as StoreError where error.code == .siblingsChanged {
        continue
      } catch let moved as RecordMoved {
        return try page(
          of: record, visit,
          refusal: RecordRefusal(
            status: .conflict, remarks: told(moved, visit), reason: reason ?? ""))
      } catch let refused as DraftRefused {
        return try page(
          of: record, visit,
          refusal: RecordRefusal(
            status: visit.told(of: refused).status, remarks: visit.remarks(about: refused),
            reason: reason ?? ""))
      }
      if let session = visit.session {
        let key = isArchived ? "page.archived" : "page.restored"
        sessions.leave([Remark(tone: .done, message: Message(key))], for: session)
      }
      return .redirect("/r/\(record.id)")
    }
    throw StoreError(.busy, store.path, "0")
  }

  /// What is said to who archives what is archived, or brings back what is there.
  private func tooLate(
    _ record: Record, _ isArchived: Bool, _ reason: String?, _ visit: Visit
  ) -> RecordRefusal {
    let key = isArchived ? "page.archived-before" : "page.restored-before"
    var remarks = [
      Remark(tone: .refusal, message: Message(key, [existenceOrigin(record) ?? "—"]))
    ]
    if let reason {
      remarks.append(
        Remark(tone: .warning, message: Message("page.reason-unwritten", [reason])))
    }
    return RecordRefusal(status: .conflict, remarks: remarks)
  }

  private func told(_ moved: RecordMoved, _ visit: Visit) -> [Remark] {
    let more = moved.changes.count > Self.changesTold ? " …" : ""
    let changes = moved.changes.prefix(Self.changesTold)
      .joined(separator: visit.language == .zh ? "；" : "; ")
    return [Remark(tone: .refusal, message: Message("page.archive-moved", [changes + more]))]
  }

  // MARK: What a page showed

  /// The dots of all registers of a record, as its page carries them: `FIELD=DOT,DOT;FIELD=DOT`.
  static func seen(_ record: Record, _ collection: CollectionDefinition) -> String {
    registers(of: collection).compactMap { field in
      let dots = ValueWords.seen(record, field)
      return dots.isEmpty ? nil : "\(field.rawValue)=\(dots)"
    }.joined(separator: ";")
  }

  private static func registers(of collection: CollectionDefinition) -> [FieldID] {
    [Existence.field] + collection.fields.map(\.id)
  }

  private static func dots(_ seen: String) -> [FieldID: String] {
    var dots: [FieldID: String] = [:]
    for part in seen.split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2, let number = UInt16(pair[0]) else { continue }
      dots[FieldID(rawValue: number)] = String(pair[1])
    }
    return dots
  }

  /// What stands on a field that another wrote since, and who wrote it.
  private func change(
    _ record: Record, _ collection: CollectionDefinition, _ id: FieldID, _ seen: String?,
    _ visit: Visit
  ) -> String {
    let field = collection.field(id)
    let known = Set((seen ?? "").split(separator: ",").map(String.init))
    let new = record.state(id)?.siblings.last { !known.contains($0.dot.description) }
    var now = field.map { ValueWords.shown(record, $0, visit.language) } ?? ""
    if id == Existence.field {
      now = visit.text(record.isArchived ? "conflict.archived" : "conflict.alive")
    }
    return visit.text(
      "page.archive-change", field?.label(visit.language) ?? visit.text("conflict.existence"),
      now.isEmpty ? visit.text("conflict.empty") : now,
      new.map { origin(of: $0.dot, record) } ?? "")
  }
}

/// Others changed a record since its page was made.
private struct RecordMoved: Error {
  /// Each change in words.
  let changes: [String]
}
