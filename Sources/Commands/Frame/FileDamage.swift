// What a reader of files found wrong, in a person's language: the codes that rooms below give stay
// codes for programs and become sentences for people.

internal import Catalogue
internal import LedgerStore

/// Words for what is wrong with a file.
enum FileDamage {
  /// The words for `code at byte 17`, a code alone, or whatever a reader said.
  static func words(_ found: String, in language: Language) -> String {
    let parts = found.split(separator: " ").map(String.init)
    guard let code = parts.first else { return found }
    let key = "damage.\(code)"
    if parts.count == 4, parts[1] == "at", parts[2] == "byte" {
      let message =
        Catalogue.contains(key)
        ? Message(key, [parts[3]]) : Message("damage.other", [code, parts[3]])
      return Catalogue.text(message, in: language)
    }
    let isKnown = Catalogue.contains(key)
    return Catalogue.text(
      isKnown ? Message(key, Array(parts.dropFirst())) : Message("damage.unknown", [found]),
      in: language)
  }

  /// A refusal whose argument says what is wrong with a file, in words; any other as it is.
  static func told(_ error: StoreError, in language: Language) -> StoreError {
    switch error.code {
    case .badBundle, .badSnapshot:
      guard error.arguments.count == 2 else { return error }
      return StoreError(error.code, error.arguments[0], words(error.arguments[1], in: language))
    default: return error
    }
  }
}
