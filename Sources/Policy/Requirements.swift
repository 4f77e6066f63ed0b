// Every requirement found in the documents has its answer: computed by a rule, an indicator, a
// schedule, a score sheet or a setting; recorded in fields; or not held, and why.

package import Projects

/// The answer to one requirement.
public struct Requirement: Sendable, Hashable {
  /// How it is answered.
  public enum Answer: String, Sendable, Hashable, CaseIterable {
    case computed
    case recorded
    case notHeld = "not-held"
  }

  /// The requirement's number.
  public let id: String
  /// How it is answered.
  public let answer: Answer
  /// What computes it (`rule:ID`, `indicator:ID`, `schedule:…`, `scoring:…`, `setting:…`), the
  /// fields that hold it (`collection.field`), or the reason in one sentence.
  public let by: [String]
  /// Why it is not held, or why a part of it is not; nil where all of it is.
  public let reason: Phrase?

  /// An answer as a line of the embedded list gives it.
  package init(id: String, answer: Answer, by: [String], reason: Phrase? = nil) {
    self.id = id
    self.answer = answer
    self.by = by
    self.reason = reason
  }

  /// The code of the built-in rule set of the place whose documents ask for it. O(1).
  public var ruleSet: String {
    switch id.prefix(while: { $0 != "-" }) {
    case "pds": "pingdingshan-2022"
    case "dc": "dancheng-2021"
    case "lh": "luohe-2024"
    default: "zhumadian-2021"
    }
  }

  /// The requirement with a number; nil where there is none. O(requirements).
  public static func find(_ id: String) -> Requirement? { all.first { $0.id == id } }

  /// The answers, in the order of the list of requirements.
  public static let all: [Requirement] = Embedded.requirements
    .split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
    .compactMap { line in
      let parts = line.split(separator: "\t").map(String.init)
      guard let answer = parts.count > 2 ? Answer(rawValue: parts[1]) : nil else { return nil }
      if answer == .notHeld {
        let reason = parts.count > 3 ? Phrase(zh: parts[2], en: parts[3]) : nil
        return Requirement(id: parts[0], answer: answer, by: [parts[2]], reason: reason)
      }
      let by = parts[2].split(separator: " ").map(String.init)
      let reason = parts.count > 4 ? Phrase(zh: parts[3], en: parts[4]) : nil
      return Requirement(id: parts[0], answer: answer, by: by, reason: reason)
    }

  /// What is wrong with an answer: a rule, indicator, schedule or field that does not exist, a
  /// reason that is not in both languages; nil where it holds.
  package func fault(in schema: Schema = .standard) -> String? {
    switch answer {
    case .notHeld:
      guard let reason, !reason.zh.isEmpty, !reason.en.isEmpty else { return "no reason" }
      return nil
    case .recorded:
      return by.first { name in
        let parts = name.split(separator: ".").map(String.init)
        guard parts.count == 2, let collection = schema.collection(parts[0]) else { return true }
        return collection.field(parts[1]) == nil
      }
    case .computed:
      return by.first { name in
        let parts = name.split(separator: ":").map(String.init)
        guard parts.count == 2 else { return true }
        switch parts[0] {
        case "rule": return !RuleSet.standard.contains { !$0.rules(parts[1]).isEmpty }
        case "indicator": return !Indicator.standard.contains { $0.id == parts[1] }
        case "scoring":
          return !RuleSet.standard.contains { set in
            set.rules.contains { $0.id == parts[1] && $0.kind == .scoring }
          }
        case "schedule": return Schedule.Proposal(rawValue: parts[1]) == nil
        case "setting": return !["effective", "status", "stated-totals"].contains(parts[1])
        default: return true
        }
      }
    }
  }
}
