// What the pages may ask of the line to the hub. Pages know nothing of how an exchange goes:
// whoever serves them answers.

public import Catalogue

/// How a ledger stands with the hub.
public struct LedgerStanding: Sendable, Hashable {
  /// The ledger.
  public let ledger: String
  /// Changes here that the hub has not acknowledged.
  public let unsent: UInt64
  /// When the last exchange ended well, milliseconds since 1970; nil for never.
  public let lastSyncMilliseconds: UInt64?
  /// The hub's clock minus this machine's, milliseconds.
  public let clockOffsetMilliseconds: Int64?
  /// Why the last try failed; nil when it did not.
  public let failure: Message?

  /// A standing.
  public init(
    ledger: String, unsent: UInt64, lastSyncMilliseconds: UInt64?, clockOffsetMilliseconds: Int64?,
    failure: Message?
  ) {
    self.ledger = ledger
    self.unsent = unsent
    self.lastSyncMilliseconds = lastSyncMilliseconds
    self.clockOffsetMilliseconds = clockOffsetMilliseconds
    self.failure = failure
  }
}

/// What an exchange moved.
public struct ExchangeTold: Sendable, Hashable {
  /// Changes sent.
  public var sent = 0
  /// Changes received.
  public var received = 0
  /// Conflicts that came of it.
  public var newConflicts = 0

  /// Nothing moved.
  public init() {}
}

/// The line to the hub.
public protocol HubLine: Sendable {
  /// The hub's name; nil while none is known.
  func hubName() throws -> String?
  /// How each shared ledger stands.
  func standings() throws -> [LedgerStanding]
  /// One exchange of all shared ledgers.
  func exchange() async throws -> ExchangeTold
  /// What a failure of an exchange is called; nil for one that is not the line's.
  func message(of error: any Error) -> Message?
}
