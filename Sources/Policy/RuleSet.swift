// A rule set: the rules of one place or document, with their force in time. The sets built in are
// read once; the city's own text, in the same form, replaces them.

public import Causality

/// The rules of a place.
public struct RuleSet: Sendable {
  /// Its code, such as `zhumadian-2021`.
  public let code: String
  /// What it is.
  public let title: Phrase
  /// Whether it is a draft for comments: then every warning is advice.
  public let isDraft: Bool
  /// The beginnings of the region codes it is made for; empty for none in particular.
  public let regions: [String]
  /// The first day of its force.
  public internal(set) var effectiveFrom: CivilDate
  /// The last day of its force; nil while it has none.
  public internal(set) var effectiveTo: CivilDate?
  /// How rates are cut when shown.
  public let rounding: Fraction.Rounding
  /// How many days a breach stays listed after it was made good.
  public let lateListedDays: Int
  /// How breaches climb the ladder of actions the longer they last.
  public let ladder: Ladder
  /// The rules, in the order written. A rule that changed is written once for each time of force.
  public internal(set) var rules: [Rule]

  /// The versions of a rule by its number.
  public func rules(_ id: String) -> [Rule] { rules.filter { $0.id == id } }

  /// The version of a rule in force on a day.
  public func rule(_ id: String, on date: CivilDate) -> Rule? {
    rules.first { $0.id == id && $0.isInForce(on: date) }
  }

  /// The score sheet in force on a day, the first written of several.
  public func scoring(on date: CivilDate) -> Rule? {
    rules.first { $0.kind == .scoring && $0.isInForce(on: date) }
  }

  /// Whether it is made for a county.
  public func covers(_ region: String) -> Bool { regions.contains { region.hasPrefix($0) } }

  /// The sets built in, by code.
  public static let standard: [RuleSet] = Embedded.ruleSets.map { code, text in
    do {
      return try RuleSet(yaml: text)
    } catch {
      preconditionFailure("the rule set \(code) built in is not readable: \(error)")
    }
  }

  /// The built-in set with a code.
  public static func standard(_ code: String) -> RuleSet? { standard.first { $0.code == code } }

  /// The built-in set made for a county; the narrowest where several are.
  public static func standard(for region: String) -> RuleSet? {
    standard.filter { $0.covers(region) }
      .max { left, right in
        (left.regions.map(\.utf8.count).max() ?? 0) < (right.regions.map(\.utf8.count).max() ?? 0)
      }
  }
}
