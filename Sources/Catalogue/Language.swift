// The languages people read. Keys of JSON and codes of enumerations never depend on it.

/// A language of the sentences shown to people.
@frozen
public enum Language: String, Sendable, Hashable, CaseIterable {
  /// Chinese, simplified.
  case zh
  /// English.
  case en

  /// The language of a POSIX locale name such as `zh_CN.UTF-8`; English for any other and for none.
  public init(locale: String?) {
    self = locale.map { $0.hasPrefix("zh") } == true ? .zh : .en
  }

  /// Texts one after another, parted as the language parts them.
  public func listed(_ texts: some Sequence<String>) -> String {
    texts.joined(separator: self == .zh ? "、" : ", ")
  }
}
