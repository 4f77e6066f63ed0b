// The rule sets that the city keeps in its ledger, each in the versions written down: a record says
// from which day on its text holds, and an act is judged by the text of its day. What cannot be
// read is refused with the record to mend.

package import Catalogue
package import Causality
package import Policy

/// Why a rule set that is kept cannot be used.
package struct KeptRuleSetFault: Error, Sendable, Hashable {
  /// The rule set's code.
  package let code: String
  /// The record of the collection `rule_set` to mend.
  package let record: RecordID
  /// What is wrong with its text.
  package let fault: RuleFault

  /// What is wrong, with the set's code even where its text does not say it.
  package var message: Message { fault.inSet(code).message }

  /// The next step where the record is not named beside it.
  package var hint: Message { Message("books.rule-set-unreadable.hint", [record.description]) }
}

/// The texts of rule sets in a store.
package struct KeptRuleSets: Sendable {
  /// A text as a record has it.
  package struct Version: Sendable, Hashable {
    /// The record that holds the text.
    package let record: RecordID
    /// The rule set, as YAML.
    package let text: String
    /// The first day of its force; nil for a text that stands for all that was before it.
    package let from: CivilDate?
    /// The last day of its force; nil while it has none.
    package let to: CivilDate?

    /// The version with the first day that its text names, where the record names none.
    fileprivate var dated: Version {
      guard from == nil, let set = try? RuleSet(yaml: text), set.effectiveFrom != .earliest else {
        return self
      }
      return Version(record: record, text: text, from: set.effectiveFrom, to: to)
    }
  }

  /// The versions of each set, by code.
  private var versions: [String: [Version]] = [:]

  /// None.
  package init() {}

  /// How many sets there are.
  package var count: Int { versions.count }

  /// The codes of the sets kept and built in, ascending.
  package var codes: [String] { Set(RuleSet.standard.map(\.code) + versions.keys).sorted() }

  /// Takes in a text that was written down after those before. Of one first day the later text
  /// stands, and one without a first day, of its own or of its record, stands for all before it.
  mutating func add(_ version: Version, to code: String) {
    let version = version.dated
    if version.from == nil {
      versions[code] = [version]
    } else {
      versions[code, default: []].removeAll { $0.from == version.from }
      versions[code, default: []].append(version)
    }
  }

  /// Why sets cannot be used: every text that is not readable and, where all of a set are,
  /// deadlines that wait for each other across its versions. O(texts).
  package var faults: [KeptRuleSetFault] {
    versions.sorted { $0.key < $1.key }.flatMap { code, kept -> [KeptRuleSetFault] in
      let unreadable = kept.compactMap { version -> KeptRuleSetFault? in
        do throws(RuleFault) {
          _ = try RuleSet(yaml: version.text)
          return nil
        } catch {
          return KeptRuleSetFault(code: code, record: version.record, fault: error)
        }
      }
      if !unreadable.isEmpty { return unreadable }
      do throws(KeptRuleSetFault) {
        _ = try ruleSet(code)
        return []
      } catch {
        return [error]
      }
    }
  }

  /// A set with all its versions, the built-in one among them; nil where there is none with the
  /// code.
  ///
  /// - Parameter day: the day asked about, whose version gives title, rounding and ladder; nil for
  ///   the newest.
  /// - Throws: ``KeptRuleSetFault`` where a text cannot be read.
  /// - Complexity: O(texts of the set).
  package func ruleSet(
    _ code: String, asOf day: CivilDate? = nil
  ) throws(KeptRuleSetFault) -> RuleSet? {
    guard let kept = versions[code], let newest = kept.last else {
      return RuleSet.standard(code)
    }
    var spans: [RuleSet.Span] = []
    if let standard = RuleSet.standard(code),
      kept.allSatisfy({ $0.from != nil && $0.from != standard.effectiveFrom })
    {
      spans.append(RuleSet.Span(standard, from: standard.effectiveFrom, to: nil))
    }
    for version in kept {
      do throws(RuleFault) {
        let set = try RuleSet(yaml: version.text)
        spans.append(RuleSet.Span(set, from: version.from, to: version.to))
      } catch {
        throw KeptRuleSetFault(code: code, record: version.record, fault: error)
      }
    }
    do throws(RuleFault) { return try RuleSet(spans, asOf: day) } catch {
      throw KeptRuleSetFault(code: code, record: newest.record, fault: error)
    }
  }
}
