// Guarantees: a hub notes what each member holds of a ledger often enough for compaction, and
// seldom enough that exchanges write next to nothing: once when a member comes, then once an hour,
// and at once where the member asks for it, as `sync` by hand does. What is noted is never more
// than what the member said.

internal import Causality
internal import LedgerStore
internal import Synchronization
internal import Wire

/// When each member's acknowledgement was last noted in this run of the hub.
final class AcknowledgementPace: Sendable {
  /// What a member prefers (RFC 7240) that asks for its word to be noted now.
  static let preference = "acknowledge"

  private struct Key: Hashable {
    let member: ReplicaID
    let ledger: String
  }

  private static let pauseMilliseconds: UInt64 = 3_600_000
  private let noted = Mutex<[Key: UInt64]>([:])

  /// Whether it is time to note again; taken as done when it is.
  func isDue(_ member: ReplicaID, _ ledger: String, now: UInt64) -> Bool {
    noted.withLock { noted in
      let key = Key(member: member, ledger: ledger)
      if let last = noted[key], now < last + Self.pauseMilliseconds { return false }
      noted[key] = now
      return true
    }
  }
}

extension HubServer {
  /// Takes note of what a member of the list says that it holds, as far as it is held here too.
  ///
  /// - Parameter isAsked: the member asks that it be noted now; it is, before this returns.
  func acknowledge(_ hello: Hello, by caller: Caller?, isAsked: Bool) async {
    guard let caller, caller.member != nil else { return }
    let isDue = acknowledgements.isDue(
      caller.replica, hello.ledger, now: configuration.wallMilliseconds())
    guard isDue || isAsked else { return }
    let (store, threads) = (store, threads)
    // Nothing is lost when it fails.
    let noting = Task { () -> Void in
      _ = try? await threads.write {
        let here = try store.vector(hello.ledger)
        guard here.covers(hello.vector) else { return }
        try store.noteAcknowledged(caller.replica, ledger: hello.ledger, hello.vector)
      }
    }
    // Unasked, the answer does not wait for it.
    if isAsked { await noting.value }
  }
}
