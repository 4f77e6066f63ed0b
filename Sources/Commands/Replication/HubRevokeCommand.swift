// `hub revoke`: a member whose later changes no longer count, anywhere.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Wire

/// `taizhang hub revoke REPLICA [--after LEDGER:SEQ…]`.
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
    let member = try context.member(replica, in: store)
    guard member.replica != store.identity.replica else { throw CommandFailure(.ownRevocation) }
    try store.revoke(member.replica, after: last, reason: reason)
    try context.report(member.replica, of: store, "revoke.done")
  }
}
