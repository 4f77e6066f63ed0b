// `compact`: drops what every active member holds and nobody needs change by change.

internal import ArgumentParser
internal import Causality
internal import LedgerStore

/// `taizhang compact`.
struct CompactCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "compact", abstract: "压缩旧修改 · drop the operations that every member holds",
    discussion: """
      记录、冲突和签名链都不变；久未联系的成员以后从快照接上。汇总点先要有备份。
      Records, conflicts and chains stay. Who was away starts again from a snapshot. A hub needs a \
      backup.
      """)

  @Flag(help: "只看会怎样 · say what would go, change nothing")
  var dryRun = false
  @Flag(help: "没有备份也压缩 · compact a hub without a backup")
  var withoutBackup = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStore()
    let wanted = context.ledgerOption
    let reports = try store.compact(wanted, dryRun: dryRun, requireBackup: !withoutBackup)
    for report in reports {
      let behind = try silent(report, store)
      let waitsForHub =
        try store.identity.role != .hub && !report.horizon.covers(store.vector(report.ledger))
      context.result(
        json: { writer in
          writer.member("ledger", report.ledger)
          writer.member("changes", report.changes)
          writer.member("freed_bytes", report.freedBytes)
          writer.member("total", report.total)
          writer.key("horizon")
          writer.vector(report.horizon)
          writer.key("base")
          writer.vector(report.base)
          writer.member("holding_back", report.holdingBack.map(\.description))
          writer.member("dry_run", dryRun)
        },
        human: {
          context.say(
            dryRun ? "compact.planned" : "compact.done", report.ledger, String(report.changes),
            String(report.total), StatsCommand.bytes(report.freedBytes))
          if !behind.isEmpty {
            context.say("compact.holding-back", behind.joined(separator: ", "))
            context.say("compact.holding-back.hint")
          }
          if waitsForHub { context.say("compact.hub-first") }
        })
    }
  }

  /// The members that keep the horizon where it is, each with when it last said what it holds.
  private func silent(_ report: CompactReport, _ store: Store) throws -> [String] {
    guard !report.holdingBack.isEmpty else { return [] }
    var heard: [ReplicaID: UInt64] = [:]
    for member in try store.holdingBack(report.ledger) {
      heard[member.replica] = member.heardMilliseconds
    }
    return report.holdingBack.map { replica in
      let when = heard[replica].map { InstantText.formatLocal(Int64(clamping: $0)) }
      return when.map { "\(replica) (\($0))" } ?? "\(replica)"
    }
  }
}
