// `hub invite|members|revoke`: who takes part. Only the hub's own store can say so.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import SyncHTTP

/// `hub`: the members of a hub.
struct HubCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hub", abstract: "汇总点成员：邀请、列出、撤销 · a hub's members",
    subcommands: [HubInviteCommand.self, HubMembersCommand.self, HubRevokeCommand.self])
}

struct HubInviteCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite", abstract: "发一次性令牌 · a one-time token for an office",
    discussion: "汇总点没有的台账随即新建 · a ledger that the hub lacks is made.")

  @Option(help: "角色 · what the office will be: county, department, city, observer")
  var role: RoleArgument = .county
  @Option(help: ArgumentHelp("有效期 · until it expires", valueName: "duration"))
  var expires = "7d"
  @Option(help: ArgumentHelp("汇总点地址 · the address to tell", valueName: "url"))
  var url: String?
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard let ledger = context.ledgerOption else { throw CommandFailure(.inviteNeedsLedger) }
    guard role != .hub else { throw CommandFailure(.inviteRole, role.rawValue) }
    guard let seconds = DurationText.seconds(expires) else {
      throw CommandFailure(.badDuration, expires)
    }
    let store = try context.openStore()
    try context.requireHub(store)
    try store.addLedger(ledger)
    let invitation = try Hub.invite(
      store, ledger: ledger, role: role.role, expiresSeconds: seconds, url: url,
      wallMilliseconds: { Surroundings.wallMilliseconds() })
    let expiry = Int64(clamping: invitation.expiresMilliseconds)
    context.result(
      json: { writer in
        writer.member("token", invitation.token)
        writer.member("url", invitation.url)
        writer.member("expires", InstantText.format(expiry))
        writer.member("ledger", invitation.ledger)
        writer.member("role", invitation.role.rawValue)
      },
      human: {
        if context.isQuiet {
          context.output.line(invitation.token)
          return
        }
        context.say(
          "invite.done", invitation.ledger, context.text("role.\(invitation.role.rawValue)"),
          InstantText.formatLocal(expiry))
        context.output.line("  taizhang join \(invitation.url) --token \(invitation.token)")
      })
  }
}

struct HubMembersCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "members", abstract: "成员 · who takes part, with which ledgers")

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    try context.requireHub(store)
    let members = try store.members()
    if context.isJSON {
      for member in members { context.output.json { write(member, &$0) } }
      return
    }
    let headers = context.text("members.columns").split(separator: "|").map(String.init)
    var table = TextTable(headers.map { TextTable.Column($0) })
    for member in members {
      table.add([
        member.replica.description, member.office, context.text("role.\(member.role.rawValue)"),
        member.ledgers.joined(separator: " "),
        InstantText.formatLocal(Int64(clamping: member.enrolledMilliseconds)),
        member.revokedAfterSeq.map { context.text("members.revoked", String($0)) } ?? "",
      ])
    }
    table.print(to: context)
  }

  private func write(_ member: Member, _ writer: inout JSONWriter) {
    writer.member("replica", member.replica.description)
    writer.member("office", member.office)
    writer.member("role", member.role.rawValue)
    writer.member("ledgers", member.ledgers)
    writer.member("public_key", ValueText.hex(member.publicKey))
    writer.member("enrolled", InstantText.format(Int64(clamping: member.enrolledMilliseconds)))
    writer.key("revoked_after_seq")
    if let last = member.revokedAfterSeq { writer.integer(last) } else { writer.null() }
  }
}

struct HubRevokeCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "撤销成员 · a member's later changes no longer count",
    discussion: """
      已收下的改动照旧有效，此后的一概不收。--after-seq N 连第 N 条以后已收下的也作废。
      What the hub holds stays; nothing later counts. --after-seq N also voids what came after it.
      """)

  @Argument(help: ArgumentHelp("成员 · the replica or its beginning", valueName: "replica"))
  var replica: String
  @Option(help: ArgumentHelp("最后有效的序号 · the last change that counts", valueName: "seq"))
  var afterSeq: UInt64?
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    try context.requireHub(store)
    let wanted = ConflictLookup.normalised(replica)
    let found = try store.members().filter { $0.replica.description.hasPrefix(wanted) }
    guard let member = found.first else { throw CommandFailure(.noSuchMember, replica) }
    guard found.count == 1 else {
      throw CommandFailure(
        .ambiguousMember, replica, found.map(\.replica.description).joined(separator: " "))
    }
    guard member.replica != store.identity.replica else { throw CommandFailure(.ownRevocation) }
    try store.revoke(member.replica, afterSeq: afterSeq)
    let last = try store.members().first { $0.replica == member.replica }?.revokedAfterSeq
    context.result(
      json: { writer in
        writer.member("replica", member.replica.description)
        writer.member("office", member.office)
        writer.key("revoked_after_seq")
        if let last { writer.integer(last) } else { writer.null() }
      },
      human: {
        context.say(
          "revoke.done", DisplayWidth.singleLine(member.office), member.replica.description,
          last.map(String.init) ?? "0")
      })
  }
}
