// `dump`: all that the ledgers hold, as sorted NDJSON. The canonical form shows registers with all
// their siblings and is byte-identical on stores with equal version vectors.

internal import ArgumentParser
internal import LedgerStore
internal import Projects

/// `taizhang dump [--canonical]`.
struct DumpCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump", abstract: "倾出 · every record as sorted NDJSON",
    discussion: """
      Without --canonical: a line per record with the values shown, as `list --json` prints them, \
      archived ones included. With it: registers with all siblings, then each ledger's version \
      vector.
      """)

  @Flag(help: "规范 · registers with all siblings; equal bytes on stores that have converged")
  var canonical = false

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let store = try context.openStoreOrBackup()
    let ledger = try context.readingLedger(of: store)
    guard canonical else { return try dumpShown(store, ledger, context) }
    try store.canonicalDump(ledger: ledger) { context.output.bytes($0) }
  }

  private func dumpShown(_ store: Store, _ ledger: String?, _ context: CommandContext) throws {
    for held in try ledger.map({ [$0] }) ?? store.ledgers() {
      for collection in context.schema.collections {
        let query = Query(ledger: held, collection: collection.id, includeArchived: true)
        try store.read { snapshot throws(StoreError) in
          try snapshot.query(query) { record throws(StoreError) in
            context.output.json { RecordLine.write(record, collection, to: &$0, archived: true) }
            return !context.output.isClosed
          }
        }
      }
    }
  }
}
