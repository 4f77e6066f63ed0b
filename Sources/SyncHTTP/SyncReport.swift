// What one sync did, as people and scripts are told.

internal import Causality
public import LedgerStore

/// The figures of one sync of one ledger; the keys of `sync --json`.
public struct SyncReport: Sendable, Hashable {
  /// The ledger that was synced.
  public let ledger: String
  /// Changes sent to the hub, those it had to be sent again included.
  public internal(set) var sent = 0
  /// Changes from the hub that took effect here.
  public internal(set) var received = 0
  /// Bytes on the wire, heads included, without what TLS adds.
  public internal(set) var bytesSent = 0
  /// Bytes on the wire, heads included, without what TLS adds.
  public internal(set) var bytesReceived = 0
  /// HTTP requests, those for the member list included.
  public internal(set) var requests = 0
  /// Conflicts that were not open before, each once.
  public internal(set) var newConflicts: [ConflictID] = []
  /// Refused by either side.
  public internal(set) var refused: [Refusal] = []
  /// The hub's clock minus this machine's, milliseconds; to about half a round trip.
  public internal(set) var clockOffsetMilliseconds: Int64 = 0
  /// How long it took, from beginning to end.
  public internal(set) var seconds = 0.0
  /// The hub stood behind its own receipt; what it lacked was sent again.
  public internal(set) var hubWasRestored = false
  /// Whether the sync stopped because it had moved as many bytes as it may.
  public internal(set) var stoppedByBudget = false
  /// The bound that would let this sync send something, bytes, when it was too low for a single
  /// run; else nil.
  public internal(set) var bytesNeeded: Int?
  /// Changes here that the hub lacked when the sync ended.
  public internal(set) var leftToSend: UInt64 = 0
  /// Changes there that were lacking here when the sync ended.
  public internal(set) var leftToReceive: UInt64 = 0
  /// Members whom the hub, or one above it, revoked or reinstated.
  public internal(set) var revocations: [RevocationNews] = []
  /// Histories found to differ.
  public internal(set) var alarms: [Alarm] = []
  /// Records that a snapshot of the hub brought; 0 when none was needed.
  public internal(set) var bootstrapped = 0
  /// Attachments that the hub took.
  public internal(set) var attachmentsSent = 0
  /// Attachments left for another time.
  public internal(set) var attachmentsLeft = 0
  /// Why attachments were left, where the line failed or the hub refused.
  public internal(set) var attachmentsFailure: HubError?
  /// What a change from the hub waits for, when the hub did not send it.
  public internal(set) var gap: Gap?

  init(ledger: String) { self.ledger = ledger }

  /// A clock this far off is worth telling people: 2 minutes.
  public static let clockOffsetMillisecondsMax: Int64 = 120_000

  /// Whether the clocks differ by more than ``clockOffsetMillisecondsMax``.
  public var isClockOff: Bool {
    clockOffsetMilliseconds.magnitude > Self.clockOffsetMillisecondsMax.magnitude
  }
}

/// How far a long sync has come.
public struct SyncProgress: Sendable, Hashable {
  /// The ledger under way.
  public let ledger: String
  /// Changes from the hub that were applied so far.
  public let received: Int
  /// Changes that the hub took so far.
  public let sent: Int
  /// Bytes on the wire so far, heads included.
  public let bytesReceived: Int
  /// Bytes on the wire so far, heads included.
  public let bytesSent: Int
}

/// What a running agent has to tell.
public enum AgentNews: Sendable {
  /// A sync moved something, or is the first one to succeed after failures.
  case synced(SyncReport)
  /// A sync failed: `HubError` or `StoreError`; nil when it is not tried again by itself.
  case failed(ledger: String, any Error, retryInSeconds: Double?)
  /// This replica is frozen; a person must act.
  case frozen(ledger: String)
}
