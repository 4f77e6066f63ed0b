// `hub invite|members|revoke|reinstate|retire`: who takes part. Only the hub's own store can say so.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import SyncHTTP
internal import Wire

/// `hub`: the members of a hub.
struct HubCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hub",
    abstract: "汇总点：邀请、成员、撤销、恢复、停用、证书 · a hub's members and certificate",
    subcommands: [
      HubInviteCommand.self, HubMembersCommand.self, HubRevokeCommand.self,
      HubReinstateCommand.self, HubRetireCommand.self, HubRefusedCommand.self,
      HubCertificateCommand.self,
    ])
}

struct HubInviteCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite", abstract: "发一次性令牌 · a one-time token for an office",
    discussion: "--new 新建汇总点没有的台账 · --new makes a ledger that the hub lacks.")

  @Option(help: "角色 · what the office will be: county, department, city, observer")
  var role: RoleArgument = .county
  @Option(help: ArgumentHelp("有效期 · until it expires", valueName: "duration"))
  var expires = "7d"
  @Option(help: ArgumentHelp("汇总点地址 · the address to tell", valueName: "url"))
  var url: String?
  @Flag(help: "新建台账 · make the ledger")
  var new = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard let ledger = context.ledgerOption else { throw CommandFailure(.inviteNeedsLedger) }
    if Store.invitationFault(to: ledger, as: role.role) == .roleIsHub {
      throw CommandFailure(.inviteRole, role.rawValue)
    }
    guard let seconds = DurationText.seconds(expires) else {
      throw CommandFailure(.badDuration, expires)
    }
    let store = try context.openStore()
    try context.requireHub(store)
    let held = try store.read { snapshot throws(StoreError) in try snapshot.allLedgers() }
    if Store.invitationFault(to: ledger, as: role.role) != nil {
      throw CommandFailure(.inviteCity, role.rawValue)
    }
    if !new, !held.contains(ledger) {
      // Perhaps a slip of the pen: said, so that it is not found out at the first report.
      context.note(
        "invite.new-ledger", ledger,
        held.filter { $0 != Store.memberLedger }.joined(separator: " "))
    }
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
        member.standing.map { context.text($0) }.joined(separator: "; "),
      ])
    }
    table.print(to: context)
  }

  private func write(_ member: Member, _ writer: inout JSONWriter) {
    writer.member("replica", member.replica.description)
    writer.member("office", member.office)
    writer.member("role", member.role.rawValue)
    writer.member("ledgers", member.ledgers)
    writer.member("public_key", Hexadecimal.text(member.publicKey))
    writer.member("enrolled", InstantText.format(Int64(clamping: member.enrolledMilliseconds)))
    writer.member("revoked", member.isRevoked)
    writer.revocations(member)
    if let at = member.retiredMilliseconds {
      writer.member("retired", InstantText.format(Int64(clamping: at)))
    }
    writer.optionalMember("succeeds", member.succeeds?.description)
    writer.optionalMember("succeeded_by", member.succeededBy?.description)
  }
}

extension JSONWriter {
  /// `"revocations":{"LEDGER":SEQ,…}`.
  fileprivate mutating func revocations(_ member: Member) {
    key("revocations")
    object { object in
      for (ledger, last) in member.revocations.sorted(by: { $0.key < $1.key }) {
        object.member(ledger, last)
      }
    }
  }
}

struct HubRevokeCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "revoke", abstract: "撤销成员 · a member's later changes no longer count",
    discussion: """
      本机已有的改动照旧有效，此后的在各处一概作废。--after 台账:序号 连该台账第几条以后的也作废，可写多次。
      What is here stays; nothing later counts, anywhere. --after LEDGER:SEQ also voids what came \
      after it in that ledger; it may be given several times.
      """)

  @Argument(help: ArgumentHelp("成员 · the replica or its beginning", valueName: "replica"))
  var replica: String
  @Option(help: ArgumentHelp("最后有效的改动 · the last change that counts", valueName: "ledger:seq"))
  var after: [String] = []
  @Option(help: "原因 · why") var reason: String?
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    var last: [String: UInt64] = [:]
    for text in after {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, LedgerName.isValid(String(parts[0])), let seq = UInt64(parts[1])
      else { throw CommandFailure(.badRevocation, text) }
      last[String(parts[0])] = seq
    }
    let store = try context.openStore()
    try context.requireHub(store)
    let member = try context.member(replica, of: store)
    guard member.replica != store.identity.replica else { throw CommandFailure(.ownRevocation) }
    try store.revoke(member.replica, after: last, reason: reason)
    try context.report(member.replica, of: store, "revoke.done")
  }
}

struct HubReinstateCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "reinstate", abstract: "恢复成员 · take a revocation back; what it voided counts again"
  )

  @Argument(help: ArgumentHelp("成员 · the replica or its beginning", valueName: "replica"))
  var replica: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    try context.requireHub(store)
    let member = try context.member(replica, of: store)
    try store.reinstate(member.replica)
    try context.report(member.replica, of: store, "reinstate.done")
  }
}

struct HubRetireCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire", abstract: "停用成员 · a machine that is gone; what it wrote counts")

  @Argument(help: ArgumentHelp("成员 · the replica or its beginning", valueName: "replica"))
  var replica: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    try context.requireHub(store)
    let member = try context.member(replica, of: store)
    guard member.replica != store.identity.replica else { throw CommandFailure(.ownRetirement) }
    try store.retire(member.replica)
    try context.report(member.replica, of: store, "retire.done")
  }
}

extension CommandContext {
  /// The one member whose replica begins with `text`.
  fileprivate func member(_ text: String, of store: Store) throws -> Member {
    let wanted = ConflictLookup.normalised(text)
    let found = try store.members().filter { $0.replica.description.hasPrefix(wanted) }
    guard let member = found.first else { throw CommandFailure(.noSuchMember, text) }
    guard found.count == 1 else {
      throw CommandFailure(
        .ambiguousMember, text, found.map(\.replica.description).joined(separator: " "))
    }
    return member
  }

  /// Tells how a member stands after a change of the list.
  fileprivate func report(_ replica: ReplicaID, of store: Store, _ key: String) throws {
    guard let member = try store.members().first(where: { $0.replica == replica }) else { return }
    let ledgers = member.revocations.filter { $0.key != Member.everyLedger }
      .sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: " ")
    result(
      json: { writer in
        writer.member("replica", member.replica.description)
        writer.member("office", member.office)
        writer.member("revoked", member.isRevoked)
        writer.revocations(member)
      },
      human: {
        say(key, DisplayWidth.singleLine(member.office), member.replica.description, ledgers)
      })
  }
}
