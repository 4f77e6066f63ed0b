// Opening the form of a record, and taking it back: written whole as one change, or given back with
// the typing kept and, beside each field, what is wrong or what others wrote meanwhile.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// `/r/{id}/edit`, of one group of fields or one field with `?group=`.
  func edit(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let record = try find(visit)
      let collection = try collection(of: record)
      try requireAlive(record)
      let (group, fields) = Self.fields(of: collection, group: visit.query["group"])
      let place = Self.draftPlace(record: record.id, group: group)
      guard let draft = drafts.find(typist(visit), place) else {
        let form = RecordForm(collection: collection, fields: fields, record: record)
        return page(form, group: group, ledger: record.ledger, visit, isAnswer: false)
      }
      let form = try read(draft.fields, collection, fields, record, visit).form
      return page(
        form, group: group, ledger: record.ledger, visit, remarks: [Self.restored(draft)],
        isAnswer: false, isRestored: true)
    }
  }

  private static func draftPlace(record: RecordID, group: String) -> String {
    "record \(record) \(group)"
  }

  static func draftPlace(new collection: String, parent: String?) -> String {
    "new \(collection) \(parent ?? "")"
  }

  /// `POST /r/{id}`.
  func save(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      let collection = try collection(of: try find(visit))
      let (group, fields) = Self.fields(of: collection, group: sent["group"])
      // Another commit may come between reading the record and writing it: then once more.
      for _ in 0..<3 {
        let record = try find(visit)
        var reading = try read(sent, collection, fields, record, visit)
        if record.isArchived {
          return keptWhileArchived(
            reading.form, group, record, visit, remarks: keepRefused(sent, visit))
        }
        if reading.isClean {
          do {
            let done = try commit(reading, collection, record, ledger: record.ledger)
            settleDraft(
              sent, record: Self.draftPlace(record: record.id, group: group), visit)
            return tell(done, record.id, reading, visit)
          } catch let refused as DraftRefused {
            reading.add(refused.problems)
          } catch let error as StoreError where error.code == .beyondAccount {
            return page(
              reading.form, group: group, ledger: record.ledger, visit,
              remarks: keepRefused(sent, visit), refusal: error.pageMessage)
          } catch let error as StoreError where error.code == .siblingsChanged {
            continue
          }
        }
        return page(
          reading.form, group: group, ledger: record.ledger, visit,
          remarks: keepRefused(sent, visit))
      }
      throw StoreError(.busy, store.path, "0")
    }
  }

  // MARK: The parts

  func read(
    _ sent: Form, _ collection: CollectionDefinition, _ fields: [FieldDefinition],
    _ record: Record?, _ visit: Visit
  ) throws -> FormReading {
    try FormReading(
      sent, collection, fields, record: record, language: visit.language,
      resolve: { text in
        let found = try self.store.read { snapshot throws(StoreError) in
          try snapshot.resolve(prefix: text)
        }
        return found.count == 1 ? found[0].id : nil
      },
      origin: { dot in record.map { self.origin(of: dot, $0) } ?? "" })
  }

  func commit(
    _ reading: FormReading, _ collection: CollectionDefinition, _ record: Record?,
    id: RecordID? = nil, ledger: String
  ) throws -> Recorded? {
    guard let id = record?.id ?? id else { return nil }
    let draft = RecordDraft(collection, id, existing: record, reading.assignments)
    // A new record is judged even where nothing was typed: it lacks what it must have.
    guard !draft.isEmpty || record == nil else { return nil }
    return try Recording(store, ledger: ledger, author: settings.author, today: today)
      .commit(
        draft, reason: reading.reason,
        expecting: reading.expectations + (record.map { [Self.asItExists($0)] } ?? []))
  }

  /// That a record is still archived, or not, as a page showed it.
  static func asItExists(_ record: Record) -> Expectation {
    Expectation(
      collection: record.collection, record: record.id, field: Existence.field,
      dots: record.existence.siblings.map(\.dot))
  }

  /// Who archived a record or brought it back last, when and why; nil where nobody did.
  func existenceOrigin(_ record: Record) -> String? {
    let state = record.existence
    guard state.siblings.indices.contains(state.shown) else { return nil }
    return origin(of: state.siblings[state.shown].dot, record)
  }

  /// The form of a record that was archived while it stood open: all that was typed, and the way to
  /// bring the record back.
  private func keptWhileArchived(
    _ form: RecordForm, _ group: String, _ record: Record, _ visit: Visit, remarks: [Remark]
  ) -> Answer {
    let told = Remark(
      tone: .refusal, message: Message("page.archived-typed", [existenceOrigin(record) ?? ""]),
      link: Remark.Link(path: "/r/\(record.id)#archive", name: visit.text("page.restore")))
    var answer = page(
      form, group: group, ledger: record.ledger, visit, remarks: [told] + remarks)
    answer.status = .conflict
    return answer
  }

  func tell(
    _ done: Recorded?, _ id: RecordID, _ reading: FormReading, _ visit: Visit
  ) -> Answer {
    if let session = visit.session {
      let warnings = (done?.warnings ?? []).map { Remark(tone: .warning, message: $0.message) }
      let first = Remark(
        tone: .done, message: Message(done == nil ? "page.saved-nothing" : "page.saved"))
      sessions.leave([first] + warnings + alike(id, reading, visit), for: session)
    }
    return .redirect("/r/\(id)")
  }

  /// The form of a record.
  ///
  /// - Parameters:
  ///   - newID: what the record will be known by, where it is new.
  ///   - earlier: the record that this form made when it was sent before.
  ///   - isAnswer: whether it answers a form that was sent and could not be saved.
  ///   - isRestored: whether typing was taken up again.
  func page(
    _ form: RecordForm, group: String, ledger: String, newID: RecordID? = nil,
    earlier: Record? = nil, _ visit: Visit, remarks: [Remark] = [], refusal: Message? = nil,
    isAnswer: Bool = true, isRestored: Bool = false
  ) -> Answer {
    let isBad = !form.collisions.isEmpty || !form.problems.isEmpty || refusal != nil
    var remarks = remarks
    if let refusal { remarks.append(Remark(tone: .refusal, message: refusal)) }
    if !form.collisions.isEmpty {
      remarks.append(Self.collided(form.collisions.count, isAnswer: isAnswer))
    }
    if form.problems.values.joined().contains(where: \.isRefusal) {
      remarks.append(Self.refused(isAnswer: isAnswer))
    }
    for problem in form.problems[""] ?? [] {
      let tone: Remark.Tone = problem.isRefusal ? .refusal : .warning
      remarks.append(Remark(tone: tone, message: problem.message))
    }
    var model: Model = [
      "inputs": form.model(role, visit.language), "group": group, "ledger": ledger,
      "reason": form.reason, "collection": form.collection.label(visit.language),
    ]
    let title: String
    if let record = form.record {
      title = name(of: record, visit.language)
      model["action"] = "/r/\(record.id)"
      model["back"] = "/r/\(record.id)"
      model["record"] = record.id.description
      model["draftOf"] = Self.draftPlace(record: record.id, group: group)
    } else {
      title = visit.text("page.new-title", form.collection.label(visit.language))
      model["action"] = "/new/\(form.collection.code)"
      let parent = form.collection.parentField.flatMap { form.typed[$0.code]?.first }
      model["draftOf"] = Self.draftPlace(new: form.collection.code, parent: parent)
      model["back"] = parent.map { "/r/\(Form.encode($0))" } ?? "/projects"
      if let newID { model["newID"] = newID.description }
      // A parent that is not found says nothing of the ledger either.
      if (parent ?? "").isEmpty || ledger.isEmpty,
        let books = books(ledger, for: form.collection, visit)
      {
        model["books"] = books
      }
    }
    if let earlier {
      model["earlier"] =
        ["path": "/r/\(earlier.id)", "label": visit.text("page.see-saved")] as Model
    }
    model["name"] = title
    model["hasDraft"] = isRestored
    model["isAnswer"] = isAnswer
    return visit.page(
      "form", title: title, place: "projects", model, remarks: remarks,
      status: isBad && isAnswer ? .unprocessableContent : .ok)
  }

  /// The fields of a form: those of a group, one that is typed alone, or all.
  private static func fields(
    of collection: CollectionDefinition, group: String?
  ) -> (group: String, fields: [FieldDefinition]) {
    let groups = FieldGroup.of(collection)
    if let found = groups.first(where: { $0.code == group }) { return (found.code, found.fields) }
    if let alone = group.flatMap({ collection.field($0) }) { return (alone.code, [alone]) }
    return ("", groups.flatMap(\.fields))
  }

  private func requireAlive(_ record: Record) throws(Stop) {
    guard !record.isArchived else { throw Stop(.conflict, "page.stop-archived") }
  }

  /// Who wrote a value, where and when.
  func origin(of dot: Dot, _ record: Record) -> String {
    let line = try? store.read { snapshot throws(StoreError) in
      try snapshot.history(record.ledger, record.id).first { $0.dot == dot }
    }
    guard let line = line ?? nil else { return dot.description }
    return [line.author, line.office, LocalTime.minute(line.clock.milliseconds), line.reason ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " · ")
  }
}
