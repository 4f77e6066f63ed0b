// `close`: the city closes a month. In one transaction the snapshot of every project's line is kept
// with its digest, and the month's reports are locked with their figures said again, the annual
// plans with them: an edit made elsewhere without having seen the lock then shows as a conflict. A
// second close is a new version, with a reason.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// `taizhang close --month 2021-10`.
struct CloseCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "close",
    abstract: "月结 · lock a month and keep its snapshot; --reprint prints it again",
    discussion: """
      taizhang close --month 2021-10
      taizhang close --month 2021-10 --reason 更正平舆县一项     a new version, after a correction
      taizhang close --month 2021-10 --reprint                 the same bytes, for ever
      """)

  @Option(help: ArgumentHelp("月份 · the month", valueName: "month"))
  var month: String
  @Option(help: "原因 · why a closed month is closed again")
  var reason: String?
  @Flag(help: "重印 · print the newest snapshot instead")
  var reprint = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard let period = ReportingPeriod(month), period.kind == .month else {
      throw CommandFailure(.badMonth, month)
    }
    let store = try context.openStore()
    let ledger = try context.writingLedger(of: store)
    let closing = try MonthClosing(store, ledger, period)
    if reprint { return try printAgain(closing, context) }
    let done = try Self.kept(context) {
      try closing.commit(
        author: context.author,
        today: LocalTime.day(Int64(clamping: Surroundings.wallMilliseconds())), reason: reason)
    }
    context.warn(done.warnings)
    if !done.keepsBulletin {
      context.warning(
        "no-bulletin", Message("close.no-bulletin", [period.text]),
        hint: Message("close.no-bulletin.hint", [period.text]))
    }
    context.result(
      json: { writer in
        writer.member("id", done.id.description)
        writer.member("dot", done.dot.description)
        writer.member("period", period.text)
        writer.member("version", done.snapshot.version)
        writer.member("digest", done.digest)
        writer.member("projects", done.snapshot.rows.count)
        writer.member("locked", done.locked)
        writer.member("plans", done.plans)
        writer.member("not_handed_in", done.notHandedIn)
      },
      human: {
        context.say(
          "close.done", period.text, String(done.snapshot.version),
          String(done.snapshot.rows.count), String(done.locked))
      })
  }

  private func printAgain(_ closing: MonthClosing, _ context: CommandContext) throws {
    guard let last = closing.closes.last else { throw CommandFailure(.notClosed, month) }
    let text = try Self.kept(context) {
      try PeriodSnapshot.reprint(last, digest: MonthClosing.digest)
    }
    context.output.bytes(Array(text.utf8))
  }

  static func kept<R>(_ context: CommandContext, _ body: () throws -> R) throws -> R {
    do {
      return try body()
    } catch let fault as SnapshotFailure {
      switch fault {
      case .tooLong(let bytes): throw CommandFailure(.snapshotTooLong, String(bytes))
      case .digestDiffers: throw CommandFailure(.snapshotDamaged)
      }
    } catch ClosingFault.sumTooLarge(let project) {
      throw CommandFailure(.sumTooLarge, project)
    } catch let refused as DraftRefused {
      throw CommandFailure(refused, in: context.language)
    }
  }
}

extension FailureKind {
  static let notClosed = FailureKind("not-closed", .missing)
  static let snapshotTooLong = FailureKind("snapshot-too-long", .wanting)
  static let snapshotDamaged = FailureKind("snapshot-damaged", .wanting)
  static let sumTooLarge = FailureKind("sum-too-large", .wanting)
}
