// What a hub's store is asked outside of serving.

public import LedgerStore

/// What a hub's store is asked outside of serving.
public enum Hub {
  /// Makes an invitation; durable on return. The store keeps the hash of its token only.
  ///
  /// - Parameters:
  ///   - expiresSeconds: from now; default a week.
  ///   - url: nil for the address that this store last served at.
  /// - Throws: `HubError.notAHubStore`, `StoreError` `badLedgerID`, or an I/O error.
  public static func invite(
    _ store: Store, ledger: String, role: Role, expiresSeconds: Int = 604_800, url: String? = nil,
    wallMilliseconds: @Sendable () -> UInt64 = StoreOptions.systemMilliseconds
  ) throws -> Invitation {
    guard store.identity.role == .hub else {
      throw HubError(.notAHubStore, store.identity.role.rawValue)
    }
    guard role != .hub else { throw HubError(.badRequest, "role hub") }
    return try store.invite(
      ledger, as: role, expiresSeconds: expiresSeconds, url: url,
      wallMilliseconds: wallMilliseconds)
  }
}
