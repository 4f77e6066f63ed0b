// `hub invite`: a one-time token for an office, and the line that its clerk types.

internal import ArgumentParser
internal import LedgerStore
internal import SyncHTTP

/// `taizhang hub invite --ledger ID`.
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
    let seconds = try DurationText.required(expires)
    let store = try context.openStore(holdsLedger: false)
    try context.requireHub(store)
    let held = try store.read { snapshot throws(StoreError) in try snapshot.allLedgers() }
    if Store.invitationFault(to: ledger, as: role.role) != nil {
      throw CommandFailure(.inviteCity, role.rawValue)
    }
    if !new, !held.contains(ledger) {
      // Perhaps a slip of the pen: said, so that it is not found out at the first report.
      context.note("invite.new-ledger", ledger)
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
