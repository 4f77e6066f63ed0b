// `bundle create`: what a reader lacks, in one file. Its size is said before a byte is written.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Wire

/// `taizhang bundle create`.
struct BundleCreateCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "create", abstract: "打包修改 · what a reader lacks, in one file",
    discussion: """
      不加选项：汇总点回执以后的修改；没有回执就是全部。
      Without options: what the hub's last receipt does not cover; everything where there is none.
      """)

  @Argument(help: "文件 · the bundle to write", completion: .file(extensions: ["tzb"]))
  var file: String
  @Option(
    help: "从此之后 · beyond an earlier bundle or a receipt",
    completion: .file(extensions: ["tzb", "tzr"]))
  var since: String?
  @Option(
    name: .customLong("for"),
    help: ArgumentHelp("给谁 · what this member is not known to hold", valueName: "replica"))
  var member: String?
  @Flag(help: "全部 · everything that is kept here")
  var all = false
  @Flag(help: "加密给收件人 · only the member of --for (else the hub) can read it")
  var seal = false
  @Flag(
    name: .customLong("with-attachments"), help: "带上附件 · the files that are here go along")
  var withAttachments = false
  @Flag(help: "只算大小 · say what it would hold, write nothing")
  var dryRun = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard [since != nil, member != nil, all].count(where: { $0 }) <= 1 else {
      throw CommandFailure(.bundleRange)
    }
    let store = try context.openStore()
    let ledger = try context.writingLedger(of: store)
    var request = BundleRequest(ledger: ledger)
    let addressee = try member.map { try context.member($0, in: store) } ?? store.hub
    if seal {
      guard let addressee else { throw CommandFailure(.sealNeedsMember) }
      request.recipient = addressee
    }
    if let since {
      (request.from, request.memberFrom) = try known(since, ledger)
    } else if !all {
      (request.from, request.memberFrom) = try store.knownHoldings(
        of: addressee?.replica, ledger: ledger)
    }
    // Who was enrolled by another hub has that hub's member list.
    request.carriesMembers = addressee?.under == nil
    if withAttachments { request.blobs = try store.bundleBlobs(ledger) }
    let planned = try store.createBundle(at: nil, request)
    // Of what is about to happen a pipe is told nothing: the result says what was written.
    if !dryRun, Surroundings.isTerminal(2) {
      context.note("bundle.writing", file, StatsCommand.bytes(planned.bytes))
    }
    let made = dryRun ? planned : try store.createBundle(at: file, request)
    tell(made, ledger, context)
  }

  /// What an earlier bundle brought, or a receipt confirmed.
  private func known(
    _ path: String, _ ledger: String
  ) throws -> (VersionVector, VersionVector) {
    if try ReceiptFile.isOne(path) {
      let receipts = try ReceiptFile.read(path)
      func vector(_ name: String) -> VersionVector {
        receipts.first { $0.ledger == name }?.vector ?? VersionVector()
      }
      return (vector(ledger), vector(Store.memberLedger))
    }
    let header = try BundleFile(path).header
    func vector(_ name: String) -> VersionVector {
      header.sections.first { $0.ledger == name }?.to ?? VersionVector()
    }
    return (vector(ledger), vector(Store.memberLedger))
  }

  private func tell(_ made: BundleSummary, _ ledger: String, _ context: CommandContext) {
    let changes = made.changes.values.reduce(0, +)
    context.result(
      json: { writer in
        if !dryRun { writer.member("file", file) }
        writer.member("ledger", ledger)
        writer.member("bytes", made.bytes)
        writer.member("changes", changes)
        writer.sections(made.header, changes: made.changes)
        writer.member("attachments", Int(made.header.blobs))
        writer.optionalMember("sealed_to", made.header.seal?.recipient.description)
        writer.member("dry_run", dryRun)
      },
      human: {
        let size = StatsCommand.bytes(made.bytes)
        context.say(
          dryRun ? "bundle.planned" : "bundle.created", file, String(changes), size)
        if let seal = made.header.seal {
          context.say("bundle.sealed-to", seal.recipient.description)
        }
      })
  }
}
