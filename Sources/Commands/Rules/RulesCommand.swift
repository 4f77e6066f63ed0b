// `rules list` and `rules explain RULE [ID]`: what is asked, by which clause and reading, and how
// it comes out for one record or for all. A set that cannot be read hides no other.

internal import ArgumentParser
internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Policy
internal import ProjectLedger

/// `taizhang rules`.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "规则 · the rules as data, each with its clause and reading",
    subcommands: [RulesListCommand.self, RulesExplainCommand.self])
}

/// `taizhang rules list`.
struct RulesListCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "规则清单 · every rule of a set, or of all sets")

  @Option(name: .customLong("rule-set"), help: ArgumentHelp("规则集 · one set", valueName: "code"))
  var ruleSet: String?
  @Flag(name: .customLong("all"), help: "全部要求 · every requirement of the documents and its answer")
  var listsRequirements = false
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    let kept = try RuleQuestion.ruleSets(context).kept
    let codes = ruleSet.map { [$0] } ?? kept.codes
    if listsRequirements {
      if let ruleSet { _ = try RuleSelection.ruleSet(ruleSet, kept) }
      return context.list(Requirement.all.filter { codes.contains($0.ruleSet) })
    }
    let headers = context.text("rules.columns").split(separator: "|").map(String.init)
    var table = TextTable(headers.map { TextTable.Column($0) })
    var unread: [CommandFailure] = []
    for code in codes {
      let set: RuleSet
      do { set = try RuleSelection.ruleSet(code, kept) } catch let failure as CommandFailure {
        unread.append(failure)
        continue
      }
      for rule in set.rules {
        if context.isJSON {
          context.output.json { $0.members(of: rule, in: set, context.language) }
        } else {
          table.add([
            set.code, rule.id, rule.kind.rawValue, rule.strength.rawValue,
            context.language == .zh ? rule.title.zh : rule.title.en, rule.clause,
            rule.reading ?? "", rule.span,
          ])
        }
      }
    }
    table.print(to: context)
    guard let last = unread.popLast() else { return }
    for failure in unread { context.output.errorLine(context.words(of: failure)) }
    throw last
  }
}

/// `taizhang rules explain RULE [ID]`.
struct RulesExplainCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "说明 · a rule's clause, readings, and its working on the data",
    discussion: """
      taizhang rules explain zmd-m-handover3 01m80g04 --as-of 2021-10-09
      With --json: the rule on the first line, then what it found, a line each as in `warnings`.
      A requirement of the documents that is no rule: what computes it, the fields that record it, or
      why the ledger cannot hold it.
      """)

  @Argument(help: "规则 · the rule's id, or a requirement's")
  var rule: String
  @Argument(help: "记录 · one record, by any unique beginning of its id")
  var id: String?
  @OptionGroup(title: "日期 · day") var day: DayOption
  @OptionGroup(title: "规则 · rules") var selection: RuleSelection
  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    var store: Store?
    if let requirement = Requirement.find(rule) {
      let (opened, kept) = try RuleQuestion.ruleSets(context)
      if try !isRule(of: kept) { return context.tell(requirement) }
      store = opened
    }
    let question = try RuleQuestion(day, selection, context, preferring: rule, in: store)
    let (rules, ruleSet, asOf) = (question.rules, question.ruleSet, question.asOf)
    let versions = ruleSet.rules(rule)
    guard let shown = ruleSet.rule(rule, on: asOf) ?? versions.first else {
      throw CommandFailure(.noSuchRule, rule, ruleSet.code)
    }
    let record = try id.map { try context.locate($0, in: question.store).id }
    let explanation = record.flatMap {
      Explanation(rule, $0, in: rules.book, ruleSet, asOf: asOf, calendar: rules.calendar)
    }
    let responsible = record.flatMap {
      Evaluation.responsible(
        rule, for: $0, in: rules.book, ruleSet, asOf: asOf, calendar: rules.calendar)
    }
    .map { context.language == .zh ? $0.zh : $0.en }
    if context.isJSON {
      context.output.json { writer in
        writer.members(of: shown, in: ruleSet, context.language)
        if let responsible { writer.member("responsible", responsible) }
        writer.reason(of: Requirement.find(rule), context.language)
        if let explanation { writer.facts(explanation) }
      }
    } else {
      explain(shown, ruleSet, responsible, context)
      context.tellUnjudged(Requirement.find(rule))
      for fact in explanation?.facts ?? [] {
        let label = context.language == .zh ? fact.label.zh : fact.label.en
        context.say("rules.explain.fact", label, fact.value ?? context.text("rules.explain.empty"))
      }
    }
    let table = WarningTable(context: context)
    var (found, unjudged) = (explanation?.findings ?? [], explanation?.unjudged ?? [])
    if explanation == nil { (found, unjudged) = findings(question) }
    if found.isEmpty, unjudged.isEmpty, !context.isJSON, let judged = explanation?.outOfForce {
      let force = versions.map { "\($0.effectiveFrom)—\($0.effectiveTo?.description ?? "")" }
      return context.say(
        "rules.out-of-force", judged.description, force.joined(separator: " "))
    }
    // Where nothing could be judged, nothing is said to be well.
    if !found.isEmpty || unjudged.isEmpty {
      table.show(found, none: "rules.nothing-found", count: "warnings.count")
    }
    table.tell(unjudged)
  }

  /// Whether a set that is asked has the rule; of a set that cannot be read, whether the one built
  /// in has.
  private func isRule(of kept: KeptRuleSets) throws -> Bool {
    if let code = selection.ruleSet {
      return try !RuleSelection.ruleSet(code, kept).rules(rule).isEmpty
    }
    return kept.codes.contains { code in
      let set = (try? RuleSelection.ruleSet(code, kept)) ?? RuleSet.standard(code)
      return set?.rules(rule).isEmpty == false
    }
  }

  /// What the rule finds in all records.
  private func findings(_ question: RuleQuestion) -> ([Warning], [Unjudged]) {
    let evaluation = question.evaluation(listsOpen: true)
    return (
      (evaluation.warnings + evaluation.open.filter { $0.level == nil }).filter { $0.rule == rule },
      evaluation.unjudged.filter { $0.rule == rule }
    )
  }

  /// - Parameter responsible: who must act for the record asked about; nil where the rule says it
  ///   for all.
  private func explain(
    _ rule: Rule, _ ruleSet: RuleSet, _ responsible: String?, _ context: CommandContext
  ) {
    let isChinese = context.language == .zh
    func word(_ phrase: Phrase) -> String { isChinese ? phrase.zh : phrase.en }
    context.say("rules.explain.head", rule.id, word(rule.title), ruleSet.code)
    context.say("rules.explain.clause", rule.clause, rule.kind.rawValue, rule.strength.rawValue)
    context.say("rules.explain.who", responsible ?? word(rule.who))
    for reading in rule.readings {
      let key = reading.name == rule.reading ? "rules.explain.chosen" : "rules.explain.other"
      context.say(key, reading.name, word(reading.phrase))
    }
  }
}

extension Rule {
  /// The days that it holds, `2021-09-18—2021-12-31`, the last left out while there is none.
  var span: String { "\(effectiveFrom)—\(effectiveTo?.description ?? "")" }
}

extension JSONWriter {
  /// The fields that a rule looked at; those that are empty are left out.
  mutating func facts(_ explanation: Explanation) {
    key("facts")
    object { writer in
      for fact in explanation.facts {
        if let value = fact.value { writer.member(fact.field, value) }
      }
    }
  }

  mutating func members(of rule: Rule, in ruleSet: RuleSet, _ language: Language) {
    member("rule", rule.id)
    member("rule_set", ruleSet.code)
    member("kind", rule.kind.rawValue)
    member("strength", rule.strength.rawValue)
    member("title", language == .zh ? rule.title.zh : rule.title.en)
    member("who", language == .zh ? rule.who.zh : rule.who.en)
    member("clause", rule.clause)
    if let reading = rule.reading { member("reading", reading) }
    key("readings")
    array { list in for reading in rule.readings { list.string(reading.name) } }
    member("effective_from", rule.effectiveFrom.description)
    if let end = rule.effectiveTo { member("effective_to", end.description) }
  }
}
