// What every question to the rules begins with: the day, the facts, the rule set that answers.

internal import Causality
internal import LedgerStore
internal import Policy
internal import ProjectLedger

struct RuleQuestion {
  let asOf: CivilDate
  /// The county asked about; nil for all.
  let county: String?
  let store: Store
  let rules: RuleBook
  let ruleSet: RuleSet

  /// - Parameters:
  ///   - rule: where no set is named, the set that has this rule answers.
  ///   - opened: the command's store, where it was opened before: a process opens a store once.
  init(
    _ day: DayOption, _ selection: RuleSelection, _ context: CommandContext,
    preferring rule: String? = nil, in opened: Store? = nil
  ) throws {
    asOf = try day.day()
    county = try selection.countyCode()
    store = try opened ?? context.openStore(readOnly: true)
    rules = try RuleBook(store, ledger: try context.readingLedger(of: store))
    ruleSet = try selection.chosen(rules, store, context, asOf: asOf, preferring: rule)
    context.tell(rules.book.figuresLeftOut.filter { county == nil || $0.county == county })
  }

  /// All rules of the set judged, in the county asked about or all.
  func evaluation(listsOpen: Bool = false) -> Evaluation {
    Evaluation(
      rules.book, ruleSet, asOf: asOf, calendar: rules.calendar, county: county,
      listsOpen: listsOpen)
  }

  /// The store of a command and the rule sets that it keeps; none where there is no store.
  static func ruleSets(
    _ context: CommandContext
  ) throws -> (store: Store?, kept: KeptRuleSets) {
    guard Surroundings.exists(context.storePath + "/data.mdb") else { return (nil, KeptRuleSets()) }
    let store = try context.openStore(readOnly: true)
    return (store, try store.reading { snapshot in try CityBooks.ruleSets(snapshot) })
  }
}

extension CommandContext {
  /// Typed figures that count nowhere are said beside whatever is computed, to scripts too.
  func tell(_ figures: [FigureLeftOut]) {
    for figure in figures {
      warning("figure-\(figure.reason.rawValue)", figure.message, hint: figure.hint)
    }
  }
}

extension CommandFailure {
  /// A refusal of the calendar.
  init(_ fault: CalendarFault) {
    self.init(code: "calendar", status: .wanting, message: fault.message, hint: fault.hint)
  }

  /// A rule set that is kept cannot be used.
  init(_ kept: KeptRuleSetFault) {
    self.init(
      code: kept.fault.code.rawValue, status: .badInput, message: kept.message,
      hint: kept.fault.hint,
      at: Place(file: kept.code, record: kept.record.description, line: kept.fault.line))
  }

  /// What a closing keeps cannot be printed from.
  init(_ fault: FrozenBulletinFault) {
    self.init(
      code: "snapshot-damaged", status: .wanting, message: fault.message, hint: fault.hint,
      at: Place(record: fault.record.description))
  }

  /// Something that the city keeps cannot be used.
  init(_ fault: CityBookFault) {
    self.init(code: fault.code, status: .wanting, message: fault.message, hint: fault.hint)
  }
}
