// A rule set's text is read before it is written into the ledger, not first when somebody asks what
// is late: what cannot be used is refused at once, with the rule, the key, the line and the next
// step.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Policy
internal import Projects

enum RuleSetEntry {
  /// What is wrong with the text or code that a draft of the collection `rule_set` proposes;
  /// nothing for other drafts. O(text).
  static func problems(_ draft: RecordDraft) -> [ValidationProblem] {
    guard draft.collection.code == "rule_set", let code = draft.collection.field("code"),
      let text = draft.collection.field("text"),
      draft.proposed[code.id] != nil || draft.proposed[text.id] != nil
    else { return [] }
    var written = ""
    if case .text(let said) = draft.proposed[text.id] ?? draft.existing?[text.id] ?? .empty {
      written = said
    }
    let set: RuleSet
    do throws(RuleFault) { set = try RuleSet(yaml: written) } catch {
      let said = [error.message, error.hint].flatMap { message in
        [Language.zh, .en].map { Catalogue.text(message, in: $0) }
      }
      return [ValidationProblem(.ruleSetUnreadable, field: text.code, said)]
    }
    guard case .text(let named) = draft.proposed[code.id] ?? draft.existing?[code.id] ?? .empty,
      named != set.code
    else { return [] }
    return [ValidationProblem(.ruleSetOtherCode, field: code.code, [named, set.code])]
  }
}
