// Guarantees: which attachments the records of a ledger name is read from the index of the hash
// field: every sibling counts, so that no side of an open conflict loses its file; archived records
// count too.

public import Causality
internal import LMDB
public import Wire

/// A record that names a file by its hash.
public struct Attachment: Hashable, Sendable {
  /// The ledger of the record.
  public let ledger: String
  /// The collection of the record.
  public let collection: CollectionID
  /// The record that names the file.
  public let record: RecordID
  /// The hash that it names; whether the file is here is another question.
  public let sha256: Digest
  /// Bytes as the record says; nil when it does not.
  public let bytes: Int?
  /// The file's name as a person gave it: to show, never to use as a path.
  public let name: String?
  /// The media type as a person or a file's ending gave it; nil when the record has none.
  public let mediaType: String?
  /// Whether the record is archived; its file is kept all the same.
  public let isArchived: Bool
}

extension Snapshot {
  /// Visits every hash that records of `ledger` name, ascending by collection and hash; one that
  /// several records name comes several times. Stops when `visit` returns false. O(references).
  public func attachedDigests(
    _ ledger: String, _ visit: (Digest, CollectionID, RecordID) throws(StoreError) -> Bool
  ) throws(StoreError) {
    var goesOn = true
    for collection in store.schema.collections where goesOn {
      guard let field = collection.attachment?.sha256 else { continue }
      var prefix = Keys.collection(ledger, collection.id)
      prefix.appendBigEndian(field.rawValue)
      try store.scan(store.tables.index, prefix: prefix, transaction) {
        (key, _) throws(StoreError) in
        let end = key.count - RecordID.byteCount
        guard end > prefix.count, let record = Self.recordID(key, end) else { return true }
        // An encoded text: its type, its length, its bytes.
        let value = UnsafeRawBufferPointer(rebasing: key[prefix.count..<end])
        guard let sha256 = Digest(String(decoding: value.dropFirst(2), as: UTF8.self)) else {
          return true
        }
        goesOn = try visit(sha256, collection.id, record)
        return goesOn
      }
    }
  }

  /// The attachments of a ledger, or of all held; sorted by ledger, collection and record.
  public func attachments(_ ledger: String? = nil) throws(StoreError) -> [Attachment] {
    var found: [Attachment] = []
    for name in try ledger == nil ? ledgers() : ledgersAsked(ledger) {
      try attachedDigests(name) { (sha256, collection, id) throws(StoreError) in
        guard let record = try record(name, collection, id) else { return true }
        if let attachment = attachment(record, sha256) { found.append(attachment) }
        return true
      }
    }
    return found.sorted {
      ($0.ledger, $0.collection, $0.record, $0.sha256)
        < ($1.ledger, $1.collection, $1.record, $1.sha256)
    }
  }

  /// The attachment that a record names: the shown one, or the sibling with `sha256`.
  public func attachment(_ record: Record, _ sha256: Digest? = nil) -> Attachment? {
    guard let traits = store.schema.collection(record.collection)?.attachment else { return nil }
    func text(_ field: FieldID?) -> String? {
      guard let field, case .text(let text)? = record[field] else { return nil }
      return text
    }
    guard let digest = sha256 ?? text(traits.sha256).flatMap({ Digest($0) }) else { return nil }
    var bytes: Int?
    if let size = traits.size, case .integer(let number)? = record[size] {
      bytes = Int(exactly: max(0, number))
    }
    return Attachment(
      ledger: record.ledger, collection: record.collection, record: record.id, sha256: digest,
      bytes: bytes, name: text(traits.name), mediaType: text(traits.mediaType),
      isArchived: record.isArchived)
  }

  /// Whether a record of `ledger` names the file. O(log n) a collection.
  public func refers(_ ledger: String, to sha256: Digest) throws(StoreError) -> Bool {
    var found = false
    for collection in store.schema.collections where !found {
      guard let field = collection.attachment?.sha256 else { continue }
      try eachIndexed(ledger, collection.id, field, .text(sha256.description)) { _ in
        found = true
        return false
      }
    }
    return found
  }

  /// The ledgers held whose records name the file, the member ledger included.
  public func ledgers(referringTo sha256: Digest) throws(StoreError) -> [String] {
    var found: [String] = []
    for ledger in try allLedgers() where try refers(ledger, to: sha256) { found.append(ledger) }
    return found
  }

  /// The hashes that records of `ledger` name and whose files are not here, each once, ascending.
  public func missingBlobs(_ ledger: String) throws(StoreError) -> [Digest] {
    var missing: Set<Digest> = []
    try attachedDigests(ledger) { sha256, _, _ in
      if !store.blobs.has(sha256) { missing.insert(sha256) }
      return true
    }
    return missing.sorted()
  }
}
