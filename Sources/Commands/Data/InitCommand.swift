// `init`: a new store with a key pair of its own, in a directory that holds nothing yet.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Projects

/// `taizhang init --ledger ID --name NAME [--role county|hub]`.
struct InitCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "新建账本 · make a store with its own key and an empty ledger",
    discussion: "Refuses a directory that is not empty. --ledger 411702,411721 makes several.")

  @Option(help: "单位名称 · the office's name as people know it")
  var name: String

  @Option(help: "角色 · what the office is")
  var role: RoleArgument = .county

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let ledgers = context.ledgerOption?.split(separator: ",").map(String.init) ?? []
    guard !ledgers.isEmpty else { throw CommandFailure(.initNeedsLedger) }
    guard name.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      throw CommandFailure(.emptyName)
    }
    let store = try Store.create(
      at: context.storePath, ledgers: ledgers, office: name, role: role.role,
      schema: context.schema.traits, options: context.storeOptions())
    // Rule sets, calendars and units wait for no first member.
    if role.role == .hub { try store.addLedger(Store.memberLedger) }
    try context.show(identityOf: store) {
      context.say("init.done", context.storePath)
    }
  }
}

extension CommandContext {
  /// The result of `init` and `identity show`: who this store is.
  func show(identityOf store: Store, before human: () -> Void = {}) throws {
    let ledgers = try store.ledgers()
    let identity = store.identity
    let listed = try store.members().first { $0.replica == identity.replica }
    let role = listed?.role ?? identity.role
    result(
      json: { writer in
        writer.member("replica", identity.replica.description)
        writer.member("ledgers", ledgers)
        writer.member("office", identity.office)
        writer.member("role", role.rawValue)
        writer.member("public_key", Hexadecimal.text(identity.publicKey))
      },
      human: {
        human()
        output.line(text("identity.replica", identity.replica.description))
        guard !isQuiet else { return }
        output.line(text("identity.office", identity.office, role.rawValue))
        output.line(text("identity.ledgers", ledgers.joined(separator: " ")))
        output.line(text("identity.key", Hexadecimal.text(identity.publicKey)))
      })
  }
}

extension FailureKind {
  static let initNeedsLedger = FailureKind("init-needs-ledger", .usage)
  static let emptyName = FailureKind("empty-name", .usage)
}
