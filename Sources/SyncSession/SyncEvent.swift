// What can happen to a session and what it can ask for. Both are values: whoever drives a session
// turns the world into events and actions into the world, and a test does it without a network.

public import Causality
public import Wire

/// Something that happened.
public enum SyncEvent: Sendable {
  /// This store committed: its version vector now.
  case localEdit(VersionVector)
  /// The time that a `sleep` named has come.
  case timer
  /// The answer to an exchange begins: the hub's version vector.
  case hubVector(VersionVector)
  /// Runs of changes arrived in the answer.
  case runs([Run])
  /// The store has applied runs: its version vector now, and whether a dependency is missing.
  case applied(VersionVector, hasGap: Bool)
  /// The answer is complete. `more`: the hub stopped at the size asked for.
  case answerEnded(more: Bool)
  /// The hub has answered a push: its version vector now.
  case pushAnswered(VersionVector)
  /// The connection could not be made, or broke.
  case connectionFailed
  /// The hub answered, and said no.
  case refused(HubRefusal)
  /// The store could not be written or read; its error went to the caller.
  case storeFailed
  /// What stood in the way of an answer was brought, the member list or a snapshot: the exchange
  /// begins anew.
  case startOver
  /// This sync may move no more bytes: what is left waits for the next one.
  case budgetSpent
  /// A person has dealt with what froze this replica.
  case released
  /// The process is stopping.
  case stop
}

/// How a hub says no.
public enum HubRefusal: Hashable, Sendable {
  /// 429 or 503: try again, not before the time the hub named, in milliseconds from now.
  case busy(retryAfterMilliseconds: UInt64?)
  /// Asking again at once would get the same answer.
  case final
  /// This replica is frozen or revoked: a person must act before anything else is sent.
  case frozen
}

/// Something to do.
public enum SyncAction: Sendable {
  /// Send an exchange with this version vector. `isHeld`: the hub may wait until something is new.
  case exchange(from: VersionVector, isHeld: Bool)
  /// Hand the runs to the store, in order.
  case apply([Run])
  /// Send the hub everything here that this version vector does not cover, in causal order.
  case push(from: VersionVector)
  /// Give up the request under way.
  case cancelRequest
  /// Wait for a local edit, or for the clock of ``SyncSession/handle(_:now:random:)`` to reach
  /// this.
  case sleep(untilMilliseconds: UInt64)
  /// Tell whoever watches.
  case report(SyncNews)
}

/// What a session has to tell.
public enum SyncNews: Hashable, Sendable {
  /// Both sides hold the same.
  case inStep
  /// The hub stands behind what it once confirmed: it was restored from an older copy. What it
  /// lacks is sent again from here, others' changes included.
  case hubRestored(hub: VersionVector, confirmed: VersionVector)
  /// A change from the hub waits for one that the hub did not send.
  case gap
  /// The hub took none of what was sent, or sent nothing of what it announced.
  case noProgress
  /// This sync has moved as many bytes as it may; more is left, on one side or on both.
  case budgetSpent
  /// The hub refused; the next attempt is the next period's.
  case refused
  /// The hub cannot be reached or is busy. Attempts in a row so far, from 1.
  case failed(attempt: Int, retryAtMilliseconds: UInt64)
  /// Nothing more is sent until a person has acted.
  case frozen
}
