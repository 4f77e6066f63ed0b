// `hub refused`: the requests that the hub turned away lately, with the reason for each.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import SyncHTTP

struct HubRefusedCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "refused", abstract: "被拒的请求 · requests that the hub turned away lately",
    discussion: """
      最近一千条：时间、来源、原因。被拒的改动另见 taizhang refused。
      The latest thousand: when, from where, why. Changes refused stand in `taizhang refused`.
      """)

  @Option(help: ArgumentHelp("最多几条 · at most so many, newest last", valueName: "n"))
  var limit = 50
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore(readOnly: true)
    try context.requireHub(store)
    let entries = Hub.refusedRequests(storePath: store.path).suffix(max(0, limit))
    if context.isJSON {
      for entry in entries { context.output.json { write(entry, context, &$0) } }
      return
    }
    if entries.isEmpty { context.say("hub-refused.none") }
    let offices = Dictionary(
      try store.members().map { ($0.replica.description, $0.office) },
      uniquingKeysWith: { a, _ in a })
    let headers = context.text("hub-refused.columns").split(separator: "|").map(String.init)
    var table = TextTable(headers.map { TextTable.Column($0) })
    for entry in entries {
      table.add([
        InstantText.formatLocal(Int64(clamping: entry.atMilliseconds)), entry.address,
        offices[entry.replica].map(DisplayWidth.singleLine) ?? entry.replica, entry.route,
        String(entry.status), sentence(entry, context),
      ])
    }
    table.print(to: context)
  }

  private func sentence(_ entry: RefusedRequest, _ context: CommandContext) -> String {
    DisplayWidth.singleLine(context.text(Message("sync." + entry.code, entry.arguments)))
  }

  private func write(
    _ entry: RefusedRequest, _ context: CommandContext, _ writer: inout JSONWriter
  ) {
    writer.member("at", InstantText.format(Int64(clamping: entry.atMilliseconds)))
    writer.member("route", entry.route)
    writer.key("status")
    writer.integer(UInt64(max(0, entry.status)))
    writer.member("code", entry.code)
    writer.member("replica", entry.replica)
    writer.member("address", entry.address)
    writer.member("detail", sentence(entry, context))
  }
}
