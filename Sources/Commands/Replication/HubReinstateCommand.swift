// `hub reinstate`: a revocation taken back; what it voided counts again.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import SyncHTTP

/// `taizhang hub reinstate REPLICA`.
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
    let member = try context.member(replica, in: store)
    try store.reinstate(member.replica)
    try context.report(member.replica, of: store, "reinstate.done")
    if let above = try Hub.revokedAbove(member.replica, in: store) {
      context.note(
        "reinstate.above", above.hub, above.ledgers.joined(separator: " "),
        member.replica.description)
    }
  }
}
