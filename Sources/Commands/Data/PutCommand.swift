// `put`, the bulk door: NDJSON from standard input, many records a change, several changes a
// transaction. Lines are read and judged on one thread, committed on another. A line that cannot be
// taken ends the work: its batch is not written, what is in is told, and where to go on.

internal import ArgumentParser
internal import Catalogue
internal import Glibc
internal import LedgerStore
internal import Projects

/// `taizhang put [--batch N] [--dry-run]`.
struct PutCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "put", abstract: "批量 · records from standard input, one JSON object a line",
    discussion: """
      {"collection":"project","fields":{"name":"…","total_investment":"5亿"}}
      With "id", an existing record is compared and only what differs is written; an id not yet \
      here makes the record under that id. null empties a field; a set takes an array. A bad line \
      ends the work with 65: its batch is not written, the lines before it are. --dry-run goes \
      through all and writes nothing.
      """)

  @Option(help: ArgumentHelp("每项修改几条 · records a change, 1 to 1000", valueName: "n"))
  var batch: Int = 100

  @Flag(help: "预览 · say what would happen; write nothing")
  var dryRun = false

  @Option(help: "原因 · why; kept with every change")
  var reason: String?

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard (1...1000).contains(batch) else { throw CommandFailure(.badBatch, "\(batch)") }
    let store = try context.openStore()
    let ledger = try context.writingLedger(of: store)
    Interruption.watch()
    let intake = Intake(
      store, ledger: ledger, reason: reason, recordsPerChange: batch, isDryRun: dryRun, context)
    let source = LineSource(descriptor: STDIN_FILENO)
    var failure: (any Error)?
    do { try intake.run(source) } catch { failure = error }
    show(intake.tally, context)
    if let failure { throw failure }
  }

  private func show(_ tally: Intake.Tally, _ context: CommandContext) {
    context.result(
      json: { writer in
        writer.member("records", tally.records)
        writer.member("created", tally.created)
        writer.member("updated", tally.updated)
        writer.member("unchanged", tally.unchanged)
        writer.member("rejected", tally.rejected)
      },
      human: {
        if tally.records == 0 { return context.say("put.nothing") }
        context.say(
          dryRun ? "put.dry" : "put.done", "\(tally.records)", "\(tally.created)",
          "\(tally.updated)", "\(tally.unchanged)", "\(tally.rejected)")
      })
  }
}

extension FailureKind {
  static let badBatch = FailureKind("bad-batch", .usage)
  static let badLine = FailureKind("bad-line", .badInput)
  static let rejectedLines = FailureKind("rejected-lines", .badInput)
  static let interrupted = FailureKind("interrupted", .busy)
}
