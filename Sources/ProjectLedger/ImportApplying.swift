// From a preview to the ledger. Guarantees: all rows that are taken, or none: they are changes of
// one transaction, which is durable as a whole or not there. Each import is noted in the store
// under an id, so that it can be taken back; the note is part of the same transaction.

package import Causality
package import LedgerStore
internal import Wire

/// An import that was written.
package struct ImportNote: Sendable {
  /// `LEDGER-REPLICA-SEQ`, unique in its store.
  package let id: String
  /// The ledger that was written to.
  package let ledger: String
  /// The identity that wrote.
  package let replica: ReplicaID
  /// The changes, consecutive.
  package let seqs: ClosedRange<UInt64>
  /// The file's name as it was given; to show, never to use as a path.
  package let fileName: String
  /// Milliseconds since 1970.
  package let writtenMilliseconds: UInt64
  /// How many records it made.
  package let new: Int
  /// How many records it changed.
  package let changed: Int
  /// When it was taken back; nil while it stands.
  package fileprivate(set) var undoneMilliseconds: UInt64?

  /// Who made it, as its changes say; nil where they are not held any more.
  package func author(in store: Store) throws(StoreError) -> String? {
    try store.read { snapshot throws(StoreError) in
      try snapshot.change(ledger, Dot(replica: replica, seq: seqs.lowerBound))?.header.author
    }
  }

  fileprivate static let prefix = "import/"

  /// As the store keeps it.
  fileprivate var entry: CommitNote { CommitNote(key: Self.prefix + id, value: bytes) }

  private var bytes: [UInt8] {
    let fields = [
      "1", ledger, replica.description, "\(seqs.lowerBound)", "\(seqs.upperBound)",
      "\(writtenMilliseconds)", "\(new)", "\(changed)",
      undoneMilliseconds.map { "\($0)" } ?? "",
      fileName.replacing("\t", with: " ").replacing("\n", with: " "),
    ]
    return Array(fields.joined(separator: "\t").utf8)
  }

  fileprivate init?(id: String, _ bytes: [UInt8]) {
    let fields = String(decoding: bytes, as: UTF8.self)
      .split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 10, fields[0] == "1", let replica = ReplicaID(fields[2]),
      let first = UInt64(fields[3]), let last = UInt64(fields[4]), first <= last,
      let written = UInt64(fields[5]), let new = Int(fields[6]), let changed = Int(fields[7])
    else { return nil }
    self.id = id
    ledger = fields[1]
    self.replica = replica
    seqs = first...last
    writtenMilliseconds = written
    self.new = new
    self.changed = changed
    undoneMilliseconds = UInt64(fields[8])
    fileName = fields[9]
  }

  fileprivate init(
    _ dots: [Dot], ledger: String, fileName: String, at milliseconds: UInt64, new: Int,
    changed: Int
  ) {
    let first = dots[0]
    id = "\(ledger)-\(first.replica.description.prefix(4))-\(first.seq)"
    self.ledger = ledger
    replica = first.replica
    seqs = first.seq...dots[dots.count - 1].seq
    self.fileName = fileName
    writtenMilliseconds = milliseconds
    self.new = new
    self.changed = changed
    undoneMilliseconds = nil
  }
}

extension ImportPreview {
  /// Rows and bytes of text that one change holds, far under the limits of a change.
  private static var rowsPerChange: Int { 100 }
  private static var bytesPerChange: Int { 256 << 10 }

  /// Writes the rows that are not rejected, all or none; nil where nothing would change. What a
  /// field held when the preview was made must still stand there.
  ///
  /// - Parameter milliseconds: the time of the note, milliseconds since 1970.
  /// - Throws: `siblingsChanged` where another wrote meanwhile, or another `StoreError`; then
  ///   nothing was written.
  package func apply(
    to store: Store, ledger: String, author: String, reason: String?, fileName: String,
    at milliseconds: UInt64
  ) throws(StoreError) -> ImportNote? {
    let taken = rows.filter { $0.outcome == .new || $0.outcome == .changed }
    let drafts = Self.changes(taken.compactMap(\.draft), author: author, reason: reason)
    guard !drafts.isEmpty else { return nil }
    let (new, changed) = (count(.new), count(.changed))
    func note(_ dots: [Dot]) -> ImportNote {
      ImportNote(
        dots, ledger: ledger, fileName: fileName, at: milliseconds, new: new, changed: changed)
    }
    let receipt = try store.commit(
      ledger, drafts, expecting: Self.expectations(taken.compactMap(\.draft)),
      noting: { [note($0).entry] })
    return note(receipt.dots)
  }

  /// What stands under every register that is written over.
  static func expectations(_ drafts: [RecordDraft]) -> [Expectation] {
    drafts.flatMap { draft -> [Expectation] in
      guard let existing = draft.existing else { return [] }
      return draft.proposed.keys.sorted().map { field in
        Expectation(
          collection: existing.collection, record: existing.id, field: field,
          dots: (existing.state(field)?.siblings ?? []).map(\.dot))
      }
    }
  }

  /// Drafts of records as changes of bounded size.
  static func changes(
    _ records: [RecordDraft], author: String, reason: String?
  ) -> [Draft] {
    var changes: [Draft] = []
    var operations: [Operation] = []
    var (rows, bytes) = (0, 0)
    func close() {
      if !operations.isEmpty {
        changes.append(Draft(author: author, reason: reason, operations: operations))
      }
      operations = []
      (rows, bytes) = (0, 0)
    }
    for record in records where !record.isEmpty {
      let size = record.operations.reduce(0) { $0 + Self.size($1) }
      if rows > 0, rows >= rowsPerChange || bytes + size > bytesPerChange { close() }
      operations += record.operations
      rows += 1
      bytes += size
    }
    close()
    return changes
  }

  private static func size(_ operation: Operation) -> Int {
    if case .text(let text) = operation.value { return text.utf8.count + 32 }
    return 32
  }
}

/// The imports of a store.
package enum ImportNotes {
  /// The newest first.
  package static func all(in store: Store) throws(StoreError) -> [ImportNote] {
    var notes: [ImportNote] = []
    for key in try store.peerKeys(prefix: ImportNote.prefix) {
      guard let bytes = try store.peerValue(key),
        let note = ImportNote(id: String(key.dropFirst(ImportNote.prefix.count)), bytes)
      else { continue }
      notes.append(note)
    }
    return notes.sorted { ($0.writtenMilliseconds, $0.id) > ($1.writtenMilliseconds, $1.id) }
  }

  /// The import with an id.
  package static func find(_ id: String, in store: Store) throws(StoreError) -> ImportNote? {
    guard id.utf8.count <= 128, let bytes = try store.peerValue(ImportNote.prefix + id) else {
      return nil
    }
    return ImportNote(id: id, bytes)
  }

  /// The note of an import that was taken back.
  static func undone(_ note: ImportNote, at milliseconds: UInt64) -> CommitNote {
    var note = note
    note.undoneMilliseconds = milliseconds
    return note.entry
  }
}
