// Opening the form of a new record, and taking it. The record's id is made with the form and
// travels in it: a form that is sent twice, by a double click or from the browser's past, makes one
// record.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Synchronization

extension Pages {
  /// The field of a form that names the record to be made.
  private static let idField = "id"

  /// `/new/{collection}`, below `?parent=`.
  func new(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let collection = try collection(named: visit)
      let (found, parent) = try place(visit.query["parent"], visit.query["ledger"])
      let ledger = found ?? ""
      let id = store.newRecordID()
      var form = RecordForm(collection: collection, fields: collection.fields, record: nil)
      if let parent, let field = collection.parentField {
        form.typed[field.code] = [parent.description]
      }
      let draftPlace = Self.draftPlace(new: collection.code, parent: parent?.description)
      if let draft = drafts.find(typist(visit), draftPlace) {
        // Not under the id of the draft: the tab in which it was typed may still be sent.
        let kept = try read(draft.fields, collection, collection.fields, nil, visit).form
        return page(
          kept, group: "", ledger: ledger, newID: id, visit, remarks: [Self.restored(draft)],
          isAnswer: false, isRestored: true)
      }
      if parent == nil, let field = collection.field("region_code"),
        let county = try onlyCounty(ledger)
      {
        form.typed[field.code] = [county]
      }
      return page(form, group: "", ledger: ledger, newID: id, visit, isAnswer: false)
    }
  }

  /// `POST /new/{collection}`.
  func create(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      let collection = try collection(named: visit)
      return try creationGate.withLock { _ in try made(collection, visit, sent) }
    }
  }

  private func made(
    _ collection: CollectionDefinition, _ visit: Visit, _ sent: Form
  ) throws -> Answer {
    let parent = collection.parentField.flatMap { sent[RecordForm.typedPrefix + $0.code] }
    let (found, _) = try place(
      parent, sent["ledger"], county: sent[RecordForm.typedPrefix + "region_code"])
    var reading = try read(sent, collection, collection.fields, nil, visit)
    let (id, earlier) = try meant(sent[Self.idField], collection)
    guard reading.isClean, let ledger = found else {
      return page(
        reading.form, group: "", ledger: found ?? "", newID: id, visit,
        remarks: keepRefused(sent, visit),
        refusal: found == nil ? Message("page.ledger-unsaid") : nil)
    }
    if let earlier { return again(reading, earlier, ledger, visit, sent) }
    if reading.isBlank {
      let draft = RecordDraft(collection, id, existing: nil, reading.assignments)
      reading.add(
        try Recording(store, ledger: ledger, author: settings.author, today: today)
          .problems(draft, reason: reading.reason))
      return page(
        reading.form, group: "", ledger: ledger, newID: id, visit,
        remarks: keepRefused(sent, visit),
        refusal: reading.isClean ? Message("page.new-empty") : nil)
    }
    do {
      let done = try commit(reading, collection, nil, id: id, ledger: ledger)
      drafts.discard(typist(visit), Self.draftPlace(new: collection.code, parent: parent))
      return tell(done, id, reading, visit)
    } catch let refused as DraftRefused {
      reading.add(refused.problems)
      return page(
        reading.form, group: "", ledger: ledger, newID: id, visit,
        remarks: keepRefused(sent, visit))
    } catch let error as StoreError where error.code == .beyondAccount {
      return page(
        reading.form, group: "", ledger: ledger, newID: id, visit,
        remarks: keepRefused(sent, visit), refusal: error.pageMessage)
    }
  }

  /// What is answered to a form whose record is there: the record, where the form says what stands
  /// there; else the form under a new id, so that nothing typed is lost and the person decides.
  private func again(
    _ reading: FormReading, _ earlier: Record, _ ledger: String, _ visit: Visit, _ sent: Form
  ) -> Answer {
    let draft = RecordDraft(
      reading.form.collection, earlier.id, existing: earlier, reading.assignments)
    guard draft.isEmpty else {
      return page(
        reading.form, group: "", ledger: ledger, newID: store.newRecordID(), earlier: earlier,
        visit, remarks: keepRefused(sent, visit), refusal: Message("page.saved-before-otherwise"))
    }
    if let session = visit.session {
      sessions.leave(
        [Remark(tone: .warning, message: Message("page.saved-before"))], for: session)
    }
    return .redirect("/r/\(earlier.id)")
  }

  /// The id that a form brings, and the record of the same collection that has it already. What is
  /// no id as this program writes it, or is that of another collection's record, is replaced by a
  /// new one.
  private func meant(
    _ text: String?, _ collection: CollectionDefinition
  ) throws(StoreError) -> (id: RecordID, earlier: Record?) {
    guard let text, let id = RecordID(text), id.description == text else {
      return (store.newRecordID(), nil)
    }
    let found = try store.read { snapshot throws(StoreError) -> Record? in
      guard let place = try snapshot.resolve(prefix: text).first else { return nil }
      return try snapshot.record(place.ledger, place.collection, place.id)
    }
    guard let found else { return (id, nil) }
    return found.collection == collection.id ? (id, found) : (store.newRecordID(), nil)
  }

  private func collection(named visit: Visit) throws(Stop) -> CollectionDefinition {
    let code = visit.parameters["collection"] ?? ""
    guard let collection = schema.collection(code), collection.code == code else {
      throw Stop(.notFound, "page.stop-missing", visit.path)
    }
    return collection
  }

  /// The ledger that a new record goes to, and the record above it: the parent's own ledger, the
  /// one asked for, that of the account's county or of the county typed, or the only one there is;
  /// nil where a person has to say.
  private func place(
    _ parent: String?, _ ledger: String?, county typed: String? = nil
  ) throws -> (ledger: String?, parent: RecordID?) {
    if let parent, !parent.isEmpty {
      let found = try store.read { snapshot throws(StoreError) in
        try snapshot.resolve(prefix: parent)
      }
      if found.count == 1 { return (found[0].ledger, found[0].id) }
    }
    let ledgers = try store.ledgers()
    if let ledger, ledgers.contains(ledger) { return (ledger, nil) }
    let named = typed.map { (Region.find($0) ?? Region.named($0))?.code ?? $0 }
    if let county = Permit.current?.county ?? named,
      let own = ledgers.first(where: { $0 == county || county.utf8.starts(with: "\($0)-".utf8) })
    {
      return (own, nil)
    }
    guard let first = ledgers.first else { throw Stop(.notFound, "page.stop-ledger") }
    return (ledgers.count == 1 || Permit.current?.county != nil ? first : nil, nil)
  }

  /// The choice of a ledger for a record that hangs below none; nil where there is nothing to
  /// choose.
  func books(_ chosen: String, for collection: CollectionDefinition, _ visit: Visit) -> Model? {
    guard visit.permit?.county == nil, let ledgers = try? store.ledgers(), ledgers.count > 1 else {
      return nil
    }
    return [
      "isByCounty": collection.field("region_code") != nil,
      "options": ledgers.map { ledger -> Model in
        var choice = ledgerChoice(ledger, visit)
        choice["isChosen"] = ledger == chosen
        return choice
      },
    ]
  }

  /// The county that a new record of a ledger can only be of: the account's, or that of a node that
  /// holds one county's book and no other.
  private func onlyCounty(_ ledger: String) throws(StoreError) -> String? {
    if let county = Permit.current?.county { return county }
    guard try store.ledgers().count == 1, let region = Region.find(ledger), !region.isCity else {
      return nil
    }
    return region.code
  }
}
