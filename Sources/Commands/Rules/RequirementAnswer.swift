// How a requirement of the documents is answered, as `rules explain` and `rules list --all` say it:
// what computes it, the fields that record it, or why the ledger cannot hold it. No rule set is
// needed.

internal import Catalogue
internal import Policy
internal import Projects

extension CommandContext {
  /// Says how a requirement is answered, and what each source of the answer is.
  func tell(_ requirement: Requirement) {
    if isJSON {
      output.json { writer in writer.members(of: requirement, language) }
      return
    }
    let (id, set) = (requirement.id, requirement.ruleSet)
    switch requirement.answer {
    case .computed: say("requirements.explain.computed", id, set)
    case .recorded: say("requirements.explain.recorded", id, set)
    case .notHeld: say("requirements.explain.not-held", id, set, word(requirement.reason))
    }
    if requirement.answer == .notHeld { return }
    for source in requirement.by { say("rules.explain.fact", source, words(of: source)) }
    tellUnjudged(requirement)
  }

  /// Says what of a requirement nothing answers, and why.
  func tellUnjudged(_ requirement: Requirement?) {
    if let reason = requirement?.reason { say("requirements.explain.in-part", word(reason)) }
  }

  /// Lists requirements, each with its answer.
  func list(_ requirements: [Requirement]) {
    let headers = text("requirements.columns").split(separator: "|").map(String.init)
    var table = TextTable(headers.map { TextTable.Column($0) })
    for requirement in requirements {
      if isJSON {
        output.json { writer in writer.members(of: requirement, language) }
        continue
      }
      let answer =
        switch requirement.answer {
        case .computed: text("requirements.computed")
        case .recorded: text("requirements.recorded")
        case .notHeld: text("requirements.not-held")
        }
      let by =
        requirement.answer == .notHeld
        ? word(requirement.reason) : requirement.by.joined(separator: " ")
      table.add([requirement.ruleSet, requirement.id, answer, by])
    }
    table.print(to: self)
  }

  /// What a source of an answer is: the title of a rule or an indicator, the label of a field.
  private func words(of source: String) -> String {
    let parts = source.split(separator: ":").map(String.init)
    guard parts.count == 2 else { return label(of: source) }
    switch parts[0] {
    case "indicator":
      let indicator = Indicator.standard.first { $0.id == parts[1] }
      return word(indicator?.title)
    case "schedule": return text("requirements.schedule")
    case "setting": return text("requirements.setting")
    default:
      let rule = RuleSet.standard.compactMap { $0.rules(parts[1]).first }.first
      return word(rule?.title)
    }
  }

  /// The labels of a field and of its collection.
  private func label(of source: String) -> String {
    let parts = source.split(separator: ".").map(String.init)
    guard parts.count == 2, let collection = schema.collection(parts[0]),
      let field = collection.field(parts[1])
    else { return "" }
    return language == .zh ? "\(collection.zh)·\(field.zh)" : "\(collection.en): \(field.en)"
  }

  private func word(_ phrase: Phrase?) -> String {
    guard let phrase else { return "" }
    return language == .zh ? phrase.zh : phrase.en
  }
}

extension JSONWriter {
  /// A requirement's number, place and answer; what answers it, or the reason why nothing does.
  mutating func members(of requirement: Requirement, _ language: Language) {
    member("requirement", requirement.id)
    member("rule_set", requirement.ruleSet)
    member("answer", requirement.answer.rawValue)
    if requirement.answer != .notHeld { member("by", requirement.by) }
    reason(of: requirement, language)
  }

  /// Why nothing answers a requirement, or a part of it; nothing where all of it is answered.
  mutating func reason(of requirement: Requirement?, _ language: Language) {
    guard let reason = requirement?.reason else { return }
    member("reason", language == .zh ? reason.zh : reason.en)
  }
}
