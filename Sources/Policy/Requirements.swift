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
  /// What computes it (`rule:ID`, `indicator:ID`, `schedule:…`, `scoring:…`, `setting:…`), the fields
  /// that hold it (`collection.field`), or the reason in one sentence.
  public let by: [String]

  /// An answer as a line of the embedded list gives it.
  package init(id: String, answer: Answer, by: [String]) {
    self.id = id
    self.answer = answer
    self.by = by
  }

  /// The answers, in the order of the list of requirements.
  public static let all: [Requirement] = Embedded.requirements
    .split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }
    .compactMap { line in
      let parts = line.split(separator: "\t").map(String.init)
      guard parts.count == 3, let answer = Answer(rawValue: parts[1]) else { return nil }
      let by = answer == .notHeld ? [parts[2]] : parts[2].split(separator: " ").map(String.init)
      return Requirement(id: parts[0], answer: answer, by: by)
    }

  /// What is wrong with an answer: a rule, indicator or field that does not exist; nil where it holds.
  package func fault(in schema: Schema = .standard) -> String? {
    switch answer {
    case .notHeld: return by.first?.isEmpty == false ? nil : "no reason"
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
        case "schedule": return !["week", "signing", "materials"].contains(parts[1])
        case "setting": return !["effective", "status", "stated-totals"].contains(parts[1])
        default: return true
        }
      }
    }
  }
}
