// `ledger`: which ledgers this store holds; subscribing late, and leaving without losing an edit.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import SyncHTTP

/// `taizhang ledger`.
struct LedgersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "台账：列出、订阅、退订、授予 · which ledgers are held here",
    subcommands: [
      LedgerListCommand.self, LedgerAddCommand.self, LedgerRemoveCommand.self,
      LedgerGrantCommand.self,
    ])
}

/// `taizhang ledger list`.
struct LedgerListCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "列出 · ledgers held here, and those the hub offers")

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    let held = try store.ledgers()
    let unfinished = try store.unfinishedBootstraps()
    let offered = try Subscription.offered(store).filter { !unfinished.contains($0) }
    context.result(
      json: { writer in
        writer.member("ledgers", held)
        writer.member("offered", offered)
        writer.member("unfinished", unfinished)
      },
      human: {
        for name in held { context.output.line(name) }
        for name in unfinished { context.say("ledger.unfinished", name) }
        for name in offered { context.say("ledger.offered", name) }
      })
  }
}

/// `taizhang ledger add`.
struct LedgerAddCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "订阅 · hold a ledger that the hub has granted")

  @Argument(help: ArgumentHelp("台账 · the ledger", valueName: "id"))
  var ledgerID: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    guard try Subscription.add(store, ledger: ledgerID) else {
      throw CommandFailure(
        .ledgerNotGranted, ledgerID, store.identity.replica.description)
    }
    let ledgers = try store.ledgers()
    context.result(
      json: { $0.member("ledgers", ledgers) },
      human: { context.say("ledger.added", ledgerID) })
    if try store.isBehindItself(ledgerID) { context.note("ledger.behind", ledgerID) }
  }
}

/// `taizhang ledger remove`.
struct LedgerRemoveCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "退订 · hold a ledger no longer; unsent edits go to a bundle",
    discussion: "有未发的修改时必须给 --export · with unsent edits --export is needed.")

  @Argument(help: ArgumentHelp("台账 · the ledger", valueName: "id"))
  var ledgerID: String
  @Option(
    help: "未发的修改存到 · where unsent edits go", completion: .file(extensions: ["tzb"]))
  var export: String?
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    try requireLeaving(store)
    let unsent = try store.unsentOwn(ledgerID)
    try store.dropLedger(ledgerID, exportingTo: export)
    try Subscription.remove(store, ledger: ledgerID)
    let ledgers = try store.ledgers()
    context.result(
      json: { writer in
        writer.member("ledgers", ledgers)
        writer.member("exported", unsent)
        if unsent > 0 { writer.optionalMember("file", export) }
      },
      human: {
        context.say("ledger.removed", ledgerID)
        if unsent > 0, let export { context.say("ledger.exported", String(unsent), export) }
      })
  }
}

extension LedgerRemoveCommand {
  /// Says why the ledger stays, where it does: a hub keeps them all, and all keep the member list.
  private func requireLeaving(_ store: Store) throws {
    let topic: String
    if store.identity.role == .hub {
      topic = "failure.hub-keeps-ledgers"
    } else if ledgerID == Store.memberLedger {
      topic = "failure.members-stay"
    } else {
      return
    }
    throw CommandFailure(
      code: StoreErrorCode.notPermitted.rawValue, status: .notPermitted,
      message: Message(topic, [ledgerID]), hint: Message(topic + ".hint", [ledgerID]))
  }
}

/// `taizhang ledger grant`.
struct LedgerGrantCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "grant", abstract: "授予成员 · a member may hold a further ledger (on the hub)",
    discussion: "成员下次同步后即可 ledger add · after its next sync the member may `ledger add` it.")

  @Argument(help: ArgumentHelp("成员 · the replica or its beginning", valueName: "replica"))
  var replica: String
  @Argument(help: ArgumentHelp("台账 · the ledger", valueName: "id"))
  var ledgerID: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    try context.requireHub(store)
    var member = try context.member(replica, in: store)
    let held = try store.read { snapshot throws(StoreError) in try snapshot.allLedgers() }
    guard held.contains(ledgerID) else {
      let names = held.filter { $0 != Store.memberLedger }.joined(separator: " ")
      throw CommandFailure(
        code: FailureKind.noSuchLedger.code, status: .missing,
        message: Message("failure.grant-ledger", [ledgerID, names]),
        hint: Message("failure.grant-ledger.hint", [ledgerID]))
    }
    if !member.ledgers.contains(ledgerID) {
      member.ledgers = (member.ledgers + [ledgerID]).sorted()
      try store.enrol(member)
    }
    context.result(
      json: { writer in
        writer.member("replica", member.replica.description)
        writer.member("ledgers", member.ledgers)
      },
      human: {
        context.say("ledger.granted", DisplayWidth.singleLine(member.office), ledgerID)
      })
  }
}
