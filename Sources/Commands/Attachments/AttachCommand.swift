// `attach add|list|get|fetch|verify`: files beside records. A record of evidence names a file by
// its SHA-256; the record travels with every sync, the file when somebody wants it.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Projects
internal import Wire

/// `attach`: the files of records.
struct AttachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "附件：添加、列出、取出、取回、核对 · files beside records",
    discussion: """
      attach add RECORD FILE    a file joins a project, an issue … (at most 64 MiB)
      attach list [RECORD]      which files there are, and which are not here
      attach get ID FILE        a copy of the file, its SHA-256 verified
      attach fetch --all        what is missing here comes from the hub
      attach verify             every file here is read and hashed
      """,
    subcommands: [
      AttachAddCommand.self, AttachListCommand.self, AttachGetCommand.self,
      AttachFetchCommand.self, AttachVerifyCommand.self,
    ])
}

/// An attachment with what a person knows it by.
struct AttachedFile {
  let attachment: Attachment
  let record: Record
  let isHere: Bool

  var name: String { attachment.name ?? String(attachment.sha256.description.prefix(12)) }
}

extension CommandContext {
  /// The attachments of the store that are not archived, or those that belong to one record: to the
  /// record itself, or to records of evidence that refer to it.
  func attachedFiles(_ place: LocatedRecord?, in store: Store) throws -> [AttachedFile] {
    let ledger = try place?.ledger ?? readingLedger(of: store)
    return try store.read { snapshot throws(StoreError) in
      var files: [AttachedFile] = []
      for attachment in try snapshot.attachments(ledger) {
        guard
          let record = try snapshot.record(
            attachment.ledger, attachment.collection, attachment.record)
        else { continue }
        if let place {
          guard record.id == place.id || Self.refers(record, to: place.id) else { continue }
        } else if record.isArchived {
          continue
        }
        files.append(
          AttachedFile(
            attachment: attachment, record: record, isHere: store.blobs.has(attachment.sha256)))
      }
      return files
    }
  }

  /// The files of a record, below it: what they are called, and whether they are here.
  func show(_ files: [AttachedFile]) {
    guard !files.isEmpty else { return }
    output.line(paint(text("attach.title", String(files.count)), .bold))
    for file in files {
      let state = text(file.isHere ? "attach.here" : "attach.missing")
      output.line(
        "  " + file.attachment.sha256.description.prefix(12) + "  "
          + DisplayWidth.singleLine(file.name) + "  "
          + (file.isHere ? state : paint(state, .yellow)))
    }
  }

  private static func refers(_ record: Record, to id: RecordID) -> Bool {
    record.fields.contains { record[$0.field] == .reference(id) }
  }

  /// The one file that is meant: by 64 hexadecimal digits, by an attachment's record, by a record
  /// with one attachment, or by the first digits of a hash.
  func attachedFile(_ typed: String, in store: Store) throws -> AttachedFile {
    let all = try attachedFiles(nil, in: store)
    var found: [AttachedFile] = []
    if let sha256 = Digest(typed) {
      found = all.filter { $0.attachment.sha256 == sha256 }
    } else {
      do {
        found = try attachedFiles(try locate(typed, in: store), in: store)
      } catch let failure as CommandFailure {
        let digits = typed.lowercased()
        if digits.utf8.count >= 6 {
          found = all.filter { $0.attachment.sha256.description.hasPrefix(digits) }
        }
        if found.isEmpty, failure.code == FailureKind.ambiguousID.code { throw failure }
      }
    }
    guard let first = found.first else { throw CommandFailure(.noSuchAttachment, typed) }
    guard found.allSatisfy({ $0.attachment.sha256 == first.attachment.sha256 }) else {
      let candidates = found.map { "\($0.attachment.record)" }.joined(separator: " ")
      throw CommandFailure(.ambiguousAttachment, typed, candidates)
    }
    return first
  }
}

extension JSONWriter {
  /// `{"id","ledger","sha256","bytes","name","file_name","media_type","state"}`
  mutating func members(of file: AttachedFile, _ schema: Schema) {
    let attachment = file.attachment
    member("id", attachment.record.description)
    member("ledger", attachment.ledger)
    member("sha256", attachment.sha256.description)
    if let bytes = attachment.bytes { member("bytes", bytes) }
    if let field = schema.collection(attachment.collection)?.nameField.id,
      case .text(let name)? = file.record[field]
    {
      member("name", name)
    }
    optionalMember("file_name", attachment.name)
    optionalMember("media_type", attachment.mediaType)
    member("state", file.isHere ? BlobState.here.rawValue : BlobState.missing.rawValue)
  }
}

extension FailureKind {
  /// Arguments: what was typed.
  static let noSuchAttachment = FailureKind("no-such-attachment", .missing)
  /// Arguments: what was typed, the records there are.
  static let ambiguousAttachment = FailureKind("ambiguous-attachment", .badInput)
  /// Arguments: SHA-256, the file's name.
  static let attachmentMissing = FailureKind("attachment-missing", .missing)
  /// Arguments: the collection's label, those that take attachments.
  static let takesNoAttachment = FailureKind("takes-no-attachment", .badInput)
  static let fetchNeedsID = FailureKind("fetch-needs-id", .usage)
}
