// Photos and files of a record: shown, given out, and added from the page. What is to be a photo is
// one by its own bytes or is refused, whatever its name says; so is a picture or a PDF without its
// end.
//
// Guarantees: a file is given out through the record that names it, to those who may see that
// record; what is no photo is saved by the browser, never opened by it. A file that is refused
// leaves nothing behind: the record is judged before the file joins the store; what was typed
// beside it comes back.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import Logging
internal import ProjectLedger
internal import Projects

extension Pages {
  private static let photoKinds: Set = ["site_photo", "ceremony_photo"]
  private static let photoEndings = [".jpg", ".jpeg", ".png"]

  // MARK: Shown

  /// The photos and files of a record, and whether more can be added; nil where neither.
  func files(of view: RecordView, _ visit: Visit) throws -> Model? {
    guard AttachmentPlan.takesFiles(view.collection.code) else { return nil }
    let items = try photos(try evidence(of: view), visit)
    return items.isEmpty ? nil : ["items": items]
  }

  /// The form that adds a file; nil where the record takes none from the person at hand.
  ///
  /// - Parameter typed: beside a file that was refused: shown again, whatever became of the record.
  func fileForm(of view: RecordView, _ visit: Visit, typed: Form? = nil) -> Model? {
    guard AttachmentPlan.takesFiles(view.collection.code),
      !view.record.isArchived || typed != nil, mayCreate("evidence"),
      let evidence = schema.collection("evidence"), let kinds = evidence.field("kind")?.enumeration
    else { return nil }
    let kind = typed?["kind"] ?? "site_photo"
    return [
      "record": view.record.id.description, "isAnswer": typed != nil,
      "name": typed?["name"] ?? "", "date": typed?["date"] ?? "", "place": typed?["place"] ?? "",
      "hint": visit.text(
        "page.attach-hint", "\(AttachedPhotos.photoBytesMax >> 20)",
        "\(UploadShelf.fileBytesMax >> 20)"),
      "kinds": kinds.cases.map { other -> Model in
        [
          "code": other.code, "label": visit.language == .zh ? other.zh : other.en,
          "isChosen": other.code == kind,
        ]
      },
    ]
  }

  /// The evidence below a project, or that refers to a record of another kind.
  private func evidence(of view: RecordView) throws -> [Record] {
    guard let evidence = schema.collection("evidence") else { return [] }
    if view.collection.code == "project" {
      return view.children.filter { $0.collection == evidence.id }
    }
    let links = evidence.fields.filter { field in
      if case .reference(view.collection.code) = field.type { return true }
      return false
    }
    return try store.read { snapshot throws(StoreError) in
      var found: [Record] = []
      for link in links {
        let query = Query(
          ledger: view.record.ledger, collection: evidence.id,
          filters: [Filter(field: link.id, op: .equal, value: .reference(view.record.id))])
        try snapshot.query(query) { record in
          found.append(record)
          return true
        }
      }
      return found
    }
  }

  private func photos(_ evidence: [Record], _ visit: Visit) throws -> [Model] {
    try AttachedPhotos(store).find(evidence).map { file in
      let fields = ShownFields(file.record, schema, asOf: .latest)
      let kind = schema.collection(file.record.collection)?.field("kind")
      var model: Model = [
        "record": file.record.id.description, "name": file.name,
        "kind": kind.map { ValueWords.shown(file.record, $0, visit.language) } ?? "",
        "date": fields.date("date")?.description ?? "", "place": fields.text("place"),
        "isMissing": file.state == .missing, "digest": String(file.sha256.prefix(12)),
      ]
      let path = "/files/\(file.record.id)/\(file.sha256)"
      if file.state == .photo { model["source"] = path }
      if file.state == .notAPhoto { model["other"] = ["path": path + "?save=1"] as Model }
      return model
    }
  }

  // MARK: Given out

  /// `/files/{id}/{sha256}`: a photo that the record `id` names; any file with `?save=1`.
  func file(_ visit: Visit, _ form: Form) async throws -> Answer {
    let sha256 = visit.parameters["sha256"] ?? ""
    return try await onThread { [self] in
      switch try AttachedPhotos(store).read(sha256, of: try find(visit)) {
      case .photo(let bytes, let mediaType):
        return Answer(
          mediaType: mediaType, body: bytes, cacheControl: "private, max-age=31536000, immutable")
      case .other(let bytes, let name):
        guard visit.query["save"] == "1" else {
          throw Stop(.unsupportedMediaType, "page.stop-not-a-photo")
        }
        var answer = Answer(mediaType: "application/octet-stream", body: bytes)
        answer.fileName = name
        return answer
      case .missing: throw Stop(.notFound, "page.stop-file-missing", String(sha256.prefix(12)))
      case .unknown: throw Stop(.notFound, "page.stop-missing", visit.path)
      }
    }
  }

  // MARK: Added

  /// `POST /r/{id}/files`: a file joins a record by a record of evidence.
  func addFile(_ visit: Visit, _ upload: Upload) async throws -> Answer {
    try await onThread { [self] in
      let target = try find(visit)
      do {
        return try add(upload, to: target, visit)
      } catch {
        return try answer(target, error, upload.form, visit)
      }
    }
  }

  /// Answers a file that was refused on its way in.
  func refusedFile(_ visit: Visit, _ refused: RefusedUpload) async throws -> Answer {
    try await onThread { [self] in
      try answer(try find(visit), refused.reason, refused.form, visit)
    }
  }

  /// The record's page, with what was typed beside a file that was refused.
  ///
  /// - Throws: `error`, where the page has no form for a file.
  private func answer(
    _ target: Record, _ error: any Error, _ sent: Form, _ visit: Visit
  ) throws -> Answer {
    guard mayCreate("evidence"), let collection = schema.collection(target.collection),
      AttachmentPlan.takesFiles(collection.code)
    else { throw error }
    let status = visit.told(of: error).status
    if status.code >= 500 { logger.error("\(visit.path): \(error)") }
    let again = Remark(tone: .warning, message: Message("page.attach-again"))
    return try page(
      of: target, visit,
      refusal: RecordRefusal(
        status: status, remarks: visit.remarks(about: error) + [again], file: sent))
  }

  private func add(_ upload: Upload, to target: Record, _ visit: Visit) throws -> Answer {
    guard !target.isArchived else { throw Stop(.conflict, "page.stop-archived") }
    guard mayCreate("evidence") else { throw Stop(.forbidden, "page.stop-not-yours") }
    guard schema.collection(target.collection).map({ AttachmentPlan.takesFiles($0.code) }) == true
    else { throw Stop(.unprocessableContent, "page.stop-takes-no-file") }
    let plan: AttachmentPlan
    do throws(AttachmentPlan.Fault) {
      plan = try AttachmentPlan(target, in: store)
    } catch {
      throw Stop(.unprocessableContent, "page.stop-takes-no-file")
    }
    try requireSound(upload.file, kind: upload.form.text("kind") ?? "")
    guard let ref = BlobRef(sha256: upload.file.sha256, bytes: upload.file.bytes) else {
      throw Stop(.badRequest, "page.stop-cut-short")
    }
    let facts = AttachedFacts(
      fileName: upload.file.name, name: upload.form.text("name"), ref: ref)
    var assignments =
      plan.links + facts.assignments(plan.collection, isNew: plan.existing == nil)
    for code in ["kind", "date", "place"] {
      guard let text = upload.form.text(code), let field = plan.collection.field(code) else {
        continue
      }
      assignments.append(Assignment(field, .write(try field.parse(text))))
    }
    let draft = plan.draft(assignments)
    let recording = Recording(
      store, ledger: target.ledger, author: settings.author, today: today)
    if let refusal = try recording.problems(draft, reason: nil).first(where: \.isRefusal) {
      throw refusal
    }
    guard try store.blobs.add(upload.file.path) == ref else {
      throw Stop(.conflict, "page.stop-upload-changed")
    }
    let done: Recorded
    do {
      done = try recording.commit(draft, reason: nil)
    } catch let refused as DraftRefused {
      throw refused.refusals.first ?? Stop(.conflict, "page.refused")
    }
    if let session = visit.session {
      let told = Remark(tone: .done, message: Message("page.attach-done", [upload.file.name]))
      sessions.leave(
        [told] + done.warnings.map { Remark(tone: .warning, message: $0.message) }, for: session)
    }
    return .redirect("/r/\(target.id)#photos")
  }

  /// Refuses an empty file, a photo that is none by its own bytes, and what breaks off before its
  /// end.
  private func requireSound(_ file: ShelvedFile, kind: String) throws(Stop) {
    guard file.bytes > 0 else { throw Stop(.unprocessableContent, "page.attach-empty", file.name) }
    let name = file.name.lowercased()
    if Self.photoKinds.contains(kind) || Self.photoEndings.contains(where: name.hasSuffix) {
      try requirePhoto(file)
    }
    guard !FileEnding.isMissing(of: file.path) else {
      throw Stop(.unprocessableContent, "attach.cut", file.name)
    }
  }

  private func requirePhoto(_ file: ShelvedFile) throws(Stop) {
    let head = PassingFile.head(file.path, AttachedPhotos.headBytes)
    guard AttachedPhotos.isPhoto(beginning: head) else {
      throw Stop(.unprocessableContent, "page.attach-not-a-photo", file.name)
    }
    guard file.bytes <= AttachedPhotos.photoBytesMax else {
      throw Stop(
        .unprocessableContent, "page.attach-big-photo", file.name,
        "\(AttachedPhotos.photoBytesMax >> 20)")
    }
  }
}
