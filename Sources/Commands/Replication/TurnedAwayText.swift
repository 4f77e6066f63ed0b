// How it is told that the hub would have nothing of this store: a sentence with what to do, and an
// alarm among the others under `--json`.

internal import LedgerStore
internal import SyncHTTP

extension CommandContext {
  /// What the hub said of this store, since when, and what waits here; nil where it takes part.
  func turnedAway(_ ledger: String, _ state: SyncState) -> String? {
    guard let word = state.turnedAway else { return nil }
    return text(
      "alarm.turned-away", InstantText.formatLocal(Int64(clamping: word.sinceMilliseconds)),
      ledger, text(word.error.message), String(state.unsent), text(word.error.hint))
  }

  /// The ledgers in which the hub would have nothing of this store, with how they stand.
  func turnedAway(of store: Store) throws -> [(ledger: String, state: SyncState)] {
    var found: [(ledger: String, state: SyncState)] = []
    for ledger in try store.ledgers() where ledgerOption == nil || ledgerOption == ledger {
      let state = try Agent.state(store, ledger: ledger)
      if state.turnedAway != nil { found.append((ledger, state)) }
    }
    return found
  }
}

extension JSONWriter {
  /// The members of the alarm: the hub's code for `alarm`, and how many changes wait.
  mutating func members(ofTurnedAway ledger: String, _ state: SyncState) {
    guard let word = state.turnedAway else { return }
    member("alarm", word.error.kind.rawValue)
    member("ledger", ledger)
    member("unsent", state.unsent)
    member("found", InstantText.format(Int64(clamping: word.sinceMilliseconds)))
  }
}
