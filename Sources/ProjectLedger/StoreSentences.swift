// Which sentences tell of a refusal by the store, to whoever types commands and whoever reads pages
// alike.

internal import Catalogue
package import LedgerStore

extension StoreError {
  /// The key of the sentence, and with `.hint` that of the next step: `store.<code>`; where the
  /// first or last argument is a reason or a role with sentences of its own,
  /// `store.<code>.<argument>`.
  package var topic: String {
    let topic = "store.\(code.rawValue)"
    return [arguments.first, arguments.last].compactMap { $0 }.map { "\(topic).\($0)" }
      .first { Catalogue.contains($0 + ".hint") } ?? topic
  }
}
