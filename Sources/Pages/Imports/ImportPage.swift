// Spreadsheets in: a file is sent, shown row by row against the ledger, and written only when a
// person says so: all of its rows, or none; an import can be taken back.
//
// Guarantees: nothing is written before `apply`; what is written is what the page showed, over what
// it showed to stand: anything that moved meanwhile is shown anew instead.

internal import Bulletins
internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Workbooks

extension Pages {
  private static let notesShown = 30

  /// `/imports`: the form for a file, what was imported, and what can be downloaded.
  func imports(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in try importsPage(visit) }
  }

  private func importsPage(
    _ visit: Visit, remarks: [Remark] = [], status: HTTPResponse.Status = .ok
  ) throws -> Answer {
    let importable = schema.collections.filter { mayCreate($0.code) }
    let ledgers = try store.ledgers()
    var model: Model = [
      "mayImport": !importable.isEmpty && !ledgers.isEmpty,
      "hint": visit.text("page.import-hint", "\(UploadShelf.fileBytesMax >> 20)"),
      "collections": importable.map {
        ["code": $0.code, "label": $0.label(visit.language)] as Model
      },
      "notes": try notes(visit), "month": visit.query.text("month") ?? monthBefore,
      "reports": MonthReport.allCases.map {
        ["path": "/exports/\($0.rawValue).xlsx", "label": visit.text("export.\($0.rawValue)")]
          as Model
      },
    ]
    if ledgers.count > 1 {
      model["ledgers"] = ["choices": ledgers.map { ledgerChoice($0, visit) }] as Model
    }
    let waiting = visit.session.map { shelf.waiting(for: $0) } ?? []
    if !waiting.isEmpty {
      let files = waiting.map { ["key": $0.key, "file": $0.held.file.name] as Model }
      model["waiting"] = ["files": files] as Model
    }
    if let county = visit.permit?.county {
      model["county"] = visit.text("page.import-county", Region.find(county)?.name ?? county)
    }
    return visit.page(
      "imports", title: visit.text("page.imports"), place: "projects", model, remarks: remarks,
      status: status)
  }

  /// A ledger to choose, by its number and its county's name.
  func ledgerChoice(_ ledger: String, _ visit: Visit) -> Model {
    let name = Region.find(ledger)?.name
    // Another county's name is not for an account of a county; the book's number stands on its own.
    let isOwn = visit.permit.map { $0.covers(ledger) } ?? true
    return [
      "code": ledger, "label": isOwn ? name.map { "\(ledger) \($0)" } ?? ledger : ledger,
      "isChosen": visit.permit?.county != nil && isOwn,
    ]
  }

  /// The newest imports that the person at hand may know of.
  private func notes(_ visit: Visit) throws -> [Model] {
    var lines: [Model] = []
    for note in try ImportNotes.all(in: store) {
      guard lines.count < Self.notesShown else { break }
      let author = try note.author(in: store)
      if let permit = visit.permit, permit.county != nil, author != permit.author { continue }
      var line: Model = [
        "id": note.id, "file": note.fileName, "who": author ?? "", "ledger": note.ledger,
        "at": LocalTime.minute(note.writtenMilliseconds),
        "counts": visit.text("page.import-counts", "\(note.new)", "\(note.changed)"),
        "mayUndo": note.undoneMilliseconds == nil && role.map { $0 != .observer } ?? false,
      ]
      if let undone = note.undoneMilliseconds {
        line["undone"] = visit.text("page.import-undone", LocalTime.minute(undone))
      }
      lines.append(line)
    }
    return lines
  }

  /// `POST /imports`: keeps a file, and shows its preview.
  func sendImport(_ visit: Visit, _ upload: Upload) async throws -> Answer {
    guard let session = visit.session else { throw Stop(.forbidden, "page.stop-session") }
    return try await onThread { [self] in
      let ledgers = try store.ledgers()
      let asked = upload.form["ledger"]
      guard let ledger = asked.flatMap({ ledgers.contains($0) ? $0 : nil }) ?? ledgers.first else {
        throw Stop(.notFound, "page.stop-ledger")
      }
      let code = upload.form["collection"] ?? "project"
      guard let collection = schema.collection(code), mayCreate(collection.code) else {
        throw Stop(.forbidden, "page.stop-not-yours")
      }
      guard let bytes = PassingFile.read(upload.file.path) else {
        throw Stop(.serviceUnavailable, "page.stop-upload-disk", upload.file.name)
      }
      let book: SheetBook
      do throws(BookFault) {
        book = try BookReader.read(bytes)
      } catch {
        return try importsPage(visit, remarks: Self.remarks(error), status: .unprocessableContent)
      }
      let held = HeldImport(
        session: session.id, owner: session.owner, file: upload.file, ledger: ledger,
        collection: collection.code)
      return .redirect("/imports/\(shelf.keep(held, book))")
    }
  }

  /// What is wrong with a file, and the next step.
  private static func remarks(_ fault: BookFault) -> [Remark] {
    [Remark(tone: .refusal, message: fault.message), Remark(tone: .warning, message: fault.hint)]
  }

  /// A kept file of the session at hand.
  private func held(_ visit: Visit) throws(Stop) -> (key: String, held: HeldImport) {
    guard let session = visit.session, let key = visit.parameters["id"],
      let held = shelf.find(key, session)
    else { throw Stop(.notFound, "page.stop-upload") }
    return (key, held)
  }

  /// What is answered for a file that is in the ledger already: that nothing is written again, and
  /// the way to the import; nil for any other.
  private func appliedBefore(_ visit: Visit) throws -> Answer? {
    guard let session = visit.session, let key = visit.parameters["id"],
      let id = shelf.note(of: key, session)
    else { return nil }
    var told = Remark(tone: .warning, message: Message("page.import-applied-before"))
    if let note = try ImportNotes.find(id, in: store), note.undoneMilliseconds == nil {
      told.link = Remark.Link(
        path: "/imports/\(id)/undo", name: visit.text("page.import-undo-title"))
    }
    sessions.leave([told], for: session)
    return .redirect("/imports")
  }

  /// What a kept file would do now.
  private func preview(
    _ key: String, _ held: HeldImport, proven: Bool = false
  ) throws -> (preview: ImportPreview, book: SheetBook) {
    guard let collection = schema.collection(held.collection) else {
      throw Stop(.notFound, "page.stop-missing", held.collection)
    }
    let book = try shelf.book(key, held, proven: proven)
    let preview = try ImportPreview(
      book, fileName: held.file.name, of: collection, choices: held.choices, store: store,
      ledger: held.ledger, author: settings.author, today: today)
    return (preview, book)
  }

  /// `/imports/{id}`: the preview of a kept file.
  func importPreview(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      if let answer = try appliedBefore(visit) { return answer }
      let (key, held) = try held(visit)
      do {
        let (found, book) = try preview(key, held)
        return PreviewPage(found, held, key, book, visit).answer()
      } catch let fault as BookFault {
        let isHidden = fault.code == .onlyHidden
        if isHidden || fault.code == .noHeader || fault.code == .onlySums,
          let collection = schema.collection(held.collection)
        {
          // Nothing names the records: the person may know which sheet, row and column do.
          let book = try shelf.book(key, held)
          if let sheet = HeaderPage.sheet(of: book, held, hidden: isHidden) {
            return HeaderPage(sheet, book, held, key, collection, visit).answer()
          }
        }
        if held.sheet != nil, let session = visit.session {
          // The sheet that was chosen is none: the file and its other sheets stay.
          var back = held
          back.read(sheet: nil, row: nil)
          shelf.change(key, to: back)
          sessions.leave(Self.remarks(fault), for: session)
          return .redirect("/imports/\(key)")
        }
        shelf.drop(key)
        return try importsPage(visit, remarks: Self.remarks(fault), status: .unprocessableContent)
      }
    }
  }

  /// `POST /imports/{id}`: takes choices, and with `act=apply` writes what was shown.
  func decideImport(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      if let answer = try appliedBefore(visit) { return answer }
      let (key, before) = try held(visit)
      guard sent["act"] != "drop" else {
        shelf.drop(key)
        leave(.done, "page.import-dropped", for: visit)
        return .redirect("/imports")
      }
      var held = before
      held.take(sent)
      shelf.change(key, to: held)
      let back = "/imports/\(key)?page=\(sent.text("page").flatMap { Int($0) } ?? 1)"
      if let doubled = HeldImport.doubledField(sent) {
        let field = schema.collection(held.collection)?.field(doubled.code)
        leave(
          .refusal, "page.import-map-twice",
          doubled.columns.map { ColumnName.letters($0) }.joined(separator: " "),
          field?.label(visit.language) ?? doubled.code, for: visit)
        return .redirect(back)
      }
      guard sent["act"] == "apply" else { return .redirect(back) }
      let chosen = held
      do {
        let changed = before.choices != chosen.choices
        return try ImportLock.held(store) { () throws -> Answer in
          try apply(key, chosen, sent, changed: changed, visit) ?? .redirect(back)
        }
      } catch is BookFault {
        // The sheet or header that was just chosen is none: the preview says so.
        return .redirect(back)
      }
    }
  }

  /// Writes an import; nil, with a word left for the page, where it is to be looked at again.
  private func apply(
    _ key: String, _ held: HeldImport, _ sent: Form, changed: Bool, _ visit: Visit
  ) throws -> Answer? {
    // Another window may have imported it while this one waited.
    if let answer = try appliedBefore(visit) { return answer }
    _ = try self.held(visit)
    let found = try preview(key, held, proven: true).preview
    guard let seen = sent["seen"].flatMap({ Int($0) }), seen == found.mark else {
      leave(.warning, changed ? "page.import-chosen" : "page.import-moved", for: visit)
      return nil
    }
    let undecided = found.rows.count { held.isUndecided($0) }
    guard undecided == 0 else {
      leave(.refusal, "page.import-decide-first", "\(undecided)", for: visit)
      return nil
    }
    let rejected = found.count(.rejected)
    guard rejected == 0 || held.skipsRejected else {
      leave(.refusal, "page.import-rejected", "\(rejected)", for: visit)
      return nil
    }
    let note: ImportNote?
    do throws(StoreError) {
      note = try found.apply(
        to: store, ledger: held.ledger, author: settings.author, reason: held.reason,
        fileName: held.file.name, at: settings.wallMilliseconds())
    } catch {
      guard error.code == .siblingsChanged else { throw error }
      leave(.warning, "page.import-moved", for: visit)
      return nil
    }
    guard let note else {
      leave(.warning, "page.import-no-rows", for: visit)
      return nil
    }
    let link = keepRest(key, held, found, visit)
    shelf.remember(key, note: note.id, of: held.session)
    if let session = visit.session {
      let done = Message("page.import-done", ["\(note.new)", "\(note.changed)"])
      var told = [Remark(tone: .done, message: done, link: found.leftOut.isEmpty ? link : nil)]
      told += found.leftOut.map { Remark(tone: .warning, message: $0.pageMessage, link: link) }
      sessions.leave(told, for: session)
    }
    return .redirect("/imports")
  }

  /// Keeps the file of an import while there is more in it, and says where; takes it away
  /// otherwise.
  private func keepRest(
    _ key: String, _ held: HeldImport, _ found: ImportPreview, _ visit: Visit
  ) -> Remark.Link? {
    guard held.hasMore || !found.leftOut.isEmpty else {
      shelf.drop(key)
      return nil
    }
    var rest = held
    rest.hasMore = true
    rest.read(sheet: nil, row: nil)
    let path = "/imports/\(shelf.renew(key, to: rest))"
    return Remark.Link(path: path, name: visit.text("page.import-go-on"))
  }

  /// Leaves a word for the session's next page.
  private func leave(
    _ tone: Remark.Tone, _ key: String, _ arguments: String..., for visit: Visit
  ) {
    guard let session = visit.session else { return }
    sessions.leave([Remark(tone: tone, message: Message(key, arguments))], for: session)
  }
}
