// Guarantees: stamps from the future are told, not believed: nothing is decided by them.

public import Causality

extension Snapshot {
  /// The replicas whose newest change in `ledger` is stamped more than
  /// ``HybridClock/leadMillisecondsMax`` after `wall`, sorted. O(replicas).
  public func farAhead(
    _ ledger: String, wallMilliseconds wall: UInt64
  ) throws(StoreError) -> [ReplicaID] {
    try store.heads(ledger, transaction)
      .filter { $0.value.clock.isFarAhead(ofWallMilliseconds: wall) }.map(\.key).sorted()
  }
}
