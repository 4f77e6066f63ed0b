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

  /// The county's code, or a functional zone's: that of its county and more, or a local one.
  ///
  /// - Throws: for a name or a code of none.
  func countyCode() throws -> String? {
    try county.map(Self.code(ofCounty:))
  }

  /// The same for a county that another option names.
  static func code(ofCounty county: String) throws -> String {
    if let region = Region.named(county) { return region.code }
    let base = county.prefix { $0 != "-" }
    guard Region.find(String(base)) != nil || Region.kind(of: String(base)) == .zone else {
      throw CommandFailure(.noSuchCounty, county)
    }
    return county
  }

  /// The rule set that is asked for, in the versions that the ledger keeps.
  ///
  /// - Parameters:
  ///   - day: the day asked about.
  ///   - rule: where no set is named, the set that has this rule comes first.
  func chosen(
    _ rules: RuleBook, _ store: Store, _ context: CommandContext, asOf day: CivilDate,
    preferring rule: String? = nil
  ) throws -> RuleSet {
    let kept = rules.ruleSets
    if let ruleSet { return try Self.ruleSet(ruleSet, kept, asOf: day) }
    if let rule {
      var unread: CommandFailure?
      for code in kept.codes {
        do throws(KeptRuleSetFault) {
          if let set = try kept.ruleSet(code, asOf: day), !set.rules(rule).isEmpty { return set }
        } catch {
          unread = unread ?? CommandFailure(error)
        }
      }
      // No set that can be read has the rule: one that cannot may.
      if let unread { throw unread }
    }
    let ledgers = try context.ledgerOption.map { [$0] } ?? store.ledgers()
    let found = ledgers.compactMap(RuleSet.standard(for:)).map(\.code)
    guard let first = found.first, found.allSatisfy({ $0 == first }) else {
      throw CommandFailure(.ruleSetNeeded, kept.codes.joined(separator: " "))
    }
    return try Self.ruleSet(first, kept, asOf: day)
  }

  /// - Parameter day: the day asked about; nil for the newest version's.
  static func ruleSet(
    _ code: String, _ kept: KeptRuleSets, asOf day: CivilDate? = nil
  ) throws -> RuleSet {
    do throws(KeptRuleSetFault) {
      if let set = try kept.ruleSet(code, asOf: day) { return set }
    } catch {
      throw CommandFailure(error)
    }
    throw CommandFailure(.noSuchRuleSet, code, kept.codes.joined(separator: " "))
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
