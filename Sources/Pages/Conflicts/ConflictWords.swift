// Words for conflicts as pages say them.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger

extension ConflictWords {
  /// Values and names as pages show them.
  init(_ language: Language) {
    self.init(
      language, reasonWord: Catalogue.text(Message("page.the-reason"), in: language),
      shown: { ValueWords.shown($0, $1, language) })
  }

  /// Who had seen what: of the other siblings, those that its author had seen.
  func seen(_ sibling: ConflictSibling, in conflict: Conflict) -> String {
    let seen = conflict.siblings.filter { $0.dot != sibling.dot && sibling.seen.covers($0.dot) }
    guard !seen.isEmpty else { return text("page.seen-none") }
    let values = seen.map { value($0.value, conflict.collection, conflict.field) }
    return text("page.seen-some", [language.listed(values)])
  }

  /// The siblings that a form had before it.
  static func dots(_ conflict: Conflict) -> String {
    conflict.siblings.map(\.dot.description).joined(separator: ",")
  }
}
