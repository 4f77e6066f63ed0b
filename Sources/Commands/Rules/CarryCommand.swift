// `carry`: the month's reports begun from the last ones: what was planned, who reports, the plan to the
// month's end. No figure is carried; a report begun so is a draft, and counts for nothing until it is
// submitted.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Wire

/// `taizhang carry --month 2021-11`.
struct CarryCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "carry",
    abstract: "结转 · begin a month's reports from those of the month before",
    discussion: """
      taizhang carry --month 2021-11 --dry-run
      taizhang carry --month 2021-11 --county 遂平县
      Projects that have a report of the month already are left alone.
      """)

  @Option(help: ArgumentHelp("月份 · the month to begin", valueName: "month"))
  var month: String
  @Option(help: ArgumentHelp("县区 · a county, by code or name", valueName: "county"))
  var county: String?
  @Flag(name: .customLong("dry-run"), help: "试算 · say how many, write nothing")
  var isDryRun = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  /// Reports begun by one change: a change stays far below its largest size.
  private static let reportsPerChange = 500

  func perform(_ context: CommandContext) async throws {
    guard let period = ReportingPeriod(month), period.kind == .month else {
      throw CommandFailure(.badMonth, month)
    }
    let store = try context.openStore(readOnly: isDryRun)
    let ledger = try context.writingLedger(of: store)
    let (begun, there) = try drafts(period, store, ledger, context)
    let judge = Judge(store, ledger: ledger, author: context.author, isBulk: true)
    for draft in begun { _ = try judge.check(draft, reason: nil, context) }
    if !isDryRun {
      for start in stride(from: 0, to: begun.count, by: Self.reportsPerChange) {
        let some = begun[start..<min(start + Self.reportsPerChange, begun.count)]
        _ = try store.commit(
          ledger,
          [
            LedgerStore.Draft(
              author: context.author, reason: nil, operations: some.flatMap(\.operations))
          ])
      }
    }
    context.result(
      json: { writer in
        writer.member("period", period.text)
        writer.member("carried", begun.count)
        writer.member("present", there)
      },
      human: {
        context.say(
          isDryRun ? "carry.would" : "carry.done", period.text, String(begun.count), String(there))
      })
  }

  /// The reports to be begun, by project, and how many projects have theirs already.
  private func drafts(
    _ period: ReportingPeriod, _ store: Store, _ ledger: String, _ context: CommandContext
  ) throws -> (begun: [RecordDraft], there: Int) {
    let definition = try context.collection("progress_report")
    let found = try store.read { snapshot throws(StoreError) in
      (try snapshot.all("project", in: ledger), try snapshot.all("progress_report", in: ledger))
    }
    let wanted = county.map { Region.named($0)?.code ?? $0 }
    var projects: [RecordID: RelatedRecord] = [:]
    for record in found.0.compactMap(LedgerSurroundings.related)
    where wanted == nil || record.text("region_code") == wanted {
      projects[record.id] = record
    }
    var last: [RecordID: RelatedRecord] = [:]
    var present: Set<RecordID> = []
    for report in found.1.compactMap(LedgerSurroundings.related) {
      guard case .reference(let project) = report.value("project"), projects[project] != nil,
        let of = report.text("period").flatMap({ ReportingPeriod($0) })
      else { continue }
      if of == period { present.insert(project) }
      if of == period.previous, last[project].map({ $0.id < report.id }) ?? true {
        last[project] = report
      }
    }
    var begun: [RecordDraft] = []
    for (project, report) in last.sorted(by: { $0.key < $1.key }) where !present.contains(project) {
      guard let fields = MonthLine.carriedForward(from: report, project: projects[project]) else {
        continue
      }
      var assignments = try fields.map {
        Assignment(try definition.sought($0.code), .write($0.value))
      }
      let state = try definition.sought("report_state")
      assignments.append(Assignment(state, .write(try state.parse("draft"))))
      begun.append(
        RecordDraft(definition, store.newRecordID(), existing: nil, assignments))
    }
    return (begun, present.count)
  }
}
