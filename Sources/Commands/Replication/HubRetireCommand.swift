// `hub retire`: a machine that is gone for good; what it wrote counts, and nobody waits for it.

internal import ArgumentParser
internal import Causality
internal import LedgerStore

/// `taizhang hub retire REPLICA`.
struct HubRetireCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire", abstract: "停用成员 · a machine that is gone; what it wrote counts")

  @Argument(help: ArgumentHelp("成员 · the replica or its beginning", valueName: "replica"))
  var replica: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    try context.requireHub(store)
    let member = try context.member(replica, in: store)
    guard member.replica != store.identity.replica else { throw CommandFailure(.ownRetirement) }
    try store.retire(member.replica)
    try context.report(member.replica, of: store, "retire.done")
  }
}
