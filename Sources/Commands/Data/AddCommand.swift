// `add`: one new record in one change.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// `taizhang add COLLECTION FIELD=VALUE… [--reason TEXT]`.
struct AddCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "新增 · a new record; prints its id",
    discussion: """
      taizhang add project name=某某产业园 total_investment=5亿 category=…
      Fields go by code or Chinese label; money takes 5亿, 32000万元 or 32000 (万元); \
      dates 2021-09-28, 2021.9.28, 2021年9月28日; sets a,b,c. A project needs its name; what else it \
      lacks is listed.
      """)

  @Argument(help: "类别 · project, milestone, progress_report, issue, …")
  var collection: String

  @Argument(help: ArgumentHelp("字段=值 · what is known", valueName: "FIELD=VALUE"))
  var assignments: [String] = []

  @Option(help: "原因 · why; kept with the change")
  var reason: String?

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let definition = try context.collection(collection)
    let store = try context.openStore()
    let ledger = try context.writingLedger(of: store)
    let draft = RecordDraft(
      definition, store.newRecordID(), existing: nil,
      try context.assignments(assignments, of: definition, in: store))
    let judge = Judge(store, ledger: ledger, author: context.author)
    let problems = try judge.check(draft, reason: reason, context)
    let receipt = try store.commit(
      ledger, [Draft(author: context.author, reason: reason, operations: draft.operations)])
    context.warn(problems)
    // A script takes the id from a pipe; the sentence is for a person at a terminal.
    context.show(
      draft.id, receipt.dots[0], sentence: Surroundings.isTerminal(1) ? "add.done" : "add.id")
  }
}
