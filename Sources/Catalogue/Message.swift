// A sentence before its language is chosen: a key of the catalogue and what fills its gaps.

/// A sentence by key, with the arguments for its gaps `{0}`, `{1}`, …
public struct Message: Sendable, Hashable {
  /// The key of an entry of the catalogue.
  public let key: String
  /// What fills the gaps, in order. An argument is shown as it is, in every language; one made by
  /// ``list(_:)`` with the comma of the language.
  public let arguments: [String]

  /// A message of an entry of the catalogue.
  public init(_ key: String, _ arguments: [String] = []) {
    self.key = key
    self.arguments = arguments
  }

  /// Several texts as one argument, to be parted as the language of the sentence parts them.
  public static func list(_ texts: some Sequence<String>) -> String {
    texts.joined(separator: String(comma))
  }

  /// Parts the texts of a list: the unit separator of ASCII, which no text of a record holds.
  static let comma: Character = "\u{1F}"
}
