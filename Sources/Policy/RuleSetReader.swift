// From a rule set's text to its rules, strictly: every key known, every collection and field in the
// vocabulary, every reading one that exists, every rule named by another there, and no deadline
// that waits for itself.

internal import Causality

extension RuleSet {
  /// Reads a rule set.
  ///
  /// - Throws: ``RuleFault`` with the rule, the key, the line and the next step.
  public init(
    yaml text: String, vocabulary: Vocabulary = .standard
  ) throws(RuleFault) {
    var reader = RuleSetReader(vocabulary: vocabulary)
    self = try reader.read(try Entry.document(text))
  }
}

struct RuleSetReader {
  let vocabulary: Vocabulary
  let conditions: ConditionReader
  /// The first and last day of the set's force.
  private var force: (from: CivilDate, to: CivilDate?) = (.earliest, nil)

  init(vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    conditions = ConditionReader(vocabulary: vocabulary)
  }

  mutating func read(_ document: Entry) throws(RuleFault) -> RuleSet {
    var document = document
    let code = try document.required("rule_set")
    document.place.ruleSet = code
    let title = try phrase("title", &document) ?? Phrase(zh: code, en: code)
    let status = try document.text("status") ?? "final"
    guard ["final", "draft"].contains(status) else {
      throw document.fault(.badValue, "status", "final draft")
    }
    force = try effective(&document) ?? (.earliest, nil)
    var settings = try document.entry("settings")
    let rounding = try settings?.text("rounding") ?? "half-up"
    guard let rounding = Fraction.Rounding(rawValue: rounding) else {
      throw document.fault(.badValue, "settings", "half-up truncate")
    }
    let lateDays = try settings?.integer("late_listed_days", 0...3_650) ?? 180
    let ladder = try ladder(&settings, document)
    try settings?.finish()
    let regions = try document.texts("regions")
    var rules: [Rule] = []
    for entry in try document.entries("rules") {
      let rule = try rule(entry)
      if let other = rules.first(where: { $0.id == rule.id && Self.overlap($0, rule) }) {
        throw entry.fault(.repeatedRule, "id", "\(rule.id): \(other.line)")
      }
      rules.append(rule)
    }
    try document.finish()
    try refuseCycles(rules, document)
    return RuleSet(
      code: code, title: title, isDraft: status == "draft", regions: regions,
      effectiveFrom: force.from, effectiveTo: force.to, rounding: rounding,
      lateListedDays: lateDays, ladder: ladder, rules: rules)
  }

  /// `{board: 5, rectify: 10, …}`: working days late at which each step follows.
  private func ladder(
    _ settings: inout Entry?, _ document: Entry
  ) throws(RuleFault) -> Ladder {
    var rungs: [Ladder.Rung] = []
    if var lines = try settings?.entry("ladder") {
      for step in LadderStep.allCases {
        guard let workdays = try lines.integer(step.rawValue, 1...1_000) else { continue }
        rungs.append(Ladder.Rung(step, workdays: workdays))
      }
      try lines.finish()
    }
    guard let ladder = Ladder(rungs) else {
      throw document.fault(
        .badValue, "ladder", LadderStep.allCases.map(\.rawValue).joined(separator: " <= "))
    }
    return ladder
  }

  private static func overlap(_ one: Rule, _ other: Rule) -> Bool {
    one.effectiveFrom <= other.effectiveTo ?? .latest
      && other.effectiveFrom <= one.effectiveTo ?? .latest
  }

  private func rule(_ written: Entry) throws(RuleFault) -> Rule {
    var entry = written
    let id = try entry.required("id")
    entry.place.rule = id
    let kindName = try entry.required("kind")
    guard let kind = Rule.Kind(rawValue: kindName) else {
      throw entry.fault(
        .unknownKind, "kind",
        "\(kindName): \(Rule.Kind.allCases.map(\.rawValue).joined(separator: " "))")
    }
    let (readings, reading) = try self.readings(&entry)
    let title = try phrase("title", &entry) ?? Phrase(zh: id, en: id)
    let breach = try phrase("breach", &entry)
    let clause = try entry.required("clause")
    let strengthName = try entry.text("strength") ?? "hard"
    guard let strength = Rule.Strength(rawValue: strengthName) else {
      throw entry.fault(.badValue, "strength", "hard soft")
    }
    let who = try phrase("who", &entry) ?? Phrase("policy.the-counties")
    let force = try effective(&entry) ?? self.force
    let actions = try self.actions(&entry)
    let head = Head(strength: strength, id: id)
    let body = try body(kind, &entry, head)
    try entry.finish()
    return Rule(
      id: id, kind: kind, title: title, breach: breach, clause: clause, strength: strength,
      who: who,
      effectiveFrom: force.from, effectiveTo: force.to, readings: readings, reading: reading,
      actions: actions, line: written.line, body: body)
  }

  /// What the bodies need to know of the rule's head.
  struct Head {
    let strength: Rule.Strength
    let id: String
    var level: Level { strength == .hard ? .red : .yellow }
  }

  /// Lays the keys of the chosen reading over the rule's own.
  func readings(
    _ entry: inout Entry
  ) throws(RuleFault) -> ([Rule.Reading], String?) {
    let chosen = try entry.text("reading")
    guard var names = try entry.entry("readings") else {
      if let chosen { throw entry.fault(.noSuchReading, "reading", chosen) }
      return ([], nil)
    }
    var readings: [Rule.Reading] = []
    var over: Entry?
    for name in names.names() {
      guard var reading = try names.entry(name) else { continue }
      let zh = try reading.required("zh")
      let en = try reading.required("en")
      let set = try reading.entry("set")
      try reading.finish()
      readings.append(Rule.Reading(name: name, phrase: Phrase(zh: zh, en: en)))
      if name == chosen { over = set }
    }
    guard let chosen, readings.contains(where: { $0.name == chosen }) else {
      throw entry.fault(
        .noSuchReading, "reading",
        "\(chosen ?? ""): \(readings.map(\.name).joined(separator: " "))")
    }
    if let over { entry = entry.overridden(by: over) }
    return (readings, chosen)
  }

  private func actions(_ entry: inout Entry) throws(RuleFault) -> [Level: LadderStep] {
    var actions: [Level: LadderStep] = [:]
    guard var lines = try entry.entry("actions") else { return actions }
    for level in Level.allCases {
      guard let name = try lines.text(level.rawValue) else { continue }
      guard let step = LadderStep(rawValue: name) else {
        throw entry.fault(
          .badValue, "actions", LadderStep.allCases.map(\.rawValue).joined(separator: " "))
      }
      actions[level] = step
    }
    try lines.finish()
    return actions
  }

  private func effective(
    _ entry: inout Entry
  ) throws(RuleFault) -> (from: CivilDate, to: CivilDate?)? {
    guard var lines = try entry.entry("effective") else { return nil }
    let from = try date("from", &lines) ?? force.from
    let to = try date("to", &lines)
    try lines.finish()
    if let to, to < from { throw entry.fault(.badValue, "effective", "from <= to") }
    return (from, to)
  }

  func date(_ key: String, _ entry: inout Entry) throws(RuleFault) -> CivilDate? {
    guard let text = try entry.text(key) else { return nil }
    guard let date = CivilDate(iso: text) else { throw entry.fault(.badValue, key, "2021-09-18") }
    return date
  }

  func phrase(_ key: String, _ entry: inout Entry) throws(RuleFault) -> Phrase? {
    guard var lines = try entry.entry(key) else { return nil }
    let phrase = Phrase(zh: try lines.required("zh"), en: try lines.required("en"))
    try lines.finish()
    return phrase
  }

  func level(_ key: String, _ entry: inout Entry) throws(RuleFault) -> Level? {
    guard let text = try entry.text(key) else { return nil }
    guard let level = Level(rawValue: text) else {
      throw entry.fault(.badValue, key, "info yellow red")
    }
    return level
  }

  /// Every rule named by another must be there, and following the names must end.
  private func refuseCycles(_ rules: [Rule], _ document: Entry) throws(RuleFault) {
    let (next, followers) = (Self.named(by: rules), Self.followers(of: rules))
    for rule in rules {
      let names = (next[rule.id] ?? []) + (followers[rule.id] ?? [])
      for name in names where !rules.contains(where: { $0.id == name }) {
        throw fault(.unknownRule, rule, name, document)
      }
      try refuseOddSteps(rule, rules, document)
    }
    if let rule = Self.waitingForItself(rules) { throw fault(.cycle, rule, rule.id, document) }
  }

  /// The rules that each rule comes after or consists of.
  private static func named(by rules: [Rule]) -> [String: [String]] {
    var next: [String: [String]] = [:]
    for rule in rules {
      switch rule.body {
      case .deadline(let deadline):
        if case .rule(let other) = deadline.start { next[rule.id, default: []].append(other) }
      case .chain(let steps): next[rule.id, default: []] += steps
      default: break
      }
    }
    return next
  }

  /// The harder deadlines behind each rule, before which it falls silent.
  private static func followers(of rules: [Rule]) -> [String: [String]] {
    var next: [String: [String]] = [:]
    for rule in rules {
      guard case .deadline(let deadline) = rule.body, let then = deadline.then else { continue }
      next[rule.id, default: []].append(then)
    }
    return next
  }

  /// The first rule that leads back to itself, in any of its versions: by what comes before it, or
  /// by the deadlines behind it, which would all leave the telling to each other.
  static func waitingForItself(_ rules: [Rule]) -> Rule? {
    leadingBack(rules, named(by: rules)) ?? leadingBack(rules, followers(of: rules))
  }

  private static func leadingBack(_ rules: [Rule], _ next: [String: [String]]) -> Rule? {
    rules.first { rule in
      var front = Set(next[rule.id] ?? [])
      var seen = front
      while !front.isEmpty {
        if front.contains(rule.id) { return true }
        front = Set(front.flatMap { next[$0] ?? [] }).subtracting(seen)
        seen.formUnion(front)
      }
      return false
    }
  }

  /// A deadline follows, and is followed by, deadlines; what it comes after is of the same records
  /// or of those they belong to.
  private func refuseOddSteps(
    _ rule: Rule, _ rules: [Rule], _ document: Entry
  ) throws(RuleFault) {
    guard case .deadline(let deadline) = rule.body else { return }
    func deadlines(_ id: String) -> [Deadline] {
      rules.filter { $0.id == id }.compactMap { other in
        if case .deadline(let named) = other.body { named } else { nil }
      }
    }
    if let then = deadline.then, deadlines(then).isEmpty {
      throw fault(.badValue, rule, "then: deadline", document)
    }
    guard case .rule(let before) = deadline.start else { return }
    let here = deadline.scope.collection
    var above: Int?
    if let parent = vocabulary.collections[here].parent,
      case .reference(let target) = vocabulary.collections[here].fields[parent].form
    {
      above = vocabulary.place(of: target)
    }
    guard deadlines(before).contains(where: { [here, above].contains($0.scope.collection) }) else {
      throw fault(.badValue, rule, "deadline", document)
    }
  }

  private func fault(
    _ code: RuleFault.Code, _ rule: Rule, _ detail: String, _ document: Entry
  ) -> RuleFault {
    RuleFault(
      code: code, ruleSet: document.place.ruleSet, rule: rule.id, key: "after", line: rule.line,
      detail: detail)
  }
}
