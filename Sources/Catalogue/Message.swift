// A sentence before its language is chosen: a key of the catalogue and what fills its gaps.

/// A sentence by key, with the arguments for its gaps `{0}`, `{1}`, …
public struct Message: Sendable, Hashable {
  /// The key of an entry of the catalogue.
  public let key: String
  /// What fills the gaps, in order. An argument is shown as it is, in every language.
  public let arguments: [String]

  /// A message of an entry of the catalogue.
  public init(_ key: String, _ arguments: [String] = []) {
    self.key = key
    self.arguments = arguments
  }
}
