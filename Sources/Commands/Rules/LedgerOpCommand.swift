// `ledger-op`: a ledger verb (建 领 理 对 交 算 补) on a project's row. The operation is a record of its
// own, signed like every change and never rewritten; which verbs are on is the place's setting.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// `taizhang ledger-op VERB PROJECT [FIELD=VALUE…]`.
struct LedgerOpCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger-op",
    abstract: "台账操作 · open, claim, sort, reconcile, hand_in, settle, make_up",
    discussion: """
      taizhang ledger-op claim 01m80g04 unit=项目股 person=台账专人
      taizhang ledger-op hand_in 01m80g04 --period 2021-10
      建 open, 领 claim, 理 sort, 对 reconcile, 交 hand_in, 算 settle, 补 make_up. Each place switches on \
      its own.
      """)

  @Argument(help: "操作 · the verb, by code or name")
  var verb: String
  @Argument(help: "项目 · the project, by any unique beginning of its id")
  var project: String
  @Argument(help: ArgumentHelp("字段=值 · further fields of the operation", valueName: "FIELD=VALUE"))
  var assignments: [String] = []
  @Option(help: ArgumentHelp("期间 · the period, such as 2021-10", valueName: "period"))
  var period: String?
  @Option(help: ArgumentHelp("日期 · the business day (default: today)", valueName: "date"))
  var on: String?
  @Option(help: "原因 · why; kept with the change")
  var reason: String?
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let definition = try context.collection("ledger_op")
    let store = try context.openStore()
    let place = try context.locate(project, in: store)
    let day = try DayOption.day(on)
    var texts = ["verb=\(verb)", "project=\(place.id)", "on=\(day)"] + assignments
    if let period { texts.append("period=\(period)") }
    let draft = RecordDraft(
      definition, store.newRecordID(), existing: nil,
      try context.assignments(texts, of: definition, in: store))
    let judge = Judge(store, ledger: place.ledger, author: context.author)
    let problems = try judge.check(draft, reason: reason, context)
    let receipt = try store.commit(
      place.ledger, [Draft(author: context.author, reason: reason, operations: draft.operations)])
    context.warn(problems)
    context.show(
      draft.id, receipt.dots[0], sentence: Surroundings.isTerminal(1) ? "add.done" : "add.id")
  }
}
