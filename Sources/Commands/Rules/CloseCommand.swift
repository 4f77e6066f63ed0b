// `close`: the city closes a month. In one transaction the snapshot of every project's line is kept with
// its digest, and the month's reports are locked with their figures said again, the annual plans with
// them: an edit made elsewhere without having seen the lock then shows as a conflict. A second close is a new version, with a reason.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Wire

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

  /// Reports locked by one change: a change stays far below its largest size.
  private static let reportsPerChange = 500

  func perform(_ context: CommandContext) async throws {
    guard let period = ReportingPeriod(month), period.kind == .month else {
      throw CommandFailure(.badMonth, month)
    }
    let store = try context.openStore()
    let ledger = try context.writingLedger(of: store)
    let book = try ClosingBook(store, ledger, period)
    if reprint { return try printAgain(book, context) }
    let snapshot = PeriodSnapshot(
      period: period, region: "", version: book.closes.count + 1, rows: try book.rows())
    let text = try Self.kept { () throws(SnapshotFailure) in try snapshot.text() }
    let close = try draft(snapshot, text, book, store, context)
    let judge = Judge(store, ledger: ledger, author: context.author)
    let problems = try judge.check(close, reason: reason, context)
    var drafts = [
      LedgerStore.Draft(author: context.author, reason: reason, operations: close.operations)
    ]
    let writes =
      book.reports.map { report in
        PeriodLock.writes(on: report).map { write in
          Operation(
            collection: report.collection.id, record: report.id, field: write.field,
            value: write.value)
        }
      }
      + book.plans.map { project in
        PeriodLock.writes(onPlanOf: project).map { write in
          Operation(
            collection: project.collection.id, record: project.id, field: write.field,
            value: write.value)
        }
      }
    for start in stride(from: 0, to: writes.count, by: Self.reportsPerChange) {
      let some = writes[start..<min(start + Self.reportsPerChange, writes.count)]
      drafts.append(
        LedgerStore.Draft(
          author: context.author, reason: reason, operations: some.flatMap { $0 }))
    }
    let receipt = try store.commit(ledger, drafts)
    context.warn(problems)
    context.result(
      json: { writer in
        writer.member("id", close.id.description)
        writer.member("dot", receipt.dots[0].description)
        writer.member("period", period.text)
        writer.member("version", snapshot.version)
        writer.member("digest", Digest(hashing: Array(text.utf8)).description)
        writer.member("projects", snapshot.rows.count)
        writer.member("locked", book.reports.count)
        writer.member("plans", book.plans.count)
      },
      human: {
        context.say(
          "close.done", period.text, String(snapshot.version), String(snapshot.rows.count),
          String(book.reports.count))
      })
  }

  private func draft(
    _ snapshot: PeriodSnapshot, _ text: String, _ book: ClosingBook, _ store: Store,
    _ context: CommandContext
  ) throws -> RecordDraft {
    let definition = try context.collection("period_close")
    var values: [(String, Value)] = [
      ("period", .text(snapshot.period.text)), ("version", .integer(Int64(snapshot.version))),
      ("closed_on", .date(try DayOption.day(nil))), ("closed_by", .text(context.author)),
      ("snapshot", .text(text)),
      ("digest", .text(Digest(hashing: Array(text.utf8)).description)),
      ("row_count", .integer(Int64(snapshot.rows.count))),
    ]
    if let last = book.closes.last { values.append(("supersedes", .reference(last.id))) }
    if let reason { values.append(("reason", .text(reason))) }
    return RecordDraft(
      definition, store.newRecordID(), existing: nil,
      try values.map { Assignment(try definition.sought($0.0), .write($0.1)) })
  }

  private func printAgain(_ book: ClosingBook, _ context: CommandContext) throws {
    guard let last = book.closes.last else { throw CommandFailure(.notClosed, month) }
    let text = try Self.kept { () throws(SnapshotFailure) in
      try PeriodSnapshot.reprint(last) { Digest(hashing: Array($0.utf8)).description }
    }
    context.output.bytes(Array(text.utf8))
  }

  private static func kept<R>(_ body: () throws(SnapshotFailure) -> R) throws -> R {
    do throws(SnapshotFailure) { return try body() } catch {
      switch error {
      case .tooLong(let bytes): throw CommandFailure(.snapshotTooLong, String(bytes))
      case .digestDiffers: throw CommandFailure(.snapshotDamaged)
      case .unreadable(let line): throw CommandFailure(.snapshotUnreadable, String(line))
      }
    }
  }
}

/// What a closing looks at.
private struct ClosingBook {
  let period: ReportingPeriod
  private let projects: [RelatedRecord]
  private var figures: [RecordID: [MonthFigure]] = [:]
  /// The month's reports.
  private(set) var reports: [RelatedRecord] = []
  /// The month's earlier closings, the newest last.
  let closes: [RelatedRecord]

  init(_ store: Store, _ ledger: String, _ period: ReportingPeriod) throws {
    self.period = period
    let found = try store.read { snapshot throws(StoreError) in
      (
        try snapshot.all("project", in: ledger), try snapshot.all("progress_report", in: ledger),
        try snapshot.all("period_close", in: ledger)
      )
    }
    projects = found.0.compactMap(LedgerSurroundings.related)
    closes = found.2.compactMap(LedgerSurroundings.related).filter {
      $0.text("period") == period.text && !$0.has("region_code")
    }
    .sorted {
      ($0.number("version") ?? ExactDecimal(0)) < ($1.number("version") ?? ExactDecimal(0))
    }
    for report in found.1.compactMap(LedgerSurroundings.related) {
      guard let figure = MonthFigure(report), case .reference(let id) = report.value("project")
      else { continue }
      figures[id, default: []].append(figure)
      if figure.period == period { reports.append(report) }
    }
  }

  /// The projects whose annual plan is of the month's year: the city says it again with the lock.
  var plans: [RelatedRecord] {
    projects.filter { project in
      project.has("annual_plan")
        && project.number("annual_plan_year").map { $0 == ExactDecimal(Int64(period.year)) }
          != false
    }
  }

  func rows() throws -> [ClosedRow] {
    try projects.map { project in
      let all = figures[project.id] ?? []
      guard
        let line = MonthLine(of: period, all, prior: project.number("prior_cumulative"))
      else { throw CommandFailure(.sumTooLarge, project.text("name") ?? "") }
      return ClosedRow(
        project: project.id, name: project.text("name") ?? "",
        annualPlan: project.number("annual_plan"), line: line)
    }
  }
}

extension FailureKind {
  static let notClosed = FailureKind("not-closed", .missing)
  static let snapshotTooLong = FailureKind("snapshot-too-long", .wanting)
  static let snapshotDamaged = FailureKind("snapshot-damaged", .wanting)
  static let snapshotUnreadable = FailureKind("snapshot-unreadable", .badInput)
  static let sumTooLarge = FailureKind("sum-too-large", .wanting)
}
