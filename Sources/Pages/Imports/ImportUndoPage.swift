// Taking an import back: what would come back, be archived or stay is shown first; it is written as
// one transaction or not at all. What was edited since the import stays, and is named.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  private static let undoLinesShown = 200

  /// `/imports/{id}/undo`.
  func importUndo(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let (note, undo) = try undo(visit, reason: nil)
      var lines: [Model] = undo.kept.map { kept in
        line(
          visit, "keep", kept.name, kept.record,
          visit.text(
            "import.kept.\(kept.reason.rawValue)", kept.name,
            kept.field?.label(visit.language) ?? ""))
      }
      lines += undo.restored.map { draft in
        let fields = draft.collection.fields.filter {
          draft.proposed[$0.id] != nil || draft.sets[$0.id] != nil
        }
        return line(
          visit, "restore", draft.existing.map { name(of: $0, visit.language) } ?? "", draft.id,
          visit.language.listed(fields.map { $0.label(visit.language) }))
      }
      lines += undo.archived.map {
        line(visit, "archive", name(of: $0, visit.language), $0.id, "")
      }
      var model: Model = [
        "id": note.id, "file": note.fileName, "at": LocalTime.minute(note.writtenMilliseconds),
        "summary": visit.text(
          "page.import-undo-words", "\(undo.restored.count)", "\(undo.archived.count)",
          "\(undo.kept.count)"),
        "mayUndo": !undo.isEmpty && role.map { $0 != .observer } ?? false,
        "lines": Array(lines.prefix(Self.undoLinesShown)),
      ]
      if lines.count > Self.undoLinesShown {
        model["more"] = visit.text("import.more", "\(lines.count - Self.undoLinesShown)")
      }
      return visit.page(
        "undo", title: visit.text("page.import-undo-title"), place: "projects", model)
    }
  }

  /// `POST /imports/{id}/undo`.
  func undoImport(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      try ImportLock.held(store) { () throws -> Answer in try takeBack(visit, sent) }
    }
  }

  private func takeBack(_ visit: Visit, _ sent: Form) throws -> Answer {
    let id = visit.parameters["id"] ?? ""
    let reason = sent.text("reason") ?? visit.text("import.undo-reason", id)
    let undo = try undo(visit, reason: reason).undo
    func leave(_ tone: Remark.Tone, _ message: Message) {
      guard let session = visit.session else { return }
      sessions.leave([Remark(tone: tone, message: message)], for: session)
    }
    guard !undo.isEmpty else {
      leave(.refusal, Message("failure.nothing-to-undo", [id]))
      return .redirect("/imports/\(id)/undo")
    }
    do throws(StoreError) {
      _ = try undo.apply(
        to: store, author: settings.author, reason: reason, at: settings.wallMilliseconds())
    } catch {
      guard error.code == .siblingsChanged, visit.session != nil else { throw error }
      leave(.warning, Message("page.import-moved"))
      return .redirect("/imports/\(id)/undo")
    }
    let counts = [undo.restored.count, undo.archived.count, undo.kept.count]
    leave(.done, Message("import.undone", counts.map { "\($0)" }))
    return .redirect("/imports")
  }

  /// An import that stands and that the person at hand may know of, and its way back.
  private func undo(
    _ visit: Visit, reason: String?
  ) throws -> (note: ImportNote, undo: ImportUndo) {
    guard let id = visit.parameters["id"], let note = try ImportNotes.find(id, in: store),
      note.undoneMilliseconds == nil
    else { throw Stop(.notFound, "page.stop-import") }
    if let permit = visit.permit, permit.county != nil {
      guard try note.author(in: store) == permit.author else {
        throw Stop(.notFound, "page.stop-import")
      }
    }
    let undo = try ImportUndo(
      note, in: store,
      judge: Judge(
        store, ledger: note.ledger, author: settings.author, today: today, isBulk: true),
      reason: reason ?? visit.text("import.undo-reason", id))
    return (note, undo)
  }

  private func line(
    _ visit: Visit, _ act: String, _ name: String, _ id: RecordID, _ text: String
  ) -> Model {
    [
      "act": act, "word": visit.text("page.import-\(act)"), "path": "/r/\(id)",
      "name": name.isEmpty ? String(id.description.prefix(10)) : name, "text": text,
    ]
  }
}
