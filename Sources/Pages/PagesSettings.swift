// What the pages are told by the program that serves them: who types, in which language, by which
// clock, and what they may ask of the line to the hub.

public import Catalogue
internal import Causality
internal import ProjectLedger

/// The settings of the pages.
public struct PagesSettings: Sendable {
  /// Who makes the changes of those who opened the start link, as histories name the author.
  public var nodeAuthor: String
  /// The language for those who have not chosen one.
  public var language: Language
  /// The clock.
  public var wallMilliseconds: @Sendable () -> UInt64
  /// Host names besides those of loopback under which the node may be asked for.
  public var hostNames: [String] = []
  /// Whether the listener serves TLS: cookies are then sent over TLS only.
  public var isSecure = false

  /// How long a page waits for what it can be shown without.
  public var patience = Duration.milliseconds(80)

  /// The line to the hub; nil where there is none to ask.
  public var line: (any HubLine)?

  /// Settings with a clock.
  public init(
    author: String, language: Language, wallMilliseconds: @escaping @Sendable () -> UInt64
  ) {
    nodeAuthor = author
    self.language = language
    self.wallMilliseconds = wallMilliseconds
  }

  /// Who makes the changes of the work at hand: the account that signed in, else the node's author.
  var author: String { Permit.current?.author ?? nodeAuthor }

  var today: CivilDate? { LocalTime.day(Int64(clamping: wallMilliseconds())) }
}
