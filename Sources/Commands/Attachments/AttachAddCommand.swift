// `attach add`: the file is copied into the store first, durable under its hash; then one change
// names it. Broken off in between, nothing is lost but a copy that no record names.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Wire

/// `taizhang attach add RECORD FILE [--name N] [--kind K] [--date D]`.
struct AttachAddCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "添加附件 · a file joins a record",
    discussion: """
      On a record of evidence the file becomes that record's file; on any other a record of evidence is
      made that refers to it. The file itself may go away afterwards.
      """)

  @Argument(help: "记录 · the record's id, or any unique beginning of it")
  var record: String

  @Argument(help: "文件 · the file, at most 64 MiB", completion: .file())
  var file: String

  @Option(help: "名称 · what people call it; default: the file's name")
  var name: String?

  @Option(help: ArgumentHelp("佐证类别 · site_photo, acceptance, …", valueName: "kind"))
  var kind: String?

  @Option(help: ArgumentHelp("日期 · the day it is of", valueName: "date"))
  var date: String?

  @Option(help: "原因 · why; kept with the change")
  var reason: String?

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    let place = try context.locate(record, in: store)
    let target = try context.load(place, from: store)
    guard !target.isArchived else { throw CommandFailure(.recordArchived, "\(place.id)") }
    let plan = try AttachmentPlan(target, in: store, context)
    let typed = try context.assignments(
      [("kind", kind), ("date", date)].compactMap { field, value in
        value.map { "\(field)=\($0)" }
      }, of: plan.collection, in: store)
    let ref = try store.blobs.add(file)
    let facts = AttachedFacts(path: file, name: name, ref: ref)
    let draft = RecordDraft(
      plan.collection, plan.id, existing: plan.existing,
      plan.links + facts.assignments(plan.collection, isNew: plan.existing == nil) + typed)
    guard !draft.isEmpty else { return show(plan.id, ref, youngestDot(of: target), context) }
    let judge = Judge(store, ledger: place.ledger, author: context.author)
    let problems = try judge.check(draft, reason: reason, context)
    let receipt = try store.commit(
      place.ledger, [Draft(author: context.author, reason: reason, operations: draft.operations)])
    context.warn(problems)
    show(plan.id, ref, receipt.dots[0], context)
  }

  private func youngestDot(of record: Record) -> Dot {
    let siblings = (record.fields + [record.existence]).flatMap(\.siblings)
    let youngest = siblings.max { ($0.clock, $0.dot) < ($1.clock, $1.dot) }
    return youngest?.dot ?? Dot(replica: ReplicaID(high: 0, low: 0), seq: 0)
  }

  private func show(_ id: RecordID, _ ref: BlobRef, _ dot: Dot, _ context: CommandContext) {
    context.result(
      json: { writer in
        writer.member("id", id.description)
        writer.member("dot", dot.description)
        writer.member("sha256", ref.sha256.description)
        writer.member("bytes", ref.bytes)
      },
      human: {
        let line =
          context.isQuiet
          ? id.description
          : context.text(
            "attach.added", id.description, String(ref.sha256.description.prefix(12)),
            String(ref.bytes))
        context.output.line(line)
      })
  }
}

/// Which record of evidence takes the file.
struct AttachmentPlan {
  let collection: CollectionDefinition
  let id: RecordID
  /// The record there is already; nil when one is made.
  let existing: Record?
  /// To what a new record of evidence refers.
  let links: [Assignment]

  init(_ target: Record, in store: Store, _ context: CommandContext) throws {
    guard let own = context.schema.collection(target.collection),
      let evidence = context.schema.collections.first(where: { $0.attachment != nil })
    else { throw CommandFailure(.unknownCollection, "\(target.collection.rawValue)", "") }
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
    guard taken.contains(own.code) else {
      throw CommandFailure(
        .takesNoAttachment, own.label(context.language), taken.joined(separator: " "))
    }
    (id, existing) = (store.newRecordID(), nil)
    self.links = links
  }
}

/// What is known of a file.
struct AttachedFacts {
  let fileName: String
  let name: String?
  let ref: BlobRef

  /// - Parameter path: only its last part is kept, as text to show.
  init(path: String, name: String?, ref: BlobRef) {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    fileName = String(DisplayWidth.singleLine(last).prefix(255))
    self.name = name
    self.ref = ref
  }

  /// - Parameter isNew: a new record is named after the file where no name is given.
  func assignments(_ collection: CollectionDefinition, isNew: Bool) -> [Assignment] {
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
enum MediaType {
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

  static func of(_ fileName: String) -> String {
    guard let dot = fileName.lastIndex(of: ".") else { return "application/octet-stream" }
    let end = fileName[fileName.index(after: dot)...].lowercased()
    return known[end] ?? "application/octet-stream"
  }
}
