// `bundle apply`: takes in a bundle or a receipt, and says what was new, known and missing.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Wire

/// `taizhang bundle apply`.
struct BundleApplyCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply", abstract: "并入包或回执 · take in a bundle or a receipt",
    discussion: """
      次序、重复都不要紧；缺的会指明。包不完整时，完好的部分照样并入。
      Any order, any number of times; what is missing is named. Of a cut bundle the whole part is \
      used.
      """)

  @Argument(
    help: "文件 · a bundle or a receipt", completion: .file(extensions: ["tzb", "tzr"]))
  var file: String
  @Flag(help: "只看会怎样 · say what it would bring, change nothing")
  var dryRun = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    if try ReceiptFile.isOne(file) { return try takeReceipt(store, context) }
    let report = try apply(to: store)
    context.result(
      json: { write(report, &$0) }, human: { say(report, context) })
    if !isWhole(report) || !report.refused.isEmpty { throw CommandExit(.wanting) }
  }

  private func apply(to store: Store) throws -> BundleApplyReport {
    do {
      return try store.applyBundle(
        from: file, dryRun: dryRun, blobs: dryRun ? nil : store.bundleIntake())
    } catch {
      throw strange(error)
    }
  }

  /// A store that holds no member list has joined no hub: a bundle with one is a stranger's, a
  /// hub's or a member's.
  private func strange(_ error: any Error) -> any Error {
    guard let refusal = error as? StoreError, refusal.code == .noSuchLedger,
      refusal.arguments.first == Store.memberLedger, let header = try? BundleFile(file).header
    else { return error }
    let arguments = [
      file, DisplayWidth.singleLine(header.office), header.writer?.description ?? "",
    ]
    return CommandFailure(
      code: StoreErrorCode.strangerBundle.rawValue, status: .notPermitted,
      message: Message("failure.other-hub-bundle", arguments),
      hint: Message("failure.other-hub-bundle.hint", arguments))
  }

  private func isWhole(_ report: BundleApplyReport) -> Bool {
    report.state == .whole && report.gap == nil
  }

  private func takeReceipt(_ store: Store, _ context: CommandContext) throws {
    let receipts = try store.applyReceipt(from: file)
    context.result(
      json: { $0.members(of: receipts) },
      human: {
        for receipt in receipts {
          let issued = Int64(clamping: receipt.issuedMilliseconds)
          context.say(
            "bundle.receipt-taken", receipt.ledger, receipt.hub.description,
            InstantText.formatLocal(issued))
        }
      })
  }

  private func write(_ report: BundleApplyReport, _ writer: inout JSONWriter) {
    writer.member("from", report.header.writer?.description ?? "")
    writer.member("office", report.header.office)
    writer.member("applied", report.applied)
    writer.member("known", report.duplicates)
    writer.member("attachments", report.blobs)
    writer.key("ledgers")
    writer.array { array in
      for (ledger, line) in report.ledgers {
        array.object { object in
          object.member("ledger", ledger)
          object.member("applied", line.applied)
          object.member("known", line.duplicates)
          object.optionalMember("gap", line.gap?.description)
          object.member("new_conflicts", line.newConflicts.map(\.description))
        }
      }
    }
    if report.leftMembers { writer.member("left", [Store.memberLedger]) }
    writer.key("refused")
    writer.array { array in
      for refusal in report.refused {
        array.object { object in
          object.member("dot", refusal.dot.description)
          object.member("code", refusal.code.rawValue)
          object.member("detail", refusal.detail)
        }
      }
    }
    writer.optionalMember("gap", report.gap?.gap.description)
    writer.member("whole", isWhole(report))
    writer.optionalMember("damage", BundleInspectCommand.damage(report.state))
    writer.member("dry_run", dryRun)
  }

  private func say(_ report: BundleApplyReport, _ context: CommandContext) {
    context.say(
      dryRun ? "bundle.would-apply" : isWhole(report) ? "bundle.applied" : "bundle.not-whole",
      DisplayWidth.singleLine(report.header.office), String(report.applied),
      String(report.duplicates))
    if let (ledger, gap) = report.gap {
      context.say("bundle.gap", ledger, gap.changes, ShellWord.quoted(file))
    }
    if report.leftMembers { context.say("bundle.other-members") }
    if !report.refused.isEmpty {
      context.say("bundle.refused", String(report.refused.count))
    }
    switch report.state {
    case .whole: break
    case .truncated(let byte): context.say("bundle.truncated", String(byte))
    case .damaged(let why):
      context.say("bundle.damaged", FileDamage.words(why, in: context.language))
    }
  }
}
