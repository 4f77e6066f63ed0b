// `indicators`: every rate and count with its exact numerator and denominator, by group, and the
// records behind a number.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects

/// How `--by` names a breakdown.
enum BreakdownArgument: String, ExpressibleByArgument, CaseIterable {
  case total, county, department, category, level, batch
  case fundKind = "fund_kind"

  var breakdown: Breakdown { Breakdown(rawValue: rawValue) ?? .total }
}

/// `taizhang indicators`.
struct IndicatorsCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "indicators", abstract: "指标 · rates and counts, exact, by group",
    discussion: """
      taizhang indicators --as-of 2021-09-30 --by county
      taizhang indicators --only A2 --missing     the records that A2 still lacks
      """)

  @OptionGroup(title: "日期 · day") var day: DayOption
  @OptionGroup(title: "规则 · rules") var selection: RuleSelection
  @Option(help: "分组 · total, county, department, category, level, fund_kind or batch")
  var by: BreakdownArgument = .total
  @Option(help: ArgumentHelp("一个指标 · one indicator", valueName: "id"))
  var only: String?
  @Flag(help: "列出计入的记录 · the ids of the records behind the numerator (with --only)")
  var records = false
  @Flag(help: "列出未计入的记录 · the ids of those in the denominator alone (with --only)")
  var missing = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    if selection.county != nil, by != .total, by != .county {
      throw CommandFailure(.idleOption, "--by \(by.rawValue)", "--county")
    }
    let question = try RuleQuestion(day, selection, context)
    let table = IndicatorTable(
      question.rules.book, question.ruleSet, asOf: question.asOf, calendar: question.rules.calendar)
    let asked = only.map(Indicator.named)
    if let only, asked?.isEmpty == true {
      throw CommandFailure(
        .noSuchIndicator, only, Indicator.standard.map(\.id).joined(separator: " "))
    }
    if records || missing {
      // Of several lines under one id each has records of its own.
      guard let asked, asked.count == 1 else { throw CommandFailure(.indicatorNeeded) }
      return try list(asked[0].id, table, question, context)
    }
    let county = question.county
    let breakdown = county == nil ? by.breakdown : .county
    show(
      (asked?.flatMap { table.values($0.id, by: breakdown) } ?? table.values(by: breakdown))
        .filter { county == nil || $0.scope == county },
      question.ruleSet, context)
  }

  private func list(
    _ id: String, _ table: IndicatorTable, _ question: RuleQuestion, _ context: CommandContext
  ) throws {
    let county = question.county
    let ids = table.records(
      of: id, by: county == nil ? .total : .county, scope: county ?? "", missing: missing)
    for id in ids where !context.output.isClosed {
      try show(try context.locate(id.description, in: question.store), question.store, context)
    }
  }

  /// A record behind a number, and the project it belongs to: a batch's member names one.
  private func show(
    _ place: LocatedRecord, _ store: Store, _ context: CommandContext
  ) throws {
    var record = try context.load(place, from: store)
    var collection = context.schema.collection(record.collection)
    if let field = collection?.field("project"), case .reference(let id)? = record[field.id] {
      record = try context.load(try context.locate(id.description, in: store), from: store)
      collection = context.schema.collection(record.collection)
    }
    var name = ""
    if let field = collection?.nameField, case .text(let text)? = record[field.id] { name = text }
    if context.isJSON {
      context.output.json { writer in
        writer.member("id", place.id.description)
        writer.member("project", record.id.description)
        writer.member("name", name)
      }
    } else {
      context.output.line("\(record.id) \(name)")
    }
  }

  private func show(
    _ values: [IndicatorValue], _ ruleSet: RuleSet, _ context: CommandContext
  ) {
    if context.isJSON {
      for value in values where !context.output.isClosed {
        context.output.line(value.jsonLine(context.language, ruleSet: ruleSet.code))
      }
      return
    }
    let headers = context.text("indicators.columns").split(separator: "|").map(String.init)
    var table = TextTable(
      headers.enumerated().map { TextTable.Column($0.element, right: (3...5).contains($0.offset)) })
    for value in values {
      let isRate = value.denominator != nil
      let met = value.met.map { context.text($0 ? "indicators.met" : "indicators.missed") }
      table.add([
        value.indicator, context.language == .zh ? value.title.zh : value.title.en,
        value.label.isEmpty ? value.scope : value.label, value.numerator.description,
        value.denominator?.description ?? "",
        value.percent ?? (isRate ? context.text("indicators.not-applicable") : ""),
        value.target ?? "", met ?? "", value.reading ?? "",
      ])
    }
    table.print(to: context)
    context.say("indicators.count", String(values.count), ruleSet.code)
  }
}

extension FailureKind {
  static let noSuchIndicator = FailureKind("no-such-indicator", .missing)
  static let indicatorNeeded = FailureKind("indicator-needed", .usage)
}
