// `bundle inspect`: what a bundle is and whether it is whole, on any machine; and `bundle receipt`.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Wire

/// `taizhang bundle inspect`.
struct BundleInspectCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "查看包 · what is in a bundle, and whether it is whole",
    discussion: "不需要账本 · works without a store. Exit status 1 for a damaged or cut bundle.")

  @Argument(help: "文件 · the bundle", completion: .file(extensions: ["tzb"]))
  var file: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    if try ReceiptFile.isOne(file) { return try tellReceipt(context) }
    // A store that is here opens what was sealed to it; none is needed.
    let store = try? context.openStore(readOnly: true)
    let found = try BundleFile(file).inspect(with: store)
    let held = found.header.sections.map(\.ledger)
    if let wanted = context.ledgerOption, !held.contains(wanted) {
      throw CommandFailure(.notInBundle, file, wanted, held.joined(separator: " "))
    }
    let writer = found.header.writer?.description ?? ""
    let listed = try store?.members().first { $0.replica.description == writer }
    context.result(
      json: { json in
        json.member("from", writer)
        json.member("public_key", Hexadecimal.text(found.header.publicKey))
        json.member("office", found.header.office)
        json.member(
          "made", InstantText.format(Int64(clamping: found.header.madeMilliseconds)))
        json.member("bytes", found.bytes)
        json.member("whole", found.state == .whole)
        json.optionalMember("damage", Self.damage(found.state))
        json.optionalMember("sealed_to", found.header.seal?.recipient.description)
        json.member("readable", found.isReadable)
        json.sections(found.header, changes: found.changes)
        json.member("attachments", Int(found.header.blobs))
        json.member("attachment_bytes", Int(found.header.blobBytes))
        json.member("member", listed != nil)
      },
      human: { say(found, writer, isMember: listed != nil, context) })
    if found.state != .whole { throw CommandExit(.wanting) }
  }

  /// What a receipt says; whether its writer is known is for `bundle apply` to find.
  private func tellReceipt(_ context: CommandContext) throws {
    let receipts = try ReceiptFile.read(file)
    context.result(
      json: { $0.members(of: receipts) },
      human: {
        for receipt in receipts {
          context.say(
            "bundle.receipt-holds", receipt.ledger, receipt.hub.description,
            InstantText.formatLocal(receipt.issuedMilliseconds), "\(receipt.vector)")
        }
        context.say("bundle.receipt-next", file)
      })
  }

  /// What is wrong with a bundle; nil when nothing is.
  static func damage(_ state: BundleState) -> String? {
    switch state {
    case .whole: nil
    case .truncated(let byte): "truncated at byte \(byte)"
    case .damaged(let why): why
    }
  }

  private func say(
    _ found: BundleInspection, _ writer: String, isMember: Bool, _ context: CommandContext
  ) {
    let made = InstantText.formatLocal(Int64(clamping: found.header.madeMilliseconds))
    context.say("bundle.from", DisplayWidth.singleLine(found.header.office), writer, made)
    context.output.line("  ed25519 " + Hexadecimal.text(found.header.publicKey))
    if isMember { context.say("bundle.from-member") }
    for section in found.header.sections {
      let count = found.changes[section.ledger].map(String.init) ?? "?"
      context.say("bundle.section", section.ledger, count)
      for (replica, seqs) in (found.replicas[section.ledger] ?? [:]).sorted(by: { $0.key < $1.key })
      {
        context.output.line("    \(replica)#\(seqs.lowerBound)–\(seqs.upperBound)")
      }
    }
    if found.header.blobs > 0 {
      context.say(
        "bundle.attachments", String(found.header.blobs),
        StatsCommand.bytes(Int(found.header.blobBytes)))
    }
    if let seal = found.header.seal {
      context.say("bundle.sealed-to", seal.recipient.description)
    }
    switch found.state {
    case .whole: context.say("bundle.whole", StatsCommand.bytes(found.bytes))
    case .truncated(let byte): context.say("bundle.truncated", String(byte))
    case .damaged(let why):
      context.say("bundle.damaged", FileDamage.words(why, in: context.language))
    }
  }
}

/// `taizhang bundle receipt`.
struct BundleReceiptCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "receipt", abstract: "写回执 · this store's signed word for what it holds",
    discussion: "给送包的人带回去，用 bundle apply 收下 · goes back on the stick.")

  @Argument(help: "文件 · the receipt to write", completion: .file(extensions: ["tzr"]))
  var file: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    let receipts = try store.writeReceipt(to: file)
    context.result(
      json: { writer in
        writer.member("file", file)
        writer.member("replica", store.identity.replica.description)
        writer.member("ledgers", receipts.map(\.ledger))
      },
      human: {
        context.say(
          "bundle.receipt-written", file, receipts.map(\.ledger).joined(separator: " "))
      })
  }
}
