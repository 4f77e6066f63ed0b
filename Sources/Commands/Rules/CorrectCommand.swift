// `correct`: a report that was handed in is corrected by a new version with its reason; the one it
// corrects stays and counts no longer. In a closed period every changed field is also asked for as a
// correction of the closing, which the city decides.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Wire

/// `taizhang correct REPORT FIELD=VALUE… --reason TEXT`.
struct CorrectCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "correct",
    abstract: "更正 · a new version of a report, with its reason",
    discussion: """
      taizhang correct 01m80g04 month_investment=150 --reason 发票迟到
      The city then closes the month again: taizhang close --month 2021-10 --reason …
      """)

  @Argument(help: "报告 · the report, by any unique beginning of its id")
  var report: String
  @Argument(help: ArgumentHelp("字段=值 · what it should say", valueName: "FIELD=VALUE"))
  var assignments: [String]
  @Option(help: "原因 · why the former values were wrong")
  var reason: String?
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let definition = try context.collection("progress_report")
    let store = try context.openStore()
    let place = try context.locate(report, in: store)
    guard place.collection == definition.id else {
      throw CommandFailure(.notAReport, place.id.description)
    }
    let record = try context.load(place, from: store)
    let changed = try context.assignments(assignments, of: definition, in: store)
    let version = try newVersion(of: record, changed, definition, store)
    let judge = Judge(store, ledger: place.ledger, author: context.author)
    var problems = try judge.check(version, reason: reason, context)
    let asked = try corrections(of: record, changed, definition, store, place.ledger, context)
    for draft in asked { problems += try judge.check(draft, reason: reason, context) }
    let receipt = try store.commit(
      place.ledger,
      [
        LedgerStore.Draft(
          author: context.author, reason: reason,
          operations: version.operations + asked.flatMap(\.operations))
      ])
    context.warn(problems)
    context.result(
      json: { writer in
        writer.member("id", version.id.description)
        writer.member("dot", receipt.dots[0].description)
        writer.member("corrects", place.id.description)
        writer.key("corrections")
        writer.array { list in for draft in asked { list.string(draft.id.description) } }
      },
      human: {
        context.say("correct.done", version.id.description, String(asked.count))
      })
  }

  /// What the report said, with what it should say laid over, as a report of its own.
  private func newVersion(
    of record: Record, _ changed: [Assignment], _ definition: CollectionDefinition, _ store: Store
  ) throws -> RecordDraft {
    let own: Set = ["corrects", "correction_reason", "report_state"]
    var values = definition.fields.compactMap { field -> Assignment? in
      guard !field.isSet, !own.contains(field.code), let value = record[field.id], value != .empty,
        !changed.contains(where: { $0.field.id == field.id })
      else { return nil }
      return Assignment(field, .write(value))
    }
    let state = try definition.sought("report_state")
    values.append(Assignment(state, .write(try state.parse("submitted"))))
    values.append(Assignment(try definition.sought("corrects"), .write(.reference(record.id))))
    if let reason {
      values.append(
        Assignment(try definition.sought("correction_reason"), .write(.text(reason))))
    }
    let kept = changed.filter { !own.contains($0.field.code) }
    return RecordDraft(definition, store.newRecordID(), existing: nil, values + kept)
  }

  /// What is asked of the newest closing of the report's period, a field each; none where the period
  /// is open.
  private func corrections(
    of record: Record, _ changed: [Assignment], _ report: CollectionDefinition, _ store: Store,
    _ ledger: String, _ context: CommandContext
  ) throws -> [RecordDraft] {
    let closes = try store.read { snapshot throws(StoreError) in
      try snapshot.all("period_close", in: ledger)
    }
    let fields = ShownFields(record, context.schema, asOf: .latest)
    let period = fields.text("period")
    let close = closes.filter {
      ShownFields($0, context.schema, asOf: .latest).text("period") == period
    }
    .max { $0.id < $1.id }
    guard let close, !period.isEmpty else { return [] }
    let definition = try context.collection("correction")
    let today = try DayOption.day(nil)
    return try changed.compactMap { assignment in
      guard case .write(let value) = assignment.action else { return nil }
      let before = record[assignment.fieldID] ?? .empty
      guard before != value else { return nil }
      var values: [(String, Value)] = [
        ("period_close", .reference(close.id)), ("progress_report", .reference(record.id)),
        ("field", .text(assignment.field.code)), ("requested_by", .text(context.author)),
        ("requested_on", .date(today)),
        ("after", .text(assignment.field.display(value, context.language))),
      ]
      if before != .empty {
        values.append(("before", .text(assignment.field.display(before, context.language))))
      }
      if let project = fields.reference("project") {
        values.append(("project", .reference(project)))
      }
      if let reason { values.append(("reason", .text(reason))) }
      let status = try definition.sought("status")
      values.append(("status", try status.parse("proposed")))
      return RecordDraft(
        definition, store.newRecordID(), existing: nil,
        try values.map { Assignment(try definition.sought($0.0), .write($0.1)) })
    }
  }
}

extension FailureKind {
  static let notAReport = FailureKind("not-a-report", .usage)
}
