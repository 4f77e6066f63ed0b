// `correct`: a report that was handed in is corrected by a new version with its reason; the one it
// corrects stays and counts no longer. In a closed period every changed field is also asked for as
// a correction of the closing, which the city decides.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

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
    let correction = try ReportCorrection(
      of: record, changed, store, author: context.author,
      today: LocalTime.day(Int64(clamping: Surroundings.wallMilliseconds())), reason: reason,
      context.language)
    let done = try Self.commit(correction, context)
    context.warn(done.warnings)
    context.result(
      json: { writer in
        writer.member("id", correction.version.id.description)
        writer.member("dot", done.dot.description)
        writer.member("corrects", place.id.description)
        writer.key("corrections")
        writer.array { list in for draft in correction.asked { list.string(draft.id.description) } }
      },
      human: {
        context.say(
          "correct.done", correction.version.id.description, String(correction.asked.count))
      })
  }

  private static func commit(
    _ correction: ReportCorrection, _ context: CommandContext
  ) throws -> Recorded {
    do {
      return try correction.commit()
    } catch let refused as DraftRefused {
      throw CommandFailure(refused, in: context.language)
    }
  }
}

extension FailureKind {
  static let notAReport = FailureKind("not-a-report", .usage)
}
