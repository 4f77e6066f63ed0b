// Guarantees: where work is done for somebody who may do less than the store itself, every commit
// of that work passes one check first, whichever way it was asked for.

/// Judges what is about to be committed.
package protocol CommitGuard: Sendable {
  /// Throws to refuse all drafts of a commit; then nothing is written. The store is as it was
  /// before the commit, and may be read.
  func check(_ drafts: [Draft], to ledger: String, of store: Store) throws(StoreError)
}

/// Who watches the commits of the work at hand.
package enum CommitGuards {
  /// In force for whatever is called within `$current.withValue`; nil for a store's own work. Work
  /// that goes on in another thread takes it along.
  @TaskLocal package static var current: (any CommitGuard)?
}
