// Taking an import back: what it wrote and nobody has written since becomes what it was; records
// that it made and nobody has touched since are archived. What was edited since, or what others
// belong to or name by now, stays, and is named.
//
// Guarantees: judged by the rules like any edit; written as one transaction or not at all; nothing
// of the history is removed.

package import Causality
package import LedgerStore
package import Projects
internal import Wire

/// What stays, and why.
package struct KeptEdit: Sendable {
  /// Why an edit of the import stays; the raw value is the JSON code.
  package enum Reason: String, Sendable {
    /// Written again since the import.
    case edited = "edited-since"
    /// In conflict with what another office wrote.
    case conflict = "in-conflict"
    /// The rules refuse the way back.
    case refused
    /// Another record belongs to it or names it since.
    case used = "in-use"
    /// The record was archived since.
    case archived = "archived-since"
  }

  /// The record.
  package let record: RecordID
  /// The collection of the record.
  package let collection: CollectionID
  /// What people call the record; empty where it has no name.
  package let name: String
  /// Nil for the record as a whole.
  package let field: FieldDefinition?
  /// Why it stays.
  package let reason: Reason
}

/// What taking an import back would do.
package struct ImportUndo {
  /// The import that is taken back.
  package let note: ImportNote
  /// The writes that give records their former values.
  package let restored: [RecordDraft]
  /// Records that the import made, which are archived.
  package let archived: [Record]
  /// What stays.
  package let kept: [KeptEdit]

  /// Whether there is nothing to write.
  package var isEmpty: Bool { restored.isEmpty && archived.isEmpty }

  private static let recordsPerChange = 100

  /// Reads what stands of an import. Writes nothing. O(records of the import × their changes).
  package init(_ note: ImportNote, in store: Store, judge: Judge, reason: String?)
    throws(StoreError)
  {
    self.note = note
    var touched: [RecordID: CollectionID] = [:]
    var order: [RecordID] = []
    try store.read { snapshot throws(StoreError) in
      for seq in note.seqs {
        guard
          let change = try snapshot.change(note.ledger, Dot(replica: note.replica, seq: seq))
        else { continue }
        for operation in change.operations where touched[operation.record] == nil {
          touched[operation.record] = operation.collection
          order.append(operation.record)
        }
      }
    }
    let used = try Self.used(touched, in: note.ledger, store)
    var restored: [RecordDraft] = []
    var archived: [Record] = []
    var kept: [KeptEdit] = []
    for id in order {
      guard let collection = touched[id].flatMap({ Schema.standard.collection($0) }) else {
        continue
      }
      let found = try store.read { snapshot throws(StoreError) -> Standing? in
        guard let record = try snapshot.record(note.ledger, collection.id, id) else { return nil }
        // Moved to another county since: there, but no longer this account's to know or to write.
        if let permit = Permit.current, try !permit.covers(id, in: note.ledger, snapshot) {
          return Standing(beyond: record, collection)
        }
        return Standing(record, try snapshot.history(note.ledger, id), note, collection)
      }
      guard let found else { continue }
      kept += found.kept
      if found.isToArchive {
        if used.contains(id) {
          kept.append(found.keep(nil, .used))
        } else {
          archived.append(found.record)
        }
        continue
      }
      let draft = RecordDraft(collection, id, existing: found.record, found.assignments)
      guard !draft.isEmpty else { continue }
      if try judge.problems(draft, reason: reason).contains(where: \.isRefusal) {
        kept.append(found.keep(nil, .refused))
      } else {
        restored.append(draft)
      }
    }
    self.restored = restored
    self.archived = archived
    self.kept = kept
  }

  /// Of some records those that others, which live, belong to or name. O(records that may).
  private static func used(
    _ touched: [RecordID: CollectionID], in ledger: String, _ store: Store
  ) throws(StoreError) -> Set<RecordID> {
    let codes = Set(touched.values.compactMap { Schema.standard.collection($0)?.code })
    var used: Set<RecordID> = []
    for collection in Schema.standard.collections {
      let fields = collection.fields.filter { field in
        if case .reference(let code) = field.type { return codes.contains(code) }
        return false
      }
      guard !fields.isEmpty else { continue }
      let query = Query(ledger: ledger, collection: collection.id)
      try store.read { snapshot throws(StoreError) in
        try snapshot.query(query) { record in
          guard touched[record.id] == nil else { return true }
          for field in fields {
            let single: [Value] = record[field.id].map { [$0] } ?? []
            let values = field.isSet ? record.elements(field.id) : single
            for case .reference(let id) in values where touched[id] != nil { used.insert(id) }
          }
          return true
        }
      }
    }
    return used
  }

  /// Writes the way back, all or none, and notes it. Where there is nothing to write nothing is
  /// noted: the import stands.
  ///
  /// - Throws: `siblingsChanged` where another wrote since this was read, or another `StoreError`;
  ///   then nothing was written.
  package func apply(
    to store: Store, author: String, reason: String?, at milliseconds: UInt64
  ) throws(StoreError) -> [Dot] {
    if let collection = archived.first.flatMap({ Schema.standard.collection($0.collection) }),
      let role = OfficeRole(member: store.identity.role.rawValue),
      !Permissions.mayCreate(collection, role)
    {
      throw StoreError(.notPermitted, collection.code, store.identity.role.rawValue)
    }
    var drafts = ImportPreview.changes(restored, author: author, reason: reason)
    for start in stride(from: 0, to: archived.count, by: Self.recordsPerChange) {
      let records = archived[start..<min(archived.count, start + Self.recordsPerChange)]
      drafts.append(
        Draft(
          author: author, reason: reason,
          operations: records.map { .archive($0.collection, $0.id) }))
    }
    guard !drafts.isEmpty else { return [] }
    let undone = ImportNotes.undone(note, at: milliseconds)
    return try store.commit(
      note.ledger, drafts, expecting: ImportPreview.expectations(restored) + expected(archived),
      noting: { _ in [undone] }
    ).dots
  }
}

extension ImportUndo {
  /// What stands in the records that are to go.
  private func expected(_ records: [Record]) -> [Expectation] {
    records.flatMap { record in
      record.fields.map { state in
        Expectation(
          collection: record.collection, record: record.id, field: state.field,
          dots: state.siblings.map(\.dot))
      }
    }
  }
}

/// What stands of an import in one record.
private struct Standing {
  let record: Record
  private let collection: CollectionDefinition
  private(set) var assignments: [Assignment] = []
  private(set) var kept: [KeptEdit] = []
  private(set) var isToArchive = false

  init(
    _ record: Record, _ history: [HistoryLine], _ note: ImportNote,
    _ collection: CollectionDefinition
  ) {
    self.record = record
    self.collection = collection
    let lines = history.filter { $0.void == nil }
    func isOfImport(_ line: HistoryLine) -> Bool {
      line.dot.replica == note.replica && note.seqs.contains(line.dot.seq)
    }
    guard let first = lines.firstIndex(where: isOfImport) else { return }
    let own = lines.filter(isOfImport)
    let others = lines.filter { !isOfImport($0) }
    if record.isArchived {
      kept.append(keep(nil, .archived))
      return
    }
    let isMade = lines[..<first].isEmpty
    if isMade, others.isEmpty {
      isToArchive = true
      return
    }
    if isMade {
      kept.append(keep(nil, .edited))
      return
    }
    for field in collection.fields {
      let written = own.filter { $0.field == field.id }
      guard let last = written.last, let state = record.state(field.id) else { continue }
      if field.isSet {
        undoSet(field, written, others.filter { $0.field == field.id })
      } else if state.siblings.count > 1 {
        kept.append(keep(field, .conflict))
      } else if state.siblings.first?.dot == last.dot {
        assignments.append(Assignment(field, .write(written[0].from ?? .empty)))
      } else {
        kept.append(keep(field, .edited))
      }
    }
  }

  /// A record that the account at hand may not see: it stays, unnamed.
  init(beyond record: Record, _ collection: CollectionDefinition) {
    self.record = record
    self.collection = collection
    kept.append(
      KeptEdit(
        record: record.id, collection: collection.id, name: "", field: nil, reason: .refused))
  }

  func keep(_ field: FieldDefinition?, _ reason: KeptEdit.Reason) -> KeptEdit {
    var name = ""
    if case .text(let text)? = record[collection.nameField.id] { name = text }
    return KeptEdit(
      record: record.id, collection: collection.id, name: name, field: field, reason: reason)
  }

  /// Elements that came go, and those that went come back, where nobody has touched them since.
  private mutating func undoSet(
    _ field: FieldDefinition, _ written: [HistoryLine], _ others: [HistoryLine]
  ) {
    let held = record.elements(field.id)
    var (added, removed): ([Value], [Value]) = ([], [])
    var isEdited = false
    for line in written {
      let isTouched = others.contains { $0.to == line.to && $0.clock > line.clock }
      if isTouched {
        isEdited = true
      } else if line.kind == .add, held.contains(line.to) {
        removed.append(line.to)
      } else if line.kind == .remove, !held.contains(line.to) {
        added.append(line.to)
      }
    }
    if isEdited { kept.append(keep(field, .edited)) }
    if !added.isEmpty { assignments.append(Assignment(field, .add(added))) }
    if !removed.isEmpty { assignments.append(Assignment(field, .remove(removed))) }
  }
}
