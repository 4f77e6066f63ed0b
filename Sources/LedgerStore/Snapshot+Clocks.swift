// Guarantees: stamps from the future are told. What has seen what they never decide; of edits that
// have not seen one another, a field that shows the newest shows the one stamped latest, until that
// time has come.

public import Causality

/// A replica whose newest change is stamped far ahead of a wall clock.
public struct FarAhead: Sendable, Hashable {
  /// The replica; its clock is wrong, or was when it wrote.
  public let replica: ReplicaID
  /// The stamp, milliseconds since 1970.
  public let untilMilliseconds: UInt64
}

extension Snapshot {
  /// The replicas whose newest change in `ledger` is stamped more than
  /// ``HybridClock/leadMillisecondsMax`` after `wall`, sorted. O(replicas).
  public func farAhead(
    _ ledger: String, wallMilliseconds wall: UInt64
  ) throws(StoreError) -> [FarAhead] {
    try store.heads(ledger, transaction)
      .filter { $0.value.clock.isFarAhead(ofWallMilliseconds: wall) }
      .map { FarAhead(replica: $0.key, untilMilliseconds: $0.value.clock.milliseconds) }
      .sorted { $0.replica < $1.replica }
  }
}
