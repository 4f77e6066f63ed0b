// `set`: several fields of one record in one atomic change. What is already so is not written
// again, and the dot told is then the one of the change that made it so.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// `taizhang set ID FIELD=VALUE… [--reason TEXT]`.
struct SetCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "修改 · change fields of one record in one atomic change",
    discussion: """
      FIELD=VALUE writes, FIELD= empties; of a set, FIELD+=VALUE adds, FIELD-=VALUE removes and \
      FIELD=a,b,c replaces. Writing a field that is in conflict settles it.
      """)

  @Argument(help: "记录 · the record's id, or any unique beginning of it")
  var id: String

  @Argument(
    help: ArgumentHelp("字段=值 · FIELD=V, FIELD+=V, FIELD-=V, FIELD=", valueName: "FIELD=VALUE"))
  var assignments: [String] = []

  @Option(help: "原因 · why; kept with the change")
  var reason: String?

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard !assignments.isEmpty else { throw CommandFailure(.nothingToSet, id) }
    let store = try context.openStore()
    let place = try context.locate(id, in: store)
    guard let definition = context.schema.collection(place.collection) else {
      throw CommandFailure(.unknownCollection, "\(place.collection.rawValue)", "")
    }
    let record = try context.load(place, from: store)
    let draft = RecordDraft(
      definition, place.id, existing: record,
      try context.assignments(assignments, of: definition, in: store))
    guard !record.isArchived else { throw CommandFailure(.recordArchived, "\(place.id)") }
    guard !draft.isEmpty else { return showUnchanged(record, context) }
    let judge = Judge(store, ledger: place.ledger, author: context.author)
    let problems = try judge.check(draft, reason: reason, context)
    let receipt = try store.commit(
      place.ledger, [Draft(author: context.author, reason: reason, operations: draft.operations)])
    context.warn(problems)
    context.show(place.id, receipt.dots[0], sentence: "set.done")
  }

  /// The dot of the youngest value of the record, for nothing was written.
  private func showUnchanged(_ record: Record, _ context: CommandContext) {
    let siblings = (record.fields + [record.existence]).flatMap(\.siblings)
    guard let youngest = siblings.max(by: { ($0.clock, $0.dot) < ($1.clock, $1.dot) }) else {
      return
    }
    context.show(record.id, youngest.dot, sentence: "set.unchanged")
  }
}
