// Typing in the list of projects: one cell as a small form of its own, with the dots it was drawn
// from. What is wrong with what was typed, or what another wrote meanwhile, is said in the cell.
// Without scripts the list is read, and a project's own form is where one types.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// `/cell`, of `?id=` and `?code=`: the form of one cell, a fragment without the frame.
  func cell(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let (record, collection, field) = try cellPlace(visit.query)
      return fragment(
        RecordForm(collection: collection, fields: [field], record: record), visit)
    }
  }

  /// `POST /cell`: the shown text where it was saved; the form again with what is in the way where
  /// it was not.
  func saveCell(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      for _ in 0..<3 {
        let (record, collection, field) = try cellPlace(sent)
        var reading = try FormReading(
          sent, collection, [field], record: record, language: visit.language,
          resolve: { _ in nil }, origin: { self.origin(of: $0, record) })
        if reading.isClean {
          let draft = RecordDraft(collection, record.id, existing: record, reading.assignments)
          do {
            if !draft.isEmpty {
              _ = try Recording(
                store, ledger: record.ledger, author: settings.author, today: today
              ).commit(draft, reason: reading.reason, expecting: reading.expectations)
            }
            return try shownCell(record, field, visit)
          } catch let refused as DraftRefused {
            reading.add(refused.problems)
          } catch let error as StoreError where error.code == .beyondAccount {
            return fragment(reading.form, visit, refusal: error.pageMessage)
          } catch let error as StoreError where error.code == .siblingsChanged {
            continue
          }
        }
        return fragment(reading.form, visit)
      }
      throw StoreError(.busy, store.path, "0")
    }
  }

  /// A cell holds one value of a project that is not archived, of a field that lists show and this
  /// office may write.
  private func cellPlace(
    _ asked: Form
  ) throws -> (Record, CollectionDefinition, FieldDefinition) {
    let id = asked["id"] ?? ""
    let record = try store.read { snapshot throws(StoreError) -> Record? in
      guard let place = try snapshot.resolve(prefix: id).first, place.id.description == id else {
        return nil
      }
      return try snapshot.record(place.ledger, place.collection, place.id)
    }
    guard let record, !record.isArchived, let collection = schema.collection(record.collection),
      collection.code == "project",
      let field = ProjectTables.columns.first(where: { $0.code == asked["code"] }),
      mayEdit(field)
    else { throw Stop(.notFound, "page.stop-cell") }
    return (record, collection, field)
  }

  /// Whether a cell of the list can be typed in.
  func mayEdit(_ field: FieldDefinition) -> Bool {
    guard let role, !field.isSet else { return false }
    return Permissions.mayWrite(field, role)
  }

  private func shownCell(
    _ record: Record, _ field: FieldDefinition, _ visit: Visit
  ) throws -> Answer {
    let now = try store.read { snapshot throws(StoreError) in
      try snapshot.record(record.ledger, record.collection, record.id)
    }
    let value = now?[field.id] ?? .empty
    var answer = Answer(mediaType: "text/plain; charset=utf-8")
    answer.body = Array(
      (value == .empty ? "" : ValueWords.cell(value, field, visit.language)).utf8)
    return answer
  }

  private func fragment(
    _ form: RecordForm, _ visit: Visit, refusal: Message? = nil
  ) -> Answer {
    let isBad = !form.collisions.isEmpty || !form.problems.isEmpty || refusal != nil
    let messages = [refusal].compactMap(\.self) + (form.problems[""] ?? []).map(\.message)
    let others = messages.map { ["text": visit.text($0)] as Model }
    let text = templates.fragment(
      "cell",
      [
        "t": Words(language: visit.language), "token": visit.session?.formToken ?? "",
        "id": form.record?.id.description ?? "", "code": form.fields.first?.code ?? "",
        "inputs": form.model(role, visit.language), "others": others,
      ])
    return .html(text, status: isBad ? .unprocessableContent : .ok)
  }
}
