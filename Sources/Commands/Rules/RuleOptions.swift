// What the commands that judge by the rules have in common: the day, the county, the rule set.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects

/// The day that is asked about.
struct DayOption: ParsableArguments {
  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("截至日 · as of the end of this day (default: today)", valueName: "date"))
  var asOf: String?

  /// The day; today in China Standard Time where none is given.
  func day() throws -> CivilDate { try Self.day(asOf) }

  /// A day as typed; today in China Standard Time where none is given.
  static func day(_ text: String?) throws -> CivilDate {
    guard let text else {
      let now = InstantText.formatLocal(Int64(clamping: Surroundings.wallMilliseconds()))
      guard let today = CivilDate(iso: now.prefix(10)) else {
        throw CommandFailure(.badDate, String(now.prefix(10)))
      }
      return today
    }
    return try date(text)
  }

  /// A day as typed.
  static func date(_ text: String) throws -> CivilDate {
    guard let date = CivilDate(typed: text) else { throw CommandFailure(.badDate, text) }
    return date
  }
}

/// Which rules, and of whose.
struct RuleSelection: ParsableArguments {
  @Option(
    name: .customLong("rule-set"),
    help: ArgumentHelp("规则集 · the rule set (default: by the ledger's region)", valueName: "code"))
  var ruleSet: String?

  @Option(help: ArgumentHelp("县区 · a county, by code or name", valueName: "county"))
  var county: String?

  /// The county's code; a functional zone's begins with that of its county.
  ///
  /// - Throws: for a name or a code of none.
  func countyCode() throws -> String? {
    guard let county else { return nil }
    if let region = Region.named(county) { return region.code }
    let base = county.prefix { $0 != "-" }
    guard Region.find(String(base)) != nil else { throw CommandFailure(.noSuchCounty, county) }
    return county
  }

  /// The rule set that is asked for; the ledger's own text of it stands before the one built in.
  ///
  /// - Parameter rule: where no set is named, the set that has this rule comes first.
  func chosen(
    _ rules: RuleBook, _ store: Store, _ context: CommandContext, preferring rule: String? = nil
  ) throws -> RuleSet {
    if let ruleSet { return try Self.ruleSet(ruleSet, rules.ruleSets) }
    for code in rule == nil ? [] : Self.codes(rules.ruleSets) {
      let set = try Self.ruleSet(code, rules.ruleSets)
      if let rule, !set.rules(rule).isEmpty { return set }
    }
    let ledgers = try context.ledgerOption.map { [$0] } ?? store.ledgers()
    let found = ledgers.compactMap(RuleSet.standard(for:)).map(\.code)
    guard let first = found.first, found.allSatisfy({ $0 == first }) else {
      throw CommandFailure(.ruleSetNeeded, Self.codes(rules.ruleSets).joined(separator: " "))
    }
    return try Self.ruleSet(first, rules.ruleSets)
  }

  static func ruleSet(_ code: String, _ texts: [String: String]) throws -> RuleSet {
    if let text = texts[code] {
      do throws(RuleFault) { return try RuleSet(yaml: text) } catch {
        throw CommandFailure(
          code: error.code.rawValue, status: .badInput, message: error.message, hint: error.hint,
          at: Place(file: code, line: error.line))
      }
    }
    guard let standard = RuleSet.standard(code) else {
      throw CommandFailure(.noSuchRuleSet, code, codes(texts).joined(separator: " "))
    }
    return standard
  }

  static func codes(_ texts: [String: String]) -> [String] {
    Set(RuleSet.standard.map(\.code) + texts.keys).sorted()
  }
}

extension FailureKind {
  static let noSuchCounty = FailureKind("no-such-county", .usage)
  static let badDate = FailureKind("bad-date", .usage)
  static let noSuchRuleSet = FailureKind("no-such-rule-set", .missing)
  static let noSuchRule = FailureKind("no-such-rule", .missing)
  static let ruleSetNeeded = FailureKind("rule-set-needed", .usage)
  static let badWithin = FailureKind("bad-within", .usage)
}
