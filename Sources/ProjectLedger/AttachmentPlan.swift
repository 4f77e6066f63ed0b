// Which record takes a file, and what it then says of it: for commands and pages alike. A record of
// evidence takes its own file; for any other one a record of evidence is made that refers to it.

package import Causality
package import LedgerStore
package import Projects
internal import Wire

/// Which record of evidence takes a file.
package struct AttachmentPlan {
  /// The collection of the record of evidence.
  package let collection: CollectionDefinition
  /// The record of evidence, a new one where none takes the file yet.
  package let id: RecordID
  /// The record there is already; nil when one is made.
  package let existing: Record?
  /// To what a new record of evidence refers.
  package let links: [Assignment]

  /// Why a record takes no file.
  package enum Fault: Error, Sendable {
    /// Its collection is of a newer schema.
    case newer(number: String)
    /// Evidence does not refer to such records; to those of these collections it does.
    case takesNone(of: CollectionDefinition, others: [String])
  }

  /// The target itself where it is a record of evidence; else a new one that refers to it or to
  /// what it belongs to.
  ///
  /// - Throws: when no evidence refers to the collection, or the record is of a newer schema.
  package init(_ target: Record, in store: Store) throws(Fault) {
    let schema = Schema.standard
    guard let own = schema.collection(target.collection),
      let evidence = schema.collections.first(where: { $0.attachment != nil })
    else { throw Fault.newer(number: "\(target.collection.rawValue)") }
    collection = evidence
    if own.attachment != nil {
      (id, existing, links) = (target.id, target, [])
      return
    }
    var taken: [String] = []
    var links: [Assignment] = []
    for field in evidence.fields {
      guard case .reference(let code) = field.type else { continue }
      taken.append(code)
      if code == own.code {
        links.append(Assignment(field, .write(.reference(target.id))))
      } else if case .reference(code)? = own.parentField?.type,
        let parent = own.parentField, case .reference(let above)? = target[parent.id]
      {
        links.append(Assignment(field, .write(.reference(above))))
      }
    }
    guard taken.contains(own.code) else { throw Fault.takesNone(of: own, others: taken) }
    (id, existing) = (store.newRecordID(), nil)
    self.links = links
  }

  /// What is to be written. Where any register of the file changes, all of them are written, those
  /// that stay the same too: of two people's files each then stands whole beside the other.
  package func draft(_ assignments: [Assignment]) -> RecordDraft {
    let change = RecordDraft(collection, id, existing: existing, assignments)
    guard let existing, let file = collection.attachment else { return change }
    let registers = [file.sha256, file.size, file.name, file.mediaType].compactMap { $0 }
    guard registers.contains(where: { change.proposed[$0] != nil }) else { return change }
    return RecordDraft(collection, id, existing: existing.without(registers), assignments)
  }

  /// Whether records of a collection take files.
  package static func takesFiles(_ code: String) -> Bool {
    guard let evidence = Schema.standard.collections.first(where: { $0.attachment != nil }) else {
      return false
    }
    return evidence.fields.contains { field in
      if case .reference(code) = field.type { return true }
      return false
    }
  }
}

/// What is known of a file.
package struct AttachedFacts {
  /// One line without controls, never a path.
  package let fileName: String
  /// What people call it; nil for the name of the file.
  package let name: String?
  /// Hash and length of the content.
  package let ref: BlobRef

  /// - Parameters:
  ///   - fileName: as it is shown: one line without controls, never a path.
  ///   - name: what people call it; nil for the name of the file.
  package init(fileName: String, name: String?, ref: BlobRef) {
    self.fileName = String(fileName.prefix(255))
    self.name = name
    self.ref = ref
  }

  /// - Parameter isNew: a new record is named after the file where no name is given.
  package func assignments(_ collection: CollectionDefinition, isNew: Bool) -> [Assignment] {
    guard let fields = collection.attachment else { return [] }
    var values: [(FieldID?, Value)] = [
      (fields.sha256, .text(ref.sha256.description)), (fields.size, .integer(Int64(ref.bytes))),
      (fields.name, .text(fileName)), (fields.mediaType, .text(MediaType.of(fileName))),
    ]
    if let name = name ?? (isNew ? fileName : nil) {
      values.append((collection.nameField.id, .text(name)))
    }
    return values.compactMap { id, value in
      id.flatMap { collection.field($0) }.map { Assignment($0, .write(value)) }
    }
  }
}

/// Types of files by the end of their names.
package enum MediaType {
  private static let known = [
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif",
    "webp": "image/webp", "heic": "image/heic", "tif": "image/tiff", "tiff": "image/tiff",
    "bmp": "image/bmp", "pdf": "application/pdf", "ofd": "application/ofd",
    "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "zip": "application/zip", "txt": "text/plain", "csv": "text/csv", "mp4": "video/mp4",
    "mp3": "audio/mpeg",
  ]

  /// The type by the last ending, without regard to letter case; `application/octet-stream` for
  /// others.
  package static func of(_ fileName: String) -> String {
    guard let dot = fileName.lastIndex(of: ".") else { return "application/octet-stream" }
    let end = fileName[fileName.index(after: dot)...].lowercased()
    return known[end] ?? "application/octet-stream"
  }
}
