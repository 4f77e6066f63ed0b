// Warnings as the lines that scripts read and as a table.

internal import Catalogue
internal import Causality
internal import Policy

/// Prints warnings as lines or as a table.
struct WarningTable {
  let context: CommandContext

  func show(_ warnings: [Warning], none: String, count: String) {
    if context.isJSON {
      for warning in warnings where !context.output.isClosed {
        context.output.line(warning.jsonLine(context.language))
      }
      return
    }
    guard !warnings.isEmpty else { return context.say(none) }
    let headers = context.text("warnings.columns").split(separator: "|").map(String.init)
    var table = TextTable(headers.map { TextTable.Column($0) })
    for warning in warnings {
      table.add([
        level(warning), warning.county, warning.recordName, warning.reason.text(context.language),
        due(warning), warning.next?.description ?? "", warning.clause,
      ])
    }
    table.print(to: context)
    context.say(count, String(warnings.count))
  }

  /// The level, marked where the rule set is a draft: then it is advice.
  private func level(_ warning: Warning) -> String {
    let level = warning.level.map { context.text("level.\($0.rawValue)") } ?? ""
    return warning.isAdvice ? context.text("warnings.advice", level) : level
  }

  /// The last day as judged; beside it the day as counted, where that was a day off.
  private func due(_ warning: Warning) -> String {
    guard let due = warning.due else { return "" }
    guard let nominal = warning.nominalDue, nominal != due else { return due.description }
    return context.text("warnings.rolled", due.description, nominal.description)
  }

  /// Rules that could not be judged are said, to scripts too, never left out in silence.
  func tell(_ unjudged: [Unjudged]) {
    for item in unjudged {
      context.warning(
        "not-judged", Message("warnings.unjudged", [item.rule, context.text(item.fault.message)]),
        hint: item.fault.hint)
    }
  }
}
