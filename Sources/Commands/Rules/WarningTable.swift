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
      let level = warning.level.map { context.text("level.\($0.rawValue)") } ?? ""
      table.add([
        level, warning.county, warning.recordName, warning.reason.text(context.language),
        warning.due?.description ?? "", warning.next?.description ?? "", warning.clause,
      ])
    }
    table.print(to: context)
    context.say(count, String(warnings.count))
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
