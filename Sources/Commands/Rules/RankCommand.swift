// `rank`: counties and functional zones by score, ranked apart, every point with its working.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Policy
internal import ProjectLedger

/// `taizhang rank`.
struct RankCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank",
    abstract: "排名 · scores and places, item by item; equal scores share a place",
    discussion: """
      taizhang rank --as-of 2021-10-31 --since 2021-09-30
      taizhang rank --rule-set luohe-2024          what if another rule set held
      """)

  @OptionGroup(title: "日期 · day") var day: DayOption
  @OptionGroup(title: "规则 · rules") var selection: RuleSelection
  @Option(help: ArgumentHelp("评分规则 · the score sheet (default: the set's first)", valueName: "id"))
  var sheet: String?
  @Option(help: ArgumentHelp("与哪天比 · compare places with an earlier day", valueName: "date"))
  var since: String?
  @Flag(help: "逐项 · every item of every score")
  var why = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let question = try RuleQuestion(day, selection, context)
    let (rules, ruleSet) = (question.rules, question.ruleSet)
    let sheets = ruleSet.rules.filter { $0.kind == .scoring }
    guard let name = sheet ?? ruleSet.scoring(on: question.asOf)?.id ?? sheets.first?.id else {
      throw CommandFailure(.noScoring, ruleSet.code)
    }
    func table(_ date: CivilDate, before: ScoreTable? = nil) -> ScoreTable? {
      ScoreTable(
        rules.book, ruleSet, rule: name, asOf: date, calendar: rules.calendar, before: before)
    }
    let before = try since.map(DayOption.date)
    let earlier = before.flatMap { table($0) }
    let force = sheets.filter { $0.id == name }.map(\.span).joined(separator: " ")
    guard let scores = table(question.asOf, before: earlier) else {
      if force.isEmpty {
        let known = Set(sheets.map(\.id)).sorted()
        throw CommandFailure(.noSuchSheet, name, known.joined(separator: " "))
      }
      throw CommandFailure(.sheetNotInForce, name, question.asOf.description, force)
    }
    if let before, earlier == nil { tell(before, name, force, context) }
    for group in scores.groups { show(group, question.county, context) }
  }

  /// A day on which the sheet was not in force is said, also to scripts: places then have no
  /// change.
  private func tell(
    _ day: CivilDate, _ sheet: String, _ force: String, _ context: CommandContext
  ) {
    context.warning(
      "not-in-force", Message("rank.not-in-force", [day.description, sheet, force]),
      hint: Message("rank.not-in-force.hint", [force]))
  }

  /// A group's rows in their places; of a county that is asked for its own alone.
  private func show(_ group: ScoreGroup, _ county: String?, _ context: CommandContext) {
    let rows = group.rows.filter { county == nil || $0.county == county }
    if rows.isEmpty { return }
    let isChinese = context.language == .zh
    let title = isChinese ? group.name.zh : group.name.en
    if context.isJSON {
      for row in rows where !context.output.isClosed {
        context.output.json { $0.members(of: row, in: title, isChinese: isChinese) }
      }
      return
    }
    context.say("rank.group", title)
    let headers = context.text("rank.columns").split(separator: "|").map(String.init)
    var table = TextTable(
      headers.enumerated().map { TextTable.Column($0.element, right: $0.offset != 1) })
    for row in rows {
      let change = row.change.map { $0 > 0 ? "+\($0)" : "\($0)" } ?? ""
      let place = row.place.map { String($0) } ?? context.text("indicators.not-applicable")
      table.add([place, row.label, row.score?.description ?? "", change])
      guard why else { continue }
      for item in row.items {
        let working = [item.numerator?.description, item.denominator?.description]
          .compactMap { $0 }.joined(separator: "/")
        table.add([
          "", "  \(isChinese ? item.title.zh : item.title.en) \(working)",
          "\(item.points) / \(item.weight)", "",
        ])
      }
    }
    table.print(to: context)
  }
}

extension JSONWriter {
  mutating func members(of row: ScoreRow, in group: String, isChinese: Bool) {
    member("group", group)
    member("county", row.county)
    member("label", row.label)
    if let place = row.place { member("place", place) }
    if let change = row.change { member("change", change) }
    if let score = row.score { member("score", score.description) }
    key("items")
    array { list in
      for item in row.items {
        list.object { writer in
          writer.member("item", item.name)
          writer.member("title", isChinese ? item.title.zh : item.title.en)
          if let numerator = item.numerator { writer.member("numerator", numerator.description) }
          if let denominator = item.denominator {
            writer.member("denominator", denominator.description)
          }
          writer.member("weight", item.weight.description)
          writer.member("points", item.points.description)
        }
      }
    }
  }
}

extension FailureKind {
  static let noScoring = FailureKind("no-scoring", .missing)
  static let noSuchSheet = FailureKind("no-such-sheet", .missing)
  static let sheetNotInForce = FailureKind("sheet-not-in-force", .missing)
}
