// `attach add`: the file is copied into the store first, durable under its hash; then one change
// names it. Broken off in between, nothing is lost but a copy that no record names. A picture or a
// PDF without its end is refused before that.

internal import ArgumentParser
internal import Catalogue
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
      On a record of evidence the file becomes that record's file; on any other a record of \
      evidence is made that refers to it. The file itself may go away afterwards.
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
    guard !FileEnding.isMissing(of: file) else {
      throw CommandFailure(
        code: "file-cut", status: .badInput, message: Message("attach.cut", [shownName]),
        hint: Message("attach.cut.hint"))
    }
    let ref = try store.blobs.add(file)
    let facts = AttachedFacts(fileName: shownName, name: name, ref: ref)
    let draft = plan.draft(
      plan.links + facts.assignments(plan.collection, isNew: plan.existing == nil) + typed)
    guard !draft.isEmpty else { return show(plan.id, ref, youngestDot(of: target), context) }
    let judge = Judge(store, ledger: place.ledger, author: context.author)
    let problems = try judge.check(draft, reason: reason, context)
    let receipt = try store.commit(
      place.ledger, [Draft(author: context.author, reason: reason, operations: draft.operations)])
    context.warn(problems)
    show(plan.id, ref, receipt.dots[0], context)
  }

  /// The last part of the path, as text to show.
  private var shownName: String {
    DisplayWidth.singleLine(file.split(separator: "/").last.map(String.init) ?? file)
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

extension AttachmentPlan {
  init(_ target: Record, in store: Store, _ context: CommandContext) throws {
    do throws(Fault) {
      try self.init(target, in: store)
    } catch {
      switch error {
      case .newer(let number): throw CommandFailure(.unknownCollection, number, "")
      case .takesNone(let own, let others):
        throw CommandFailure(
          .takesNoAttachment, own.label(context.language), others.joined(separator: " "))
      }
    }
  }
}
