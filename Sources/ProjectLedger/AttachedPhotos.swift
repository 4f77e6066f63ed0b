// The photos that records of evidence name: shown by the hash of their content. What is not here is
// said to be missing; what is no photo by its own bytes is never given out as one, whatever the
// record calls it.

internal import Bulletins
package import LedgerStore
internal import Wire

/// Reads the photos of one store.
package struct AttachedPhotos {
  /// What there is of a file.
  package enum State: Sendable, Hashable { case photo, missing, notAPhoto }

  /// A file that a record names.
  package struct File: Sendable {
    /// The record that names it.
    package let record: Record
    /// 64 hexadecimal digits in lower case.
    package let sha256: String
    /// As a person gave it: to show, never to use as a path.
    package let name: String
    /// What there is of it here.
    package let state: State
  }

  /// What comes of asking for a file's bytes.
  package enum Reading: Sendable {
    case photo([UInt8], mediaType: String)
    /// No photo by its own bytes: to save under the name that the record gives, never to open.
    case other([UInt8], name: String)
    case missing
    /// The record does not name it.
    case unknown
  }

  private let store: Store
  /// Within how many bytes the size of a picture stands, unless something large comes before it.
  package static let headBytes = 256 << 10

  /// Photos of the attachments of `store`; nothing is read yet.
  package init(_ store: Store) { self.store = store }

  /// The files of records, in their order. Reads the beginning of each file.
  package func find(_ records: [Record]) throws(StoreError) -> [File] {
    let named = try store.read { snapshot throws(StoreError) in
      var named: [(Record, Attachment)] = []
      for record in records {
        if let attachment = snapshot.attachment(record) { named.append((record, attachment)) }
      }
      return named
    }
    var files: [File] = []
    for (record, attachment) in named {
      files.append(
        File(
          record: record, sha256: attachment.sha256.description,
          name: attachment.name ?? String(attachment.sha256.description.prefix(12)),
          state: try state(attachment.sha256)))
    }
    return files
  }

  private func state(_ sha256: Digest) throws(StoreError) -> State {
    guard let reader = try store.blobs.open(sha256) else { return .missing }
    let head = try reader.read(at: 0, count: min(reader.ref.bytes, Self.headBytes))
    guard reader.ref.bytes <= Photo.bytesMax, Photo(caption: "", bytes: head) != nil else {
      return .notAPhoto
    }
    return .photo
  }

  /// The bytes of the file that a record names, by its hash. O(file): the content is hashed before
  /// it is given out.
  package func read(_ text: String, of record: Record) throws(StoreError) -> Reading {
    guard let sha256 = Digest(text), sha256.description == text else { return .unknown }
    let named = try store.read { snapshot throws(StoreError) in snapshot.attachment(record) }
    guard let named, named.sha256 == sha256 else { return .unknown }
    guard let reader = try store.blobs.open(sha256) else { return .missing }
    let bytes = try reader.read(at: 0, count: reader.ref.bytes)
    guard Digest(hashing: bytes) == sha256 else { return .missing }
    guard bytes.count <= Photo.bytesMax, Photo(caption: "", bytes: bytes) != nil else {
      return .other(bytes, name: named.name ?? String(text.prefix(12)))
    }
    return .photo(bytes, mediaType: bytes.first == 0x89 ? "image/png" : "image/jpeg")
  }

  /// The largest photo, bytes.
  package static var photoBytesMax: Int { Photo.bytesMax }

  /// Whether bytes begin as a JPEG or PNG with a size does.
  package static func isPhoto(beginning bytes: [UInt8]) -> Bool {
    Photo(caption: "", bytes: Array(bytes.prefix(headBytes))) != nil
  }
}

extension BlobRef {
  /// A file by the 64 hexadecimal digits of its SHA-256; nil for anything else.
  package init?(sha256 text: String, bytes: Int) {
    guard let sha256 = Digest(text) else { return nil }
    self.init(sha256: sha256, bytes: bytes)
  }
}
