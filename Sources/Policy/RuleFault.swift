// Why a rule set is not read: the set, the rule, the key and the line, and what to do about it.

public import Catalogue

/// A refusal of a rule set's text.
public struct RuleFault: Error, Sendable, Hashable {
  /// The kinds of refusal.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    case notYaml = "not-yaml"
    case tooLarge = "too-large"
    case tooDeep = "too-deep"
    case alias
    case wrongForm = "wrong-form"
    case unknownKey = "unknown-key"
    case missingKey = "missing-key"
    case unknownKind = "unknown-kind"
    case unknownCollection = "unknown-collection"
    case unknownField = "unknown-field"
    case badCondition = "bad-condition"
    case badValue = "bad-value"
    case noSuchReading = "no-such-reading"
    case repeatedRule = "repeated-rule"
    case unknownRule = "unknown-rule"
    case cycle
  }

  /// What is wrong.
  public let code: Code
  /// The rule set's code; empty until it is read.
  public let ruleSet: String
  /// The rule's id; where it has none, its place among the set's rules as `#3`; empty outside of
  /// rules.
  public let rule: String
  /// The key.
  public let key: String
  /// The line, from 1; 0 where it is not known.
  public let line: Int
  /// What was found, and what would do.
  public let detail: String

  /// The sentence, naming the rule set and the rule where they are known.
  public var message: Message {
    let unsaid = !rule.isEmpty ? "" : ruleSet.isEmpty ? ".unnamed" : ".outside"
    return Message("rules.\(code.rawValue)\(unsaid)", [ruleSet, rule, key, "\(line)", detail])
  }

  /// The same of a rule set that its text does not name, or names otherwise.
  package func inSet(_ ruleSet: String) -> RuleFault {
    RuleFault(code: code, ruleSet: ruleSet, rule: rule, key: key, line: line, detail: detail)
  }

  /// The next step.
  public var hint: Message { Message("rules.\(code.rawValue).hint", [key, "\(line)", detail]) }
}
