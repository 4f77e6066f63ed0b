// `identity show|renew`: who this store is when it writes, and how it becomes another without
// losing what was typed.

internal import ArgumentParser
internal import Causality
internal import LedgerStore

/// `taizhang identity`.
struct IdentityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "identity", abstract: "身份 · the replica, its office, role and public key",
    subcommands: [IdentityShowCommand.self, IdentityRenewCommand.self],
    defaultSubcommand: IdentityShowCommand.self)
}

/// `taizhang identity show`.
struct IdentityShowCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "显示 · replica, ledgers, office, role, public key")

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    try context.show(identityOf: store)
    if store.needsNewIdentity { context.note("identity.moved") }
  }
}

/// `taizhang identity renew`.
struct IdentityRenewCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "renew", abstract: "换新身份 · a new key pair; unsent changes are made again under it",
    discussion: """
      复制过的目录、恢复的备份、同一身份两台机器：在这台上运行。写过的都在，汇总点下次同步时自动接纳。
      For a copied directory, a restored backup, one identity on two machines: run it on this one. What \
      was typed stays; the hub takes the new identity at the next sync.
      """)

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    let wasMoved = store.needsNewIdentity
    context.expectRenewal()
    let report = try store.renewIdentity()
    let hub = try store.hub
    let count = report.reissued.values.reduce(0, +)
    context.result(
      json: { writer in
        writer.member("replica", report.new.description)
        writer.member("succeeds", report.old.description)
        writer.key("reissued")
        writer.object { object in
          for (ledger, count) in report.reissued.sorted(by: { $0.key < $1.key }) {
            object.member(ledger, count)
          }
        }
      },
      human: {
        context.say(
          wasMoved ? "identity.renewed-moved" : "identity.renewed", report.old.description,
          report.new.description)
        if count > 0 { context.say("identity.reissued", String(count)) }
        if store.identity.role == .hub {
          context.say("identity.hub-next")
        } else if hub != nil {
          context.say("identity.next")
        }
      })
  }
}
