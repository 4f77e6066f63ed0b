// Mistakes that a replicated ledger could make, made on purpose inside the product, so that a
// simulation which notices nothing is known to be blind. They exist only in builds made with
// `-D TAIZHANG_PLANTED_FAULTS` (`tools/simulate --planted`); any other build holds no byte of them.

#if TAIZHANG_PLANTED_FAULTS
  /// One mistake.
  public enum PlantedFault: String, Sendable, CaseIterable {
    /// A write takes out every sibling, those that its author had not seen too.
    case supersedesWithoutDeps = "supersedes-without-deps"
    /// Of concurrent siblings a store shows its own.
    case tieBreakBySelf = "tie-break-by-self"
    /// The vector moves on for changes that wait for something missing.
    case vectorAheadOfData = "vector-ahead-of-data"
    /// What a change's author had seen is not waited for.
    case gapSkipped = "gap-skipped"
    /// A removal takes out adds that its author had not seen.
    case removeWins = "remove-wins"
    /// A change that is here already is merged once more.
    case appliedTwice = "applied-twice"
    /// Any signature will do.
    case signatureUnchecked = "signature-unchecked"
    /// Another history under a known dot passes for the same.
    case secondHistoryAccepted = "second-history-accepted"
    /// A value that no longer stands stays in its index.
    case indexEntryStays = "index-entry-stays"
    /// A settled conflict stays in the conflict index.
    case conflictEntryStays = "conflict-entry-stays"
    /// An agent believes an old receipt more than the hub's own word.
    case oldReceiptBelieved = "old-receipt-believed"
    /// A commit leaves out some of what its author had seen.
    case depsLeftOut = "deps-left-out"
    /// The clock follows stamps from any future.
    case clockFollowsAnyone = "clock-follows-anyone"
    /// A refused change is dropped without a trace.
    case refusalForgotten = "refusal-forgotten"
    /// What a revocation voids stays in the records.
    case revocationWithoutRebuild = "revocation-without-rebuild"
    /// A change made under a later member list than is held here is not made to wait.
    case laterListIgnored = "later-list-ignored"
    /// What the hub never saw is not applied again on top of its snapshot.
    case bootstrapForgetsUnsent = "bootstrap-forgets-unsent"
    /// A settlement passes over siblings that it had not seen.
    case expectationIgnored = "expectation-ignored"

    /// The mistake that this process makes. Set before the first store is opened.
    public nonisolated(unsafe) static var planted: PlantedFault?

    /// Whether this process makes the mistake.
    @inlinable
    public static func makes(_ fault: PlantedFault) -> Bool { planted == fault }
  }
#endif
