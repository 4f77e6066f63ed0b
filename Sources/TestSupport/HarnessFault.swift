// Guarantees: mistakes in the reference and around the stores, made on purpose, so that assertions
// which notice nothing are known to be blind. Mistakes inside the product are `PlantedFault`s.

/// One mistake to make.
public enum HarnessFault: String, Sendable, CaseIterable {
  // In the reference, which then expects what is wrong.
  /// The oldest of equal claims is shown.
  case tieBreak = "tie-break"
  /// What an author had seen of others is forgotten: every edit is concurrent.
  case depsForgotten = "deps-forgotten"
  /// A removal takes out adds that it had not seen.
  case removeWins = "remove-wins"

  // On the line and around the stores.
  /// One office's vector is told one change too high, always.
  case vectorTooHigh = "vector-too-high"
  /// A commit is acknowledged and then lost: the file goes back to what it was.
  case commitLost = "commit-lost"
  /// Looking at a conflict settles it.
  case displayWrites = "display-writes"
  /// A record's bytes change under the store.
  case recordDamaged = "record-damaged"
}
