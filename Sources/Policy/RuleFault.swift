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
  /// The rule's id; empty outside of rules.
  public let rule: String
  /// The key.
  public let key: String
  /// The line, from 1; 0 where it is not known.
  public let line: Int
  /// What was found, and what would do.
  public let detail: String

  /// The sentence.
  public var message: Message {
    Message("rules.\(code.rawValue)", [ruleSet, rule, key, "\(line)", detail])
  }

  /// The next step.
  public var hint: Message { Message("rules.\(code.rawValue).hint", [key, "\(line)", detail]) }
}
