// `stats`: sizes, pages and readers, for whoever keeps the machine.

internal import ArgumentParser
internal import LedgerStore

/// `taizhang stats`.
struct StatsCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "用量 · sizes, pages, readers")

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStoreOrBackup()
    let statistics = try store.statistics()
    context.result(
      json: { Self.write(statistics, to: &$0) }, human: { Self.print(statistics, context) })
  }

  private static func write(_ statistics: StoreStatistics, to writer: inout JSONWriter) {
    writer.member("size_bytes", statistics.pages * statistics.pageSizeBytes)
    writer.member("map_size_bytes", statistics.mapSizeBytes)
    writer.member("page_size_bytes", statistics.pageSizeBytes)
    writer.member("pages", statistics.pages)
    writer.member("readers", statistics.readers)
    writer.member("readers_max", statistics.readersMax)
    writer.member("last_transaction", statistics.lastTransaction)
    writer.key("tables")
    writer.array { array in
      for table in statistics.tables {
        array.object { object in
          object.member("name", table.name)
          object.member("entries", table.entries)
          object.member("depth", table.depth)
          object.member("pages", table.pages)
        }
      }
    }
  }

  private static func print(_ statistics: StoreStatistics, _ context: CommandContext) {
    let size = statistics.pages * statistics.pageSizeBytes
    context.output.line(
      context.text(
        "stats.size", Self.bytes(size), Self.bytes(statistics.mapSizeBytes), "\(statistics.pages)",
        "\(statistics.readers)", "\(statistics.readersMax)"))
    var table = TextTable([
      .init(context.text("stats.table")), .init(context.text("stats.entries"), right: true),
      .init(context.text("stats.depth"), right: true),
      .init(context.text("stats.pages"), right: true),
      .init(context.text("stats.bytes"), right: true),
    ])
    for line in statistics.tables {
      table.add([
        line.name, "\(line.entries)", "\(line.depth)", "\(line.pages)",
        bytes(line.pages * statistics.pageSizeBytes),
      ])
    }
    table.print(to: context)
  }

  /// A size with one decimal in the unit that fits.
  static func bytes(_ count: Int) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
    var tenths = count * 10
    var unit = 0
    while tenths >= 10_240, unit < units.count - 1 {
      tenths /= 1024
      unit += 1
    }
    return unit == 0 || tenths % 10 == 0
      ? "\(tenths / 10) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}
