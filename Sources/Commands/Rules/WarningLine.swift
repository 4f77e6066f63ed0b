// One warning as the JSON that scripts read and as a row of a table.

internal import Catalogue
internal import Policy

extension JSONWriter {
  /// The members of a warning, in the order of `cli.md`; what does not apply is left out.
  mutating func members(of warning: Warning, _ language: Language) {
    member("rule", warning.rule)
    member("rule_set", warning.ruleSet)
    if let level = warning.level { member("level", level.rawValue) }
    member("action", warning.action.rawValue)
    member("who", language == .zh ? warning.who.zh : warning.who.en)
    member("county", warning.county)
    if let record = warning.record {
      member("collection", warning.collection)
      member("record", record.description)
      member("record_name", warning.recordName)
    }
    if let due = warning.due { member("due", due.description) }
    if let nominal = warning.nominalDue { member("nominal_due", nominal.description) }
    if let next = warning.next { member("next", next.description) }
    if let numerator = warning.numerator { member("numerator", numerator.description) }
    if let denominator = warning.denominator { member("denominator", denominator.description) }
    member("reason", warning.reason.text(language))
    member("clause", warning.clause)
    if let reading = warning.reading { member("reading", reading) }
    key("records")
    array { list in for id in warning.records { list.string(id.description) } }
    member("record_count", warning.recordCount)
    if warning.isAdvice { member("advice", true) }
  }
}

/// Prints warnings as lines or as a table.
struct WarningTable {
  let context: CommandContext

  func show(_ warnings: [Warning], none: String, count: String) {
    if context.isJSON {
      for warning in warnings where !context.output.isClosed {
        context.output.json { $0.members(of: warning, context.language) }
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

  /// Rules that could not be judged are said, never left out in silence.
  func tell(_ unjudged: [Unjudged]) {
    for item in unjudged {
      context.note("warnings.unjudged", item.rule, context.text(item.fault.message))
    }
  }
}
