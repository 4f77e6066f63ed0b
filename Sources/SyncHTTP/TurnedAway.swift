// What a hub said when it would have nothing of this store: a note that stays until a sync ends
// well, so that whoever looks later sees it. The hub answers before it reads any change: no change
// is refused.

internal import LedgerStore

/// A hub's refusal of the store itself: it is revoked, on no list, or takes no part in a ledger.
public struct TurnedAway: Sendable, Hashable {
  /// What the hub said.
  public let error: HubError
  /// When it was first said, milliseconds since 1970.
  public let sinceMilliseconds: UInt64

  /// Nil for errors that say nothing of the store.
  init?(_ error: HubError, sinceMilliseconds: UInt64) {
    guard [.revoked, .notMember, .wrongLedger, .unknownKey].contains(error.kind) else { return nil }
    self.error = error
    self.sinceMilliseconds = sinceMilliseconds
  }

  fileprivate var text: String {
    (["\(sinceMilliseconds)", error.kind.rawValue] + error.arguments).joined(separator: "\n")
  }

  fileprivate init?(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count >= 2, let since = UInt64(lines[0]),
      let kind = HubError.Kind(rawValue: lines[1])
    else { return nil }
    self.init(
      HubError(kind, arguments: Array(lines.dropFirst(2))), sinceMilliseconds: since)
  }
}

extension PeerNotes {
  private func turnedAwayKey(_ ledger: String) -> String { "sync/\(ledger)/turned-away" }

  /// The hub's last word of this store, where it was a no.
  func turnedAway(_ ledger: String) throws(StoreError) -> TurnedAway? {
    let bytes = try store.peerValue(turnedAwayKey(ledger))
    return bytes.flatMap { TurnedAway(text: String(decoding: $0, as: UTF8.self)) }
  }

  /// Keeps the first of several equal words; nil takes the note back. Writes nothing that stands
  /// there.
  func remember(_ word: TurnedAway?, _ ledger: String) throws(StoreError) {
    guard try turnedAway(ledger)?.error != word?.error else { return }
    try store.setPeerValue(turnedAwayKey(ledger), word.map { Array($0.text.utf8) })
  }
}
