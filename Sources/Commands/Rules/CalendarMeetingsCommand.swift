// `calendar meetings DATE`: the days proposed for the regular meetings of a day's week and month,
// moved where the rule's own day is a day off. A proposal never moves what has been announced.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Policy

/// `taizhang calendar meetings DATE`.
struct CalendarMeetingsCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "meetings",
    abstract: "会议日 · days proposed for the week's and the month's regular meetings",
    discussion: """
      taizhang calendar meetings 2021-10-06     coordination 2021-10-08, weekly meeting 2021-10-09
      A week without a working day asks for nothing.
      """)

  @Argument(help: "日期 · any day of the week")
  var day: String
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let date = try DayOption.date(day)
    let calendar = try CalendarAnswer.calendar(context)
    let schedule = Schedule(calendar)
    let week = try schedule.week(of: date)
    let signing = try schedule.signing(year: date.year, month: date.month)
    let dispatch = try schedule.firstMonday(year: date.year, month: date.month)
    context.result(
      json: { writer in
        if let period = Period(.week, containing: date) { writer.member("week", period.label) }
        writer.member("waived", week == nil)
        if let week {
          writer.member("coordination", week.coordination.description)
          writer.member("weekly", week.meeting.description)
        }
        if let dispatch {
          writer.member("dispatch", dispatch.proposed.description)
          writer.member("dispatch_nominal", dispatch.nominal.description)
        }
        if let signing {
          writer.member("signing", signing.proposed.description)
          writer.member("signing_nominal", signing.nominal.description)
        }
      },
      human: {
        let label = Period(.week, containing: date)?.label ?? ""
        if let week {
          context.say(
            "calendar.week", label, week.coordination.description, week.meeting.description)
        } else {
          context.say("calendar.week-waived", label)
        }
        if let dispatch {
          context.say(
            "calendar.dispatch", dispatch.proposed.description, dispatch.nominal.description)
        }
        if let signing {
          context.say(
            signing.isMoved ? "calendar.signing-moved" : "calendar.signing",
            signing.proposed.description, signing.nominal.description)
        }
      })
  }
}
