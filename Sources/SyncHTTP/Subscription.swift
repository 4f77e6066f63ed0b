// Guarantees: a ledger is subscribed to only when the hub's member list grants it to this store.

public import LedgerStore

/// Which ledgers of its hub a store takes part in.
public enum Subscription {
  /// The ledgers that the member list, as last received, grants this store and that it does not
  /// hold.
  public static func offered(_ store: Store) throws(StoreError) -> [String] {
    let held = try store.read { snapshot throws(StoreError) in try snapshot.allLedgers() }
    return try granted(store).filter { !held.contains($0) }
  }

  private static func granted(_ store: Store) throws(StoreError) -> [String] {
    try store.members().first { $0.replica == store.identity.replica }?.ledgers ?? []
  }

  /// Begins to hold a ledger; the next sync brings it. False when the hub has not granted it.
  public static func add(_ store: Store, ledger: String) throws(StoreError) -> Bool {
    let notes = PeerNotes(store: store)
    guard let hub = try notes.hub() else { return false }
    let granted = try granted(store)
    guard granted.contains(ledger) || hub.role.isAuthority else { return false }
    try store.addLedger(ledger)
    try notes.remember(
      hubAt: hub.url, role: hub.role, ledgers: Set(hub.ledgers + granted + [ledger]).sorted())
    return true
  }

  /// Stops exchanging a ledger that was dropped.
  public static func remove(_ store: Store, ledger: String) throws(StoreError) {
    let notes = PeerNotes(store: store)
    guard let hub = try notes.hub() else { return }
    try notes.remember(
      hubAt: hub.url, role: hub.role, ledgers: hub.ledgers.filter { $0 != ledger })
  }
}
