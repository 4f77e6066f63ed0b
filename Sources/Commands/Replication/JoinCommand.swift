// `join URL --token TOKEN`: enrols with a hub, pins its key, and takes the first copy of its
// ledgers.

internal import ArgumentParser
internal import Causality
internal import Glibc
internal import LedgerStore
internal import Projects
internal import SyncHTTP

struct JoinCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "join", abstract: "加入汇总点 · enrol with a hub and take the first copy",
    discussion: """
      没有账本时先新建一个（--name 单位名称）。网络断了、中途被打断，重来一遍即可：同一账本、同一令牌不会登记两次。
      首次同步不完整时退出状态为 1。
      Makes a store where there is none. May be repeated, whatever broke it off: one store and one \
      token enrol once. Exit status 1 when the first sync was not whole.
      """)

  @Argument(help: ArgumentHelp("汇总点地址 · the hub's address", valueName: "url"))
  var url: String
  @Option(help: ArgumentHelp("一次性令牌 · the token of `hub invite`", valueName: "token"))
  var token: String
  @Option(help: ArgumentHelp("单位名称 · the office's name, for a new store", valueName: "name"))
  var name: String?
  @Option(help: ArgumentHelp("角色 · the office's role, for a new store", valueName: "role"))
  var role: RoleArgument = .county
  @OptionGroup(title: "线路 · the line") var line: LineOptions
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let (store, isNew) = try openOrCreate(context)
    let progress = SyncProgressLine(context)
    var options = try context.agentOptions(line)
    options.progress = { progress.show($0) }
    let report: JoinReport
    do {
      defer { progress.end() }
      report = try await Agent.join(
        store, url: url, token: token, options: options, logger: context.logger())
    } catch {
      leave(store, isNew: isNew, context)
      throw error is CancellationError ? CommandFailure(.syncInterrupted) : error
    }
    let ledgers = try store.ledgers()
    let identity = store.identity
    context.result(
      json: { writer in
        writer.member("replica", identity.replica.description)
        writer.member("ledgers", ledgers)
        writer.member("office", identity.office)
        writer.member("role", report.hub.role.rawValue)
        writer.member("public_key", Hexadecimal.text(identity.publicKey))
        writer.key("hub")
        writer.object { hub in
          hub.member("url", report.hub.url)
          hub.member("name", report.hub.name)
          hub.member("replica", report.hub.replica.description)
        }
        SyncReporting.write(refused: report.syncs.flatMap(\.refused), &writer)
      },
      human: {
        context.say(
          "join.done", DisplayWidth.singleLine(report.hub.name), report.hub.replica.description,
          report.hub.ledgers.joined(separator: " "))
        let telling = SyncReporting(context: context, store: store)
        for sync in report.syncs { telling.tell(sync) }
      })
    try requireWhole(report, context)
  }

  /// Enrolled is not in step: what was refused, or waits for something, is not here.
  private func requireWhole(_ report: JoinReport, _ context: CommandContext) throws {
    let refused = report.syncs.flatMap(\.refused)
    if let first = refused.first {
      throw CommandFailure(
        .joinRefused, String(refused.count), first.dot.description,
        context.text("refused.\(first.code.rawValue)"))
    }
    if let gap = report.syncs.compactMap(\.gap).first {
      throw CommandFailure(.joinIncomplete, "\(gap)")
    }
  }

  /// After a failure: a store made for nothing goes again, an enrolled one says how to go on.
  private func leave(_ store: Store, isNew: Bool, _ context: CommandContext) {
    if let hub = try? Agent.knownHub(store), hub.url == (try? Agent.normalised(url)) ?? url {
      context.note("join.kept", store.path)
    } else if isNew {
      store.discard()
      context.note("join.left")
    }
  }

  /// The store at hand, or a new one that holds no ledger yet. One whose making was broken off
  /// never reached a hub: it is made anew.
  private func openOrCreate(_ context: CommandContext) throws -> (Store, isNew: Bool) {
    do {
      return (try context.openStore(), false)
    } catch let error as StoreError
      where error.code == .noSuchStore || error.code == .unfinished
    {
      let office = name ?? hostName
      let store = try Store.create(
        at: context.storePath, ledgers: [], office: office, role: role.role,
        schema: context.schema.traits, options: context.storeOptions())
      context.note("join.created", context.storePath, office)
      return (store, true)
    }
  }

  /// This computer's name: an office that named itself nothing is known by it.
  private var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "?" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
